"""Authors as pages name them: each person once, by the name that readers know, and nobody who is none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cenum.clip.fact_words import fact_words
from cenum.clip.page_tags import one_line
from cenum.clip.said_days import alone_in
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_AUTHORS = 12
_LONGEST = 120  # characters of a name; what is longer is a sentence
_LONGEST_LINE = 200  # characters of a line that signs
_FEWEST_PARTS, _MOST_PARTS = 2, 6  # words of a person's name
_LONGEST_OPENING = 5  # words
# Of a text on one line, with single spaces.
_PARTED = re.compile(r"\s?[;|•·/]\s|\s?,\s?")
_ASIDE = re.compile(r"\s?\(\s?([^\W\d_]{1,10})\s([^()]*)\)")
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_SIGNED = re.compile(r",?\s(?:par|by)\s", re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")
_NO_NAME = re.compile(r"[@{}<>_=]|://|www\.|\d{3}|\d\s*(?:min|h)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_CAPITALS = 3  # JR and JP are initials
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_.’'‑-]*(?:[’'‑.-][^\W\d_]*)*")


def authors_in(texts: Iterable[str], *, own: Sequence[str] = ()) -> tuple[str, ...]:
    """The names in ``texts``, each in one of them or several in one, without the outlet's ``own`` names."""
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(without_opening(text), own):
            found.setdefault(bare(name), name)
    return tuple(found.values())[:MOST_AUTHORS]


def whole_author(text: str, *, own: Sequence[str] = ()) -> str:
    """``text`` as one name; empty where it is nobody's, or one of the outlet's ``own``, its usual one first."""
    name = without_opening(text)
    if not name or len(name) > _LONGEST or _NO_NAME.search(name) or not any(map(str.isalpha, name)):
        return ""
    if _is_nobody(name, own):
        return ""
    outlet = own[0] if own else ""
    if bare(outlet) and bare(name).startswith(f"{bare(outlet)} "):  # “Ouest-France Maud Kerlo”
        shorter = name[len(outlet) :].strip(" -–—,")
        return shorter if " " in shorter else name
    # An account's name, not a person's.
    return "" if name.islower() and " " not in name else name


def signed_in(lines: Iterable[str], *, own: Sequence[str] = ()) -> tuple[str, ...]:
    """The people of the first of ``lines`` that signs, as “Par Anne Martin” does: prose goes on otherwise."""
    signatures = [_DASH.split(one)[0] for line in lines for one in (line, _after_day(line)) if _is_signature(one)]
    # “Par Anne Martin / L’Agence pour Le Journal”
    return people_in((text for one in signatures for text in (one, one.partition(" / ")[0])), own=own)


def _after_day(line: str) -> str:
    """What signs behind a day: “Publié le 3 mars 2026 par Anne Martin”."""
    found = _SIGNED.search(line) if len(line) <= _LONGEST_LINE else None
    return line[found.start() :].strip(" ,") if found and alone_in(line[: found.start()]) else ""


def people_in(texts: Iterable[str], *, own: Sequence[str] = ()) -> tuple[str, ...]:
    """The people of the first of ``texts`` that is nothing but names of people."""
    for text in texts:
        people = authors_in([text], own=own) if len(text) <= _LONGEST_LINE else ()
        if people and all(map(_is_plainly_person, people)):
            return people
    return ()


def turned(text: str) -> str:
    """“Petit, Jeanne” as it is said: “Jeanne Petit”."""
    family, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        return one_line(f"{given} {family}")
    return text


def without_opening(text: str) -> str:
    """``text`` without the “Par” before it."""
    text = one_line(text)
    words = text.split(" ")
    for count in range(min(_LONGEST_OPENING, len(words) - 1), 0, -1):
        if bare(" ".join(words[:count])) in _openings():
            return " ".join(words[count:])
    return text


@cache
def _openings() -> frozenset[str]:
    return frozenset(fact_words().bylines.before)


@cache
def _joined() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(fact_words().bylines.joined))
    return re.compile(rf"\s(?:{words})\s")


def _names(text: str, own: Sequence[str]) -> list[str]:
    parts = _PARTED.split(_ASIDE.sub(_beside, text))
    single = [part.strip() for part in parts if part.strip()]
    few = len(single) == _FEWEST_PARTS and all(" " not in part for part in single) and ";" not in text
    if few and not any(_is_agencies(part) for part in single):
        return [name for name in [whole_author(turned(text), own=own)] if name]
    found: list[str] = []
    for at, part in enumerate(single):
        # “Anne Martin, journaliste”, “Anne Martin, Grand reporter au Monde”: what she does.
        if at and not _is_capitalised(part):
            continue
        for one in _alone(part):
            people = _joined().split(one)
            # “Ministère de l’Économie et des Finances” is one; people have a first name and another.
            if not all(_is_person(person) for person in people):
                people = [one]
            # “Anne Martin / AFP”: whose dispatches are behind it.
            alone = [person for person in people if len(single) == 1 or not _is_agencies(person)]
            found += [name for person in alone if (name := whole_author(_as_called(person), own=own))]
    return found


