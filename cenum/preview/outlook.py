"""The letter as Word lays it out, on which Outlook for Windows stands: what Word does not know is taken away.

The facts are those of caniemail.com for “Outlook (Windows)”, newest version; see :mod:`cenum.analysis.support`. What
it has no test of is in :mod:`cenum.preview.word_boxes`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.analysis.css import declarations
from cenum.analysis.features import of_declaration
from cenum.analysis.support import lacks
from cenum.preview.word_boxes import for_word, level_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.css import Declaration

# What nothing closes goes on to the end.
_FOR_WORD = re.compile(r"<!--\[if ([^\]<]*)\]>(.*?)(?:<!\[endif\]-->|\Z)", re.DOTALL)
_FOR_OTHERS = re.compile(r"<!--\[if ([^\]<]*)\]><!-->(.*?)(?:<!--<!\[endif\]-->|\Z)", re.DOTALL)
# Settings of Office, which Word reads and does not show; a browser would.
_ISLAND = re.compile(r"<(noscript|xml)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_AT_RULE = re.compile(r"@[a-z-]++[^{;@]*+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
# Selectors that Word knows are elements, classes and ids; a rule with another one is lost.
_PLAIN = re.compile(r"[\w\s.#,*-]+")
_CLIENT = "outlook.windows"
# What caniemail.com has no test of.
_UNTESTED = frozenset({"flex", "grid"})


def as_word_reads(html: str) -> str:
    """``html`` with its conditional comments decided as Word decides them."""
    html = _FOR_OTHERS.sub(lambda match: match[2] if _holds(match[1]) else "", html)
    html = _FOR_WORD.sub(lambda match: match[2] if _holds(match[1]) else "", html)
    return _ISLAND.sub("", html)


def as_word_shows(tree: Any) -> None:  # noqa: ANN401  an lxml tree
    """Take from ``tree`` what Word does not know."""
    for element in tree.iter("style"):
        element.text = "\n".join(_rules(_AT_RULE.sub("", element.text or "")))
    for element in tree.iter("*"):
        if element.get("style"):
            styles = for_word(declarations(element.get("style")), element.tag)
            element.set("style", "; ".join(_kept(styles, element.tag, sheet=False)))
            if any((one.name, one.value) == ("mso-hide", "all") for one in styles):
                element.set("hidden", "hidden")
    level_rows(tree)


def _holds(condition: str) -> bool:
    """Whether Word, version 16, takes what a conditional comment holds."""
    return any(_holds_one(part.strip(" ()")) for part in condition.split("|"))


def _holds_one(condition: str) -> bool:
    words = condition.lower().split()
    if "mso" not in words and "mso" not in condition.lower():
        return False
    if condition.lstrip().startswith("!"):
        return False
    return not words or words[0] not in {"lt", "lte"}


def _rules(sheet: str) -> Iterator[str]:
    for selector, body in _RULE.findall(sheet):
        if _PLAIN.fullmatch(selector.strip()):
            yield f"{selector.strip()} {{ {'; '.join(_kept(declarations(body), '', sheet=True))} }}"


def _kept(styles: Iterable[Declaration], tag: str, *, sheet: bool) -> Iterator[str]:
    for one in styles:
        if one.name in _UNTESTED or any(
            lacks(_CLIENT, name, use) for name, use in of_declaration(replace(one, important=False), tag, sheet=sheet)
        ):
            continue
        yield f"{one.name}: {one.value}{' !important' if one.important else ''}"
