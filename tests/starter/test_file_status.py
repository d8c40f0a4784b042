"""Who changed what since cenum gave it, and what an upgrade does about it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.starter.difference import difference
from cenum.starter.file_status import is_source
from cenum.starter.stamp import STAMP
from cenum.starter.template_files import CLIP_FORM

from .answers import MATERIAL, ROOT
from .letters import BLOCKS, HEADER, PALETTE, InitLetter

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.starter.file_status import FileStatus

POLL = "templates/poll.html.j2"


@pytest.fixture
def letter(tmp_path: Path) -> InitLetter:
    return InitLetter(tmp_path)


def file(letter: InitLetter, name: str) -> FileStatus:
    (found,) = (one for one in letter.compare().files if one.name == name)
    return found


def test_a_new_letter_has_what_its_cenum_has(letter: InitLetter) -> None:
    before = letter.everything()
    assert letter.states(MATERIAL) == {}
    assert letter.upgrade(MATERIAL).contents == {}
    assert letter.everything() == before


def test_a_newer_cenum_is_taken_where_nobody_changed_anything_and_once(letter: InitLetter) -> None:
    before = letter.everything()
    assert letter.states() == {BLOCKS: "newer", HEADER: "newer", POLL: "added", "requirements-cenum.txt": "newer"}
    planned = letter.upgrade()
    after = letter.everything()
    assert {name for name in after if after[name] != before.get(name)} == {*planned.contents}
    assert [*planned.contents][-1] == STAMP
    assert after["requirements-cenum.txt"] == b"cenum==0.2.0\n"
    assert letter.states() == {}
    assert letter.upgrade().contents == {}
    assert letter.everything() == after


def test_a_persons_own_change_is_left_and_told_from_cenums(letter: InitLetter) -> None:
    for name in (HEADER, PALETTE):
        letter.edit(name)
    mine = letter.everything()
    assert letter.states() == {
        BLOCKS: "newer",
        HEADER: "both",
        PALETTE: "own",
        POLL: "added",
        "requirements-cenum.txt": "newer",
    }
    assert [left.name for left in letter.upgrade().left] == [HEADER]
    after = letter.everything()
    assert (after[HEADER], after[PALETTE]) == (mine[HEADER], mine[PALETTE])
    assert letter.states() == {HEADER: "both", PALETTE: "own"}
    assert letter.upgrade().contents == {}
    assert letter.everything() == after


def test_what_was_merged_by_hand_is_kept_on_say_so(letter: InitLetter) -> None:
    letter.edit(HEADER)
    letter.upgrade()
    merged = letter.everything()[HEADER]
    assert letter.upgrade(keep=[HEADER]).left == ()
    assert (letter.everything()[HEADER], letter.states()) == (merged, {HEADER: "own"})


def test_what_became_the_same_by_hand_is_stamped_again(letter: InitLetter) -> None:
    letter.edit(HEADER)
    (letter.root / HEADER).write_bytes((letter.newer.templates / "header.mjml.j2").read_bytes())
    assert HEADER not in letter.upgrade().contents
    letter.edit(HEADER)
    assert letter.states() == {HEADER: "own"}


@pytest.mark.parametrize("name", [HEADER, PALETTE])
def test_cenums_form_is_taken_on_say_so_and_what_stood_there_is_kept(letter: InitLetter, name: str) -> None:
    letter.edit(name)
    mine = letter.everything()[name]
    letter.upgrade(take=[name])
    after = letter.everything()
    assert after[name] == letter.newer.files(letter.newsletter)[name]
    assert after[f"{name}.mine"] == mine
    assert letter.states() == {}


def test_what_was_kept_before_is_not_overwritten(letter: InitLetter) -> None:
    letter.edit(HEADER)
    (letter.root / f"{HEADER}.mine").write_bytes(b"precious")
    before = letter.everything()
    with pytest.raises(UsageMistake, match="already exists"):
        letter.upgrade(take=[HEADER])
    assert letter.everything() == before


def test_what_was_taken_away_does_not_come_back_by_itself(letter: InitLetter) -> None:
    schedule = ".github/workflows/schedule.yml"
    (letter.root / schedule).unlink()
    (letter.root / BLOCKS).unlink()
    letter.upgrade()
    assert letter.states() == {schedule: "missing", BLOCKS: "missing"}
    letter.upgrade(take=[schedule])
    assert letter.states() == {BLOCKS: "missing"}


def test_a_new_file_of_cenums_does_not_replace_one_of_that_name(letter: InitLetter) -> None:
    (letter.root / POLL).write_bytes(b"mine")
    planned = letter.upgrade()
    assert [left.name for left in planned.left] == [POLL]
    assert letter.everything()[POLL] == b"mine"
    assert letter.states() == {POLL: "unstamped"}


def test_what_cenum_no_longer_has_is_named_and_stays(letter: InitLetter) -> None:
    (letter.newer.templates / "closing.mjml.j2").unlink()
    letter.upgrade()
    assert letter.states() == {"templates/closing.mjml.j2": "withdrawn"}
    with pytest.raises(UsageMistake, match="no longer part"):
        letter.upgrade(take=["templates/closing.mjml.j2"])
    (letter.root / "templates" / "closing.mjml.j2").unlink()
    assert letter.states() == {}
    assert [*letter.upgrade().contents] == [STAMP]
    assert b"closing" not in letter.everything()[STAMP]


def test_what_cenum_no_longer_has_can_become_the_teams(letter: InitLetter) -> None:
    (letter.newer.templates / "closing.mjml.j2").unlink()
    letter.upgrade(keep=["templates/closing.mjml.j2"])
    assert letter.states() == {}
    assert "templates/closing.mjml.j2" in letter.everything()


def test_a_letter_from_before_there_were_stamps_is_compared_and_left(letter: InitLetter) -> None:
    (letter.root / STAMP).unlink()
    letter.edit(PALETTE)
    (letter.root / ".github" / "workflows" / "report.yml").unlink()
    before = letter.everything()
    states = {
        BLOCKS: "unstamped",
        HEADER: "unstamped",
        PALETTE: "unstamped",
        "requirements-cenum.txt": "unstamped",
        POLL: "missing",
        ".github/workflows/report.yml": "missing",
    }
    assert letter.states() == states
    assert [*letter.upgrade().contents] == [STAMP]
    after = letter.everything()
    assert {name: after[name] for name in before} == before
    assert (letter.states(), letter.upgrade().contents) == (states, {})
    letter.upgrade(take=[BLOCKS, POLL], keep=[PALETTE])
    assert letter.everything()[f"{BLOCKS}.mine"] == before[BLOCKS]
    assert letter.states() == {
        HEADER: "unstamped",
        PALETTE: "own",
        "requirements-cenum.txt": "unstamped",
        ".github/workflows/report.yml": "missing",
    }


def test_line_endings_that_git_changed_are_nobodys_change_and_stay(letter: InitLetter) -> None:
    for path in (letter.root / "templates").rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (letter.root / STAMP).write_bytes((letter.root / STAMP).read_bytes().replace(b"\n", b"\r\n"))
    assert letter.states(MATERIAL) == {}
    assert letter.states() == {BLOCKS: "newer", HEADER: "newer", POLL: "added", "requirements-cenum.txt": "newer"}
    letter.upgrade()
    blocks = letter.everything()[BLOCKS]
    assert blocks.count(b"\r\n") == blocks.count(b"\n") > 1
    assert letter.states() == {}


def test_workflows_follow_the_day_and_hour_of_the_settings(letter: InitLetter) -> None:
    """They are given as the letter's own hour wants them: another hour gives others, which nobody wrote by hand."""
    settings = letter.root / "cenum.toml"
    settings.write_text(settings.read_text("utf-8").replace('"07:00"', '"09:30"'), "utf-8")
    assert letter.states(MATERIAL) == {
        f".github/workflows/{name}.yml": "newer" for name in ("alarm", "report", "send")
    }
    letter.upgrade(MATERIAL)
    assert b'cron: "37 9 * * 5"' in letter.everything()[".github/workflows/send.yml"]


