"""What a link says, for a reader who hears nothing but the links (WCAG 2.2, success criterion 2.4.4; RGAA 6.1)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.analysis.causes import MANY, told_once
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity, lines, seen_from
from cenum.i18n import N_, _
from cenum.issue.characters import bare
from cenum.issue.link_syntax import LINK_TEXT
from cenum.rule import Example, Rule
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.checks.letter_view import LetterView
    from cenum.finding import WordsAt
    from cenum.links.link import Link

_FILE = Path(__file__).parent / "link_texts.toml"
_NAMED = 3  # texts of one page
_ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "des", "the", "a", "an"})
_TO_WRITE = re.compile(r"\[[^\[\]]*\]")
_BARE = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE)

LINK_TEXT_VAGUE = Rule(
    "link-text-vague",
    Severity.WARNING,
    what=N_("A link says “ici”, “cliquez ici”, “read more”… (cenum/checks/link_texts.toml)"),
    why=N_("Screen reader users jump from link to link, and hear only these words (WCAG 2.4.4)."),
    remedy=N_("Name the page."),
    example=Example(
        fails="Le rapport est paru, [cliquez ici](https://www.arcep.fr/rapport).",
        passes="[Le rapport](https://www.arcep.fr/rapport) est paru.",
    ),
)
LINK_TEXT_ADDRESS = Rule(
    "link-text-address",
    Severity.WARNING,
    what=N_("A link's text is its address."),
    why=N_("Screen readers read it letter by letter."),
    remedy=N_("Name the page."),
    example=Example(
        fails="À lire : [www.arcep.fr/rapport](https://www.arcep.fr/rapport).",
        passes="À lire : [le rapport de l’Arcep](https://www.arcep.fr/rapport).",
    ),
)
LINK_TEXT_TWICE = Rule(
    "link-text-twice",
    Severity.WARNING,
    what=N_("The same words lead to two different pages."),
    why=N_("People who listen to the list of links can't tell them apart."),
    remedy=N_("Say in each what is different."),
    example=Example(
        fails="[Le rapport](https://www.arcep.fr/2024) et [le rapport](https://www.arcep.fr/2025).",
        passes=(
            "[Le rapport de 2024](https://www.arcep.fr/2024) et [le rapport de 2025](https://www.arcep.fr/2025)."
        ),
    ),
)
LINK_TARGET_TWICE = Rule(
    "link-target-twice",
    Severity.WARNING,
    what=N_("Two texts that begin differently lead to the same page; an article or a plural is no difference."),
    why=N_("People who listen to the list of links open it twice."),
    remedy=N_("Link it once, or with the same words."),
    example=Example(
        fails=(
            "[Le rapport](https://www.arcep.fr/rapport) est paru : [l’étude](https://www.arcep.fr/rapport) dure "
            "un an."
        ),
        passes=(
            "[Le rapport](https://www.arcep.fr/rapport) est paru : [l’étude](https://www.arcep.fr/etude) dure un an."
        ),
    ),
)


@finds(LINK_TEXT, LINK_TEXT_VAGUE, LINK_TEXT_ADDRESS, LINK_TEXT_TWICE, LINK_TARGET_TWICE)
def link_texts(letter: LetterView) -> Iterator[Finding]:
    """A finding for each link whose words say nothing, and for all whose words are those of another one."""
    telling: list[Link] = []
    addresses: list[Finding] = []
    silent: list[Finding] = []
    for link in letter.links:
        if link.image:
            continue
        words = bare(link.text)
        if not link.text.strip():
            message = _("the link has no text to read aloud: {url}").format(url=link.url)
            remedy = _("write between the square brackets where it leads")
            silent.append(LINK_TEXT.at(link.place, message, remedy, link.url))
        elif not words or words in _vague():
            message = _("“{text}” does not say where the link leads").format(text=link.text)
            remedy = _("name the page: its title, its author, or what it contains")
            said = link.place.shown(link.text)
            yield LINK_TEXT_VAGUE.at(link.place, message, remedy, link.url, words=said)
        elif _BARE.fullmatch(link.text.strip()):
            message = _("the link's text is its address: {text}").format(text=link.text)
            remedy = _(
                "give it words, with the tool “Link” of the preview or as `[the page's name]({url})`: "
                "screen readers read an address letter by letter"
            )
            addresses.append(LINK_TEXT_ADDRESS.at(link.place, message, remedy.format(url=link.url), link.url))
        else:
            telling.append(link)
    yield from _one_habit(silent)
    yield from told_once(("address", finding) for finding in addresses)
    yield from _ambiguous(telling)


def _ambiguous(links: Iterable[Link]) -> Iterator[Finding]:
    """For each text that leads to several pages one finding, and for each page that several texts lead to."""
    by_words: dict[str, list[Link]] = {}
    by_page: dict[str, list[Link]] = {}
    for link in links:
        # What stands for words that are still to be written says nothing yet (unfinished.py).
        if _TO_WRITE.fullmatch(link.text.strip()):
            continue
        words, page = bare(link.text), _page(link.url)
        first_of_words, *_others = by_words.setdefault(words, [link])
        first_of_page, *_others = by_page.setdefault(page, [link])
        if _page(first_of_words.url) != page:
            by_words[words].append(link)
        elif not _begin_alike(bare(first_of_page.text), words):
            by_page[page].append(link)
    yield from _one_habit([_one_text(first, others) for first, *others in by_words.values() if others])
    yield from _one_habit([_one_page(first, others) for first, *others in by_page.values() if others])


def _one_habit(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Whoever names each page in two ways, or each of two pages alike, does so on purpose, or by habit."""
    yield from told_once(("habit", replace(one, url="")) for one in findings) if len(findings) > MANY else findings


