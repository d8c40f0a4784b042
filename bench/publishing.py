"""The pages of ten years' letters, made on a new machine; and again with one letter more."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from bench.commands import inside
from bench.desk import desk
from bench.measures import CENUM, Command, Measured
from bench.needs import PLAIN

if TYPE_CHECKING:
    from pathlib import Path

    from bench.measures import Samples
    from bench.needs import Tools

SERIES = {"publish 520": PLAIN, "one more of 520": PLAIN}
_YEARS = 520
_FEW = 3


def measure(wanted: frozenset[str], runs: int, _tools: Tools, folder: Path) -> Measured:
    """Once from nothing; then with one newer letter each time."""
    at = desk(folder / "years", programs={}, dictionary=False)
    inside("old_letters", at, str((_YEARS if runs > 1 else _FEW) + runs))
    at.issue.unlink()
    later = folder / "later"
    later.mkdir()
    for file in sorted(at.issue.parent.glob("*.md"))[-runs:]:
        shutil.move(file, later)

    publish = Command([CENUM, "publish", "--folder", str(at.root)], at.environment)
    samples: Samples = {"publish 520": [publish.run()], "one more of 520": []}
    while "one more of 520" in wanted and (waiting := sorted(later.iterdir())):
        shutil.move(waiting[0], at.issue.parent)
        samples["one more of 520"].append(publish.run())
    return Measured({name: found for name, found in samples.items() if name in wanted})
