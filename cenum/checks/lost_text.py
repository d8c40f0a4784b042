"""What the editors wrote stands in both parts of the message, whatever templates make them.

Templates are people's own, and may be older than a block that an editor uses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.html import hides
from cenum.analysis.passages import lines
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.blocks import walk
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cenum.checks.letter_view import LetterView
    from cenum.issue.blocks import BlockText
    from cenum.issue.model import Issue

_SHOWN = 60
_WORD = re.compile(r"\w+")
# The plain text's mark of a link stands right after its words, which may be half of one.
_MARK = re.compile(r"\u00a0?\[\d+\]")
# Words go on where these begin and end; what else stands between two words parts them.
_INLINE = frozenset({"a", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"})

PART_LOST = Rule(
    "part-lost",
    Severity.ERROR,
    what=N_("Words of the issue are missing from the HTML or from the plain text."),
    why=N_(
        "A template that does not know a block, or does not show a text, leaves it out silently: "
        "the readers never see it."
    ),
    remedy=N_("Write it into `templates/blocks.html.j2` or `templates/letter.txt.j2`, as cenum's own templates do."),
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
    """Words of the issue, their line, and the name of the block that they stand in."""

    words: str
    line: int | None
    block: str = ""


@finds(PART_LOST)
def lost_text(letter: LetterView) -> Iterator[Finding]:
    """An error for each part that leaves words out, and for each block that they stand in.

    That a part is empty is the concern of parts.py.
    """
    issue = letter.issue
    written = [(one, _words(one.words)) for one in _written(issue)]
    body = letter.root.find("body")
    shown: list[str] = []
    if body is None or not hides(body):
        _show(letter.root if body is None else body, shown)
    html = "".join(shown)
    yield from _missing(issue, written, html, "HTML", "templates/letter.mjml.j2")
    yield from _missing(issue, written, letter.edition.text, _("plain text"), "templates/letter.txt.j2")


def _missing(
    issue: Issue, written: list[tuple[_Written, str]], said: str, part: str, template: str
) -> Iterator[Finding]:
    words, signs = _words(said), _signs(said)
    if not signs:
        return
    missing: dict[str, list[_Written]] = {}
    for one, wanted in written:
        if (wanted not in words) if wanted.strip() else (_signs(one.words) not in signs):
            missing.setdefault(one.block, []).append(one)
    for block, left_out in missing.items():
        where = lines([Place(issue.place.file, one.line) for one in left_out])
        shown = " ".join(left_out[0].words.split())[:_SHOWN]
        if block:
            message = _("the {part} part leaves out words of the block “{name}” ({where}): “{words}”")
            remedy = _("write the block “{name}” in the templates, as cenum's own do")
        else:
            message = _("the {part} part leaves out words of the issue ({where}): “{words}”")
            remedy = _("write them in the templates, as cenum's own do")
        message = message.format(part=part, name=block, where=where, words=shown)
        yield PART_LOST.at(Place(template), message, remedy.format(name=block))


def _written(issue: Issue) -> Iterator[_Written]:
    """All that readers are to be shown; subject and preheader are the inbox's."""
    yield _Written(issue.title, issue.place_of("title").line)
    for nth, teaser in enumerate(issue.teasers):
        yield _Written(teaser, issue.place_of("teasers", nth).line)
    if issue.illustration:
        yield _Written(issue.illustration.alt, issue.illustration.place.line)
    for section in issue.sections:
        yield _Written("" if section.repeats_title else section.heading, section.line)
        yield _Written(section.by, section.line)
    for block, around in walk(issue.blocks):
        name = ([outer.name for outer in around] + [block.name] * bool(block.name) or [""])[-1]
        for text in block.texts():
            yield from (_Written(words, text.line, name) for words in _pieces(text))


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


def _show(element: Any, shown: list[str]) -> None:  # noqa: ANN401  lxml
    """Add to ``shown`` all that a browser shows of ``element``, and the descriptions of its pictures."""
    gap = "" if element.tag in _INLINE and not element.get("class") else " "
    shown += (gap, element.text or "", element.get("alt") or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag != "style" and not hides(child):
            _show(child, shown)
        shown.append(child.tail or "")
    shown.append(gap)


def _words(text: str) -> str:
    """The words alone, each between two spaces: lines are broken elsewhere, and templates set their own signs."""
    return f" {' '.join(_WORD.findall(_MARK.sub('', text).casefold()))} "


def _signs(text: str) -> str:
    """All that is no space, for what has no words: an emoji."""
    return "".join(text.split())
