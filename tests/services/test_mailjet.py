"""Every request that Mailjet is sent, word for word, and everything that it may answer."""

from __future__ import annotations

import base64
import socket
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
from msgspec.structs import replace
from urllib3 import HTTPResponse

from cenum.edition.edition import Address
from cenum.errors import CenumError, FateUnknown, Refusal, ServiceRefused, ServiceUnreachable
from cenum.services.mailjet import Mailjet
from cenum.services.provider import Patience
from cenum.services.service import Audience, Campaign, Content, LinkClicks, Standing, State, Statistics
from cenum.services.service import TestSend as Delivery
from tests.services.contract import PROSE, READERS, body, edition, picture
from tests.services.fakes import mailjet as fake_mailjet
from tests.services.fakes.mailjet import FakeMailjet
from tests.services.mailjet_description import DETAIL, mistakes
from tests.services.mailjet_description import DRAFT as DRAFT_FIELDS
from tests.services.stored_fields import stored_fields
from tests.services.web import Web, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.services.fakes.server import Request

KEY = "0123456789abcdef-planted-key"
SECRET = "fedcba9876543210-planted-secret"  # noqa: S105  nobody's
AUTH = {"Authorization": "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()}
BASE = "https://api.mailjet.com/v3/REST"
ONE = "/campaigndraft/7"
PAGE = "https://app.mailjet.com/campaigns/creation/7"
MEDIA = f"https://letter.example.org/media/{picture().name}"
PATIENCE = Patience(repeats=2, pause=0)
HOUR = datetime(2125, 4, 20, 5, 15, tzinfo=UTC)
NAME = "Cénum · 2025-04-18 · untested"
SENDER = Address("Cénum", "cenum@letter.example.org")
REPLIES = "bonjour@letter.example.org"
BODY = {
    "Locale": "fr_FR",
    "Sender": "Cénum",
    "SenderName": "Cénum",
    "SenderEmail": "cenum@letter.example.org",
    "ReplyEmail": REPLIES,
    "Subject": "L'été ☀️",
    "ContactsListID": 12,
    "EditMode": "html2",
    "IsTextPartIncluded": True,
}
BESIDES = {
    "Locale": "fr_FR",
    "EditMode": "html2",
    "IsTextPartIncluded": True,
    "AXTesting": None,
    "TemplateID": None,
    "Headers": None,
    "MJMLContent": None,
}
PARTS = {"Html-part": "<p>Été</p>", "Text-part": "Été"}
CONTENT = Content("L'été ☀️", None, SENDER, REPLIES, "<p>Été</p>", "Été", "12", BESIDES)
STORED: dict[str, Any] = {"ID": 7, "Title": NAME, "Status": 0, **BODY}
DRAFT = Campaign("7", NAME, State.DRAFT, PAGE)
REVIEWERS = ["one@review.example.org", "two@review.example.org"]
LATER = "wait a few minutes, then run this command again"


def page(*data: Any) -> dict[str, Any]:
    return {"Count": len(data), "Data": list(data), "Total": len(data)}


def stored(web: Web, **changed: Any) -> None:
    """What a send looks at, first the parts, and last the draft."""
    parts = {"Headers": {}, **PARTS, "MJMLContent": ""}
    web.answers(
        "GET", f"{ONE}/detailcontent", page(parts | {name: changed[name] for name in changed if name in parts})
    )
    web.answers("GET", ONE, page(STORED | {name: changed[name] for name in changed if name not in parts}))


LOOKED = [f"GET {BASE}{ONE}/detailcontent", f"GET {BASE}{ONE}"]


def send(service: Mailjet) -> None:
    service.send(DRAFT, CONTENT)


def schedule(service: Mailjet) -> None:
    service.schedule(DRAFT, CONTENT, HOUR)


def problem(status: int, words: str) -> dict[str, Any]:
    return {"ErrorIdentifier": "x", "ErrorCode": "y", "StatusCode": status, "ErrorInfo": "", "ErrorMessage": words}


@pytest.fixture
def web() -> Iterator[Web]:
    with responses.RequestsMock() as mock:
        yield Web(mock, BASE, AUTH)


@pytest.fixture
def service() -> Iterator[Mailjet]:
    with closing(Mailjet(KEY, SECRET, 12, patience=PATIENCE)) as opened:
        yield opened


@pytest.fixture
def watching() -> Iterator[Mailjet]:
    with closing(Mailjet(KEY, SECRET, 12, tracks_opens=True, patience=PATIENCE)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("keys", "name"),
    [([{"Name": "Conseil"}, {"Name": "B"}], "Conseil"), ([{"Name": ""}], "Mailjet"), ([], "Mailjet")],
)
def test_the_account_is_named_by_its_key(web: Web, service: Mailjet, keys: list[Any], name: str) -> None:
    web.answers("GET", "/apikey", page(*keys))
    assert service.account() == name


def test_the_audience_is_the_subscribers_of_the_list(web: Web, service: Mailjet) -> None:
    web.answers("GET", "/contactslist/12", page({"ID": 12, "Name": "Lecteurs", "SubscriberCount": 41}))
    assert service.audience() == Audience("Lecteurs", 41)


def test_a_list_that_mailjet_does_not_have_is_refused(web: Web, service: Mailjet) -> None:
    for answer, status in ((page(), 200), (page({"ID": 12, "Name": "L", "IsDeleted": True}), 200), (None, 404)):
        said = web.answers("GET", "/contactslist/12", answer, status=status)
        with pytest.raises(ServiceRefused, match="Mailjet has no list 12: it was deleted") as caught:
            service.audience()
        assert "service.mailjet.audience" in caught.value.remedy
        web.mock.remove(said)


def listing(offset: int) -> dict[str, str]:
    return {"Limit": "100", "Offset": str(offset), "Sort": "ID DESC"}


def ids(service: Mailjet) -> list[str]:
    return [one.id for one in service.campaigns()]


@pytest.mark.parametrize(("many", "asked"), [(0, 1), (1, 1), (99, 1), (100, 2), (201, 3)])
def test_the_campaigns_come_page_by_page_until_one_is_short(
    web: Web, service: Mailjet, many: int, asked: int
) -> None:
    rows = [STORED | {"ID": number} for number in range(many, 0, -1)]
    for offset in range(0, 100 * asked, 100):
        web.answers("GET", "/campaigndraft", page(*rows[offset : offset + 100]), query=listing(offset))
    assert ids(service) == [str(row["ID"]) for row in rows]
    assert len(web.asked) == asked


def test_pages_that_mailjet_makes_shorter_than_asked_for_hide_no_campaign(web: Web, service: Mailjet) -> None:
    rows = [STORED | {"ID": number} for number in range(120, 0, -1)]
    for offset in (0, 50, 100):
        answer = page(*rows[offset : offset + 50]) | {"Total": 120}
        web.answers("GET", "/campaigndraft", answer, query=listing(offset))
    assert ids(service) == [str(row["ID"]) for row in rows]


def test_campaigns_that_mailjet_can_not_sort_are_sorted_here(web: Web, service: Mailjet) -> None:
    refused = web.answers("GET", "/campaigndraft", problem(400, "Sort"), status=400, query=listing(0))
    rows = [STORED | {"ID": number} for number in range(1, 104)]
    for offset in (0, 100):
        query = listing(offset)
        del query["Sort"]
        web.answers("GET", "/campaigndraft", page(*rows[offset : offset + 100]), query=query)
    assert ids(service) == [str(number) for number in range(103, 0, -1)]
    assert refused.call_count == 1


def test_a_campaign_that_slips_to_the_next_page_is_one(web: Web, service: Mailjet) -> None:
    rows = [STORED | {"ID": number} for number in range(150, 0, -1)]
    web.answers("GET", "/campaigndraft", page(*rows[:100]), query=listing(0))
    web.answers("GET", "/campaigndraft", page(*rows[99:]), query=listing(100))
    assert ids(service) == [str(number) for number in range(150, 0, -1)]


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_a_list_that_is_refused_is_not_asked_for_in_another_order(web: Web, service: Mailjet, status: int) -> None:
    web.answers("GET", "/campaigndraft", problem(status, "no"), status=status, query=listing(0))
    with pytest.raises(ServiceRefused):
        ids(service)


def test_a_scheduled_campaign_has_its_page_and_its_hour(web: Web, service: Mailjet) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": 1}))
    web.answers("GET", f"{ONE}/schedule", page({"Date": "2125-04-20T07:15:00+02:00", "Status": "Programmed"}))
    assert service.campaign("7") == Campaign("7", NAME, State.SCHEDULED, PAGE, HOUR)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, problem(404, "Object not found")),
        (200, page()),
        (200, page({"Date": ""})),
        (200, page({"Date": None, "Status": "Programmed"})),
        (200, page({"Status": "Programmed"})),
    ],
)
@pytest.mark.parametrize(("modified", "at"), [("2125-04-20T05:15:00Z", HOUR), ("", None), (None, None)])
def test_a_programmed_campaign_without_an_hour_is_leaving(  # noqa: PLR0913  a row of the table
    web: Web, service: Mailjet, status: int, answer: dict[str, Any], modified: str | None, at: datetime | None
) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": 1, "ModifiedAt": modified}))
    web.answers("GET", f"{ONE}/schedule", answer, status=status)
    assert service.campaign("7") == Campaign("7", NAME, State.SENDING, PAGE, at)


