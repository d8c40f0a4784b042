"""The words of a message, counted in its own parts and in nothing that was made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.imported.html_source import decoded
from cenum.imported.html_words import passages_of_html
from cenum.imported.source_letter import SourcePassage, WordKind
from cenum.imported.words import words_of
from cenum.mail_parts import decoded_header, parts_of, text_of_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

_BETWEEN = re.compile(r"\n[ \t]*\n")


class MailWords:
    """What the parts of a message say; each is read once, however often it is asked for."""

    def __init__(self) -> None:
        self._known: dict[Message, tuple[SourcePassage, ...]] = {}

    def of(self, part: Message) -> tuple[SourcePassage, ...]:
        """The passages of ``part`` and all that it is made of, in their order, but for files that are attached to it.

        Of alternatives, the last one with words is counted (RFC 2046, section 5.1.4); so is a message that is passed
        on. Raises :class:`ImportRefusal` for what is too large.
        """
        if part not in self._known:
            self._known[part] = self._counted(part)
        return self._known[part]

    def _counted(self, part: Message) -> tuple[SourcePassage, ...]:
        if part.is_multipart():
            found = [self.of(one) for one in parts_of(part)]
            if part.get_content_type() == "multipart/alternative":
                return next(filter(has_words, reversed(found)), ())
            return tuple(passage for one in found for passage in one)
        if is_file(part):
            return ()
        if part.get_content_type() == "text/html":
            return passages_of_html(html_of_part(part))
        if part.get_content_type() == "text/plain":
            several = (" ".join(words.split()) for words in _BETWEEN.split(typed_text(part)))
            return tuple(SourcePassage(WordKind.TEXT, words) for words in several if words)
        return ()


def has_words(passages: Sequence[SourcePassage]) -> bool:
    """Whether ``passages`` say anything that readers see."""
    return any(one.kind.taken and words_of(one.words) for one in passages)


def is_file(part: Message) -> bool:
    """Whether ``part`` is a file that somebody attached, and no text of the message."""
    is_named_text = bool(decoded_header(part.get_filename())) and part.get_content_maintype() == "text"
    return part.get_content_disposition() == "attachment" or is_named_text


def html_of_part(part: Message) -> str:
    """What an HTML part says, in the charset that it or its own page names."""
    content = part.get_payload(decode=True)
    if part.get_content_charset() is None and isinstance(content, bytes):
        return decoded(content)
    return text_of_part(part)


def typed_text(part: Message) -> str:
    """What a plain part says, without the spaces that only say that a line goes on (RFC 3676, section 4.2)."""
    text = text_of_part(part)
    if str(part.get_param("delsp") or "").lower() != "yes":
        return text
    lines = text.split("\n")
    ends = [
        "" if line.endswith(" ") and line != "-- " and not f"{line[:1]}{after[:1]}".count(">") else "\n"
        for line, after in zip(lines, [*lines[1:], ">"], strict=True)
    ]
    return "".join((line[:-1] if not end else line) + end for line, end in zip(lines, ends, strict=True))
