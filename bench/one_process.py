"""Many letters, or all checks, in one process that is warm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.commands import inside
from bench.desk import desk
from bench.measures import Measured, Run
from bench.needs import PLAIN, SPELLED

if TYPE_CHECKING:
    from pathlib import Path

    from bench.measures import Samples
    from bench.needs import Tools

SERIES = {
    "checks": PLAIN,
    "checks, spelled": SPELLED,
    "a year": PLAIN,
    "a year, spelled": SPELLED,
    "ten years, spelled": SPELLED,
}
_YEAR, _YEARS = 52, 520
_FEW = 2


def measure(wanted: frozenset[str], runs: int, _tools: Tools, folder: Path) -> Measured:
    samples: Samples = {}
    for name in (name for name in SERIES if name in wanted):
        spelled = name.endswith("spelled")
        weeks = _YEARS if name.startswith("ten") else _YEAR
        issues = 1 if name.startswith("checks") else weeks if runs > 1 else _FEW
        at = desk(folder / name.replace(", ", "-").replace(" ", "-"), programs={}, dictionary=spelled, issues=issues)
        if name.startswith("checks"):
            samples[name] = [Run(seconds) for seconds in json.loads(inside("checks", at, str(runs)))]
        else:
            samples[name] = [Run(**json.loads(inside("letters", at)))]
    return Measured(samples)
