"""No pattern of cenum's takes four times as long for twice as much, however its text is made against it."""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import operator
import pkgutil
import re
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

import cenum
from cenum import schema
from cenum.analysis.support import Use, limits
from cenum.analysis.written_styles import WrittenStyles
from cenum.care import wayback
from cenum.checks import clients, greeting, plain_text, unfinished, wording
from cenum.clip import bylines
from cenum.doctor import repository_needs
from cenum.edition import mjml
from cenum.imported import own_words
from cenum.issue import head_lines, source_words, stray_marks
from cenum.issue.front_matter import FrontMatter
from cenum.issue.head import Kind
from cenum.issue.head_lines import read_head
from cenum.links import addresses
from cenum.links.lists import known
from cenum.received import receipt
from cenum.services import tags
from cenum.services.content import known_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

_BOUND = 2.6  # for twice as much
_LONG = 0.008  # seconds: what takes less, with so many characters, does not matter
# Characters. A pattern that tries all combinations is found at one of the first, before it takes minutes.
_SIZES = (16, 20, 24, 28, 32, 40, 50, 64, 100, 250, 1_000, 4_000, 16_000)
_BEGINNINGS = 40

# Where the text is short or already without what would be tried twice.
EXCEPTIONS = {
    "cenum.analysis.css._COMMENT": "is given no more than what the last comment ends",
    "cenum.analysis.css._TOKEN": "whoever reads a sheet stops at a hundred slips, and each failure is one",
    "cenum.checks.unfinished._QUESTION": "is only asked whether it is the whole text",
    r"cenum.issue.head_lines \[(.*)\]\s*(?:#.*)?$": "is given a line, at whose end a comment ends",
    r"cenum.issue.head_lines \{(.*)\}\s*(?:#.*)?$": "as above",
    "cenum.checks.spam._STATUS": "reads as many characters as _LONGEST_STATUS says",
}


def _known_ids() -> None:
    for pattern in ("[0-9]{1,18}", "[0-9]{1,9}", "[0-9A-Za-z]{1,40}"):  # of the services
        known_id("1", pattern, "a service")


def _heads() -> None:
    for head in ("title", "title:a", 'teasers: ["a", b', "illustration: {image: a alt: b", "credits: {authors: a"):
        read_head(head, FrontMatter, 1)


def _marks_of_word_processors() -> None:
    for value in vars(stray_marks).values():
        if isinstance(value, tuple):
            for mark in value:
                if isinstance(mark, stray_marks._Mark):
                    stray_marks._compiled.__wrapped__(mark.pattern)


def _corrected_marks() -> None:
    for value in vars(stray_marks).values():
        if isinstance(value, tuple):
            for mark in value:
                if isinstance(mark, stray_marks._Mark):
                    mark.better("a")


