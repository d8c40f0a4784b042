"""Markdown into typeset tokens, with the line of every one, and what an editor got wrong in them."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue import languages, link_syntax, stray_marks
from cenum.issue.bare_addresses import Addresses
from cenum.issue.emoji_names import with_emoji
from cenum.issue.html_in_markdown import in_markdown
from cenum.issue.typography import Run, typeset
from cenum.rule import Example, Rule
from cenum.web_address import with_ascii_host

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

CONTAINER = "block"
LANGUAGE = "lang"
_DEEPEST = 16  # levels of lists, quotations and emphasis; five lists within one another are ten of them
# So many more are read, in order to be refused. markdown-it looks for the end of a bracket once for each level that
# it may stand in: a row of n of them takes n times this depth.
_BEYOND = 4
# Of what markdown-it makes of a text. A letter of 25 kB has 350; each may become several elements of HTML.
MOST_PARTS = 8_000
_COMMENT = re.compile(r"<!--")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)")
_SEEN = "seen"
_BRACES = re.compile(r"\{[^{}]*\}\s*\Z")
_MARGIN = re.compile(r"^[ \t]*[\u00a0\u2007\u2009\u202f][ \t\u00a0\u2007\u2009\u202f]*", re.MULTILINE)
# Alt and space, a slip of the thumb, is a no-break space on a Mac.
_SPACE_AFTER_MARK = re.compile(
    r"^([ \t>]{0,40}(?:[-*+>]|\#{1,6}|\d{1,9}[.)]|:{3,9}))[\u00a0\u2007\u2009\u202f]+", re.MULTILINE
)

RAW_HTML = Rule(
    "raw-html",
    Severity.ERROR,
    what=N_("The text contains HTML, or an HTML comment."),
    why=N_("It could break the letter, or reach a reader who should not see it."),
    remedy=N_("Write Markdown; put a backslash before a `<` that is meant as a character."),
    corrected=True,
    example=Example(
        fails="Un <b>mot</b> en gras.",
        passes="Un **mot** en gras.",
    ),
)
IMAGE_ALT = Rule(
    "image-alt",
    Severity.ERROR,
    what=N_("A picture has no description between its square brackets."),
    why=N_(
        "Readers who can't see the picture learn nothing about it, and many mail programs hide pictures at first."
    ),
    remedy=N_("Say what it shows."),
    example=Example(
        fails="![](carte-2026.png)",
        passes="![Les foyers qui ont la fibre](carte-2026.png)",
    ),
)
NESTED_DEEP = Rule(
    "nested-deep",
    Severity.ERROR,
    what=N_("Lists, quotations or emphasis are nested more than sixteen levels deep."),
    why=N_("No mail program shows so many levels, and words would be lost."),
    remedy=N_("Use fewer levels."),
    example=Example(
        fails=">>>>>>>>>>>>>>>>>> Elle dit bonjour.",
        passes=">> Elle dit bonjour.",
    ),
)
TOO_MANY_PARTS = Rule(
    "too-many-parts",
    Severity.ERROR,
    what=N_("The text has more than 8 000 parts: paragraphs, points, cells, links, words in bold, line breaks."),
    why=N_("No letter has so many: it would take minutes to check, and no mail program would show it."),
    remedy=N_("Remove what is not part of the letter, or split it into several issues."),
    example="it would fill a hundred pages",
)


@cache
def parser() -> MarkdownIt:
    """CommonMark, the ``:::`` containers, any of them, and the marks of languages: the reader judges both.

    So are tables, struck words, notes, addresses that stand alone and the names of emoji. What is indented, or
    stands over a line of dashes, is a paragraph like any other. HTML is parsed in order to be refused, and no link
    is dropped silently: the reader judges them all.
    """
    markdown = MarkdownIt(
        "commonmark", {"html": True, "xhtmlOut": True, "maxNesting": _DEEPEST + _BEYOND, "linkify": True}
    )
    markdown.enable(["table", "strikethrough", "linkify"]).disable(["code", "lheading"])
    markdown.linkify = Addresses()
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.core.ruler.before("text_join", "stray_marks", _note_what_is_seen)
    # What markdown-it makes of a host leaves capitals in it, and soft hyphens: browsers then find no such host.
    markdown.normalizeLink = lambda url: normalizeLink(with_ascii_host(url))  # type: ignore[method-assign]  # as below
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  markdown-it's way
    markdown.use(container_plugin, CONTAINER, validate=lambda _parameters, _markup: True)
    marks = (languages.ATTRIBUTE,)
    markdown.use(attrs_plugin, after=("link_close", "span_close"), spans=True, allowed=marks)
    return markdown


def tokens_of(text: str) -> list[Token]:
    """The tokens of Markdown as an editor of French types it: after a mark, and at the margin, any space is one."""
    text = _MARGIN.sub(lambda margin: " " * len(margin[0]), text)
    return parser().parse(_SPACE_AFTER_MARK.sub(r"\1 ", text))


def seen(token: Token) -> str:
    """An inline token's text as readers see it, in which marks that were left can be looked for."""
    return str(token.meta.get(_SEEN, ""))


