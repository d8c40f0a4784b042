"""Every request that Mailchimp is sent, word for word, and everything that it may answer."""

from __future__ import annotations

import base64
import copy
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
from msgspec.structs import replace

from cenum.edition.edition import Address
from cenum.errors import CenumError, FateUnknown, Refusal, ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.services.mailchimp import Mailchimp
from cenum.services.provider import Patience
from cenum.services.service import Audience, Campaign, Content, LinkClicks, Standing, State, Statistics
from cenum.services.service import TestSend as Delivery
from tests.services.contract import PROSE, READERS, REVIEWERS, body, edition, picture
from tests.services.fakes import mailchimp as fake_mailchimp
from tests.services.fakes.mailchimp import BADGE, FakeMailchimp
from tests.services.mailchimp_description import CAMPAIGN, kind_of, mistakes, names
from tests.services.mailchimp_description import CONTENT as CONTENT_FIELDS
from tests.services.stored_fields import stored_fields
from tests.services.web import Web, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.services.fakes.server import Request

KEY = "0123456789abcdef0123456789planted-us21"
AUTH = {"Authorization": "Basic " + base64.b64encode(f"cenum:{KEY}".encode()).decode()}
BASE = "https://us21.api.mailchimp.com/3.0"
PAGE = "https://us21.admin.mailchimp.com/campaigns/show/?id=77"
PATIENCE = Patience(repeats=2, pause=0)
HOUR = datetime(2125, 4, 20, 5, 15, tzinfo=UTC)
ADDRESS = "*|LIST:ADDRESSLINE|*"
BESIDES = {
    "type": "regular",
    "content_type": None,
    "settings.authenticate": True,
    **dict.fromkeys(
        f"settings.{name}"
        for name in (
            *("auto_footer", "inline_css", "auto_tweet", "use_conversation", "preview_text", "to_name"),
            *("timewarp", "template_id", "auto_fb_post"),
        )
    ),
    **dict.fromkeys((f"tracking.{name}" for name in ("opens", "html_clicks", "text_clicks")), False),
    **dict.fromkeys(f"tracking.{name}" for name in ("ecomm360", "google_analytics", "clicktale")),
}
CONTENT = Content(
    "L'été ☀️",
    None,
    Address("Cénum", "cenum@letter.example.org"),
    "cenum@letter.example.org",
    "<p>Été</p>",
    "Été",
    "a1b2c3",
    BESIDES,
)
SETTINGS = {
    "subject_line": "L'été ☀️",
    "from_name": "Cénum",
    "reply_to": "cenum@letter.example.org",
    "auto_footer": False,
    "inline_css": False,
    "auto_tweet": False,
    "use_conversation": False,
    "preview_text": "",
    "to_name": "",
    "fb_comments": False,
}
SILENT = {"opens": False, "html_clicks": False, "text_clicks": False}
FILLED = {"html": "<p>Été</p>", "plain_text": "Été"}
STORED: dict[str, Any] = {
    "id": "c1",
    "web_id": 77,
    "status": "save",
    "type": "regular",
    "send_time": "",
    "recipients": {"list_id": "a1b2c3", "list_name": "Lecteurs"},
    "settings": {
        "title": "Un nom",
        "subject_line": "L'été ☀️",
        "from_name": "Cénum",
        "reply_to": "cenum@letter.example.org",
    },
}
DRAFT = Campaign("c1", "Un nom", State.DRAFT, PAGE)
READY = {"is_ready": True, "items": [{"type": "warning", "heading": "MonkeyRewards", "details": "hidden"}]}
LATER = "wait a few minutes, then run this command again"


LOOKED = [f"GET {BASE}/campaigns/c1{what}" for what in ("/send-checklist", "/content", "")]


def ready(web: Web, **changed: Any) -> None:
    """What a send looks at: the checklist, the parts, and last the campaign."""
    web.answers("GET", "/campaigns/c1/send-checklist", READY)
    web.answers("GET", "/campaigns/c1/content", FILLED)
    web.answers("GET", "/campaigns/c1", STORED | changed)


def send(service: Mailchimp) -> None:
    service.send(DRAFT, CONTENT)


def schedule(service: Mailchimp) -> None:
    service.schedule(DRAFT, CONTENT, HOUR)


