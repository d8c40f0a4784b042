"""How every service over HTTP is spoken to, whatever it answers: nothing twice, nothing guessed, no key shown."""

from __future__ import annotations

import base64
import socket
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import requests
import responses

from cenum.edition.edition import Address
from cenum.errors import CenumError, FateUnknown, ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.services.brevo import Brevo
from cenum.services.hours import hour
from cenum.services.listmonk import Listmonk
from cenum.services.mailchimp import Mailchimp
from cenum.services.mailjet import Mailjet
from cenum.services.provider import Patience
from cenum.services.secrets import key, redact
from cenum.services.service import Content, State
from tests.services.opening import cleared

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = Patience(connect=1, silence=1, answer=2, repeats=2, pause=0)
KEY, SECRET = "planted-key-0123456789-us21", "planted-secret-9876543210"
HOUR = datetime(2126, 11, 27, 6, 0, tzinfo=UTC)
NAME = "Cénum · 2126-11-27 · untested"
CONTENT = Content(
    "Un sujet", None, Address("Cénum", "cenum@example.org"), "bonjour@example.org", "<p>x</p>", "x", "12"
)
SENDER = {"name": "Cénum", "email": "cenum@example.org"}

BREVO = "https://api.brevo.com/v3"
MAILJET = "https://api.mailjet.com/v3/REST"
MAILCHIMP = "https://us21.api.mailchimp.com/3.0"
LISTMONK = "https://listmonk.example.org/api"

