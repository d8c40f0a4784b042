"""The colours and sizes that texts end up with: style sheets and style attributes, in the order of the cascade."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from cssselect import SelectorError
from cssselect import parse as parse_selector
from lxml.cssselect import CSSSelector
from msgspec import Struct
from msgspec.structs import replace

from cenum.analysis.colours import Colour, colour
from cenum.analysis.css import conditions, declarations, parse
from cenum.analysis.html import elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.analysis.css import Declaration, StyleRule

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# What Chromium shows where a page that can be dark says nothing itself.
_DARK_CANVAS = (18, 18, 18)
# What links look like that nobody has given a colour (HTML Standard, 15.3.4; Chromium's in the dark).
_LINK, _DARK_LINK = (0, 0, 238), (158, 158, 255)
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_SIZE = re.compile(r"(?<![-\w.])(\d+(?:\.\d+)?|\.\d+)(px|pt|rem|em|%)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}
# Headings that nobody has given a size, in parts of the text's (HTML Standard, 15.3.7).
_HEADING_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67}
_EVERYWHERE = re.compile(r"@media( only)? (screen|all)")
_DARK, _LIGHT = (re.compile(rf"^[^,]*prefers-color-scheme: ?{one}\b") for one in ("dark", "light"))
_ASKED = {"color", "background", "background-color", "font", "font-size", "font-weight", "display"}
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"}


class Look(Struct, frozen=True):
    """How a text looks. ``ground`` is ``None`` where a picture or a gradient lies under it."""

    ink: Colour | None
    ground: Colour | None
    size: float = 16
    bold: bool = False
    shown: bool = True


class Text(Struct, frozen=True):
    """Words of one element, as they look."""

    words: str
    look: Look


def texts(root: Any, *, dark: bool = False) -> Iterator[Text]:  # noqa: ANN401  lxml
    """Every text that is shown, in reading order; ``dark`` as a mail program shows it that knows the dark styles."""
    sheet = _sheet_styles(root, dark=dark)
    looks: dict[Any, Look] = {}
    can_be_dark = dark and any(
        element.tag == "meta" and element.get("name") == "color-scheme" and "dark" in element.get("content", "")
        for element in elements(root)
    )
    canvas, link = (Look(_WHITE, _DARK_CANVAS), _DARK_LINK) if can_be_dark else (Look(_BLACK, _WHITE), _LINK)
    for element in elements(root):
        parent = looks.get(element.getparent(), canvas)
        own = (element.tag, element.get("bgcolor"), element.get("style"), tuple(sheet.get(element, ())))
        link_ink = link if element.tag == "a" and element.get("href") else None
        look = looks[element] = _look(*own, parent, link_ink)
        if look.shown and look.size and element.tag not in {"style", "title", "script"}:
            said = element.get("alt", "") if element.tag == "img" else _own_words(element)
            if _SAYS_SOMETHING.search(said):
                yield Text(said, look)


def _own_words(element: Any) -> str:  # noqa: ANN401  lxml
    said = element.text or ""
    for child in element:
        if child.tail:
            said += f" {child.tail}"
    return " ".join(said.split())


@lru_cache(maxsize=4096)  # a letter has dozens, in light and in dark, and a preview shows letters all day
def _look(  # noqa: PLR0913  all that it depends on
    tag: str,
    ground: str | None,
    style: str | None,
    from_sheets: tuple[Declaration, ...],
    around: Look,
    link_ink: Colour | None,
) -> Look:
    """How an element looks that stands in what looks as ``around``; ``link_ink`` is that of an unstyled link."""
    parent = replace(around, ink=link_ink) if link_ink else around
    look = parent
    if tag in _HEADING_SIZES or tag in _HEADINGS:
        size = parent.size * _HEADING_SIZES.get(tag, 1)
        look = replace(parent, bold=parent.bold or tag in _HEADINGS, size=size)
    if ground:
        look = replace(look, ground=colour(ground) or look.ground)
    said = [one for one in (*from_sheets, *(declarations(style) if style else ())) if one.name in _ASKED]
    for important in (False, True):
        for declaration in said:
            if declaration.important is important:
                look = _with(look, declaration, parent)
    return look


def _with(look: Look, declaration: Declaration, parent: Look) -> Look:
    name, value = declaration.name, declaration.value.lower()
    if name == "color":
        return look if value in {"inherit", "currentcolor"} else replace(look, ink=colour(value))
    if name in {"font", "font-size"}:
        look = replace(look, size=_size(value, parent.size))
    if name in {"font", "font-weight"}:
        return replace(look, bold=bool(_BOLD & set(value.split())))
    if name.startswith("font"):
        return look
    if name == "display":
        return replace(look, shown=look.shown and value != "none")
    if "url(" in value or "gradient(" in value:
        return replace(look, ground=None)
    if value in {"transparent", "none", "inherit", "0"}:
        return look
    return replace(look, ground=colour(value))


def _size(value: str, parent: float) -> float:
    """The first length of ``value`` in CSS pixels."""
    found = _SIZE.search(value)
    if found is None:
        return 0 if value == "0" else parent
    length, unit = float(found[1]), found[2]
    return length * (parent / 100 if unit == "%" else parent if unit == "em" else _PIXELS[unit])


def _sheet_styles(root: Any, *, dark: bool) -> dict[Any, list[Declaration]]:  # noqa: ANN401  lxml
    """What the style sheets say of each element, weakest first. Rules for widths are left out."""
    found: dict[Any, list[Declaration]] = {}
    for rule, subjects in _ranked(root):
        if _applies(rule, dark=dark):
            for element in subjects:
                found.setdefault(element, []).extend(rule.declarations)
    return found


@lru_cache(maxsize=1)  # for the dark styles after the light ones
def _ranked(root: Any) -> tuple[tuple[StyleRule, Sequence[Any]], ...]:  # noqa: ANN401  lxml
    """Each rule of the style sheets, in light or in dark, the weakest first, and the elements that it is about."""
    ranked: list[tuple[tuple[int, int, int], StyleRule, Any]] = []
    for element in elements(root):
        if element.tag == "style" and not element.get("media"):
            ranked += [
                (specificity, rule, selector)
                for rule in parse(element.text or "").rules
                if any(_applies(rule, dark=dark) for dark in (False, True))
                and any(one.name in _ASKED for one in rule.declarations)
                for specificity, selector in _selectors(rule.selector)
            ]
    return tuple((rule, selector(root)) for _specificity, rule, selector in sorted(ranked, key=lambda one: one[0]))


def _applies(rule: StyleRule, *, dark: bool) -> bool:
    asked = _DARK if dark else _LIGHT
    return all(_EVERYWHERE.fullmatch(one) or asked.search(one) for one in conditions(rule))


@cache
def _selectors(group: str) -> tuple[tuple[tuple[int, int, int], CSSSelector], ...]:
    """The selectors of ``group``, each with its specificity; none where one is not understood, as in a browser."""
    try:
        return tuple(
            (selector.specificity(), CSSSelector(selector.canonical(), translator="html"))
            for selector in parse_selector(group)
        )
    except SelectorError:
        return ()
