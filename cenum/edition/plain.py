"""Typeset Markdown as plain text: wrapped, indented, its links numbered."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from cenum.edition.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.issue.model import Prose

WIDTH = 76  # RFC 3676, section 4.2, wants flowed lines under 78; quoted once, these still fit
_NBSP = "\u00a0"


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


def underline(text: str, mark: str) -> str:
    """``text``, wrapped, over a line of ``mark`` as long as its longest line; never longer than a line may be."""
    lines = wrap(text)
    return lines + "\n" + mark * min(WIDTH, max(_columns(line) for line in lines.split("\n")))


def _columns(line: str) -> int:
    """How wide a terminal shows ``line``: an emoji takes two columns, and what joins or tints it none."""
    return sum(
        0 if unicodedata.category(character) in {"Mn", "Cf"} else 1 + (unicodedata.east_asian_width(character) == "W")
        for character in line
    )


def prose_text(prose: Prose, references: References, image: str, indent: str = "") -> str:
    """``prose`` as plain text. ``image`` is the letter's word before a picture's description."""
    writer = _Writer(references, image)
    return writer.blocks(SyntaxTreeNode(list(prose.tokens)).children, indent)


class _Writer:
    """Walks the tree that markdown-it made, one method for what blocks are and one for what lines are."""

    def __init__(self, references: References, image: str) -> None:
        self._references = references
        self._image = image

    def blocks(self, nodes: Iterable[SyntaxTreeNode], indent: str) -> str:
        return "\n\n".join(filter(None, (self._block(node, indent) for node in nodes)))

    def _block(self, node: SyntaxTreeNode, indent: str) -> str:
        match node.type:
            case "paragraph":
                return wrap(self._inline(node.children[0]), indent)
            case "heading":
                return textwrap.indent(underline(self._inline(node.children[0]).replace("\n", " "), "-"), indent)
            case "bullet_list" | "ordered_list":
                return self._list(node, indent)
            case "blockquote":
                return self.blocks(node.children, indent + "    ")
            case "fence" | "code_block":
                return textwrap.indent(node.content.rstrip("\n"), indent + "    ")
            case "hr":
                return indent + "* * *".replace("*", "✦")
            case _:
                return self.blocks(node.children, indent)

    def _list(self, node: SyntaxTreeNode, indent: str) -> str:
        first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        items = []
        tight = True
        for number, item in enumerate(node.children, start=first):
            bullet = f"{number}. " if node.type == "ordered_list" else "• "
            inner = indent + " " * len(bullet)
            parts = [self._block(child, inner) for child in item.children]
            tight = tight and all(child.hidden for child in _paragraphs(item))
            body = ("\n" if tight else "\n\n").join(filter(None, parts))
            items.append(indent + bullet + body[len(inner) :])
        return ("\n" if tight else "\n\n").join(items)

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
            case "link":
                words = "".join(self._inline(child) for child in node.children)
                mark = self._references.mark(str(node.attrs["href"]))
                return f"{words}{_NBSP}{mark}" if mark else words
            case _:
                return "".join(self._inline(child) for child in node.children)

    def _picture(self, node: SyntaxTreeNode) -> str:
        credit = f" ({node.meta['credit']})" if node.meta["credit"] else ""
        return f"[{self._image} {node.meta['alt']}{credit}]"


def _paragraphs(item: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """A tight list's paragraphs are hidden ones; that is how markdown-it tells it from a loose one."""
    return [child for child in item.children if child.type == "paragraph"]
