"""Every request that Brevo is sent, word for word, and everything that it may answer."""

from __future__ import annotations

import base64
import re
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
from cenum.sending.mark import read_mark
from cenum.services.brevo import Brevo
from cenum.services.provider import Patience
from cenum.services.service import Audience, Campaign, Content, LinkClicks, Standing, State, Statistics
from cenum.services.service import TestSend as Delivery
from tests.services.contract import PROSE, edition, picture
from tests.services.web import Web, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "xkeysib-0123456789abcdef-planted"
BASE = "https://api.brevo.com/v3"
ONE = "/emailCampaigns/7"
PAGE = "https://app.brevo.com/marketing-campaign/edit/7"
MEDIA = f"https://letter.example.org/media/{picture().name}"
PATIENCE = Patience(repeats=2, pause=0)
HOUR = datetime(2125, 4, 20, 5, 15, tzinfo=UTC)
NAME = "Cénum · 2025-04-18 · untested"
SENDER = Address("Cénum, la lettre", "cenum@letter.example.org")
REPLIES = "bonjour@letter.example.org"
HEADER = '<span style="display:none;mso-hide:all"><a href="{{ mirror }}"></a></span>'
FOOTER = '<span style="display:none;mso-hide:all"><a href="{{ unsubscribe }}"></a></span>'
BESIDES = {
    "header": HEADER,
    "footer": FOOTER,
    "previewText": "",
    "toField": "",
    "attachmentUrl": "",
    "attachmentFile": "",
    "abTesting": False,
    "sendAtBestTime": False,
    "recurring": False,
    "mirrorActive": True,
    "inlineImageActivation": False,
    "emailExpirationDate": None,
    "utmCampaignValue": "Cenum la lettre",
}
CONTENT = Content("L'été ☀️", None, SENDER, REPLIES, "<p>Été</p>", "Été", "12", BESIDES)
BODY = {
    "subject": "L'été ☀️",
    "sender": {"name": "Cénum, la lettre", "email": "cenum@letter.example.org"},
    "replyTo": REPLIES,
    "htmlContent": "<p>Été</p>",
    "recipients": {"listIds": [12]},
    "header": HEADER,
    "footer": FOOTER,
    "mirrorActive": True,
    "inlineImageActivation": False,
    "utmCampaign": "Cenum la lettre",
}
STORED = {
    "id": 7,
    "name": NAME,
    "status": "draft",
    "subject": "L'été ☀️",
    "htmlContent": "<p>Été</p>",
    "replyTo": REPLIES,
    "sender": {"id": 3, "name": "Cénum, la lettre", "email": "cenum@letter.example.org"},
    "recipients": {"lists": [12]},
    "header": HEADER,
    "footer": FOOTER,
}
SHORT = {"excludeHtmlContent": "true"}
COUNTED = {"statistics": "globalStats", **SHORT}
CLEARED = Campaign("7", NAME, State.DRAFT, PAGE)
REVIEWERS = ["one@review.example.org", "two@review.example.org", "three@review.example.org"]
LATER = "wait a few minutes, then run this command again"


@pytest.fixture
def web() -> Iterator[Web]:
    with responses.RequestsMock() as mock:
        yield Web(mock, BASE, {"api-key": KEY})


@pytest.fixture
def service() -> Iterator[Brevo]:
    with closing(Brevo(KEY, 12, patience=PATIENCE)) as opened:
        yield opened


@pytest.fixture
def watching() -> Iterator[Brevo]:
    with closing(Brevo(KEY, 12, tracks_opens=True, patience=PATIENCE)) as opened:
        yield opened


def send(service: Brevo) -> None:
    """Send what was cleared."""
    service.send(CLEARED, CONTENT)


def schedule(service: Brevo, at: datetime = HOUR) -> None:
    """Schedule what was cleared."""
    service.schedule(CLEARED, CONTENT, at)


def unchanged(web: Web) -> None:
    """The last look at the campaign finds what was cleared."""
    web.answers("GET", ONE, STORED)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ({"email": "owner@example.org", "companyName": "Conseil"}, "Conseil"),
        ({"email": "owner@example.org", "companyName": ""}, "owner@example.org"),
        ({"email": "owner@example.org"}, "owner@example.org"),
    ],
)
def test_the_account_is_its_company_or_else_its_address(
    web: Web, service: Brevo, answer: dict[str, str], name: str
) -> None:
    web.answers("GET", "/account", answer)
    assert service.account() == name


@pytest.mark.parametrize(
    ("sizes", "size"),
    [
        ({"totalSubscribers": 43, "uniqueSubscribers": 41}, 41),
        ({"totalSubscribers": 43, "uniqueSubscribers": 0}, 0),
        ({"totalSubscribers": 43}, 43),
    ],
)
def test_the_audience_is_each_contact_once(web: Web, service: Brevo, sizes: dict[str, int], size: int) -> None:
    web.answers("GET", "/contacts/lists/12", {"id": 12, "name": "Lecteurs", **sizes})
    assert service.audience() == Audience("Lecteurs", size)


def listing(offset: int) -> dict[str, str]:
    return {"type": "classic", "limit": "100", "offset": str(offset), "sort": "desc", **COUNTED}


@pytest.mark.parametrize(
    ("stored", "at_a_time", "offsets"),
    [
        (0, 100, [0]),
        (1, 100, [0]),
        (99, 100, [0]),
        (100, 100, [0, 100]),  # one more, in case the count is that of the page
        (201, 100, [0, 100, 200]),
        (201, 50, [0, 50, 100, 150, 200]),  # Brevo may give fewer than it is asked for
    ],
)
def test_the_campaigns_come_page_by_page_until_all_are_there(
    web: Web, service: Brevo, stored: int, at_a_time: int, offsets: list[int]
) -> None:
    many = [STORED | {"id": number} for number in range(stored, 0, -1)]
    for offset in offsets:
        answer = {"campaigns": many[offset : offset + at_a_time], "count": stored}
        web.answers("GET", "/emailCampaigns", answer, query=listing(offset))
    assert [one.id for one in service.campaigns()] == [str(number) for number in range(stored, 0, -1)]
    assert len(web.asked) == len(offsets)


@pytest.mark.parametrize("counted", [0, 100])
def test_a_count_that_is_too_small_hides_no_campaign(web: Web, service: Brevo, counted: int) -> None:
    many = [STORED | {"id": number} for number in range(150, 0, -1)]
    for offset in (0, 100):
        answer = {"campaigns": many[offset : offset + 100], "count": counted}
        web.answers("GET", "/emailCampaigns", answer, query=listing(offset))
    assert len(list(service.campaigns())) == 150


def test_a_list_that_ends_before_its_count_ends(web: Web, service: Brevo) -> None:
    web.answers("GET", "/emailCampaigns", {"campaigns": [STORED], "count": 5}, query=listing(0))
    web.answers("GET", "/emailCampaigns", {"count": 5}, query=listing(1))
    assert len(list(service.campaigns())) == 1


