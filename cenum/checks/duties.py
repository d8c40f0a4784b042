"""What every edition owes its readers: a way out, who it is from, and two parts that can be read."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from cenum.checks.sought import sought
from cenum.edition.model import UNSUBSCRIBE, VIEW_ONLINE
from cenum.edition.spelling import spell
from cenum.finding import Finding, Place, error
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.edition.model import Edition
    from cenum.settings import Settings

_OWED = {
    "unsubscribe": N_("the way to unsubscribe"),
    "view_online": N_("the link to read it online"),
    "privacy": N_("the link to what is done with the readers' data"),
    "legal": N_("the link to the legal notice"),
}
_HREF = re.compile(r'\shref="([^"]*)"')
_MJML = re.compile(r"<(mj-[a-z-]*)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def owed(settings: Settings) -> dict[str, str]:
    """The addresses that stand in both parts, as they are spelt there."""
    return {
        "unsubscribe": UNSUBSCRIBE,
        "view_online": VIEW_ONLINE,
        "privacy": spell(settings.links.privacy),
        "legal": spell(settings.links.legal),
    }


def duties(edition: Edition, settings: Settings, place: Place) -> list[Finding]:
    """An error for each link that a part lacks, and for what a template left unfilled."""
    findings = []
    hrefs = {unescape(href) for href in _HREF.findall(edition.html)}
    for part, content, addresses, template in (
        ("HTML", edition.html, hrefs, "templates/footer.mjml.j2"),
        (_("plain text"), edition.text, set(edition.text.split()), "templates/letter.txt.j2"),
    ):
        for key, address in owed(settings).items():
            if address not in addresses:
                message = _("{part} lacks {what}").format(part=part, what=_(_OWED[key]))
                findings.append(error(f"duty-{key}", Place(template), message, _("put it back into this template")))
        if _CONTROLS.search(content):
            message = _("{part} holds an invisible control character").format(part=part)
            findings.append(error("duty-control", place, message, _("look for it in the templates and the settings")))
    left = _MJML.search(edition.html)
    if left:
        message = _("MJML was left in the HTML")
        findings.append(error("duty-mjml", sought(rf"<{left[1]}\b"), message, _("look for <mj-…> within HTML")))
    return findings
