"""Nothing in the letter watches, runs or asks; hosts.py has an eye on what would be fetched from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cenum.checks.css import declarations
from cenum.checks.page import elements, hidden, page
from cenum.edition.readings import readings
from cenum.finding import Finding, Place, error
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.edition.model import Edition

_TEMPLATES = Place("templates")
_RUNNING = ("javascript:", "vbscript:")
# Browsers overlook them in an address (WHATWG, URL Standard, 4.4).
_OVERLOOKED = re.compile(r"[\x00-\x20]")
_FORM = {"form", "input", "button", "select", "textarea"}
_FRAME = {"iframe", "frame", "frameset", "object", "embed", "applet", "base"}
_DOT = 2  # CSS pixels: no picture that is meant to be seen is as small
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?\s*(?:px)?\s*")


def privacy(edition: Edition) -> list[Finding]:
    """An error for each element that would spy, run or ask, once for every kind of it."""
    found: dict[tuple[str, str], Finding] = {}
    for part in readings(edition.html):
        for element in elements(page(f"<div>{part}")):
            for finding in _judge(element):
                found.setdefault((finding.rule, finding.message), finding)
    return list(found.values())


def _judge(element: Any) -> Iterator[Finding]:  # noqa: ANN401  lxml
    tag = element.tag
    running = tag == "script" or next((name for name in element.attrib if name.startswith("on")), "")
    addresses = (_OVERLOOKED.sub("", element.get(name, "")).lower() for name in ("href", "src", "action"))
    if running or any(address.startswith(_RUNNING) for address in addresses):
        message = _("<{tag}> would run a program in the readers' mail program").format(tag=tag)
        yield error("privacy-script", _TEMPLATES, message, _("take it away: mail programs drop it, or the letter"))
    if tag in _FORM:
        message = _("<{tag}> asks readers for something in the letter itself").format(tag=tag)
        yield error("privacy-form", _TEMPLATES, message, _("link to a page with the form"))
    if tag in _FRAME or (tag == "meta" and element.get("http-equiv", "").lower() == "refresh"):
        message = _("<{tag}> would bring something else into the letter").format(tag=tag)
        yield error("privacy-frame", _TEMPLATES, message, _("link to it"))
    if tag == "img" and (hidden(element) or any(size <= _DOT for size in _sizes(element))):
        message = _("a picture that nobody can see is fetched: {source}").format(source=element.get("src", "")[:80])
        yield error("privacy-pixel", _TEMPLATES, message, _("take it away: it tells who opens the letter, and when"))


def _sizes(picture: Any) -> Iterator[int]:  # noqa: ANN401  lxml
    values = [picture.get("width", ""), picture.get("height", "")]
    values += [
        one.value
        for one in declarations(picture.get("style", ""))
        if one.name in {"width", "height", "max-width", "max-height"}
    ]
    for value in values:
        pixels = _PIXELS.fullmatch(value)
        if pixels:
            yield int(pixels[1])
