"""The letter as Word lays it out, on which Outlook for Windows stands: what Word does not know is taken away.

The facts are those of caniemail.com for “Outlook (Windows)”.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOR_WORD = re.compile(r"<!--\[if ([^\]]*)\]>(.*?)<!\[endif\]-->", re.DOTALL)
_FOR_OTHERS = re.compile(r"<!--\[if ([^\]]*)\]><!-->(.*?)<!--<!\[endif\]-->", re.DOTALL)
# Settings of Office, which Word reads and does not show; a browser would.
_ISLAND = re.compile(r"<(noscript|xml)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_AT_RULE = re.compile(r"@[a-z-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Selectors that Word knows are elements, classes and ids; a rule with another one is lost.
_PLAIN = re.compile(r"[\w\s.#,*-]+")
_UNKNOWN = frozenset(
    {
        "animation", "background-image", "background-position", "background-repeat", "background-size",
        "border-radius", "box-shadow", "box-sizing", "clip-path", "filter", "flex", "float", "gap", "grid",
        "max-height", "max-width", "min-height", "min-width", "object-fit", "opacity", "outline", "overflow",
        "overflow-wrap", "position", "text-overflow", "text-shadow", "transform", "transition", "visibility",
        "word-wrap", "z-index",
    }
)  # fmt: skip
# Word takes these from a table cell, and not from what stands in one.
_CELLS_ONLY = frozenset({"padding", "padding-top", "padding-right", "padding-bottom", "padding-left"})
_NOT_SIZED = frozenset({"div", "span", "p", "a"})


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
            kept = [
                f"{name}: {value}"
                for name, value in declarations(element.get("style"))
                if _known(element.tag, name, value)
            ]
            element.set("style", "; ".join(kept))
            if ("mso-hide", "all") in declarations(element.get("style")):
                element.set("hidden", "hidden")


def declarations(style: str) -> list[tuple[str, str]]:
    """The declarations of a style attribute, names in small letters."""
    parts = (part.partition(":") for part in style.split(";") if ":" in part)
    return [(name.strip().lower(), value.strip()) for name, _colon, value in parts]


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
            kept = "; ".join(f"{name}: {value}" for name, value in declarations(body) if name not in _UNKNOWN)
            yield f"{selector.strip()} {{ {kept} }}"


def _known(tag: str, name: str, value: str) -> bool:
    if name in _UNKNOWN or (name == "margin" and "auto" in value and tag != "table"):
        return False
    if name in {"margin-left", "margin-right"} and value == "auto":
        return False
    if name == "display":
        return value == "none"
    if name in _CELLS_ONLY:
        return tag == "td"
    if name in {"width", "height"}:
        return tag not in _NOT_SIZED
    return True
