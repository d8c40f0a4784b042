"""The letter's stories: a teaser that none of them delivers, and one that is told twice."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, deque
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.passages import HEAD, PassageKind
from cenum.analysis.same_page import cited
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity, seen_from
from cenum.i18n import N_, _
from cenum.issue.characters import bare
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView
    from cenum.finding import Place
    from cenum.links.link import Link

_FILE = Path(__file__).parent / "stories.toml"
# Words of this length carry the meaning; of each the first letters, so that plural and feminine are the same.
_SHORTEST, _STEM = 4, 5
_FIGURES = re.compile(r"\d+")
# The share of a teaser's words that one story, or the whole letter, has to hold.
_DELIVERED, _SCATTERED = 0.5, 0.75
_SAME, _FEWEST = 0.8, 3
_TOLD_TWICE = 2
_MOST_STORIES = 200  # the latest, with which a story is held against

TEASER_UNDELIVERED = Rule(
    "teaser-undelivered",
    Severity.WARNING,
    what=N_("Most words of a teaser appear in no story of the letter. Drafts are ignored."),
    why=N_("Readers open the letter for it and look in vain."),
    remedy=N_("Write its story, or remove the teaser."),
    example=Example(
        kind="yaml",
        letter="""
            ## Une enquête sur les aidants

            Qui aide, et comment ? Les premiers résultats.
            """,
        fails="teasers: [La carte des ateliers]",
        passes="teasers: [Les aidants numériques, une enquête]",
    ),
)
STORY_TWICE = Rule(
    "story-twice",
    Severity.WARNING,
    what=N_("Two headings with nearly the same words, or the same link with the same words in two sections."),
    why=N_("Two authors wrote about the same news."),
    remedy=N_("Tell it once."),
    example=Example(
        fails="""
            # Les actualités {#actus}

            ## Le rapport de l’Arcep sur les réseaux

            Il est paru mardi.

            # La veille {#veille}

            ## Les réseaux : le rapport de l’Arcep

            Tout va plus vite.
            """,
        passes="""
            # Les actualités {#actus}

            ## Le rapport de l’Arcep sur les réseaux

            Il est paru mardi.

            # La veille {#veille}

            ## Un rapport du Sénat sur les écrans

            Tout va plus vite.
            """,
    ),
)


class Story(NamedTuple):
    """A heading and what stands below it."""

    heading: Passage | None
    stems: frozenset[str]


@finds(TEASER_UNDELIVERED, STORY_TWICE)
def teasers(letter: LetterView) -> Iterator[Finding]:
    """Warnings on teasers, headings and links of the same story."""
    told = list(_stories(letter.passages))
    # A teaser is often written before its story is.
    if not letter.issue.draft:
        yield from _teasers(letter.passages, told)
    yield from _headings(told)
    yield from _links(letter.passages, letter.written_links)


def _stories(passages: Sequence[Passage]) -> Iterator[Story]:
    heading: Passage | None = None
    texts: list[str] = []
    for passage in passages:
        if passage.kind in HEAD:
            continue
        if passage.kind is PassageKind.HEADING:
            if texts:
                yield Story(heading, _stems(" ".join(texts)))
            heading, texts = passage, []
        texts.append(passage.text)
    if texts:
        yield Story(heading, _stems(" ".join(texts)))


def _teasers(passages: Sequence[Passage], told: Sequence[Story]) -> Iterator[Finding]:
    everything = frozenset().union(*(story.stems for story in told))
    for passage in passages:
        wanted = _stems(passage.text) if passage.kind is PassageKind.TEASER else frozenset()
        if not wanted:
            continue
        best = max((len(wanted & story.stems) for story in told), default=0) / len(wanted)
        if best < _DELIVERED and len(wanted & everything) / len(wanted) < _SCATTERED:
            message = _("no section is about the teaser “{teaser}”").format(teaser=passage.text)
            remedy = _("write the story, use the teaser's words in a heading, or remove the teaser")
            yield TEASER_UNDELIVERED.at(passage.place(), message, remedy, words=passage.words(0, len(passage.text)))


def _headings(told: Sequence[Story]) -> Iterator[Finding]:
    seen: deque[tuple[Passage, frozenset[str], set[str]]] = deque(maxlen=_MOST_STORIES)
    for heading in (story.heading for story in told):
        if heading is None:
            continue
        stems, negations = _stems(heading.text), _negations(heading.text)
        if len(stems) < _FEWEST:
            continue
        for other, others, theirs in seen:
            if negations == theirs and len(stems & others) >= _SAME * len(stems | others):
                message = _("“{heading}” and “{other}” ({place}) look like the same story").format(
                    heading=heading.text, other=other.text, place=seen_from(heading.place(), other.place())
                )
                remedy = _("tell it once, or say in the headings what is different")
                words = heading.words(0, len(heading.text))
                yield STORY_TWICE.at(heading.place(), message, remedy, words=words)
                break
        seen.append((heading, stems, negations))


def _links(passages: Sequence[Passage], links: Sequence[Link]) -> Iterator[Finding]:
    """The same page under the same words in two sections; other words are a matter for the texts of links.

    A name or a term tells no story, and neither does what a letter links again and again, as a form to write to it.
    """
    counts = Counter((cited(link.url), bare(link.text)) for link in links)
    starts = [(one.line, one.section) for one in passages if one.kind not in HEAD and one.line is not None]
    seen: dict[tuple[str, str], tuple[str, Place]] = {}
    for link in links:
        page = cited(link.url)
        often = counts[page, bare(link.text)] > _TOLD_TWICE
        if link.image or not page or often or all(word[0].isupper() for word in link.text.split()[1:]):
            continue
        section = _section(link.place.line, starts)
        first, place = seen.setdefault((page, bare(link.text)), (section, link.place))
        if section and first and section != first:
            message = _("“{text}” is linked in two sections: here, and in {place}")
            message = message.format(text=link.text, place=seen_from(link.place, place))
            words = link.place.shown(link.text)
            yield STORY_TWICE.at(link.place, message, _("tell the story once"), link.url, words=words)


def _negations(text: str) -> set[str]:
    return {"ne", "n", "pas", "non", "sans"} & set(bare(text).split())


@cache
def _empty() -> frozenset[str]:
    words = tomllib.loads(_FILE.read_text("utf-8"))["empty"]
    return frozenset(bare(word)[:_STEM] for word in words)


def _section(line: int | None, starts: Sequence[tuple[int, str]]) -> str:
    return next((section for start, section in reversed(starts) if line is not None and start <= line), "")


def _stems(text: str) -> frozenset[str]:
    words = bare(text).split()
    stems = {word[:_STEM] for word in words if len(word) >= _SHORTEST or _FIGURES.fullmatch(word)}
    return frozenset(stems - _empty())
