"""What readers see before they open the letter: who it is from, its subject, its preheader."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.analysis.passages import Kind
from cenum.finding import Finding, Place, warning
from cenum.i18n import N_, _
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.edition.model import Address, Edition

_FOLDER = Path(__file__).parent
_EM = 2048
_PANGRAM = "The quick brown fox jumps over the lazy dog. "
# Apple Mail shows 99 characters after the subject, Gmail's phones some 40 (emailtooltester.com).
_SHORTEST_PREHEADER = 30
# What both Gmail's and Apple's lists show of a name in bold letters.
_LONGEST_SENDER = 30
_LOUD = re.compile(r"\b[^\W\d_]{4,}(?:[\s’'-]+[^\W\d_]{4,})+\b")
_MARKS = re.compile(r"[!?]\s*!|[!?]\s*\?|[€$]{2,}|\*{2,}")
_ANSWER = re.compile(r"(?:re|tr|fwd?)\s*:", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_SHOUTED = 10  # letters; a shorter subject may well be an acronym

# The reasons of inbox.toml, for the catalogue.
_REASONS = (
    N_("it promises money"),
    N_("it sells"),
    N_("it presses the reader"),
    N_("it congratulates"),
    N_("it is what a forged message says"),
)


class Phone(Struct, frozen=True, forbid_unknown_fields=True):
    """A mail program of a phone: how much of a subject it ``shows``, in letters of ``size`` pixels."""

    name: str
    shows: int
    size: int

    @property
    def width(self) -> float:
        """The pixels that it has for a subject."""
        return pixels((_PANGRAM * 2)[: self.shows], self.size)

    def shown(self, subject: str) -> str:
        """What it shows of ``subject``."""
        room = self.width - pixels("…", self.size)
        used = 0.0
        for index, character in enumerate(subject):
            used += pixels(character, self.size)
            if used > room:
                return subject[:index].rstrip() + "…"
        return subject


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand in advertisements, and the ``reason`` why they make a reader wary."""

    reason: str
    words: tuple[str, ...]


class Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """inbox.toml."""

    phones: tuple[Phone, ...]
    words: tuple[Words, ...]


def inbox(edition: Edition, passages: Sequence[Passage], place: Place, masthead: str) -> Iterator[Finding]:
    """Warnings on the subject, the preheader and the sender's name.

    They stand at their lines among the issue's ``passages``, or at its ``place``. Of a subject that begins with the
    ``masthead`` the rest is a date, which may be cut.
    """

    def where(*kinds: Kind) -> Place:
        return next((one.place() for kind in kinds for one in passages if one.kind is kind), place)

    subject_place = where(Kind.SUBJECT, Kind.TITLE)
    dated = masthead and edition.subject.startswith(f"{masthead} ")
    yield from _length(masthead if dated else edition.subject, subject_place)
    yield from _look(edition.subject, subject_place)
    yield from _vocabulary(edition.subject, subject_place)
    yield from _preheader(edition, where(Kind.PREHEADER, Kind.TEASER))
    yield from _sender(edition.sender)


def pixels(text: str, size: int) -> float:
    """How wide ``text`` is in Roboto Regular, in letters of ``size`` pixels. Kerning is left out: it is 1 %."""
    return sum(_width(character) for character in text) * size / _EM


@cache
def lists() -> Lists:
    """inbox.toml, read."""
    return msgspec.convert(tomllib.loads((_FOLDER / "inbox.toml").read_text("utf-8")), Lists)


def _length(subject: str, place: Place) -> Iterator[Finding]:
    """What no phone shows whole is said, with what each of them shows."""
    phones = lists().phones
    widest = max(phones, key=lambda phone: phone.width)
    width = pixels(subject, widest.size)
    if width <= widest.width:
        return
    message = _(
        "no phone shows the whole subject ({characters} characters, {width:.0f} pixels of {room:.0f}): {shown}"
    )
    shown = ", ".join(_("“{text}” ({phone})").format(text=p.shown(subject), phone=p.name) for p in phones)
    message = message.format(characters=len(subject), width=width, room=widest.width, shown=shown)
    remedy = _(
        "shorten it to some {characters} characters, with the key “subject”, or let its first words say it all"
    )
    yield warning("subject-length", place, message, remedy.format(characters=widest.shows))


