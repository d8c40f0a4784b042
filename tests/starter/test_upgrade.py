"""`cenum upgrade` and `cenum doctor`, as an administrator runs them after a new version of cenum was installed."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cenum.starter.stamp import STAMP

from .answers import ROOT
from .letters import BLOCKS, HEADER, PALETTE, InitLetter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLL, REQUIREMENT = "templates/poll.html.j2", "requirements-cenum.txt"


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree of version 0.2.0, which an interpreter finds before this one."""
    tree = tmp_path_factory.mktemp("newer")
    shutil.copytree(ROOT / "cenum", tree / "cenum", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", tree / "templates")
    shutil.copytree(ROOT / ".github", tree / ".github")
    shutil.copy(ROOT / "requirements.txt", tree)
    version = tree / "cenum" / "__init__.py"
    version.write_text(version.read_text("utf-8").replace('"0.1.0"', '"0.2.0"'), "utf-8")
    for name in (BLOCKS, HEADER):
        path = tree / name
        path.write_text(path.read_text("utf-8") + "{# 0.2.0 #}\n", "utf-8")
    (tree / POLL).write_text("{# 0.2.0 #}\n", "utf-8")
    installed = tree / "cenum-0.2.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.4\nName: cenum\nVersion: 0.2.0\n", "utf-8")
    (installed / "direct_url.json").write_text('{"url": "file:///cenum.whl", "archive_info": {}}', "utf-8")
    return tree


