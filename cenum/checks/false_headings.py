"""What looks like a heading and is none: a short line in bold, or in capitals, above the text that it names.

Editors who know Word make headings so; whoever listens to the letter, or jumps from heading to heading, has none.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.causes import told_once
from cenum.checks.letter_view import finds
from cenum.finding import AS_TYPED, Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.blocks import Button, Foreign, Interview, Prose
from cenum.issue.characters import bare
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from cenum.checks.letter_view import LetterView
    from cenum.issue.blocks import Block

_LONGEST = 80  # characters of a heading
_LETTERS = 4  # of a line in capitals
_TEXT = 60  # characters of what is surely more than a name or an address
_DEEPEST = 6
_WORD = re.compile(r"\w")
# A heading begins with a capital or a figure, after an emoji perhaps; what is quoted, or goes on, is none.
_BEGINS = re.compile(r"[^\w«“\"'’(\[]*[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…:;»”)\]]\W*\Z")
# How sentences end, and calls, and what goes on below.
_NO_END = (".", "!", "…", ",", ";", "»", "”", '"')
_BY = ("par ", "by ")

HEADING_UNMARKED = Rule(
    "heading-unmarked",
    Severity.WARNING,
    what=N_(
        "A short line alone in bold, or in capitals, stands above a text as its heading would. Sentences, "
        "quotations, links, names of authors and what stands in a block other than an interview are ignored."
    ),
    why=N_("Screen readers find no heading there, and the readers' outline lacks it."),
    remedy=N_("Write it as a heading, with as many `#` as the message shows."),
    source=N_("WCAG 2.2, 1.3.1; RGAA 9.1."),
    corrected=True,
    example=Example(
        fails="""
            **Un rapport du Sénat**

            Il est paru mardi.
            """,
        passes="""
            ## Un rapport du Sénat

            Il est paru mardi.
            """,
    ),
)


class _Item(NamedTuple):
    """What stands at the margin: a heading of a ``level``, a paragraph's tokens, a block, or something else."""

    kind: str
    line: int
    level: int = 0
    children: Sequence[Token] = ()
    block: Block | None = None


class _Candidate(NamedTuple):
    """Words that look like a heading, their line, and the level that fits there."""

    words: str
    line: int
    level: int


@finds(HEADING_UNMARKED)
def false_headings(letter: LetterView) -> Iterator[Finding]:
    """A warning for those of each level."""
    issue = letter.issue
    authors = {bare(author) for author in (*issue.credits.authors, *(section.by for section in issue.sections))}
    found = [one for section in issue.sections for one in _in_body(section.blocks, 1)]
    # What comes again and again before a colon says who speaks, or of what kind a piece of news is.
    often = Counter(bare(one.words) for one in found if one.words.endswith(":"))
    yield from told_once(
        (one.level, _finding(one, issue.place.file))
        for one in found
        if often[bare(one.words)] <= 1 and bare(one.words) not in authors
    )


def _finding(one: _Candidate, file: str) -> Finding:
    message = _("“{words}” looks like a heading, and is none for screen readers").format(words=one.words)
    remedy = _("make it a heading: `{heading}`").format(heading=f"{'#' * one.level} {one.words.rstrip(' :')}")
    place = Place(file, one.line)
    better = () if one.words.endswith(":") else (f"{'#' * one.level} {AS_TYPED}",)
    return HEADING_UNMARKED.at(place, message, remedy, words=place.shown(one.words, *better, marks=("**", "**")))


def _in_body(blocks: Sequence[Block], level: int, above: _Item | None = None) -> Iterator[_Candidate]:
    """Those among ``blocks``, which stand below ``above``, under a heading of ``level``."""
    items = list(_items(blocks))
    for item, below in zip_longest(items, items[1:]):
        if item.kind == "heading":
            level = item.level
        elif item.kind == "paragraph":
            words, rest = _line_apart(item.children)
            # What follows a heading of its own is its subtitle, or says by whom it is.
            subtitle = above is not None and above.kind == "heading"
            if words and not subtitle and (_is_text(rest) if rest else below is not None and _is_named(below)):
                yield _Candidate(words, item.line, min(level + 1, _DEEPEST))
        elif isinstance(item.block, Interview):
            yield from _in_body(item.block.body, level)
        elif isinstance(item.block, Foreign):
            yield from _in_body(item.block.body, level, above)
        above = item


def _items(blocks: Sequence[Block]) -> Iterator[_Item]:
    for block in blocks:
        if not isinstance(block, Prose):
            yield _Item("button" if isinstance(block, Button) else "other", block.line, block=block)
            continue
        margin = block.tokens[0].level
        for index, (token, line) in enumerate(zip(block.tokens, block.lines, strict=True)):
            if token.level != margin or token.nesting < 0:
                continue
            match token.type:
                case "heading_open":
                    yield _Item("heading", line, int(token.tag[1]))
                case "paragraph_open":
                    yield _Item("paragraph", line, children=block.tokens[index + 1].children or ())
                case "hr":
                    yield _Item("rule", line)
                case _:
                    yield _Item("other", line)


def _line_apart(children: Sequence[Token]) -> tuple[str, str]:
    """The first line of a paragraph, if it looks like a heading, and the words below it in the same paragraph."""
    end = next((at for at, one in enumerate(children) if one.type in {"softbreak", "hardbreak"}), len(children))
    first, rest = children[:end], _said(children[end:])
    words = _said(first)
    if (
        any(one.type in {"link_open", "image", "code_inline", "footnote_ref"} for one in first)
        or len(words) > _LONGEST
        or words.endswith(_NO_END)
        or words.lower().startswith(_BY)
        or not _begins(words)
        or not (_is_bold(first) or _is_loud(words))
    ):
        return "", ""
    return words, rest


def _begins(words: str) -> bool:
    begins = _BEGINS.match(words)
    return begins is not None and not begins[0][-1].islower()


def _said(children: Sequence[Token]) -> str:
    words = ("\n" if one.type in {"softbreak", "hardbreak"} else one.content for one in children)
    return " ".join("".join(words).split())


def _is_bold(children: Sequence[Token]) -> bool:
    """Whether all its words are, and there are some; an emoji or a colon may stand outside."""
    depth, bold = 0, ""
    for one in children:
        depth += (one.type == "strong_open") - (one.type == "strong_close")
        if depth:
            bold += one.content
        elif _WORD.search(one.content):
            return False
    return any(one.isalpha() for one in bold)


def _is_loud(words: str) -> bool:
    return words.isupper() and sum(one.isalpha() for one in words) >= _LETTERS


def _is_named(item: _Item) -> bool:
    """Whether it may have a heading: lines of an address, a signature or a poem have none."""
    if item.kind != "paragraph":
        return item.kind == "other"
    if any(one.type == "image" for one in item.children):
        return True
    return not _line_apart(item.children)[0] and _is_text(_said(item.children))


def _is_text(words: str) -> bool:
    return _begins(words) and (len(words) >= _TEXT or bool(_SENTENCE_END.search(words)))
