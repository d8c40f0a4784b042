"""The looks that a letter may begin with, how it keeps its own, and how it changes it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, get_args

import pytest

from cenum.analysis.colours import Colour, colour, contrast, fully_inverted, partly_inverted
from cenum.edition.palette import GROUNDS, read_fonts, read_palette
from cenum.starter.compose import compose
from cenum.starter.looks import LOOKS, USUAL, LookName, look_called
from cenum.starter.questions import validated_answers
from cenum.starter.stamp import STAMP, parse_stamp

from .answers import MATERIAL, MONDAY, answers
from .letters import PALETTE, InitLetter

if TYPE_CHECKING:
    from pathlib import Path

FONTS = "templates/fonts.toml"
# Fonts that readers have, on Windows, on macOS and iOS, on Linux; Android has its own for the last word of a stack.
ON_MACHINES = (
    {"Georgia", "Arial", "Verdana", "Trebuchet MS"},
    {"Georgia", "Helvetica", "Arial", "Verdana", "Geneva", "Trebuchet MS"},
    {"Noto Serif", "Noto Sans", "Liberation Sans", "DejaVu Sans"},
)


def files(look: str) -> dict[str, bytes]:
    return compose(answers(look=look), MATERIAL, MONDAY)


def tables(look: str) -> dict[str, Any]:
    return read_palette(files(look)[PALETTE].decode(), lambda _key: False)


def colours(look: str, theme: str) -> dict[str, Colour]:
    return {name: found for name, value in tables(look)[theme].items() if (found := colour(value))}


def test_each_look_says_whom_it_is_for() -> None:
    assert tuple(LOOKS) == get_args(LookName)
    assert all(LOOKS.values())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_where_no_mail_program_and_where_one_changes_the_colours(look: str, theme: str) -> None:
    known = colours(look, theme)
    for ink, grounds in GROUNDS.items():
        for ground in grounds:
            pair = known[ink], known[ground]
            seen = [pair] + [fully_inverted(*pair), partly_inverted(*pair)] * (theme == "light")
            # WCAG 2.2, success criterion 1.4.3.
            assert min(contrast(*one) for one in seen) >= 4.5, f"{ink} on {ground}"
    # WCAG 2.2, success criterion 1.4.11: a button is seen as one.
    assert contrast(known["button"], known["card"]) >= 3


@pytest.mark.parametrize(("one", "other"), tuple(combinations(LOOKS, 2)))
def test_looks_differ_in_more_than_their_colours(one: str, other: str) -> None:
    fonts, others = (read_fonts(files(look)[FONTS].decode(), lambda _key: False) for look in (one, other))
    here, there = tables(one), tables(other)
    assert fonts["text"] != others["text"]
    for table in ("corners", "spacing", "sizes"):
        assert here[table] != there[table]
    assert all(here["light"][name] != there["light"][name] for name in ("band", "accent", "link"))


@pytest.mark.parametrize("look", LOOKS)
def test_the_fonts_are_on_readers_machines(look: str) -> None:
    for stack in read_fonts(files(look)[FONTS].decode(), lambda _key: False).values():
        names = {name.strip(" '") for name in stack.split(",")}
        assert all(names & there for there in ON_MACHINES)
        assert stack.rpartition(", ")[2] in {"serif", "sans-serif"}
        # The one that Outlook shows: with another one in front it may fall back to Times New Roman.
        assert stack.partition(",")[0].strip("'") in ON_MACHINES[0] | ON_MACHINES[1]


def test_looks_are_called_by_their_names_in_both_languages() -> None:
    called = (" Institution", "rédaction", "redaction", "newsroom", "poster")
    assert [look_called(text) for text in called] == ["institution", "newsroom", "newsroom", "newsroom", "poster"]
    given = {"name": "L", "publisher": "P", "site": "https://l.example.org"}
    assert validated_answers(given)["look"] == USUAL
    assert validated_answers({**given, "look": "Rédaction"})["look"] == "newsroom"


@pytest.mark.parametrize("look", LOOKS)
def test_a_letter_keeps_its_look_with_a_new_version(tmp_path: Path, look: str) -> None:
    letter = InitLetter(tmp_path, look)
    assert parse_stamp((letter.root / STAMP).read_bytes()).look == look
    before = (letter.root / PALETTE).read_bytes()
    letter.upgrade()
    assert (letter.root / PALETTE).read_bytes() == before == files(look)[PALETTE]
    assert letter.states() == {}


def test_a_letter_whose_stamp_says_no_look_has_the_usual_one(tmp_path: Path) -> None:
    letter = InitLetter(tmp_path)
    stamp = letter.root / STAMP
    stamp.write_bytes(stamp.read_bytes().replace(b'look = "newsroom"\n', b""))
    assert letter.compare().look == USUAL
    assert letter.states(MATERIAL) == {}


def test_a_letter_changes_its_look(tmp_path: Path) -> None:
    letter = InitLetter(tmp_path)
    assert {file.name for file in letter.upgrade(MATERIAL, look="association").taken} == {PALETTE, FONTS}
    assert {name: letter.everything()[name] for name in (PALETTE, FONTS)} == {
        name: files("association")[name] for name in (PALETTE, FONTS)
    }
    assert letter.states(MATERIAL) == {}


def test_a_letter_without_a_stamp_changes_its_look_as_long_as_nobody_changed_it(tmp_path: Path) -> None:
    letter = InitLetter(tmp_path, "institution")
    (letter.root / STAMP).unlink()
    assert letter.compare().look == "institution"
    assert {file.name for file in letter.upgrade(MATERIAL, look="association").taken} == {PALETTE, FONTS}
    (letter.root / STAMP).unlink()
    letter.edit(PALETTE)
    assert [file.name for file in letter.upgrade(MATERIAL, look="institution").left] == [PALETTE]


def test_a_palette_that_somebody_changed_is_kept_until_she_asks_for_another(tmp_path: Path) -> None:
    letter = InitLetter(tmp_path)
    letter.edit(PALETTE)
    ours = (letter.root / PALETTE).read_bytes()
    planned = letter.upgrade(MATERIAL, look="institution")
    assert ([file.name for file in planned.taken], [file.name for file in planned.left]) == ([FONTS], [PALETTE])
    assert (letter.root / PALETTE).read_bytes() == ours
    letter.upgrade(MATERIAL, take=[PALETTE])
    assert (letter.root / PALETTE).read_bytes() == files("institution")[PALETTE]
    assert (letter.root / f"{PALETTE}.mine").read_bytes() == ours
