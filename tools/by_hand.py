"""What an editor does by hand, with the cenum that is installed: `python tools/by_hand.py`, on any system.

It begins a letter in a new folder, checks, builds and previews it, and sends it on the embedded service. It also
builds a sample letter of this repository, which has to be the same to the byte on every system. It needs nothing but
Python. Words after the program's name are a command to run instead of the installed `cenum`.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
# A letter without a picture: libraries of pictures differ in a bit from one processor to another.
SAMPLE = "2026-11-20"
GOLDEN = ROOT / "tests" / "edition" / "golden" / f"{SAMPLE}.txt"
SECONDS = 60


class Editor:
    """Somebody who types commands in ``folder``."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.command = command
        self.folder = folder

    def types(self, *words: str, code: int = 0) -> Any:
        """The answer to a command, which has to end with ``code``."""
        print("$ cenum", *words, flush=True)
        done = subprocess.run(
            [*self.command, *words, "--json"], cwd=self.folder, capture_output=True, check=False, timeout=SECONDS
        )
        said = done.stderr.decode("utf-8", "replace")
        assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout.decode()}{said}"
        return json.loads(done.stdout)

    @contextmanager
    def looks(self) -> Iterator[str]:
        """The address of the preview, which ends with this."""
        print("$ cenum preview", flush=True)
        with subprocess.Popen(
            [*self.command, "preview", "--port", "0", "--json"], cwd=self.folder, stdout=subprocess.PIPE
        ) as shown:
            assert shown.stdout
            try:
                said = b""
                while b"}" not in said:
                    line = shown.stdout.readline()
                    assert line, "the preview ended before it said where it is"
                    said += line
                yield json.loads(said)["url"]
                if sys.platform != "win32":  # which has no Ctrl-C for one process alone
                    shown.send_signal(signal.SIGINT)
                    assert shown.wait(SECONDS) == 0
            finally:
                shown.kill()


def main() -> None:
    command = sys.argv[1:] or [shutil.which("cenum", path=sysconfig.get_path("scripts")) or "cenum"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name) / "La lettre d’été"
        folder.mkdir()
        _own_letter(Editor(command, folder))
        _sample(Editor(command, Path(name)))
    print("An editor can work here.")


def _own_letter(editor: Editor) -> None:
    site = ["--site", "https://lettre.example.org"]
    editor.types("init", "--name", "La Lettre d’été", "--publisher", "Une association", *site, "--yes")
    (first,) = (editor.folder / "issues").glob("*.md")
    second = Path(editor.types("new")["file"])
    _has_lines(first, second, *(file for file in (editor.folder / "templates").rglob("*") if file.is_file()))
    editor.types("check", "--offline", second.stem)
    built = editor.types("build", "--offline", first.stem)
    files = [Path(built["folder"]) / name for name in built["files"]]
    _has_lines(*(file for file in files if file.suffix not in {".eml", ".ics"}))  # these have their own
    with editor.looks() as address:
        _shows_every_save(address, first)
    text = first.read_bytes().decode()
    first.write_bytes(re.sub(r"\ndraft: true.*", "", text).encode())
    editor.types("test", "--offline", first.stem)
    editor.types("send", "--offline", "--yes", "--early", first.stem)
    editor.types("send", "--offline", "--yes", "--early", first.stem, code=1)
    assert len(list((editor.folder / ".cenum" / "local" / "mailbox" / "new").iterdir())) == 2


def _has_lines(*files: Path) -> None:
    """Nothing was written with the line ends of one system."""
    assert [file.name for file in files if b"\r" in file.read_bytes()] == []


def _shows_every_save(address: str, issue: Path) -> None:
    title = re.search(r"^title: (.*)", issue.read_text("utf-8"), re.MULTILINE)
    assert title
    browser = build_opener(HTTPCookieProcessor())  # whoever comes with the key gets a cookie
    assert title[1] in _page(browser, address)
    with browser.open(urljoin(address, "/events"), timeout=SECONDS) as events:
        assert events.readline().startswith(b"retry")
        issue.write_bytes(issue.read_bytes().replace(title[1].encode(), b"Un titre au bord de la mer"))
        seen = False
        while not seen:  # the first word may be of a file that is only half written
            while not events.readline().startswith(b"event: changed"):
                pass
            seen = "Un titre au bord de la mer" in _page(browser, address)


def _page(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=SECONDS) as page:
        return str(page.read().decode())


def _sample(editor: Editor) -> None:
    shutil.copy(ROOT / "cenum.toml", editor.folder)
    for name in ("issues", "templates"):
        shutil.copytree(ROOT / name, editor.folder / name)
    built = editor.types("build", "--offline", SAMPLE)
    assert f"digest: {built['digest']}\n" in GOLDEN.read_text("utf-8"), "the same letter has other bytes here"


if __name__ == "__main__":
    main()