def test_a_letter_that_speaks_another_language_is_given_its_words(letter: InitLetter) -> None:
    settings = letter.root / "cenum.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "fr"', 'language = "en"'), "utf-8")
    assert letter.states(MATERIAL) == {"templates/wording.j2": "newer", CLIP_FORM: "newer"}


def test_an_older_cenum_takes_nothing_back(letter: InitLetter) -> None:
    letter.upgrade()
    with pytest.raises(UsageMistake) as mistake:
        letter.upgrade(MATERIAL)
    assert "0.2.0" in mistake.value.message
    assert "pip install --requirement requirements-cenum.txt" in mistake.value.remedy


@pytest.mark.parametrize("kind", ["folder", "link", "outside", "pipe", "huge"])
def test_what_is_no_file_is_named_and_nothing_of_it_is_read_or_replaced(letter: InitLetter, kind: str) -> None:
    path = letter.root / BLOCKS
    path.unlink()
    outside = letter.root.parent / "outside.txt"
    outside.write_bytes(b"a secret")
    match kind:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(letter.root / HEADER)
        case "outside":
            path.symlink_to(outside)
        case "pipe":
            os.mkfifo(path)
        case "huge":
            with path.open("wb") as huge:
                huge.truncate(10**12)
    found = file(letter, BLOCKS)
    assert (found.state.value, found.here, found.reason != "") == ("unreadable", None, True)
    with pytest.raises(UsageMistake, match="can't be replaced"):
        letter.upgrade(take=[BLOCKS])
    assert [left.name for left in letter.upgrade().left] == [BLOCKS]
    assert outside.read_bytes() == b"a secret"
    assert path.is_symlink() is (kind in {"link", "outside"})


