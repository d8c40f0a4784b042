"""An issue's file: the day that it is named after, and its text."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from cenum.accents import composed
from cenum.errors import TooLarge, reason_of
from cenum.finding import Finding, Place, Severity, WordsAt
from cenum.i18n import N_, _
from cenum.issue.characters import FORBIDDEN, visible
from cenum.letter_folder import LetterFolder
from cenum.rule import Example, Rule
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The longest letter seen is 25 kB. What is ten times larger is another file, whatever the settings say.
MOST_KILOBYTES = 300

FILE_DIRECTORY = Rule(
    "file-directory",
    Severity.ERROR,
    what=N_("The issue is a folder."),
    why=N_("An issue must be a file."),
    remedy=N_("Give the name of a file, for example `2026-11-27.md`."),
    example="a folder has no text",
)
FILE_SIZE = Rule(
    "file-size",
    Severity.ERROR,
    what=N_("The file is larger than `budget.issue`, 64 kB by default."),
    why=N_("No letter is that long: this is a different file, or a picture was pasted into it."),
    remedy=N_("Save pictures as separate files, beside the issue; split the text, or raise `budget.issue`."),
    example="it would fill a hundred pages",
)
FILE_UNREADABLE = Rule(
    "file-unreadable",
    Severity.ERROR,
    what=N_("The file does not exist, or can't be opened."),
    why=N_("There is nothing to check."),
    remedy=N_("Check its name and its permissions, or run `cenum new`."),
    example="what can't be read can't be shown",
)
FILE_ENCODING = Rule(
    "file-encoding",
    Severity.ERROR,
    what=N_("The file is not in UTF-8."),
    why=N_("Accents would turn into other characters."),
    remedy=N_("Save it again with the encoding “UTF-8”."),
    example=Example(
        kind="bytes",
        fails="Les \\xe9lus en parlent.",
        passes="Les \\xc3\\xa9lus en parlent.",
    ),
)
FILE_BOM = Rule(
    "file-bom",
    Severity.WARNING,
    what=N_("The file begins with a byte-order mark."),
    why=N_("cenum reads the file anyway, but some other programs can't."),
    remedy=N_("Save it as “UTF-8” rather than “UTF-8 with BOM”."),
    example=Example(
        kind="bytes",
        fails="""
            \\xef\\xbb\\xbf---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---

            # Une section {#une}

            Bonjour.
            """,
        passes="""
            ---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---

            # Une section {#une}

            Bonjour.
            """,
    ),
)
FILE_CONTROL = Rule(
    "file-control",
    Severity.ERROR,
    what=N_("The text contains an invisible control character."),
    why=N_("Mail programs show it as a square, or drop what follows."),
    remedy=N_("Delete it, and type the passage again."),
    corrected=True,
    example=Example(
        kind="bytes",
        fails="Les\\x07 conseils.",
        passes="Les conseils.",
    ),
)
FILE_EMPTY = Rule(
    "file-empty",
    Severity.ERROR,
    what=N_("The file is empty."),
    why=N_("There is no letter in it."),
    remedy=N_("Delete it, then run `cenum new`."),
    example="an empty file has nothing to show",
)


def day_of(path: Path) -> date | None:
    """The day that the file is named after; ``None`` where its name is no date."""
    try:
        return date.fromisoformat(path.stem) if is_key(path.stem) else None
    except ValueError:
        return None


def read_text(  # noqa: PLR0913  what a text is read from
    path: Path,
    file: str,
    findings: list[Finding],
    letter: LetterFolder,
    *,
    most: int = MOST_KILOBYTES * 1000,
    unsaved: bytes | None = None,
) -> str | None:
    """The file's text, of ``most`` bytes, or ``None``; ``findings``, which call it ``file``, get what is wrong.

    Its line ends are plain, and its accents are of one character with their letters. ``unsaved`` is what is read in
    place of the file, by the same rules.
    """

    def refuse(rule: Rule, line: int | None, message: str, remedy: str, words: tuple[WordsAt, ...] = ()) -> None:
        findings.append(rule.at(Place(file, line), message, remedy, words=words))

    content = _content(path, letter, most, unsaved, refuse)
    if content is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = content[: mistake.start].count(b"\n") + 1
        message = _("the file is not in UTF-8 ({byte} can't be read)").format(byte=f"0x{content[mistake.start]:02x}")
        refuse(FILE_ENCODING, line, message, _("save it again as “UTF-8”"))
        return None
    if text.startswith("\ufeff"):
        message = _("the file begins with a byte-order mark")
        remedy = _("nothing is broken; to remove it, save the file as “UTF-8” instead of “UTF-8 with BOM”")
        findings.append(FILE_BOM.at(Place(file, 1), message, remedy))
        text = text[1:]
    text = as_read(text)
    for number, line_text in enumerate(text.split("\n"), start=1):
        control = FORBIDDEN.search(line_text)
        if control:
            message = _("an invisible control character (U+{code:04X})").format(code=ord(control[0]))
            before = line_text[max(0, control.start() - 20) : control.start()]
            remedy = _("delete it: it comes after “{before}”").format(before=before)
            words = [
                WordsAt(number, one[0], ("",), line_text[: one.start()], literal=True)
                for one in FORBIDDEN.finditer(line_text)
            ]
            refuse(FILE_CONTROL, number, message, remedy, tuple(words))
    if not text.strip():
        remedy = _("delete it, then run: cenum new {date}").format(date=path.stem)
        refuse(FILE_EMPTY, None, _("the file is empty"), remedy)
        return None
    return text


def folder_around(path: Path, root: Path | None = None) -> LetterFolder:
    """The letter's folder that the issue ``path`` is in: ``root``, if it is in there, else the one around its own."""
    return LetterFolder(root if root and path.is_relative_to(root) else path.parent.parent)


