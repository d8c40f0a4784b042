"""What a person changes at listmonk between a test and what follows, by its API. `make contract` asks a real one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import Refusal
from cenum.services.service import State
from tests.services.contract import REVIEWERS, SERVICES, Desk, body, edition, picture
from tests.services.opening import cleared
from tests.services.test_contract import EVERYBODY, HOUR, NAME, received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import EmailMessage
    from pathlib import Path

OURS = [{"Reply-To": edition().reply_to}]
EDITS: Mapping[str, Mapping[str, Any]] = {
    "the name": {"name": f"{NAME} (old)"},
    "the subject": {"subject": "Autre chose"},
    "the sender": {"from_email": "Un autre <autre@letter.example.org>"},
    "the HTML": {"body": "<p>Autre chose</p>"},
    "the text": {"altbody": "Autre chose"},
    "no text": {"altbody": ""},
    "a template": {"content_type": "html", "template_id": 1},
    "rich text": {"content_type": "richtext"},
    "Markdown": {"content_type": "markdown"},
    "plain": {"content_type": "plain"},
    "a hidden copy": {"headers": [*OURS, {"Bcc": "two@review.example.org"}]},
    "a hidden copy alone": {"headers": [{"Bcc": "two@review.example.org"}]},
    "a hidden copy in the same header": {"headers": [{**OURS[0], "Bcc": "two@review.example.org"}]},
    "a hidden copy first": {"headers": [{"Bcc": "two@review.example.org"}, *OURS]},
    "a header of the sender": {"headers": [*OURS, {"From": "autre@letter.example.org"}]},
    "where answers go": {"headers": [{"Reply-To": "autre@letter.example.org"}]},
    "nowhere for answers": {"headers": []},
    "an attachment": {"media": "a medium"},
    "another list": {"lists": "the other list"},
    "one list more": {"lists": "both lists"},
}
HARMLESS: Mapping[str, Mapping[str, Any]] = {
    "tags": {"tags": ["autre"]},
    "attributes": {"attribs": {"autre": 1}},
    "the editor's source": {"body_source": '{"autre": 1}'},
}
SENT_OFF: Mapping[str, Callable[..., None]] = {
    "send": lambda service, *what: service.send(*what),
    "schedule": lambda service, *what: service.schedule(*what, HOUR),
}
_PERSONAL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.]+@re(view|aders)\.example\.org")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with SERVICES["listmonk"](tmp_path) as opened:
        yield opened


def edit(desk: Desk, draft: str, change: Mapping[str, Any]) -> None:
    """Write the whole campaign, as listmonk's own page does, with ``change``."""
    api = desk.service._api  # type: ignore[attr-defined]
    stored = api.get(f"/campaigns/{draft}", dict)["data"]
    audience = [one["id"] for one in stored["lists"]]
    whole = {**stored, "lists": audience, "media": [one["id"] for one in stored["media"]], **change}
    whole["lists"] = {
        "the other list": [_other_list(desk)],
        "both lists": [*audience, _other_list(desk)],
    }.get(str(whole["lists"]), whole["lists"])
    if whole["media"] == "a medium":
        media = api.get("/media", dict, per_page=100)["data"]["results"]
        whole["media"] = [one["id"] for one in media if one["filename"] == picture().name]
    api.act("PUT", f"/campaigns/{draft}", whole)


def _other_list(desk: Desk) -> int:
    """One that holds the contract's reviewers alone: should the letter leave all the same, it goes to nobody else."""
    return 4 if desk.other is None else desk.other


def same_for_all(message: EmailMessage) -> dict[str, str]:
    """What is the same whoever gets a letter: no addresses, no numbers of persons."""
    headers = {name: str(message[name]) for name in ("Subject", "From", "Reply-To")}
    return {**headers, **{kind: _PERSONAL.sub("…", body(message, kind)) for kind in ("plain", "html")}}


@pytest.mark.parametrize("act", SENT_OFF.values(), ids=SENT_OFF)
@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_a_person_changes_after_the_test_does_not_leave(
    desk: Desk, change: Mapping[str, Any], act: Callable[..., None]
) -> None:
    draft = desk.service.create(NAME, desk.service.content(edition())).id
    tested = cleared(desk.service, draft)
    edit(desk, draft, change)
    with pytest.raises(Refusal):
        act(desk.service, *tested)
    assert desk.service.campaign(draft).state is State.DRAFT
    assert desk.delivered() == []


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_a_person_changed_is_undone_by_the_next_push(desk: Desk, change: Mapping[str, Any]) -> None:
    content = desk.service.content(edition())
    draft = desk.service.create(NAME, content).id
    edit(desk, draft, change)
    desk.service.update(draft, content)
    assert content.differences(desk.service.read(draft)) == ()


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_readers_never_see_holds_no_letter_back(desk: Desk, change: Mapping[str, Any]) -> None:
    draft = desk.service.create(NAME, desk.service.content(edition())).id
    tested = cleared(desk.service, draft)
    edit(desk, draft, change)
    desk.service.send(*tested)
    assert received(desk) == EVERYBODY


def test_every_reader_gets_what_every_reviewer_got(desk: Desk) -> None:
    draft = desk.service.create(NAME, desk.service.content(edition())).id
    desk.service.test(draft, REVIEWERS)
    assert received(desk) == dict.fromkeys(REVIEWERS, 1)
    desk.service.send(*cleared(desk.service, draft))
    assert received(desk) == dict.fromkeys(REVIEWERS, 1) | EVERYBODY
    letters = [same_for_all(message) for _address, message in desk.delivered()]
    assert letters == letters[:1] * len(letters)
