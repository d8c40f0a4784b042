from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cenum.analysis.passages import passages
from cenum.issue.blocks import Block, TextKind, texts, walk
from cenum.issue.containers import NAMES
from cenum.links.collect import links_of_issue
from tests.issue.desk import HEAD, ROOT, issue, reading

if TYPE_CHECKING:
    from pathlib import Path

TEXT = HEAD + (
    "# Édito {#edito}\n\nUn\n\n- Deux\n- Trois\n\n"
    ":::: testimony Ada L.\nQuatre\n\n::: event 2026-12-03 9h30 Reims\n## Cinq\n:::\n::::\n\n"
    "::: resource https://example.org/r\n[Six](https://example.org/six)\n:::\n\n```\nsept\n```\n"
)


def test_blocks_are_met_as_the_editor_wrote_them_with_what_they_stand_in(tmp_path: Path) -> None:
    met = [(block.name, [outer.name for outer in around]) for block, around in walk(issue(tmp_path, TEXT).blocks)]
    assert met == [
        ("", []),
        ("testimony", []),
        ("", ["testimony"]),
        ("event", ["testimony"]),
        ("", ["testimony", "event"]),
        ("resource", []),
        ("", ["resource"]),
        ("", []),
    ]


def test_every_text_of_every_block_has_its_line_and_kind(tmp_path: Path) -> None:
    lines = TEXT.split("\n")
    for words, line, kind, _tokens in texts(issue(tmp_path, TEXT).blocks):
        assert words.strip() in lines[line - (0 if kind is TextKind.CODE else 1)], words
    found = [(text.words.strip(), text.kind) for text in texts(issue(tmp_path, TEXT).blocks)]
    assert found == [
        ("Un", TextKind.PARAGRAPH),
        ("Deux", TextKind.PARAGRAPH),
        ("Trois", TextKind.PARAGRAPH),
        ("Ada L.", TextKind.OWN),
        ("Quatre", TextKind.PARAGRAPH),
        ("Reims", TextKind.OWN),
        ("Cinq", TextKind.HEADING),
        ("Six", TextKind.PARAGRAPH),
        ("sept", TextKind.CODE),
    ]


def test_a_block_that_leads_somewhere_is_a_link_with_the_first_words_that_it_shows(tmp_path: Path) -> None:
    found = [(link.url, link.text) for link in links_of_issue(issue(tmp_path, TEXT))]
    assert found == [("https://example.org/r", "Six"), ("https://example.org/six", "Six")]


def test_every_block_can_be_written_and_has_facts_of_its_own() -> None:
    kinds = [kind for kind in Block.__subclasses__() if kind.__module__ == Block.__module__]
    assert {kind.name for kind in kinds} == {"", *NAMES}
    for kind in kinds:
        assert "facts" in vars(kind), kind


@pytest.mark.parametrize("name", NAMES)
def test_the_example_that_a_block_gives_is_one_that_it_takes(name: str, tmp_path: Path) -> None:
    missing = reading(tmp_path, f"{HEAD}# Édito {{#edito}}\n\n::: {name}\nOui\n:::\n").findings
    told = [finding.remedy.partition("::: ")[2] for finding in missing if finding.rule == "block-argument"]
    example = told[0] if told else name
    assert example.split()[0] == name
    blocks = issue(tmp_path, f"{HEAD}# Édito {{#edito}}\n\n::: {example}\nOui\n:::\n").blocks
    assert [block.name for block in blocks] == [name]


def test_the_words_of_the_front_matter_have_the_lines_that_it_was_read_from(tmp_path: Path) -> None:
    text = '---\n"title": Un\nteasers: [Deux,\n  Trois]\nsubject: Quatre\n---\n# Édito {#edito}\n\nCinq\n'
    assert [passage.line for passage in passages(issue(tmp_path, text))][:4] == [2, 5, 3, 4]


def test_the_recipe_for_a_new_block_names_eight_files_at_most_and_each_is_there() -> None:
    recipe = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A new block")[2].partition("\n## ")[0]
    files = set(re.findall(r"`([a-z_./]+\.(?:py|j2|md|toml))`", recipe))
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert 6 <= len([file for file in files if file.endswith((".py", ".j2"))]) <= 8
