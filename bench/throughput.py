"""Build many issues in one process; print what it took as JSON. Usage: throughput.py WORKSPACE COUNT."""

import json
import resource
import sys
import time
from pathlib import Path

import cenum.edition.render as rendering
from cenum.build import write
from cenum.edition.templates import Templates
from cenum.process import process
from cenum.settings import load
from cenum.workspace import Workspace


def main(root: Path, count: int) -> None:
    inlining = 0.0
    inline = rendering.inline

    def timed(html: str) -> str:
        nonlocal inlining
        start = time.perf_counter()
        try:
            return inline(html)
        finally:
            inlining += time.perf_counter() - start

    rendering.inline = timed
    workspace = Workspace(root, load(root / "cenum.toml"))
    templates = Templates(workspace.templates)
    issues = workspace.dated_issues()
    start = time.perf_counter()
    for number in range(count):
        write(process(issues[number % len(issues)], workspace, templates), root / "dist" / str(number))
    elapsed = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": elapsed, "premailer_seconds": inlining, "peak_bytes": peak}))


main(Path(sys.argv[1]), int(sys.argv[2]))
