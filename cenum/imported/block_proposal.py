"""What blocks of a letter are perhaps together, and what stands around them."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cenum.imported.tree_reading import level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

MOST_BLOCKS = 6  # of one event, resource or testimony


class BlockProposal(NamedTuple):
    """A block that some blocks of the letter are perhaps; ``gone`` are those whose words it has, or leaves out.

    ``inside`` may hold blocks that are not in the letter, in place of those that are gone.
    """

    name: str
    argument: str
    inside: Sequence[_Element]
    gone: Sequence[_Element] = ()
    left: str = ""

    def box(self, inside: Iterable[_Element]) -> _Element:
        """The block itself, around ``inside``."""
        box = etree.Element("div", {"data-block": self.name, "data-argument": self.argument})
        box.extend(inside)
        return box


def siblings(block: _Element, most: int | None = None) -> list[_Element]:
    """What follows ``block`` in its section, ``most`` blocks of it; no note."""
    return list(
        takewhile(lambda one: one.tag != "h1" and not one.get("data-note"), islice(block.itersiblings(), most))
    )


def of_conversation(inside: Sequence[_Element], question: _Element) -> Sequence[_Element]:
    """As much of ``inside`` as belongs to ``question``, a heading in it.

    A higher heading or a rule ends it; blocks that stand last are no answers.
    """
    level = level_of(question)
    last = next(
        (index for index, one in enumerate(inside) if one.tag == "hr" or 0 < level_of(one) < level), len(inside)
    )
    while last and inside[last - 1].get("data-block"):
        last -= 1
    return inside[:last]
