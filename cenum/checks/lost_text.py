"""What the editors wrote stands in both parts of the message, once and in order, whatever templates make them.

Templates are people's own, and may be older than a block that an editor uses.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.shown_text import shown_text
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity, lines
from cenum.i18n import N_, _
from cenum.issue.blocks import TextKind, walk
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.checks.letter_view import LetterView
    from cenum.issue.blocks import Block, BlockText
    from cenum.issue.model import Issue

_SHOWN = 60
# The plain text's mark of a link stands right after its words, which may be half of one.
_MARK = re.compile(r"\u00a0?\[\d+\]")
# So many words are nobody's but the editor's: what has fewer may stand in the letter again.
_OWN_WORDS = 4

PART_LOST = Rule(
    "part-lost",
    Severity.ERROR,
    what=N_(
        "Words of the issue are missing from the HTML or from the plain text, stand there twice or in another "
        "order, or have other spaces between them."
    ),
    why=N_(
        "A template that does not know a block, or does not show a text, leaves it out silently: "
        "the readers never see it."
    ),
    remedy=N_("Write it into the block's files in `templates/blocks/`, as cenum's own templates do."),
    example=Example(
        kind="template",
        file="templates/letter.txt.j2",
        letter="""
            ::: note
            Les inscriptions sont closes.
            :::
            """,
        fails="{# {{ render(section.blocks) }} #}",
        passes="{{ render(section.blocks) }}",
    ),
)


class _Written(NamedTuple):
    """Words of the issue, their line, and the name of the block that they stand in.

    What is ``placed`` stands in the letter after what is placed before it, and ``once`` only once.
    """

    words: str
    line: int | None
    block: str = ""
    placed: bool = False
    once: bool = False


class _Fate(Enum):
    """What became of words in a part of the message, and the sentence for it."""

    LEFT_OUT = (
        N_("the {part} part leaves out words of the issue ({where}): “{words}”"),
        N_("the {part} part leaves out words of the block “{name}” ({where}): “{words}”"),
        N_("write them in the templates, as cenum's own do"),
        N_("write the block “{name}” in the templates, as cenum's own do"),
    )
    OTHER_SPACES = (
        N_("the {part} part has other spaces between words of the issue ({where}): “{words}”"),
        N_("the {part} part has other spaces between words of the block “{name}” ({where}): “{words}”"),
        N_("look where the templates part them, or run them together"),
        N_("look where the templates part them, or run them together"),
    )
    OTHER_PLACE = (
        N_("the {part} part has words of the issue in another place ({where}): “{words}”"),
        N_("the {part} part has words of the block “{name}” in another place ({where}): “{words}”"),
        N_("let the templates show all in the order in which it was written"),
        N_("let the templates show all in the order in which it was written"),
    )
    TWICE = (
        N_("the {part} part repeats words of the issue ({where}): “{words}”"),
        N_("the {part} part repeats words of the block “{name}” ({where}): “{words}”"),
        N_("let the templates show them once"),
        N_("let the templates show the block “{name}” once"),
    )


@finds(PART_LOST)
def lost_text(letter: LetterView) -> Iterator[Finding]:
    """An error for each part that does not show what was written, and for each block that this stands in.

    That a part is empty is the concern of alternatives.py.
    """
    issue = letter.issue
    written = [one for one in _written(issue) if one.words.strip()]
    body = letter.root.find("body")
    html = shown_text(letter.root if body is None else body)
    yield from _differences(issue, written, html, "HTML", "templates/letter.mjml.j2")
    yield from _differences(issue, written, letter.edition.text, _("plain text"), "templates/letter.txt.j2")


def _differences(issue: Issue, written: Sequence[_Written], said: str, part: str, template: str) -> Iterator[Finding]:
    shown = _normal(said)
    if not shown:
        return
    fates: dict[tuple[_Fate, str], list[_Written]] = {}
    for one, fate in _fates(written, shown):
        fates.setdefault((fate, one.block), []).append(one)
    for (fate, block), those in fates.items():
        of_issue, of_block, remedy, remedy_of_block = fate.value
        where = lines([Place(issue.place.file, one.line) for one in those])
        words = " ".join(those[0].words.split())[:_SHOWN]
        message = _(of_block if block else of_issue).format(part=part, name=block, where=where, words=words)
        yield PART_LOST.at(Place(template), message, _(remedy_of_block if block else remedy).format(name=block))


def _fates(written: Sequence[_Written], shown: str) -> Iterator[tuple[_Written, _Fate]]:
    """What is not ``shown`` as it was ``written``."""
    wanted = [_normal(one.words) for one in written]
    everything = "\n".join(wanted)
    signs = "".join(shown.split())
    end = 0
    for one, words in zip(written, wanted, strict=True):
        if not words:
            continue
        after = _end_of(words, shown, end if one.placed else 0)
        if after is None:
            somewhere = one.placed and _end_of(words, shown, 0) is not None
            spaced = "".join(words.split()) in signs
            yield one, _Fate.OTHER_PLACE if somewhere else _Fate.OTHER_SPACES if spaced else _Fate.LEFT_OUT
            continue
        if one.placed:
            end = after
            if one.once and words.count(" ") >= _OWN_WORDS and shown.count(words) > everything.count(words):
                yield one, _Fate.TWICE


def _end_of(words: str, text: str, start: int) -> int | None:
    """Where ``words`` end that stand in ``text`` from ``start`` on, and are no part of other words."""
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        within = (words[0].isalnum() and text[at - 1 : at].isalnum()) or (
            words[-1].isalnum() and text[end : end + 1].isalnum()
        )
        if not within:
            return end
        at = text.find(words, at + 1)
    return None


def _written(issue: Issue) -> Iterator[_Written]:
    """All that readers are to be shown; subject and preheader are the inbox's."""
    yield _Written(issue.title, issue.place_of("title").line)
    for nth, teaser in enumerate(issue.teasers):
        yield _Written(teaser, issue.place_of("teasers", nth).line)
    if issue.illustration:
        yield _Written(issue.illustration.alt, issue.illustration.place.line)
    yield from _of_blocks(issue.introduction)
    for section in issue.sections:
        if not section.repeats_title:
            yield _Written(section.heading, section.line, placed=True)
        yield _Written(section.by, section.line)
        yield from _of_blocks(section.blocks)


def _of_blocks(blocks: Iterable[Block]) -> Iterator[_Written]:
    for block, around in walk(blocks):
        name = ([outer.name for outer in around] + [block.name] * bool(block.name) or [""])[-1]
        for text in block.texts():
            # Where a block shows its own words, or a face, is the template's; plain text repeats a table's headings
            # in each row.
            alone = [token.type for token in text.tokens] == ["image"]
            placed = text.kind not in {TextKind.OWN, TextKind.CELL} and not alone
            yield from (_Written(words, text.line, name, placed, placed) for words in _pieces(text))


def _pieces(text: BlockText) -> Iterator[str]:
    """The words of ``text`` and the descriptions of its pictures, which credits may follow."""
    said: list[str] = [] if text.tokens else [text.words]
    for token in text.tokens:
        if token.type == "image":
            yield "".join(said)
            yield token.meta["alt"]
            said = []
        elif token.type in {"softbreak", "hardbreak"}:
            said.append(" ")
        else:
            said.append(token.content)
    yield "".join(said)


def _normal(text: str) -> str:
    """``text`` with single spaces, wherever its lines are broken and quoted; a template may set it in capitals.

    In plain text, words are struck between two ``~``.
    """
    return " ".join(_MARK.sub("", text).replace(">", " ").replace("~", "").casefold().split())
