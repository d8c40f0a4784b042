"""The HTML of a service, rewritten as any page would have it: its own parts become words, links and pictures, or go.

Whatever goes is told with its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from cenum.analysis.html import hidden, words
from cenum.i18n import _
from cenum.imported.bounded_tree import fit, html_of, tree_of
from cenum.imported.source_letter import Told
from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a service filled in for each reader: Mailchimp's *|FNAME|*, Liquid's and Django's {{ name }} and {% if %},
# %%name%%, Ghost's {first_name, "there"} (Mailchimp, “All the merge tags cheat sheet”; buttondown.com/docs,
# “Templating”; ghost.org/help, “Email cards”).
MERGE_TAG = re.compile(
    r"\*\|[^|*\n]{1,80}\|\*|\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}|%%[A-Za-z_]{1,40}%%"
    r"|\{(?:first_name|name|uuid)(?:, ?\"[^\"{}\n]{0,40}\")?\}"
)
_MOST_TAGS = 50
_LONGEST_DATA = 100_000


class HtmlChange(NamedTuple):
    """What one part of a page becomes: ``put`` stands in its place, and its tail stays. ``told`` says so.

    Which words go and which come is counted when it is done.
    """

    put: tuple[Any, ...] = ()
    told: Told | None = None


# Of an element, by a name of its class, or by its tag as “<a>”; None leaves it as it is.
HtmlChanges = Mapping[str, Callable[[Any], HtmlChange | None]]


class RewrittenHtml(NamedTuple):
    """A page, and what was done to it."""

    html: str
    told: tuple[Told, ...]


def rewritten(html: str, changes: HtmlChanges, shown: Callable[[str], str], holder: str = "") -> RewrittenHtml:
    """``html`` after the ``changes``, each asked once for each element that is there, from the outside inwards.

    ``shown`` gives the words that readers see of a piece of HTML. ``holder`` is the id of the element that holds the
    letter: where there is one, what is around it goes.
    """
    root = tree_of(html)
    told = _alone(root, holder, shown) if holder else []
    todo = [(root, frozenset[str]())]
    while todo:
        element, declined = todo.pop()
        change = None
        for name in _names(element) if element is not root else ():
            # Within a part that is left as it is there is none of its kind: or a deep page is read again and again.
            if name in changes and name not in declined:
                change = changes[name](element)
                if change is not None:
                    break
                declined = declined if name.startswith("<") else declined | {name}
        if change is None:
            todo.extend((child, declined) for child in reversed(element) if isinstance(child.tag, str))
            continue
        told.extend(_told(element, change, shown))
        _replace(element, change.put)
    told.extend(_without_tags(root, shown))
    return RewrittenHtml(html_of(root), tuple(told))


def left_out(kind: str, message: str, *, remedy: str = "") -> HtmlChange:
    """Nothing in the place of an element; with a ``remedy``, a person should look at it."""
    return HtmlChange((), Told(kind, message, remedy, look=bool(remedy)))


def paragraph(*children: Any) -> Any:  # noqa: ANN401  lxml
    """A paragraph of ``children``: elements or strings."""
    made = etree.Element("p")
    last = None
    for child in children:
        if not isinstance(child, str):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return made


def link(address: str, text: str) -> Any:  # noqa: ANN401  lxml
    """A link that says ``text``."""
    made = etree.Element("a", href=fit(address))
    made.text = fit(text)
    return made


def picture(address: str, description: str = "") -> Any:  # noqa: ANN401  lxml
    """A picture."""
    return etree.Element("img", src=fit(address), alt=fit(description))


def data(element: Any, name: str = "data-attrs") -> dict[str, Any]:  # noqa: ANN401  lxml
    """What an attribute says in JSON: nothing where it is damaged."""
    written = element.get(name) or ""
    try:
        found = json.loads(written) if len(written) <= _LONGEST_DATA else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def said(table: Mapping[str, Any], *names: str) -> str:
    """The first text that stands in ``table`` under one of the ``names``."""
    return next((value for name in names if isinstance(value := table.get(name), str) and value), "")


def inner(element: Any, name: str) -> Any:  # noqa: ANN401  lxml
    """The first element within ``element`` that has the class ``name``; ``None`` where there is none."""
    return next((one for one in element.iter("{*}*") if name in classes(one)), None)


def classes(element: Any) -> list[str]:  # noqa: ANN401  lxml
    """The names of its class."""
    return (element.get("class") or "").split()


def _told(element: Any, change: HtmlChange, shown: Callable[[str], str]) -> Iterator[Told]:  # noqa: ANN401  lxml
    """What ``change`` does to the words of ``element``: those that go, and those that come."""
    before = "" if hidden(element) else _shown(element, shown)
    after = " ".join(_shown(one, shown) for one in change.put)
    left, added = (before, after) if words_of(before) != words_of(after) else ("", "")
    if change.told:
        yield change.told._replace(left=left, added=added)
    elif left or added:
        yield Told(
            "part-left-out", _("a part of the page was left out: “{words}”").format(words=left), "", left, added
        )


def _shown(element: Any, shown: Callable[[str], str]) -> str:  # noqa: ANN401  lxml
    return shown(html_of(element))


def _alone(root: Any, holder: str, shown: Callable[[str], str]) -> list[Told]:  # noqa: ANN401  lxml
    """Leave nothing around the element whose id is ``holder``."""
    here = next((one for one in root.iter("{*}*") if one.get("id") == holder), None)
    gone: list[str] = []
    while here is not None and (parent := here.getparent()) is not None:
        gone.append(f"{parent.text or ''} {here.tail or ''}")
        parent.text = here.tail = None
        for one in list(parent):
            if one is not here and one.tag != "head":
                gone.append(_shown(one, shown) if isinstance(one.tag, str) else "")
                gone.append(one.tail or "")
                parent.remove(one)
        here = parent
    left = " ".join(" ".join(gone).split())
    return [Told("mail-frame", _("the head and the foot of the e-mail were left out"), left=left)] if left else []


def _names(element: Any) -> Iterator[str]:  # noqa: ANN401  lxml
    yield from classes(element)
    yield f"<{element.tag}>"


def _replace(element: Any, put: tuple[Any, ...]) -> None:  # noqa: ANN401  lxml
    parent, tail = element.getparent(), element.tail
    index = parent.index(element)
    element.tail = None
    parent.remove(element)
    for number, one in enumerate(put):
        parent.insert(index + number, one)
    if not tail:
        return
    last = put[-1] if put else (parent[index - 1] if index else None)
    if last is None:
        parent.text = (parent.text or "") + tail
    else:
        last.tail = (last.tail or "") + tail


def _without_tags(root: Any, shown: Callable[[str], str]) -> Iterator[Told]:  # noqa: ANN401  lxml
    """No address stays that was filled in for each reader."""
    for element in list(root.iter("a", "img")):
        address = element.get("href") or element.get("src") or ""
        if not MERGE_TAG.search(address):
            continue
        if element.tag == "img":
            yield from _told(element, HtmlChange(), shown)
            _replace(element, ())
            continue
        del element.attrib["href"]
        yield Told(
            "readers-link",
            _("the link of “{words}” was made for each reader ({address}): it is words now").format(
                words=words(element), address=address[:80]
            ),
            _("delete these words, or link a page for everybody"),
            at=words(element),
            look=True,
        )


def merge_tags(text: str) -> Iterator[Told]:
    """What of ``text`` was another thing for each reader."""
    for tag in list(dict.fromkeys(MERGE_TAG.findall(text)))[:_MOST_TAGS]:
        yield Told(
            "merge-tag",
            _("{tag} was filled in for each reader, and stands in the issue as it is").format(tag=tag),
            _("write what everybody can read"),
            at=tag,
            look=True,
        )
