"""What somebody wrote in HTML within a line, as Markdown says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
_TAG = re.compile(
    r"<(?P<name>[a-zA-Z]{1,10})(?:\s+href=(?P<quote>[\"'])(?P<url>https?://[^\s\"'<>()]+)(?P=quote))?\s*>"
)


def in_markdown(children: Sequence[Token]) -> tuple[str, Sequence[str]]:
    """The element that the first of some inline tokens begins, as it stands in the file, and the same in Markdown.

    Empty where more than words stands in it, or where Markdown has no word for it.
    """
    if len(children) < 3 or children[1].type != "text" or children[2].type != "html_inline":  # noqa: PLR2004  a tag, words, a tag
        return "", ()
    opening, words, closing = (child.content for child in children[:3])
    tag = _TAG.fullmatch(opening)
    if tag is None or closing.lower() != f"</{tag['name'].lower()}>" or words != words.strip() or not words:
        return "", ()
    name = tag["name"].lower()
    text = f"{opening}{words}{closing}"
    if name == "a" and tag["url"]:
        return text, (f"[{words}]({tag['url']})",)
    if name in _MARKS and not tag["url"]:
        return text, (f"{_MARKS[name]}{words}{_MARKS[name]}",)
    return text, ()
