from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, ClassVar

import pytest
from msgspec.structs import replace

from cenum.cache import user_cache
from cenum.checks.lost_text import lost_text
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.errors import SettingsMistakes
from cenum.issue.blocks import Block, Facts
from tests.checks.samples import issue_of, view
from tests.edition.samples import ROOT, every_letter, made, settings, templates

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.model import Issue
    from tests.edition.samples import Letter

BODY = """# A {#a}

Un [mot](https://a.fr)s de plus, `code : a`, puis ![Une affiche](https://lettre.example.org/a.png "Ada")après.

- 🪁
- Point *gras*té[1]

::: note
Les inscriptions
sont **closes**.
:::

::: event 2026-01-09 Reims
![Seule](https://lettre.example.org/b.png)
:::

```
du code
```
"""
BRANCH = "{% else %}\n{{ unknown(block) }}\n"
NOTED = "{% elif is_ in known %}"
UNNOTED = '{% elif is_ in known and is_ != "note" %}'


class Poll(Block, frozen=True):
    """A block that no template knows."""

    name: ClassVar[str] = "poll"
    question: str

    @property
    def facts(self) -> Facts:
        return Facts(self.question, "", None, ())


def look(folder: Path, *changes: tuple[str, str, str]) -> Templates:
    """Our templates, where in a file one text stands for another."""
    at = folder / "templates"
    shutil.copytree(ROOT / "templates", at)
    for file, old, new in changes:
        source = (at / file).read_text("utf-8")
        assert old in source
        (at / file).write_text(source.replace(old, new), "utf-8")
    return Templates(at, user_cache())


def with_a_poll(folder: Path) -> Issue:
    issue = issue_of(folder, BODY)
    section = issue.sections[0]
    return replace(issue, sections=(replace(section, blocks=(*section.blocks, Poll(40, "Oui ou non ?"))),))


@pytest.mark.parametrize("letter", every_letter())
def test_nothing_of_our_letters_is_lost(letter: Letter) -> None:
    assert list(lost_text(view(made(letter).edition, issue=made(letter).issue))) == []


def test_words_are_found_however_links_pictures_and_lines_cut_them(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY)
    assert list(lost_text(view(render(issue, settings(), templates()), issue=issue))) == []


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (
            ("blocks.html.j2", NOTED, UNNOTED),
            ["the HTML part leaves out words of the block “note” (once, line 13): “Les inscriptions sont closes.”"],
        ),
        (
            ("letter.txt.j2", NOTED, UNNOTED),
            ["the plain text part leaves out words of the block “note” (once, line 13)"],
        ),
        (
            ("letter.txt.j2", "{{ render(section.blocks) }}", ""),
            [
                "of the issue (6 times, lines 7, 9, 10, 21): “Un mots de plus, code : a, puis”",
                "of the block “note” (once, line 13)",
                "of the block “event” (2 times, lines 17, 18): “Reims”",
            ],
        ),
        (
            ("section.mjml.j2", "{{ blocks.render(section.blocks, 0 if section.repeats_title else 1) }}", ""),
            ["of the issue (6 times", "of the block “note” (once", "of the block “event” (2 times"],
        ),
        (("header.mjml.j2", "<h1>{{ title }}</h1>", ""), ["of the issue (once, line 2): “Un titre”"]),
    ],
)
def test_what_a_template_leaves_out_is_named_with_its_lines(
    change: tuple[str, str, str], messages: list[str], tmp_path: Path
) -> None:
    issue = issue_of(tmp_path, BODY)
    # The templates of people are older than the branch for blocks that they don't know.
    branches = [(file, BRANCH, "") for file in ("blocks.html.j2", "letter.txt.j2")]
    found = list(lost_text(view(render(issue, settings(), look(tmp_path, *branches, change)), issue=issue)))
    template = "templates/letter.txt.j2" if change[0] == "letter.txt.j2" else "templates/letter.mjml.j2"
    assert [(finding.rule, str(finding.place)) for finding in found] == [("part-lost", template)] * len(messages)
    for finding, message in zip(found, messages, strict=True):
        assert message in finding.message


def test_a_new_block_is_lost_by_no_template_unnoticed(tmp_path: Path) -> None:
    issue = with_a_poll(tmp_path)
    older = look(tmp_path, *((file, BRANCH, "") for file in ("blocks.html.j2", "letter.txt.j2")))
    found = list(lost_text(view(render(issue, settings(), older), issue=issue)))
    assert [finding.message.partition(" (")[0] for finding in found] == [
        "the HTML part leaves out words of the block “poll”",
        "the plain text part leaves out words of the block “poll”",
    ]


@pytest.mark.parametrize("file", ["blocks.html.j2", "letter.txt.j2"])
def test_a_template_refuses_a_block_that_it_does_not_know(file: str, tmp_path: Path) -> None:
    other = {"blocks.html.j2": "letter.txt.j2", "letter.txt.j2": "blocks.html.j2"}[file]
    with pytest.raises(SettingsMistakes) as refused:
        render(with_a_poll(tmp_path), settings(), look(tmp_path, (other, BRANCH, "")))
    (finding,) = refused.value.findings
    lines = (ROOT / "templates" / file).read_text("utf-8").split("\n")
    assert str(finding.place) == f"templates/{file}:{lines.index('{{ unknown(block) }}') + 1}"
    assert "“poll” (2026-01-02.md:40)" in finding.message
