"""Any HTML, in the closed set of :mod:`cenum.imported.clean_tree`, with a line for each word that stays behind.

It reads nothing but its text, and needs nothing else: a paste can be cleaned as a file is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.i18n import N_, _, ngettext
from cenum.imported.clean_blocks import (
    Box,
    FlatItem,
    Leaf,
    LineBreak,
    NoteCall,
    SaidWords,
    ShownPicture,
    WordFormat,
    is_empty,
    leaves,
    lines_of,
    not_bold,
    not_italic,
    text_of,
    visible_text,
    without_start,
    written,
)
from cenum.imported.clean_links import LinkAddresses
from cenum.imported.clean_lists import item_of, with_lists
from cenum.imported.clean_tables import is_data_table, with_equal_rows
from cenum.imported.html_kinds import Aside, judged
from cenum.imported.html_page import Turn, page_of_html, turns
from cenum.imported.html_styles import is_tiny
from cenum.imported.picture_words import spoken
from cenum.imported.source_letter import Told
from cenum.imported.words import words_of
from cenum.issue.languages import mistake, primary
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.imported.clean_blocks import Line, Piece
    from cenum.imported.html_anchors import AnchorPair
    from cenum.imported.html_kinds import JudgedPage
    from cenum.imported.html_page import HtmlNode
    from cenum.imported.html_styles import Styles

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
# Lists and quotations within each other: fewer than an issue may have, and more than readers can tell apart.
_MOST_NESTED = 6
_BOLD_TAGS = frozenset({"b", "strong"})
_ITALIC_TAGS = frozenset({"i", "em", "cite", "dfn", "var"})
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
_CODE_TAGS = frozenset({"code", "kbd", "samp", "tt"})
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_SPACE = SaidWords(" ", WordFormat())
_WITHIN_LINES = frozenset({"br", "embed", "img", "input", "q"})  # they part words, and no blocks
_EMBEDS = frozenset({"audio", "embed", "iframe", "object", "video"})
_TITLES = frozenset({"msotitle", "title"})  # Word, Google Docs and LibreOffice
_LEVEL_OF_DOCS = re.compile(r"lst-kix_\w+-(\d)")  # Google Docs' own files
_LEVEL_OF_WORD = re.compile(r"level(\d)")
_FILTERED_BULLET = re.compile(r"(?:[·§o•]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)°]) ", re.IGNORECASE)
_SPACER = re.compile(
    r"(?:^|/)(?:spacer|blank|transparent|trans|clear|pixel|open)\.(?:gif|png)(?:\?|$)", re.IGNORECASE
)
_SPACE_OR_TAB = re.compile(r"[^\S\n]")
_ONE_POINT = re.compile(r"data:image/gif;base64,R0lGODlhAQAB", re.IGNORECASE)
_LONGEST_NUMBER = 4  # digits
_BESIDE = 60  # characters of the letter that say where something was


_LEFT_OUT = {
    Aside.MARK: ("list-marks", N_("what stood before the points of a list is left to the list: {words}")),
    Aside.SIGNATURE: ("signature-left-out", N_("a signature was left out: {words}")),
    Aside.ENVELOPE: ("envelope-left-out", N_("what a mail program wrote above a message was left out: {words}")),
}


class Cleaned(NamedTuple):
    """``body`` is that of clean_tree.py; ``told`` has each word of the page that is not in it, and why."""

    body: Any
    told: tuple[Told, ...]


def cleaned(html: str) -> Cleaned:
    """``html`` as an issue can hold it. Raises :class:`ImportRefusal` for what is too large.

    Of the words that are a letter's all are there or told; of the others none is.
    """
    page = judged(page_of_html(html))
    cleaner = _Cleaner(page)
    for turn, node, text in turns(page.page.root):
        if turn is Turn.SAYS:
            cleaner.says(node, text)
        elif turn is Turn.BEGINS:
            cleaner.begins(node)
        else:
            cleaner.ends(node)
    return cleaner.result()


class _Open(NamedTuple):
    """What an element opened, to be closed where it ends."""

    boxes: list[Box]
    leaf: str
    title: str
    is_pre: bool
    item: FlatItem | None
    aside: list[str] | None


class _Cleaner:
    def __init__(self, page: JudgedPage) -> None:
        self._page = page
        self._body = Box("body")
        self._boxes = [self._body]
        self._notes: list[Box] = []
        self._pieces: list[Piece] = []
        self._leaf = "p"
        self._title = ""
        self._has_heading = False  # of the first rank
        self._is_pre = False
        self._item: FlatItem | None = None
        self._of_pictures: list[Told] = []
        self._aside: list[str] | None = None  # where words go that are not taken
        self._formats = [WordFormat()]
        self._open: list[_Open] = []
        self._calls, self._held = _notes_of(page)
        self._asides: dict[Aside, list[str]] = {aside: [] for aside in Aside}
        self._spacers: list[str] = []  # what small pictures say
        self._embedded: list[str] = []
        self._language = "" if page.page.of_word else _language_of(page)
        self._links = LinkAddresses(_base_of(page))

    def says(self, node: HtmlNode, text: str) -> None:
        if not self._page.says_taken(node):
            return
        if self._aside is not None:
            self._aside.append(text)
        elif self._is_pre:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._pieces.append(LineBreak())
                self._pieces.append(SaidWords(line, self._formats[-1]))
        else:
            self._pieces.append(SaidWords(text, self._formats[-1]))

    def begins(self, node: HtmlNode) -> None:
        self._open.append(_Open(list(self._boxes), self._leaf, self._title, self._is_pre, self._item, self._aside))
        styles = self._page.styles[node]
        self._formats.append(self._format(node, styles))
        if node in self._calls and self._aside is None:
            self._pieces.append(NoteCall(self._calls[node]))
        if not self._page.is_taken(node):
            if node.tag in _EMBEDS and self._is_around_taken(node):
                self._embedded += filter(None, (host_of(node.get("src")),))
            return
        if self._page.parts_words(node):
            self._part(node)
        aside = self._page.aside_of(node)
        if self._aside is not None or aside:
            self._begin_aside(node, aside)
        elif node in self._held:
            note = Box("div", {"data-note": self._held[node]})
            self._notes.append(note)
            self._boxes, self._leaf, self._title = [note], "p", ""
        else:
            self._begin_block(node, styles)

    def ends(self, node: HtmlNode) -> None:
        opened = self._open.pop()
        if self._page.is_taken(node) and self._page.parts_words(node):
            self._part(node)
            if node.tag == "q" and self._aside is None:
                # A browser puts them there; cenum sets them as the letter's language wants them.
                self._pieces.append(SaidWords('"', self._formats[-1]))
            if len(self._boxes) > len(opened.boxes):
                _close(self._boxes[-1])
        self._boxes, self._leaf, self._title, self._is_pre = opened.boxes, opened.leaf, opened.title, opened.is_pre
        # An item is taken by the first words that stand in it; a mark in the middle of a paragraph says what it is.
        if self._aside is opened.aside:
            self._item = opened.item if opened.item is None or self._item is not None else None
        self._aside = opened.aside
        self._formats.pop()

    def result(self) -> Cleaned:
        self._flush()
        for box in (self._body, *self._notes):
            with_lists(box, self._asides[Aside.MARK])
        children = self._body.children
        while children and (is_empty(children[-1]) or children[-1].tag == "hr"):
            children.pop()
        while children and (is_empty(children[0]) or children[0].tag == "hr"):
            children.pop(0)
        return Cleaned(written(self._body, self._notes), tuple(self._told()))

    def _begin_aside(self, node: HtmlNode, aside: Aside | None) -> None:
        if self._aside is not None:
            if node.tag == "img":
                self._aside.append(f" {node.get('alt')} ")
        elif aside:
            self._aside = self._asides[aside]
            if aside is Aside.MARK and self._leaf == "p":
                self._item = item_of(node.text(), self._item.level if self._item else 0)

    def _part(self, node: HtmlNode) -> None:
        """Part the words before and after the beginning or the end of ``node``."""
        if self._aside is not None:
            self._aside.append(" ")
        elif node.tag not in _WITHIN_LINES:
            self._flush()

    def _begin_block(self, node: HtmlNode, styles: Styles) -> None:
        tag = node.tag
        if tag == "br":
            self._pieces.append(LineBreak(self._formats[-1]))
        elif tag == "img":
            self._picture(node, styles)
        elif tag == "q":
            self._pieces.append(SaidWords('"', self._formats[-1]))
        elif tag in _WITHIN_LINES:
            self._pieces.append(_SPACE)
        elif tag in _HEADINGS:
            self._leaf, self._title = tag, node.get("data-title")
            self._has_heading |= tag == "h1"
        elif tag == "pre":
            self._is_pre = True
            self._leaf = "p" if _is_prose(node) else "pre"
        elif tag == "p" and (called := _TITLES & {name.lower() for name in node.classes}):
            # Below a heading of the first rank, what a style sheet calls so is the title of a part.
            is_of_part = self._has_heading and called == {"title"}
            self._leaf, self._title = ("p" if is_of_part else "h1"), "1"
        elif tag == "p":
            self._begin_paragraph(node, styles)
        elif self._in_table():
            self._begin_cell(node)
        else:
            self._begin_box(node)

    def _begin_paragraph(self, node: HtmlNode, styles: Styles) -> None:
        self._title = node.get("data-title") if self._leaf == "p" else self._title
        numbered = styles.get("mso-list", "none")
        if numbered not in {"none", "ignore"}:
            found = _LEVEL_OF_WORD.search(numbered)
            self._item = FlatItem(min(max(int(found[1]), 1), _MOST_NESTED) - 1 if found else 0)
        elif node.get("class").lower().startswith("msolistparagraph"):
            found = _FILTERED_BULLET.match(" ".join(node.text().split()))
            self._item = item_of(found[0], 0)._replace(is_typed=True) if found else None

    def _begin_box(self, node: HtmlNode) -> None:
        tag = node.tag
        if tag == "hr":
            if self._boxes[-1].tag in {"body", "div", "blockquote"}:
                self._boxes[-1].children.append(Leaf("hr", []))
        elif tag == "table":
            if is_data_table(node):
                self._open_box(Box("table"))
        elif tag in _LISTS:
            self._begin_list(node)
        elif tag == "li":
            self._begin_item(node)
        elif tag == "blockquote" and self._may_nest():
            self._open_box(Box("blockquote"))

    def _begin_cell(self, node: HtmlNode) -> None:
        if node.tag == "tr":
            self._open_box(Box("tr"))
        elif node.tag in {"td", "th"} and self._boxes[-1].tag == "tr":
            across = {name: node.get(name) for name in ("colspan", "rowspan") if node.get(name)}
            self._open_box(Box(node.tag, across))

    def _begin_list(self, node: HtmlNode) -> None:
        if _is_flat(node) or not self._may_nest():
            return
        if node.tag == "ol":
            number = _number(node.get("start"))
            self._open_box(Box("ol", {"start": str(number)} if number != 1 else None))
        else:
            self._open_box(Box("ul"))

    def _begin_item(self, node: HtmlNode) -> None:
        parent = node.parent
        if parent and _is_flat(parent):
            number = _number(parent.get("start")) if node is _first(parent) else 1
            self._item = FlatItem(min(_level(node, parent), _MOST_NESTED - 1), parent.tag == "ol", number)
        elif self._boxes[-1].tag in {"ul", "ol"} or self._may_nest():
            self._open_box(Box("li"))

    def _open_box(self, box: Box) -> None:
        self._append(box)
        self._boxes = [*self._boxes, box]

    def _append(self, child: Box | Leaf) -> None:
        """``child`` in the box that is open, which a list and a table are only for their own."""
        top = self._boxes[-1]
        if top.tag in {"ul", "ol"} and child.tag != "li":
            last = top.children[-1] if top.children else None
            if not isinstance(last, Box):
                last = Box("li")
                top.children.append(last)
            last.children.append(child)
        elif top.tag in {"table", "tr"} and child.tag not in {"tr", "td", "th"}:
            table = next(index for index, box in enumerate(self._boxes) if box.tag == "table")
            around = self._boxes[table - 1]
            item = around.children[-1] if around.tag in {"ul", "ol"} else None
            (item if isinstance(item, Box) else around).children.insert(-1, child)
        elif top.tag not in {"ul", "ol"} and child.tag == "li":
            last = top.children[-1] if top.children else None
            if not (isinstance(last, Box) and last.tag == "ul"):
                last = Box("ul")
                top.children.append(last)
            last.children.append(child)
        else:
            top.children.append(child)

    def _may_nest(self) -> bool:
        return sum(1 for box in self._boxes if box.tag in {"ul", "ol", "blockquote"}) < _MOST_NESTED

    def _in_table(self) -> bool:
        return any(box.tag == "table" for box in self._boxes)

    def _flush(self) -> None:
        """End the block of words that is open."""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        if self._leaf == "pre":
            lines = _lines_of_code(pieces)
            if lines:
                self._append(Leaf("pre", lines))
            return
        for lines in lines_of(pieces):
            leaf = Leaf(self._leaf, lines, title=self._title if self._leaf == "p" else "")
            if self._leaf in _HEADINGS:
                leaf = _heading(self._leaf, lines, self._title)
            elif self._boxes[-1].tag == "th":
                leaf.lines = [not_bold(line) for line in lines]
            if self._item and leaf.tag == "p" and not self._in_table():
                leaf.item, self._item = self._item, None
                self._remove_mark(leaf)
            self._append(leaf)

    def _remove_mark(self, leaf: Leaf) -> None:
        found = _FILTERED_BULLET.match(text_of(leaf.lines[0])) if leaf.item and leaf.item.is_typed else None
        if found:
            self._asides[Aside.MARK] += [found[0], " "]
            leaf.lines = [line for line in (without_start(leaf.lines[0], found.end()), *leaf.lines[1:]) if line]

    def _picture(self, node: HtmlNode, styles: Styles) -> None:
        alt = " ".join(node.get("alt").split())
        src = node.get("src").strip()
        given = next(filter(None, (node.get("data-src").strip(), node.get("data-lazy-src").strip())), "")
        if given and (not src or src.startswith("data:")):
            src = given
        if alt and all(unicodedata.category(one) in {"So", "Cf", "Mn"} for one in alt):
            self._pieces.append(SaidWords(alt, self._formats[-1]))
        elif not src or _is_spacer(node, styles, src):
            self._spacers.append(alt)
            self._pieces.append(_SPACE)
        else:
            kept = WordFormat(lang=self._formats[-1].lang, href=self._formats[-1].href)
            said = spoken(alt)
            self._of_pictures += said.told
            self._pieces.append(ShownPicture(src, said.description, kept))

    def _is_around_taken(self, node: HtmlNode) -> bool:
        return node.parent is not None and self._page.is_taken(node.parent)

    def _format(self, node: HtmlNode, styles: Styles) -> WordFormat:
        around = self._formats[-1]
        weight = styles.get("font-weight") or styles.get("font", "")
        bold = bool(_BOLD & set(weight.split())) if weight else around.bold or node.tag in _BOLD_TAGS
        slant = styles.get("font-style", "")
        italic = slant.startswith(("italic", "oblique")) if slant else around.italic or node.tag in _ITALIC_TAGS
        drawn = f"{styles.get('text-decoration', '')} {styles.get('text-decoration-line', '')}"
        raised = {"super": "sup", "sub": "sub", "baseline": ""}.get(styles.get("vertical-align", ""), around.raised)
        return WordFormat(
            self._spoken(node, around.lang),
            self._address(node)
            if node.tag == "a" and node.get("href") and self._page.is_taken(node)
            else around.href,
            bold,
            italic,
            around.struck or node.tag in _STRUCK_TAGS or "line-through" in drawn,
            node.tag if node.tag in {"sup", "sub"} else raised,
            around.code or node.tag in _CODE_TAGS,
        )

    def _spoken(self, node: HtmlNode, around: str) -> str:
        tag = node.get("lang") or node.get("xml:lang")
        if not tag or self._page.page.of_word:
            return around
        if primary(tag) == self._language or mistake(tag):
            return ""
        return tag

    def _address(self, node: HtmlNode) -> str:
        return self._links.address(node.get("href"), lambda: " ".join(node.text().split())[:_BESIDE])

    def _told(self) -> Iterator[Told]:
        yield from self._links.told()
        yield from self._of_pictures
        for kind, message, several in (
            ("list-marks", _("what stood before the points of a list is left to the list: {words}"), Aside.MARK),
            ("signature-left-out", _("a signature was left out: {words}"), Aside.SIGNATURE),
            (
                "envelope-left-out",
                _("what a mail program wrote above a message was left out: {words}"),
                Aside.ENVELOPE,
            ),
        ):
            left = " ".join("".join(self._asides[several]).split())
            if words_of(left):
                yield Told(kind, message.format(words=left), left=left)
        if self._spacers:
            count = len(self._spacers)
            yield Told(
                "spacers-left-out",
                ngettext(
                    "{count} picture that shows nothing was left out",
                    "{count} pictures that show nothing were left out",
                    count,
                ).format(count=count),
                left=" ".join(filter(None, self._spacers)),
            )
        for host, count in Counter(self._embedded).items():
            yield Told(
                "embed-left-out",
                ngettext(
                    "{count} player or frame of {host} was left out",
                    "{count} players or frames of {host} were left out",
                    count,
                ).format(count=count, host=host),
                _("put a link in its place"),
                look=True,
            )


def _notes_of(page: JudgedPage) -> tuple[dict[HtmlNode, str], dict[HtmlNode, str]]:
    """Where each note is called and what holds it, with its name; those given in the closed form keep theirs."""
    calls: dict[HtmlNode, str] = {}
    held: dict[HtmlNode, str] = {}
    names: set[str] = set()
    for node in page.page.root.elements():
        name = node.get("data-note")
        if not name or not page.is_taken(node) or _stands_aside(page, node):
            continue
        if node.tag == "a":
            calls[node] = name
        elif node.tag == "div" and name not in names:
            names.add(name)
            held[node] = name
    both = set(calls.values()) & {name for node, name in held.items() if _says_something(page, node)}
    calls = {node: name for node, name in calls.items() if name in both}
    held = {node: name for node, name in held.items() if name in both}
    number = 0
    for pair in page.pairs:
        if not pair.is_comment and _is_taken_pair(page, pair):
            number += 1
            while str(number) in both:
                number += 1
            calls[pair.mark] = held[pair.held] = str(number)
    return calls, held


def _is_taken_pair(page: JudgedPage, pair: AnchorPair) -> bool:
    if not page.standing[pair.mark].kind.taken or not page.standing[pair.held].kind.taken:
        return False
    if _stands_aside(page, pair.mark) or _stands_aside(page, pair.held):
        return False
    return _says_something(page, pair.held)


def _stands_aside(page: JudgedPage, node: HtmlNode) -> bool:
    return any(page.aside_of(one) for one in (node, *node.ancestors()))


def _says_something(page: JudgedPage, held: HtmlNode) -> bool:
    return any(
        turn is Turn.SAYS and page.says_taken(node) and bool(visible_text(text).strip())
        for turn, node, text in turns(held)
    )


def _is_flat(items: HtmlNode) -> bool:
    """Whether the levels of a list are no lists in it: in files of Google Docs, and where Word is used on the web."""
    first = _first(items)
    return bool(_LEVEL_OF_DOCS.search(items.get("class")) or (first and first.get("data-aria-level")))


def _level(item: HtmlNode, items: HtmlNode) -> int:
    found = _LEVEL_OF_DOCS.search(items.get("class"))
    on_the_web = item.get("data-aria-level")
    return int(found[1]) if found else max(_number(on_the_web), 1) - 1


def _first(node: HtmlNode) -> HtmlNode | None:
    return next((one for one in node.children if not isinstance(one, str)), None)


def _language_of(page: JudgedPage) -> str:
    """The language of most of the page's text; empty where most of it is in none."""
    spoken: Counter[str] = Counter()
    languages: list[str] = [""]
    for turn, node, text in turns(page.page.root):
        if turn is Turn.SAYS:
            spoken[languages[-1]] += len(text.strip()) if page.says_taken(node) else 0
        elif turn is Turn.BEGINS:
            tag = node.get("lang") or node.get("xml:lang")
            languages.append(primary(tag) if tag else languages[-1])
        else:
            languages.pop()
    return spoken.most_common(1)[0][0] if spoken else ""