def line_of_too_many(tokens: Sequence[Token]) -> int | None:
    """The line, counted from 0, on which ``tokens`` become more than a letter has; ``None`` where they don't."""
    count = line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        count += 1 + len(token.children or ())
        if count > MOST_PARTS:
            return line
    return None


def _note_what_is_seen(state: StateCore) -> None:
    """While it is still known which signs had a backslash before them."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            for child in token.children:
                if child.type == "text" and ":" in child.content:
                    child.content = with_emoji(child.content)
            token.meta[_SEEN] = stray_marks.as_seen(token.children)


class MarkdownReader:
    """Where the tokens of one text are read: its file, its lines, its language, and what was found."""

    def __init__(
        self,
        file: str,
        line_of: Callable[[int], int],
        *,
        language: str,
        anchors: Collection[str],
        findings: list[Finding],
    ) -> None:
        """``line_of`` gives the file's line for a line of the text, counted from 0."""
        self.file = file
        self.line_of = line_of
        self.language = language
        self.french = languages.primary(language) == "fr"
        self.anchors = anchors
        self.findings = findings

    def place(self, line: int) -> Place:
        """The place of a line of the text, counted from 0."""
        return Place(self.file, self.line_of(line))

    def place_below(self, first: int, line: int) -> Place:
        """The place of the ``line`` after the ``first`` one of a block."""
        return self.place(first + line)

    def refuse(  # noqa: PLR0913  what a finding says
        self, line: int, rule: Rule, message: str, remedy: str, text: str = "", instead: Sequence[str] = ()
    ) -> None:
        """Keep an error for a line of the text, counted from 0: for its ``text``, in whose place ``instead`` goes."""
        place = self.place(line)
        words = place.literal(text, *instead) if text else ()
        self.findings.append(rule.at(place, message, remedy, words=words))

    def refuse_at(self, file_line: int, rule: Rule, message: str, remedy: str) -> None:
        """Keep an error for a line of the file, counted from 1."""
        self.findings.append(rule.at(Place(self.file, file_line), message, remedy))

    def typeset(self, text: str) -> str:
        """One string, set as the letter's language wants it."""
        return typeset([Run(text)])[0] if self.french else text


def review(tokens: Sequence[Token], reader: MarkdownReader) -> None:
    """Judge and typeset ``tokens`` in place. Raw HTML, links and images are judged here."""
    line = 0
    spoken = [reader.language]
    deep = False
    before = ""
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type == f"container_{CONTAINER}_open":
            name, argument = named(token.info)
            spoken.append(argument if name == LANGUAGE and argument else spoken[-1])
        elif token.type == f"container_{CONTAINER}_close":
            spoken.pop()
        # Beyond its own limit markdown-it drops words silently.
        if not deep and max((token.level, *(child.level for child in token.children or ()))) > _DEEPEST:
            deep = True
            message = _("lists, quotations or emphasis are nested too deep")
            reader.refuse(line, NESTED_DEEP, message, _("use fewer levels: no program shows so many"))
        if token.type == "html_block":
            _refuse_html(token.content, line, reader)
        if token.type == "inline" and token.children is not None:
            languages.tell_apart(token.children, spoken[-1], reader.language)
            told = len(reader.findings)
            _review_inline(token.children, line, reader)
            if languages.LANGUAGE_MARK.id not in {finding.rule for finding in reader.findings[told:]}:
                # Those of a section are judged elsewhere.
                text = _BRACES.sub("", seen(token)) if before == "h1" else seen(token)
                for mark in stray_marks.in_block(text):
                    reader.findings.append(mark.at(partial(reader.place_below, line)))
        before = token.tag


def named(info: str) -> tuple[str, str]:
    """The name of a block and what stands after it, from what follows its ``:::``; the space may be any."""
    name, *argument = info.split(maxsplit=1)[:2] or [""]
    return name, "".join(argument).strip()


def plain(token: Token) -> str:
    """An inline token's words, without any mark-up."""
    words = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            words.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif child.type == "image":
            words.append(plain(child))
    return "".join(words)