SERVICES: dict[str, Callable[[], Any]] = {
    "brevo": lambda: Brevo(KEY, 12, patience=PATIENCE),
    "mailjet": lambda: Mailjet(KEY, SECRET, 12, patience=PATIENCE),
    "mailchimp": lambda: Mailchimp(KEY, "a1b2c3", patience=PATIENCE),
    "listmonk": lambda: Listmonk("cenum", SECRET, "https://listmonk.example.org", 3, patience=PATIENCE),
}
AUTHORIZATION = {
    "brevo": ("api-key", KEY),
    "mailjet": ("Authorization", "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()),
    "mailchimp": ("Authorization", "Basic " + base64.b64encode(f"cenum:{KEY}".encode()).decode()),
    "listmonk": ("Authorization", "Basic " + base64.b64encode(f"cenum:{SECRET}".encode()).decode()),
}


MAILJET_DRAFT = {"Count": 1, "Total": 1, "Data": [{"ID": 7, "Title": NAME, "Status": 0}]}
MAILCHIMP_ONE = {"id": "abc", "web_id": 9, "status": "save", "settings": {"title": NAME}}
LISTMONK_ONE: dict[str, Any] = {"data": {"id": 7, "name": NAME, "status": "draft"}}


class Send(NamedTuple):
    """What is read before a send, with the answers, and the one request that sends."""

    reads: dict[str, Any]
    method: str
    url: str


SENDS = {
    "brevo": Send(
        {f"{BREVO}/emailCampaigns/7": {"id": 7, "name": NAME, "status": "draft"}},
        "POST",
        f"{BREVO}/emailCampaigns/7/sendNow",
    ),
    "mailjet": Send(
        {f"{MAILJET}/campaigndraft/7": MAILJET_DRAFT, f"{MAILJET}/campaigndraft/7/detailcontent": {"Data": []}},
        "POST",
        f"{MAILJET}/campaigndraft/7/send",
    ),
    "mailchimp": Send(
        {
            f"{MAILCHIMP}/campaigns/abc": MAILCHIMP_ONE,
            f"{MAILCHIMP}/campaigns/abc/content": {},
            f"{MAILCHIMP}/campaigns/abc/send-checklist": {"is_ready": True, "items": []},
        },
        "POST",
        f"{MAILCHIMP}/campaigns/abc/actions/send",
    ),
    "listmonk": Send({f"{LISTMONK}/campaigns/7": LISTMONK_ONE}, "PUT", f"{LISTMONK}/campaigns/7/status"),
}


def send_as_stored(service: str, mock: responses.RequestsMock) -> None:
    """Send the campaign, which nobody changed; it is looked at before, whatever is answered then."""
    for url, answer in SENDS[service].reads.items():
        mock.get(url, json=answer)
    made = SERVICES[service]()
    made.send(*cleared(made, NUMBERS[service]))


def sends_in(service: str, mock: responses.RequestsMock) -> int:
    return sum(call.request.method == SENDS[service].method for call in mock.calls)


ONE: dict[str, Callable[[Any], tuple[str, str, Any]]] = {
    "brevo": lambda said: ("7", f"{BREVO}/emailCampaigns/7", {"id": 7, "name": NAME, "status": said}),
    "mailjet": lambda said: ("7", f"{MAILJET}/campaigndraft/7", {"Data": [{"ID": 7, "Title": NAME, "Status": said}]}),
    "mailchimp": lambda said: ("abc", f"{MAILCHIMP}/campaigns/abc", {**MAILCHIMP_ONE, "status": said}),
    "listmonk": lambda said: ("7", f"{LISTMONK}/campaigns/7", {"data": {**LISTMONK_ONE["data"], "status": said}}),
}


NUMBERS = {"brevo": "7", "mailjet": "7", "mailchimp": "abc", "listmonk": "7"}


def broken() -> dict[str, Any]:
    return {
        "500": {"status": 500, "body": "oops"},
        "no JSON": {"status": 200, "body": "<html>maintenance</html>"},
        "another shape": {"status": 200, "body": "[1, 2]"},
        "brackets without end": {"status": 200, "body": "[" * 200_000},
        "too much": {"status": 200, "body": b" " * 20_000_001},
        "silence": {"body": requests.ReadTimeout()},
        "reset": {"body": requests.ConnectionError("reset")},
        "cut short": {"body": requests.exceptions.ChunkedEncodingError("cut")},
    }


REASONS: dict[str, dict[str, str]] = {
    "brevo": {"message": "no room: {secret}"},
    "mailjet": {"ErrorMessage": "no room: {secret}"},
    "mailchimp": {"detail": "no room: {secret}"},
    "listmonk": {"message": "no room: {secret}"},
}


@pytest.mark.parametrize("service", REASONS)
def test_a_server_error_says_its_reason_and_no_key(service: str) -> None:
    """Measured at listmonk: “Error uploading file: open uploads/…: no such file or directory”."""
    secret = SECRET if service in {"mailjet", "listmonk"} else KEY
    campaign, url, _answer = ONE[service](None)
    with responses.RequestsMock() as mock:
        mock.get(url, json={name: said.format(secret=secret) for name, said in REASONS[service].items()}, status=500)
        with pytest.raises(ServiceUnreachable) as caught:
            SERVICES[service]().campaign(campaign)
    assert caught.value.message.partition(" answered with a server error (500): ")[2].startswith("no room: ")
    assert secret not in caught.value.message


@pytest.mark.parametrize("service", REASONS)
def test_a_reason_is_as_long_as_a_sentence(service: str) -> None:
    campaign, url, _answer = ONE[service](None)
    with responses.RequestsMock() as mock:
        mock.get(url, json=dict.fromkeys(REASONS[service], "no room " * 10_000), status=500)
        with pytest.raises(ServiceUnreachable) as caught:
            SERVICES[service]().campaign(campaign)
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("service", ["brevo", "mailjet", "mailchimp", "listmonk"])
def test_an_empty_answer_is_not_taken_for_an_empty_list(service: str) -> None:
    url = {"brevo": f"{BREVO}/emailCampaigns", "mailjet": f"{MAILJET}/campaigndraft"}
    url |= {"mailchimp": f"{MAILCHIMP}/campaigns", "listmonk": f"{LISTMONK}/campaigns"}
    answers: tuple[dict[str, Any], ...] = ({}, {"data": {}})
    for answer in answers:
        with line() as mock:
            mock.get(url[service], json=answer)
            with pytest.raises(ServiceUnreachable):
                list(SERVICES[service]().campaigns())


def listed(service: str, rows: list[dict[str, Any]] | None) -> tuple[str, Any]:
    """Where the campaigns are listed, and the answer with these."""
    return {
        "brevo": (f"{BREVO}/emailCampaigns", {"count": len(rows or []), "campaigns": rows}),
        "mailjet": (f"{MAILJET}/campaigndraft", {"Count": len(rows or []), "Data": rows}),
        "mailchimp": (f"{MAILCHIMP}/campaigns", {"campaigns": rows}),
        "listmonk": (f"{LISTMONK}/campaigns", {"data": {"results": rows, "total": len(rows or [])}}),
    }[service]


def line() -> responses.RequestsMock:
    """Where a listing is asked for: listmonk says first who sees it; not every service is asked for a last page."""
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    mock.get(f"{LISTMONK}/profile", json={"data": {"user_role": {"permissions": ["campaigns:get_all"]}}})
    return mock


STRANGERS: dict[str, list[dict[str, Any]]] = {
    "brevo": [
        {"id": 1},
        {"id": 2, "name": None, "status": None, "scheduledAt": None, "sender": None, "subject": None},
        {"id": 3, "name": "", "status": "", "scheduledAt": "", "sender": {"id": 4}, "replyTo": None},
        {"id": 4, "name": "x", "status": "sent", "scheduledAt": "soon", "recipients": None, "statistics": []},
        {"id": 5, "name": "x", "status": "queued", "scheduledAt": {}, "sender": {"name": None, "email": None}},
    ],
    "mailjet": [
        {"ID": 3, "Title": "", "Status": -99, "ContactsListID": None, "SenderName": None},
        {"ID": 2, "Title": None, "Status": None, "Subject": None, "SenderEmail": None, "ReplyEmail": None},
        {"ID": 1},
    ],
    "mailchimp": [
        {"id": "a"},
        {"id": "b", "status": None, "web_id": None, "send_time": None, "settings": None},
        {"id": "c", "status": "", "send_time": "", "settings": {"title": None, "subject_line": None}},
        {"id": "d", "status": "save", "send_time": 0, "settings": {"from_name": None, "reply_to": None}},
    ],
    "listmonk": [
        {"id": 1},
        {"id": 2, "name": None, "status": None, "send_at": None, "started_at": None, "sent": None},
        {"id": 3, "name": "", "status": "", "send_at": "", "headers": None, "lists": None, "subject": None},
        {"id": 4, "name": "x", "status": "draft", "send_at": "0", "from_email": None, "altbody": None, "views": None},
    ],
}


@pytest.mark.parametrize("service", STRANGERS)
def test_a_stranger_s_campaign_of_which_nothing_is_filled_in_stops_nothing(service: str) -> None:
    with line() as mock:
        for rows in (STRANGERS[service], []):
            url, answer = listed(service, rows)
            mock.get(url, json=answer)
        found = list(SERVICES[service]().campaigns())
    assert [campaign.id for campaign in found] == [str(row.get("id", row.get("ID"))) for row in STRANGERS[service]]
    assert {campaign.at for campaign in found} == {None}
    # What a service does not say is no draft that could be sent.
    assert [campaign.state for campaign in found[:3]] == [State.PAUSED] * 3


@pytest.mark.parametrize("service", STRANGERS)
def test_a_list_that_is_none_or_a_campaign_without_a_number_is_not_overlooked(service: str) -> None:
    url, answer = listed(service, [{"name": "x", "Title": "x", "status": "draft", "Status": 0}])
    _url, nothing = listed(service, None)
    for said in (answer, nothing):
        with line() as mock:
            mock.get(url, json=said)
            with pytest.raises(ServiceUnreachable):
                list(SERVICES[service]().campaigns())


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2126-11-27T06:00:00Z", HOUR),
        ("2126-11-27T07:00:00+01:00", HOUR),
        ("2126-11-27T06:00:00", HOUR),
        ("2126-11-27 06:00", HOUR),
        ("", None),
        ("soon", None),
        (None, None),
        (1, None),
    ],
)
def test_an_hour_without_a_zone_is_utc_and_none_is_none(said: object, at: datetime | None) -> None:
    assert hour(said) == at