def test_a_campaign_has_its_page_and_its_hour(web: Web, service: Brevo) -> None:
    at = {"status": "queued", "scheduledAt": "2125-04-20T07:15:00.000+02:00"}
    web.answers("GET", ONE, STORED | at, query=COUNTED)
    assert service.campaign("7") == Campaign("7", NAME, State.SCHEDULED, PAGE, HOUR)


PAST = "2026-11-26T11:59:59.000Z"  # a second before the tests' own moment
FUTURE = "2125-04-20T05:15:00Z"


@pytest.mark.parametrize(
    ("status", "alone", "before", "to_come"),
    [
        ("draft", State.DRAFT, State.DRAFT, State.DRAFT),
        ("queued", State.SENDING, State.SENDING, State.SCHEDULED),
        ("scheduled", State.SENDING, State.SENDING, State.SCHEDULED),
        ("inProcess", State.SENDING, State.SENDING, State.SENDING),
        ("in_process", State.SENDING, State.SENDING, State.SENDING),
        ("inReview", State.SENDING, State.SENDING, State.SENDING),
        ("in_review", State.SENDING, State.SENDING, State.SENDING),
        ("suspended", State.PAUSED, State.PAUSED, State.PAUSED),
        ("cancelling", State.PAUSED, State.PAUSED, State.PAUSED),
        ("sent", State.SENT, State.SENT, State.SENT),
        ("archive", State.ARCHIVED, State.ARCHIVED, State.ARCHIVED),
        ("cancelled", State.PAUSED, State.PAUSED, State.PAUSED),
        ("one that Brevo has thought of since", State.PAUSED, State.PAUSED, State.PAUSED),
    ],
)
def test_every_state_is_translated_an_hour_that_has_come_is_no_schedule_and_a_draft_has_none(  # noqa: PLR0913  a row of the table
    web: Web, service: Brevo, status: str, alone: State, before: State, to_come: State
) -> None:
    for said, state in ((None, alone), (PAST, before), (FUTURE, to_come)):
        answer = web.answers("GET", ONE, STORED | {"status": status, "scheduledAt": said}, query=COUNTED)
        at = datetime.fromisoformat(said) if said and status != "draft" else None
        assert service.campaign("7") == Campaign("7", NAME, state, PAGE, at)
        web.mock.remove(answer)


def counters(sent: int | None, remaining: int | None) -> dict[str, Any]:
    return {"statistics": {"globalStats": {"sent": sent}, "linksStats": [], "remaining": remaining}}


@pytest.mark.parametrize(
    ("status", "sent", "remaining", "state"),
    [
        ("sent", 420, 0, State.SENT),
        ("sent", 76, 344, State.INCOMPLETE),
        ("archive", 420, 0, State.ARCHIVED),
        ("archive", 76, 344, State.INCOMPLETE),
        ("archive", 0, 0, State.ARCHIVED),  # the list forgets figures after six months
        ("suspended", 300, 120, State.PAUSED),  # what a free plan's daily limit leaves
        ("suspended", 300, 0, State.PAUSED),
        ("cancelled", 300, 120, State.PAUSED),
        ("in_process", 300, 120, State.SENDING),
    ],
)
def test_a_state_has_its_counters_and_what_is_missing_has_a_remedy(  # noqa: PLR0913  a row of the table
    web: Web, service: Brevo, status: str, sent: int, remaining: int, state: State
) -> None:
    web.answers("GET", ONE, STORED | {"status": status} | counters(sent, remaining), query=COUNTED)
    found = service.campaign("7")
    assert (found.state, found.reached, found.wanted) == (state, sent, sent + remaining)
    not_whole = state in {State.INCOMPLETE, State.PAUSED}
    assert ("don't send the issue to everybody again" in found.remedy) == not_whole


@pytest.mark.parametrize(("status", "state"), [("sent", State.SENT), ("archive", State.ARCHIVED)])
@pytest.mark.parametrize(
    ("readers", "lists", "whole"),
    [
        (19, [12], True),  # all who are on the list were sent it: nobody can be missing
        (18, [12], True),  # somebody left since
        (1019, [12], False),
        (20, [12], False),
        (19, [12, 13], False),  # others are on another list, which is not counted
    ],
)
def test_a_remainder_that_can_be_nobody_is_no_alarm(  # noqa: PLR0913  a row of the table
    web: Web, service: Brevo, status: str, state: State, readers: int, lists: list[int], *, whole: bool
) -> None:
    """What remains of a campaign that is sent is not described: both readings."""
    said = STORED | {"status": status, "recipients": {"lists": lists, "exclusionLists": []}} | counters(19, 1000)
    web.answers("GET", ONE, said, query=COUNTED)
    if lists == [12]:
        web.answers("GET", "/contacts/lists/12", {"name": "Lecteurs", "uniqueSubscribers": readers})
    for _again in range(2):  # the list is counted once
        found = service.campaign("7")
        assert found.state is (state if whole else State.INCOMPLETE)
        assert found.counted == ("19 of 19 readers" if whole else "19 of 1019 readers")
        assert bool(found.remedy) != whole
    assert sum("/lists/" in str(call.request.url) for call in web.mock.calls) == (lists == [12])


def test_a_remainder_is_believed_where_the_list_can_not_be_counted(web: Web, service: Brevo) -> None:
    web.answers("GET", ONE, STORED | {"status": "sent"} | counters(76, 344), query=COUNTED)
    web.answers("GET", "/contacts/lists/12", {"code": "document_not_found", "message": "No"}, status=404)
    assert service.campaign("7").state is State.INCOMPLETE


@pytest.mark.parametrize("odd", [None, [], "none", {"globalStats": []}, {"globalStats": {"sent": "many"}}, {}])
def test_counters_of_another_shape_stop_no_command(web: Web, service: Brevo, odd: Any) -> None:
    web.answers("GET", ONE, STORED | {"status": "suspended", "statistics": odd}, query=COUNTED)
    assert service.campaign("7") == Campaign("7", NAME, State.PAUSED, PAGE)


