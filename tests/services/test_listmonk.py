"""Every request that listmonk is sent, word for word, and everything that it may answer."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses
from msgspec.structs import replace

from cenum.edition.edition import PICTURES, UNSUBSCRIBE, VIEW_ONLINE, Address
from cenum.errors import CenumError, FateUnknown, NotReady, Refusal, ServiceRefused, ServiceUnreachable
from cenum.sending import act
from cenum.services.listmonk import Listmonk, _Config
from cenum.services.provider import Patience
from cenum.services.registry import ServiceContext, open_service
from cenum.services.service import Audience, Campaign, Content, LinkClicks, Notice, Standing, State, Statistics
from cenum.services.service import TestSend as Delivery
from tests.machine import works
from tests.sending.editions import settings
from tests.services.contract import NOW, PATIENCE, PROSE, READERS, REVIEWERS, edition, picture
from tests.services.fakes import listmonk as fake_listmonk
from tests.services.fakes.listmonk import FIELDS, FakeListmonk
from tests.services.listmonk_description import (
    FILE,
    KNOWN_MISTAKES,
    NOT_AS_DESCRIBED,
    UNDESCRIBED,
    UNDESCRIBED_VALUES,
    Description,
)
from tests.services.opening import cleared, opened
from tests.services.web import Web, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cenum.edition.edition import Edition

USER, TOKEN = "cenum", "0123456789abcdefplanted"
AUTH = {"Authorization": "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()}
URL = "https://lists.example.org"
BASE = f"{URL}/api"
HOUR = datetime(2125, 4, 20, 5, 15, tzinfo=UTC)
CONTENT = Content(
    "L'été ☀️",
    None,
    Address("Cénum", "cenum@letter.example.org"),
    "answers@letter.example.org",
    "<p>Été</p>",
    "Été",
    "3",
    {
        "type": "regular",
        "content_type": "visual",
        "template_id": None,
        "messenger": "email",
        "media": [],
        "headers": [],
    },
)
BODY: dict[str, Any] = {
    "name": "Un nom",
    "subject": "L'été ☀️",
    "lists": [3],
    "from_email": "Cénum <cenum@letter.example.org>",
    "type": "regular",
    "content_type": "visual",
    "body": "<p>Été</p>",
    "altbody": "Été",
    "headers": [{"Reply-To": "answers@letter.example.org"}],
    "messenger": "email",
    "template_id": None,
    "media": [],
    "tags": [],
    "send_at": None,
}
STORED: dict[str, Any] = {
    **BODY,
    "id": 7,
    "uuid": "84ce",
    "status": "draft",
    "lists": [{"id": 3, "name": "Lecteurs"}],
    "started_at": None,
    "sent": 0,
    "views": 0,
    "clicks": 0,
    "bounces": 0,
}
DRAFT = Campaign("7", "Un nom", State.DRAFT, f"{URL}/admin/campaigns/7")
LATER = "wait a few minutes, then run this command again"


class Listmonks(Web):
    def has(self, **changes: Any) -> None:
        """The campaign 7 is stored."""
        self.answers("GET", "/campaigns/7", {"data": STORED | changes})


@pytest.fixture
def web() -> Iterator[Listmonks]:
    with responses.RequestsMock() as mock:
        yield Listmonks(mock, BASE, AUTH)


@pytest.fixture
def service() -> Iterator[Listmonk]:
    with closing(Listmonk(USER, TOKEN, URL, 3, patience=Patience(repeats=2, pause=0))) as opened:
        yield opened


@pytest.fixture
def watching() -> Iterator[Listmonk]:
    opened = Listmonk(USER, TOKEN, URL, 3, tracks_opens=True, tracks_clicks=True, patience=Patience(pause=0))
    with closing(opened):
        yield opened


def test_the_account_is_the_user_whose_token_opens_the_list(web: Listmonks, service: Listmonk) -> None:
    web.answers("GET", "/lists/3", {"data": {"id": 3, "name": "Lecteurs", "optin": "single"}})
    assert service.account() == "cenum (https://lists.example.org)"


def counts(web: Listmonks, **statuses: int) -> None:
    """How many subscriptions the list 3 has of each kind."""
    for status, count in statuses.items():
        query = {"list_id": "3", "subscription_status": status, "per_page": "1"}
        rows = [{"email": "ada@example.org"}] if count else []
        web.answers("GET", "/subscribers", {"data": {"results": rows, "total": count}}, query=query)


@pytest.mark.parametrize(
    ("optin", "statuses", "size"),
    [
        ("double", {"confirmed": 30}, 30),
        ("double", {"confirmed": 0}, 0),
        ("single", {"confirmed": 30, "unconfirmed": 4}, 34),
        ("single", {"confirmed": 0, "unconfirmed": 420}, 420),
    ],
)
def test_the_audience_is_who_would_receive_it(
    web: Listmonks, service: Listmonk, optin: str, statuses: dict[str, int], size: int
) -> None:
    # What the list says of itself is old, and doubled.
    old = {"subscriber_count": 6, "subscriber_statuses": {"confirmed": 3}}
    web.answers("GET", "/lists/3", {"data": {"id": 3, "name": "Lecteurs", "optin": optin, **old}})
    counts(web, **statuses)
    assert service.audience() == Audience("Lecteurs", size)


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("optin", ["single", "double"])
def test_the_audience_is_counted_now(fake: FakeListmonk, real: Listmonk, optin: str, *, cached: bool) -> None:
    fake.optin, fake.subscribed, fake.caches_slow_queries = optin, 2, cached
    assert real.audience() == Audience("Lecteurs", len(READERS))


def role(web: Listmonks, *rights: str) -> None:
    """What listmonk's user may do."""
    said = {"id": 2, "username": USER, "user_role": {"id": 2, "name": "cenum", "permissions": list(rights)}}
    web.answers("GET", "/profile", {"data": said})


def page_of(path: str, number: int) -> dict[str, str]:
    """How a page of campaigns or media is asked for."""
    all_of_them = {"page": str(number), "per_page": "100"}
    if path == "/media":
        return all_of_them
    return {**all_of_them, "order_by": "created_at", "order": "desc", "no_body": "true"}


@pytest.mark.parametrize(
    ("sizes", "total"),
    [
        ([100, 51], 151),
        ([100, 100], 200),
        # A listmonk that gives fewer than it was asked for.
        ([50, 50, 2], 102),
        ([20, 0], 21),
        ([0], 0),
    ],
)
def test_the_campaigns_come_page_by_page_until_all_are_there(
    web: Listmonks, service: Listmonk, sizes: list[int], total: int
) -> None:
    role(web, "campaigns:get_all")
    rows = iter(range(1000))
    for number, size in enumerate(sizes, start=1):
        page = [STORED | {"id": next(rows)} for _count in range(size)]
        answer = {"data": {"results": page, "total": total}}
        web.answers("GET", "/campaigns", answer, query=page_of("/campaigns", number))
    assert [one.id for one in service.campaigns()] == [str(number) for number in range(sum(sizes))]
    assert len(web.asked) == 1 + len(sizes)


@pytest.mark.parametrize("right", ["campaigns:get_all", "lists:get_all", "lists:manage_all"])
def test_who_sees_every_list_sees_every_campaign(web: Listmonks, service: Listmonk, right: str) -> None:
    role(web, "campaigns:get", right)
    empty = {"data": {"results": [], "total": 0}}
    web.answers("GET", "/campaigns", empty, query=page_of("/campaigns", 1))
    assert list(service.campaigns()) == []


@pytest.mark.parametrize(
    "said",
    [
        {"user_role": {"id": 2, "permissions": ["campaigns:get", "campaigns:manage_all"]}},
        {"user_role": {"id": 1, "permissions": []}},
        {"user_role": {"id": 2, "permissions": None}},
        {"user_role": {"id": 2}},
        {"username": USER},
    ],
)
def test_where_campaigns_may_be_hidden_none_is_believed_missing(
    web: Listmonks, service: Listmonk, said: dict[str, Any]
) -> None:
    web.answers("GET", "/profile", {"data": said})
    with pytest.raises(ServiceRefused) as caught:
        list(service.campaigns())
    assert caught.value.message == (
        "listmonk does not show all campaigns to its user cenum: one that left already could be hidden"
    )
    assert caught.value.remedy == RIGHT_REMEDY.format("campaigns:get_all")
    assert web.asked == [f"GET {BASE}/profile"]


STARTED = {"started_at": "2125-04-20T05:15:00Z"}
SCHEDULED = {"status": "scheduled", "send_at": "2125-04-20T05:15:00Z"}


