"""What a pull request brings is put into a checkout of main, or none of it is; and what its comment says."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from cenum.github import review
from cenum.github.git_tree import blob_hash
from tests.github.answers import HEAD, TABLE, Answers, pull
from tests.github.payloads import labeled, pull_request
from tests.github.runner import FRIDAY, REPOSITORY
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.test_cli import Result

LETTER = f"issues/{FRIDAY}.md"
BASE = "b" * 40
FILE, LINK = "100644", "120000"
RUN = f"https://github.com/{REPOSITORY}/actions/runs/7"
BEFORE = {"cenum.toml": "approvals = 1\n", "templates/footer.mjml.j2": "us", LETTER: "before\n"}
MERGED = {"pulls/12": pull(state="closed", merged=True)}


class Repository:
    """A checkout of the main branch, what GitHub answers of it, and the commands of a workflow."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "letter").mkdir()
        self.letter, self.out = Letter(folder / "letter"), folder / "output"
        self.event = folder / "event.json"
        settings = self.letter.folder / "cenum.toml"
        settings.write_text("approvals = 1\n" + settings.read_text("utf-8"), "utf-8")
        self.letter.issue.write_text("before\n", "utf-8")
        for words in (("init", "--quiet"), ("commit", "--quiet", "--allow-empty", "--message", "main")):
            subprocess.run(["git", "-C", str(self.letter.folder), *words], check=True)
        asked = subprocess.run(
            ["git", "-C", str(self.letter.folder), "rev-parse", "HEAD"], capture_output=True, check=True
        )
        self.here = asked.stdout.decode().strip()
        self.client = Answers(
            {**TABLE, f"compare/{self.here}...{HEAD}?per_page=1": {"merge_base_commit": {"sha": BASE}}}
        )
        self.client.table[f"compare/{BASE}...{HEAD}?per_page=1"] = {"merge_base_commit": {"sha": BASE}}
        for commit in (BASE, self.here):
            self.commit(commit, BEFORE)
        self.commit(HEAD, {**BEFORE, LETTER: ISSUE})
        for command in ("take", "comment", "tell"):
            monkeypatch.setattr(f"cenum.cli.github_{command}_cmd.client_of", lambda *_of, **_how: self.client)

    def commit(self, sha: str, files: Mapping[str, str], mode: str = FILE, **facts: Any) -> None:
        """What a commit holds; ``mode`` is that of what differs from before."""
        entries = []
        for path, text in files.items():
            content = text.encode()
            blob = blob_hash(content)
            kind = FILE if BEFORE.get(path) == text else mode
            entries.append({"path": path, "mode": kind, "sha": blob, "size": len(content)})
            said = {"content": base64.encodebytes(content).decode(), "encoding": "base64"}
            self.client.table[f"git/blobs/{blob}"] = said
        self.client.table[f"git/trees/{sha}?recursive=1"] = {"tree": entries, **facts}

    def run(self, *words: str, payload: Mapping[str, Any] | None, run: str = "7") -> Result:
        known = {}
        if payload is not None:
            self.event.write_text(json.dumps(payload), "utf-8")
            known = {"GITHUB_EVENT_PATH": str(self.event), "GITHUB_EVENT_NAME": "pull_request_target"}
        return self.letter.run(
            "github",
            *words,
            GITHUB_OUTPUT=str(self.out),
            GITHUB_REPOSITORY=REPOSITORY,
            GITHUB_RUN_ID=run,
            **known,
        )

    def files(self) -> dict[str, bytes]:
        every = self.letter.folder.rglob("*")
        kept = (path for path in every if path.is_file() and ".git" not in path.parts and ".cenum" not in path.parts)
        return {path.relative_to(self.letter.folder).as_posix(): path.read_bytes() for path in kept}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path, monkeypatch)


def asked(login: str = "ada", head: str = HEAD) -> dict[str, Any]:
    return labeled("test-send", head=head, person=login)


def test_a_letter_is_taken_and_nothing_else_changes(repository: Repository) -> None:
    before = repository.files()
    taken = repository.run("take", payload=asked())
    assert (taken.code, repository.out.read_text("utf-8")) == (0, f"issue={FRIDAY}\nmerged=false\n"), taken.err
    assert repository.files() == {**before, LETTER: ISSUE.encode()}
    assert repository.client.written == []


def test_of_what_is_merged_nothing_is_taken_and_who_approves_is_said(repository: Repository) -> None:
    repository.client.table |= MERGED
    repository.commit(repository.here, {**BEFORE, LETTER: ISSUE, "templates/new.mjml.j2": "later"})
    before = repository.files()
    taken = repository.run("take", "--approval", payload=asked())
    assert (taken.code, repository.files()) == (0, before), taken.err
    assert repository.out.read_text("utf-8") == f"issue={FRIDAY}\nmerged=true\npeople=ada\n"


TWO = {**BEFORE, LETTER: ISSUE, "issues/2026-12-04.md": ISSUE}


