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


def commands() -> list[str]:
    """The lines of the shell blocks that call cenum, in the order in which a person types them."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("cenum ")]


def shows_itself(letter: Letter, *named: str) -> None:
    """What stays until somebody ends it says where it is to be seen."""
    showing = letter.start("preview", *named, "--port", "0")
    assert showing.stdout
    assert "http://127.0.0.1:" in showing.stdout.readline()
    showing.send_signal(signal.SIGINT)
    showing.communicate(timeout=20)


def test_the_first_letter_goes_as_the_readme_says(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    shutil.rmtree(letter.issue.parent)
    assert commands()[0] == "cenum new"
    for command in commands():
        if command.startswith("cenum test"):
            (issue,) = letter.issue.parent.glob("*.md")
            text = issue.read_text("utf-8")
            assert "\ndraft: true" in text
            issue.write_text(re.sub(r"\ndraft: true.*", "", text), "utf-8")
        if command.startswith("cenum preview"):
            shows_itself(letter)
            continue
        # A person answers the question of a send; nobody is there in a test.
        arguments = shlex.split(command)[1:] + (["--yes"] if " send" in command else [])
        answer = letter.run(*arguments)
        assert answer.code == 0, answer.err
    assert len(letter.mails()) == 2 + 3


def test_every_command_is_in_the_readme(tmp_path: Path) -> None:
    listed = Letter(tmp_path).run("--help").out.partition("Commands:")[2].split("\n")
    names = [line.split()[0] for line in listed if line.strip()]
    assert names
    assert [name for name in names if f"| `cenum {name}" not in README] == []
