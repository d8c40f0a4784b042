from __future__ import annotations

import ast
import re

from babel.messages.pofile import read_po

from tools.catalogue import KEYWORDS, PACKAGE, PO, problems, texts


def test_every_sentence_of_the_program_exists_in_french() -> None:
    assert list(problems()) == []


def test_no_sentence_hides_from_the_catalogue_in_an_f_string() -> None:
    hidden = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_no_french_sentence_has_a_straight_apostrophe_or_a_second_word_for_a_thing() -> None:
    """“workflow” and “pull request” are what GitHub's own pages call them."""
    with PO.open("rb") as file:
        said = [one for message in read_po(file) for one in texts(message.string)]
    assert len(said) > 1000
    assert [one for one in said if re.search(r"[^\W\d]'[^\W\d]", one)] == []
    assert [one for one in said if re.search(r"automates?\b|demandes? de fusion", one)] == []
