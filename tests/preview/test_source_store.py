"""Nobody's words are lost: not to who saves, not to who wrote meanwhile, not to a crash."""

from __future__ import annotations

import json
import mmap
import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.links.fix import rewrite
from cenum.name_exchange import exchange_names
from cenum.preview.source_store import MOST_BYTES, NO_FILE, load, save

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cenum.preview.source_store import SaveOutcome

KEY = "2026-11-27"
GIVEN = "---\ntitle: Été à Évry\n---\n\n# Édito {#edito}\n\nUn mot\u00a0: un autre.\n\nEt un dernier.\n".encode()
MINE = GIVEN.decode().replace("Un mot", "Un mot à moi")
OTHERS = GIVEN.replace(b"dernier", b"autre encore")


def _in_place(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _decoded(change: Callable[[str], str]) -> Callable[[Path], object]:
    return _in_place(lambda content: change(content.decode()).encode())


def _same_size_and_times(path: Path) -> None:
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"dernier", b"premier"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def _through_a_handle(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4)
        file.write(b"TITLE")


def _mapped(path: Path) -> None:
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        memory[4:9] = b"TITLE"


def _replaced(path: Path) -> None:
    beside = path.with_suffix(".tmp")
    beside.write_bytes(OTHERS)
    beside.replace(path)


def _removed_and_written(path: Path, content: bytes = OTHERS) -> None:
    path.unlink()
    path.write_bytes(content)


def _with_a_backup(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    path.write_bytes(OTHERS)


def _by_another_name(path: Path) -> None:
    other = path.with_name("brouillon.md")
    os.link(path, other)
    with other.open("ab") as file:
        file.write(b"\nEncore.\n")


def _linked_over(path: Path) -> None:
    other = path.with_name("brouillon.md")
    other.write_bytes(OTHERS)
    path.unlink()
    os.link(other, path)


def _folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "text.md").write_bytes(OTHERS)


def _link_in_its_place(path: Path) -> None:
    other = path.with_name("ailleurs.md")
    path.rename(other)
    path.symlink_to(other.name)


def _link_out(path: Path) -> None:
    outside = path.parent.parent.parent / "outside.md"
    outside.write_bytes(GIVEN)
    path.unlink()
    path.symlink_to(outside)


def _link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.md")


def _pipe_in_its_place(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("archives"))


def _folder_linked(path: Path) -> None:
    path.parent.rename(path.parent.with_name("archives"))
    path.parent.symlink_to("archives")


def _folder_linked_out(path: Path) -> None:
    outside = path.parent.parent.parent / "outside"
    shutil.move(path.parent, outside)
    path.parent.symlink_to(outside)


def _git(path: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        cwd=path.parent.parent,
        check=True,
        capture_output=True,
    )


def _checkout(path: Path) -> None:
    _git(path, "init", "-q")
    for content in (OTHERS, GIVEN):
        path.write_bytes(content)
        _git(path, "add", "issues")
        _git(path, "commit", "-qm", "a letter")
    _git(path, "checkout", "-q", "HEAD~1")


def _saved_by_another_page(path: Path) -> None:
    given = load(path, LetterFolder(path.parent.parent))
    assert save(path, given.digest, OTHERS.decode(), LetterFolder(path.parent.parent)).saved


WAYS: Mapping[str, Callable[[Path], object]] = {
    "append": _in_place(lambda content: content + b"\nUn PS.\n"),
    "append through a handle": _appended,
    "one space at the end": _in_place(lambda content: content + b" "),
    "one line end more": _in_place(lambda content: content + b"\n"),
    "one line end less": _in_place(lambda content: content[:-1]),
    "prepend": _in_place(lambda content: b"<!-- -->\n" + content),
    "truncate to nothing": _in_place(lambda _content: b""),
    "truncate to half": lambda path: os.truncate(path, len(GIVEN) // 2),
    "grow by a hole": lambda path: os.truncate(path, len(GIVEN) + 100),
    "one byte": _in_place(lambda content: content.replace(b"mot", b"lot", 1)),
    "one bit": _in_place(lambda content: bytes([content[0] ^ 1]) + content[1:]),
    "same size, same times": _same_size_and_times,
    "case": _decoded(str.upper),
    "a word": _decoded(lambda text: text.replace("dernier", "avant-dernier")),
    "two words change places": _decoded(lambda text: text.replace("mot", "?").replace("autre", "mot")),
    "the title": _decoded(lambda text: text.replace("Été", "Hiver")),
    "a line removed": _decoded(lambda text: "".join(text.splitlines(keepends=True)[:-1])),
    "a line twice": _decoded(lambda text: text + text.splitlines(keepends=True)[-1]),
    "lines the other way": _decoded(lambda text: "".join(reversed(text.splitlines(keepends=True)))),
    "lines of Windows": _in_place(lambda content: content.replace(b"\n", b"\r\n")),
    "lines of old Macs": _in_place(lambda content: content.replace(b"\n", b"\r")),
    "lines of Unicode": _decoded(lambda text: text.replace("\n", "\u2028", 1)),
    "a mark of byte order": _in_place(lambda content: b"\xef\xbb\xbf" + content),
    "accents apart": _decoded(lambda text: unicodedata.normalize("NFD", text)),
    "plain spaces": _decoded(lambda text: text.replace("\u00a0", " ")),
    "narrow spaces": _decoded(lambda text: text.replace("\u00a0", "\u202f")),
    "tabs": _decoded(lambda text: text.replace(" ", "\t")),
    "a character that nobody sees": _decoded(lambda text: text.replace("mot", "m\u200bot")),
    "an emoji": _decoded(lambda text: text + "👩🏽‍🚀"),
    "another direction": _decoded(lambda text: text + "\u202e"),
    "a zero byte": _in_place(lambda content: content + b"\0"),
    "Latin 1": _in_place(lambda content: content.decode().encode("latin-1")),
    "UTF-16": _in_place(lambda content: content.decode().encode("utf-16")),
    "too large": _in_place(lambda content: content + b"x" * MOST_BYTES),
    "through a handle": _through_a_handle,
    "mapped into memory": _mapped,
    "two writes": lambda path: [path.write_bytes(content) for content in (MINE.encode(), OTHERS)],
    "through another name": _by_another_name,
    "another file by rename": _replaced,
    "removed, written anew": _removed_and_written,
    "renamed to a backup, written anew": _with_a_backup,
    "another name for another file": _linked_over,
    "copied over": lambda path: shutil.copy(_beside(path), path),
    "git checkout": _checkout,
    "links corrected": lambda path: rewrite(path, GIVEN, OTHERS, LetterFolder(path.parent.parent)),
    "another page of the preview": _saved_by_another_page,
    "cenum itself": lambda path: LetterFolder(path.parent.parent).write(path, OTHERS),
    "removed": Path.unlink,
    "moved": lambda path: path.rename(path.with_name("2026-12-04.md")),
    "a folder in its place": _folder_in_its_place,
    "a link in its place": _link_in_its_place,
    "a link out": _link_out,
    "a link to nothing": _link_to_nothing,
    "a pipe in its place": _pipe_in_its_place,
    "its folder moved": _folder_moved,
    "a link in its folder's place": _folder_linked,
    "a link out in its folder's place": _folder_linked_out,
}  # fmt: skip
# What changes no word stops nobody, nor does what reaches another folder of which we hold the old one.
HARMLESS: Mapping[str, Callable[[Path], object]] = {
    "touched": os.utime,
    "the same again": lambda path: path.write_bytes(GIVEN),
    "the same in a new file": lambda path: _removed_and_written(path, GIVEN),
    "other permissions": lambda path: path.chmod(0o600),
}


def _beside(path: Path) -> Path:
    other = path.with_name("brouillon.md")
    other.write_bytes(OTHERS)
    return other


def _files(at: Path) -> dict[str, object]:
    """All that is there, but what is being written and what git keeps."""
    found: dict[str, object] = {}
    for path in sorted(at.rglob("*")):
        name = path.relative_to(at).as_posix()
        if ".git/" in name or path.suffix == ".new":
            continue
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else path.stat().st_mode
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "letter" / "issues" / f"{KEY}.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(GIVEN)
    return path


def _save(path: Path, base: bytes = GIVEN, text: str = MINE) -> SaveOutcome | None:
    """What became of it; ``None`` where it was refused in words."""
    try:
        return save(path, sha256(base).hexdigest(), text, LetterFolder(path.parent.parent))
    except UsageMistake:
        return None


def _holds_the_truth(outcome: SaveOutcome | None, path: Path) -> None:
    """What is said of the file is what is in it; where it can't be read, that is said."""
    if outcome is None:
        return
    assert not outcome.saved
    there = path.read_bytes() if path.exists() else None
    assert outcome.now.text == (there.decode() if there is not None else None)
    assert outcome.now.digest == (sha256(there).hexdigest() if there is not None else NO_FILE)


def test_there_are_fifty_ways() -> None:
    assert len(WAYS) >= 50


@pytest.mark.parametrize("way", WAYS)
def test_what_another_program_wrote_between_opening_and_saving_stays(path: Path, way: str) -> None:
    given = load(path, LetterFolder(path.parent.parent))
    assert given == (GIVEN.decode(), sha256(GIVEN).hexdigest())
    WAYS[way](path)
    before = _files(path.parents[2])
    _holds_the_truth(_save(path), path)
    assert _files(path.parents[2]) == before


@pytest.mark.parametrize("way", HARMLESS)
def test_what_changes_no_word_stops_nobody(path: Path, way: str) -> None:
    HARMLESS[way](path)
    outcome = _save(path)
    assert outcome
    assert outcome.saved
    assert path.read_bytes() == MINE.encode()


def _at_the_deed(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object], turn: int = 1) -> None:
    """``deed`` is done in the instant before two files are exchanged for the ``turn``-th time."""
    turns = iter(range(1, 100))

    def exchanged(one: str, other: str, folder: int | None) -> bool:
        if next(turns) == turn:
            deed()
        return exchange_names(one, other, folder)

    monkeypatch.setattr("cenum.letter_folder.exchange_names", exchanged)


# Whoever moves the folder itself moves what we hold of it: the text goes along with it.
@pytest.mark.parametrize("way", [way for way in WAYS if "folder" not in way.removeprefix("a folder")])
def test_what_another_program_writes_in_the_instant_of_saving_stays(
    path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[dict[str, object]] = []
    with monkeypatch.context() as patch:

        def deed() -> None:
            patch.undo()
            WAYS[way](path)
            before.append(_files(path.parents[2]))

        _at_the_deed(patch, deed)
        outcome = _save(path)
    assert before == [_files(path.parents[2])]
    assert outcome is None or not outcome.saved
    _holds_the_truth(outcome, path)
    assert list(path.parent.glob(".*")) == []


@pytest.mark.parametrize("way", ["append", "another file by rename", "removed, written anew", "two writes"])
def test_the_newest_stays_of_several_that_write_in_the_instant_of_saving(
    path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours was in the way for a moment; whoever wrote over that has it changed, and the last word."""
    turns = iter(range(1, 100))
    wrote: list[bytes] = []

    def exchanged(one: str, other: str, folder: int | None) -> bool:
        turn = next(turns)
        if turn == 1:
            path.write_bytes(OTHERS)
        if turn in {2, 3}:
            WAYS[way](path)
            wrote.append(path.read_bytes())
        return exchange_names(one, other, folder)

    monkeypatch.setattr("cenum.letter_folder.exchange_names", exchanged)
    outcome = _save(path)
    assert path.read_bytes() in wrote
    _holds_the_truth(outcome, path)
    assert list(path.parent.glob(".*")) == []


def test_what_is_removed_while_ours_is_taken_back_is_there_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = iter(range(1, 100))

    def exchanged(one: str, other: str, folder: int | None) -> bool:
        match next(turns):
            case 1:
                path.write_bytes(OTHERS)
            case 2:
                path.unlink()
        return exchange_names(one, other, folder)

    monkeypatch.setattr("cenum.letter_folder.exchange_names", exchanged)
    _holds_the_truth(_save(path), path)
    assert path.read_bytes() == OTHERS
    assert list(path.parent.glob(".*")) == []


@pytest.mark.parametrize("way", [*WAYS, *HARMLESS])
def test_a_system_that_cannot_exchange_two_files_compares_and_replaces(
    path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cenum.letter_folder.exchange_names", lambda *_of: False)
    {**WAYS, **HARMLESS}[way](path)
    before = _files(path.parents[2])
    outcome = _save(path)
    assert (outcome is not None and outcome.saved) is (way in HARMLESS)
    assert (_files(path.parents[2]) == before) is (way in WAYS)


def test_such_a_system_looks_right_before_the_deed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def saves(descriptor: int) -> None:
        fsync(descriptor)
        path.write_bytes(OTHERS)

    monkeypatch.setattr("cenum.letter_folder.exchange_names", lambda *_of: False)
    monkeypatch.setattr(os, "fsync", saves)
    _holds_the_truth(_save(path), path)
    assert _files(path.parent) == {path.name: OTHERS}


def test_what_is_read_only_stays_and_the_words_for_it_are_clear(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(UsageMistake, match=rf"issues/{KEY}\.md can't be written \(permission denied\)") as refused:
        save(path, sha256(GIVEN).hexdigest(), MINE, LetterFolder(path.parent.parent))
    assert "your text is still in this window" in refused.value.remedy
    assert path.read_bytes() == GIVEN


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("Latin 1", "is not text in UTF-8"),
        ("too large", "too large"),
        ("a link in its place", "is a symbolic link"),
        ("a link out in its folder's place", "is a symbolic link"),
        ("a folder in its place", "is a folder"),
        ("a pipe in its place", "is a named pipe"),
    ],
)
def test_what_cannot_be_opened_is_said_in_words(path: Path, way: str, said: str) -> None:
    WAYS[way](path)
    with pytest.raises(UsageMistake, match=said):
        load(path, LetterFolder(path.parent.parent))


def test_a_disk_that_is_full_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageMistake, match="the disk is full"):
        save(path, sha256(GIVEN).hexdigest(), MINE, LetterFolder(path.parent.parent))
    assert _files(path.parent) == {path.name: GIVEN}


_LONG = "Une phrase assez longue pour que rien n'en soit écrit d'un coup.\n" * 4000

# In a process of its own, which dies at each of the system's calls in turn, as in a power cut.
_DIES_EVERYWHERE = """
import json, os, sys
from hashlib import sha256
from pathlib import Path
from cenum import letter_folder
from cenum.letter_folder import LetterFolder
from cenum.preview.source_store import NO_FILE, save

path, mine = Path(sys.argv[1]), sys.argv[3] * 4000
given = sys.argv[2].encode() or None
base = sha256(given).hexdigest() if given else NO_FILE
CALLS = ("open", "fsync", "chmod", "replace", "link", "unlink", "close", "read", "stat", "fdopen")
CALLS = [(os, name) for name in CALLS]
CALLS.append((letter_folder, "exchange_names"))

def dying(at, after):
    count = 0
    def wrapped(call):
        def made(*arguments, **more):
            nonlocal count
            count += 1
            if count == at and not after: os._exit(9)
            try: return call(*arguments, **more)
            finally:
                if count == at and after: os._exit(9)
        return made
    for where, name in CALLS: setattr(where, name, wrapped(getattr(where, name)))

found = []
for after in (False, True):
    at = 0
    while True:
        at += 1
        path.unlink(missing_ok=True)
        if given: path.write_bytes(given)
        child = os.fork()
        if not child:
            dying(at, after)
            save(path, base, mine, LetterFolder(path.parent.parent))
            os._exit(0)
        died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        content = path.read_bytes() if path.exists() else None
        found.append("old" if content == given else "new" if content == mine.encode() else "broken")
        for left in path.parent.glob(".*.new"): left.unlink()
        if not died: break
print(json.dumps(found))
"""


@pytest.mark.long
@pytest.mark.parametrize("before", ["Avant.\n", ""], ids=["over a file", "a new file"])
def test_whoever_dies_at_any_call_of_a_save_leaves_the_old_file_or_the_new_one(path: Path, before: str) -> None:
    line = _LONG.splitlines(keepends=True)[0]
    done = subprocess.run(
        [sys.executable, "-c", _DIES_EVERYWHERE, str(path), before, line],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    assert len(found) > 30
    assert set(found) == {"old", "new"}


_SAVES_FOR_EVER = """
import sys
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from cenum.letter_folder import LetterFolder
from cenum.preview.source_store import save

path = Path(sys.argv[1])
texts = ["A" * 200_000, "B" * 250_000]
now = path.read_text()
print("begun", flush=True)
for text in cycle(texts):
    assert save(path, sha256(now.encode()).hexdigest(), text, LetterFolder(path.parent.parent)).saved
    now = text
"""


@pytest.mark.long
def test_whoever_is_killed_while_saving_leaves_the_old_file_or_the_new_one(path: Path) -> None:
    path.write_text("A" * 200_000, encoding="utf-8")
    for _time in range(8):
        with subprocess.Popen([sys.executable, "-c", _SAVES_FOR_EVER, str(path)], stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            begun = path.stat().st_ino
            while path.stat().st_ino == begun:  # in the midst of it, wherever that is
                pass
            child.send_signal(signal.SIGKILL)
        assert path.read_text(encoding="utf-8") in {"A" * 200_000, "B" * 250_000}
