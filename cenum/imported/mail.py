"""A letter from a message as a mail program saves it (RFC 5322), or a page that a browser saved as one (RFC 2557)."""

from __future__ import annotations

import email
import re
from collections import Counter
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cenum.i18n import _
from cenum.imported.html_source import letter_of_text
from cenum.imported.mail_words import MailWords, has_words, html_of_part, is_file, typed_text
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, Told
from cenum.imported.tree_reading import shortened
from cenum.imported.typed_text import formed
from cenum.imported.words import words_of
from cenum.mail_parts import BREAKS, attached_messages, decoded_header, header_text, is_bounded, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from email.message import Message

    from cenum.imported.source_letter import SourceLetter, SourcePassage

_LARGEST = 25_000_000  # bytes: what Gmail sends at most
_MOST_LINES = 400_000
_MOST_PICTURES = 40_000_000  # bytes, of all together
_LONGEST = 1_000  # characters of a fact
_PASSED_ON = re.compile(r"^(?:(?:re|ré|rép|fwd?|tr) ?: ?)+", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:re|ré|rép) ?:", re.IGNORECASE)
_MOST_PASSED_ON = 3  # times
_MOST_OF_A_WORD = 60  # words above a message that is passed on
_TIMES = 3  # as long is a letter at least
_WEB = re.compile(r"https?://\S+")
_SHORT, _FEW = 3, 8  # letters; words


def letter_of_mail(name: str, content: bytes) -> SourceLetter:
    """The letter in a message: its HTML, or else its plain text. Of one that only passes another on, the other.

    Raises :class:`ImportRefusal`.
    """
    remedy = _("save the message itself as a file (.eml): “Show original”, then “Download”, in most mail programs")
    if len(content) > _LARGEST or not is_bounded(content, _MOST_LINES):
        raise ImportRefusal(
            _("{name} is too large for a letter").format(name=name), _("copy the letter's text, and import that")
        )
    try:
        words = MailWords()
        message, before = _letter(email.message_from_bytes(content), words)
        parts = _Parts(message, words)
        facts = _facts(message)
        passages = words.of(message)
        attached = [_attached(one, words) for one in attached_messages(message)]
    except BREAKS:
        raise ImportRefusal(_("{name} can't be read as a message").format(name=name), remedy) from None
    if not parts.html.strip():
        raise ImportRefusal(_("there is no text in the message {name}").format(name=name), remedy)
    letter = letter_of_text(name, parts.html, facts, parts.pictures)
    told = (
        *before.told,
        *attached,
        *parts.told,
        *(_left_beside(file) for file in dict.fromkeys(parts.beside)),
    )
    return replace(letter, passages=(*before.passages, *passages), told=told)


def _left_beside(file: str) -> Told:
    return Told(
        "attachment-left-out",
        _("“{file}” is attached to the message, and stands nowhere in its text").format(file=file),
        _("if it belongs to the letter, import it, or add it by hand"),
        look=True,
    )


def _attached(message: Message, counted: MailWords) -> Told:
    words = _taken(counted.of(message))
    subject = decoded_header(message.get("Subject"))[:_LONGEST]
    said = _("the message “{subject}” that is attached was left out: “{words}”")
    return Told(
        "message-left-out",
        said.format(subject=subject, words=shortened(words)),
        _("if it belongs to the letter, save it as a file (.eml), and import it"),
        left=words,
        look=True,
    )


class _Before(NamedTuple):
    """What stands in the messages that only pass a letter on."""

    passages: tuple[SourcePassage, ...] = ()
    told: tuple[Told, ...] = ()


def _letter(message: Message, counted: MailWords) -> tuple[Message, _Before]:
    """The message that holds the letter: not the one that passes it on, with no more than a word to the editors."""
    passages: tuple[SourcePassage, ...] = ()
    told: tuple[Told, ...] = ()
    for _level in range(_MOST_PASSED_ON):
        attached = list(attached_messages(message))
        if len(attached) != 1:
            break
        inner = counted.of(attached[0])
        own = tuple((Counter(counted.of(message)) - Counter(inner)).elements())
        words = _taken(own)
        count = len(words_of(words))
        if count > _MOST_OF_A_WORD or count * _TIMES > len(words_of(_taken(inner))):
            break
        passages += own
        if words:
            said = _("written to you above the message that is passed on, left out: “{words}”")
            told += (Told("note-left-out", said.format(words=shortened(words)), left=words),)
        message = attached[0]
    return message, _Before(passages, told)


