"""What Ghost's editors keep of a post, as HTML: Lexical's since Ghost 5, Mobiledoc's before.

An export has the HTML, too; it may lack it where something else than Ghost wrote the file. Nodes and cards:
github.com/TryGhost/Koenig, packages/kg-default-nodes and kg-lexical-html-renderer; Mobiledoc 0.3:
github.com/bustle/mobiledoc-kit, MOBILEDOC.md.
"""

from __future__ import annotations

from html import escape
from typing import Any

from cenum.imported.exports.json_tables import text_in

_Node = dict[str, Any]
# Of a text: one bit each (lexical, LexicalConstants.ts).
_FORMATS = {1: "strong", 2: "em", 4: "del", 16: "code", 32: "sub", 64: "sup"}
_INLINE = frozenset({"text", "extended-text", "linebreak", "link", "autolink", "tk"})
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
# What cards hold, in the order in which readers see it: HTML, and text.
_OF_HTML = ("html", "heading", "subheading", "calloutText", "content", "productDescription", "caption")
_OF_TEXT = ("title", "productTitle", "buttonText", "markdown", "code")
_LISTS = {"ul", "ol"}
_MARKUPS = frozenset({"strong", "b", "em", "i", "s", "code", "sub", "sup", "a"})


def html_of_lexical(document: Any) -> str:  # noqa: ANN401  JSON
    """The document as HTML: empty where it is none."""
    root = document.get("root") if isinstance(document, dict) else None
    return _children(root) if isinstance(root, dict) else ""


def html_of_mobiledoc(document: Any) -> str:  # noqa: ANN401  JSON
    """The document as HTML: empty where it is none."""
    if not isinstance(document, dict):
        return ""
    return "".join(_section(one, document) for one in _list(document.get("sections")) if _list(one))


def _children(node: _Node) -> str:
    return "".join(_node(one) for one in _list(node.get("children")) if isinstance(one, dict))


def _node(node: _Node) -> str:
    kind = text_in(node.get("type"))
    if kind in _INLINE:
        return _words(node, kind)
    if kind in _BLOCKS:
        return _tagged(_BLOCKS[kind], _children(node))
    if kind in {"heading", "extended-heading"}:
        tag = text_in(node.get("tag"))
        return _tagged(tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2", _children(node))
    if kind == "list":
        return _tagged("ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul", _children(node))
    if kind == "horizontalrule":
        return "<hr>"
    return _card(node) + _children(node)


def _words(node: _Node, kind: str) -> str:
    if kind == "linebreak":
        return "<br>"
    if kind in {"link", "autolink"}:
        return _linked(text_in(node.get("url")), _children(node))
    text = node.get("text")
    said, bits = escape(text) if isinstance(text, str) else "", node.get("format")
    for bit, tag in _FORMATS.items():
        if isinstance(bits, int) and bits & bit:
            said = _tagged(tag, said)
    return said


def _card(card: _Node) -> str:
    """What a card shows: its pictures, its words, where it leads."""
    shown = [_picture(one) for one in (card, *_list(card.get("images"))) if isinstance(one, dict)]
    known = card.get("metadata")
    address = text_in(card.get("url")) or text_in(card.get("buttonUrl")) or text_in(card.get("productUrl"))
    if isinstance(known, dict):
        title, about = text_in(known.get("title")), text_in(known.get("description"))
        shown += [_tagged("p", _linked(address, escape(title or address))), _tagged("p", escape(about))]
        address = ""
    shown += [_tagged("div", text_in(card.get(name))) for name in _OF_HTML]
    for name in _OF_TEXT:
        said = escape(text_in(card.get(name)))
        shown.append(_tagged("p", _linked(address, said) if said and name == "buttonText" else said))
    if address and not text_in(card.get("buttonText")):
        shown.append(_tagged("p", _linked(address, escape(address))))
    return "".join(shown)


def _picture(card: _Node) -> str:
    source = text_in(card.get("src"))
    return f'<p><img src="{escape(source)}" alt="{escape(text_in(card.get("alt")))}"></p>' if source else ""


def _section(section: list[Any], document: _Node) -> str:
    match section:
        case [1, str(tag), list(markers), *_]:
            known = tag if tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"} else "p"
            return _tagged(known, _markers(markers, document))
        case [2, str(source), *_]:
            return _picture({"src": source})
        case [3, str(tag), list(items), *_]:
            lines = (_tagged("li", _markers(_list(one), document)) for one in items)
            return _tagged(tag if tag in _LISTS else "ul", "".join(lines))
        case [10, int(number), *_]:
            cards = _list(document.get("cards"))
            card = _list(cards[number]) if 0 <= number < len(cards) else []
            payload = card[1] if len(card) > 1 else None
            return ("<hr>" if card[:1] == ["hr"] else "") + (_card(payload) if isinstance(payload, dict) else "")
    return ""


def _markers(markers: list[Any], document: _Node) -> str:
    markups, atoms = _list(document.get("markups")), _list(document.get("atoms"))
    said, opened = "", list[str]()
    for marker in markers:
        match marker:
            case [int(kind), list(opens), int(closes), value]:
                for number in opens:
                    known = isinstance(number, int) and 0 <= number < len(markups)
                    tag, start = _markup(_list(markups[number]) if known else [])
                    said += start
                    opened.append(tag)
                said += (
                    _atom(atoms, value)
                    if kind == 1
                    else escape(text_in(value) if not isinstance(value, str) else value)
                )
                for _number in range(min(closes, len(opened))):
                    tag = opened.pop()
                    said += f"</{tag}>" if tag else ""
    return said + "".join(f"</{tag}>" for tag in reversed(opened) if tag)


def _markup(markup: list[Any]) -> tuple[str, str]:
    """The tag that a markup opens, and how it begins."""
    tag = markup[0] if markup and isinstance(markup[0], str) else ""
    if tag not in _MARKUPS:
        return "", ""
    given = _list(markup[1]) if len(markup) > 1 else []
    address = next((text_in(given[at + 1]) for at in range(0, len(given) - 1, 2) if given[at] == "href"), "")
    return tag, f'<a href="{escape(address)}">' if tag == "a" else f"<{tag}>"


def _atom(atoms: list[Any], number: Any) -> str:  # noqa: ANN401  JSON
    atom = _list(atoms[number]) if isinstance(number, int) and 0 <= number < len(atoms) else []
    match atom:
        case ["soft-return", *_]:
            return "<br>"
        case [_, str(text), *_]:
            return escape(text)
    return ""


def _list(value: Any) -> list[Any]:  # noqa: ANN401  JSON
    return value if isinstance(value, list) else []


def _tagged(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def _linked(address: str, inner: str) -> str:
    return f'<a href="{escape(address)}">{inner}</a>' if address else inner
