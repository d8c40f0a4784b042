from __future__ import annotations

import hashlib

import pytest
from msgspec.structs import replace

from cenum.archive.own_addresses import OwnAddress, own_addresses, published_files
from cenum.edition.edition import CALENDARS, CalendarFile, Edition
from tests.sending.editions import PICTURE, edition, illustrated, settings

SITE = "https://example.org"
PAGE = f"{SITE}/online"
NEWSLETTER = settings().newsletter
EVENT = CalendarFile("rendez-vous-0123456789ab.ics", "text/calendar", b"BEGIN:VCALENDAR", "Rendez-vous")
WHOLE = illustrated(edition(), f"{SITE}/media/")
WHOLE = replace(
    WHOLE,
    calendars=(EVENT,),
    html=f'{WHOLE.html}<a href="{CALENDARS}{EVENT.name}">x</a>',
    public_links=replace(
        WHOLE.public_links, files={**WHOLE.public_links.files, EVENT.name: f"{SITE}/media/{EVENT.name}"}
    ),
)


def urls(one: Edition, *, hosted: bool = False, archived: bool = False) -> list[str]:
    return [found.url for found in own_addresses(one, NEWSLETTER, hosted=hosted, archived=archived)]


def with_html(html: str) -> Edition:
    return replace(edition(), html=html, text="")


def test_a_file_is_known_by_its_bytes_and_by_what_a_server_may_call_it() -> None:
    picture, event = published_files(WHOLE)
    assert picture == OwnAddress(
        f"{SITE}/media/{PICTURE.name}",
        size=len(PICTURE.content),
        sha256=hashlib.sha256(PICTURE.content).hexdigest(),
        types=("image/",),
    )
    assert (event.sha256, event.types) == (
        hashlib.sha256(EVENT.content).hexdigest(),
        ("text/calendar", "application/octet-stream"),
    )


def test_the_page_is_of_this_very_edition_only_where_cenum_makes_it() -> None:
    for archived in (True, False):
        (page,) = (
            found for found in own_addresses(WHOLE, NEWSLETTER, hosted=False, archived=archived) if found.url == PAGE
        )
        assert (page.edition, page.is_page, page.is_exact) == (WHOLE.digest if archived else "", True, archived)


def test_where_a_service_has_the_pictures_the_archive_has_its_own_copies_all_the_same() -> None:
    files = {found.url for found in published_files(WHOLE)}
    assert files <= set(urls(WHOLE))
    assert files <= set(urls(WHOLE, hosted=True, archived=True))
    assert files.isdisjoint(urls(WHOLE, hosted=True))


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="https://example.org/legal?a=1&amp;b=2#bas">x</a>', ["https://example.org/legal?a=1&b=2"]),
        ('<a href="HTTPS://EXAMPLE.org:443/Été">x</a>', ["https://example.org/%C3%89t%C3%A9"]),
        ('<!--[if mso]><a href="https://example.org/outlook">x</a><![endif]-->', ["https://example.org/outlook"]),
        ('<td background="https://example.org/fond.png">x</td>', ["https://example.org/fond.png"]),
        ('<p style="background:url(https://example.org/css.png)">x</p>', ["https://example.org/css.png"]),
        ('<img srcset="https://example.org/2x.png 2x" alt="">', ["https://example.org/2x.png"]),
        ('<a href="https://example.org.evil.test/x">x</a><a href="https://other.test/example.org">x</a>', []),
        ('<a href="https://evil.test@example.org/moi">x</a>', ["https://example.org/moi"]),
        ('<a href="mailto:us@example.org">x</a><a href="#bas">x</a><a href="https://[">x</a>', []),
        (
            '<a href="https://example.org/deux">x</a> <a href="https://example.org/deux#b">x</a>',
            ["https://example.org/deux"],
        ),
    ],
)
def test_whatever_leads_to_our_hosts_is_found_and_nothing_else(html: str, found: list[str]) -> None:
    assert urls(with_html(html)) == [PAGE, *found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[1] https://example.org/legal\n", "https://example.org/legal"),
        ("Voir https://example.org/legal.", "https://example.org/legal"),
        ("(Voir https://example.org/legal)", "https://example.org/legal"),
        ("« https://example.org/legal »", "https://example.org/legal"),
        ("[1] https://example.org/mot_(sens)\n", "https://example.org/mot_(sens)"),
    ],
)
def test_the_plain_text_has_addresses_of_its_own(text: str, found: str) -> None:
    assert urls(replace(edition(), html="", text=text)) == [PAGE, found]


def test_what_a_service_fills_in_is_nobody_s_to_ask() -> None:
    assert urls(edition()) == [PAGE]


def test_hosts_that_the_settings_call_our_own_are() -> None:
    ours = settings(newsletter={**_table(), "image_hosts": ["images.example.net"]}).newsletter
    one = with_html('<img src="https://images.example.net/a.png" alt="">')
    assert [found.url for found in own_addresses(one, ours, hosted=False, archived=False)] == [
        PAGE,
        "https://images.example.net/a.png",
    ]


def _table() -> dict[str, object]:
    return {
        "name": "Cénum",
        "publisher": "Conseil",
        "site": SITE,
        "sender": {"name": "Cénum", "email": "cenum@example.org"},
        "reply_to": "bonjour@example.org",
    }
