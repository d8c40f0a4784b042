"""What each service is sent, byte for byte, and what becomes of every answer that its documentation knows."""

from __future__ import annotations

import base64
import json
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import responses

from cenum.edition.model import Address
from cenum.errors import CenumError, FateUnknown, Refusal, ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.services.brevo import Brevo
from cenum.services.http import Patience
from cenum.services.listmonk import Listmonk
from cenum.services.mailchimp import Mailchimp
from cenum.services.mailjet import Mailjet
from cenum.services.secrets import key, redact
from cenum.services.service import Content, State
from tests.services.contract import edition

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = Patience(connect=1, silence=1, answer=2, repeats=2, pause=0)
KEY, SECRET = "planted-key-0123456789-us21", "planted-secret-9876543210"
HOUR = datetime(2126, 11, 27, 6, 0, tzinfo=UTC)
NAME = "Cénum · 2126-11-27 · untested"
CONTENT = Content("Un sujet", None, Address("Cénum", "cenum@example.org"), "bonjour@example.org", "<p>x</p>", "x")
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


class Sent(NamedTuple):
    """A request as it has to be, and what it is answered."""

    method: str
    url: str
    body: Any = None
    answer: Any = None
    status: int = 200


BREVO_BODY = {
    "subject": "Un sujet",
    "sender": SENDER,
    "replyTo": "bonjour@example.org",
    "htmlContent": "<p>x</p>",
    "recipients": {"listIds": [12]},
    "mirrorActive": True,
    "inlineImageActivation": False,
    "utmCampaign": "Cenum",
}
BREVO_ONE = {"id": 7, "name": NAME, "status": "draft"}
MAILJET_BODY = {
    "Locale": "fr_FR",
    "Sender": "Cénum",
    "SenderName": "Cénum",
    "SenderEmail": "cenum@example.org",
    "ReplyEmail": "bonjour@example.org",
    "Subject": "Un sujet",
    "ContactsListID": 12,
    "EditMode": "html2",
}
MAILJET_PARTS = {"Html-part": "<p>x</p>", "Text-part": "x"}
MAILJET_DRAFT = {"Count": 1, "Total": 1, "Data": [{"ID": 7, "Title": NAME, "Status": 0}]}
MAILCHIMP_SETTINGS = {
    "subject_line": "Un sujet",
    "from_name": "Cénum",
    "reply_to": "bonjour@example.org",
    "auto_footer": False,
    "inline_css": False,
}
MAILCHIMP_BODY = {
    "recipients": {"list_id": "a1b2c3"},
    "settings": MAILCHIMP_SETTINGS,
    "tracking": {"opens": False, "html_clicks": False, "text_clicks": False},
}
MAILCHIMP_ONE = {"id": "abc", "web_id": 9, "status": "save", "settings": {"title": NAME}}
MAILCHIMP_READY = {"is_ready": True, "items": []}
LISTMONK_BODY = {
    "name": NAME,
    "subject": "Un sujet",
    "lists": [3],
    "from_email": "Cénum <cenum@example.org>",
    "type": "regular",
    "content_type": "visual",
    "body": "<p>x</p>",
    "altbody": "x",
    "headers": [{"Reply-To": "bonjour@example.org"}],
    "messenger": "email",
    "tags": [],
    "send_at": None,
}
LISTMONK_ONE = {"data": {**LISTMONK_BODY, "id": 7, "status": "draft"}}
LISTMONK_KNOWN = {"data": {"results": [{"email": "one@example.org", "status": "enabled"}]}}
LISTMONK_SEARCH = f"{LISTMONK}/subscribers?search=one%40example.org&per_page=50"
RENAMED = "Cénum · 2126-11-27 · tested x"