def problem(status: int, title: str = "", detail: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": "x", **more}


@pytest.fixture
def web() -> Iterator[Web]:
    with responses.RequestsMock() as mock:
        yield Web(mock, BASE, AUTH)


@pytest.fixture
def service() -> Iterator[Mailchimp]:
    with closing(Mailchimp(KEY, "a1b2c3", patience=PATIENCE)) as opened:
        yield opened


@pytest.fixture
def watching() -> Iterator[Mailchimp]:
    with closing(Mailchimp(KEY, "a1b2c3", 9, tracks_opens=True, tracks_clicks=True, patience=PATIENCE)) as opened:
        yield opened


def test_the_account_is_named_by_the_root(web: Web, service: Mailchimp) -> None:
    web.answers("GET", "/", {"account_id": "1", "account_name": "Conseil"})
    assert service.account() == "Conseil"


COUNT = {"count": "1", "fields": "total_items"}


def test_the_audience_is_the_subscribers_of_the_list_as_they_are_now(web: Web, service: Mailchimp) -> None:
    web.answers("GET", "/lists/a1b2c3", {"id": "a1b2c3", "name": "Lecteurs", "stats": {"member_count": 3}})
    web.answers("GET", "/lists/a1b2c3/members", {"total_items": 41}, query=COUNT | {"status": "subscribed"})
    assert service.audience() == Audience("Lecteurs", 41)


def test_a_segment_is_an_audience_of_its_own(web: Web, watching: Mailchimp) -> None:
    web.answers("GET", "/lists/a1b2c3", {"id": "a1b2c3", "name": "Lecteurs", "stats": {"member_count": 41}})
    web.answers("GET", "/lists/a1b2c3/segments/9", {"id": 9, "name": "Actifs", "member_count": 3})
    web.answers("GET", "/lists/a1b2c3/segments/9/members", {"total_items": 12}, query=COUNT)
    assert watching.audience() == Audience("Lecteurs · Actifs", 12)


def test_a_count_that_is_not_said_is_not_taken_for_nobody(web: Web, service: Mailchimp) -> None:
    web.answers("GET", "/lists/a1b2c3", {"id": "a1b2c3", "name": "Lecteurs", "stats": {"member_count": 3}})
    web.answers("GET", "/lists/a1b2c3/members", {"members": []}, query=COUNT | {"status": "subscribed"})
    with pytest.raises(ServiceUnreachable, match="unreadable"):
        service.audience()


def listing(offset: int) -> dict[str, str]:
    return {"count": "100", "offset": str(offset), "sort_field": "create_time", "sort_dir": "DESC"}


@pytest.mark.parametrize(
    ("many", "total", "offsets"),
    [
        (0, 0, [0]),
        (99, 99, [0]),
        (100, 100, [0]),
        (101, 101, [0, 100]),
        (101, None, [0, 100]),
        (100, None, [0, 100]),
        (5, None, [0]),
        (5, 9, [0, 5]),
    ],
)
def test_the_campaigns_come_page_by_page_until_all_are_there(
    web: Web, service: Mailchimp, many: int, total: int | None, offsets: list[int]
) -> None:
    rows = [STORED | {"id": f"c{number}"} for number in range(many)]
    for offset in offsets:
        answer = {"campaigns": rows[offset : offset + 100], "total_items": total}
        web.answers("GET", "/campaigns", answer, query=listing(offset))
    assert [one.id for one in service.campaigns()] == [f"c{number}" for number in range(many)]
    assert len(web.asked) == len(offsets)


def test_pages_that_mailchimp_makes_shorter_hide_nothing_and_one_that_slips_is_one(
    web: Web, service: Mailchimp
) -> None:
    rows = [STORED | {"id": f"c{number}"} for number in range(70)]
    for offset, page in ((0, rows[:50]), (50, rows[49:69]), (70, rows[69:])):
        web.answers("GET", "/campaigns", {"campaigns": page, "total_items": 71}, query=listing(offset))
    assert [one.id for one in service.campaigns()] == [f"c{number}" for number in range(70)]


def test_a_campaign_has_its_page_and_its_hour(web: Web, service: Mailchimp) -> None:
    at = {"status": "schedule", "send_time": "2125-04-20T05:15:00+00:00"}
    web.answers("GET", "/campaigns/c1", STORED | at)
    assert service.campaign("c1") == Campaign("c1", "Un nom", State.SCHEDULED, PAGE, HOUR)


PAST, TO_COME = "2025-04-18T05:00:00+00:00", "2125-04-20T05:15:00+00:00"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status": "save"}, State.DRAFT),
        ({"status": "schedule", "send_time": TO_COME}, State.SCHEDULED),
        ({"status": "schedule", "send_time": PAST}, State.SENDING),
        ({"status": "schedule"}, State.SENDING),
        ({"status": "sending"}, State.SENDING),
        ({"status": "paused"}, State.PAUSED),
        ({"status": "canceling"}, State.PAUSED),
        ({"status": "canceled"}, State.PAUSED),
        ({"status": "sent"}, State.SENT),
        ({"status": "archived"}, State.ARCHIVED),
        ({"status": "one that Mailchimp has thought of since"}, State.PAUSED),
    ],
)
def test_every_state_is_translated(web: Web, service: Mailchimp, said: dict[str, str], state: State) -> None:
    web.answers("GET", "/campaigns/c1", STORED | said)
    at = {PAST: datetime(2025, 4, 18, 5, 0, tzinfo=UTC), TO_COME: HOUR}.get(said.get("send_time", ""))
    assert service.campaign("c1") == Campaign("c1", "Un nom", state, PAGE, at)


def counted(sent: object, wanted: object = None, **delivery: object) -> dict[str, Any]:
    return {"emails_sent": sent, "recipients": {"recipient_count": wanted}, "delivery_status": delivery}


def segmented(sent: int, wanted: int, **segment: object) -> dict[str, Any]:
    said = counted(sent, wanted)
    said["recipients"]["segment_opts"] = segment
    return said


@pytest.mark.parametrize(
    ("status", "said", "state", "reached", "wanted"),
    [
        ("sent", counted(420, 420), State.SENT, 420, 420),
        ("sent", counted(76, 420), State.INCOMPLETE, 76, 420),
        ("sent", counted(0, 420), State.SENDING, 0, 420),
        ("sent", counted(421, 420), State.SENT, 421, 420),
        # One in twenty may have joined since.
        ("sent", counted(419, 420), State.SENT, 419, 420),
        ("sent", counted(399, 420), State.SENT, 399, 420),
        ("sent", counted(398, 420), State.INCOMPLETE, 398, 420),
        ("sent", counted(419, 420, emails_canceled=1), State.INCOMPLETE, 419, 420),
        ("sent", counted(300, 300, emails_canceled=120), State.INCOMPLETE, 300, 420),
        ("sent", counted(0, 420, emails_sent=420), State.SENT, 420, 420),
        ("sent", counted("", {}, emails_sent=None), State.SENT, None, None),
        ("sending", counted(0, 420, emails_sent=76), State.SENDING, 76, 420),
        ("sending", counted(0, 420), State.SENDING, 0, 420),
        ("canceled", counted(76, 420, emails_canceled=344), State.PAUSED, 76, 420),
        ("canceled", counted(0, 420, emails_canceled=420), State.CANCELLED, None, None),
        ("canceled", counted(0, 420, emails_canceled=419), State.PAUSED, 0, 420),
        ("canceled", counted(0, 0, emails_canceled=0), State.PAUSED, None, None),
        ("paused", counted(0, 420, emails_canceled=420), State.PAUSED, 0, 420),
        ("save", counted(0, 420), State.DRAFT, None, None),
        # Whether the readers of a segment are counted, or those of the whole audience, is not said.
        ("sent", segmented(12, 420, saved_segment_id=9), State.SENT, 12, None),
        ("sent", segmented(12, 420, prebuilt_segment_id="new"), State.SENT, 12, None),
        ("sent", segmented(12, 420, conditions=[{}]), State.SENT, 12, None),
        ("sent", segmented(12, 420, match="any", conditions=[]), State.INCOMPLETE, 12, 420),
    ],
)
def test_a_state_is_judged_with_its_counters(  # noqa: PLR0913  a row of the table
    web: Web,
    service: Mailchimp,
    status: str,
    said: dict[str, Any],
    state: State,
    reached: int | None,
    wanted: int | None,
) -> None:
    web.answers("GET", "/campaigns/c1", STORED | said | {"status": status})
    found = service.campaign("c1")
    assert (found.state, found.reached, found.wanted) == (state, reached, wanted)
    assert bool(found.remedy) == (state in {State.INCOMPLETE, State.PAUSED} and bool(reached))
    assert "not to everybody" in found.remedy or not found.remedy


