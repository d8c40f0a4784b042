"""Typeset Markdown as plain text: wrapped, indented, its links numbered."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.issue.blocks import Prose

WIDTH = 76  # RFC 3676, section 4.2, wants flowed lines under 78; quoted once, these still fit
_NBSP = "\u00a0"
# How a cell follows the name of its column, and one cell another: in French, and elsewhere.
_FRENCH_ROW, _ROW = ("{}\u00a0: {}", "\u202f; "), ("{}: {}", "; ")
_EMOJI_STYLE = "\ufe0f"  # makes an emoji, two columns wide, of the sign before it


class References:
    """The numbered links of one letter, given out at the end of each section."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting: list[str] = []

    def mark(self, url: str) -> str:
        """``[3]``, and ``url`` waits to be given out under that number.

        Nothing for a place in the letter itself: plain text has nowhere to jump to.
        """
        if url.startswith("#"):
            return ""
        self._count += 1
        self._waiting.append(f"[{self._count}] {spell(url)}")
        return f"[{self._count}]"

    def flush(self) -> str:
        """The links since the last time, one a line."""
        lines, self._waiting = self._waiting, []
        return "\n".join(lines)


# As in typography.py: after a save, nearly all is as it was.
@lru_cache(maxsize=512)
def wrap(text: str, indent: str = "", hanging: str = "", *, width: int = WIDTH) -> str:
    """``text`` in lines of at most ``width`` columns; words and addresses are never cut.

    All lines stand ``indent`` from the margin, and all but the first ``hanging`` from there.
    """
    paragraphs = [
        textwrap.fill(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent + hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    ]
    return "\n".join(paragraphs)


def underline(text: str, mark: str, indent: str = "") -> str:
    """``text``, wrapped, over a line of ``mark`` as long as its longest line, and never longer than one may be."""
    lines = wrap(text, indent)
    longest = max(_columns(line) for line in lines.split("\n"))
    return f"{lines}\n{indent}{mark * (min(WIDTH, longest) - len(indent))}"


def _columns(line: str) -> int:
    """How wide a terminal shows ``line``: an emoji takes two columns, an accent or a joiner none."""
    columns = 0
    for before, character in pairwise(f" {line}"):
        wide = unicodedata.east_asian_width(character) == "W"
        if character == _EMOJI_STYLE:
            columns += unicodedata.east_asian_width(before) != "W"
        elif unicodedata.category(character) not in {"Mn", "Cf"}:
            columns += 1 + wide
    return columns


def prose_text(prose: Prose, references: References, image: str, indent: str = "", *, french: bool = True) -> str:
    """``prose`` as plain text. ``image`` is the letter's word before a picture's description.

    Where the letter is ``french``, what cenum itself puts between the cells of a table has French spaces.
    """
    writer = _Writer(references, image, _FRENCH_ROW if french else _ROW)
    return writer.blocks(SyntaxTreeNode(list(prose.tokens)).children, indent)


class _Writer:
    """Walks the tree that markdown-it made, one method for what blocks are and one for what lines are."""

    def __init__(self, references: References, image: str, row: tuple[str, str]) -> None:
        self._references = references
        self._image = image
        self._named, self._between = row

    def blocks(self, nodes: Iterable[SyntaxTreeNode], indent: str) -> str:
        return "\n\n".join(filter(None, (self._block(node, indent) for node in nodes)))

    def _block(self, node: SyntaxTreeNode, indent: str) -> str:
        match node.type:
            case "paragraph":
                return wrap(self._inline(node.children[0]), indent)
            case "heading":
                return underline(self._inline(node.children[0]).replace("\n", " "), "-", indent)
            case "bullet_list" | "ordered_list":
                return self._list(node, indent)
            case "blockquote":
                return self.blocks(node.children, indent + "> ")
            case "table":
                return self._table(node, indent)
            case "fence":
                return textwrap.indent(node.content.rstrip("\n"), indent + "    ")
            case "hr":
                return indent + "✦ ✦ ✦"
            case _:
                return self.blocks(node.children, indent)

    def _list(self, node: SyntaxTreeNode, indent: str) -> str:
        first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        items: list[tuple[str, list[str]]] = []
        for number, item in enumerate(node.children, start=first):
            bullet = f"{number}. " if node.type == "ordered_list" else "• "
            inner = indent + " " * len(bullet)
            items.append((bullet, [text for child in item.children if (text := self._block(child, inner))]))
        # One blank line anywhere in a list, and its points need blank lines too, to be told apart.
        tight = all(child.hidden for item in node.children for child in _paragraphs(item))
        gap = "\n" if tight and not any("\n\n" in text for _bullet, texts in items for text in texts) else "\n\n"
        return gap.join(indent + bullet + gap.join(texts)[len(indent) + len(bullet) :] for bullet, texts in items)

    def _table(self, node: SyntaxTreeNode, indent: str) -> str:
        """A line for each row that names its columns: no program has to keep them under one another.

        An empty cell is left out, but in the first row if nothing else would name its column.
        """
        headings, *rows = [
            [self._inline(cell.children[0]) if cell.children else "" for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        rows = rows or [[""] * len(headings)]
        unnamed = {at for at, cells in enumerate(zip(*rows, strict=True)) if not any(cells)}
        lines = [
            self._between.join(
                self._named.format(heading, cell).rstrip() if heading else cell
                for at, (heading, cell) in enumerate(zip(headings, row, strict=True))
                if cell or (not number and at in unnamed)
            )
            for number, row in enumerate(rows)
        ]
        return "\n".join(wrap(f"• {line}", indent, "  ") for line in lines)

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "code_inline":
                return node.content
            case "softbreak":
                return " "
            case "hardbreak":
                return "\n"
            case "image":
                return self._picture(node)
            case "s":
                return f"~{''.join(self._inline(child) for child in node.children)}~"
            case "link":
                words = "".join(self._inline(child) for child in node.children)
                url = str(node.attrs["href"])
                if url.removeprefix("mailto:") == words:
                    return words  # an address is said once
                mark = self._references.mark(url)
                return f"{words}{_NBSP}{mark}" if mark else words
            case _:
                return "".join(self._inline(child) for child in node.children)

    def _picture(self, node: SyntaxTreeNode) -> str:
        credit = f" ({node.meta['credit']})" if node.meta["credit"] else ""
        return f"[{self._image} {node.meta['alt']}{credit}]"


def _paragraphs(item: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """A tight list's paragraphs are hidden ones; that is how markdown-it tells it from a loose one."""
    return [child for child in item.children if child.type == "paragraph"]
