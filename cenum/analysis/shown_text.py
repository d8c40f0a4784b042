"""HTML as the text that a browser shows: white space collapsed, elements in line or in blocks.

Sources: CSS 2.2, section 9.2, for boxes; CSS Text 3, section 4.1, for white space; the HTML standard, section 15.3,
for which elements are blocks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from cenum.analysis.html import hides

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
        ),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    )
)
_DISPLAYED = re.compile(r"display\s*:\s*(inline)?[a-z-]*", re.IGNORECASE)
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
_WHITE = re.compile(r"[ \t\n\f\r]+")


def shown_text(root: Any) -> str:  # noqa: ANN401  lxml
    """The lines that a browser shows of ``root``, as long as each is; a picture's description is a line of its own.

    Preformatted text is collapsed like any other.
    """
    parts: list[str] = []
    if not hides(root):
        _show(root, parts)
    lines = (_WHITE.sub(" ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def _show(element: Any, parts: list[str]) -> None:  # noqa: ANN401  lxml
    edge = "\n" if _is_block(element.tag, element.get("style") or "") else ""
    parts += (edge, _WHITE.sub(" ", element.text or ""))
    if element.get("alt"):
        parts.append(f"\n{_WHITE.sub(' ', element.get('alt'))}\n")
    if element.tag == "br":
        parts.append("\n")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and not hides(child):
            _show(child, parts)
        parts.append(_WHITE.sub(" ", child.tail or ""))
    parts.append(edge)


@lru_cache(maxsize=4096)  # a letter has dozens
def _is_block(tag: str, style: str) -> bool:
    displayed = _DISPLAYED.findall(style)
    return not displayed[-1] if displayed else tag in _BLOCKS