@pytest.mark.parametrize(
    ("hours", "state"), [(0, State.INCOMPLETE), (23, State.INCOMPLETE), (24, State.SENT), (200, State.SENT)]
)
def test_readers_who_joined_later_were_not_left_out(web: Web, hours: int, state: State) -> None:
    web.answers("GET", "/campaigns/c1", STORED | counted(76, 420) | {"status": "sent", "send_time": PAST})
    clock = lambda: datetime(2025, 4, 18, 5, 0, tzinfo=UTC) + timedelta(hours=hours)  # noqa: E731  it stands
    with closing(Mailchimp(KEY, "a1b2c3", now=clock, patience=PATIENCE)) as service:
        assert service.campaign("c1").state is state


FILES = {"count": "1000", "type": "image"}


def the_picture_is_there(web: Web) -> None:
    there = {"name": picture().name, "full_size_url": "https://mcusercontent.example.org/a.jpg"}
    web.answers("GET", "/file-manager/files", {"files": [there], "total_items": 1}, query=FILES | {"offset": "0"})


def test_a_picture_is_uploaded_and_then_known_by_its_name(web: Web, service: Mailchimp) -> None:
    empty = web.answers("GET", "/file-manager/files", {"files": []}, query=FILES | {"offset": "0"})
    uploaded = web.answers(
        "POST",
        "/file-manager/files",
        {"id": 1, "name": picture().name, "full_size_url": "https://mcusercontent.example.org/a.jpg"},
        body={"name": picture().name, "file_data": base64.b64encode(picture().content).decode()},
    )
    first = service.content(edition())
    web.mock.remove(empty)
    the_picture_is_there(web)
    assert service.content(edition()) == first
    assert '<img src="https://mcusercontent.example.org/a.jpg"' in first.html
    assert uploaded.call_count == 1


@pytest.mark.parametrize("total", [{"total_items": 2}, {}])
def test_files_that_come_in_shorter_pages_are_all_known(web: Web, service: Mailchimp, total: dict[str, int]) -> None:
    """One that is taken for missing would be uploaded again, to another address than the one that was tested."""
    other = {"name": "autre.png", "full_size_url": "https://mcusercontent.example.org/b.jpg"}
    there = {"name": picture().name, "full_size_url": "https://mcusercontent.example.org/a.jpg"}
    for offset, files in enumerate(([other], [there], [])):
        if files or not total:  # where the total is said, nothing is asked for behind it
            query = FILES | {"offset": str(offset)}
            web.answers("GET", "/file-manager/files", {"files": files} | total, query=query)
    assert "https://mcusercontent.example.org/a.jpg" in service.content(edition()).html


def test_an_edition_without_pictures_asks_for_nothing(web: Web, service: Mailchimp) -> None:
    service.content(replace(edition(), pictures=()))
    assert web.asked == []


def test_a_content_has_merge_tags_and_prose_that_is_none(web: Web, service: Mailchimp) -> None:
    the_picture_is_there(web)
    made = service.content(edition("Le tag *|UNSUB|* de l'été"))
    assert made.subject == "Le tag *\u2060|UNSUB|* de l'été"
    assert (made.preheader, made.sender, made.reply_to) == (None, CONTENT.sender, CONTENT.reply_to)
    assert f"<p>{PROSE.replace('*|', '&#42;|')}</p>" in made.html
    assert '<a href="*|UNSUB|*">Se désinscrire</a> <a href="*|ARCHIVE|*">En ligne</a>' in made.html
    assert made.text is not None
    assert made.text.startswith(PROSE.replace("*|", "*\u2060|"))
    assert "Se désinscrire : *|UNSUB|*\nEn ligne : *|ARCHIVE|*\n" in made.text


def test_what_mailchimp_may_alter_when_it_sends_is_held_against_nobody(web: Web, service: Mailchimp) -> None:
    the_picture_is_there(web)
    made = service.content(edition())
    merged = replace(made, html=f"<style>merged</style>{made.html}", text="Gagnez")
    assert made.differences(merged) == ("html", "text")
    assert made.differences_once_sent(merged) == ("text",)


def test_the_postal_address_stands_at_the_end_of_both_parts(web: Web, service: Mailchimp) -> None:
    the_picture_is_there(web)
    made = service.content(edition())
    assert made.html.count(ADDRESS) == 1
    assert made.html.endswith(f">{ADDRESS}</div></body></html>\n")
    assert made.text is not None
    assert made.text.count(ADDRESS) == 1
    assert made.text.endswith(f"\n\n{ADDRESS}\n")


def test_a_sender_who_takes_no_replies_is_refused_before_anything_is_asked(web: Web, service: Mailchimp) -> None:
    with pytest.raises(Refusal) as caught:
        service.content(replace(edition(), reply_to="else@letter.example.org"))
    assert caught.value.message == (
        "Mailchimp uses one address for the sender and for replies, but "
        "cenum@letter.example.org is not else@letter.example.org"
    )
    assert caught.value.remedy == "write the same address in newsletter.sender and newsletter.reply_to"
    assert web.asked == []


