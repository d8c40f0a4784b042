"""The rules that the program knows are those that the page documents."""

from __future__ import annotations

import ast
from pathlib import Path

from cenum.links.findings import rule_of
from cenum.links.model import Fate, Reason
from cenum.rules import rules

PACKAGE = Path(__file__).parent.parent / "cenum"
_MAKERS = {"error", "warning", "refuse", "refuse_at", "doubt", "_refuse", "Problem"}


def named() -> set[str]:
    """Every rule's id that stands in a call that makes a finding."""
    found = {
        argument.value
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and _name(node.func) in _MAKERS
        for argument in node.args[:3]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return {rule for rule in found if rule.startswith(("link", "image-heavy", "image-not"))}


def _name(function: ast.expr) -> str:
    return (
        function.attr
        if isinstance(function, ast.Attribute)
        else function.id
        if isinstance(function, ast.Name)
        else ""
    )


def test_every_rule_on_links_is_documented_and_every_documented_one_exists() -> None:
    silent = {Reason.EXAMPLE, Reason.INTERRUPTED, Reason.NO_CONNECTION}
    of_reasons = {rule_of(reason) for reason in Reason if reason.fate is not Fate.ALIVE and reason not in silent}
    tables = {"link-lookalike", "link-example", "link-staging", "link-shortener"}
    assert {rule for rule in rules() if rule.startswith(("link", "image"))} >= named() | of_reasons | tables
    assert {
        rule for rule in rules() if rule.startswith(("link", "image-heavy", "image-not"))
    } == named() | of_reasons | tables


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for name, rule in rules().items():
        assert rule.severity in {"error", "warning"}, name
        for sentence in (rule.what, rule.why, rule.remedy):
            assert sentence.endswith((".", "!", "…", ")", "?")), (name, sentence)