# Patterns that a function makes, of lists of words mostly: what has it make them all.
MADE: dict[str, Callable[[], object]] = {
    "cenum.analysis.support takes": lambda: [
        limit.takes(Use((*limit.on, "p")[0], "a")) for of_note in limits().values() for limit in of_note
    ],
    "cenum.analysis.written_styles place_of": lambda: WrittenStyles("").place_of(
        "@media (max-width: 0.5px) and a > b"
    ),
    "cenum.care.wayback _within": lambda: wayback._within("/web/", "web.example.org"),
    "cenum.checks.clients _pattern": lambda: [
        clients._pattern.__wrapped__(use) for one in clients.graceful().values() for use in one.only
    ],
    "cenum.checks.greeting _everybody": greeting._everybody.__wrapped__,
    "cenum.checks.greeting _kinds": greeting._kinds.__wrapped__,
    "cenum.checks.plain_text _stands_in": lambda: plain_text._stands_in(
        "(https://a.example/).", "https://a.example/"
    ),
    "cenum.checks.unfinished _hints": unfinished._hints.__wrapped__,
    "cenum.checks.unfinished _instruction": unfinished._instruction.__wrapped__,
    "cenum.checks.unfinished _marks": unfinished._marks.__wrapped__,
    "cenum.checks.wording _explanations": lambda: wording._explanations.__wrapped__("RGPD"),
    "cenum.checks.wording _mistakes": wording._mistakes.__wrapped__,
    "cenum.cli.github_comment_cmd comment": lambda: None,  # a fixed text and digits, asked whether they are all
    "cenum.clip.bylines _joined": bylines._joined.__wrapped__,
    "cenum.doctor.repository_needs _in_environment": lambda: repository_needs._in_environment("review", "site"),
    "cenum.edition.mjml _fits": lambda: [
        mjml._fits("1 2 3", kind) for tag in mjml.reference().values() for kind in tag["attributes"].values()
    ],
    "cenum.imported.own_words _below_title": own_words.own_words,
    "cenum.issue.head_lines _between_commas": lambda: head_lines._between_commas("\"a\", 'b'"),
    "cenum.issue.head_lines _key_of": lambda: head_lines._key_of("a", Kind(FrontMatter)),
    "cenum.issue.head_lines _stray": _heads,
    "cenum.issue.head_lines pairs": _heads,
    "cenum.issue.source_words _typed": lambda: source_words._typed.__wrapped__(
        "L’", "« œuvre » !", " d’Éric, 1 000 €…"
    ),
    "cenum.issue.stray_marks _compiled": _marks_of_word_processors,
    "cenum.issue.stray_marks better": _corrected_marks,
    "cenum.links.addresses is_personal": lambda: addresses.is_personal(urlsplit("https://a.example/"), known()),
    "cenum.received.receipt _places": lambda: [receipt._places(marker, "a") for marker in receipt._MARKERS],
    "cenum.schema is_email": lambda: schema.is_email("a"),
    "cenum.services.content known_id": _known_ids,
    "cenum.services.tags _apart": lambda: tags._apart("a", ("{{", "{%", "{#", "[[", "*|"), str),
}
# Those that are asked for the whole text; any other is asked wherever it may begin.
ASKED_FOR_ALL = {"cenum.checks.clients _pattern"}
_ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}

_WAYS = _ANYWHERE | {"match", "fullmatch"}


class Pattern(NamedTuple):
    """A compiled one, and in which ways its module asks it: ``search``, ``match``, ``fullmatch``."""

    compiled: re.Pattern[Any]
    ways: frozenset[str]


@functools.cache
def patterns() -> dict[str, Pattern]:
    """Those of each module, under its name and theirs, and those written where they are asked, under their text."""
    found: dict[str, Pattern] = {}
    for module in pkgutil.walk_packages(cenum.__path__, "cenum."):
        if module.name.endswith("__main__"):
            continue
        imported = importlib.import_module(module.name)
        tree = ast.parse(Path(str(imported.__file__)).read_text("utf-8"))
        asked = list(_asked(tree))
        for variable, value in vars(imported).items():
            for name, one in _compiled(value, variable):
                ways = frozenset(
                    "search" if way in _ANYWHERE else way for asked_one, way in asked if asked_one == name
                )
                found[f"{module.name}.{name}"] = Pattern(one, ways or frozenset({"search"}))
        for way, one in _in_place(tree):
            found[f"{module.name} {one.pattern}"] = Pattern(one, frozenset({"search" if way in _ANYWHERE else way}))
        for maker in _makers(tree):
            for way, one in _made(imported, f"{module.name} {maker}"):
                if f"{module.name} {one.pattern}" not in found:
                    found[f"{module.name} {maker} {one.pattern}"] = Pattern(one, frozenset({way}))
    return found


def _makers(tree: ast.AST) -> Iterator[str]:
    """The functions that ask or compile a pattern which does not stand there as it is."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[given, *_rest]) if (
                        way in {"compile", *_WAYS} and not isinstance(given, ast.Constant)
                    ):
                        yield function.name


class _Witness:
    """Stands in for :mod:`re` in a module, and keeps what it is asked to compile."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, re.Pattern[Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def watched(pattern: str, *rest: Any, **named: Any) -> Any:
            flags = [one for one in (*rest, *named.values()) if isinstance(one, re.RegexFlag)]
            self.seen.append(("search" if name in _ANYWHERE else name, re.compile(pattern, *flags)))
            return getattr(re, name)(pattern, *rest, **named)

        return watched if name in {"compile", *_WAYS} else getattr(re, name)