def test_the_case_of_the_reply_address_does_not_matter(web: Web, service: Mailchimp) -> None:
    the_picture_is_there(web)
    assert service.content(replace(edition(), reply_to="Cenum@Letter.Example.org")).reply_to.startswith("Cenum")


def test_a_draft_is_created_and_then_filled(web: Web, service: Mailchimp) -> None:
    body = {
        "type": "regular",
        "recipients": {"list_id": "a1b2c3"},
        "settings": {"title": "Un nom", **SETTINGS},
        "tracking": SILENT,
    }
    web.answers("POST", "/campaigns", STORED, body=body)
    web.answers("PUT", "/campaigns/c1/content", {"html": "…"}, body=FILLED)
    assert service.create("Un nom", CONTENT) == Campaign("c1", "Un nom", State.DRAFT, PAGE)
    assert web.asked == [f"POST {BASE}/campaigns", f"PUT {BASE}/campaigns/c1/content"]


def test_a_draft_for_a_segment_says_so_and_tracks_what_it_was_told_to(web: Web, watching: Mailchimp) -> None:
    body = {
        "type": "regular",
        "recipients": {"list_id": "a1b2c3", "segment_opts": {"saved_segment_id": 9}},
        "settings": {"title": "Un nom", **SETTINGS},
        "tracking": {"opens": True, "html_clicks": True, "text_clicks": False},
    }
    web.answers("POST", "/campaigns", STORED, body=body)
    web.answers("PUT", "/campaigns/c1/content", {"html": "…"}, body=FILLED)
    watching.create("Un nom", replace(CONTENT, audience="a1b2c3/9"))


def test_an_update_keeps_the_name(web: Web, service: Mailchimp) -> None:
    body = {"recipients": {"list_id": "a1b2c3"}, "settings": SETTINGS, "tracking": SILENT}
    web.answers("PATCH", "/campaigns/c1", STORED, body=body)
    web.answers("PUT", "/campaigns/c1/content", {"html": "…"}, body=FILLED)
    service.update("c1", CONTENT)
    assert web.asked == [f"PATCH {BASE}/campaigns/c1", f"PUT {BASE}/campaigns/c1/content"]


def test_a_new_name_changes_nothing_else(web: Web, service: Mailchimp) -> None:
    web.answers("PATCH", "/campaigns/c1", STORED, body={"settings": {"title": "tested 84ce"}})
    service.rename("c1", "tested 84ce")


def test_what_is_stored_is_read_in_two_requests(web: Web, service: Mailchimp) -> None:
    web.answers("GET", "/campaigns/c1", STORED)
    web.answers("GET", "/campaigns/c1/content", {**FILLED, "archive_html": "<p>Été</p>"})
    assert service.read("c1") == CONTENT


@pytest.mark.parametrize(
    ("recipients", "audience"),
    [
        ({"list_id": "a1b2c3", "segment_opts": None}, "a1b2c3"),
        ({"list_id": "a1b2c3", "segment_opts": {"match": "any", "conditions": []}}, "a1b2c3"),
        ({"list_id": "a1b2c3", "segment_opts": {"saved_segment_id": 9, "conditions": [{}]}}, "a1b2c3/9"),
        ({"list_id": "a1b2c3", "segment_opts": {"conditions": [{"field": "x"}]}}, "a1b2c3/conditions"),
        ({"list_id": "a1b2c3", "segment_opts": {"prebuilt_segment_id": "new"}}, "a1b2c3/new"),
        ({"list_id": "other"}, "other"),
        ({}, ""),
    ],
)
def test_whom_it_goes_to_is_read_back(
    web: Web, service: Mailchimp, recipients: dict[str, Any], audience: str
) -> None:
    web.answers("GET", "/campaigns/c1", STORED | {"recipients": recipients})
    web.answers("GET", "/campaigns/c1/content", FILLED)
    stored = service.read("c1")
    assert stored.audience == audience
    assert CONTENT.differences(stored) == (() if audience == "a1b2c3" else ("audience",))


def test_a_segment_is_whom_it_goes_to(web: Web, watching: Mailchimp) -> None:
    assert watching.content(replace(edition(), pictures=())).audience == "a1b2c3/9"
    assert web.asked == []


def test_a_test_names_its_readers_and_leaves_out_what_is_no_address(web: Web, service: Mailchimp) -> None:
    addresses = ["one@review.example.org", "two@review.example.org"]
    web.answers(
        "POST",
        "/campaigns/c1/actions/test",
        status=204,
        body={"test_emails": addresses, "send_type": "html"},
    )
    expected = Delivery(tuple(addresses), (("nobody", "this is not an e-mail address"),))
    assert service.test("c1", [*addresses, "nobody"]) == expected


def test_a_test_for_nobody_is_not_asked_for(web: Web, service: Mailchimp) -> None:
    assert service.test("c1", ["nobody"]).delivered == ()
    assert web.asked == []


def test_a_send_asks_for_the_checklist_first(web: Web, service: Mailchimp) -> None:
    ready(web)
    web.answers("POST", "/campaigns/c1/actions/send", status=204)
    send(service)
    assert web.asked == [*LOOKED, f"POST {BASE}/campaigns/c1/actions/send"]


@pytest.mark.parametrize("act", [send, schedule])
@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"settings": {**STORED["settings"], "subject_line": "Autre"}}, "subject"),
        ({"settings": {**STORED["settings"], "from_name": "Autre"}}, "sender"),
        ({"settings": {**STORED["settings"], "title": "Un autre nom"}}, "name"),
        ({"recipients": {"list_id": "other"}}, "audience"),
        ({"recipients": {"list_id": "a1b2c3", "segment_opts": {"saved_segment_id": 9}}}, "audience"),
        ({"type": "variate"}, "type"),
        ({"content_type": "url"}, "content_type"),
        ({"settings": {**STORED["settings"], "preview_text": "Avant"}}, "settings.preview_text"),
        ({"settings": {**STORED["settings"], "timewarp": True}}, "settings.timewarp"),
        ({"tracking": {"opens": True, "google_analytics": "lettre"}}, "tracking.opens, tracking.google_analytics"),
    ],
)
def test_what_a_person_changed_is_neither_sent_nor_scheduled(
    web: Web, service: Mailchimp, act: Callable[[Mailchimp], None], changed: dict[str, Any], parts: str
) -> None:
    ready(web, **changed)
    with pytest.raises(Refusal) as caught:
        act(service)
    assert caught.value.message == f"the campaign at the service differs from what cenum made: {parts} ({PAGE})"
    assert web.asked == LOOKED


