"""Bars, drawn by pygal, such that the same figures give the same bytes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_INK = "#1d2b53"
_WIDTH = 400  # of the drawing's own units; the page scales it
_ROW = 44
_LONGEST = 18  # characters of a label


def bars(name: str, values: Sequence[tuple[str, float]], shown: Callable[[float], str]) -> str:
    """An SVG with one bar a value, from the top down. ``name`` has to be unique on the page.

    ``shown`` is a value as the page writes it elsewhere.

    It has no title of its own and is silent to a screen reader: the page says in a table what it shows.
    """
    import pygal  # noqa: PLC0415  a tenth of a second, for one page
    from pygal.style import Style  # noqa: PLC0415  as above

    # It adds an importer for its maps, of a kind that Python 3.11 warns of at every later import that fails.
    sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="currentColor",
        foreground_strong="currentColor",
        foreground_subtle="currentColor",
        colors=(_INK,),
        font_family="system-ui, sans-serif",
        label_font_size=15,
        opacity="1",
    )
    chart = pygal.HorizontalBar(
        style=style,
        js=(),
        width=_WIDTH,
        height=_ROW * len(values) + 20,
        show_legend=False,
        show_x_labels=False,
        show_x_guides=False,
        show_y_guides=False,
        print_values=False,
        pretty_print=False,
        no_prefix=False,
        margin=4,
        range=(0, max([value for _label, value in values], default=1) or 1),
    )
    chart.uuid = name
    # pygal draws from the bottom up.
    ordered = list(reversed(values))
    # A figure within a short bar would not fit, and could not be told from what is behind it.
    chart.x_labels = [f"{_short(label)} · {shown(value)}" for label, value in ordered]
    chart.add("", [value for _label, value in ordered])
    svg: str = chart.render(is_unicode=True)
    svg = re.sub(r"<\?xml.*?\?>|<!--.*?-->|<script.*?</script>|<desc.*?</desc>", "", svg, flags=re.DOTALL).strip()
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
