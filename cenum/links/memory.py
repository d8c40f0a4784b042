"""What earlier runs found out, in a file that may be deleted at any time.

What is old, or was bad, is asked again; the rest is believed.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.errors import reason_of
from cenum.letter_folder import LetterFolder
from cenum.links.inquiry import Outcome
from cenum.links.link import LinkStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# “cenu”, so that another program's database is known for what it is (sqlite.org/pragma.html#pragma_application_id).
_APPLICATION = 0x63656E75
_VERSION = 1
_PATIENCE = 10  # seconds to wait for another run
_ONE_DAY = 86_400
_KEPT_DAYS = 90
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite puts beside a database
_SCHEMA = "CREATE TABLE IF NOT EXISTS outcomes (key TEXT PRIMARY KEY, at REAL NOT NULL, outcome BLOB NOT NULL)"


class Remembered(Struct, frozen=True):
    """``at`` in seconds since 1970."""

    outcome: Outcome
    at: float

    def is_fresh(self, now: float, days: float) -> bool:
        """Whether it can be believed for now. What comes from the future can't."""
        return 0 <= now - self.at < days * _ONE_DAY


class Memory:
    """One file of outcomes. Nothing that goes wrong with it stops anything: then there is no memory.

    ``set_aside`` is where a file went that could not be read, or that another program had made; ``unusable`` says why
    nothing can be remembered.
    """

    def __init__(self, file: Path, letter: LetterFolder | None = None) -> None:
        """``file`` is in the ``letter``, or in a folder that whoever calls vouches for."""
        self._file = file
        self._letter = letter or LetterFolder(file.parent)
        self.set_aside: Path | None = None
        self.unusable: str = ""
        self._database = self._open()

    def recall(self, keys: Iterable[str]) -> dict[str, Remembered]:
        """What is known of ``keys``; all of it was alive."""
        found: dict[str, Remembered] = {}
        if self._database is None:
            return found
        try:
            for key in keys:
                row = self._database.execute("SELECT at, outcome FROM outcomes WHERE key = ?", (key,)).fetchone()
                if row:
                    with suppress(msgspec.MsgspecError, TypeError):
                        found[key] = Remembered(msgspec.json.decode(row[1], type=Outcome), float(row[0]))
        except sqlite3.Error as mistake:
            self._give_up(mistake)
        return found

    def keep(self, outcomes: Iterable[tuple[str, Outcome]], now: float) -> None:
        """Remember what is alive, and forget what is not; all of it or nothing."""
        rows = list(outcomes)
        if self._database is None or not rows:
            return
        alive = [
            (key, now, msgspec.json.encode(outcome))
            for key, outcome in rows
            if outcome.verdict.fate in {LinkStatus.ALIVE, LinkStatus.MOVED}
        ]
        bad = [(key,) for key, outcome in rows if outcome.verdict.fate in {LinkStatus.DEAD, LinkStatus.REFUSED}]
        try:
            with self._database:
                self._database.executemany("REPLACE INTO outcomes VALUES (?, ?, ?)", alive)
                self._database.executemany("DELETE FROM outcomes WHERE key = ?", bad)
                self._database.execute("DELETE FROM outcomes WHERE at < ?", (now - _KEPT_DAYS * _ONE_DAY,))
        except sqlite3.Error as mistake:
            self._give_up(mistake)

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _open(self) -> sqlite3.Connection | None:
        try:
            self._letter.place(self._file, *_BESIDE, make=True)
            return self._connect()
        except sqlite3.OperationalError as mistake:
            self.unusable = str(mistake)
        except OSError as mistake:
            self.unusable = reason_of(mistake)
        except sqlite3.DatabaseError:
            self._put_aside()
            with suppress(sqlite3.Error):
                return self._connect()
        return None

    def _connect(self) -> sqlite3.Connection:
        """The database, ready. Raises :class:`sqlite3.DatabaseError` for a file that is not ours, or broken."""
        database = sqlite3.connect(self._file, timeout=_PATIENCE)
        try:
            with database:
                database.execute("BEGIN IMMEDIATE")
                tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
                signs = tuple(
                    database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
                )
                if tables and signs != (_APPLICATION, _VERSION):
                    raise sqlite3.DatabaseError("made by another program, or another version of this one")
                if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise sqlite3.DatabaseError("broken")
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(f"PRAGMA user_version = {_VERSION}")
                database.execute(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _give_up(self, mistake: sqlite3.Error) -> None:
        """A file that breaks while it is used: put it aside, and go on without."""
        self.close()
        if isinstance(mistake, sqlite3.OperationalError):
            self.unusable = str(mistake)
        else:
            self._put_aside()

    def _put_aside(self) -> None:
        aside = self._file.with_name(self._file.name + ".set-aside")
        for end in _BESIDE:
            with suppress(OSError):
                self._letter.move(f"{self._file}{end}", f"{aside}{end}")
        with suppress(OSError):
            self._letter.move(self._file, aside)
            self.set_aside = aside
