"""What the tools need of the server: each block that cenum reads has a form, in the language that is spoken."""

from __future__ import annotations

import pytest

from cenum.issue.containers import NAMES
from cenum.preview.tool_words import writing_tools
from cenum.settings import load
from tests.edition.samples import ROOT
from tests.in_process import spoken


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_block_that_cenum_reads_has_a_form(language: str) -> None:
    with spoken(language):
        tools = writing_tools(load(ROOT / "cenum.toml"))
    assert {block.name for block in tools.blocks} == set(NAMES)
    assert all([*tools.words.values(), *tools.said.values()])


def test_the_letters_own_language_is_none_to_be_marked() -> None:
    with spoken("fr"):
        tools = writing_tools(load(ROOT / "cenum.toml"))
    named = dict(tools.languages)
    assert named["en"] == "anglais"
    assert "fr" not in named


def test_its_sections_are_those_of_the_settings() -> None:
    settings = load(ROOT / "cenum.toml")
    assert writing_tools(settings).sections == settings.sections