@pytest.mark.parametrize(
    ("found", "state", "at", "counts"),
    [
        ({"status": "draft"}, State.DRAFT, None, (None, None)),
        ({"status": "draft", "to_send": 420}, State.DRAFT, None, (None, None)),
        ({"status": "draft", "send_at": "2125-04-20T05:15:00Z"}, State.DRAFT, None, (None, None)),
        (SCHEDULED, State.SCHEDULED, HOUR, (None, None)),
        ({"status": "running", **STARTED, "to_send": 9}, State.SENDING, HOUR, (0, 9)),
        ({"status": "running", "updated_at": "2125-04-20T07:15:00+02:00", "to_send": 9}, State.SENDING, HOUR, (0, 0)),
        ({"status": "paused", **STARTED, "sent": 4, "to_send": 9}, State.PAUSED, HOUR, (4, 9)),
        ({"status": "finished", **STARTED, "sent": 9, "to_send": 9}, State.SENT, HOUR, (9, 9)),
        ({"status": "finished", **STARTED, "sent": 8, "to_send": 9}, State.INCOMPLETE, HOUR, (8, 9)),
        ({"status": "finished", **STARTED, "sent": 0, "to_send": 9}, State.INCOMPLETE, HOUR, (0, 9)),
        ({"status": "finished", **STARTED, "sent": None, "to_send": 9}, State.INCOMPLETE, HOUR, (None, 9)),
        ({"status": "finished", "sent": 0, "to_send": 0}, State.CANCELLED, None, (None, None)),
        ({"status": "finished", "sent": 0, "to_send": 9}, State.CANCELLED, None, (None, None)),
        ({"status": "cancelled", "sent": 0}, State.CANCELLED, None, (None, None)),
        ({"status": "cancelled", "sent": 0, "to_send": 9}, State.CANCELLED, None, (None, None)),
        ({"status": "cancelled", "sent": 1}, State.PAUSED, None, (None, None)),
        ({"status": "cancelled", **STARTED, "sent": 0, "to_send": 9}, State.PAUSED, HOUR, (0, 9)),
        ({"status": "cancelled", "started_at": "of another shape"}, State.PAUSED, None, (None, None)),
        ({"status": "one that listmonk has thought of since"}, State.PAUSED, None, (None, None)),
    ],
)
def test_every_state_is_translated(  # noqa: PLR0913  a row of the table
    web: Listmonks,
    service: Listmonk,
    found: dict[str, Any],
    state: State,
    at: datetime | None,
    counts: tuple[int | None, int | None],
) -> None:
    web.has(**found)
    said = service.campaign("7")
    assert (said.id, said.name, said.where) == (DRAFT.id, DRAFT.name, DRAFT.where)
    assert (said.state, said.at) == (state, at)
    assert (said.reached, said.wanted) == counts
    assert bool(said.remedy) == (found["status"] in {"paused", "finished", "cancelled"})
    assert "again" not in said.remedy


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (HOUR - timedelta(seconds=1), State.SCHEDULED),
        (HOUR, State.SENDING),
        (HOUR + timedelta(hours=3), State.SENDING),
    ],
)
def test_an_hour_that_has_come_is_no_schedule(web: Listmonks, now: datetime, state: State) -> None:
    web.has(**SCHEDULED)
    with closing(Listmonk(USER, TOKEN, URL, 3, now=lambda: now, patience=Patience(pause=0))) as service:
        said = service.campaign("7")
    assert (said.state, said.at) == (state, HOUR)


NO_MEDIA = {"data": {"results": [], "total": 0}}
HTTPS_PICTURE = "https://media.example.org/a.jpg"


def the_picture_is_there(web: Listmonks, url: str = HTTPS_PICTURE) -> None:
    there = {"data": {"results": [{"id": 1, "filename": picture().name, "url": url}], "total": 1}}
    web.answers("GET", "/media", there, query=page_of("/media", 1))


def test_a_picture_is_uploaded_and_then_known_by_its_name(web: Listmonks, service: Listmonk) -> None:
    empty = web.answers("GET", "/media", NO_MEDIA, query=page_of("/media", 1))
    answer = {"data": {"id": 1, "filename": picture().name, "url": HTTPS_PICTURE}}
    uploaded = web.answers("POST", "/media", answer)
    first = service.content(edition())
    sent = uploaded.calls[0].request
    assert isinstance(sent.body, bytes)
    raw = b"Content-Type: " + sent.headers["Content-Type"].encode() + b"\r\n\r\n" + sent.body
    form: EmailMessage = BytesParser(_class=EmailMessage).parsebytes(raw)
    parts = form.get_payload()
    assert isinstance(parts, list)
    (part,) = parts
    assert isinstance(part, EmailMessage)
    assert form.get_content_type() == "multipart/form-data"
    assert part["Content-Disposition"] == f'form-data; name="file"; filename="{picture().name}"'
    assert (part.get_content_type(), part.get_payload(decode=True)) == ("image/jpeg", picture().content)
    web.mock.remove(empty)
    the_picture_is_there(web)
    assert service.content(edition()) == first
    assert f'<img src="{HTTPS_PICTURE}"' in first.html
    assert uploaded.call_count == 1


def test_a_picture_that_listmonk_keeps_itself_gets_its_host(web: Listmonks, service: Listmonk) -> None:
    the_picture_is_there(web, "/uploads/a.jpg")
    assert '<img src="https://lists.example.org/uploads/a.jpg"' in service.content(edition()).html


def test_an_edition_without_pictures_asks_for_nothing(web: Listmonks, service: Listmonk) -> None:
    service.content(replace(edition(), pictures=()))
    assert web.asked == []


def bare(html: str = "", text: str = "", subject: str = "") -> Edition:
    """An edition of which nothing has to be uploaded."""
    return replace(edition(), pictures=(), html=html, text=text, subject=subject)


def test_a_content_has_merge_tags_and_addresses_of_its_own(web: Listmonks, service: Listmonk) -> None:
    the_picture_is_there(web)
    made = service.content(replace(edition(), reply_to="answers@letter.example.org"))
    assert (made.preheader, made.sender, made.reply_to) == (None, CONTENT.sender, "answers@letter.example.org")
    assert '<a href="{{ UnsubscribeURL }}">Se désinscrire</a> <a href="{{ MessageURL }}">En ligne</a>' in made.html
    assert made.text is not None
    assert made.text.endswith("Se désinscrire : {{ UnsubscribeURL }}\nEn ligne : {{ MessageURL }}\n")
    assert f"<p>{PROSE.replace('{{', '&#123;{')}</p>" in made.html
    assert made.text.startswith(PROSE.replace("{{", '{{ "{{" }}'))


@pytest.mark.parametrize(
    ("part", "literal", "template"),
    [
        ("html", "<p>{{ x }}</p>", "<p>&#123;{ x }}</p>"),
        ("html", "<p>{{{ x }}}</p>", "<p>&#123;&#123;{ x }}}</p>"),
        ("html", "<style>@media x{{a:b}}</style>", "<style>@media x{ {a:b}}</style>"),
        ("text", "{{ x }}", '{{ "{{" }} x }}'),
        ("text", "{{{ x }}}", '{{ "{{" }}{ x }}}'),
        ("text", "a < b <b> <!-- c -->", 'a {{ Safe "<" }} b {{ Safe "<" }}b> {{ Safe "<" }}!-- c -->'),
        ("text", "{<", '{{ "{" }}{{ Safe "<" }}'),
        ("text", "{{{<", '{{ "{{" }}{{ "{" }}{{ Safe "<" }}'),
        ("text", f"{{{UNSUBSCRIBE}}}", '{{ "{" }}{{ UnsubscribeURL }}}'),
        ("text", f"{{{VIEW_ONLINE}}}", '{{ "{" }}{{ MessageURL }}}'),
        ("subject", "{{ x }} < y", '{{ "{{" }} x }} < y'),
        ("subject", "{{{{", '{{ "{{" }}{{ "{{" }}'),
        # listmonk makes a counted address of what ends like this, in prose too.
        ("html", "<p>https://a.example@TrackLink</p>", "<p>https://a.example&#64;TrackLink</p>"),
        ("html", '<a href="https://a.example/@TrackLink">', '<a href="https://a.example/&#64;TrackLink">'),
        ("html", "<!--[if mso]>https://a@TrackLink-->", '{{ Safe "<!--[if mso]>https://a&#64;TrackLink-->" }}'),
        ("text", "https://a.example@TrackLink", 'https://a.example{{ "@" }}TrackLink'),
        ("subject", "https://a.example@TrackLink", 'https://a.example{{ "@" }}TrackLink'),
        (
            "html",
            '<!--[if mso]><td width="9">\n<![endif]-->',
            r'{{ Safe "<!--[if mso]><td width=\"9\">\n<![endif]-->" }}',
        ),
        (
            "html",
            "<!--[if !mso]><!--><b>é</b><!--<![endif]-->",
            '{{ Safe "<!--[if !mso]><!-->" }}<b>é</b>{{ Safe "<!--<![endif]-->" }}',
        ),
        (
            "html",
            f'<!--[if mso]><a href="{UNSUBSCRIBE}">é {{{{ x }}}}</a><![endif]-->',
            (
                r'{{ Safe "<!--[if mso]><a href=\"" }}{{ UnsubscribeURL }}'
                r'{{ Safe "\">é &#123;{ x }}</a><![endif]-->" }}'
            ),
        ),
    ],
)
def test_what_looks_like_a_template_is_written_as_one_that_gives_it_back(
    web: Listmonks, service: Listmonk, part: str, literal: str, template: str
) -> None:
    assert getattr(service.content(bare(**{part: literal})), part) == template
    assert web.asked == []