def _look(subject: str, place: Place) -> Iterator[Finding]:
    emoji = "".join(dict.fromkeys(_emoji(subject)))
    if emoji:
        message = _("the subject holds an emoji: {emoji}").format(emoji=emoji)
        remedy = _("take it out: it is read out by its name, and looks different in each inbox")
        yield warning("subject-emoji", place, message, remedy)
    loud = _shouted(subject)
    if loud:
        message = _("the subject shouts: “{words}”").format(words=loud)
        yield warning("subject-capitals", place, message, _("write it in small letters; acronyms may stay"))
    marks = _MARKS.search(subject)
    if marks:
        message = _("the subject piles up marks: “{marks}”").format(marks=marks[0])
        yield warning("subject-marks", place, message, _("one mark is enough; filters count them"))


def _vocabulary(subject: str, place: Place) -> Iterator[Finding]:
    start = _ANSWER.match(subject)
    if start:
        message = _("the subject looks like an answer: “{start}”").format(start=subject[: start.end()])
        remedy = _("begin with the news: nobody has written to you, and filters know the trick")
        yield warning("subject-words", place, message, remedy)
    said = f" {_plain(subject)} "
    for group in lists().words:
        for words in group.words:
            if f" {_plain(words)} " in said:
                message = _("“{words}” in the subject is what readers and filters throw away: {reason}")
                message = message.format(words=words, reason=_(group.reason))
                yield warning("subject-words", place, message, _("say it in other words"))


def _preheader(edition: Edition, place: Place) -> Iterator[Finding]:
    subject, preheader = bare(edition.subject), bare(edition.preheader)
    remedy = _("write the key “preheader” in the front matter: what the letter holds besides its subject")
    if subject and f"{preheader} ".startswith(f"{subject} "):
        message = _("the preheader repeats the subject: “{subject}”").format(subject=edition.subject)
        yield warning("preheader-repeats", place, message, remedy)
    elif 0 < len(edition.preheader) < _SHORTEST_PREHEADER:
        message = _("the preheader is short: “{preheader}” leaves most of its line empty")
        yield warning("preheader-short", place, message.format(preheader=edition.preheader), remedy)


def _sender(sender: Address) -> Iterator[Finding]:
    place = Place("cenum.toml")
    name = sender.name.strip()
    remedy = _("give newsletter.sender the name that readers know the letter by")
    if not bare(name):
        yield warning("sender-empty", place, _("the sender has no name: inboxes show an address"), remedy)
    elif _ADDRESS.search(name):
        message = _("the sender's name is an address: “{name}”").format(name=name)
        yield warning("sender-address", place, message, remedy)
    elif len(name) > _LONGEST_SENDER:
        message = _("the sender's name is cut in most inboxes: “{name}” has {characters} characters")
        message = message.format(name=name, characters=len(name))
        yield warning("sender-length", place, message, _("keep it under {limit}").format(limit=_LONGEST_SENDER))


def _shouted(subject: str) -> str:
    """The words in capitals: the whole subject, or two words in a row that are too long for acronyms."""
    if subject.isupper() and sum(character.isalpha() for character in subject) >= _SHOUTED:
        return subject
    upper = "".join(c if c.isupper() or not c.isalpha() else "_" for c in subject)
    found = _LOUD.search(upper)
    return found[0] if found else ""


def _emoji(text: str) -> Iterator[str]:
    """The characters that mail programs draw in colour: what is wide by itself, or says so."""
    for index, character in enumerate(text):
        drawn = unicodedata.east_asian_width(character) == "W" or text[index + 1 : index + 2] == "\ufe0f"
        if drawn and unicodedata.category(character) == "So":
            yield character


def _plain(text: str) -> str:
    """As :func:`bare`, with the marks that belong to a phrase such as “100 %” or “gratuit !” kept as words."""
    return " ".join(bare(part) or part for part in re.findall(r"\w+|[%!:]", text.replace("’", "'")))


def _width(character: str) -> int:
    widths = _widths()
    found = widths.get(character)
    if found is not None:
        return found
    if unicodedata.category(character) in {"Mn", "Cf"}:
        return 0
    return _EM if unicodedata.east_asian_width(character) in "WF" else widths["n"]


@cache
def _widths() -> dict[str, int]:
    table = tomllib.loads((_FOLDER / "roboto.toml").read_text("utf-8"))
    return {character: int(width) for width, characters in table.items() for character in characters}
