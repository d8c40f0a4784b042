"""The first letter of the README, typed word for word in a copy of the repository."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
from pathlib import Path

from tests.test_cli import Letter

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands(section: str) -> list[str]:
    """The lines of a section's shell blocks that call cenum, in the order in which a person types them."""
    text = README.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("cenum ")]


def shows_itself(letter: Letter, *arguments: str) -> None:
    """What stays until somebody ends it says where it is to be seen."""
    showing = letter.start(*arguments)
    assert showing.stdout
    assert "http://" in showing.stdout.readline()
    showing.send_signal(signal.SIGINT)
    showing.communicate(timeout=20)


def remove_draft(letter: Letter) -> None:
    (issue,) = (letter.folder / "issues").glob("*.md")
    text = issue.read_text("utf-8")
    assert "\ndraft: true" in text
    issue.write_text(re.sub(r"\ndraft: true.*", "", text), "utf-8")


def write_it(issue: Path) -> None:
    """As an editor does: words of one's own in place of those of ``cenum new``, and no line that calls it a draft."""
    head, body = issue.read_text("utf-8").split("---\n", 2)[1:]
    assert "\ndraft: true" in head
    sections = [f"{line}\n\nNous avons lu un rapport.\n" for line in body.splitlines() if line.startswith("# ")]
    assert sections
    issue.write_text("\n".join(["---\ntitle: Un rapport sur les médiathèques\n---\n", *sections]), "utf-8")


def test_the_first_letter_goes_as_the_readme_says(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    shutil.rmtree(letter.issue.parent)
    typed = commands("Your first letter, in five minutes")
    assert typed[0] == "cenum new"
    for command in typed:
        if command.startswith("cenum test"):
            write_it(*letter.issue.parent.glob("*.md"))
        if command.startswith("cenum preview"):
            shows_itself(letter, "preview", "--port", "0")
            continue
        # A person answers the question of a send; nobody is there in a test.
        arguments = shlex.split(command)[1:] + (["--yes", "--early"] if " send" in command else [])
        answer = letter.run(*arguments)
        assert answer.code == 0, answer.err
    assert len(letter.mails()) == 2 + 3


def test_what_a_command_answers_is_what_the_readme_shows(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    letter.issue.unlink()
    said = letter.run("new", CENUM_LANG="")
    shown = "\n".join(line.removeprefix("   ") for line in README.splitlines())
    assert f"```\n{said.err}{said.out}```".replace("\u00a0", " ") in shown


def test_a_letter_of_ones_own_goes_as_the_readme_says(tmp_path: Path) -> None:
    letter = Letter.__new__(Letter)
    letter.folder = tmp_path
    typed = commands("Start your own letter")
    assert [command.split()[1] for command in typed] == [
        *("init", "preview", "check", "build", "test", "send", "mailbox", "doctor"),
    ]
    for command in typed:
        if command == "cenum send next":
            remove_draft(letter)
        if command == "cenum preview":
            shows_itself(letter, "preview", "--port", "0")
        elif command == "cenum mailbox":
            shows_itself(letter, "mailbox", "--port", "0")
        else:
            arguments = shlex.split(command)[1:] + (["--yes", "--early"] if " send" in command else [])
            answer = letter.run(*arguments)
            expected = 1 if " doctor" in command else 0  # there is no repository yet, and no real service
            assert answer.code == expected, answer.err
    assert len(letter.mails()) == 1 + 1


def test_every_command_is_in_the_readme(tmp_path: Path) -> None:
    listed = Letter(tmp_path).run("--help").out.partition("Commands:")[2].split("\n")
    names = [line.split()[0] for line in listed if line.strip()]
    assert names
    assert [name for name in names if f"| `cenum {name}" not in README] == []
