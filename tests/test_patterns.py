"""No pattern of cenum's takes four times as long for twice as much, however its text is made against it."""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import cenum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BOUND = 2.6  # for twice as much
_LONG = 0.02  # seconds: what takes less, with so many characters, does not matter
_MOST = 8_000  # characters
_STEP = 1.25  # a pattern that tries all combinations is found before it takes minutes

# Where the text is short or already without what would be tried twice.
EXCEPTIONS = {
    "cenum.analysis.css._COMMENT": "is given no more than what the last comment ends",
    "cenum.analysis.css._TOKEN": "whoever reads a sheet stops at a hundred slips, and each failure is one",
    "cenum.checks.unfinished._QUESTION": "is only asked whether it is the whole text",
    "cenum.edition.measure._HEADING": "reads what is rendered, in which a heading that opens is closed",
    "cenum.edition.measure._TAG": "reads a heading that is rendered, in which a < that opens nothing is escaped",
    "cenum.edition.measure._TAGS": "as above",
    "cenum.checks.spam._STATUS": "reads 4,000 characters at most",
}
_ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}

_WAYS = _ANYWHERE | {"match", "fullmatch"}


class Pattern(NamedTuple):
    """A compiled one, and in which ways its module asks it: ``search``, ``match``, ``fullmatch``."""

    compiled: re.Pattern[Any]
    ways: frozenset[str]


@cache
def patterns() -> dict[str, Pattern]:
    """Those of each module, under its name and theirs."""
    found: dict[str, Pattern] = {}
    for module in pkgutil.walk_packages(cenum.__path__, "cenum."):
        if module.name.endswith("__main__"):
            continue
        imported = importlib.import_module(module.name)
        compiled = {name: one for name, one in vars(imported).items() if isinstance(one, re.Pattern)}
        asked = list(_asked(Path(str(imported.__file__)).read_text("utf-8"))) if compiled else []
        for name, one in compiled.items():
            ways = frozenset("search" if way in _ANYWHERE else way for asked_one, way in asked if asked_one == name)
            found[f"{module.name}.{name}"] = Pattern(one, ways or frozenset({"search"}))
    return found


def _asked(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _WAYS:
            yield node.value.id, node.attr


def _examples(parts: Any) -> Iterator[str]:
    """For each thing that a pattern matches, characters that it does."""
    for kind, said in parts:
        match str(kind):
            case "LITERAL":
                yield chr(said)
            case "NOT_LITERAL" | "ANY":
                yield "a"
            case "IN":
                yield from _of_class(said)
            case "BRANCH":
                for one in said[1]:
                    yield from _examples(one)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" | "SUBPATTERN" | "ASSERT" | "ASSERT_NOT":
                yield from _examples(said[-1])
            case "ATOMIC_GROUP":
                yield from _examples(said)


_CATEGORIES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": "-"}


def _of_class(said: Any) -> Iterator[str]:
    within = [
        chr(one)
        if str(kind) == "LITERAL"
        else chr(one[0])
        if str(kind) == "RANGE"
        else _CATEGORIES.get(str(one), "a")
        for kind, one in said
        if str(kind) != "NEGATE"
    ]
    yield from [next(one for one in "a1 -é;" if one not in within)] if str(said[0][0]) == "NEGATE" else within[:4]


def _shortest(parts: Any) -> str:
    """What ``parts`` match at least, with one of each thing that may be missing."""
    text = ""
    for kind, said in parts:
        match str(kind):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                text += _shortest(said[2]) * max(said[0], 1)
            case "SUBPATTERN":
                text += _shortest(said[3])
            case "ATOMIC_GROUP":
                text += _shortest(said)
            case "BRANCH":
                text += _shortest(said[1][0])
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                text += next(_examples([(kind, said)]))
    return text


def against(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """What stands before, again and again, and after."""
    tree = list(re._parser.parse(pattern.pattern, pattern.flags))  # type: ignore[attr-defined]
    signs = list(dict.fromkeys(_examples(tree)))[:10]
    starts = list(dict.fromkeys(_shortest(tree[:count]) for count in range(1, len(tree) + 1)))
    units = dict.fromkeys(
        [*signs, *map("".join, itertools.permutations(signs[:6], 2)), *starts, " ", "\n", "\u00a0", "a"]
    )
    yield from itertools.product(("", *starts[:-1][:4]), filter(None, units), ("", "\x00", "\n>"))


def seconds(ask: Callable[[], object]) -> float:
    """Of the processor, for ``ask``."""
    begun = time.process_time()
    ask()
    return time.process_time() - begun


@pytest.mark.whole
@pytest.mark.parametrize("name", patterns())
def test_a_pattern_takes_twice_as_long_for_twice_as_much(name: str) -> None:
    if name in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[name])
    pattern, ways = patterns()[name]

    def taken(way: str, before: str, unit: str, after: str, length: int) -> float:
        text: Any = before + unit * (length // len(unit)) + after
        text = text.encode() if isinstance(pattern.pattern, bytes) else text
        if way == "search":
            return seconds(lambda: sum(1 for _ in pattern.finditer(text)))
        return seconds(lambda: getattr(pattern, way)(text))

    for way, given in itertools.product(sorted(ways), against(pattern)):
        length = 16.0
        while length < _MOST and taken(way, *given, int(length)) < _LONG:
            length *= _STEP if length < 200 else 6
        if length >= _MOST and taken(way, *given, _MOST) < _LONG:
            continue
        length = min(length, _MOST)
        once, twice = (min(taken(way, *given, int(size)) for _ in range(3)) for size in (length, 2 * length))
        assert twice < _BOUND * once, (way, given, once, twice)


def test_each_exception_is_a_pattern() -> None:
    assert set(EXCEPTIONS) <= set(patterns())
