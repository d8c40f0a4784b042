"""Whether every text stands out from its ground, in light and in each kind of dark (WCAG 2.2, 1.4.3; RGAA 3.2)."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from cenum.analysis.cascade import texts
from cenum.analysis.colours import contrast as ratio
from cenum.analysis.colours import fully_inverted, in_digits, partly_inverted
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.formatting import in_tenths
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.toml import line_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.cascade import Look, Text
    from cenum.analysis.colours import Colour
    from cenum.checks.letter_view import LetterView

    Pairs = dict[tuple[Colour, Colour, float], tuple[str, Colour]]

_PALETTE = "templates/palette.toml"
_NEEDED, _NEEDED_LARGE = 4.5, 3.0
# 18 points, and 14 points of bold, as CSS pixels.
_LARGE, _LARGE_BOLD = 24.0, 18.66
_SHOWN = 40

CONTRAST_LIGHT = Rule(
    "contrast-light",
    Severity.ERROR,
    what=N_(
        "A text has too little contrast with its background: less than 4.5 to 1, or than 3 to 1 "
        "from 24 pixels (18.66 in bold)."
    ),
    why=N_("Many readers can't read it."),
    remedy=N_("Make one of the two colours darker or the other lighter, in `templates/palette.toml`."),
    source=N_("WCAG 2.2, 1.4.3; RGAA 3.2."),
    example=Example(
        kind="template",
        file="templates/palette.toml",
        fails='ink = "#9a9a9a"',
        passes='ink = "#1c2333"',
    ),
)
CONTRAST_DARK = Rule(
    "contrast-dark",
    Severity.ERROR,
    what=N_("The same, with the dark colours of `templates/dark.css.j2`."),
    why=N_("Many readers can't read it."),
    remedy=N_("Make one of the two colours darker or the other lighter, in `templates/palette.toml`."),
    source=N_("WCAG 2.2, 1.4.3; RGAA 3.2."),
    example=Example(
        kind="template",
        file="templates/palette.toml",
        letter="Voici [la suite du baromètre](https://www.arcep.fr/barometre).",
        fails='link = "#1b3f8f"',
        passes='link = "#a3bcff"',
    ),
)
CONTRAST_FORCED = Rule(
    "contrast-forced",
    Severity.WARNING,
    what=N_(
        "The same, where a mail program darkens the letter itself: all colours inverted, or only "
        "light backgrounds and dark text."
    ),
    why=N_(
        "Gmail and Outlook do this in dark mode, without asking. The calculation is Chromium's: "
        "lightness L* becomes min(110 − L*, 100); other programs differ slightly."
    ),
    remedy=N_("Choose colours further from mid-grey."),
    source=N_("Chromium, `dark_mode_color_filter.cc` and `dark_mode_settings_builder.cc`; WCAG 2.2, 1.4.3."),
    example=Example(
        kind="html",
        fails='<p style="color:#000000; background-color:#8c8c8c">Jeudi</p>',
        passes='<p style="color:#1c2333; background-color:#fffdf8">Jeudi</p>',
    ),
)


@finds(CONTRAST_LIGHT, CONTRAST_DARK, CONTRAST_FORCED)
def contrast(letter: LetterView) -> Iterator[Finding]:
    """An error for each pair of colours that is too close; a warning where only a mail program makes it so."""
    light, dark = _pairs(texts(letter.root)), _pairs(texts(letter.root, dark=True))
    remedy = _("make the one darker or the other lighter")
    for message, ink in _too_close(light, _("in light mode")):
        yield CONTRAST_LIGHT.at(_place(letter, ink), message, remedy)
    for message, ink in _too_close(dark, _("in dark mode")):
        yield CONTRAST_DARK.at(_place(letter, ink, dark=True), message, remedy)
    for how, inversion in (
        (_("where a mail program inverts all colours in dark mode"), fully_inverted),
        (_("where a mail program inverts light backgrounds and dark text in dark mode"), partly_inverted),
    ):
        made = {
            (*inversion(ink, ground), needed): (words, ink)
            for (ink, ground, needed), (words, _ink) in light.items()
            if ratio(ink, ground) >= needed  # what is too close in light has been said
        }
        for message, ink in _too_close(made, how):
            yield CONTRAST_FORCED.at(_place(letter, ink), message, remedy)


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
                "“{words}” has a contrast of {ratio} to 1 {how} ({ink} on {ground}); at least {needed} is needed"
            ).format(
                words=words[:_SHOWN],
                ratio=in_tenths(there),
                how=how,
                ink=in_digits(ink),
                ground=in_digits(ground),
                needed=in_tenths(needed),
            )
            yield message, written


def _place(letter: LetterView, ink: Colour, *, dark: bool = False) -> Place:
    """Where the palette has this ink, in the dark first of all among the dark ones."""
    palette = letter.written.palette if letter.written else ""
    tables = tomllib.loads(palette)
    for theme in ("dark", "light") if dark else ("light", "dark"):
        for key, colour in tables.get(theme, {}).items():
            if colour == in_digits(ink):
                return Place(_PALETTE, line_of_key(palette, (theme, key)))
    return Place(_PALETTE)