@pytest.mark.parametrize("status", ["suspended", "cancelled"])
@pytest.mark.parametrize(
    ("found", "state"),
    [
        ({"scheduledAt": FUTURE}, State.CANCELLED),
        ({"scheduledAt": FUTURE, "modifiedAt": PAST}, State.CANCELLED),
        ({"scheduledAt": PAST}, State.PAUSED),
        ({"scheduledAt": "2026-11-26T10:59:00Z"}, State.CANCELLED),
        ({"scheduledAt": "2026-11-26T10:59:00Z", "modifiedAt": PAST}, State.PAUSED),
        ({"scheduledAt": "", "modifiedAt": PAST}, State.PAUSED),
        ({"scheduledAt": "", "modifiedAt": "2026-11-26T10:59:00Z"}, State.CANCELLED),
        ({"scheduledAt": FUTURE, "sentDate": PAST}, State.PAUSED),
        ({"scheduledAt": "2026-05-01T05:00:00Z"}, State.PAUSED),  # so old that the list has no figures of it
        ({}, State.PAUSED),
        ({"scheduledAt": FUTURE} | counters(None, 0), State.PAUSED),
        ({"scheduledAt": FUTURE} | counters(1, 0), State.PAUSED),
    ],
)
def test_what_was_stopped_reached_nobody_only_if_brevo_counts_nobody_and_had_the_time_to(
    web: Web, service: Brevo, status: str, found: dict[str, Any], state: State
) -> None:
    web.answers("GET", ONE, STORED | {"status": status} | counters(0, 420) | found, query=COUNTED)
    assert service.campaign("7").state is state


def test_what_was_stopped_just_now_says_when_brevo_s_count_can_be_relied_on(web: Web, service: Brevo) -> None:
    found = {"status": "suspended", "scheduledAt": "2026-11-26T11:45:00Z"} | counters(0, 420)
    web.answers("GET", ONE, STORED | found, query=COUNTED)
    remedy = "Brevo has counted no reader yet: run cenum status after 12:45 UTC, when its count can be relied on"
    assert service.campaign("7").remedy == remedy


def test_a_content_has_brevo_s_tags_and_prose_that_is_none(service: Brevo) -> None:
    made = service.content(replace(edition("{{ unsubscribe }} de l'été"), reply_to=REPLIES))
    assert made.subject == "{\u2060{ unsubscribe }} de l'été"
    assert (made.preheader, made.sender, made.reply_to) == (None, edition().sender, REPLIES)
    assert f"<p>{PROSE.replace('{{', '&#123;{').replace('{%', '&#123;%')}</p>" in made.html
    assert f'<img src="{MEDIA}"' in made.html
    assert '<a href="{{ unsubscribe }}">Se désinscrire</a> <a href="{{ mirror }}">En ligne</a>' in made.html


def test_no_plain_text_is_given_to_brevo_and_none_is_read_back(web: Web, service: Brevo) -> None:
    assert service.content(edition()).text is None
    web.answers("GET", ONE, STORED | {"textContent": "what Brevo made of it"})
    assert service.read("7").text is None


def test_an_edition_asks_for_nothing(web: Web, service: Brevo) -> None:
    service.content(edition())
    assert web.asked == []


def test_a_draft_is_created_by_one_request(web: Web, service: Brevo) -> None:
    web.answers("POST", "/emailCampaigns", {"id": 7}, status=201, body={"name": NAME, **BODY})
    assert service.create(NAME, CONTENT) == Campaign("7", NAME, State.DRAFT, PAGE)
    assert web.asked == [f"POST {BASE}/emailCampaigns"]


def test_an_update_keeps_the_name(web: Web, service: Brevo) -> None:
    web.answers("PUT", ONE, status=204, body=BODY)
    service.update("7", CONTENT)
    assert web.asked == [f"PUT {BASE}{ONE}"]


def test_an_update_empties_what_the_list_of_campaigns_showed_to_be_filled(web: Web, service: Brevo) -> None:
    filled = {"previewText": "Lisez", "toField": "{FNAME}", "abTesting": True, "recurring": False}
    filled |= {"attachmentUrl": "https://example.org/a.pdf", "sendAtBestTime": True}
    web.answers("GET", "/emailCampaigns", {"campaigns": [STORED | filled], "count": 1}, query=listing(0))
    emptied = {"previewText": "", "toField": "", "attachmentUrl": "", "abTesting": False, "sendAtBestTime": False}
    web.answers("PUT", ONE, status=204, body=BODY | emptied)
    list(service.campaigns())
    service.update("7", CONTENT)


def test_a_new_name_changes_nothing_else(web: Web, service: Brevo) -> None:
    web.answers("PUT", ONE, status=204, body={"name": "tested 84ce"})
    service.rename("7", "tested 84ce")


@pytest.mark.parametrize(
    ("sender", "plain"),
    [
        ("Cénum", "Cenum"),
        ("L'Œil & l'été : n° 3", "L il l ete n 3"),
        ("  Deux   mots ", "Deux mots"),
        ("tested_84ce-x", "tested 84ce x"),
        ("Ｆｕｌｌ ²", "Full 2"),
        ("Почта", "newsletter"),
        ("", "newsletter"),
    ],
)
def test_what_links_are_marked_with_is_plain_letters_and_never_the_name_of_the_campaign(
    web: Web, service: Brevo, sender: str, plain: str
) -> None:
    content = replace(CONTENT, sender=Address(sender, SENDER.email), besides={"utmCampaignValue": plain})
    body = BODY | {"sender": {"name": sender, "email": SENDER.email}, "utmCampaign": plain}
    web.answers("POST", "/emailCampaigns", {"id": 7}, body={"name": NAME, **body})
    web.answers("PUT", ONE, status=204, body=body)
    web.answers("GET", ONE, STORED | {"sender": body["sender"]})
    service.create(NAME, content)
    service.update("7", content)
    assert content.differences(service.read("7")) == ()
    assert re.fullmatch("[A-Za-z0-9]+( [A-Za-z0-9]+)*", plain)
    assert "2025" not in plain


def test_what_is_stored_is_read_in_one_request(web: Web, service: Brevo) -> None:
    web.answers("GET", ONE, STORED)
    assert service.read("7") == replace(CONTENT, text=None)


@pytest.mark.parametrize(
    ("recipients", "audience"),
    [
        ({"lists": [12], "exclusionLists": []}, "12"),
        ({"lists": [13]}, "13"),
        ({"lists": [12, 13]}, "12, 13"),
        ({"lists": [12], "exclusionLists": [5]}, "12, exclusionLists [5]"),
        ({"lists": [12], "segments": [6]}, "12, segments [6]"),
        ({"lists": []}, ""),
        ({"lists": None, "segments": [6]}, "segments [6]"),
        ({}, ""),
        (None, ""),
    ],
)
def test_whom_it_goes_to_is_read_back_with_whatever_else_is_said_of_it(
    web: Web, service: Brevo, recipients: dict[str, Any] | None, audience: str
) -> None:
    web.answers("GET", ONE, STORED | {"recipients": recipients})
    stored = service.read("7")
    assert stored.audience == audience
    assert CONTENT.differences(stored) == (() if audience == "12" else ("audience",))


def test_a_test_names_its_readers_once_and_leaves_out_what_is_no_address(web: Web, service: Brevo) -> None:
    web.answers("POST", f"{ONE}/sendTest", status=204, body={"emailTo": REVIEWERS})
    expected = Delivery(tuple(REVIEWERS), (("nobody", "this is not an e-mail address"),))
    assert service.test("7", [*REVIEWERS, "nobody", REVIEWERS[0]]) == expected


