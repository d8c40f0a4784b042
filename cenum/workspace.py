"""A letter's folder: its settings, its issues, its templates, and how a person names an issue."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.cache import NO_CACHE, Cache
from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _
from cenum.letter_folder import PRIVATE, LetterFolder, by_its_own_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from cenum.settings import Settings

_KEY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_key(name: str) -> bool:
    """Whether ``name`` is written as an issue's key is, a date as ISO 8601; not whether the calendar has it."""
    return _KEY.fullmatch(name) is not None


class Workspace(Struct, frozen=True):
    """``root`` is the folder of cenum.toml; ``cache`` belongs to who works here, and lies elsewhere."""

    root: Path
    settings: Settings
    cache: Cache = NO_CACHE

    @property
    def files(self) -> LetterFolder:
        """The way into and out of the folder: nothing in it is opened otherwise."""
        return LetterFolder(self.root)

    @property
    def issues(self) -> Path:
        """Where the letters are."""
        return self.root / "issues"

    @property
    def templates(self) -> Path:
        """Where their look is."""
        return self.root / "templates"

    @property
    def link_memory(self) -> Path:
        """What earlier checks found out about links; it may be deleted at any time."""
        return self.root / PRIVATE / "cache" / "links.sqlite3"

    def settings_source(self) -> str:
        """The text of cenum.toml, where some of a letter's links are from; empty where it can't be read any more."""
        try:
            return self.files.text("cenum.toml")
        except (OSError, UnicodeDecodeError):
            return ""

    def issue_path(self, name: str, *, today: Callable[[], date], here: Path) -> Path:
        """The file that ``name`` means: a date, ``next``, ``latest``, or a path as seen from ``here``.

        ``next`` is the first issue from ``today`` on, which nothing else asks for; ``latest`` the one with the last
        date of all. Raises :class:`UsageMistake` where there is none.
        """
        if name == "next":
            return self._next(today())
        if name == "latest":
            return self._latest()
        if is_key(name):
            path = self.issues / f"{name}.md"
            if not self.files.holds(path):
                raise UsageMistake(
                    _("there is no issue of {date}").format(date=name),
                    self._what_there_is(f"cenum new {name}"),
                )
            return path
        path = by_its_own_name(self.root, here / name) or here / name
        if not os.path.lexists(path):
            raise UsageMistake(
                _("there is no file “{name}”").format(name=name),
                _("name an issue as a date (2026-11-27), a path, “next” or “latest”"),
            )
        return path

    def issue_key(self, name: str, *, today: Callable[[], date], here: Path) -> str:
        """The key of the issue that ``name`` means; a date is one already, whether its file is there or not."""
        return name if is_key(name) else self.issue_path(name, today=today, here=here).stem

    def dated_issues(self) -> list[Path]:
        """The files whose names are dates, the oldest first.

        Raises :class:`UsageMistake` where they can't be listed.
        """
        try:
            names = self.files.names(self.issues)
        except OSError as mistake:
            raise UsageMistake(
                _("{file} can't be read ({reason})").format(file=self.issues.name, reason=reason_of(mistake)),
                _("check the folder and its permissions: it holds the issues"),
            ) from None
        return [self.issues / name for name in sorted(names) if name.endswith(".md") and is_key(name[:-3])]

    def _next(self, today: date) -> Path:
        for path in self.dated_issues():
            if path.stem >= today.isoformat():
                return path
        message = _("there is no issue from {today} on").format(today=today)
        raise UsageMistake(message, self._what_there_is("cenum new"))

    def _latest(self) -> Path:
        found = self.dated_issues()
        if not found:
            raise UsageMistake(_("there is no issue yet"), self._what_there_is("cenum new"))
        return found[-1]

    def _what_there_is(self, command: str) -> str:
        latest = [path.stem for path in self.dated_issues()][-3:]
        remedy = _("create it with `{command}`").format(command=command)
        if latest:
            remedy += _("; the latest issues are {dates}").format(dates=", ".join(latest))
        return remedy
