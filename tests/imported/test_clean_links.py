"""A letter's links lead straight to pages, and what can't is told."""

from __future__ import annotations

import pytest

from cenum.imported.clean_links import LinkAddresses, is_tracked

ADDRESSES = [
    ("https://example.org/a?utm_source=x", "https://example.org/a", "tracking-removed"),
    ("https://www.google.com/url?q=https://example.org/&sa=D", "https://example.org/", "wrapper-undone"),
    (" https://example.org/\n ", "https://example.org/", ""),
    ("www.example.org/é", "https://www.example.org/%C3%A9", ""),
    ("mailto:a@example.org", "mailto:a@example.org", ""),
    ("#top", "", "link-within"),
    ("", "", ""),
    ("#", "", ""),
    ("javascript:alert(1)", "", "link-lost"),
    ("JaVaScript:alert(1)", "", "link-lost"),
    ("java\nscript:alert(1)", "", "link-lost"),
    ("javascript://example.org/%0Aalert(1)", "", "link-lost"),
    ("data:text/html,x", "", "link-lost"),
    ("ftp://example.org/lettre", "", "link-lost"),
    ("file:///C:/lettre.docx", "", "link-lost"),
    ("tel:+33600000000", "", "link-lost"),
    ("../autre", "", "link-lost"),
    ("//example.org/x", "", "link-lost"),
    ("http://[", "", "link-lost"),
    ("https:/example.org", "", "link-lost"),
    ("https://example.org/" + "a" * 5_000, "", "link-lost"),
    (
        "https://x.us1.list-manage.com/track/click?u=1&id=2",
        "https://x.us1.list-manage.com/track/click?u=1&id=2",
        "link-tracked",
    ),
    *(
        (href, "", "link-of-reader")
        for href in (
            "https://x.us1.list-manage.com/unsubscribe?u=1a2b3c&id=4d5e",
            "https://r.mail.example.org/mk/un/SECRETKEY42/abc",
            "https://lettre.example.org/unsubscribe/0123456789",
            "https://example.org/?action=unsubscribe&data=abcdef",
            "https://xyz.mjt.lu/unsub?hl=fr&a=abc",
            "https://lettre.substack.com/action/disable_email?token=eyJ1c2VyX2lkIjo",
            "https://listes.example.org/subscription/6f1c2b3a-0000-4000-8000-123456789abc/6f1c2b3a",
            "https://www.google.com/url?q=https://lettre.example.org/desinscription/0123456789",
            "https://example.org/lire?pour=odile%40example.net",
            "https://example.org/lire/odile@example.net",
            "mailto:unsub+0123456789@example.org",
        )
    ),
    *(
        (href, href, "")
        for href in (
            "https://example.org/comment-se-desinscrire-de-tout",
            "https://example.org/desabonnement-mode-d-emploi",
            "https://example.org/unsubscribe",
            "https://mastodon.example.org/@odile@example.net",
            "https://calendar.google.com/calendar/embed?src=abc%40group.calendar.google.com",
            "https://www.google.com/maps/@48.85,2.35,15z",
            "mailto:redaction@example.org",
        )
    ),
]


@pytest.mark.parametrize(("href", "address", "kind"), ADDRESSES)
def test_an_address_is_of_a_page_or_the_words_stay_alone(href: str, address: str, kind: str) -> None:
    links = LinkAddresses()
    assert links.address(href, lambda: "ici") == address
    assert [(one.kind, one.at) for one in links.told()] == ([(kind, "ici")] if kind else [])


def test_what_is_beside_a_page_is_found_where_the_page_was() -> None:
    links = LinkAddresses("https://example.org/2026/lettre")
    assert links.address("../autre", lambda: "") == "https://example.org/autre"
    assert links.address("//b.fr/x", lambda: "") == "https://b.fr/x"
    assert LinkAddresses("file:///C:/").address("x", lambda: "") == ""


def test_each_host_is_told_once() -> None:
    links = LinkAddresses()
    for number in range(40):
        links.address(f"https://www.google.com/url?q=https://example.org/{number}", lambda: "ici")
    (told,) = links.told()
    assert "40 links led through www.google.com" in told.message


TRACKED = [
    *(
        "https://x.us1.list-manage.com/track/click?u=1",
        "https://abc.r.af.d.sendibt2.com/tr/cl/x",
        "https://0x.mjt.lu/lnk/a/b",
    ),
    *(
        "https://substack.com/redirect/1?j=x",
        "https://lettre.substack.com/redirect/1",
        "https://u1.ct.sendgrid.net/ls/click?upn=1",
    ),
    *(
        "https://link.mail.beehiiv.com/ss/c/x",
        "https://click.convertkit-mail2.com/x",
        "https://clicks.mlsend.com/td/cl/x",
    ),
]


@pytest.mark.parametrize("url", TRACKED)
def test_what_counts_clicks_is_known(url: str) -> None:
    assert is_tracked(url)


@pytest.mark.parametrize(
    "url", ["https://substack.com/@anne", "https://mailchimp.com/track/", "https://www.list-manage.com/", "http://["]
)
def test_a_page_of_a_service_is_a_page(url: str) -> None:
    assert not is_tracked(url)
