"""What kind of words stand in each element of a page: shown, hidden, deleted, inserted, or a colleague's comment."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.html_anchors import anchor_pairs
from cenum.imported.html_page import Turn, turns
from cenum.imported.html_styles import is_relative, is_tiny, is_zero, styles_of
from cenum.imported.source_letter import WordKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.imported.html_anchors import AnchorPair
    from cenum.imported.html_page import HtmlNode, HtmlPage
    from cenum.imported.html_styles import Styles

# What a browser shows nothing of, or something else in its place.
_NEVER_SHOWN = frozenset(
    [
        "audio",
        "canvas",
        "datalist",
        "frameset",
        "head",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "svg",
        "template",
        "video",
        "xml",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "xmp",
    ]
)
# What stays a block, whatever its style says.
_ALWAYS_BLOCKS = frozenset(
    [
        "blockquote",
        "caption",
        "dd",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "pre",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# What parts words though it is no block.
_PARTS = frozenset({"br", "embed", "img", "input", "q"})
_INLINE = frozenset({"contents", "inherit", "initial", "inline", "none", "ruby", "unset"})
_AUTHOR = re.compile(r'mso-comment-author:\s*"?([^";]{0,80})')


# What pages of LibreOffice call the parts that stand on each printed page.
_AT_EACH_PAGE = {"header": WordKind.PAGE_HEADER, "footer": WordKind.PAGE_FOOTER}
_GOOGLE_DOCS = "doc-content"  # the class of their body
# Bootstrap, WordPress and SPIP hide so what is only read out.
_FOR_EARS = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"})


class WordStanding(NamedTuple):
    """What the words of an element are, and who wrote them, where the page says so.

    ``is_mark`` says that they only call a note or a comment, or lead back from it: they are a sign, and no words.
    """

    kind: WordKind = WordKind.TEXT
    who: str = ""
    is_mark: bool = False


class Aside(Enum):
    """Words that are shown, and are no part of a letter's text: a typed list's mark, a signature, an envelope.

    The envelope is what a mail program writes above a message that is passed on.
    """

    MARK = "mark"
    SIGNATURE = "signature"
    ENVELOPE = "envelope"


# Gmail, Thunderbird, Outlook on the web, Outlook and Apple Mail on telephones.
_SIGNATURES = frozenset(
    {"gmail_signature", "gmail_signature_prefix", "moz-signature", "Signature", "ms-outlook-mobile-signature"}
    | {"AppleMailSignature"}
)
# Gmail, Outlook on the web, Thunderbird.
_ENVELOPES = frozenset({"gmail_attr", "divRplyFwdMsg", "moz-email-headers-table", "moz-cite-prefix"})
# Those who answer are told who wrote: cenum.imported.conversation looks for it.
_WROTE = ("a écrit :", "wrote:", "wrote :")
_MOST_TURNS = 40  # steps through what stands above a message, or within the sign of a comment
_MOST_AROUND = 4  # elements within an anchor in which its text may stand


class _Inherited(NamedTuple):
    standing: WordStanding = WordStanding()
    is_unseen: bool = False  # by visibility, which what stands within may undo
    is_too_small: bool = False  # likewise


class JudgedPage(NamedTuple):
    """A page, and of each of its elements the ``styles`` and the ``standing``; ``pairs`` are notes and comments.

    Of those that are ``too_small`` nobody sees the text, while pictures in them are as large as ever.
    """

    page: HtmlPage
    styles: Mapping[HtmlNode, Styles]
    standing: Mapping[HtmlNode, WordStanding]
    too_small: frozenset[HtmlNode]
    pairs: tuple[AnchorPair, ...]

    def is_taken(self, node: HtmlNode) -> bool:
        """Whether what ``node`` says is the letter's."""
        standing = self.standing[node]
        return standing.kind.taken and not standing.is_mark

    def kind_of_text(self, node: HtmlNode) -> WordKind:
        """What the text is that stands in ``node`` itself."""
        kind = self.standing[node].kind
        return WordKind.HIDDEN if kind.taken and node in self.too_small else kind

    def says_taken(self, node: HtmlNode) -> bool:
        """Whether the text in ``node`` itself is the letter's."""
        return self.is_taken(node) and node not in self.too_small

    def aside_of(self, node: HtmlNode) -> Aside | None:
        """What ``node`` itself sets aside."""
        if self.styles[node].get("mso-list") == "ignore":
            return Aside.MARK
        # Outlook on the web writes an “x_” before the names of others.
        names = {name.removeprefix("x_") for name in (*node.classes, node.get("id"))}
        if names & _SIGNATURES:
            return Aside.SIGNATURE
        return Aside.ENVELOPE if names & _ENVELOPES and not _leads_in(node) else None

    def parts_words(self, node: HtmlNode) -> bool:
        """Whether words end before ``node`` begins, and where it ends."""
        if node.tag in _PARTS | _ALWAYS_BLOCKS | _NEVER_SHOWN or self.aside_of(node):
            return True
        displayed = self.styles[node].get("display", "")
        if not displayed or displayed.startswith("inline-"):
            return node.tag in _BLOCKS
        return displayed not in _INLINE


def _leads_in(node: HtmlNode) -> bool:
    """Whether a message follows that is answered, and none that is passed on."""
    said = "".join(text for _turn, _node, text in islice(turns(node), _MOST_TURNS))
    return " ".join(said.split()).replace("\xa0", " ").endswith(_WROTE)


