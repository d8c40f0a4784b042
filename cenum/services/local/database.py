"""The SQLite file: recognised, or refused with a sentence; every error of SQLite becomes one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from cenum.errors import FolderRefusal, ServiceRefused, ServiceUnreachable, reason_of, unusable
from cenum.i18n import _
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cenum.errors import CenumError

_APPLICATION = 0x63656E75  # "cenu": tells the file from those of other programs
_VERSION = 1
_BUSY_SECONDS = 5.0
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite puts beside a database
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
            files = LetterFolder(file.parent)
            files.place(file, *_BESIDE, make=True)
            if not _is_there(files, file):
                _create(files, file)
            self._connection = sqlite3.connect(
                file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._recognise()
                # A letter that is marked must stay marked, even after a power cut.
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA foreign_keys = ON")
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

    def _recognise(self) -> None:
        """Raises :class:`ServiceRefused` for somebody else's file."""
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if application != _APPLICATION:
            raise self._foreign(_("it belongs to another program"))
        if version != _VERSION:
            message = _("{file} was made by another version of cenum").format(file=self._file)
            raise ServiceRefused(message, _("update cenum on this machine"))

    @contextmanager
    def _in_sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as mistake:
            raise self._sentence(mistake) from None
        except FolderRefusal as refusal:
            raise unusable(refusal) from None
        except OSError as mistake:
            raise self._unusable(reason_of(mistake)) from None

    def _sentence(self, mistake: sqlite3.Error) -> CenumError:
        code = getattr(mistake, "sqlite_errorcode", 0) & 0xFF  # the rest of it is SQLite's finer distinction
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            message = _("another program is using {file}").format(file=self._file)
            return ServiceUnreachable(message, _("close it, or wait until it is done, then run this command again"))
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
            return self._foreign(str(mistake))
        return self._unusable(str(mistake))

    def _foreign(self, reason: str) -> ServiceRefused:
        message = _("{file} does not belong to the embedded service, or is damaged ({reason})").format(
            file=self._file, reason=reason
        )
        remedy = _(
            "restore it from a backup, or move it away: cenum creates a new one, without the record of what was sent"
        )
        return ServiceRefused(message, remedy)

    def _unusable(self, reason: str) -> ServiceRefused:
        message = _("{file} can't be used ({reason})").format(file=self._file, reason=reason)
        return ServiceRefused(message, _("check the free disk space and your write permission there"))


def _is_there(files: LetterFolder, file: Path) -> bool:
    return files.is_file(file) and files.status(file).st_size > 0


def _create(files: LetterFolder, file: Path) -> None:
    """An empty database that appears all at once, however many programs open a new folder."""
    from filelock import FileLock  # noqa: PLC0415  needed once in the life of a folder

    draft = file.with_suffix(".new")
    with FileLock(files.place(file.with_suffix(".lock"))):
        if _is_there(files, file):
            return
        # What a killed program left beside a file that was moved away would be read into the new one.
        for left in (draft.name, *(f"{name}{end}" for name in (draft.name, file.name) for end in _BESIDE)):
            files.remove(left)
        with closing(sqlite3.connect(draft, isolation_level=None)) as database:
            # Readers and the one who delivers do not wait for each other in this mode, which stays with the file.
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(
                f"{_SCHEMA} PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_VERSION};"
            )
        files.move(draft, file)
