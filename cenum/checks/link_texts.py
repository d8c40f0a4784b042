"""What a link says, for a reader who hears nothing but the links (WCAG 2.2, success criterion 2.4.4; RGAA 6.1)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.edition.url_spelling import spell
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.issue.characters import bare
from cenum.issue.link_syntax import LINK_TEXT
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.links.link import Link

_FILE = Path(__file__).parent / "link_texts.toml"
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
    what=N_("Two different texts lead to the same page."),
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
    """A finding for each link whose words don't say where it leads, or are those of another one."""
    targets: dict[str, Link] = {}
    texts: dict[str, Link] = {}
    for link in letter.links:
        if link.image:
            continue
        words = bare(link.text)
        if not link.text.strip():
            message = _("the link has no text to read aloud: {url}").format(url=link.url)
            yield LINK_TEXT.at(link.place, message, _("write between the square brackets where it leads"), link.url)
        elif not words or words in _vague():
            message = _("“{text}” does not say where the link leads").format(text=link.text)
            remedy = _("name the page: its title, its author, or what it contains")
            yield LINK_TEXT_VAGUE.at(link.place, message, remedy, link.url)
        elif _BARE.fullmatch(link.text.strip()):
            message = _("the link's text is its address: {text}").format(text=link.text)
            remedy = _("write `[the page's name]({url})`: screen readers read an address letter by letter")
            yield LINK_TEXT_ADDRESS.at(link.place, message, remedy.format(url=link.url), link.url)
        else:
            yield from _ambiguous(link, words, targets, texts)


def _ambiguous(link: Link, words: str, targets: dict[str, Link], texts: dict[str, Link]) -> Iterator[Finding]:
    page = _page(link.url)
    same_words = targets.setdefault(words, link)
    same_target = texts.setdefault(page, link)
    if _page(same_words.url) != page:
        message = _("“{text}” leads to two different pages: here, and in {place}").format(
            text=link.text, place=same_words.place
        )
        yield LINK_TEXT_TWICE.at(link.place, message, _("say in each link what is different there"), link.url)
    elif bare(same_target.text) != words:
        message = _("“{text}” and “{other}” ({place}) lead to the same page").format(
            text=link.text, other=same_target.text, place=same_target.place
        )
        remedy = _("link it once, or with the same words")
        yield LINK_TARGET_TWICE.at(link.place, message, remedy, link.url)


def _page(url: str) -> str:
    """Where it leads; a host with and without a slash is one page."""
    return re.sub(r"^(https?://[^/?#]+)/?(?=$|[?#])", r"\1/", spell(url))


@cache
def _vague() -> frozenset[str]:
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(bare(text) for texts in lists.values() for text in texts)
