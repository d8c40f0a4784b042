"""Every rule finds what its example in docs/rules.md shows, and is silent on the one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.rule import Example
from cenum.rulebook import rules
from tests.examples import examples, written_out
from tests.french import english_in, in_french
from tests.trial import found, told

if TYPE_CHECKING:
    from pathlib import Path


def test_a_rule_without_an_example_says_why() -> None:
    reasons = [rule.example for rule in rules().values() if not isinstance(rule.example, Example)]
    assert all(len(reason.split()) > 3 for reason in reasons), reasons
    assert len(reasons) < len(examples()) / 6


@pytest.mark.parametrize("rule", examples())
def test_a_rule_finds_its_failing_example_and_says_so_in_french(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = examples()[rule]
    with in_french():
        said = told(example, written_out(example.fails), tmp_path, monkeypatch)
    assert rule in {one.rule for one in said}
    assert {str(one): words for one in said if (words := english_in(f"{one.message} {one.remedy}"))} == {}


@pytest.mark.parametrize("rule", examples())
def test_nothing_at_all_is_said_of_the_passing_example(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = examples()[rule]
    assert found(example, example.passes, tmp_path, monkeypatch) == set()


def test_the_letter_that_examples_are_put_into_is_a_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Example("", "", kind="toml")
    assert found(bare, "", tmp_path, monkeypatch) == set()
