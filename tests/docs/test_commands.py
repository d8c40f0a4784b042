"""Every command that the documentation shows, typed word for word in a folder of its own."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING
from zipfile import ZipFile

import click
import pytest
from docx import Document

from cenum.cli.group import cenum
from cenum.errors import Exit
from tests.docs.pages import DOCS, PAGES, ROOT, codes, name, typed
from tests.test_cli import Letter
from tests.test_readme import shows_itself, write_it

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What can't run here, and why.
LEFT_OUT = {
    "cenum preview --open": "it opens a browser, which would be the tester's own",
}
# What a test adds: nobody is there to answer, and no name is looked up.
ADDED = {
    "send": ["--yes", "--early"],
    "schedule": ["--yes"],
    "doctor": ["--offline"],
    "upgrade": ["--yes"],
    "clip": ["--offline"],
}
# What a command says when nobody may be asked: the line is there, and its facts are not.
ENDS = {"clip": Exit.REFUSED}
_TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def shown(page: Path) -> list[str]:
    """The commands of its shell blocks; the README's are typed by its own test."""
    lines = [shlex.join(shlex.split(line, comments=True)) for line in typed(page)]
    return [line for line in lines if line.startswith("cenum ")]


# What needs a copy of the repository is followed there, by tests/services/test_adding.py.
WITH_COMMANDS = [page for page in PAGES if page.is_relative_to(DOCS) and shown(page) and page.name != "adding.md"]


@pytest.mark.long
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_every_command_of_a_page_runs_as_it_stands(page: Path, tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    letter.issue.unlink()
    assert letter.run("new").code == 0
    (issue,) = letter.issue.parent.glob("*.md")
    write_it(issue)
    assert letter.run("test").code == 0
    commit(tmp_path)
    write_documents(tmp_path)
    for command in shown(page):
        if command in LEFT_OUT:
            continue
        _cenum, verb, *rest = shlex.split(command.replace("2026-11-27", issue.stem))
        if verb == "preview":
            shows_itself(letter, verb, *rest, "--port", "0")
            continue
        answer = letter.run(verb, *rest, *ADDED.get(verb, ()))
        assert answer.code == ENDS.get(verb, Exit.DONE), f"{command}\n{answer.out}{answer.err}"


def write_documents(folder: Path) -> None:
    """What somebody wrote elsewhere, under the names that the pages have."""
    words = {
        "lettre": "Quarante chaises, et un tableau.",
        "letter": "Forty chairs, and a blackboard.",
        "edito": "La carte des ateliers est parue hier.",
        "cafe-ia": "On se retrouve jeudi à la médiathèque.",
    }
    for stem, said in words.items():
        document = Document()
        document.add_heading("Une section", 1)
        document.add_paragraph(said)
        document.save(str(folder / f"{stem}.docx"))
    for stem in ("veille", "review"):
        (folder / f"{stem}.html").write_text("<h1>Une section</h1><p>Une page.</p>", "utf-8")
    with ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr("2024-03-01.md", "# Une section\n\nUne ancienne lettre.\n")


def commit(folder: Path) -> None:
    """The letter's folder as a repository whose branch is main."""
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "A letter"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


def test_the_pages_do_show_commands_and_what_is_left_out_is_among_them() -> None:
    commands = {command for page in WITH_COMMANDS for command in shown(page)}
    assert len(WITH_COMMANDS) >= 10
    assert len(commands) >= 15
    assert LEFT_OUT.keys() <= commands


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_a_page_names_exists_with_its_options(page: Path) -> None:
    unknown = [code for code in (*codes(page), *typed(page)) if not all(_exists(code))]
    assert unknown == []


def _exists(code: str) -> Iterator[bool]:
    words = code.partition("#")[0].split()
    if words[:1] == ["make"]:
        yield from (word in _TARGETS for word in words[1:] if word.isalpha())
    if words[:1] == ["cenum"]:
        command: click.Command = cenum
        for word in words[1:]:
            if isinstance(command, click.Group) and not word.startswith("-"):
                inner = command.commands.get(word)
                yield inner is not None or not word.isalpha() or word.isupper()
                command = inner or command
            elif word.startswith("-"):
                params = command.get_params(click.Context(command, **cenum.context_settings))
                known = {spelling for option in params for spelling in option.opts}
                yield word.partition("=")[0] in known | {"--help", "-h", "--version"}
