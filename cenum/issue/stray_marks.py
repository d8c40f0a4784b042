"""Marks that readers would see: what was to become a link, a list or a word in bold, and did not.

Marks of other dialects of Markdown, of wikis and of site generators are among them, and what Word leaves in a text.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

# What stands in the text of a block for what is none: code or a picture, and the edges of a link.
_OBJECT, _LINK_OPEN, _LINK_CLOSE = "\x03", "\x01", "\x02"
_TO = r"\x01?(?:https?:|www\.|mailto:|tel:|media/|#)"
_SHOWN = 40
_MOST = 40  # places of one block that are looked at for one mark: a block has one or two

MARKUP_LEFT = Rule(
    "markup-left",
    Severity.ERROR,
    what=N_(
        "Something looks like a mark of Markdown, of another dialect or of Word, but is none here: readers would "
        "see it."
    ),
    why=N_("The letter would show signs instead of a link, a list or bold."),
    remedy=N_("Follow the message; put a backslash before a sign that is meant as such, or write it as `code`."),
    example=Example(
        fails="Voir [le rapport] (https://www.arcep.fr/rapport).",
        passes="Voir [le rapport](https://www.arcep.fr/rapport).",
    ),
)
MARKUP_DOUBTFUL = Rule(
    "markup-doubtful",
    Severity.WARNING,
    what=N_("A single star, underscore or `#`, or a pair of brackets or braces, may be a mark that is not one here."),
    why=N_("Readers would see it."),
    remedy=N_("Close the mark, or put a backslash before it if it is meant as a sign."),
    example=Example(
        fails="Un mot *important et la suite.",
        passes="Un mot *important* et la suite.",
    ),
)

FRONT_MATTER_MARKUP = Rule(
    "front-matter-markup",
    Severity.ERROR,
    what=N_("A text of the front matter has bold, a link or another mark of Markdown."),
    why=N_("Subject, title, teasers and descriptions are shown as they are: readers would see the marks."),
    remedy=N_("Write the words without the marks; put links into the introduction or the text."),
    example=Example(
        kind="yaml",
        fails="title: Un **grand** titre",
        passes="title: Un grand titre",
    ),
)
FRONT_MATTER_MARKS = Rule(
    "front-matter-marks",
    Severity.WARNING,
    what=N_("A text of the front matter has asterisks, underscores or backquotes around words, or HTML."),
    why=N_("They are shown as they are, and look like italics, code or HTML that did not work."),
    remedy=N_("Write the words without the marks; if they are meant to be seen, waive the rule."),
    example=Example(
        kind="yaml",
        fails="title: Un *grand* titre",
        passes="title: Un grand titre",
    ),
)


class _Mark(NamedTuple):
    """What is looked for, what to do about it, and what that is."""

    pattern: re.Pattern[str]
    remedy: str
    rule: Rule = MARKUP_LEFT


def _mark(pattern: str, remedy: str, rule: Rule = MARKUP_LEFT) -> _Mark:
    return _Mark(re.compile(pattern, re.MULTILINE), remedy, rule)


_BULLETS = "•‣⁃◦▪▫■□●○➢➤✓✔❖·\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
# The first that holds of a place is told.
_WITHIN = (
    _mark(rf"\][^\S\n]+\(\s*{_TO}", N_("delete the space between `]` and `(`")),
    _mark(rf"\([^()\n]{{1,200}}\)\[\s*{_TO}", N_("put the words in square brackets, then the address in round ones")),
    _mark(
        r"!?\[[^\[\]\n]{0,300}\]\((?=[^()\n]{0,300}[^\S\n])[^()\n]{0,300}\)?",
        N_("an address has no space: write `%20` for it, or rename the file"),
    ),
    _mark(r"\]\(", N_("close the address with `)`, and put it right after `]`")),
    _mark(r"\[\^[^\]\s]{1,80}\]", N_("write the note on a line of its own: `[^1]: …`")),
    _mark(r"\^\[", N_("write `[^1]`, and on a line of its own `[^1]: …`")),
    _mark(r"!?\[[^\[\]\n]{1,300}\]\[[^\[\]\n]{0,300}\]", N_("write the address in round brackets after the words")),
    _mark(r"!\[[^\[\]\n]{0,300}\]", N_("write the picture's file in round brackets: `![…](media/…)`")),
    _mark(r"\[\[|\]\]", N_("write a link as `[words](address)`, or a backslash before it"), MARKUP_DOUBTFUL),
    _mark(r"\{\{|\}\}|\{%|%\}", N_("remove it, or write it as `code`: a letter has no variables"), MARKUP_DOUBTFUL),
    _mark(r"\{:?\s*[.#:][^{}\n]{0,200}\}", N_("remove the braces: only sections have an id")),
    _mark(r"</?[A-Za-z]\w*:[^<>\n]{1,200}>", N_("remove it: it was left by a word processor")),
    _mark(r"(?<=[:;,.!?»”)])\*\*(?=\w)", N_("put a space after the closing `**`")),
    _mark(r"\*\*|(?<!\w)__|__(?!\w)", N_("write `**words**`: without a space inside, and closed")),
    _mark(r"~~", N_("write `~~words~~`: without a space inside, and closed")),
    _mark(r"==(?=\S)[^=\n]{1,200}==", N_("remove the signs, or write `**words**`")),
    _mark(r"(?<!\w)\+\+(?=\S)[^+\n]{1,200}\+\+(?!\w)", N_("remove the signs, or write `**words**`")),
    _mark(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,40}:(?![\w/])", N_("write the emoji itself")),
    _mark(
        r"Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€.|Â[\u00a0«»°©]",
        N_("type the word again: its accents were lost when it was copied"),
    ),
    _mark(r"[\ue000-\uf8ff]", N_("type it again: no other font has this sign")),
    _mark(r"[\ufffc\ufffd]", N_("type the word again: something was lost when it was copied")),
    _mark(
        r"(?<![\w*|])\*(?=[^\s*|])|(?<=[^\s*|])\*(?![\w*|])",
        N_("close it, or put a backslash before it"),
        MARKUP_DOUBTFUL,
    ),
    _mark(
        r"(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])",
        N_("close it, or put a backslash before it"),
        MARKUP_DOUBTFUL,
    ),
)
_IN_A_LINE = (
    # Bold, struck, marked, a link, a picture, a language; then what is seldom anything else: italics, code, HTML.
    _mark(
        r"\*\*(?=\S)[^*]+\*\*|~~(?=\S)[^~]+~~|==(?=\S)[^=]+==|!?\[[^\[\]]*\](?:\([^()\s]*\)|\{[^{}]*\})",
        N_("write the words without the marks"),
        FRONT_MATTER_MARKUP,
    ),
    _mark(
        r"(?<![\w*])\*(?=\S)[^*]*[^*\s]\*(?![\w*])|(?<!\w)__?(?=\S)[^_]*[^_\s]__?(?!\w)|`[^`]+`"
        r"|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-zA-Z]{2,30}|#x?[0-9a-fA-F]{1,6});",
        N_("write the words without the marks"),
        FRONT_MATTER_MARKS,
    ),
    *(mark for mark in _WITHIN if mark.rule is MARKUP_LEFT),
)
_AT_THE_MARGIN = (
    _mark(r"^\[![A-Za-z]+\]", N_("write a block instead: `::: note`")),
    _mark(r"^\[[ xX\u00a0]\](?=\s)", N_("remove the box: a letter can't be ticked off")),
    _mark(r"^#{2,6}(?=[^\s#])", N_("put a space after `#`")),
    _mark(r"^\#(?=[^\W\d])", N_("put a space after `#` for a section, or a backslash before it"), MARKUP_DOUBTFUL),
    _mark(rf"^[{_BULLETS}]", N_("begin a point with `- `")),
    _mark(
        r"^[–—][^\S\n].*\n[–—][^\S\n]",
        N_("begin a point with `- `; in a dialogue, put a blank line between two lines"),
    ),
    _mark(r"^[-+](?=[^\W\d_])", N_("put a space after it for a point, or a backslash before it")),
    _mark(r"^\d{1,2}[.)](?=[^\W\d_])", N_("put a space after the number")),
    _mark(r"^:{1,2}(?=\s*\w|\s*$)", N_("begin and end a block with three colons: `::: note`")),
    _mark(r"^\|.*\|[^\S\n]*$", N_("write `| --- | --- |` under the table's first line, and a blank line before it")),
    _mark(r"^={3,}[^\S\n]*$", N_("write a heading as `## Words`")),
    _mark(r"^[-—–]{2,}[^\S\n]*$", N_("write a rule as `---`, on a line of its own")),
)
# None of the marks is without one of these.
_ANY = re.compile(
    rf"[\ue000-\uf8ff\[\]{{}}*_~=+#|<`&{_BULLETS}ÃÂâ\ufffd\ufffc]|^[-–—:]|^\d{{1,2}}[.)]|:[a-z]", re.MULTILINE
)


class StrayMark(NamedTuple):
    """A mark that was left: which line after the first it stands on, what to say, what to do."""

    line: int
    rule: Rule
    message: str
    remedy: str


def in_block(seen: str) -> Iterator[StrayMark]:
    """The marks that are left in a heading, a paragraph or a point, of which :func:`as_seen` made ``seen``."""
    yield from _found(seen, (*_AT_THE_MARGIN, *_WITHIN))


def in_line(text: str) -> Iterator[StrayMark]:
    """The marks in a text of the front matter, which is shown as it is: closed ones too, and no doubtful ones."""
    yield from _found(text, _IN_A_LINE)


def _found(text: str, marks: Sequence[_Mark]) -> Iterator[StrayMark]:
    if not _ANY.search(text):
        return
    taken: list[tuple[int, int]] = []
    told: set[str] = set()
    for mark in marks:
        for match in islice(mark.pattern.finditer(text), _MOST):
            start, end = match.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            taken.append((start, end))
            if mark.remedy in told:
                continue  # one cause, one finding
            told.add(mark.remedy)
            shown = _shown(text, start, end)
            message = _("readers would see “{marks}” as it stands").format(marks=shown)
            yield StrayMark(text.count("\n", 0, start), mark.rule, message, _(mark.remedy))


def _shown(text: str, start: int, end: int) -> str:
    """The mark with a few words after it."""
    line_end = text.find("\n", end)
    around = text[start : min(line_end if line_end >= 0 else len(text), max(end, start + _SHOWN))]
    return around.replace(_LINK_OPEN, "").replace(_LINK_CLOSE, "").replace(_OBJECT, "…").strip()


def as_seen(children: Sequence[Token]) -> str:
    """The inline tokens of a block as its readers see them, a line feed for each of the editor's own.

    What was meant as a sign, by a backslash or a reference before markdown-it joins it to the text, is none.
    """
    parts = []
    for child in children:
        match child.type:
            case "text":
                parts.append(child.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "link_open":
                parts.append(_LINK_OPEN)
            case "link_close":
                parts.append(_LINK_CLOSE)
            case "code_inline" | "image" | "text_special":
                parts.append(_OBJECT)
            case _:
                pass
    return "".join(parts)
