from __future__ import annotations

from dataclasses import replace

from cenum.finding import Place, Severity
from cenum.links.link_rules import LINK_GONE, LINK_MOVED_FOR_GOOD
from cenum.sarif import sarif
from cenum.settings import SETTINGS_SYNTAX


def test_findings_are_results_with_their_rules_and_places() -> None:
    gone = LINK_GONE.at(Place("issues/2026 été.md", 12), "perdu", "remplacez", "https://a.fr/")
    moved = LINK_MOVED_FOR_GOOD.at(Place("cenum.toml"), "déménagé", "écrivez")
    accepted = replace(gone, severity=Severity.NOTE, waived="voulu")
    broken = SETTINGS_SYNTAX.at(Place("cenum.toml", 1), "m", "r")
    (run,) = sarif([gone, moved, accepted, broken])["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["link-gone", "link-moved-for-good", "settings-syntax"]
    assert [result["ruleId"] == ids[result["ruleIndex"]] for result in run["results"]] == [True] * 4
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "issues/2026%20%C3%A9t%C3%A9.md"}, "region": {"startLine": 12}}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]
    assert run["results"][2]["suppressions"] == [{"kind": "external", "justification": "voulu"}]


def test_no_finding_is_a_run_without_results() -> None:
    assert sarif([])["runs"][0]["results"] == []
