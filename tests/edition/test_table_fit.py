from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.edition.table_fit import TableFit, TableType, fit
from cenum.issue.markdown import parser

if TYPE_CHECKING:
    from collections.abc import Mapping

LONG = "anticonstitutionnellement"
# As in the look that is the usual one.
USUAL = TableType(size=16, lost=320)
SCHEDULE = ["Lieu | Date | Heure", "Médiathèque municipale | 12\u00a0mars | 13h30"]


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
    assert fitted(rows, room).name == where


@pytest.mark.parametrize(
    ("type_", "where"),
    [
        (USUAL, "narrow"),
        # Larger type, broader letters, a letter that loses more of its width on a phone.
        (replace(USUAL, size=22), "wide"),
        (replace(USUAL, stretch=2), "wide"),
        (replace(USUAL, lost=420), "wide"),
        (replace(USUAL, size=22, stretch=2.2), "wider"),
    ],
)
def test_it_is_the_look_that_says_how_much_room_words_take(type_: TableType, where: str) -> None:
    assert fitted(SCHEDULE, 592, type_).name == where


@pytest.mark.parametrize(
    ("rows", "room", "columns"),
    [
        ([f"{LONG} | {LONG}", "a | b"], 592, {}),
        ([f"{LONG} | {LONG[:9]}", f"{LONG} | {LONG[:12]}"], 592, {1: "whole"}),
        ([f"{LONG} | Date | Heure", "a | 12\u00a0mars\u00a02027 | 13h30"], 592, {1: "whole", 2: "whole"}),
        ([f"{LONG} | Date | Heure", "a | 12\u00a0mars\u00a02027 | 13h30"], 540, {2: "whole"}),
        ([f"{LONG * 3} | Date | Heure", "a | 12\u00a0mars\u00a02027 | 13h30"], 540, {1: "wide", 2: "whole"}),
        # A day is not kept whole at the cost of all the others.
        ([f"{LONG} | {LONG} | {LONG} | {LONG} | Date", "a | b | c | d | 12\u00a0mars\u00a02027"], 592, {4: "wide"}),
    ],
)
def test_short_columns_keep_their_words_where_long_ones_are_broken(
    rows: list[str], room: int, columns: Mapping[int, str]
) -> None:
    assert fitted(rows, room).columns == columns


@pytest.mark.parametrize(
    ("label", "stretch"),
    [
        ("Arial, Helvetica, sans-serif", 1),
        ("'Liberation Sans', sans-serif", 1),
        ("Verdana, Geneva, sans-serif", 1.25),
        # How broad the letters of a font are that cenum does not know is not known either.
        ("Seravek, Arial, sans-serif", 1.25),
    ],
)
def test_its_type_is_that_of_the_look(label: str, stretch: float) -> None:
    assert TableType.of({"small": 15, "body": 600}, {"label": label}) == TableType(15, 280, stretch)
    assert TableType.of({"small": 15, "body": 320}, {"label": label}) == TableType(15, 0, stretch)


def fitted(rows: list[str], room: int, type_: TableType = USUAL) -> TableFit:
    head, *body = rows
    columns = head.count("|") + 1
    tokens = parser().parse("\n".join([f"| {head} |", "| --- " * columns + "|", *(f"| {row} |" for row in body)]))
    start = next(at for at, token in enumerate(tokens) if token.type == "table_open")
    return fit(tokens, start, room, type_)


def test_an_accent_takes_no_room() -> None:
    assert _pixels_of("é" * 20) == _pixels_of("e" * 20) == _pixels_of("e\u0301" * 20)


def _pixels_of(word: str) -> int:
    """The least room in which a table of one column is not too wide, to a pixel."""
    tokens = parser().parse(f"| {word} |\n| --- |\n")
    return next(room for room in range(1000) if fit(tokens, 0, room, USUAL).name != "wider")
