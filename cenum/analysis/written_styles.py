"""Where the style sheets of a letter were written, those too that were inlined."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from cenum.marks import lines_of

if TYPE_CHECKING:
    from cenum.finding import Place

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# What is inlined comes out as 0.5, where somebody may have written .5.
_ZERO = re.compile(r"(?<!\d)0\\\.")
_SIGN = re.compile(r"(?<!\s)\s*([:;,{}>+~])\s*")


class WrittenStyles:
    """Style sheets, and the line of a template that each part of them is on."""

    def __init__(self, marked: str) -> None:
        """``marked`` is ``styles`` of :class:`~cenum.edition.edition.MarkedEdition`; empty where nothing is known."""
        self._marked = marked

    def place_of(self, css: str) -> Place | None:
        """Where the first thing is that reads so: a selector, an at-rule, a value. ``None`` where nothing does."""
        match = re.search(_pattern(css), self._css, re.IGNORECASE)
        return None if match is None else next(place for end, place in self._ends if match.start() < end)

    def declaration(self, name: str, value: str) -> Place | None:
        """Where ``name`` is first given ``value``."""
        return self.place_of(f"{name}: {value}")

    @cached_property
    def _lines(self) -> list[tuple[str, Place]]:
        return lines_of(self._marked)

    @cached_property
    def _css(self) -> str:
        """The style sheets, with spaces where comments are."""
        css = "".join(text for text, _place in self._lines)
        return _COMMENT.sub(lambda comment: " " * len(comment[0]), css)

    @cached_property
    def _ends(self) -> list[tuple[int, Place]]:
        """Up to where in the text each line goes."""
        ends = accumulate(len(text) for text, _place in self._lines)
        return list(zip(ends, (place for _text, place in self._lines), strict=True))


def _pattern(css: str) -> str:
    """What matches ``css`` however it is spaced, between the ends of words; nothing matches what is empty."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in _SIGN.split(css))
    pattern = _ZERO.sub(r"0?\.", r"\s*".join(parts))
    before = r"(?<![-\w])" if css[:1].isalnum() else ""
    after = r"(?![-\w])" if css[-1:].isalnum() else ""
    return f"{before}{pattern}{after}" if pattern else r"(?!)"