def _made(module: ModuleType, maker: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """In which way, and which, ``maker`` makes."""
    witness = _Witness()
    usual = vars(module)["re"]
    vars(module)["re"] = witness
    try:
        MADE[maker]()
    finally:
        vars(module)["re"] = usual
    for way, one in witness.seen:
        yield ("fullmatch" if maker in ASKED_FOR_ALL else "search" if way == "compile" else way), one


def _compiled(value: object, name: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns in ``value``, and in what it holds."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict | tuple | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from _compiled(part, f"{name}[{key}]")


def _in_place(tree: ast.AST) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Of ``re.search("…", text)`` and its like: the way, and the pattern with its flags."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[ast.Constant(value=text), *rest]
            ) if way in _WAYS:
                named = {one.attr for given in rest for one in ast.walk(given) if isinstance(one, ast.Attribute)}
                flags = functools.reduce(
                    operator.or_, (getattr(re, one) for one in named & set(re.RegexFlag.__members__)), 0
                )
                yield way, re.compile(text, flags)


def _asked(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
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


def _beginnings(parts: Any, before: str = "") -> Iterator[str]:
    """What ``parts`` may begin with, one part more each time, in each of the ways that there are."""
    for kind, said in parts:
        match str(kind):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _beginnings(said[2], before)
            case "SUBPATTERN":
                yield from _beginnings(said[3], before)
            case "ATOMIC_GROUP":
                yield from _beginnings(said, before)
            case "BRANCH":
                for one in said[1]:
                    yield from _beginnings(one, before)
        before += _shortest([(kind, said)])
        yield before


def against(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """What stands before, again and again, and after."""
    tree = list(re._parser.parse(pattern.pattern, pattern.flags))  # type: ignore[attr-defined]
    signs = list(dict.fromkeys(_examples(tree)))[:10]
    starts = list(dict.fromkeys(_beginnings(tree)))[:_BEGINNINGS]
    units = dict.fromkeys(
        [*signs, *map("".join, itertools.permutations(signs[:6], 2)), *starts, " ", "\n", "\u00a0", "a"]
    )
    yield from itertools.product(("", *starts[:4]), filter(None, units), ("", "\x00", "\n>"))


def seconds(ask: Callable[[], object]) -> float:
    """Of the processor, for ``ask``."""
    begun = time.process_time()
    ask()
    return time.process_time() - begun


def _grows_too_fast(taken: Callable[[int], float]) -> tuple[float, float] | None:
    """The seconds for one length and for twice as much, if they are what a loop within a loop takes.

    The text grows by little until it is long enough for all combinations to show; what is then quick at the
    longest is not judged. What is not quick is judged at two lengths, each the best of three.
    """
    length = next((size for size in _SIZES if taken(size) > _LONG), None)
    if length is None:
        return None
    for size in (length, length * 5 // 4):
        once, twice = (min(taken(each) for _ in range(3)) for each in (size, 2 * size))
        if twice < _BOUND * once or twice < _LONG:
            return None
    return once, twice


@pytest.mark.whole
@pytest.mark.parametrize("name", patterns())
def test_a_pattern_takes_twice_as_long_for_twice_as_much(name: str) -> None:
    if name in EXCEPTIONS:
        pytest.skip(EXCEPTIONS[name])
    pattern, ways = patterns()[name]

    def taken(way: str, given: tuple[str, str, str], length: int) -> float:
        before, unit, after = given
        text: Any = before + unit * (length // len(unit)) + after
        text = text.encode() if isinstance(pattern.pattern, bytes) else text
        if way == "search":
            return seconds(lambda: deque(pattern.finditer(text), 0))
        return seconds(lambda: getattr(pattern, way)(text))

    for way, given in itertools.product(sorted(ways), against(pattern)):
        found = _grows_too_fast(functools.partial(taken, way, given))
        assert not found, (way, given, found)


def test_each_exception_is_a_pattern() -> None:
    assert set(EXCEPTIONS) <= set(patterns())


@pytest.mark.parametrize("maker", MADE)
def test_a_function_that_makes_patterns_has_made_them(maker: str) -> None:
    module, _space, name = maker.partition(" ")
    assert name in set(_makers(ast.parse(Path(str(importlib.import_module(module).__file__)).read_text("utf-8"))))
    made = [one for one in patterns() if one.startswith(f"{maker} ")]
    assert made or maker == "cenum.cli.github_comment_cmd comment"
