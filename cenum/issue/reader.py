"""The one door by which issues come in: a file becomes an issue, or every mistake in it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.finding import Finding, Place, error, has_errors, in_reading_order, warning
from cenum.i18n import _
from cenum.issue import front_matter, sections
from cenum.issue.calendar import in_words
from cenum.issue.characters import FORBIDDEN
from cenum.issue.containers import blocks
from cenum.issue.images import Gallery
from cenum.issue.markdown import Desk, parser, review
from cenum.issue.model import Credits, Image, Issue

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.front_matter import FrontMatter
    from cenum.issue.model import Block
    from cenum.schema import Path as KeyPath
    from cenum.settings import Settings

# The longest letter seen is 25 kB. What is ten times larger is another file under this name.
_MOST_BYTES = 300_000


class Reading(Struct, frozen=True):
    """What came of reading a file: the issue, unless an error stands among the findings, which name it ``file``."""

    file: str
    issue: Issue | None
    findings: tuple[Finding, ...]


def read(path: Path, settings: Settings, *, root: Path) -> Reading:
    """Read the issue in ``path``. Findings name the file as seen from ``root``."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    findings: list[Finding] = []
    day = _day(path, file, settings, findings)
    text = _text(path, file, findings)
    issue = None
    if text is not None:
        issue = _issue(text, path, Place(file), day or date.min, settings, findings)
    ordered = in_reading_order(findings)
    return Reading(file, None if has_errors(ordered) else issue, ordered)


def says_draft(path: Path) -> bool:
    """Whether the issue in ``path`` says ``draft: true``, whatever else is wrong in it."""
    text = _text(path, path.name, [])
    borders = front_matter.split(text) if text else None
    return borders is not None and front_matter.says_draft(borders[0])


def _day(path: Path, file: str, settings: Settings, findings: list[Finding]) -> date | None:
    """The issue's date, from the file's name; a warning where it is not a day of sending."""
    try:
        day = date.fromisoformat(path.stem) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", path.stem) else None
    except ValueError:
        day = None
    if day is None or path.suffix != ".md":
        message = _("the file's name is not a date")
        findings.append(
            error("file-name", Place(file), message, _("name it after the day of sending, as 2026-11-27.md"))
        )
    elif day.weekday() != settings.newsletter.weekday:
        language = settings.newsletter.language
        message = _("{day} is not a day of sending").format(day=in_words(day, language))
        remedy = _("the settings say “{weekday}”: rename the file, if that was not on purpose").format(
            weekday=settings.newsletter.day
        )
        findings.append(warning("file-weekday", Place(file), message, remedy))
    return day


def _text(path: Path, file: str, findings: list[Finding]) -> str | None:
    """The file's text with plain line ends, or ``None`` and why it can't be had."""

    def refuse(rule: str, line: int | None, message: str, remedy: str) -> None:
        findings.append(error(rule, Place(file, line), message, remedy))

    try:
        if path.is_dir():
            refuse("file-directory", None, _("this is a folder"), _("name the issue's file, as 2026-11-27.md"))
            return None
        if path.stat().st_size > _MOST_BYTES:
            size = path.stat().st_size / 1_000_000
            message = _("the file is too large for a letter ({size:.1f} MB)").format(size=size)
            refuse("file-size", None, message, _("keep pictures in files of their own, beside the issue"))
            return None
        content = path.read_bytes()
    except OSError as mistake:
        message = _("the file can't be read ({reason})").format(reason=mistake.strerror)
        refuse("file-unreadable", None, message, _("look at its name and its permissions, or run cenum new"))
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = content[: mistake.start].count(b"\n") + 1
        message = _("the file is not in UTF-8 ({byte} can't be read)").format(byte=f"0x{content[mistake.start]:02x}")
        refuse("file-encoding", line, message, _("save it again with the encoding “UTF-8”"))
        return None
    if text.startswith("\ufeff"):
        message = _("the file begins with a byte-order mark")
        remedy = _("nothing breaks; save it as “UTF-8” rather than “UTF-8 with BOM” to be rid of it")
        findings.append(warning("file-bom", Place(file, 1), message, remedy))
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        control = FORBIDDEN.search(line_text)
        if control:
            message = _("an invisible control character (U+{code:04X})").format(code=ord(control[0]))
            refuse(
                "file-control",
                number,
                message,
                _("delete it: it stands after “{before}”").format(
                    before=line_text[max(0, control.start() - 20) : control.start()]
                ),
            )
    if not text.strip():
        remedy = _("delete it, then run: cenum new {date}").format(date=path.stem)
        refuse("file-empty", None, _("the file is empty"), remedy)
        return None
    return text