def _base_of(page: JudgedPage) -> str:
    """Where the page says that it was."""
    for node in page.page.root.elements():
        if node.get("href") and (node.tag == "base" or (node.tag == "link" and node.get("rel") == "canonical")):
            return node.get("href").strip()
    return ""


def _is_prose(pre: HtmlNode) -> bool:
    """Whether it is no code, but text with links, as mail programs keep it."""
    return "moz-quote-pre" in pre.classes or any(
        node.tag in {"a", "img", "p", "div", "blockquote", "ul", "ol", "table", *_HEADINGS}
        for node in pre.elements()
        if node is not pre
    )


def _is_spacer(node: HtmlNode, styles: Styles, src: str) -> bool:
    sizes = (node.get("width"), node.get("height"), styles.get("width", ""), styles.get("height", ""))
    return any(is_tiny(size.strip()) for size in sizes) or bool(_SPACER.search(src) or _ONE_POINT.match(src))


def _heading(tag: str, lines: list[Line], title: str) -> Leaf:
    """A heading has one line, which is bold as a whole; a picture alone is none."""
    line: Line = []
    for one in lines:
        line += [SaidWords(" ", WordFormat()), *one] if line else one
    plain = not_bold(line)
    if not text_of(plain).strip("\ufffc "):
        return Leaf("p", [line])
    return Leaf(tag, [plain], title=title)


