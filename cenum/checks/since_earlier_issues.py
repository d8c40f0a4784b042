"""What only the earlier issues tell: a page that was linked before, a person whose name is spelt in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.causes import MANY
from cenum.analysis.same_page import cited
from cenum.checks.letter_view import finds
from cenum.checks.wording import lists
from cenum.finding import Finding, Place, Severity, line_numbers
from cenum.i18n import N_, _
from cenum.issue.calendar import in_words
from cenum.issue.characters import bare
from cenum.rule import Example, Rule
from cenum.waivers import waiver_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView
    from cenum.finding import WordsAt
    from cenum.issue.earlier_issues import EarlierIssues, IssueText
    from cenum.issue.model import Issue
    from cenum.links.link import Link

_LINK = re.compile(r"\]\(<?(https?://[^\s)>]+)|<(https?://[^\s<>]+)>|^:::\s*resource\s+(https?://\S+)", re.MULTILINE)
# A button is there every week, and an event's page is linked until its day has come.
_RECURRING = re.compile(r"^:::[ \t]*(?:button[^\n]*|event.*?^:::)", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s)>]+")
# A page that stands in this many issues is one of the letter's own.
_INSTITUTION = 3
_CAPITAL, _SMALL = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿœ"
_PART = rf"[{_CAPITAL}][{_SMALL}]+(?:[-’'][{_CAPITAL}]?[{_SMALL}]+)*"
_PARTICLE = r"(?:de|du|des|la|le|van|von|el|ben)"
_RUN = re.compile(rf"(?<![\w’'-]){_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_PART}){{1,3}}(?![\w-])")
_PARTS = re.compile(rf"(?:\b{_PARTICLE}[ \u00a0])?{_PART}")
_CROWD = 60
_KEPT = 32  # texts of earlier issues of which is known what they say
_SHORTEST = 5  # letters of a word that may differ by one
# Letters that are exchanged in hearsay; others make another person of it: Dupont and Dumont.
_SOUND_ALIKE = frozenset(frozenset(pair) for pair in ("iy", "sz", "ck", "kq", "vw"))

LINK_AGAIN = Rule(
    "link-again",
    Severity.WARNING,
    what=N_(
        "One or two of the last 20 issues already linked the page. Home pages, buttons, events "
        "and weekly links are ignored."
    ),
    why=N_("Regular readers have already read it."),
    remedy=N_(
        "Say what is new since then, or remove it; if it is intentional, accept it under `waivers`, with its address."
    ),
    example=Example(
        earlier="[Le baromètre](https://www.arcep.fr/barometre) est paru.",
        fails="[Le baromètre](https://www.arcep.fr/barometre) est paru.",
        passes="[La suite du baromètre](https://www.arcep.fr/barometre/suite) est parue.",
    ),
)
NAME_TWO_SPELLINGS = Rule(
    "name-two-spellings",
    Severity.WARNING,
    what=N_(
        "Two names, in this issue or between it and the last 20, that differ by accents, hyphens or one "
        "letter that is often misheard."
    ),
    why=N_("Nobody likes to see their name misspelt."),
    remedy=N_("Check how the person writes it."),
    corrected=True,
    example=Example(
        earlier="Un entretien avec Mickaël Dupond.",
        fails="Mickael Dupond revient sur son livre.",
        passes="Mickaël Dupond revient sur son livre.",
    ),
)


class Named(NamedTuple):
    """A name as it is spelt ``where``: a place of this issue, or the day of an earlier one.

    “Voici Mickael Dupond” is read as three names; ``run`` is what they have in common.
    """

    text: str
    where: Place | date
    run: object
    words: tuple[WordsAt, ...] = ()


@finds(LINK_AGAIN, NAME_TWO_SPELLINGS)
def since_earlier_issues(letter: LetterView) -> Iterator[Finding]:
    """Warnings on what earlier issues have said already, or said otherwise."""
    language = letter.settings.newsletter.language
    yield from _links(letter.written_links, letter.earlier_issues, language)
    yield from _names(letter.issue, letter.passages, letter.earlier_issues.earlier, language)


def _links(links: Sequence[Link], earlier_issues: EarlierIssues, language: str) -> Iterator[Finding]:
    days: dict[str, list[date]] = defaultdict(list)
    recurring = set(_recurring(earlier_issues.text))
    for old in earlier_issues.earlier:
        recurring |= _recurring(old.text)
        for page in _linked(old.text):
            days[page].append(old.day)
    again: dict[date, dict[str, Link]] = defaultdict(dict)
    for link in links:
        page = cited(link.url)
        if page and not link.image and page not in recurring and 0 < len(days[page]) < _INSTITUTION:
            again[days[page][0]].setdefault(page, link)
    for day, pages in again.items():
        told = list(pages.values())
        if len(told) > MANY:
            yield _part_again(told, in_words(day, language))
            continue
        for link in told:
            message = _("“{text}” was already linked on {day}").format(text=link.text, day=in_words(day, language))
            remedy = _(
                "say what is new since then, or remove it; if it is intentional, write in the front matter: {line}"
            )
            line = waiver_line(LINK_AGAIN.id, link.url)
            yield LINK_AGAIN.at(link.place, message, remedy.format(line=line), link.url)


def _part_again(links: Sequence[Link], day: str) -> Finding:
    """So many links of one earlier issue are a part of it: an agenda that was copied, or that stands there weekly."""
    message = _("“{text}” and {count} other pages were already linked on {day} ({lines})").format(
        text=links[0].text, count=len(links) - 1, day=day, lines=line_numbers([link.place for link in links])
    )
    remedy = _(
        "say what is new since then, or remove them; if this part comes every week, write in the front matter: {line}"
    )
    return LINK_AGAIN.at(links[0].place, message, remedy.format(line=waiver_line(LINK_AGAIN.id)))


# Earlier issues rarely change while a preview, or a check of many letters, goes on.
@lru_cache(maxsize=_KEPT)
def _linked(text: str) -> tuple[str, ...]:
    urls = ("".join(match.groups("")) for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(cited(url) for url in urls))


@lru_cache(maxsize=_KEPT)
def _recurring(text: str) -> frozenset[str]:
    return frozenset(cited(url) for block in _RECURRING.findall(text) for url in _ADDRESS.findall(block))


def _names(
    issue: Issue, passages: Sequence[Passage], earlier: Sequence[IssueText], language: str
) -> Iterator[Finding]:
    """Each pair of spellings once, at the rarer one in this issue, or where it differs from the earlier ones."""
    here = list(_of_issue(issue, passages))
    before = [named for old in earlier for named in _of_earlier(old)]
    usual = {named.text for named in before}
    counts = Counter(named.text for named in (*here, *before))
    likes = _Spellings((*here, *before))
    said: set[object] = set()
    for named in here:
        for other in likes.of(named.text):
            within = isinstance(other.where, Place)
            if counts[named.text] > counts[other.text] if within else named.text in usual:
                continue
            pair = frozenset({named.text, other.text})
            if not said.isdisjoint({pair, named.run, other.run}):
                continue
            said |= {pair, named.run, other.run}
            where = other.where if isinstance(other.where, Place) else in_words(other.where, language)
            message = _("“{name}” here, “{other}” elsewhere ({where}): one name with two spellings?").format(
                name=named.text, other=other.text, where=where
            )
            place = named.where if isinstance(named.where, Place) else issue.place
            words = [
                words._replace(instead=(other.text,)) for one in here if one.text == named.text for words in one.words
            ]
            yield NAME_TWO_SPELLINGS.at(place, message, _("check how the person writes it"), words=words)


def _of_issue(issue: Issue, passages: Iterable[Passage]) -> Iterator[Named]:
    for author in (*issue.credits.authors, issue.credits.illustrator):
        for _offset, name, run in _in(author):
            yield Named(name, issue.place, run)
    for passage in passages:
        for offset, name, run in _in(passage.text):
            start = passage.text.find(name, offset)
            words = passage.words(start, start + len(name)) if start >= 0 else ()
            yield Named(name, passage.place(offset), run, words)


@lru_cache(maxsize=_KEPT)
def _of_earlier(issue: IssueText) -> tuple[Named, ...]:
    text = _ADDRESS.sub("", issue.text)
    names = {name: run for _offset, name, run in _in(text)}
    return tuple(Named(name, issue.day, run) for name, run in names.items())


def _in(text: str) -> Iterator[tuple[int, str, object]]:
    """Where each run of capitalized words begins, and each two or three of its words, the longer ones first.

    None begins with an article or a preposition: these are the sentence's. An apostrophe is one, whatever its form.
    """
    for match in _RUN.finditer(text.replace("'", "’")):
        parts = [part[0].split() for part in _PARTS.finditer(match[0])]
        run = object()
        for length in (3, 2):
            for start in range(len(parts) - length + 1):
                (*_particle, first), *others = parts[start : start + length]
                if first.lower() not in lists().before_names:
                    yield match.start(), " ".join([first, *(word for other in others for word in other)]), run


class _Spellings:
    """Names by what they share with those that may be the same."""

    def __init__(self, names: Iterable[Named]) -> None:
        first: dict[str, Named] = {}
        for named in names:
            first.setdefault(named.text, named)
        self._whole: dict[str, list[Named]] = defaultdict(list)
        self._but_one: dict[tuple[int, tuple[str, ...]], list[Named]] = defaultdict(list)
        for named in first.values():
            self._whole[_key(named.text)].append(named)
            for index, rest in _without_one(named.text):
                self._but_one[index, rest].append(named)

    def of(self, name: str) -> Iterator[Named]:
        """The other spellings of ``name``."""
        for other in self._whole[_key(name)]:
            if other.text != name:
                yield other
        words = bare(name).split()
        for index, rest in _without_one(name):
            alike = self._but_one[index, rest]
            # So many people of one name are no people: nothing is compared with everything.
            for other in alike if len(alike) < _CROWD else ():
                others = bare(other.text).split()
                if len(others) == len(words) and _one_letter(words[index], others[index]):
                    yield other


def _key(name: str) -> str:
    return bare(name).replace(" ", "")


def _without_one(name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    words = bare(name).split()
    for index in range(len(words)):
        yield index, (*words[:index], *words[index + 1 :])


def _one_letter(one: str, other: str) -> bool:
    """Whether the two differ in one letter that nobody hears, and not in their ends: these are grammar."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or one[0] != other[0] or one == other:
        return False
    if len(short) == len(long):
        different = [frozenset(pair) for pair in zip(short[:-1], long[:-1], strict=True) if pair[0] != pair[1]]
        return short[-1] == long[-1] and len(different) == 1 and different[0] in _SOUND_ALIKE
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short and (long[at] == "h" or long[at] in {long[at - 1], long[at + 1]})
        for at in range(1, len(long) - 1)
    )