@pytest.mark.parametrize("reviewers", [[], ["nobody"]])
def test_a_test_for_nobody_is_not_asked_for(web: Web, service: Brevo, reviewers: list[str]) -> None:
    assert service.test("7", reviewers).delivered == ()
    assert web.asked == []


UNKNOWN = "not a contact at Brevo: add it under Contacts, to any list"
LISTLESS = "not on any list at Brevo: add it to one under Contacts"
BLOCKED = "blocklisted at Brevo: remove it from the blocklist under Contacts"


def stranger(**named: list[str]) -> dict[str, Any]:
    return {"code": "invalid_parameter", "message": "Email ids can not receive a test", **named}


@pytest.mark.parametrize(
    ("named", "strangers"),
    [
        ({"unexistingEmails": [REVIEWERS[0]]}, {REVIEWERS[0]: UNKNOWN}),
        ({"withoutListEmails": [REVIEWERS[1]]}, {REVIEWERS[1]: LISTLESS}),
        ({"blackListedEmails": [REVIEWERS[2]]}, {REVIEWERS[2]: BLOCKED}),
        ({"unexistingEmails": [REVIEWERS[0].upper()]}, {REVIEWERS[0]: UNKNOWN}),
        (
            {"unexistingEmails": [REVIEWERS[0]], "withoutListEmails": [], "blackListedEmails": [REVIEWERS[2]]},
            {REVIEWERS[0]: UNKNOWN, REVIEWERS[2]: BLOCKED},
        ),
    ],
)
def test_reviewers_whom_brevo_does_not_serve_are_named_and_the_others_get_the_test(
    web: Web, service: Brevo, named: dict[str, list[str]], strangers: dict[str, str]
) -> None:
    others = [address for address in REVIEWERS if address not in strangers]
    web.answers("POST", f"{ONE}/sendTest", stranger(**named), status=400, body={"emailTo": REVIEWERS})
    web.answers("POST", f"{ONE}/sendTest", status=204, body={"emailTo": others})
    assert service.test("7", REVIEWERS) == Delivery(tuple(others), tuple(strangers.items()))


def test_a_test_that_nobody_can_get_reaches_no_test_list_of_the_account(web: Web, service: Brevo) -> None:
    web.answers(
        "POST", f"{ONE}/sendTest", stranger(unexistingEmails=REVIEWERS), status=400, body={"emailTo": REVIEWERS}
    )
    assert service.test("7", REVIEWERS) == Delivery((), tuple((address, UNKNOWN) for address in REVIEWERS))
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        stranger(),
        stranger(unexistingEmails=["else@example.org"]),
        {"code": "x", "message": "Email ids can not receive a test", "unexistingEmails": REVIEWERS[0]},
        {"code": "x", "message": "Email ids can not receive a test", "unexistingEmails": None},
    ],
)
def test_a_test_that_is_refused_for_another_reason_is_refused(
    web: Web, service: Brevo, answer: dict[str, Any]
) -> None:
    web.answers("POST", f"{ONE}/sendTest", answer, status=400, body={"emailTo": REVIEWERS})
    with pytest.raises(ServiceRefused) as caught:
        service.test("7", REVIEWERS)
    assert caught.value.message == "Brevo refused: Email ids can not receive a test"
    assert len(web.asked) == 1


def test_a_send_is_one_request_without_a_body_after_a_last_look(web: Web, service: Brevo) -> None:
    unchanged(web)
    web.answers("POST", f"{ONE}/sendNow", status=204)
    send(service)
    assert web.asked == [f"GET {BASE}{ONE}", f"POST {BASE}{ONE}/sendNow"]


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        ({"name": "Cénum · 2025-04-18 · tested 84ce"}, "name"),
        ({"subject": "Autre chose"}, "subject"),
        ({"htmlContent": "<p>Hiver</p>"}, "html"),
        ({"replyTo": "else@example.org"}, "reply_to"),
        ({"sender": {"name": "Cénum la lettre", "email": "cenum@letter.example.org"}}, "sender"),
        ({"sender": {"name": "Else", "email": "cenum@letter.example.org"}}, "sender, utmCampaignValue"),
        ({"recipients": {"lists": [12, 13]}, "name": "else"}, "name, audience"),
        ({"header": "[DEFAULT_HEADER]"}, "header"),
        ({"header": ""}, "header"),
        ({"header": None}, "header"),
        ({"footer": "[DEFAULT_FOOTER]"}, "footer"),
        ({"footer": FOOTER + "<p>Sent with Brevo</p>"}, "footer"),
        ({"previewText": "Cette semaine"}, "previewText"),
        ({"toField": "{FNAME} {LNAME}"}, "toField"),
        ({"attachmentUrl": "https://example.org/a.pdf"}, "attachmentUrl"),
        ({"attachmentFile": "https://example.org/a.pdf"}, "attachmentFile"),
        ({"abTesting": True, "subject": None, "subjectA": "A", "subjectB": "B"}, "subject, abTesting"),
        ({"sendAtBestTime": True}, "sendAtBestTime"),
        ({"recurring": True}, "recurring"),
        ({"mirrorActive": False}, "mirrorActive"),
        ({"inlineImageActivation": True}, "inlineImageActivation"),
        ({"emailExpirationDate": {"duration": 3, "unit": "days"}}, "emailExpirationDate"),
        ({"utmCampaignValue": NAME}, "utmCampaignValue"),
    ],
)
@pytest.mark.parametrize("leave", [send, schedule])
def test_what_is_not_what_was_cleared_does_not_leave(
    web: Web, service: Brevo, leave: Callable[[Brevo], None], found: dict[str, Any], parts: str
) -> None:
    web.answers("GET", ONE, STORED | found)
    with pytest.raises(Refusal) as caught:
        leave(service)
    assert caught.value.message == f"the campaign at the service differs from what cenum made: {parts} ({PAGE})"
    assert web.asked == [f"GET {BASE}{ONE}"]


@pytest.mark.parametrize(
    "found",
    [
        {"previewText": "", "toField": None, "attachmentUrl": "", "attachmentFile": "", "emailExpirationDate": None},
        {"abTesting": False, "sendAtBestTime": False, "recurring": False, "mirrorActive": True},
        {"mirrorActive": None, "inlineImageActivation": None, "emailExpirationDate": {}},
        {"emailExpirationDate": {"duration": 0, "unit": "days"}, "utmCampaignValue": ""},
        {"utmCampaignValue": "Cenum la lettre"},
        {"utmCampaignValue": "cenum_la_lettre"},
        {"tag": "lettre", "tags": ["lettre"], "utmSource": "brevo", "utmID": 7, "utmId": "7", "testSent": True},
    ],
)
def test_what_is_empty_in_another_way_or_reaches_nobody_is_no_change(
    web: Web, service: Brevo, found: dict[str, Any]
) -> None:
    web.answers("GET", ONE, STORED | found)
    web.answers("POST", f"{ONE}/sendNow", status=204)
    send(service)


