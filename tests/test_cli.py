"""The commands, as a person or a machine runs them, in a folder of their own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import pytest

from cenum.cli.group import cenum as click_group
from cenum.printable import is_obeyed
from tests import in_process

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
ISSUE = """\
---
title: Une lettre pour essayer
teasers: [Un premier point, Un second]
---

# Une lettre pour essayer {#edito}

Bonjour, voici [un lien](https://example.org/lien).
"""

NO_SITE = "[archive]\nrequired = false\n"


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one object that every command prints."""
        return json.loads(self.out)


class Letter:
    """A letter's folder, and cenum run in it: in this process, or where that proves something, in one of its own."""

    module = "cenum"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # What comes after the look at the letter's own site: tests of that look take the line out again.
        text = (ROOT / "cenum.toml").read_text("utf-8")
        (folder / "cenum.toml").write_text(text.replace("[archive]\n", NO_SITE), "utf-8")
        shutil.copy(ROOT / "contacts.csv", folder)
        shutil.copytree(ROOT / "templates", folder / "templates")
        self.issue = folder / "issues" / "2026-11-27.md"
        self.issue.parent.mkdir()
        self.issue.write_text(ISSUE, "utf-8")

    def run(self, *arguments: str, **environment: str) -> Result:
        ended = in_process.run(*arguments, folder=self.folder, environment={**os.environ, **environment})
        return Result(ended.code, ended.out.decode(), ended.err.decode())

    def run_apart(self, *arguments: str, **environment: str) -> Result:
        """As :meth:`run`, in a process of its own."""
        process = self.start(*arguments, environment=environment)
        out, err = process.communicate(timeout=300)
        return Result(process.returncode, out, err)

    def run_into(self, out: int, *arguments: str, **environment: str) -> Result:
        """As :meth:`run_apart`, with its output going somewhere else, whose bytes are read as Latin-1."""
        done = subprocess.run(
            [sys.executable, "-m", "cenum", *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=300,
        )
        return Result(done.returncode, (done.stdout or b"").decode("latin-1"), done.stderr.decode("latin-1"))

    def start(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.PIPE,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", self.module, *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=stderr,
            stdin=stdin,
            encoding="utf-8",
        )

    def mails(self) -> list[str]:
        box = self.folder / ".cenum" / "local" / "mailbox" / "new"
        return [file.read_text("utf-8") for file in box.iterdir()] if box.is_dir() else []


@pytest.fixture
def full_disk() -> Iterator[int]:
    with Path("/dev/full").open("wb", buffering=0) as device:
        yield device.fileno()


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    return Letter(tmp_path)


def test_a_letter_goes_all_the_way_and_only_once(letter: Letter) -> None:
    assert letter.run("check", "2026-11-27").code == 0
    assert letter.run("build", "2026-11-27").code == 0
    tested = letter.run("test", "2026-11-27")
    assert tested.code == 0, tested.err
    assert sorted(mail.count("relecture@") + mail.count("direction@") for mail in letter.mails()) == [1, 1]
    sent = letter.run("send", "2026-11-27", "--yes", "--early")
    assert sent.code == 0, sent.err
    assert len(letter.mails()) == 2 + 3
    for again in (("send", "2026-11-27", "--yes", "--early"), ("test", "2026-11-27")):
        refused = letter.run(*again)
        assert refused.code == 1
        assert "already sent" in refused.err
    assert len(letter.mails()) == 2 + 3


def test_what_was_not_tested_is_refused(letter: Letter) -> None:
    refused = letter.run("send", "2026-11-27", "--yes", "--early")
    assert refused.code == 1
    assert "never tested" in refused.err
    assert "cenum test 2026-11-27" in refused.err
    assert letter.mails() == []


@pytest.mark.parametrize("what", ["issue", "template", "settings"])
def test_what_was_edited_after_the_test_is_refused(letter: Letter, what: str) -> None:
    letter.run("test", "2026-11-27")
    before = len(letter.mails())
    file, old, new = {
        "issue": (letter.issue, "Bonjour", "Bonsoir"),
        "template": (letter.folder / "templates" / "wording.j2", "Une remarque", "Un mot"),
        "settings": (letter.folder / "cenum.toml", 'name = "Cénum", email', 'name = "La lettre", email'),
    }[what]
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    refused = letter.run("send", "2026-11-27", "--yes", "--early")
    assert refused.code == 1
    assert "no longer what the reviewers were sent" in refused.err
    assert len(letter.mails()) == before


def test_two_sends_at_the_same_moment_reach_everybody_once(letter: Letter) -> None:
    letter.run("test", "2026-11-27")
    before = len(letter.mails())
    both = [letter.start("send", "2026-11-27", "--yes", "--early") for _ in range(2)]
    ends = [(process.communicate()[1], process.returncode) for process in both]
    assert sorted(code for _err, code in ends) in ([0, 1], [0, 3]), ends
    assert len(letter.mails()) == before + 3


def test_a_send_asks_a_person_and_tells_a_machine_how_not_to_be_asked(letter: Letter) -> None:
    letter.run("test", "2026-11-27")
    before = len(letter.mails())
    refused = letter.run("send", "2026-11-27")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert len(letter.mails()) == before


@pytest.mark.parametrize(
    ("language", "typed", "leaves"),
    [
        ("en", "yes", True),
        ("fr", "oui", True),
        ("fr", "Oui ", True),
        ("en", "y", False),
        ("fr", "", False),
        ("fr", "non", False),
    ],
)
def test_a_person_types_the_whole_word_for_a_letter_to_leave(
    letter: Letter,
    language: str,
    typed: str,
    leaves: bool,  # noqa: FBT001  a table
) -> None:
    letter.run("test", "2026-11-27")
    before = len(letter.mails())
    person, terminal = pty.openpty()
    try:
        os.write(person, f"{typed}\n".encode())
        today = {"CENUM_LANG": language, "GIVEN_NOW": "2026-11-27T12:00:00+00:00"}
        process = letter.start("send", "2026-11-27", stdin=terminal, environment=today)
        out, err = process.communicate()
    finally:
        os.close(person)
        os.close(terminal)
    assert (process.returncode == 0) is leaves, err
    assert len(letter.mails()) == before + (3 if leaves else 0)
    assert "Une lettre pour essayer" in out


@pytest.mark.parametrize(("typed", "code"), [("yes", 0), ("no", 1)])
def test_a_person_who_schedules_is_asked_with_the_hour(letter: Letter, typed: str, code: int) -> None:
    letter.run("test", "2026-11-27")
    person, terminal = pty.openpty()
    try:
        os.write(person, f"{typed}\n".encode())
        process = letter.start("schedule", "2026-11-27", "--at", "2126-11-29T07:00", stdin=terminal)
        out, err = process.communicate()
    finally:
        os.close(person)
        os.close(terminal)
    assert (process.returncode, "2126-11-29 07:00" in out, " now?" in out) == (code, True, False), err
    assert ("scheduled" in letter.run("status", "2026-11-27").out) is (code == 0)


@pytest.mark.parametrize("at", ["2127-03-30T02:00", "2127-03-30T02:30", "2127-03-30T02:59"])
def test_an_hour_that_the_clocks_skip_is_refused(letter: Letter, at: str) -> None:
    letter.run("test", "2026-11-27")
    refused = letter.run("schedule", "2026-11-27", "--at", at, "--yes")
    assert (refused.code, "does not exist in" in refused.err, "--at" in refused.err) == (2, True, True)
    assert letter.run("schedule", "2026-11-27", "--at", "2127-03-30T03:00", "--yes").code == 0


def test_new_takes_the_next_sending_day_and_overwrites_nothing(letter: Letter) -> None:
    first, second = letter.run("new", "--json"), letter.run("new", "--json")
    assert first.code == second.code == 0
    assert first.data["file"] != second.data["file"]
    day = Path(str(first.data["file"])).stem
    refused = letter.run("new", day)
    assert refused.code == 2
    assert "was not changed" in refused.err
    assert letter.run("check", day).code == 0


def test_every_mistake_is_said_at_once_with_its_line(letter: Letter) -> None:
    letter.issue.write_text(ISSUE.replace("teasers:", "teaser:").replace("](https", "](http s"), "utf-8")
    found = letter.run("check", "2026-11-27")
    assert found.code == 1
    assert "issues/2026-11-27.md:3: error: unknown key “teaser” — did you mean “teasers”?" in found.err


def test_json_says_the_same_to_a_program(letter: Letter) -> None:
    letter.issue.write_text(ISSUE.replace("teasers:", "teaser:"), "utf-8")
    found = letter.run("check", "2026-11-27", "--json")
    assert found.code == 1
    assert found.data["done"] is False
    assert found.data["findings"] == [
        {
            "rule": "front-matter-unknown-key",
            "severity": "error",
            "file": "issues/2026-11-27.md",
            "line": 3,
            "message": "unknown key “teaser”",
            "remedy": "did you mean “teasers”?",
        }
    ]


def test_github_actions_gets_annotations_on_the_lines(letter: Letter) -> None:
    letter.issue.write_text(ISSUE.replace("teasers:", "tea,ser:"), "utf-8")
    found = letter.run("check", "2026-11-27", GITHUB_ACTIONS="true")
    assert "::error file=issues/2026-11-27.md,line=3,title=front-matter-unknown-key::" in found.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("check", "2020-01-03"), 2, "cenum new 2020-01-03"),
        (("check", "nowhere.md"), 2, "there is no file"),
        (("chek",), 2, "Did you mean"),
        (("check", "--folder", "nowhere"), 2, "does not exist"),
        (("send", "next", "--yess"), 2, "--yess"),
        (("new", "27/11/2026"), 2, "write it as 2026-11-27"),
        (("new", "hier"), 2, "“hier” is not a date"),
        (("schedule", "2026-11-27", "--at", "demain"), 2, "write it as 2026-11-27T07:00"),
        (("schedule", "2026-11-27", "--at", "0001-01-01T00:00"), 2, "give a later hour"),
        (("send", "2026-11-27", "--due"), 2, "--due sends today"),
        (("inspect", "."), 2, "is a directory"),
    ],
)
def test_a_slip_in_a_command_is_answered_with_the_way_out(
    letter: Letter, arguments: tuple[str, ...], code: int, says: str
) -> None:
    answer = letter.run(*arguments)
    assert answer.code == code
    assert says in answer.err
    assert "Traceback" not in answer.err