@pytest.fixture
def letter(tmp_path: Path) -> InitLetter:
    made = InitLetter(tmp_path)
    for name in (HEADER, PALETTE):
        made.edit(name)
    return made


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A person's end, and cenum's."""
    person, programs = pty.openpty()
    yield person, programs
    os.close(person)
    os.close(programs)


def run(
    folder: Path,
    tree: Path,
    *arguments: str,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    **more: str,
) -> Said:
    path = os.pathsep.join(filter(None, (str(tree), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "cenum", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, **more},
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Said(done.returncode, done.stdout or "", done.stderr)


def test_what_the_doctor_names_the_upgrade_takes_and_the_letter_can_go_out(letter: InitLetter, tree: Path) -> None:
    diagnosed = json.loads(run(letter.root, tree, "doctor", "--offline", "--json").out)["diagnoses"]
    said = [(one["verdict"], one["says"]) for one in diagnosed if one["subject"] == "templates and workflows"]
    assert said == [
        (
            "warning",
            f"cenum 0.2.0 has newer versions of files that you have not changed: {REQUIREMENT}, {BLOCKS}, {POLL}",
        ),
        ("warning", f"changed by you and by cenum 0.2.0: {HEADER}"),
        ("good", f"changed by you only, and never overwritten: {PALETTE}"),
    ]
    mine = letter.everything()
    done = run(letter.root, tree, "upgrade", "--yes")
    assert (done.code, done.err) == (1, "")
    assert "3 files now match cenum 0.2.0" in done.out
    assert "1 file needs your decision" in done.out
    after = letter.everything()
    changed = {name for name in after if after[name] != mine.get(name)}
    assert changed == {BLOCKS, POLL, "requirements-cenum.txt", STAMP}
    again = run(letter.root, tree, "upgrade", "--yes")
    assert "nothing to take from cenum 0.2.0" in again.out
    assert letter.everything() == after
    decided = re.findall(r"cenum upgrade --keep \S+", again.out)
    assert decided == [f"cenum upgrade --keep {HEADER}"]
    assert run(letter.root, tree, *decided[0].split()[1:], "--yes").code == 0
    assert run(letter.root, tree, "upgrade").code == 0
    assert run(letter.root, tree, "check", "next", "--offline").code == 0


def test_a_letter_changes_its_look_and_keeps_the_palette_that_somebody_changed(
    letter: InitLetter, tree: Path
) -> None:
    wrong = run(letter.root, tree, "upgrade", "--look", "asociation")
    assert (wrong.code, "did you mean “association”?" in wrong.err) == (2, True)
    palette = letter.everything()[PALETTE]
    done = run(letter.root, tree, "upgrade", "--look", "association", "--yes", "--json")
    said = json.loads(done.out)
    assert (done.code, said["look"]) == (1, "association")
    assert "templates/fonts.toml" in said["written"]
    assert PALETTE in said["left"]
    after = letter.everything()
    assert (after[PALETTE], b"Verdana" in after["templates/fonts.toml"]) == (palette, True)
    assert b'look = "association"' in after[STAMP]


def test_the_difference_is_shown_before_anything_is_written(letter: InitLetter, tree: Path) -> None:
    before = letter.everything()
    done = run(letter.root, tree, "upgrade")
    assert (done.code, "--yes" in done.err) == (2, True)
    assert f"--- {BLOCKS} (here)\n+++ {BLOCKS} (cenum 0.2.0)\n" in done.out
    assert "\n+{# 0.2.0 #}\n" in done.out
    assert "\n-{# ours #}\n" in done.out
    assert f"cenum upgrade --take {HEADER}" in done.out
    assert "\x1b" not in done.out
    assert letter.everything() == before


@pytest.mark.parametrize(("answer", "code"), [("yes", 1), ("no", 1), ("", 1), ("\x03", 130)])
def test_a_person_is_asked_and_only_a_yes_writes(
    letter: InitLetter, tree: Path, terminal: tuple[int, int], answer: str, code: int
) -> None:
    before = letter.everything()
    os.write(terminal[0], f"{answer}\n".encode() if answer != "\x03" else b"\x04")
    done = run(letter.root, tree, "upgrade", stdin=terminal[1])
    assert done.code == code
    assert "Take 3 files from cenum 0.2.0?" in done.out
    assert (letter.everything() == before) is (answer != "yes")
    assert ("nothing was written" in done.err.casefold()) is (answer != "yes")


def test_on_a_terminal_it_has_colours(letter: InitLetter, tree: Path, terminal: tuple[int, int]) -> None:
    person, programs = terminal
    shown: list[bytes] = []
    reader = Thread(target=lambda: shown.extend(_until_the_end(person)))
    reader.start()  # a terminal holds a few kB that nobody reads, then the program waits
    done = run(letter.root, tree, "upgrade", stdout=programs)
    os.write(programs, _END)
    reader.join(timeout=60)
    assert done.code == 2
    assert b"\x1b[32m+{# 0.2.0 #}" in b"".join(shown)


_END = b"the end"


def _until_the_end(terminal: int) -> Iterator[bytes]:
    seen = b""
    while not seen.endswith(_END):
        part = os.read(terminal, 4096)
        seen += part
        yield part


def test_what_a_stranger_wrote_moves_nothing_on_the_terminal(letter: InitLetter, tree: Path) -> None:
    letter.edit(HEADER, "\x1b[2J\u202e\x9b1m\n".encode())
    out = run(letter.root, tree, "upgrade").out
    assert not {"\x1b", "\u202e", "\x9b"} & set(out)


def test_a_program_is_told_what_would_be_done_and_what_was(letter: InitLetter, tree: Path) -> None:
    before = letter.everything()
    asked = run(letter.root, tree, "upgrade", "--json")
    said = json.loads(asked.out)
    assert (asked.code, said["done"], said["written"]) == (2, False, [])
    assert (said["stamp"], said["version"], said["left"]) == ("0.1.0", "0.2.0", [HEADER])
    states = {one["file"]: one["state"] for one in said["files"]}
    assert (states[BLOCKS], states[HEADER], states[PALETTE], states[POLL]) == ("newer", "both", "own", "added")
    assert letter.everything() == before
    done = run(letter.root, tree, "upgrade", "--json", "--yes")
    said = json.loads(done.out)
    assert (done.code, said["done"]) == (1, True)
    assert set(said["written"]) == {BLOCKS, POLL, "requirements-cenum.txt", STAMP}


def test_a_letter_without_a_stamp_is_told_so_and_begins_one(letter: InitLetter, tree: Path) -> None:
    (letter.root / STAMP).unlink()
    doctor = run(letter.root, tree, "doctor", "--offline").out
    assert "no stamp says who changed them: requirements-cenum.txt, " in doctor
    assert "compare" not in doctor
    before = letter.everything()
    done = run(letter.root, tree, "upgrade", "--yes")
    assert f"{STAMP} is written" in done.out
    assert letter.everything() == before | {STAMP: letter.everything()[STAMP]}


@pytest.mark.parametrize("stamp", [b'version = "0.1.0"\n[files]\n"../../etc/passwd" = "0"', b"\xff" * 10**6])
def test_a_stamp_that_is_none_is_said_and_nothing_else_happens(letter: InitLetter, tree: Path, stamp: bytes) -> None:
    (letter.root / STAMP).write_bytes(stamp)
    before = letter.everything()
    for command in ("upgrade --yes", "doctor --offline"):
        done = run(letter.root, tree, *command.split())
        assert done.code == (2 if command.startswith("upgrade") else 0)
        assert f"{STAMP} can't be used" in done.out + done.err
        assert f"git checkout -- {STAMP}" in done.out + done.err
        assert "Traceback" not in done.err
    assert letter.everything() == before


def test_an_older_cenum_says_which_one_to_install(letter: InitLetter, tree: Path) -> None:
    run(letter.root, tree, "upgrade", "--yes")
    before = letter.everything()
    done = run(letter.root, ROOT, "upgrade", "--yes")
    assert (done.code, "pip install --requirement requirements-cenum.txt" in done.err) == (2, True)
    assert "0.2.0" in run(letter.root, ROOT, "doctor", "--offline").out
    assert letter.everything() == before


def test_cenums_own_repository_has_nothing_to_say(tmp_path: Path, tree: Path) -> None:
    shutil.copytree(tree, tmp_path / "own")
    shutil.copy(ROOT / "cenum.toml", tmp_path / "own")
    own = tmp_path / "own"
    done = run(own, own, "upgrade", "--yes")
    assert (done.code, "nothing to upgrade" in done.out) == (0, True)
    assert "templates and workflows" not in run(own, own, "doctor", "--offline").out
    assert not (own / STAMP).exists()


def test_in_french_it_reads_as_a_newsroom_writes(letter: InitLetter, tree: Path) -> None:
    said = run(letter.root, tree, "upgrade", CENUM_LANG="fr")
    assert f"{PALETTE}" in said.out
    assert "modifié par vous seulement\u00a0: gardé" in said.out
    assert "'" not in re.sub(r"^[-+ @].*$", "", said.out, flags=re.MULTILINE)
