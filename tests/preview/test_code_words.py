"""Sentences with words that are typed as they stand."""

from __future__ import annotations

import pytest

from cenum.preview.code_words import with_code


@pytest.mark.parametrize(
    ("sentence", "html"),
    [
        ("add `title: …`, or <b>", "add <code>title: …</code>, or &lt;b&gt;"),
        ("`<a>` and `b`", "<code>&lt;a&gt;</code> and <code>b</code>"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ],
)
def test_what_stands_between_backticks_is_code(sentence: str, html: str) -> None:
    assert with_code(sentence) == html