# operation of which service: what is called, and the requests that it makes, in order
REQUESTS: dict[str, tuple[Callable[[Any], object], list[Sent]]] = {
    "brevo account": (lambda s: s.account(), [Sent("GET", f"{BREVO}/account", answer={"email": "a@b.example"})]),
    "brevo audience": (
        lambda s: s.audience(),
        [Sent("GET", f"{BREVO}/contacts/lists/12", answer={"name": "L", "uniqueSubscribers": 3})],
    ),
    "brevo campaigns": (
        lambda s: list(s.campaigns()),
        [
            Sent(
                "GET",
                f"{BREVO}/emailCampaigns?type=classic&limit=100&offset={offset}&sort=desc&excludeHtmlContent=true",
                answer=answer,
            )
            for offset, answer in (
                (0, {"campaigns": [BREVO_ONE], "count": 101}),
                (100, {"campaigns": [BREVO_ONE], "count": 101}),
                (200, {"count": 101}),
            )
        ],
    ),
    "brevo create": (
        lambda s: s.create(NAME, CONTENT),
        [Sent("POST", f"{BREVO}/emailCampaigns", {"name": NAME, **BREVO_BODY}, {"id": 7}, 201)],
    ),
    "brevo update": (
        lambda s: s.update("7", CONTENT),
        [Sent("PUT", f"{BREVO}/emailCampaigns/7", BREVO_BODY, status=204)],
    ),
    "brevo rename": (
        lambda s: s.rename("7", RENAMED),
        [Sent("PUT", f"{BREVO}/emailCampaigns/7", {"name": RENAMED}, status=204)],
    ),
    "brevo read": (lambda s: s.read("7"), [Sent("GET", f"{BREVO}/emailCampaigns/7", answer=BREVO_ONE)]),
    "brevo test": (
        lambda s: s.test("7", ["one@example.org"]),
        [Sent("POST", f"{BREVO}/emailCampaigns/7/sendTest", {"emailTo": ["one@example.org"]}, status=204)],
    ),
    "brevo send": (lambda s: s.send("7"), [Sent("POST", f"{BREVO}/emailCampaigns/7/sendNow", status=204)]),
    "brevo schedule": (
        lambda s: s.schedule("7", HOUR),
        [
            Sent("PUT", f"{BREVO}/emailCampaigns/7", {"scheduledAt": "2126-11-27T06:00:00.000+00:00"}, status=204),
            Sent("GET", f"{BREVO}/emailCampaigns/7?excludeHtmlContent=true", answer=BREVO_ONE),
            Sent("PUT", f"{BREVO}/emailCampaigns/7/status", {"status": "queued"}, status=204),
        ],
    ),
    "brevo unschedule": (
        lambda s: s.unschedule("7"),
        [
            Sent("PUT", f"{BREVO}/emailCampaigns/7/status", {"status": "draft"}, {"message": "no"}, 400),
            Sent("PUT", f"{BREVO}/emailCampaigns/7/status", {"status": "suspended"}, status=204),
        ],
    ),
    "brevo cancel": (
        lambda s: s.cancel("7"),
        [Sent("PUT", f"{BREVO}/emailCampaigns/7/status", {"status": "suspended"}, status=204)],
    ),
    "brevo standing": (
        lambda s: s.standing(Address("C", "cenum@example.org"), ["one@example.org"]),
        [
            Sent("GET", f"{BREVO}/senders", answer={"senders": [{**SENDER, "active": True}]}),
            Sent("GET", f"{BREVO}/contacts/one%40example.org", answer={"code": "document_not_found"}, status=404),
        ],
    ),
    "mailjet account": (lambda s: s.account(), [Sent("GET", f"{MAILJET}/apikey", answer={"Data": [{"Name": "C"}]})]),
    "mailjet audience": (
        lambda s: s.audience(),
        [Sent("GET", f"{MAILJET}/contactslist/12", answer={"Data": [{"Name": "L", "SubscriberCount": 3}]})],
    ),
    "mailjet campaigns": (
        lambda s: list(s.campaigns()),
        [
            Sent("GET", f"{MAILJET}/campaigndraft?Limit=100&Offset={offset}&Sort=ID+DESC", answer=answer)
            for offset, answer in ((0, MAILJET_DRAFT), (100, {"Data": []}))
        ],
    ),
    "mailjet create": (
        lambda s: s.create(NAME, CONTENT),
        [
            Sent("POST", f"{MAILJET}/campaigndraft", {"Title": NAME, **MAILJET_BODY}, MAILJET_DRAFT, 201),
            Sent("POST", f"{MAILJET}/campaigndraft/7/detailcontent", MAILJET_PARTS, {"Data": []}, 201),
        ],
    ),
    "mailjet update": (
        lambda s: s.update("7", CONTENT),
        [
            Sent("PUT", f"{MAILJET}/campaigndraft/7", MAILJET_BODY, MAILJET_DRAFT),
            Sent("POST", f"{MAILJET}/campaigndraft/7/detailcontent", MAILJET_PARTS, {"Data": []}, 201),
        ],
    ),
    "mailjet rename": (
        lambda s: s.rename("7", RENAMED),
        [Sent("PUT", f"{MAILJET}/campaigndraft/7", {"Title": RENAMED}, MAILJET_DRAFT)],
    ),
    "mailjet read": (
        lambda s: s.read("7"),
        [
            Sent("GET", f"{MAILJET}/campaigndraft/7", answer=MAILJET_DRAFT),
            Sent("GET", f"{MAILJET}/campaigndraft/7/detailcontent", answer={"Data": [MAILJET_PARTS]}),
        ],
    ),
    "mailjet test": (
        lambda s: s.test("7", ["one@example.org"]),
        [
            Sent(
                "POST",
                f"{MAILJET}/campaigndraft/7/test",
                {"Recipients": [{"Email": "one@example.org", "Name": "one@example.org"}]},
                {"Data": [{"Status": "Draft"}]},
                201,
            )
        ],
    ),
    "mailjet send": (
        lambda s: s.send("7"),
        [
            Sent("GET", f"{MAILJET}/campaigndraft/7", answer=MAILJET_DRAFT),
            Sent("POST", f"{MAILJET}/campaigndraft/7/send", answer={"Data": [{"Status": "Programmed"}]}, status=201),
        ],
    ),
    "mailjet schedule": (
        lambda s: s.schedule("7", HOUR),
        [
            Sent("GET", f"{MAILJET}/campaigndraft/7", answer=MAILJET_DRAFT),
            Sent(
                "POST",
                f"{MAILJET}/campaigndraft/7/schedule",
                {"Date": "2126-11-27T06:00:00+00:00"},
                {"Data": []},
                201,
            ),
        ],
    ),
    "mailjet unschedule": (
        lambda s: s.unschedule("7"),
        [Sent("DELETE", f"{MAILJET}/campaigndraft/7/schedule", status=204)],
    ),
    "mailjet standing": (
        lambda s: s.standing(Address("C", "cenum@example.org"), []),
        [
            Sent(
                "GET",
                f"{MAILJET}/sender?Limit=1000",
                answer={"Data": [{"Email": "*@example.org", "Status": "Active"}]},
            )
        ],
    ),
    "mailjet statistics before it left": (
        lambda s: s.statistics("7"),
        [Sent("GET", f"{MAILJET}/campaign/mj.nl=7", answer={"ErrorMessage": "Object not found"}, status=404)],
    ),
    "mailchimp account": (lambda s: s.account(), [Sent("GET", f"{MAILCHIMP}/", answer={"account_name": "C"})]),
    "mailchimp audience": (
        lambda s: s.audience(),
        [Sent("GET", f"{MAILCHIMP}/lists/a1b2c3", answer={"name": "L", "stats": {"member_count": 3}})],
    ),
    "mailchimp campaigns": (
        lambda s: list(s.campaigns()),
        [
            Sent(
                "GET",
                f"{MAILCHIMP}/campaigns?count=100&offset={offset}&sort_field=create_time&sort_dir=DESC",
                answer={"campaigns": found},
            )
            for offset, found in ((0, [MAILCHIMP_ONE]), (100, []))
        ],
    ),
    "mailchimp create": (
        lambda s: s.create(NAME, CONTENT),
        [
            Sent(
                "POST",
                f"{MAILCHIMP}/campaigns",
                {"type": "regular", **MAILCHIMP_BODY, "settings": {"title": NAME, **MAILCHIMP_SETTINGS}},
                MAILCHIMP_ONE,
            ),
            Sent("PUT", f"{MAILCHIMP}/campaigns/abc/content", {"html": "<p>x</p>", "plain_text": "x"}, {}),
        ],
    ),
    "mailchimp update": (
        lambda s: s.update("abc", CONTENT),
        [
            Sent("PATCH", f"{MAILCHIMP}/campaigns/abc", MAILCHIMP_BODY, MAILCHIMP_ONE),
            Sent("PUT", f"{MAILCHIMP}/campaigns/abc/content", {"html": "<p>x</p>", "plain_text": "x"}, {}),
        ],
    ),
    "mailchimp rename": (
        lambda s: s.rename("abc", RENAMED),
        [Sent("PATCH", f"{MAILCHIMP}/campaigns/abc", {"settings": {"title": RENAMED}}, MAILCHIMP_ONE)],
    ),
    "mailchimp test": (
        lambda s: s.test("abc", ["one@example.org"]),
        [
            Sent(
                "POST",
                f"{MAILCHIMP}/campaigns/abc/actions/test",
                {"test_emails": ["one@example.org"], "send_type": "html"},
                status=204,
            )
        ],
    ),
    "mailchimp send": (
        lambda s: s.send("abc"),
        [
            Sent("GET", f"{MAILCHIMP}/campaigns/abc/send-checklist", answer=MAILCHIMP_READY),
            Sent("POST", f"{MAILCHIMP}/campaigns/abc/actions/send", status=204),
        ],
    ),
    "mailchimp schedule": (
        lambda s: s.schedule("abc", HOUR),
        [
            Sent("GET", f"{MAILCHIMP}/campaigns/abc/send-checklist", answer=MAILCHIMP_READY),
            Sent(
                "POST",
                f"{MAILCHIMP}/campaigns/abc/actions/schedule",
                {"schedule_time": "2126-11-27T06:00:00+00:00"},
                status=204,
            ),
        ],
    ),
    "mailchimp unschedule": (
        lambda s: s.unschedule("abc"),
        [Sent("POST", f"{MAILCHIMP}/campaigns/abc/actions/unschedule", status=204)],
    ),
    "mailchimp cancel": (
        lambda s: s.cancel("abc"),
        [Sent("POST", f"{MAILCHIMP}/campaigns/abc/actions/cancel-send", status=204)],
    ),
    "listmonk create": (
        lambda s: s.create(NAME, CONTENT),
        [Sent("POST", f"{LISTMONK}/campaigns", LISTMONK_BODY, LISTMONK_ONE)],
    ),
    "listmonk update": (
        lambda s: s.update("7", CONTENT),
        [
            Sent("GET", f"{LISTMONK}/campaigns/7", answer=LISTMONK_ONE),
            Sent("PUT", f"{LISTMONK}/campaigns/7", LISTMONK_BODY, LISTMONK_ONE),
        ],
    ),
    "listmonk rename": (
        lambda s: s.rename("7", RENAMED),
        [
            Sent("GET", f"{LISTMONK}/campaigns/7", answer=LISTMONK_ONE),
            Sent("PUT", f"{LISTMONK}/campaigns/7", {**LISTMONK_BODY, "name": RENAMED}, LISTMONK_ONE),
        ],
    ),
    "listmonk test": (
        lambda s: s.test("7", ["one@example.org"]),
        [
            Sent("GET", f"{LISTMONK}/campaigns/7", answer=LISTMONK_ONE),
            Sent("GET", LISTMONK_SEARCH, answer=LISTMONK_KNOWN),
            Sent(
                "POST",
                f"{LISTMONK}/campaigns/7/test",
                {**LISTMONK_BODY, "subscribers": ["one@example.org"]},
                {"data": True},
            ),
        ],
    ),
    "listmonk send": (
        lambda s: s.send("7"),
        [
            Sent("GET", f"{LISTMONK}/campaigns/7", answer=LISTMONK_ONE),
            Sent("PUT", f"{LISTMONK}/campaigns/7/status", {"status": "running"}, LISTMONK_ONE),
        ],
    ),
    "listmonk send of one that keeps an hour": (
        lambda s: s.send("7"),
        [
            Sent(
                "GET",
                f"{LISTMONK}/campaigns/7",
                answer={"data": {**LISTMONK_ONE["data"], "send_at": "2126-11-27T06:00:00Z"}},
            ),
            Sent("PUT", f"{LISTMONK}/campaigns/7", LISTMONK_BODY, LISTMONK_ONE),
            Sent("PUT", f"{LISTMONK}/campaigns/7/status", {"status": "running"}, LISTMONK_ONE),
        ],
    ),
    "listmonk schedule": (
        lambda s: s.schedule("7", HOUR),
        [
            Sent("GET", f"{LISTMONK}/campaigns/7", answer=LISTMONK_ONE),
            Sent(
                "PUT",
                f"{LISTMONK}/campaigns/7",
                {**LISTMONK_BODY, "send_at": "2126-11-27T06:00:00+00:00"},
                LISTMONK_ONE,
            ),
            Sent("PUT", f"{LISTMONK}/campaigns/7/status", {"status": "scheduled"}, LISTMONK_ONE),
        ],
    ),
    "listmonk unschedule": (
        lambda s: s.unschedule("7"),
        [Sent("PUT", f"{LISTMONK}/campaigns/7/status", {"status": "draft"}, LISTMONK_ONE)],
    ),
    "listmonk cancel": (
        lambda s: s.cancel("7"),
        [Sent("PUT", f"{LISTMONK}/campaigns/7/status", {"status": "cancelled"}, LISTMONK_ONE)],
    ),
}


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_service_is_sent_exactly_this(operation: str) -> None:
    service = operation.partition(" ")[0]
    act, expected = REQUESTS[operation]
    header, value = AUTHORIZATION[service]
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        for one in expected:
            body = b"" if one.answer is None else json.dumps(one.answer)
            mock.add(one.method, one.url.partition("?")[0], body=body, status=one.status)
        act(SERVICES[service]())
        calls = list(mock.calls)
    assert len(calls) == len(expected)
    for call, one in zip(calls, expected, strict=True):
        request = call.request
        assert (request.method, urlsplit(request.url or "").path) == (one.method, urlsplit(one.url).path)
        assert dict(parse_qsl(urlsplit(request.url or "").query)) == dict(parse_qsl(urlsplit(one.url).query))
        assert request.headers[header] == value
        assert request.headers["User-Agent"].startswith("cenum/")
        assert (json.loads(request.body) if request.body else None) == one.body


