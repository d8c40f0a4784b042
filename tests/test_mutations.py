"""The tables of guards are of the code as it stands, and of the pages that list them."""

from __future__ import annotations

import ast
import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tools.guards import ROOT
from tools.guards.security import SECURITY
from tools.mutations import TABLES, first_failure

if TYPE_CHECKING:
    from pathlib import Path

    from tools.guards import GuardTable, Mutation


@pytest.mark.parametrize(
    ("table", "mutation"),
    [
        pytest.param(table, mutation, id=f"{mutation.file}: {mutation.guard}")
        for table in TABLES
        for mutation in table.mutations
    ],
)
def test_every_guard_is_where_the_table_says(table: GuardTable, mutation: Mutation) -> None:
    source = mutation.path.read_text("utf-8")
    assert source.count(mutation.old) == 1
    assert mutation.new != mutation.old
    assert ast.dump(ast.parse(source.replace(mutation.old, mutation.new))) != ast.dump(ast.parse(source))
    file, _colons, name = table.noticed_by()[mutation.guard].partition("::")
    assert file in table.tests(mutation)
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.page.stem)
def test_a_page_lists_the_guards_that_there_are_and_each_once(table: GuardTable) -> None:
    guards = [mutation.guard for mutation in table.mutations]
    assert list(table.noticed_by()) == guards
    assert len(set(guards)) == len(guards)


@pytest.mark.long
def test_what_was_compiled_without_a_guard_is_not_run_by_the_next_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine where nothing is compiled yet.
    machine = tmp_path / "machine"
    shutil.copytree(os.environ["GIVEN_FOLDER"], machine, symlinks=True, ignore=lambda *_: ["home"])
    (machine / "home").mkdir()
    monkeypatch.setenv("GIVEN_FOLDER", str(machine))
    test = "tests/report/test_report.py::test_prose_that_looks_like_html_is_prose"
    (escaped,) = (one for one in SECURITY.mutations if one.guard == "every value of our pages is escaped")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        assert [pool.submit(first_failure, one, (test,)).result() for one in (escaped, None)] == [test, None]