def _content(
    path: Path,
    letter: LetterFolder,
    most: int,
    unsaved: bytes | None,
    refuse: Callable[[Rule, int | None, str, str], None],
) -> bytes | None:
    try:
        return letter.read(path, most) if unsaved is None else _within(most, unsaved, path.name)
    except IsADirectoryError:
        refuse(FILE_DIRECTORY, None, _("this is a folder"), _("give the issue's file, for example 2026-11-27.md"))
    except TooLarge as mistake:
        message = _("the file is too large for a letter ({size:.0f} kB; the most is {most:.0f} kB)").format(
            size=math.ceil(mistake.size / 1000), most=most / 1000
        )
        remedy = _(
            "keep pictures in separate files, beside the issue; if it is all text, split it, or set "
            "`budget.issue` in cenum.toml ({highest} at most)"
        ).format(highest=MOST_KILOBYTES)
        refuse(FILE_SIZE, None, message, remedy)
    except OSError as mistake:
        message = _("the file can't be read ({reason})").format(reason=reason_of(mistake))
        refuse(FILE_UNREADABLE, None, message, _("check its name and its permissions, or run `cenum new`"))
    return None


def _within(most: int, content: bytes, name: str) -> bytes:
    if len(content) > most:
        raise TooLarge(name, most, len(content))
    return content


def text_as_it_is(path: Path) -> str | None:
    """The text of the file, whatever is wrong with it; ``None`` where it can't be opened."""
    try:
        return plain_text(folder_around(path).read(path))
    except OSError:
        return None


def plain_text(content: bytes) -> str:
    """The text that ``content`` holds, whatever is wrong with it."""
    return as_read(content.decode("utf-8-sig", errors="replace"))


def as_read(text: str) -> str:
    """``text`` with plain line ends, whole letters, and nothing that nobody sees; each line stays one."""
    return composed(visible(text.replace("\r\n", "\n").replace("\r", "\n")))
