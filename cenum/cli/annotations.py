"""What GitHub Actions shows on the lines of a file (docs.github.com, "Workflow commands for GitHub Actions").

Its runner takes a command for one where ``##[`` stands anywhere in a line, or ``::`` begins it after white space
(github.com/actions/runner, src/Runner.Common/ActionCommand.cs). Only what is made here may be one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.errors import CenumError
    from cenum.finding import Finding


_COMMAND = re.compile(r"##(?=\[)|(?:^|(?<=[\r\n]))[^\S\r\n]*:(?=:)")
_JOINER = "\N{WORD JOINER}"


def without_commands(text: str) -> str:
    """``text`` for a log: an invisible character stands in whatever the runner would obey."""
    return _COMMAND.sub(lambda match: match[0] + _JOINER, text)


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
    text = without_commands(printable(text))
    for character in "%" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