STATES = {
    "brevo": {
        "draft": State.DRAFT,
        "queued": State.SENDING,
        "in_process": State.SENDING,
        "inProcess": State.SENDING,
        "in_review": State.SENDING,
        "inReview": State.SENDING,
        "suspended": State.PAUSED,
        "sent": State.SENT,
        "archive": State.ARCHIVED,
        "cancelled": State.PAUSED,
        "something new": State.PAUSED,
    },
    "mailjet": {
        -2: State.CANCELLED,
        -1: State.ARCHIVED,
        0: State.DRAFT,
        2: State.SENT,
        3: State.PAUSED,
        9: State.PAUSED,
    },
    "mailchimp": {
        "save": State.DRAFT,
        "paused": State.PAUSED,
        "schedule": State.SCHEDULED,
        "sending": State.SENDING,
        "sent": State.SENT,
        "canceled": State.PAUSED,
        "canceling": State.PAUSED,
        "archived": State.ARCHIVED,
        "something new": State.PAUSED,
    },
    "listmonk": {
        "draft": State.DRAFT,
        "scheduled": State.SCHEDULED,
        "running": State.SENDING,
        "paused": State.PAUSED,
        "finished": State.SENT,
        "cancelled": State.CANCELLED,
        "something new": State.PAUSED,
    },
}
ONE: dict[str, Callable[[Any], tuple[str, str, Any]]] = {
    "brevo": lambda said: ("7", f"{BREVO}/emailCampaigns/7", {"id": 7, "name": NAME, "status": said}),
    "mailjet": lambda said: ("7", f"{MAILJET}/campaigndraft/7", {"Data": [{"ID": 7, "Title": NAME, "Status": said}]}),
    "mailchimp": lambda said: ("abc", f"{MAILCHIMP}/campaigns/abc", {**MAILCHIMP_ONE, "status": said}),
    "listmonk": lambda said: ("7", f"{LISTMONK}/campaigns/7", {"data": {**LISTMONK_ONE["data"], "status": said}}),
}


