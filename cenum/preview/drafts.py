"""Letters as they are being written, before anybody saves them: each text is drawn once, and checked once."""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cenum.preview.source_store import digest_of

if TYPE_CHECKING:
    from cenum.edition.edition import PublishedFile
    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.library import DrawnIssue, PreviewLibrary

_Name = TypeVar("_Name")
_Drawn = TypeVar("_Drawn")
_KEPT = 8  # texts that are kept drawn: the last of each page, and some that somebody takes back


class _DraftName(NamedTuple):
    """A text of an issue, and in which surroundings it is drawn: it is none of these what its file says meanwhile."""

    key: str
    digest: str
    surroundings: int


class DraftDesk:
    """Draws what pages send, which is written nowhere, and which no other page is shown.

    Safe to use from several threads. A page is known by the name that it gives itself.
    """

    def __init__(self, library: PreviewLibrary) -> None:
        self._library = library
        self._drawn: dict[_DraftName, DrawnIssue] = {}
        self._checked: dict[tuple[_DraftName, int], IssuePreview] = {}  # at a revision of the folder
        self._newest: dict[tuple[str, str], str] = {}
        self._drawing = Lock()
        self._checking = Lock()

    def drawn(self, page: str, key: str, text: bytes) -> IssuePreview | None:
        """The issue ``key`` if it said ``text``, before any check looked at it; ``None`` where there never was one.

        Where it can't be rendered, over the last good version of it.
        """
        found = self._find(page, key, text)
        return self._library.with_what_is_around(found[1].preview) if found else None

    def preview(self, page: str, key: str, text: bytes) -> IssuePreview | None:
        """The same, with what the checks say; ``None`` too where the ``page`` sent a newer text meanwhile."""
        found = self._find(page, key, text)
        if found is None:
            return None
        name, drawn = found
        at = (name, self._library.revision)
        is_newest = partial(self._is_newest, page, name)
        with self._checking:
            checked = self._checked.get(at)
            if checked is None and is_newest():
                checked = self._library.check(drawn, is_newest)
                if is_newest():
                    self._checked = _last({**self._checked, at: checked})
        return self._library.with_what_is_around(checked) if checked and is_newest() else None

    def published(self, name: str) -> PublishedFile | None:
        """A picture or a calendar file of one of the texts."""
        goods = [drawn.preview.good for drawn in self._drawn.values()]
        files = (file for good in goods if good for file in good.rendered.edition.files)
        return next((file for file in files if file.name == name), None)

    def _find(self, page: str, key: str, text: bytes) -> tuple[_DraftName, DrawnIssue] | None:
        name = _DraftName(key, digest_of(text), self._library.surroundings)
        self._newest[page, key] = name.digest  # from now on, whoever checks an older one gives way
        with self._drawing:
            drawn = self._drawn.get(name)
            if drawn is None:
                before = (one.preview for other, one in reversed(self._drawn.items()) if other.key == key)
                drawn = self._library.draw(key, text, next(before, None))
                if drawn is None:
                    return None
                self._drawn = _last({**self._drawn, name: drawn})
            return name, drawn

    def _is_newest(self, page: str, name: _DraftName) -> bool:
        return self._newest[page, name.key] == name.digest


def _last(kept: dict[_Name, _Drawn]) -> dict[_Name, _Drawn]:
    return dict([*kept.items()][-_KEPT:])
