from __future__ import annotations

import ast

from tests.catalogue import KEYWORDS, PACKAGE, problems


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
