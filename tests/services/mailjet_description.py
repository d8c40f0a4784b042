"""What Mailjet's own client says of requests and answers: node-mailjet 6.0.11, Campaign.ts and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fakes.server import Request

_NUMBERS = ("AXFraction", "CampaignID", "ContactsListID", "Current", "ID", "SegmentationID", "Status", "TemplateID")
_FLAGS = ("IsStarred", "IsTextPartIncluded", "Used")
_WORDS = (
    "AXFractionName", "CreatedAt", "DeliveredAt", "EditMode", "Locale", "ModifiedAt", "Preset", "ReplyEmail",
    "Sender", "SenderEmail", "SenderName", "Subject", "Title", "Url",
)  # fmt: skip
DRAFT: dict[str, type] = {
    **dict.fromkeys(_NUMBERS, int),
    **dict.fromkeys(_FLAGS, bool),
    **dict.fromkeys(_WORDS, str),
    "AXTesting": dict,
}
DETAIL: dict[str, type] = {"Headers": dict, "Html-part": str, "Text-part": str, "MJMLContent": str}
# PostCampaignDraftBody and PutCampaignDraftBody: what a draft can be given.
GIVEN = {field: DRAFT[field] for field in DRAFT} | {"ContactsListAlt": str, "SegmentationAlt": str}
for _own in ("CampaignID", "CreatedAt", "DeliveredAt", "ID", "ModifiedAt", "Preset", "Url", "Used"):
    del GIVEN[_own]
_SCHEDULE: dict[str, type] = {"Date": str, "Status": str}
_STATUS: dict[str, type] = {"Status": str}
_COUNTER: dict[str, type] = dict.fromkeys(
    (
        "Total", "MessageSentCount", "MessageHardBouncedCount", "MessageSoftBouncedCount", "MessageOpenedCount",
        "MessageClickedCount", "MessageUnsubscribedCount", "MessageSpamCount", "MessageBlockedCount",
    ),
    int,
)  # fmt: skip
_ANSWERS: dict[tuple[str, str], dict[str, type]] = {
    ("GET", "apikey"): {"Name": str},
    ("GET", "sender"): {"Email": str, "Status": str},
    ("GET", "contactslist/#"): {"ID": int, "Name": str, "SubscriberCount": int, "IsDeleted": bool},
    ("GET", "campaigndraft"): DRAFT,
    ("POST", "campaigndraft"): DRAFT,
    ("GET", "campaigndraft/#"): DRAFT,
    ("PUT", "campaigndraft/#"): DRAFT,
    ("GET", "campaigndraft/#/detailcontent"): DETAIL,
    ("POST", "campaigndraft/#/detailcontent"): DETAIL,
    ("POST", "campaigndraft/#/test"): _STATUS,
    ("POST", "campaigndraft/#/send"): _STATUS,
    ("POST", "campaigndraft/#/schedule"): _SCHEDULE,
    ("GET", "campaigndraft/#/schedule"): _SCHEDULE,
    ("DELETE", "campaigndraft/#/schedule"): {},
    ("GET", "campaign/#"): {"ID": int, "CustomValue": str},
    ("GET", "statcounters"): _COUNTER,
    ("GET", "statistics/link-click"): {
        "URL": str, "ClickedMessagesCount": int, "ClickedEventsCount": int, "PositionIndex": int,
    },
}  # fmt: skip
_BODIES: dict[tuple[str, str], dict[str, type]] = {
    ("POST", "campaigndraft"): GIVEN,
    ("PUT", "campaigndraft/#"): GIVEN,
    ("POST", "campaigndraft/#/detailcontent"): DETAIL,
    ("POST", "campaigndraft/#/test"): {"Recipients": list},
    ("POST", "campaigndraft/#/schedule"): {"Date": str},
}
WHOLE = (DRAFT, DETAIL)  # of which an answer to a GET has every field


def mistakes(request: Request, status: int, answer: Any) -> Iterator[str]:
    """Everything about a request and its answer that is not as the client describes it."""
    first, _slash, rest = request.path.strip("/").partition("/")
    _number, _slash, action = rest.partition("/")
    path = "/".join([first, *(["#"] if rest else []), *([action] if action else [])])
    if first == "statistics":
        path = f"{first}/{rest}"
    here = f"{request.method} {path}"
    if (request.method, path) not in _ANSWERS:
        yield f"{here} is not described"
        return
    yield from _wrong(f"request of {here}", request.json or {}, _BODIES.get((request.method, path), {}))
    if status in {200, 201}:
        fields = _ANSWERS[request.method, path]
        if set(answer) != {"Count", "Data", "Total"}:
            yield f"answer to {here} is {sorted(answer)}"
        for row in answer["Data"]:
            yield from _wrong(f"answer to {here}", row, fields)
            if request.method == "GET" and fields in WHOLE and set(row) != set(fields):
                yield f"answer to {here} lacks {sorted(set(fields) - set(row))}"


def _wrong(where: str, said: dict[str, Any], fields: dict[str, type]) -> Iterator[str]:
    for name, value in said.items():
        if name not in fields:
            yield f"{where}: {name} is not described"
        elif type(value) is not fields[name]:
            yield f"{where}: {name} is {value!r}, and no {fields[name].__name__}"
