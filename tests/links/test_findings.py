"""What an editor is told of a link."""

from __future__ import annotations

from datetime import date

import pytest

from cenum.finding import Place, Severity
from cenum.links.findings import link_findings
from cenum.links.link import Checked, Link, LinkStatus, Reason, Verdict
from cenum.links.link_rules import OF

PLACE = Place("issues/2026-11-27.md")
DAY = date(2026, 11, 27)
LINK = Link("https://a.fr/page#partie", "une page", Place("issues/2026-11-27.md", 12))


def said(verdict: Verdict, link: Link = LINK) -> list[tuple[str, Severity, str, str]]:
    found = link_findings(Checked(((link, verdict),)), DAY, PLACE)
    return [(finding.rule, finding.severity, finding.message, finding.remedy) for finding in found]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_a_remedy_and_a_rule(reason: Reason) -> None:
    found = said(Verdict(reason, 200, "https://b.fr/", "x"))
    if reason.fate is LinkStatus.ALIVE or reason is Reason.EXAMPLE:
        assert found == []
        return
    ((rule, severity, message, remedy),) = found
    assert message
    assert remedy
    assert (severity is Severity.ERROR) == (reason.fate in {LinkStatus.DEAD, LinkStatus.REFUSED})
    if reason.fate is not LinkStatus.UNCHECKED:
        assert LINK.url in message
        assert rule == OF[reason].id


def test_a_dead_link_names_its_archive_of_the_day() -> None:
    ((_rule, _severity, _message, remedy),) = said(Verdict(Reason.GONE, 404))
    assert "https://web.archive.org/web/20261127/https://a.fr/page#partie" in remedy


def test_a_moved_link_names_its_new_address_with_the_place_on_the_page() -> None:
    found = list(link_findings(Checked(((LINK, Verdict(Reason.MOVED_FOR_GOOD, 200, "https://b.fr/x")),)), DAY, PLACE))
    assert found[0].better == "https://b.fr/x#partie"
    assert "https://b.fr/x#partie" in found[0].remedy
    assert "--fix" in found[0].remedy


def test_a_place_that_is_missing_and_a_move_are_both_said() -> None:
    found = said(Verdict(Reason.MOVED_FOR_GOOD, 200, "https://b.fr/x", missing_fragments=("partie",)))
    assert [rule for rule, *_rest in found] == ["link-fragment", "link-moved-for-good"]


def test_a_heavy_picture_says_its_weight() -> None:
    ((rule, severity, message, _remedy),) = said(
        Verdict(Reason.ANSWERS, 200, bytes=2_340_000), Link("https://a.fr/i.png", "x", PLACE, image=True)
    )
    assert (rule, severity) == ("image-heavy", Severity.WARNING)
    assert "2.3 MB" in message


def test_a_link_is_named_by_its_text() -> None:
    ((_rule, _severity, message, _remedy),) = said(Verdict(Reason.GONE, 404))
    assert message.startswith("“une page”: ")
    bare = Link(LINK.url, LINK.url, LINK.place)
    ((_rule, _severity, message, _remedy),) = said(Verdict(Reason.GONE, 404), bare)
    assert message.count(LINK.url) == 1


def test_an_address_is_told_once_with_each_place_of_it() -> None:
    other = Link(LINK.url, "encore", Place("issues/2026-11-27.md", 40))
    elsewhere = Link(LINK.url, "ici", Place("templates/footer.mjml.j2", 3), in_issue=False)
    verdict = Verdict(Reason.GONE, 404)
    found = list(link_findings(Checked(((LINK, verdict), (other, verdict), (elsewhere, verdict))), DAY, PLACE))
    assert [str(finding.place) for finding in found] == ["issues/2026-11-27.md:12", "templates/footer.mjml.j2:3"]
    assert found[0].message.startswith("“une page”: ")
    assert found[0].message.endswith(f"{LINK.url} (2 times, lines 12, 40)")


def test_an_interruption_says_how_many_are_left() -> None:
    links = tuple((LINK, Verdict(Reason.INTERRUPTED)) for _number in range(3))
    found = list(link_findings(Checked(links, whole=False), DAY, PLACE))
    assert [finding.message for finding in found] == ["interrupted: 3 links were not checked"]
