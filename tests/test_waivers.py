"""Findings that somebody accepts: said with the reason, and out of the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cenum.errors import SettingsMistakes
from cenum.finding import Place, Severity, has_errors
from cenum.links.link_rules import LINK_GONE
from cenum.settings import load
from cenum.waivers import Waiver, waive, waiver_line
from tests.edition.samples import ROOT
from tests.issue.desk import found, issue, reading

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("issues/2026-11-27.md", 4)
DAY = date(2026, 11, 27)
GONE = LINK_GONE.at(PLACE, "m", "r", "https://www.arcep.fr/rapport?a=1")


@pytest.mark.parametrize(
    ("rule", "url", "covered"),
    [
        ("link-gone", "*", True),
        ("link-gone", "https://www.arcep.fr/*", True),
        ("link-gone", "*arcep*", True),
        ("link-gone", "https://www.arcep.fr/rapport?a=1", True),
        ("link-gone", "https://www.arcep.fr/", False),
        ("link-gone", "https://www?arcep.fr/*", False),
        ("link-gone", "https://www.arcep.fr/rapport", False),
        ("link-gone", "https://www.arcep.fr/rapport?a=1*a=1", False),
        ("link-gone", "http://*", False),
        ("link-gone", "*/rapport", False),
        ("link-gone", "https://*.fr*a=1", True),
        ("link-gone", "https://*.com*a=1", False),
        ("link-gone", "*rapport*arcep*", False),
        ("link-gone", "*rapport*rapport*", False),
        ("link-timeout", "*", False),
    ],
)
def test_a_waiver_covers_a_rule_at_addresses_of_a_kind(rule: str, url: str, covered: bool) -> None:  # noqa: FBT001  a table
    assert Waiver(rule, "parce que", url).covers(GONE, DAY) is covered


def test_what_is_accepted_becomes_a_note_with_its_reason() -> None:
    (note,) = waive([GONE], [Waiver("link-gone", "le site revient lundi")], DAY)
    assert note.severity is Severity.NOTE
    assert note.waived == "le site revient lundi"
    assert "le site revient lundi" in note.remedy
    assert not has_errors([note])
    assert list(waive([GONE], [], DAY)) == [GONE]


def test_a_waiver_ends_with_the_issue_of_its_last_day() -> None:
    waiver = Waiver("link-gone", "x", until="2026-11-27")
    assert waiver.covers(GONE, DAY)
    assert waiver.covers(GONE, date(2026, 11, 20))
    assert not waiver.covers(GONE, date(2026, 12, 4))


def test_an_issue_has_its_own(tmp_path: Path) -> None:
    head = "title: T\nwaivers:\n  - {rule: link-gone, url: 'https://a.fr/*', reason: Voulu}"
    text = f"---\n{head}\n---\n\n# A {{#edito}}\n\nx\n"
    assert issue(tmp_path, text).waivers == (Waiver("link-gone", "Voulu", "https://a.fr/*"),)


@pytest.mark.parametrize("url", [GONE.url, 'https://a.fr/?q="un\\deux"#é', "https://a.fr/{x}: [y], 'z'"])
def test_the_line_that_is_named_accepts_the_finding(tmp_path: Path, url: str) -> None:
    finding = LINK_GONE.at(PLACE, "m", "r", url)
    line = waiver_line(finding.rule, finding.url).strip("`")
    text = f"---\ntitle: T\n{line}\n---\n\n# A {{#edito}}\n\nx\n"
    (waiver,) = issue(tmp_path, text).waivers
    assert waiver.covers(finding, DAY)
    assert waiver.url == url


def test_what_an_editor_writes_for_her_colleagues_has_its_line_too(tmp_path: Path) -> None:
    text = "---\ntitle: T\n---\n\n# A {#edito}\n\n<!-- à revoir -->\n\nx\n"
    (finding,) = reading(tmp_path, text).findings
    line = finding.remedy.split("`")[1]
    assert "pull request" not in finding.remedy
    moved = text.replace("<!-- à revoir -->\n\n", "").replace("title: T", f"title: T\n{line}")
    assert [remark.says for remark in issue(tmp_path, moved).remarks] == ["…"]


@pytest.mark.parametrize(
    ("waiver", "rule"),
    [
        ("{rule: link-gon, reason: x}", "waiver-unknown"),
        ("{rule: link-private, reason: x}", "waiver-unknown"),
        ("{rule: link-gone}", "front-matter-missing-key"),
        ("{rule: link-gone, reason: ' '}", "front-matter-wrong-value"),
        ("{rule: link-gone, reason: x, raison: x}", "front-matter-unknown-key"),
        ("{rule: link-gone, reason: x, until: demain}", "front-matter-wrong-value"),
    ],
)
def test_a_waiver_that_waives_nothing_is_an_error_at_its_line(tmp_path: Path, waiver: str, rule: str) -> None:
    text = f"---\ntitle: T\nwaivers:\n  - {waiver}\n---\n\n# A {{#edito}}\n\nx\n"
    assert found(tmp_path, text) == [(4, rule)]


def test_so_is_one_in_the_settings(tmp_path: Path) -> None:
    text = (ROOT / "cenum.toml").read_text("utf-8").replace('rule = "link-example"', 'rule = "link-exemple"')
    (tmp_path / "cenum.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        load(tmp_path / "cenum.toml")
    (mistake,) = caught.value.findings
    assert mistake.place.line == text.split("\n").index('rule = "link-exemple"') + 1
    assert "link-example" in mistake.remedy


@pytest.mark.parametrize("header", ['Authorization = "x"', 'cookie = "a=b"', '"Un mot" = "x"', 'X-Ligne = "a\\nb"'])
def test_a_header_that_says_who_asks_or_is_none_is_refused(tmp_path: Path, header: str) -> None:
    text = (ROOT / "cenum.toml").read_text("utf-8") + f"\n[link_check.headers]\n{header}\n"
    (tmp_path / "cenum.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        load(tmp_path / "cenum.toml")
    (mistake,) = caught.value.findings
    assert mistake.place.line == text.count("\n")


def test_a_network_that_is_none_is_said_at_its_line(tmp_path: Path) -> None:
    text = (ROOT / "cenum.toml").read_text("utf-8") + '\n[link_check]\nnetworks = ["10.0.0.0/8", "chez nous"]\n'
    (tmp_path / "cenum.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        load(tmp_path / "cenum.toml")
    assert [finding.rule for finding in caught.value.findings] == ["settings-wrong-value"]
    assert "chez nous" in caught.value.message
