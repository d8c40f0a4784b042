"""What became of a letter whose templates are those of an earlier cenum: it goes out as it did, or an error says why.

`cenum init` leaves a copy in each letter's folder, which nobody has to bring up to date (docs/administrator.md).
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cenum.cache import user_cache
from cenum.edition.templates import Templates
from cenum.finding import Finding, Severity
from cenum.process import Result, process, render
from cenum.settings import load
from cenum.starter.stamp import STAMP, Stamp, as_toml
from cenum.workspace import Workspace
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import EVERY_BLOCK, HOSTILE, ROOT, TABLES, Letter, made, own, samples
from tests.edition.test_looks import SIDEWAYS
from tests.starter.answers import MATERIAL
from tests.starter.letters import InitLetter

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EARLIER = Path(__file__).parent / "earlier"
SETS = ("first", "before_blocks")
LETTERS = [own(EVERY_BLOCK), own(TABLES), own(HOSTILE), *samples()]
FILES = sorted((name, file.name) for name in SETS for file in (EARLIER / name / "templates").iterdir())
# As a message says them.
_TEMPLATE = re.compile(r"(?:“|templates/)((?:blocks/)?\w+(?:\.\w+)?\.j2)")
each_set = pytest.mark.parametrize("name", SETS)


def with_templates(letter: Letter, folder: Path) -> Result:
    workspace = Workspace(letter.folder, load(letter.folder / "cenum.toml"))
    return process(letter.file, workspace, Templates(folder / "templates", user_cache()))


@cache
def of_then(letter: Letter, name: str) -> Result:
    return with_templates(letter, EARLIER / name)


def errors(result: Result) -> list[Finding]:
    return [finding for finding in result.findings if finding.severity is Severity.ERROR]


@each_set
@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_a_letter_of_then_goes_out_or_says_which_block_its_templates_lack(letter: Letter, name: str) -> None:
    result = of_then(letter, name)
    assert result.rendered
    usual = {finding.rule for finding in made(letter).findings}
    more = [finding for finding in result.findings if finding.rule not in usual]
    assert {finding.rule for finding in more} <= {"part-lost"}
    # Of all blocks of today, the first ones lack this one, and whatever stands in it.
    lacks = name == "first" and "::: lang" in letter.file.read_text("utf-8")
    assert any("write the block “lang” in the templates" in finding.remedy for finding in more) == lacks
    assert bool(more) == lacks


@needs_chromium
@each_set
def test_a_letter_of_then_stays_within_a_phone(browser: Browser, name: str) -> None:
    for letter in (own(EVERY_BLOCK), own(TABLES)):
        with empty_page(browser, 320) as page:
            page.route("**/*", lambda route: route.abort())
            page.set_content(of_then(letter, name).edition.html, wait_until="load")
            assert page.evaluate(SIDEWAYS)


def in_turn() -> list[Any]:
    """Each file of then among those of today, and each one of today among those of then."""
    return [
        pytest.param(name, file, then, id=f"{file}-of-{name if then else 'today'}", marks=pytest.mark.whole)
        if not then or name == SETS[0]
        else pytest.param(name, file, then, id=f"{file}-of-{name}")
        for (name, file), then in product(FILES, (True, False))
    ]


@pytest.mark.parametrize(("name", "file", "then"), in_turn())
def test_files_of_then_and_of_today_go_together_or_an_error_leads_to_those_that_do(
    tmp_path: Path, name: str, file: str, *, then: bool
) -> None:
    """Who changed one file keeps it when the others are upgraded, and may take one alone."""
    of_then, of_today = EARLIER / name / "templates", ROOT / "templates"
    others, one = (of_today, of_then) if then else (of_then, of_today)
    folder = tmp_path / "templates"
    shutil.copytree(others, folder, ignore=shutil.ignore_patterns("web"))
    shutil.copy(one / file, folder)
    letter = own(EVERY_BLOCK)
    workspace = Workspace(letter.folder, load(letter.folder / "cenum.toml"))
    taken: set[str] = set()
    while errors(result := render(letter.file, workspace, Templates(folder, user_cache()))):
        (finding,) = errors(result)
        assert finding.rule == "template"
        assert finding.place.line
        assert "the template can't be rendered" not in finding.message
        named = set(_TEMPLATE.findall(f"{finding.message} {finding.remedy}"))
        assert named - taken, "it leads nowhere"
        for template in named:
            (folder / template).parent.mkdir(exist_ok=True)
            shutil.copy(of_today / template, folder / template)
        taken |= named
    assert result.rendered


@each_set
def test_an_upgrade_brings_what_nobody_changed_to_today(tmp_path: Path, name: str) -> None:
    letter = InitLetter(tmp_path)
    shutil.rmtree(letter.root / "templates")
    shutil.copytree(EARLIER / name / "templates", letter.root / "templates")
    given = {f"templates/{file.name}": file.read_bytes() for file in (letter.root / "templates").iterdir()}
    (letter.root / STAMP).write_bytes(as_toml(Stamp.of("0.0.1", given), "fr"))
    letter.upgrade(MATERIAL)
    left = {file: state for file, state in letter.states(MATERIAL).items() if file.startswith("templates/")}
    assert left == {}
