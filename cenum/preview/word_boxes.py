"""What Word makes of a letter's boxes, where caniemail.com has no test of it: `docs/look.md` lists the same.

- What is written for Word alone, ``mso-padding-alt`` and its like, counts instead of what it is named after, and an
  inline declaration with ``!important`` does not count at all (“Fixing bugs with Outlook-specific CSS”,
  cm.engineering, after Microsoft's Office HTML and XML Reference).
- Body, ``div``, ``p`` and ``span`` have a border as a whole or none, and none for one side; all cells of a row have
  the largest padding above and below that one of them has (“Making sense of Outlook's rendering engine”,
  hteumeuleu.com, 2020, after Microsoft's “Word 2007 HTML and CSS Rendering Capabilities in Outlook 2007”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.analysis.css import declarations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.analysis.css import Declaration

_FOR_WORD = re.compile(r"mso-(padding|border|margin-(?:top|right|bottom|left))-alt")
_ONE_SIDE = re.compile(r"border-(?:top|right|bottom|left)(?:-(?:color|style|width))?")
_WHOLE_BORDERS = frozenset({"body", "div", "p", "span"})
_PIXELS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:px)?")
_ENDS = ("padding-top", "padding-bottom")


def for_word(styles: Sequence[Declaration], tag: str) -> list[Declaration]:
    """The inline ``styles`` of an element ``tag`` that count for Word, by the names that browsers know."""
    counted = [one for one in styles if not one.important]
    meant = {found[1]: one for one in counted if (found := _FOR_WORD.fullmatch(one.name))}
    kept = [
        one
        for one in counted
        if not (one.name in meant or one.name.startswith(tuple(f"{name}-" for name in meant)))
        and not (tag in _WHOLE_BORDERS and _ONE_SIDE.fullmatch(one.name))
        and not _FOR_WORD.fullmatch(one.name)
    ]
    return [*kept, *(replace(one, name=name) for name, one in meant.items())]


def level_rows(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    """Give all cells of a row the largest padding above and below that one of them has."""
    for row in tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        paddings = [_ends(declarations(cell.get("style", ""))) for cell in cells]
        if len(set(paddings)) < 2:  # noqa: PLR2004  all are the same
            continue
        largest = [max(ends) for ends in zip(*paddings, strict=True)]
        for cell in cells:
            added = "; ".join(f"{name}: {pixels:g}px" for name, pixels in zip(_ENDS, largest, strict=True))
            cell.set("style", "; ".join(filter(None, (cell.get("style"), added))))


def _ends(styles: Sequence[Declaration]) -> tuple[float, float]:
    """The padding above and below, in pixels."""
    top = bottom = 0.0
    for one in styles:
        if one.name == "padding" and one.value.split():
            sides = one.value.split()
            top, bottom = _pixels(sides[0]), _pixels(sides[2 if len(sides) > 2 else 0])  # noqa: PLR2004  CSS, box model
        elif one.name == _ENDS[0]:
            top = _pixels(one.value)
        elif one.name == _ENDS[1]:
            bottom = _pixels(one.value)
    return top, bottom


def _pixels(value: str) -> float:
    found = _PIXELS.fullmatch(value)
    return float(found[1]) if found else 0.0
