from __future__ import annotations

import pytest

from cenum.edition.table_fit import fit
from cenum.issue.markdown import parser

LONG = "anticonstitutionnellement"


@pytest.mark.parametrize(
    ("rows", "room", "where"),
    [
        (["Ville | Date", "Arras | 12 mars"], 592, "narrow"),
        # How much stands in a cell does not matter, nor does what a line may break after.
        (["Ville | Date | Heure", f"{'Saint-Aubin-des-Coudrais, ' * 9} | 12 mars 2027 | 13h30"], 592, "narrow"),
        ([f"{LONG} | Date", "a | 12 mars"], 592, "narrow"),
        ([f"{LONG} | Date", "a | 12\u00a0mars\u00a02027"], 592, "wide"),
        ([f"{LONG} | Date", "a | 12\u00a0mars\u00a02027"], 240, "wider"),
        (["Ville | Date", f"{LONG} | **{LONG}**"], 592, "wide"),
        (["Ville | Date", f"[{LONG}](https://www.example.org) | {LONG.upper()}"], 592, "wide"),
        (["a | b | c", f"{LONG} | {LONG} | {LONG}"], 592, "wider"),
        (["a | b", f"`{LONG * 4}` | c"], 592, "wider"),
        (["a | b", " | "], 592, "narrow"),
        # A rarer script may need more: a character counts as broad as it may be.
        (["a | b", f"{'語' * 12} | c"], 592, "narrow"),
        (["a | b", f"{'語' * 18} | c"], 592, "wide"),
    ],
)
def test_a_table_fits_where_its_longest_words_stand_side_by_side(rows: list[str], room: int, where: str) -> None:
    head, *body = rows
    columns = head.count("|") + 1
    tokens = parser().parse("\n".join([f"| {head} |", "| --- " * columns + "|", *(f"| {row} |" for row in body)]))
    start = next(at for at, token in enumerate(tokens) if token.type == "table_open")
    assert fit(tokens, start, room) == where


def test_an_accent_takes_no_room() -> None:
    assert _pixels_of("é" * 20) == _pixels_of("e" * 20) == _pixels_of("e\u0301" * 20)


def _pixels_of(word: str) -> int:
    """The least room in which a table of one column is not too wide, to a pixel."""
    tokens = parser().parse(f"| {word} |\n| --- |\n")
    return next(room for room in range(1000) if fit(tokens, 0, room) != "wider")
