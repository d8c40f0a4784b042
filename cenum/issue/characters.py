"""Characters that have no place in a letter, and what a text is without what does not count."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

from cenum.accents import normalised

# Overrides of the writing direction show a reviewer other words than the file has (Unicode TR 36, 3.4).
# Tab and newline aside, C0 and C1 controls: a single U+0092 makes Gmail cut a letter. Halves of surrogate pairs
# and the two non-characters can't be written in XML (section 2.2), nor in UTF-8.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

# What nobody sees or types, and Word, web pages and chats bring along: zero-width spaces and soft hyphens. Those that
# join or part the letters of a script are none of them.
_NOTHING = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")
# Ends of lines and paragraphs of which no editor makes a line.
_LINE_END = re.compile("[\u2028\u2029]")

# Two or three letters that a PDF gives as one sign, which no dictionary has: those of Unicode's Latin ligatures.
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LIGATURE = re.compile("[\ufb00-\ufb06]")

_WORD = re.compile(r"[^\W_]+")


def visible(text: str) -> str:
    """``text`` without the characters that say nothing, on the same lines, and with whole letters."""
    # A pattern that finds nothing takes a tenth of the time that translate takes.
    return _LIGATURE.sub(lambda found: _LIGATURES[found[0]], _LINE_END.sub(" ", _NOTHING.sub("", text)))


def with_capital(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """The letters and digits of ``text``, without accents or capitals: what makes two headings the same."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(filterfalse(unicodedata.combining, normalised("NFKD", plain)))
    if plain.isalnum():
        return plain
    return " ".join(_WORD.findall(plain))
