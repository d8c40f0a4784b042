"""Words that somebody else wrote, as Markdown that says exactly these words and nothing more."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from cenum.accents import composed
from cenum.issue.characters import FORBIDDEN, visible

_SPACES = re.compile(r"[\s\x1c-\x1f]+")
# Joiners, which some scripts and emoji need; all else that has no form turns the reading direction, or hides.
_JOINERS = "\u200c\u200d"
_ALWAYS = frozenset("\\`*[]<>{}~|#^$=")
_NAMED_EMOJI = re.compile(r":(?=[a-z0-9+_-]{1,61}:)")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?=#?\w)")
# What begins a point with a number, or is taken for one.
_COUNT = re.compile(r"\A\(?(?:\d{1,9}|[^\W\d_])([.)/])")
_FIRST = "-+:.)"


def plain_words(text: str) -> str:
    """``text`` on one line, without what nobody sees and what programs would obey."""
    shown = _SPACES.sub(" ", visible(composed(text)))
    kept = (
        one
        for one in FORBIDDEN.sub("", shown)
        if one in _JOINERS or unicodedata.category(one) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    )
    return _SPACES.sub(" ", "".join(kept)).strip()


def literal(text: str) -> str:
    """The :func:`plain_words` of ``text``, wherever they stand in a paragraph, a point, a heading or a link."""
    words = plain_words(text)
    marked = {at for at, one in enumerate(words) if one in _ALWAYS}
    marked |= {found.start() for pattern in (_NAMED_EMOJI, _ADDRESS, _REFERENCE) for found in pattern.finditer(words)}
    marked |= {at for at, one in enumerate(words) if one == "_" and not _within_word(words, at)}
    # An exclamation mark makes a picture of the link behind it.
    marked |= {at for at, two in enumerate(pairwise(words)) if two == ("!", "[")}
    count = _COUNT.match(words)
    marked |= {count.start(1)} if count else {0} if words and words[0] in _FIRST else set()
    return "".join(f"\\{one}" if at in marked else one for at, one in enumerate(words))


def _within_word(words: str, at: int) -> bool:
    return 0 < at < len(words) - 1 and words[at - 1].isalnum() and words[at + 1].isalnum()
