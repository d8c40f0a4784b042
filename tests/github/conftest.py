"""A team's repository, and its mailing service as it stands after a test send and after an approval."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests import in_process
from tests.github import cenum_broken
from tests.github.runner import FRIDAY, Runner, git
from tests.github.workflows import FOLDER, ROOT
from tests.test_cli import ISSUE

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = ISSUE.replace("[un lien](https://example.org/lien)", "[un lien](http://)")
HOSTILE = ISSUE.replace("Une lettre pour essayer\n", '"@ada <img src=x> | `c` #1 ::error::x"\n', 1)


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Branches: ``main`` before and ``merged`` after the pull request; ``pull``, what would be merged; and others."""
    folder = tmp_path_factory.mktemp("origin") / "letter"
    shutil.copytree(FOLDER, folder / ".github" / "workflows")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "contacts.csv", folder)
    shutil.copy(ROOT / ".gitignore", folder)
    settings = (ROOT / "cenum.toml").read_text("utf-8")
    (folder / "cenum.toml").write_text(
        settings.replace("[newsletter]\n", "approvals = 1\n[newsletter]\n", 1), "utf-8"
    )
    (folder / "requirements-cenum.txt").write_text("cenum==0.1.0\n", "utf-8")
    git("init", "--quiet", "--initial-branch=main", str(folder))
    _commit(folder, "The letter")
    for branch, text in (
        ("pull", ISSUE),
        ("broken", BROKEN),
        ("draft", ISSUE.replace("---\n", "---\ndraft: true\n", 1)),
    ):
        _branch(folder, branch, "main", {f"issues/{FRIDAY}.md": text})
    _branch(folder, "hostile", "main", {f"issues/{FRIDAY}.md": HOSTILE})
    _branch(folder, "merged", "pull", {})
    _branch(folder, "later", "merged", {"issues/2026-12-04.md": ISSUE})
    _branch(folder, "changed", "pull", {f"issues/{FRIDAY}.md": ISSUE.replace("Bonjour", "Bonsoir")})
    paused = settings.replace('hour = "07:00"', f'hour = "07:00"\npauses = ["{FRIDAY}"]')
    _branch(folder, "paused", "main", {"cenum.toml": paused})
    git("-C", str(folder), "checkout", "--quiet", "main")
    return folder


def _branch(folder: Path, name: str, base: str, files: dict[str, str]) -> None:
    git("-C", str(folder), "checkout", "--quiet", "-b", name, base)
    for file, text in files.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text, "utf-8")
    if files:
        _commit(folder, f"As on {name}")


def _commit(folder: Path, message: str) -> None:
    git("-C", str(folder), "add", "--all")
    git("-C", str(folder), "commit", "--quiet", "--message", message)


@pytest.fixture(scope="session")
def services(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded service's folder ``tested``, and the one where it is ``approved`` as well."""
    home = tmp_path_factory.mktemp("services")
    clone = home / "clone"
    git("clone", "--quiet", "--branch", "pull", str(origin), str(clone))
    for name, words in (("tested", ("test", FRIDAY)), ("approved", ("approve", FRIDAY, "--as", "ada"))):
        done = in_process.run(*words, folder=clone, environment=os.environ, program=cenum_broken.main)
        assert done.code == 0, done.err.decode()
        shutil.copytree(clone / ".cenum" / "local", home / name)
    return home


@pytest.fixture
def github(tmp_path: Path, origin: Path) -> Runner:
    """Nothing was sent to anybody yet."""
    return Runner(tmp_path, origin)


@pytest.fixture
def approved(tmp_path: Path, origin: Path, services: Path) -> Runner:
    """The reviewers were sent the letter, and one of them approved it."""
    return Runner(tmp_path, origin, services / "approved")


@pytest.fixture
def tested(tmp_path: Path, origin: Path, services: Path) -> Runner:
    """The reviewers were sent the letter; nobody has said yes."""
    return Runner(tmp_path, origin, services / "tested")
