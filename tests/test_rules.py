"""Every id that cenum can print is a rule, declared once, and documented."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from cenum.checks.all import CHECKS
from cenum.finding import Severity
from cenum.rule import Rule
from cenum.rulebook import concerns, rules
from cenum.sarif import sarif
from tests.examples import examples

PACKAGE = Path(__file__).parent.parent / "cenum"


class Declared(NamedTuple):
    """A rule where it is declared: the module, and the name that it has there."""

    module: str
    name: str
    id: str


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of cenum by its name within it: ``checks.inbox``."""
    return {
        ".".join(file.relative_to(PACKAGE).with_suffix("").parts): ast.parse(file.read_text("utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def declared() -> tuple[Declared, ...]:
    """Every rule that stands in the code, whether a concern knows of its module or not."""
    found = []
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _name(node.value.func) == "Rule":
                (target,) = node.targets
                assert isinstance(target, ast.Name)
                found.append(Declared(module, target.id, ast.literal_eval(node.value.args[0])))
    return tuple(found)


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of what is called so, or of a method, and its module."""
    return [
        (module, node)
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == name
    ]


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_a_finding_is_made_by_a_rule_alone() -> None:
    assert [module for module, _call in calls("Finding")] == ["rule"], "say it with a Rule's at()"


def test_a_rule_is_declared_where_a_module_begins_and_nowhere_else() -> None:
    at_the_top = [(rule.module, rule.id) for rule in declared()]
    assert sorted(at_the_top) == sorted((module, ast.literal_eval(call.args[0])) for module, call in calls("Rule"))


def test_no_rule_is_declared_twice() -> None:
    ids = [rule.id for rule in declared()]
    assert [name for name in ids if ids.count(name) > 1] == []
    documented = [rule.id for _concern, known in concerns() for rule in known]
    assert len(documented) == len(set(documented))


def test_every_rule_is_documented_where_its_module_belongs() -> None:
    of_modules = {module: concern for concern, _known in concerns() for module in concern.modules}
    assert {rule.module for rule in declared()} - of_modules.keys() == set(), "add the module to cenum/rulebook.py"
    assert {rule.id for rule in declared()} == rules().keys()
    for page in ("rules.md", "fr/regles.md"):
        text = (PACKAGE.parent / "docs" / page).read_text("utf-8")
        assert [name for name in rules() if f"### `{name}`" not in text] == []


def test_every_rule_is_found_by_something() -> None:
    """By its name: what nobody but its own declaration names is found by nobody."""
    named = {node.id for tree in trees().values() for node in ast.walk(tree) if _is_read(node)}  # type: ignore[attr-defined]  # a name
    named |= {node.attr for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert [rule for rule in declared() if rule.name not in named] == []


def _is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def test_every_check_is_asked() -> None:
    decorated = {
        node.name
        for tree in trees().values()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Call) and _name(one.func) == "finds" for one in node.decorator_list)
    }
    assert {check.find.__name__ for check in CHECKS} == decorated


def test_every_rule_of_a_check_is_said_to_be_found_by_it() -> None:
    """What they yield besides is told by the examples, of which each check is asked (trial.py)."""
    said = {rule.id for check in CHECKS for rule in check.rules}
    asked_elsewhere = {"checks.spam"}  # with the links, by whoever goes online
    of_checks = [
        rule for rule in declared() if rule.module.startswith("checks.") and rule.module not in asked_elsewhere
    ]
    assert [rule.id for rule in of_checks if rule.id not in said] == []


def test_every_warning_can_be_waived() -> None:
    assert [
        rule.id for rule in rules().values() if rule.severity is Severity.WARNING and not rule.can_be_waived
    ] == []
    assert rules()["file-weekday"].can_be_waived
    assert rules()["file-bom"].can_be_waived


@pytest.mark.parametrize("module", ["issue.reader", "issue.front_matter", "settings", "edition.mjml"])
def test_what_leaves_nothing_to_send_can_not_be_waived(module: str) -> None:
    errors = [rules()[rule.id] for rule in declared() if rule.module == module]
    assert [rule.id for rule in errors if rule.severity is Severity.ERROR and rule.can_be_waived] == []


def test_every_rule_says_what_why_and_what_to_do() -> None:
    for name, rule in rules().items():
        assert rule.severity in {Severity.ERROR, Severity.WARNING}, name
        for sentence in (rule.what, rule.why, rule.remedy):
            assert sentence.endswith((".", "!", "…", ")", "?")), (name, sentence)


def test_every_rule_has_its_example_or_says_why_there_can_be_none() -> None:
    assert [rule.id for rule in rules().values() if isinstance(rule, Rule) and not rule.example] == []
    assert len(rules()) - len(examples()) < len(examples()) / 6


def test_sarif_says_of_every_rule_what_it_is() -> None:
    from cenum.finding import Place  # noqa: PLC0415  only here

    found = [rule.at(Place("cenum.toml"), "m", "r") for rule in rules().values()]
    described = sarif(found)["runs"][0]["tool"]["driver"]["rules"]
    assert [one["shortDescription"]["text"] for one in described] == [rule.what for rule in rules().values()]


def test_no_remedy_asks_an_editor_to_waive_a_rule_or_to_write_into_a_pull_request() -> None:
    """Who knows Word knows neither: the line to write is named instead."""
    asked = ("waive the", "waive it", "pull request")
    assert [rule.id for rule in rules().values() if any(words in rule.remedy for words in asked)] == []
