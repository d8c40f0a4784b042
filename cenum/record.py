"""What a command said, kept as a file for the step that comes after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cenum import limits
from cenum.errors import TooLarge, UsageMistake, reason_of
from cenum.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding
    from cenum.letter_folder import LetterFolder


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """One finding, as it is read: where, how grave, what, and what to do."""

    place: str
    severity: str
    message: str
    remedy: str

    @classmethod
    def of(cls, finding: Finding) -> RecordedFinding:
        """What is kept of ``finding``."""
        return cls(str(finding.place), finding.severity.value, finding.message, finding.remedy)


@dataclass(slots=True)
class CommandRecord:
    """What a command said of ``issue``. ``exit_code`` is ``None`` while it runs, and stays so where it was killed.

    ``now`` is the moment that it took, where what it did depends on the day; ISO 8601, in the letter's own time zone.
    ``done`` are its sentences, ``rows`` its tables of two columns; ``message`` and ``remedy`` say what went wrong.
    """

    command: str
    issue: str = ""
    exit_code: int | None = None
    message: str = ""
    remedy: str = ""
    now: str = ""
    done: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    findings: list[RecordedFinding] = field(default_factory=list)


def read(path: Path, letter: LetterFolder | None = None) -> CommandRecord | None:
    """The record in ``path``, of the ``letter`` or elsewhere; ``None`` without one: the command was never reached.

    Where the file is too large to be one, the record says so, and that nobody knows how its command ended.
    """
    import msgspec  # noqa: PLC0415  every command brings this module, and few keep a record

    try:
        return msgspec.json.decode(_content(path, letter), type=CommandRecord)
    except TooLarge as mistake:
        message = _("{file} can't be read ({reason})").format(file=path.name, reason=mistake.reason)
        return CommandRecord("cenum", message=message, remedy=_("give the file that the step wrote with --record"))
    except (OSError, msgspec.MsgspecError):
        return None


def _content(path: Path, letter: LetterFolder | None) -> bytes:
    if letter:
        return letter.read(path, limits.RECORD)
    with path.open("rb") as file:
        content = file.read(limits.RECORD + 1)
    if len(content) > limits.RECORD:
        raise TooLarge(path.name, limits.RECORD, len(content))
    return content


def write(record: CommandRecord, path: Path, letter: LetterFolder | None = None) -> None:
    """Keep ``record`` in ``path``, of the ``letter`` or elsewhere: there, any file is the person's who names it.

    Raises :class:`UsageMistake` where it can't be written.
    """
    import msgspec  # noqa: PLC0415  as above

    content = msgspec.json.format(msgspec.json.encode(record)) + b"\n"
    try:
        if letter:
            letter.write(path, content)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as mistake:
        message = _("{file} can't be written ({reason})").format(file=path, reason=reason_of(mistake))
        raise UsageMistake(message, _("give another file with --record")) from None
