"""An archive of old letters becomes issues, one after another: a letter that can't stops none of the others."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cenum.errors import CenumError
from cenum.finding import has_errors
from cenum.i18n import _
from cenum.imported.import_files import write_import
from cenum.imported.importing import new_issue
from cenum.imported.same_letter import difference
from cenum.imported.source_letter import Told
from cenum.issue.source import text_as_it_is

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.imported.archive_plan import ArchivePlan, PlannedLetter
    from cenum.imported.importing import ImportDesk, ImportedIssue
    from cenum.imported.source_letter import SourceLetter


class ArchiveFate(Enum):
    """What became of one letter of an archive."""

    WRITTEN = "written"
    SAME = "same"
    DIFFERS = "differs"
    REFUSED = "refused"


class ArchiveOutcome(NamedTuple):
    """What became of a letter: ``imported`` says what there is to say of the issue, where it can be one.

    ``difference`` is that between the file that is there and the issue. Where it is refused or differs, ``message``
    says so, and ``remedy`` what to do.
    """

    planned: PlannedLetter
    fate: ArchiveFate
    imported: ImportedIssue | None = None
    draft: bool = False
    difference: tuple[str, ...] = ()
    message: str = ""
    remedy: str = ""


def import_archive(plan: ArchivePlan, desk: ImportDesk) -> Iterator[ArchiveOutcome]:
    """Write the issues of ``plan`` that are not there yet, each as soon as it is asked for; no file is replaced."""
    for planned in plan.letters:
        try:
            yield _outcome(planned, desk)
        except CenumError as mistake:
            yield ArchiveOutcome(planned, ArchiveFate.REFUSED, message=mistake.message, remedy=mistake.remedy)


def _outcome(planned: PlannedLetter, desk: ImportDesk) -> ArchiveOutcome:
    imported, draft = _issue(planned, desk)
    files = desk.workspace.files
    if not files.holds(imported.path):
        write_import(files, imported.path, imported.text.encode(), imported.pictures)
        return ArchiveOutcome(planned, ArchiveFate.WRITTEN, _lean(imported), draft)
    name = imported.path.relative_to(desk.workspace.root).as_posix()
    lines = difference(text_as_it_is(imported.path) or "", imported.text, name, planned.letter.name)
    if not lines:
        return ArchiveOutcome(planned, ArchiveFate.SAME, _lean(imported), draft)
    return ArchiveOutcome(
        planned,
        ArchiveFate.DIFFERS,
        _lean(imported),
        draft,
        tuple(lines),
        _("{file} is already there, and was not changed: it differs from the archive's letter").format(file=name),
        _("copy what you want by hand, or delete the file and import again"),
    )


def _lean(imported: ImportedIssue) -> ImportedIssue:
    """What is said of an issue, without what it is: there may be three thousand."""
    return replace(imported, text="", pictures={}, before=None)


def _issue(planned: PlannedLetter, desk: ImportDesk) -> tuple[ImportedIssue, bool]:
    """The issue, and whether it is a draft.

    One with errors is: of a letter that is history they would keep all others from being published.
    """
    made = new_issue([planned.letter], planned.day, desk, aliases=planned.aliases, draft=planned.draft)
    # A remark is one that only a check finds.
    if planned.draft or not (has_errors(made.findings) or planned.letter.remarks):
        return made, planned.draft
    return new_issue([_as_draft(planned)], planned.day, desk, aliases=planned.aliases, draft=True), True


def _as_draft(planned: PlannedLetter) -> SourceLetter:
    told = Told(
        "errors-left",
        _("it has errors, so it is a draft: cenum check {key}").format(key=planned.key),
        _("correct them, then remove the line draft: true"),
        look=True,
    )
    return replace(planned.letter, told=(*planned.letter.told, told))