def test_settings_that_are_wrong_are_all_said_with_their_lines(letter: Letter) -> None:
    settings = letter.folder / "cenum.toml"
    text = settings.read_text("utf-8").replace("tagline", "taglin").replace('"07:00"', "7")
    settings.write_text(text, "utf-8")
    answer = letter.run("check", "2026-11-27")
    assert answer.code == 2
    lines = text.splitlines()
    for word in ("taglin", "hour"):
        line = next(number for number, written in enumerate(lines, 1) if written.startswith(word))
        assert f"cenum.toml:{line}: error:" in answer.err


def test_outside_a_letters_folder_cenum_says_where_to_go(
    letter: Letter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answer = letter.run("check", "--folder", str(tmp_path_factory.mktemp("elsewhere")))
    assert answer.code == 2
    assert "there is no cenum.toml" in answer.err
    assert "cenum check --folder PATH" in answer.err
    assert letter.run("check", "2026-11-27", "--folder", str(letter.folder)).code == 0


def test_an_empty_issue_is_written_anew_by_the_command_that_is_named(letter: Letter) -> None:
    letter.issue.write_text("", "utf-8")
    assert "delete it, then run: cenum new 2026-11-27" in letter.run("check", "2026-11-27").err
    letter.issue.unlink()
    assert letter.run("new", "2026-11-27").code == 0


def test_a_mistake_in_a_template_names_its_line(letter: Letter) -> None:
    template = letter.folder / "templates" / "footer.mjml.j2"
    template.write_text(template.read_text("utf-8").replace("<mj-column>", "<mj-colum>"), "utf-8")
    answer = letter.run("build", "2026-11-27")
    assert answer.code == 2
    assert "templates/footer.mjml.j2:6: error: MJML has no tag <mj-colum> — did you mean “mj-column”?" in answer.err


def test_what_nobody_foresaw_is_a_sentence_too(letter: Letter) -> None:
    store = letter.folder / ".cenum" / "local"
    store.mkdir(parents=True)
    (store / "service.sqlite").write_bytes(b"not a database" * 1000)
    answer = letter.run("status")
    assert answer.code == 3
    assert "service.sqlite" in answer.err
    assert "Traceback" not in answer.err


def test_status_says_where_each_campaign_stands(letter: Letter) -> None:
    assert "no campaign yet" in letter.run("status").out
    letter.run("test", "2026-11-27")
    assert "tested" in letter.run("status", "2026-11-27").out
    letter.run("send", "2026-11-27", "--yes", "--early")
    campaigns = letter.run("status", "--json").data["campaigns"]
    assert [campaign["state"] for campaign in campaigns] == ["sent"]


def test_what_left_is_known_by_its_date_when_its_file_is_gone(letter: Letter) -> None:
    letter.run("test", "2026-11-27")
    letter.issue.unlink()
    assert "tested" in letter.run("status", "2026-11-27").out
    cancelled = letter.run("cancel", "2026-11-27")
    assert (cancelled.code, "nothing" in cancelled.err, "cenum new" in cancelled.err) == (1, True, False)
    shutil.rmtree(letter.issue.parent)
    assert letter.run("status", "2026-11-27").code == 0


def test_without_issues_nobody_can_tell_what_is_due(letter: Letter) -> None:
    shutil.rmtree(letter.issue.parent)
    answer = letter.run("send", "--due", "--yes")
    assert (answer.code, "does not exist" in answer.err) == (2, True)


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_letter_that_left_is_no_failure_where_nobody_can_be_told(
    letter: Letter, arguments: tuple[str, ...], full_disk: int
) -> None:
    letter.run("test", "2026-11-27")
    full = letter.run_into(full_disk, "send", "2026-11-27", "--yes", "--early", *arguments)
    assert (full.code, "the command succeeded" in full.err, "Traceback" in full.err) == (0, True, False)
    assert len(letter.mails()) == 2 + 3
    again = letter.run_into(full_disk, "send", "2026-11-27", "--yes", "--early", *arguments)
    assert (again.code, "already sent" in again.err) == (1, True)


def test_a_letter_that_left_is_no_failure_where_nobody_listens(letter: Letter) -> None:
    letter.run("test", "2026-11-27")
    listener, speaker = os.pipe()
    os.close(listener)
    try:
        left = letter.run_into(speaker, "send", "2026-11-27", "--yes", "--early")
    finally:
        os.close(speaker)
    assert (left.code, "Failed" in left.err) == (0, False)
    assert len(letter.mails()) == 2 + 3


def test_a_cancelled_letter_and_one_that_is_scheduled_are_done_where_nobody_can_be_told(
    letter: Letter, full_disk: int
) -> None:
    letter.run("test", "2026-11-27")
    for arguments in (("schedule", "2026-11-27", "--at", "2126-11-29T07:00", "--yes"), ("cancel", "2026-11-27")):
        full = letter.run_into(full_disk, *arguments)
        assert (full.code, "the command succeeded" in full.err) == (0, True)


@pytest.mark.parametrize(
    "arguments", [("--help",), ("check", "--help"), ("check", "2026-11-27"), ("status", "--json")]
)
def test_output_that_can_not_be_written_is_a_sentence(
    letter: Letter, full_disk: int, arguments: tuple[str, ...]
) -> None:
    full = letter.run_into(full_disk, *arguments)
    assert (full.code, "could not be written" in full.err, "Traceback" in full.err) == (1, True, False)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_terminal_that_lacks_some_letters_is_no_reason_to_stop(
    letter: Letter, encoding: str, language: str
) -> None:
    letter.issue.write_text(ISSUE.replace("Une lettre", "Une lettre ✦"), "utf-8")
    poor = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "CENUM_LANG": language}
    for arguments in (("check", "2026-11-27"), ("--help",), ("check", "--help"), ("check", "2020-01-03")):
        ended = in_process.run(
            *arguments, folder=letter.folder, environment={**os.environ, "CENUM_LANG": language}, encoding=encoding
        )
        assert ended.code == (2 if "2020-01-03" in arguments else 0)
    data = json.loads(letter.run_into(subprocess.PIPE, "check", "2026-11-27", "--json", **poor).out)
    assert "✦" in data["subject"]


