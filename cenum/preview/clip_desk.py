"""Clips that somebody confirmed on the preview's page: they are made, and put where she said."""

from __future__ import annotations

from datetime import date
from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Meta, Struct
from msgspec.structs import replace

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import TypeAlias

    from cenum.clip.already_cited import CitedBefore
    from cenum.clip.clip_inbox import PlacedClips, SectionChoice
    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace

    ReadClips: TypeAlias = Callable[[Sequence[str], Workspace, datetime, Mapping[str, str]], tuple[Clip, ...]]


LONGEST_TITLE = 300  # characters that a browser's title may have here


class ClipPlace(Enum):
    """Where clips go. ``NOWHERE`` is for who only wants to see them."""

    INBOX = "inbox"
    LETTER = "letter"
    NOWHERE = "nowhere"


class ClipRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for: ``addresses``, alone or within a text; ``section`` of ``issue`` for a letter alone.

    To nowhere, ``issue`` is the one that is being written: the address that stands there already is the one that was
    pasted.
    ``title`` is what a browser calls the page at the address ``of``.
    """

    addresses: str
    to: ClipPlace
    issue: str = ""
    section: str = ""
    title: Annotated[str, Meta(max_length=LONGEST_TITLE)] = ""
    of: str = ""


class ClipsMade(NamedTuple):
    """The clips, and where they stand now, if anywhere."""

    clips: tuple[Clip, ...]
    placed: PlacedClips | None

    @property
    def unread(self) -> int:
        """How many of their pages could not be read."""
        return sum(bool(clip.kept_out) for clip in self.clips)


class NextLetter(NamedTuple):
    """The issue that clips can go into, and its sections."""

    day: date
    sections: tuple[SectionChoice, ...]


class ClipDesk:
    """Makes clips for one page at a time. Safe to use from several threads."""

    def __init__(self, read: ReadClips, now: Callable[[], datetime]) -> None:
        """``read`` makes clips of addresses, and takes browsers' titles of them; ``now`` gives the moment, aware."""
        self._read = read
        self._now = now
        self._busy = Lock()

    def next_letter(self, workspace: Workspace) -> NextLetter | None:
        """The issue that is next, where there is one. Raises :class:`UsageMistake` where it can't be read."""
        from cenum.clip.clip_inbox import sections_for  # noqa: PLC0415  a preview that clips nothing does without it

        today = self._here(workspace).date().isoformat()
        path = next((path for path in workspace.dated_issues() if path.stem >= today), None)
        return NextLetter(date.fromisoformat(path.stem), sections_for(path, workspace)) if path else None

    def take(self, wanted: ClipRequest, workspace: Workspace) -> ClipsMade:
        """Make the clips, and put them where ``wanted`` says.

        Raises :class:`CenumError` where that can't be done. Then nothing was written, and for what is wrong with
        ``wanted`` itself, nobody was asked.
        """
        from cenum.clip.clip_inbox import into_inbox, into_section  # noqa: PLC0415  a preview that clips nothing does without it

        addresses = _addresses(wanted.addresses)
        path = _letter(wanted, workspace)
        if not self._busy.acquire(blocking=False):
            raise UsageMistake(_("other clips are being made"), _("wait until they are done, then press again"))
        try:
            made = self._read(addresses, workspace, self._here(workspace), {wanted.of: wanted.title})
            placed = None
            if wanted.to is ClipPlace.INBOX:
                placed = into_inbox(made, workspace)
            elif path is not None:
                placed = into_section(made, wanted.section, path, workspace)
        finally:
            self._busy.release()
        if wanted.to is ClipPlace.NOWHERE:
            made = tuple(replace(clip, cited=_elsewhere(clip.cited, wanted.issue)) for clip in made)
        return ClipsMade(made, placed)

    def _here(self, workspace: Workspace) -> datetime:
        return self._now().astimezone(workspace.settings.newsletter.sending_time.tzinfo)


def _elsewhere(cited: Iterable[CitedBefore], issue: str) -> tuple[CitedBefore, ...]:
    return tuple(one for one in cited if one.day is None or one.day.isoformat() != issue)


def _addresses(text: str) -> list[str]:
    """One address as it is, or all that stand in a text. Raises :class:`UsageMistake` where there is none."""
    from cenum.clip.clipping import addresses_in  # noqa: PLC0415  a preview that clips nothing does without it

    words = text.split()
    found = words if len(words) == 1 else addresses_in(text)
    if not found:
        raise UsageMistake(_("there is no address to clip"), _("paste one, whole, with https://"))
    return found


def _letter(wanted: ClipRequest, workspace: Workspace) -> Path | None:
    """The file of the issue that clips go into, if any. Raises :class:`UsageMistake` where there is no such place."""
    from cenum.clip.clip_inbox import must_have_section  # noqa: PLC0415  a preview that clips nothing does without it

    if wanted.to is not ClipPlace.LETTER:
        return None
    path = workspace.issues / f"{wanted.issue}.md"
    if path not in workspace.dated_issues():
        message = _("there is no issue “{name}”").format(name=wanted.issue[:200])
        raise UsageMistake(message, _("load this page again: the issue may have been renamed"))
    must_have_section(wanted.section, path, workspace)
    return path