@pytest.mark.parametrize(
    ("service", "said", "state"),
    [(name, said, state) for name, table in STATES.items() for said, state in table.items()],
)
def test_a_providers_state_is_one_of_ours(service: str, said: Any, state: State) -> None:
    number, url, answer = ONE[service](said)
    with responses.RequestsMock() as mock:
        mock.get(url, json=answer)
        assert SERVICES[service]().campaign(number).state is state


@pytest.mark.parametrize("sent", [0, 3])
def test_a_campaign_that_listmonk_cancelled_half_way_is_not_forgotten(sent: int) -> None:
    number, url, answer = ONE["listmonk"]("cancelled")
    answer["data"]["sent"] = sent
    with responses.RequestsMock() as mock:
        mock.get(url, json=answer)
        assert SERVICES["listmonk"]().campaign(number).state is (State.PAUSED if sent else State.CANCELLED)


def test_brevos_queued_campaign_with_an_hour_is_scheduled() -> None:
    with responses.RequestsMock() as mock:
        answer = {"id": 7, "name": NAME, "status": "queued", "scheduledAt": "2126-11-27T06:00:00.000Z"}
        mock.get(f"{BREVO}/emailCampaigns/7", json=answer)
        found = SERVICES["brevo"]().campaign("7")
    assert (found.state, found.at) == (State.SCHEDULED, HOUR)


