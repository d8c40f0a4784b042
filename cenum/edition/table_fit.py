"""Whether a table's words have room side by side, or must be broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_SIZE = 16  # pixels, as `small` in templates/palette.toml
_BETWEEN = 10  # pixels, right of each column (templates/styles.css.j2)
_LESS_ON_A_PHONE = 320  # pixels that the narrowest phones lack, compared with a letter on a wide screen
# No line breaks at a no-break space.
_WORD = re.compile(r"[^ \t\n-]+-?")


def fit(tokens: Sequence[Token], start: int, room: int) -> str:
    """Where the table that opens at ``start`` has room for its longest words, as a class of its element.

    ``narrow`` is everywhere, ``wide`` where it has the ``room`` (CSS pixels) of a wide screen, and ``wider`` nowhere.
    """
    needed = _needed(tokens, start)
    if needed <= room - _LESS_ON_A_PHONE:
        return "narrow"
    return "wide" if needed <= room else "wider"


def _needed(tokens: Sequence[Token], start: int) -> float:
    """The CSS pixels of each column's longest word, and what stands between them."""
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
            columns[column] = max(columns.get(column, 0), *map(_pixels, _words(token)), 0)
    return sum(columns.values()) + _BETWEEN * len(columns)


def _words(cell: Token) -> list[str]:
    shown = (child.content if child.type in {"text", "code_inline"} else "" for child in cell.children or ())
    return _WORD.findall("".join(shown))


def _pixels(word: str) -> float:
    # An accent takes no width of its own.
    letters = (normalize("NFD", letter)[0] for letter in normalize("NFC", word))
    return sum(_WIDTHS.get(letter, _BROADEST) for letter in letters) * _SIZE / 1000
