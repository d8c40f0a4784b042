"""Where a template writes what the rendered letter shows: a finding of it leads there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from cenum.finding import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Sources: TypeAlias = Mapping[str, str]

TEMPLATES = "templates"
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sought(Place):
    """``file`` where nothing is found. ``signs`` are patterns, the surest first; the line is where the match ends."""

    signs: tuple[str, ...] = ()


def sought(*signs: str, file: str = TEMPLATES) -> Place:
    """The place in the templates that ``signs`` describe, to be found by :func:`found`."""
    return Sought(file, signs=tuple(sign for sign in signs if sign))


def found(findings: Iterable[Finding], sources: Sources) -> Iterator[Finding]:
    """``findings``, each at the line of the first of its signs that a template has.

    ``sources`` are files by their names; those that are no templates are not looked at.
    """
    for finding in findings:
        if isinstance(finding.place, Sought):
            yield replace(finding, place=_find(finding.place, sources))
        else:
            yield finding


def _find(place: Sought, sources: Sources) -> Place:
    files = [name for name in sources if name == place.file or name.startswith(f"{TEMPLATES}/")]
    files.sort(key=lambda name: name != place.file)
    texts = {name: _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), sources[name]) for name in files}
    for sign in place.signs:
        for name, text in texts.items():
            match = re.search(sign, text, re.IGNORECASE)
            if match:
                return Place(name, text.count("\n", 0, match.end()) + 1)
    return Place(place.file)
