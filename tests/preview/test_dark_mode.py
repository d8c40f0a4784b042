from __future__ import annotations

import pytest

from cenum.preview.dark_mode import invert_colours, inverted


@pytest.mark.parametrize(
    ("colour", "over"),
    [("#ffffff", "#1b1b1b"), ("#fff", "#1b1b1b"), ("white", "#1b1b1b"), ("#000000", "#ffffff"), ("BLACK", "#ffffff")],
)
def test_white_becomes_dark_and_black_becomes_white(colour: str, over: str) -> None:
    assert inverted(colour) == over


@pytest.mark.parametrize("colour", ["#1b3f8f", "#b23419", "#00ff00", "#fffdf8", "#123456"])
def test_the_hue_stays(colour: str) -> None:
    over = inverted(colour)
    before, after = ([int(one[at : at + 2], 16) for at in (1, 3, 5)] for one in (colour, over))
    assert before.index(max(before)) == after.index(max(after))


def test_only_colours_of_a_style_are_turned() -> None:
    style = "color: #000000; background: url(#abcdefg) white; white-space: nowrap"
    assert invert_colours(style) == "color: #ffffff; background: url(#abcdefg) #1b1b1b; white-space: nowrap"
