"""What a letter's HTML would have fetched as soon as it is opened, by whichever program reads it.

Attributes that are known never to be fetched are listed; whatever stands in another one is read as an address, as a
list of them, as CSS and as HTML, and counts wherever one of these readings leads to a host. So a new attribute, or
an old one of a program that nobody remembers, is found before somebody has heard of it.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html import unescape
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from cenum.analysis.html import elements, page
from cenum.web_address import names_host, stripped

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words for people, names within the page, and vocabularies that are named and never opened (HTML, RDFa, Microdata).
_INERT = frozenset(
    {
        *("abbr", "alt", "class", "dir", "for", "headers", "id", "itemid", "itemprop", "itemtype", "label"),
        *("lang", "name", "placeholder", "prefix", "property", "rel", "rev", "role", "summary", "title", "typeof"),
        *("vocab", "xmlns"),
    }
)
_INERT_STARTS = ("aria-", "data-", "xmlns:")
# Where ``href`` is a link, opened when somebody follows it: HTML, and VML, with which buttons are made for Outlook.
LINKING = frozenset(
    {"a", "area", "v:arc", "v:curve", "v:group", "v:line", "v:oval", "v:polyline", "v:rect", "v:roundrect", "v:shape"}
)
# What is read as an address whatever it says, a relative or unknown one too.
_FETCHED = frozenset({"background", "data", "dynsrc", "href", "lowsrc", "poster", "src", "xlink:href"})
# Another parser may see elements where this one sees text: within SVG, without scripts, in Outlook.
_TEXT = frozenset({"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "template", "xmp"})
_WORDS = frozenset({"textarea", "title"})  # the same within SVG alone; elsewhere "<" is written as "&lt;" there
_FOREIGN = frozenset({"math", "svg"})
_ONCE = re.compile(r"<(html|head|body)(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[a-z!?]", re.IGNORECASE)
# A comment ends earlier for one parser than for another (HTML, section 13.2.5.43).
_ENDS = re.compile(r"--!>|^-?>|(?<=\])>")
_EARLY = 4
# A letter's comments and their parts are about as long as itself; who hides more has something to hide.
_AS_MUCH = 16
_REFRESH = re.compile(r"[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?", re.IGNORECASE)
_PARTS = re.compile(r"[\s,;'\"|()<>=]+")

# CSS Syntax 3, section 4: comments, strings, and functions, in whose names escapes may stand.
_ESCAPE = r"\\(?:[0-9a-f]{1,6}(?:\r\n|[ \t\r\n\f])?|[^0-9a-f])"
_CSS = re.compile(
    rf"""
      /\*.*?(?:\*/|\Z)
    | "(?P<double>(?:[^"\\\r\n\f]|{_ESCAPE}|\\\Z)*)"?
    | '(?P<single>(?:[^'\\\r\n\f]|{_ESCAPE}|\\\Z)*)'?
    | (?P<name>(?:[-\w]|[^\x00-\x7f]|{_ESCAPE})+)
    | .
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_BARE = re.compile(rf"\(\s*((?:[^\s\"'()\\]|{_ESCAPE})(?:[^)\\]|{_ESCAPE})*)", re.IGNORECASE | re.DOTALL)
_ONE_ESCAPE = re.compile(_ESCAPE, re.IGNORECASE | re.DOTALL)
_CALLS = re.compile(r"[\"'(\\]")


def fetched(html: str) -> Iterator[tuple[Any, str]]:
    """Each address that is fetched, with its element: what every program reads, then what one or another does."""
    for root in _readings(html):
        for element in elements(root):
            for address in fetched_by(element):
                yield element, address


