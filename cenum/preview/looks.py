"""The letter as mail programs show it: one look each, all of them from the same HTML."""

from __future__ import annotations

import copy
import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from lxml import etree

from cenum.preview import outlook
from cenum.preview.colours import turn_over, turned_over
from cenum.preview.places import mark_lines, parse, serialise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cenum.edition.model import Edition
    from cenum.issue.model import Issue
    from cenum.links.model import Link


class Look(Enum):
    """What is done to a letter on its way to a reader's eyes."""

    SENT = "sent"
    DARK = "dark"
    TURNED = "turned"
    PICTURELESS = "pictureless"
    STYLELESS = "styleless"
    OUTLOOK = "outlook"


_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME = re.compile(r"(color-scheme\s*:\s*)[^;}]*")
_URL = re.compile(r"url\([^)]*\)")
_EDGE = "border: 1px solid #8a8578; box-sizing: border-box; display: inline-block; overflow: hidden"


class Letter:
    """One edition, ready to be looked at; a look is made when somebody asks for it, and kept."""

    def __init__(self, edition: Edition, issue: Issue, links: Sequence[Link], source: str) -> None:
        self._edition = edition
        self._mark: Callable[[Any], None] = lambda tree: mark_lines(tree, issue, links, source)
        self._tree: Any = None
        self._made: dict[Look, str] = {}

    @property
    def tree(self) -> Any:  # noqa: ANN401  an lxml tree
        """The letter as it was sent, with its lines. Not to be changed."""
        if self._tree is None:
            self._tree = parse(self._edition.html)
            self._mark(self._tree)
        return self._tree

    def look(self, look: Look) -> str:
        """The letter's HTML so, with placeholders where pictures stand."""
        if look not in self._made:
            self._made[look] = self._make(look)
        return self._made[look]

    def _make(self, look: Look) -> str:
        if look is Look.OUTLOOK:
            tree = parse(outlook.as_word_reads(self._edition.html))
            self._mark(tree)
            outlook.as_word_shows(tree)
        else:
            tree = copy.deepcopy(self.tree)
            etree.strip_tags(tree, etree.Comment)  # they are for Outlook alone
        _TREATMENTS[look](tree)
        in_the_light(tree, dark=look is Look.DARK)
        return serialise(tree)


def with_pictures(html: str, addresses: Mapping[str, str]) -> str:
    """``html`` with the pictures' placeholders replaced by ``addresses``."""
    for placeholder, address in addresses.items():
        html = html.replace(placeholder, address)
    return html


def in_the_light(tree: Any, *, dark: bool) -> None:  # noqa: ANN401  an lxml tree
    """A letter is shown dark where that is asked for, and nowhere else, whatever the machine prefers."""
    scheme = "dark" if dark else "light"
    for element in tree.iter("style"):
        rules = _DARK.sub("(min-width: 0px)" if dark else "(max-width: 0px)", element.text or "")
        element.text = _SCHEME.sub(rf"\g<1>{scheme}", rules)
    for element in tree.iter("meta"):
        if element.get("name") in {"color-scheme", "supported-color-schemes"}:
            element.set("content", scheme)


def _without_pictures(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    for element in list(tree.iter("img")):
        box = etree.Element("span")
        box.text = element.get("alt", "")
        width, height = (element.get(name, "") for name in ("width", "height"))
        # As wide as its column at most, as the picture is: a phone's column is narrower than the picture.
        size = f"width: 100%; max-width: {width}px" if width.isdecimal() else "max-width: 100%"
        if width.isdecimal() and height.isdecimal():
            size += f"; aspect-ratio: {width} / {height}"
        box.set("style", f"{size}; {_EDGE}")
        if element.get("data-line"):
            box.set("data-line", element.get("data-line"))
        box.tail = element.tail
        element.getparent().replace(element, box)
    for element in tree.iter("style"):
        element.text = _URL.sub("none", element.text or "")
    for element in tree.iter("*"):
        element.attrib.pop("background", None)
        if "url(" in element.get("style", ""):
            element.set("style", _URL.sub("none", element.get("style")))


def _without_styles(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    for element in [*tree.iter("style"), *tree.iter("link")]:
        element.drop_tree()


def _turned_over(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    for element in tree.iter("style"):
        element.text = turn_over(element.text or "")
    for element in tree.iter("*"):
        for name in ("style", "bgcolor", "color"):
            if element.get(name):
                element.set(name, turn_over(element.get(name)))
    ground = etree.SubElement(tree.find("head"), "style")
    ground.text = f"html {{ background: {turned_over('#ffffff')}; color: {turned_over('#000000')}; }}"


def _nothing(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    """As it was sent."""


_TREATMENTS: dict[Look, Callable[[Any], None]] = {
    Look.SENT: _nothing,
    Look.DARK: _nothing,
    Look.TURNED: _turned_over,
    Look.PICTURELESS: _without_pictures,
    Look.STYLELESS: _without_styles,
    Look.OUTLOOK: _nothing,
}
