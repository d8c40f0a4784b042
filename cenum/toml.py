"""TOML as Python's own reader understands it, for everybody who reads a file of settings."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Path = tuple[str | int, ...]

_TRIES = 20
# Levels of brackets, and parts of a key. tomllib calls itself for each bracket, and reads a key of n parts n times.
DEEPEST = 32
_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*+\'{3,5}|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'',
    re.DOTALL,
)
_OTHER_VALUE = re.compile(r"[^\s,\]}#][^,\]}#\n]*+")


class TooDeep(ValueError):
    """Brackets, or the parts of a key, go deeper on ``line`` than any file of settings does."""

    def __init__(self, line: int) -> None:
        super().__init__("nested too deep")
        self.line = line


def loads(text: str) -> dict[str, Any]:
    """The tables of ``text``.

    Raises :class:`tomllib.TOMLDecodeError`, :class:`TooDeep` before anything is read that takes long, and a plain
    :class:`ValueError` for a number with more digits than Python reads.
    """
    lines_of_keys(text)
    return tomllib.loads(text.replace("\r\n", "\n"))


def line_of(mistake: tomllib.TOMLDecodeError) -> int | None:
    """Where the file is broken. Python 3.11 has it in the sentence only: “… (at line 3, column 7)”."""
    _sentence, _at, position = str(mistake).partition(" (at line ")
    return int(position.partition(",")[0]) if position else None


def as_far_as_it_goes(text: str) -> dict[str, Any]:
    """The tables of ``text``; of one that is broken, those before the break. For what can't wait for its mending."""
    lines = text.splitlines(keepends=True)
    for _try in range(_TRIES):
        try:
            return loads("".join(lines))
        except tomllib.TOMLDecodeError as mistake:
            lines = lines[: (line_of(mistake) or len(lines)) - 1]
        except ValueError:
            break
    return {}


def line_of_key(text: str, key: Sequence[str | int]) -> int | None:
    """The line on which ``key`` begins; ``None`` where ``text``, which is TOML, has no such key."""
    return lines_of_keys(text).get(tuple(key))


@lru_cache(maxsize=4)  # every mistake in a file asks, and every link of the settings
def lines_of_keys(text: str) -> dict[Path, int]:
    """The line on which each key begins, and each item of a list; that of the file itself is the first.

    tomllib keeps no positions. What is read here is no more than where keys and values begin and end (TOML 1.0.0),
    once from the beginning to the end; of a file that is not TOML, as far as it is. Raises :class:`TooDeep`.
    """
    scan = _Scan(text)
    with suppress(_NotToml):
        scan.file()
    return scan.lines


class _NotToml(Exception):
    """Here tomllib will say what is wrong."""


class _Scan:
    """Goes through a text once; ``lines`` is what was found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self._lists: dict[Path, int] = {}  # the tables of each [[…]] so far
        self._counted, self._line = 0, 1

    def file(self) -> None:
        """Read statement by statement."""
        table: Path = ()
        self._skip(_BETWEEN)
        while self.at < len(self.text):
            if self._takes("[["):
                table = self._header(self._key("]]"))
            elif self._takes("["):
                table = self._within(self._key("]"))
                self._note(table)
            else:
                self._pair(table, 0)
            self._skip(_BETWEEN)

    def _header(self, key: Path) -> Path:
        path = (*self._within(key[:-1]), key[-1])
        self._note(path)
        self._lists[path] = self._lists.get(path, -1) + 1
        path = (*path, self._lists[path])
        self._note(path)
        return path

    def _within(self, key: Path) -> Path:
        """The path of ``key``, in which a list of tables stands for its last one."""
        path: Path = ()
        for part in key:
            path = (*path, part)
            if path in self._lists:
                path = (*path, self._lists[path])
        return path

    def _pair(self, table: Path, depth: int) -> None:
        line = self._line_here()
        path = (*table, *self._key("="))
        for length in range(len(table) + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self._skip(_BLANK)
        self._value(path, depth)

    def _key(self, end: str) -> Path:
        """The parts of a key, up to what ends it."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            parts.append(self._part())
            if len(parts) > DEEPEST:
                raise TooDeep(self._line_here())
            self._skip(_BLANK)
            if self._takes(end):
                return tuple(parts)
            if not self._takes("."):
                raise _NotToml

    def _part(self) -> str:
        bare = _BARE.match(self.text, self.at)
        if bare:
            self.at = bare.end()
            return bare[0]
        quoted = _TEXT.match(self.text, self.at)
        if not quoted or "\n" in quoted[0]:
            raise _NotToml
        self.at = quoted.end()
        try:
            # What its backslashes mean, tomllib knows.
            (key,) = tomllib.loads(f"{quoted[0]} = 0")
        except tomllib.TOMLDecodeError:
            raise _NotToml from None
        return key

    def _value(self, path: Path, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeep(self._line_here())
        if self._takes("["):
            for index in self._items("]"):
                self._note((*path, index))
                self._value((*path, index), depth + 1)
        elif self._takes("{"):
            for _index in self._items("}"):
                self._pair(path, depth + 1)
        else:
            found = _TEXT.match(self.text, self.at) or _OTHER_VALUE.match(self.text, self.at)
            if not found:
                raise _NotToml
            self.at = found.end()

    def _items(self, end: str) -> Iterator[int]:
        index = 0
        while True:
            self._skip(_BETWEEN)
            if self._takes(end):
                return
            yield index
            index += 1
            self._skip(_BETWEEN)
            if not self._takes(",") and not self.text.startswith(end, self.at):
                raise _NotToml

    def _takes(self, sign: str) -> bool:
        there = self.text.startswith(sign, self.at)
        self.at += len(sign) * there
        return there

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _note(self, path: Path) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], self._line_here())

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
