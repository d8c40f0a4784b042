"""A letter that greets its readers, or takes leave of them, twice: its template does, and so did the editor."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from cenum.analysis.passages import PassageKind
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView

_FILE = Path(__file__).parent / "greeting.toml"
# Where a sentence begins, and how far it goes.
_START = r"(?:\A[^\w«“]*|(?<=[.!?…»]\s))"
_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…]*")
# What the plain text adds to words: the numbers of links, the lines under headings.
_SIGNS = re.compile(r"\u00a0?\[\d+\]|\n *[=-]{2,}(?=\n)")
_SHOWN = 60

GREETING_TWICE = Rule(
    "greeting-twice",
    Severity.WARNING,
    what=N_(
        "The introduction, or the first paragraph, greets the readers, or the end wishes them a good reading, and "
        "the template does so too, as the rendered letter shows (cenum/checks/greeting.toml)."
    ),
    why=N_("Readers are greeted twice, and told the date twice."),
    remedy=N_("Delete it: cenum greets, gives the date, and wishes a good reading."),
    example=Example(
        kind="yaml",
        fails="introduction: Bonjour à toutes et tous ! Une lettre sur les médiathèques.",
        passes="introduction: Une lettre sur les médiathèques, où l’on dit encore bonjour.",
    ),
)


class _Said(NamedTuple):
    """What kind of greeting a sentence is, its words, and where in the text it begins."""

    kind: str
    words: str
    at: int


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """greeting.toml."""

    everybody: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]


@cache
def _lists() -> _Lists:
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _Lists)


@cache
def _everybody() -> re.Pattern[str]:
    return re.compile("|".join(_lists().everybody), re.IGNORECASE)


@cache
def _kinds() -> re.Pattern[str]:
    kinds = _lists().kinds
    named = (f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in kinds.items())
    return re.compile(rf"{_START}(?:{'|'.join(named)})".replace(" ", r"\s"), re.IGNORECASE)


@finds(GREETING_TWICE)
def greeting(letter: LetterView) -> Iterator[Finding]:
    """A warning for each passage that greets, or takes leave, as the template does."""
    found = [(passage, said) for passage, said in _in_its_place(letter.passages) if said]
    templates = _of_the_template(letter) if found else {}
    for passage, said in found:
        twice = [one for one in said if one.kind in templates]
        if twice:
            message = _("the letter greets twice: “{words}” stands here, and its template says “{template}”").format(
                words=" ".join(one.words for one in twice)[: 2 * _SHOWN],
                template=" ".join(dict.fromkeys(templates[one.kind] for one in twice)),
            )
            remedy = _("delete it here: cenum greets, gives the date, and wishes a good reading")
            at = twice[0].at
            words = passage.words(at, at + len(twice[0].words))
            yield GREETING_TWICE.at(passage.place(at), message, remedy, words=words)


def _in_its_place(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[_Said]]]:
    """What greets in the introduction or the first paragraph, and what takes leave in the last two."""
    for passage in passages:
        if passage.kind is PassageKind.INTRODUCTION:
            yield passage, list(_greetings(passage.text))
    texts = [passage for passage in passages if passage.kind is PassageKind.TEXT]
    body = next((passage.body for passage in passages if passage.kind is PassageKind.HEADING), None)
    for passage in texts[:1] if texts and texts[0].body == body else ():
        hello = [said for said in _greetings(passage.text) if said.kind == "hello"]
        yield passage, [said for said in hello if _everybody().search(said.words)]
    for passage in texts[-2:]:
        yield passage, [said for said in _greetings(passage.text) if said.kind != "hello"]


def _greetings(text: str) -> Iterator[_Said]:
    for match in _kinds().finditer(text):
        sentence = _SENTENCE.match(text, match.start())
        words = " ".join((sentence or match)[0].split())
        yield _Said(str(match.lastgroup), words, match.start())


def _of_the_template(letter: LetterView) -> dict[str, str]:
    """A sentence of each kind that the rendered letter says, and the issue does not, or less often."""
    counts: dict[str, int] = {}
    for said in _all_of(passage.text for passage in letter.passages):
        counts[said.words] = counts.get(said.words, 0) + 1
    found: dict[str, str] = {}
    paragraphs = (" ".join(paragraph.split()) for paragraph in _SIGNS.sub("", letter.edition.text).split("\n\n"))
    for said in _all_of(paragraphs):
        counts[said.words] = counts.get(said.words, 0) - 1
        if counts[said.words] < 0:
            found.setdefault(said.kind, said.words[:_SHOWN])
    return found


def _all_of(texts: Iterable[str]) -> Iterator[_Said]:
    for text in texts:
        yield from _greetings(text)
