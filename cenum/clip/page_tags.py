"""The HTML of a page, read once: its tags, its data, its headings and its words, whatever the bytes are."""

from __future__ import annotations

import codecs
import html
import re
from itertools import islice
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
_OF_MANY_BYTES = frozenset({"gbk", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr"})
_C1 = re.compile(rb"[\x80-\x9f]")
_WITH_QUOTES = {"iso8859-2": "cp1250"}
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NUMBERED = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")
# UTF-16 without a mark: a “<” of two bytes (XML 1.0, appendix F).
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
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
            *(
                "cp1250",
                "cp1251",
                "cp1252",
                "cp1253",
                "cp1254",
                "cp1256",
                "cp1257",
                "mac-roman",
                "iso8859-2",
                "iso8859-15",
            ),
            *("koi8-r", "gbk", "gb18030", "big5", "euc_jp", "shift_jis", "euc_kr", "utf-16-le", "utf-16-be"),
        )
    },
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_DATA = "application/ld+json"
# What stands between a title and its outlet; a few spaces are all that it needs.
SEPARATORS = re.compile(r"\s{1,4}[|–—·•»:-]\s{1,4}|\s{0,4}\|\s{0,4}")
# What is not a page's own text.
BESIDE = frozenset(
    {"head", "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "select"}
)
# HTML, section 4.2 and 4.12
_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})
# What other people wrote under it, as themes call the place.
_OF_OTHERS = frozenset(
    {
        "comment",
        "comments",
        "comment-list",
        "commentlist",
        "comments-area",
        "comment-respond",
        "forum",
        "related-posts",
    }
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
            "button",
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
        # Nobody writes about “&#8217;”: it was escaped twice.
        one_line(_NUMBERED.sub(lambda found: html.unescape(found[0]), words_in(next(tree.iter("title"), None)))),
        words_in(heading_in(tree)),
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


def title_parts(title: str) -> list[str]:
    """What stands between the separators of ``title``, one part at least."""
    return [part for part in SEPARATORS.split(title) if part.strip()] or [title]


def undone(text: str) -> str:
    """``text`` without the character references that remain in it where it was escaped twice, or three times."""
    for _time in range(2):
        if "&" in text:
            text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    return text


def heading_in(tree: etree._Element) -> etree._Element | None:
    """The first heading, rather than that of a dialog before it."""
    headings = list(islice((one for one in tree.iter("h1") if words_in(one)), _MOST_SAID))
    return next(
        (one for one in headings if not any(map(_is_dialog, one.iterancestors()))), next(iter(headings), None)
    )


def is_beside(element: etree._Element) -> bool:
    """Whether ``element`` stands beside the page's own text."""
    return any(_stands_beside(one) for one in element.iterancestors())


def _stands_beside(element: etree._Element) -> bool:
    if element.tag == "footer":  # that of an article has its authors and its day
        return next(element.iterancestors("article"), None) is None
    return element.tag in BESIDE or bool(_OF_OTHERS & {element.get("id"), *element.get("class", "").lower().split()})


def lines_with_forms(tree: etree._Element) -> tuple[str, ...]:
    """The shown words block by block, with those of forms, which are none of a page's text."""
    return _lines(tree, forms=True)[0]


def _is_dialog(element: etree._Element) -> bool:
    return element.tag == "dialog" or element.get("role") in {"dialog", "alertdialog"}


def _text(body: bytes, charset: str) -> str:
    """``body`` in the encoding that its bytes prove; what they leave open, its host says, or its own tag."""
    return _CONTROL.sub("", _decoded(body, charset))


def _decoded(body: bytes, charset: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for beginning, name in _WIDE:
        if body.startswith(beginning):
            return body.decode(name, "replace")
    own = _META_CHARSET.search(body[:_CHARSET_BYTES])
    names = (_encoding(said) for said in (charset, own[1].decode("ascii") if own else ""))
    # A page that can be searched for its tag is none of UTF-16.
    said = next((name for name in names if name and not name.startswith("utf-16")), "")
    if said in _OF_MANY_BYTES:
        return body.decode(said, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # it may be cut in a letter
    except UnicodeDecodeError:
        pass
    if said == "utf-8":
        text = body.decode(said, "replace")
        broken = text.count("\ufffd")
        # A letter or two that were cut, or a page that calls itself what it is not.
        if broken <= sum(one > "\x7f" for one in text) - broken:
            return text
    if said.startswith("iso8859") and _C1.search(body):  # no page has these control characters
        said = _WITH_QUOTES.get(said, _WINDOWS)
    return body.decode(said if said and said != "utf-8" else _WINDOWS, "replace")


def _encoding(name: str) -> str:
    try:
        return _READ.get(codecs.lookup(name.strip()).name, "") if name else ""
    except (LookupError, ValueError):
        return ""


def _tree(text: str) -> etree._Element | None:
    if not text.strip():
        return None
    try:
        tree = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if tree is not None:
        _give_body(tree)
    return tree


def _give_body(tree: etree._Element) -> None:
    """Move out of the head what is none of its own: to the parser no ``<article>`` begins a body."""
    head = tree.find("head")
    inside = list(head) if head is not None else []
    first = next((at for at, one in enumerate(inside) if isinstance(one.tag, str) and one.tag not in _OF_HEAD), None)
    if first is None:
        return
    body = tree.find("body")
    body = etree.SubElement(tree, "body") if body is None else body
    for one in reversed(inside[first:]):
        body.insert(0, one)


def _meta(tree: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = one_line(undone(tag.get("content", "")))
        for attribute in ("name", "property", "http-equiv"):
            name = tag.get(attribute, "").strip().lower()
            said = found.setdefault(name, []) if name and content else None
            if said is not None and len(said) < _MOST_SAID:
                said.append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def _lines(tree: etree._Element, *, forms: bool = False) -> tuple[tuple[str, ...], int]:
    lines: list[str] = []
    line: list[str] = []
    length = 0
    above = 0

    def end() -> None:
        whole = one_line("".join(line))
        line.clear()
        if whole:
            lines.append(whole)

    heading = heading_in(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walk:
        if event == "start" and _stands_beside(element) and not (forms and element.tag == "form"):
            walk.skip_subtree()
            skipped = element
        elif element.tag in _BLOCKS:
            end()
            if element is heading and event == "start":
                above = len(lines)
        said = element.tail if event == "end" else None if element is skipped else element.text
        if said and isinstance(element.tag, str | type(etree.Comment)):
            line.append(said)
            length += len(said)
        if length > _LONGEST_TEXT:
            break
    end()
    return tuple(lines), above
