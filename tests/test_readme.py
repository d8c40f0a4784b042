"""The first letter of the README, typed word for word in a copy of the repository."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
from pathlib import Path

import pytest

from tests.test_cli import Letter

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    """The lines of the shell blocks that call cenum, in the order in which a person types them."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("cenum ")]


def shows_itself(letter: Letter) -> None:
    """What stays until somebody ends it says where it is to be seen."""
    showing = letter.start("preview", "--port", "0")
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


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_no_page_points_to_a_file_that_is_not_there(page: Path) -> None:
    # What stands in code is an example, and no link of the page's.
    text = re.sub(
        r"^(`{3,})[^\n]*\n.*?^\1$|(`+)[^\n]+?\2", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text)
    targets += re.findall(r'src="([^"]+)"', text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_is_in_the_readme(tmp_path: Path) -> None:
    listed = Letter(tmp_path).run("--help").out.partition("Commands:")[2].split("\n")
    names = [line.split()[0] for line in listed if line.strip()]
    assert names
    assert [name for name in names if f"| `cenum {name}" not in README] == []
