"""Findings as SARIF 2.1.0 (OASIS standard), which code hosts show beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cenum import __version__
from cenum.finding import Severity
from cenum.rulebook import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.finding import Finding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(found: Sequence[Finding]) -> dict[str, Any]:
    """One run of cenum, ready for JSON. Places are relative to the letter's folder."""
    ids = list(dict.fromkeys(finding.rule for finding in found))
    driver = {
        "name": "cenum",
        "semanticVersion": __version__,
        "rules": [_rule(rule_id) for rule_id in ids],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(finding, ids) for finding in found]}],
    }


def _rule(rule_id: str) -> dict[str, Any]:
    rule = rules()[rule_id]
    return {
        "id": rule_id,
        "shortDescription": {"text": rule.what},
        "help": {"text": f"{rule.why} {rule.remedy}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, ids: Sequence[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.place.file)}}
    if finding.place.line:
        place["region"] = {"startLine": finding.place.line}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} — {finding.remedy}"},
        "locations": [{"physicalLocation": place}],
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result
