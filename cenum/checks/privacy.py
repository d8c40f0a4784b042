"""Nothing in the letter watches, runs or asks; hosts.py has an eye on what would be fetched from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cenum.analysis.css import declarations
from cenum.analysis.html import elements, hidden, readings
from cenum.checks.sought import sought
from cenum.finding import Finding, error
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cenum.edition.model import Edition
    from cenum.finding import Place
    from cenum.links.model import Link

_RUNNING = ("javascript:", "vbscript:")
# Browsers overlook them in an address (WHATWG, URL Standard, 4.4).
_OVERLOOKED = re.compile(r"[\x00-\x20]")
_FORM = {"form", "input", "button", "select", "textarea"}
_FRAME = {"iframe", "frame", "frameset", "object", "embed", "applet", "base"}
_DOT = 2  # CSS pixels: no picture that is meant to be seen is as small
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?\s*(?:px)?\s*")


def privacy(edition: Edition, links: Iterable[Link] = ()) -> list[Finding]:
    """An error for each element that would spy, run or ask, once for every kind of it.

    A picture stands where it does among ``links``; all else is of the templates.
    """
    pictures = {link.url: link.place for link in reversed([*links]) if link.image}
    found: dict[tuple[str, str], Finding] = {}
    for root in readings(edition.html):
        for element in elements(root):
            for finding in _judge(element, pictures):
                found.setdefault((finding.rule, finding.message), finding)
    return list(found.values())


def _judge(element: Any, pictures: Mapping[str, Place]) -> Iterator[Finding]:  # noqa: ANN401  lxml
    tag = element.tag
    running = tag == "script" or next((name for name in element.attrib if name.startswith("on")), "")
    addresses = (_OVERLOOKED.sub("", element.get(name, "")).lower() for name in ("href", "src", "action"))
    if running or any(address.startswith(_RUNNING) for address in addresses):
        message = _("<{tag}> would run a program in the readers' mail program").format(tag=tag)
        place = sought(rf"<{tag}\b[^>]*\son\w+\s*=", rf"<{tag}\b[^>]*script:", rf"<{tag}\b")
        yield error("privacy-script", place, message, _("take it away: mail programs drop it, or the letter"))
    if tag in _FORM:
        message = _("<{tag}> asks readers for something in the letter itself").format(tag=tag)
        yield error("privacy-form", sought(rf"<{tag}\b"), message, _("link to a page with the form"))
    if tag in _FRAME or (tag == "meta" and element.get("http-equiv", "").lower() == "refresh"):
        message = _("<{tag}> would bring something else into the letter").format(tag=tag)
        yield error("privacy-frame", sought(rf"<{tag}\b"), message, _("link to it"))
    if tag == "img" and (hidden(element) or any(size <= _DOT for size in _sizes(element))):
        message = _("a picture that nobody can see is fetched: {source}").format(source=element.get("src", "")[:80])
        place = pictures.get(element.get("src", "")) or sought(re.escape(element.get("src", "")), rf"<{tag}\b")
        yield error("privacy-pixel", place, message, _("take it away: it tells who opens the letter, and when"))


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