@pytest.mark.parametrize(
    "at", [HOUR, HOUR.astimezone(timezone(timedelta(hours=2))), HOUR.astimezone(timezone(timedelta(hours=-9.5)))]
)
@pytest.mark.parametrize("status", ["queued", "scheduled", "inReview"])
def test_an_hour_is_said_in_universal_time_and_mostly_enough(
    web: Web, service: Brevo, at: datetime, status: str
) -> None:
    unchanged(web)
    web.answers("PUT", ONE, status=204, body={"scheduledAt": "2125-04-20T05:15:00.000+00:00"})
    web.answers("GET", ONE, STORED | {"status": status}, query=COUNTED)
    schedule(service, at)
    assert web.asked[1:] == [f"PUT {BASE}{ONE}", f"GET {BASE}{ONE}?statistics=globalStats&excludeHtmlContent=true"]


def test_a_draft_that_stays_one_with_its_hour_is_queued(web: Web, service: Brevo) -> None:
    unchanged(web)
    web.answers("PUT", ONE, status=204, body={"scheduledAt": "2125-04-20T05:15:00.000+00:00"})
    web.answers("GET", ONE, STORED, query=COUNTED)
    web.answers("PUT", f"{ONE}/status", status=204, body={"status": "queued"})
    schedule(service)
    assert web.asked[3:] == [f"PUT {BASE}{ONE}/status"]


@pytest.mark.parametrize("status", [400, 402, 404, 429, 500, 302])
def test_an_hour_that_was_taken_by_a_draft_that_can_not_be_queued_leaves_the_fate_unknown(
    web: Web, service: Brevo, status: int
) -> None:
    unchanged(web)
    web.answers("PUT", ONE, status=204, body={"scheduledAt": "2125-04-20T05:15:00.000+00:00"})
    web.answers("GET", ONE, STORED, query=COUNTED)
    queued = web.answers("PUT", f"{ONE}/status", {"message": "no"}, status=status, body={"status": "queued"})
    with pytest.raises(FateUnknown):
        schedule(service)
    assert queued.call_count == 1


@pytest.mark.parametrize(
    ("status", "text"), [(500, ""), (404, '{"message": "no"}'), (429, ""), (302, ""), (200, "<html>"), (200, "{}")]
)
def test_an_hour_that_was_taken_and_can_not_be_looked_at_leaves_the_fate_unknown(
    web: Web, service: Brevo, status: int, text: str
) -> None:
    unchanged(web)
    hour = web.answers("PUT", ONE, status=204, body={"scheduledAt": "2125-04-20T05:15:00.000+00:00"})
    web.answers("GET", ONE, query=COUNTED, status=status, text=text)
    with pytest.raises(FateUnknown):
        schedule(service)
    assert hour.call_count == 1


def test_an_hour_that_was_refused_is_refused(web: Web, service: Brevo) -> None:
    unchanged(web)
    answer = {"code": "invalid_parameter", "message": "Schedule date is in the past"}
    web.answers("PUT", ONE, answer, status=400, body={"scheduledAt": "2125-04-20T05:15:00.000+00:00"})
    with pytest.raises(ServiceRefused) as caught:
        schedule(service)
    assert caught.value.message == "Brevo refused: Schedule date is in the past"
    assert len(web.asked) == 2


def test_a_scheduled_campaign_becomes_a_draft_again(web: Web, service: Brevo) -> None:
    web.answers("PUT", f"{ONE}/status", status=204, body={"status": "draft"})
    service.unschedule("7")
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("found", "loses_its_mark"),
    [
        ({"scheduledAt": FUTURE}, True),
        ({"scheduledAt": FUTURE} | counters(0, 0), True),
        ({"scheduledAt": FUTURE} | counters(1, 0), False),
        ({"scheduledAt": "2026-11-26T12:01:00Z"}, False),  # this close, it may be leaving already
        ({"scheduledAt": PAST}, False),
        ({"scheduledAt": ""}, False),
        ({"scheduledAt": FUTURE, "status": "queued"}, False),
    ],
)
def test_a_scheduled_campaign_that_can_be_no_draft_is_suspended_and_loses_its_mark_if_it_never_began(
    web: Web,
    service: Brevo,
    found: dict[str, Any],
    loses_its_mark: bool,  # noqa: FBT001  a column of the table
) -> None:
    answer = {"code": "invalid_parameter", "message": "Status is not valid"}
    web.answers("PUT", f"{ONE}/status", answer, status=400, body={"status": "draft"})
    web.answers("PUT", f"{ONE}/status", status=204, body={"status": "suspended"})
    web.answers("GET", ONE, STORED | {"status": "suspended"} | found, query=COUNTED)
    if loses_its_mark:
        web.answers("PUT", ONE, status=204, body={"name": f"{NAME} · cancelled"})
    service.unschedule("7")
    assert len(web.asked) == (4 if loses_its_mark else 3)
    assert read_mark(f"{NAME} · cancelled") is None


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_mark_that_can_not_be_taken_off_makes_no_failure_of_what_was_stopped(
    web: Web, service: Brevo, status: int
) -> None:
    web.answers("PUT", f"{ONE}/status", {"message": "no"}, status=400, body={"status": "draft"})
    web.answers("PUT", f"{ONE}/status", status=204, body={"status": "suspended"})
    web.answers("GET", ONE, STORED | {"status": "suspended", "scheduledAt": FUTURE}, query=COUNTED)
    web.answers("PUT", ONE, status=status, body={"name": f"{NAME} · cancelled"})
    service.unschedule("7")


def test_a_draft_that_brevo_may_have_made_is_not_suspended(web: Web, service: Brevo) -> None:
    web.answers("PUT", f"{ONE}/status", status=500, body={"status": "draft"})
    with pytest.raises(FateUnknown):
        service.unschedule("7")
    assert len(web.asked) == 1


def test_what_is_being_sent_is_suspended(web: Web, service: Brevo) -> None:
    web.answers("PUT", f"{ONE}/status", status=204, body={"status": "suspended"})
    service.cancel("7")


FIGURES = {
    "sent": 100,
    "delivered": 93,
    "hardBounces": 4,
    "softBounces": 3,
    "uniqueViews": 60,
    "viewed": 90,
    "appleMppOpens": 20,
    "uniqueClicks": 15,
    "clickers": 18,
    "unsubscriptions": 1,
    "complaints": 2,
}
LINKS = {"https://example.org/a": 12, "https://example.org/b": 5}


def the_figures(web: Web, figures: Any, links: Any) -> None:
    for kind, found in (("globalStats", figures), ("linksStats", links)):
        web.answers("GET", ONE, STORED | {"statistics": {kind: found}}, query={"statistics": kind, **SHORT})


