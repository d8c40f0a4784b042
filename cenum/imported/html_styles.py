"""What a page's styles say of each element: its ``style`` attribute, and the simplest rules of its sheets.

A rule counts if its selector is one name (``p``, ``.c3``, ``p.c3``, ``#top``): those of Google Docs, Word,
LibreOffice and of preheaders are. What stands in ``@media`` is for some screens only, and does not count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from cenum.analysis.css import declarations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cenum.analysis.css import Declaration
    from cenum.imported.html_page import HtmlNode, HtmlPage

Styles = dict[str, str]

_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:(?P<sign>[.#])(?P<name>[\w-]+))?")
_BRACE = re.compile("([{}])")
_MOST_RULES = 5_000
_MOST_CLASSES = 20  # of one element
_LONGEST = 4_000  # characters of a style attribute
_ZERO = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%|cm|in|mm)?")
_AT_MOST_ONE = re.compile(r"0*[01]?(?:\.0*)?(?:px|pt)?")
_RELATIVE = re.compile(r"[\d.]+(?:em|%)|smaller|larger|inherit")


class SheetRules:
    """The rules of a page's sheets by what they select; ``of`` gives what is declared for an element."""

    def __init__(self, sheet: str) -> None:
        self._rules: dict[str, list[tuple[Declaration, ...]]] = {}
        for selectors, body in islice(_outermost_rules(sheet), _MOST_RULES):
            for selector in selectors.lower().split(","):
                found = _SELECTOR.fullmatch(selector.strip())
                if found and found[0]:
                    self._rules.setdefault(found[0], []).append(declarations(body[:_LONGEST]))

    def of(self, node: HtmlNode) -> Styles:
        """Names and values, in small letters; what is said more exactly stands, and ``!important`` above all."""
        said: list[Declaration] = []
        for key in self._keys(node):
            for several in self._rules.get(key, ()):
                said += several
        style = node.get("style")
        said += declarations(style[:_LONGEST]) if style else ()
        return _cascaded(said)

    def _keys(self, node: HtmlNode) -> Iterable[str]:
        if not self._rules:
            return
        classes = node.get("class").lower().split()[:_MOST_CLASSES]
        yield node.tag
        for name in classes:
            yield f".{name}"
        for name in classes:
            yield f"{node.tag}.{name}"
        if node.get("id"):
            yield f"#{node.get('id').lower()}"
            yield f"{node.tag}#{node.get('id').lower()}"


def styles_of(page: HtmlPage) -> Mapping[HtmlNode, Styles]:
    """What is declared for each element of ``page``, nothing inherited."""
    rules = SheetRules(page.sheet)
    return {node: rules.of(node) for node in page.root.elements()}


def _outermost_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each rule that stands in no other.

    The checks' own reader of sheets looks for slips, for which whoever nests a thousand braces makes it pay.
    """
    depth = 0
    before = selectors = ""
    for part in _BRACE.split(_without_comments(sheet).replace("<!--", " ").replace("-->", " ")):
        if part == "{":
            depth += 1
            selectors = before.rpartition(";")[2] if depth == 1 else ""
        elif part == "}":
            if depth == 1 and selectors:
                yield selectors, before
            depth = max(depth - 1, 0)
        before = part if part not in {"{", "}"} else ""


def _without_comments(sheet: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        parts.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return " ".join(parts)
        at = end + 2
    return " ".join((*parts, sheet[at:]))


def is_zero(length: str) -> bool:
    """Whether ``length`` is none, in any unit."""
    return bool(length) and bool(_ZERO.fullmatch(length))


def is_tiny(length: str) -> bool:
    """Whether ``length`` is a pixel or a point at most."""
    return bool(length) and bool(_AT_MOST_ONE.fullmatch(length) or _ZERO.fullmatch(length))


def is_relative(size: str) -> bool:
    """Whether a size is told by that of what stands around."""
    return bool(_RELATIVE.fullmatch(size))


def _cascaded(said: Iterable[Declaration]) -> Styles:
    plain: Styles = {}
    important: Styles = {}
    for one in said:
        (important if one.important else plain)[one.name] = _small(one.value)
    return plain | important


@lru_cache(maxsize=4096)
def _small(value: str) -> str:
    return value.strip().lower()
