"""The pages as GitHub reads them: what they link, where one can link to, what they tell to type."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import html
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = (*sorted(DOCS.rglob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")))


def name(page: Path) -> str:
    """How a page is called in tests."""
    return page.relative_to(ROOT).as_posix()


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8")))


def _inline(page: Path) -> Iterator[Token]:
    for token in tokens(page):
        yield from token.children or [token]


def targets(page: Path) -> list[str]:
    """Where its links and pictures lead; those of pieces of HTML too."""
    found = []
    for token in _inline(page):
        address = token.attrGet("href") or token.attrGet("src")
        if address:
            found.append(unquote(str(address)))
        if token.type in {"html_block", "html_inline"} and re.match(r"\s*<\w", token.content):
            piece: Any = html.fromstring(token.content)
            found += piece.xpath("descendant-or-self::*/@href | descendant-or-self::*/@src")
    return found


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names that GitHub gives the headings: small letters, no punctuation, hyphens for spaces, and a number for
    a name that was there before (github.com/Flet/github-slugger, which follows it)."""
    found: list[str] = []
    for opening, content in zip(tokens(page), tokens(page)[1:], strict=False):
        if opening.type == "heading_open":
            text = "".join(child.content for child in content.children or () if child.type in {"text", "code_inline"})
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            again = sum(
                known == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", known) is not None for known in found
            )
            found.append(f"{slug}-{again}" if again else slug)
    return frozenset(found)


def typed(page: Path) -> list[str]:
    """The lines of its shell blocks, in their order."""
    blocks = [token.content for token in tokens(page) if token.type == "fence" and token.info.split()[:1] == ["sh"]]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def codes(page: Path) -> list[str]:
    """The pieces of code within its text."""
    return [token.content for token in _inline(page) if token.type == "code_inline"]


def texts(page: Path) -> list[str]:
    """What is neither code nor an address."""
    return [token.content for token in _inline(page) if token.type == "text"]