def _one_text(first: Link, others: Sequence[Link]) -> Finding:
    link = others[0]
    if len(others) == 1:
        message = _("“{text}” leads to two different pages: here, and in {place}")
    else:
        message = _("“{text}” leads to {count} different pages: in {place}, and here ({lines})")
    message = message.format(
        text=link.text,
        count=len({_page(one.url) for one in (first, *others)}),
        place=seen_from(link.place, first.place),
        lines=lines([one.place for one in others]),
    )
    remedy = _("say in each link what is different there")
    return LINK_TEXT_TWICE.at(link.place, message, remedy, link.url, words=_words(link, (first, *others)))


def _one_page(first: Link, others: Sequence[Link]) -> Finding:
    texts = list(dict.fromkeys(_("“{text}”").format(text=one.text) for one in others))
    message = _("{texts} and “{other}” ({place}) lead to the same page").format(
        texts=", ".join(texts[:_NAMED]) + ", …" * (len(texts) > _NAMED),
        other=first.text,
        place=seen_from(others[0].place, first.place),
    )
    if len(others) > 1:
        message = _("{message} ({lines})").format(message=message, lines=lines([one.place for one in others]))
    remedy = _("link it once, or with the same words")
    words = _words(others[0], (first, *others))
    return LINK_TARGET_TWICE.at(others[0].place, message, remedy, others[0].url, words=words)


def _words(link: Link, links: Iterable[Link]) -> Iterator[WordsAt]:
    """The texts of ``links`` that stand in the file of ``link``."""
    for one in links:
        if one.place.file == link.place.file:
            yield from one.place.shown(one.text)


def _begin_alike(one: str, other: str) -> bool:
    """Whether they are the same words, or one only goes on: an article or a plural makes no other page of it."""
    these, those = (
        [word.rstrip("sx") or word for word in text.split() if word not in _ARTICLES] for text in (one, other)
    )
    length = min(len(these), len(those))
    return one == other or (length > 0 and these[:length] == those[:length])


def _page(url: str) -> str:
    """Where it leads; a host with and without a slash is one page."""
    return re.sub(r"^(https?://[^/?#]+)/?(?=$|[?#])", r"\1/", spell(url))


@cache
def _vague() -> frozenset[str]:
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(bare(text) for texts in lists.values() for text in texts)
