"""The letter as mail programs show it: one view each, all of them from the same HTML."""

from __future__ import annotations

import copy
import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from lxml import etree

from cenum.preview.dark_mode import invert_colours, inverted
from cenum.preview.source_lines import mark_lines, parse, serialise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cenum.edition.edition import Edition
    from cenum.issue.model import Issue
    from cenum.links.link import Link


class ClientView(Enum):
    """What is done to a letter on its way to a reader's eyes."""

    SENT = "sent"
    DARK = "dark"
    INVERTED = "inverted"
    PICTURELESS = "pictureless"
    STYLELESS = "styleless"
    OUTLOOK = "outlook"


_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME = re.compile(r"(color-scheme\s*:\s*)[^;}]*")
_URL = re.compile(r"url\([^)]*(?:\)|\Z)")
_EDGE = "border: 1px solid #8a8578; box-sizing: border-box; display: inline-block; overflow: hidden"


class LetterViews:
    """One edition, ready to be looked at; a view is made when somebody asks for it, and kept."""

    def __init__(self, edition: Edition, issue: Issue, links: Sequence[Link]) -> None:
        self._edition = edition
        self._mark: Callable[[Any], None] = lambda tree: mark_lines(tree, issue, links)
        self._tree: Any = None
        self._made: dict[ClientView, str] = {}

    @property
    def tree(self) -> Any:  # noqa: ANN401  an lxml tree
        """The letter as it was sent, with its lines. Not to be changed."""
        if self._tree is None:
            self._tree = parse(self._edition.html)
            self._mark(self._tree)
        return self._tree

    def html(self, view: ClientView) -> str:
        """The letter's HTML so, with placeholders where pictures stand."""
        if view not in self._made:
            self._made[view] = self._make(view)
        return self._made[view]

    def _make(self, view: ClientView) -> str:
        if view is ClientView.OUTLOOK:
            from cenum.preview import outlook  # noqa: PLC0415  few look at it, all wait for the page

            tree = parse(outlook.as_word_reads(self._edition.html))
            self._mark(tree)
            outlook.as_word_shows(tree)
        else:
            tree = copy.deepcopy(self.tree)
            etree.strip_tags(tree, etree.Comment)  # they are for Outlook alone
        _TREATMENTS[view](tree)
        set_colour_scheme(tree, dark=view is ClientView.DARK)
        return serialise(tree)


def with_files(html: str, addresses: Mapping[str, str]) -> str:
    """``html`` with the placeholders of what is published beside it replaced by ``addresses``."""
    for placeholder, address in addresses.items():
        html = html.replace(placeholder, address)
    return html


def set_colour_scheme(tree: Any, *, dark: bool) -> None:  # noqa: ANN401  an lxml tree
    """A letter is shown dark where that is asked for, and nowhere else, whatever the machine prefers."""
    scheme = "dark" if dark else "light"
    for element in tree.iter("style"):
        rules = _DARK.sub("(min-width: 0px)" if dark else "(max-width: 0px)", element.text or "")
        element.text = _SCHEME.sub(rf"\g<1>{scheme}", rules)
        if element.get("media"):
            element.set("media", _DARK.sub("all" if dark else "not all", element.get("media")))
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


def _inverted(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    for element in tree.iter("style"):
        element.text = invert_colours(element.text or "")
    for element in tree.iter("*"):
        for name in ("style", "bgcolor", "color"):
            if element.get(name):
                element.set(name, invert_colours(element.get(name)))
    ground = etree.SubElement(tree.find("head"), "style")
    ground.text = f"html {{ background: {inverted('#ffffff')}; color: {inverted('#000000')}; }}"


def _nothing(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    """As it was sent."""


_TREATMENTS: dict[ClientView, Callable[[Any], None]] = {
    ClientView.SENT: _nothing,
    ClientView.DARK: _nothing,
    ClientView.INVERTED: _inverted,
    ClientView.PICTURELESS: _without_pictures,
    ClientView.STYLELESS: _without_styles,
    ClientView.OUTLOOK: _nothing,
}
