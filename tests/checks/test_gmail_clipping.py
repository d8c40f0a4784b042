from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.checks.gmail_clipping import gmail_clipping
from cenum.edition.measure import Weight
from cenum.finding import Finding, Severity
from tests.checks.samples import GOOD, PLACE, view
from tests.edition.samples import Desk, settings

if TYPE_CHECKING:
    from cenum.edition.edition import Edition

LINK = '<a href="https://example.org/">a</a>'


def weighed(html: str, *, tracked: bool = False) -> tuple[Edition, Weight]:
    size, links = len(html.encode()), html.count("<a href") * tracked
    return replace(GOOD, html=html), Weight(size, size + links * 350, 0, 0, 0, links, 0, 1)


def check(html: str, *, tracked: bool = False) -> list[Finding]:
    edition, weight = weighed(html, tracked=tracked)
    return gmail_clipping(view(edition, weight=weight, settings=settings(tracking={"clicks": tracked})))


@pytest.mark.parametrize(
    ("size", "severity"),
    [
        (0, None),
        (84_999, None),
        (85_000, Severity.WARNING),
        (94_999, Severity.WARNING),
        (95_000, Severity.ERROR),
        (102_400, Severity.ERROR),
        (300_000, Severity.ERROR),
    ],
)
def test_85_kb_are_a_warning_and_95_kb_an_error(size: int, severity: Severity | None) -> None:
    found = check("é" * (size // 2) + "." * (size % 2))
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    for finding in found:
        assert finding.rule == ("clip-over" if severity is Severity.ERROR else "clip")
        assert finding.place == PLACE
        assert f"{size / 1000:.0f} kB" in finding.message
        assert finding.remedy


def test_the_heading_at_which_gmail_would_cut_is_named() -> None:
    html = "<h2>Édito</h2>" + "." * 60_000 + "<h2>☕ Café &amp; IA</h2>" + "." * 60_000 + "<h2>Agenda</h2>"
    (finding,) = check(html)
    assert "“☕ Café & IA”" in finding.message


def test_no_heading_is_named_where_gmail_would_not_cut() -> None:
    (finding,) = check("<h2>Édito</h2>" + "." * 96_000)
    assert "Édito" not in finding.message


def test_links_that_are_tracked_count() -> None:
    html = "<h2>Un</h2>" + LINK * 200 + "<h2>Deux</h2>" + "." * 30_000
    assert check(html) == []
    (finding,) = check(html, tracked=True)
    assert finding.severity is Severity.ERROR
    assert "200" in finding.remedy
    assert "70000" in finding.remedy


def test_tracked_links_move_the_cut() -> None:
    html = "<h2>Un</h2>" + LINK * 300 + "<h2>Deux</h2>"
    (finding,) = check(html, tracked=True)
    assert "“Un”" in finding.message


def test_a_letter_that_is_really_too_long_is_refused_under_its_own_heading(desk: Desk) -> None:
    from cenum.edition.measure import weigh  # noqa: PLC0415  only here
    from cenum.issue.reader import read  # noqa: PLC0415  as above

    points = "- Un point de plus, et encore un autre, sur cette semaine.\n" * 8
    body = "".join(f"\n\n## Brève {number}\n\n{points}" for number in range(120))
    rendered = desk.section(body)
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    (finding,) = gmail_clipping(view(rendered, weight=weigh(issue, rendered, link_bytes=0)))
    named = re.search(r"“Brève (\d+)”", finding.message)
    assert named
    # Gmail shows exactly that much: the cut falls in or after this heading, and before the next.
    shown = rendered.html.encode()[:102_400].decode(errors="ignore")
    assert f"Brève {int(named[1]) - 1}</h3>" in shown
    assert f"Brève {int(named[1]) + 1}</h3>" not in shown
