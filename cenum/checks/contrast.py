"""Whether every text stands out from its ground, in light and in each kind of dark (WCAG 2.2, 1.4.3; RGAA 3.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.analysis.cascade import texts
from cenum.analysis.colours import contrast as ratio
from cenum.analysis.colours import fully_inverted, in_digits, partly_inverted
from cenum.analysis.html import page
from cenum.checks.sought import sought
from cenum.finding import Finding, error, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.cascade import Look, Text
    from cenum.analysis.colours import Colour
    from cenum.edition.model import Edition
    from cenum.finding import Place

    Pairs = dict[tuple[Colour, Colour, float], tuple[str, Colour]]

_PALETTE = "templates/palette.toml"
_NEEDED, _NEEDED_LARGE = 4.5, 3.0
# 18 points, and 14 points of bold, as CSS pixels.
_LARGE, _LARGE_BOLD = 24.0, 18.66
_SHOWN = 40


def contrast(edition: Edition) -> list[Finding]:
    """An error for each pair of colours that is too close; a warning where only a mail program makes it so."""
    root = page(edition.html)
    light, dark = _pairs(texts(root)), _pairs(texts(root, dark=True))
    remedy = _("make the one darker or the other lighter")
    findings = [
        error("contrast-light", _place(ink), message, remedy) for message, ink in _too_close(light, _("in light"))
    ]
    findings += [
        error("contrast-dark", _place(ink, dark=True), message, remedy)
        for message, ink in _too_close(dark, _("in dark"))
    ]
    for how, inversion in (
        (_("where a mail program inverts all colours in the dark"), fully_inverted),
        (_("where a mail program inverts light grounds and dark texts in the dark"), partly_inverted),
    ):
        made = {
            (*inversion(ink, ground), needed): (words, ink)
            for (ink, ground, needed), (words, _ink) in light.items()
            if ratio(ink, ground) >= needed  # what is too close in light has been said
        }
        findings += [
            warning("contrast-forced", _place(ink), message, remedy) for message, ink in _too_close(made, how)
        ]
    return findings


def _pairs(shown: Iterable[Text]) -> Pairs:
    """Each pair of ink and ground once, with its needed contrast, the first words that have it, and the ink."""
    pairs: Pairs = {}
    for text in shown:
        look = text.look
        if look.ink and look.ground:
            pairs.setdefault((look.ink, look.ground, _needed(look)), (text.words, look.ink))
    return pairs


def _needed(look: Look) -> float:
    return _NEEDED_LARGE if look.size >= (_LARGE_BOLD if look.bold else _LARGE) else _NEEDED


def _too_close(pairs: Pairs, how: str) -> Iterator[tuple[str, Colour]]:
    """What is to be said, and the ink as the palette has it."""
    for (ink, ground, needed), (words, written) in pairs.items():
        there = ratio(ink, ground)
        if there < needed:
            message = _(
                "“{words}” has a contrast of {ratio} to 1 {how} ({ink} on {ground}); {needed} are needed"
            ).format(
                words=words[:_SHOWN],
                ratio=_in_tenths(there),
                how=how,
                ink=in_digits(ink),
                ground=in_digits(ground),
                needed=_in_tenths(needed),
            )
            yield message, written


def _place(ink: Colour, *, dark: bool = False) -> Place:
    """Where the palette has this ink; in the dark it has the later ones."""
    table = r"\[dark\][^\[]*?" if dark else r""
    return sought(rf"{table}{re.escape(in_digits(ink))}", file=_PALETTE)


def _in_tenths(figure: float) -> str:
    """Rounded down: 4.46 is not 4.5."""
    whole, tenths = divmod(int(figure * 10), 10)
    return _("{whole}.{tenths}").format(whole=whole, tenths=tenths)
