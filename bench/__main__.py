"""`make bench`: measure the rows that this machine can, say which it can't, and, with WRITE=1, write the page."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import machine, page
from bench.desk import letter
from bench.measures import ROOT, Failed, Samples
from bench.needs import found
from bench.rows import GROUPS, ROWS, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.needs import Tools

RUNS = 15
# What whoever measures has set for cenum, or for what it finds.
_OF_OTHERS = ("CENUM_", "DICPATH", "GITHUB_", "PYTHON")


def main(arguments: Sequence[str]) -> str:
    """Give what is to be printed. Ends with a sentence where something is asked for that can't be had."""
    keys = list(dict.fromkeys(row.key for row in ROWS))
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", default="", help=f"some of {','.join(keys)}; all without it")
    parser.add_argument("--runs", type=int, default=RUNS, help="1 is a small form that fetches nothing")
    parser.add_argument("--write", action="store_true", help=f"write {machine.PAGE}")
    chosen = parser.parse_args(arguments)
    wanted = [key for key in chosen.rows.split(",") if key]
    if unknown := [key for key in wanted if key not in keys]:
        sys.exit(f"ROWS={','.join(unknown)}: there are {', '.join(keys)}")
    if chosen.runs < 1:
        sys.exit(f"RUNS={chosen.runs}: at least 1")
    if chosen.write and (wanted or chosen.runs != RUNS):
        sys.exit("Nothing is written: the page has all rows, of as many runs. Leave ROWS and RUNS away, or WRITE.")
    quiet = machine.Quiet(writes=chosen.write)
    quiet.ask()
    tools = found(small=chosen.runs == 1)
    rows = [row for row in ROWS if not wanted or row.key in wanted]
    missing = {row.name: why for row in rows if (why := tools.why_not(row.needs))}
    samples, details = measured([row for row in rows if row.name not in missing], chosen.runs, tools, quiet)
    about = machine.described(tools, chosen.runs, letter(), quiet)
    told = {"figures": [about, "", *page.table(rows, samples, missing)], **details}
    if chosen.write:
        file = ROOT / machine.PAGE
        file.write_text(page.filled(file.read_text("utf-8"), told), "utf-8")
    return "\n\n".join("\n".join(lines) for lines in told.values())


def measured(
    rows: Sequence[Row], runs: int, tools: Tools, quiet: machine.Quiet
) -> tuple[Samples, dict[str, Sequence[str]]]:
    """The runs that the rows are made of, and what some groups tell besides, by their names."""
    series = {name for row in rows for name in row.figure.series}
    samples: Samples = {}
    details: dict[str, Sequence[str]] = {}
    for group in GROUPS:
        of_group = frozenset(series & group.SERIES.keys())
        if not of_group:
            continue
        quiet.ask()
        name = group.__name__.rpartition(".")[2]
        print(f"{name}: {', '.join(sorted(of_group))}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="cenum-bench-") as folder:
            done = group.measure(of_group, runs, tools, Path(folder))
        samples |= done.samples
        if done.details:
            details[name] = done.details
    return samples, details


if __name__ == "__main__":
    # What a shell in the background ignores, its children would ignore too: they are interrupted, and measured.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for variable in [name for name in os.environ if name.startswith(_OF_OTHERS)]:
        del os.environ[variable]
    try:
        print(main(sys.argv[1:]))
    except Failed as failure:
        sys.exit(str(failure))