TRACKED = ["https://example.org/a?b=c&amp;d=%20#e", "http://example.org/(f)!*'$,;:@[1]~", "https://été.example.org/œ"]
UNTRACKED = [
    "https://example.org/a|b",
    "https://example.org/{c}",
    "https://example.org/d^e",
    "https://example.org/☀️",
    "https://example.org/f g",
    "mailto:cenum@letter.example.org",
    "tel:+33123456789",
    "#top",
    UNSUBSCRIBE,
    "https://example.org/@TrackLink",
]
# What listmonk turns into a counted address (models/common.go): anything else keeps the marker at its end.
SHORTHAND = re.compile(r"(https?://[\w\-.~!#$&'()*+,/:;=?@\[\]%]*)@TrackLink")


def test_clicks_are_counted_on_addresses_that_listmonk_recognises_and_nowhere_else(
    web: Listmonks, watching: Listmonk
) -> None:
    html = "".join(f'<a class="x" href="{address}">lien</a>' for address in [*TRACKED, *UNTRACKED])
    html = f'<body>{html}<img src="https://example.org/a.jpg">https://example.org/prose</body>'
    made = watching.content(bare(html, text="https://example.org/a"))
    assert re.findall(r'href="([^"]*)@TrackLink"', made.html) == TRACKED
    assert made.html.count("@TrackLink") == len(TRACKED)
    assert "@TrackLink" not in SHORTHAND.sub("", made.html)
    assert made.text == "https://example.org/a"
    assert web.asked == []


def test_nothing_is_tracked_unasked(web: Listmonks, service: Listmonk) -> None:
    html = f'<body><a href="{TRACKED[0]}">lien</a></body>'
    assert service.content(bare(html)).html == html
    assert web.asked == []


def test_opens_are_counted_where_the_letter_ends(web: Listmonks, watching: Listmonk) -> None:
    assert watching.content(bare("<body><p>é</p></body></html>")).html == (
        "<body><p>é</p>{{ TrackView }}</body></html>"
    )
    assert web.asked == []


def test_a_draft_is_created_by_one_request(web: Listmonks, service: Listmonk) -> None:
    web.answers("POST", "/campaigns", {"data": STORED}, body=BODY)
    assert service.create("Un nom", CONTENT) == DRAFT


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Conseil", "Conseil <cenum@letter.example.org>"),
        ("Cénum", "Cénum <cenum@letter.example.org>"),
        ("Cénum, la lettre", '"Cénum, la lettre" <cenum@letter.example.org>'),
        ('Cénum (la "lettre")', '"Cénum (la \\"lettre\\")" <cenum@letter.example.org>'),
        ("", "cenum@letter.example.org"),
    ],
)
def test_a_sender_is_written_such_that_it_is_read_back(
    web: Listmonks, service: Listmonk, name: str, written: str
) -> None:
    sender = Address(name, "cenum@letter.example.org")
    web.answers("POST", "/campaigns", {"data": STORED}, body=BODY | {"from_email": written})
    service.create("Un nom", replace(CONTENT, sender=sender))
    web.has(from_email=written)
    assert service.read("7").sender == sender


@pytest.mark.parametrize(
    ("lists", "audience", "kept"),
    [
        ([{"id": 3, "name": "Lecteurs"}], "3", [3]),
        ([{"id": 4, "name": "Presse"}], "4", [4]),
        ([{"id": 3, "name": "Lecteurs"}, {"id": 4, "name": "Presse"}], "3, 4", [3, 4]),
        ([{"id": 0, "name": "Deleted"}], "", [3]),
        ([{"id": None, "name": "Deleted"}], "", [3]),
        ([], "", [3]),
        (None, "", [3]),
    ],
)
def test_whom_it_goes_to_is_read_back_and_a_new_name_keeps_it(
    web: Listmonks, service: Listmonk, lists: list[dict[str, Any]] | None, audience: str, kept: list[int]
) -> None:
    web.has(lists=lists)
    stored = service.read("7")
    assert stored.audience == audience
    assert CONTENT.differences(stored) == (() if audience == "3" else ("audience",))
    body = {"name": "Un autre", "lists": kept, "media": [], "send_at": None}
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=body)
    service.rename("7", "Un autre")


def test_an_update_keeps_the_name_and_forgets_the_hour(web: Listmonks, service: Listmonk) -> None:
    web.has(name="Un autre", body="<p>Vieux</p>", send_at="2015-04-20T05:15:00Z")
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=BODY | {"name": "Un autre"})
    service.update("7", CONTENT)
    assert web.asked == [f"GET {BASE}/campaigns/7", f"PUT {BASE}/campaigns/7"]


@pytest.mark.parametrize(
    ("found", "send_at"),
    [
        ({"status": "draft"}, None),
        ({"status": "draft", "send_at": "2015-04-20T05:15:00Z"}, None),
        ({"status": "scheduled", "send_at": "2125-04-20T07:15:00.123456+02:00"}, "2125-04-20T05:15:00+00:00"),
    ],
)
def test_a_new_name_keeps_the_content_and_the_hour_of_what_is_scheduled(
    web: Listmonks, service: Listmonk, found: dict[str, Any], send_at: str | None
) -> None:
    web.has(**found)
    body = {"name": "tested 84ce", "lists": [3], "media": [], "send_at": send_at}
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=body)
    service.rename("7", "tested 84ce")
    assert web.asked == [f"GET {BASE}/campaigns/7", f"PUT {BASE}/campaigns/7"]


def test_the_fake_sends_what_a_real_one_would(fake: FakeListmonk, real: Listmonk) -> None:
    """Headers, attachments and the template are obeyed: measured."""
    added = [{"Reply-To": "cenum@letter.example.org"}, {"Bcc": "other@example.org", "Subject": "Autre chose"}]
    fake.stored["1"].fields |= {"headers": added, "media": [5], "content_type": "html", "template_id": 2}
    real._api.act("PUT", "/campaigns/1/status", {"status": "running"})
    assert {address for address, _mail, _html in fake.sends} == {
        *(reader.email for reader in READERS),
        "other@example.org",
    }
    message = fake.sends[0][1]
    assert message["Subject"] == "Autre chose"
    assert [part.get_filename() for part in message.iter_attachments()] == ["5.pdf"]
    assert fake.sends[0][2].startswith("<div>template 2")


def test_a_test_that_was_accepted_may_reach_nobody(fake: FakeListmonk, real: Listmonk) -> None:
    fake.smtp = False
    assert real.test("1", REVIEWERS).delivered == REVIEWERS
    assert fake.tests == []


def test_headers_are_emptied_before_others_are_written(web: Listmonks, service: Listmonk) -> None:
    web.has(headers=[{"Reply-To": "answers@letter.example.org", "Bcc": "other@example.org"}])
    none = {"lists": [3], "media": [], "headers": None, "send_at": None}
    emptied = web.answers("PUT", "/campaigns/7", {"data": STORED}, body=none)
    written = web.answers("PUT", "/campaigns/7", {"data": STORED}, body=BODY)
    service.update("7", CONTENT)
    assert (emptied.call_count, written.call_count) == (1, 1)
    assert json.loads(web.mock.calls[-1].request.body or "") == BODY


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": []},
        {"headers": [{"Reply-To": "cenum@letter.example.org", "Subject": "Autre chose"}]},
        {"headers": [{"Bcc": "other@example.org"}, {"Reply-To": "cenum@letter.example.org"}]},
        {"content_type": "html", "template_id": 2},
        {"content_type": "plain"},
        {"media": [5]},
        {"lists": [4]},
        {"from_email": "Autre <other@example.org>"},
        {"messenger": "email-other"},
        {"subject": "Autre chose"},
        {"body": "<p>Autre chose</p>"},
        {"altbody": "Autre chose"},
    ],
)
def test_another_test_undoes_what_a_person_made_of_it(
    fake: FakeListmonk, real: Listmonk, changed: dict[str, Any]
) -> None:
    """Each of them was tried on a real listmonk."""
    campaign, content = cleared(real, "1")
    real.test("1", REVIEWERS)
    fake.stored["1"].fields |= changed
    with pytest.raises(Refusal):
        real.send(campaign, content)
    assert fake.sends == []
    real.rename("1", "Un nom")
    real.update("1", content)
    assert content.differences(real.read("1")) == ()
    real.send(campaign, content)
    assert len(fake.sends) == len(READERS)


