"""The line of the review: what is known of a page, in the form that the team gives it in templates/clip.md.j2."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cenum.clip.literal_text import literal, plain_words
from cenum.edition.templates import Templates
from cenum.issue import languages
from cenum.issue.calendar import day_in_words
from cenum.web_address import spell

if TYPE_CHECKING:
    from cenum.clip.page_facts import PageFacts
    from cenum.workspace import Workspace

NAME = "clip.md.j2"


class _Words(NamedTuple):
    """What the letter says, in its own language. What is open is found by the rule ``placeholder-left``."""

    title: str
    authors: str
    date: str
    paid: str
    last: str


_FRENCH = _Words("[titre à compléter]", "[auteur à compléter]", "[date à compléter]", "réservé aux abonnés", " et ")
_ENGLISH = _Words(
    "[title to be completed]", "[author to be completed]", "[date to be completed]", "for subscribers", " and "
)


def left_open(language: str) -> dict[str, str]:
    """What stands in a clip of a letter in ``language`` for the facts that a person has to write, by their names."""
    words = _words_in(language)
    return {"title": words.title, "authors": words.authors, "date": words.date}


def _words_in(language: str) -> _Words:
    return _FRENCH if languages.primary(language) == "fr" else _ENGLISH


class ClipForm:
    """The letter's form, read once for any number of clips."""

    def __init__(self, workspace: Workspace) -> None:
        """Raises :class:`SettingsMistakes` where the letter's templates can't be read."""
        self._language = workspace.settings.newsletter.language
        self._words = _words_in(self._language)
        self._templates = Templates(workspace.templates, workspace.cache)

    def block(self, address: str, facts: PageFacts, *, headed: bool, read: bool = True) -> str:
        """The Markdown of a clip, without a line end behind it; ``headed`` where the places around it have headings.

        ``read`` says whether the page could be read: of one that was, an author who is not named is none. Raises
        :class:`SettingsMistakes` where the template can't be rendered.
        """
        title = facts.title and plain_words(facts.title.value)
        language = self._foreign(facts)
        authors = [literal(one) for one in facts.authors.value] if facts.authors else []
        if not authors and not read:
            authors = [self._words.authors]
        text = self._templates.render(
            NAME,
            {
                "headed": headed,
                "title": literal(title) if title else self._words.title,
                "address": in_brackets(address),
                "mark": f"{{lang={language}}}" if language else "",
                "language": language,
                "outlet": literal(facts.outlet.value) if facts.outlet else "",
                "authors": self._joined(authors),
                "names": authors,
                "date": literal(self._day(facts.date.value)) if facts.date else self._words.date,
                "paid": literal(self._words.paid) if facts.paid and facts.paid.value else "",
            },
        )
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    def _foreign(self, facts: PageFacts) -> str:
        """The page's language, where it is not the letter's."""
        code = facts.language.value if facts.language else ""
        if not code or code == languages.primary(self._language) or languages.mistake(code):
            return ""
        return code

    def _joined(self, names: list[str]) -> str:
        *first, last = names or [""]
        return f"{', '.join(first)}{self._words.last}{last}" if first else last

    def _day(self, day: str) -> str:
        """“10 avril 2025”, or as much as is known of it."""
        if day.count("-") == 2:  # noqa: PLR2004  a whole day
            return day_in_words(date.fromisoformat(day), self._language)
        if "-" in day:
            return day_in_words(date.fromisoformat(f"{day}-02"), self._language).removeprefix("2 ")
        return day


def in_brackets(address: str) -> str:
    """``address`` as it stands in the round brackets of a link."""
    spelt = spell(address).replace("(", "%28").replace(")", "%29").replace("*", "%2A")
    return spelt.replace("&#", "&%23").replace(";", "%3B") if "&" in spelt and ";" in spelt else spelt
