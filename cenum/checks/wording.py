"""How a sentence is worded: words that stand twice, sentences without end, capitals without accents, acronyms."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.checks.passages import Kind, sentences
from cenum.finding import Finding, warning
from cenum.i18n import _, ngettext
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.checks.passages import Passage
    from cenum.finding import Place

MOST_WORDS = 60
_FILE = Path(__file__).parent / "wording.toml"
_TWICE = re.compile(r"(?<![\w’'.-])([^\W\d_]+)[ \n\u00a0\u202f]+([^\W\d_]+)(?![\w’'-])")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_CAPITALIZED = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w-]*[\w]")
_A = re.compile(r"[«“(\s]*A[ \u00a0]([^\W\d_]+)")
_ACRONYM = re.compile(r"(?<![\w@#./-])[A-Z]{2,5}(?![\w@]|[./-]\w)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class Initial(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the capital A that should be À."""

    after_a: frozenset[str]


class Acronyms(Struct, frozen=True, forbid_unknown_fields=True):
    """Acronyms that need no explanation, and the ``little`` words of which they take no letter."""

    known: frozenset[str]
    little: frozenset[str]


class Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """wording.toml."""

    twice: frozenset[str]
    accents: dict[str, str]
    initial: Initial
    acronyms: Acronyms


@cache
def lists() -> Lists:
    """wording.toml, read."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), Lists)


def wording(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Warnings on the wording of a French letter."""
    for passage in passages:
        yield from _twice(passage)
        yield from _initial(passage)
        if passage.kind is Kind.TEXT:
            yield from _long(passage)
    yield from _accents(passages)
    yield from _acronyms(passages)


def _twice(passage: Passage) -> Iterator[Finding]:
    start = 0
    while match := _TWICE.search(passage.text, start):
        start = match.start(2)
        first, second = match.groups()
        # “de De Gaulle” and “Duran Duran” are names: the second word of a slip has no capital.
        if second == first.lower() and second not in lists().twice:
            message = _("“{word}” stands twice: “{around}”")
            message = message.format(word=second, around=passage.around(match.start(), match.end()))
            yield warning("word-twice", passage.place(match.start(2)), message, _("delete one of the two"))


def _long(passage: Passage) -> Iterator[Finding]:
    for offset, sentence in sentences(passage):
        words = len(_WORD.findall(sentence))
        if words > MOST_WORDS:
            message = _("a sentence of {words} words: “{start}…”")
            message = message.format(words=words, start=" ".join(sentence.split()[:8]))
            remedy = _("cut it in two, or more: at its end nobody remembers how it began")
            yield warning("sentence-long", passage.place(offset), message, remedy)


def _initial(passage: Passage) -> Iterator[Finding]:
    for offset, sentence in sentences(passage):
        match = _A.match(sentence)
        if match and match[1] in lists().initial.after_a:
            message = _("“A {word}” begins a sentence without its accent").format(word=match[1])
            yield warning(
                "capital-accent", passage.place(offset), message, _("write “À {word}”").format(word=match[1])
            )


def _accents(passages: Sequence[Passage]) -> Iterator[Finding]:
    """One finding for each word, at the first place, with the others."""
    wrong: dict[str, list[Place]] = defaultdict(list)
    right: dict[str, list[Place]] = defaultdict(list)
    accents = lists().accents
    for passage in passages:
        for match in _CAPITALIZED.finditer(passage.text):
            (wrong if match[0] in accents else right)[match[0]].append(passage.place(match.start()))
    for word, places in wrong.items():
        better = accents[word]
        if right.get(better):
            message = _("“{word}” ({lines}) beside “{better}” ({other})").format(
                word=word, lines=_lines(places), better=better, other=_lines(right[better])
            )
        else:
            message = _("“{word}” lacks its accent ({lines})").format(word=word, lines=_lines(places))
        remedy = _("write “{better}”: capitals keep their accents in French").format(better=better)
        yield warning("capital-accent", places[0], message, remedy)


def _acronyms(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Acronyms that stand twice or more, and that no passage says in full."""
    used: dict[str, list[Place]] = defaultdict(list)
    for passage in passages:
        if passage.text.isupper():
            continue  # a heading in capitals is no acronym
        for match in _ACRONYM.finditer(passage.text):
            used[match[0]].append(passage.place(match.start()))
    text = "\n".join(passage.text for passage in passages)
    known = lists().acronyms.known
    initials = ""
    for acronym, places in used.items():
        if len(places) < 2 or acronym in known or _ROMAN.fullmatch(acronym):  # noqa: PLR2004  twice
            continue
        initials = initials or _initials(text)
        if acronym in initials or _explained(acronym, text):
            continue
        message = _("“{acronym}” is never said in full ({lines})").format(acronym=acronym, lines=_lines(places))
        remedy = _("write the whole name where it first stands, then the acronym in brackets")
        yield warning("acronym-unexplained", places[0], message, remedy)


def _explained(acronym: str, text: str) -> bool:
    """Whether brackets, a dash, a comma or “c'est-à-dire” put words beside it."""
    name = re.escape(acronym)
    after = (
        rf"\b{name}\s?(?:\((?=[^()]{{0,99}}[^\W\d_][ ’'][^()]{{0,99}}\))|[,:–—]\s(?:l[ae’']|un|une|les|ou|soit)\b)"
    )
    before = rf"[^\W\d_][^.()\n]{{0,3}}\((?:ou |l’|la |le |dite? )?{name}\b[^()]{{0,99}}\)"
    return bool(re.search(after, text) or re.search(before, text))


def _initials(text: str) -> str:
    """The first letters of all words but little ones, in capitals without accents."""
    little = lists().acronyms.little
    words = (bare(word) for word in re.findall(r"[^\W\d_]+", text))
    return "".join(word[0].upper() for word in words if word and word not in little)


def _lines(places: Sequence[Place]) -> str:
    """Where something stands, by the lines of the file, each once."""
    lines = list(dict.fromkeys(str(place.line) for place in places if place.line))
    count = ngettext("once", "{count} times", len(places)).format(count=len(places))
    where = ngettext("line {lines}", "lines {lines}", len(lines)).format(lines=", ".join(lines))
    return f"{count}, {where}" if lines else count
