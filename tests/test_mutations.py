"""The tables of guards are of the code as it stands, and of the pages that list them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tools.guards import ROOT
from tools.mutations import TABLES

if TYPE_CHECKING:
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
