"""Any HTML as a tree of lxml's that can be changed and written again, whatever a stranger put into it.

To libxml2 each attribute of an element stands at the end of a chain, so that one tag of a megabyte keeps it busy for
minutes, and below 256 levels it leaves out all the rest. Its events have neither fault: the tree is built from these.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

_MOST_ATTRIBUTES = 60
_DEEPEST = 250  # what is deeper stands beside what it is in
_AT_ONCE = 65_536
_NAME = re.compile(r"[a-z_][a-z0-9_.-]*", re.IGNORECASE)
# What no XML may hold (section 2.2).
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An element without an end (HTML, section 13.1.2).
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


def tree_of(html: str) -> Any:  # noqa: ANN401  lxml
    """The root of ``html``, without its comments."""
    builder = _TreeBuilder()
    parser = etree.HTMLParser(target=builder, huge_tree=True, encoding="utf-8")  # type: ignore[arg-type]  # no comments
    text = fit(html)
    for start in range(0, len(text), _AT_ONCE):
        parser.feed(text[start : start + _AT_ONCE].encode())
    return parser.close() if text else builder.close()


def html_of(root: Any) -> str:  # noqa: ANN401  lxml
    """The HTML of a tree, or of a part of one without what follows it."""
    return etree.tostring(root, encoding="unicode", method="html", with_tail=False)


def fit(text: str) -> str:
    """``text`` as a tree can hold it."""
    return _IMPOSSIBLE.sub(" ", text)


class _TreeBuilder:
    def __init__(self) -> None:
        self._root = etree.Element("html")
        self._open = [self._root]
        self._last: Any = None  # what ended before what is said now
        self._said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        if tag == "html" and self._open == [self._root]:
            return
        kept = {
            name: fit(value or "")
            for name, value in islice(attributes.items(), _MOST_ATTRIBUTES)
            if _NAME.fullmatch(name)
        }
        element = etree.SubElement(self._open[-1], tag if _NAME.fullmatch(tag) else "span", kept)
        self._last = None
        if tag in _VOID or len(self._open) >= _DEEPEST:
            self._last = element
        else:
            self._open.append(element)

    def end(self, tag: str) -> None:
        self._flush()
        if tag in _VOID:
            return
        known = tag if _NAME.fullmatch(tag) else "span"
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == known:
                self._last = self._open[index]
                del self._open[index:]
                return

    def data(self, text: str) -> None:
        self._said.append(text)

    def close(self) -> Any:  # noqa: ANN401  lxml
        self._flush()
        return self._root

    def _flush(self) -> None:
        text, self._said = fit("".join(self._said)), []
        if not text:
            return
        if self._last is None:
            self._open[-1].text = (self._open[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text
