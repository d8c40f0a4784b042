"""A letter from Markdown as other programs write it: Google Docs, GitHub, Pandoc, Obsidian, Buttondown, Ghost.

It becomes HTML, which is cleaned as any other. Its words are counted in the tokens that the parser makes, before any
HTML is made of them; where HTML stands in it, they are counted as in a page.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from cenum.i18n import _, ngettext
from cenum.imported.html_source import decoded
from cenum.imported.html_words import passages_of_html
from cenum.imported.markdown_head import head_apart
from cenum.imported.markdown_marks import QUERY, comments_in, is_query, marks_plugin, remarks_in
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceLetter, SourcePassage, Told, WordKind
from cenum.imported.tree_reading import shortened
from cenum.issue import front_matter
from cenum.issue.emoji_names import with_emoji
from cenum.issue.languages import ATTRIBUTE
from cenum.issue.markdown import CONTAINER, MOST_PARTS, line_of_too_many, named, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline

_LARGEST = 20_000_000  # bytes, with pictures in it
_LONGEST = 300_000  # characters without them, as an issue
# The parser looks from each bracket that opens for one that closes, once for each level that it may stand in.
_MOST = {"[": 5_000, ":::": 2_000, "\n\n": MOST_PARTS}
_MOST_PICTURES = 200
_DEEPEST = 24
_WIKI_LINKS = "wiki_links"
_DATA = re.compile(r"data:image/(?P<kind>png|jpeg|jpg|gif|webp);base64,(?P<data>[A-Za-z0-9+/]+={0,2})")
_WIKI_LINK = re.compile(r"!?\[\[(?P<target>[^\[\]|\n]{1,300})(?:\|(?P<words>[^\[\]\n]{1,300}))?\]\]")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
_MARKED = re.compile(r"==(?=\S)(?P<words>[^=\n]{1,500})(?<=\S)==")
_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{:?\s*[.#][^{}\n]{0,200}\}\s*$")
_BLOCK_NAME = re.compile(r"\s\^[A-Za-z0-9-]{1,60}$")  # to which links of Obsidian lead
_CALLOUT = re.compile(r"\[![A-Za-z-]{1,20}\][-+]?\s*")
_TO_DO = re.compile(r"\[!(?:todo|bug|internal|interne|private|perso)\]", re.IGNORECASE)
_BOX = re.compile(r"\[[ xX]\]\s+")
# Within a line, these would hide all that follows: GitHub shows them (github.github.com/gfm, 6.11).
_HIDING = ("title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext")
_SWALLOWS = re.compile(rf"</?(?:{'|'.join(_HIDING)})\b", re.IGNORECASE)
# Keys that only cenum's issues have, and a section's heading.
_OF_AN_ISSUE = frozenset(
    {"teasers", "teasers_lead", "introduction", "illustration", "credits", "preheader", "waivers"}
)
_SECTION = re.compile(r"^# .*\{#[^{}\n]{1,100}\}\s*$", re.MULTILINE)


def letter_of_markdown(name: str, content: bytes) -> SourceLetter:
    """The letter in ``content``. Raises :class:`ImportRefusal`, also for what is an issue already."""
    if len(content) > _LARGEST:
        raise _too_large(name)
    text = decoded(content).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    pictures: dict[str, bytes] = {}
    text = _DATA.sub(lambda found: _kept(found, pictures), text)
    if len(text) > _LONGEST or any(text.count(sign) > most for sign, most in _MOST.items()):
        raise _too_large(name)
    if _is_issue(text):
        raise ImportRefusal(
            _("{name} is an issue of cenum already").format(name=name),
            _("put it into the folder issues, named after its day, as 2026-11-27.md"),
        )
    head = head_apart(text)
    told = []
    if head.others:
        message = _("what the head of the file says beside the title, the day and the authors was left out: {keys}")
        told.append(Told("head-left-out", message.format(keys="; ".join(head.others))))
    markdown = _parser()
    environment: dict[str, Any] = {}
    tokens = markdown.parse(head.text, environment)
    if line_of_too_many(tokens) is not None:
        raise _too_large(name)
    dialect = _Dialects()
    tokens = dialect.plainer(tokens)
    links = environment.get(_WIKI_LINKS, [])
    if links:
        message = _("links to notes on somebody's computer are words now: {words}")
        told.append(
            Told("wiki-links-undone", message.format(words=shortened(", ".join(links))), at=links[0], look=True)
        )
    # Notes are written by what the plugin gave to the parser's own.
    renderer: RendererHTML = markdown.renderer  # type: ignore[assignment]  # as MarkdownIt makes it
    passages = tuple(_passages(tokens, lambda part: renderer.renderInline(part, markdown.options, environment)))
    if not any(passage.kind.taken for passage in passages):
        raise ImportRefusal(
            _("there are no words in {name}").format(name=name), _("make sure that it is the file you mean")
        )
    html = renderer.render(tokens, markdown.options, environment)
    remarks = tuple(remarks_in(tokens))
    return SourceLetter(name, html, passages, head.facts, pictures, remarks, (*told, *dialect.told()))


def _too_large(name: str) -> ImportRefusal:
    return ImportRefusal(
        _("{name} is too large for a letter").format(name=name),
        _("split it into several letters, and import them one by one"),
    )


def _kept(found: re.Match[str], pictures: dict[str, bytes]) -> str:
    """The name of a picture that stands in the text; too many of them, or one that is none, stay away."""
    name = f"picture-{len(pictures) + 1}.{found['kind'].lower().replace('jpeg', 'jpg')}"
    if len(pictures) < _MOST_PICTURES:
        try:
            pictures[name] = base64.b64decode(found["data"], validate=True)
        except binascii.Error:
            return name
    return name


def _is_issue(text: str) -> bool:
    apart = front_matter.split(text)
    return (
        apart is not None
        and bool(_OF_AN_ISSUE & set(front_matter.table(apart[0])))
        and bool(_SECTION.search(apart[1]))
    )


def _parser() -> MarkdownIt:
    """CommonMark and what most programs add to it; no address is refused here, who cleans judges them."""
    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  markdown-it's way
    markdown.use(footnote_plugin)
    markdown.use(container_plugin, CONTAINER, validate=lambda _parameters, _markup: True)
    markdown.use(
        attrs_plugin, after=("image", "code_inline", "link_close", "span_close"), spans=True, allowed=(ATTRIBUTE,)
    )
    markdown.inline.ruler.before("link", "wiki_link", _wiki_link)
    markdown.use(marks_plugin)
    return markdown


def _wiki_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's way
    """``[[page|words]]`` and ``![[picture.png]]``, as Obsidian and wikis have them."""
    found = _WIKI_LINK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        target, words = found["target"].strip(), (found["words"] or "").strip()
        if found[0].startswith("!") and _PICTURE_FILE.search(target):
            token = state.push("image", "img", 0)
            token.attrs, token.content = {"src": target, "alt": ""}, words
            token.children = [Token("text", "", 0, content="" if words.isdecimal() else words)]
        else:
            state.push("text", "", 0).content = words or target.rpartition("#")[2]
            state.env.setdefault(_WIKI_LINKS, []).append(words or target)
    state.pos = found.end()
    return True


def _paragraph(text: str) -> Iterator[Token]:
    yield Token("paragraph_open", "p", 1, block=True)
    yield Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    yield Token("paragraph_close", "p", -1, block=True)


def _is_open(html: str) -> bool:
    """Whether a piece of HTML would hide what follows it: a tag, or a comment, that it does not close."""
    html = html.lower()
    pairs = [("<!--", "-->"), *((f"<{tag}", f"</{tag}") for tag in _HIDING)]
    return any(html.rfind(opening) > html.rfind(closing) for opening, closing in pairs)


class _Dialects:
    """Makes plain Markdown of what only some programs know, in the parser's tokens."""

    def __init__(self) -> None:
        self._boxes = self._callouts = self._calls = 0
        self._to_oneself: list[str] = []
        self._open_comments: list[str] = []
        self._containers: list[str] = []
        self._called: set[int] = set()
        self._is_in_notes = False

    def told(self) -> Iterator[Told]:
        """What readers will not see as in the source."""
        if self._boxes:
            message = ngettext(
                "{count} box to tick is a plain point now", "{count} boxes to tick are plain points now", self._boxes
            )
            yield Told("boxes-undone", message.format(count=self._boxes), look=True)
        if self._callouts:
            message = ngettext(
                "{count} box with a sign is a quotation now",
                "{count} boxes with a sign are quotations now",
                self._callouts,
            )
            yield Told(
                "callouts-undone",
                message.format(count=self._callouts),
                _("write ::: note around it, if it is one"),
                look=True,
            )
        for words in self._to_oneself:
            message = _("a box of things to do is a quotation now: “{words}”").format(words=shortened(words))
            remedy = _("delete what readers are not meant to see")
            yield Told("callout-to-do", message, remedy, at=words, look=True)
        for name in dict.fromkeys(self._containers):
            message = _("what stood in a block “{name}” is plain text now").format(name=shortened(name))
            yield Told("container-undone", message, _("write ::: note around it, if it is one"), look=True)
        for words in self._open_comments:
            message = _("“%%” hides nothing here, because no other “%%” follows in its paragraph: “{words}”")
            remedy = _("delete what readers are not meant to see")
            yield Told("comment-open", message.format(words=shortened(words)), remedy, at=words, look=True)
        if self._calls:
            message = _("a note that was called twice, or by another note, is called once")
            yield Told("note-called-once", message, look=True)

    def plainer(self, tokens: Sequence[Token]) -> list[Token]:
        """``tokens`` without what is no Markdown of most programs; no word is lost."""
        found: list[Token] = []
        before: list[str] = []
        for token in tokens:
            self._is_in_notes = self._is_in_notes or token.type == "footnote_block_open"
            if token.type == "inline":
                self._in_line(token, before)
                found += self._title_of_callout(token, before)
            if is_query(token):
                token.type = QUERY
            if token.type == f"container_{CONTAINER}_open":
                found += [token, *self._title_of(token)]
            elif token.type == "html_block" and _is_open(token.content):
                found += _paragraph(token.content)
            elif token.type != "footnote_anchor" or self._leads_back(token):
                found.append(token)
            before = [*before, token.type][-2:]
        return found

    def _leads_back(self, anchor: Token) -> bool:
        """Whether the text calls the note that ends here, and this is the first way back."""
        return anchor.meta["id"] in self._called and not anchor.meta.get("subId")

    def _title_of(self, token: Token) -> Iterator[Token]:
        """What follows a block's name, as a paragraph."""
        info = re.sub(r"\{[^{}]*\}", " ", token.info)
        name, title = named(info)
        self._containers.append(name or "div")
        if title:
            yield from _paragraph(title)

    def _title_of_callout(self, token: Token, before: Sequence[str]) -> Iterator[Token]:
        """The line with the sign of a box, in bold, and the beginning of another paragraph."""
        children = token.children or []
        first = children[0] if children and children[0].type == "text" else None
        is_in_box = before[-2:] == ["blockquote_open", "paragraph_open"]
        if first is None or not is_in_box or not _CALLOUT.match(first.content):
            return
        is_to_do = _TO_DO.match(first.content)
        first.content = _CALLOUT.sub("", first.content, count=1)
        if is_to_do:
            self._to_oneself.append(" ".join(_said(children).split()))
        else:
            self._callouts += 1
        end = next((at for at, child in enumerate(children) if child.type in {"softbreak", "hardbreak"}), 0)
        if not any(child.content.strip() for child in children[:end]):
            return
        token.children = children[end + 1 :]
        title = [Token("strong_open", "strong", 1), *children[:end], Token("strong_close", "strong", -1)]
        yield Token("inline", "", 0, content=token.content, children=title)
        yield Token("paragraph_close", "p", -1, block=True)
        yield Token("paragraph_open", "p", 1, block=True)

    def _in_line(self, token: Token, before: Sequence[str]) -> None:
        children = token.children or []
        kept = []
        for child in children:
            if child.type == "footnote_ref":
                if self._is_in_notes or child.meta.get("subId"):
                    # A page has one mark for each note, and none within them.
                    self._calls += 1
                    continue
                self._called.add(child.meta["id"])
            if child.type == "html_inline" and _SWALLOWS.match(child.content):
                child.type = "text"
            elif child.type == "text":
                child.content = _MARKED.sub(r"\g<words>", with_emoji(child.content))
            kept.append(child)
        first = kept[0] if kept and kept[0].type == "text" else None
        if first is not None and before[-2:] == ["list_item_open", "paragraph_open"]:
            first.content, count = (
                _BOX.subn("", first.content, count=1) if _BOX.match(first.content) else (first.content, 0)
            )
            self._boxes += count
        if kept and kept[-1].type == "text":
            ending = _ATTRIBUTES if before[-1:] == ["heading_open"] else _BLOCK_NAME
            kept[-1].content = ending.sub("", kept[-1].content)
        self._open_comments += [child.content for child in kept if child.type == "text" and "%%" in child.content]
        token.children = kept


