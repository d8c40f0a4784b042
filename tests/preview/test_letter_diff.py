from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.preview.letter_diff import CHANGE, PAIR, Change, mark_changes
from cenum.preview.source_lines import parse, serialise


def letter(body: str) -> Any:
    return parse(f"<html><head><title>x</title></head><body>{body}</body></html>")


def marked(tree: Any) -> list[tuple[str, str]]:
    return [(one.get(CHANGE), "".join(one.itertext())) for one in tree.xpath(f"//*[@{CHANGE}]")]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("<p>un mot</p>", "<p>un mot</p>", []),
        ("<p>un  mot</p>", "<p>un\nmot</p>", []),
        ("<p>un mot ici</p>", "<p>un son ici</p>", [("mot", "son")]),
        ('<p><a href="x">un</a> mot</p>', '<p><a href="y">un</a> mot</p>', [("un", "un")]),
        ("<p>un <b>mot</b> ici</p>", "<p>un mot ici</p>", []),
        ("<p>a</p><p>b</p>", "<p>a</p>", [("b", "")]),
        ("<p>a</p>", "<p>a</p><p>b c.</p>", [("", "b c.")]),
        ("<p>un <b>mot</b> ici.</p>", "<p>un <b>son</b> là.</p>", [("mot ici", "son là")]),
        ("<p>x de la y</p>", "<p>z de la w</p>", [("x de la y", "z de la w")]),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table><tr><td>a</td><td>c</td></tr></table>",
            [("b", "c")],
        ),
        (
            '<p><img src="1" alt="Une carte"></p>',
            '<p><img src="2" alt="Une carte"></p>',
            [("Une carte", "Une carte")],
        ),
        ('<p style="display:none">a</p><p>b</p>', '<p style="display: none">c</p><p>b</p>', []),
    ],
)
def test_what_differs_is_named(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert mark_changes(letter(old), letter(new)) == tuple(Change(*one) for one in changes)


def test_words_are_marked_where_they_stand_and_nothing_else_moves() -> None:
    old = letter("<table><tr><td>Bonjour <b>tout</b> le <i>monde</i> ici.</td></tr></table>")
    new = letter("<table><tr><td>Bonsoir <b>tout</b> le <i>monde</i> là.</td></tr></table>")
    mark_changes(old, new)
    assert marked(old) == [("0", "Bonjour"), ("1", "ici")]
    assert marked(new) == [("0", "Bonsoir"), ("1", "là")]
    assert {one.tag for one in old.xpath(f"//*[@{CHANGE}]")} == {"del"}
    assert {one.tag for one in new.xpath(f"//*[@{CHANGE}]")} == {"ins"}
    assert old.text_content() == "xBonjour tout le monde ici."


def test_a_picture_that_changed_is_framed_in_both() -> None:
    old, new = letter('<p>a <img src="1" alt="">b</p>'), letter('<p>a <img src="2" alt="">b</p>')
    mark_changes(old, new)
    assert "dashed" in old.find(".//img").get("style")
    assert "solid" in new.find(".//img").get("style")


def test_blocks_that_belong_together_are_paired() -> None:
    old, new = letter("<p>a</p><p>b</p><p>d</p>"), letter("<p>a</p><p>c</p><p>x</p><p>d</p>")
    mark_changes(old, new)
    pairs = [{one.get(PAIR): one.text_content() for one in tree.xpath(f"//p[@{PAIR}]")} for tree in (old, new)]
    assert pairs == [{"0": "a", "1": "b", "2": "d"}, {"0": "a", "1": "c", "2": "d"}]


PIECES = st.sampled_from(
    ["un ", "deux", " trois, ", "<b>un</b>", "<p>deux mots</p>", "<td>x</td>", "<br>", "<p>a<i>b</i>c</p>"]
)
BODIES = st.lists(PIECES, max_size=8).map("".join)


@given(BODIES, BODIES)
def test_marking_loses_no_word_and_takes_nothing_for_changed_in_what_is_the_same(old: str, new: str) -> None:
    left, right = letter(old), letter(new)
    before = left.text_content(), right.text_content()
    changes = mark_changes(left, right)
    assert (left.text_content(), right.text_content()) == before
    assert {number for number, _words in marked(left) + marked(right)} == {str(n) for n in range(len(changes))}
    assert mark_changes(letter(old), letter(old)) == ()
    assert parse(serialise(left)).text_content().split() == before[0].split()