def test_the_figures_are_readers(web: Web, watching: Brevo) -> None:
    the_figures(web, FIGURES, LINKS)
    assert watching.statistics("7") == Statistics(
        sent=100,
        delivered=93,
        bounces=7,
        unsubscribes=1,
        complaints=2,
        opens=60,
        machine_opens=20,
        clicks=15,
        links=(LinkClicks("https://example.org/a", 12), LinkClicks("https://example.org/b", 5)),
    )


@pytest.mark.parametrize(
    ("links", "clicks"),
    [
        ({"https://example.org/a": 12, "https://example.org/b": {"nbClick": 5}}, [12, 5]),
        ({"https://example.org/a": {"nbClick": 12, "more": 1}}, [12]),
        ({"https://example.org/a": "12"}, [12]),
        ({}, []),
        ([], []),
        (None, []),
    ],
)
def test_clicks_of_links_come_in_two_shapes(web: Web, service: Brevo, links: Any, clicks: list[int]) -> None:
    the_figures(web, FIGURES, links)
    found = service.statistics("7").links
    assert [(one.clicks, one.readers) for one in found] == [(count, None) for count in clicks]


def test_opens_that_readers_did_not_agree_to_are_not_shown(web: Web, service: Brevo) -> None:
    the_figures(web, FIGURES, LINKS)
    figures = service.statistics("7")
    assert (figures.opens, figures.machine_opens, figures.clicks) == (None, None, 15)


def test_machine_opens_that_brevo_does_not_tell_are_unknown(web: Web, watching: Brevo) -> None:
    the_figures(web, {"sent": 3, "uniqueViews": 2}, {})
    figures = watching.statistics("7")
    assert (figures.sent, figures.opens, figures.machine_opens, figures.links) == (3, 2, None, ())


@pytest.mark.parametrize("nothing", [None, {}])
def test_figures_that_brevo_has_no_more_are_none(web: Web, service: Brevo, nothing: Any) -> None:
    the_figures(web, nothing, nothing)
    figures = service.statistics("7")
    assert (figures.sent, figures.delivered, figures.links) == (0, None, ())


@pytest.mark.parametrize(
    ("figures", "links"),
    [(["sent"], LINKS), ({"sent": "many"}, LINKS), (FIGURES, ["https://example.org/a"]), (FIGURES, {"a": {}})],
)
def test_figures_of_another_shape_are_none_that_can_be_read(service: Brevo, figures: Any, links: Any) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        the_figures(Web(mock, BASE, {"api-key": KEY}), figures, links)
        with pytest.raises(ServiceUnreachable) as caught:
            service.statistics("7")
    assert caught.value.message == "Brevo sent an unreadable answer"


def an_account(web: Web, **more: Any) -> None:
    web.answers("GET", "/account", {"email": "owner@example.org", **more})


@pytest.mark.parametrize(
    ("senders", "verified"),
    [
        ([], False),
        ([{"id": 1, "name": "C", "email": "cenum@letter.example.org", "active": True}], True),
        ([{"id": 1, "name": "C", "email": "Cenum@Letter.Example.ORG", "active": True}], True),
        ([{"id": 1, "name": "C", "email": "cenum@letter.example.org", "active": False}], False),
        ([{"id": 1, "name": "C", "email": "else@letter.example.org", "active": True}], False),
    ],
)
def test_the_standing_is_whether_the_sender_is_active(
    web: Web,
    service: Brevo,
    senders: list[dict[str, Any]],
    verified: bool,  # noqa: FBT001  a column of the table
) -> None:
    web.answers("GET", "/senders", {"senders": senders})
    an_account(web)
    assert service.standing(SENDER, []) == Standing(sender_verified=verified)


FREE = "this is Brevo's free plan, which has a limit a day: letters left now: {left}; readers: 41"
FEW = "the account at Brevo has fewer credits than readers: letters left: {left}; readers: 41"


@pytest.mark.parametrize(
    ("plans", "says", "remedy"),
    [
        ([("free", 300, "sendLimit")], FREE.format(left=300), "let nothing else leave on the day of sending"),
        ([("free", 40, "sendLimit")], FREE.format(left=40), "choose a plan that lets a letter for each reader"),
        ([("payAsYouGo", 40, "sendLimit"), ("sms", 500, "sendLimit")], FEW.format(left=40), "buy credits"),
        ([("subscription", 40, "sendLimit"), ("payAsYouGo", 1.0, "sendLimit")], None, None),
        ([("subscription", 5000, "sendLimit"), ("sms", 0, "sendLimit")], None, None),
        ([], None, None),
    ],
)
def test_the_standing_says_how_many_letters_the_plan_lets_through(
    web: Web, service: Brevo, plans: list[tuple[str, float, str]], says: str | None, remedy: str | None
) -> None:
    web.answers("GET", "/senders", {"senders": []})
    an_account(web, plan=[dict(zip(("type", "credits", "creditsType"), plan, strict=True)) for plan in plans])
    if plans:
        web.answers("GET", "/contacts/lists/12", {"id": 12, "name": "Lecteurs", "uniqueSubscribers": 41})
    notices = service.standing(SENDER, []).notices
    assert [(one.subject, one.says) for one in notices] == ([("plan", says)] if says else [])
    assert all(one.remedy.startswith(remedy or "") for one in notices)


def test_the_standing_names_the_reviewers_whom_brevo_does_not_know(web: Web, service: Brevo) -> None:
    an_account(web)
    web.answers("GET", "/senders", {"senders": []})
    web.answers("GET", "/contacts/a%2Bb%40review.example.org", {"email": "a+b@review.example.org"})
    absent = {"code": "document_not_found", "message": "Contact does not exist"}
    web.answers("GET", "/contacts/two%40review.example.org", absent, status=404)
    standing = service.standing(SENDER, ["a+b@review.example.org", "two@review.example.org"])
    assert standing.unknown_reviewers == ("two@review.example.org",)
    assert web.asked[1] == f"GET {BASE}/contacts/a%2Bb%40review.example.org"


def test_a_contact_that_may_not_be_asked_for_is_not_taken_for_unknown(web: Web, service: Brevo) -> None:
    web.answers("GET", "/senders", {"senders": []})
    answer = {"code": "permission_denied", "message": "no"}
    web.answers("GET", "/contacts/two%40review.example.org", answer, status=403)
    with pytest.raises(ServiceRefused):
        service.standing(SENDER, ["two@review.example.org"])