# What each provider says no with, and a part of what a person is told to do.
ERRORS = [
    ("brevo", 400, {"code": "invalid_parameter", "message": "subject is missing"}, "subject is missing", "mend it"),
    ("brevo", 401, {"code": "unauthorized", "message": "Key not found"}, "Key not found", "key in the environment"),
    (
        "brevo",
        401,
        {"code": "unauthorized", "message": "We have detected you are using an unrecognised IP address"},
        "IP",
        "unknown IP",
    ),
    ("brevo", 402, {"code": "not_enough_credits", "message": "Not enough credits"}, "credits", "buy some"),
    ("brevo", 404, {"code": "document_not_found", "message": "Campaign ID does not exist"}, "does not exist", "list"),
    ("brevo", 429, {"message": "too many"}, "too many", "wait some minutes"),
    (
        "mailjet",
        400,
        {"ErrorInfo": "", "ErrorMessage": "Invalid sender address", "StatusCode": 400},
        "Invalid sender",
        "validate",
    ),
    (
        "mailjet",
        401,
        {"ErrorMessage": "API key authentication failure", "StatusCode": 401},
        "authentication",
        "key in",
    ),
    ("mailjet", 403, None, "403", "key in the environment"),
    (
        "mailchimp",
        400,
        {
            "title": "Bad Request",
            "detail": "The schema is wrong",
            "errors": [{"field": "settings.reply_to", "message": "not valid"}],
        },
        "settings.reply_to: not valid",
        "mend",
    ),
    ("mailchimp", 403, {"title": "Forbidden", "detail": "Your plan does not allow this"}, "plan", "change the plan"),
    (
        "mailchimp",
        403,
        {"title": "Compliance Related", "detail": "Account under compliance review"},
        "compliance",
        "compliance request",
    ),
    ("mailchimp", 404, {"title": "Resource Not Found", "detail": "could not be found"}, "could not", "list"),
    ("mailchimp", 429, {"title": "Too Many Requests", "detail": "10 connections"}, "10", "wait some minutes"),
    ("listmonk", 400, {"message": "Campaign not found"}, "Campaign not found", "mend"),
    ("listmonk", 403, {"message": "invalid API credentials"}, "invalid API", "key in the environment"),
    ("listmonk", 403, {"message": "Permission denied: campaigns:send"}, "campaigns:send", "role"),
]