def test_what_the_letter_says_can_not_steer_a_terminal(letter: Letter) -> None:
    evil = "\\u001b]0;owned\\u0007\\u202e\\u009b31m"
    letter.issue.write_text(ISSUE.replace("teasers", f'"{evil}": 1\nteasers'), "utf-8")
    for arguments in ((), ("--json",)):
        said = letter.run("check", "2026-11-27", *arguments, GITHUB_ACTIONS="true")
        assert "owned" in said.out + said.err
        assert [one for one in said.out + said.err if is_obeyed(one)] == ["\n"] * (said.out + said.err).count("\n")


def test_a_refusal_is_an_annotation_on_github(letter: Letter) -> None:
    refused = letter.run("send", "2026-11-27", "--yes", "--early", GITHUB_ACTIONS="true")
    assert refused.code == 1
    assert "\n::error title=cenum::" in refused.err
    assert "never tested" in refused.err.partition("::error")[2].splitlines()[0]
    assert "::error" not in refused.out


def test_french_help_has_french_names_and_spaces(letter: Letter) -> None:
    said = letter.run("send", "--help", CENUM_LANG="fr").out
    assert "[NUMÉRO]" in said
    assert "--folder CHEMIN" in said
    assert "Options\u00a0:" in said
    assert "Commandes\u00a0:" in letter.run("--help", CENUM_LANG="fr").out
    assert "est un dossier" in letter.run("inspect", ".", CENUM_LANG="fr").err
    assert "Chemin 'nowhere' n’existe pas" in letter.run("check", "--folder", "nowhere", CENUM_LANG="fr").err