KEY_REMEDY = "check the key in the environment: it may be wrong, expired, or not allowed to do this"
MEND_REMEDY = "correct it at the service or in cenum.toml, then run this command again"
CREDITS_REMEDY = (
    "the account has not enough credits for this audience: buy some at Brevo, then run this command again"
)
IP_REMEDY = "Brevo does not know this machine: allow it, or deactivate the blocking of unknown IP addresses there"
LIST_REMEDY = "check the list in cenum.toml and the campaigns at the service"
BUSY_REMEDY = "the service gets too many requests: wait a few minutes, then run this command again"
IP_WORDS = "We have detected you are using an unrecognised IP address 192.0.2.7."

ERRORS: list[tuple[int, Any, str, str]] = [
    (400, {"code": "invalid_parameter", "message": "Sender is invalid"}, "Sender is invalid", MEND_REMEDY),
    (400, {"code": "missing_parameter", "message": "subject is\n missing"}, "subject is missing", MEND_REMEDY),
    (400, {"code": "not_enough_credits", "message": "No credits"}, "No credits", CREDITS_REMEDY),
    (400, {"message": "word" * 100}, "word" * 75, MEND_REMEDY),
    (400, {"code": "invalid_parameter"}, "400", MEND_REMEDY),
    (400, {"code": ["odd"], "message": None}, "400", MEND_REMEDY),
    (400, ["no", "problem"], "400", MEND_REMEDY),
    (400, "a word", "400", MEND_REMEDY),
    (400, None, "400", MEND_REMEDY),
    (401, {"code": "unauthorized", "message": "Key not found"}, "Key not found", KEY_REMEDY),
    (401, {"code": "unauthorized", "message": IP_WORDS}, IP_WORDS, IP_REMEDY),
    (402, {"code": "not_enough_credits", "message": "Not enough credits"}, "Not enough credits", CREDITS_REMEDY),
    (402, None, "402", CREDITS_REMEDY),
    (404, {"code": "document_not_found", "message": "No such campaign"}, "No such campaign", LIST_REMEDY),
    (405, {"code": "method_not_allowed", "message": "Not in your plan"}, "Not in your plan", MEND_REMEDY),
    (429, {"code": "too_many_requests", "message": "Slower"}, "Slower", BUSY_REMEDY),
]


@pytest.mark.parametrize(("status", "answer", "reason", "remedy"), ERRORS)
def test_every_refusal_says_why_and_what_to_do(  # noqa: PLR0913  a row of the table
    web: Web, service: Brevo, status: int, answer: Any, reason: str, remedy: str
) -> None:
    unchanged(web)
    web.answers("GET", "/account", answer, status=status)
    web.answers("POST", f"{ONE}/sendNow", answer, status=status)
    web.answers("PUT", f"{ONE}/status", answer, status=status, body={"status": "suspended"})
    for ask in (service.account, lambda: send(service), lambda: service.cancel("7")):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == f"Brevo refused: {reason}"
        assert caught.value.remedy == remedy


@pytest.mark.parametrize("header", ["x-sib-ratelimit-reset", "Retry-After"])
def test_a_busy_brevo_is_asked_again_and_told_again(web: Web, service: Brevo, header: str) -> None:
    for method, body, answer in (
        ("GET", None, STORED | {"name": "tested"}),
        ("PUT", {"name": "tested"}, None),
        ("PUT", {"status": "suspended"}, None),
    ):
        path = f"{ONE}/status" if body == {"status": "suspended"} else ONE
        query = COUNTED if method == "GET" else None
        web.answers(method, path, status=429, body=body, query=query, headers={header: "0"})
        web.answers(method, path, answer, body=body, query=query)
    assert service.campaign("7").name == "tested"
    service.rename("7", "tested")
    service.cancel("7")
    assert len(web.asked) == 6


@pytest.mark.parametrize("header", ["x-sib-ratelimit-reset", "Retry-After"])
@pytest.mark.parametrize(
    ("asked", "hour"),
    [
        ("91", "2026-11-27 02:01"),  # in the time zone of the machine
        ("3000", "2026-11-27 02:50"),
        ("90000000000000000000", "2026-11-2"),
    ],
)
@pytest.mark.parametrize("ask", [Brevo.account, lambda service: service.rename("7", NAME), send])
def test_a_brevo_that_wants_no_request_for_long_is_not_waited_for_and_the_hour_is_named(
    service: Brevo, header: str, asked: str, hour: str, ask: Callable[[Brevo], object]
) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for method, path in (("GET", "/account"), ("GET", ONE), ("PUT", ONE)):
            mock.add(method, BASE + path, json={"message": "Slower"}, status=429, headers={header: asked})
        with pytest.raises(ServiceRefused) as caught:
            ask(service)
        assert len(mock.calls) == 1
    assert caught.value.message == "Brevo refused: Slower"
    assert caught.value.remedy.startswith(f"the service takes no more requests before {hour}")


@pytest.mark.parametrize("header", ["x-sib-ratelimit-reset", "Retry-After"])
def test_a_wait_that_is_no_number_is_none(web: Web, service: Brevo, header: str) -> None:
    for _repeat in range(3):
        web.answers("GET", "/account", {"message": "Slower"}, status=429, headers={header: "soon"})
    with pytest.raises(ServiceRefused) as caught:
        service.account()
    assert caught.value.remedy == BUSY_REMEDY
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-sib-ratelimit-reset": "0"}, 0),
        ({"x-sib-ratelimit-reset": "7"}, 7),
        ({"x-sib-ratelimit-reset": "3600"}, 90),
        ({"x-sib-ratelimit-reset": "-3"}, 0),
        ({"x-sib-ratelimit-reset": "soon"}, None),
        ({"Retry-After": "5", "x-sib-ratelimit-reset": "7"}, 5),
        ({}, None),
    ],
)
def test_a_wait_is_as_long_as_brevo_asks_for_and_no_longer_than_bearable(
    service: Brevo, headers: dict[str, str], seconds: float | None
) -> None:
    for session in (service._api._patient, service._api._single, service._api._once):
        adapter = session.get_adapter(BASE)
        assert isinstance(adapter, requests.adapters.HTTPAdapter)
        assert adapter.max_retries.get_retry_after(HTTPResponse(headers=headers)) == seconds


@pytest.mark.parametrize(
    ("status", "kind"), [(400, ServiceRefused), (429, ServiceRefused), (500, FateUnknown), (503, FateUnknown)]
)
def test_a_send_is_never_repeated(web: Web, service: Brevo, status: int, kind: type[CenumError]) -> None:
    unchanged(web)
    headers = {"x-sib-ratelimit-reset": "0", "Retry-After": "0"}
    sent = web.answers("POST", f"{ONE}/sendNow", {"message": "no"}, status=status, headers=headers)
    with pytest.raises(kind):
        send(service)
    assert sent.call_count == 1
    assert web.asked == [f"GET {BASE}{ONE}", f"POST {BASE}{ONE}/sendNow"]


