"""What Mailchimp's description says of campaigns: field by field, as its client for Rust has them (2026)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fakes.server import Request

Fields = dict[str, Any]  # a type, the words that are allowed, or the fields of a part

_FLAG, _WORD, _NUMBER = bool, str, int
SETTINGS: Fields = {
    **dict.fromkeys(
        ("folder_id", "from_name", "preview_text", "reply_to", "subject_line", "title", "to_name"), _WORD
    ),
    **dict.fromkeys(("authenticate", "auto_footer", "auto_tweet", "drag_and_drop", "fb_comments"), _FLAG),
    **dict.fromkeys(("inline_css", "timewarp", "use_conversation"), _FLAG),
    "auto_fb_post": list,
    "template_id": _NUMBER,
}
TRACKING: Fields = {
    **dict.fromkeys(("ecomm360", "goal_tracking", "html_clicks", "opens", "text_clicks"), _FLAG),
    **dict.fromkeys(("clicktale", "google_analytics"), _WORD),
    **dict.fromkeys(("capsule", "salesforce"), dict),
}
SEGMENT: Fields = {"conditions": list, "match": {"any", "all"}, "prebuilt_segment_id": str, "saved_segment_id": int}
RECIPIENTS: Fields = {
    "list_id": str,
    "list_is_active": bool,
    "list_name": str,
    "recipient_count": int,
    "segment_opts": SEGMENT,
    "segment_text": str,
}
CAMPAIGN: Fields = {
    **dict.fromkeys(("archive_url", "create_time", "id", "long_archive_url", "parent_campaign_id", "send_time"), str),
    **dict.fromkeys(("emails_sent", "web_id"), int),
    **dict.fromkeys(("needs_block_refresh", "resendable"), bool),
    **dict.fromkeys(("resend_shortcut_eligibility", "resend_shortcut_usage"), dict),
    **dict.fromkeys(("ab_split_opts", "report_summary", "rss_opts", "variate_settings"), dict),
    "_links": list,
    "content_type": {"template", "html", "url", "multichannel"},
    "delivery_status": {
        "can_cancel": bool, "emails_canceled": int, "emails_sent": int, "enabled": bool,
        "status": {"delivering", "delivered", "canceling", "canceled"},
    },
    "recipients": RECIPIENTS,
    "settings": SETTINGS,
    "social_card": {"description": str, "image_url": str, "title": str},
    "status": {"save", "paused", "schedule", "sending", "sent", "canceled", "canceling", "archived"},
    "tracking": TRACKING,
    "type": {"regular", "plaintext", "absplit", "rss", "variate"},
}  # fmt: skip
CONTENT: Fields = {"archive_html": str, "html": str, "plain_text": str, "variate_contents": list}
# What a request may give of it: the settings of one that is created or changed, and whom it goes to.
_GIVEN: Fields = {
    "content_type": CAMPAIGN["content_type"],
    "recipients": {"list_id": str, "segment_opts": SEGMENT},
    "settings": {name: kind for name, kind in SETTINGS.items() if name not in {"drag_and_drop", "timewarp"}},
    "social_card": CAMPAIGN["social_card"],
    "tracking": TRACKING,
    "type": CAMPAIGN["type"],
}
_LIST: Fields = {"id": str, "name": str, "stats": {"member_count": int}}
_FILE: Fields = {"id": int, "name": str, "full_size_url": str}
_ACTION = r"campaigns/\w+/actions/"
_DESCRIBED: dict[tuple[str, str], tuple[Fields, Fields]] = {  # what is given, and what is answered
    ("GET", ""): (
        {},
        {"account_id": str, "account_name": str, "pricing_plan_type": {"monthly", "pay_as_you_go", "forever_free"}},
    ),
    ("GET", r"lists/\w+"): ({}, _LIST),
    ("GET", r"lists/\w+(/segments/\d+)?/members"): ({}, {"members": list, "list_id": str, "total_items": int}),
    ("GET", r"lists/\w+/segments/\d+"): ({}, {"id": int, "name": str, "member_count": int}),
    ("GET", "verified-domains"): ({}, {"domains": list, "total_items": int}),
    ("GET", "file-manager/files"): ({}, {"files": list, "total_items": int}),
    ("POST", "file-manager/files"): ({"name": str, "file_data": str, "folder_id": int}, _FILE),
    ("GET", "campaigns"): ({}, {"campaigns": list, "total_items": int}),
    ("POST", "campaigns"): (_GIVEN, CAMPAIGN),
    ("GET", r"campaigns/\w+"): ({}, CAMPAIGN),
    ("PATCH", r"campaigns/\w+"): ({name: kind for name, kind in _GIVEN.items() if name != "type"}, CAMPAIGN),
    ("GET", r"campaigns/\w+/content"): ({}, CONTENT),
    ("PUT", r"campaigns/\w+/content"): ({"html": str, "plain_text": str, "template": dict, "url": str}, CONTENT),
    ("GET", r"campaigns/\w+/send-checklist"): ({}, {"is_ready": bool, "items": list}),
    ("POST", _ACTION + "(send|unschedule|cancel-send)"): ({}, {}),
    ("POST", _ACTION + "test"): ({"test_emails": list, "send_type": {"html", "plaintext"}}, {}),
    ("POST", _ACTION + "schedule"): ({"schedule_time": str, "timewarp": bool, "batch_delivery": dict}, {}),
    ("GET", r"reports/\w+"): (
        {},
        {
            "emails_sent": int, "abuse_reports": int, "unsubscribed": int,
            "bounces": dict, "opens": dict, "clicks": dict,
        },
    ),
    ("GET", r"reports/\w+/click-details"): ({}, {"urls_clicked": list, "total_items": int}),
}  # fmt: skip


def names(fields: Fields, before: str = "") -> Iterator[str]:
    """Every field, those of a part behind its name and a dot."""
    for name, kind in fields.items():
        if isinstance(kind, dict):
            yield from names(kind, f"{before}{name}.")
        else:
            yield before + name


def kind_of(field: str) -> Any:
    """What a field's value has to be, as :func:`names` spells it."""
    found: Any = CAMPAIGN | CONTENT
    for part in field.split("."):
        found = found[part]
    return found


def mistakes(request: Request, status: int, answer: Any) -> Iterator[str]:
    """Everything about a request and its answer that is not described."""
    path = request.path.strip("/")
    here = f"{request.method} /{path}"
    found = [
        said for (method, like), said in _DESCRIBED.items() if method == request.method and re.fullmatch(like, path)
    ]
    if not found:
        yield f"{here} is not described"
        return
    given, answered = found[0]
    yield from _wrong(f"request of {here}", request.json or {}, given)
    if status in range(200, 300):
        yield from _wrong(f"answer to {here}", answer or {}, answered)
        for row in (answer or {}).get("campaigns", []):
            yield from _wrong(f"answer to {here}", row, CAMPAIGN)


def _wrong(where: str, said: dict[str, Any], fields: Fields) -> Iterator[str]:
    for name, value in said.items():
        kind = fields.get(name)
        if kind is None:
            yield f"{where}: {name} is not described"
        elif isinstance(kind, dict):
            yield from _wrong(f"{where}: {name}", value, kind)
        elif isinstance(kind, set):
            if value not in kind:
                yield f"{where}: {name} is {value!r}, and none of {sorted(kind)}"
        elif type(value) is not kind:
            yield f"{where}: {name} is {value!r}, and no {kind.__name__}"