def with_other(field: str) -> dict[str, Any]:
    """What is stored, with another value in one field than it has, or where it has none."""
    kind = kind_of(field)
    *parts, name = field.split(".")
    changed: Any = copy.deepcopy(STORED | FILLED)
    place = changed
    for part in parts:
        place = place.setdefault(part, {})
    old = place.get(name)
    match kind:
        case set():
            place[name] = min(kind - {old, "html", "template"})
        case _ if kind is bool:
            place[name] = not (old if old is not None else name == "authenticate")
        case _:
            place[name] = {int: 99, str: "autre", list: ["autre"], dict: {"autre": 1}}[kind]
    return {"campaign": {name: changed[name] for name in changed if name not in FILLED}, "content": changed}


FIELDS = [*names(CAMPAIGN), *names(CONTENT_FIELDS)]


def test_the_page_says_of_every_field_of_a_campaign_what_becomes_of_it() -> None:
    assert set(stored_fields("mailchimp")) == set(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_compared_or_written_or_harmless_as_the_page_says(
    web: Web, service: Mailchimp, field: str
) -> None:
    stored = with_other(field)
    web.answers("GET", "/campaigns/c1/send-checklist", READY)
    web.answers("GET", "/campaigns/c1/content", {name: stored["content"].get(name) for name in FILLED})
    web.answers("GET", "/campaigns/c1", stored["campaign"])
    kind = stored_fields("mailchimp")[field]
    if kind == "compared":
        with pytest.raises((Refusal, ServiceRefused)):
            send(service)
    else:
        web.answers("POST", "/campaigns/c1/actions/send", status=204)
        send(service)
    if kind == "written":
        assert field.removeprefix("settings.") in SETTINGS


@pytest.mark.parametrize(
    "spelt",
    [
        {
            "settings": {
                **STORED["settings"],
                "template_id": 0,
                "auto_fb_post": [],
                "to_name": None,
                "timewarp": False,
            }
        },
        {"settings": {**STORED["settings"], "authenticate": None, "inline_css": None}, "tracking": None},
        {"tracking": {"opens": None, "html_clicks": False, "google_analytics": ""}, "content_type": "template"},
        {"content_type": None, "delivery_status": [], "emails_sent": None},
    ],
)
def test_what_is_empty_in_another_way_is_sent(web: Web, service: Mailchimp, spelt: dict[str, Any]) -> None:
    ready(web, **spelt)
    web.answers("POST", "/campaigns/c1/actions/send", status=204)
    send(service)


@pytest.mark.parametrize("act", [send, schedule])
@pytest.mark.parametrize("status", ["schedule", "sending", "sent", "paused", "canceled", ""])
def test_what_is_no_draft_is_neither_sent_nor_scheduled(
    web: Web, service: Mailchimp, act: Callable[[Mailchimp], None], status: str
) -> None:
    ready(web, status=status)
    with pytest.raises(ServiceRefused) as caught:
        act(service)
    assert caught.value.message == "the campaign c1 is not a draft at Mailchimp"
    assert web.asked == LOOKED


@pytest.mark.parametrize(
    ("method", "path", "more", "ask"),
    [
        ("POST", "/campaigns", {"type": "regular"}, lambda service: service.create("Un nom", CONTENT)),
        ("PATCH", "/campaigns/c1", {}, lambda service: service.update("c1", CONTENT)),
    ],
)
def test_a_count_that_mailchimp_switches_on_again_is_said(  # noqa: PLR0913  a row of the table
    web: Web,
    service: Mailchimp,
    method: str,
    path: str,
    more: dict[str, str],
    ask: Callable[[Mailchimp], object],
) -> None:
    settings = {**SETTINGS, **({"title": "Un nom"} if more else {})}
    body = {"recipients": {"list_id": "a1b2c3"}, "settings": settings, "tracking": SILENT, **more}
    answer = STORED | {"tracking": {"opens": False, "html_clicks": True, "text_clicks": True}}
    web.answers(method, path, answer, body=body)
    with pytest.raises(Refusal) as caught:
        ask(service)
    assert caught.value.message == (
        "Mailchimp counts what [tracking] in cenum.toml says not to count: html_clicks, text_clicks"
    )
    assert caught.value.remedy == (
        "some plans can't switch it off: change the plan, or allow it under [tracking] in cenum.toml"
    )
    assert len(web.asked) == 1


@pytest.mark.parametrize("length", [150, 151])
def test_a_subject_that_mailchimp_would_refuse_is_refused_before_anything_is_asked(
    web: Web, service: Mailchimp, length: int
) -> None:
    letter = replace(edition("é" * length), pictures=())
    if length == 150:
        assert service.content(letter).subject == "é" * 150
        return
    with pytest.raises(Refusal) as caught:
        service.content(letter)
    assert caught.value.message == "the subject has 151 characters, and Mailchimp takes 150 at most"
    assert caught.value.remedy == "shorten the title of the issue, or its subject"
    assert web.asked == []


PAID = "scheduling needs a paid plan there: send it when its hour has come (cenum send)"
BUSY = "Mailchimp gets too many requests: wait a few minutes, then run this command again"


@pytest.mark.parametrize(
    ("answer", "text", "status", "remedy"),
    [
        (problem(403, "Forbidden", "Not in this way"), None, 403, PAID),
        (problem(403, "Forbidden", "Upgrade your plan"), None, 403, PAID),
        (None, "<html>slow down</html>", 403, BUSY),
        (None, "", 403, BUSY),
    ],
)
def test_a_schedule_that_is_refused_says_what_to_do(  # noqa: PLR0913  a row of the table
    web: Web, service: Mailchimp, answer: Any, text: str | None, status: int, remedy: str
) -> None:
    ready(web)
    body = {"schedule_time": "2125-04-20T05:15:00+00:00"}
    web.answers("POST", "/campaigns/c1/actions/schedule", answer, text=text, status=status, body=body)
    with pytest.raises(ServiceRefused) as caught:
        schedule(service)
    assert caught.value.remedy == remedy


READINGS: list[dict[str, Any]] = [
    {},
    {"keeps_segment": False},
    {"plan": "pay_as_you_go"},
    {"plan": "forever_free"},
    {"joined": 5},
]


@pytest.mark.parametrize("reading", READINGS)
def test_whatever_mailchimp_means_where_it_says_nothing_the_letter_leaves_as_tested(
    reading: dict[str, Any],
) -> None:
    wrong: list[str] = []
    with FakeMailchimp(READERS, REVIEWERS) as fake:
        for name, value in reading.items():
            setattr(fake, name, value)
        answer = fake.answer

        def described(request: Request) -> tuple[int, Any]:
            status, said = answer(request)
            wrong.extend(mistakes(request, status, said))
            return status, said

        fake.answer = described  # type: ignore[method-assign]
        with closing(Mailchimp(fake_mailchimp.KEY, "a1b2c3", base=fake.base, patience=PATIENCE)) as service:
            content = service.content(edition())
            assert service.content(edition()) == content
            service.account()
            service.audience()
            assert bool(service.standing(CONTENT.sender, REVIEWERS).notices) == (fake.plan == "forever_free")
            first, second = (service.create("Un nom", content).id for _count in range(2))
            service.update(first, content)
            service.rename(first, "Un autre nom")
            assert content.differences(service.read(first)) == ()
            service.test(first, REVIEWERS)
            if fake.plan == "forever_free":
                with pytest.raises(ServiceRefused) as caught:
                    service.schedule(service.campaign(first), content, HOUR)
                assert caught.value.remedy == PAID
            else:
                service.schedule(service.campaign(first), content, HOUR)
                assert service.campaign(first).state is State.SCHEDULED
                service.unschedule(first)
            service.send(service.campaign(first), content)
            assert service.campaign(first).state is (State.INCOMPLETE if fake.joined else State.SENT)
            assert [one.id for one in service.campaigns()] == [second, first]
            service.statistics(first)
        badges = {body(message, "html").count(BADGE) for _to, message, _html in [*fake.tests, *fake.sends]}
    assert wrong == []
    assert badges == {1 if fake.plan == "forever_free" else 0}


def test_the_styles_of_the_letter_outlive_what_mailchimp_does_to_the_head() -> None:
    golden = (Path(__file__).parents[1] / "edition/golden/2026-01-02.html").read_text("utf-8")
    rendered = FakeMailchimp._at_sending(FakeMailchimp.__new__(FakeMailchimp), golden)
    assert rendered.count("</style>") == golden.partition("<body")[2].count("</style>") + 1
    assert "prefers-color-scheme: dark" in rendered
    assert "prefers-color-scheme: dark" not in FakeMailchimp._at_sending(
        FakeMailchimp.__new__(FakeMailchimp), golden.replace("<title>", "<!--[if !mso]><!--><!--<![endif]--><title>")
    )


def test_a_busy_gateway_is_no_wrong_key() -> None:
    with (
        FakeMailchimp(READERS, REVIEWERS) as fake,
        closing(Mailchimp(fake_mailchimp.KEY, "a1b2c3", base=fake.base, patience=PATIENCE)) as service,
    ):
        draft = service.create("Un nom", service.content(replace(edition(), pictures=()))).id
        fake.throttled_at = fake.count + 1
        with pytest.raises(ServiceRefused) as caught:
            service.test(draft, REVIEWERS)
        assert (caught.value.message, caught.value.remedy) == ("Mailchimp refused: 403", BUSY)
        assert service.test(draft, REVIEWERS).delivered == REVIEWERS


@pytest.mark.parametrize(
    "at", [HOUR, HOUR.astimezone(timezone(timedelta(hours=2))), HOUR.astimezone(timezone(timedelta(hours=5.75)))]
)
def test_an_hour_is_said_in_universal_time(web: Web, service: Mailchimp, at: datetime) -> None:
    ready(web)
    body = {"schedule_time": "2125-04-20T05:15:00+00:00"}
    web.answers("POST", "/campaigns/c1/actions/schedule", status=204, body=body)
    service.schedule(DRAFT, CONTENT, at)
    assert web.asked == [*LOOKED, f"POST {BASE}/campaigns/c1/actions/schedule"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (HOUR.replace(minute=1), "05:01"),
        (HOUR.replace(minute=14, second=59), "05:14"),
        (HOUR.replace(second=1), "05:15"),
        (datetime(2125, 4, 20, 7, 20, tzinfo=timezone(timedelta(hours=2))), "07:20"),
        (datetime(2125, 4, 20, 7, 15, tzinfo=timezone(timedelta(minutes=20))), "07:15"),
    ],
)
def test_what_is_no_quarter_of_an_hour_is_refused_before_anything_is_asked(
    web: Web, service: Mailchimp, at: datetime, said: str
) -> None:
    with pytest.raises(ServiceRefused) as caught:
        service.schedule(DRAFT, CONTENT, at)
    assert caught.value.message == f"Mailchimp sends only at :00, :15, :30 and :45, not at {said}"
    assert caught.value.remedy == "choose a quarter of an hour: in newsletter.hour, or with --at"
    assert web.asked == []


