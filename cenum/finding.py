"""What a check has to say, in one type that every reporter reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Severity(Enum):
    """An error stops the letter; a warning asks a person to look; a note is what somebody has accepted."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class WordsAt(NamedTuple):
    """Words on a ``line`` of the file, and what may be written ``instead``, the likeliest first.

    ``text`` and ``instead`` are as readers see them; if ``literal``, they are as they stand in the file. ``before``
    and ``after`` are what stands around them, as much as is known: the same words may stand there twice.
    In what is written instead of them and of the ``marks`` on either side, ``AS_TYPED`` stands for the words.
    """

    line: int
    text: str
    instead: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    literal: bool = False
    marks: tuple[str, str] = ("", "")


AS_TYPED = "\ufffc"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as the editor knows it, and a line counted from 1."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def shown(self, text: str, *instead: str, marks: tuple[str, str] = ("", "")) -> tuple[WordsAt, ...]:
        """Words on this line as readers see them, for a finding; nothing where there is no line."""
        return () if self.line is None else (WordsAt(self.line, text, instead, marks=marks),)

    def literal(self, text: str, *instead: str, before: str = "", after: str = "") -> tuple[WordsAt, ...]:
        """Words on this line as they stand in the file, for a finding; nothing where there is no line."""
        return () if self.line is None else (WordsAt(self.line, text, instead, before, after, literal=True),)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has to say; ``rule`` is stable, the sentences are for people.

    ``url`` is the address that it is about, and ``better`` the one that ``--fix`` writes in its place; ``waived`` is
    the reason why somebody accepts it. ``words`` are those of the file that it is about, where they are known.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    remedy: str
    url: str = ""
    better: str = ""
    waived: str = ""
    # Two that say the same are one, whatever stands around their words.
    words: tuple[WordsAt, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message} — {self.remedy}"


_SEVERITIES = tuple(Severity)
_MOST_LINES = 12  # that a message names
_USER = re.compile(r"(://)[^/?#\s@]*(?:@[^/?#\s@]*)*@")


def masked(text: str) -> str:
    """``text`` without the names and passwords of the addresses in it (RFC 3986, section 3.2.1)."""
    return _USER.sub(r"\1…@", text)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings stops the letter."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as a person meets them: by file, then by line, errors before warnings."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda f: (
                f.place.file,
                f.place.line or 0,
                _SEVERITIES.index(f.severity),
                f.rule,
                f.message,
            ),
        )
    )


def lines(places: Sequence[Place]) -> str:
    """How often something stands in the file, and on which lines."""
    count = ngettext("once", "{count} times", len(places)).format(count=len(places))
    where = line_numbers(places)
    return f"{count}, {where}" if where else count


def seen_from(here: Place, place: Place) -> str:
    """How a finding that stands ``here`` names another ``place``: by its line alone in the same file."""
    return (line_numbers([place]) if place.file == here.file else "") or str(place)


def line_numbers(places: Sequence[Place]) -> str:
    """The lines of ``places``, each once, and the first dozen of them; nothing where none is known."""
    numbers = list(dict.fromkeys(str(place.line) for place in places if place.line))
    shown = ", ".join(numbers[:_MOST_LINES]) + "…" * (len(numbers) > _MOST_LINES)
    return ngettext("line {lines}", "lines {lines}", len(numbers)).format(lines=shown) if numbers else ""
