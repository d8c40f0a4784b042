"""Where words that a finding is about stand in the lines of the file, and what to put there instead.

The checks read a letter as its readers do, typeset and without marks; the file has what somebody typed. Whatever
can't be found there for sure is not found: a mark at the wrong words, or a correction of others, is worse than none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import AS_TYPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.finding import WordsAt

# What readers see otherwise than it is written, or not at all. Code and addresses they do, but no check reads them.
_WRITTEN = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])|(?P<reference>&#?\w{1,31};)"
    r"|(?P<apart>`[^`\n]{1,300}`|<https?://[^<>\s]{1,2000}>|(?:https?://|www\.)[^\s<>«»“”\"\])]{1,2000})"
    r"|(?P<nothing>!(?=\[)|\]\((?:[^()\s]|\([^()\s]{0,300}\)){0,2000}(?:[ ]+\"[^\"\n]{0,300}\")?\)"
    r"|\[\^[^\]\s]{1,80}\]|\{(?:lang=|[#])[^{}\n]{0,200}\}|(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])"
    r"|[*~\[\]]|(?<!\w)_|_(?!\w))"
)
_OBJECT = "\ufffc"
_SPACES = " \t\u00a0\u202f"
# Beside these, the typesetter may have put a space.
_SIGNS = "«»“”:;!?%‰€"
_AROUND = 80  # characters of a line that are held against what is known to stand around
# Nothing of these is a mark of Markdown or of YAML, wherever it stands in a word's place.
_PLAIN = re.compile(r"(?:[^\W_]|[ \u00a0\u202f,.;!?…«»“”’'()%‰€°/·–—-])*")
_SPACE, _NO_LETTER = re.compile(r"\s+"), re.compile(rf"(?:[^\w{_OBJECT}]|_)+")
_NAME = re.compile(r"[\w#/:.@-]+")
_BRACKETS = re.compile(r"[*_\[\]{}`]")
_WITHIN_YAML = re.compile(r"[\"'#:]")


class WordFix(NamedTuple):
    """What ``words`` would become: from ``start`` to ``end`` of their line, ``insert``."""

    words: str
    start: int
    end: int
    insert: str


class Spot(NamedTuple):
    """Where words stand in their line, and how they may be corrected."""

    start: int
    end: int
    corrections: tuple[WordFix, ...]


class _Shown(NamedTuple):
    """A line as readers see it, and where each of its characters begins and ends in the file's."""

    text: str
    starts: list[int]
    ends: list[int]


def spot_of(words: WordsAt, line: str, *, in_head: bool) -> Spot | None:
    """Where ``words`` stand in their ``line``, which is as the reader reads it; ``None`` where that isn't sure.

    ``in_head`` says that the line is one of the front matter.
    """
    return _literal_spot(words, line) if words.literal else _shown_spot(words, line, in_head=in_head)


def _literal_spot(words: WordsAt, line: str) -> Spot | None:
    found = [span for span in _occurrences(words.text, line) if _agrees(line, *span, words, _SPACE)]
    if len(found) != 1:
        return None
    start, end = found[0]
    return Spot(start, end, tuple(WordFix(new, start, end, new) for new in words.instead))


def _shown_spot(words: WordsAt, line: str, *, in_head: bool) -> Spot | None:
    shown = _shown(line)
    found = [
        match.span()
        for match in _typed(words.text).finditer(shown.text)
        if _is_whole(shown.text, *match.span()) and _agrees(shown.text, *match.span(), words, _NO_LETTER)
    ]
    if len(found) != 1:
        return None
    start, end = found[0]
    first, last = shown.starts[start], shown.ends[end - 1]
    corrections = (
        _enclosed(words, new, first, last, line)
        if AS_TYPED in new
        else _correction(words.text, new, shown, start, line, in_head=in_head)
        for new in words.instead
    )
    return Spot(first, last, tuple(filter(None, corrections)))


