"""What became of a letter, in figures that mean something: rates, and the issues before."""

from __future__ import annotations

import csv
import io
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.i18n import _, language, ngettext
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cenum.report.clicks import HeadingClicks
    from cenum.services.service import Statistics

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Report(Struct, frozen=True):
    """One issue after its send; ``previous`` are the issues before it, the latest first, with their figures.

    ``wanted`` is how many readers were to have it, where not all were sent it.
    """

    newsletter: str
    key: str
    subject: str
    where: str
    statistics: Statistics
    headings: tuple[HeadingClicks, ...]
    previous: tuple[tuple[str, Statistics], ...] = ()
    wanted: int | None = None


class Figure(Struct, frozen=True):
    """One line of the report: readers, their share of those who have the letter, and that of the issues before.

    ``readers`` is ``None`` for what is not counted; shares are between 0 and 1.
    """

    name: str
    readers: int | None
    share: float | None
    usual: float | None
    note: str = ""


def figures(report: Report) -> tuple[Figure, ...]:
    """The report's lines, in the order in which they are read."""
    said = report.statistics
    apple = ""
    if said.opens is not None and said.machine_opens is None:
        apple = _("some of them by Apple Mail, which loads the pixel even if nobody reads")
    elif said.opens is not None and said.machine_opens is not None:
        apple = _("{count} of them by Apple Mail, which loads the pixel even if nobody reads").format(
            count=grouped(said.machine_opens)
        )
    left = ""
    if report.wanted:
        left = _("it was to go to {wanted}; both as the service counts").format(wanted=grouped(report.wanted))
    lines: tuple[tuple[str, Callable[[Statistics], int | None], Callable[[Statistics], int | None], str], ...] = (
        (_("letters sent"), lambda s: s.sent, lambda s: report.wanted if s is said else None, left),
        (_("letters delivered"), lambda s: s.delivered, lambda s: s.sent, ""),
        (_("bounces"), lambda s: s.bounces, lambda s: s.sent, ""),
        (_("readers who clicked") if said.per_reader else _("clicks"), lambda s: s.clicks, _readers, ""),
        (_("opens"), lambda s: s.opens, _readers, apple),
        (_("unsubscribes"), lambda s: s.unsubscribes, lambda s: s.delivered, ""),
        (_("complaints"), lambda s: s.complaints, lambda s: s.delivered, ""),
    )
    return tuple(
        Figure(
            name,
            count(said),
            share(count(said), base(said)),
            _usual(share(count(one), base(one)) for _key, one in report.previous),
            note,
        )
        for name, count, base, note in lines
    )


def shown(figure: Figure) -> str:
    """The figure as a person reads it."""
    if figure.readers is None:
        return _("not counted")
    text = grouped(figure.readers)
    if figure.share is not None:
        text += f" ({percent(figure.share)})"
    if figure.usual is not None:
        text += _(", usually {share}").format(share=percent(figure.usual))
    return _("{figure}; {note}").format(figure=text, note=figure.note) if figure.note else text


def grouped(count: float) -> str:
    """A whole number as the language that is spoken groups it: 12,000 and 12 000."""
    from babel.numbers import format_decimal  # noqa: PLC0415  its locale data is read when a figure is shown

    return format_decimal(count, locale=language().replace("-", "_"))


def percent(share: float) -> str:
    """A share with one decimal, which a French reader expects after a comma."""
    whole, tenth = divmod(round(share * 1000), 10)
    return _("{whole}.{tenth}\u00a0%").format(whole=whole, tenth=tenth)


def rows(report: Report) -> list[tuple[str, str]]:
    """The report as a table of two columns: figures, then clicks by heading."""
    table = [(figure.name, shown(figure)) for figure in figures(report)]
    return table + [
        (heading_name(one), ngettext("{count} click", "{count} clicks", one.clicks).format(count=grouped(one.clicks)))
        for one in report.headings
    ]


def heading_name(heading: HeadingClicks) -> str:
    """The heading, or what stands for none."""
    return heading.heading or _("elsewhere")


def as_csv(report: Report) -> bytes:
    """Figures and links for a spreadsheet, in UTF-8; nothing in it can become a formula.

    RFC 4180, unless French is spoken: a French Excel wants semicolons, decimal commas and a byte-order mark.
    """
    french = language().startswith("fr")
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow((_("issue"), _("heading"), _("what"), _("address"), _("count"), _("share"), _("usual share")))
    for figure in figures(report):
        shares = ["" if share is None else f"{share:.4f}" for share in (figure.share, figure.usual)]
        if french:
            shares = [share.replace(".", ",") for share in shares]
        count = "" if figure.readers is None else figure.readers
        writer.writerow(map(_harmless, (report.key, "", figure.name, "", count, *shares)))
    for heading in report.headings:
        for link in heading.links:
            row = (report.key, heading_name(heading), link.words, link.address, link.clicks, "", "")
            writer.writerow(map(_harmless, row))
    return table.getvalue().encode("utf-8-sig" if french else "utf-8", "replace")


def _readers(said: Statistics) -> int | None:
    """Of how many readers those who clicked and opened are a part; ``None`` where they are not counted as such."""
    return said.delivered if said.per_reader else None


def share(part: int | None, whole: int | None) -> float | None:
    """The part of the whole, between 0 and 1; ``None`` where one is not counted, or more than the whole."""
    return part / whole if part is not None and whole and part <= whole else None


def _usual(shares: Iterable[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return median(known) if known else None


def _harmless(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return printable(f"'{cell}" if cell.startswith(_FORMULAS) else cell)