def _taken(passages: Iterable[SourcePassage]) -> str:
    return " ".join(one.words for one in passages if one.kind.taken)


class _Parts:
    """What a message holds: HTML, pictures by the ``src`` that show them, and the files that it shows nowhere."""

    def __init__(self, message: Message, words: MailWords) -> None:
        self._words = words
        self.pictures: dict[str, bytes] = {}
        self.told: list[Told] = []
        self.beside: list[str] = []
        self._named: dict[str, str] = {}
        self._size = 0
        self.html = self._html_of(message)
        self.beside += [file for src, file in self._named.items() if src not in self.html]

    def _html_of(self, part: Message) -> str:
        """What ``part`` shows, as HTML; :func:`~cenum.mail_parts.is_bounded` says how deep parts may stand."""
        kind = part.get_content_type()
        if kind == "message/rfc822":
            return ""
        if part.is_multipart():
            several = parts_of(part)
            if kind == "multipart/alternative":
                return self._html_of_best(several)
            return "".join(map(self._html_of, several))
        file = decoded_header(part.get_filename())
        if is_file(part):
            self.beside.append(file or kind)
            return ""
        if kind == "text/html":
            return html_of_part(part)
        if kind == "text/plain":
            text = formed(typed_text(part), flowed=str(part.get_param("format") or "").lower() == "flowed")
            self.told += text.told
            return text.html
        if part.get_content_maintype() == "image":
            return self._picture(part, file)
        if file or part.get_content_maintype() == "text":
            self.beside.append(file or kind)
        return ""

    def _html_of_best(self, alternatives: list[Message]) -> str:
        """The last is the best (RFC 2046, section 5.1.4), if it says anything; what only others say is told."""
        passages = [self._words.of(one) for one in alternatives]
        best = next(
            (one for one, found in reversed(list(zip(alternatives, passages, strict=True))) if has_words(found)), None
        )
        if best is None:
            return "".join(map(self._html_of, alternatives[-1:]))
        said = {word for one in passages[alternatives.index(best)] for word in words_of(one.words)}
        for one, found in zip(alternatives, passages, strict=True):
            rest = _WEB.sub(" ", _taken(found))
            lacking = list(dict.fromkeys(word for word in words_of(rest) if len(word) > _SHORT and word not in said))
            if one is not best and len(lacking) > _FEW:
                message = _("the message says more in another form ({kind}), which was left out: “{words}”")
                self.told.append(
                    Told(
                        "alternative-left-out",
                        message.format(kind=one.get_content_type(), words=shortened(" ".join(lacking))),
                        _("open the message in a mail program, and look whether the issue lacks anything"),
                        look=True,
                    )
                )
        return self._html_of(best)

    def _picture(self, part: Message, file: str) -> str:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or self._size + len(content) > _MOST_PICTURES:
            self.beside.append(file or "image")
            return ""
        self._size += len(content)
        name = str(part.get("Content-ID") or "").strip().strip("<>")
        place = str(part.get("Content-Location") or "").strip()
        for src in filter(None, (f"cid:{name}" if name else "", place)):
            self.pictures[src] = content
        if name or place:
            self._named[f"cid:{name}" if name else place] = file or "image"
            return ""
        # Apple Mail puts a picture between two parts of the text, where it stands in the letter.
        src = f"cid:part-{len(self.pictures) + 1}"
        self.pictures[src] = content
        return f'<p><img src="{src}" alt=""></p>'


def _facts(message: Message) -> SourceFacts:
    called = decoded_header(message.get("Subject"))[:_LONGEST]
    subject, answers = _PASSED_ON.sub("", called, count=1), bool(_ANSWERS.match(called))
    # A name may hold a comma where it is encoded.
    author = decoded_header(parseaddr(header_text(message.get("From"))[:_LONGEST])[0]).strip()
    return SourceFacts(subject=subject, authors=(author,) if author else (), day=_day(message), answers=answers)


def _day(message: Message) -> date | None:
    """The day on which it was sent, where it was sent."""
    try:
        return parsedate_to_datetime(str(message.get("Date"))[:_LONGEST]).date()
    except BREAKS:
        return None
