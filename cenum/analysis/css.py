"""A style sheet as mail programs read it, and what is not CSS in it.

cssutils mends in silence what makes Gmail throw a whole ``<style>`` away, so it can't be asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(
    r"""
      "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'      # a string
    | \((?:[^()"']|"[^"\n]*"|'[^'\n]*'|\([^()]*\))*\)  # brackets, one pair of them nested: var(--a, calc(1px))
    | [{};]
    | [^"'(){};]+
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(r"\s*([-\w]+)\s*:\s*+(\S(?:.*\S)?)\s*", re.DOTALL)
_IMPORTANT = re.compile(r"(?<!\s)\s*!\s*important$", re.IGNORECASE)
# At-rules that hold rules; what others hold are declarations (CSS Conditional Rules 3, CSS Cascade 5).
_GROUPS = (
    *("@media", "@supports", "@container", "@layer", "@scope", "@starting-style", "@document", "@-moz-document"),
    *("@keyframes", "@-webkit-keyframes"),
)
# They only stand alone where the other one is missing.
_ALONE = {'"', "'", "(", ")"}
# To find that one is missing takes a look at all that follows; a sheet with so many slips is not read further.
_MOST_SLIPS = 100


class Declaration(Struct, frozen=True):
    """``name: value``, the name in small letters; ``important`` stands beside."""

    name: str
    value: str
    important: bool = False


class StyleRule(Struct, frozen=True):
    """What ``{`` and ``}`` hold, under its selector or at-rule; ``within`` are the at-rules around it."""

    selector: str
    declarations: tuple[Declaration, ...]
    within: tuple[str, ...] = ()


class Slip(Struct, frozen=True):
    """What is not CSS: in words for people, and as it ``reads``, where it is more than a sign."""

    said: str
    reads: str = ""


class Sheet(Struct, frozen=True):
    """The rules in their order, every at-rule's opening words, and what is not CSS."""

    rules: tuple[StyleRule, ...]
    at_rules: tuple[str, ...]
    slips: tuple[Slip, ...]
    nested: bool = False


@lru_cache(maxsize=4096)  # a letter has dozens; a preview shows letters all day
def declarations(style: str) -> tuple[Declaration, ...]:
    """Those of a ``style`` attribute."""
    (rule, *_rest) = parse(f"*{{{style}}}").rules or (StyleRule("*", ()),)
    return rule.declarations


def parse(css: str) -> Sheet:
    """``css``, read to its end whatever stands in it."""
    reading = _Reading()
    closed = css.rfind("*/") + 2 if "*/" in css else 0
    text = _COMMENT.sub(" ", css[:closed]) + css[closed:]
    if "/*" in text:
        reading.slips.append(Slip(_("a comment is not closed")))
    for token in _TOKEN.finditer(text):
        reading.take(token[0])
        if len(reading.slips) > _MOST_SLIPS:
            break
    return reading.sheet()


class _Block(Struct):
    prelude: str
    declarations: list[Declaration]

    @property
    def groups(self) -> bool:
        return self.prelude.lower().startswith(_GROUPS)


class _Reading:
    def __init__(self) -> None:
        self.open: list[_Block] = []
        self.rules: list[StyleRule] = []
        self.at_rules: list[str] = []
        self.slips: list[Slip] = []
        self.nested = False
        self._words: list[str] = []

    def take(self, piece: str) -> None:
        if piece == "{":
            self._open(self._said())
        elif piece == "}":
            self._close()
        elif piece == ";":
            self._end(self._said())
        else:
            if piece in _ALONE:
                self.slips.append(Slip(_("unmatched {sign}").format(sign=piece)))
            self._words.append(piece)

    def sheet(self) -> Sheet:
        rest = self._said()
        if self.open:
            self.slips.append(Slip(_("unmatched {sign}").format(sign="{")))
            self._end(rest)
            while self.open:
                self._close()
        elif rest:
            self._end(rest)
        return Sheet(tuple(self.rules), tuple(self.at_rules), tuple(self.slips), self.nested)

    def _said(self) -> str:
        words = "".join(self._words).strip()
        self._words.clear()
        return words

    def _open(self, prelude: str) -> None:
        if prelude.startswith("@"):
            self.at_rules.append(prelude)
        elif not prelude:
            self.slips.append(Slip(_("a selector is missing before {sign}").format(sign="{")))
        self.nested = self.nested or any(not block.groups for block in self.open)
        self.open.append(_Block(prelude, []))

    def _close(self) -> None:
        self._end(self._said())
        if not self.open:
            self.slips.append(Slip(_("unmatched {sign}").format(sign="}")))
            return
        block = self.open.pop()
        if not block.groups:
            around = tuple(outer.prelude for outer in self.open if outer.prelude.startswith("@"))
            self.rules.append(StyleRule(block.prelude, tuple(block.declarations), around))

    def _end(self, words: str) -> None:
        if not words:
            return
        found = _DECLARATION.fullmatch(words)
        if words.startswith("@") and not (self.open and not self.open[-1].groups):
            self.at_rules.append(words)
        elif found and self.open:
            value = _IMPORTANT.sub("", found[2])
            self.open[-1].declarations.append(Declaration(found[1].lower(), value, value != found[2]))
        else:
            self.slips.append(Slip(_("“{words}” is not a CSS declaration").format(words=words[:40]), words))


def conditions(rule: StyleRule) -> Iterator[str]:
    """The at-rules around ``rule``, in small letters and with one space where there is any."""
    for words in rule.within:
        yield " ".join(words.lower().split())
