"""All files or none; killed in between, each is whole and the next run ends what was begun."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.starter.replace_files import replace_files
from cenum.starter.upgrade_plan import plan

from .letters import BLOCKS, HEADER, InitLetter

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.starter.upgrade_plan import UpgradePlan

# What a process that is killed leaves: no handler runs, nothing is put back.
_KILLED = """\
import os, pickle, sys
from pathlib import Path
from cenum.letter_folder import LetterFolder
from cenum.starter.replace_files import replace_files
root, contents, before, renames = pickle.load(sys.stdin.buffer)
rename, seen = LetterFolder.move, []
def counted(folder, path, target):
    if len(seen) == renames:
        os._exit(137)
    seen.append(target)
    return rename(folder, path, target)
LetterFolder.move = counted
replace_files(root, contents, before)
"""


@pytest.fixture
def letter(tmp_path: Path) -> InitLetter:
    made = InitLetter(tmp_path)
    made.edit(HEADER)
    return made


def planned(letter: InitLetter) -> UpgradePlan:
    return plan(letter.compare(), "fr", [HEADER])


def carry_out(letter: InitLetter, what: UpgradePlan) -> None:
    replace_files(letter.root, what.contents, what.before)


def test_everything_is_written_and_nothing_else_is_left_behind(letter: InitLetter) -> None:
    what, before = planned(letter), letter.everything()
    carry_out(letter, what)
    assert letter.everything() == before | what.contents
    assert not (letter.root / ".cenum").exists()


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("at", range(6))
def test_what_breaks_off_at_any_file_leaves_everything_as_it_was(
    letter: InitLetter, monkeypatch: pytest.MonkeyPatch, end: BaseException | type[BaseException], at: int
) -> None:
    what, before = planned(letter), letter.everything()
    assert len(what.contents) == 6
    rename, seen = LetterFolder.move, []

    def breaking(folder: LetterFolder, path: str, target: str) -> None:
        seen.append(target)
        if len(seen) == at + 1:
            raise end
        rename(folder, path, target)

    monkeypatch.setattr(LetterFolder, "move", breaking)
    with pytest.raises((KeyboardInterrupt, UsageMistake)):
        carry_out(letter, what)
    monkeypatch.undo()
    assert letter.everything() == before
    assert not (letter.root / ".cenum").exists()


@pytest.mark.parametrize("renames", range(6))
def test_killed_between_two_files_the_next_run_ends_it(letter: InitLetter, renames: int) -> None:
    import pickle  # noqa: PLC0415  to our own child

    what, before = planned(letter), letter.everything()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED],
        input=pickle.dumps((letter.root, what.contents, what.before, renames)),
        check=False,
        timeout=60,
    )
    assert done.returncode == 137
    written = [*what.contents][:renames]
    assert letter.everything() == before | {name: what.contents[name] for name in written}
    letter.upgrade(take=[HEADER])
    assert letter.states() == {}
    assert letter.everything()[f"{HEADER}.mine"] == before[HEADER]


def test_what_a_person_saved_meanwhile_is_not_overwritten(letter: InitLetter) -> None:
    what = planned(letter)
    letter.edit(BLOCKS)
    before = letter.everything()
    with pytest.raises(UsageMistake, match="has changed in the meantime"):
        carry_out(letter, what)
    assert letter.everything() == before


def test_what_a_person_made_or_deleted_meanwhile_is_respected(letter: InitLetter) -> None:
    what = planned(letter)
    (letter.root / "templates" / "poll.html.j2").write_bytes(b"mine")
    with pytest.raises(UsageMistake, match="already exists"):
        carry_out(letter, what)
    (letter.root / "templates" / "poll.html.j2").unlink()
    (letter.root / BLOCKS).unlink()
    with pytest.raises(UsageMistake):
        carry_out(letter, what)
    assert not (letter.root / BLOCKS).exists()


def test_a_read_only_file_stops_all_of_it(letter: InitLetter) -> None:
    what = planned(letter)
    (letter.root / BLOCKS).chmod(0o444)
    before = letter.everything()
    with pytest.raises(UsageMistake, match=r"blocks\.html\.j2 is read-only"):
        carry_out(letter, what)
    assert letter.everything() == before


def test_permissions_stay_as_they_were(letter: InitLetter) -> None:
    (letter.root / BLOCKS).chmod(0o664)
    carry_out(letter, planned(letter))
    assert stat.S_IMODE((letter.root / BLOCKS).stat().st_mode) == 0o664
    mask = os.umask(0)
    os.umask(mask)
    added = letter.root / "templates" / "poll.html.j2"
    assert stat.S_IMODE(added.stat().st_mode) == 0o666 & ~mask


def test_nothing_is_prepared_outside_of_the_folder(letter: InitLetter) -> None:
    outside = letter.root.parent / "outside"
    outside.mkdir()
    (letter.root / ".cenum").symlink_to(outside)
    before = letter.everything()
    with pytest.raises(UsageMistake, match="symbolic link"):
        carry_out(letter, planned(letter))
    assert (letter.everything(), list(outside.iterdir())) == (before, [])


def test_a_folder_that_is_missing_is_made_and_taken_back(letter: InitLetter, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil  # noqa: PLC0415  of this test alone

    shutil.rmtree(letter.root / ".github")
    what = plan(letter.compare(), "fr", [".github/workflows/send.yml"])
    rename = LetterFolder.move

    def breaking(folder: LetterFolder, path: str, target: str) -> None:
        if target == "requirements-cenum.txt":
            raise OSError(28, "No space left on device")
        rename(folder, path, target)

    monkeypatch.setattr(LetterFolder, "move", breaking)
    with pytest.raises(UsageMistake, match="the disk is full"):
        carry_out(letter, what)
    assert not (letter.root / ".github").exists()
    monkeypatch.undo()
    carry_out(letter, what)
    assert (letter.root / ".github" / "workflows" / "send.yml").is_file()