@pytest.mark.parametrize(
    ("seconds", "state"), [(-3600, State.SCHEDULED), (-1, State.SCHEDULED), (0, State.SENDING), (3600, State.SENDING)]
)
def test_an_hour_that_is_not_to_come_is_no_schedule(web: Web, seconds: int, state: State) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": 1, "ModifiedAt": "2125-04-01T00:00:00Z"}))
    web.answers("GET", f"{ONE}/schedule", page({"Date": HOUR.isoformat(), "Status": "Programmed"}))
    clock = lambda: HOUR + timedelta(seconds=seconds)  # noqa: E731  a clock that stands
    with closing(Mailjet(KEY, SECRET, 12, now=clock, patience=PATIENCE)) as service:
        assert service.campaign("7") == Campaign("7", NAME, state, PAGE, HOUR)


@pytest.mark.parametrize("status", [400, 401, 403, 429])
def test_an_hour_that_may_not_be_read_is_not_taken_for_none(web: Web, service: Mailjet, status: int) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": 1}))
    web.answers("GET", f"{ONE}/schedule", problem(status, "no"), status=status)
    with pytest.raises(ServiceRefused, match="Mailjet refused: no"):
        service.campaign("7")


def test_an_hour_without_a_zone_is_universal_time(web: Web, service: Mailjet) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": 1}))
    web.answers("GET", f"{ONE}/schedule", page({"Date": "2125-04-20T05:15:00", "Status": "Programmed"}))
    assert service.campaign("7") == Campaign("7", NAME, State.SCHEDULED, PAGE, HOUR)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (-3, State.PAUSED),
        (-2, State.CANCELLED),
        (-1, State.ARCHIVED),
        (0, State.DRAFT),
        (1, State.SCHEDULED),
        (2, State.SENT),
        (3, State.PAUSED),
        (4, State.PAUSED),
        (5, State.PAUSED),
        (-99, State.PAUSED),
    ],
)
def test_every_state_is_translated(web: Web, service: Mailjet, status: int, state: State) -> None:
    web.answers("GET", "/campaigndraft", page(STORED | {"Status": status}), query=listing(0))
    (found,) = service.campaigns()
    assert replace(found, remedy="") == Campaign("7", NAME, state, PAGE)
    assert bool(found.remedy) == (state is State.PAUSED)
    assert "again" not in found.remedy