@pytest.mark.parametrize("fault", broken())
@pytest.mark.parametrize("service", SENDS)
def test_an_ambiguous_answer_to_a_send_is_never_repeated(service: str, fault: str) -> None:
    with responses.RequestsMock() as mock:
        mock.add(SENDS[service].method, SENDS[service].url, **broken()[fault])
        if fault == "another shape":
            send_as_stored(service, mock)
        else:
            with pytest.raises(FateUnknown):
                send_as_stored(service, mock)
        assert sends_in(service, mock) == 1


@pytest.mark.parametrize("service", SENDS)
def test_a_busy_service_is_not_asked_to_send_a_second_time(service: str) -> None:
    with responses.RequestsMock() as mock:
        mock.add(SENDS[service].method, SENDS[service].url, status=429, headers={"Retry-After": "0"})
        with pytest.raises(ServiceRefused, match="too many requests"):
            send_as_stored(service, mock)
        assert sends_in(service, mock) == 1


@pytest.mark.parametrize("fault", broken())
@pytest.mark.parametrize("service", SENDS)
def test_a_question_that_stays_open_is_no_matter_of_fate(service: str, fault: str) -> None:
    number, url, _answer = ONE[service]("")
    with responses.RequestsMock() as mock:
        mock.get(url, **broken()[fault])
        with pytest.raises(ServiceUnreachable):
            SERVICES[service]().campaign(number)


