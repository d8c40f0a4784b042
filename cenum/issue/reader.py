"""The one door by which issues come in: a file becomes an issue, or every mistake in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cenum.finding import Finding, Place, Severity, has_errors, in_reading_order
from cenum.i18n import N_, _
from cenum.issue import front_matter, sections
from cenum.issue.calendar import in_words
from cenum.issue.containers import BLOCK_OPEN, blocks
from cenum.issue.fences import OpenBlock, left_open
from cenum.issue.footnotes import Footnotes
from cenum.issue.images import Gallery
from cenum.issue.left_remarks import remarks_left
from cenum.issue.markdown import MOST_PARTS, TOO_MANY_PARTS, MarkdownReader, line_of_too_many, review, tokens_of
from cenum.issue.model import Correction, Credits, Image, Issue
from cenum.issue.source import day_of, folder_around, read_text
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cenum.issue.blocks import Block
    from cenum.issue.front_matter import FrontMatter
    from cenum.schema import Path as KeyPath
    from cenum.settings import Settings

FILE_NAME = Rule(
    "file-name",
    Severity.ERROR,
    what=N_("The file's name is not a date."),
    why=N_("The name is the day of sending, and identifies the issue everywhere."),
    remedy=N_("Name it after the day, for example `2026-11-27.md`."),
    example=Example(
        kind="name",
        fails="vendredi.md",
        passes="2026-01-02.md",
    ),
)
FILE_WEEKDAY = Rule(
    "file-weekday",
    Severity.WARNING,
    what=N_("The day in the file's name is not the weekday on which the letter goes out."),
    why=N_("The date is probably wrong, and the letter would leave on a day when readers don't expect it."),
    remedy=N_("Rename the file; if the letter leaves on another day this once, accept it under `waivers`."),
    example=Example(
        kind="name",
        fails="2026-01-03.md",
        passes="2026-01-02.md",
    ),
)
FRONT_MATTER_MISSING = Rule(
    "front-matter-missing",
    Severity.ERROR,
    what=N_(
        "The file has no front matter between two lines `---`, or one of the lines is missing or not as it must be."
    ),
    why=N_("It contains the title and everything about the issue."),
    remedy=N_("Begin the file with a `---` line, the keys, and another `---` line."),
    corrected=True,
    example=Example(
        fails="""
            ---
            title: Un titre

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
TITLE_MISSING = Rule(
    "title-missing",
    Severity.ERROR,
    what=N_("The issue has no title, and the settings have no masthead."),
    why=N_("The letter would leave without a subject."),
    remedy=N_("Add `title: …` to the front matter, or `masthead` to `cenum.toml`."),
    example=Example(
        kind="toml",
        letter="""
            ---
            preheader: Ce que la semaine a dit du numérique
            ---

            # Une section {#une}

            Bonjour.
            """,
        fails="""
            [newsletter]
            masthead = ""
            """,
        passes="""
            [newsletter]
            masthead = "La lettre du numérique"
            """,
    ),
)
TITLE_LINES = Rule(
    "title-lines",
    Severity.ERROR,
    what=N_("The title, the subject or the preheader runs over several lines."),
    why=N_("Each is one line of the message's header."),
    remedy=N_("Write it on one line."),
    example=Example(
        kind="yaml",
        fails="""
            subject: |
              Un objet
              et sa suite
            """,
        passes="subject: Un objet et sa suite",
    ),
)

INTRODUCTION_HEADING = Rule(
    "introduction-heading",
    Severity.ERROR,
    what=N_("The introduction contains a heading."),
    why=N_("It follows the greeting, above all sections."),
    remedy=N_("Delete the `#`, or move the heading into a section."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails='introduction: "# Une semaine de débats"',
        passes="introduction: Une semaine de débats.",
    ),
)


class Reading(Struct, frozen=True):
    """What came of reading a file: the issue, unless an error stands among the findings, which name it ``file``."""

    file: str
    issue: Issue | None
    findings: tuple[Finding, ...]


