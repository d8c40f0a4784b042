"""A letter from a message as a mail program saves it (RFC 5322), or a page that a browser saved as one (RFC 2557)."""

from __future__ import annotations

import email
import re
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.i18n import _
from cenum.imported.html_source import letter_of_text
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, Told
from cenum.imported.text_as_html import html_of_text
from cenum.imported.words import words_of
from cenum.mail_parts import BREAKS, attached_messages, decoded_header, is_bounded, text_of_part

if TYPE_CHECKING:
    from datetime import date

    from cenum.imported.source_letter import SourceLetter

_LARGEST = 25_000_000  # bytes: what Gmail sends at most
_MOST_LINES = 400_000
_MOST_PICTURES = 40_000_000  # bytes, of all together
_LONGEST = 1_000  # characters of a fact
_PASSED_ON = re.compile(r"^(?:(?:re|fwd?|tr) ?: ?)+", re.IGNORECASE)
_MOST_PASSED_ON = 3  # times
_TAG = re.compile(r"<[^<>]*>")


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
        message, parts = _letter(email.message_from_bytes(content))
        facts = _facts(message)
    except BREAKS:
        raise ImportRefusal(_("{name} can't be read as a message").format(name=name), remedy) from None
    if not parts.html.strip():
        raise ImportRefusal(_("there is no text in the message {name}").format(name=name), remedy)
    letter = letter_of_text(name, parts.html, facts, parts.pictures)
    return replace(letter, told=tuple(_left_beside(file) for file in dict.fromkeys(parts.beside)))


def _left_beside(file: str) -> Told:
    return Told(
        "attachment-left-out",
        _("“{file}” is attached to the message, and stands nowhere in its text").format(file=file),
        _("if it belongs to the letter, import it, or add it by hand"),
        look=True,
    )


def _letter(message: Message) -> tuple[Message, _Parts]:
    """The message that holds the letter, with what it holds: one without words passes on what is attached to it."""
    for _level in range(_MOST_PASSED_ON):
        parts = _Parts(message)
        attached = list(attached_messages(message))
        if len(attached) != 1 or words_of(_TAG.sub(" ", parts.html)):
            break
        message = attached[0]
    parts.beside += [decoded_header(one.get("Subject")) or "message.eml" for one in attached]
    return message, parts


class _Parts:
    """What a message holds: HTML, pictures by the ``src`` that show them, and the files that it shows nowhere."""

    def __init__(self, message: Message) -> None:
        self.pictures: dict[str, bytes] = {}
        self.beside: list[str] = []
        self._named: dict[str, str] = {}
        self._size = 0
        self.html = self._html_of(message)
        self.beside += [file for src, file in self._named.items() if src not in self.html]

    def _html_of(self, part: Message) -> str:
        """What ``part`` shows, as HTML; :func:`~cenum.mail_parts.is_bounded` says how deep parts may stand."""
        kind, inner = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822":
            return ""
        if isinstance(inner, list):
            shown = [html for html in map(self._html_of, filter(_is_message, inner)) if html.strip()]
            # Of alternatives the last is the best (RFC 2046, section 5.1.4); others follow each other.
            return "".join(shown[-1:] if kind == "multipart/alternative" else shown)
        file = decoded_header(part.get_filename())
        if part.get_content_disposition() == "attachment" or (file and part.get_content_maintype() == "text"):
            self.beside.append(file or kind)
            return ""
        if kind == "text/html":
            return text_of_part(part)
        if kind == "text/plain":
            return html_of_text(text_of_part(part), flowed=part.get_param("format") == "flowed")
        if part.get_content_maintype() == "image":
            return self._picture(part, file)
        if file:
            self.beside.append(file)
        return ""

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


def _is_message(part: object) -> bool:
    return isinstance(part, Message)


def _facts(message: Message) -> SourceFacts:
    subject = _PASSED_ON.sub("", decoded_header(message.get("Subject"))[:_LONGEST], count=1)
    author = parseaddr(decoded_header(message.get("From"))[:_LONGEST])[0].strip()
    return SourceFacts(subject=subject, authors=(author,) if author else (), day=_day(message))


def _day(message: Message) -> date | None:
    """The day on which it was sent, where it was sent."""
    try:
        return parsedate_to_datetime(str(message.get("Date"))[:_LONGEST]).date()
    except BREAKS:
        return None
