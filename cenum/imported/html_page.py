"""Any HTML as a tree of plain values, read by libxml2 and bounded while it is read.

lxml's own tree is none for strangers: below 256 levels libxml2 leaves out all the rest without a word, and each
attribute of an element is added at the end of a chain, so that one tag of a megabyte keeps it busy for minutes.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from cenum.i18n import _
from cenum.imported.refusal import ImportRefusal
from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_CHARACTERS = 25_000_000
_MOST_WITHOUT_PICTURES = 4_000_000
_MOST_SAID = 2_000_000  # characters of text: twenty times the longest issue
_MOST_ELEMENTS = 30_000
_MOST_LINKS = 5_000
_DEEPEST = 250
_MOST_STYLES = 256_000
_BESIDE = 60  # characters before a comment
_MOST_BEFORE = 7  # texts that they may stand in
_AT_ONCE = 65_536  # characters that are read between two looks at the bounds

# An element without an end (HTML, section 13.1.2).
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_KEPT = frozenset(
    [
        "align",
        "alt",
        "aria-hidden",
        "aria-level",
        "border",
        "cite",
        "class",
        "colspan",
        "content",
        "data-aria-level",
        "data-lazy-src",
        "data-note",
        "data-src",
        "data-title",
        "datetime",
        "height",
        "hidden",
        "href",
        "id",
        "lang",
        "name",
        "property",
        "rel",
        "role",
        "rowspan",
        "src",
        "start",
        "style",
        "title",
        "type",
        "width",
        "xml:lang",
    ]
)
# A picture in the page itself (RFC 2397), to be taken out before it is read and put back afterwards.
_PICTURE = re.compile(r"data:image/[a-z+.-]{1,20};base64,[A-Za-z0-9+/=]{500,}")
_PLACE = "data:image/png;base64,#"
_OFFICE = re.compile(r"\s*(?:Libre|Open|Star)Office", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# Conditions for Outlook, marks of clipboards, WordPress, Notion and templates, addresses of saved pages, code.
_OF_PROGRAMS = re.compile(
    r"^(?:[\[<>#*/!]|(?:start|end)fragment\b|wp:|(?:more|nextpage)\b|notionvc|saved from url|generator\b)|[{}=|\\]",
    re.IGNORECASE,
)
_WORD = "xmlns:w"  # mails of many programs declare the namespaces of VML and Office; this one only Word writes
_NO_WORDS = frozenset({"script", "style", "title"})
# What no XML may hold (section 2.2); for the reader of words it ends a word, as a space does.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Windows' own quotation marks and dashes, from pages that call themselves something else (HTML, section 13.2.5.80).
_OF_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}


class HtmlNode:
    """An element: its name and attributes in small letters, where it stands, and what stands in it, in order."""

    __slots__ = ("attributes", "children", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: HtmlNode | None = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[HtmlNode | str] = []

    def get(self, name: str) -> str:
        """The attribute, empty where it is missing."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> frozenset[str]:
        """The names in ``class``."""
        return frozenset(self.get("class").split())

    def ancestors(self) -> Iterator[HtmlNode]:
        """What it stands in, the nearest first."""
        one = self.parent
        while one is not None:
            yield one
            one = one.parent

    def elements(self) -> Iterator[HtmlNode]:
        """It and every element in it, in reading order."""
        for turn, node, _text in turns(self):
            if turn is Turn.BEGINS:
                yield node

    def text(self) -> str:
        """All text in it, as it stands there."""
        return "".join(text for turn, _node, text in turns(self) if turn is Turn.SAYS)


class SourceNote(NamedTuple):
    """A comment in the page's source, and the last words that stand ``before`` it."""

    says: str
    before: str


class HtmlPage(NamedTuple):
    """``root`` holds everything; style sheets, the title and comments stand beside it, and scripts nowhere.

    ``of_word`` says whether Microsoft Word wrote it, ``of_office`` whether LibreOffice did, or one of its kin.
    """

    root: HtmlNode
    sheet: str
    title: str
    of_word: bool
    of_office: bool
    notes: tuple[SourceNote, ...]


class Turn(Enum):
    """On the way through a tree: an element begins, ends, or says something."""

    BEGINS = "begins"
    ENDS = "ends"
    SAYS = "says"


def turns(root: HtmlNode) -> Iterator[tuple[Turn, HtmlNode, str]]:
    """The way through ``root``, itself included; with a text stands the element that it is in."""
    yield Turn.BEGINS, root, ""
    ways = [(root, iter(root.children))]
    while ways:
        node, rest = ways[-1]
        child = next(rest, None)
        if child is None:
            ways.pop()
            yield Turn.ENDS, node, ""
        elif isinstance(child, str):
            yield Turn.SAYS, node, child
        else:
            yield Turn.BEGINS, child, ""
            ways.append((child, iter(child.children)))


