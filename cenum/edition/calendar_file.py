"""An event of the issue as a calendar takes it in: iCalendar, RFC 5545."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.edition.edition import CalendarFile
from cenum.edition.file_names import CALENDAR, hashed_name
from cenum.edition.plain import wrap
from cenum.issue.blocks import Foreign, TextKind, texts, walk
from cenum.issue.calendar import sending_at
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.blocks import BlockText, Event
    from cenum.issue.model import Issue
    from cenum.settings import Settings

_LEADING_BITS, _INSIDE = 0b1100_0000, 0b1000_0000
_LINE = 75  # octets without the line break (section 3.1)
_LONGEST_TITLE = 100  # characters: what a day of a calendar has room for, and more
# A sentence ends here, but not in “M. Dupont”, nor before the » that a quotation's own mark stands in front of.
_END = re.compile(r"(?:(?<=\w\w[.…])|(?<=[»)][.…])|(?<=[!?])) ")
_SPECIAL = re.compile(r"[\\;,]")
# Section 3.1 has no place for them in a text.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")


class CalendarFiles:
    """Makes a file of each event of an issue that a template asks for."""

    def __init__(self, issue: Issue, settings: Settings) -> None:
        """Nothing is made where the service of ``settings`` has no place for such a file."""
        self._issue = issue
        self._settings = settings
        self._files: dict[str, CalendarFile] = {}
        self._languages = _languages(issue)

    @property
    def files(self) -> tuple[CalendarFile, ...]:
        """Every file that was asked for, once each."""
        return tuple(self._files.values())

    def of(self, event: Event) -> CalendarFile | None:
        """The file of an ``event`` of the issue; ``None`` where readers could not fetch it."""
        if not self._settings.service.publishes_calendars:
            return None
        try:
            language = self._languages.get(id(event)) or self._settings.newsletter.language
            made = _file(event, self._issue, self._settings, language)
        except OverflowError:  # the first day of the year 1, and the last of the year 9999
            return None
        return self._files.setdefault(made.name, made)


def _file(event: Event, issue: Issue, settings: Settings, language: str) -> CalendarFile:
    newsletter = settings.newsletter
    title = _title(event) or event.where or newsletter.name
    addresses = list(dict.fromkeys(_addresses(event)))
    pages = (address for address in addresses if not address.startswith("mailto:"))
    said = "\n".join(text.words for text in texts(event.body))
    described = "\n\n".join(filter(None, [said, "\n".join(one.removeprefix("mailto:") for one in addresses)]))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cenum//cenum//EN",
        "BEGIN:VEVENT",
        f"UID:{_uid(event, title, newsletter.site)}",
        # When it was made (section 3.8.7.2): the hour of the letter; the clock would change it with every build.
        f"DTSTAMP:{_utc(sending_at(newsletter, issue.day))}",
        *_when(event, settings),
        _text("SUMMARY", language, title),
        *([_text("LOCATION", language, event.where)] if event.where else []),
        *([_text("DESCRIPTION", language, described)] if described != title else []),
        f"URL:{next(pages, spell(newsletter.page_of(issue.key)))}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    content = b"".join(map(_folded, lines))
    return CalendarFile(hashed_name(event.day.isoformat(), content, CALENDAR), "text/calendar", content, title)


def _when(event: Event, settings: Settings) -> Iterator[str]:
    """Hours are those of the letter's zone, written as UTC: a calendar needs no rules of summer time to read them.

    An event whose end nobody wrote has none: RFC 5545, section 3.6.1, has it end as it begins, and we invent nothing.
    """
    if event.hour is None:
        # The end is exclusive. It leaves the reader's day free: when in it the event takes place is not known.
        yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
        yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}"
        yield "TRANSP:TRANSPARENT"
        return
    zone = settings.newsletter.sending_time.tzinfo
    begins = datetime.combine(event.day, event.hour, zone).astimezone(UTC)
    yield f"DTSTART:{_utc(begins)}"
    if event.until is not None:
        ends = datetime.combine(event.day, event.until, zone).astimezone(UTC)
        if ends > begins:  # in the night in which summer time begins it may not
            yield f"DTEND:{_utc(ends)}"


def _uid(event: Event, title: str, site: str) -> str:
    """The same in every letter that announces the event: who adds it again has it once.

    Two that differ in hour or place are two: one would take the other's place.
    """
    known_by = "\n".join([event.day.isoformat(), str(event.hour), event.where, title])
    return f"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}@{urlsplit(spell(site)).hostname}"


def _title(event: Event) -> str:
    """What an editor begins with: a heading, bold words, or else a sentence; empty where there are no words."""
    first = next((text for text in texts(event.body) if text.kind is not TextKind.CODE and text.words.strip()), None)
    if first is None:
        return ""
    words = _in_bold(first) or first.words
    if first.kind is not TextKind.HEADING:
        words = _END.split(words.strip(), maxsplit=1)[0].removesuffix(".")
    line, _break, more = wrap(words, width=_LONGEST_TITLE).partition("\n")
    return f"{line} …" if more else line


def _in_bold(text: BlockText) -> str:
    """The bold words that ``text`` begins with."""
    tokens = [token for token in text.tokens if token.type != "text" or token.content.strip()]
    if not tokens or tokens[0].type != "strong_open":
        return ""
    end = next(nth for nth, token in enumerate(tokens) if token.type == "strong_close")
    return "".join(token.content or " " * token.type.endswith("break") for token in tokens[:end])


def _addresses(event: Event) -> Iterator[str]:
    """Where the event's links lead, as a letter spells it; not those to other places in the letter."""
    for block, _around in walk(event.body):
        tokens = (token for text in block.texts() for token in text.tokens if token.type == "link_open")
        for address in (block.facts.url, *(str(token.attrGet("href") or "") for token in tokens)):
            if address.startswith(("https://", "http://", "mailto:")):
                yield spell(address)


def _languages(issue: Issue) -> dict[int, str]:
    """Of each block within one of another language than the letter's, by its identity, which language it is."""
    return {
        id(block): next(outer.language for outer in reversed(around) if isinstance(outer, Foreign))
        for block, around in walk(issue.blocks)
        if any(isinstance(outer, Foreign) for outer in around)
    }


def _text(name: str, language: str, words: str) -> str:
    """A property with its words escaped (section 3.3.11)."""
    escaped = _SPECIAL.sub(r"\\\g<0>", _CONTROLS.sub(" ", words).strip()).replace("\n", r"\n")
    return f"{name};LANGUAGE={language}:{escaped}"


def _folded(line: str) -> bytes:
    """A line of content, in pieces of at most 75 octets that cut no character (section 3.1)."""
    rest = line.encode()
    pieces: list[bytes] = []
    while len(rest) > _LINE - bool(pieces):  # the space before a piece that goes on counts
        end = _LINE - bool(pieces)
        while _is_inside(rest[end]):
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _is_inside(octet: int) -> bool:
    """Whether it goes on with a character of UTF-8 that began before (RFC 3629, section 3)."""
    return octet & _LEADING_BITS == _INSIDE


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _utc(moment: datetime) -> str:
    here = moment.astimezone(UTC)
    return f"{_day(here.date())}T{here:%H%M%S}Z"
