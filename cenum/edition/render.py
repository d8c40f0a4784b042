"""An issue becomes an edition: the same issue, settings and templates give the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cenum.cache import NO_CACHE
from cenum.edition.calendar_file import CalendarFiles
from cenum.edition.digest import digest
from cenum.edition.edition import Address, Edition, Links, MarkedEdition
from cenum.edition.inline import inline
from cenum.edition.letter_context import kind, letter_context, refusal
from cenum.edition.masthead_logo import masthead_logo, shown_logo
from cenum.edition.mjml import to_html
from cenum.edition.pictures import PictureResizer
from cenum.edition.plain import References, prose_text, underline, wrap
from cenum.edition.prose import prose_html
from cenum.edition.table_fit import TableType
from cenum.issue.calendar import sending_at
from cenum.issue.languages import primary
from cenum.letter_folder import LetterFolder
from cenum.marks import mark_first, style_sheets, without_line_marks, without_marks

if TYPE_CHECKING:
    from cenum.cache import Cache
    from cenum.edition.edition import PublishedFile
    from cenum.edition.templates import Templates
    from cenum.issue.blocks import Prose
    from cenum.issue.model import Image, Issue
    from cenum.settings import Settings

# The attributes are for Outlook. On a narrow screen the picture shrinks, on a wide one it never grows. Its box says
# so too: Thunderbird puts its window's width in place of a picture's max-width (messageBody.css, shrinktofit).
_IMG = Markup(
    '<span class="box" style="max-width:{width}px">'
    '<img src="{src}" alt="{alt}" width="{width}"{height} class="picture" style="max-width:{width}px" /></span>'
)

_FACE = Markup('<img src="{src}" alt="{alt}" width="{side}" height="{side}" class="face" />')


def render(issue: Issue, settings: Settings, templates: Templates, cache: Cache = NO_CACHE) -> Edition:
    """The edition of ``issue``, as :func:`render_marked` makes it."""
    return render_marked(issue, settings, templates, cache).edition


def render_marked(issue: Issue, settings: Settings, templates: Templates, cache: Cache = NO_CACHE) -> MarkedEdition:
    """The edition of ``issue``, and where its elements were written; ``cache`` keeps what is costly to make.

    Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in a template and
    :class:`~cenum.errors.Mistakes` for a picture that can't be read.
    """
    darkroom = PictureResizer(cache)
    calendars = CalendarFiles(issue, settings)
    context = {**letter_context(issue, settings), "calendar": calendars.of}
    logo = masthead_logo(settings.newsletter, LetterFolder(templates.letter))
    mjml = _mjml(issue, templates, context, darkroom, logo)
    marked = inline(to_html(without_line_marks(mjml)), cache)
    text = _text(issue, templates, context)
    newsletter = settings.newsletter
    sender = Address(newsletter.sender.name, newsletter.sender.email)
    seen: dict[str, Any] = {
        "subject": context["subject"],
        "preheader": context["preheader"],
        "sender": sender,
        "reply_to": issue.reply_to,
        "html": without_marks(marked),
        "text": text,
        "pictures": darkroom.pictures,
        "calendars": calendars.files,
    }
    edition = Edition(
        key=issue.key,
        language=newsletter.language,
        sending_at=sending_at(newsletter, issue.day),
        public_links=Links(
            unsubscribe=settings.links.unsubscribe,
            view_online=context["share_url"],
            files={
                file.name: f"{newsletter.site}/media/{file.name}" for file in (*darkroom.pictures, *calendars.files)
            },
        ),
        digest=digest(**seen),
        **seen,
    )
    return MarkedEdition(edition, marked, style_sheets(mjml), templates.palette_source)


def published_files(
    issue: Issue, settings: Settings, templates: Templates, cache: Cache = NO_CACHE
) -> tuple[PublishedFile, ...]:
    """What :func:`render` publishes beside the letter, in a tenth of its time. Raises the same."""
    darkroom = PictureResizer(cache)
    calendars = CalendarFiles(issue, settings)
    context = {**letter_context(issue, settings), "calendar": calendars.of}
    _mjml(issue, templates, context, darkroom, masthead_logo(settings.newsletter, LetterFolder(templates.letter)))
    return (*darkroom.pictures, *calendars.files)


def _mjml(
    issue: Issue, templates: Templates, context: dict[str, Any], darkroom: PictureResizer, logo: Image | None
) -> str:
    tables = TableType.of(templates.palette["sizes"], templates.fonts)

    def show(source: str, alt: str, width: int) -> Markup:
        return _img(issue.images[source], alt, width, darkroom)

    def prose(block: Prose, shift: int = 1, width: int | None = None) -> Markup:
        width = width or templates.palette["sizes"]["content"]
        return prose_html(block, show, file=issue.place.file, shift=shift, width=width, tables=tables)

    def picture(image: Image, width: int) -> Markup:
        # Its attributes are escaped already.
        return Markup(mark_first(_img(image, image.alt, width, darkroom), image.place))  # noqa: S704

    def face(image: Image, width: int) -> Markup:
        return Markup(mark_first(_face(image, width, darkroom), image.place))  # noqa: S704  as above

    def emblem() -> Markup:
        if logo is None:
            return Markup()
        shown = shown_logo(logo, templates.palette["light"], darkroom)
        height = Markup(' height="{}"').format(shown.height)
        return _IMG.format(src=shown.picture.placeholder, alt=shown.alt, width=shown.width, height=height)

    tools = {"kind": kind, "prose": prose, "picture": picture, "face": face, "logo": emblem}
    return templates.render("letter.mjml.j2", {**context, **tools, "unknown": refusal(issue)})


def _text(issue: Issue, templates: Templates, context: dict[str, Any]) -> str:
    references = References()
    french = primary(context["newsletter"].language) == "fr"

    def prose(block: Prose, image: str, indent: str = "") -> str:
        return prose_text(block, references, image, indent, french=french)

    tools = {
        "kind": kind,
        "prose": prose,
        "wrap": wrap,
        "underline": underline,
        "ref": references.mark,
        "references": {"flush": references.flush},
        "unknown": refusal(issue),
    }
    text = without_line_marks(templates.render("letter.txt.j2", {**context, **tools}))
    lines = "\n".join(line.rstrip(" \t\u00a0") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _img(image: Image, alt: str, width: int, darkroom: PictureResizer) -> Markup:
    """An ``<img>`` with the attributes that Outlook reads, and the styles that the others do."""
    if image.file is None:
        return _IMG.format(src=image.source, alt=alt, width=width, height="")
    picture = darkroom.develop(image, width)
    shown = min(width, picture.width)
    height = round(picture.height * shown / picture.width)
    attribute = Markup(' height="{}"').format(height)
    return _IMG.format(src=picture.placeholder, alt=alt, width=shown, height=attribute)


def _face(image: Image, width: int, darkroom: PictureResizer) -> Markup:
    """As :func:`_img`, and square; what stays on the web can't be cut."""
    if image.file is None:
        return _img(image, image.alt, width, darkroom)
    picture = darkroom.develop(image, width, square=True)
    return _FACE.format(src=picture.placeholder, alt=image.alt, side=min(width, picture.width))
