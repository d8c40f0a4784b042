"""How each cited page has been, from one pass to the next: alive, or dead and since when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cenum.letter_folder import PRIVATE
from cenum.links.link import LinkStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.links.link import Verdict

FILE = PurePosixPath(PRIVATE) / "care" / "health.json"
MOST_BYTES = 50_000_000  # a hundred thousand pages
# A program of Wikipedia's waits as long before it believes that a link is dead (en.wikipedia.org,
# “User:DASHBot/Wayback”).
_BETWEEN = timedelta(days=7)
_LOOK_AGAIN = timedelta(days=90)  # at an archive that had nothing


class PageHealth(Struct, frozen=True, omit_defaults=True):
    """What is known of one page.

    ``asked`` is the day of the last pass that asked about it; ``dead`` the first and the last day on which it was
    dead since it was last alive, at most two, ``reason`` the last one's. ``looked`` is the day on which the archive
    was asked; then ``copy`` and ``copy_day`` are what it had, or ``missing`` why that was not good enough.
    """

    asked: date
    dead: tuple[date, ...] = ()
    reason: str = ""
    alive: bool = False
    looked: date | None = None
    copy: str = ""
    copy_day: date | None = None
    missing: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether two passes found it dead, a week or more apart."""
        return len(self.dead) > 1 and self.dead[-1] - self.dead[0] >= _BETWEEN

    def wants_a_look(self, day: date) -> bool:
        """Whether the archive is to be asked for a copy."""
        return self.is_dead and not self.copy and (self.looked is None or day - self.looked >= _LOOK_AGAIN)


def after(before: PageHealth | None, verdict: Verdict, day: date) -> PageHealth:
    """What is known after a pass on ``day``. Only what surely is alive or dead counts; the rest changes nothing."""
    known = before or PageHealth(day)
    match verdict.fate:
        case LinkStatus.ALIVE | LinkStatus.MOVED:
            return PageHealth(day, alive=True)
        case LinkStatus.DEAD:
            return replace(known, asked=day, alive=False, dead=_seen(known.dead, day), reason=verdict.reason.value)
        case _:
            return replace(known, asked=day, alive=False)


def _seen(dead: tuple[date, ...], day: date) -> tuple[date, ...]:
    return (dead[0], day) if dead and day > dead[0] else (day,)


def decode(content: bytes) -> dict[str, PageHealth]:
    """What earlier passes found. Raises :class:`msgspec.MsgspecError` for what they did not write."""
    return msgspec.json.decode(content, type=dict[str, PageHealth])


def encode(health: Mapping[str, PageHealth]) -> bytes:
    """The same as a file, one page a line."""
    lines = (f"{_json(url)}: {_json(health[url])}" for url in sorted(health))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