@pytest.mark.parametrize("act", [send, schedule])
def test_what_the_checklist_has_something_against_is_not_sent(
    web: Web, service: Mailchimp, act: Callable[[Mailchimp], None]
) -> None:
    items = [
        {"type": "success", "heading": "Subject", "details": "is set"},
        {"type": "error", "heading": "Recipients", "details": "no one is in the list"},
        {"type": "warning", "heading": "Preview text", "details": "is empty"},
        {"type": "error", "heading": "Content"},
    ]
    web.answers("GET", "/campaigns/c1/send-checklist", {"is_ready": False, "items": items})
    with pytest.raises(ServiceRefused) as caught:
        act(service)
    assert caught.value.message == ("Mailchimp's checklist refuses: Recipients: no one is in the list; Content: ")
    assert caught.value.remedy == "correct it at Mailchimp or in cenum.toml, then run this command again"
    assert web.asked == [f"GET {BASE}/campaigns/c1/send-checklist"]


@pytest.mark.parametrize(("act", "action"), [(Mailchimp.unschedule, "unschedule"), (Mailchimp.cancel, "cancel-send")])
def test_what_was_handed_over_is_taken_back_by_an_action(
    web: Web, service: Mailchimp, act: Callable[[Mailchimp, str], None], action: str
) -> None:
    web.answers("POST", f"/campaigns/c1/actions/{action}", status=204)
    act(service, "c1")


