"""What earlier publications found out about letters: one that did not change is neither read nor drawn again.

It lies in the user's own cache and is believed as far as everything there is, for the very bytes that it was made
from. Who may see a letter is nothing that is remembered: that is decided each time.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cenum.accents import either_form
from cenum.archive.letter_facts import LetterFacts, facts_of
from cenum.archive.words_hash import words_hash
from cenum.cache import version_of
from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.issue.images import MOST_BYTES
from cenum.issue.reader import read
from cenum.issue.source import text_as_it_is
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.workspace import Workspace

_KIND = "letters"
_AT_HAND = 3  # letters: one is drawn when the one before it is known
# What of all that is installed has a hand in a page.
_LIBRARIES = (
    *("PIL", "babel", "emoji", "font_source_serif_pro", "jinja2", "linkify_it", "lxml", "markdown_it", "markupsafe"),
    *("mdit_py_plugins", "msgspec", "yaml"),
)


class Drawing(Struct, frozen=True):
    """What came of drawing a letter from all that ``made_from`` is the hash of.

    ``page`` is the SHA-256 of its page, ``media`` those of its files, by their paths in the site. ``in_feed`` is what
    the feed says of it, ``None`` where it was not in there; ``illustration`` is an ``<img>`` with placeholders.
    """

    made_from: str
    page: str
    media: dict[str, str]
    in_feed: str | None
    illustration: str


class KnownLetter(Struct, frozen=True):
    """A letter that was read. ``pictures`` are the SHA-256 of their files, by what the editors call them."""

    facts: LetterFacts
    pictures: dict[str, str]
    drawing: Drawing | None = None


class LetterMemory:
    """The letters of one ``workspace``, in one publication."""

    def __init__(self, workspace: Workspace, is_read: Callable[[Issue], None] = lambda _issue: None) -> None:
        """``is_read`` is told of each letter that had to be read."""
        self._workspace, self._is_read = workspace, is_read
        self._settings = msgspec.json.encode(workspace.settings, order="deterministic")
        self._known: dict[str, tuple[tuple[str | bytes, ...], KnownLetter]] = {}
        self._last: dict[str, Issue] = {}  # that were read, for whoever draws them next

    def facts(self, path: Path) -> tuple[LetterFacts | None, tuple[Finding, ...]]:
        """What the letter in ``path`` says, or what is wrong with it."""
        place = self._place(path)
        content = self._workspace.cache.get(_KIND, *place)
        known = None
        if content is not None:
            try:
                known = msgspec.msgpack.decode(content, type=KnownLetter)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                known = None
        if known is None or not _are_there(LetterFolder(path.parent), known.pictures):
            reading = read(path, self._workspace.settings, root=self._workspace.root)
            if reading.issue is None:
                return None, reading.findings
            words = words_hash(text_as_it_is(path) or "")
            known = KnownLetter(facts_of(reading.issue, self._workspace.settings, words), _pictures(reading.issue))
            if self._place(path) != place:
                raise _changed(known.facts.place.file)
            self._keep(place, known)
            self._last[path.stem] = reading.issue
            self._is_read(reading.issue)
            if len(self._last) > _AT_HAND:
                del self._last[next(iter(self._last))]
        self._known[path.stem] = place, known
        return known.facts, ()

    def issue(self, path: Path) -> Issue:
        """The letter itself. Raises :class:`UsageMistake` where its file is another one by now."""
        if path.stem in self._last:
            return self._last[path.stem]
        place, known = self._known[path.stem]
        reading = read(path, self._workspace.settings, root=self._workspace.root)
        if reading.issue is None or self._place(path) != place or _pictures(reading.issue) != known.pictures:
            raise _changed(known.facts.place.file)
        return reading.issue

    def drawing(self, key: str, made_from: str) -> Drawing | None:
        """What came of the letter ``key`` when it was drawn from the same."""
        found = self._known.get(key)
        drawing = found[1].drawing if found else None
        return drawing if drawing and drawing.made_from == made_from else None

    def keep(self, key: str, drawing: Drawing) -> None:
        """Remember what came of the letter ``key``."""
        if key in self._known:
            place, known = self._known[key]
            known = replace(known, drawing=drawing)
            self._known[key] = place, known
            self._keep(place, known)

    def _keep(self, place: tuple[str | bytes, ...], known: KnownLetter) -> None:
        self._workspace.cache.put(msgspec.msgpack.encode(known), _KIND, *place)

    def _place(self, path: Path) -> tuple[str | bytes, ...]:
        """All that the reading of a letter depends on but its pictures."""
        try:
            source = self._workspace.files.read(path)
        except OSError:
            source = b""  # whoever reads it says so
        name = path.relative_to(self._workspace.root).as_posix()
        return own_code(), self._settings, name, hashlib.sha256(source).digest()


def _changed(file: str) -> UsageMistake:
    return UsageMistake(
        _("{file} was changed while the pages were made").format(file=file), _("run this command again")
    )


def _pictures(issue: Issue) -> dict[str, str]:
    images = [*issue.images.values(), *([issue.illustration] if issue.illustration else [])]
    return {
        image.source: _hash(LetterFolder(image.folder or image.file.parent), image.file)
        for image in images
        if image.file is not None
    }


def _are_there(beside: LetterFolder, pictures: Mapping[str, str]) -> bool:
    """Whether the ``pictures`` of a letter are still the same."""
    return all(_hash(beside, either_form(beside, unquote(source))) == known for source, known in pictures.items())


def _hash(folder: LetterFolder, file: Path) -> str:
    try:
        return hashlib.sha256(folder.read(file, MOST_BYTES)).hexdigest()
    except (OSError, ValueError):
        return ""  # whoever reads it says so


@cache
def own_code() -> str:
    """A hash of cenum itself, and of what it draws with."""
    package = Path(__file__).parent.parent
    found = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version_of(library)}\n".encode())
    for file in sorted(package.rglob("*")):
        if "__pycache__" not in file.parts and file.is_file():
            found.update(f"{file.relative_to(package).as_posix()}\n".encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()
