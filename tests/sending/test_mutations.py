"""The table of guards is of the code as it stands, and of the page that lists them."""

from __future__ import annotations

import pytest

from tools.mutations import MUTATIONS, PAGE, ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.guard)
def test_every_guard_is_where_the_table_says(mutation: Mutation) -> None:
    source = (ROOT / "cenum" / "sending" / mutation.file).read_text("utf-8")
    assert source.count(mutation.old) == 1
    assert mutation.new != mutation.old
    assert f"| {mutation.guard} |" in PAGE.read_text("utf-8")