UNREADABLE = "Brevo sent an unreadable answer"


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (500, '{"message": "x"}', "Brevo answered with a server error (500): x"),
        (502, "<html>bad gateway</html>", "Brevo answered with a server error (502)"),
        (503, '{"message": "maintenance"}', "Brevo answered with a server error (503): maintenance"),
        (504, "", "Brevo answered with a server error (504)"),
        (200, "<html>maintenance</html>", UNREADABLE),
        (200, '{"count": 1, "campaigns": [{"id"', UNREADABLE),
        (200, '{"count": 1, "campaigns": {}}', UNREADABLE),
        (200, '{"count": 1, "campaigns": [{"id": "x"}]}', UNREADABLE),
        (200, '{"message": "maintenance"}', UNREADABLE),
        (200, "[]", UNREADABLE),
        (200, "null", UNREADABLE),
        (200, "", UNREADABLE),
        (200, "[" * 100_000, UNREADABLE),
    ],
)
def test_what_can_not_be_read_changed_nothing_where_it_was_asked_and_is_unknown_where_it_was_told(
    web: Web, service: Brevo, status: int, text: str, message: str
) -> None:
    web.answers("GET", "/emailCampaigns", status=status, text=text, query=listing(0))
    with pytest.raises(ServiceUnreachable) as asked:
        list(service.campaigns())
    assert (asked.value.message, asked.value.remedy) == (message, LATER)
    told = web.answers("POST", "/emailCampaigns", status=status, text=text, body={"name": NAME, **BODY})
    with pytest.raises(FateUnknown) as caught:
        service.create(NAME, CONTENT)
    assert (caught.value.message, caught.value.remedy) == (message, LATER)
    assert told.call_count == 1


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(web: Web, service: Brevo, status: int) -> None:
    unchanged(web)
    headers = {"Location": "https://evil.example.org/"}
    web.answers("GET", "/account", status=status, headers=headers)
    web.answers("POST", f"{ONE}/sendNow", status=status, headers=headers)
    for ask in (service.account, lambda: send(service)):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == "Brevo answers from another address"
        assert caught.value.remedy == "check the service's address (listmonk: LISTMONK_URL)"
    assert len(web.asked) == 3


SILENT = "Brevo did not answer"
AWAY = "Brevo can't be reached"


@pytest.mark.parametrize(
    ("broken", "message", "told"),
    [
        (requests.ConnectTimeout(KEY), AWAY, ServiceUnreachable),
        (requests.ReadTimeout(KEY), SILENT, FateUnknown),
        (requests.ConnectionError(KEY), SILENT, FateUnknown),
        (requests.exceptions.ChunkedEncodingError(KEY), SILENT, FateUnknown),
        (requests.exceptions.SSLError(KEY), SILENT, FateUnknown),
        (
            requests.exceptions.SSLError(ssl.SSLCertVerificationError(KEY)),
            "Brevo can't be trusted: its certificate is not valid",
            ServiceUnreachable,
        ),
    ],
)
def test_a_line_that_breaks_is_told_apart_by_what_may_have_arrived(
    web: Web, service: Brevo, broken: requests.RequestException, message: str, told: type[CenumError]
) -> None:
    unchanged(web)
    asked = web.mock.get(f"{BASE}/account", body=broken)
    sent = web.mock.post(f"{BASE}{ONE}/sendNow", body=broken)
    for ask, kind in ((service.account, ServiceUnreachable), (lambda: send(service), told)):
        with pytest.raises(kind) as caught:
            ask()
        assert type(caught.value) is kind
        assert caught.value.message == message
        assert caught.value.remedy
        assert "planted" not in everything(caught.value)
    assert (asked.call_count, sent.call_count) == (1, 1)


def test_an_answer_that_is_cut_off_leaves_the_fate_unknown(web: Web, service: Brevo) -> None:
    unchanged(web)
    headers = {"Content-Length": "500"}
    web.answers("GET", "/account", {"email": "owner@example.org"}, headers=headers)
    web.answers("POST", f"{ONE}/sendNow", {}, headers=headers)
    with pytest.raises(ServiceUnreachable, match=SILENT):
        service.account()
    with pytest.raises(FateUnknown, match=SILENT):
        send(service)


ACTS: list[Callable[[Brevo], object]] = [
    lambda service: service.create(NAME, CONTENT),
    lambda service: service.update("7", CONTENT),
    lambda service: service.rename("7", NAME),
    lambda service: service.test("7", REVIEWERS),
    lambda service: service.unschedule("7"),
    lambda service: service.cancel("7"),
]
ASKS: list[Callable[[Brevo], object]] = [
    send,
    schedule,
    Brevo.account,
    Brevo.audience,
    lambda service: list(service.campaigns()),
    lambda service: service.campaign("7"),
    lambda service: service.read("7"),
    lambda service: service.statistics("7"),
    lambda service: service.standing(SENDER, REVIEWERS),
]


@pytest.mark.parametrize("ask", [*ACTS, *ASKS])
def test_where_nobody_listens_nothing_is_changed(ask: Callable[[Brevo], object]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with closing(Brevo(KEY, 12, base=f"http://127.0.0.1:{port}", patience=PATIENCE)) as service:
        with pytest.raises(ServiceUnreachable) as caught:
            ask(service)
        assert caught.value.message == AWAY
        assert caught.value.remedy == "check the connection and the service's status page"


@pytest.mark.parametrize(
    ("ask", "kind"), [*((act, FateUnknown) for act in ACTS), *((ask, ServiceUnreachable) for ask in ASKS)]
)
def test_a_silence_is_waited_for_and_then_said(ask: Callable[[Brevo], object], kind: type[CenumError]) -> None:
    patience = Patience(connect=1, silence=0.05, answer=1, repeats=1, pause=0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(Brevo(KEY, 12, base=base, patience=patience)) as service, pytest.raises(kind) as caught:
            ask(service)
    assert (caught.value.message, caught.value.remedy) == (SILENT, LATER)


@pytest.mark.parametrize("spelt", [KEY, base64.b64encode(KEY.encode()).decode()])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 402, 403, 404, 429, 500])
def test_a_key_that_brevo_repeats_is_never_shown(web: Web, service: Brevo, spelt: str, status: int) -> None:
    unchanged(web)
    answer = {"code": spelt, "message": f"The key {spelt} of this IP is wrong", "id": spelt}
    web.answers("GET", ONE, answer, query=COUNTED, status=status)
    web.answers("POST", f"{ONE}/sendNow", status=status, text=spelt)
    web.answers("PUT", f"{ONE}/status", answer, status=status, body={"status": "suspended"})
    asked: list[Callable[[], object]] = [lambda: service.campaign("7"), lambda: send(service)]
    if status != 200:
        asked.append(lambda: service.cancel("7"))
    else:
        service.cancel("7")
    for ask in asked:
        with pytest.raises(CenumError) as caught:
            ask()
        said = everything(caught.value)
        assert "planted" not in said
        assert spelt not in said
