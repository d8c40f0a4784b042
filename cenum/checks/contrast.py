"""Whether every text stands out from its ground, in light and in each kind of dark (WCAG 2.2, 1.4.3; RGAA 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.colours import contrast as ratio
from cenum.checks.colours import fully_inverted, in_digits, partly_inverted
from cenum.checks.page import page
from cenum.checks.rendered import texts
from cenum.finding import Finding, Place, error, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.checks.colours import Colour
    from cenum.checks.rendered import Look, Text
    from cenum.edition.model import Edition

    Pairs = dict[tuple[Colour, Colour, float], str]

_PALETTE = Place("templates/palette.toml")
_NEEDED, _NEEDED_LARGE = 4.5, 3.0
# 18 points, and 14 points of bold, as CSS pixels.
_LARGE, _LARGE_BOLD = 24.0, 18.66
_SHOWN = 40


def contrast(edition: Edition) -> list[Finding]:
    """An error for each pair of colours that is too close; a warning where only a mail program makes it so."""
    root = page(edition.html)
    light, dark = _pairs(texts(root)), _pairs(texts(root, dark=True))
    remedy = _("make the one darker or the other lighter")
    findings = [error("contrast-light", _PALETTE, message, remedy) for message in _too_close(light, _("in light"))]
    findings += [error("contrast-dark", _PALETTE, message, remedy) for message in _too_close(dark, _("in dark"))]
    for how, inversion in (
        (_("where a mail program inverts all colours in the dark"), fully_inverted),
        (_("where a mail program inverts light grounds and dark texts in the dark"), partly_inverted),
    ):
        made = {
            (*inversion(ink, ground), needed): words
            for (ink, ground, needed), words in light.items()
            if ratio(ink, ground) >= needed  # what is too close in light has been said
        }
        findings += [warning("contrast-forced", _PALETTE, message, remedy) for message in _too_close(made, how)]
    return findings


def _pairs(shown: Iterable[Text]) -> Pairs:
    """Each pair of ink and ground once, with the contrast that it needs and the first words that have it."""
    pairs: Pairs = {}
    for text in shown:
        look = text.look
        if look.ink and look.ground:
            pairs.setdefault((look.ink, look.ground, _needed(look)), text.words)
    return pairs


def _needed(look: Look) -> float:
    return _NEEDED_LARGE if look.size >= (_LARGE_BOLD if look.bold else _LARGE) else _NEEDED


def _too_close(pairs: Pairs, how: str) -> Iterator[str]:
    for (ink, ground, needed), words in pairs.items():
        there = ratio(ink, ground)
        if there < needed:
            yield _("“{words}” has a contrast of {ratio} to 1 {how} ({ink} on {ground}); {needed} are needed").format(
                words=words[:_SHOWN],
                ratio=_in_tenths(there),
                how=how,
                ink=in_digits(ink),
                ground=in_digits(ground),
                needed=_in_tenths(needed),
            )


def _in_tenths(figure: float) -> str:
    """Rounded down: 4.46 is not 4.5."""
    whole, tenths = divmod(int(figure * 10), 10)
    return _("{whole}.{tenths}").format(whole=whole, tenths=tenths)
