"""What makes Gmail throw a style sheet away, whole (caniemail.com/features/html-style; email-bugs 90 on GitHub)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.analysis.css import parse
from cenum.analysis.html import elements
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

ELEMENT_BYTES = 8_192
ALL_BYTES = 16_384
_SHEET = "templates/dark.css.j2"

GMAIL_STYLE_SIZE = Rule(
    "gmail-style-size",
    Severity.WARNING,
    what=N_("A style sheet in the head is longer than 8 192 bytes, or all of them together are longer than 16 384."),
    why=N_("Gmail drops them: no dark colours, no smaller title on phones."),
    remedy=N_("Remove what the letter can do without."),
    source=N_(
        "[caniemail.com, the `<style>` element](https://www.caniemail.com/features/html-style/); email-bugs, "
        "issue 90."
    ),
    example=Example(
        kind="html",
        fails="""
            <head><style>
            .note { margin: 0 }  (× 513)
            </style></head>
            """,
        passes="""
            <head><style>
            @media (max-width: 479px) { .note { font-size: 16px } }
            </style></head>
            """,
    ),
)
GMAIL_STYLE_SYNTAX = Rule(
    "gmail-style-syntax",
    Severity.ERROR,
    what=N_(
        "A style sheet in the head is not valid CSS: an unmatched brace or quotation mark, a "
        "declaration without a colon."
    ),
    why=N_("Gmail drops the whole style sheet, not only this line."),
    remedy=N_("Correct the line in the templates."),
    source=N_("[caniemail.com, the `<style>` element](https://www.caniemail.com/features/html-style/)."),
    example=Example(
        kind="html",
        fails="<head><style>p { margin: 0</style></head>",
        passes="<head><style>p { margin: 0 }</style></head>",
    ),
)
GMAIL_STYLE_PLACE = Rule(
    "gmail-style-place",
    Severity.ERROR,
    what=N_("The body contains a `<style>`."),
    why=N_("Gmail drops it there."),
    remedy=N_("Put it into the head, as `<mj-style>`."),
    source=N_("[caniemail.com, the `<style>` element](https://www.caniemail.com/features/html-style/)."),
    example=Example(
        kind="html",
        fails="<p>Jeudi</p><style>p { margin: 0 }</style>",
        passes="<head><style>p { margin: 0 }</style></head>",
    ),
)


@finds(GMAIL_STYLE_SIZE, GMAIL_STYLE_SYNTAX, GMAIL_STYLE_PLACE)
def gmail(letter: LetterView) -> Iterator[Finding]:
    """A finding for each style sheet that is too large, not CSS, or outside the head."""
    sheets = [element for element in elements(letter.root) if element.tag == "style"]
    sizes = [len((sheet.text or "").encode()) for sheet in sheets]
    if max(sizes, default=0) > ELEMENT_BYTES or sum(sizes) > ALL_BYTES:
        message = _(
            "the style sheets are too long ({largest} bytes in the longest, {all} in all): Gmail drops them"
        ).format(largest=max(sizes), all=sum(sizes))
        remedy = _("stay under {largest} bytes in each and {all} in all").format(largest=ELEMENT_BYTES, all=ALL_BYTES)
        yield GMAIL_STYLE_SIZE.at(Place(_SHEET), message, remedy)
    for slip in dict.fromkeys(slip for sheet in sheets for slip in parse(sheet.text or "").slips):
        place = letter.styles.place_of(slip.reads) or Place(_SHEET)
        message = _("a style sheet is not valid CSS ({slip}): Gmail drops all of it").format(slip=slip.said)
        yield GMAIL_STYLE_SYNTAX.at(place, message, _("correct it in the templates"))
    misplaced = next((sheet for sheet in sheets if any(one.tag == "body" for one in sheet.iterancestors())), None)
    if misplaced is not None:
        message = _("a style sheet is in the body, where Gmail drops it")
        remedy = _("put it into the head: <mj-style> within <mj-head>")
        yield GMAIL_STYLE_PLACE.at(letter.tree.place_of(misplaced), message, remedy)
