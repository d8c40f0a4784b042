"""What is printed at GitHub: no line is a command to its runner but those that cenum makes itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.cli.annotations import failure_annotation, finding_annotation, without_commands
from cenum.errors import CenumError
from cenum.finding import Finding, Place, Severity
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    "::",
    ":",
    "##[",
    "##",
    "[",
    "#",
    "add-mask",
    "::error::",
    "]",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\t",
    "\u00a0",
    "\u3000",
)


def is_command(line: str) -> bool:
    """As github.com/actions/runner reads a line, src/Runner.Common/ActionCommand.cs: TryParseV2, then TryParse."""
    return (line.lstrip().startswith("::") and "::" in line.lstrip()[2:]) or "##[" in line


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_nothing_that_others_wrote_is_a_command(text: str) -> None:
    shown = without_commands(text)
    assert not any(is_command(line) for line in re.split(r"\r\n|\r|\n", shown))
    assert shown.replace("\u2060", "") == text.replace("\u2060", "")


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_an_annotation_is_one_line_and_one_command(text: str) -> None:
    finding = Finding("rule", Severity.ERROR, Place(text, 1), text, text)
    for said in (finding_annotation(finding), failure_annotation(CenumError(text, text))):
        assert re.fullmatch(r"::error [^\r\n]*", said)
        properties, _colons, _message = said.removeprefix("::error ").partition("::")
        assert ":" not in properties
        assert "##[" not in said


def test_an_annotation_spells_no_other_sign() -> None:
    said = failure_annotation(CenumError("100 %0A", "%3A"))
    assert "100 %250A" in said
    assert "%253A" in said


@pytest.mark.parametrize("name", ["::add-mask::x", "##[add-mask]x", "\u3000::stop-commands::x", "x\r::warning::y"])
@pytest.mark.parametrize("form", [[], ["--json"], ["--sarif"]], ids=lambda form: "".join(form) or "text")
def test_the_words_of_a_letter_and_of_an_argument_command_nobody(tmp_path: Path, name: str, form: list[str]) -> None:
    letter = Letter(tmp_path)
    letter.issue.write_text(ISSUE.replace("Bonjour", f"{name} {{{{ x }}}} Bonjour « {name}"), "utf-8")
    for words in (["check", *form], ["check", name, *form], ["check", f"--{name}"], [name]):
        done = letter.run(*words, GITHUB_ACTIONS="true")
        lines = re.split(r"\r\n|\r|\n", done.out + done.err)
        assert [line for line in lines if is_command(line) and not line.startswith(("::error ", "::warning "))] == []
    if form:
        elsewhere = letter.run("check", *form, GITHUB_ACTIONS="")
        assert json.loads(letter.run("check", *form, GITHUB_ACTIONS="true").out) == json.loads(elsewhere.out)
