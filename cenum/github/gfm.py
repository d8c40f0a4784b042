"""Markdown as GitHub shows it, in which what others wrote stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.record import RecordedFinding

_MEANT = re.compile(r"[\\`*_\[\]<>|~&$#!]")
_MENTION = re.compile(r"(?<![\w.+-])@(?=\w)")
_SIGNS = {"error": "❌", "warning": "⚠️"}
_MOST = 50  # findings of one comment, which GitHub cuts off at 65 536 characters
_LONGEST = 500  # characters of one sentence


def text(words: str) -> str:
    """``words`` on one line, as they are: no markup, no picture, nobody called by name, no issue referred to."""
    shown = printable(words)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    shown = _MEANT.sub(lambda match: f"&#{ord(match[0])};", shown)
    return _MENTION.sub("@\N{WORD JOINER}", shown)


def table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Two columns without a head, as lines."""
    lines = [f"| {text(name)} | {text(value)} |" for name, value in rows]
    return ["| | |", "| --- | --- |", *lines, ""] if lines else []


def findings(found: Sequence[RecordedFinding]) -> list[str]:
    """A list of what the checks say, errors first, as lines."""
    ordered = sorted(found, key=lambda line: line.severity != "error")
    lines = [
        f"- {_SIGNS.get(one.severity, '•')} **{text(one.place)}** {text(one.message)} — {text(one.remedy)}"
        for one in ordered[:_MOST]
    ]
    if len(ordered) > _MOST:
        lines.append("- " + _("and {count} more, in the run").format(count=len(ordered) - _MOST))
    return [*lines, ""] if lines else []


def link(words: str, address: str) -> str:
    """A link to an ``address`` of ours."""
    return f"[{text(words)}]({address})"
