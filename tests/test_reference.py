from __future__ import annotations

import re

import pytest

from tools.catalogue import PACKAGE
from tools.reference import DOCS, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_reference_says_what_the_declarations_say(path: object) -> None:
    assert path.read_text("utf-8") == pages()[path]  # type: ignore[attr-defined, index]  # a path of the pages


@pytest.mark.parametrize("page", ["commands.md", "fr/commandes.md"])
def test_every_variable_of_the_environment_is_explained(page: str) -> None:
    sources = "".join(file.read_text("utf-8") for file in PACKAGE.rglob("*.py"))
    read = set(re.findall(r"[\"'](CENUM_[A-Z_]+|[A-Z]+_API_[A-Z]+|[A-Z]+_SECRET_KEY)[\"']", sources))
    explained = (DOCS / page).read_text("utf-8")
    assert len(read) > 6
    assert [name for name in sorted(read) if f"`{name}`" not in explained] == []
