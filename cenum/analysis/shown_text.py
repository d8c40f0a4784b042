"""HTML as the text that a browser shows: white space collapsed, elements in line or in blocks.

Sources: CSS 2.2, section 9.2, for boxes; CSS Text 3, section 4.1, for white space; the HTML standard, section 15.3,
for which elements are blocks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cenum.analysis.html import Step, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_WHITE = re.compile(r"[ \t\n\f\r]+")


def shown_text(root: Any) -> str:  # noqa: ANN401  lxml
    """The lines that a browser shows of ``root``, as long as each is; a picture's description is a line of its own.

    Preformatted text is collapsed like any other.
    """
    lines = (_WHITE.sub(" ", line).strip(" ") for line in "".join(_parts(root)).split("\n"))
    return "\n".join(filter(None, lines))


def _parts(root: Any) -> Iterator[str]:  # noqa: ANN401  lxml
    for step, element in seen(root):
        if step is Step.AFTER:
            yield _WHITE.sub(" ", element.tail or "")
            continue
        yield "\n" * _is_block(element.tag, element.get("style") or "")
        if step is Step.BEGINS:
            yield _WHITE.sub(" ", element.text or "")
            if element.get("alt"):
                yield f"\n{_WHITE.sub(' ', element.get('alt'))}\n"
            yield "\n" * (element.tag == "br")


@lru_cache(maxsize=4096)  # a letter has dozens
def _is_block(tag: str, style: str) -> bool:
    displayed = _DISPLAYED.findall(style)
    return not displayed[-1] if displayed else tag in _BLOCKS