@pytest.mark.parametrize(
    "made",
    [
        {"headers": []},
        {"headers": [{"Reply-To": "nobody"}]},
        {"from_email": "nobody"},
        {"subject": "two\nlines"},
        {"content_type": "plain"},
        {"media": [{"id": 5, "filename": "a.pdf"}, {"id": None, "filename": "deleted.pdf"}]},
    ],
)
def test_a_new_name_leaves_alone_what_a_person_made_of_it(
    web: Listmonks, service: Listmonk, made: dict[str, Any]
) -> None:
    """Measured: whoever removed the header for replies could not test again, which is what undoes it."""
    web.has(**made)
    body = {"name": "Un autre", "lists": [3], "media": [5] if "media" in made else [], "send_at": None}
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=body)
    service.rename("7", "Un autre")


@pytest.mark.parametrize(("altbody", "text"), [("Été", "Été"), (None, "")])
def test_what_is_stored_is_read_in_one_request(
    web: Listmonks, service: Listmonk, altbody: str | None, text: str
) -> None:
    web.has(altbody=altbody)
    assert service.read("7") == replace(CONTENT, text=text)


def knows(web: Listmonks, address: str, *found: dict[str, str]) -> None:
    """listmonk finds what is called or written like ``address``."""
    answer = {"data": {"results": list(found), "total": len(found)}}
    query = {"page": "1", "per_page": "100", "search": f"^{re.escape(address)}$"}
    web.answers("GET", "/subscribers", answer, query=query)


def is_set(web: Listmonks, root: str = URL, version: str = "v6.2.0") -> None:
    """What listmonk says of itself to whoever has a key."""
    web.answers("GET", "/config", {"data": {"root_url": root, "version": version, "langs": []}})


STRANGER = "listmonk shows its user no such subscriber: add it under Subscribers, to a list of that role"


def test_a_test_sends_what_is_stored_and_names_the_strangers(web: Listmonks, service: Listmonk) -> None:
    web.has(name="Stocké", body="<p>Stocké</p>", send_at="2015-04-20T05:15:00Z")
    is_set(web)
    knows(web, "one@example.org", {"email": "ONE@example.org", "status": "enabled"})
    knows(
        web, "two@example.org", {"email": "called-like@example.org", "name": "two@example.org", "status": "enabled"}
    )
    knows(web, "three@example.org", {"email": "three@example.org", "status": "blocklisted"})
    knows(web, "four@example.org")
    body = BODY | {"name": "Stocké", "body": "<p>Stocké</p>", "subscribers": ["one@example.org"]}
    web.answers("POST", "/campaigns/7/test", {"data": True}, body=body)
    reviewers = ["one@example.org", "two@example.org", "three@example.org", "four@example.org", "nobody"]
    assert service.test("7", reviewers) == Delivery(
        ("one@example.org",),
        (
            ("nobody", "this is not an e-mail address"),
            ("two@example.org", STRANGER),
            ("three@example.org", "its status at listmonk is “blocklisted”: enable it under Subscribers"),
            ("four@example.org", STRANGER),
        ),
    )


@pytest.mark.parametrize(
    "address",
    ["a+b@example.org", "a.b@example.org", "o'brien@example.org", "a|b*c?d{e}^f$@example.org", "été@é.example"],
)
def test_a_reviewer_is_searched_for_as_written(address: str) -> None:
    """Measured: the search is a regular expression, and one of more than fifty that look alike was not found."""
    alike = tuple(f"{number}{address}" for number in range(120))
    for reviewers, found in (((*alike, address), True), (alike, False), (("axb@example.org",), False)):
        with (
            FakeListmonk(READERS, reviewers) as fake,
            closing(opened("listmonk", fake.base, PATIENCE)) as service,
        ):
            standing = service.standing(CONTENT.sender, [address])
            assert (standing.unknown_reviewers == ()) is found


def test_a_test_for_strangers_only_is_not_asked_for(web: Listmonks, service: Listmonk) -> None:
    web.has()
    is_set(web)
    knows(web, "one@example.org")
    assert service.test("7", ["one@example.org"]).delivered == ()


ELSEWHERE = [
    "http://localhost:9000",
    "http://localhost.:9000",
    "http://127.0.0.1:9000",
    "http://[::1]:9000",
    "http://0.0.0.0:9000",
    "https://lists.localhost",
    "https://other.example.org",
    "https://example.org/lists.example.org",
    "",
]


@pytest.mark.parametrize("root", ELSEWHERE)
def test_a_letter_that_would_lead_readers_elsewhere_is_not_tested(
    web: Listmonks, service: Listmonk, root: str
) -> None:
    web.has()
    is_set(web, root)
    with pytest.raises(Refusal) as caught:
        service.test("7", ["one@example.org"])
    assert caught.value.message == (
        f"pictures, the unsubscribe link and the web version would lead readers to {root or '“”'}"
    )
    assert caught.value.remedy == (
        "write https://lists.example.org as Root URL at listmonk (Settings, General), and restart it"
    )
    assert web.asked == [f"GET {BASE}/campaigns/7", f"GET {BASE}/config"]


@pytest.mark.parametrize(
    ("url", "root", "leads"),
    [
        (URL, URL, True),
        (URL, f"{URL}/", True),
        (URL, "https://LISTS.example.org:443/lists", True),
        # cenum runs on the machine of listmonk.
        ("http://localhost:9000", URL, True),
        ("http://127.0.0.1:9000", URL, True),
        ("http://localhost:9000", "http://localhost:9000", False),
    ],
)
def test_the_root_url_is_where_readers_are_led(url: str, root: str, *, leads: bool) -> None:
    assert _Config(root_url=root).leads_to(url) is leads


def test_from_this_machine_the_remedy_names_no_address_of_this_machine() -> None:
    with pytest.raises(Refusal) as caught:
        _Config(root_url="http://localhost:9000").refuse_if_astray("http://localhost:9000")
    assert caught.value.remedy.startswith("write the address at which readers reach listmonk as Root URL at listmonk")


def test_a_picture_that_only_this_machine_could_fetch_is_refused(web: Listmonks, service: Listmonk) -> None:
    the_picture_is_there(web, "http://localhost:9000/uploads/a.jpg")
    with pytest.raises(Refusal, match="could not fetch the picture http"):
        service.content(edition())


def test_a_send_is_one_request(web: Listmonks, service: Listmonk) -> None:
    web.has()
    web.answers("PUT", "/campaigns/7/status", {"data": STORED}, body={"status": "running"})
    service.send(DRAFT, CONTENT)
    assert web.asked == [f"GET {BASE}/campaigns/7", f"PUT {BASE}/campaigns/7/status"]


def test_a_send_takes_an_old_hour_out_first(web: Listmonks, service: Listmonk) -> None:
    web.has(send_at="2125-04-20T05:15:00Z")
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=BODY)
    web.answers("PUT", "/campaigns/7/status", {"data": STORED}, body={"status": "running"})
    service.send(DRAFT, CONTENT)
    assert web.asked == [
        f"GET {BASE}/campaigns/7",
        f"PUT {BASE}/campaigns/7",
        f"PUT {BASE}/campaigns/7/status",
    ]


@pytest.mark.parametrize("at", [HOUR, HOUR.astimezone(timezone(timedelta(hours=2)))])
def test_a_schedule_says_the_hour_first(web: Listmonks, service: Listmonk, at: datetime) -> None:
    web.has()
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=BODY | {"send_at": "2125-04-20T05:15:00+00:00"})
    web.answers("PUT", "/campaigns/7/status", {"data": STORED}, body={"status": "scheduled"})
    service.schedule(DRAFT, CONTENT, at)
    assert web.asked == [
        f"GET {BASE}/campaigns/7",
        f"PUT {BASE}/campaigns/7",
        f"PUT {BASE}/campaigns/7/status",
    ]


