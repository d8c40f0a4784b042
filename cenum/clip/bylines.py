"""Authors as pages name them: each person once, by the name that readers know."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cenum.clip.fact_words import fact_words
from cenum.clip.page_tags import one_line
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_AUTHORS = 12
_LONGEST = 120  # characters of a name; what is longer is a sentence
_FEWEST_PARTS = 2
_PARTED = re.compile(r"\s*[;|•·/]\s+|\s*,\s*|\n+")
_ASIDE = re.compile(r"\s*\(\s*([^\W\d_]{1,10})\s+([^()]*)\)")
_NO_NAME = re.compile(r"[@{}<>_=]|://|www\.|\d{3}")


def authors_in(texts: Iterable[str], *, outlet: str = "") -> tuple[str, ...]:
    """The names in ``texts``, each in one of them or several in one, without the ``outlet``'s own."""
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(without_opening(text), outlet):
            found.setdefault(bare(name), name)
    return tuple(found.values())[:MOST_AUTHORS]


def whole_author(text: str, *, outlet: str = "") -> str:
    """``text`` as one name; empty where it is nobody's, or the ``outlet``'s own."""
    name = without_opening(text)
    if not name or len(name) > _LONGEST or _NO_NAME.search(name) or not any(map(str.isalpha, name)):
        return ""
    words = bare(name)
    if words in fact_words().bylines.nobody or words == bare(outlet):
        return ""
    if outlet and words.startswith(f"{bare(outlet)} "):  # “Ouest-France Maud Kerlo”
        shorter = name[len(outlet) :].strip(" -–—,")
        return shorter if " " in shorter else name
    # An account's name, not a person's.
    return "" if name.islower() and " " not in name else name


def turned(text: str) -> str:
    """“Petit, Jeanne” as it is said: “Jeanne Petit”."""
    family, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        return one_line(f"{given} {family}")
    return text


def without_opening(text: str) -> str:
    """``text`` without the “Par” before it."""
    text = one_line(text)
    return one_line(text[found.end() :]) if (found := _opening().match(text)) else text


@cache
def _opening() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in fact_words().bylines.before)
    return re.compile(rf"(?:{words})\s*:?\s+(?=\S)", re.IGNORECASE)


@cache
def _joined() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(fact_words().bylines.joined))
    return re.compile(rf"\s+(?:{words})\s+")


def _names(text: str, outlet: str) -> list[str]:
    parts = _PARTED.split(_ASIDE.sub(_beside, text))
    single = [part for part in parts if part.strip()]
    if len(single) == _FEWEST_PARTS and all(" " not in part.strip() for part in single) and ";" not in text:
        return [name for name in [whole_author(turned(text), outlet=outlet)] if name]
    found = []
    for at, part in enumerate(single):
        # “Anne Martin, journaliste”, “Anne Martin, Grand reporter au Monde”: what she does.
        if at and not _is_capitalised(part):
            continue
        people = _joined().split(part)
        # “Ministère de l’Économie et des Finances” is one; people have a first name and another.
        if not all(_is_person(one) for one in people):
            people = [part]
        found += [name for one in people if (name := whole_author(one, outlet=outlet))]
    return found


def _beside(found: re.Match[str]) -> str:
    return f", {found[2]}" if bare(found[1]) in fact_words().bylines.along else found[0]


def _is_capitalised(part: str) -> bool:
    words = [bare(word) for word in part.split() if word[0].islower()]
    small = {*fact_words().bylines.particles, *fact_words().bylines.joined}
    return all(word.partition(" ")[0] in small for word in words)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) >= _FEWEST_PARTS and words[0][0].isupper() and bare(words[0]) not in fact_words().bylines.particles
    )
