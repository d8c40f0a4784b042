"""Nothing in the letter watches, runs or asks; hosts.py has an eye on what would be fetched from others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cenum.analysis.css import declarations
from cenum.analysis.fetched import LINKING, addresses_of
from cenum.analysis.html import elements, hidden
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.web_address import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.checks.letter_view import LetterView

_RUNNING = {"javascript", "vbscript"}
_LED_TO = {"", "http", "https", "mailto", "sms", "tel"}  # the first: within the letter
_FORM = {"form", "input", "button", "select", "textarea"}
_FRAME = {"iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "fencedframe"}
_DOT = 2  # CSS pixels: no picture that is meant to be seen is as small
_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?\s*(?:px\s*)?")

PRIVACY_SCRIPT = Rule(
    "privacy-script",
    Severity.ERROR,
    what=N_("The letter contains a script, an attribute that runs one, or a `javascript:` address."),
    why=N_("Mail programs drop it, or the whole letter."),
    remedy=N_("Remove it."),
    source=N_("[caniemail.com](https://www.caniemail.com); Gmail's and Outlook's filters."),
    example=Example(
        kind="html",
        fails='<p onclick="voir()">Jeudi</p>',
        passes="<p>Jeudi</p>",
    ),
)
PRIVACY_FORM = Rule(
    "privacy-form",
    Severity.ERROR,
    what=N_("The letter contains a form, or part of one."),
    why=N_("Mail programs warn readers of it, or it does not work."),
    remedy=N_("Link to a page with the form."),
    source=N_("[caniemail.com, the `<form>` element](https://www.caniemail.com/features/html-form/)."),
    example=Example(
        kind="html",
        fails='<form action="https://lettre.fr/avis"><input type="text" name="avis"></form>',
        passes="<p>Votre avis nous importe.</p>",
    ),
)
PRIVACY_FRAME = Rule(
    "privacy-frame",
    Severity.ERROR,
    what=N_("The letter would load another page: a frame, an object, a base address, a refresh."),
    why=N_("Mail programs drop it, and its server would learn who reads the letter."),
    remedy=N_("Link to it."),
    example=Example(
        kind="html",
        fails='<iframe src="https://lettre.fr/carte"></iframe>',
        passes="<p>La carte est en ligne.</p>",
    ),
)
PRIVACY_PIXEL = Rule(
    "privacy-pixel",
    Severity.ERROR,
    what=N_("The letter loads an invisible picture: hidden, or at most two pixels wide or high."),
    why=N_("It shows who opens the letter, and when; this requires the readers' prior consent."),
    remedy=N_("Remove it."),
    source=N_("CNIL, deliberation 2026-042."),
    example=Example(
        kind="html",
        fails='<img src="https://lettre.fr/ouvert.gif" width="1" height="1" alt="">',
        passes='<img src="https://lettre.fr/filet.gif" width="592" height="12" alt="">',
    ),
)


PRIVACY_LINK = Rule(
    "privacy-link",
    Severity.ERROR,
    what=N_("A link of a template leads neither to the web nor to a mail program or a telephone."),
    why=N_("Mail programs drop it, or it opens a file or a program of the reader's."),
    remedy=N_("Write an address that begins with `https://` or `mailto:`."),
    example=Example(
        kind="html",
        fails='<a href="file://serveur/rapport.html">Le rapport</a>',
        passes="<p>Le rapport est en ligne.</p>",
    ),
)


@finds(PRIVACY_SCRIPT, PRIVACY_FORM, PRIVACY_FRAME, PRIVACY_PIXEL, PRIVACY_LINK)
def privacy(letter: LetterView) -> Iterable[Finding]:
    """An error for each element that would spy, run or ask, once for every kind of it."""
    found: dict[tuple[str, str], Finding] = {}
    for root in letter.tree.readings:
        for element in elements(root):
            for rule, message, remedy in _judge(element):
                finding = rule.at(letter.tree.place_of(element), message, remedy)
                found.setdefault((finding.rule, finding.message), finding)
    return found.values()


def _judge(element: Any) -> Iterator[tuple[Rule, str, str]]:  # noqa: ANN401  lxml
    tag, attributes = element.tag, dict(element.items())
    schemes = {name: scheme_of(value) for name, value in addresses_of(element)}
    if tag == "script" or any(name.startswith("on") for name in attributes) or _RUNNING & set(schemes.values()):
        message = _("<{tag}> would run code in the readers' mail programs").format(tag=tag)
        yield PRIVACY_SCRIPT, message, _("remove it: mail programs drop it, or the whole letter")
    if tag in _FORM:
        message = _("<{tag}> puts a form into the letter").format(tag=tag)
        yield PRIVACY_FORM, message, _("link to a page with the form")
    if tag in _FRAME or (tag == "meta" and element.get("http-equiv", "").lower() == "refresh"):
        message = _("<{tag}> would load other content into the letter").format(tag=tag)
        yield PRIVACY_FRAME, message, _("link to it")
    if tag in LINKING and schemes.get("href", "") not in _LED_TO | _RUNNING:
        message = _("a link leads to “{address}”, which is no page").format(address=element.get("href", "")[:80])
        yield PRIVACY_LINK, message, _("use https://, mailto: or tel:")
    if tag == "img" and (hidden(element) or any(size <= _DOT for size in _sizes(element))):
        message = _("an invisible picture is loaded: {source}").format(source=element.get("src", "")[:80])
        yield PRIVACY_PIXEL, message, _("remove it: it shows who opens the letter, and when")


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
