"""One notation that it does not know, and a mail program drops the whole style attribute that holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.checks.sought import sought
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

_TEMPLATE = "templates/styles.css.j2"
_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>")
_STYLED = re.compile(r"""\s(?:style|bgcolor)=(?:"([^"]*)"|'([^']*)')""")
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
    found: dict[str, str] = {}
    for tag, attributes in _TAG.findall(letter.edition.html):
        for value in _STYLED.findall(attributes):
            for notation in _UNSAFE.findall("".join(value)):
                found.setdefault(notation, tag)
    for notation, tag in found.items():
        yield STYLE_NOTATION.at(
            sought(re.escape(notation), file=_TEMPLATE),
            _("a style of <{tag}> contains “{notation}”: some mail programs then drop the whole style").format(
                notation=notation, tag=tag
            ),
            _("write colours as six hexadecimal digits (#1d2b53) and sizes in px, without comments"),
        )
