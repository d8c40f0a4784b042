"""What depends on the day says which one it took; what names a day does not ask for today's."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click
import pytest

from cenum.cli.context import now_here, now_said, today
from cenum.settings import load
from cenum.workspace import Workspace
from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path

SAID = "it is 2026-11-26 13:00 (Europe/Paris)\n"


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    return Letter(tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("check", "--fix", "next"),
        ("build", "--preview"),
        ("test",),
        ("approve", "next", "--as", "Ada"),
        ("send", "next", "--yes"),
        ("schedule", "--yes"),
        ("schedule", "--if-ready", "--yes"),
        ("cancel",),
        ("status", "next"),
        ("report", "next"),
        ("inspect", "--imap", "127.0.0.1", "--user", "me"),
        ("new",),
    ],
    ids=" ".join,
)
def test_today_is_said_once(letter: Letter, command: tuple[str, ...]) -> None:
    done = letter.run(*command)
    assert (done.err.count(SAID), "Traceback" in done.err) == (1, False)


@pytest.mark.parametrize(
    "command",
    [
        ("check", "2026-11-27"),
        ("check", "issues/2026-11-27.md"),
        ("check", "latest"),
        ("new", "2026-12-04"),
        ("status",),
        ("schedule", "2026-11-27", "--yes"),
        ("cancel", "2026-11-27"),
    ],
    ids=" ".join,
)
def test_a_day_that_is_named_is_the_day(letter: Letter, command: tuple[str, ...]) -> None:
    done = letter.run(*command, GIVEN_NOW="2026-11-20T12:00:00+00:00")
    assert "it is 2026" not in done.err + done.out


def test_programs_are_told_too(letter: Letter) -> None:
    kept = letter.folder / "record.json"
    assert letter.run("check", "--json", "--record", str(kept)).data["now"] == "2026-11-26T13:00+01:00"
    assert json.loads(kept.read_text("utf-8"))["now"] == "2026-11-26T13:00+01:00"
    assert "now" not in letter.run("check", "2026-11-27", "--json").data
    assert set(letter.run("check", "--sarif").data) == {"$schema", "version", "runs"}


@pytest.mark.parametrize(
    ("now", "code", "says"),
    [
        ("2026-11-26T22:59:00+00:00", 0, "it is 2026-11-26 23:59 (Europe/Paris)"),
        ("2026-11-27T22:59:00+00:00", 0, "it is 2026-11-27 23:59 (Europe/Paris)"),
        ("2026-11-27T23:00:00+00:00", 2, "there is no issue from 2026-11-28 on"),
        ("2026-11-27T23:00:00+00:00", 2, "cenum new`; the latest issues are 2026-11-27"),
    ],
)
def test_today_is_the_letters_own(letter: Letter, now: str, code: int, says: str) -> None:
    done = letter.run("check", "next", GIVEN_NOW=now)
    assert (done.code, says in done.err) == (code, True)


def test_an_hour_that_has_passed_is_held_against_now(letter: Letter) -> None:
    late = letter.run("schedule", "2026-11-27", "--yes", GIVEN_NOW="2026-11-27T06:00:00+00:00")
    assert (late.code, "2026-11-27 07:00 has passed: it is 2026-11-27 07:00 (Europe/Paris)" in late.err) == (2, True)


def test_a_new_letter_begins_on_the_day_after_the_one_that_is_said(tmp_path: Path) -> None:
    letter = Letter.__new__(Letter)
    letter.folder = tmp_path
    options = ("--name", "La Lettre", "--publisher", "Conseil", "--site", "https://lettre.example.org", "--yes")
    done = letter.run("init", *options, GIVEN_NOW="2028-02-29T23:30:00+00:00")
    assert (done.code, "it is 2028-03-01 00:30 (Europe/Paris)" in done.err) == (0, True)
    assert [path.name for path in tmp_path.glob("issues/*.md")] == ["2028-03-03.md"]


def test_a_command_has_one_moment_however_long_it_takes(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(letter.folder, load(letter.folder / "cenum.toml"))
    with click.Context(click.Command("check")):
        monkeypatch.setenv("GIVEN_NOW", "2026-11-27T22:59:59+00:00")
        before = now_here(workspace)
        monkeypatch.setenv("GIVEN_NOW", "2026-11-27T23:00:00+00:00")
        assert (
            now_here(workspace)
            == now_said(workspace)
            == before
            == datetime.fromisoformat("2026-11-27T22:59:59+00:00")
        )
        assert today(workspace).isoformat() == "2026-11-27"