def judged(page: HtmlPage) -> JudgedPage:
    """``page`` with what its styles, its attributes and its notes say of its words."""
    styles = styles_of(page)
    pairs = anchor_pairs(page.root)
    marks = {node for pair in pairs for node in (pair.mark, pair.back)}
    held = {pair.held: WordKind.COMMENT if pair.is_comment else WordKind.NOTE for pair in pairs}
    standing: dict[HtmlNode, WordStanding] = {}
    too_small: set[HtmlNode] = set()
    around = [_Inherited()]
    for turn, node, _text in turns(page.root):
        if turn is Turn.BEGINS:
            inherited = _within(node, styles[node], around[-1], page)
            stands = inherited.standing
            if node in held and stands.kind.taken:
                stands = stands._replace(kind=held[node])
            if node in marks or _is_anchor_of_comment(node) or _is_sign_of_comment(node, styles[node]):
                stands = stands._replace(is_mark=True)
            inherited = inherited._replace(standing=stands)
            around.append(inherited)
            is_hidden = stands.kind.taken and inherited.is_unseen
            standing[node] = stands._replace(kind=WordKind.HIDDEN) if is_hidden else stands
            if inherited.is_too_small:
                too_small.add(node)
        elif turn is Turn.ENDS:
            around.pop()
    return JudgedPage(page, styles, standing, frozenset(too_small), pairs)


def _within(node: HtmlNode, styles: Styles, around: _Inherited, page: HtmlPage) -> _Inherited:
    stands, unseen, small = around
    visibility = styles.get("visibility", "")
    if visibility:
        unseen = visibility in {"hidden", "collapse"}
    size = styles.get("font-size", "")
    if size and not is_relative(size):
        small = is_tiny(size)
    elif is_zero(size):
        small = True
    if stands.kind.taken:
        own = _own(node, styles, page)
        stands = own._replace(is_mark=stands.is_mark) if own else stands
    return _Inherited(stands, unseen, small)


def _own(node: HtmlNode, styles: Styles, page: HtmlPage) -> WordStanding | None:
    """What ``node`` itself makes of its words."""
    if styles.get("mso-element") == "comment":
        return WordStanding(WordKind.COMMENT, _comment_author(node))
    at_each_page = _at_each_page(node, page) if node.tag == "div" else None
    if at_each_page:
        return WordStanding(at_each_page)
    if node.tag in _NEVER_SHOWN or _hides(node, styles, page):
        return WordStanding(WordKind.HIDDEN)
    is_change = "cite" in node.attributes or "datetime" in node.attributes
    who = _changed_by(node)
    if "msodel" in node.get("class").lower().split() or (node.tag == "del" and is_change):
        return WordStanding(WordKind.DELETED, who)
    if "msoins" in node.get("class").lower().split() or (node.tag == "ins" and is_change):
        return WordStanding(WordKind.INSERTED, who)
    return None


def _at_each_page(box: HtmlNode, page: HtmlPage) -> WordKind | None:
    """Which part of each printed page ``box`` is, as LibreOffice names it and Google Docs places it.

    In pages of Google Docs boxes are nothing but the head of the pages, their foot, and notes and comments.
    """
    around = box.parent
    if page.of_office and box.get("title") in _AT_EACH_PAGE:
        return _AT_EACH_PAGE[box.get("title")]
    if around is None or around.tag != "body" or _GOOGLE_DOCS not in around.classes or _is_note(box):
        return None
    beside = [one for one in around.children if not isinstance(one, str)]
    if box is beside[0]:
        return WordKind.PAGE_HEADER
    below = beside[beside.index(box) + 1 :]
    return WordKind.PAGE_FOOTER if all(one.tag == "hr" or _is_note(one) for one in below) else None


def _is_note(box: HtmlNode) -> bool:
    """Whether ``box`` is a note or a comment of Google Docs."""
    return box.tag == "div" and any(one.get("id").startswith(("ftnt", "cmnt")) for one in box.elements())


def _changed_by(node: HtmlNode) -> str:
    """Who made a change: Word says it in the element within."""
    within = next((one for one in node.children if not isinstance(one, str)), node)
    return (node.get("cite") or within.get("cite")).removeprefix("mailto:")


def _hides(node: HtmlNode, styles: Styles, page: HtmlPage) -> bool:
    if "hidden" in node.attributes or node.classes & _FOR_EARS or styles.get("display") == "none":
        return True
    # Others than Word write it so that Outlook alone does not show what everybody else sees.
    if page.of_word and styles.get("mso-hide") == "all":
        return True
    if is_zero(styles.get("opacity", "")):
        return True
    is_cut = styles.get("overflow", "") in {"hidden", "clip"}
    return is_cut and any(is_zero(styles.get(name, "")) for name in ("max-height", "height", "max-width", "width"))


def _comment_author(node: HtmlNode) -> str:
    return next(filter(None, map(_author, node.elements())), "")


def _author(node: HtmlNode) -> str:
    found = _AUTHOR.search(node.get("style")) if node.get("style") else None
    return found[1].strip() if found else ""


def _is_anchor_of_comment(node: HtmlNode) -> bool:
    return bool(node.classes & {"msocomanchor", "msocomoff"})


def _is_sign_of_comment(node: HtmlNode, styles: Styles) -> bool:
    """Whether ``node`` is what Word puts behind the words of a comment: an anchor for browsers, and a space.

    The space stands for Word's own sign. Filtered pages have it without its style, beside the anchor. Words within
    are words all the same.
    """
    if "MsoCommentReference" not in node.classes and styles.get("mso-special-character") != "comment":
        return False
    steps = list(islice(turns(node), _MOST_TURNS + 1))
    return len(steps) <= _MOST_TURNS and not any(
        (turn is Turn.BEGINS and one.tag == "img") or (text.strip() and not _stands_in_anchor(one))
        for turn, one, text in steps
    )


def _stands_in_anchor(node: HtmlNode) -> bool:
    return any(_is_anchor_of_comment(one) for one in (node, *islice(node.ancestors(), _MOST_AROUND)))
