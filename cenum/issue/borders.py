"""Where the head of an issue's file begins and ends, and what is wrong with the lines that say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from frontmatter.default_handlers import YAMLHandler

from cenum.i18n import _
from cenum.issue.head import HeadMistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Borders(NamedTuple):
    """The YAML between the two ``---`` lines and the Markdown after them, with the line on which each begins."""

    head: str
    body: str
    head_line: int
    body_line: int


# What python-frontmatter, as other programs for static sites, takes for the line above and below.
_RIGHT = YAMLHandler.FM_BOUNDARY
# What word processors, other dialects and fingers make of three hyphens; invisible characters may stand behind.
_ODD = (
    r"(?:`{3,}\w*|~{3,}\w*|(?=-*[–—―−‒])[-–—―−‒]+|--|[_*=+~]{3,}|[-*_–—](?:[^\S\n]+[-*_–—]){2,}|-{3,})"
    r"[^\S\n]*(?:[\u200b\u2060\ufeff]+[^\S\n]*)?$"
)
_WRONG = re.compile(f"^{_ODD}", re.MULTILINE)
_INDENTED = re.compile(rf"^(?:[^\S\n]|[\u200b\u2060\ufeff])*{_ODD}", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_LINE = re.compile(r"^.*\S.*$", re.MULTILINE)
_ANY_KEY = re.compile(r"[\w'’\"-]+\s*:(?:\s|$)")
_KEY = re.compile(r"(?P<key>\w[\w\u0300-\u036f'’-]*)\s*:")
_HEADING = re.compile(r"#{1,6}[^\S\n]")
_BODY = re.compile(r"^(?:#{1,6}[^\S\n]|:::|[^\s#\-{}\[\]])[^\n]*$", re.MULTILINE)


def find(text: str, is_key: Callable[[str], bool]) -> tuple[Borders | None, list[HeadMistake]]:
    """The borders of ``text``, and every mistake in them; ``is_key`` knows the words that keys of a head are.

    Where a line is missing or written otherwise, they are where it must be meant; ``None`` where nobody can tell.
    """
    mistakes: list[HeadMistake] = []
    text = _unfenced(text, mistakes)
    start = _opening(text, is_key, mistakes)
    if start is None:
        return None, mistakes
    end = _closing(text, start, mistakes)
    if end is None:
        if not mistakes:
            message = _("the front matter is never closed")
            remedy = _("put a line with three hyphens, `---`, below the last key")
            opening = _LINE.search(text)
            mistakes.append(HeadMistake(_line(text, opening.start() if opening else 0), message, remedy))
        return None, mistakes
    close, after = end
    head, body = text[start:close], text[after:]
    return Borders(head, body, _line(text, start), _line(text, after)), mistakes


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _unfenced(text: str, mistakes: list[HeadMistake]) -> str:
    """``text`` without the two lines that make code of it, which leave blank ones behind."""
    first = _LINE.search(text)
    opening = first and _FENCE.match(text, first.start())
    # Where keys follow, it stands in the place of the line that begins the front matter.
    inside = opening and _LINE.search(text, opening.end())
    if not opening or not inside or not (_RIGHT.match(inside[0]) or _INDENTED.match(inside[0])):
        return text
    closings = [one for one in _FENCE.finditer(text, opening.end()) if one[0].strip() == opening[1]]
    below = _RIGHT.search(text, opening.end())
    below = below and _RIGHT.search(text, below.end())
    # The fence is around the whole file, or around its head alone.
    around = [one for one in closings if below and not text[below.end() : one.start()].strip()]
    around = around or [one for one in closings if not text[one.end() :].strip()]
    line = _line(text, opening.start())
    message = _("the file begins with a line that makes code of what follows: “{line}”").format(line=opening[0])
    remedy = _("delete it")
    if around:
        remedy = _("delete it, and line {line}, which belongs to it").format(line=_line(text, around[0].start()))
    mistakes.append(HeadMistake(line, message, remedy))
    for one in (opening, *around[:1]):
        text = text[: one.start()] + " " * len(one[0]) + text[one.end() :]
    return text


def _opening(text: str, is_key: Callable[[str], bool], mistakes: list[HeadMistake]) -> int | None:
    """Where the head begins."""
    first = _LINE.search(text)
    if first is None:
        return None
    right = _RIGHT.match(text, first.start())
    if right:
        return right.end()
    line = _line(text, first.start())
    wrong = _INDENTED.match(text, first.start())
    if wrong:
        message = _("“{line}” does not begin the front matter").format(line=wrong[0].strip())
        mistakes.append(HeadMistake(line, message, _three_hyphens(), wrong[0], ("---",)))
        return wrong.end()
    if _begins_with_key(text, first.start(), is_key):
        message = _("the line `---` that begins the front matter is missing")
        remedy = _("put a line with three hyphens, `---`, above this one")
        mistakes.append(HeadMistake(line, message, remedy, first[0], (f"---\n{first[0]}",)))
        return first.start()
    later = next((one for one in _RIGHT.finditer(text) if _begins_with_key(text, one.end() + 1, is_key)), None)
    if later:
        message = _("there is text above the front matter, which begins on line {line}").format(
            line=_line(text, later.start())
        )
        mistakes.append(HeadMistake(line, message, _("move it below the second line `---`, or delete it")))
        return later.end()
    message = _("the front matter is missing")
    remedy = _("begin the file with a `---` line, the keys, and another `---` line")
    mistakes.append(HeadMistake(line, message, remedy))
    return None


def _begins_with_key(text: str, index: int, is_key: Callable[[str], bool]) -> bool:
    found = _KEY.match(text, index)
    return found is not None and is_key(found["key"])


def _closing(text: str, start: int, mistakes: list[HeadMistake]) -> tuple[int, int] | None:
    """Where the head ends, and where what is below it begins."""
    right = _RIGHT.search(text, start)
    limit = right.start() if right else len(text)
    # What is indented may belong to a text of several lines.
    wrong = _WRONG.search(text, start, limit) or (None if right else _INDENTED.search(text, start + 1))
    body = next(_bodies(text, start, wrong.start() if wrong else limit, closed=bool(right or wrong)), None)
    if body is not None:
        message = _("the line `---` that ends the front matter is missing")
        remedy = _("put a line with three hyphens, `---`, above this one")
        below = text[body:].partition("\n")[0]
        mistakes.append(HeadMistake(_line(text, body), message, remedy, below, (f"---\n{below}",)))
        return body, body
    if wrong:
        message = _("“{line}” does not end the front matter").format(line=wrong[0].strip())
        line = _line(text, wrong.start())
        mistakes.append(HeadMistake(line, message, _three_hyphens(), wrong[0], ("---",)))
        return wrong.start(), min(wrong.end() + 1, len(text))
    return (right.start(), min(right.end() + 1, len(text))) if right else None


def _three_hyphens() -> str:
    return _("write three hyphens instead, alone on their line, without a space before them: `---`")


def _bodies(text: str, start: int, end: int, *, closed: bool) -> Iterator[int]:
    """Where, before ``end``, a line can be no line of a head.

    To YAML a heading is a comment: where a line ends the head (``closed``), only a section's id or prose tells.
    """
    for line in _BODY.finditer(text, start, end):
        blank_above = text[line.start() - 2 : line.start()] == "\n\n"
        heading = _HEADING.match(line[0])
        if line[0].startswith(":::") or (heading and "{#" in line[0]):
            yield line.start()
        elif heading:
            below = _LINE.search(text, line.end(), end) if text.startswith("\n\n", line.end()) else None
            if (not closed and blank_above) or (below and _is_prose(below[0])):
                yield line.start()
        elif not closed and blank_above and _is_prose(line[0]):
            yield line.start()


def _is_prose(line: str) -> bool:
    return not line[0].isspace() and line[0] not in "#-[]{}" and not _ANY_KEY.match(line)