SENT_OFF: list[Callable[[Listmonk], None]] = [
    lambda service: service.send(DRAFT, CONTENT),
    lambda service: service.schedule(DRAFT, CONTENT, HOUR),
]


@pytest.mark.parametrize("act", SENT_OFF)
@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("scheduled", "scheduled"),
        ("running", "sending"),
        ("paused", "stopped half-way"),
        ("finished", "cancelled"),  # without ever having begun
        ("cancelled", "cancelled"),
        ("one that is new", "stopped half-way"),
    ],
)
def test_what_is_no_draft_is_not_started(
    web: Listmonks, service: Listmonk, act: Callable[[Listmonk], None], status: str, word: str
) -> None:
    web.has(status=status)
    with pytest.raises(ServiceRefused) as caught:
        act(service)
    assert caught.value.message == f"the campaign 7 is “{word}” at listmonk, not a draft"
    assert caught.value.remedy == "check it there; nothing was sent"
    assert web.asked == [f"GET {BASE}/campaigns/7"]


TABLE = Path(__file__).parents[2] / "docs" / "services" / "listmonk.md"


def table_of_fields() -> dict[str, str]:
    """What the page says that cenum does with each field of a campaign."""
    _before, _heading, rest = TABLE.read_text("utf-8").partition("## Every field of a campaign")
    rows = re.findall(r"^\| (`.*?) \| (.*?) \| .*\|$", rest.partition("\n## ")[0], re.MULTILINE)
    return {name: does for names, does in rows for name in re.findall(r"`(\w+)`", names)}


def test_the_table_has_every_field_that_listmonk_answers() -> None:
    assert {*table_of_fields()} - {"CampaignID", "send_later"} == {*FIELDS}


@pytest.mark.skipif(not FILE.is_file(), reason=f"listmonk's description is not at {FILE}")
def test_the_table_has_every_field_that_listmonk_describes() -> None:
    described = {*Description().fields("Campaign"), *Description().fields("CampaignUpdate")}
    assert described <= {*table_of_fields()}
    assert {*table_of_fields()} - {*FIELDS} == described - {*FIELDS}


def test_what_the_table_calls_written_is_written() -> None:
    assert {name for name, does in table_of_fields().items() if "written" in does} == {*BODY}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Un autre nom"),
        ("subject", "Autre chose"),
        ("from_email", "Autre <cenum@letter.example.org>"),
        ("from_email", "Cénum <other@letter.example.org>"),
        ("body", "<p>Hiver</p>"),
        ("body", ""),
        ("altbody", "Hiver"),
        ("altbody", None),
        ("lists", [{"id": 4, "name": "Presse"}]),
        ("lists", [{"id": 3, "name": "Lecteurs"}, {"id": 4, "name": "Presse"}]),
        ("lists", [{"id": None, "name": "Lecteurs"}]),
        ("headers", []),
        ("headers", None),
        ("headers", [{"Reply-To": "other@letter.example.org"}]),
        ("headers", [{"reply-to": "answers@letter.example.org"}]),
        ("headers", [{"Reply-To": "answers@letter.example.org"}, {"Bcc": "other@example.org"}]),
        ("headers", [{"Reply-To": "answers@letter.example.org", "Subject": "Autre chose"}]),
        ("headers", [{"Reply-To": "answers@letter.example.org"}, {"Reply-To": "other@example.org"}]),
        ("headers", [{"Reply-To": "answers@letter.example.org"}, {"Reply-To": "answers@letter.example.org"}]),
        ("media", [{"id": 5, "filename": "a.pdf"}]),
        ("media", [{"id": None, "filename": "deleted.pdf"}]),
        ("content_type", "html"),
        ("content_type", "plain"),
        ("content_type", None),
        ("template_id", 2),
        ("messenger", "email-other"),
        ("messenger", "postback"),
        ("type", "optin"),
        ("status", "paused"),
    ],
)
@pytest.mark.parametrize("act", SENT_OFF)
def test_what_the_table_calls_compared_is_compared(
    web: Listmonks, service: Listmonk, act: Callable[[Listmonk], None], field: str, value: Any
) -> None:
    assert "compared" in table_of_fields()[field]
    web.has(**{field: value})
    with pytest.raises(CenumError):
        act(service)
    assert web.asked == [f"GET {BASE}/campaigns/7"]


def test_every_field_that_is_compared_was_changed() -> None:
    (cases,) = [
        mark.args[1]
        for mark in test_what_the_table_calls_compared_is_compared.pytestmark
        if mark.args[0] == ("field", "value")
    ]
    assert {case[0] for case in cases} == {name for name, does in table_of_fields().items() if "compared" in does}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tags", ["weekly"]),
        ("body_source", "{}"),
        ("attribs", {"a": 1}),
        ("archive", True),
        ("archive_slug", "lettre"),
        ("archive_template_id", 2),
        ("archive_meta", {"name": "Ada"}),
        ("to_send", 420),
        ("updated_at", "2025-04-18T05:00:00Z"),
    ],
)
def test_what_is_harmless_changes_nothing(web: Listmonks, service: Listmonk, field: str, value: Any) -> None:
    assert "compared" not in table_of_fields()[field]
    web.has(**{field: value})
    web.answers("PUT", "/campaigns/7/status", {"data": STORED}, body={"status": "running"})
    service.send(DRAFT, CONTENT)


@pytest.mark.parametrize("act", SENT_OFF)
@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"name": "Un autre nom"}, "name"),
        ({"subject": "Autre chose"}, "subject"),
        ({"body": "<p>Hiver</p>"}, "html"),
        ({"altbody": "Hiver"}, "text"),
        ({"lists": [{"id": 4, "name": "Presse"}]}, "audience"),
        ({"media": [{"id": 5, "filename": "a.pdf"}]}, "media"),
    ],
)
def test_what_is_not_what_was_cleared_does_not_leave(
    web: Listmonks, service: Listmonk, act: Callable[[Listmonk], None], change: dict[str, Any], part: str
) -> None:
    web.has(**change)
    with pytest.raises(Refusal, match=f"differs from what cenum made: {part} "):
        act(service)
    assert web.asked == [f"GET {BASE}/campaigns/7"]


STOPPED: list[Any] = [
    (Listmonk.unschedule, {}, "draft"),
    (Listmonk.cancel, {"status": "running"}, "cancelled"),
    (Listmonk.cancel, {"status": "paused"}, "cancelled"),
    # Its hour has come, and listmonk has not looked yet: it refuses to cancel what is scheduled.
    (Listmonk.cancel, {"status": "scheduled", "send_at": "2025-04-20T05:15:00Z"}, "draft"),
]


@pytest.mark.parametrize(("act", "found", "status"), STOPPED)
def test_what_was_handed_over_is_taken_back_by_its_status(
    web: Listmonks, service: Listmonk, act: Callable[[Listmonk, str], None], found: dict[str, Any], status: str
) -> None:
    if found:
        web.has(**found)
    web.answers("PUT", "/campaigns/7/status", {"data": STORED}, body={"status": status})
    act(service, "7")


@pytest.mark.parametrize(("act", "found", "status"), STOPPED)
def test_a_status_that_may_have_been_taken_is_not_asked_for_again(
    web: Listmonks, service: Listmonk, act: Callable[[Listmonk, str], None], found: dict[str, Any], status: str
) -> None:
    if found:
        web.has(**found)
    # The second one would be refused, and the refusal would say that nothing has changed.
    told = web.answers("PUT", "/campaigns/7/status", status=502, text="", body={"status": status})
    with pytest.raises(FateUnknown):
        act(service, "7")
    assert told.call_count == 1


LEFT = {"status": "finished", "sent": 100, "views": 60, "clicks": 20, "bounces": 3}


def test_the_figures_are_what_listmonk_counts(web: Listmonks, watching: Listmonk) -> None:
    web.has(**LEFT, started_at="2025-04-18T05:00:00.123456Z")
    query = {"id": "7", "from": "2025-04-18T05:00:00+00:00", "to": "2100-01-01T00:00:00Z"}
    assert all(10 <= len(query[word]) <= 30 for word in ("from", "to"))
    found = {"data": [{"url": "https://example.org/a", "count": 12}, {"url": "https://example.org/b", "count": 3}]}
    web.answers("GET", "/campaigns/analytics/links", found, query=query)
    assert watching.statistics("7") == Statistics(
        sent=100,
        delivered=97,
        bounces=3,
        opens=60,
        # Those of the tests are left out: the campaign itself counts 20.
        clicks=15,
        links=(LinkClicks("https://example.org/a", 12), LinkClicks("https://example.org/b", 3)),
        per_reader=False,
    )