REPORT = {
    "emails_sent": 100,
    "abuse_reports": 2,
    "unsubscribed": 1,
    "bounces": {"hard_bounces": 4, "soft_bounces": 2, "syntax_errors": 1},
    "opens": {"opens_total": 90, "unique_opens": 60, "proxy_excluded_unique_opens": 40},
    "clicks": {"clicks_total": 20, "unique_clicks": 18, "unique_subscriber_clicks": 15},
}
CLICKED = {"id": "x", "url": "https://example.org/a", "total_clicks": 12, "unique_clicks": 9}


def the_report(web: Web, report: dict[str, Any]) -> None:
    web.answers("GET", "/reports/c1", report)
    web.answers("GET", "/reports/c1/click-details", {"urls_clicked": [CLICKED]}, query={"count": "1000"})


def test_the_figures_are_readers(web: Web, watching: Mailchimp) -> None:
    the_report(web, REPORT)
    assert watching.statistics("c1") == Statistics(
        sent=100,
        delivered=93,
        bounces=7,
        unsubscribes=1,
        complaints=2,
        opens=60,
        machine_opens=20,
        clicks=15,
        links=(LinkClicks("https://example.org/a", 12, 9),),
    )


def test_what_was_not_to_be_counted_is_not_shown(web: Web, service: Mailchimp) -> None:
    the_report(web, REPORT)
    figures = service.statistics("c1")
    assert (figures.opens, figures.machine_opens, figures.clicks) == (None, None, None)


def test_machine_opens_that_mailchimp_does_not_tell_are_unknown(web: Web, watching: Mailchimp) -> None:
    the_report(web, REPORT | {"opens": {"unique_opens": 60}})
    figures = watching.statistics("c1")
    assert (figures.opens, figures.machine_opens) == (60, None)


@pytest.mark.parametrize(
    ("domains", "verified"),
    [
        ([], False),
        ([{"domain": "letter.example.org", "verified": True}], True),
        ([{"domain": "Letter.Example.ORG", "verified": True}], True),
        ([{"domain": "letter.example.org", "verified": False}], False),
        ([{"domain": "example.org", "verified": True}], False),
    ],
)
def test_the_standing_is_whether_the_sender_s_domain_is_verified(
    web: Web, service: Mailchimp, domains: list[dict[str, Any]], verified: Any
) -> None:
    web.answers("GET", "/verified-domains", {"domains": domains}, query={"count": "1000"})
    web.answers("GET", "/", {"account_name": "Conseil"})
    expected = Standing(sender_verified=verified, tracks_opens=False)
    assert service.standing(CONTENT.sender, ["one@review.example.org"]) == expected


@pytest.mark.parametrize(("plan", "many"), [("forever_free", 1), ("monthly", 0), ("pay_as_you_go", 0), (None, 0)])
def test_a_free_plan_is_told_with_what_readers_see_of_it(
    web: Web, service: Mailchimp, plan: str | None, many: int
) -> None:
    web.answers("GET", "/verified-domains", {"domains": []}, query={"count": "1000"})
    web.answers("GET", "/", {"account_name": "Conseil", "pricing_plan_type": plan})
    notices = service.standing(CONTENT.sender, []).notices
    assert len(notices) == many
    for notice in notices:
        assert notice.subject == "plan"
        assert "below the letter, every reader sees Mailchimp's badge" in notice.says
        assert notice.remedy


KEY_REMEDY = "check the key in the environment: it may be wrong, expired, or not allowed to do this"
PLAN_REMEDY = "the account's plan does not include this: do it in Mailchimp's pages, or change the plan"
READY_REMEDY = "open the campaign at Mailchimp: its checklist says what is missing; then run this command again"
MEND_REMEDY = "correct it at the service or in cenum.toml, then run this command again"
ERRORS = [
    (
        400,
        problem(400, "Bad Request", "Your Campaign is not ready to send."),
        "Your Campaign is not ready to send.",
        READY_REMEDY,
    ),
    (
        400,
        problem(
            400,
            "Invalid Resource",
            "The resource submitted could not be validated.",
            errors=[
                {"field": "settings.reply_to", "message": "is not verified"},
                {"field": "recipients.list_id", "message": "does not exist"},
            ],
        ),
        (
            "The resource submitted could not be validated.; settings.reply_to: is not verified; "
            "recipients.list_id: does not exist"
        ),
        MEND_REMEDY,
    ),
    (400, problem(400, "JSON Parse Error", errors=None), "JSON Parse Error", MEND_REMEDY),
    (400, problem(400, "Bad", "Wrong.", errors=[{"message": "no field"}]), "400", MEND_REMEDY),
    (400, ["not", "a", "problem"], "400", MEND_REMEDY),
    (
        401,
        problem(401, "API Key Invalid", "Your API key may be invalid."),
        "Your API key may be invalid.",
        KEY_REMEDY,
    ),
    (
        403,
        problem(403, "Forbidden", "This is not part of your Plan."),
        "This is not part of your Plan.",
        PLAN_REMEDY,
    ),
    (400, problem(400, "Bad Request", "Your plan is read."), "Your plan is read.", MEND_REMEDY),
    (
        403,
        problem(403, "Compliance Related", "This method has been disabled: compliance."),
        "This method has been disabled: compliance.",
        "Mailchimp has suspended the account: answer its compliance request there",
    ),
    (
        404,
        problem(404, "Resource Not Found", "The requested resource could not be found."),
        "The requested resource could not be found.",
        "check the list in cenum.toml and the campaigns at the service",
    ),
    (
        429,
        problem(429, "Too Many Requests", "You have exceeded the limit of 10 simultaneous connections."),
        "You have exceeded the limit of 10 simultaneous connections.",
        "the service gets too many requests: wait a few minutes, then run this command again",
    ),
]


