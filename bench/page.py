"""docs/benchmarks.md: its rows, its prose, and its figures between marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bench.measures import cpu_median, peak_most, wall_spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.measures import Samples
    from bench.rows import Row

_MARKED = re.compile(r"(?<=<!-- )(figures|links|start) -->\n(.*?)<!-- end of \1(?= -->)", re.DOTALL)
_HEAD = (
    "| measured | goal | figure | wall, median (least to most) | CPU | peak memory |",
    "| --- | --- | --- | --- | --- | --- |",
)


class Line(NamedTuple):
    """What a row of the page says that it is about."""

    name: str
    goal: str


def table(rows: Iterable[Row], samples: Samples, missing: Mapping[str, str]) -> list[str]:
    """The rows with their figures, or with why they have none."""
    return [*_HEAD, *(_line(row, samples, missing.get(row.name, "")) for row in rows)]


def _line(row: Row, samples: Samples, missing: str) -> str:
    if missing:
        cells = [row.name, row.aim, f"not measured: {missing}", "", "", ""]
    else:
        of = samples[row.figure.series[0]]
        cells = [row.name, row.aim, row.figure.of(samples), wall_spread(of), cpu_median(of), peak_most(of)]
    return f"| {' | '.join(cells)} |"


def lines(page: str) -> list[Line]:
    """The rows that the page has."""
    (found,) = (text for mark, text in _MARKED.findall(page) if mark == "figures")
    cells = [[cell.strip() for cell in line.split(" | ")] for line in found.splitlines() if line.startswith("| ")]
    return [Line(name.removeprefix("| "), goal) for name, goal, *_rest in cells[2:]]


def prose(page: str) -> str:
    """What people wrote on it: all but the figures."""
    return _MARKED.sub("", page)


def filled(page: str, told: Mapping[str, Sequence[str]]) -> str:
    """The page with what is ``told`` between its marks."""

    def anew(found: re.Match[str]) -> str:
        mark = found[1]
        return f"{mark} -->\n{chr(10).join(told[mark])}\n<!-- end of {mark}" if mark in told else found[0]

    return _MARKED.sub(anew, page)
