"""What is measured, and how it is put: one run of something, many of them by name, and a figure made of those."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = Path(__file__).parent.parent
CENUM = str(Path(sys.executable).with_name("cenum"))


class Failed(Exception):
    """Something that is measured went wrong; the text says what."""


class Run(NamedTuple):
    """Seconds of wall time and of CPU, the peak of resident memory and what was put on the disk, in bytes.

    What was not measured is 0.
    """

    wall: float
    cpu: float = 0.0
    peak: int = 0
    disk: int = 0


Samples = dict[str, list[Run]]


class Measured(NamedTuple):
    """The runs by the name of what was run, in turn; and more to tell, as lines of Markdown."""

    samples: Samples
    details: Sequence[str] = ()


class Unit(Enum):
    """How a figure is written."""

    RATIO = "{:.2f}"
    SECONDS = "{:.1f} s"
    MILLISECONDS = "{:.0f} ms"
    MINUTES = "{:.1f} min"
    A_SECOND = "{:.0f} a second"
    MEGABYTES = "{:.0f} MB"

    def written(self, value: float) -> str:
        return self.value.format(value)


@dataclass(frozen=True)
class Figure:
    """A number made of the runs of some ``series``; the first is what it is about."""

    unit: Unit
    series: tuple[str, ...]
    value: Callable[[Samples], float]

    def of(self, samples: Samples) -> str:
        return self.unit.written(self.value(samples))


def wall(name: str, unit: Unit = Unit.MILLISECONDS) -> Figure:
    scale = {Unit.MILLISECONDS: 1000.0, Unit.MINUTES: 1 / 60}.get(unit, 1.0)
    return Figure(unit, (name,), lambda samples: scale * _median(run.wall for run in samples[name]))


def wall_tail(name: str) -> Figure:
    """What nineteen of twenty runs take no longer than."""

    def tail(samples: Samples) -> float:
        return 1000 * statistics.quantiles([run.wall for run in samples[name]], n=20)[-1]

    return Figure(Unit.MILLISECONDS, (name,), tail)


def wall_ratio(name: str, to: str) -> Figure:
    """The median of the ratios of paired runs: a machine whose speed drifts is fair to both."""
    return Figure(
        Unit.RATIO,
        (name, to),
        lambda it: _median(one.wall / other.wall for one, other in zip(it[name], it[to], strict=True)),
    )


def peak_ratio(name: str, to: str) -> Figure:
    return Figure(Unit.RATIO, (name, to), lambda samples: _peak(samples[name]) / _peak(samples[to]))


def peak(name: str) -> Figure:
    return Figure(Unit.MEGABYTES, (name,), lambda samples: _peak(samples[name]) / 1e6)


def rate(name: str) -> Figure:
    """How many a second, of runs that each take the time of one."""
    return Figure(Unit.A_SECOND, (name,), lambda samples: 1 / _median(run.wall for run in samples[name]))


def disk(name: str) -> Figure:
    return Figure(Unit.MEGABYTES, (name,), lambda samples: max(run.disk for run in samples[name]) / 1e6)


def wall_spread(runs: Sequence[Run]) -> str:
    """Median, least and most of the wall time."""
    walls = [run.wall for run in runs]
    scale, unit, places = (1000, "ms", 0) if max(walls) < 10 else (1, "s", 1)
    low, middle, high = (
        f"{value * scale:.{places}f}" for value in (min(walls), statistics.median(walls), max(walls))
    )
    return f"{middle} {unit}" if len(walls) == 1 else f"{middle} {unit} ({low} to {high})"


def cpu_median(runs: Sequence[Run]) -> str:
    """Nothing where it was not measured."""
    middle = _median(run.cpu for run in runs)
    return f"{middle * 1000:.0f} ms" if 0 < middle < 10 else f"{middle:.0f} s" if middle else ""


def peak_most(runs: Sequence[Run]) -> str:
    """Nothing where it was not measured."""
    peak = _peak(runs)
    return Unit.MEGABYTES.written(peak / 1e6) if peak else ""


@dataclass(frozen=True)
class Command:
    """A program to be measured, which ``ends`` with one of these codes; ``environment`` is what it has besides ours.

    ``before`` is called with the number of the run, and is not measured.
    """

    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    before: Callable[[int], object] = lambda _number: None
    ends: tuple[int, ...] = (0,)

    def run(self) -> Run:
        """Raises :class:`Failed` where it ends otherwise."""
        return self.told()[0]

    def told(self) -> tuple[Run, str]:
        """The same, and what it printed."""
        start = time.perf_counter()
        # The memory of who starts it counts for it until it is another program: this process is kept small.
        process = subprocess.Popen(
            self.words,
            env={**os.environ, **self.environment},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout  # noqa: S101  it is a pipe
        with process.stdout:
            said = process.stdout.read().decode(errors="replace")
        _pid, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.ends:
            raise Failed(f"{' '.join(self.words)} ended with {process.returncode}:\n{said}")
        return Run(elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024), said


def numbers(runs: int) -> range:
    """The numbers of ``runs`` runs; where that is more than one, of one more before them, to warm up: 0."""
    return range(0 if runs > 1 else 1, runs + 1)


def in_turn(commands: Mapping[str, Command], runs: int) -> Samples:
    """Each command ``runs`` times, in turn."""
    samples: Samples = {name: [] for name in commands}
    for number in numbers(runs):
        for name, command in commands.items():
            command.before(number)
            samples[name].append(command.run())
    return {name: taken[-runs:] for name, taken in samples.items()}


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _peak(runs: Sequence[Run]) -> int:
    return max(run.peak for run in runs)
