"""Marks on the elements of a letter and on its styles: the template, or the issue, and the line of each.

They are carried through MJML and inlining, and taken off in the last step: no reader receives them.
"""

from __future__ import annotations

import re
from html import escape, unescape

from cenum.finding import Place

AT = "data-at"
_TAG = re.compile(r"<[a-zA-Z][\w-]*(?=[\s/>])")
# In HTML that was serialised, a < that begins no tag is written &lt;: no text can look like a mark.
_MARK = re.compile(rf'(<[a-zA-Z][\w-]*) {AT}="[^"<>]*"')
# No text of a letter can hold these: XML 1.0 knows them not (section 2.2).
_LINE_MARK = re.compile("\x01([^\x01\x02]*)\x02")
_MARKED_LINES = re.compile("\x01([^\x01\x02]*)\x02([^\x01]*)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SHEET = re.compile(rf'<((?:mj-)?style)\b(?: {AT}="([^"<>]*)")?[^<>]*>(.*?)(?:</\1>|\Z)', re.DOTALL)
_MJML_MARK = re.compile(rf'(<mj[\w-]*) {AT}="[^"<>]*"')


def mark_tags(text: str, file: str, line: int) -> str:
    """``text``, which begins on ``line`` of ``file``, with a mark on every tag that opens in it."""

    def mark(match: re.Match[str]) -> str:
        return match[0] + _attribute(Place(file, line + text.count("\n", 0, match.start())))

    return _TAG.sub(mark, text)


def mark_lines(css: str, file: str, line: int) -> str:
    """``css``, which begins on ``line`` of ``file``, with a mark before each of its lines."""
    lines = enumerate(css.split("\n"), start=line)
    return "\n".join(_line_mark(str(Place(file, number))) + text for number, text in lines)


def style_sheets(mjml: str) -> str:
    """The style sheets in marked MJML, one after the other, with the marks of their lines."""
    return "\n".join(_line_mark(unescape(at)) + css for _tag, at, css in _SHEET.findall(mjml))


def without_line_marks(mjml: str) -> str:
    """``mjml`` whose style sheets are CSS again."""
    return _LINE_MARK.sub("", mjml)


def lines_of(styles: str) -> list[tuple[str, Place]]:
    """The text of :func:`style_sheets` in its lines or parts of them, each with the place where it was written."""
    found = []
    for mark, text in _MARKED_LINES.findall(styles):
        place = marked_place(mark)
        for after, part in enumerate(_LINE.findall(text)):
            found.append((part, Place(place.file, None if place.line is None else place.line + after)))
    return found


def mark_first(html: str, place: Place) -> str:
    """``html`` with a mark on its first tag."""
    return _TAG.sub(lambda match: match[0] + _attribute(place), html, count=1)


def without_marks(html: str) -> str:
    """``html`` as the readers receive it."""
    return _MARK.sub(r"\1", html)


def without_mjml_marks(mjml: str) -> str:
    """``mjml`` with marks on its HTML alone: MJML's own tags take no attributes but theirs."""
    return _MJML_MARK.sub(r"\1", mjml)


def marked_place(mark: str) -> Place:
    """The place that the value of a mark names; the folder of the templates where there is none."""
    file, _colon, line = mark.rpartition(":")
    return Place(file or "templates", int(line) if line.isdecimal() else None)


def _line_mark(at: str) -> str:
    return f"\x01{at}\x02"


def _attribute(place: Place) -> str:
    return f' {AT}="{escape(str(place))}"'