def _passages(tokens: Sequence[Token], html_of: Callable[[Sequence[Token]], str]) -> Iterator[SourcePassage]:
    """The words of the source, block by block; ``html_of`` gives the HTML of a line that has some in it."""
    kind = WordKind.TEXT
    for token in tokens:
        yield from (SourcePassage(WordKind.COMMENT, words) for words in comments_in(token))
        if token.type == "footnote_block_open":
            kind = WordKind.NOTE
        elif token.type == "inline":
            children = token.children or []
            if any(child.type == "html_inline" for child in children):
                words = [child for child in children if child.type not in {"footnote_ref", "footnote_anchor"}]
                yield from passages_of_html(html_of(words))
                continue
            yield SourcePassage(kind, _said(children))
            yield from (
                SourcePassage(WordKind.DESCRIPTION, plain(child)) for child in children if child.type == "image"
            )
        elif token.type == QUERY:
            yield SourcePassage(WordKind.HIDDEN, token.content)
        elif token.type in {"fence", "code_block"}:
            yield SourcePassage(kind, token.content)
        elif token.type == "html_block":
            yield from passages_of_html(token.content)


def _said(children: Sequence[Token]) -> str:
    parts = []
    for child in children:
        if child.type in {"text", "code_inline", "text_special"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak", "image"}:
            parts.append(" ")
    return "".join(parts)
