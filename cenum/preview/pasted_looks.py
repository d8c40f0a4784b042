"""What a paste looks like beyond what its words say: colours and lines, which a letter has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.html_page import Turn, turns
from cenum.imported.tree_reading import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.imported.html_kinds import JudgedPage


def lost_looks(page: JudgedPage) -> Iterator[str]:
    """What was coloured or underlined, in sentences.

    The colour of most words is the page's own, and no mark; the looks of a link are the program's.
    """
    coloured, underlined = _looks(page)
    usual = max(coloured, key=lambda colour: sum(map(len, coloured[colour])), default="")
    marked = " ".join(" ".join(words) for colour, words in coloured.items() if colour != usual).split()
    if marked:
        message = _("colours were left out, since the letter has its own: “{words}”")
        yield message.format(words=shortened(" ".join(marked)))
    if underlined:
        message = _("nothing is underlined in a letter but links; this was: “{words}”")
        yield message.format(words=shortened(" ".join(" ".join(underlined).split())))


def _looks(page: JudgedPage) -> tuple[dict[str, list[str]], list[str]]:
    """The words of each colour, and those that are underlined."""
    coloured: dict[str, list[str]] = {}
    underlined: list[str] = []
    around = [("", False, False)]  # the colour, whether it is underlined, whether it is a link
    for turn, node, text in turns(page.page.root):
        colour, is_underlined, is_link = around[-1]
        if turn is Turn.BEGINS:
            styles = page.styles[node]
            drawn = f"{styles.get('text-decoration', '')} {styles.get('text-decoration-line', '')}"
            around.append(
                (
                    _plain(styles.get("color", "")) or colour,
                    is_underlined or node.tag == "u" or "underline" in drawn,
                    is_link or (node.tag == "a" and bool(node.get("href"))),
                )
            )
        elif turn is Turn.ENDS:
            around.pop()
        elif text.strip() and page.says_taken(node) and not is_link:
            coloured.setdefault(colour, []).append(text)
            if is_underlined:
                underlined.append(text)
    return coloured, underlined


def _plain(colour: str) -> str:
    """One name for what programs call black."""
    return "black" if colour in _BLACK else "" if colour in {"inherit", "initial"} else colour


_BLACK = frozenset(["#000", "#000000", "auto", "black", "rgb(0, 0, 0)", "rgb(0,0,0)", "windowtext"])
