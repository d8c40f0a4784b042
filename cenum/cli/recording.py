"""What --record keeps of a command, whatever form its answer has."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from cenum import record
from cenum.cli.view import FindingList, Rows, Success
from cenum.errors import CenumError, Exit
from cenum.printable import printable
from cenum.record import CommandRecord, RecordedFinding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cenum.cli.view import Part
    from cenum.letter_folder import LetterFolder


class Recorder:
    """Keeps what one command says."""

    def __init__(self, command: str = "") -> None:
        self.record = CommandRecord(command)

    @contextmanager
    def writing(self, file: Path, letter: LetterFolder | None = None) -> Iterator[None]:
        """Keep the record in ``file``, of the ``letter`` if it is in one.

        First that it was begun: without an exit code, it was killed.

        Raises :class:`~cenum.errors.UsageMistake` where it can't be written.
        """
        record.write(self.record, file, letter)
        try:
            yield
            self.record.exit_code = Exit.DONE.value
        except SystemExit as end:
            self.record.exit_code = int(str(end.code or 0))
            raise
        except click.ClickException as mistake:
            self.record.exit_code, self.record.message = Exit.USAGE.value, mistake.format_message()
            raise
        finally:
            with suppress(CenumError):  # what was done stays done
                record.write(self.record, file, letter)

    def add(self, part: Part) -> None:
        """Keep what ``part`` says, if it is of a kind that the step after needs."""
        match part:
            case Success(sentence):
                self.record.done.append(sentence)
            case Rows(rows):
                self.record.rows += [(printable(name), printable(value)) for name, value in rows]
            case FindingList(findings):
                self.record.findings += [RecordedFinding.of(one) for one in findings if not one.waived]
            case _:
                pass

    def set_issue(self, issue: str) -> None:
        """The issue that the command works on, by its date."""
        self.record.issue = issue

    def set_now(self, moment: datetime) -> None:
        """The moment that what the command does hangs on; aware."""
        self.record.now = moment.isoformat(timespec="minutes")

    def set_failure(self, mistake: CenumError) -> None:
        """What went wrong, and what to do."""
        self.record.message, self.record.remedy = mistake.message, mistake.remedy
