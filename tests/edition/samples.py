"""The letters that the tests render, and what is read back from them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from lxml import etree

from cenum.cache import user_cache
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.issue.reader import read
from cenum.process import process
from cenum.settings import Settings, load
from cenum.starter.looks import USUAL, look_files
from cenum.workspace import Workspace

if TYPE_CHECKING:
    from cenum.edition.edition import Edition
    from cenum.process import Result

ROOT = Path(__file__).parent.parent.parent
OWN = Path(__file__).parent / "letters"
REAL = ROOT.parent / "shared" / "content" / "2025-04-18.md"
EVERY_BLOCK, HOSTILE, BARE, TABLES = "2026-01-02", "2026-01-09", "2026-01-16", "2026-01-23"

_copies: list[TemporaryDirectory[str]] = []

needs_the_real_letter = pytest.mark.skipif(not REAL.is_file(), reason=f"the real letter is not at {REAL}")


@dataclass(frozen=True)
class Letter:
    """``folder`` has the settings that it is rendered with; ``look`` is one of those that letters begin with."""

    file: Path
    folder: Path
    look: str = USUAL

    @property
    def name(self) -> str:
        return self.file.stem


def own(name: str) -> Letter:
    """One of the letters that only the tests send."""
    return Letter(OWN / "issues" / f"{name}.md", OWN)


def samples() -> list[Letter]:
    """The sample letters of the repository."""
    return [Letter(file, ROOT) for file in sorted((ROOT / "issues").glob("*.md"))]


def real() -> Letter:
    return Letter(REAL, ROOT)


def every_letter() -> list[Any]:
    """All of them, as parameters; the real one says why it is skipped where it is not at hand."""
    letters = [own(EVERY_BLOCK), own(HOSTILE), own(BARE), *samples()]
    parameters = [pytest.param(letter, id=letter.name) for letter in letters]
    return [*parameters, pytest.param(real(), id="real", marks=needs_the_real_letter)]


@cache
def templates(look: str = USUAL) -> Templates:
    return Templates(look_folder(look), user_cache())


@cache
def look_folder(look: str) -> Path:
    """The templates of ``look``; but for the usual one, a copy that is there as long as the tests run."""
    if look == USUAL:
        return ROOT / "templates"
    kept = TemporaryDirectory()
    _copies.append(kept)
    write_look(Path(kept.name), look)
    return Path(kept.name) / "templates"


def write_look(folder: Path, look: str) -> None:
    """Copy the templates of ``look`` to ``folder``."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name, content in look_files(look).items():
        (folder / name).write_bytes(content)


@cache
def made(letter: Letter) -> Result:
    return process(letter.file, Workspace(letter.folder, load(letter.folder / "cenum.toml")), templates(letter.look))


def edition(letter: Letter) -> Edition:
    return made(letter).edition


def public(letter: Letter) -> tuple[str, str]:
    """HTML and text as they can be read anywhere."""
    rendered = edition(letter)
    return rendered.fill(rendered.public_links)


def settings(**changes: dict[str, object]) -> Settings:
    """The settings of the tests' own letters, with ``changes`` to their tables."""
    table = msgspec.to_builtins(_own_settings())
    for key, change in changes.items():
        table[key] = {**table[key], **change}
    return msgspec.convert(table, Settings)


@cache
def _own_settings() -> Settings:
    return load(OWN / "cenum.toml")


@dataclass(frozen=True)
class Desk:
    """A folder to write letters in. ``templates`` may be changed there."""

    folder: Path

    @property
    def templates(self) -> Path:
        copy = self.folder / "templates"
        if not copy.exists():
            shutil.copytree(ROOT / "templates", copy)
        return copy

    def edition(self, body: str, head: str = "title: Un titre", chosen: Settings | None = None) -> Edition:
        """The edition of an issue with this front matter and this Markdown."""
        file = self.folder / "2026-01-02.md"
        file.write_text(f"---\n{head}\n---\n\n{body}\n", "utf-8")
        chosen = chosen or settings()
        reading = read(file, chosen, root=self.folder)
        assert reading.issue is not None, [str(finding) for finding in reading.findings]
        look = Templates(self.templates, user_cache()) if (self.folder / "templates").exists() else templates()
        return render(reading.issue, chosen, look)

    def section(self, body: str, head: str = "title: Un titre") -> Edition:
        """The same, the Markdown being put into one section."""
        return self.edition(f"# Une section {{#une}}\n\n{body}", head)


def tree(html: str) -> Any:
    return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))


def words(text: str) -> str:
    """``text`` with one ordinary space wherever there is any."""
    return re.sub(r"\s+", " ", text).strip()


def html_links(html: str) -> list[str]:
    """Where the links lead, in their order; those to a place in the letter itself aside."""
    return [href for href in tree(html).xpath("//a/@href") if not href.startswith("#")]


def numbered_links(html: str) -> list[str]:
    """Those of them that have a number in the plain text: an address that is the link's text is said once."""
    links = tree(html).xpath("//a[@href and not(starts-with(@href, '#'))]")
    said = re.compile(r"^(mailto:|https://)")
    return [
        link.get("href")
        for link in links
        if said.sub("", link.get("href")) != said.sub("", words(link.xpath("string()")))
    ]


def text_blocks(html: str) -> list[str]:
    """What a reader sees of the HTML, a paragraph, heading or point each; the preheader and ornaments aside."""
    blocks = [""]
    (wrapper,) = tree(html).xpath("/html/body/div")
    wrapper.remove(wrapper[0])
    for ornament in wrapper.xpath(".//div[@class='mark']"):
        ornament.text = ""
    inline = {"a", "strong", "em", "code"}
    for event, element in etree.iterwalk(wrapper, ("start", "end", "comment")):
        if event != "comment" and element.tag not in inline:
            blocks.append("")
        blocks[-1] += (element.text if event == "start" else element.tail) or ""
    return [words(block) for block in blocks if block.strip()]


def text_links(text: str) -> list[str]:
    """The same of the plain text, by their numbers: the marks' order is the links'."""
    addresses = dict(re.findall(r"^\[(\d+)\] (\S+)$", text, re.MULTILINE))
    body = re.sub(r"^\[\d+\] \S+$", "", text, flags=re.MULTILINE)
    marks = [mark for mark in re.findall(r"\[(\d+)\]", body) if mark in addresses]
    assert len(marks) == len(addresses), "a number stands twice, or its address is missing"
    return [addresses[mark] for mark in marks]


def conditional(html: str) -> str:
    """What only Outlook reads."""
    return "".join(re.findall(r"<!--\[if [^\]]*mso.*?\]>(.*?)<!\[endif\]-->", html, re.DOTALL))


def style_attributes(html: str) -> list[str]:
    return [unescape("".join(pair)) for pair in re.findall(r"""\sstyle=(?:"([^"]*)"|'([^']*)')""", html)]
