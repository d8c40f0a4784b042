"""What a letter uses, as the extract of caniemail.com names it: on which element, with which value."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cenum.analysis.css import declarations, parse
from cenum.analysis.html import elements
from cenum.analysis.support import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.css import Declaration, Sheet, StyleRule

    Named = tuple[str, Use]

_MEDIA_FEATURE = re.compile(r"\(\s*([-a-z]+)")
_FUNCTION = re.compile(r"(?<![-a-z])([-a-z]+)\(", re.IGNORECASE)
_UNIT = re.compile(r"(?<![-\w#.])[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(%|[a-z]+)", re.IGNORECASE)
_KEYWORD = re.compile(r"(?<![-\w])[a-z]+(?:-[a-z]+)*(?![-\w(])")
_STRING = re.compile(r"""\[[^\]]*(?:\]|\Z)|"[^"]*"|'[^']*'""")
_PSEUDO = re.compile(r"::?[-a-z]+")
_COMBINATOR = re.compile(r"(?<!\s)\s*([>+~,])\s*")
# The last part of a selector: what its rule is about.
_SUBJECT = re.compile(r"(?<![^\s>+~])(?=[^\s>+~]*$)([a-z][a-z0-9]*)?(?:[^\s>+~]*?\.([-\w]+))?", re.IGNORECASE)


def uses(root: Any) -> dict[str, dict[Use, Any]]:  # noqa: ANN401  lxml
    """What the letter uses, in reading order: ``<h1>``, ``display:flex``, ``@media``, each with its ways.

    To each way belongs the first element that is so; to those of style sheets none.

    An element's value is the names of its attributes, that of ``<style>`` a rule in it: the at-rule around, or the
    selector. Conditional comments are left out.
    """
    found: dict[str, dict[Use, Any]] = {}
    styled: dict[tuple[str, str], Any] = {}
    classes: dict[str, set[str]] = {}
    sheets: list[Sheet] = []
    for element in elements(root):
        _add(found, _of_element(element.tag, tuple(element.items())), element)
        for name in element.get("class", "").split():
            classes.setdefault(name, set()).add(element.tag)
        if element.tag == "style":
            css, media = element.text or "", element.get("media")
            sheets.append(parse(f"@media {media} {{{css}}}" if media else css))
        elif element.get("style"):
            styled.setdefault((element.tag, element.get("style")), element)
    for (tag, style), element in styled.items():
        _add(found, _of_style(tag, style), element)
    for sheet in sheets:
        _add(found, _of_sheet(sheet, classes))
    return found


@lru_cache(maxsize=4096)  # a letter has dozens; a preview shows letters all day
def _of_style(tag: str, style: str) -> tuple[Named, ...]:
    return tuple(named for one in declarations(style) for named in of_declaration(one, tag, sheet=False))


def _add(found: dict[str, dict[Use, Any]], more: Iterable[Named], element: Any = None) -> None:  # noqa: ANN401  lxml
    for name, use in more:
        found.setdefault(name, {}).setdefault(use, element)


@lru_cache(maxsize=4096)
def _of_element(tag: str, attributes: tuple[tuple[str, str], ...]) -> tuple[Named, ...]:
    return tuple(_of_attributes(tag, attributes))


def _of_attributes(tag: str, attributes: Iterable[tuple[str, str]]) -> Iterator[Named]:
    if tag != "style":
        yield f"<{tag}>", Use(tag, " ".join(name for name, _value in attributes))
    for name, value in attributes:
        yield f"{name}=", Use(tag, value if name in _SHORT else "")
        if name == "type" or (tag == "meta" and name == "name"):
            yield f"<{tag} {name}={value.lower()}>", Use(tag, "")
        elif name == "href":
            scheme = value[:1] if value.startswith("#") else f"{value.partition(':')[0]}:"
            yield f"href={scheme}", Use(tag, value if scheme == "mailto:" else "")
        elif name == "src":
            yield (
                "src=data:" if value.startswith("data:") else f"src=.{value.rpartition('.')[2].lower()}",
                Use(tag, ""),
            )


# Attributes of which a few values stand in a letter, whatever its length.
_SHORT = frozenset({"align", "valign", "dir", "lang", "role", "target", "width", "height", "border"})


def _of_sheet(sheet: Sheet, classes: dict[str, set[str]]) -> Iterator[Named]:
    for words in sheet.at_rules:
        name = words.split()[0].split("(")[0].lower()
        if name != "@media":
            yield name, Use("", words, sheet=True)
    if sheet.nested:
        yield "nesting", Use("", "", sheet=True)
    for rule in sheet.rules:
        yield "<style>", Use("", rule.within[0] if rule.within else rule.selector)
        yield from _of_media(rule)
        keyframe = any(words.lower().startswith("@keyframes") for words in rule.within)
        if not rule.selector.startswith("@") and not keyframe:
            for selector in rule.selector.split(","):
                yield from ((name, Use("", selector.strip(), sheet=True)) for name in _of_selector(selector))
            if "," in rule.selector:
                yield "selector ,", Use("", rule.selector, sheet=True)
        for tag in sorted(_subjects(rule.selector, classes)):
            for declaration in rule.declarations:
                yield from of_declaration(declaration, tag, sheet=True)


def _of_media(rule: StyleRule) -> Iterator[Named]:
    around = " ".join(words.lower() for words in rule.within)
    if "@media" in around:
        yield "@media", Use("", around, sheet=True)
        yield from ((f"@media {feature}", Use("", around, sheet=True)) for feature in _MEDIA_FEATURE.findall(around))


def _of_selector(selector: str) -> Iterator[str]:
    if "[" in selector:
        yield "selector []"
    bare = _STRING.sub("", selector)
    for combinator in _COMBINATOR.findall(bare):
        yield f"selector {combinator}"
    bare = _COMBINATOR.sub(",", bare).strip()
    if " " in bare:
        yield "selector descendant"
    yield from (f"selector {sign}" for sign in ".#*" if sign in bare)
    yield from _PSEUDO.findall(bare)


def _subjects(selectors: str, classes: dict[str, set[str]]) -> set[str]:
    """The elements that a rule is about, as far as it or the letter's classes say so; else an empty name."""
    found: set[str] = set()
    for selector in selectors.split(","):
        named = _SUBJECT.search(selector.strip())
        if named and named[1]:
            found.add(named[1].lower())
        else:
            found |= classes.get(named[2] or "", {""}) if named else {""}
    return found


def of_declaration(declaration: Declaration, tag: str, *, sheet: bool) -> Iterator[Named]:
    """The names of what a declaration on an element ``tag`` uses."""
    if declaration.name.startswith("--"):
        yield "var()", Use(tag, declaration.name, sheet)
        return
    value = _STRING.sub("", declaration.value).lower()
    use = Use(tag, value, sheet)
    yield declaration.name, use
    yield f"{declaration.name}:{value}", use
    if declaration.important:
        yield "!important", use
    yield from ((f"{name}()", use) for name in _FUNCTION.findall(value))
    yield from ((f"unit {unit}", use) for unit in _UNIT.findall(value))
    yield from ((f"value {word}", use) for word in _KEYWORD.findall(value))
