"""Templates and workflows that cenum gave a letter, and what changed in them since, here and there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.doctor.diagnosis import Diagnosis, Health, good, warning
from cenum.errors import UsageMistake
from cenum.i18n import N_, _
from cenum.starter.file_status import FileState, compare, is_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cenum.settings import Newsletter
    from cenum.starter.file_status import Comparison, FileStatus
    from cenum.starter.template_files import Material

_SHOWN = 6
_SHOW = "cenum upgrade"
# What is said of the files in some states; with a remedy where there is something to do.
_SAID: tuple[tuple[tuple[FileState, ...], Health, str, str], ...] = (
    (
        (FileState.NEWER, FileState.ADDED),
        Health.WARNING,
        N_("cenum {version} has newer versions of files that you have not changed: {files}"),
        N_("see the differences, and take them: {command}"),
    ),
    (
        (FileState.BOTH,),
        Health.WARNING,
        N_("changed by you and by cenum {version}: {files}"),
        N_("see the differences, and decide: {command}"),
    ),
    (
        (FileState.UNSTAMPED,),
        Health.UNKNOWN,
        N_("different from cenum {version}, and no stamp says who changed them: {files}"),
        N_("see the differences, and decide: {command}"),
    ),
    (
        (FileState.UNREADABLE,),
        Health.WARNING,
        N_("can't be compared with cenum {version}: {files}"),
        N_("see why: {command}"),
    ),
    (
        (FileState.WITHDRAWN,),
        Health.UNKNOWN,
        N_("no longer part of cenum {version}: {files}"),
        N_("delete those that you don't use"),
    ),
    ((FileState.OWN,), Health.GOOD, N_("changed by you only, and never overwritten: {files}"), ""),
)


def examine_files(root: Path, newsletter: Newsletter, material: Material) -> list[Diagnosis]:
    """What there is to say of the letter in ``root``; nothing where its files are the ones that cenum gives."""
    if is_source(root, material):
        return []
    try:
        return list(file_diagnoses(compare(root, newsletter, material)))
    except UsageMistake as mistake:
        return [warning(_("templates and workflows"), mistake.message, mistake.remedy)]


def file_diagnoses(compared: Comparison) -> Iterator[Diagnosis]:
    """A line for each way in which files of the letter differ from cenum's, or one that they don't."""
    subject = _("templates and workflows")
    is_same = True
    for states, verdict, says, remedy in _SAID:
        if files := compared.of(*states):
            is_same = False
            said = _(says).format(version=compared.version, files=_named(files))
            yield Diagnosis(subject, verdict, said, remedy and _(remedy).format(command=_SHOW))
    if is_same:
        yield good(subject, _("they match cenum {version}").format(version=compared.version))


def _named(files: Iterable[FileStatus]) -> str:
    names = [file.name for file in files]
    more = _(" and {count} more").format(count=len(names) - _SHOWN) if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