def _review_inline(children: list[Token], line: int, reader: MarkdownReader) -> None:
    _review_marks(children, line, reader)
    opened: set[str] = set()
    for index, child in enumerate(children):
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            child.meta["line"] = reader.line_of(line)
            _review_link(str(child.attrGet("href") or ""), line, reader)
            if not _has_words(children[index + 1 :]):
                remedy = _("write between the square brackets where the link leads")
                reader.refuse(line, link_syntax.LINK_TEXT, _("the link has no text"), remedy)
        elif child.type == "html_inline":
            tag = _TAG.match(child.content)
            # Of <b> and </b>, the first is enough.
            if not (tag and tag["end"] and tag["name"].lower() in opened):
                _refuse_html(child.content, line, reader, *in_markdown(children[index:]))
            opened |= {tag["name"].lower()} if tag else set()
            line += child.content.count("\n")
        elif child.type == "image":
            _review_image(child, line, reader)
    if reader.french:
        _typeset_inline(children)


def _review_marks(children: Sequence[Token], line: int, reader: MarkdownReader) -> None:
    """Judge the marks of languages; one within a link's text leaves the link's brackets where readers see them."""
    marked = False
    for child in children:
        line += child.type in {"softbreak", "hardbreak"} or child.content.count("\n")
        marked = marked or child.type == "span_open"
        if child.type in {"link_open", "span_open"}:
            for mistake in languages.wrong_marks(child):
                reader.refuse(
                    line, languages.LANGUAGE_MARK, mistake.message, mistake.remedy, mistake.text, mistake.instead
                )
        elif marked and child.type == "text" and "](" in child.content:
            message = _("a language mark inside a link's text breaks the link")
            remedy = _("mark the whole link, as in `{example}`, or none of it")
            remedy = remedy.format(example="[The Guardian](https://…){lang=en}")
            reader.refuse(line, languages.LANGUAGE_MARK, message, remedy)


def _has_words(after_opening: list[Token]) -> bool:
    """Whether something can be read, or heard, before the link is closed."""
    for child in after_opening:
        if child.type == "link_close":
            return False
        if child.content.strip():
            return True
    return False


def _typeset_inline(children: list[Token]) -> None:
    """Set the words of a block as one text, wherever bold or a link cuts it."""
    runs: list[Run] = []
    origins: list[Token] = []
    address = False
    for child in children:
        if child.type in {"link_open", "link_close"}:
            address = child.type == "link_open" and child.info == "auto"
        elif child.type in {"text", "code_inline"}:
            literal = address or child.type == "code_inline" or languages.is_foreign(child)
            runs.append(Run(child.content, literal=literal))
            origins.append(child)
        elif child.type in {"softbreak", "hardbreak"}:
            runs.append(Run("\n", literal=True))
            origins.append(child)
        elif child.type == "image":
            runs.append(Run(child.meta["alt"], literal=True))
            origins.append(child)
    for origin, text in zip(origins, typeset(runs), strict=True):
        if origin.type == "text":
            origin.content = text


def _review_link(url: str, line: int, reader: MarkdownReader) -> None:
    problem = link_syntax.problem(url, reader.anchors)
    if problem:
        reader.refuse(line, problem.rule, problem.message, problem.remedy, problem.text, problem.instead)


def _review_image(token: Token, line: int, reader: MarkdownReader) -> None:
    """Judge and typeset the image's own words; its file is the reader's to find."""
    token.meta["line"] = reader.line_of(line)
    alt = plain(token) if languages.is_foreign(token) else reader.typeset(plain(token))
    token.meta["alt"] = alt
    token.meta["credit"] = reader.typeset(str(token.attrGet("title") or ""))
    if not alt.strip():
        remedy = _("describe it between the square brackets, for readers who don't see it")
        reader.refuse(line, IMAGE_ALT, _("the picture has no description"), remedy)


def _refuse_html(
    content: str, line: int, reader: MarkdownReader, text: str = "", instead: Sequence[str] = ()
) -> None:
    """``text`` is the HTML with what stands in it, and ``instead`` the same in Markdown."""
    text = text or content.strip().partition("\n")[0]
    if _COMMENT.match(content):
        remedy = _("remove it; to tell colleagues, write in the front matter: {line}").format(
            line="`remarks: [{says: …}]`"
        )
        better = ("",) if "\n" not in content.strip() else ()
        message = _("comments are not allowed: readers could receive them")
        reader.refuse(line, RAW_HTML, message, remedy, text, better)
        return
    shown = content.strip().splitlines()[0][:40] if content.strip() else content
    message = _("HTML is not allowed here: {html}").format(html=shown)
    remedy = _("write Markdown, or put a backslash before the <")
    reader.refuse(line, RAW_HTML, message, remedy, text, instead)
