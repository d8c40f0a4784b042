"""Header fields that come back as they left, on every Python, in the same bytes.

What is not plain ASCII becomes encoded words (RFC 2047). Python's own folding drops spaces between them and differs
from one version to the next (python/cpython#144156, #121284, #85725).
"""

from __future__ import annotations

import string
from base64 import b64encode
from email.headerregistry import BaseHeader, UniqueAddressHeader
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message
    from email.policy import Policy

# RFC 2047, section 2: an encoded word has 75 characters at most, a line that holds one 76.
LINE = 76
_WORD = 75
_AROUND = len("=?utf-8?q??=")
# RFC 2047, section 5 (3): what stands for itself in a word of a name too.
_ITSELF = frozenset(string.ascii_letters + string.digits + "!*+-/")
# RFC 5322, section 3.2.3: a name of other signs than these stands in quotation marks.
_ATOM = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~ ")


class TextField(BaseHeader):
    """A field of free text."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take ``value`` as it is: what looks like an encoded word in it is text."""
        kwds["parse_tree"] = None
        kwds["decoded"] = value

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        """The field's lines."""
        return _folded(self.name, _text(str(self), len(self.name) + 2), policy)


class AddressField(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # as Python itself mixes them
    """A field of one address, with the name of who has it."""

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        """The field's lines."""
        (address,) = self.addresses
        if not address.addr_spec.isascii():
            return super().fold(policy=policy)
        name = address.display_name
        where = f"<{address.addr_spec}>" if name else address.addr_spec
        return _folded(self.name, [*_phrase(name, len(self.name) + 2), where], policy)


def _folded(name: str, pieces: Iterable[str], policy: Policy[Message[str, str]]) -> str:
    """``pieces``, a space between any two, in as few lines as can be.

    RFC 5322, section 2.2.3: a line goes on where the next one begins with a space.
    """
    lines = [f"{name}:"]
    for number, piece in enumerate(pieces):
        # A first line with nothing but the field's name is taken for an empty field by some.
        if number and len(lines[-1]) + 1 + len(piece) > LINE:
            lines.append("")
        lines[-1] += f" {piece}"
    return policy.linesep.join(lines) + policy.linesep


def _text(text: str, used: int) -> Iterable[str]:
    words = text.split(" ")
    # Of two spaces, or one at an end, a program that unfolds the lines may leave one away.
    plain = text.isascii() and text.isprintable() and "=?" not in text and (not text or all(words))
    return words if plain and max(map(len, words)) + used <= LINE else _encoded(text, used)


def _phrase(name: str, used: int) -> Iterator[str]:
    """A name, its words encoded where they have to be.

    Encoded words that follow one another are one as far as possible: Python's parser puts a space between them.
    """
    if not name:
        return
    quoted = '"{}"'.format(name.replace("\\", r"\\").replace('"', r"\""))
    if name.isascii() and name.isprintable() and "=?" not in name and all(name.split(" ")):
        yield from (name if _ATOM.issuperset(name) else quoted).split(" ")
        return
    whole = list(_encoded(name, used))
    if len(whole) == 1:
        yield from whole
        return
    for plain, group in groupby(name.split(" "), _is_atom):
        words = list(group)
        yield from words if plain else _encoded(" ".join(words), used)
        used = 1


def _is_atom(word: str) -> bool:
    return bool(word) and _ATOM.issuperset(word) and "=?" not in word and len(word) < _WORD


def _encoded(text: str, used: int) -> Iterator[str]:
    """Encoded words, each of whole characters, in the shorter of the two ways to write them."""
    quoted = {character: _quoted(character) for character in set(text)}
    octets = {character: len(character.encode()) for character in quoted}
    as_q = sum(len(quoted[character]) for character in text) <= _base64_length(sum(octets[one] for one in text))
    start = taken = 0
    room = min(_WORD, LINE - used) - _AROUND
    for at, character in enumerate(text):
        taken += len(quoted[character]) if as_q else octets[character]
        if (taken if as_q else _base64_length(taken)) > room:
            yield _encoded_word(text[start:at], quoted, as_q=as_q)
            start, taken = at, len(quoted[character]) if as_q else octets[character]
            room = _WORD - _AROUND
    yield _encoded_word(text[start:], quoted, as_q=as_q)


def _encoded_word(text: str, quoted: dict[str, str], *, as_q: bool) -> str:
    if as_q:
        return f"=?utf-8?q?{''.join(quoted[character] for character in text)}?="
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def _quoted(character: str) -> str:
    """RFC 2047, section 4.2."""
    if character == " ":
        return "_"
    return character if character in _ITSELF else "".join(f"={octet:02X}" for octet in character.encode())


def _base64_length(octets: int) -> int:
    return 4 * ((octets + 2) // 3)