def page_of_html(html: str) -> HtmlPage:
    """The tree of ``html``, whatever it is. Raises :class:`ImportRefusal` for what is larger than any letter.

    Of comments only those stay that people wrote: not what stands between ``<!--[if mso]>`` and ``<![endif]-->`` for
    Outlook alone, and not what programs tell each other.
    """
    if len(html) > _MOST_CHARACTERS:
        raise _too_large()
    pictures = list(dict.fromkeys(_PICTURE.findall(html)))
    places = {picture: f"{_PLACE}{index}" for index, picture in enumerate(pictures)}
    html = _PICTURE.sub(lambda found: places[found[0]], html)
    if len(html) > _MOST_WITHOUT_PICTURES:
        raise _too_large()
    builder = _Builder({place: picture for picture, place in places.items()})
    target: Any = builder
    parser = etree.HTMLParser(target=target, huge_tree=True, encoding="utf-8")
    text = _IMPOSSIBLE.sub(_possible, html) or " "  # nothing at all is no page to libxml2
    for start in range(0, len(text), _AT_ONCE):
        parser.feed(text[start : start + _AT_ONCE].encode())
        if builder.is_too_large:
            raise _too_large()
    parser.close()
    if builder.is_too_large:
        raise _too_large()
    return HtmlPage(
        builder.root,
        "".join(builder.sheet)[:_MOST_STYLES],
        " ".join("".join(builder.title).split()),
        builder.of_word,
        builder.of_office,
        tuple(builder.notes),
    )


class _Builder:
    """What lxml tells of each tag, as a tree. Past a bound it takes nothing more, and says so."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self._pictures = pictures
        self._links = 0
        self.root = HtmlNode("html", {})
        self.sheet: list[str] = []
        self.title: list[str] = []
        self.of_word = False
        self.of_office = False
        self.notes: list[SourceNote] = []
        self._before: list[str] = []  # what was said last
        self.is_too_large = False
        self._open = [self.root]
        self._elements = 0
        self._said = 0
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._elements += 1
        self._links += tag == "a" and "href" in attributes
        if self._elements > _MOST_ELEMENTS or self._links > _MOST_LINKS or len(self._open) > _DEEPEST:
            self.is_too_large = True
        if self.is_too_large:
            return
        kept = {name: value or "" for name, value in attributes.items() if name in _KEPT}
        if kept.get("src", "").startswith(_PLACE):
            kept["src"] = self._pictures.get(kept["src"], kept["src"])
        if _WORD in attributes:
            self.of_word = True
        if tag == "html" and self._open == [self.root]:
            self.root.attributes |= kept
            return
        if tag == "meta" and kept.get("name", "").lower() == "generator":
            self.of_office |= bool(_OFFICE.match(kept.get("content", "")))
        node = HtmlNode(tag, kept, self._open[-1])
        if tag not in _NO_WORDS:
            self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def end(self, tag: str) -> None:
        self._flush()
        if self.is_too_large or tag in _VOID:
            return
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def data(self, text: str) -> None:
        self._said += len(text)
        current = self._open[-1]
        if current.tag == "style":
            self.sheet.append(text)
        elif current.tag == "title":
            within = current.parent
            if within is not None and within.tag in {"head", "html"}:
                self.title.append(text)
        elif current.tag != "script":
            # A text comes in pieces: each character reference is one.
            if self._said > _MOST_SAID:
                self.is_too_large = True
            else:
                self._text.append(text)

    def comment(self, text: str) -> None:
        self._flush()
        self._said += len(text)
        self._elements += 1
        says = " ".join(_TAG.sub(" ", text).split())
        if not self.is_too_large and words_of(says) and not _OF_PROGRAMS.search(says):
            self.notes.append(SourceNote(says, " ".join("".join(self._before).split())[-_BESIDE:]))

    def close(self) -> None:
        """What lxml asks for at the end."""
        self._flush()

    def _flush(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        self._open[-1].children.append(text)
        if text.strip():
            self._before = [*self._before[-_MOST_BEFORE:], text[-_BESIDE:]]


def _possible(found: re.Match[str]) -> str:
    return _OF_WINDOWS.get(found[0], " ").replace("\ufffd", " ")


def _too_large() -> ImportRefusal:
    return ImportRefusal(
        _("the HTML is too large, or too deeply nested, for a letter"),
        _("import only the letter: select it on its page, copy it, and paste it into a file"),
    )
