"""As a new user: the wheel in a clean environment, an empty folder, and a letter in the local mailbox."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.request import urlopen

import pytest

from cenum.starter.provenance import is_exact
from tests.machine import sitecustomize
from tests.once import once

from .answers import OPTIONS, ROOT

pytestmark = pytest.mark.long

# What cenum needs besides itself is this environment's own; the source tree is not on the path, and this proves it.
_WATCH = """\
import os, sys

def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "import"):
        for path in arguments:
            if isinstance(path, (str, os.PathLike)):
                whole = os.path.join(os.path.abspath(path), "")
                if whole.startswith({tree!r}) and not whole.startswith({libraries!r}):
                    os.write(2, f"read of the source tree: {{path}}\\n".encode())
                    os._exit(99)

sys.addaudithook(watch)
"""

TITLES = {"fr": "Bienvenue dans votre première lettre", "en": "Welcome to your first letter"}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel in an ``environment`` of its own, and what Python does there at its ``startup``."""
    return once(tmp_path_factory, "installed", install)


def install(folder: Path) -> None:
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    (site,) = environment.glob("lib/python*/site-packages")
    wheel = built(folder / "wheel")
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    libraries = {f"{sysconfig.get_path(kind)}{os.sep}" for kind in ("purelib", "platlib")}
    (site / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    watch = _WATCH.format(tree=f"{ROOT}{os.sep}", libraries=tuple(libraries))
    given = Path(sitecustomize.__file__).read_text("utf-8")  # the tree itself may not be on the path
    # Debian's Python has a module of this name, which stands before those of an environment.
    startup = folder / "startup"
    startup.mkdir()
    (startup / "sitecustomize.py").write_text(f"{given}\n{watch}", "utf-8")


class NewLetter:
    """An empty folder, and cenum as it is installed."""

    def __init__(self, folder: Path, installed: Path) -> None:
        self.folder = folder / "letter"
        self.folder.mkdir()
        self._installed = installed

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._installed / "environment" / "bin" / "cenum", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self._installed / "startup")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        return process.returncode, out + err

    def mails(self) -> list[str]:
        box = self.folder / ".cenum" / "local" / "mailbox" / "new"
        return [file.read_text("utf-8") for file in box.iterdir()] if box.is_dir() else []


def built(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_wheel_and_an_empty_folder_to_a_letter_in_the_mailbox(
    tmp_path: Path, installed: Path, language: str
) -> None:
    letter = NewLetter(tmp_path, installed)
    code, said = letter.run("init", *OPTIONS, "--language", language)
    assert code == 0, said
    workflows = {path.name for path in (ROOT / ".github" / "workflows").glob("*.yml")} - {"ci.yml", "release.yml"}
    assert {path.name for path in letter.folder.glob(".github/workflows/*")} == workflows
    assert (letter.folder / "requirements.txt").read_bytes() == (ROOT / "requirements.txt").read_bytes()
    # It was installed from a file, whose hash pip wrote down.
    assert is_exact((letter.folder / "requirements-cenum.txt").read_text("utf-8").strip())
    code, said = letter.run("upgrade", "--json")
    assert (code, json.loads(said)["written"]) == (0, [])
    assert {one["state"] for one in json.loads(said)["files"]} == {"current"}

    showing = letter.start("preview", "--port", "0")
    assert showing.stdout
    (address,) = re.findall(r"http://127.0.0.1:\d+/\S+", showing.stdout.readline())
    with urlopen(address) as page:  # noqa: S310  our own page, on this machine
        assert TITLES[language] in page.read().decode()
    showing.send_signal(signal.SIGINT)
    showing.communicate(timeout=60)

    for command in ("check", "build", "test"):
        code, said = letter.run(command, "next")
        assert code == 0, said
    assert len(letter.mails()) == 1
    code, said = letter.run("send", "next", "--yes", "--early")
    assert (code, "draft: true" in said) == (1, True)
    (issue,) = letter.folder.glob("issues/*.md")
    issue.write_text(re.sub(r"\ndraft: true.*", "", issue.read_text("utf-8")), "utf-8")
    code, said = letter.run("send", "next", "--yes", "--early")
    assert code == 0, said
    _test, sent = sorted(letter.mails(), key=lambda mail: "lectrice@" in mail or "reader@" in mail)
    assert {"fr": "lectrice@example.org", "en": "reader@example.org"}[language] in sent


def test_the_looks_and_their_sheet_are_in_the_wheel(tmp_path: Path, installed: Path) -> None:
    letter = NewLetter(tmp_path, installed)
    code, said = letter.run("init", *OPTIONS, "--look", "association")
    assert code == 0, said
    assert "Verdana" in (letter.folder / "templates" / "fonts.toml").read_text("utf-8")
    code, said = letter.run("look")
    assert code == 0, said
    assert (letter.folder / "dist" / "look.html").stat().st_size > 100_000
    code, said = letter.run("upgrade", "--look", "institution", "--yes")
    assert code == 0, said
    assert "Arial" in (letter.folder / "templates" / "fonts.toml").read_text("utf-8")


def test_a_read_of_the_source_tree_would_be_seen(tmp_path: Path, installed: Path) -> None:
    letter = NewLetter(tmp_path, installed)
    shutil.copy(ROOT / "cenum.toml", letter.folder)
    (letter.folder / "issues").mkdir()
    assert letter.run("check", str(ROOT / "issues" / "2026-11-20.md"))[0] == 99
