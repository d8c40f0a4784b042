"""The machine that the figures are of, and whether it is quiet enough to write them down."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measures import ROOT
from bench.needs import Need

if TYPE_CHECKING:
    from bench.needs import Tools

PAGE = "docs/benchmarks.md"
# The share of the processors that others may use. A tenth makes a command of half a second slower by a twentieth.
MOST_BUSY = 0.1
_STAT = Path("/proc/stat")


def load() -> float:
    """The load average of the last minute."""
    return os.getloadavg()[0]


def busy(seconds: float) -> float:
    """The share of all processors' time that is used while this process waits.

    From `/proc/stat` (proc(5)); where there is none, the load of the last minute over the processors.
    """
    if not _STAT.exists():
        return load() / (os.cpu_count() or 1)
    before = _STAT.read_text("ascii")
    time.sleep(seconds)
    return share(before, _STAT.read_text("ascii"))


def share(before: str, after: str) -> float:
    """The share of busy time between two states of `/proc/stat`."""
    ticks = [[int(value) for value in text.split("\n", 1)[0].split()[1:9]] for text in (before, after)]
    passed = [later - earlier for earlier, later in zip(*ticks, strict=True)]
    idle = passed[3] + passed[4]  # idle and iowait
    return 1 - idle / sum(passed) if sum(passed) else 0.0


def unfit(used: float, changed: list[str]) -> str:
    """Why figures can't be written, and what to do; empty where they can.

    ``used`` is what other programs use of the processors, ``changed`` are files that are not as in the commit.
    """
    if changed:
        return (
            f"Nothing is written: figures name a commit, and {', '.join(changed[:3])}{' …' * (len(changed) > 3)} "
            "would not be in it. Commit or stash, then repeat the command."
        )
    if used > MOST_BUSY:
        return (
            f"Nothing is written: other programs use {used:.0%} of the processors, and the figures would be theirs "
            f"as well. End them (top shows which), or wait until they use less than {MOST_BUSY:.0%}; then repeat the "
            "command."
        )
    return ""


class Quiet:
    """How quiet the machine was before each group. Ends with a sentence where figures are written and it was not."""

    def __init__(self, *, writes: bool) -> None:
        self._writes = writes
        self.load = load()
        self.used = 0.0

    def ask(self) -> None:
        self.used = max(self.used, busy(3.0 if self._writes else 0.2))
        if self._writes and (why := unfit(self.used, changed())):
            sys.exit(why)


def changed() -> list[str]:
    """What is not as in the last commit, the page of the figures aside."""
    return named(_said("git", "status", "--porcelain", "--", f":!{PAGE}"))


def named(status: str) -> list[str]:
    """The files in what `git status --porcelain` says."""
    return [line[3:] for line in status.splitlines()]


def described(tools: Tools, runs: int, letter: str, quiet: Quiet) -> str:
    """One line on what the figures are of: commit, letter, machine, load, versions."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.partition(":")[2].strip() for line in info.read_text("utf-8").splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    node = tools.here.get(Need.NODE) or shutil.which("node")
    versions = [
        f"Python {platform.python_version()}",
        f"Node {_said(node, '--version').removeprefix('v')}" if node else "",
        _said(tools.here[Need.CHROMIUM], "--version") if Need.CHROMIUM in tools.here else "",
        _said(tools.here[Need.SPAMASSASSIN], "--version").split("\n")[0] if Need.SPAMASSASSIN in tools.here else "",
        _said(tools.here[Need.LYCHEE], "--version") if Need.LYCHEE in tools.here else "",
    ]
    return (
        f"Commit {_said('git', 'rev-parse', '--short', 'HEAD')}, letter {letter}, {runs} run{'s' * (runs > 1)} each. "
        f"{model}, {os.cpu_count()} processors, {platform.system()}; load {quiet.load:.2f} before, other "
        f"programs used {quiet.used:.0%} of the processors. {', '.join(filter(None, versions))}."
    )


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout.rstrip()
