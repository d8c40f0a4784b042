"""One notation that it does not know, and a mail program drops the whole style attribute that holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cenum.analysis.css import declarations
from cenum.analysis.html import elements
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

_TEMPLATE = "templates/styles.css.j2"
# Gmail for rgb() with spaces, Gmail's mobile page and Orange for comments, most of them for var() and calc()
# (caniemail.com); three digits, because Outlook's Word reads six.
_UNSAFE = re.compile(r"\b(?:rgba?|hsla?|hwb|lab|lch|var|calc)\(|/\*|#(?![0-9a-fA-F]{6}\b)[0-9a-zA-Z]+")

STYLE_NOTATION = Rule(
    "style-notation",
    Severity.ERROR,
    what=N_(
        "A style contains a notation that some mail programs don't support: rgb(), var(), "
        "comments, three-digit colours."
    ),
    why=N_("These programs then drop the whole style, not only this part."),
    remedy=N_("Write colours as six hexadecimal digits, and sizes in px."),
    source=N_("[caniemail.com](https://www.caniemail.com)."),
    example=Example(
        kind="html",
        fails='<p style="border-top:1px solid #d8c">Jeudi</p>',
        passes='<p style="border-top:1px solid #dd88cc">Jeudi</p>',
    ),
)


@finds(STYLE_NOTATION)
def styles(letter: LetterView) -> Iterator[Finding]:
    """An error for each notation within a style that would take the whole style with it."""
    found: dict[str, Any] = {}
    for root in letter.tree.readings:
        for element in elements(root):
            for notation in _UNSAFE.findall(f"{element.get('style', '')};{element.get('bgcolor', '')}"):
                found.setdefault(notation, element)
    for notation, element in found.items():
        yield STYLE_NOTATION.at(
            _place(letter, element, notation),
            _("a style of <{tag}> contains “{notation}”: some mail programs then drop the whole style").format(
                notation=notation, tag=element.tag
            ),
            _("write colours as six hexadecimal digits (#1d2b53) and sizes in px, without comments"),
        )


def _place(letter: LetterView, element: Any, notation: str) -> Place:  # noqa: ANN401  lxml
    """Where the style sheet is so that was put into ``element``, or where the element was written itself."""
    holding = (one for one in declarations(element.get("style", "")) if notation in one.value)
    places = (letter.styles.declaration(one.name, one.value) for one in holding)
    own = letter.tree.place_of(element)
    return (
        next(filter(None, places), None)
        or letter.styles.place_of(notation)
        or (own if own.line else Place(_TEMPLATE))
    )
