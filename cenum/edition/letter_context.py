"""What the templates of every rendering of a letter get: e-mail, plain text, and the page on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE
from cenum.edition.length import reading_minutes, word_count
from cenum.edition.openings import linked_title, portrait_and_rest, titled
from cenum.edition.plain import wrap
from cenum.edition.table_of_contents import opening_of, table_of_contents
from cenum.edition.templates import UnknownBlock
from cenum.finding import Place
from cenum.issue.blocks import Prose, TextKind
from cenum.issue.calendar import day_parts, hour_in_words, in_words
from cenum.issue.characters import bare
from cenum.issue.languages import direction, primary
from cenum.issue.typography import Run, typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue, Section
    from cenum.settings import Settings

# Between the teasers, and between masthead and date.
_STAR = " ✦ "
# Inboxes show up to this many characters of the preheader, then go on with the body unless it is filled up
# (the figure of Maizzle and react-email). Figure space, zero-width no-break space, grapheme joiner.
_PREHEADER_LENGTH = 200
_FILLER = "\u2007\ufeff\u034f"


def letter_context(issue: Issue, settings: Settings) -> dict[str, Any]:
    """What every template gets."""
    newsletter = settings.newsletter
    day = in_words(issue.day, newsletter.language)
    title = issue.title or newsletter.masthead
    preheader = issue.preheader or _STAR.join(issue.teasers) or _opening_words(issue)
    return {
        "issue": issue,
        "newsletter": newsletter,
        "direction": direction(newsletter.language),
        "links": settings.links,
        "title": title,
        "day": day,
        # A masthead is the same every week: the day tells one letter from the next in the inbox.
        "subject": issue.subject or issue.title or f"{title}{_STAR}{day.partition(' ')[2]}",
        "preheader": preheader,
        "opening": opening_of(issue),
        "contents": table_of_contents(issue),
        "kicker": _kicker(settings),
        "filler": _FILLER * max(0, _PREHEADER_LENGTH - len(preheader)),
        "minutes": reading_minutes(word_count(issue)),
        "unsubscribe_url": UNSUBSCRIBE,
        "view_online_url": VIEW_ONLINE,
        "share_url": newsletter.page_of(issue.key),
        "in_words": lambda date: in_words(date, newsletter.language),
        "day_parts": lambda date: day_parts(date, newsletter.language),
        "hour_in_words": lambda hour: hour_in_words(hour, newsletter.language),
        "portrait_and_rest": lambda blocks: portrait_and_rest(blocks, issue.images, issue.place.file),
        "titled": titled,
        "linked_title": linked_title,
    }


def kind(block: Block) -> str:
    """How templates name ``block``: its class, in small letters."""
    return type(block).__name__.lower()


def refusal(issue: Issue) -> Callable[[Block], NoReturn]:
    """What templates call for a block that they don't know."""

    def unknown(block: Block) -> NoReturn:
        raise UnknownBlock(block.name, Place(issue.place.file, block.line))

    return unknown


def _kicker(settings: Settings) -> Callable[[Section], str]:
    """What templates call for the name that a section has every week, where its heading does not begin with it."""
    french = primary(settings.newsletter.language) == "fr"
    names = {rule.id: rule.heading for rule in settings.sections}

    def kicker(section: Section) -> str:
        name = names.get(section.id, "")
        if bare(section.heading).startswith(bare(name)):
            return ""
        return typeset([Run(name)])[0] if french else name

    return kicker


def _opening_words(issue: Issue) -> str:
    """The first words of the letter, for an issue without teasers: introduction, or section headings."""
    for block in issue.introduction:
        if isinstance(block, Prose):
            text = " ".join(text.words for text in block.texts() if text.kind is not TextKind.CODE)
            first = wrap(text, width=_PREHEADER_LENGTH // 2).partition("\n")[0]
            return first if first == text else f"{first} …"
    return _STAR.join(section.heading for section in issue.sections)
