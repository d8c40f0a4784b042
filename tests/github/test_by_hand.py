"""The commands of the workflows, run by hand: options say what the event would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path


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
