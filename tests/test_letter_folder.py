"""The way into and out of a letter's folder, with steps that are held open and, as on Windows, with paths."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cenum import letter_folder
from cenum.errors import FolderRefusal, LeadsOut, TooLarge, UsageMistake
from cenum.letter_folder import LetterFolder, by_its_own_name
from cenum.links.fix import rewrite
from cenum.starter.write_files import write_new

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = b"nobody reads this\n"


@pytest.fixture(params=["steps", "paths"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LetterFolder]:
    if request.param == "paths":
        monkeypatch.setattr(letter_folder, "_BY_STEPS", False)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "canary").write_bytes(CANARY)
    root = tmp_path / "letter"
    (root / "issues" / "media").mkdir(parents=True)
    (root / "issues" / "a.md").write_bytes(b"text")
    yield LetterFolder(root)
    assert (tmp_path / "outside" / "canary").read_bytes() == CANARY
    assert os.listdir(tmp_path / "outside") == ["canary"]  # noqa: PTH208  names


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("b.md", "issues/a.md"),
        ("issues/b.md", "a.md"),
        ("issues/media/b.md", "../a.md"),
        ("issues/media/b.md", "../../issues/media/../a.md"),
        ("pages", "issues"),
    ],
)
def test_a_link_that_stays_in_the_folder_is_read(folder: LetterFolder, link: str, target: str) -> None:
    (folder.root / link).symlink_to(target)
    path = f"{link}/a.md" if target == "issues" else link
    assert folder.read(path) == b"text"
    assert folder.is_file(path)
    with pytest.raises(FolderRefusal, match=f"{link} is a symbolic link"):
        folder.read(path, follow=False)


def test_so_is_one_that_names_the_whole_path(folder: LetterFolder) -> None:
    (folder.root / "b.md").symlink_to(folder.root / "issues" / "a.md")
    assert folder.read("b.md") == b"text"


@pytest.mark.parametrize(
    "target",
    ["../outside", "../letter/../outside", "issues/../../outside", "/", "via", "issues/media/../../../outside"],
)
@pytest.mark.parametrize("deep", [False, True])
def test_one_that_leads_out_is_not_read_nor_listed_nor_written_through(
    folder: LetterFolder, target: str, *, deep: bool
) -> None:
    (folder.root / "via").symlink_to("../outside")
    (folder.root / "bad").symlink_to(target)
    path = "bad/canary" if deep else "bad"
    for deed in (folder.read, folder.names, folder.text, folder.status):
        with pytest.raises(LeadsOut, match="leads out of the letter's folder"):
            deed(path)
    assert not folder.is_file(path)
    assert not folder.is_folder(path)
    for written in (
        lambda: folder.write(path, b"x"),
        lambda: folder.write(f"{path}/new", b"x"),
        lambda: folder.create(f"{path}/new", b"x"),
        lambda: folder.make_folder(f"{path}/new"),
        lambda: folder.make_folder(path),
        lambda: folder.place(path, make=True),
        lambda: folder.move("issues/a.md", path),
        lambda: folder.remove(f"{path}/canary"),
        lambda: folder.remove_folder(path),
    ):
        with pytest.raises(FolderRefusal, match="is a symbolic link"):
            written()
    assert list(folder.files_below("")) == [folder.root / "issues" / "a.md"]


def test_a_path_that_goes_up_and_out_is_refused_however_it_is_written(folder: LetterFolder, tmp_path: Path) -> None:
    for path in (
        "../outside/canary",
        "issues/../../outside/canary",
        tmp_path / "outside" / "canary",
        "/etc/hostname",
    ):
        with pytest.raises(LeadsOut):
            folder.read(path)
        with pytest.raises(LeadsOut):
            folder.write(path, b"x")


def test_links_in_a_circle_end(folder: LetterFolder) -> None:
    (folder.root / "one").symlink_to("two")
    (folder.root / "two").symlink_to("one")
    with pytest.raises(OSError, match="one"):
        folder.read("one")


def test_so_do_links_that_lead_to_each_other(folder: LetterFolder) -> None:
    for number in range(41):
        (folder.root / f"{number}").symlink_to(f"{number + 1}" if number < 40 else "issues/a.md")
    assert folder.read("1") == b"text"  # as many as Linux follows
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        folder.read("0")


def test_what_is_no_file_is_called_by_its_name(folder: LetterFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder.root / "pipe")
    monkeypatch.chdir(folder.root)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
    for name in ("pipe", "socket"):
        for deed in (folder.read, folder.text, folder.status, folder.place, lambda path: folder.write(path, b"x")):
            with pytest.raises(FolderRefusal, match=name):
                deed(name)
    for deed in (folder.read, lambda path: folder.write(path, b"x")):
        with pytest.raises(IsADirectoryError):
            deed("issues")


def test_a_device_is_refused_by_its_kind_where_there_is_one() -> None:
    with pytest.raises(FolderRefusal, match="it is a device"):
        LetterFolder(Path("/dev")).read("null")


@pytest.mark.parametrize("name", ["a.md", "issues"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_put_there_between_the_look_and_the_deed_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.md").write_bytes(CANARY)
    (tmp_path / "letter" / "issues").mkdir(parents=True)
    file = tmp_path / "letter" / "issues" / "a.md"
    file.write_bytes(b"text")
    look = letter_folder._Step.look

    def swapping(step: letter_folder._Step, looked_at: str) -> os.stat_result | None:
        found = look(step, looked_at)
        if looked_at == name:
            here = file if name == "a.md" else file.parent
            here.rename(tmp_path / "away")
            if kind == "link":
                here.symlink_to(tmp_path / "outside" / ("a.md" if name == "a.md" else ""))
            else:
                os.mkfifo(here)
        return found

    monkeypatch.setattr(letter_folder._Step, "look", swapping)
    with pytest.raises(OSError, match=r".") as refused:
        LetterFolder(tmp_path / "letter").read("issues/a.md")
    assert not isinstance(refused.value, FileNotFoundError)


def test_the_limit_counts_what_is_read_also_of_a_file_that_grows(
    folder: LetterFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, read, pieces = folder.root / "issues" / "a.md", os.read, []
    assert folder.read(file, 4) == b"text"
    with pytest.raises(TooLarge) as refused:
        folder.read(file, 2)
    assert refused.value.size == 4

    def growing(descriptor: int, count: int) -> bytes:
        pieces.append(count)
        with file.open("ab") as more:
            more.write(b"x" * count)
        return read(descriptor, count)

    monkeypatch.setattr(os, "read", growing)
    with pytest.raises(TooLarge) as refused:
        folder.read(file, 200_000)
    assert refused.value.size == 200_001
    assert sum(pieces) < 400_000


def test_what_is_written_is_there_at_once_with_the_permissions_of_before(folder: LetterFolder) -> None:
    file = folder.root / "issues" / "a.md"
    file.chmod(0o640)
    before = file.stat().st_ino
    folder.write("issues/a.md", b"new")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o640)
    assert file.stat().st_ino != before
    folder.write("dist/2026-11-27/media/x.png", b"picture")
    assert (folder.root / "dist" / "2026-11-27" / "media" / "x.png").read_bytes() == b"picture"
    assert sorted(folder.names("issues")) == ["a.md", "media"]


def test_another_name_of_a_file_outside_keeps_what_it_had(folder: LetterFolder, tmp_path: Path) -> None:
    os.link(tmp_path / "outside" / "canary", folder.root / "hard")
    folder.write("hard", b"new")
    assert (folder.root / "hard").read_bytes() == b"new"


def test_a_disk_that_is_full_leaves_what_was_there(folder: LetterFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.write("issues/a.md", b"new", lasting=True)
    with pytest.raises(OSError, match="No space"):
        folder.create("issues/b.md", b"new", lasting=True)
    assert sorted(folder.names("issues")) == ["a.md", "media"]
    assert folder.read("issues/a.md") == b"text"


def test_files_alone_are_moved_and_over_files_alone(folder: LetterFolder) -> None:
    os.mkfifo(folder.root / "pipe")
    for source, target in (("pipe", "new"), ("issues/a.md", "pipe")):
        with pytest.raises(FolderRefusal, match="it is a named pipe"):
            folder.move(source, target)
    assert (folder.root / "pipe").is_fifo()
    folder.move("issues/a.md", "new")
    assert folder.read("new") == b"text"
    assert not folder.holds("issues/a.md")


def test_a_link_is_not_moved_nor_what_it_leads_to(folder: LetterFolder) -> None:
    (folder.root / "a.md").write_text("a", "utf-8")
    (folder.root / "link.md").symlink_to("a.md")
    with pytest.raises(OSError, match="symbolic link"):
        folder.move("link.md", "b.md")
    assert (folder.root / "a.md").read_text("utf-8") == "a"
    assert not (folder.root / "b.md").exists()


def test_a_new_file_has_the_rights_that_were_asked_for(folder: LetterFolder) -> None:
    for mode in (0o600, 0o666, 0o755):
        folder.create(f"{mode}", b"", mode=mode)
        assert stat.S_IMODE((folder.root / f"{mode}").stat().st_mode) == mode


def test_what_is_read_only_stays(folder: LetterFolder) -> None:
    (folder.root / "issues" / "a.md").chmod(0o444)
    with pytest.raises(PermissionError):
        folder.write("issues/a.md", b"new")
    assert folder.read("issues/a.md") == b"text"


def test_a_new_file_takes_no_name_that_is_taken_not_even_by_a_link_to_nothing(folder: LetterFolder) -> None:
    (folder.root / "issues" / "b.md").symlink_to("../../outside/new")
    for name in ("a.md", "b.md", "media"):
        assert folder.holds(f"issues/{name}")
        with pytest.raises(FileExistsError):
            folder.create(f"issues/{name}", b"new")
    folder.remove("issues/b.md")
    assert not folder.holds("issues/b.md")


@pytest.mark.parametrize("there", [False, True])
def test_what_cenum_keeps_for_itself_is_its_owners_alone(folder: LetterFolder, *, there: bool) -> None:
    private = folder.root / ".cenum"
    if there:
        private.mkdir(mode=0o755)
    assert folder.place(".cenum/cache/links.sqlite3", make=True) == private / "cache" / "links.sqlite3"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_the_files_beside_a_database_are_looked_at_too(folder: LetterFolder) -> None:
    (folder.root / "links.sqlite3-journal").symlink_to("../outside/canary")
    with pytest.raises(FolderRefusal, match="journal is a symbolic link"):
        folder.place("links.sqlite3", "-journal")


def test_a_folder_by_another_name_is_the_same_folder(tmp_path: Path) -> None:
    root = tmp_path / "letter"
    (root / "issues").mkdir(parents=True)
    (tmp_path / "alias").symlink_to(root)
    (root / "out").symlink_to(tmp_path)
    assert by_its_own_name(root, tmp_path / "alias" / "issues" / "a.md") == root / "issues" / "a.md"
    assert by_its_own_name(root, root / "issues" / ".." / "a.md") == root / "a.md"
    assert by_its_own_name(root, root / "out" / "a.md") == root / "out" / "a.md"
    assert by_its_own_name(root, tmp_path / "a.md") is None


def test_an_issue_is_not_corrected_through_a_link(folder: LetterFolder) -> None:
    (folder.root / "issues" / "b.md").symlink_to("a.md")
    with pytest.raises(UsageMistake, match=r"issues/b\.md is a symbolic link"):
        rewrite(folder.root / "issues" / "b.md", b"text", b"new", folder)
    assert folder.read("issues/a.md") == b"text"


@pytest.mark.parametrize("name", ["templates", "issues", ".github", "cenum.toml"])
def test_a_new_letter_is_not_written_through_a_link(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    letter = tmp_path / "letter"
    letter.mkdir()
    (letter / name).symlink_to("../outside")
    files = {"cenum.toml": b"a", "templates/x": b"b", "issues/x.md": b"c", ".github/workflows/x.yml": b"d"}
    with pytest.raises(UsageMistake, match=name):
        write_new(letter, files)
    assert list((tmp_path / "outside").iterdir()) == []
    assert [path.name for path in letter.iterdir()] == [name]


def test_a_folder_that_is_named_from_here_is_itself_and_none_within_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = LetterFolder(Path("letter"))
    there.write(Path("letter") / "a.txt", b"a")
    there.write("b.txt", b"b")
    assert sorted(there.names(Path("letter"))) == ["a.txt", "b.txt"]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "letter",
        "letter/a.txt",
        "letter/b.txt",
    ]
    with pytest.raises(LeadsOut):
        there.read(Path("a.txt"))


@pytest.mark.parametrize("reason", [1, 38, 22, 95])
def test_where_files_have_one_name_only_a_new_one_is_written_all_the_same(
    folder: LetterFolder, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(*_names: object, **_where: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "link", refuse)
    folder.create("issues/b.md", b"new", mode=0o600, lasting=True)
    assert folder.read("issues/b.md") == b"new"
    with pytest.raises(FileExistsError):
        folder.create("issues/b.md", b"newer")
    assert folder.read("issues/b.md") == b"new"
    assert sorted(folder.names("issues")) == ["a.md", "b.md", "media"]


def test_a_name_that_was_taken_meanwhile_stays_theirs(folder: LetterFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def late(*names: str, **where: int) -> None:
        (folder.root / "issues" / "b.md").write_bytes(b"theirs")
        link(*names, **where)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileExistsError):
        folder.create("issues/b.md", b"ours")
    assert folder.read("issues/b.md") == b"theirs"
    assert sorted(folder.names("issues")) == ["a.md", "b.md", "media"]


def test_where_files_have_one_name_only_nothing_is_written_over_or_left_half(
    folder: LetterFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_names: object, **_where: object) -> None:
        (folder.root / "issues" / "b.md").write_bytes(b"theirs")
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(os, "link", taken)
    with pytest.raises(FileExistsError):
        folder.create("issues/b.md", b"ours")
    assert folder.read("issues/b.md") == b"theirs"

    def refuse(*_names: object, **_where: object) -> None:
        # From now on the disk is full.
        monkeypatch.setattr(os, "fsync", full)
        raise PermissionError(1, os.strerror(1))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="No space"):
        folder.create("issues/c.md", b"ours", lasting=True)
    assert sorted(folder.names("issues")) == ["a.md", "b.md", "media"]


def test_a_link_that_cannot_be_made_for_another_reason_is_said(
    folder: LetterFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object, **_where: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="No space"):
        folder.create("issues/b.md", b"ours")
    assert sorted(folder.names("issues")) == ["a.md", "media"]