def test_one_reader_is_one_in_french(letter: Letter) -> None:
    (letter.folder / "contacts.csv").write_text("email,name\nada@readers.example.org,Ada\n", "utf-8")
    said = letter.run("status", CENUM_LANG="fr").out
    assert ", 1 abonné\n" in said


def test_a_draft_is_tested_and_not_sent(letter: Letter) -> None:
    letter.issue.write_text(ISSUE.replace("---\ntitle", "---\ndraft: true\ntitle"), "utf-8")
    assert letter.run("test", "2026-11-27").code == 0
    refused = letter.run("send", "2026-11-27", "--yes", "--early")
    assert refused.code == 1
    assert "draft: true" in refused.err
    letter.issue.write_text(ISSUE, "utf-8")
    assert letter.run("send", "2026-11-27", "--yes", "--early").code == 0


def test_the_program_speaks_the_letters_language_or_the_one_it_is_told(letter: Letter) -> None:
    assert "Écrire" in letter.run("--help", CENUM_LANG="").out
    assert "Write a weekly letter" in letter.run("--help").out


def test_a_letter_elsewhere_brings_its_language_along(
    letter: Letter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = Letter(tmp_path_factory.mktemp("elsewhere"))
    (elsewhere.folder / "cenum.toml").unlink()
    answer = elsewhere.run("status", "--folder", str(letter.folder), CENUM_LANG="")
    assert "pas encore de campagne" in answer.out


def test_the_help_of_every_command_fits_a_terminal(letter: Letter) -> None:
    for command in ("new", "check", "build", "test", "send", "status", "mailbox"):
        answer = letter.run(command, "--help")
        assert answer.code == 0
        assert max(len(line) for line in answer.out.splitlines()) <= 100


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("group", [(), ("github",)])
def test_no_summary_of_a_command_is_cut(letter: Letter, language: str, group: tuple[str, ...]) -> None:
    said = letter.run(*group, "--help", CENUM_LANG=language, COLUMNS="80").out
    listed = said.rstrip().rpartition("\n\n")[2].splitlines()[1:]
    listing = click_group.commands["github"] if group else click_group
    assert isinstance(listing, click.Group)
    assert len(listed) == len(listing.commands)
    assert [line for line in listed if line.endswith("...")] == []


def test_what_every_command_takes_stands_below_its_own_options(letter: Letter) -> None:
    said = letter.run("check", "--help").out
    names = [line.split()[0] for line in said.splitlines() if line.strip().startswith("-")]
    assert names[-4:] == ["--folder", "--record", "--json", "-h,"]
    assert names[0] == "--fix"


def test_a_dictionary_that_is_not_there_is_told_with_all_else(letter: Letter) -> None:
    settings = letter.folder / "cenum.toml"
    settings.write_text(settings.read_text("utf-8") + '[writing]\ndictionary = "nothing.dic"\n', "utf-8")
    checked = letter.run("check", "--offline", "2026-11-27")
    assert "nothing.dic" in checked.err
    assert (checked.code, "Traceback" in checked.err) == (1, False)
