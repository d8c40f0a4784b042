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
    from collections.abc import Iterable, Iterator, Mapping

    from cenum.settings import Newsletter

# What a team's own file may hold for this to be read.
_LONGEST = 100_000  # characters


class OwnWords:
    """``said`` has, by the name that ``wording.j2`` gives it, each form of a sentence."""

    def __init__(self, said: Mapping[str, tuple[str, ...]]) -> None:
        self._bare = {name: {bare(one) for one in forms} - {""} for name, forms in said.items()}
        self._reading = _below_title(said.get("by", ()), said.get("reading", ()))

    def says(self, name: str, words: str) -> bool:
        """Whether ``words`` are the sentence ``name``, and nothing else."""
        return bare(words) in self._bare.get(name, ())

    def begins(self, name: str, words: str) -> bool:
        """Whether ``words`` begin with the sentence ``name``."""
        called = f"{bare(words)} "
        return any(called.startswith(f"{one} ") for one in self._bare.get(name, ()))

    def reading(self, words: str) -> re.Match[str] | None:
        """How long reading takes, as the line below a title says it; its group ``who`` is who wrote the beginning."""
        return self._reading.fullmatch(words)


def _below_title(by: Iterable[str], reading: Iterable[str]) -> re.Pattern[str]:
    """The line below a title: who wrote, perhaps, and how long reading takes, the number being ``%d``."""
    before, after = ([re.escape(" ".join(form.split())) for form in forms] for forms in (by, reading))
    minutes = "|".join(one.replace("%d", r"\d{1,3}") for one in after if "%d" in one)
    return re.compile(rf"(?:(?:{'|'.join(before)}) (?P<who>\S.{{0,200}}?) · )?(?:{minutes})", re.IGNORECASE)


def own_words(newsletter: Newsletter | None = None, theirs: str = "") -> OwnWords:
    """The words of cenum's letters, and of one whose own ``wording.j2`` says ``theirs``.

    What they say of a ``newsletter`` is none of them without one.
    """
    found = [*_shipped(), *(_sentences(theirs) if len(theirs) <= _LONGEST else ())]
    said: dict[str, tuple[str, ...]] = {}
    for name, parts in found:
        form = [part if isinstance(part, str) else str(getattr(newsletter, part[0], "")) for part in parts]
        if all(form):
            said[name] = (*said.get(name, ()), "".join(form))
    return OwnWords(said)


# Text as it stands, or the name of what a newsletter's settings say.
_Part = str | tuple[str]


@cache
def _shipped() -> tuple[tuple[str, tuple[_Part, ...]], ...]:
    return tuple(sentence for wording in wordings() for sentence in _sentences(wording))


def _sentences(wording: str) -> Iterator[tuple[str, tuple[_Part, ...]]]:
    """What ``wording`` sets to text and to settings of the newsletter alone; nothing where it is no template."""
    try:
        tree = Environment(autoescape=True).parse(wording)
    except (TemplateSyntaxError, RecursionError):
        return
    for found in tree.find_all(nodes.Assign):
        value = found.node.node if isinstance(found.node, nodes.Filter) else found.node
        if isinstance(found.target, nodes.Name) and isinstance(value, nodes.Const) and isinstance(value.value, str):
            yield found.target.name, (value.value,)
    for block in tree.find_all(nodes.AssignBlock):
        parts = [_part(one) for inside in block.body for one in getattr(inside, "nodes", (None,))]
        known = tuple(part for part in parts if part is not None)
        if isinstance(block.target, nodes.Name) and len(known) == len(parts):
            yield block.target.name, known


def _part(node: nodes.Node | None) -> _Part | None:
    """``None`` for what is more than text, and more than ``newsletter.name``."""
    match node:
        case nodes.TemplateData(data=text):
            return str(text)
        case nodes.Getattr(node=nodes.Name(name="newsletter"), attr=name):
            return (str(name),)
        case _:
            return None
