"""What --record keeps, also of a command that did not end."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from cenum.cli.recording import Recorder
from cenum.cli.view import Rows, Success, TextLine
from cenum.errors import UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.record import CommandRecord, read, write


def test_a_command_that_was_killed_has_a_record_without_an_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    left = []

    def die() -> None:
        with Recorder("send").writing(file):
            left.append(read(file))  # what the machine leaves if it dies here
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die()
    assert [*left, read(file)] == [CommandRecord("send", exit_code=None)] * 2


def test_a_command_that_ends_keeps_its_exit_code_and_what_it_said(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    recorder = Recorder("send")
    with recorder.writing(file):
        for part in (Success("it left"), Rows([("audience", "readers")]), TextLine("  and so on")):
            recorder.add(part)
    assert read(file) == CommandRecord("send", exit_code=0, done=["it left"], rows=[("audience", "readers")])
    with pytest.raises(SystemExit), Recorder("send").writing(file):
        raise SystemExit(4)
    assert (read(file) or CommandRecord("")).exit_code == 4
    with pytest.raises(click.UsageError), Recorder("send").writing(file):
        raise click.UsageError("no such option")
    assert (read(file) or CommandRecord("")).message == "no such option"


def test_two_commands_of_one_process_keep_what_each_said(tmp_path: Path) -> None:
    for name in ("first", "second"):
        recorder = Recorder(name)
        with recorder.writing(tmp_path / name):
            recorder.add(Success(name))
    assert read(tmp_path / "second") == CommandRecord("second", exit_code=0, done=["second"])


@pytest.mark.parametrize("is_in_the_letter", [True, False])
def test_a_record_that_is_too_large_says_so_and_is_not_read_to_its_end(
    tmp_path: Path,
    is_in_the_letter: bool,  # noqa: FBT001  a table
) -> None:
    letter = LetterFolder(tmp_path) if is_in_the_letter else None
    kept = b'{"command": "send", "exit_code": 0}'
    (tmp_path / "record.json").write_bytes(kept.ljust(5_000_000))
    assert read(tmp_path / "record.json", letter) == CommandRecord("send", exit_code=0)
    (tmp_path / "record.json").write_bytes(kept.ljust(5_000_001))
    said = read(tmp_path / "record.json", letter)
    assert said
    assert (said.exit_code, said.done) == (None, [])
    assert "record.json can't be read (it is larger than 5000 kB)" in said.message
    assert "--record" in said.remedy


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end")
def test_a_record_that_never_ends_is_read_no_further() -> None:
    said = read(Path("/dev/zero"))
    assert said
    assert "larger than 5000 kB" in said.message


def test_a_record_in_the_letter_is_read_and_written_through_no_link(tmp_path: Path) -> None:
    outside, letter = tmp_path / "outside.json", LetterFolder(tmp_path / "letter")
    write(CommandRecord("send"), outside)
    kept = outside.read_bytes()
    letter.root.mkdir()
    (letter.root / "record.json").symlink_to(outside)
    assert read(letter.root / "record.json", letter) is None
    with pytest.raises(UsageMistake, match="--record"):
        write(CommandRecord("test"), letter.root / "record.json", letter)
    assert outside.read_bytes() == kept
    write(CommandRecord("test"), letter.root / "own.json", letter)
    assert read(letter.root / "own.json", letter) == CommandRecord("test")
