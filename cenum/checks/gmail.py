"""What makes Gmail throw a style sheet away, whole (caniemail.com/features/html-style; email-bugs 90 on GitHub)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.analysis.css import parse
from cenum.analysis.html import elements, page
from cenum.checks.sought import sought
from cenum.finding import Finding, Place, error, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.edition.model import Edition

ELEMENT_BYTES = 8_192
ALL_BYTES = 16_384
_SHEET = "templates/dark.css.j2"


def gmail(edition: Edition) -> list[Finding]:
    """A finding for each style sheet that is too large, not CSS, or outside the head."""
    sheets = [element for element in elements(page(edition.html)) if element.tag == "style"]
    sizes = [len((sheet.text or "").encode()) for sheet in sheets]
    findings = []
    if max(sizes, default=0) > ELEMENT_BYTES or sum(sizes) > ALL_BYTES:
        message = _("the style sheets hold {largest} bytes in one and {all} in all: Gmail drops them").format(
            largest=max(sizes), all=sum(sizes)
        )
        remedy = _("stay under {largest} bytes in each and {all} in all").format(largest=ELEMENT_BYTES, all=ALL_BYTES)
        findings.append(warning("gmail-style-size", Place(_SHEET), message, remedy))
    for slip in dict.fromkeys(slip for sheet in sheets for slip in parse(sheet.text or "").slips):
        written = re.search("“(.+)”", slip)
        place = sought(re.escape(written[1]) if written else "", file=_SHEET)
        message = _("a style sheet is not CSS ({slip}): Gmail drops it whole").format(slip=slip)
        findings.append(error("gmail-style-syntax", place, message, _("mend it in the templates")))
    if any(ancestor.tag == "body" for sheet in sheets for ancestor in sheet.iterancestors()):
        message = _("a style sheet stands in the body, where Gmail drops it")
        remedy = _("put it into the head: <mj-style> within <mj-head>")
        findings.append(error("gmail-style-place", sought(r"<style\b"), message, remedy))
    return findings