def test_nothing_is_written_through_a_folder_that_is_a_link(letter: InitLetter) -> None:
    outside = letter.root.parent / "outside"
    shutil.move(letter.root / "templates", outside)
    (letter.root / "templates").symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*.*")}
    states = letter.states()
    assert {states[name] for name in states if name.startswith("templates/")} == {"unreadable"}
    assert POLL in states
    letter.upgrade()
    assert {path: path.read_bytes() for path in outside.rglob("*.*")} == before


def test_a_file_where_the_folder_should_be_is_said(letter: InitLetter) -> None:
    shutil.rmtree(letter.root / "templates")
    (letter.root / "templates").write_bytes(b"")
    assert file(letter, BLOCKS).state.value == "unreadable"
    assert BLOCKS not in letter.upgrade().contents


@pytest.mark.parametrize("name", ["../../etc/passwd", "cenum.toml", "templates/blocks.html.j3"])
def test_only_files_of_cenums_can_be_taken_or_kept(letter: InitLetter, name: str) -> None:
    for take, keep in (([name], []), ([], [name])):
        with pytest.raises(UsageMistake, match="cenum has no file"):
            letter.upgrade(take=take, keep=keep)


def test_one_file_is_not_taken_and_kept(letter: InitLetter) -> None:
    with pytest.raises(UsageMistake, match="both --take and --keep"):
        letter.upgrade(take=[HEADER], keep=[HEADER])


def test_the_difference_shows_what_taking_it_would_change(letter: InitLetter) -> None:
    path = letter.root / BLOCKS
    path.write_bytes(b"ours \xe2\x80\xae\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    lines = difference(file(letter, BLOCKS), "0.2.0")
    assert lines
    assert [line for line in lines if line[0] in "+-"] == [
        f"--- {BLOCKS} (here)",
        f"+++ {BLOCKS} (cenum 0.2.0)",
        "-ours \u202e",
        "+{# 0.2.0 #}",
    ]


def test_a_last_line_without_its_end_is_a_difference(letter: InitLetter) -> None:
    (letter.root / POLL).write_bytes(b"{# 0.2.0 #}")
    lines = difference(file(letter, POLL), "0.2.0")
    assert lines
    assert lines[-1] == "-(no line break at the end)"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9"])
def test_what_is_no_text_has_no_lines_to_show_and_stays(letter: InitLetter, content: bytes) -> None:
    (letter.root / BLOCKS).write_bytes(content)
    found = file(letter, BLOCKS)
    assert (found.state.value, difference(found, "0.2.0")) == ("both", None)
    letter.upgrade()
    assert letter.everything()[BLOCKS] == content


def test_cenums_own_folder_is_not_compared_with_itself(letter: InitLetter) -> None:
    assert is_source(ROOT, MATERIAL)
    assert not is_source(letter.root, MATERIAL)
