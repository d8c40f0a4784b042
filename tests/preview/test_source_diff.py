from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cenum.preview.source_diff import side_by_side

TEXTS = st.lists(st.sampled_from(["un", "deux mots", "deux sons", "", "trois, quatre"]), max_size=8).map("\n".join)


def test_lines_that_belong_together_stand_in_one_row_and_words_are_marked() -> None:
    rows = list(side_by_side("un\ndeux mots\ntrois", "un\ndeux sons\ntrois\nquatre"))
    assert [(row.old, row.new) for row in rows] == [(1, 1), (2, 2), (3, 3), (0, 4)]
    assert rows[1].old_pieces == (("deux ", False), ("mots", True))
    assert rows[1].new_pieces == (("deux ", False), ("sons", True))
    assert rows[3].new_pieces == (("quatre", True),)


@given(TEXTS, TEXTS)
def test_every_line_of_both_stands_in_its_column_once(old: str, new: str) -> None:
    rows = list(side_by_side(old, new))
    assert "\n".join("".join(text for text, _ in row.old_pieces) for row in rows if row.old) == old
    assert "\n".join("".join(text for text, _ in row.new_pieces) for row in rows if row.new) == new
    marked = any(differs for row in rows for _text, differs in (*row.old_pieces, *row.new_pieces))
    assert not (marked and old == new)
    columns = ([row.old_pieces for row in rows], [row.new_pieces for row in rows])
    kept = ["".join(text for pieces in one for text, differs in pieces if not differs) for one in columns]
    assert kept[0] == kept[1]