@pytest.mark.parametrize(("service", "status", "answer", "says", "remedy"), ERRORS)
def test_a_documented_error_is_a_sentence_with_a_remedy(
    service: str, status: int, answer: Any, says: str, remedy: str
) -> None:
    _number, url, _answer = ONE[service]("")
    with responses.RequestsMock() as mock:
        mock.get(url, body=b"" if answer is None else json.dumps(answer), status=status, headers={"Retry-After": "0"})
        with pytest.raises(ServiceRefused) as refusal:
            SERVICES[service]().campaign(_number)
    assert says in refusal.value.message
    assert remedy in refusal.value.remedy


def broken() -> dict[str, Any]:
    return {
        "500": {"status": 500, "body": "oops"},
        "no JSON": {"status": 200, "body": "<html>maintenance</html>"},
        "another shape": {"status": 200, "body": "[1, 2]"},
        "too much": {"status": 200, "body": b" " * 20_000_001},
        "silence": {"body": requests.ReadTimeout()},
        "reset": {"body": requests.ConnectionError("reset")},
        "cut short": {"body": requests.exceptions.ChunkedEncodingError("cut")},
    }


@pytest.mark.parametrize("service", ["brevo", "mailjet", "mailchimp", "listmonk"])
def test_an_empty_answer_is_not_taken_for_an_empty_list(service: str) -> None:
    url = {"brevo": f"{BREVO}/emailCampaigns", "mailjet": f"{MAILJET}/campaigndraft"}
    url |= {"mailchimp": f"{MAILCHIMP}/campaigns", "listmonk": f"{LISTMONK}/campaigns"}
    for answer in ({}, {"data": {}}):
        with responses.RequestsMock() as mock:
            mock.get(url[service], json=answer)
            with pytest.raises(ServiceUnreachable):
                list(SERVICES[service]().campaigns())