def _close(box: Box) -> None:
    if box.tag == "table":
        with_equal_rows(box)
    elif box.tag == "blockquote":
        _set_upright(box)


def _set_upright(quotation: Box) -> None:
    """A quotation that is in italics as a whole is shown so by whoever shows it."""
    said = [leaf for leaf in leaves(quotation) if leaf.tag != "pre"]
    pieces = [piece for leaf in said for line in leaf.lines for piece in line if isinstance(piece, SaidWords)]
    if all(piece.format.italic or piece.text == " " for piece in pieces):
        for leaf in said:
            leaf.lines = [not_italic(line) for line in leaf.lines]


def _number(start: str) -> int:
    """The number of the first item of a list; a list in Markdown can't begin below zero, nor so far above it."""
    return int(start) if start.isascii() and start.isdecimal() and len(start) <= _LONGEST_NUMBER else 1


def _lines_of_code(pieces: Iterable[Piece]) -> list[Line]:
    """Code as it stands, as one piece: its lines are its own."""
    whole = "".join("\n" if isinstance(piece, LineBreak) else getattr(piece, "text", "") for piece in pieces)
    plain = [_SPACE_OR_TAB.sub(" ", line).rstrip() for line in visible_text(whole).split("\n")]
    text = "\n".join(plain).strip("\n")
    return [[SaidWords(text, WordFormat())]] if text else []
