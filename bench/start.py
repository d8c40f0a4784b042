"""A letter of one's own from nothing, by the README's commands: an empty folder, and in the end the local mailbox."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sysconfig
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from bench.measures import ROOT, Failed, Measured, Run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.needs import Need, Tools

SERIES: dict[str, frozenset[Need]] = {"start": frozenset()}
_SECTION = "\n## Start your own letter\n"
_VARIABLES = ("CENUM_", "PYTHON", "VIRTUAL_ENV")


def measure(_wanted: frozenset[str], runs: int, _tools: Tools, folder: Path) -> Measured:
    """Once. In the small form nothing is downloaded: what cenum needs is this environment's."""
    small = runs == 1
    letter = folder / "letter"
    letter.mkdir()
    # The repository that the README speaks of lies beside the letter.
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "cenum")], check=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_VARIABLES)}
    environment |= {
        "PATH": f"{letter / '.venv' / 'bin'}:{environment['PATH']}",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    if small:
        environment |= {"CENUM_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    took = []
    for command in commands((ROOT / "README.md").read_text("utf-8")):
        words = shlex.split(command)
        if small and words[0] == "pip":
            _borrow(letter)
        took.append((command, _timed(words, letter, environment)))
    rows = [f"| `{command}` | {seconds:.1f} s |" for command, seconds in took]
    total = sum(seconds for _command, seconds in took)
    return Measured({"start": [Run(total)]}, ["| command | wall |", "| --- | --- |", *rows])


def commands(readme: str) -> list[str]:
    """What the README has a person type, up to the letter in the mailbox."""
    section = readme.partition(_SECTION)[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return lines[: lines.index("cenum mailbox") + 1]


def _borrow(letter: Path) -> None:
    """Have the packages of this environment in the letter's, after its own."""
    (own,) = letter.glob(".venv/lib/python*/site-packages")
    (own / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")


def _timed(words: list[str], letter: Path, environment: Mapping[str, str]) -> float:
    """Seconds that a command takes; what shows itself in a browser, until its page was fetched."""
    if words[:2] == ["cenum", "send"]:
        (issue,) = letter.glob("issues/*.md")
        issue.write_text(re.sub(r"\ndraft: true.*", "", issue.read_text("utf-8")), "utf-8")
        words += ["--yes", "--early"]
    start = time.perf_counter()
    if words[0] == ".":
        return 0.0  # what it does for a shell, PATH does above
    if words[1] in {"preview", "mailbox"}:
        # Which port is free is this machine's affair.
        return _shown([*words, "--port", "0"], letter, environment)
    done = subprocess.run(
        words, cwd=letter, env=environment, stdin=subprocess.DEVNULL, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise Failed(f"{shlex.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def _shown(words: list[str], letter: Path, environment: Mapping[str, str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(
        words, cwd=letter, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as showing:
        try:
            address = next(
                (found[0] for line in showing.stdout or () if (found := re.search(r"http://\S+", line))), ""
            )
            if not address:
                raise Failed(f"{shlex.join(words)} names no address")
            with urlopen(address) as page:  # noqa: S310  our own page, on this machine
                page.read()
            return time.perf_counter() - start
        finally:
            showing.send_signal(signal.SIGINT)
            try:
                showing.wait(20)
            except subprocess.TimeoutExpired:
                showing.kill()
