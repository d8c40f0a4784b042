"""JSON of strangers: any shape, any depth, any number of values."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.exports.json_tables import decoded, text_in
from cenum.imported.refusal import ImportRefusal


@pytest.mark.parametrize(
    "content",
    [
        b"[{}" + b",{}" * 2_000_000 + b"]",
        b"[" * 3_000_000,
        b'["' + b'\\"' * 1_000_000,
        b'["' + b"\\" * 1_000_000,
        b"\xff",
        b"",
    ],
    ids=range(6),
)
def test_what_is_no_table_is_refused_quickly(content: bytes) -> None:
    began = time.process_time()
    with pytest.raises(ImportRefusal, match="as an export"):
        decoded(content, list[dict[str, Any]], "a.json")
    assert time.process_time() - began < 3


def test_commas_within_a_text_are_no_values() -> None:
    assert decoded(b'[{"a": "' + b"," * 2_000_000 + b'"}]', list[dict[str, Any]], "a.json")[0]["a"][:2] == ",,"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_sentence(content: bytes) -> None:
    try:
        decoded(content, Any, "a.json")
    except ImportRefusal:
        return


@pytest.mark.parametrize(("value", "text"), [(" a ", "a"), (3, "3"), (True, ""), (None, ""), ([1], ""), (1.5, "")])
def test_a_value_is_a_text_or_nothing(value: object, text: str) -> None:
    assert text_in(value) == text