@pytest.mark.parametrize(
    ("delivered", "state"),
    [
        (None, State.CANCELLED),
        ("", State.CANCELLED),
        ("0001-01-01T00:00:00Z", State.CANCELLED),
        ("1899-12-30T00:00:00Z", State.CANCELLED),
        ("2025-04-18T05:00:00Z", State.ARCHIVED),
    ],
)
def test_what_was_deleted_after_readers_had_it_is_not_taken_for_cancelled(
    web: Web, service: Mailjet, delivered: str | None, state: State
) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": -2, "DeliveredAt": delivered}))
    assert service.campaign("7").state is state


@pytest.mark.parametrize("status", [-3, -2, -1, 0, 2, 3, 4])
def test_an_hour_is_asked_for_where_there_is_one(web: Web, service: Mailjet, status: int) -> None:
    web.answers("GET", ONE, page(STORED | {"Status": status}))
    assert service.campaign("7").at is None
    assert web.asked == [f"GET {BASE}{ONE}"]


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda service: service.campaign("7"), LOOKED[1:]),
        (lambda service: service.read("7"), LOOKED),
        (send, LOOKED),
        (schedule, LOOKED),
    ],
)
def test_a_campaign_that_mailjet_does_not_have_is_refused(
    web: Web, service: Mailjet, ask: Callable[[Mailjet], object], asked: list[str]
) -> None:
    if asked == LOOKED:
        web.answers("GET", f"{ONE}/detailcontent", page())
    web.answers("GET", ONE, page())
    with pytest.raises(ServiceRefused) as caught:
        ask(service)
    assert caught.value.message == "Mailjet has no campaign “7”"
    assert caught.value.remedy == "run cenum status to list the existing ones"
    assert web.asked == asked


def test_a_content_has_mailjet_s_tags_and_prose_that_is_none(service: Mailjet) -> None:
    made = service.content(replace(edition("[[PERMALINK]] de l'été"), reply_to=REPLIES))
    assert made.subject == "[\u2060[PERMALINK]] de l'été"
    assert (made.preheader, made.sender, made.reply_to) == (None, SENDER, REPLIES)
    words = PROSE.replace("[[", "&#91;[").replace("{{", "&#123;{").replace("{%", "&#123;%")
    assert f"<p>{words}</p>" in made.html
    assert f'<img src="{MEDIA}"' in made.html
    assert '<a href="[[UNSUB_LINK_FR]]">Se désinscrire</a> <a href="[[PERMALINK]]">En ligne</a>' in made.html
    assert made.text is not None
    assert made.text.replace("\u2060", "").startswith(PROSE)
    assert "[[UNSUB_LINK_FR]], *" not in made.text
    assert "Se désinscrire : [[UNSUB_LINK_FR]]\nEn ligne : [[PERMALINK]]\n" in made.text


@pytest.mark.parametrize(
    ("language", "tag", "locale"),
    [
        ("fr", "FR", "fr_FR"),
        ("fr-CA", "FR", "fr_FR"),
        ("en", "EN", "en_US"),
        ("en-GB", "EN", "en_US"),
        ("de", "DE", "de_DE"),
        ("es", "ES", "es_ES"),
        ("it", "IT", "it_IT"),
        ("br", "EN", "en_US"),
    ],
)
def test_the_pages_of_unsubscribing_speak_the_language_of_the_letter(
    web: Web, language: str, tag: str, locale: str
) -> None:
    web.answers("PUT", ONE, page(STORED), body=BODY | {"Locale": locale})
    web.answers("POST", f"{ONE}/detailcontent", page(PARTS), body=PARTS)
    with closing(Mailjet(KEY, SECRET, 12, language=language, patience=PATIENCE)) as service:
        assert f'<a href="[[UNSUB_LINK_{tag}]]">' in service.content(replace(edition(), pictures=())).html
        service.update("7", CONTENT)


def test_an_edition_asks_for_nothing(web: Web, service: Mailjet) -> None:
    service.content(edition())
    assert web.asked == []


@pytest.mark.parametrize(("text", "stored"), [("Été", "Été"), ("", ""), (None, "")])
def test_a_draft_is_created_and_then_filled_with_both_parts(
    web: Web, service: Mailjet, text: str | None, stored: str
) -> None:
    web.answers("POST", "/campaigndraft", page(STORED), status=201, body={"Title": NAME, **BODY})
    parts = {"Html-part": "<p>Été</p>", "Text-part": stored}
    web.answers("POST", f"{ONE}/detailcontent", page(parts), status=201, body=parts)
    assert service.create(NAME, replace(CONTENT, text=text)) == Campaign("7", NAME, State.DRAFT, PAGE)
    assert web.asked == [f"POST {BASE}/campaigndraft", f"POST {BASE}{ONE}/detailcontent"]


@pytest.mark.parametrize(("text", "stored"), [("Été", "Été"), ("", ""), (None, "")])
def test_an_update_keeps_the_name_and_gives_both_parts(
    web: Web, service: Mailjet, text: str | None, stored: str
) -> None:
    web.answers("PUT", ONE, page(STORED), body=BODY)
    parts = {"Html-part": "<p>Été</p>", "Text-part": stored}
    web.answers("POST", f"{ONE}/detailcontent", page(parts), status=201, body=parts)
    service.update("7", replace(CONTENT, text=text))
    assert web.asked == [f"PUT {BASE}{ONE}", f"POST {BASE}{ONE}/detailcontent"]


def test_an_update_that_is_refused_leaves_the_content_alone(web: Web, service: Mailjet) -> None:
    web.answers("PUT", ONE, problem(400, "The campaign is not a draft"), status=400, body=BODY)
    with pytest.raises(ServiceRefused):
        service.update("7", CONTENT)
    assert web.asked == [f"PUT {BASE}{ONE}"]


