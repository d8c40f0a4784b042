"""What mail programs know, after the tests of caniemail.com: yes, no, or in part; and what a part holds for."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

# Made by tools/caniemail.py; `make clients` renews it.
DATA = Path(__file__).parent / "caniemail.json"
_LIMITS = Path(__file__).parent / "limits.toml"
# Something is odd there, and nothing is lost.
_ODD = "Buggy"
_FOREIGN = re.compile(r"non G(?:oogle|mail) account", re.IGNORECASE)
_FOREIGN_ALONE = re.compile(r"(?:only )?(?:supported|works) with non google accounts(?: only)?\.", re.IGNORECASE)


class Use(NamedTuple):
    """How a feature is used: on which element (empty if unknown), with which value, and whether in a style sheet."""

    tag: str
    value: str
    sheet: bool = False


class SupportMark(NamedTuple):
    """One test: the version (empty: the latest), ``y``, ``a``, ``n`` or ``u``, and its notes' texts."""

    version: str
    letter: str
    notes: tuple[str, ...] = ()


class Feature(Struct, frozen=True, array_like=True):
    """Something that caniemail.com has tested: title, how it shows in a letter, marks, which client has which.

    ``notes`` are the texts of those that the marks name by number.
    """

    title: str
    uses: tuple[str, ...]
    marks: tuple[str, ...]
    support: str
    notes: dict[str, str]

    def marks_of(self, client: int) -> list[SupportMark]:
        """The tests in a client, by its place in the list: one, or one for each version in use where they differ."""
        found = []
        for one in self.marks[ord(self.support[client]) - ord("a")].split():
            version, _colon, mark = one.rpartition(":")
            numbers = mark[1:].split(",")
            found.append(
                SupportMark(version, mark[0], tuple(self.notes[number] for number in numbers if number in self.notes))
            )
        return found


class Support(Struct, frozen=True):
    """caniemail.com's tests. ``updated`` is their day, ``in_use`` the first version that still counts."""

    source: str
    licence: str
    updated: str
    in_use: dict[str, str]
    clients: tuple[str, ...]
    features: dict[str, Feature]

    def named(self) -> dict[str, str]:
        """The feature of each name that a use can have."""
        return {use: slug for slug, feature in self.features.items() for use in feature.uses}


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """What a note of caniemail.com means.

    Lost is what stands ``on`` these elements, ``beside`` none of those, and whose value ``has`` this pattern; all of
    them, where several are named. ``never`` says that nothing is lost.
    """

    note: str
    on: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    has: str = ""
    never: bool = False

    def takes(self, use: Use) -> bool:
        """Whether ``use`` is lost. What stands on an unknown element is not held against it."""
        if self.never or ((self.on or self.beside) and not use.tag):
            return False
        if (self.on and use.tag not in self.on) or use.tag in self.beside:
            return False
        return not self.has or re.search(self.has, use.value) is not None


@cache
def support() -> Support:
    """The extract that stands beside this file."""
    return msgspec.json.decode(DATA.read_bytes(), type=Support)


@cache
def named() -> dict[str, str]:
    """The feature of each name that a use can have."""
    return support().named()


@cache
def limits() -> dict[str, tuple[Limit, ...]]:
    """What can be judged of caniemail's notes, by feature."""
    return msgspec.convert(tomllib.loads(_LIMITS.read_text("utf-8")), dict[str, tuple[Limit, ...]])


class Loss(NamedTuple):
    """A use that is lost in a version: wholly, or, where there are ``notes``, because of what they say."""

    version: str
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def losses(slug: str, client: str, use: Use, *, foreign: bool = False) -> tuple[tuple[Loss, ...], int]:
    """In which of a client's versions in use ``use`` is lost, and how many versions were tested.

    ``foreign`` stands for Gmail's app with an account of another provider, of which caniemail.com tells in notes.
    """
    feature = support().features[slug]
    marks = [mark for mark in feature.marks_of(support().clients.index(client)) if mark.letter != "u"]
    found = []
    for mark in marks:
        if mark.letter == "n":
            found.append(Loss(mark.version))
        elif mark.letter == "a":
            kept = tuple(note for note in mark.notes if _lost(slug, note, use, foreign=foreign))
            wholly = any(_FOREIGN.search(note) and not _limits(slug, note) for note in kept)
            if kept or not mark.notes:
                found.append(Loss(mark.version, () if wholly else kept))
    return tuple(found), len(marks)


def lacks(client: str, name: str, use: Use) -> bool:
    """Whether the newest version of a client is known to lose a use, wholly or in part."""
    slug = named().get(name)
    if slug is None:
        return False
    newest = support().features[slug].marks_of(support().clients.index(client))[-1]
    return any(one.version == newest.version for one in losses(slug, client, use)[0])


def can_be_told(slug: str, note: str) -> bool:
    """Whether a use of the feature can be lost because of what ``note`` says."""
    judged = _limits(slug, note)
    if judged:
        return not all(limit.never for limit in judged)
    return not (note.startswith(_ODD) or _FOREIGN.search(note))


def _lost(slug: str, note: str, use: Use, *, foreign: bool) -> bool:
    if _FOREIGN_ALONE.match(note):
        return not foreign
    if _FOREIGN.search(note) and not foreign:
        return False
    judged = _limits(slug, note)
    if judged:
        return any(limit.takes(use) for limit in judged)
    return not note.startswith(_ODD)


def _limits(slug: str, note: str) -> list[Limit]:
    return [limit for limit in limits().get(slug, ()) if note.startswith(limit.note)]
