"""What is no letter is refused while it is read, and what is one is read to its end."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from cenum.imported.clean import cleaned
from cenum.imported.html_page import page_of_html
from cenum.imported.html_source import letter_of_text
from cenum.imported.refusal import ImportRefusal

if TYPE_CHECKING:
    from collections.abc import Callable

TOO_MUCH: dict[str, Callable[[], str]] = {
    "characters": lambda: "\u00a0" * 4_100_000,
    "text": lambda: "mot " * 600_000,
    "elements": lambda: "<b>x</b>" * 31_000,
    "elements that never end": lambda: "<p>" * 31_000,
    "levels": lambda: "<div>" * 300 + "x",
    "levels of tables": lambda: "<table><tr><td>" * 1_000 + "x",
    "links": lambda: "<a href='https://example.org/'>x</a>" * 5_100,
    "attributes": lambda: "<p " + " ".join(f"a{number}" for number in range(700_000)) + ">x",
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_no_letter_has_is_refused(name: str) -> None:
    html = TOO_MUCH[name]()
    with pytest.raises(ImportRefusal, match="too large, or too deeply nested"):
        page_of_html(html)


SLOW: dict[str, Callable[[], str]] = {
    # Each took minutes, or would have, in a reader that is not made for strangers.
    "attributes of one element": lambda: "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
    "rules within rules": lambda: "<style>" + "a{" * 100_000 + "</style>x",
    "a comment that never ends": lambda: "<style>" + "/*" * 100_000 + "</style>x",
    "marks": lambda: "<a id=a href='#b'>1</a>" * 2_000 + "<a id=b href='#a'>1</a>" * 2_000,
    "cells over cells": lambda: "<table>" + ("<tr>" + "<td colspan=99 rowspan=99>a" * 12) * 100 + "</table>",
    "ends of lines": lambda: "a<br>" * 3_000,
    "items": lambda: "<p>- a</p>" * 3_000,
    "one word": lambda: "m" * 1_900_000,
    "lines of code": lambda: "<pre>" + "a\n" * 40_000,
    "comments": lambda: "<!--" * 900_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_what_is_made_to_take_long_does_not(name: str) -> None:
    html = SLOW[name]()
    begun = time.process_time()
    with suppress(ImportRefusal):
        cleaned(letter_of_text("a", html).html)
    assert time.process_time() - begun < 3


def test_all_of_a_deep_page_is_read() -> None:
    """Below 256 levels the library would leave out the rest without a word."""
    assert page_of_html("<div>" * 240 + "x" + "</div>" * 240 + "après").root.text() == "xaprès"


def test_a_picture_in_the_page_is_no_text() -> None:
    picture = "data:image/png;base64," + "iVBOR" * 1_000_000
    (shown,) = [node for node in page_of_html(f"<img src='{picture}'>x").root.elements() if node.tag == "img"]
    assert shown.get("src") == picture


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("a\x01b\ud800c", "a b c"),
        ("d\x92un \x9cil", "d’un œil"),
        ("a</div>b</p>", "ab"),
        ("<![CDATA[a]]>b", "b"),
        ("3 < 4 <5", "3 < 4 <5"),
        ("<p>a</p", "a"),
    ],
)
def test_what_is_broken_is_read_as_browsers_do(html: str, text: str) -> None:
    assert page_of_html(html).root.text() == text
