"""What cenum's own letters say each week, by which one of them is known again: ``wording.j2`` is where it is written.

Letters in people's mailboxes are in the languages that cenum begins letters in, or say what their team made of that.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError, nodes

from cenum.issue.characters import bare
from cenum.starter.template_files import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a team's own file may hold for this to be read.
_LONGEST = 100_000  # characters


class OwnWords:
    """``said`` has, by the name that ``wording.j2`` gives it, each form of a sentence on one line."""

    def __init__(self, said: dict[str, list[str]]) -> None:
        self._bare = {name: {bare(one) for one in forms} - {""} for name, forms in said.items()}
        by, readings = (said.get(name, []) for name in ("by", "reading"))
        minutes = "|".join(re.escape(one).replace("%d", r"\d{1,3}") for one in readings if "%d" in one)
        names = "|".join(map(re.escape, by))
        self._reading = re.compile(rf"(?:(?:{names}) (?P<who>\S.{{0,200}}?) · )?(?:{minutes})", re.IGNORECASE)

    def says(self, name: str, words: str) -> bool:
        """Whether ``words`` are the sentence ``name``, and nothing else."""
        return bare(words) in self._bare.get(name, ())

    def reading(self, words: str) -> re.Match[str] | None:
        """How long reading takes, as the line below a title says it; its group ``who`` is who wrote the beginning."""
        return self._reading.fullmatch(words)


def own_words(theirs: str = "") -> OwnWords:
    """The words of cenum's letters, and of one whose own ``wording.j2`` says ``theirs``."""
    said = {name: list(forms) for name, forms in _shipped().items()}
    if len(theirs) <= _LONGEST:
        for name, sentence in _sentences(theirs):
            said.setdefault(name, []).append(sentence)
    return OwnWords(said)


@cache
def _shipped() -> dict[str, tuple[str, ...]]:
    said: dict[str, tuple[str, ...]] = {}
    for wording in wordings():
        for name, sentence in _sentences(wording):
            said[name] = (*said.get(name, ()), sentence)
    return said


def _sentences(wording: str) -> Iterable[tuple[str, str]]:
    """Each ``{% set NAME = "…" %}``, on one line; nothing of a file that no template can be made of."""
    try:
        tree = Environment(autoescape=True).parse(wording)
    except (TemplateSyntaxError, RecursionError):
        return
    for found in tree.find_all(nodes.Assign):
        value = found.node.node if isinstance(found.node, nodes.Filter) else found.node
        if isinstance(found.target, nodes.Name) and isinstance(value, nodes.Const) and isinstance(value.value, str):
            yield found.target.name, " ".join(value.value.split())
