"""What GitHub Actions shows on the lines of a file (docs.github.com, "Workflow commands for GitHub Actions")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.errors import CenumError
    from cenum.finding import Finding


def finding_annotation(finding: Finding) -> str:
    """A finding, on its line."""
    properties = {"file": finding.place.file, "line": finding.place.line, "title": finding.rule}
    return _workflow_command(finding.severity.value, properties, f"{finding.message} — {finding.remedy}")


def failure_annotation(mistake: CenumError) -> str:
    """What went wrong, on the run's page: nobody reads to the end of a log."""
    return _workflow_command("error", {"title": "cenum"}, f"{mistake.message} — {mistake.remedy}")


def _workflow_command(name: str, properties: Mapping[str, object], text: str) -> str:
    listed = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in properties.items() if value is not None)
    return f"::{name} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    text = printable(text)
    for character in "%" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