def test_what_was_not_to_be_counted_is_not_asked_for(web: Listmonks, service: Listmonk) -> None:
    web.has(**LEFT, started_at="2025-04-18T05:00:00Z")
    assert service.statistics("7") == Statistics(sent=100, delivered=97, bounces=3, per_reader=False)


RIGHTS = (
    "campaigns:get",
    "campaigns:get_all",
    "campaigns:manage",
    "campaigns:send",
    "subscribers:get",
    "media:get",
    "media:manage",
)
WELL = (
    Notice("version", "listmonk is at version v6.2.0", ""),
    Notice("Root URL", "pictures and links of the letter lead readers to https://lists.example.org", ""),
    Notice("role", "the role of listmonk's user has every right that is needed", ""),
)


def test_the_standing_names_the_reviewers_whom_listmonk_does_not_know(web: Listmonks, watching: Listmonk) -> None:
    is_set(web)
    role(web, *RIGHTS, "campaigns:get_analytics")
    knows(web, "one@example.org", {"email": "one@example.org", "status": "enabled"})
    knows(web, "two@example.org", {"email": "two@example.org", "status": "disabled"})
    expected = Standing(
        tracks_opens=True,
        unknown_reviewers=("two@example.org",),
        notices=WELL,
        verifies_senders=False,
        reviewers_remedy="add each under Subscribers at listmonk, enabled, to a list that its user's list role names",
    )
    assert watching.standing(CONTENT.sender, ["one@example.org", "two@example.org"]) == expected


@pytest.mark.parametrize(
    ("version", "says", "stops"),
    [
        ("v6.2.0-10-g911e0b77", "listmonk is at version v6.2.0-10-g911e0b77", None),
        ("v5.0.0", "listmonk is at version v5.0.0", None),
        ("v10.0.0", "listmonk is at version v10.0.0", None),
        ("v4.1.0", "listmonk is at version v4.1.0, and 5.0.0 is the oldest that works", True),
        ("v0.0.0", "listmonk does not say its version", False),
        ("nightly", "listmonk does not say its version", False),
        ("", "listmonk does not say its version", False),
    ],
)
def test_the_version_is_said_and_held_against_the_oldest_that_works(
    web: Listmonks, service: Listmonk, version: str, says: str, *, stops: bool | None
) -> None:
    is_set(web, version=version)
    role(web, *RIGHTS)
    notice = service.standing(CONTENT.sender, []).notices[0]
    assert (notice.says, notice.stops, bool(notice.remedy)) == (says, bool(stops), stops is not None)


@pytest.mark.parametrize("root", ELSEWHERE)
def test_a_root_url_that_leads_elsewhere_is_told(web: Listmonks, service: Listmonk, root: str) -> None:
    is_set(web, root)
    role(web, *RIGHTS)
    notice = service.standing(CONTENT.sender, []).notices[1]
    assert notice.subject == "Root URL"
    assert notice.stops
    assert URL in notice.remedy


@pytest.mark.parametrize("missing", ["campaigns:get_all", *(right for right in RIGHTS if right != "campaigns:get")])
def test_a_right_that_is_missing_is_named(web: Listmonks, service: Listmonk, missing: str) -> None:
    is_set(web)
    role(web, *(right for right in RIGHTS if right != missing))
    notice = service.standing(CONTENT.sender, []).notices[2]
    assert notice.says == f"the role of listmonk's user lacks {missing}"
    assert notice.stops
    assert notice.remedy == "give them to it at listmonk: Users, then User roles"


def test_a_right_that_this_version_does_not_have_is_not_asked_for(web: Listmonks, service: Listmonk) -> None:
    """campaigns:send does not exist in 5.0.0, which says so itself."""
    known = [{"group": "x", "permissions": [right for right in RIGHTS if right != "campaigns:send"]}]
    web.answers("GET", "/config", {"data": {"root_url": URL, "version": "v6.2.0", "permissions": known}})
    role(web, *(right for right in RIGHTS if right != "campaigns:send"))
    assert service.standing(CONTENT.sender, []).notices == WELL


def test_the_figures_need_a_right_of_their_own_where_they_are_asked_for(web: Listmonks, watching: Listmonk) -> None:
    is_set(web)
    role(web, *RIGHTS)
    assert watching.standing(CONTENT.sender, []).notices[2].says.endswith("lacks campaigns:get_analytics")


def test_what_the_administrator_does_not_count_is_told_to_who_asks_for_it(web: Listmonks, watching: Listmonk) -> None:
    said = {"root_url": URL, "version": "v6.2.0", "privacy": {"disable_tracking": True}}
    web.answers("GET", "/config", {"data": said})
    role(web, *RIGHTS, "campaigns:get_analytics")
    *others, last = watching.standing(CONTENT.sender, []).notices
    assert tuple(others) == WELL
    assert last.subject == "tracking"
    assert not last.stops


KEY_REMEDY = "check the key in the environment: it may be wrong, expired, or not allowed to do this"
MEND_REMEDY = "correct it at the service or in cenum.toml, then run this command again"
LIST_REMEDY = "check the list in cenum.toml and the campaigns at the service"
BUSY_REMEDY = "the service gets too many requests: wait a few minutes, then run this command again"
GONE_REMEDY = "run cenum status to list the existing ones"
RIGHT_REMEDY = "give the API user's role the right {} at listmonk: Users, then User roles"
ROLE_REMEDY = RIGHT_REMEDY.format("campaigns:send")


@pytest.mark.parametrize(
    ("status", "words", "remedy"),
    [
        # internal/auth/models.go: whoever has no right to a list is told so without its name.
        (403, "permission denied", "give its list role the right “get” for the list 3: Users, then List roles"),
        (403, "Permission denied: lists:get_all", RIGHT_REMEDY.format("lists:get_all")),
        (403, "invalid API credentials", KEY_REMEDY),
        (401, "invalid session", KEY_REMEDY),
        (404, "Not Found", LIST_REMEDY),
    ],
)
def test_a_list_that_is_refused_says_who_gives_the_right(
    web: Listmonks, service: Listmonk, status: int, words: str, remedy: str
) -> None:
    web.answers("GET", "/lists/3", {"message": words}, status=status)
    for ask in (service.account, service.audience):
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert (caught.value.message, caught.value.remedy) == (f"listmonk refused: {words}", remedy)


@pytest.mark.parametrize("words", ["List not found", "Liste non trouvée"])
def test_a_list_that_is_not_there_is_said_in_every_language_of_listmonk(
    web: Listmonks, service: Listmonk, words: str
) -> None:
    web.answers("GET", "/lists/3", {"message": words}, status=400)
    with pytest.raises(ServiceRefused, match="listmonk has no list 3"):
        service.audience()


@pytest.mark.parametrize(
    ("status", "answer", "reason", "remedy"),
    [
        (400, {"message": "Campaign not found"}, "Campaign not found", GONE_REMEDY),
        (400, {"message": "Invalid\n  list IDs"}, "Invalid list IDs", MEND_REMEDY),
        (400, {"message": None}, "400", MEND_REMEDY),
        (400, {"error": "of another shape"}, "400", MEND_REMEDY),
        (400, ["of another shape"], "400", MEND_REMEDY),
        (401, {"message": "invalid session"}, "invalid session", KEY_REMEDY),
        (403, {"message": "invalid API credentials"}, "invalid API credentials", KEY_REMEDY),
        (403, {"message": "Permission denied: campaigns:send"}, "Permission denied: campaigns:send", ROLE_REMEDY),
        (403, {"message": "Refusé : campaigns:send"}, "Refusé : campaigns:send", ROLE_REMEDY),
        (
            404,
            {"message": "Not Found"},
            "Not Found",
            "check the list in cenum.toml and the campaigns at the service",
        ),
        (
            429,
            {"message": "slow down"},
            "slow down",
            "the service gets too many requests: wait a few minutes, then run this command again",
        ),
    ],
)
def test_every_refusal_says_why_and_what_to_do(  # noqa: PLR0913  a row of the table
    web: Listmonks, service: Listmonk, status: int, answer: Any, reason: str, remedy: str
) -> None:
    web.answers("GET", "/campaigns/7", answer, status=status)
    web.answers("POST", "/campaigns", answer, status=status, body=BODY)
    asks: tuple[Callable[[], object], ...] = (
        lambda: service.campaign("7"),
        lambda: service.create("Un nom", CONTENT),
    )
    for ask in asks:
        with pytest.raises(ServiceRefused) as caught:
            ask()
        assert caught.value.message == f"listmonk refused: {reason}"
        assert caught.value.remedy == remedy


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (500, "{}", "listmonk answered with a server error (500)"),
        (502, "<html>bad gateway</html>", "listmonk answered with a server error (502)"),
        (503, '{"message": "maintenance"}', "listmonk answered with a server error (503): maintenance"),
        (504, "", "listmonk answered with a server error (504)"),
        (200, "<html>the login page</html>", "listmonk sent an unreadable answer"),
        (200, '{"data": {}}', "listmonk sent an unreadable answer"),
        (200, '{"message": "maintenance"}', "listmonk sent an unreadable answer"),
        (200, "[]", "listmonk sent an unreadable answer"),
        (200, "", "listmonk sent an unreadable answer"),
    ],
)
def test_what_can_not_be_read_changed_nothing_where_it_was_asked_and_is_unknown_where_it_was_told(
    web: Listmonks, service: Listmonk, status: int, text: str, message: str
) -> None:
    role(web, "campaigns:get_all")
    web.answers("GET", "/campaigns", status=status, text=text, query=page_of("/campaigns", 1))
    with pytest.raises(ServiceUnreachable) as asked:
        list(service.campaigns())
    assert (asked.value.message, asked.value.remedy) == (message, LATER)
    told = web.answers("POST", "/campaigns", status=status, text=text, body=BODY)
    with pytest.raises(FateUnknown) as caught:
        service.create("Un nom", CONTENT)
    assert (caught.value.message, caught.value.remedy) == (message, LATER)
    assert told.call_count == 1


