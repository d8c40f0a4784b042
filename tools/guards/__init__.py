"""Guards of cenum's code, each with the text that takes it away; a page of the documentation lists each table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent.parent
_BEGIN, _END = "<!-- guards -->", "<!-- end of guards -->"
_HEAD = "| guard | where | the test that fails without it |\n| --- | --- | --- |"


class Mutation(NamedTuple):
    """A guard, and the text that takes it away; ``old`` stands once in its file, which is named as below ``cenum/``."""

    guard: str
    file: str
    old: str
    new: str

    @property
    def path(self) -> Path:
        """Where the guard is."""
        return ROOT / "cenum" / self.file

    @property
    def module(self) -> str:
        """What imports its file."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


class Guarded(NamedTuple):
    """The guards of a file: each with what stands there, and what stands there without it.

    ``tests`` are the files below ``tests/`` in which one of them has to be noticed.
    """

    tests: tuple[str, ...]
    guards: dict[str, tuple[str, str]]


class GuardTable(NamedTuple):
    """The guards that ``page`` lists; ``tests`` gives the files of tests in which one has to be noticed."""

    page: Path
    mutations: tuple[Mutation, ...]
    tests: Callable[[Mutation], tuple[str, ...]]

    def noticed_by(self) -> dict[str, str]:
        """The test that the page names for each guard."""
        rows = [line.strip("| ").split(" | ") for line in self._parts()[1].splitlines() if line.endswith("` |")]
        return {guard: f"tests/{test.strip('`')}" for guard, _file, test in rows}

    def write(self, noticed: Sequence[tuple[Mutation, str | None]]) -> None:
        """Put the table into the page."""
        rows = [
            f"| {one.guard} | `{one.file}` | `{str(test).removeprefix('tests/').partition('[')[0]}` |"
            for one, test in noticed
        ]
        before, _table, after = self._parts()
        self.page.write_text("\n".join([f"{before}{_BEGIN}\n", _HEAD, *rows, f"\n{_END}{after}"]), "utf-8")

    def _parts(self) -> tuple[str, str, str]:
        before, _begin, rest = self.page.read_text("utf-8").partition(_BEGIN)
        table, _end, after = rest.partition(_END)
        return before, table, after
