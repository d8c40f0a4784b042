"""The way to GitHub's own program, and what a command tells where there is none."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from cenum.errors import Exit
from cenum.github.door import Door, GitHubRefused
from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``gh`` that says on standard output what it was given, and fails where it is asked for ``refused``."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable} -S\n"
        "import json, sys\n"
        "sys.exit('gh: Not Found (HTTP 404)') if 'repos/team/letter/refused' in sys.argv else None\n"
        "words, given = sys.argv[1:], sys.stdin.read()\n"
        "print(json.dumps([[words]] if '--slurp' in words else [words, given]))\n",
        "utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


@pytest.mark.usefixtures("gh")
def test_requests_are_words_and_what_is_written_goes_in_as_json() -> None:
    door = Door("team/letter")
    assert door.read("labels") == [["api", "repos/team/letter/labels"], ""]
    assert door.pages("labels") == [["api", "--paginate", "--slurp", "repos/team/letter/labels"]]
    words, given = door.write("POST", "labels", {"name": "$(touch pwned)"})
    assert words == ["api", "--method", "POST", "repos/team/letter/labels", "--input", "-"]
    assert json.loads(given) == {"name": "$(touch pwned)"}
    assert door.write("DELETE", "labels/x") == [["api", "--method", "DELETE", "repos/team/letter/labels/x"], ""]


@pytest.mark.usefixtures("gh")
def test_a_refusal_is_a_sentence() -> None:
    with pytest.raises(GitHubRefused, match="Not Found") as refused:
        Door("team/letter").read("refused")
    assert refused.value.exit_code is Exit.SERVICE


def test_a_machine_without_gh_is_told_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitHubRefused, match=r"cli\.github\.com"):
        Door("team/letter").read("labels")


def test_a_dry_run_says_what_it_would_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []
    assert Door("team/letter", told.append).write("POST", "labels", {"name": "é"}) == {}
    assert told == ['POST repos/team/letter/labels {"name": "é"}']


@pytest.mark.usefixtures("gh")
def test_by_hand_options_say_what_the_event_would(tmp_path: Path) -> None:
    (tmp_path / "letter").mkdir()
    letter = Letter(tmp_path / "letter")
    kept = letter.folder / "dist" / "record.json"
    assert letter.run("check", "--record", str(kept)).code == 0
    record = json.loads(kept.read_text("utf-8"))
    assert (record["command"], record["issue"], record["exit_code"]) == ("check", "2026-11-27", 0)
    assert record["done"] == ["issues/2026-11-27.md can go out"]
    nobody = letter.run("github", "tell", str(kept))
    assert (nobody.code, "no pull request" in nobody.out) == (0, True)
    nowhere = letter.run("github", "comment", "--number", "12")
    assert (nowhere.code, "--repository" in nowhere.err or "cenum github review" in nowhere.err) == (2, True)
    unnamed = letter.run("github", "comment")
    assert (unnamed.code, "--number" in unnamed.err) == (2, True)
    tried = letter.run("github", "tell", str(kept), "--number", "12", "--repository", "team/letter", "--dry-run")
    assert (tried.code, "POST repos/team/letter/issues/12/comments" in tried.out) == (0, True)
    refused = letter.run("send", "2026-11-27", "--yes", "--record", str(kept))
    assert refused.code == 1
    record = json.loads(kept.read_text("utf-8"))
    assert (record["exit_code"], "never tested" in record["message"], "cenum test" in record["remedy"]) == (
        1,
        True,
        True,
    )
    wrong = letter.run("status", "--due", "2026-11-27", "--record", str(kept))
    assert (wrong.code, json.loads(kept.read_text("utf-8"))["exit_code"]) == (2, 2)
    unkept = letter.run("check", "--record", str(kept / "below"))
    assert (unkept.code, "--record" in unkept.err) == (2, True)
    done = tmp_path / "done.json"
    done.write_text('{"command": "send", "issue": "2026-11-27", "exit_code": 0, "done": ["it left"]}', "utf-8")
    words = ("github", "alarm", str(done), "--outcome", "failure", "--repository", "team/letter", "--dry-run")
    assert "all is well" in letter.run(*words).out