def _readings(html: str) -> Iterator[Any]:
    """The roots of all that may be read as HTML in ``html``: of itself, of its comments, of what is text to some."""
    waiting, known = [html], {html}
    left = _AS_MUCH * len(html) + _AS_MUCH
    while waiting:
        text = waiting.pop()
        left -= len(text)
        if left < 0:
            yield page('<img src="too-deep:">')
            return
        root = page(text if _ONCE.search(text) else f"<body>{text}")
        yield root
        # Wherever a <body> stands, browsers give its attributes to the one there is (HTML, section 13.2.6.4.7).
        # And of nothing but comments libxml2 makes no page, unless a <body> stands before them.
        if _ONCE.search(text):
            root = page("<body>" + _ONCE.sub(r"<x-\1", text))
            yield root
        for hidden in _hidden_texts(root):
            ends = [end.end() for end in islice(_ENDS.finditer(hidden), _EARLY)]
            for piece in (hidden, *(hidden[end:] for end in ends)):
                if piece not in known and _TAG.search(piece):
                    known.add(piece)
                    waiting.append(piece)


def fetched_by(element: Any) -> Iterator[str]:  # noqa: ANN401  lxml
    """The addresses that ``element`` itself would have fetched, as they stand there."""
    tag = element.tag
    for name, value in addresses_of(element):
        if name == "style":
            yield from addresses_in_css(value)
        elif name == "content":
            if element.get("http-equiv") is not None:
                said = stripped(value)
                led = said[_REFRESH.match(said).end() :].strip("\"'")  # type: ignore[union-attr]  # it matches nothing, too
                yield from (one for one in (led, *_read_anyhow(value)) if names_host(one))
        elif name in _FETCHED and not (name == "href" and tag in LINKING):
            yield from (stripped(value),) if value.strip() else ()
        elif name != "href":
            yield from _read_anyhow(value)
    if tag in {"script", "style"} and element.text:
        yield from addresses_in_css(element.text)
        if "&" in element.text:  # within SVG it is text like any other
            yield from addresses_in_css(unescape(element.text))


def addresses_of(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  lxml
    """The attributes that may hold an address, and what they hold: all but those that never do."""
    for name, value in element.items():
        if not (name in _INERT or name.startswith(_INERT_STARTS)):
            yield name, value


@lru_cache(maxsize=4096)  # a letter has dozens of styles, a thousand times
def addresses_in_css(css: str) -> tuple[str, ...]:
    """Every address in a style sheet or a part of one: what ``url()`` has, and strings that lead to a host."""
    if not _CALLS.search(css):
        return ()
    found: list[str] = []
    at = 0
    while token := _CSS.match(css, at):
        at = token.end()
        string = token["double"] or token["single"]
        if string and names_host(said := _unescaped(string)):
            found.append(said)
        elif token["name"] and _unescaped(token["name"]).lower() == "url" and (bare := _BARE.match(css, at)):
            found.append(_unescaped(bare[1]).strip())
            at = bare.end()
    return tuple(found)


def _read_anyhow(value: str) -> Iterator[str]:
    """What ``value`` may name to somebody: as an address, as several, as CSS, as a page."""
    if not re.search(r"[:/\\]", value):
        return
    whole = () if " " in stripped(value) else (stripped(value),)
    candidates = (*whole, *_PARTS.split(value), *addresses_in_css(value))
    yield from dict.fromkeys(one for one in candidates if names_host(one))


def _hidden_texts(root: Any) -> Iterator[str]:  # noqa: ANN401  lxml
    for node in chain(root.iter(), root.itersiblings()):
        if not isinstance(node.tag, str):
            # What begins like an instruction of XML is a comment to one libxml2, and none to another.
            instruction = getattr(node, "target", "") or (node.text or "").startswith("?")
            yield f"<x {node.text}>" if instruction else node.text or ""
            continue
        around = {one.tag for one in node.iterancestors()}
        if node.text and (node.tag in _TEXT or (node.tag in _WORDS and around & _FOREIGN)):
            yield node.text
        attributes = node.items() if around & _TEXT else addresses_of(node)
        yield from (value for _name, value in attributes if "<" in value)


def _unescaped(text: str) -> str:
    return _ONE_ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    digits = escape[0][1:].strip(" \t\r\n\f")
    if not digits:  # the end of a line, which a string may go on after
        return ""
    if not re.fullmatch(r"[0-9a-fA-F]{1,6}", digits):
        return digits
    number = int(digits, 16)
    return chr(number) if 0 < number <= sys.maxunicode else "\ufffd"
