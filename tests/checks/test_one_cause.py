"""A slip that somebody makes all over a letter is one finding, which names its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.finding import Severity
from cenum.rule import MANY
from cenum.rulebook import rules
from tests.examples import examples
from tests.trial import told

if TYPE_CHECKING:
    from pathlib import Path

OFTEN = 8
# Paragraphs that can stand again: neither a whole issue nor a section, nor what stands often already.
AGAIN = [
    name
    for name, example in examples().items()
    if example.kind == "markdown"
    and rules()[name].severity is Severity.WARNING
    and not example.fails.startswith(("---", "#"))
    and not MANY.search(example.fails)
]


@pytest.mark.parametrize("rule", AGAIN)
def test_an_example_that_stands_eight_times_is_told_once(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = examples()[rule]
    found = told(example, "\n\n".join([example.fails] * OFTEN), tmp_path, monkeypatch)
    assert len([one for one in found if one.rule == rule]) == 1