@pytest.mark.parametrize(
    ("words", "payload", "answers", "files", "why"),
    [
        (
            (),
            asked(),
            {"pulls/12": pull(head={"sha": HEAD, "ref": "letter", "repo": None})},
            None,
            "another repository",
        ),
        ((), asked(), {"pulls/12": pull(state="closed")}, None, "closed without being merged"),
        ((), asked(head="c" * 40), {}, None, "something was pushed since"),
        ((), asked("eve"), {}, None, "eve can't write"),
        ((), asked("helper[bot]"), {}, None, "a program can't ask"),
        ((), asked(), {}, {**BEFORE, LETTER: ISSUE, "templates/footer.mjml.j2": "me"}, "more than the letter"),
        ((), asked(), {}, {LETTER: ISSUE, "cenum.toml": "approvals = 0\n"}, "more than the letter: cenum.toml"),
        ((), asked(), {}, BEFORE, "brings no letter"),
        ((), asked(), {}, TWO, "changes 2 issues instead of one"),
        (("--approval",), asked("ben"), {}, None, "ben wrote this letter"),
        (("--approval",), asked("eve"), {}, None, "eve can't write"),
        (("--approval",), asked(), MERGED, None, f"{LETTER} was changed since pull request 12 was merged"),
    ],
)
def test_what_may_not_be_taken_leaves_no_output(  # noqa: PLR0913  a table
    repository: Repository,
    words: tuple[str, ...],
    payload: dict[str, Any],
    answers: dict[str, Any],
    files: dict[str, str] | None,
    why: str,
) -> None:
    repository.client.table |= answers
    if files is not None:
        repository.commit(HEAD, files)
    refused = repository.run("take", *words, payload=payload)
    assert (refused.code, why in refused.err) == (1, True), refused.err
    assert not repository.out.exists()
    assert repository.client.written == []


def test_what_main_changed_as_well_is_not_taken(repository: Repository) -> None:
    repository.commit(repository.here, {**BEFORE, LETTER: "on main\n"})
    before = repository.files()
    refused = repository.run("take", payload=asked())
    assert (refused.code, "changed on the main branch as well" in refused.err) == (1, True)
    assert repository.files() == before


def test_a_label_that_is_taken_off_is_no_other_path(repository: Repository) -> None:
    record = repository.letter.folder / "record.json"
    record.write_text('{"command": "test", "exit_code": 0, "done": ["sent"]}', "utf-8")
    event = labeled("../../../git/refs/heads/main?x", head=HEAD)
    assert repository.run("tell", str(record), payload=event).code == 0
    (_comment, taken_off) = repository.client.written
    name = "..%2F..%2F..%2Fgit%2Frefs%2Fheads%2Fmain%3Fx"
    assert taken_off == ("DELETE", f"issues/12/labels/{name}", None)
    repository.client.written.clear()
    assert repository.run("tell", str(record), "--number", "11", payload=event).code == 0
    assert [path for _method, path, _value in repository.client.written] == ["issues/11/comments"]


# The comment.


def comment(repository: Repository, *words: str, run: str = "7", payload: Mapping[str, Any] | None = None) -> str:
    given = pull_request(head=HEAD) if payload is None else payload
    done = repository.run("comment", "--number", "12", *words, payload=given, run=run)
    assert done.code == 0, done.err
    ((method, path, value),) = repository.client.written
    assert (method, path) == ("POST", "issues/12/comments")
    body: str = value["body"]
    return body


@pytest.fixture
def reviewed(repository: Repository) -> Repository:
    repository.client.table["issues/12/comments?per_page=100"] = []
    dist = repository.letter.folder / "dist"
    dist.mkdir()
    (dist / review.NAME).write_bytes(review.encode([review.Reviewed(FRIDAY)]))
    return repository


@pytest.mark.parametrize(
    ("address", "run", "is_shown"),
    [
        (f"{RUN}/artifacts/5", "7", True),
        (f"{RUN}0/artifacts/5", "7", False),
        (f"{RUN}/artifacts/5) [x](https://evil.example", "7", False),
        (f"{RUN}/artifacts/5\n", "7", False),
        ("https://evil.example/artifacts/5", "7", False),
        (RUN.replace(".", "x") + "/artifacts/5", "7", False),
        ("/artifacts/5", "", False),
    ],
)
def test_a_preview_is_opened_on_the_runs_own_page(
    reviewed: Repository,
    address: str,
    run: str,
    is_shown: bool,  # noqa: FBT001  a table
) -> None:
    assert ("Open the preview" in comment(reviewed, "--preview", address, run=run)) == is_shown


def test_what_else_is_changed_is_said_whatever_a_check_left(reviewed: Repository) -> None:
    reviewed.commit(HEAD, {**BEFORE, LETTER: ISSUE, "cenum.toml": "approvals = 0\n"})
    (reviewed.letter.folder / "dist" / review.NAME).write_text("[" * 100_000, "utf-8")
    body = comment(reviewed)
    assert "- approvals 1 → 0" in body
    assert "Nothing could be checked" in body


def test_where_it_can_not_be_said_what_else_is_changed_that_is_said(reviewed: Repository) -> None:
    reviewed.commit(HEAD, BEFORE, truncated=True)
    body = comment(reviewed)
    assert "⚠️ **cenum can't say what else this pull request changes" in body
    assert f"✅ {FRIDAY}" in body


def test_settings_that_are_a_link_are_called_one(reviewed: Repository) -> None:
    reviewed.commit(HEAD, {**BEFORE, "cenum.toml": "approvals = 9\n"}, LINK)
    body = comment(reviewed)
    assert "- cenum.toml (a link or a submodule)" in body
    assert "approvals" not in body


def test_settings_that_are_too_large_are_named_and_not_read(reviewed: Repository) -> None:
    reviewed.commit(HEAD, {**BEFORE, "cenum.toml": "approvals = 0\n" + "#" * 65_536})
    body = comment(reviewed)
    assert "- cenum.toml" in body
    assert "approvals" not in body