def _issue(  # noqa: PLR0913  what an issue is read from
    text: str, path: Path, place: Place, day: date, settings: Settings, findings: list[Finding]
) -> Issue | None:
    borders = front_matter.split(text)
    if borders is None:
        message = _("the front matter is missing, or never closed")
        remedy = _("begin the file with a line ---, its keys, and another line ---")
        findings.append(error("front-matter-missing", Place(place.file, 1), message, remedy))
        return None
    head, body = borders
    head_line = text[: text.index(head) if head else 0].count("\n") + 1
    fields, lines, mistakes = front_matter.parse(head, place.file, head_line)
    findings += mistakes
    body_line = text[: len(text) - len(body)].count("\n") + 1

    tokens = parser().parse(body)
    declared = sections.anchors(tokens, settings.sections)
    language = settings.newsletter.language

    def desk(first: int, *, single: bool = False) -> Desk:
        return Desk(
            place.file,
            lambda line: first if single else first + line,
            language=language,
            anchors=declared,
            findings=findings,
        )

    gallery = Gallery(path.parent, settings.newsletter, findings)
    body_desk = desk(body_line)
    review(tokens, body_desk)
    gallery.collect(tokens, place.file)
    title = body_desk.typeset(fields.title.strip()) if fields else ""
    read_sections = sections.split(tokens, body.split("\n"), settings.sections, title, body_desk)
    if fields is None:
        return None

    def key_line(key: KeyPath) -> int:
        return lines.get(key, head_line)

    introduction_desk = desk(key_line(("introduction",)), single=True)
    introduction = _introduction(fields.introduction, introduction_desk, gallery, place.file)
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
        waivers=fields.waivers,
    )


def _introduction(text: str, desk: Desk, gallery: Gallery, file: str) -> tuple[Block, ...]:
    """The introduction's Markdown; all of it stands on the line of its key."""
    tokens = parser().parse(text)
    for token in tokens:
        if token.type == "heading_open":
            desk.refuse(0, "introduction-heading", _("the introduction holds a heading"), _("write it as plain text"))
    review(tokens, desk)
    gallery.collect(tokens, file)
    return blocks(tokens, desk, text.split("\n"))


def _illustration(fields: FrontMatter, gallery: Gallery, desk: Desk, place: Place) -> Image | None:
    if fields.illustration is None:
        return None
    written = fields.illustration
    return gallery.add(written.image, desk.typeset(written.alt), desk.typeset(written.credit), place)


def _title_fits(fields: FrontMatter, settings: Settings, place: Place, findings: list[Finding]) -> None:
    """Subject, title and masthead: one of the three must say what the letter is called."""
    if not (fields.title.strip() or settings.newsletter.masthead):
        message = _("the issue has no title, and the settings have no masthead")
        findings.append(error("title-missing", place, message, _("add title: … to the front matter")))
    for key in ("title", "subject", "preheader"):
        # A carriage return, which YAML can spell, breaks a header as well as a line feed does.
        if len(getattr(fields, key).strip().splitlines()) > 1:
            message = _("“{key}” runs over several lines").format(key=key)
            findings.append(error("title-lines", place, message, _("write it on one line")))
