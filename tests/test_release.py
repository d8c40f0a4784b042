"""What a release says, and what is none."""

from __future__ import annotations

import pytest

from tools.release import notes

CHANGES = """\
# Changes

What changed.

## 0.2.0, 2027-01-15

- A poll is a block.
- Nothing is slower.

## 0.1.0, 2026-12-04

- The first.
"""


def test_its_text_is_its_part_of_the_changelog() -> None:
    assert notes(CHANGES, "v0.2.0", "0.2.0") == "- A poll is a block.\n- Nothing is slower.\n"
    assert notes(CHANGES, "v0.1.0", "0.1.0") == "- The first.\n"


@pytest.mark.parametrize(
    ("changes", "tag", "remedy"),
    [
        (CHANGES, "v0.3.0", "tag the commit v0.2.0"),
        (CHANGES, "0.2.0", "tag the commit v0.2.0"),
        (CHANGES.replace("0.2.0", "0.2.01"), "v0.2.0", "write one"),
        (CHANGES.replace("2027-01-15", "not released yet"), "v0.2.0", "write the day"),
        (CHANGES.replace("- A poll is a block.\n- Nothing is slower.\n", ""), "v0.2.0", "write what changed"),
        ("", "v0.2.0", "write one"),
    ],
)
def test_what_is_not_meant_to_be_released_is_refused(changes: str, tag: str, remedy: str) -> None:
    with pytest.raises(LookupError, match=remedy):
        notes(changes, tag, "0.2.0")
