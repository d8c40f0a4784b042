"""The house as its diagram shows it, and as its imports have it."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from tools.architecture import DOCS, EDGE, FOUNDATION, HOUSE, PACKAGE, arrows, imports


def test_every_part_of_cenum_has_its_place_in_the_diagram_or_is_said_to_have_none() -> None:
    placed = HOUSE.keys() | FOUNDATION | EDGE
    assert imports().keys() - placed == set(), "give it a place in tools/architecture.py"


def test_every_arrow_leads_back_towards_the_issue() -> None:
    drawn = [(part, other) for part, others in arrows().items() for other in others]
    assert len(drawn) >= len(HOUSE) - 1
    assert [(part, other) for part, other in drawn if HOUSE[part].row >= HOUSE[other].row] == []


def test_nothing_below_the_command_line_knows_it() -> None:
    """Which is also where words are printed and records are kept."""
    assert [part for part, others in imports().items() if "cli" in others] == ["__main__"]


def test_no_part_of_the_house_needs_what_only_puts_parts_together() -> None:
    # The doctor compares a letter's workflows with those that a new one is given.
    needed = {part: imports()[part] & (EDGE - {"starter"}) for part in HOUSE}
    assert {part: others for part, others in needed.items() if others} == {}


def test_only_the_command_line_writes_to_a_terminal() -> None:
    writing = {
        file.relative_to(PACKAGE).parts[0]
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if {name.partition(".")[0] for name in _named(node)} & {"click", "rich", "print"}
    }
    assert writing == {"cli"}


def _named(node: ast.AST) -> list[str]:
    """The modules that ``node`` imports, or the function that it calls by its bare name."""
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case ast.Call(func=ast.Name(name)):
            return [name]
    return []


def test_a_module_of_the_command_line_has_a_name_of_its_own() -> None:
    counted = Counter(file.stem for file in PACKAGE.rglob("*.py"))
    own = [file.stem for file in (PACKAGE / "cli").glob("*.py") if file.stem != "__init__"]
    assert [name for name in own if counted[name] > 1] == []


def test_the_ground_needs_nothing_that_stands_on_it() -> None:
    needed = {part: others - {"__version__"} for part, others in imports(for_types=False).items()}
    # A service's table of cenum.toml is declared in the service's own module, as everything about it.
    needed["settings"] -= {"services"}
    assert {
        part: others - FOUNDATION for part, others in needed.items() if part in FOUNDATION and others - FOUNDATION
    } == {}


def test_services_know_nothing_of_issues_and_editions_nothing_of_services() -> None:
    assert "issue" not in imports()["services"]
    assert not imports()["edition"] & {"services", "sending", "checks"}
    assert not imports()["checks"] & {"services", "sending"}


# Whoever may start a program: git and gh, the person's own editor, SpamAssassin.
STARTERS = {"repository/program.py", "preview/editor.py", "checks/spam.py"}
_STARTS = re.compile(r"(subprocess|pty|multiprocessing)\b|os\.(system|popen|exec|spawn|posix_spawn|fork)")


def test_programs_are_started_in_few_places_and_git_and_gh_in_one() -> None:
    sources = {file.relative_to(PACKAGE).as_posix(): file.read_text("utf-8") for file in PACKAGE.rglob("*.py")}
    assert {
        name for name, source in sources.items() if any(_STARTS.match(used) for used in _used(source))
    } == STARTERS
    running = {name for name, source in sources.items() if "cenum.repository.program.run_program" in _used(source)}
    assert running == {"repository/git.py", "repository/github_client.py"}


def _used(source: str) -> set[str]:
    """What a module imports and which attributes it takes, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Attribute():
                found.add(ast.unparse(node))
    return found


@pytest.mark.parametrize("page", ["architecture.md", "fr/architecture.md"])
def test_who_does_not_see_the_diagram_is_told_what_it_shows(page: str) -> None:
    """“preview knows build, which knows checks; …”: every arrow is said."""
    (told,) = re.findall(r"!\[([^]]+)\]\([^)]*architecture", (DOCS / page).read_text("utf-8"))
    told_arrows = set()
    for sentence in re.split(r"[;.]", told):
        knowing: list[str] = []
        for clause in re.split(r"knows?\b|connaît|connaissent", sentence):
            named = [word for word in re.findall(r"[a-z]+", clause) if word in HOUSE]
            told_arrows |= {(part, other) for part in knowing for other in named}
            knowing = named
    assert told_arrows == {(part, other) for part, others in arrows().items() for other in others}
