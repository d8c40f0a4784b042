"""The letters as they were when somebody last looked: `make golden` writes them anew, the diff is reviewed.

The HTML is kept with a line for each element, so that a change shows where it is; nothing else is changed
but the pictures' hashes, which another version of the picture library may make different. The digest of a letter
without pictures is kept as well: it has to be the same on every system (tools/by_hand.py).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, Letter, edition, own, samples

if TYPE_CHECKING:
    from cenum.edition.edition import Edition

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("CENUM_GOLDEN") == "write"
LETTERS = [own(EVERY_BLOCK), own(HOSTILE), own(BARE), own(TABLES), *samples()]
_ELEMENT = re.compile(r"(?<=[>\]])(?=<(?!/?(?:a|span|strong|em|code|br)\b))")
_HASH = re.compile(r"-[0-9a-f]{12}(?=\.(?:jpg|png))")


def reviewable(html: str) -> str:
    """``html`` with a line for each element."""
    return _HASH.sub("-HASH", _ELEMENT.sub("\n", html))


def _head(rendered: Edition) -> str:
    digest = "" if rendered.pictures else f"digest: {rendered.digest}\n"
    return f"subject: {rendered.subject}\npreheader: {rendered.preheader}\n{digest}\n"


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
@pytest.mark.parametrize("part", ["html", "txt"])
def test_a_letter_looks_as_it_did(letter: Letter, part: str) -> None:
    rendered = edition(letter)
    now = reviewable(rendered.html) if part == "html" else _head(rendered) + rendered.text
    golden = GOLDEN / f"{letter.name}.{part}"
    if WRITE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(now, "utf-8", newline="\n")
    assert golden.is_file(), f"{golden.name} is missing: run “make golden” and review it"
    assert now.split("\n") == golden.read_text("utf-8").split("\n"), "run “make golden” and review the diff"


@pytest.mark.parametrize(("name", "most"), [("2026-11-06", 43_121), ("2026-11-13", 35_116), ("2026-11-20", 29_489)])
def test_a_letter_weighs_a_tenth_more_than_before_its_second_look_at_most(name: str, most: int) -> None:
    (letter,) = (letter for letter in LETTERS if letter.name == name)
    assert len(edition(letter).html.encode()) <= most


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{letter.name}.{part}" for letter in LETTERS for part in ("html", "txt")}
    if WRITE:
        for file in GOLDEN.iterdir():
            if file.name not in wanted:
                file.unlink()
    assert {file.name for file in GOLDEN.iterdir()} == wanted


def test_reviewable_html_differs_from_the_letter_in_line_ends_alone() -> None:
    html = edition(own(EVERY_BLOCK)).html
    assert reviewable(html).replace("\n", "") == _HASH.sub("-HASH", html).replace("\n", "")
    assert max(len(line) for line in reviewable(html).split("\n")) < 1_500
