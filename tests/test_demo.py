"""`make demo` as a newcomer sees it: a page that tells one letter's story, or the whole of what went wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of a page of 48 lines, those that the Makefile prints on a fresh machine: an environment, and cenum in it.
INSTALLING = 2
STORY = ["check", "build", "test", "send", "send", "publish"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the demo needs of the repository, and git knows nothing of it; the path has a space."""
    folder = tmp_path / "a copy"
    folder.mkdir()
    for name in ("cenum.toml", "contacts.csv", "demo.sh"):
        shutil.copy(ROOT / name, folder)
    for name in ("issues", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, words in (("cenum", "-m cenum"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {words} "$@"\n', "utf-8")
        (programs / name).chmod(0o755)
    return folder


def demo(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "demo.sh"],
        cwd=folder,
        env={**os.environ, "CENUM_LANG": "", "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@contextmanager
def served(folder: Path, told: str) -> Iterator[str]:
    """The page that is found as the last lines say, at another port: the one that they name may be taken here."""
    *_before, says, command = told.splitlines()
    address = re.search(r"http://localhost:(\d+)(/\S+):$", says)
    assert address
    assert address[1] in command
    program = subprocess.Popen(
        ["sh", "-c", f"exec {command.replace(address[1], '0')}"],
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        assert program.stdout
        port = re.search(r"port (\d+)", program.stdout.readline())
        assert port
        with urlopen(f"http://localhost:{port[1]}{address[2]}", timeout=30) as answer:
            yield answer.read().decode()
    finally:
        program.terminate()
        program.communicate()


def test_a_page_tells_the_story_of_a_letter_and_tells_it_again(copy: Path) -> None:
    told = demo(copy)
    assert (told.returncode, told.stderr) == (0, "")
    assert len(told.stdout.splitlines()) + INSTALLING <= 48
    assert re.findall(r"^\$ cenum (\S+)", told.stdout, re.MULTILINE) == STORY
    refused = told.stdout.partition("once, and never again\n")[2]
    assert refused.startswith("Failed: the issue of 2026-11-20 was already sent")
    assert "\n  .venv/bin/cenum mailbox --folder .cenum/demo\n" in told.stdout
    letter = copy / ".cenum" / "demo"
    with served(copy, told.stdout) as page:
        assert "<h1" in page
        assert "Trois rendez-vous, deux livres et une question" in page
    assert (letter / "dist" / "2026-11-20" / "email.html").is_file()
    # In the midst of a repository, which knows nothing of the demo's letters.
    for words in (["init", "--quiet"], ["add", "cenum.toml"], ["commit", "--quiet", "-m", "cenum"]):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=copy, check=True)
    again = demo(copy, CENUM_LANG="fr")
    assert again.returncode == 0
    assert "le numéro du 2026-11-20 a déjà été envoyé" in again.stdout
    assert len(again.stdout.splitlines()) == len(told.stdout.splitlines())
    assert (letter / "site" / "2026-11-20.html").is_file()
    assert len(list((letter / ".cenum" / "local" / "mailbox" / "new").iterdir())) == 2 + 3


def test_what_goes_wrong_ends_it_and_is_shown_as_a_whole(copy: Path) -> None:
    issue = copy / "issues" / "2026-11-20.md"
    issue.write_text(issue.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    told = demo(copy)
    assert told.returncode == 1
    assert re.findall(r"^\$ cenum (\S+)", told.stdout, re.MULTILINE) == STORY[:1]
    assert "unknown key “titel”" in told.stdout
    assert told.stderr == "demo: the exit code is 1, and not 0\n"