def test_a_new_name_changes_nothing_else(web: Web, service: Mailjet) -> None:
    web.answers("PUT", ONE, page(STORED), body={"Title": "tested 84ce"})
    service.rename("7", "tested 84ce")


def test_what_is_stored_is_read_in_two_requests(web: Web, service: Mailjet) -> None:
    web.answers("GET", ONE, page(STORED))
    web.answers("GET", f"{ONE}/detailcontent", page({"Headers": {}, **PARTS, "MJMLContent": ""}))
    assert service.read("7") == CONTENT


@pytest.mark.parametrize(
    ("said", "audience"),
    [
        ({}, "12"),
        ({"ContactsListID": "12", "SegmentationID": 0}, "12"),
        ({"ContactsListID": 13}, "13"),
        ({"ContactsListID": None}, ""),
        ({"SegmentationID": 5}, "12, segment 5"),
        ({"SegmentationID": ""}, "12"),
        ({"SegmentationID": None}, "12"),
    ],
)
def test_whom_it_goes_to_is_read_back(web: Web, service: Mailjet, said: dict[str, Any], audience: str) -> None:
    web.answers("GET", ONE, page(STORED | said))
    web.answers("GET", f"{ONE}/detailcontent", page(PARTS))
    stored = service.read("7")
    assert stored.audience == audience
    assert CONTENT.differences(stored) == (() if audience == "12" else ("audience",))


def test_a_draft_that_was_never_filled_is_empty(web: Web, service: Mailjet) -> None:
    web.answers("GET", ONE, page(STORED))
    web.answers("GET", f"{ONE}/detailcontent", page())
    assert service.read("7") == replace(CONTENT, html="", text="")


def test_a_test_names_its_readers_once_and_leaves_out_what_is_no_address(web: Web, service: Mailjet) -> None:
    recipients = [{"Email": address, "Name": address} for address in REVIEWERS]
    web.answers("POST", f"{ONE}/test", page({"Status": "Draft"}), status=201, body={"Recipients": recipients})
    expected = Delivery(tuple(REVIEWERS), (("nobody", "this is not an e-mail address"),))
    assert service.test("7", [*REVIEWERS, "nobody", REVIEWERS[0]]) == expected


@pytest.mark.parametrize("reviewers", [[], ["nobody"]])
def test_a_test_for_nobody_is_not_asked_for(web: Web, service: Mailjet, reviewers: list[str]) -> None:
    assert service.test("7", reviewers).delivered == ()
    assert web.asked == []


def test_a_send_looks_first_and_is_one_request_without_a_body(web: Web, service: Mailjet) -> None:
    stored(web)
    web.answers("POST", f"{ONE}/send", page({"Status": "programmed"}), status=201)
    send(service)
    assert web.asked == [*LOOKED, f"POST {BASE}{ONE}/send"]


@pytest.mark.parametrize(
    "at", [HOUR, HOUR.astimezone(timezone(timedelta(hours=2))), HOUR.astimezone(timezone(timedelta(hours=-9.5)))]
)
def test_an_hour_is_said_in_universal_time(web: Web, service: Mailjet, at: datetime) -> None:
    stored(web)
    hour = {"Date": "2125-04-20T05:15:00+00:00"}
    web.answers("POST", f"{ONE}/schedule", page({**hour, "Status": "Programmed"}), status=201, body=hour)
    service.schedule(DRAFT, CONTENT, at)
    assert web.asked == [*LOOKED, f"POST {BASE}{ONE}/schedule"]


@pytest.mark.parametrize("status", [-3, -2, -1, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("act", [send, schedule])
def test_what_is_no_draft_is_neither_sent_nor_scheduled(
    web: Web, service: Mailjet, act: Callable[[Mailjet], None], status: int
) -> None:
    stored(web, Status=status)
    with pytest.raises(ServiceRefused) as caught:
        act(service)
    assert caught.value.message == "the campaign 7 is not a draft at Mailjet"
    assert caught.value.remedy == "check it there; nothing was sent"
    assert web.asked == LOOKED


@pytest.mark.parametrize("act", [send, schedule])
@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"Subject": "Autre chose"}, "subject"),
        ({"SenderName": "Autre"}, "sender"),
        ({"ReplyEmail": "autre@letter.example.org"}, "reply_to"),
        ({"ContactsListID": 13}, "audience"),
        ({"SegmentationID": 5}, "audience"),
        ({"Title": "Cénum · 2025-04-18 · tested 84ce"}, "name"),
        ({"Title": None, "Subject": ""}, "name, subject"),
        ({"Locale": "en_US"}, "Locale"),
        ({"EditMode": "tool2"}, "EditMode"),
        ({"IsTextPartIncluded": False}, "IsTextPartIncluded"),
        ({"IsTextPartIncluded": None}, "IsTextPartIncluded"),
        ({"TemplateID": 9}, "TemplateID"),
        ({"AXTesting": {"ID": 3}}, "AXTesting"),
        ({"Headers": {"Bcc": "spy@example.org"}}, "Headers"),
        ({"Headers": {"Reply-To": "spy@example.org"}}, "Headers"),
        ({"Headers": "Bcc: spy@example.org"}, "Headers"),
        ({"MJMLContent": "<mjml/>"}, "MJMLContent"),
    ],
)
def test_what_a_person_changed_is_neither_sent_nor_scheduled(
    web: Web, service: Mailjet, act: Callable[[Mailjet], None], changed: dict[str, Any], parts: str
) -> None:
    stored(web, **changed)
    with pytest.raises(Refusal) as caught:
        act(service)
    assert caught.value.message == f"the campaign at the service differs from what cenum made: {parts} ({PAGE})"
    assert caught.value.remedy == "send the test again to undo the changes made there: cenum test"
    assert web.asked == LOOKED


