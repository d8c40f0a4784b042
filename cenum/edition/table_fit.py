"""Whether a table's words have room side by side, or which columns must break theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

# Thousandths of the font's size that a character takes: Adobe's metrics of Helvetica-Bold, which are Arial's too. The
# letters that are not bold take less.
_WIDTHS = {
    character: width
    for width, characters in {
        278: "ijlI.,/'’|·\u00a0\u202f",
        333: "ft!():;-",
        389: "r*",
        500: "z",
        556: "aceksvxyJ0123456789_#$€«»",
        611: "bdghnopquFLTZ?",
        667: "EPSVXY",
        722: "ABCDHKNRU&",
        778: "wGOQ",
        833: "M",
        889: "m%æ",
        944: "Wœ",
    }.items()
    for character in characters
}
_BROADEST = 1000
# Fonts whose letters are as wide as those of Helvetica, or narrower. Verdana's are up to a quarter wider, measured on
# French words in DejaVu Sans Bold, which has its proportions; others may be, too.
_AS_HELVETICA = frozenset({"helvetica", "arial", "liberation sans", "times new roman", "liberation serif"})
_BROAD = 5 / 4
# Pixels right of each column (templates/styles.css.j2); right of the last one in letters begun earlier alone.
_BETWEEN = 10
_PHONE = 320  # pixels, the narrowest
# Times the type's size: a day with its month and year is no longer; words that are broken need so much.
_SHORT, _ENOUGH = 7, 3
# No line breaks at a no-break space.
_WORD = re.compile(r"[^ \t\n-]+-?")


class TableType(Struct, frozen=True):
    """How tables are set: ``size`` is the type's, ``lost`` what a phone lacks of a wide letter, in CSS pixels.

    ``stretch`` says how much wider the letters are than Helvetica's.
    """

    size: int
    lost: int
    stretch: float = 1

    @classmethod
    def of(cls, sizes: Mapping[str, Any], fonts: Mapping[str, Any]) -> TableType:
        """That of a palette's ``sizes`` and a look's ``fonts``: the first one is on most machines."""
        first = str(fonts["label"]).partition(",")[0].strip(" '").lower()
        stretch = 1 if first in _AS_HELVETICA else _BROAD
        return cls(sizes["small"], max(sizes["body"] - _PHONE, 0), stretch)


class TableFit(Struct, frozen=True):
    """Where a table has room for its longest words, as a class of its element.

    ``narrow`` is everywhere, ``wide`` where there is the room of a wide screen, and ``wider`` nowhere. ``columns``
    has, by column, the class of the cells whose words need no break although others do: ``whole`` nowhere, ``wide``
    where there is the room of a wide screen.
    """

    name: str
    columns: Mapping[int, str] = {}


def fit(tokens: Sequence[Token], start: int, room: int, type_: TableType) -> TableFit:
    """How the table that opens at ``start`` fits into ``room``, the CSS pixels that it has on a wide screen."""
    longest = _longest_words(tokens, start, type_)
    between = _BETWEEN * len(longest)
    needed = sum(longest.values()) + between
    phone = room - type_.lost
    if needed <= phone:
        return TableFit("narrow")
    columns = dict.fromkeys(_whole(longest, phone - between, type_.size), "whole")
    if needed <= room:
        return TableFit("wide", columns)
    return TableFit("wider", dict.fromkeys(_whole(longest, room - between, type_.size), "wide") | columns)


def _whole(longest: Mapping[int, float], room: float, size: int) -> Iterator[int]:
    """The columns that take no more than their share; of days and hours, as many as leave the others enough."""
    left = len(longest)
    for column, width in sorted(longest.items(), key=lambda item: item[1]):
        short = width <= _SHORT * size and room - width >= _ENOUGH * size * (left - 1)
        if width > (room if short else room / left):
            return
        yield column
        room, left = room - width, left - 1


def _longest_words(tokens: Sequence[Token], start: int, type_: TableType) -> dict[int, float]:
    """The CSS pixels of each column's longest word."""
    columns: dict[int, float] = {}
    column = 0
    for token in tokens[start:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            column = 0
        elif token.type in {"th_close", "td_close"}:
            column += 1
        elif token.type == "inline":
            pixels = (_thousandths(word) * type_.stretch * type_.size / 1000 for word in _words(token))
            columns[column] = max(columns.get(column, 0), *pixels, 0)
    return columns


def _words(cell: Token) -> list[str]:
    shown = (child.content if child.type in {"text", "code_inline"} else "" for child in cell.children or ())
    return _WORD.findall("".join(shown))


def _thousandths(word: str) -> int:
    # An accent takes no width of its own.
    letters = (normalize("NFD", letter)[0] for letter in normalize("NFC", word))
    return sum(_WIDTHS.get(letter, _BROADEST) for letter in letters)
