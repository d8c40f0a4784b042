"""Findings, links, campaigns and audiences as programs get them: ready for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cenum.finding import masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.doctor.diagnosis import Diagnosis
    from cenum.finding import Finding
    from cenum.links.link import Checked
    from cenum.services.service import Audience, Campaign


def findings_as_data(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings, with better addresses and reasons where they have some."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            **asdict(finding.place),
            "message": finding.message,
            "remedy": finding.remedy,
            **{name: value for name in ("url", "better", "waived") if (value := masked(getattr(finding, name)))},
        }
        for finding in found
    ]


def links_as_data(checked: Checked | None) -> list[dict[str, Any]]:
    """What became of each link; nothing where nobody asked."""
    return [
        {
            "url": masked(link.url),
            "text": masked(link.text),
            **asdict(link.place),
            "fate": verdict.fate.value,
            "reason": verdict.reason.value,
            "status": verdict.status,
            "address": masked(verdict.address),
        }
        for link, verdict in (checked.links if checked else ())
    ]


def diagnosis_as_data(one: Diagnosis) -> dict[str, str]:
    """A diagnosis."""
    return {"subject": one.subject, "verdict": one.verdict.value, "says": one.says, "remedy": one.remedy}


def campaign_as_data(campaign: Campaign) -> dict[str, object]:
    """A campaign."""
    return {
        "at": campaign.at.isoformat() if campaign.at else None,
        "id": campaign.id,
        "name": campaign.name,
        "reached": campaign.reached,
        "state": campaign.state.value,
        "wanted": campaign.wanted,
        "where": campaign.where,
    }


def audience_as_data(audience: Audience) -> dict[str, object]:
    """Whom a campaign goes to."""
    return {"name": audience.name, "size": audience.size}