@pytest.mark.parametrize(
    "spelt",
    [
        {"IsTextPartIncluded": "true"},
        {"AXTesting": "", "TemplateID": "", "SegmentationID": ""},
        {"AXTesting": None, "TemplateID": None, "MJMLContent": None, "Headers": None},
        {"AXTesting": {}, "TemplateID": 0, "Headers": ""},
        {"Headers": {"Subject": CONTENT.subject, "From": SENDER.email, "Reply-to": REPLIES}},
        {"Headers": {"Subject": "", "From": f"{SENDER.name} <{SENDER.email}>", "SenderName": SENDER.name}},
    ],
)
def test_what_is_empty_or_says_the_same_again_is_sent(web: Web, service: Mailjet, spelt: dict[str, Any]) -> None:
    stored(web, **spelt)
    web.answers("POST", f"{ONE}/send", page({"Status": "programmed"}), status=201)
    send(service)


def other(field: str) -> Any:
    """Another value for a field than the one that is stored or that is empty."""
    kind = (DRAFT_FIELDS | DETAIL)[field]
    return {int: 99, bool: not STORED.get(field, False), str: "autre", dict: {"X": "autre"}}[kind]


def test_the_page_says_of_every_field_of_a_draft_what_becomes_of_it() -> None:
    assert set(stored_fields("mailjet")) == {*DRAFT_FIELDS, *DETAIL}


@pytest.mark.parametrize("field", [*DRAFT_FIELDS, *DETAIL])
def test_a_field_is_compared_or_written_or_harmless_as_the_page_says(web: Web, service: Mailjet, field: str) -> None:
    kind = stored_fields("mailjet")[field]
    stored(web, **{field: other(field)})
    if kind == "compared":
        with pytest.raises((Refusal, ServiceRefused)):
            send(service)
    else:
        web.answers("POST", f"{ONE}/send", page({"Status": "programmed"}), status=201)
        send(service)
    assert (kind == "written") <= (field in BODY)


READINGS: list[dict[str, Any]] = [
    {},
    {"keeps_text": True},
    {"has_hour": True},
    {"sorts": None},
    {"sorts": False},
    {"repeats": True},
]


@pytest.mark.parametrize("reading", READINGS)
def test_whatever_mailjet_means_where_it_says_nothing_the_letter_leaves_as_tested(reading: dict[str, Any]) -> None:
    wrong: list[str] = []
    with FakeMailjet(READERS, tuple(REVIEWERS)) as fake:
        for name, value in reading.items():
            setattr(fake, name, value)
        answer = fake.answer

        def described(request: Request) -> tuple[int, Any]:
            status, said = answer(request)
            wrong.extend(mistakes(request, status, said))
            return status, said

        fake.answer = described  # type: ignore[method-assign]
        opened = Mailjet(fake_mailjet.KEY, fake_mailjet.SECRET, 12, base=fake.base, patience=PATIENCE)
        with closing(opened) as service:
            content = service.content(replace(edition(), pictures=()))
            service.account()
            service.audience()
            service.standing(SENDER, REVIEWERS)
            first, second = (service.create(NAME, content).id for _count in range(2))
            service.update(first, content)
            service.rename(first, "Un autre nom")
            assert content.differences(service.read(first)) == ()
            service.test(first, REVIEWERS)
            service.schedule(service.campaign(first), content, HOUR)
            assert service.campaign(first).state is State.SCHEDULED
            service.unschedule(first)
            service.send(service.campaign(first), content)
            fake.looks = 100
            assert service.campaign(first).state is State.SENDING
            assert [one.id for one in service.campaigns()] == [second, first]
            service.statistics(first)
        received = {"tests": fake.tests, "sends": fake.sends}
    assert wrong == []
    for box in received.values():
        texts = {body(message, "plain").replace("\u2060", "").startswith(PROSE) for _to, message, _html in box}
        assert texts == {True}


@pytest.mark.parametrize("act", [send, schedule])
@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [(500, "", ServiceUnreachable), (200, "<html>", ServiceUnreachable), (404, "", ServiceRefused)],
)
def test_what_can_not_be_looked_at_is_neither_sent_nor_scheduled(  # noqa: PLR0913  a row of the table
    web: Web,
    service: Mailjet,
    act: Callable[[Mailjet], None],
    status: int,
    text: str,
    kind: type[CenumError],
) -> None:
    web.answers("GET", f"{ONE}/detailcontent", page(PARTS))
    web.answers("GET", ONE, status=status, text=text)
    with pytest.raises(kind):
        act(service)
    assert {asked.partition(" ")[0] for asked in web.asked} == {"GET"}


@pytest.mark.parametrize("status", [200, 204])
def test_an_hour_is_taken_back_by_its_address(web: Web, service: Mailjet, status: int) -> None:
    web.answers("DELETE", f"{ONE}/schedule", status=status)
    service.unschedule("7")
    assert web.asked == [f"DELETE {BASE}{ONE}/schedule"]


def test_what_is_being_sent_can_not_be_stopped_and_nothing_is_asked_for(web: Web, service: Mailjet) -> None:
    with pytest.raises(ServiceRefused) as caught:
        service.cancel("7")
    assert caught.value.message == "Mailjet can't stop a campaign that is being sent"
    assert caught.value.remedy == "contact its support now if it has to be stopped"
    assert web.asked == []


FIGURES = {
    "Total": 100,
    "MessageSentCount": 93,
    "MessageHardBouncedCount": 4,
    "MessageSoftBouncedCount": 2,
    "MessageBlockedCount": 1,
    "MessageOpenedCount": 60,
    "EventOpenedCount": 90,
    "MessageClickedCount": 15,
    "EventClickedCount": 20,
    "MessageUnsubscribedCount": 3,
    "MessageSpamCount": 5,
}
LINKS = (
    {"URL": "https://example.org/a", "PositionIndex": 1, "ClickedMessagesCount": 9, "ClickedEventsCount": 12},
    {"URL": "https://example.org/a", "PositionIndex": 2, "ClickedMessagesCount": 1, "ClickedEventsCount": 2},
)
COUNTED = {
    "CounterSource": "Campaign",
    "CounterTiming": "Message",
    "CounterResolution": "Lifetime",
    "SourceId": "7007",
}
CLICKED = {"CampaignId": "7007", "Limit": "1000"}