@pytest.mark.parametrize(("status", "answer", "reason", "remedy"), ERRORS)
def test_every_refusal_says_why_and_what_to_do(  # noqa: PLR0913  a row of the table
    web: Web, service: Mailchimp, status: int, answer: Any, reason: str, remedy: str
) -> None:
    web.answers("GET", "/", answer, status=status)
    web.answers("POST", "/campaigns/c1/actions/unschedule", answer, status=status)
    for ask in (service.account, lambda: service.unschedule("c1")):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == f"Mailchimp refused: {reason}"
        assert caught.value.remedy == remedy


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (500, "{}", "Mailchimp answered with a server error (500)"),
        (502, "<html>bad gateway</html>", "Mailchimp answered with a server error (502)"),
        (503, '{"detail": "maintenance"}', "Mailchimp answered with a server error (503): maintenance"),
        (504, "", "Mailchimp answered with a server error (504)"),
        (200, "<html>maintenance</html>", "Mailchimp sent an unreadable answer"),
        (200, '{"campaigns": {}}', "Mailchimp sent an unreadable answer"),
        (200, '{"detail": "maintenance"}', "Mailchimp sent an unreadable answer"),
        (200, "[]", "Mailchimp sent an unreadable answer"),
        (200, "", "Mailchimp sent an unreadable answer"),
    ],
)
def test_what_can_not_be_read_changed_nothing_where_it_was_asked_and_is_unknown_where_it_was_told(
    web: Web, service: Mailchimp, status: int, text: str, message: str
) -> None:
    web.answers("GET", "/campaigns", status=status, text=text, query=listing(0))
    with pytest.raises(ServiceUnreachable) as asked:
        list(service.campaigns())
    assert (asked.value.message, asked.value.remedy) == (message, LATER)
    body = {
        "type": "regular",
        "recipients": {"list_id": "a1b2c3"},
        "settings": {"title": "Un nom", **SETTINGS},
        "tracking": SILENT,
    }
    told = web.answers("POST", "/campaigns", status=status, text=text, body=body)
    with pytest.raises(FateUnknown) as caught:
        service.create("Un nom", CONTENT)
    assert (caught.value.message, caught.value.remedy) == (message, LATER)
    assert told.call_count == 1


@pytest.mark.parametrize(("status", "kind"), [(429, ServiceRefused), (500, FateUnknown), (503, FateUnknown)])
def test_a_send_and_a_schedule_are_never_repeated(
    web: Web, service: Mailchimp, status: int, kind: type[CenumError]
) -> None:
    ready(web)
    body = {"schedule_time": "2125-04-20T05:15:00+00:00"}
    sent = web.answers("POST", "/campaigns/c1/actions/send", problem(status, "No"), status=status)
    scheduled = web.answers("POST", "/campaigns/c1/actions/schedule", problem(status, "No"), status=status, body=body)
    with pytest.raises(kind):
        send(service)
    with pytest.raises(kind):
        schedule(service)
    assert (sent.call_count, scheduled.call_count) == (1, 1)


@pytest.mark.parametrize(
    "key",
    [
        "0123456789abcdef0123456789planted",
        "0123456789abcdef0123456789planted-",
        "0123456789abcdef0123456789planted-21",
        "0123456789abcdef0123456789planted-us21.evil.example.org/",
        "0123456789abcdef0123456789planted-us21@evil.example.org",
        "us21",
        "-us21",
    ],
)
def test_a_key_without_a_data_centre_is_refused_and_not_shown(web: Web, key: str) -> None:
    with pytest.raises(UsageMistake) as caught:
        Mailchimp(key, "a1b2c3")
    assert caught.value.message == "the environment variable MAILCHIMP_API_KEY does not contain a valid key"
    assert caught.value.remedy == "a key of Mailchimp ends with its data centre, such as -us21"
    assert "planted" not in everything(caught.value)
    assert web.asked == []


@pytest.mark.parametrize(
    "spelt", [KEY, f"cenum:{KEY}", AUTH["Authorization"], base64.b64encode(KEY.encode()).decode()]
)
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500])
def test_a_key_that_mailchimp_repeats_is_never_shown(web: Web, service: Mailchimp, spelt: str, status: int) -> None:
    answer = problem(status, spelt, f"The key {spelt} is wrong", errors=[{"field": spelt, "message": spelt}])
    web.answers("GET", "/campaigns/c1", answer, status=status)
    web.answers("POST", "/campaigns/c1/actions/cancel-send", status=status, text=spelt)
    for ask in (service.campaign, service.cancel):
        with pytest.raises(CenumError) as caught:
            ask("c1")
        said = everything(caught.value)
        assert "planted" not in said
        assert spelt not in said


@pytest.mark.parametrize(
    "broken", [requests.ConnectionError(KEY), requests.ReadTimeout(KEY), requests.exceptions.SSLError(KEY)]
)
def test_a_key_in_a_broken_connection_is_never_shown(
    web: Web, service: Mailchimp, broken: requests.RequestException
) -> None:
    web.mock.get(f"{BASE}/", body=broken)
    with pytest.raises(CenumError) as caught:
        service.account()
    assert "planted" not in everything(caught.value)