SENDS = {"brevo": "7", "mailjet": "7", "mailchimp": "abc", "listmonk": "7"}


@pytest.mark.parametrize("fault", broken())
@pytest.mark.parametrize("service", SENDS)
def test_an_ambiguous_answer_to_a_send_is_never_repeated(service: str, fault: str) -> None:
    *before, last = REQUESTS[f"{service} send"][1]
    with responses.RequestsMock() as mock:
        for one in before:
            mock.add(one.method, one.url, json=one.answer)
        mock.add(last.method, last.url, **broken()[fault])
        if fault == "another shape":
            SERVICES[service]().send(SENDS[service])
        else:
            with pytest.raises(FateUnknown):
                SERVICES[service]().send(SENDS[service])
        assert len(mock.calls) == len(before) + 1


@pytest.mark.parametrize("service", SENDS)
def test_a_busy_service_is_not_asked_to_send_a_second_time(service: str) -> None:
    *before, last = REQUESTS[f"{service} send"][1]
    with responses.RequestsMock() as mock:
        for one in before:
            mock.add(one.method, one.url, json=one.answer)
        mock.add(last.method, last.url, status=429, headers={"Retry-After": "0"})
        with pytest.raises(ServiceRefused, match="asked too often"):
            SERVICES[service]().send(SENDS[service])
        assert len(mock.calls) == len(before) + 1


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


def test_a_redirect_is_not_followed_with_the_key() -> None:
    with responses.RequestsMock() as mock:
        mock.get(f"{BREVO}/account", status=302, headers={"Location": "https://evil.example/"})
        with pytest.raises(ServiceRefused, match="another address"):
            SERVICES["brevo"]().account()
        assert len(mock.calls) == 1


