"""A command returns a view; how it is shown is decided in one place."""

from __future__ import annotations

import dataclasses
import inspect
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from cenum.checks.inbox import SUBJECT_LENGTH
from cenum.cli.github_cmd import GITHUB_COMMANDS, github
from cenum.cli.group import COMMANDS, cenum
from cenum.cli.printing import OutputForm, Printer
from cenum.cli.recording import Recorder
from cenum.cli.terminal_links import to_open_by_hand
from cenum.cli.view import DiagnosisList, FindingList, RawText, Rows, Success, TextLine, UnifiedDiff, View
from cenum.doctor.diagnosis import Diagnosis, Health
from cenum.errors import CenumError, Mistakes, Refusal
from cenum.finding import Finding, Place, Severity
from cenum.issue.source import FILE_EMPTY
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.cli.view import Part

WARNED = SUBJECT_LENGTH.at(Place("issues/a.md", 3), "the subject is long", "shorten it")
WRONG = FILE_EMPTY.at(Place("issues/a.md"), "the file is empty", "write it")
VIEW = View(
    {"issue": "a"},
    [
        FindingList([WARNED]),
        Success("a can go out"),
        Rows([("words", "3"), ("HTML", "2 kB")]),
        TextLine("  and\x1b so"),
    ],
)
OWN = {**{name: cenum for name in COMMANDS if name != "github"}, **dict.fromkeys(GITHUB_COMMANDS, github)}


@pytest.mark.parametrize("name", OWN)
def test_every_command_is_where_the_table_says_and_leaves_the_form_of_its_answer_alone(name: str) -> None:
    group = OWN[name]
    assert isinstance(group, click.Group)
    command = group.commands[name]
    assert (command.name, command.callback is not None) == (name, True)
    signature = inspect.signature(command.callback or print)
    assert "as_json" not in signature.parameters
    assert signature.return_annotation == ("None" if name in {"mailbox", "preview"} else "View")


