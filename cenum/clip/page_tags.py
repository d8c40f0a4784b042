"""The HTML of a page, read once: its tags, its data, its headings and its words, whatever the bytes are."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Of a page, all that can be of use: more is not asked for, and not read.
MOST_BYTES = 524_288
_LONGEST = 600  # characters of a title or a name
_LONGEST_TEXT = 20_000  # characters of a page in which a day is looked for
_MOST_SCRIPTS = 40
_MOST_SAID = 40  # times that one tag may say something
_CHARSET_BYTES = 4_096  # browsers look at 1 024 (HTML, section 13.2.3.2); pages that begin with scripts need more
_META_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# As browsers read them (WHATWG, Encoding, section 4.2): latin-1 is windows-1252.
_WINDOWS = "cp1252"
_READ = {
    "utf-8": "utf-8",
    "ascii": _WINDOWS,
    "iso8859-1": _WINDOWS,
    **{
        name: name
        for name in (
            *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1256", "cp1257", "iso8859-2", "iso8859-15"),
            *("koi8-r", "gbk", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr", "utf-16-le", "utf-16-be"),
        )
    },
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_DATA = "application/ld+json"
# What is not a page's own text.
BESIDE = frozenset(
    {"head", "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "select"}
)
# Where a line of text ends.
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "blockquote",
            "body",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "h1",
            "h2",
        ),
        *(
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "section",
            "table",
            "td",
            "th",
            "tr",
            "ul",
        ),
    }
)


class PageTags(Struct, frozen=True):
    """What a page has: ``meta`` by their names in small letters, ``data`` of each script of JSON-LD, its words.

    ``lines`` are the shown words block by block, without what stands on every page of a site; ``above`` says how
    many of them stand before the first heading. ``tree`` is all of it, ``None`` where nothing can be read.
    """

    tree: etree._Element | None = None
    meta: Mapping[str, tuple[str, ...]] = {}
    data: tuple[str, ...] = ()
    title: str = ""
    heading: str = ""
    language: str = ""
    canonical: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    above: int = 0

    def said(self, names: tuple[str, ...]) -> Iterator[str]:
        """What the tags of these ``names`` say, in the order of the names."""
        for name in names:
            yield from self.meta.get(name, ())


def page_tags(body: bytes, charset: str = "") -> PageTags:
    """The tags of the HTML in ``body``, maybe cut short; ``charset`` is what its host called it.

    Anything is read; nothing is an error.
    """
    tree = _tree(_text(body[:MOST_BYTES], charset))
    if tree is None:
        return PageTags()
    lines, above = _lines(tree)
    return PageTags(
        tree,
        _meta(tree),
        tuple(
            "".join(map(str, script.itertext()))
            for script in list(tree.iter("script"))[: _MOST_SCRIPTS * 5]
            if script.get("type", "").partition(";")[0].strip().lower() == _DATA
        )[:_MOST_SCRIPTS],
        words_in(next(tree.iter("title"), None)),
        next(filter(None, map(words_in, tree.iter("h1"))), ""),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang") or "",
        tuple(
            link.get("href", "").strip()
            for link in tree.iter("link")
            if "canonical" in link.get("rel", "").lower().split()
        )[:_MOST_SAID],
        lines,
        above,
    )


def words_in(element: etree._Element | None) -> str:
    """The words of ``element`` on one line."""
    return "" if element is None else one_line("".join(map(str, element.itertext())))


def one_line(text: str) -> str:
    """``text`` on one line, with single spaces, as long as a title may be."""
    return _SPACES.sub(" ", text).strip()[:_LONGEST]


def is_beside(element: etree._Element) -> bool:
    """Whether ``element`` stands beside the page's own text."""
    return any(one.tag in BESIDE for one in element.iterancestors())


def _text(body: bytes, charset: str) -> str:
    """``body`` in the encoding of its first bytes, its host, its own tag; else UTF-8 where it is, or windows-1252."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _CONTROL.sub("", body[len(mark) :].decode(name, "replace"))
    own = _META_CHARSET.search(body[:_CHARSET_BYTES])
    for said in (charset, own[1].decode("ascii") if own else ""):
        name = _encoding(said)
        # A page that can be searched for its tag is none of UTF-16.
        if name and not name.startswith("utf-16"):
            return _CONTROL.sub("", body.decode(name, "replace"))
    try:
        return _CONTROL.sub("", codecs.getincrementaldecoder("utf-8")().decode(body))  # it may be cut in a letter
    except UnicodeDecodeError:
        return _CONTROL.sub("", body.decode(_WINDOWS, "replace"))


def _encoding(name: str) -> str:
    try:
        return _READ.get(codecs.lookup(name.strip()).name, "") if name else ""
    except (LookupError, ValueError):
        return ""


def _tree(text: str) -> etree._Element | None:
    if not text.strip():
        return None
    try:
        return etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _meta(tree: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = one_line(tag.get("content", ""))
        for attribute in ("name", "property", "http-equiv"):
            name = tag.get(attribute, "").strip().lower()
            said = found.setdefault(name, []) if name and content else None
            if said is not None and len(said) < _MOST_SAID:
                said.append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def _lines(tree: etree._Element) -> tuple[tuple[str, ...], int]:
    lines: list[str] = []
    line: list[str] = []
    length = 0
    above = 0

    def end() -> None:
        whole = one_line("".join(line))
        line.clear()
        if whole:
            lines.append(whole)

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in BESIDE:
            walk.skip_subtree()
        elif element.tag in _BLOCKS:
            end()
            if element.tag == "h1" and event == "start" and not above:
                above = len(lines)
        said = (
            element.text
            if event == "start" and element.tag not in BESIDE
            else element.tail
            if event == "end"
            else None
        )
        if said and isinstance(element.tag, str | type(etree.Comment)):
            line.append(said)
            length += len(said)
        if length > _LONGEST_TEXT:
            break
    end()
    return tuple(lines), above