def test_nothing_is_changed_where_nobody_listens() -> None:
    with pytest.raises(ServiceUnreachable, match="can't be reached"):
        Listmonk("cenum", SECRET, "http://127.0.0.1:1", 3, patience=PATIENCE).create(NAME, CONTENT)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("unexistingEmails", "no contact at Brevo"),
        ("withoutListEmails", "of no list"),
        ("blackListedEmails", "blocklisted"),
    ],
)
def test_brevo_names_the_reviewers_who_are_no_contacts_and_tests_with_the_others(kind: str, says: str) -> None:
    url = f"{BREVO}/emailCampaigns/7/sendTest"
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        mock.post(url, status=400, json={"code": "invalid_parameter", "message": "no", kind: ["Two@example.org"]})
        mock.post(url, status=204)
        outcome = SERVICES["brevo"]().test("7", ["one@example.org", "two@example.org"])
        assert json.loads(mock.calls[1].request.body or "") == {"emailTo": ["one@example.org"]}
    assert outcome.delivered == ("one@example.org",)
    assert [address for address, _reason in outcome.refused] == ["two@example.org"]
    assert says in outcome.refused[0][1]


def test_mailchimp_takes_quarters_of_an_hour_and_says_so_before_asking() -> None:
    with responses.RequestsMock(), pytest.raises(ServiceRefused, match=":15"):
        SERVICES["mailchimp"]().schedule("abc", HOUR.replace(minute=7))


def test_mailchimps_checklist_is_passed_on() -> None:
    items = [{"type": "error", "heading": "Content", "details": "no address"}, {"type": "success", "heading": "Fine"}]
    with responses.RequestsMock() as mock:
        mock.get(f"{MAILCHIMP}/campaigns/abc/send-checklist", json={"is_ready": False, "items": items})
        with pytest.raises(ServiceRefused, match="Content: no address"):
            SERVICES["mailchimp"]().send("abc")


@pytest.mark.parametrize("said", ["scheduled", "running", "paused", "finished", "cancelled"])
@pytest.mark.parametrize("act", ["send", "schedule"])
def test_listmonk_is_only_asked_to_start_a_draft(act: str, said: str) -> None:
    number, url, answer = ONE["listmonk"](said)
    with responses.RequestsMock() as mock:
        mock.get(url, json=answer)
        with pytest.raises(ServiceRefused, match="no draft"):
            getattr(SERVICES["listmonk"](), act)(number, *([HOUR] if act == "schedule" else []))
        assert len(mock.calls) == 1


@pytest.mark.parametrize("said", [-2, -1, 1, 2, 3])
@pytest.mark.parametrize("act", ["send", "schedule"])
def test_mailjet_is_only_asked_to_send_a_draft(act: str, said: int) -> None:
    number, url, answer = ONE["mailjet"](said)
    with responses.RequestsMock() as mock:
        mock.get(url, json=answer)
        with pytest.raises(ServiceRefused, match="no draft"):
            getattr(SERVICES["mailjet"](), act)(number, *([HOUR] if act == "schedule" else []))
        assert len(mock.calls) == 1


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


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ({"body": b"x", "content_type": "image/jpeg"}, True),
        ({"body": b"x", "content_type": "text/html"}, False),
        ({"status": 404}, False),
        ({"body": requests.ConnectionError("no route")}, False),
    ],
)
@pytest.mark.parametrize("service", ["brevo", "mailjet"])
def test_a_picture_that_readers_could_not_fetch_stops_the_test(
    service: str,
    answer: dict[str, Any],
    fits: bool,  # noqa: FBT001  a table
) -> None:
    one = edition()
    with responses.RequestsMock() as mock:
        mock.get(one.public_links.pictures[one.pictures[0].name], **answer)
        if fits:
            assert one.public_links.pictures[one.pictures[0].name] in SERVICES[service]().content(one).html
        else:
            with pytest.raises(Refusal, match="could not fetch the picture"):
                SERVICES[service]().content(one)
