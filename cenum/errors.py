"""Every way in which cenum says no: a sentence, a remedy, an exit code."""

from __future__ import annotations

import errno
from enum import IntEnum
from math import ceil
from typing import TYPE_CHECKING

from cenum.finding import Severity
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cenum.finding import Finding


class Exit(IntEnum):
    """What the command line tells the shell."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    SERVICE = 3
    FATE_UNKNOWN = 4
    INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class CenumError(Exception):
    """Something that a person can act on. ``message`` says what is wrong, ``remedy`` what to do."""

    exit_code = Exit.REFUSED

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} — {remedy}")
        self.message = message
        self.remedy = remedy


class Mistakes(CenumError):
    """Findings that people can mend, all of them at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = next((f for f in self.findings if f.severity is Severity.ERROR), self.findings[0])
        super().__init__(first.message, first.remedy)


class Refusal(CenumError):
    """A rule of sending says no; nothing was sent."""


class NotReady(Refusal):
    """The letter was not tested or approved yet, or says that it is a draft: its people have something left to do."""


class SettingsMistakes(Mistakes):
    """Findings in cenum.toml or in the templates."""

    exit_code = Exit.USAGE


class UsageMistake(CenumError):
    """The command was called in a way that can't be carried out."""

    exit_code = Exit.USAGE


# What systems say in English, whatever language somebody speaks: the reasons that people meet.
_REASONS = {
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is not a folder"),
    errno.EEXIST: N_("it exists already"),
    errno.EINVAL: N_("it is not a file"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk can't be written to"),
    errno.EIO: N_("the disk does not answer"),
    errno.EADDRINUSE: N_("another program uses it"),
}


class FolderRefusal(OSError):
    """Something in a letter's folder is not what it should be: a link that leads elsewhere, a pipe, a device.

    ``file`` is its path in the folder, ``reason`` says what it is.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(errno.EINVAL, reason, file)
        self.file = file
        self.reason = reason


class LeadsOut(FolderRefusal):
    """A link leads out of the letter's folder, or a path does."""


class ChangedMeanwhile(FolderRefusal):
    """A file no longer holds what it did when somebody read it; it was not touched."""

    def __init__(self, file: str) -> None:
        super().__init__(file, _("somebody else wrote it meanwhile"))


class TooLarge(FolderRefusal):
    """A file of a letter's folder has more than ``most`` bytes: ``size``, at least."""

    def __init__(self, file: str, most: int, size: int) -> None:
        super().__init__(file, _("it is larger than {size} kB").format(size=most // 1000))
        self.size, self.most = size, most

    @property
    def sentence(self) -> str:
        """What is said of it where the file itself is at fault."""
        return _("the file is too large ({size} kB; the most is {most} kB)").format(
            size=ceil(self.size / 1000), most=self.most // 1000
        )


def reason_of(mistake: OSError) -> str:
    """Why the system said no, in a few words."""
    if isinstance(mistake, FolderRefusal):
        return mistake.reason
    known = _REASONS.get(mistake.errno or 0)
    return _(known) if known else mistake.strerror or str(mistake)


def unwritable(folder: Path, mistake: OSError) -> UsageMistake:
    """What to say where ``folder`` can't be written to."""
    if isinstance(mistake, FolderRefusal):
        return unusable(mistake)
    return UsageMistake(
        _("can't write to {folder} ({reason})").format(folder=folder, reason=reason_of(mistake)),
        _("check the folder's permissions and the free disk space"),
    )


def unusable(refusal: FolderRefusal) -> UsageMistake:
    """What to say of a file that nobody else has a word for."""
    return UsageMistake(
        _("{file} can't be used ({reason})").format(file=refusal.file, reason=refusal.reason),
        _("put a plain file or folder in its place, then run this command again"),
    )


class ServiceRefused(CenumError):
    """The mailing service answered, and said no. Nothing was changed by the request."""

    exit_code = Exit.SERVICE


class ServiceUnreachable(CenumError):
    """The request never reached the mailing service. Nothing was changed."""

    exit_code = Exit.SERVICE


class FateUnknown(CenumError):
    """Whether the service carried the request out can't be known: a person must look first."""

    exit_code = Exit.FATE_UNKNOWN