def the_figures(web: Web, *figures: dict[str, int]) -> None:
    web.answers("GET", "/campaign/mj.nl=7", page({"ID": 7007, "CustomValue": "mj.nl=7"}))
    web.answers("GET", "/statcounters", page(*figures), query=COUNTED)
    web.answers("GET", "/statistics/link-click", page(*LINKS), query=CLICKED)


def test_the_figures_are_readers_and_stand_under_another_number(web: Web, watching: Mailjet) -> None:
    the_figures(web, FIGURES)
    assert watching.statistics("7") == Statistics(
        sent=100,
        delivered=93,
        bounces=6,
        unsubscribes=3,
        complaints=5,
        opens=60,
        clicks=15,
        links=(LinkClicks("https://example.org/a", 12, 9), LinkClicks("https://example.org/a", 2, 1)),
    )
    assert [asked.partition("?")[0] for asked in web.asked] == [
        f"GET {BASE}/campaign/mj.nl=7",
        f"GET {BASE}/statcounters",
        f"GET {BASE}/statistics/link-click",
    ]


def test_opens_that_readers_did_not_agree_to_are_not_shown(web: Web, service: Mailjet) -> None:
    the_figures(web, FIGURES)
    figures = service.statistics("7")
    assert (figures.opens, figures.machine_opens, figures.clicks) == (None, None, 15)


def test_figures_that_are_not_there_yet_are_none(web: Web, service: Mailjet) -> None:
    the_figures(web)
    figures = service.statistics("7")
    assert (figures.sent, figures.delivered, figures.bounces) == (0, 0, 0)


@pytest.mark.parametrize(("status", "answer"), [(404, problem(404, "Object not found")), (404, None), (200, page())])
def test_what_has_not_left_has_no_figures(web: Web, watching: Mailjet, status: int, answer: Any) -> None:
    web.answers("GET", "/campaign/mj.nl=7", answer, status=status)
    assert watching.statistics("7") == Statistics(sent=0, delivered=0)
    assert len(web.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 429])
def test_figures_that_are_refused_are_not_taken_for_none(web: Web, service: Mailjet, status: int) -> None:
    web.answers("GET", "/campaign/mj.nl=7", problem(status, "no"), status=status)
    with pytest.raises(ServiceRefused, match="Mailjet refused: no"):
        service.statistics("7")


def test_counters_that_are_not_found_are_not_taken_for_none(web: Web, service: Mailjet) -> None:
    web.answers("GET", "/campaign/mj.nl=7", page({"ID": 7007}))
    web.answers("GET", "/statcounters", problem(404, "Object not found"), status=404, query=COUNTED)
    with pytest.raises(ServiceRefused):
        service.statistics("7")


@pytest.mark.parametrize(
    ("senders", "verified"),
    [
        ([], False),
        ([{"Email": "cenum@letter.example.org", "Status": "Active"}], True),
        ([{"Email": "Cenum@Letter.Example.ORG", "Status": "Active"}], True),
        ([{"Email": "*@letter.example.org", "Status": "Active"}], True),
        ([{"Email": "x@y.example", "Status": "Active"}, {"Email": "*@Letter.example.org", "Status": "Active"}], True),
        ([{"Email": "*@example.org", "Status": "Active"}], False),
        ([{"Email": "else@letter.example.org", "Status": "Active"}], False),
        ([{"Email": "cenum@letter.example.org", "Status": "Inactive"}], False),
        ([{"Email": "cenum@letter.example.org", "Status": "Deleted"}], False),
        ([{"Email": "cenum@letter.example.org"}], False),
    ],
)
def test_the_standing_is_whether_the_sender_or_its_domain_is_active(
    web: Web,
    service: Mailjet,
    senders: list[dict[str, str]],
    verified: bool,  # noqa: FBT001  a column of the table
) -> None:
    web.answers("GET", "/sender", page(*senders), query={"Limit": "1000"})
    assert service.standing(SENDER, ["anybody@example.org"]) == Standing(sender_verified=verified)


KEY_REMEDY = "check the key in the environment: it may be wrong, expired, or not allowed to do this"
MEND_REMEDY = "correct it at the service or in cenum.toml, then run this command again"
FEW_REMEDY = "Mailjet requires more than one active subscriber on the list: add readers to it there"
CLOSE_REMEDY = "choose a later hour with --at, or send it now: cenum send"
SENDER_REMEDY = "validate the sender's address at Mailjet, under Sender domains & addresses"
LIST_REMEDY = "check the list in cenum.toml and the campaigns at the service"
BUSY_REMEDY = "the service gets too many requests: wait a few minutes, then run this command again"
AUTHORISATION = "API key authentication/authorization failure. You may be unauthorized to access the API."

ERRORS: list[tuple[int, Any, str, str]] = [
    (400, problem(400, "The list needs more subscribers"), "The list needs more subscribers", FEW_REMEDY),
    (400, problem(400, "The Date is\n too close"), "The Date is too close", CLOSE_REMEDY),
    (400, problem(400, "Schedule date is in the past"), "Schedule date is in the past", CLOSE_REMEDY),
    (400, problem(400, None), "400", MEND_REMEDY),  # type: ignore[arg-type]  # nothing was said
    (400, problem(400, "Sender is not validated"), "Sender is not validated", SENDER_REMEDY),
    (400, problem(400, "an inactive sender"), "an inactive sender", SENDER_REMEDY),
    (400, problem(400, "word" * 100), "word" * 75, MEND_REMEDY),
    (400, {"StatusCode": 400}, "400", MEND_REMEDY),
    (400, ["no", "problem"], "400", MEND_REMEDY),
    (400, "a word", "400", MEND_REMEDY),
    (400, None, "400", MEND_REMEDY),
    (401, problem(401, AUTHORISATION), AUTHORISATION, KEY_REMEDY),
    (401, None, "401", KEY_REMEDY),
    (404, problem(404, "Object not found"), "Object not found", LIST_REMEDY),
    (405, problem(405, "Method not allowed"), "Method not allowed", MEND_REMEDY),
    (429, problem(429, "Too many requests"), "Too many requests", BUSY_REMEDY),
]


