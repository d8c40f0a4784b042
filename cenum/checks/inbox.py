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

from cenum.analysis.passages import PassageKind
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.characters import bare
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.edition.edition import Address, Edition

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
_ADDRESS = re.compile(r"(?<!\S)\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_SHOUTED = 10  # letters; a shorter subject may well be an acronym

# The reasons of inbox.toml, for the catalogue.
_REASONS = (
    N_("it promises money"),
    N_("it sells"),
    N_("it puts pressure on the reader"),
    N_("it congratulates the reader"),
    N_("fake messages use it"),
)

SUBJECT_LENGTH = Rule(
    "subject-length",
    Severity.WARNING,
    what=N_(
        "No common phone shows the whole subject: it is wider than the 48 characters that Apple's Mail has "
        "room for, measured in pixels of Roboto. The date after a masthead doesn't count."
    ),
    why=N_(
        "Most letters are opened on a phone, where the end of such a subject is cut off; Gmail "
        "shows 33 to 37 characters."
    ),
    remedy=N_("Shorten it with `subject:`, or put the essential in its first words."),
    source=N_(
        "[emailtooltester.com](https://www.emailtooltester.com/en/blog/email-subject-lines-character-limit/), "
        "measured on an iPhone 14, a Pixel 7 and others; Roboto's own widths."
    ),
    example=Example(
        kind="yaml",
        fails="subject: Les conseillers numériques, mainteneurs du monde moderne",
        passes="subject: Les conseillers numériques, mainteneurs",
    ),
)
SUBJECT_EMOJI = Rule(
    "subject-emoji",
    Severity.WARNING,
    what=N_("The subject contains an emoji."),
    why=N_("Screen readers say its name, each inbox draws it differently, and it looks like advertising."),
    remedy=N_("Remove it; the headings of the letter can keep theirs."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="subject: ☕ Un premier Café IA à Reims",
        passes="subject: Un premier Café IA à Reims",
    ),
)
SUBJECT_CAPITALS = Rule(
    "subject-capitals",
    Severity.WARNING,
    what=N_("The whole subject is in capitals, or two words in a row that are too long for acronyms."),
    why=N_("It looks like shouting, and filters count it."),
    remedy=N_("Write it in lowercase."),
    source=N_("[SpamAssassin](https://spamassassin.apache.org), rule SUBJ_ALL_CAPS."),
    example=Example(
        kind="yaml",
        fails="subject: LES CONSEILLERS NUMÉRIQUES",
        passes="subject: L’IA vue par la CNIL et l’ARCEP",
    ),
)
SUBJECT_MARKS = Rule(
    "subject-marks",
    Severity.WARNING,
    what=N_("The subject has several exclamation marks, question marks, asterisks or currency signs in a row."),
    why=N_("It looks like advertising, and filters count it."),
    remedy=N_("One mark is enough."),
    source=N_("[SpamAssassin](https://spamassassin.apache.org), rule PLING_QUERY."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="subject: Un Café IA près de chez vous ?!",
        passes="subject: Un Café IA près de chez vous ?",
    ),
)
SUBJECT_WORDS = Rule(
    "subject-words",
    Severity.WARNING,
    what=N_(
        "The subject contains a phrase typical of advertising or of fake messages, or begins like a reply (“Re:”)."
    ),
    why=N_("Readers throw such messages away, and filters have learned from them."),
    remedy=N_("Rephrase it."),
    source=N_("The lists of Mailjet and Mailpro, and [SpamAssassin](https://spamassassin.apache.org)."),
    example=Example(
        kind="yaml",
        fails="subject: Une offre exclusive pour vos ateliers",
        passes="subject: L’offre d’ateliers des médiathèques",
    ),
)
PREHEADER_REPEATS = Rule(
    "preheader-repeats",
    Severity.WARNING,
    what=N_("The preheader begins with the subject's own words."),
    why=N_("The inbox then shows the same words twice, and nothing else about the letter."),
    remedy=N_("Add `preheader:`, or write other teasers."),
    example=Example(
        kind="yaml",
        fails="""
            subject: Un premier Café IA à Reims
            preheader: Un premier Café IA à Reims, une enquête sur les aidants
            """,
        passes="""
            subject: Un premier Café IA à Reims
            preheader: Une enquête sur les aidants, et les prochains rendez-vous
            """,
    ),
)
PREHEADER_SHORT = Rule(
    "preheader-short",
    Severity.WARNING,
    what=N_("The preheader has fewer than 30 characters."),
    why=N_("Phones have room for 40 to 100 characters after the subject, and most of it stays empty."),
    remedy=N_("Add `preheader:`, with what the letter contains besides its subject."),
    source=N_("[emailtooltester.com](https://www.emailtooltester.com/en/blog/email-subject-lines-character-limit/)."),
    example=Example(
        kind="yaml",
        fails="preheader: Une enquête",
        passes="preheader: Une enquête sur les aidants, et les prochains rendez-vous",
    ),
)
SENDER_EMPTY = Rule(
    "sender-empty",
    Severity.WARNING,
    what=N_("The sender has no readable name."),
    why=N_("The inbox then shows an address that nobody knows."),
    remedy=N_("Put the letter's name in `newsletter.sender.name`."),
    example=Example(
        kind="toml",
        fails="""
            [newsletter]
            sender = { name = "–", email = "cenum@lettre.fr" }
            """,
        passes="""
            [newsletter]
            sender = { name = "Cénum", email = "cenum@lettre.fr" }
            """,
    ),
)
SENDER_ADDRESS = Rule(
    "sender-address",
    Severity.WARNING,
    what=N_("The sender's name is an address."),
    why=N_("Filters treat a name that contains an address as fake, and readers look for a name."),
    remedy=N_("Put the letter's name in `newsletter.sender.name`."),
    source=N_("[SpamAssassin](https://spamassassin.apache.org), plugin FromNameSpoof."),
    example=Example(
        kind="toml",
        fails="""
            [newsletter]
            sender = { name = "cenum@lettre.fr", email = "cenum@lettre.fr" }
            """,
        passes="""
            [newsletter]
            sender = { name = "Cénum, la lettre", email = "cenum@lettre.fr" }
            """,
    ),
)
SENDER_LENGTH = Rule(
    "sender-length",
    Severity.WARNING,
    what=N_("The sender's name has more than 30 characters."),
    why=N_("Inboxes cut it."),
    remedy=N_("Remove words that readers don't need in order to recognise the letter."),
    example=Example(
        kind="toml",
        fails="""
            [newsletter]
            sender = { name = "La lettre de la société numérique du Conseil", email = "cenum@lettre.fr" }
            """,
        passes="""
            [newsletter]
            sender = { name = "La lettre du Conseil", email = "cenum@lettre.fr" }
            """,
    ),
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


class InboxLists(Struct, frozen=True, forbid_unknown_fields=True):
    """inbox.toml."""

    phones: tuple[Phone, ...]
    words: tuple[Words, ...]


@finds(
    *(SUBJECT_LENGTH, SUBJECT_EMOJI, SUBJECT_CAPITALS, SUBJECT_MARKS, SUBJECT_WORDS),
    *(PREHEADER_REPEATS, PREHEADER_SHORT, SENDER_EMPTY, SENDER_ADDRESS, SENDER_LENGTH),
)
def inbox(letter: LetterView) -> Iterator[Finding]:
    """Warnings on the subject, the preheader and the sender's name.

    They stand at their lines in the issue, or at its place. Of a subject that begins with the masthead the rest is a
    date, which may be cut.
    """
    edition, masthead = letter.edition, letter.settings.newsletter.masthead

    def where(*kinds: PassageKind) -> Place:
        return next((one.place() for kind in kinds for one in letter.passages if one.kind is kind), letter.place)

    subject_place = where(PassageKind.SUBJECT, PassageKind.TITLE)
    dated = masthead and edition.subject.startswith(f"{masthead} ")
    yield from _length(masthead if dated else edition.subject, subject_place)
    yield from _look(edition.subject, subject_place)
    yield from _vocabulary(edition.subject, subject_place)
    yield from _preheader(edition, where(PassageKind.PREHEADER, PassageKind.TEASER))
    yield from _sender(edition.sender)


def pixels(text: str, size: int) -> float:
    """How wide ``text`` is in Roboto Regular, in letters of ``size`` pixels. Kerning is left out: it is 1 %."""
    return sum(_width(character) for character in text) * size / _EM


@cache
def lists() -> InboxLists:
    """inbox.toml, read."""
    return msgspec.convert(tomllib.loads((_FOLDER / "inbox.toml").read_text("utf-8")), InboxLists)


def _length(subject: str, place: Place) -> Iterator[Finding]:
    """What no phone shows whole is said, with what each of them shows."""
    phones = lists().phones
    widest = max(phones, key=lambda phone: phone.width)
    width = pixels(subject, widest.size)
    if width <= widest.width:
        return
    message = _(
        "no phone shows the whole subject ({characters} characters; {width:.0f} pixels where {room:.0f} fit): {shown}"
    )
    shown = ", ".join(_("“{text}” ({phone})").format(text=p.shown(subject), phone=p.name) for p in phones)
    message = message.format(characters=len(subject), width=width, room=widest.width, shown=shown)
    remedy = _(
        "shorten it to about {characters} characters with the key `subject`, or put the essential in its first words"
    )
    yield SUBJECT_LENGTH.at(place, message, remedy.format(characters=widest.shows))


def _look(subject: str, place: Place) -> Iterator[Finding]:
    emoji = "".join(dict.fromkeys(_emoji(subject)))
    if emoji:
        message = _("the subject contains an emoji: {emoji}").format(emoji=emoji)
        remedy = _("remove it: screen readers say its name, and each inbox draws it differently")
        words = place.shown(emoji, "") if emoji in subject else ()
        yield SUBJECT_EMOJI.at(place, message, remedy, words=words)
    loud = _shouted(subject)
    if loud:
        message = _("the subject is in capitals: “{words}”").format(words=loud)
        remedy = _("write it in lowercase; acronyms can stay in capitals")
        yield SUBJECT_CAPITALS.at(place, message, remedy, words=place.shown(loud))
    marks = _MARKS.search(subject)
    if marks:
        message = _("the subject has too many marks in a row: “{marks}”").format(marks=marks[0])
        words = place.shown(marks[0], *dict.fromkeys("".join(marks[0].split())))
        yield SUBJECT_MARKS.at(place, message, _("one mark is enough; filters count them"), words=words)


def _vocabulary(subject: str, place: Place) -> Iterator[Finding]:
    start = _ANSWER.match(subject)
    if start:
        message = _("the subject looks like a reply: “{start}”").format(start=subject[: start.end()])
        remedy = _("begin with the news: this is not a reply, and filters know the trick")
        yield SUBJECT_WORDS.at(place, message, remedy, words=place.shown(subject[: start.end()].strip()))
    said = f" {_plain(subject)} "
    for group in lists().words:
        for words in group.words:
            if f" {_plain(words)} " in said:
                message = _("“{words}” in the subject looks like spam: {reason}")
                message = message.format(words=words, reason=_(group.reason))
                yield SUBJECT_WORDS.at(place, message, _("rephrase it"))


def _preheader(edition: Edition, place: Place) -> Iterator[Finding]:
    subject, preheader = bare(edition.subject), bare(edition.preheader)
    remedy = _("write the line in the inbox (`preheader`): what the letter contains besides its subject")
    if subject and f"{preheader} ".startswith(f"{subject} "):
        message = _("the preheader repeats the subject: “{subject}”").format(subject=edition.subject)
        yield PREHEADER_REPEATS.at(place, message, remedy)
    elif 0 < len(edition.preheader) < _SHORTEST_PREHEADER:
        message = _("the preheader is short: “{preheader}” leaves most of its line empty")
        yield PREHEADER_SHORT.at(place, message.format(preheader=edition.preheader), remedy)


def _sender(sender: Address) -> Iterator[Finding]:
    place = Place("cenum.toml")
    name = sender.name.strip()
    remedy = _("put the name that readers know in newsletter.sender.name")
    if not bare(name):
        yield SENDER_EMPTY.at(place, _("the sender has no name: inboxes show an address"), remedy)
    elif _ADDRESS.search(name):
        message = _("the sender's name is an address: “{name}”").format(name=name)
        yield SENDER_ADDRESS.at(place, message, remedy)
    elif len(name) > _LONGEST_SENDER:
        message = _("the sender's name is cut in most inboxes: “{name}” has {characters} characters")
        message = message.format(name=name, characters=len(name))
        yield SENDER_LENGTH.at(place, message, _("keep it under {limit}").format(limit=_LONGEST_SENDER))


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
