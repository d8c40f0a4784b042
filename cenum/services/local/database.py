"""The SQLite file: recognised, or refused with a sentence; every error of SQLite becomes one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cenum.errors import ServiceRefused, ServiceUnreachable
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cenum.errors import CenumError

_APPLICATION = 0x63656E75  # "cenu": tells the file from those of other programs
_VERSION = 1
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE reader (
  id INTEGER PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('contact', 'reviewer')),
  key TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  listed INTEGER NOT NULL DEFAULT 0,
  unsubscribed_at TEXT,
  UNIQUE (role, key)
);
CREATE VIEW audience AS
  SELECT id FROM reader WHERE role = 'contact' AND listed AND unsubscribed_at IS NULL;
CREATE TABLE campaign (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'sending', 'sent', 'cancelled')),
  subject TEXT NOT NULL,
  preheader TEXT,
  sender_name TEXT NOT NULL,
  sender_email TEXT NOT NULL,
  reply_to TEXT NOT NULL,
  html TEXT NOT NULL,
  text TEXT,
  sent_at TEXT,
  trouble TEXT NOT NULL DEFAULT ''
);
CREATE TABLE delivery (
  campaign INTEGER NOT NULL REFERENCES campaign,
  reader INTEGER NOT NULL REFERENCES reader,
  fate TEXT NOT NULL CHECK (fate IN ('queued', 'handing', 'delivered', 'failed', 'unknown')),
  reason TEXT NOT NULL DEFAULT '',
  at TEXT,
  PRIMARY KEY (campaign, reader)
) WITHOUT ROWID;
CREATE INDEX delivery_fate ON delivery (campaign, fate);
CREATE TABLE test (
  id INTEGER PRIMARY KEY,
  campaign INTEGER NOT NULL REFERENCES campaign,
  reader INTEGER NOT NULL REFERENCES reader,
  at TEXT NOT NULL
);
CREATE INDEX test_reader ON test (campaign, reader);
"""


class Database:
    """One connection, which the threads of this process take in turns.

    Raises :class:`ServiceRefused` where the file is not the embedded service's or can't be used, and
    :class:`ServiceUnreachable` where another process keeps it to itself for too long.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._turn = threading.RLock()
        with self._in_sentences():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that change nothing."""
        with self._turn, self._in_sentences():
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction: all of it is kept, or nothing where something is raised."""
        with self._turn, self._in_sentences():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        if not self._is_ours():
            from filelock import FileLock  # noqa: PLC0415  needed once in the life of a folder

            # Two programs that open a new folder at once would both create the tables.
            with FileLock(self._file.with_suffix(".lock")):
                if not self._is_ours():
                    self._create()
        # A letter that is marked must stay marked, even after a power cut.
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")

    def _is_ours(self) -> bool:
        """False for a new file. Raises :class:`ServiceRefused` for somebody else's."""
        found = tuple(
            self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if found == (_APPLICATION, _VERSION):
            return True
        if found == (0, 0) and not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return False
        if found[0] == _APPLICATION and found[1] > _VERSION:
            message = _("{file} was made by a newer cenum").format(file=self._file)
            raise ServiceRefused(message, _("update cenum on this machine"))
        raise self._foreign(_("it belongs to another program"))

    def _create(self) -> None:
        # Readers and the one who delivers do not wait for each other in this mode.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(
            f"BEGIN; {_SCHEMA} PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_VERSION}; COMMIT;"
        )

    @contextmanager
    def _in_sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as mistake:
            raise self._sentence(mistake) from None
        except OSError as mistake:
            raise self._unusable(mistake.strerror or str(mistake)) from None

    def _sentence(self, mistake: sqlite3.Error) -> CenumError:
        code = getattr(mistake, "sqlite_errorcode", 0) & 0xFF  # the rest of it is SQLite's finer distinction
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            message = _("another program keeps {file} to itself").format(file=self._file)
            return ServiceUnreachable(message, _("close it, or wait until it is done; then run this again"))
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
            return self._foreign(str(mistake))
        return self._unusable(str(mistake))

    def _foreign(self, reason: str) -> ServiceRefused:
        message = _("{file} is not the embedded service's, or is damaged ({reason})").format(
            file=self._file, reason=reason
        )
        remedy = _(
            "take it back from a copy, or move it away: a new one is made, which knows nothing of what was sent"
        )
        return ServiceRefused(message, remedy)

    def _unusable(self, reason: str) -> ServiceRefused:
        message = _("{file} can't be used ({reason})").format(file=self._file, reason=reason)
        return ServiceRefused(message, _("see that the disk has room and that you may write there"))