def _enclosed(words: WordsAt, new: str, start: int, end: int, line: str) -> WordFix | None:
    """The words as they were typed, with other marks around them; ``None`` where some stand within them."""
    before, after = words.marks
    typed = line[start:end]
    if _BRACKETS.search(typed) or not (line[:start].endswith(before) and line.startswith(after, end)):
        return None
    better = new.replace(AS_TYPED, typed)
    return WordFix(better, start - len(before), end + len(after), better)


def _correction(  # noqa: PLR0913  a place and what is to stand there
    text: str, new: str, shown: _Shown, at: int, line: str, *, in_head: bool
) -> WordFix | None:
    """Only what differs is written, so that all else stays as it was typed; ``None`` where more would change."""
    before = _alike(text, new)
    after = _alike(text[before:][::-1], new[before:][::-1])
    middle, insert = text[before : len(text) - after], new[before : len(new) - after]
    match = _typed(text[:before], middle, text[len(text) - after :]).match(shown.text, at)
    if match is None:
        return None
    first, last = match.span(2)
    if first == last:
        start = end = shown.ends[first - 1] if first else shown.starts[0]
    else:
        start, end = shown.starts[first], shown.ends[last - 1]
    is_whole = all(shown.ends[one] == shown.starts[one + 1] for one in range(first, last - 1))
    if "’" in line[start:end] or in_head:
        insert = insert.replace("'", "’")
    if not is_whole or not _PLAIN.fullmatch(insert) or (in_head and _WITHIN_YAML.search(insert)):
        return None
    return WordFix(new, start, end, insert)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (this, that) in pairs if this != that), min(len(one), len(other)))


# A line has several findings, and most lines are the same at the next key.
@lru_cache(maxsize=256)
def _shown(line: str) -> _Shown:
    shown = _Shown("", [], [])
    texts = []
    for start, end, text in _pieces(line):
        texts.append(text)
        shown.starts.extend([start] * len(text))
        shown.ends.extend([end] * len(text))
    return shown._replace(text="".join(texts))


def _pieces(line: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for match in _WRITTEN.finditer(line):
        yield from ((place, place + 1, line[place]) for place in range(at, match.start()))
        at = match.end()
        if match["sign"]:
            yield *match.span(), match["sign"]
        elif match["reference"]:
            yield *match.span(), unescape(match["reference"])
        elif match["apart"]:
            yield *match.span(), _OBJECT
    yield from ((place, place + 1, line[place]) for place in range(at, len(line)))


@lru_cache(maxsize=512)
def _typed(*texts: str) -> re.Pattern[str]:
    """A pattern for what may have been typed where readers see ``texts``, one after the other; each is a group."""
    return re.compile("".join(f"({_of_text(text)})" for text in texts))


def _of_text(text: str) -> str:
    parts = []
    for at, one in enumerate(text):
        if one in _SPACES:
            beside = text[at - 1 : at] + text[at + 1 : at + 2]
            parts.append(f"[{_SPACES}]" + "?" * any(sign in _SIGNS for sign in beside))
        elif one in "’'":
            parts.append("[’']")
        elif one in "«»“”":
            parts.append(f'[{one}"]')
        elif one == "…":
            parts.append(r"(?:…|\.\.\.)")
        else:
            parts.append(re.escape(one))
    return "".join(parts)


def _occurrences(text: str, line: str) -> Iterator[tuple[int, int]]:
    start = line.find(text) if text else -1
    while start >= 0:
        if not _NAME.fullmatch(text) or _is_whole(line, start, start + len(text)):
            yield start, start + len(text)
        start = line.find(text, start + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` is something, and cuts no word."""
    cuts = (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum() for at in (start, end))
    return start < end and not any(cuts)


def _agrees(text: str, start: int, end: int, words: WordsAt, ignored: re.Pattern[str]) -> bool:
    """Whether what stands before ``start`` and after ``end`` is what is known of it, as far as both go."""
    here, known = (ignored.sub("", one) for one in (text[max(0, start - _AROUND) : start], words.before))
    length = min(len(here), len(known))
    if here[len(here) - length :] != known[len(known) - length :]:
        return False
    here, known = (ignored.sub("", one) for one in (text[end : end + _AROUND], words.after))
    length = min(len(here), len(known))
    return here[:length] == known[:length]
