"""The rules that the checks know are those that the page documents."""

from __future__ import annotations

import ast
from pathlib import Path

from cenum.links.findings import rule_of
from cenum.links.model import Fate, Reason
from cenum.rules import concerns, rules

PACKAGE = Path(__file__).parent.parent / "cenum"
# What makes a finding, and which of its arguments is the rule's id.
_MAKERS = {"error", "warning", "found", "Finding"}
# Ids that are put together while the program runs.
_PUT_TOGETHER = {
    *(rule_of(reason) for reason in Reason if reason.fate is not Fate.ALIVE),
    *("duty-unsubscribe", "duty-view_online", "duty-privacy", "duty-legal"),
    *("link-lookalike", "link-example", "link-staging", "link-shortener"),
} - {rule_of(reason) for reason in (Reason.EXAMPLE, Reason.INTERRUPTED, Reason.NO_CONNECTION)} | {"link-example"}
# Those that the reader of an issue gives, and that belong to its concern all the same.
_OF_THE_READER = {
    *("link-empty", "link-anchor", "link-phone", "link-mail", "link-characters", "link-address", "link-host"),
    *("link-scheme", "link-local"),
}


def named() -> set[str]:
    """Every rule's id that stands in a call that makes a finding, in the checks and the links."""
    files = [*(PACKAGE / "checks").rglob("*.py"), *(PACKAGE / "links").rglob("*.py")]
    return {
        node.args[0].value
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in _MAKERS and node.args
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_every_rule_is_documented_and_every_documented_one_exists() -> None:
    assert set(rules()) == named() | _PUT_TOGETHER | _OF_THE_READER


def test_no_rule_stands_in_two_concerns() -> None:
    assert len(rules()) == sum(len(concern.rules) for concern in concerns())


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for name, rule in rules().items():
        assert rule.severity in {"error", "warning"}, name
        for sentence in (rule.what, rule.why, rule.remedy):
            assert sentence.endswith((".", "!", "…", ")", "?")), (name, sentence)