@pytest.mark.parametrize(("service", "header"), [("brevo", "x-sib-ratelimit-reset"), ("mailjet", "Retry-After")])
def test_a_busy_service_is_asked_again_when_it_says(service: str, header: str) -> None:
    number, url, answer = ONE[service]("draft" if service == "brevo" else 0)
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        mock.get(url, status=429, headers={header: "0"})
        mock.get(url, status=503)
        mock.get(url, json=answer)
        assert SERVICES[service]().campaign(number).state is State.DRAFT


def test_an_answer_that_takes_longer_than_answers_take_is_none() -> None:
    with responses.RequestsMock() as mock:
        mock.get(f"{BREVO}/account", body=b"{}")
        patience = Patience(answer=-1, repeats=0)  # whatever comes, comes too late
        with pytest.raises(ServiceUnreachable):
            Brevo(KEY, 12, patience=patience)._api.get("/account", dict)


def test_a_redirect_is_not_followed_with_the_key() -> None:
    with responses.RequestsMock() as mock:
        mock.get(f"{BREVO}/account", status=302, headers={"Location": "https://evil.example/"})
        with pytest.raises(ServiceRefused, match="another address"):
            SERVICES["brevo"]().account()
        assert len(mock.calls) == 1


def test_nothing_is_changed_where_nobody_listens() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(ServiceUnreachable, match="can't be reached"):
            Listmonk("cenum", SECRET, base, 3, patience=PATIENCE).create(NAME, CONTENT)


@pytest.mark.parametrize("form", [KEY, SECRET, base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()])
@pytest.mark.parametrize("service", SENDS)
def test_a_key_that_a_provider_repeats_is_shown_to_nobody(service: str, form: str) -> None:
    if (service == "listmonk" and form != SECRET) or (service in {"brevo", "mailchimp"} and form != KEY):
        return
    number, url, _answer = ONE[service]("")
    names = {"brevo": "message", "mailjet": "ErrorMessage", "mailchimp": "title", "listmonk": "message"}
    with responses.RequestsMock() as mock:
        mock.get(url, status=400, json={names[service]: f"bad key {form} given"})
        with pytest.raises(CenumError) as refusal:
            SERVICES[service]().campaign(number)
    shown = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value)
    assert "bad key" in shown
    assert not [secret for secret in (KEY, SECRET, form) if secret in shown]


@pytest.mark.parametrize("value", ["", "  ", "a b", "clé", "a\nb"])
def test_what_is_no_key_is_refused_unseen(value: str) -> None:
    with pytest.raises(UsageMistake) as mistake:
        key({"X": value}, "X")
    assert not value.strip() or value not in str(mistake.value)


def test_short_words_are_not_taken_for_secrets() -> None:
    assert redact("a cat sat", ["a"]) == "a cat sat"


def test_a_draft_is_not_made_twice_because_a_service_names_an_hour_to_come_back() -> None:
    for status in (413, 503):
        with responses.RequestsMock() as mock:
            mock.post(f"{BREVO}/emailCampaigns", status=status, headers={"Retry-After": "0"})
            with pytest.raises(CenumError):
                SERVICES["brevo"]().create(NAME, CONTENT)
            assert len(mock.calls) == 1
