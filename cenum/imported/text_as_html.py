"""Plain text, as mail programs write it, as HTML: paragraphs, quotations, addresses, the signature below “-- ”."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"<(?P<tight>(?:https?://|mailto:)[^\s<>]{1,2000})>|(?P<bare>https?://[^\s<>\"]{1,2000})")
_AFTER_ADDRESS = ".,;:!?)]}»’'\""
_QUOTED = re.compile(r"(?:> ?){1,20}")
_RULE = re.compile(r"([-=_*~#.])(?: ?\1){4,200}")
_ITEM = re.compile(r"(?:[-–*•·]|\d{1,2}[.)]) ?\S")
_SIGNATURE = "--"  # and a space, which some programs lose (RFC 3676, section 4.3)
_MOST_BELOW = 20  # lines of a signature
# Programs that break lines themselves do it at 72 to 78 characters; one that ends long before that is meant to.
_BROKEN_AFTER = 55


def html_of_text(text: str, *, flowed: bool = False) -> str:
    """``text`` as HTML with the same words, but for the signs that quote and those around an address.

    ``flowed`` says that a line with a space at its end goes on in the next one (RFC 3676).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = _end_of_letter(lines)
    body = "".join(_quotations(lines[:end], flowed=flowed))
    signature = "<br>".join(map(_linked, lines[end + 1 :]))
    return body + (f'<div class="moz-signature">{signature}</div>' if end < len(lines) else "")


def _end_of_letter(lines: list[str]) -> int:
    """The line that a signature begins below; the number of all lines where there is none.

    Where a quotation follows, somebody wrote above it: what stands between may be anything.
    """
    for index in range(len(lines) - 1, max(len(lines) - _MOST_BELOW, 0) - 1, -1):
        if _QUOTED.match(lines[index]):
            break
        if lines[index].rstrip() == _SIGNATURE:
            return index
    return len(lines)


def _quotations(lines: Iterable[str], *, flowed: bool) -> Iterator[str]:
    level = 0
    block: list[str] = []
    for line in lines:
        found = _QUOTED.match(line)
        now = found[0].count(">") if found else 0
        if now != level:
            yield from _paragraphs(block, flowed=flowed)
            block = []
            yield "<blockquote>" * (now - level) + "</blockquote>" * (level - now)
            level = now
        block.append(line[found.end() :] if found else line)
    yield from _paragraphs(block, flowed=flowed)
    yield "</blockquote>" * level


def _paragraphs(lines: Iterable[str], *, flowed: bool) -> Iterator[str]:
    paragraph: list[str] = []
    before = ""
    for line in (*lines, ""):
        said = line.strip()
        if not said or _RULE.fullmatch(said):
            if paragraph:
                yield f"<p>{''.join(paragraph)}</p>"
            paragraph = []
            if said:
                yield "<hr>"
        else:
            if paragraph:
                paragraph.append(" " if _goes_on(before, said, flowed=flowed) else "<br>")
            paragraph.append(_linked(said))
        before = line


def _goes_on(before: str, line: str, *, flowed: bool) -> bool:
    if flowed:
        return before.endswith(" ")
    return len(before.rstrip()) > _BROKEN_AFTER and not _ITEM.match(line)


def _linked(line: str) -> str:
    """``line`` with its addresses as links."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(line):
        address = found["tight"] or found["bare"].rstrip(_AFTER_ADDRESS)
        shown = address.removeprefix("mailto:")
        end = found.end() if found["tight"] else found.start() + len(address)
        parts += [escape(line[at : found.start()]), f'<a href="{escape(address)}">{escape(shown)}</a>']
        at = end
    return "".join((*parts, escape(line[at:])))
