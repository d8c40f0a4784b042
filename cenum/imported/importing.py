"""From a letter that was written elsewhere to an issue: made, read back as cenum does, and held against its source.

Nothing is written here but into a folder of its own, which is gone afterwards: who keeps it writes it for good.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cenum.errors import Mistakes
from cenum.i18n import _
from cenum.imported.arranging import cleaned_letters, joined, put_below_a_section
from cenum.imported.found_sections import found_sections
from cenum.imported.into_section import free_note, holds, section_called, with_remarks, with_text
from cenum.imported.issue_text import issue_text
from cenum.imported.loss_report import placed
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.own_words import own_words
from cenum.imported.picture_shelf import PictureShelf
from cenum.imported.proposed_blocks import proposed_blocks
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import Told
from cenum.imported.word_ledger import balance, words_written
from cenum.issue.images import OPENING
from cenum.issue.reader import read_so_far
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from cenum.finding import Finding
    from cenum.imported.loss_report import ReportLine
    from cenum.imported.own_words import OwnWords
    from cenum.imported.source_letter import SourceLetter
    from cenum.imported.word_ledger import WordLedger
    from cenum.issue.model import Issue
    from cenum.issue.reader import Reading
    from cenum.settings import SectionRule
    from cenum.workspace import Workspace


class ImportedIssue(Struct, frozen=True):
    """An issue that nobody wrote yet: its ``text``, and its ``pictures`` by their names beside it.

    ``before`` is what the file says now, ``None`` where there is none. ``findings`` are what cenum's reader says.
    """

    path: Path
    text: str
    pictures: Mapping[str, bytes]
    ledger: WordLedger
    report: tuple[ReportLine, ...]
    findings: tuple[Finding, ...]
    before: bytes | None = None


class ImportDesk(NamedTuple):
    """Where letters come to. Without ``fetch`` and ``follow`` nobody asks the web.

    ``fetch`` gives what is at addresses, ``follow`` where they pass their readers on to; each for those that answer.
    """

    workspace: Workspace
    fetch: Callable[[Sequence[str]], Mapping[str, bytes]] | None = None
    follow: Callable[[Sequence[str]], Mapping[str, str]] | None = None


def new_issue(
    letters: Sequence[SourceLetter],
    day: date,
    desk: ImportDesk,
    *,
    aliases: Sequence[str] = (),
    draft: bool = True,
) -> ImportedIssue:
    """The issue of ``day`` that ``letters`` become; ``aliases`` are old addresses of its page.

    Raises :class:`Mistakes` and :class:`ImportRefusal` where no issue can be made of them.
    """
    workspace = desk.workspace
    path = workspace.issues / f"{day}.md"
    shelf = _shelf(path, desk)
    letter = joined(letters)
    clean = cleaned_letters(letters, shelf, workspace.settings.budget.issue * 1000, desk.follow)
    words = _own_words(workspace)
    found = found_sections(clean.body, letter.facts, workspace.settings, words)
    its_day = found.day or letter.facts.day or day
    proposed = proposed_blocks(clean.body, workspace.settings.newsletter.language, its_day, words)
    introduction, introduced = to_markdown(found.introduction)
    markdown, written = to_markdown(clean.body)
    text, made = issue_text(found.head, introduction, markdown, letter.facts, letter.remarks, aliases, draft=draft)
    told = (*clean.told, *found.told, *proposed, *introduced, *written, *made)
    return _held(letter, path, text, shelf, told, desk)


def into_issue(letters: Sequence[SourceLetter], section: str, path: Path, desk: ImportDesk) -> ImportedIssue | None:
    """The issue in ``path`` with ``letters`` at the end of the ``section`` that a person calls so.

    ``None`` where they stand in it already.

    Raises :class:`Mistakes` where either can't be read, and :class:`UsageMistake` where there is no such section.
    """
    workspace = desk.workspace
    rules = workspace.settings.sections
    content = workspace.files.read(path)
    reading = read_so_far(path, workspace.settings, root=workspace.root)
    if reading.issue is None:
        raise Mistakes(reading.findings)
    issue = reading.issue
    id_ = section_called(section, rules, issue)
    shelf = _shelf(path, desk)
    text = content.decode("utf-8")
    clean = cleaned_letters(letters, shelf, workspace.settings.budget.issue * 1000, desk.follow)
    put_below_a_section(clean.body)
    language = workspace.settings.newsletter.language
    proposed = proposed_blocks(clean.body, language, letters[0].facts.day or issue.day, _own_words(workspace))
    markdown, written = to_markdown(clean.body, free_note(text))
    if holds(text, markdown):
        return None
    letter = joined(letters)
    opened = () if id_ in {one.id for one in issue.sections} else (_opened(id_, workspace.settings.sections),)
    text = with_remarks(with_text(text, issue, id_, markdown, rules), issue, letter.remarks)
    return _held(
        letter,
        path,
        text,
        shelf,
        (*clean.told, *proposed, *written, *opened),
        desk,
        _Before(content, issue, reading.findings),
    )


def _own_words(workspace: Workspace) -> OwnWords:
    """The words of cenum's letters, and of this one as its team has them; not those of a file that can't be read."""
    newsletter = workspace.settings.newsletter
    try:
        return own_words(newsletter, workspace.files.text(workspace.templates / "wording.j2"))
    except (OSError, UnicodeDecodeError):
        return own_words(newsletter)


def _opened(id_: str, rules: Sequence[SectionRule]) -> Told:
    heading = next(rule.heading for rule in rules if rule.id == id_)
    message = _("the issue had no section “{heading}”; it has one now").format(heading=heading)
    return Told("section-added", message, added=heading, at=heading)


class _Before(NamedTuple):
    """What an issue is before something comes into it."""

    content: bytes
    issue: Issue
    findings: tuple[Finding, ...]


def _held(  # noqa: PLR0913  what an issue is made of
    letter: SourceLetter,
    path: Path,
    text: str,
    shelf: PictureShelf,
    told: tuple[Told, ...],
    desk: ImportDesk,
    before: _Before | None = None,
) -> ImportedIssue:
    """The issue, read back and held against its source. Raises :class:`Mistakes` for a word that is astray."""
    reading = _read_back(path, text, shelf.kept, desk.workspace, before.issue if before else None)
    issue = reading.issue
    if issue is None:
        raise Mistakes(reading.findings)
    if not issue.sections:
        raise ImportRefusal(
            _("nothing in {name} is the text of a letter").format(name=letter.name),
            _("import the letter itself, or a part of it with --into SECTION"),
        )
    there = words_written(before.issue) if before else ()
    ledger = balance(letter, told, words_written(issue), reading.file, there)
    if ledger.astray:
        raise Mistakes(ledger.astray)
    known = {(one.rule, one.message) for one in before.findings} if before else frozenset()
    return ImportedIssue(
        path,
        text,
        shelf.kept,
        ledger,
        placed((*letter.told, *told, *ledger.told), issue),
        tuple(one for one in reading.findings if (one.rule, one.message) not in known),
        before.content if before else None,
    )


def _shelf(path: Path, desk: ImportDesk) -> PictureShelf:
    files = desk.workspace.files

    def taken(name: str) -> bytes | None:
        beside = path.parent / name
        return files.read(beside) if files.is_file(beside) else (b"" if files.holds(beside) else None)

    return PictureShelf(path.stem, desk.workspace.settings.newsletter.own_hosts, taken, desk.fetch)


def _read_back(
    path: Path, text: str, pictures: Mapping[str, bytes], workspace: Workspace, before: Issue | None
) -> Reading:
    """What cenum reads of ``text`` as the issue in ``path``, beside ``pictures`` and those that it had ``before``."""
    with TemporaryDirectory() as folder:
        files = LetterFolder(Path(folder))
        issue = files.root / path.relative_to(workspace.root)
        shown = [*before.images.values(), *filter(None, [before.illustration])] if before else []
        for image in shown:
            if image.file is not None:
                # By its first bytes the reader knows a picture.
                opening, _size = workspace.files.opening(image.file, OPENING)
                files.write(files.root / image.file.relative_to(workspace.root), opening)
        for name, content in pictures.items():
            files.write(issue.parent / name, content)
        files.write(issue, text.encode())
        return read_so_far(issue, workspace.settings, root=files.root)
