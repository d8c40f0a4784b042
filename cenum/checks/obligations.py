"""What every edition owes its readers: a way out, who it is from, and two parts that can be read."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.settings import Settings

_HREF = re.compile(r'\shref="([^"]*)"')
_MJML = re.compile(r"<(mj-[a-z-]*)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

DUTY_UNSUBSCRIBE = Rule(
    "duty-unsubscribe",
    Severity.ERROR,
    what=N_("The HTML or the plain text lacks the unsubscribe link."),
    why=N_("Readers have a right to it, and mail programs require it."),
    remedy=N_("Put it back into the template that the message names."),
    source=N_("GDPR, article 21; French post and electronic communications code, article L34-5."),
    example=Example(
        kind="template",
        file="templates/footer.mjml.j2",
        fails="",
        passes='<a class="leave-link" href="{{ unsubscribe_url }}">{{ say.unsubscribe }}</a>',
    ),
)
DUTY_VIEW_ONLINE = Rule(
    "duty-view_online",
    Severity.ERROR,
    what=N_("The HTML or the plain text lacks the link to the online version."),
    why=N_("Some mail programs show it badly, and some readers prefer a browser."),
    remedy=N_("Put it back into the template that the message names."),
    example=Example(
        kind="template",
        file="templates/letter.txt.j2",
        fails="{{ wrap(say.view_online) }}",
        passes=r'{{ wrap(say.view_online ~ "\u00a0" ~ ref(view_online_url)) }}',
    ),
)
DUTY_PRIVACY = Rule(
    "duty-privacy",
    Severity.ERROR,
    what=N_("The HTML or the plain text lacks the link to the privacy page."),
    why=N_("Readers have a right to know."),
    remedy=N_("Put it back into the template that the message names."),
    source=N_("GDPR, article 13."),
    example=Example(
        kind="template",
        file="templates/footer.mjml.j2",
        fails="{{ say.privacy }}",
        passes='<a class="band-link" href="{{ links.privacy }}">{{ say.privacy }}</a>',
    ),
)
DUTY_LEGAL = Rule(
    "duty-legal",
    Severity.ERROR,
    what=N_("The HTML or the plain text lacks the link to the legal notice."),
    why=N_("Publishers must say who they are."),
    remedy=N_("Put it back into the template that the message names."),
    source=N_("French law 2004-575 (LCEN), article 1-1."),
    example=Example(
        kind="template",
        file="templates/letter.txt.j2",
        fails="{{ wrap(say.legal) }}",
        passes=r'{{ wrap(say.legal ~ "\u00a0" ~ ref(links.legal)) }}',
    ),
)
DUTY_CONTROL = Rule(
    "duty-control",
    Severity.ERROR,
    what=N_("The letter contains an invisible control character."),
    why=N_("Mail programs and mailing services handle it badly."),
    remedy=N_("Look for it in the templates and the settings."),
    example=Example(
        kind="html",
        fails="<p>Jeudi</p>",
        passes="<p>Jeudi</p>",
    ),
)
DUTY_MJML = Rule(
    "duty-mjml",
    Severity.ERROR,
    what=N_("The HTML still contains MJML."),
    why=N_("Mail programs don't know it."),
    remedy=N_("Look for `<mj-…>` inside HTML in the templates."),
    example=Example(
        kind="html",
        fails="<mj-text>Jeudi</mj-text>",
        passes="<p>Jeudi</p>",
    ),
)


_OWED = {
    "unsubscribe": (DUTY_UNSUBSCRIBE, N_("the unsubscribe link")),
    "view_online": (DUTY_VIEW_ONLINE, N_("the link to the online version")),
    "privacy": (DUTY_PRIVACY, N_("the link to the privacy page")),
    "legal": (DUTY_LEGAL, N_("the link to the legal notice")),
}


def owed(settings: Settings) -> dict[str, str]:
    """The addresses that stand in both parts, as they are spelt there."""
    return {
        "unsubscribe": UNSUBSCRIBE,
        "view_online": VIEW_ONLINE,
        "privacy": spell(settings.links.privacy),
        "legal": spell(settings.links.legal),
    }


@finds(*(rule for rule, _what in _OWED.values()), DUTY_CONTROL, DUTY_MJML)
def obligations(letter: LetterView) -> Iterator[Finding]:
    """An error for each link that a part lacks, and for what a template left unfilled."""
    edition = letter.edition
    hrefs = {unescape(href) for href in _HREF.findall(edition.html)}
    for part, content, addresses, template in (
        ("HTML", edition.html, hrefs, "templates/footer.mjml.j2"),
        (_("plain text"), edition.text, set(edition.text.split()), "templates/letter.txt.j2"),
    ):
        for key, address in owed(letter.settings).items():
            if address not in addresses:
                rule, what = _OWED[key]
                message = _("{part} lacks {what}").format(part=part, what=_(what))
                yield rule.at(Place(template), message, _("put it back into this template"))
        if _CONTROLS.search(content):
            message = _("{part} contains an invisible control character").format(part=part)
            yield DUTY_CONTROL.at(letter.place, message, _("look for it in the templates and the settings"))
    left = _MJML.search(edition.html)
    if left:
        message = _("the HTML still contains MJML")
        tags = (one for root in letter.tree.readings for one in root.iter(left[1]))
        place = next(map(letter.tree.place_of, tags), Place("templates"))
        yield DUTY_MJML.at(place, message, _("look for <mj-…> inside HTML"))