@pytest.mark.parametrize(("status", "answer", "reason", "remedy"), ERRORS)
def test_every_refusal_says_why_and_what_to_do(  # noqa: PLR0913  a row of the table
    web: Web, service: Mailjet, status: int, answer: Any, reason: str, remedy: str
) -> None:
    web.answers("GET", "/apikey", answer, status=status)
    stored(web)
    web.answers("POST", f"{ONE}/send", answer, status=status)
    web.answers("DELETE", f"{ONE}/schedule", answer, status=status)
    for ask in (service.account, lambda: send(service), lambda: service.unschedule("7")):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == f"Mailjet refused: {reason}"
        assert caught.value.remedy == remedy


def test_a_busy_mailjet_is_asked_again_and_told_again(web: Web, service: Mailjet) -> None:
    body = {"Title": "tested"}
    for method, path, said, answer in (
        ("GET", "/apikey", None, page({"Name": "Conseil"})),
        ("PUT", ONE, body, page(STORED)),
        ("DELETE", f"{ONE}/schedule", None, None),
    ):
        web.answers(method, path, status=429, body=said, headers={"Retry-After": "0"})
        web.answers(method, path, answer, body=said)
    assert service.account() == "Conseil"
    service.rename("7", "tested")
    service.unschedule("7")
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "0"}, 0), ({"Retry-After": "7"}, 7), ({"Retry-After": "3600"}, 90), ({}, None)],
)
def test_a_wait_is_as_long_as_mailjet_asks_for_and_no_longer_than_bearable(
    service: Mailjet, headers: dict[str, str], seconds: float | None
) -> None:
    for session in (service._api._patient, service._api._single, service._api._once):
        adapter = session.get_adapter(BASE)
        assert isinstance(adapter, requests.adapters.HTTPAdapter)
        assert adapter.max_retries.get_retry_after(HTTPResponse(headers=headers)) == seconds


@pytest.mark.parametrize(
    ("status", "kind"), [(400, ServiceRefused), (429, ServiceRefused), (500, FateUnknown), (503, FateUnknown)]
)
def test_a_send_and_a_schedule_are_never_repeated(
    web: Web, service: Mailjet, status: int, kind: type[CenumError]
) -> None:
    stored(web)
    headers = {"Retry-After": "0"}
    sent = web.answers("POST", f"{ONE}/send", problem(status, "no"), status=status, headers=headers)
    body = {"Date": "2125-04-20T05:15:00+00:00"}
    scheduled = web.answers(
        "POST", f"{ONE}/schedule", problem(status, "no"), status=status, headers=headers, body=body
    )
    with pytest.raises(kind):
        send(service)
    with pytest.raises(kind):
        schedule(service)
    assert (sent.call_count, scheduled.call_count) == (1, 1)
    assert len([asked for asked in web.asked if asked.startswith("POST")]) == 2


UNREADABLE = "Mailjet sent an unreadable answer"


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (500, '{"ErrorMessage": "x"}', "Mailjet answered with a server error (500): x"),
        (502, "<html>bad gateway</html>", "Mailjet answered with a server error (502)"),
        (503, '{"ErrorMessage": "maintenance"}', "Mailjet answered with a server error (503): maintenance"),
        (504, "", "Mailjet answered with a server error (504)"),
        (200, "<html>maintenance</html>", UNREADABLE),
        (200, '{"Count": 1, "Data": [{"ID"', UNREADABLE),
        (200, '{"Count": 1, "Data": {}}', UNREADABLE),
        (200, '{"Count": 1, "Data": [{"ID": "x"}]}', UNREADABLE),
        (200, '{"Count": 1, "Data": [[]]}', UNREADABLE),
        (200, '{"message": "maintenance"}', UNREADABLE),
        (200, "[]", UNREADABLE),
        (200, "null", UNREADABLE),
        (200, "", UNREADABLE),
        (200, "[" * 100_000, UNREADABLE),
    ],
)
def test_what_can_not_be_read_changed_nothing_where_it_was_asked_and_is_unknown_where_it_was_told(
    web: Web, service: Mailjet, status: int, text: str, message: str
) -> None:
    web.answers("GET", "/campaigndraft", status=status, text=text, query=listing(0))
    with pytest.raises(ServiceUnreachable) as asked:
        list(service.campaigns())
    assert (asked.value.message, asked.value.remedy) == (message, LATER)
    told = web.answers("POST", "/campaigndraft", status=status, text=text, body={"Title": NAME, **BODY})
    with pytest.raises(FateUnknown) as caught:
        service.create(NAME, CONTENT)
    assert (caught.value.message, caught.value.remedy) == (message, LATER)
    assert told.call_count == 1


def test_a_draft_without_a_number_may_have_been_made(web: Web, service: Mailjet) -> None:
    web.answers("POST", "/campaigndraft", page(), status=201, body={"Title": NAME, **BODY})
    with pytest.raises(FateUnknown) as caught:
        service.create(NAME, CONTENT)
    assert (caught.value.message, caught.value.remedy) == (UNREADABLE, LATER)


