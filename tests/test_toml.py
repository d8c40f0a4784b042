"""What is read of cenum.toml before anybody has judged it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.cli import _letter_language
from cenum.toml import DEEPEST, TooDeep, _Scan, as_far_as_it_goes, line_of_key, lines_of_keys, loads
from tests.edition.samples import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('[newsletter]\nlanguage = "en"\n', "en"),
        ('[newsletter]\n"language" = "en"\n', "en"),
        ("[newsletter]\nlanguage='en' # not fr\n", "en"),
        ('newsletter = { language = "en" }\n', "en"),
        ('newsletter.language = """en"""\n', "en"),
        ('# language = "de"\n[writing]\nlanguage = "de"\n[newsletter]\nlanguage = "en"\n', "en"),
        ("[newsletter]\n", "fr"),
        ("", "fr"),
        ("[newsletter]\nlanguage = 7\n", "fr"),
        ("newsletter = 7\n", "fr"),
        ('\ufeff[newsletter]\nlanguage = "en"\n', "en"),
        # What is broken below does not take the language away.
        ('[newsletter]\nlanguage = "en"\nname = "La Lettre\n[links]\n', "en"),
        ('[newsletter]\nlanguage = "en"\nreviewers = [\n"a@b.fr"\n', "en"),
        ('[newsletter]\nlanguage = "en"\n[newsletter]\n', "en"),
        ('name = = 1\n[newsletter]\nlanguage = "en"\n', "fr"),
    ],
)
def test_the_language_is_the_one_that_toml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, language: str
) -> None:
    (tmp_path / "cenum.toml").write_text(text, "utf-8")
    (tmp_path / "issues").mkdir()
    monkeypatch.chdir(tmp_path / "issues")
    assert _letter_language() == language


@given(st.text(alphabet="[]{}=\"'\n\\.,#ab1 ", max_size=200))
def test_whatever_stands_in_the_file_something_is_read(text: str) -> None:
    assert isinstance(as_far_as_it_goes(text), dict)


def test_a_file_that_is_nested_without_end_is_none() -> None:
    assert as_far_as_it_goes("a = " + "[" * 100_000) == {}


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where each value of a table stands."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from paths(inner, (*path, key))


_KEYS = st.sampled_from(["a", "b", "1", "a-b", '"a"', '"é \\u00e9"', "'a.b'", "a.b", 'b . "c"', "a.1"])
_SCALARS = st.sampled_from(
    [
        "1",
        "-1.5e3",
        "true",
        "1979-05-27T07:32:00Z",
        "1979-05-27 07:32:00",
        '"a # b"',
        "'[\\'",
        '""',
        "inf",
        '"""a\n"" b = [\n\\""" """',
        "'''\na\n'''''",
        '"\\" ] }"',
        '""""a""""',
    ]
)
_GAPS = st.sampled_from(["", " ", "\n", " # ] a = 1\n", "\n\n"])
_ARRAYS = st.recursive(
    _SCALARS,
    lambda inner: (
        st.builds(
            lambda gap, items, comma: f"[{gap}{f'{gap},{gap}'.join(items)}{comma * bool(items)}{gap}]",
            _GAPS,
            st.lists(inner, max_size=3),
            st.sampled_from(["", ","]),
        )
        | st.builds(
            lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }",
            st.lists(st.tuples(_KEYS, inner), max_size=3),
        )
    ),
    max_leaves=8,
)
_STATEMENTS = st.one_of(
    st.builds("{} = {}".format, _KEYS, _ARRAYS),
    st.builds("[{}]".format, _KEYS),
    st.builds("[[{}]]".format, _KEYS),
    st.builds("[[ {} ]] # [c]".format, _KEYS),
    st.sampled_from(["# a = 1", "", "\t"]),
)


@given(st.lists(_STATEMENTS, max_size=8))
def test_the_keys_that_have_a_line_are_those_that_tomllib_has(statements: list[str]) -> None:
    text = "\n".join(statements)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert lines_of_keys(text)
        return
    found = lines_of_keys(text)
    assert set(found) == set(paths(table))
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@pytest.mark.parametrize(
    "file", [*sorted(ROOT.glob("cenum/**/*.toml")), ROOT / "cenum.toml", ROOT / "pyproject.toml"]
)
def test_so_they_are_in_every_file_that_there_is(file: Path) -> None:
    text = file.read_text("utf-8")
    if "$" not in text:
        assert set(lines_of_keys(text)) == set(paths(tomllib.loads(text)))


def test_each_key_has_the_line_on_which_it_is_written() -> None:
    text = 'a = [\n  1,\n  { b = """\n\n""", c = 1 },\n]\n[[d]]\nf = 1\n[d.e]\n[[d]]\nf.g = 2\n'
    lines = lines_of_keys(text)
    assert [lines[key] for key in (("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("a", 1, "c"))] == [1, 2, 3, 3, 5]
    assert [lines[key] for key in (("d",), ("d", 0), ("d", 0, "f"), ("d", 0, "e"), ("d", 1))] == [7, 7, 8, 9, 10]
    assert lines["d", 1, "f", "g"] == 11


@pytest.mark.parametrize("around", ["a = {}1{}", "a = [{}1{}]", "a = {{ b = {}1{} }}", "[[a]]\nb = {}1{}", "a = {}"])
def test_what_is_nested_deeper_than_any_settings_is_not_read(around: str) -> None:
    """tomllib calls itself for each bracket."""
    if around.endswith(("1{}", "1{}]", "1{} }}")):
        assert loads(around.format("[" * (DEEPEST - 2), "]" * (DEEPEST - 2)))
    with pytest.raises(TooDeep):
        loads(around.format("[" * DEEPEST * 40, "]" * DEEPEST * 40))


@pytest.mark.parametrize("key", ["{} = 1", "[{}]", "[[{}]]", "a = {{ {} = 1 }}", "a = [{{ {} = 1 }}]"])
def test_a_key_has_no_more_parts_than_any_settings(key: str) -> None:
    """tomllib reads a key of n parts n times, each time from its beginning."""
    assert loads(key.format(".".join("b" * DEEPEST)))
    with pytest.raises(TooDeep) as mistake:
        loads("x = 1\n" + key.format(".".join("b" * (DEEPEST + 1))))
    assert mistake.value.line == 2


def test_however_many_keys_are_asked_for_a_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every mistake of a file asks for its line: a file of n of them is not read n times."""
    reads: list[str] = []

    def scan(text: str) -> _Scan:
        reads.append(text)
        return _Scan(text)

    monkeypatch.setattr("cenum.toml._Scan", scan)
    # A prefix of it that ends within an array is no TOML.
    text = "".join(f"y{number} = [\n1,\n]\n" for number in range(2_000))
    assert [line_of_key(text, [f"y{number}", 0]) for number in range(2_000)] == list(range(2, 6_002, 3))
    assert reads == [text]
