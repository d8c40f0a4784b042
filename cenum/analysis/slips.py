"""What may have been meant by a word that no dictionary has: the slips of French hands, the likeliest first."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from itertools import chain, combinations, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    Known: TypeAlias = Callable[[str], bool]

_FILE = Path(__file__).parent / "slips.toml"
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'(?=\w)", re.IGNORECASE)
_ELIDED = frozenset("aàâäeéèêëiîïoôöuùûühyœæ")
_SUGGESTIONS = 3
# Of one word, the likeliest first: what is found later is no help.
_MOST_QUESTIONS = 150
# Of these, so many that one slip of another kind is asked about too.
_MOST_OF_TWO = 60
# Two words that are written as one: of shorter ones, anything is made.
_SHORTEST_HALF = 3


def elision(word: str) -> tuple[str, str]:
    """``word`` as what is elided before it and itself: l'école is l' and école; straight apostrophes alone."""
    match = _ELISION.match(word)
    return (match[0], word[match.end() :]) if match else ("", word)


def is_slip(word: str, known: Known) -> bool:
    """Whether one of the commonest slips makes ``word`` of one that is ``known``."""
    before, part, _after = _wrong_part(word, known)
    return any(_fits(before, one) and known(one) for one in _commonest(part))


def has_ligature(word: str, known: Known) -> bool:
    """Whether ``word`` is known, but for the œ that French keyboards lack: coeur, l'oeuvre, chef-d'oeuvre."""
    return _lacks_ligature(_wrong_part(word, known)[1], known)


def meant(word: str, known: Known, own: Iterable[str] = (), *, far: bool = True) -> list[str]:
    """Up to three words that one slip makes ``word`` of, of the team's ``own`` ones first; one, if it wants its œ.

    ``known`` is asked about 150 candidates at most. With ``far``, where none is found that is likelier, there may be
    two slips in the word, or any letter too few, too many or wrong, where words of French have such letters.
    """
    before, part, after = _wrong_part(word, known)
    if _lacks_ligature(part, known):
        return [before + _with_ligature(part) + after]
    ours = (one for one in own if one != part and _one_slip(one, part))
    found = list(islice(ours, _SUGGESTIONS))
    for candidates in (_near, _far) if far else (_near,):
        if not found:
            fitting = (one for one in candidates(part) if _fits(before, one) and one not in _slips().unsaid)
            right = (one for one in fitting if all(map(known, one.split(" "))))
            found = list(islice(right, _SUGGESTIONS))
    return [before + one + after for one in found]


def _with_ligature(part: str) -> str:
    return part.replace("oe", "œ")


def _lacks_ligature(part: str, known: Known) -> bool:
    return part != _with_ligature(part) and known(_with_ligature(part))


def _wrong_part(word: str, known: Known) -> tuple[str, str, str]:
    """What stands before the part of ``word`` that is not known, that part, and what stands behind it.

    Of citoyen·ne·s, a dictionary has the first form.
    """
    before, rest = elision(word)
    rest, dot, endings = rest.partition("·")
    parts = rest.split("-")
    wrong = [at for at, part in enumerate(parts) if not (known(part) or known(elision(part)[1]))]
    if len(parts) == 1 or len(wrong) != 1:
        return before, rest, dot + endings
    (at,) = wrong
    elided, part = elision(parts[at])
    left, right = (f"{one}-" for one in parts[:at]), (f"-{one}" for one in parts[at + 1 :])
    return "".join((before, *left, elided)), part, "".join((*right, dot, endings))


def _fits(before: str, part: str) -> bool:
    return len(part) > 1 and (part[0] in _ELIDED or not before.endswith("'"))


@lru_cache(maxsize=1024)
def _commonest(word: str) -> tuple[str, ...]:
    """Without what an accent, a letter doubled or not, or two letters in the wrong order made of it."""
    whole = _with_ligature(word)
    accented = _accents(whole) if whole != word else ()
    made = chain([whole], accented, _accents(word), _doubles(word), _swaps(word))
    return tuple(one for one in dict.fromkeys(made) if one != word)


@lru_cache(maxsize=1024)
def _near(word: str) -> tuple[str, ...]:
    elided = f"{word[:1]}'{word[1:]}"
    is_elision = _ELISION.match(elided) and word[1:2] in _ELIDED and len(word) > 1
    made = chain(_commonest(word), [elided] if is_elision else [], _rewritten(word))
    return tuple(islice((one for one in dict.fromkeys(made) if one != word), _MOST_QUESTIONS))


@lru_cache(maxsize=1024)
def _far(word: str) -> tuple[str, ...]:
    made = chain(_without_accents(word), islice(_two_slips(word), _MOST_OF_TWO), _one_letter(word), _two_words(word))
    asked = {word, *_near(word)}
    return tuple(islice((one for one in dict.fromkeys(made) if one not in asked), _MOST_QUESTIONS + 1 - len(asked)))


def _accents(word: str) -> Iterator[str]:
    alike = _slips().alike
    for at, letter in enumerate(word):
        for other in alike.get(letter, ""):
            yield word[:at] + other + word[at + 1 :]


def _doubles(word: str) -> Iterator[str]:
    doubled = _slips().doubled
    for at, letter in enumerate(word):
        if word[at + 1 : at + 2] == letter:
            yield word[:at] + word[at + 1 :]
        elif letter in doubled and word[at - 1 : at] != letter:
            yield word[:at] + letter + word[at:]


def _swaps(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _rewritten(word: str) -> Iterator[str]:
    whole = f"^{word}$"
    for written, other in _slips().rewritten:
        at = whole.find(written)
        while at >= 0:
            yield (whole[:at] + other + whole[at + len(written) :]).strip("^$")
            at = whole.find(written, at + 1)


def _without_accents(word: str) -> Iterator[str]:
    """With two accents that are most often left out."""
    places = [at for at, letter in enumerate(word) if letter in "eé"]
    for accents in ("éé", "éè", "èé"):
        for one, other in combinations(places, 2):
            yield word[:one] + accents[0] + word[one + 1 : other] + accents[1] + word[other + 1 :]


def _two_slips(word: str) -> Iterator[str]:
    """Two of the likely ones, where they make no letters follow each other that seldom do in French."""
    likely = _slips().triples.union(_triples(word))
    for one in dict.fromkeys(chain(_doubles(word), _accents(word), _rewritten(word))):
        for other in chain(_accents(one), _doubles(one)):
            if likely.issuperset(_triples(other)):
                yield other


def _triples(word: str) -> Iterator[tuple[str, str, str]]:
    return zip(f"^{word}", word, f"{word[1:]}$", strict=False)


def _one_letter(word: str) -> Iterator[str]:
    """``word`` with a letter less, one more, or another one."""
    between, whole = _slips().between, f"^{word}$"
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in between.get(whole[at] + whole[at + 1], ""):
            yield word[:at] + letter + word[at:]
    for at in range(len(word)):
        for letter in between.get(whole[at] + whole[at + 2], ""):
            yield word[:at] + letter + word[at + 1 :]


def _two_words(word: str) -> Iterator[str]:
    for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
        yield f"{word[:at]} {word[at:]}"


def _one_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter, or by two in the wrong order."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


class _Slips(NamedTuple):
    """slips.toml: what is ``alike`` by letter, what stands ``between`` by pair; ``triples`` are these in one."""

    alike: Mapping[str, str]
    doubled: frozenset[str]
    unsaid: frozenset[str]
    rewritten: tuple[tuple[str, str], ...]
    between: Mapping[str, str]
    triples: frozenset[tuple[str, str, str]]


@cache
def _slips() -> _Slips:
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    pairs = {name: [pair.partition(":")[::2] for pair in lists[name].split()] for name in ("rewritten", "between")}
    between = dict(pairs["between"])
    return _Slips(
        {letter: group.replace(letter, "") for group in lists["alike"].split() for letter in group},
        frozenset(lists["doubled"]),
        frozenset(lists["unsaid"].split()),
        tuple(pairs["rewritten"]),
        between,
        frozenset((before, letter, after) for (before, after), letters in between.items() for letter in letters),
    )
