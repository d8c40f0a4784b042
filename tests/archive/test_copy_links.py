"""A page shows both addresses of what is gone; feed, e-mail and issue say what they always said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from cenum.care.copies import ArchivedCopy
from tests.archive.sites import copies_of_all, html, published, site, with_id
from tests.edition.samples import EVERY_BLOCK, HOSTILE, TABLES, own, tree

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2025, 4, 18)


def row(url: str, day: date = DAY) -> ArchivedCopy:
    return ArchivedCopy(url, f"https://web.archive.org/web/20250418101112/{url}", day, DAY)


def copies_in(name: str, copies: Sequence[ArchivedCopy], **changes: Any) -> list[Any]:
    chosen = with_id(**changes)
    page = tree(html(site(published(own(name), chosen=chosen), chosen=chosen, copies=copies), name))
    found: list[Any] = page.xpath("//small[@class='copy']")
    return found


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.example.org/une-page", "un lien"),
        ("https://www.example.org/introduction?a=1&b=2", "un lien"),
        ("https://www.example.org/citation", "un lien"),
        ("https://www.example.org/report", "Read it!"),
        ("https://www.example.org/ressource/%C3%A9t%C3%A9", "Un guide pour animer un débat"),
        ("https://www.example.org/ressource/été", "Un guide pour animer un débat"),
    ],
)
def test_a_copy_stands_behind_its_link_and_is_called_as_the_link_is(url: str, words: str) -> None:
    found = copies_in(EVERY_BLOCK, [row(url)])
    assert found
    for copy in found:
        (link,) = copy.xpath("a")
        assert "".join(copy.itertext()) == "(copie du 18 avril 2025)"
        assert link.get("href").startswith("https://web.archive.org/web/20250418101112/https://www.example.org/")
        assert link.get("aria-label").startswith("copie du 18 avril 2025\u00a0: ")
        assert copy.getprevious().tag == "a"
        assert (copy.getprevious().tail or "").strip() == ""
    assert words in found[0].xpath("a/@aria-label")[0]


def test_a_copy_is_in_the_letters_language_wherever_it_stands() -> None:
    (copy,) = copies_in(TABLES, [row("https://www.example.org/places", date(2025, 5, 1))])
    assert (copy.get("lang"), copy.get("dir"), "".join(copy.itertext())) == ("fr", "ltr", "(copie du 1er mai 2025)")
    (copy,) = copies_in(TABLES, [row("https://www.example.org/places")], newsletter={"language": "en"})
    assert (copy.get("lang"), "".join(copy.itertext())) == ("en", "(copy of 18 April 2025)")


def test_a_copy_that_the_team_refused_is_not_shown() -> None:
    rows = copies_of_all(EVERY_BLOCK)
    refused = [replace(one, copy="") for one in rows]
    letter = published(own(EVERY_BLOCK))
    assert site(letter, copies=refused) == site(letter)


def test_copies_change_the_pages_of_letters_and_nothing_else() -> None:
    letters = [published(own(name)) for name in (EVERY_BLOCK, HOSTILE, TABLES)]
    rows = [one for name in (EVERY_BLOCK, HOSTILE, TABLES) for one in copies_of_all(name)]
    before, after = site(*letters), site(*letters, copies=rows)
    assert before.keys() == after.keys()
    pages = {f"{name}{end}" for name in (EVERY_BLOCK, HOSTILE, TABLES) for end in (".html", "/index.html")}
    assert {name for name in before if before[name] != after[name]} == {*pages, "latest.html"}
    assert b"web.archive.org" not in after["feed.xml"]


@pytest.mark.parametrize("name", [EVERY_BLOCK, HOSTILE, TABLES])
def test_whatever_a_link_is_called_its_copy_adds_two_elements_and_no_other(name: str) -> None:
    letter, rows = published(own(name)), copies_of_all(name)
    before = tree(html(site(letter), name)).xpath("//main//*")
    after = tree(html(site(letter, copies=rows), name)).xpath(
        "//main//*[not(ancestor-or-self::small[@class='copy'])]"
    )
    assert [one.tag for one in after] == [one.tag for one in before]
    assert len(copies_in(name, rows)) >= len(rows)
    assert not [one for one in copies_in(name, rows) if [child.tag for child in one] != ["a"]]