@pytest.mark.parametrize(("status", "kind"), [(429, ServiceRefused), (500, FateUnknown), (503, FateUnknown)])
def test_a_send_and_a_schedule_are_never_repeated(
    web: Listmonks, service: Listmonk, status: int, kind: type[CenumError]
) -> None:
    web.has()
    web.answers("PUT", "/campaigns/7", {"data": STORED}, body=BODY | {"send_at": "2125-04-20T05:15:00+00:00"})
    told = [
        web.answers("PUT", "/campaigns/7/status", {"message": "no"}, status=status, body={"status": state})
        for state in ("running", "scheduled")
    ]
    with pytest.raises(kind):
        service.send(DRAFT, CONTENT)
    with pytest.raises(kind):
        service.schedule(DRAFT, CONTENT, HOUR)
    assert [one.call_count for one in told] == [1, 1]


@pytest.mark.parametrize(
    "spelt", [TOKEN, f"{USER}:{TOKEN}", AUTH["Authorization"], base64.b64encode(TOKEN.encode()).decode()]
)
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 429, 500])
def test_a_token_that_listmonk_repeats_is_never_shown(
    web: Listmonks, service: Listmonk, spelt: str, status: int
) -> None:
    web.answers("GET", "/campaigns/7", {"message": f"{spelt} is wrong"}, status=status)
    web.answers("PUT", "/campaigns/7/status", status=status, text=spelt, body={"status": "draft"})
    for ask in (service.campaign, service.unschedule):
        with pytest.raises(CenumError) as caught:
            ask("7")
        said = everything(caught.value)
        assert "planted" not in said
        assert spelt not in said


@pytest.mark.parametrize(
    "broken", [requests.ConnectionError(TOKEN), requests.ReadTimeout(TOKEN), requests.exceptions.SSLError(TOKEN)]
)
def test_a_token_in_a_broken_connection_is_never_shown(
    web: Listmonks, service: Listmonk, broken: requests.RequestException
) -> None:
    web.mock.get(f"{BASE}/lists/3", body=broken)
    with pytest.raises(CenumError) as caught:
        service.account()
    assert "planted" not in everything(caught.value)


@pytest.fixture
def fake() -> Iterator[FakeListmonk]:
    with FakeListmonk(READERS, REVIEWERS) as opened:
        yield opened


@pytest.fixture
def real(fake: FakeListmonk) -> Iterator[Listmonk]:
    """The service that speaks to the fake, with a campaign 1 that may leave."""
    with closing(opened("listmonk", fake.base, PATIENCE)) as service:
        service.create("Un nom", service.content(edition()))
        yield service


@pytest.mark.parametrize(
    ("wrong", "state", "counts"),
    [
        ({}, State.SENT, (3, 3)),
        ({"lost": 1}, State.INCOMPLETE, (2, 3)),
        ({"smtp": False}, State.INCOMPLETE, (0, 3)),
        # Everybody has it, and listmonk counts fewer: an alarm all the same.
        ({"uncounted": 1}, State.INCOMPLETE, (2, 3)),
        # It counts late: nobody, while some have it.
        ({"runs": True}, State.SENDING, (0, 3)),
    ],
)
def test_finished_is_sent_only_where_all_left(
    fake: FakeListmonk, real: Listmonk, wrong: dict[str, Any], state: State, counts: tuple[int, int]
) -> None:
    for name, value in wrong.items():
        setattr(fake, name, value)
    real.send(*cleared(real, "1"))
    for found in (real.campaign("1"), *real.campaigns()):
        assert (found.state, (found.reached, found.wanted)) == (state, counts)


def test_what_was_cancelled_after_it_began_may_have_reached_readers(fake: FakeListmonk, real: Listmonk) -> None:
    fake.runs = True
    real.send(*cleared(real, "1"))
    real.cancel("1")
    assert (real.campaign("1").state, real.campaign("1").reached) == (State.PAUSED, 0)
    assert len(fake.sends) == len(READERS)


@pytest.mark.parametrize("hidden", [{"deleted": (3,)}, {"lists": (4,)}])
def test_a_campaign_that_is_hidden_is_not_taken_for_one_that_never_was(
    fake: FakeListmonk, real: Listmonk, hidden: dict[str, Any]
) -> None:
    """A list was deleted, or the role was changed: the letter that left would be sent again."""
    real.send(*cleared(real, "1"))
    for name, value in hidden.items():
        setattr(fake, name, value)
    assert [one.state for one in real.campaigns()] == [State.SENT]
    fake.rights = ("campaigns:get", *(right for right in fake.rights if right != "campaigns:get_all"))
    with pytest.raises(ServiceRefused, match="could be hidden"):
        list(real.campaigns())


def test_a_campaign_whose_list_was_deleted_says_so_and_what_to_do(fake: FakeListmonk, real: Listmonk) -> None:
    cleared_one = cleared(real, "1")
    fake.deleted = (3,)
    for ask in (lambda: real.send(*cleared_one), lambda: act.send_test(edition(), real, settings())):
        with pytest.raises(Refusal, match="goes to nobody: the list 3 does not exist") as caught:
            ask()
        assert "“audience” in cenum.toml" in caught.value.remedy
    assert not fake.sends


@pytest.mark.parametrize("looks", [0, 1, 3])
@pytest.mark.parametrize("gone", [{"deleted": (3,)}, {"readers": []}])
def test_what_began_without_readers_was_not_sent(
    fake: FakeListmonk, real: Listmonk, gone: dict[str, Any], looks: int
) -> None:
    """The list was deleted, or emptied, after it was looked at and before listmonk began."""
    act.send_test(edition(), real, settings())
    fake.begins_after = looks
    readers = fake.readers

    def take_away() -> None:
        for name, value in gone.items():
            setattr(fake, name, value)

    options = act.SendOptions(draft=False, confirm=None, pause=lambda: None, tell=lambda _: fake.do_at(2, take_away))
    with pytest.raises(Refusal, match="of 2025-04-18 reached nobody") as caught:
        act.send(edition(), real, settings(), options)
    assert caught.value.remedy.endswith("then run cenum test")
    assert not fake.sends
    with pytest.raises(NotReady, match="never tested"):
        act.look_whether_it_left(edition(), real, settings(), NOW, lambda: None)
    # Nobody has it, so it may be tested and sent once all is there.
    fake.deleted, fake.readers, fake.begins_after = (), readers, 0
    act.send_test(edition(), real, settings())
    options = act.SendOptions(draft=False, confirm=None, pause=lambda: None)
    assert act.send(edition(), real, settings(), options).campaign.state is State.SENT


@pytest.mark.parametrize(("name", "size"), [("listmonk", 93), ("local", 350)])
def test_a_tracked_link_weighs_what_the_service_makes_of_it(name: str, size: int) -> None:
    table = {"listmonk": fake_listmonk.FAKE.settings}
    assert settings(service={"name": name, **table}, tracking={"clicks": True}).tracked_link_bytes == size
    assert settings(service={"name": name, **table}).tracked_link_bytes == 0


def test_a_service_reads_the_clock_that_it_is_opened_with() -> None:
    chosen = settings(service={"name": "listmonk", "listmonk": fake_listmonk.FAKE.settings})
    around = ServiceContext(Path(), lambda: HOUR, fake_listmonk.FAKE.environ)
    with open_service(chosen, around) as service:
        assert isinstance(service, Listmonk)
        assert service._now() == HOUR