@pytest.mark.parametrize(
    ("path", "query", "ask"),
    [
        ("/apikey", {}, Mailjet.account),
        ("/contactslist/12", {}, Mailjet.audience),
        ("/sender", {"Limit": "1000"}, lambda service: service.standing(SENDER, [])),
        ("/campaign/mj.nl=7", {}, lambda service: service.statistics("7")),
        (ONE, {}, lambda service: service.campaign("7")),
    ],
)
@pytest.mark.parametrize("answer", [{}, {"Count": 0}, {"Data": None}, {"Data": "x"}])
def test_an_answer_without_data_is_not_taken_for_an_empty_one(  # noqa: PLR0913  a row of the table
    web: Web,
    service: Mailjet,
    path: str,
    query: dict[str, str],
    ask: Callable[[Mailjet], object],
    answer: dict[str, Any],
) -> None:
    web.answers("GET", path, answer, query=query)
    with pytest.raises(ServiceUnreachable, match=UNREADABLE):
        ask(service)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(web: Web, service: Mailjet, status: int) -> None:
    headers = {"Location": "https://evil.example.org/"}
    web.answers("GET", "/apikey", status=status, headers=headers)
    stored(web)
    web.answers("POST", f"{ONE}/send", status=status, headers=headers)
    for ask in (service.account, lambda: send(service)):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == "Mailjet answers from another address"
        assert caught.value.remedy == "check the service's address (listmonk: LISTMONK_URL)"
    assert len(web.asked) == 4


SILENT = "Mailjet did not answer"
AWAY = "Mailjet can't be reached"


@pytest.mark.parametrize(
    ("broken", "message", "told"),
    [
        (requests.ConnectTimeout(SECRET), AWAY, ServiceUnreachable),
        (requests.ReadTimeout(SECRET), SILENT, FateUnknown),
        (requests.ConnectionError(SECRET), SILENT, FateUnknown),
        (requests.exceptions.ChunkedEncodingError(SECRET), SILENT, FateUnknown),
        (requests.exceptions.SSLError(SECRET), SILENT, FateUnknown),
        (
            requests.exceptions.SSLError(ssl.SSLCertVerificationError(SECRET)),
            "Mailjet can't be trusted: its certificate is not valid",
            ServiceUnreachable,
        ),
    ],
)
def test_a_line_that_breaks_is_told_apart_by_what_may_have_arrived(
    web: Web, service: Mailjet, broken: requests.RequestException, message: str, told: type[CenumError]
) -> None:
    asked = web.mock.get(f"{BASE}/apikey", body=broken)
    stored(web)
    sent = web.mock.post(f"{BASE}{ONE}/send", body=broken)
    for ask, kind in ((service.account, ServiceUnreachable), (lambda: send(service), told)):
        with pytest.raises(kind) as caught:
            ask()
        assert type(caught.value) is kind
        assert caught.value.message == message
        assert caught.value.remedy
        assert "planted" not in everything(caught.value)
    assert (asked.call_count, sent.call_count) == (1, 1)


def test_an_answer_that_is_cut_off_leaves_the_fate_unknown(web: Web, service: Mailjet) -> None:
    headers = {"Content-Length": "500"}
    web.answers("GET", "/apikey", page({"Name": "Conseil"}), headers=headers)
    stored(web)
    web.answers("POST", f"{ONE}/send", page({"Status": "Programmed"}), headers=headers)
    with pytest.raises(ServiceUnreachable, match=SILENT):
        service.account()
    with pytest.raises(FateUnknown, match=SILENT):
        send(service)


ACTS: list[Callable[[Mailjet], object]] = [
    lambda service: service.create(NAME, CONTENT),
    lambda service: service.update("7", CONTENT),
    lambda service: service.rename("7", NAME),
    lambda service: service.test("7", REVIEWERS),
    lambda service: service.unschedule("7"),
]
ASKS: list[Callable[[Mailjet], object]] = [
    Mailjet.account,
    Mailjet.audience,
    lambda service: list(service.campaigns()),
    lambda service: service.campaign("7"),
    lambda service: service.read("7"),
    lambda service: service.statistics("7"),
    lambda service: service.standing(SENDER, REVIEWERS),
    # Both look first, and get no further.
    send,
    schedule,
]


@pytest.mark.parametrize("ask", [*ACTS, *ASKS])
def test_where_nobody_listens_nothing_is_changed(ask: Callable[[Mailjet], object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with closing(Mailjet(KEY, SECRET, 12, base=f"http://127.0.0.1:{port}", patience=PATIENCE)) as service:
        with pytest.raises(ServiceUnreachable) as caught:
            ask(service)
        assert caught.value.message == AWAY
        assert caught.value.remedy == "check the connection and the service's status page"


@pytest.mark.parametrize(
    ("ask", "kind"), [*((act, FateUnknown) for act in ACTS), *((ask, ServiceUnreachable) for ask in ASKS)]
)
def test_a_silence_is_waited_for_and_then_said(ask: Callable[[Mailjet], object], kind: type[CenumError]) -> None:
    patience = Patience(connect=1, silence=0.05, answer=1, repeats=1, pause=0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            closing(Mailjet(KEY, SECRET, 12, base=base, patience=patience)) as service,
            pytest.raises(kind) as caught,
        ):
            ask(service)
    assert (caught.value.message, caught.value.remedy) == (SILENT, LATER)


@pytest.mark.parametrize("spelt", [KEY, SECRET, f"{KEY}:{SECRET}", AUTH["Authorization"].removeprefix("Basic ")])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500])
def test_keys_that_mailjet_repeats_are_never_shown(web: Web, service: Mailjet, spelt: str, status: int) -> None:
    web.answers("GET", "/apikey", problem(status, f"The sender's key {spelt} is wrong"), status=status)
    web.answers("DELETE", f"{ONE}/schedule", problem(status, spelt), status=status)
    stored(web)
    web.answers("POST", f"{ONE}/send", text=spelt, status=status)
    asked: list[Callable[[], object]] = [service.account, lambda: send(service)]
    if status == 200:
        service.unschedule("7")
    else:
        asked.append(lambda: service.unschedule("7"))
    for ask in asked:
        with pytest.raises(CenumError) as caught:
            ask()
        said = everything(caught.value)
        assert "planted" not in said
        assert spelt not in said