def test_a_command_that_runs_imports_no_other_one() -> None:
    code = (
        "import sys; from cenum import cli; sys.argv = ['cenum', 'check', '--help']\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(name for name in sys.modules if name.endswith('_cmd')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "cenum.cli.check_cmd"


@pytest.mark.parametrize("form", OutputForm)
def test_whatever_form_an_answer_has_the_record_keeps_the_same(form: OutputForm) -> None:
    recorder = Recorder("check")
    Printer(form, recorder).show(VIEW)
    kept = recorder.record
    assert (kept.done, kept.rows) == (["a can go out"], [("words", "3"), ("HTML", "2 kB")])
    assert [one.message for one in kept.findings] == ["the subject is long"]


def test_people_see_the_parts_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().show(VIEW)
    said = capsys.readouterr()
    assert said.out == "✓ a can go out\n  words  3\n  HTML   2 kB\n  and\N{REPLACEMENT CHARACTER} so\n"
    assert said.err == "issues/a.md:3: warning: the subject is long — shorten it\n1 warning\n"


def test_programs_get_one_object_and_nothing_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer(OutputForm.JSON)
    printer.aside(Success("written"), FindingList([WARNED]))
    printer.show(VIEW)
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == ({"done": True, "issue": "a"}, "")


EVIL = "a\u202eb\rc\x9b2J\nd"


def test_no_word_of_others_moves_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = WARNED.rule, Severity.ERROR, Place(EVIL, 1), EVIL, EVIL
    parts: list[Part] = [
        Success(EVIL),
        Rows([(EVIL, "x"), ("x", EVIL)]),
        TextLine(EVIL),
        FindingList([Finding(*wrong), Finding(*wrong, waived=EVIL)]),
        DiagnosisList([Diagnosis(EVIL, Health.BAD, EVIL, EVIL)]),
        UnifiedDiff([EVIL, EVIL, f"-{EVIL}", EVIL]),
    ]
    Printer().show(View({}, parts))
    Printer().failure(Refusal(EVIL, EVIL))
    Printer(OutputForm.JSON).show(View({EVIL: EVIL}, []))
    to_open_by_hand([Finding(WARNED.rule, Severity.WARNING, Place(EVIL), f"{EVIL}: x{EVIL}", "", url=f"x{EVIL}")])
    said = capsys.readouterr()
    assert not {"\u202e", "\r", "\x9b"} & {*said.out, *said.err}
    assert "\nd" not in said.out + said.err


def test_no_word_of_others_is_a_style(capsys: pytest.CaptureFixture[str]) -> None:
    said = "[bold]x[/bold] [link=https://evil.example]y[/link]"
    to_open_by_hand([Finding(WARNED.rule, Severity.WARNING, Place(said), f"{said}: {said}", "", url=said)])
    assert capsys.readouterr().err.count(said) == 3


@pytest.mark.parametrize("text", ["words;3\n", b"mots;3\n"])
def test_a_document_is_printed_as_it_is(text: str | bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Printer().show(View({}, [RawText(text)]))
    assert capsys.readouterr().out.endswith(";3\n")


def test_what_went_wrong_is_said_in_the_form_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(OutputForm.SARIF).failure(Mistakes([WRONG]))
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"][0]["ruleId"] == "file-empty"
    Printer(OutputForm.SARIF).failure(Refusal("never tested", "test it"))
    assert "never tested" in capsys.readouterr().err
    Printer(OutputForm.JSON).failure(Mistakes([WRONG]))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["done"], answer["links"], len(answer["findings"])) == (False, [], 1)


@pytest.mark.parametrize(("form", "aside"), [(OutputForm.TEXT, False), (OutputForm.JSON, True)])
def test_a_question_does_not_stand_in_a_programs_answer(
    form: OutputForm,
    aside: bool,  # noqa: FBT001  a table
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    assert Printer(form).ask("Send it?", [("subject", "A letter")]) == "yes"
    said = capsys.readouterr()
    assert "A letter" in (said.err if aside else said.out)
    assert (said.out == "") is aside


def test_sarif_is_printed_also_where_json_is_asked_for_too(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    for text, code in ((ISSUE, 0), (ISSUE.replace("teasers:", "teaser:"), 1)):
        letter.issue.write_text(text, "utf-8")
        for options in (("--json", "--sarif"), ("--sarif", "--json")):
            done = letter.run("check", "2026-11-27", *options)
            assert (done.code, "runs" in done.data) == (code, True)


# What rings a bell or turns the writing round, and what GitHub's runner would obey.
EVIL = "a\a\x9b\u202e\n##[error]b"


def hostile(severity: Severity = Severity.WARNING, waived: str = "") -> Finding:
    found = SUBJECT_LENGTH.at(Place(EVIL, 3), EVIL, EVIL)
    return dataclasses.replace(found, severity=severity, waived=waived)


@pytest.mark.parametrize("form", OutputForm)
@pytest.mark.parametrize("is_on_github", [False, True])
@pytest.mark.parametrize(
    "part",
    [
        Success(EVIL),
        Rows([(EVIL, "b")]),
        Rows([("a", EVIL)]),
        TextLine(EVIL),
        FindingList([hostile()]),
        FindingList([hostile(Severity.NOTE, EVIL)]),
        DiagnosisList([Diagnosis(EVIL, Health.BAD, "b", "c")]),
        DiagnosisList([Diagnosis("a", Health.BAD, EVIL, "c")]),
        DiagnosisList([Diagnosis("a", Health.BAD, "b", EVIL)]),
        UnifiedDiff([EVIL, EVIL, "-" + EVIL, " " + EVIL]),
        Refusal(EVIL, "b"),
        Refusal("a", EVIL),
        Mistakes([hostile(Severity.ERROR)]),
    ],
    ids=lambda part: type(part).__name__,
)
def test_what_others_wrote_moves_no_terminal_and_commands_no_runner(
    part: Any,
    is_on_github: bool,  # noqa: FBT001  a table
    form: OutputForm,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    if is_on_github:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
    printer = Printer(form)
    if isinstance(part, CenumError):
        printer.failure(part)
    else:
        printer.show(View({"said": EVIL}, [part]))
    answer, aside = capsys.readouterr()
    said = answer + aside
    assert said
    assert not {"\a", "\x9b", "\u202e"} & set(said)
    if form is OutputForm.JSON and not isinstance(part, CenumError):
        assert json.loads(answer)["said"] == EVIL
    assert not any(line.startswith("##[error]b") for line in said.splitlines())
    if is_on_github:
        assert "##[" not in said


def test_a_document_commands_no_runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    Printer().show(View({}, [RawText("::error::b\n##[error]b\n")]))
    said = capsys.readouterr().out
    assert "##[" not in said
    assert not said.startswith("::")


def test_every_kind_of_part_can_be_printed_and_heard(capsys: pytest.CaptureFixture[str]) -> None:
    parts: list[Part] = [*VIEW.parts, RawText("raw")]
    for part in parts:
        Recorder().add(part)
        Printer().aside(part)
        said = capsys.readouterr()
        assert said.out + said.err
