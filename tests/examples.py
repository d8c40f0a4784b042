"""The examples of the rules, which stand in docs/rules/ and, for the reader, in docs/rules.md."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent.parent / "docs" / "rules"
# A line that stands many times, where nobody wants to read it as often.
_MANY = re.compile(r"^(.*) \(× (\d+)\)$", re.MULTILINE)
_WEB = re.compile(r"^(\S+) → (.+)$", re.MULTILINE)

Kind = Literal["markdown", "yaml", "toml", "html", "web", "template", "memory", "spamassassin"]


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule finds, and what stands close to that and is right.

    ``kind`` says what the two are: ``markdown`` of a section, or of a whole issue where it begins with ``---``;
    ``yaml`` of the front matter; ``toml`` of the settings; ``html`` at the letter's end, or in its ``<head>``;
    ``web``, what hosts answer, an ``address → answer`` a line; ``template``, an excerpt of ``file`` as it is (all of
    it where nothing stands there), and what was made of it; ``memory``, the file of earlier link checks;
    ``spamassassin``, the header that it writes.

    ``letter`` is the Markdown that both stand beside, and ``earlier`` that of the issue of the week before.
    """

    fails: str
    passes: str
    kind: Kind = "markdown"
    file: str = ""
    letter: str = ""
    earlier: str = ""


@cache
def examples() -> dict[str, Example]:
    """All of them by their rules' ids. Raises :class:`ValueError` where one stands in two files."""
    found: dict[str, Example] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        table = msgspec.convert(tomllib.loads(file.read_text("utf-8")), dict[str, Example])
        if twice := found.keys() & table:
            raise ValueError(f"{file.name}: {', '.join(twice)} has an example already")
        found |= table
    return found


def written_out(text: str) -> str:
    """``text`` with every ``line (× 500)`` as often as it says."""
    return _MANY.sub(lambda match: "\n".join([match[1]] * int(match[2])), text.strip("\n"))


def answers(text: str) -> dict[str, str]:
    """What ``web`` examples say of each address, the one that the letter links first."""
    return {address: answer.strip() for address, answer in _WEB.findall(text)}


class ExampleWords(NamedTuple):
    """What a page says around an example."""

    found: str
    silent: str
    colon: str
    before: str
    letter: str
    as_it_is: str
    nothing: str


def in_words(example: Example, words: ExampleWords) -> Iterator[str]:
    """The example as the page of the rules shows it."""
    if example.earlier:
        yield f"{words.before}\n\n{_shown(example.earlier, 'markdown')}\n\n"
    if example.letter:
        yield f"{words.letter}\n\n{_shown(example.letter, 'markdown')}\n\n"
    where = f" (`{example.file}`)" if example.file else ""
    unless = words.as_it_is if example.kind == "template" else words.nothing
    if not re.search(r"[\n`]", f"{example.fails}{example.passes}".strip("\n")):
        passes = f"`{example.passes}`" if example.passes else f"*{unless}*"
        yield f"- {words.found}{where}{words.colon} `{example.fails}`\n- {words.silent} {passes}\n"
        return
    language = Path(example.file.removesuffix(".j2")).suffix[1:] if example.kind == "template" else example.kind
    language = {"web": "text", "memory": "text", "spamassassin": "text", "mjml": "html", "txt": "jinja"}.get(
        language, language
    )
    yield f"{words.found}{where}{words.colon}\n\n{_shown(example.fails, language)}\n\n"
    yield f"{words.silent}\n\n{_shown(example.passes, language)}\n"


def _shown(text: str, language: str) -> str:
    text = text.strip("\n")
    language = "text" if _MANY.search(text) else language  # what is shortened is none
    return f"````{language}\n{text}\n````"
