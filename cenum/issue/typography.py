"""French typography, as the copy desk of a daily sets it: apostrophes, quotation marks, spaces that hold.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale. What an editor has set
by hand is left as it is, and setting a text twice changes nothing more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NBSP = "\u00a0"
NNBSP = "\u202f"

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_TITLES = r"n°|N°|MM?\.|Mmes?|Mlles?|Me(?=[ ]+[A-ZÀ-Þ])|Mgr|Drs?|Prs?|St|Ste"
_UNITS = (
    r"h|min|m?s|[kcm]?m[²³]?|[kmµ]?g|t|[cmd]?[lL]|ha|[kMGT]?Wh?|k?V|[kMG]?Hz|[kKMGT](?:o|B|bits?)|px|dpi|°[CF]?"
    r"|k€|Md?€|[$£¥]|millions?|milliards?"
)
_NUMBERED = r"siècles?|millénaires?|République|Empire|Internationale|arrondissements?|législature|édition"
# Zero or more marks, then what can only follow the end of a word: so that ?x=1 or !important are left alone.
_MARKS_END = r"(?=[!?]+(?:[\s»”\")\]’'…,.]|$))"
_WORD_END = r"[\w»”)\]…%‰€°²³·*]"


class Run(NamedTuple):
    """A piece of a block's text. ``literal`` is code or an address: never changed, but seen by its neighbours."""

    text: str
    literal: bool = False


class _Rule(NamedTuple):
    """Where one of ``signs`` stands, what matches gives way to ``replacement``; an empty match is an insertion."""

    signs: frozenset[str]
    pattern: re.Pattern[str]
    replacement: str


_RULES = tuple(
    _Rule(frozenset(signs), re.compile(pattern), replacement)
    for signs, pattern, replacement in (
        (".", r"(?<!\.)\.\.\.(?!\.)", "…"),
        # An apostrophe stands between two letters, or before a quotation or a figure: l'IA, l'« écran », d'1 €.
        ("'", r"(?<=[^\W\d_])'(?=\w|[«“\"])", "’"),
        ("«", r"(?<=«)[ ]+(?=\S)", NBSP),
        ("«", r"(?<=«)(?=\S)", NBSP),
        ("»", r"(?<=\S)[ ]+(?=»)", NBSP),
        ("»", r"(?<=\S)(?=»)", NBSP),
        # A smiley's semicolon is no punctuation.
        ("!?;", r"(?<=\S)[ ]+(?=[!?]|;(?:\s|$))", NNBSP),
        ("!?", rf"(?<={_WORD_END}){_MARKS_END}", NNBSP),
        (";", rf"(?<={_WORD_END})(?=;(?:\s|$))", NNBSP),
        (":", r"(?<=\S)[ ]+(?=:(?:\s|$))", NBSP),
        (":", rf"(?<={_WORD_END})(?=:(?:\s|$))", NBSP),
        ("%‰€", r"(?<=\d)[ ]+(?=[%‰€])", NBSP),
        ("%‰€", r"(?<=\d)(?=[%‰€](?!\w))", NBSP),
        # The star between two teasers stands apart from both.
        ("✦", r"(?<=[\w»”)\].!?…])(?=✦)|(?<=✦)(?=[\w«“(\[])", " "),
        ("123456789", rf"(?<=\d)[ ](?=(?:{MONTHS})\b)", NBSP),
        ("1", rf"(?<=1er)[ ](?=(?:{MONTHS})\b)", NBSP),
    )
)
# 4 000 and 1 784 000, but neither 01 23 45 67 89 nor 2025 300.
_THOUSANDS = re.compile(rf"(?<!\d)(?<!\d[ {NNBSP}])\d{{1,3}}(?:[ {NNBSP}]\d{{3}})+(?!\d)")
_BEFORE_NAME = re.compile(rf"\b(?:{_TITLES}|pp?\.)([ ]+)(?=[\w«])")


def _after(words: str) -> str:
    """A pattern for the place after one of ``words`` and a space."""
    return "(?:" + "|".join(f"(?<={word}[ ])" for word in words.split(" ")) + ")"


_HOURS = _after(rf"[0-9]h [0-9]{NBSP}h") + r"|(?<=[0-9][ ]h[ ])"
_PARTS = _after(r"§ \bnos \bNos \bart\. \bchap\. \bch\. \bfig\. \bvol\. \bt\. \bcol\.")
_ORDINALS = _after("[IVX0-9]e [IVX0-9]er [IVX0-9]re [0-9]nd [0-9]ème [IVX]ème")
_ERAS = _after(r"\bav\. \bap\. \bapr\.")
# The spaces that hold; each alternative is asked at a space alone.
_TOGETHER = re.compile(
    rf"[ ](?:(?<=\d[ ])(?=(?:{_UNITS})(?![\w’'-])|×)|(?<=×[ ])(?=\d)|(?=\d)(?:{_HOURS})"
    rf"|(?=\d|[IVX]+\b){_PARTS}|(?=(?:{_NUMBERED})\b){_ORDINALS}|(?=J\.){_ERAS})"
)
# Louis XIV and Vatican II, but not a site that is called X.
_KING = re.compile(r"[ ](?=(?:[IVX]{2,5}|I?V|Ier)(?![\w’'.-]))")
_NAME = re.compile(r"(?<![\w’-])[A-ZÀ-Þ][\w’-]{0,30}\w\Z")
_LONGEST_NAME = 33
_QUOTE = re.compile(r'["«»]')
_OPENS_AFTER = re.compile(r"[\s(\[«’'\u2014\u2013/-]")
_CLOSES_BEFORE = re.compile(r"[\s)\]»,.;:!?…’'\u2014\u2013/-]")

