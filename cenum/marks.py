"""Marks on the elements of a letter: the template, or the issue, and the line that each was written on.

They are carried through MJML and inlining, and taken off in the last step: no reader receives them.
"""

from __future__ import annotations

import re
from html import escape

from cenum.finding import Place

AT = "data-at"
_TAG = re.compile(r"<[a-zA-Z][\w-]*(?=[\s/>])")
# In HTML that was serialised, a < that begins no tag is written &lt;: no text can look like a mark.
_MARK = re.compile(rf'(<[a-zA-Z][\w-]*) {AT}="[^"]*"')
_MJML_MARK = re.compile(rf'(<mj[\w-]*) {AT}="[^"]*"')


def mark_tags(text: str, file: str, line: int) -> str:
    """``text``, which begins on ``line`` of ``file``, with a mark on every tag that opens in it."""

    def mark(match: re.Match[str]) -> str:
        return match[0] + _attribute(Place(file, line + text.count("\n", 0, match.start())))

    return _TAG.sub(mark, text)


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


def _attribute(place: Place) -> str:
    return f' {AT}="{escape(str(place))}"'
