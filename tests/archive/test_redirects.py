"""Old addresses lead to the letter on every kind of host, and an address leads to one page."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.archive.letter_facts import Alias, LetterFacts
from cenum.archive.redirect_files import OLD_SITES, old_site_files, redirect_files
from cenum.archive.redirects import Redirect, alias_for, redirects
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
        ("http://LETTRE.example.org/lettre/36", SITE, "lettre/36"),
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
        "ftp://lettre.example.org/36",
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


ALWAYS = redirect_files([], SITE, "fr")
_STEP = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@given(st.lists(st.lists(_STEP, min_size=1, max_size=3), min_size=1, max_size=5))
def test_whatever_an_alias_is_each_file_leads_to_the_letter_once_and_by_https(written: list[list[str]]) -> None:
    """No alias adds a line, a rule or a file of its own, and none leads anywhere else."""
    found, _findings = redirects([letter(*("/" + "/".join(map(quote, steps)) for steps in written))], SITE)
    files = redirect_files(found, SITE, "fr")
    assert len(files["_redirects"].decode().split()) == 3 * len(found)
    for name, each in (("_redirects", 1), (".htaccess", 1), ("nginx-redirects.conf", 2)):
        assert files[name].endswith(ALWAYS[name])
        lines = files[name].removesuffix(ALWAYS[name]).decode().split("\n")[:-1]
        assert len(lines) == each * len(found)
        assert all(line.count(f"{SITE}/2025-04-18") == 1 for line in lines)
    for line, redirect in zip(files[".htaccess"].decode().split("\n"), found, strict=False):
        pattern = line.split('"')[1]
        assert re.search(pattern, f"/{redirect.path}")
        assert re.search(pattern, f"/{redirect.path}/")
        assert not re.search(pattern, f"/{redirect.path}x")
    pages = {name: page for name, page in files.items() if name.endswith((".html", ".htm"))}
    assert all(page.count(f'url={SITE}/2025-04-18"'.encode()) == 1 for page in pages.values())
    assert not any(step in {"", ".", ".."} for name in pages for step in name.split("/"))


OLD = "https://ancienne.example.com/lettres"


@pytest.mark.parametrize("alias", [f"{OLD}/36", "http://ancienne.example.com/lettres/36/", f"{SITE.upper()}/36"])
def test_an_alias_may_be_at_an_old_address_of_the_site(alias: str) -> None:
    (found,), findings = redirects([letter(alias)], SITE, [OLD])
    assert findings == []
    assert found == Redirect("36", "2025-04-18", "" if "EXAMPLE" in alias else OLD)


@pytest.mark.parametrize(
    "alias", ["https://ancienne.example.com/36", f"{OLD}.evil.org/36", "//ancienne.example.com/x"]
)
def test_an_alias_at_no_site_of_ours_is_outside(alias: str) -> None:
    assert [one.rule for one in redirects([letter(alias)], SITE, [OLD])[1]] == ["alias-outside"]


def test_two_letters_have_no_old_address_in_common_and_the_same_path_elsewhere_is_another() -> None:
    letters = [letter(f"{OLD}/36", "/36"), letter(f"{OLD}/36.html", day=date(2025, 4, 25))]
    found, (finding,) = redirects(letters, SITE, [OLD])
    assert found == [Redirect("36", "2025-04-18", ""), Redirect("36", "2025-04-18", OLD)]
    assert finding.rule == "alias-clash"


def test_an_old_address_has_files_of_its_own_and_adds_nothing_to_the_site() -> None:
    wanted = [Redirect("36", "2025-04-18", OLD), Redirect("37", "2025-04-18")]
    files = old_site_files(wanted, ["2025-04-18"], SITE, [OLD], "fr")
    folder = f"{OLD_SITES}/ancienne.example.com/lettres"
    pages = ("36.html", "36/index.html", "2025-04-18.html", "2025-04-18/index.html", "index.html")
    rules = ("_redirects", ".htaccess", "nginx-redirects.conf")
    assert files.keys() == {f"{folder}/{name}" for name in (*pages, *rules)}
    assert files[f"{folder}/_redirects"].decode() == (
        f"/lettres/36 {SITE}/2025-04-18 301\n/lettres/2025-04-18 {SITE}/2025-04-18 301\n"
    )
    assert redirect_files(wanted, SITE, "fr") == redirect_files(wanted[1:], SITE, "fr")
    assert old_site_files(wanted, ["2025-04-18"], SITE, [SITE], "fr") == {}


@pytest.mark.parametrize(
    "site", ["https://example.org/%22;evil", "https://example.org/a%0ab", "https://example.org/$1"]
)
def test_no_address_of_a_site_adds_a_rule(site: str) -> None:
    """The settings may be a stranger's."""
    for files in (redirect_files([], site, "fr"), old_site_files([], [], SITE, [site], "fr")):
        for name, content in files.items():
            if name.endswith((".htaccess", ".conf")):
                lines = content.decode().split("\n")
                assert len(lines) == 3
                assert all(line.count('"') in {0, 2, 4} and "evil" not in line.split('"')[::2] for line in lines)
                assert re.search(r'[^\\]\$(?!1|is_args|args|")', content.decode()) is None


@pytest.mark.parametrize(
    ("address", "alias"),
    [
        ("/p/lettre", "/p/lettre"),
        (f"{SITE}/p/lettre#fin", "/p/lettre"),
        ("http://lettre.example.org/p/lettre/", "/p/lettre/"),
        ("https://ancienne.example.com/36", "https://ancienne.example.com/36"),
        ("https://ailleurs.example.com/36", None),
        ("/?p=36", None),
        ("/2024-05-03", None),
        ("/feed.xml", None),
        ("/a b", None),
        ("", None),
    ],
)
def test_an_old_address_is_an_alias_where_a_redirect_can_lead_from_it(address: str, alias: str | None) -> None:
    old_sites = ("https://ancienne.example.com",)
    assert alias_for(address, SITE, old_sites) == alias
    if alias:
        assert redirects([letter(alias)], SITE, old_sites)[1] == []
