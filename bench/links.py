"""Links asked about by cenum and by lychee, side by side: as many addresses, the same politeness, the same hosts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from bench.measures import ROOT, Command, Measured, Run
from bench.needs import PLAIN, Need
from bench.town import HOSTS, RIGHT, addresses, kind_of, town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.measures import Samples
    from bench.needs import Tools

_LYCHEE = frozenset({Need.LYCHEE})
_LONG = frozenset({Need.MINUTES})
SERIES = {
    "links 200": PLAIN,
    "lychee 200": _LYCHEE,
    "links 2000": _LONG,
    "lychee 2000": _LYCHEE | _LONG,
    "interrupted": PLAIN,
}
_RUNS = {200: 9, 2000: 3}
_FEW = 20  # addresses, in the small form
_MOMENTS = 20
_CONNECTIONS, _PER_HOST, _PAUSE = 80, 2, 0.05


def measure(wanted: frozenset[str], runs: int, tools: Tools, folder: Path) -> Measured:
    samples: Samples = {}
    said: Counter[tuple[str, str, str]] = Counter()
    lychee = tools.here.get(Need.LYCHEE, "")
    with town() as port:
        for size, times in _RUNS.items():
            ours, theirs = f"links {size}", f"lychee {size}"
            samples |= {name: [] for name in (ours, theirs) if name in wanted}
            for number in range(times if runs > 1 else 1 if {ours, theirs} & wanted else 0):
                urls = addresses(size if runs > 1 else _FEW, port, number)
                told: dict[str, dict[str, str]] = {}
                for name, asked in ((ours, _cenum), (theirs, _lychee)):
                    if name in wanted:
                        run, told[name] = asked(urls, folder, lychee)
                        samples[name].append(run)
                if len(told) > 1:
                    said.update((kind_of(url), told[ours].get(url, "?"), told[theirs].get(url, "?")) for url in urls)
        if "interrupted" in wanted:
            samples["interrupted"] = list(_interrupted(addresses(200, port, 99), folder, _MOMENTS if runs > 1 else 1))
    return Measured(samples, _table(said))


def _table(said: Counter[tuple[str, str, str]]) -> list[str]:
    rows = [
        f"| {kind} | {count} | {ours} | {theirs} | {RIGHT.get(kind, 'both')} |"
        for (kind, ours, theirs), count in sorted(said.items())
    ]
    hosts = (
        f"{HOSTS} hosts, {_CONNECTIONS} connections in all, {_PER_HOST} to a host, {_PAUSE * 1000:.0f} ms between "
        "two requests to one; both programs over the same addresses, each run over others."
    )
    head = ["| what the host does | addresses | cenum | lychee | who is right |", "| --- | --- | --- | --- | --- |"]
    return [hosts, "", *head, *rows] if rows else [hosts]


def _lychee(urls: list[str], folder: Path, program: str) -> tuple[Run, dict[str, str]]:
    source, target = folder / "links.md", folder / "lychee.json"
    source.write_text("\n\n".join(f"[page {number}]({url})" for number, url in enumerate(urls)), "utf-8")
    words = [
        *(program, "--no-progress", "--format", "json", "--verbose", "--max-concurrency", str(_CONNECTIONS)),
        *("--host-concurrency", str(_PER_HOST), "--host-request-interval", f"{_PAUSE * 1000:.0f}ms"),
        *("--timeout", "20", "--max-retries", "2", "--retry-wait-time", "1", "--output", str(target), str(source)),
    ]
    run = Command(words, ends=(0, 2)).run()  # 2: some links failed, as some should
    told = json.loads(target.read_text("utf-8"))
    said: dict[str, str] = {}
    for name in ("success_map", "redirect_map", "error_map", "timeout_map", "excluded_map"):
        for found in (told.get(name) or {}).values():
            said |= {one.get("url") or one.get("origin"): name.removesuffix("_map") for one in found}
    return run, said


def _cenum(urls: list[str], folder: Path, _program: str) -> tuple[Run, dict[str, str]]:
    """The whole command, but for the rendering of a letter that nobody would write."""
    run, said = Command(_words(urls, folder)).told()
    return run, json.loads(said)


def _words(urls: list[str], folder: Path) -> list[str]:
    source = folder / "urls.json"
    source.write_text(json.dumps(urls), "utf-8")
    return [
        sys.executable,
        "-m",
        "bench.inside",
        "links",
        str(source),
        str(_PER_HOST),
        str(_CONNECTIONS),
        str(_PAUSE),
    ]


def _interrupted(urls: list[str], folder: Path, moments: int) -> Iterator[Run]:
    """How long cenum takes to end after Ctrl-C, at so many moments."""
    for moment in range(moments):
        with subprocess.Popen(
            _words(urls, folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(0.4 + moment * 0.08)
            except subprocess.TimeoutExpired:
                start = time.perf_counter()
                process.send_signal(signal.SIGINT)
                process.wait(20)
                yield Run(time.perf_counter() - start)
