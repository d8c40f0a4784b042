"""Which tables hold data, and which only place what stands on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.imported.clean_blocks import Box, Leaf
from cenum.imported.html_page import Turn, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.imported.html_page import HtmlNode

_MOST_CELLS = 12  # in a row: more than any letter can show
_SHORT = 200  # characters of a cell
_MOST_LINES = 3
# What no cell of a table in Markdown can hold.
_TOO_MUCH = frozenset(
    ["blockquote", "dl", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "pre", "table", "ul"]
)


def is_data_table(table: HtmlNode) -> bool:
    """Whether the cells of ``table`` are data: it names columns, or has two and two rows of short texts at least.

    Tables that only place things say so, or have no border on purpose.
    """
    rows = list(_rows(table))
    if table.get("role") in {"presentation", "none"} or not rows or _holds_too_much(table):
        return False
    widths = [len(row) for row in rows]
    if max(widths) > _MOST_CELLS or min(widths) < 1:
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    if table.get("border").startswith("0"):
        return False
    said = [[len(cell.text().strip()) for cell in row] for row in rows]
    if any(length > _SHORT for row in said for length in row):
        return False
    # Two columns in two rows that both say something; a picture beside a text is no table.
    return sum(1 for row in said if sum(1 for length in row if length) > 1) > 1


def with_equal_rows(table: Box) -> None:
    """Give each row as many cells as the widest has; a cell over several stands in the first of them.

    Where that makes more columns than a letter can show, a cell counts once, however wide it says to be.
    """
    rows = [row for row in table.children if isinstance(row, Box)]
    below: dict[int, int] = {}
    spread = [_spread(row, below) for row in rows]
    if max(map(len, spread), default=0) > _MOST_CELLS:
        spread = [row.children for row in rows]
    widest = max(map(len, spread), default=0)
    for row, cells in zip(rows, spread, strict=True):
        row.children = [*cells, *(Box("td") for _missing in range(widest - len(cells)))]
    for cell in (cell for row in rows for cell in row.children if isinstance(cell, Box)):
        cell.attributes = {}
    table.children = [row for row in rows if any(map(_says, row.children))]


def _spread(row: Box, below: dict[int, int]) -> list[Box | Leaf]:
    """The cells of ``row`` with empty ones for each further column, and for those that reach down ``below``."""
    cells: list[Box | Leaf] = []
    for cell in row.children:
        if not isinstance(cell, Box) or len(cells) > _MOST_CELLS:
            continue
        _fill(cells, below)
        across, down = (_count(cell.attributes.get(name, "")) for name in ("colspan", "rowspan"))
        for column in range(across):
            if down > 1:
                below[len(cells)] = down - 1
            cells.append(Box(cell.tag) if column else cell)
    _fill(cells, below)
    return cells


def _fill(cells: list[Box | Leaf], below: dict[int, int]) -> None:
    """Add an empty cell where one of a row above reaches down to."""
    while below.get(len(cells), 0):
        below[len(cells)] -= 1
        cells.append(Box("td"))


def _says(cell: Box | Leaf) -> bool:
    return isinstance(cell, Box) and bool(cell.children)


def _count(written: str) -> int:
    return min(int(written), _MOST_CELLS) if written.isascii() and written.isdigit() and written != "0" else 1


def _rows(table: HtmlNode) -> Iterator[list[HtmlNode]]:
    """The cells of each row of ``table`` itself."""
    for child in table.children:
        if isinstance(child, str):
            continue
        for row in child.children if child.tag in {"thead", "tbody", "tfoot"} else (child,):
            if not isinstance(row, str) and row.tag == "tr":
                cells = [cell for cell in row.children if not isinstance(cell, str) and cell.tag in {"td", "th"}]
                if cells:
                    yield cells


def _holds_too_much(table: HtmlNode) -> bool:
    lines = 0
    for turn, node, _text in turns(table):
        if turn is Turn.BEGINS and node is not table:
            if node.tag in _TOO_MUCH:
                return True
            if node.tag in {"td", "th"}:
                lines = 0
            elif node.tag in {"p", "div", "br"}:
                lines += 1
                if lines > _MOST_LINES:
                    return True
    return False
