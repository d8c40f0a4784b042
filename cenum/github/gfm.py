"""Markdown as GitHub shows it, in which what others wrote stays text: it links nowhere, and calls nobody.

What GitHub makes of mere words is in docs.github.com, "Autolinked references and URLs" and "Basic writing and
formatting syntax", and in github.github.com/gfm, "Autolinks (extension)". It looks for it in the text as it is shown,
where an entity is the character again: so an invisible character stands in between, beside which no line breaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.record import RecordedFinding

_MEANT = re.compile(r"[\\`*_\[\]<>|~&$#!]")
_JOINER = "\N{WORD JOINER}"
# Where GitHub would see a name, a number, an address or an emoji: the first part of each, after which it is parted.
_PARTED = re.compile(
    r"@"  # @ada, @team/editors, ada@example.org, mailto:…, owner/name@commit
    r"|#(?=\d)"  # #12, owner/name#12
    r"|GH-(?=\d)|:(?=//)|www(?=\.)"
    r"|:(?=[\w+-]+:)",  # :tada:
    re.IGNORECASE,
)
# What begins an address is shown as code, which links nowhere and can be copied (RFC 3986, without its “|” and “`”).
_ADDRESS = re.compile(r"\b((?:https?|ftp)://[\w.~:/?#\[\]@!$&'()*+,;=%-]+)", re.ASCII | re.IGNORECASE)
# A commit is named by seven digits of its hash, or more.
_HASH = re.compile(r"(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])", re.IGNORECASE)
_FEW_DIGITS = re.compile(r".{4}(?=.)")
_SIGNS = {"error": "❌", "warning": "⚠️"}
_MOST = 50  # findings of one comment, which GitHub cuts off at 65 536 characters
_LONGEST = 500  # characters of one sentence
_LONGEST_COMMENT = 60_000  # characters; what is ours besides fits in the rest


def text(words: str) -> str:
    """``words`` on one line, as they are: no markup, no picture, nobody called by name, no issue referred to."""
    shown = printable(words)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    parts = _ADDRESS.split(shown)  # every second one is an address
    return "".join(f"`{part}`" if number % 2 else _as_text(part) for number, part in enumerate(parts))


def _as_text(words: str) -> str:
    shown = _PARTED.sub(_parted, _HASH.sub(lambda match: _FEW_DIGITS.sub(_parted, match[0]), words))
    return _MEANT.sub(lambda match: f"&#{ord(match[0])};", shown)


def _parted(match: re.Match[str]) -> str:
    return match[0] + _JOINER


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


def fitting(lines: Iterable[str]) -> list[str]:
    """As many of ``lines``, from the first, as one comment takes, and a word where there are more."""
    kept: list[str] = []
    left = _LONGEST_COMMENT
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return [*kept, "", _("There is more, in the run."), ""]
        kept.append(line)
    return kept


def link(words: str, address: str) -> str:
    """A link to an ``address`` of ours."""
    return f"[{text(words)}]({address})"
