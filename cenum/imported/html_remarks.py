"""What colleagues said in a page: the comments of Google Docs and of Word, and what they drew a marker over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.imported.html_page import Turn, turns
from cenum.imported.source_letter import Remark, WordKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cenum.imported.html_kinds import JudgedPage
    from cenum.imported.html_page import HtmlNode

# The markers of Word and of LibreOffice, and the light ones that Google Docs offers first.
_MARKERS = frozenset(
    {"yellow", "lime", "aqua", "cyan", "fuchsia", "magenta", "#ffff00", "#ff0", "#00ff00", "#0f0", "#00ffff", "#0ff"}
    | {"#ff00ff", "#f0f", "#fff2cc", "#ffe599", "#ffd966"}
)
_INLINE = frozenset({"a", "b", "em", "font", "i", "mark", "span", "strong", "u"})
_BESIDE = 60  # characters before a mark


def remarks_of_page(page: JudgedPage) -> tuple[Remark, ...]:
    """Comments, in the order of the letter's words that they are about, then markers."""
    of_office = (Remark(note.before, "", note.says) for note in page.page.notes if page.page.of_office)
    return (*_comments(page), *of_office, *_drawn_over(page))


def _comments(page: JudgedPage) -> Iterator[Remark]:
    """Each comment with the words before its mark, which Word's comments have in the order of the comments."""
    held = {pair.held: pair.mark for pair in page.pairs if pair.is_comment}
    of_word = [node for node, styles in page.styles.items() if styles.get("mso-element") == "comment"]
    held |= dict(zip(of_word, (node for node in page.styles if "msocomanchor" in node.classes), strict=False))
    before = _before(page, frozenset(held.values()))
    found = [
        (held.get(node), Remark("", standing.who, _said(page, node)))
        for node, standing in page.standing.items()
        if standing.kind is WordKind.COMMENT and not _is_comment(page, node.parent)
    ]
    order = {mark: index for index, mark in enumerate(before)}
    for mark, remark in sorted(found, key=lambda one: order.get(one[0], len(order)) if one[0] else len(order)):
        if remark.says:
            yield remark._replace(at=before.get(mark, "") if mark else "")


def _is_comment(page: JudgedPage, node: HtmlNode | None) -> bool:
    return node is not None and page.standing[node].kind is WordKind.COMMENT


def _before(page: JudgedPage, marks: Collection[HtmlNode]) -> dict[HtmlNode, str]:
    """The words of the block of each of ``marks`` that stand before it."""
    found: dict[HtmlNode, str] = {}
    block: list[str] = []
    for turn, node, text in turns(page.page.root):
        if turn is Turn.SAYS:
            if page.says_taken(node):
                block.append(text)
        elif turn is Turn.BEGINS and node in marks:
            found[node] = " ".join("".join(block).split())[-_BESIDE:]
        elif page.parts_words(node):
            block = []
    return found


def _said(page: JudgedPage, held: HtmlNode) -> str:
    words: list[str] = []
    for turn, node, text in turns(held):
        if turn is Turn.SAYS:
            if _is_comment(page, node) and not page.standing[node].is_mark:
                words.append(text)
        elif page.parts_words(node):
            words.append(f" {node.get('alt')} " if turn is Turn.BEGINS and _is_comment(page, node) else " ")
    return " ".join("".join(words).split())


def _drawn_over(page: JudgedPage) -> Iterator[Remark]:
    last: HtmlNode | None = None
    for node, styles in page.styles.items():
        if node.tag not in _INLINE or not page.is_taken(node) or (last and last in node.ancestors()):
            continue
        ground = styles.get("background-color") or styles.get("background", "")
        is_marker = node.tag == "mark" or ground in _MARKERS or styles.get("mso-highlight", "none") != "none"
        words = " ".join(node.text().split()) if is_marker else ""
        if words:
            last = node
            yield Remark(words, "", "")
