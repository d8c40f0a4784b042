"""Old addresses lead to the letter on every kind of host, and an address leads to one page."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.archive.letter_facts import Alias, LetterFacts
from cenum.archive.redirects import Redirect, redirect_files, redirects
from cenum.finding import Place

SITE = "https://lettre.example.org"


def letter(*aliases: str, day: date = date(2025, 4, 18)) -> LetterFacts:
    file = f"issues/{day}.md"
    written = tuple(Alias(alias, Place(file, 4 + number)) for number, alias in enumerate(aliases))
    return LetterFacts(day, Place(file), "", "", "", (), (), "", aliases=written)


@pytest.mark.parametrize(
    ("alias", "site", "path"),
    [
        ("/lettre/36", SITE, "lettre/36"),
        ("lettre/36/", SITE, "lettre/36"),
        (f"{SITE}/lettre/36", SITE, "lettre/36"),
        (f"{SITE}/p/lettre.html", SITE, "p/lettre.html"),
        ("/2025-semaine", SITE, "2025-semaine"),
        ("/lettres/36", f"{SITE}/lettres", "36"),
        ("36", f"{SITE}/lettres", "36"),
        ("/l%C3%A9gende", SITE, "légende"),
    ],
)
def test_an_alias_is_a_path_below_the_site(alias: str, site: str, path: str) -> None:
    assert redirects([letter(alias)], site) == ([Redirect(path, "2025-04-18")], [])


@pytest.mark.parametrize(
    "alias",
    [
        "https://old.example.org/36",
        "http://lettre.example.org/36",
        "/../36",
        "/a//b",
        "/",
        "/36?id=2",
        "/36#debut",
        "/a b",
        '/a"; return 301 https://evil.example; #',
        "/a%0aLocation:%20x",
        "//evil.example/x",
        "https://[",
    ],
)
def test_what_no_redirect_can_have_is_said_on_its_line(alias: str) -> None:
    found, (finding,) = redirects([letter("/lettre/36", alias)], SITE)
    assert [one.path for one in found] == ["lettre/36"]
    assert (finding.rule, finding.place.line) == ("alias-outside", 5)


def test_an_alias_below_another_folder_than_the_sites_is_outside() -> None:
    assert [one.rule for one in redirects([letter("/36")], f"{SITE}/lettres")[1]] == ["alias-outside"]


@pytest.mark.parametrize(
    "alias",
    ["/2025-04-18", "/2025-04-11", "/2025", "/feed.xml", "/index.html", "/media/x.png", "/latest", "/2025-04-18/x"],
)
def test_no_alias_takes_the_address_of_a_page_so_that_none_leads_in_a_circle(alias: str) -> None:
    assert [one.rule for one in redirects([letter(alias)], SITE)[1]] == ["alias-clash"]


@pytest.mark.parametrize("other", ["/lettre/36", "/Lettre/36/", "lettre/36.html", "/lettre/36/index.html"])
def test_two_letters_have_no_alias_in_common(other: str) -> None:
    found, (finding,) = redirects([letter("/lettre/36"), letter(other, day=date(2025, 4, 25))], SITE)
    assert found == [Redirect("lettre/36", "2025-04-18")]
    assert (finding.rule, finding.place) == ("alias-clash", Place("issues/2025-04-25.md", 4))
    assert "2025-04-18" in finding.message


def test_a_letter_may_say_an_alias_twice() -> None:
    assert redirects([letter("/lettre/36", "/lettre/36/")], SITE)[1] == []


_STEP = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@given(st.lists(st.lists(_STEP, min_size=1, max_size=3), min_size=1, max_size=5))
def test_whatever_an_alias_is_each_file_leads_to_the_letter_once_and_by_https(written: list[list[str]]) -> None:
    """No alias adds a line, a rule or a file of its own, and none leads anywhere else."""
    found, _findings = redirects([letter(*("/" + "/".join(map(quote, steps)) for steps in written))], SITE)
    files = redirect_files(found, SITE, "fr")
    assert len(files["_redirects"].decode().split()) == 3 * len(found)
    for name in ("_redirects", ".htaccess", "nginx-redirects.conf"):
        lines = files[name].decode().split("\n")[:-1]
        assert len(lines) == len(found)
        assert all(line.count(f"{SITE}/2025-04-18") == 1 for line in lines)
    for line, redirect in zip(files[".htaccess"].decode().split("\n"), found, strict=False):
        pattern = line.split('"')[1]
        assert re.search(pattern, f"/{redirect.path}")
        assert re.search(pattern, f"/{redirect.path}/")
        assert not re.search(pattern, f"/{redirect.path}x")
    pages = {name: page for name, page in files.items() if name.endswith((".html", ".htm"))}
    assert all(page.count(f'url={SITE}/2025-04-18"'.encode()) == 1 for page in pages.values())
    assert not any(step in {"", ".", ".."} for name in pages for step in name.split("/"))
