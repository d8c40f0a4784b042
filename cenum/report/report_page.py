"""The report as one page that stands alone."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from cenum.i18n import _, language
from cenum.page_templates import page_templates
from cenum.report.chart import WIDTH, bars
from cenum.report.figures import figures, grouped, heading_name, percent, share, shown

if TYPE_CHECKING:
    from cenum.report.figures import Report
    from cenum.services.service import Statistics


_FOLDER = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'sha256-{style}'; form-action 'none'; base-uri 'none'"


def page(report: Report) -> str:
    """The report in HTML, in the language that is spoken; the same figures give the same bytes."""
    style = (_FOLDER / "report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    history = ((report.key, report.statistics), *report.previous) if report.previous else ()
    per_reader = report.statistics.per_reader
    before = [(key, (_clicked(one) if per_reader else one.clicks) or 0) for key, one in history]
    clicks = [(heading_name(one), float(one.clicks)) for one in report.headings]
    return (
        page_templates(_FOLDER)
        .get_template("report.html.j2")
        .render(
            language=language(),
            policy=_POLICY.format(style=digest),
            style=Markup(style),  # noqa: S704  our own
            report=report,
            figures=[(figure.name, shown(figure)) for figure in figures(report)],
            before=[
                (key, _count(one.delivered), _rate(one) if per_reader else _count(one.clicks)) for key, one in history
            ],
            headings=[
                (heading_name(one), [(link.address, link.words, grouped(link.clicks)) for link in one.links])
                for one in report.headings
            ],
            width=WIDTH,
            charts={"before": bars(before, percent if per_reader else grouped), "clicks": bars(clicks, grouped)},
            words={
                "title": _("{newsletter}: results of the issue of {key}").format(
                    newsletter=report.newsletter, key=report.key
                ),
                "campaign": _("The campaign at the mailing service"),
                "figures": _("Figures"),
                "what": _("What"),
                "count": _("How many"),
                "before": _("Compared with earlier issues"),
                "before_note": _(
                    "Readers who clicked, of those who received the letter; the figures are in the table below."
                )
                if per_reader
                else _("Clicks; the figures are in the table below."),
                "issue": _("Issue"),
                "delivered": _("Delivered"),
                "share": _("Readers who clicked") if per_reader else _("Clicks"),
                "clicks": _("Clicks, by heading"),
                "clicks_note": _("Clicks under each heading; the figures are in the table below."),
                "link": _("Link"),
                "no_clicks": _clicks_are_missing(report),
                "privacy": _("These are totals. No data about individual readers is requested or kept."),
            },
        )
    )


def _clicks_are_missing(report: Report) -> str:
    if report.statistics.clicks is None:
        return _("Clicks are not counted.")
    return _("No click was counted.")


def _clicked(one: Statistics) -> float | None:
    return share(one.clicks, one.delivered)


def _rate(one: Statistics) -> str:
    clicked = _clicked(one)
    return _("not counted") if clicked is None else percent(clicked)


def _count(readers: int | None) -> str:
    return _("not counted") if readers is None else grouped(readers)
