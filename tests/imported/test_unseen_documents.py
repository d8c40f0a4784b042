"""Documents by somebody who did not know what cenum does with them, and what an editor expects to find.

``unseen/expected.json`` says for each what must be in the letter, what must be left out and told, and what must be in
one of the two: no word may be in neither. All of them have the same three sections.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec import Struct

from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "unseen"
DAY = "2026-12-11"
SECTIONS = ["edito", "cafe-ia", "veille"]


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor expects of one document; each of ``links`` in one of the forms that it may have."""

    in_letter: tuple[str, ...] = ()
    left_and_told: tuple[str, ...] = ()
    in_either: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    not_bold: tuple[str, ...] = ()
    links: tuple[tuple[str, ...], ...] = ()


EXPECTED = msgspec.json.decode((FOLDER / "expected.json").read_bytes(), type=dict[str, Expected])
# What is not as expected, and why it stays so.
LEFT_OPEN = {
    "obsidian.md": {"not bold: trésorière": "who gives a testimony is named without emphasis"},
}


def folded(text: str) -> str:
    """``text`` without what typography and Markdown make of words."""
    text = unicodedata.normalize("NFKC", text).translate({0xAD: None, 0x2010: "-", 0x2011: "-", 0x2019: "'"})
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\*\*|(?<!\w)[*_]|[*_](?!\w)", "", text).split())


def complaints(expected: Expected, text: str, report: str) -> Iterator[str]:
    """What an editor would say of the issue's ``text`` and of the ``report``."""
    head, _rule, body = text.removeprefix("---\n").partition("\n---\n")
    front, _key, remarks = head.partition("\nremarks:\n")
    letter, told = folded(f"{front}\n{body}"), folded(f"{report}\n{remarks}")
    bold = [folded(one) for one in re.findall(r"\*\*(.+?)\*\*", body)]
    headings = [folded(line) for line in body.splitlines() if line.startswith("#")]

    def is_bold(words: str) -> bool:
        return any(folded(words) in one for one in bold)

    yield from (f"missing: {one}" for one in expected.in_letter if folded(one) not in letter)
    yield from (f"published: {one}" for one in (*expected.left_and_told, *expected.never) if folded(one) in letter)
    yield from (f"not told: {one}" for one in expected.left_and_told if folded(one) not in told)
    yield from (f"in neither: {one}" for one in expected.in_either if folded(one) not in letter + told)
    yield from (f"not once: {one}" for one in expected.once if letter.count(folded(one)) != 1)
    yield from (
        f"no heading: {one}" for one in expected.headings if not any(folded(one) in line for line in headings)
    )
    yield from (f"not bold: {one}" for one in expected.bold if not is_bold(one))
    yield from (f"bold: {one}" for one in expected.not_bold if is_bold(one))
    yield from (f"no link: {forms[0]}" for forms in expected.links if not any(one in body for one in forms))
    if re.findall(r"^# .*\{#([\w-]+)", body, re.MULTILINE) != SECTIONS:
        yield f"sections: {headings}"


@pytest.mark.parametrize("name", EXPECTED)
def test_an_editor_finds_what_the_document_said(name: str, tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    done = letter.run("import", str(FOLDER / name), "--as", DAY, "--json")
    assert done.code == 0, done.out
    text = (letter.folder / "issues" / f"{DAY}.md").read_text("utf-8")
    report = json.dumps(done.data, ensure_ascii=False)
    assert set(complaints(EXPECTED[name], text, report)) == set(LEFT_OPEN.get(name, {}))


def test_each_document_is_expected_to_be_something() -> None:
    files = {file.name for file in FOLDER.iterdir() if file.suffix in {".docx", ".eml", ".html", ".md"}}
    assert files == set(EXPECTED)
    assert set(LEFT_OPEN) <= files
