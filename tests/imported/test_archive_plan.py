"""Which letter of an archive becomes which issue, and that none of them is ever sent."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from cenum.archive.redirects import alias_for
from cenum.imported.archive_plan import OwnArchive, plan
from cenum.imported.source_letter import SourceFacts, SourceLetter

TODAY = date(2026, 11, 27)
SITE = "https://lettre.example.org"
OLD_SITE = "https://ancienne.example.com"
OWN = OwnArchive(
    today=TODAY,
    history=TODAY - timedelta(days=31),
    page_of=lambda key: f"{SITE}/{key}",
    alias_for=partial(alias_for, site=SITE, old_sites=(OLD_SITE,)),
    hosts=frozenset({"lettre.example.org", "ancienne.example.com"}),
    taken=frozenset({date(2024, 5, 4)}),
)
MAY = date(2024, 5, 3)


def letter(
    name: str = "a.html",
    day: date | None = MAY,
    html: str = "<p>Un</p>",
    address: str = "",
    *,
    published: bool | None = True,
) -> SourceLetter:
    facts = SourceFacts(title=name, day=day, address=address, published=published)
    return SourceLetter(name, html, (), facts)


def test_a_letter_has_the_day_on_which_it_left() -> None:
    made = plan([letter(day=MAY), letter("2024-05-10-b.html", None), letter("c.html", None)], OWN)
    assert [(one.key, one.draft) for one in made.letters] == [("2024-05-03", False), ("2024-05-10", False)]
    assert [(one.name, one.remedy) for one in made.left_out] == [
        ("c.html", "import it alone, and name its day: cenum import FILE --as 2026-11-27")
    ]


def test_a_day_has_one_issue_and_the_second_letter_is_told_of_a_free_one() -> None:
    made = plan([letter("a"), letter("b"), letter("c")], OWN)
    assert [one.letter.name for one in made.letters] == ["a"]
    # The next day has an issue already.
    assert [(one.name, one.message, one.remedy.rpartition(" ")[2]) for one in made.left_out] == [
        ("b", "2024-05-03 is the day of “a”, and a day has one issue", "2024-05-02"),
        ("c", "2024-05-03 is the day of “a”, and a day has one issue", "2024-05-05"),
    ]


def test_what_left_takes_its_day_before_a_draft() -> None:
    made = plan([letter("brouillon", published=False), letter("lettre")], OWN)
    assert [one.letter.name for one in made.letters] == ["lettre"]


@pytest.mark.parametrize("published", [True, None, False])
@pytest.mark.parametrize("days", [-400, -31, -1, 0, 1, 400])
def test_no_imported_letter_of_today_or_later_can_be_sent(days: int, published: bool | None) -> None:  # noqa: FBT001
    (one,) = plan([letter(day=TODAY + timedelta(days=days), published=published)], OWN).letters
    assert one.draft is (days >= 0 or published is False)


def test_what_concerns_all_letters_is_told_once() -> None:
    made = plan(
        [
            letter(day=date(2024, 1, 5), published=None),
            letter(day=date(2024, 1, 12), published=None),
            letter(day=TODAY - timedelta(days=7)),
            letter(day=TODAY),
            letter(day=date(2024, 1, 19), address="https://x.substack.com/p/un"),
            letter(day=date(2024, 1, 26), address="https://x.substack.com/p/deux"),
        ],
        OWN,
    )
    assert {one.kind: one.message for one in made.told} == {
        "old-pages": "the old pages of 2 letters are at x.substack.com: "
        "nothing here can lead their readers to the new ones",
        "published-unknown": "of 2 letters nothing says whether they left: "
        "their pages are public once they are merged",
        "page-later": "these letters get their page once they are 30 days old: 2026-11-20",
        "not-over": "these letters are not over, and became drafts, so that none is sent: 2026-11-27",
    }


@pytest.mark.parametrize(
    ("address", "aliases"),
    [
        ("/p/un-mot", ("/p/un-mot",)),
        (f"{SITE}/p/un-mot", ("/p/un-mot",)),
        (f"{OLD_SITE}/p/un-mot", (f"{OLD_SITE}/p/un-mot",)),
        ("https://x.substack.com/p/un-mot", ()),
        ("/2024-05-03", ()),
        ("/feed.xml", ()),
        ("/?id=3", ()),
        ("javascript:alert(1)", ()),
        ("/a b", ()),
        ("/a%0ab", ()),
        ("", ()),
    ],
)
def test_an_old_address_leads_to_the_issue_where_a_redirect_can(address: str, aliases: tuple[str, ...]) -> None:
    (one,) = plan([letter(address=address)], OWN).letters
    assert one.aliases == aliases


def test_a_draft_had_no_page_and_two_letters_do_not_share_an_address() -> None:
    made = plan(
        [
            letter(address="/p/un", published=False),
            letter(day=date(2024, 5, 10), address="/p/deux"),
            letter(day=date(2024, 5, 17), address="/p/deux"),
        ],
        OWN,
    )
    assert [one.aliases for one in made.letters] == [(), ("/p/deux",), ()]
    assert [one.kind for one in made.told] == ["alias-twice"]


OTHER = letter("2024/b.html", date(2024, 5, 10), address="https://x.substack.com/p/deux")
PAGE = "https://lettre.example.org/2024-05-10"


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://x.substack.com/p/deux", PAGE),
        ("http://x.substack.com/p/deux/", PAGE),
        ("https://www.x.substack.com/p/deux?utm_source=a&utm_medium=b#fin", PAGE),
        ("HTTPS://X.Substack.com/p/Deux", PAGE),
        ("b.html", PAGE),
        ("./b.html#note", PAGE),
        ("https://x.substack.com/p/deux/comments", None),
        ("https://y.substack.com/p/deux", None),
        ("https://x.substack.com/p/trois", None),
        ("/p/deux", None),
        ("mailto:x@example.org", None),
        ("#note", None),
        ("", None),
        ("https://[", None),
    ],
)
def test_a_link_to_another_letter_leads_to_its_new_page(link: str, leads: str | None) -> None:
    made = plan([letter("2024/a.html", html=f'<p><a href="{link}">là</a></p>'), OTHER], OWN)
    assert f'href="{leads or link}"' in made.letters[0].letter.html


@pytest.mark.parametrize("link", ["/p/deux", f"{SITE}/p/deux", "https://www.ancienne.example.com/p/deux?x=1"])
def test_an_address_without_a_host_is_below_the_letters_own(link: str) -> None:
    other = letter("b", date(2024, 5, 10), address="/p/deux")
    made = plan([letter(html=f'<a href="{link}">là</a>'), other], OWN)
    assert f'href="{PAGE}"' in made.letters[0].letter.html


def test_an_address_that_is_known_by_its_query_is_that_letter_alone() -> None:
    base = "https://us1.campaign-archive.com/"
    others = [letter(str(n), date(2024, 5, n + 9), address=f"{base}archive?u=a&id={n}") for n in (1, 2)]
    made = plan([letter(html=f'<a href="{base}archive?id=2&u=a&e=x">là</a>'), *others], OWN)
    assert f'href="{SITE}/2024-05-11"' in made.letters[0].letter.html


def test_a_link_to_a_draft_stays_and_is_told() -> None:
    draft = letter("b", date(2024, 5, 10), address="/p/deux", published=False)
    made = plan([letter(html='<a href="/p/deux">la suite</a>'), draft], OWN)
    assert made.letters[0].letter.html == '<a href="/p/deux">la suite</a>'
    assert [(one.kind, one.at) for one in made.letters[0].letter.told] == [("link-to-draft", "la suite")]


def test_a_letter_without_links_to_others_stays_as_it_is() -> None:
    html = '<p style="x">Un <a href="https://a.example/">b</a><o:p></o:p></p>'
    assert plan([letter(html=html)], OWN).letters[0].letter.html == html
