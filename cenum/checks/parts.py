"""The two parts of the message say the same: who reads the plain text misses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.analysis.html import elements, hidden, page, words
from cenum.checks.duties import owed
from cenum.finding import Finding, Place, error
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.edition.model import Edition
    from cenum.settings import Settings

_TEXT = Place("templates/letter.txt.j2")
_HEADING = re.compile(r"h[1-6]")
_MARK = re.compile(r"\[\d+\]")
_NAMED = 3


def parts(edition: Edition, settings: Settings) -> list[Finding]:
    """An error where headings or links of the HTML are missing from the plain text.

    What every letter owes its readers is the concern of duties.py.
    """
    if not edition.text.strip():
        message = _("the plain text is empty")
        return [error("part-empty", _TEXT, message, _("take this template back from the last version"))]
    said = _bare(edition.text)
    addresses = {*edition.text.split(), *owed(settings).values()}
    headings, links = [], []
    for element in elements(page(edition.html)):
        href = (element.get("href") or "").strip()
        if _HEADING.fullmatch(element.tag) and not hidden(element) and _bare(words(element)) not in said:
            headings.append(words(element))
        elif element.tag == "a" and href and not href.startswith("#") and href not in addresses:
            links.append(href)
    findings = []
    if headings:
        message = _("the plain text lacks headings of the HTML: {what}").format(what=_listed(headings))
        findings.append(error("part-heading", _TEXT, message, _("write them into this template as well")))
    if links:
        message = _("the plain text lacks links of the HTML: {what}").format(what=_listed(links))
        findings.append(error("part-link", _TEXT, message, _("write {ref} into this template").format(ref="ref(…)")))
    return findings


def _listed(found: Sequence[str]) -> str:
    named = ", ".join(dict.fromkeys(found[:_NAMED]))
    return f"{named}, …" if len(found) > _NAMED else named


def _bare(text: str) -> str:
    """Letters and digits only: lines are broken elsewhere, and links carry a number."""
    return "".join(character for character in _MARK.sub("", text).casefold() if character.isalnum())
