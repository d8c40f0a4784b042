"""Random trees in the closed set of ``cenum.imported.clean_tree``, and what a reader must find in their Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st
from lxml import html

from cenum.imported.inline_markdown import address
from cenum.imported.inline_pieces import BLOCK_TAGS, HEADINGS
from cenum.imported.words import words_of
from cenum.issue.markdown import named, parser, plain, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement
    from markdown_it.token import Token

_KINDS = {
    "paragraph_open": "p",
    "bullet_list_open": "ul",
    "ordered_list_open": "ol",
    "list_item_open": "li",
    "blockquote_open": "blockquote",
    "footnote_reference_open": "note!",
    "th_open": "p",
    "td_open": "p",
}
_EMPHASIS = frozenset(("strong", "em", "del", "code"))
_TAGS = {"strong": "strong", "em": "em", "s": "del"}
_BRACES = re.compile(r"\{#[\w-]+\}\s*\Z")

NASTY = (
    *("mot", "l'IA", "12", "a", "É", "日本", "🎉", "٣", "é", "x_y_z"),
    *(
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "``",
        "\\",
        "[",
        "]",
        "![",
        "](",
        "(",
        ")",
        "{",
        "}",
        "<",
        ">",
        "|",
        "#",
        "##",
    ),
    *(
        ":",
        "::",
        ":::",
        "::: note",
        ":smile:",
        ":tada:",
        "[^1]",
        "[^1]:",
        "{#id}",
        "{lang=en}",
        "[x]{lang=en}",
        "==x==",
    ),
    *("- ", "+ ", "1. ", "2) ", "---", "===", "| --- |", "```", "~~~", "> ", "&", "&amp;", "&#35;", "&nbsp", "<b>"),
    *("<!--", "http://x.org/a", "https://x.org/%C3%A9_b_", "www.x.org", "a@b.fr", "mailto:", "«", "»", "’", "…", "!"),
    *(
        " ",
        " ",
        " ",
        "\u00a0",
        "\u202f",
        "\u2009",
        "•",
        "→",
        "€",
        "+",
        "=",
        "$x_1$",
        "[[x]]",
        "{{x}}",
        "\u00ad",
        "\u200d",
    ),
    *(".", ",", ";", "?", '"', "'", "-", "—", "/", "@", "%", "^", "\x07", "\ufb01", "²", "Ier"),
)
texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=6).map("".join)
addresses = st.sampled_from(
    (
        *("https://x.org/", "https://x.org/a_(b)", "https://é.fr/a)b", "mailto:a@b.fr", "#edito", "tel:+331"),
        *("https://x.org/?a=1&amp;=2", "https://x.org/a b", 'https://x.org/"<>', "https://x.org/*a*_b_[c]"),
        *("media/a.png", "https://x.org/%20\\"),
    )
)


def _element(tag: str, *inside: object, **attributes: str) -> HtmlElement:
    element = html.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    for one in inside:
        if isinstance(one, str):
            one = "".join(sign for sign in one if sign >= " ")  # noqa: PLW2901  what XML can't hold
            if len(element):
                element[-1].tail = (element[-1].tail or "") + one
            else:
                element.text = (element.text or "") + one
        else:
            element.append(one)
    return element


def _inline(deeper: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    some = st.lists(deeper, max_size=4)
    return st.one_of(
        st.builds(lambda tag, inside: _element(tag, *inside), st.sampled_from(("strong", "em", "del")), some),
        st.builds(lambda href, inside: _element("a", *inside, href=href), addresses, some),
        st.builds(
            lambda lang, inside: _element("span", *inside, lang=lang), st.sampled_from(("en", "de", "qqq")), some
        ),
    )


_single = st.one_of(
    texts,
    texts,
    st.builds(lambda text: _element("code", text), texts),
    st.builds(_element, st.sampled_from(("sup", "sub")), st.sampled_from(("2", "er", "n"))),
    st.builds(lambda: _element("br")),
    st.builds(lambda alt, src: _element("img", alt=alt.replace("\x07", ""), src=src), texts, addresses),
    st.builds(lambda name: _element("a", data_note=name), st.sampled_from(("n1", "n2", "n9"))),
)
words = st.lists(st.recursive(_single, _inline, max_leaves=6), min_size=1, max_size=5)
_small = st.lists(texts, min_size=1, max_size=2)
_plain = st.one_of(
    st.builds(lambda inside: _element("p", *inside), words),
    st.builds(lambda level, inside: _element(f"h{level}", *inside), st.integers(2, 4), words),
    st.builds(lambda text: _element("pre", text), texts),
    st.builds(
        lambda rows: _element("table", *(_element("tr", *(_element("td", *cell) for cell in row)) for row in rows)),
        st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=3),
    ),
    st.builds(lambda: _element("hr")),
)


def _blocks(deeper: st.SearchStrategy[HtmlElement]) -> st.SearchStrategy[HtmlElement]:
    item = st.one_of(
        st.builds(lambda inside: _element("li", *inside), words),
        st.builds(lambda inside, more: _element("li", *inside, *more), words, st.lists(deeper, max_size=2)),
        st.builds(lambda more: _element("li", *more), st.lists(deeper, min_size=1, max_size=2)),
    )
    items = st.lists(item, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda inside: _element("ul", *inside), items),
        st.builds(lambda start, inside: _element("ol", *inside, start=str(start)), st.sampled_from((1, 3, 9)), items),
        st.builds(lambda inside: _element("blockquote", *inside), st.lists(deeper, min_size=1, max_size=3)),
    )


_prose = st.recursive(_plain, _blocks, max_leaves=5)
_boxes = st.builds(
    lambda name, inside: _element(
        "div",
        _element("p", "mot"),
        *inside,
        data_block=name,
        data_argument="Jeanne *x* [y], 72 ans" * (name != "note"),
    ),
    st.sampled_from(("testimony", "note", "interview")),
    st.lists(_prose, min_size=1, max_size=2),
)
_notes = st.builds(
    lambda name, inside: _element("div", _element("p", *inside), data_note=name),
    st.sampled_from(("n1", "n2")),
    _small,
)
_sections = st.builds(
    lambda name, inside: _element("h1", *inside, data_id=name), st.sampled_from(("edito", "veille")), _small
)


@st.composite
def bodies(draw: st.DrawFn) -> HtmlElement:
    """A body of sections, blocks and notes."""
    blocks = draw(st.lists(st.one_of(_prose, _prose, _boxes, _sections), min_size=1, max_size=5))
    notes = {str(note.get("data-note")): note for note in draw(st.lists(_notes, max_size=2))}
    return _element("body", *blocks, *notes.values())


class Run(NamedTuple):
    """Words of one leaf of a tree, and the emphasis that they are in."""

    text: str
    marks: frozenset[str] = frozenset()


Leaf = tuple[tuple[str, ...], list[Run]]


class Found(NamedTuple):
    """What there is of a letter: words by the blocks around them, letters by the marks on them, and links."""

    words: Counter[tuple[tuple[str, ...], str]]
    letters: Counter[tuple[str, frozenset[str]]]
    links: frozenset[str]


def in_tree(body: HtmlElement) -> Found:
    """What is in a tree."""
    links = (
        (one.get("href") or "").strip()
        for one in body.iter("a")
        if not any(above.get("href") for above in one.iterancestors("a")) and _says(one)
    )
    calls = {one.get("data-note") for one in body.iter("a")}
    return _found(_leaves(body, (), calls), {address(url) for url in links if url})


def in_markdown(text: str) -> Found:
    """What cenum reads in Markdown."""
    path: list[str] = []
    leaves: list[Leaf] = []
    links: set[str] = set()
    for token in tokens_of(text):
        if token.type == "inline":
            runs = list(_runs(token.children or ()))
            if path == ["h1"]:
                whole = "".join(run.text for run in runs)
                assert _BRACES.search(whole), whole
                runs[-1] = Run(_BRACES.sub("", runs[-1].text), runs[-1].marks)
            leaves.append((tuple(path), runs))
            links |= {str(one.attrGet("href")) for one in token.children or () if one.type == "link_open"}
        elif token.type == "fence":
            leaves.append(((*path, "pre"), [Run(token.content)]))
        elif token.type.startswith("html"):
            raise AssertionError(token.content)
        elif token.nesting > 0:
            name, argument = named(token.info)
            kind = f"h{token.tag[1]}" if token.type == "heading_open" else _KINDS.get(token.type, name)
            path += [kind] if kind else []
            if argument:
                leaves.append(((*path, "argument"), [Run(argument)]))
        elif token.nesting < 0 and (token.type.startswith("heading") or _has_kind(token)):
            path.pop()
    return _found(leaves, links)


def _has_kind(closing: Token) -> bool:
    return closing.type.replace("_close", "_open") in _KINDS or closing.type.startswith("container")


def _leaves(parent: HtmlElement, path: tuple[str, ...], calls: set[str | None]) -> Iterator[Leaf]:
    runs = [Run(parent.text or "")]
    for child in parent:
        if child.tag in BLOCK_TAGS:
            yield (*path, "p"), runs
            yield from _in_block(child, path, calls)
            runs = []
        else:
            runs += _words_in(child, frozenset())
        runs.append(Run(child.tail or ""))
    yield (*path, "p"), runs


def _in_block(block: HtmlElement, path: tuple[str, ...], calls: set[str | None]) -> Iterator[Leaf]:
    tag, note, box = block.tag, block.get("data-note"), block.get("data-block")
    if tag in {"p", "td"}:
        yield from _leaves(block, path, calls)
    elif tag in HEADINGS:
        yield from (((*path, tag), runs) for _path, runs in _leaves(block, (), calls))
    elif tag == "pre":
        yield (*path, "pre"), [Run(block.text_content())]
    elif tag in {"table", "tr"} or (note and note not in calls):
        yield from _leaves(block, path, calls)
    else:
        path = (*path, box or ("note!" if note else tag))
        yield (*path, "argument"), [Run(block.get("data-argument") or "")]
        yield from _leaves(block, path, calls)


def _words_in(node: HtmlElement, marks: frozenset[str]) -> Iterator[Run]:
    if node.tag == "a" and node.get("data-note"):
        return
    marks = marks | ({node.tag} & _EMPHASIS)
    if node.tag in {"img", "br"}:
        yield Run(f" {node.get('alt')} " if node.tag == "img" else " ", marks)
    yield Run(node.text or "", marks)
    for child in node:
        yield from _words_in(child, marks)
        yield Run(child.tail or "", marks)


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    marks: list[str] = []
    for child in children:
        name = _TAGS.get(child.type.rpartition("_")[0], "")
        if name and child.nesting:
            marks = [*marks, name] if child.nesting > 0 else marks[:-1]
        elif child.type == "image":
            yield Run(f" {plain(child)} ", frozenset(marks))
        elif child.type in {"softbreak", "hardbreak"}:
            yield Run(" ")
        elif child.type != "footnote_ref":
            yield Run(child.content, frozenset([*marks, "code"] if child.type == "code_inline" else marks))


def _says(link: HtmlElement) -> bool:
    return any(run.text.strip() for run in _words_in(link, frozenset())) or next(link.iter("img"), None) is not None


def _found(leaves: Iterable[Leaf], links: Iterable[str]) -> Found:
    words: Counter[tuple[tuple[str, ...], str]] = Counter()
    letters: Counter[tuple[str, frozenset[str]]] = Counter()
    for path, runs in leaves:
        words.update((path, word) for word in words_of("".join(run.text for run in runs)))
        for run in runs:
            letters.update((one, run.marks) for one in "".join(words_of(run.text)) if one.isalnum())
    return Found(words, letters, frozenset(map(parser().normalizeLink, links)))
