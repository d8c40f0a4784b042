"""Better addresses into an issue, and not one other byte."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenum.errors import UsageMistake
from cenum.finding import Place
from cenum.letter_folder import LetterFolder
from cenum.links.fix import fix, rewrite, with_better_addresses
from cenum.links.link_rules import LINK_MOVED_FOR_GOOD
from cenum.links.oddities import LINK_TRACKING
from tests.tried import up_to

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

OLD, NEW = "http://a.fr/vieux", "https://b.fr/neuf"
PLACE = Place("issues/2026-11-27.md", 3)


def finding(url: str = OLD, better: str = NEW) -> Finding:
    return LINK_MOVED_FOR_GOOD.at(PLACE, "m", "r", url, better)


REPLACED = [
    ("[x](http://a.fr/vieux)", "[x](https://b.fr/neuf)"),
    ("[x]( http://a.fr/vieux 'titre')", "[x]( https://b.fr/neuf 'titre')"),
    ("[x](<http://a.fr/vieux>)", "[x](<https://b.fr/neuf>)"),
    ("<http://a.fr/vieux>", "<https://b.fr/neuf>"),
    ("[x][r]\n\n[r]: http://a.fr/vieux", "[x][r]\n\n[r]: https://b.fr/neuf"),
    ("::: button http://a.fr/vieux\nx\n:::", "::: button https://b.fr/neuf\nx\n:::"),
    ("::: resource http://a.fr/vieux\nx\n:::", "::: resource https://b.fr/neuf\nx\n:::"),
    ("[x](HTTP://A.fr/vieux)", "[x](https://b.fr/neuf)"),
    ("[a](http://a.fr/vieux)[b](http://a.fr/vieux)", "[a](https://b.fr/neuf)[b](https://b.fr/neuf)"),
    ("[x](http://a.fr/vieux/plus)", "[x](http://a.fr/vieux/plus)"),
    ("[x](http://a.fr/vieux?a=1)", "[x](http://a.fr/vieux?a=1)"),
    ("le texte http://a.fr/vieux/, et (http://a.fr/vieux).", "le texte http://a.fr/vieux/, et (https://b.fr/neuf)."),
    ("`http://a.fr/vieux` reste", "`http://a.fr/vieux` reste"),
]


@pytest.mark.parametrize(("before", "after"), REPLACED)
def test_an_address_is_replaced_where_it_is_a_link(before: str, after: str) -> None:
    assert with_better_addresses(before, {OLD: NEW})[0] == after


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://a.fr/été", "http://a.fr/%C3%A9t%C3%A9"),
        ("http://a.fr/x?a=1&amp;b=2", "http://a.fr/x?a=1&b=2"),
        ("http://a.fr/x\\_y", "http://a.fr/x_y"),
        ("http://a.fr/x_(y)", "http://a.fr/x_(y)"),
        ("http://café.fr/", "http://xn--caf-dma.fr/"),
    ],
)
def test_an_address_is_found_however_it_is_spelled(written: str, url: str) -> None:
    text, found = with_better_addresses(f"un [x]({written}) et", {url: NEW})
    assert text == f"un [x]({NEW}) et"
    assert found == {url}


def test_brackets_in_a_new_address_do_not_end_the_link() -> None:
    text, _found = with_better_addresses(f"[x]({OLD})", {OLD: "https://b.fr/a)b(c"})
    assert text == "[x](https://b.fr/a%29b%28c)"


def issue(folder: Path, body: str, newline: str = "\n", start: str = "") -> Path:
    path = folder / "2026-11-27.md"
    text = f"---\ntitle: T\nintroduction: Voir [l'intro]({OLD})\n---\n\n# A {{#edito}}\n\n{body}\n"
    path.write_bytes((start + text).replace("\n", newline).encode())
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_rest_of_the_file_stays_byte_for_byte(tmp_path: Path, newline: str, start: str) -> None:
    path = issue(tmp_path, f"Un  [lien]({OLD})\t \n\n\n> et {OLD}", newline, start)
    path.chmod(0o640)
    before = path.read_bytes()
    assert fix(path, [finding()], LetterFolder(tmp_path)).written == [(OLD, NEW)]
    assert path.read_bytes() == before.replace(b"http://a.fr/vieux", b"https://b.fr/neuf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_somebody_accepts_stays(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415  only here

    path = issue(tmp_path, f"[x]({OLD})")
    before = path.read_bytes()
    assert fix(path, [replace(finding(), waived="exprès")], LetterFolder(tmp_path)) == ([], [])
    assert path.read_bytes() == before


def test_an_address_that_stands_in_code_as_well_is_left_and_said_and_others_are_written(tmp_path: Path) -> None:
    path = issue(tmp_path, f"```\n[x]({OLD})\n```\n\n[y](http://a.fr/autre)")
    before = path.read_text("utf-8")
    found = [finding(), finding("http://a.fr/autre", "https://b.fr/autre")]
    assert fix(path, found, LetterFolder(tmp_path)) == ([("http://a.fr/autre", "https://b.fr/autre")], [(OLD, NEW)])
    assert path.read_text("utf-8") == before.replace("http://a.fr/autre", "https://b.fr/autre")


def test_a_title_that_looks_like_a_link_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-27.md"
    path.write_text(f"---\ntitle: 'T [l]({OLD})'\n---\n\n# A {{#edito}}\n\n[x]({OLD})\n", "utf-8")
    before = path.read_bytes()
    assert fix(path, [finding()], LetterFolder(tmp_path)) == ([], [(OLD, NEW)])
    assert path.read_bytes() == before


def test_a_picture_moves_like_a_link(tmp_path: Path) -> None:
    path = issue(tmp_path, f"![carte]({OLD}) et [x]({OLD})")
    assert fix(path, [finding()], LetterFolder(tmp_path)).written == [(OLD, NEW)]
    assert OLD not in path.read_text("utf-8")


def test_that_a_page_moved_is_more_than_what_its_address_carried(tmp_path: Path) -> None:
    path = issue(tmp_path, f"[x]({OLD}?utm_source=n)")
    tracked = LINK_TRACKING.at(PLACE, "m", "r", f"{OLD}?utm_source=n", OLD)
    moved = finding(f"{OLD}?utm_source=n", NEW)
    for found in ([moved, tracked], [tracked, moved]):
        path.write_text(path.read_text("utf-8").replace(NEW, f"{OLD}?utm_source=n"), "utf-8")
        assert fix(path, found, LetterFolder(tmp_path)).written == [(f"{OLD}?utm_source=n", NEW)]


def test_a_file_that_somebody_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = issue(tmp_path, "texte")
    with pytest.raises(UsageMistake, match=path.name):
        rewrite(path, b"what it was", b"what it should be", LetterFolder(tmp_path))
    assert path.read_bytes() != b"what it should be"


def test_a_disk_that_is_full_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = issue(tmp_path, f"[x]({OLD})")
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageMistake, match="the disk is full"):
        fix(path, [finding()], LetterFolder(tmp_path))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@given(st.text("ab[]()<> \n`:\\!#-*_é", max_size=30), st.text("ab[]()<> \n`:\\!#-*_é", max_size=30))
@settings(max_examples=up_to(300))
def test_whatever_stands_around_it_stays(before: str, after: str) -> None:
    text = f"{before}[x]({OLD}){after}"
    new, found = with_better_addresses(text, {OLD: NEW})
    assert new == (text.replace(f"]({OLD})", f"]({NEW})") if found else text)
