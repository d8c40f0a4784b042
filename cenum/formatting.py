"""Figures as people read them, wherever they are shown: on a terminal, in the preview, on a page of GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.edition.measure import Parts, Weight


def size(count: int) -> str:
    """Bytes in kB, one decimal, which a French reader expects after a comma."""
    whole, tenth = divmod(round(count / 100), 10)
    return _("{whole}.{tenth} kB").format(whole=whole, tenth=tenth)


def percent(share: float) -> str:
    """A ``share`` of one, in whole percents."""
    return f"{100 * share:.0f}\u00a0%"


def in_tenths(figure: float) -> str:
    """Rounded down: 4.46 is not 4.5."""
    whole, tenths = divmod(int(figure * 10), 10)
    return _("{whole}.{tenths}").format(whole=whole, tenths=tenths)


def clock_face(moment: datetime) -> str:
    """An aware ``moment`` as a person reads it, with its time zone: 2026-11-27 07:00 (Europe/Paris)."""
    return f"{moment:%Y-%m-%d %H:%M} ({moment.tzinfo})"


def weight_rows(weight: Weight) -> list[tuple[str, str]]:
    """An edition's figures, by their names."""
    share = percent(weight.clip_share)
    return [
        (length_name(weight), _("{words}, about {minutes} min").format(words=weight.words, minutes=weight.minutes)),
        (
            "HTML",
            _("{size}, {share} of what Gmail shows").format(size=size(weight.clip_bytes), share=share),
        ),
        (_("made of"), parts_line(weight.parts)),
        (_("plain text"), size(weight.text_bytes)),
        (_("pictures"), pictures_line(weight)),
        (_("links"), str(weight.links)),
    ]


def length_name(weight: Weight) -> str:
    """What the length of a letter is counted in."""
    return _("characters") if weight.characters else _("words")


def pictures_line(weight: Weight) -> str:
    """How many pictures there are, and what those weigh that the letter brings."""
    brought = f"{weight.pictures} ({size(weight.picture_bytes)})" if weight.pictures else ""
    on_the_web = _("{count} on the web").format(count=weight.web_pictures) if weight.web_pictures else ""
    return ", ".join(filter(None, (brought, on_the_web))) or "0"


def parts_line(parts: Parts) -> str:
    """What the HTML is made of, in one line, the heaviest first."""
    named = {
        _("words"): parts.words,
        _("styles in elements"): parts.inline_styles,
        _("style sheets"): parts.style_sheets,
        _("for Outlook"): parts.outlook,
        _("markup"): parts.markup,
    }
    heaviest = sorted(named, key=lambda name: -named[name])
    return " · ".join(f"{name} {size(named[name])}" for name in heaviest)
