"""The HTML of an edition as the checks look at it: elements, and the styles that stand beside and within them."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from lxml import etree

from cenum.marks import AT, marked_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.finding import Place

_PARSER = etree.HTMLParser(encoding="utf-8")
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
# A conditional comment of Outlook's: what begins its condition, what ends it, and what ends the comment.
_IF, _THEN, _ENDIF = "<!--[if", "]>", "<![endif]-->"


def page(html: str) -> Any:  # noqa: ANN401  lxml
    """The root of ``html``; conditional comments are comments there, as for everybody but Outlook."""
    root = etree.fromstring(html.encode(), _PARSER) if html else None
    return etree.fromstring(b"<p>", _PARSER) if root is None else root  # nothing, or nothing but comments


def readings(html: str) -> Iterator[Any]:
    """``html`` as mail programs read it: all of it, then each part that Outlook for Windows alone reads."""
    yield page(html)
    for part in _conditional(html):
        yield page(f"<div>{part}")


def _conditional(html: str) -> Iterator[str]:
    """What stands in each conditional comment; one that never ends is none."""
    end = 0
    while (start := html.find(_IF, end)) >= 0:
        begins = html.find(_THEN, start + len(_IF)) + len(_THEN)
        ends = html.find(_ENDIF, begins)
        if begins < len(_THEN) or ends < 0:
            return
        yield html[begins:ends]
        end = ends + len(_ENDIF)


class MarkedTree:
    """The HTML of an edition, and where each of its elements was written.

    ``readings`` are the roots of :func:`readings`, without a mark: to be looked at, and not written into.
    """

    def __init__(self, marked: str) -> None:
        """``marked`` is that of :class:`~cenum.edition.edition.MarkedEdition`."""
        self.readings = tuple(readings(marked))
        # lxml gives an element out as the same object for as long as somebody holds it.
        self._places = {
            element: marked_place(element.attrib.pop(AT))
            for root in self.readings
            for element in elements(root)
            if AT in element.attrib
        }

    @property
    def root(self) -> Any:  # noqa: ANN401  lxml
        """All of the letter, as everybody but Outlook reads it."""
        return self.readings[0]

    def place_of(self, element: Any) -> Place:  # noqa: ANN401  lxml
        """Where ``element`` of one of the roots was written, in a template or in the issue.

        What MJML made around the templates' own elements is where the first of these is; the folder of the templates
        where nothing is known.
        """
        written = (
            self._places[one]
            for one in chain((element,), element.iterancestors(), element.iter("{*}*"))
            if one in self._places
        )
        return next(written, marked_place(""))


@lru_cache(maxsize=4)
def marked_tree(marked: str) -> MarkedTree:
    """The tree of a letter, the same for everybody who looks at it."""
    return MarkedTree(marked)


def elements(root: Any) -> Iterator[Any]:  # noqa: ANN401  lxml
    """Every element in reading order, comments left out."""
    yield from root.iter("{*}*")


def shown(root: Any) -> Iterator[Any]:  # noqa: ANN401  lxml
    """Every element that is displayed, in reading order."""
    dropped: set[Any] = set()
    for element in elements(root):
        if hides(element) or element.getparent() in dropped:
            dropped.add(element)
        else:
            yield element


class Step(Enum):
    """On the way through what is seen: an element begins, with its text, or ends, or what stands after it follows."""

    BEGINS = "begins"
    ENDS = "ends"
    AFTER = "after"


def seen(root: Any) -> Iterator[tuple[Step, Any]]:  # noqa: ANN401  lxml
    """Each step from the beginning of ``root`` to its end; of what nobody sees, only what stands after it."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_seen = isinstance(element.tag, str) and not (element.tag in _UNSEEN or hides(element))
        if event == "start":
            if is_seen:
                yield Step.BEGINS, element
            else:
                walk.skip_subtree()
            continue
        if is_seen:
            yield Step.ENDS, element
        if element is not root:
            yield Step.AFTER, element


def words(element: Any) -> str:  # noqa: ANN401  lxml
    """What an element says, descriptions of pictures aside, with one space where there is any."""
    return " ".join("".join(element.itertext("{*}*")).split())


def hidden(element: Any) -> bool:  # noqa: ANN401  lxml
    """Whether it, or what it stands in, is not displayed: a preheader."""
    return any(hides(one) for one in (element, *element.iterancestors()))


def hides(element: Any) -> bool:  # noqa: ANN401  lxml
    """Whether it is not displayed, whatever it stands in."""
    style = element.get("style")
    return bool(style) and _is_none(style)


@lru_cache(maxsize=1024)
def _is_none(style: str) -> bool:
    return "display:none" in style.replace(" ", "").lower()
