"""The user's cache: whatever becomes of it, cenum says and makes the same."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from premailer.cache import cache as premailer_cache

from cenum.cache import NO_CACHE, Cache, user_cache, version_of
from cenum.cli.group import cenum as cli
from cenum.edition import style_parser
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LETTER = "2026-11-06"


def test_what_was_put_there_is_there_for_the_same_values_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"kept", "kind", "a", b"b")
    assert Cache(tmp_path).get("kind", "a", b"b") == b"kept"
    others = (("kind", "a"), ("kind", "ab"), ("kind", "b", "a"), ("other", "a", "b"))
    assert [cache.get(*other) for other in others] == [None] * 4


def test_without_a_folder_nothing_is_kept() -> None:
    NO_CACHE.put(b"kept", "kind", "a")
    assert NO_CACHE.get("kind", "a") is None


@given(st.binary(max_size=20), st.integers(0, 60), st.integers(1, 255))
def test_a_damaged_entry_is_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, at: int, change: int
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    cache.put(content, "kind", "a")
    (entry,) = (folder / "kind").iterdir()
    whole = bytearray(entry.read_bytes())
    entry.write_bytes(whole[:at])
    assert cache.get("kind", "a") == (content if at >= len(whole) else None)
    whole[at % len(whole)] ^= change
    entry.write_bytes(whole)
    assert cache.get("kind", "a") is None


def test_an_entry_under_another_name_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"one", "kind", "a")
    (one,) = (tmp_path / "kind").iterdir()
    cache.put(b"two", "kind", "b")
    (two,) = set((tmp_path / "kind").iterdir()) - {one}
    shutil.copy(one, two)
    assert cache.get("kind", "b") is None
    shutil.copytree(tmp_path / "kind", tmp_path / "other")
    assert cache.get("other", "a") is None


@pytest.mark.parametrize(("most", "room"), [(10, 10**6), (10**6, 10 * (32 + 100))], ids=["entries", "bytes"])
def test_the_oldest_entries_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, room: int) -> None:
    """A command looks at its first entry of a kind, and at some after that."""
    monkeypatch.setattr("cenum.cache._MOST", most)
    monkeypatch.setattr("cenum.cache._MOST_BYTES", room)
    monkeypatch.setattr("cenum.cache._BETWEEN", 5)
    for command in (range(8), range(8, 16)):
        cache = Cache(tmp_path)
        for number in command:
            cache.put(b"." * 100, "kind", str(number))
            os.utime(max((tmp_path / "kind").iterdir(), key=lambda one: one.stat().st_mtime_ns), (number, number))
    assert [Cache(tmp_path).get("kind", str(number)) is None for number in range(16)] == [True] * 4 + [False] * 12


def test_it_lies_where_the_system_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    user_cache().put(b"kept", "kind", "a")
    assert Cache(tmp_path / "cenum").get("kind", "a") == b"kept"


def test_who_has_no_home_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    user_cache().put(b"kept", "kind", "a")
    assert list(tmp_path.iterdir()) == []


def test_it_never_lies_in_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "letter", target_is_directory=True)
    for place in (tmp_path / "letter" / ".cache", tmp_path / "link" / "a"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        cache = user_cache(tmp_path / "letter")
        cache.put(b"kept", "kind", "a")
        assert cache.get("kind", "a") is None
    assert not (tmp_path / "letter").exists()


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
@pytest.mark.parametrize("rights", [0o755, 0o770, 0o707, 0o720])
def test_what_others_may_touch_is_not_believed(tmp_path: Path, rights: int) -> None:
    """As a folder is that a repository brought."""
    cache = Cache(tmp_path)
    cache.put(b"kept", "kind", "a")
    assert cache.get("kind", "a") == b"kept"
    (tmp_path / "kind").chmod(rights)
    assert cache.get("kind", "a") is None
    cache.put(b"kept", "kind", "b")
    assert len(list((tmp_path / "kind").iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_a_folder_of_somebody_else_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cache.put(b"kept", "kind", "a")
    someone = os.getuid() + 1
    monkeypatch.setattr("os.getuid", lambda: someone)
    assert cache.get("kind", "a") is None


def test_a_link_is_not_followed_to_what_is_kept(tmp_path: Path) -> None:
    Cache(tmp_path / "theirs").put(b"planted", "kind", "a")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "kind").symlink_to(tmp_path / "theirs" / "kind", target_is_directory=True)
    assert Cache(tmp_path / "ours").get("kind", "a") is None


def test_the_version_of_what_is_installed_tells_releases_apart() -> None:
    assert version_of("premailer").startswith("premailer-")
    assert version_of("PIL").startswith("pillow-")
    assert version_of("cenum") != ""  # from its sources, without a distribution beside it
    assert version_of("nothing_of_this_name") == ""


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _cut_off(folder: Path) -> None:
    for entry in _entries(folder):
        entry.write_bytes(entry.read_bytes()[:-1])


def _overwritten(folder: Path) -> None:
    for entry in _entries(folder):
        entry.write_bytes(b"\0" * len(entry.read_bytes()))


def _mixed_up(folder: Path) -> None:
    entries = list(_entries(folder))
    contents = [entry.read_bytes() for entry in entries]
    for entry, content in zip(entries, contents[1:] + contents[:1], strict=True):
        entry.write_bytes(content)


def _a_folder_for_each_entry(folder: Path) -> None:
    for entry in list(_entries(folder)):
        entry.unlink()
        entry.mkdir()


def _a_file(folder: Path) -> None:
    _emptied(folder)
    folder.write_text("not a folder", "utf-8")


def _full(_folder: Path) -> None:
    """As the command before left it."""


def _entries(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "state", [_full, _emptied, _cut_off, _overwritten, _mixed_up, _a_folder_for_each_entry, _a_file]
)
def test_no_state_of_the_cache_changes_a_byte(
    state: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    letter: Path,
    filled: tuple[Path, dict[str, bytes | str]],
) -> None:
    cache, first = filled
    shutil.copytree(cache, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    state(tmp_path / "cenum")
    assert made(letter) == first


@pytest.fixture(scope="module")
def filled(letter: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes | str]]:
    """The folder of caches as the first commands leave it, and what these say and write."""
    folder = tmp_path_factory.mktemp("caches")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        first = made(letter)
    assert {entry.parent.name for entry in _entries(folder / "cenum")} >= {"pictures", "styles", "templates"}
    return folder, first


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letter")
    for name in ("issues", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "cenum.toml", folder)
    return folder


def made(letter: Path) -> dict[str, bytes | str]:
    """What is said and written of a letter, by a cenum that remembers nothing by itself."""
    style_parser._answers.sheets.clear()
    style_parser._answers.styles.clear()
    premailer_cache.clear()
    shutil.rmtree(letter / "dist", ignore_errors=True)
    said = {
        command: CliRunner().invoke(cli, [command, LETTER, "--folder", str(letter)]).output
        for command in ("check", "build")
    }
    files = {path.relative_to(letter).as_posix(): path.read_bytes() for path in _entries(letter / "dist")}
    assert "dist" in said["build"]
    return {**said, **files}