@pytest.mark.skipif(not FILE.is_file(), reason=f"listmonk's description is not at {FILE}")
def test_every_request_is_one_that_listmonk_describes() -> None:
    with FakeListmonk(READERS, REVIEWERS) as fake:
        opened = Listmonk(
            fake_listmonk.USER,
            fake_listmonk.TOKEN,
            fake.base,
            3,
            tracks_opens=False,
            tracks_clicks=True,
            patience=PATIENCE,
        )
        with closing(opened) as service:
            service.account()
            service.audience()
            service.standing(CONTENT.sender, REVIEWERS)
            first, second = (service.create("Un nom", service.content(edition())).id for _count in range(2))
            service.update(first, service.content(edition("Un autre sujet")))
            service.rename(first, "Un autre nom")
            service.read(first)
            service.test(first, REVIEWERS)
            service.schedule(*cleared(service, first), HOUR)
            service.rename(first, "Un autre nom encore")
            service.unschedule(first)
            service.send(*cleared(service, first))
            service.statistics(first)
            fake.stored[second].state = "running"
            service.cancel(second)
            fake.deleted = (3,)
            assert len(list(service.campaigns())) == 2
    description = Description()
    assert [what for request in fake.requests for what in description.mistakes(request)] == []
    assert [what for asked, said in fake.answered for what in description.mistakes_of_answer(asked, said)] == []
    # A mistake that is no longer met stands in the table for nothing.
    assert description.met == set(KNOWN_MISTAKES)
    assert description.met_in_answers == set(NOT_AS_DESCRIBED)
    assert description.met_undescribed == set(UNDESCRIBED)
    assert description.met_values == set(UNDESCRIBED_VALUES)
    assert {request.method for request in fake.requests} == {"GET", "POST", "PUT"}


# As listmonk compiles a campaign (models/campaigns.go): body and altbody with html/template, the subject with
# text/template.
GO = r"""package main

import (
	"encoding/json"
	"html/template"
	"os"
	"regexp"
	"strings"
	text "text/template"
)

type letter struct{ Html, Text, Subject string }

// models/common.go: the shorthand for a link that is counted, wherever it stands.
var shorthand = regexp.MustCompile(`(https?://[\p{L}\p{N}_\-\.~!#$&'()*+,/:;=?@\[\]%]*)@TrackLink`)

func counted(source string) string {
	return shorthand.ReplaceAllString(source, `{{ TrackLink "$1" }}`)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	links := map[string]any{
		"UnsubscribeURL": func() string { return "https://lists.example.org/out?a=1&b=2" },
		"MessageURL":     func() string { return "https://lists.example.org/see/1" },
		"TrackView":      func() template.HTML { return `<img src="https://lists.example.org/pixel" alt="">` },
		"TrackLink":      func(url string) string { return "https://lists.example.org/link/" + url },
		"Safe":           func(s string) template.HTML { return template.HTML(s) },
	}
	html := func(source string) string {
		var out strings.Builder
		check(template.Must(template.New("part").Funcs(links).Parse(counted(source))).Execute(&out, nil))
		return out.String()
	}
	var letters []letter
	check(json.NewDecoder(os.Stdin).Decode(&letters))
	for i, one := range letters {
		var subject strings.Builder
		check(text.Must(text.New("subject").Funcs(links).Parse(counted(one.Subject))).Execute(&subject, nil))
		letters[i] = letter{html(one.Html), html(one.Text), subject.String()}
	}
	check(json.NewEncoder(os.Stdout).Encode(letters))
}
"""
COMPILED = Path(__file__).parent / "listmonk_compiled.json"
OUT, SEE = "https://lists.example.org/out?a=1&b=2", "https://lists.example.org/see/1"
COMMENTS = [
    "<!--[if mso]><noscript><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml></noscript><![endif]-->",
    '<!--[if mso | IE]>\n<table width="600"><tr><td style="font-family:\'A\\B\'">\u2028\t<![endif]-->',
    "<!--[if !mso]><!-->",
    "<!--<![endif]-->",
]
SPEECHES = [
    PROSE,
    "{{ UnsubscribeURL }} {{{ x }}} {{{{ y }}}} {<b {{<i {{{<!-- {",
    "a < b <b> </b> <!-- ni > ni --> <script>alert('x')</script> {{/* non */}} {{- end -}} {{ Safe \"<\" }}",
    "« L'été », “déjà” & ☀️ `retour` \\ \" ' $ ${x} {# y #}",
    "https://example.org/a@TrackLink, x@TrackLink et {{ https://example.org@TrackLink",
]


def rich(prose: str) -> Edition:
    """An edition with something of everything that a template could trip over."""
    words = prose.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;")
    html = (
        '<!doctype html>\n<html lang="fr"><head><style>@media(max-width:480px){.x{color:red}}.y{{a:b}}</style>\n'
        f'{COMMENTS[0]}</head><body>{COMMENTS[1]}{COMMENTS[2]}<p title="{words}">{words}</p>{COMMENTS[3]}\n'
        f'<!--[if mso]><v:rect href="{UNSUBSCRIBE}">{words}<a href="{VIEW_ONLINE}"></a></v:rect><![endif]-->'
        f'<img src="{PICTURES}{picture().name}" alt=""><a href="https://example.org/a?b=c&amp;d=e">lien</a>'
        f'<a href="{UNSUBSCRIBE}">Se désinscrire</a> <a href="{VIEW_ONLINE}">En ligne</a></body></html>\n'
    )
    text = f"{prose}\n\nSe désinscrire : <{UNSUBSCRIBE}>\nEn ligne : {{{VIEW_ONLINE}}}\n"
    return replace(edition(prose, prose), html=html, text=text)


def test_what_go_makes_of_a_letter_is_the_letter(web: Listmonks, watching: Listmonk) -> None:
    recorded = json.loads(COMPILED.read_text("utf-8"))
    assert [one["given"] for one in recorded] == letters(web, watching), "run “make golden” where Go is installed"
    for prose, one in zip(SPEECHES, recorded, strict=True):
        made = one["made"]
        html, text = unescape(made["Html"]), unescape(made["Text"])
        assert f'<p title="{prose}">{prose}</p>' in html
        assert all(comment in html for comment in COMMENTS)
        assert f'<!--[if mso]><v:rect href="{OUT}">{prose}<a href="{SEE}"></a></v:rect><![endif]-->' in html
        assert f'<a href="{OUT}">Se désinscrire</a> <a href="{SEE}">En ligne</a>' in html
        assert '<a href="https://lists.example.org/link/https://example.org/a?b=c&amp;d=e">lien</a>' in html
        assert f'<img src="{HTTPS_PICTURE}" alt="">' in html
        assert "@media(max-width:480px){.x{color:red}}" in html
        assert html.endswith('<img src="https://lists.example.org/pixel" alt=""></body></html>\n')
        assert text == f"{prose}\n\nSe désinscrire : <{OUT}>\nEn ligne : {{{SEE}}}\n"
        assert made["Subject"] == prose


@pytest.mark.whole
@pytest.mark.skipif(not works("go", "version"), reason="Go, which compiles the letter as listmonk does, is not there")
def test_that_is_what_go_makes_of_it(web: Listmonks, watching: Listmonk, tmp_path: Path) -> None:
    """Go builds its standard library for this, in 20 seconds: what it makes is kept, and tried every night."""
    given = letters(web, watching)
    made = [{"given": one, "made": other} for one, other in zip(given, compiled(given, tmp_path), strict=True)]
    if os.environ.get("CENUM_GOLDEN") == "write":
        COMPILED.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert made == json.loads(COMPILED.read_text("utf-8"))


def letters(web: Listmonks, service: Listmonk) -> list[dict[str, str | None]]:
    """What listmonk is given to compile."""
    the_picture_is_there(web)
    contents = [service.content(rich(prose)) for prose in SPEECHES]
    return [{"Html": one.html, "Text": one.text, "Subject": one.subject} for one in contents]


def compiled(letters: list[dict[str, str | None]], folder: Path) -> list[dict[str, str]]:
    """What Go's own templates make of the parts."""
    (folder / "go.mod").write_text("module letter\n", encoding="utf-8")
    (folder / "main.go").write_text(GO, encoding="utf-8")
    go = shutil.which("go")
    assert go
    done = subprocess.run(
        [go, "run", "."],
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "GOCACHE": str(folder / "cache"),
            "GOPATH": str(folder / "path"),
            "GOFLAGS": "-mod=mod",
            "GOTOOLCHAIN": "local",
            "GOPROXY": "off",
        },
        input=json.dumps(letters).encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found
