from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cenum.analysis.html import elements, hidden, page, shown


@given(st.lists(st.sampled_from(['<div style="DISPLAY: none">', "<div>", "<p>a</p>", "</div>"]), max_size=20))
def test_what_is_shown_is_all_that_is_not_hidden(parts: list[str]) -> None:
    root = page("".join(parts))
    assert list(shown(root)) == [one for one in elements(root) if not hidden(one)]
