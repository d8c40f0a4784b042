"""Measure how long a letter of one's own takes: the README's commands from an empty folder to the local mailbox.

`make bench` prints the figures; `make bench WRITE=1` also puts them into docs/benchmarks.md.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from run import ROOT, machine

PAGE = ROOT / "docs" / "benchmarks.md"
SECTION = "\n## Start your own letter\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        letter = Path(folder) / "letter"
        letter.mkdir()
        wheel = built(Path(folder))
        times = [(command, timed(command, letter, wheel)) for command in commands()]
    total = sum(seconds for _command, seconds in times)
    lines = [
        machine().rpartition(";")[0].partition(", Node")[0] + "; one run.",
        "",
        "| command | wall |",
        "| --- | --- |",
        *(f"| `{command}` | {seconds:.1f} s |" for command, seconds in times),
        f"| all of them | {total:.1f} s |",
    ]
    report = "\n".join(lines)
    print(report)
    if os.environ.get("WRITE"):
        text = PAGE.read_text("utf-8")
        before, mark, rest = text.partition("<!-- start -->\n")
        PAGE.write_text(f"{before}{mark}{report}\n<!-- end of start -->{rest.partition('<!-- end of start -->')[2]}")


def commands() -> list[str]:
    """What the README has a person type, up to the letter in the mailbox."""
    section = (ROOT / "README.md").read_text("utf-8").partition(SECTION)[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return lines[: lines.index("cenum mailbox") + 1]


def built(folder: Path) -> Path:
    """The wheel of this source tree, which stands for the published one."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def timed(command: str, letter: Path, wheel: Path) -> float:
    """Seconds that ``command`` takes; what shows itself in a browser, until its page was fetched."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("CENUM_", "PIP_CONSTRAINT"))
    }
    environment["PATH"] = f"{letter / '.venv' / 'bin'}:{environment['PATH']}"
    words = shlex.split(command.replace("pip install cenum", f"pip install {shlex.quote(str(wheel))}"))
    if words[:2] == ["cenum", "send"]:
        (issue,) = letter.glob("issues/*.md")
        issue.write_text(re.sub(r"\ndraft: true.*", "", issue.read_text("utf-8")), "utf-8")
        words.append("--yes")
    start = time.perf_counter()
    if words[0] == ".":
        return 0.0  # what it does for a shell, PATH does above
    if words[1] in {"preview", "mailbox"}:
        showing = subprocess.Popen(words, cwd=letter, env=environment, stdout=subprocess.PIPE, text=True)
        line = showing.stdout.readline() if showing.stdout else ""
        (address,) = re.findall(r"http://\S+", line)
        with urlopen(address) as page:  # noqa: S310  our own page, on this machine
            page.read()
        seconds = time.perf_counter() - start
        showing.send_signal(signal.SIGINT)
        showing.wait()
        return seconds
    subprocess.run(words, cwd=letter, env=environment, stdin=subprocess.DEVNULL, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
