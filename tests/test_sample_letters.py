"""Every sample letter, and the real one, from its file to the mailbox: nobody else takes all of them all the way."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cenum.cli.group import cenum
from cenum.sending.mark import marked_digest
from tests.edition.samples import REAL, needs_the_real_letter
from tests.machine import ROOT
from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = ["2026-11-06", "2026-11-13", "2026-11-20"]


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    """With all of them in one folder: each is compared with those before it."""
    letter = Letter(tmp_path)
    shutil.copytree(ROOT / "issues", letter.issue.parent, dirs_exist_ok=True)
    letter.issue.unlink()
    if REAL.exists():
        shutil.copy(REAL, letter.issue.parent)
        shutil.copy(REAL.parent / "media" / f"{REAL.stem}.png", letter.issue.parent / "media")
    return letter


@pytest.mark.parametrize("issue", [*SAMPLES, pytest.param(REAL.stem, marks=needs_the_real_letter)])
def test_a_letter_goes_from_its_file_to_the_mailbox_once(letter: Letter, issue: str) -> None:
    def run(*words: str, code: int = 0) -> Any:
        done = CliRunner().invoke(cenum, [*words, "--folder", str(letter.folder), "--json"])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    checked = run("check", issue)
    assert [finding for finding in checked["findings"] if finding["severity"] == "error"] == []
    built = run("build", issue)
    run("test", issue)
    tested = marked_digest(built["digest"], "local contacts='contacts.csv'")
    assert len(letter.mails()) == 2
    run("send", issue, "--yes", "--early")
    refused = run("send", issue, "--yes", "--early", code=1)
    assert f"the issue of {issue} was already sent" in refused["message"]
    assert len(letter.mails()) == 2 + 3
    (campaign,) = run("status", issue)["campaigns"]
    assert (campaign["state"], campaign["name"].split()[-1]) == ("sent", tested[:32])
    run("report", issue)
    assert (letter.folder / "dist" / issue / "report.html").is_file()


def test_every_sample_letter_is_among_them() -> None:
    assert sorted(file.stem for file in (ROOT / "issues").glob("*.md")) == SAMPLES