def _as_called(person: str) -> str:
    """“Mme Anne MARTIN (photographies)” as she is called; ``person`` as it stands where that is nobody's name."""
    words = _BRACKETS.sub("", person).split()
    if len(words) > _FEWEST_PARTS and bare(words[0]) in fact_words().bylines.titles:
        words = words[1:]
    in_capitals = [word for word in words if word.isupper()]
    # “CNRS Éditions” and “Agence ANCT” are called so.
    if bare(person).split(" ")[0] in fact_words().bylines.bodies:
        return person
    if words[:1] != in_capitals[:1] or len(in_capitals) == len(words):
        words = [_lowered(word) for word in words]
    name = " ".join(words)
    return name if _is_plainly_person(name) else person


def _lowered(word: str) -> str:
    if not word.isupper() or sum(map(str.isalpha, word)) < _LEAST_CAPITALS:
        return word
    return _LETTERS.sub(lambda run: run[0].capitalize(), word)


def _alone(part: str) -> list[str]:
    """``part`` without what follows a name in one line with it: an agency, a place, what the person does."""
    first = _DASH.split(part)[0]
    part = first if _is_person(first) else part
    shorter = _BRACKETS.sub("", part).strip()
    part = shorter if _is_plainly_person(shorter) else part
    words = part.split()
    for at, word in enumerate(words):
        before, after = " ".join(words[:at]), " ".join(words[at + 1 :])
        if (
            not _is_person(before)
            or bare(words[0]) in fact_words().bylines.bodies
            or not (word.islower() or bare(word) in fact_words().words.published)
        ):
            continue
        if bare(word) in fact_words().bylines.along:
            if _is_agencies(after):
                return [before]
            if _is_plainly_person(after):
                return [before, after]
        elif bare(word) in fact_words().bylines.beyond:
            return [before]
    return [part]


def _is_signature(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and without_opening(line) != one_line(line)


def _beside(found: re.Match[str]) -> str:
    if bare(found[1]) not in fact_words().bylines.along:
        return found[0]
    return "" if _is_agencies(found[2]) else f", {found[2]}"


def _is_nobody(name: str, own: Sequence[str]) -> bool:
    """Whether ``name`` is an account's, or the outlet's, or its newsroom's: alone, or “with” an agency."""
    words, bylines = bare(name), fact_words().bylines
    known = {bare(one).replace(" ", "") for one in own}
    if words in bylines.nobody or words.replace(" ", "") in known:
        return True
    left = _without_agencies(words) if bylines.along & set(words.split()) else words
    by_whom = [word for word in left.split() if word not in bylines.small]
    theirs = bylines.newsroom | known | {word for one in own for word in bare(one).split()}
    nothing_else = all(word in theirs for word in by_whom) or "".join(by_whom) in known
    return nothing_else and (left != words or not by_whom or any(word in bylines.newsroom for word in by_whom))


def _is_agencies(text: str) -> bool:
    """Whether ``text`` names agencies, or those of a newsroom, and nobody else."""
    left = _without_agencies(bare(text)).split()
    return all(word in fact_words().bylines.small | fact_words().bylines.newsroom for word in left)


def _without_agencies(words: str) -> str:
    kept = f" {words} "
    for agency in sorted(fact_words().bylines.agencies, key=len, reverse=True):
        kept = kept.replace(f" {agency} ", "  ")
    return " ".join(kept.split())


def _is_capitalised(part: str) -> bool:
    words = [bare(word) for word in part.split() if word[0].islower()]
    small = {*fact_words().bylines.particles, *fact_words().bylines.joined, *fact_words().bylines.along}
    return all(word.partition(" ")[0] in small for word in words)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) >= _FEWEST_PARTS and words[0][0].isupper() and bare(words[0]) not in fact_words().bylines.particles
    )


def _is_plainly_person(name: str) -> bool:
    """Whether ``name`` is written as people's names are, and as hardly anything else."""
    words = name.split()
    return (
        _is_person(name)
        and len(words) <= _MOST_PARTS
        and all(map(_NAME_WORD.fullmatch, words))
        and all(word[0].isupper() or bare(word).partition(" ")[0] in fact_words().bylines.particles for word in words)
        and words[-1][0].isupper()
    )