def read(path: Path, settings: Settings, *, root: Path, unsaved: bytes | None = None) -> Reading:
    """Read the issue in ``path``. Findings name the file as seen from ``root``.

    ``unsaved`` is what the file would say if it were saved: it is read in its place, beside the same pictures.
    """
    reading = read_so_far(path, settings, root=root, unsaved=unsaved)
    if not has_errors(reading.findings):
        return reading
    # Nothing will be rendered that the check of remarks could look at, and colleagues wait for an answer.
    remarks = remarks_left(reading.issue) if reading.issue else ()
    return replace(reading, issue=None, findings=in_reading_order([*reading.findings, *remarks]))


def read_so_far(path: Path, settings: Settings, *, root: Path, unsaved: bytes | None = None) -> Reading:
    """As :func:`read`; where errors leave one to be read, the issue is there all the same, for nobody to send."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    findings: list[Finding] = []
    day = _day(path, file, settings, findings)
    most = settings.budget.issue * 1000
    text = read_text(path, file, findings, folder_around(path, root), most=most, unsaved=unsaved)
    issue = None
    if text is not None:
        issue = _issue(text, path, Place(file), day or date.min, settings, findings)
    return Reading(file, issue, in_reading_order(findings))


def says_draft(path: Path) -> bool:
    """Whether the issue in ``path`` says ``draft: true``, whatever else is wrong in it."""
    text = read_text(path, path.name, [], folder_around(path))
    return text is not None and front_matter.says_draft(text)


def _day(path: Path, file: str, settings: Settings, findings: list[Finding]) -> date | None:
    """The issue's date, from the file's name; a warning where it is not a day of sending."""
    day = day_of(path)
    if day is None or path.suffix != ".md":
        message = _("the file's name is not a date")
        findings.append(
            FILE_NAME.at(Place(file), message, _("name it after the day of sending, for example 2026-11-27.md"))
        )
    elif day.weekday() != settings.newsletter.weekday:
        language = settings.newsletter.language
        message = _("{day} is not a day of sending").format(day=in_words(day, language))
        remedy = _("the settings say “{weekday}”: rename the file if this is a mistake").format(
            weekday=settings.newsletter.day
        )
        findings.append(FILE_WEEKDAY.at(Place(file), message, remedy))
    return day


def _issue(  # noqa: PLR0913  what an issue is read from
    text: str, path: Path, place: Place, day: date, settings: Settings, findings: list[Finding]
) -> Issue | None:
    borders, misplaced = front_matter.borders(text)
    findings += [one.at(FRONT_MATTER_MISSING, place.file) for one in misplaced]
    if borders is None:
        return None
    head, body, head_line, body_line = borders
    fields, lines, mistakes = front_matter.parse(head, place.file, head_line)
    findings += mistakes

    tokens = tokens_of(body)
    too_many = line_of_too_many(tokens)
    if too_many is not None:
        findings.append(_too_many(Place(place.file, body_line + too_many)))
        return None
    unclosed = left_open(body.split("\n"), tokens)
    if unclosed:
        # All that follows would be taken for a part of it: what were said of that would be wrong.
        findings += (_never_closed(one, lambda line: Place(place.file, body_line + line)) for one in unclosed)
        return None
    declared = sections.anchors(tokens, settings.sections)
    language = settings.newsletter.language

    def reader(first: int, *, single: bool = False) -> MarkdownReader:
        return MarkdownReader(
            place.file,
            lambda line: first if single else first + line,
            language=language,
            anchors=declared,
            findings=findings,
        )

    gallery = Gallery(path.parent, settings.newsletter, findings)
    body_desk = reader(body_line)
    notes = Footnotes()
    tokens = notes.settle(tokens, body_desk)
    review(tokens, body_desk)
    gallery.collect(tokens, place.file)
    title = body_desk.typeset(fields.title.strip()) if fields else ""
    read_sections = sections.split(tokens, settings.sections, title, body_desk)
    if fields is None:
        return None

    def key_line(key: KeyPath) -> int:
        return lines.get(key, head_line)

    introduction_desk = reader(key_line(("introduction",)), single=True)
    introduction = _introduction(fields.introduction, introduction_desk, notes, gallery, place.file)
    _title_fits(fields, settings, Place(place.file, key_line(("title",))), findings)
    return Issue(
        day=day,
        place=place,
        title=title,
        number=fields.number,
        teasers_lead=body_desk.typeset(fields.teasers_lead.strip()),
        teasers=tuple(body_desk.typeset(teaser.strip()) for teaser in fields.teasers),
        introduction=introduction,
        illustration=_illustration(
            fields, gallery, body_desk, Place(place.file, key_line(("illustration", "image")))
        ),
        credits=Credits(
            tuple(body_desk.typeset(author) for author in fields.credits.authors),
            body_desk.typeset(fields.credits.illustrator),
        ),
        subject=body_desk.typeset(fields.subject.strip()),
        preheader=body_desk.typeset(fields.preheader.strip()),
        reply_to=fields.reply_to or settings.newsletter.reply_to,
        draft=fields.draft,
        sections=read_sections,
        images=gallery.images,
        lines=lines,
        waivers=fields.waivers,
        aliases=fields.aliases,
        corrected=_correction(fields, body_desk),
        withdrawn=body_desk.typeset(fields.withdrawn.strip()),
        remarks=fields.remarks,
    )


def _too_many(place: Place) -> Finding:
    message = _(
        "the text has more parts than a letter can have ({most}): paragraphs, points, cells, links, line breaks"
    )
    remedy = _("remove what is not part of the letter, from here on, or split it into several issues")
    return TOO_MANY_PARTS.at(place, message.format(most=MOST_PARTS), remedy)


def _never_closed(block: OpenBlock, place_of: Callable[[int], Place]) -> Finding:
    if block.within is None:
        message, remedy = _("the block “{name}” is never closed"), _("add a `:::` line after its last line")
    else:
        message = _("the block “{name}” is still open where another one begins, on line {line}")
        remedy = _("add a `:::` line after its last line; to put one into the other, begin and end it with `::::`")
    line = None if block.within is None else place_of(block.within).line
    return BLOCK_OPEN.at(place_of(block.line), message.format(name=block.name, line=line), remedy)


def _introduction(
    text: str, reader: MarkdownReader, notes: Footnotes, gallery: Gallery, file: str
) -> tuple[Block, ...]:
    """The introduction's Markdown; all of it stands on the line of its key."""
    tokens = tokens_of(text)
    if line_of_too_many(tokens) is not None:
        reader.findings.append(_too_many(reader.place(0)))
        return ()
    unclosed = left_open(text.split("\n"), tokens)
    if unclosed:
        reader.findings += (_never_closed(one, reader.place) for one in unclosed)
        return ()
    tokens = notes.settle(tokens, reader)
    for token in tokens:
        if token.type == "heading_open":
            message = _("the introduction contains a heading")
            mark = f"{token.markup} "
            reader.refuse(0, INTRODUCTION_HEADING, message, _("write it as plain text"), mark, [""])
    review(tokens, reader)
    gallery.collect(tokens, file)
    return blocks(tokens, reader)


def _illustration(fields: FrontMatter, gallery: Gallery, reader: MarkdownReader, place: Place) -> Image | None:
    if fields.illustration is None:
        return None
    written = fields.illustration
    return gallery.add(written.image, reader.typeset(written.alt), reader.typeset(written.credit), place)


def _correction(fields: FrontMatter, reader: MarkdownReader) -> Correction | None:
    if fields.corrected is None:
        return None
    return Correction(fields.corrected.on, reader.typeset(fields.corrected.what.strip()))


def _title_fits(fields: FrontMatter, settings: Settings, place: Place, findings: list[Finding]) -> None:
    """Subject, title and masthead: one of the three must say what the letter is called."""
    if not (fields.title.strip() or settings.newsletter.masthead):
        message = _("the issue has no title, and the settings have no masthead")
        findings.append(TITLE_MISSING.at(place, message, _("add `title: …` to the front matter")))
    for key in ("title", "subject", "preheader"):
        # A carriage return, which YAML can spell, breaks a header as well as a line feed does.
        if len(getattr(fields, key).strip().splitlines()) > 1:
            message = _("“{key}” spans several lines").format(key=key)
            findings.append(TITLE_LINES.at(place, message, _("write it on one line")))
