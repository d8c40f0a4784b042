"""Boxes and arrows as SVG: what the diagrams of the documentation are drawn with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLUE, _INK, _GREY, _PAPER = "#000091", "#161616", "#4a4a4a", "#ffffff"
_MARGIN = 24
_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    f' orient="auto"><path d="M0 0 10 5 0 10z" fill="{_BLUE}"/></marker></defs>'
)
_GAP = 5  # between an arrow's ends and the boxes


class Box(NamedTuple):
    """Where it stands (its middle, in pixels), how large it is, and its lines: the first in bold."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


class Arrow(NamedTuple):
    """From one box to another, moved aside by ``aside`` pixels, with words beside its middle."""

    start: Box
    end: Box
    words: str = ""
    aside: float = 0


def svg(title: str, boxes: Iterable[Box], arrows: Iterable[Arrow]) -> str:
    """The picture, on white paper, so that it can be read on a dark page too."""
    boxes = tuple(boxes)
    width = max(box.x + box.width / 2 for box in boxes) + _MARGIN
    height = max(box.y + box.height / 2 for box in boxes) + _MARGIN
    body = [*(_drawn_arrow(arrow) for arrow in arrows), *(_drawn_box(box) for box in boxes)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    return "\n".join(
        [
            f'{head} height="{height:g}" font-family="Arial, Helvetica, sans-serif" font-size="14" role="img">',
            f"<title>{escape(title)}</title>",
            _TIP,
            f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{_PAPER}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _drawn_box(box: Box) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    first = box.y - 18 * (len(box.lines) - 1) / 2 + 5
    words = "".join(
        f'<text x="{box.x:g}" y="{first + 18 * line:g}" text-anchor="middle"'
        + (f' font-weight="bold" fill="{_INK}">' if line == 0 else f' font-size="13" fill="{_GREY}">')
        + f"{escape(text)}</text>"
        for line, text in enumerate(box.lines)
    )
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{box.width:g}" height="{box.height:g}" rx="6" fill="{_PAPER}"'
        f' stroke="{_BLUE}" stroke-width="1.5"/>{words}'
    )


def _drawn_arrow(arrow: Arrow) -> str:
    across, down = arrow.end.x - arrow.start.x, arrow.end.y - arrow.start.y
    length = math.hypot(across, down)
    across, down = across / length, down / length
    left, top = -down * arrow.aside, across * arrow.aside
    out, into = _edge(arrow.start, across, down) + _GAP, length - _edge(arrow.end, across, down) - _GAP
    points = [arrow.start.x + left + across * way for way in (out, into)]
    heights = [arrow.start.y + top + down * way for way in (out, into)]
    line = (
        f'<line x1="{points[0]:.1f}" y1="{heights[0]:.1f}" x2="{points[1]:.1f}" y2="{heights[1]:.1f}"'
        f' stroke="{_BLUE}" stroke-width="1.5" marker-end="url(#tip)"/>'
    )
    if not arrow.words:
        return line
    x, y = sum(points) / 2, sum(heights) / 2
    # Words stand above a level arrow or below it, and beside any other.
    level = abs(down) < abs(across) / 4
    side = 1 if left >= 0 else -1
    x, y = (x, y + (18 if top > 0 else -8)) if level else (x + 10 * side, y + 5)
    anchor = "middle" if level else "start" if side > 0 else "end"
    return (
        f'{line}<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="{_INK}">'
        f"{escape(arrow.words)}</text>"
    )


def _edge(box: Box, across: float, down: float) -> float:
    """How far it is from the box's middle to its border, in this direction."""
    ways = [side / 2 / abs(part) for side, part in ((box.width, across), (box.height, down)) if abs(part) > 1e-9]
    return min(ways)