# Addresses, what only looks like punctuation, and what looks like a mark, which is told as it was typed.
_LOCKED = re.compile(
    r"(?<![\w:]):[a-z0-9][a-z0-9_+-]{0,60}:(?!\w)|\[\^[^\]\s]{1,80}\]:?|\{[:{%][^{}\n]{0,200}[}%]|:{2,}|"
    r"(?:https?|ftp)://[^\s<>«»“”\"]+|www\.[^\s<>«»“”\"]+|mailto:\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|&#?\w{1,12};"
)
# A rule can make room for another one: two rounds do, and a bound keeps hostile input from more.
_ROUNDS = 4


def typeset(runs: Sequence[Run]) -> list[str]:
    """The texts of the runs of one block, set; as many as there are ``runs``, and in their order.

    The runs are read as one text, wherever bold or a link cuts it: the same words get the same spaces.
    """
    return list(_set(tuple(runs)))


# A preview sets a letter again at every save, and nearly all of its paragraphs are the same.
@lru_cache(maxsize=512)
def _set(runs: tuple[Run, ...]) -> tuple[str, ...]:
    line = _Line(runs)
    for _round in range(_ROUNDS):
        before = line.text
        signs = set(before)
        if '"' in signs:
            line.set_quotes()
            signs |= set("«»")
        for rule in _RULES:
            if rule.signs.isdisjoint(signs):
                continue
            line.replace((match.span() for match in rule.pattern.finditer(line.text)), rule.replacement)
        line.replace(_spaces(line.text), NNBSP)
        line.replace((match.span(1) for match in _BEFORE_NAME.finditer(line.text)), NBSP)
        line.replace((match.span() for match in _TOGETHER.finditer(line.text)), NBSP)
        line.replace(_kings(line.text), NBSP)
        if line.text == before:
            break
    return tuple(line.cut(len(runs)))


def _spaces(text: str) -> list[tuple[int, int]]:
    """The ordinary spaces within figures of four digits and more."""
    figures = (match.span() for match in _THOUSANDS.finditer(text))
    return [(at, at + 1) for start, stop in figures for at in range(start, stop) if text[at] == " "]


def _kings(text: str) -> list[tuple[int, int]]:
    """The spaces between a name and its number."""
    found = (match.span() for match in _KING.finditer(text))
    return [(start, end) for start, end in found if _NAME.search(text, max(0, start - _LONGEST_NAME), start)]


class _Line:
    """The text of a block, with the run of each character, and which characters may not be touched."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.text = "".join(run.text for run in runs)
        self.owners = [index for index, run in enumerate(runs) for _character in run.text]
        self.literal = {index for index, run in enumerate(runs) if run.literal}
        self.locked = [owner in self.literal for owner in self.owners]
        for match in _LOCKED.finditer(self.text):
            self.locked[match.start() : match.end()] = [True] * (match.end() - match.start())

    def replace(self, spans: Iterable[tuple[int, int]], replacement: str) -> None:
        """Put ``replacement`` in the place of each span that holds nothing locked."""
        texts: list[str] = []
        owners: list[int] = []
        locked: list[bool] = []
        end = 0
        for start, stop in spans:
            owner = self._owner(start, stop)
            if owner is None or any(self.locked[start:stop]) or self._within_locked(start, stop):
                continue
            texts += (self.text[end:start], replacement)
            owners += self.owners[end:start]
            locked += self.locked[end:start]
            owners += [owner] * len(replacement)
            locked += [False] * len(replacement)
            end = stop
        if texts:
            self.text = "".join((*texts, self.text[end:]))
            self.owners = owners + self.owners[end:]
            self.locked = locked + self.locked[end:]

    def set_quotes(self) -> None:
        """Pair the straight double quotes: « and », or “ and ” within a quotation. A lone one is left alone."""
        closing = self._pairs()
        opening = {start: stop for stop, start in closing.items()}
        characters = list(self.text)
        depth = 0
        for match in _QUOTE.finditer(self.text):
            at = match.start()
            if at in opening:
                characters[at], characters[opening[at]] = "“”" if depth else "«»"
                depth += 1
            elif at in closing or (match[0] == "»" and depth):
                depth -= 1
            elif match[0] == "«":
                depth += 1
        self.text = "".join(characters)

    def _pairs(self) -> dict[int, int]:
        """Where each straight quote that closes has its partner."""
        waiting: list[int] = []
        pairs: dict[int, int] = {}
        for match in re.finditer('"', self.text):
            at = match.start()
            if self.locked[at]:
                continue
            if self._opens(at):
                waiting.append(at)
            elif waiting and self._closes(at):
                pairs[at] = waiting.pop()
        return pairs

    def cut(self, count: int) -> list[str]:
        """The text of each run: they follow one another, also after every replacement."""
        ends = [bisect_right(self.owners, run) for run in range(count)]
        return [self.text[start:end] for start, end in pairwise([0, *ends])]

    def _opens(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return bool(after) and not after.isspace() and (not before or bool(_OPENS_AFTER.match(before)))

    def _closes(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return not before.isspace() and (not after or bool(_CLOSES_BEFORE.match(after)))

    def _within_locked(self, start: int, stop: int) -> bool:
        """Whether an insertion would stand between two characters of one address."""
        return start == stop and 0 < start < len(self.locked) and self.locked[start - 1] and self.locked[start]

    def _owner(self, start: int, stop: int) -> int | None:
        """A replaced character stays in its run; an inserted one goes to the mark that asks for it.

        ``None`` where only literal runs could take it in.
        """
        if start < stop:
            return self.owners[start]
        before, after = self.owners[start - 1 : start], self.owners[start : start + 1]
        near = before + after if self.text[start - 1 : start] == "«" else after + before
        return next((owner for owner in near if owner not in self.literal), None)
