"""What --record keeps, also of a command that did not end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from cenum import console
from cenum.cli.command import _kept
from cenum.record import Record, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "heard", Record(""))


def test_a_command_that_was_killed_has_a_record_without_an_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    left = []

    def die() -> None:
        with _kept("send", file):
            left.append(read(file))  # what the machine leaves if it dies here
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die()
    assert [*left, read(file)] == [Record("send", exit_code=None)] * 2


def test_a_command_that_ends_keeps_its_exit_code_and_what_it_said(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    with _kept("send", file):
        console.done("it left")
        console.rows([("audience", "readers")])
    assert read(file) == Record("send", exit_code=0, done=["it left"], rows=[("audience", "readers")])
    with pytest.raises(SystemExit), _kept("send", file):
        raise SystemExit(4)
    assert (read(file) or Record("")).exit_code == 4
    with pytest.raises(click.UsageError), _kept("send", file):
        raise click.UsageError("no such option")
    assert (read(file) or Record("")).message == "no such option"
