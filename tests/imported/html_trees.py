"""Random HTML, as programs write it and as they break it."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

SAID = [
    *(
        "a",
        "Été",
        " b",
        "c ",
        " ",
        "l’IA",
        "12",
        "- d",
        "1. e",
        "2. f",
        "• g",
        "\u00a0",
        "x\u00adz",
        "<i>",
        "&",
        "e\u0301",
    ),
    *("☕", "4\u202f000", "\u200b", "▪ h", "[1]", "`", "*k*", "\u2028", "o", "\x92", "ﬁn", "- i"),
]
STYLES = [
    *(
        "",
        "font-weight:700",
        "font-weight:normal",
        "font-style:italic",
        "text-decoration:line-through",
        "display:none",
    ),
    *(
        "vertical-align:super",
        "visibility:hidden",
        "visibility:visible",
        "font-size:0",
        "font-size:12px",
        "opacity:0",
    ),
    *("display:block", "display:inline", "display:inline-block", "max-height:0;overflow:hidden", "width:1px"),
    *("mso-list:Ignore", "mso-list:l0 level1 lfo1", "mso-list:l0 level2 lfo1", "mso-element:comment"),
    *("mso-element:comment-list", "background:yellow", "mso-hide:all", "mso-special-character:comment"),
]
TAGS = [
    *("p", "p", "p", "div", "div", "span", "span", "b", "em", "i", "strong", "s", "del", "ins", "sup", "sub", "code"),
    *(
        "h1",
        "h2",
        "h4",
        "ul",
        "ul",
        "ol",
        "li",
        "li",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "thead",
    ),
    *(
        "tbody",
        "pre",
        "a",
        "font",
        "center",
        "o:p",
        "template",
        "script",
        "style",
        "title",
        "svg",
        "iframe",
        "noscript",
    ),
    *("button", "textarea", "dl", "dt", "dd", "figure", "figcaption", "q", "section", "main", "head", "body"),
    *("html", "object", "select", "option", "label", "wbr", "unknown", "address", "details", "summary"),
]
GIVEN = [
    *(
        "",
        "",
        "",
        "",
        "hidden",
        'lang="en"',
        'lang="fr"',
        'lang="xx-y"',
        'class="c1"',
        'class="c2"',
        'class="msoDel"',
    ),
    *('cite="mailto:A"', 'data-note="n"', 'class="lst-kix_ab-0"', 'class="lst-kix_ab-1"', 'class="MsoListParagraph"'),
    *('start="3"', 'start="-1"', 'role="presentation"', 'class="gmail_signature"', 'class="msocomanchor"', "cite"),
    *('class="MsoCommentReference"', 'data-title="1"', 'class="gmail_attr"', "width=1", 'id="r1"'),
]
BITS = [
    *(
        "<br>",
        "<br>",
        "<hr>",
        '<img src="a.png" alt="une image">',
        '<img src="a.png">',
        "<img alt='b c' src='cid:x'>",
    ),
    *('<img width=1 src="https://example.org/o.gif" alt="suivi">', "<img alt='sans'>", "<!-- d -->", "<wbr>", "\n\n"),
    *("<!--[if mso]>e<![endif]-->", "<![if !x]>", "<![endif]>", '<img src="s.png" alt="☕">', "<input value=v>"),
    *("<a data-note=n></a>", "<div data-note=n>k</div>", '<a href="#n1" id="r1">[1]</a>', "<a href=#n2 id=r2>2</a>"),
    *('<p><a href="#r1" id="n1">[1]</a> note</p>', '<div><a href="#cmnt_ref1" id="cmnt1">[a]</a> dit</div>'),
    *("<div id=n2>autre <a href=#r2>↩</a></div>", '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>'),
    *("</p>", "</div>", "</b>", "</td>", "</li>", "<", "<p"),
]
LINKS = [
    *("https://example.org/x", "https://www.google.com/url?q=https://example.org/y&amp;sa=D", "javascript:x", "../x"),
    *("mailto:a@example.org", "http://[", "#", "www.example.org", "data:text/html,x", "file:///C:/a"),
]


def _wrapped(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = st.lists(children, max_size=4).map("".join)
    link = st.tuples(st.sampled_from(LINKS), inside).map(lambda one: f'<a href="{one[0]}">{one[1]}</a>')
    cell = st.tuples(
        st.sampled_from(["td", "td", "th"]),
        st.sampled_from(["", "", "", " colspan=2", " rowspan=2", " hidden"]),
        inside,
    ).map(lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>")
    row = st.lists(cell, min_size=1, max_size=3).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
    table = st.tuples(st.sampled_from(["", "", " border=0", " role=none"]), st.lists(row, max_size=3)).map(
        lambda one: f"<table{one[0]}>{''.join(one[1])}</table>"
    )
    items = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inside, max_size=3)).map(
        lambda one: f"<{one[0]}>{''.join(f'<li>{item}</li>' for item in one[1])}</{one[0]}>"
    )
    any_element = st.tuples(
        st.sampled_from(TAGS), st.sampled_from(STYLES), st.sampled_from(GIVEN), inside, st.sampled_from("ccccccc-")
    ).map(lambda one: f'<{one[0]} style="{one[1]}" {one[2]}>{one[3]}' + f"</{one[0]}>" * (one[4] == "c"))
    return st.one_of(any_element, any_element, link, table, items)


_LEAVES = st.one_of(st.sampled_from(SAID).map(escape), st.sampled_from(BITS))
_TREES = st.lists(st.recursive(_LEAVES, _wrapped, max_leaves=25), max_size=6).map("".join)
_HEADS = [
    "",
    "<style>.c1{font-weight:700}.c2{display:none}</style>",
    '<html lang="fr" xmlns:w="w">',
    "<!doctype html>",
]
PAGES = st.tuples(st.sampled_from(_HEADS), _TREES).map("".join)
