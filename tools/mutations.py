"""Each guard of `tools/guards/` taken away in turn: a test has to notice. `make mutations` runs it.

``FEW=1`` takes one guard of each file away, and asks the test alone that the guards' page names. No file is touched:
a process imports the module as it reads without its guard.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests import machine
from tools.guards import ROOT
from tools.guards.security import SECURITY
from tools.guards.sending import SENDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import CodeType, ModuleType

    from tools.guards import Mutation

TABLES = (SENDING, SECURITY)
_PYTEST = ("-x", "-q", "-n0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
# What the tests import of others, once for all: everything of ours is imported anew by each process.
_IMPORTED_BEFORE = (
    *("pytest", "hypothesis", "hypothesis.stateful", "msgspec", "requests", "responses", "yaml"),
    *("jinja2", "lxml.html", "markdown_it", "PIL.Image", "starlette.applications", "uvicorn"),
)


class _WithoutGuard(SourceFileLoader):
    """Finds one module, and reads its file without the guard."""

    def __init__(self, mutation: Mutation) -> None:
        super().__init__(mutation.module, str(mutation.path))
        self._mutation = mutation

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._mutation.module:
            return None
        return spec_from_file_location(name, self._mutation.path, loader=self)

    def get_code(self, _name: str) -> CodeType:
        source = self._mutation.path.read_text("utf-8")
        return compile(source.replace(self._mutation.old, self._mutation.new), self.path, "exec", dont_inherit=True)


class _FirstFailure:
    """What pytest says of the first test that fails, or of the first module that can't be imported."""

    test: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and self.test is None:
            self.test = report.nodeid


class _OwnCache:
    """What cenum keeps from one command to the next: made without a guard, it is not for the others."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def pytest_configure(self) -> None:
        """Name the place, once the tests' own machine has emptied the environment."""
        os.environ["XDG_CACHE_HOME"] = self._folder


def first_failure(mutation: Mutation | None, tests: tuple[str, ...]) -> str | None:
    """The first of ``tests`` that fails once the guard is gone, ``None`` where none does; for a new process."""
    os.chdir(ROOT)
    if mutation:
        assert mutation.module not in sys.modules
        sys.meta_path.insert(0, _WithoutGuard(mutation))
    seen = _FirstFailure()
    # A folder of its own: else one process clears away what another still uses.
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
    ):
        plugins = [seen, _OwnCache(f"{folder}/cache")]
        done = pytest.main([*_PYTEST, f"--basetemp={folder}/tests", *tests], plugins=plugins)
    assert (done == pytest.ExitCode.OK) == (seen.test is None), done
    assert mutation is None or isinstance(sys.modules[mutation.module].__loader__, _WithoutGuard)
    return seen.test


def few(mutations: Iterable[Mutation]) -> tuple[Mutation, ...]:
    """The first guard of each file."""
    first: dict[str, Mutation] = {}
    for mutation in mutations:
        first.setdefault(mutation.file, mutation)
    return tuple(first.values())


def main() -> int:
    """Take guards away; 1 where a test did not notice, or where one fails with every guard in its place."""
    machine.settle()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(list(_IMPORTED_BEFORE))
    is_few, writes = "--few" in sys.argv, "--write" in sys.argv
    noticing: list[str] = []
    alive = 0
    with ProcessPoolExecutor(mp_context=processes, max_tasks_per_child=1) as pool:
        for table in TABLES:
            named = table.noticed_by()
            chosen = few(table.mutations) if is_few else table.mutations
            tests = [(named[one.guard],) if is_few else table.tests(one) for one in chosen]
            noticed = []
            for mutation, test in zip(chosen, pool.map(first_failure, chosen, tests), strict=True):
                print(f"{'ok  ' if test else 'LIVES'} {mutation.guard}: {test}", flush=True)
                noticed.append((mutation, test))
            if writes:
                table.write(noticed)
            noticing += [test for _mutation, test in noticed if test]
            alive += sum(test is None for _mutation, test in noticed)
        # A test that fails anyhow has noticed nothing.
        halves = [half for part in range(2) if (half := tuple(dict.fromkeys(noticing))[part::2])]
        fails = next(filter(None, pool.map(first_failure, [None] * len(halves), halves)), None)
    if fails:
        print(f"{fails} fails with every guard in its place")
    return 1 if fails or alive else 0


if __name__ == "__main__":
    sys.exit(main())
