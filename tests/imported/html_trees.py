"""Random HTML, as programs write it and as they break it."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
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
        "é\u0301",
        "☕",
    ]
    + ["4\u202f000", "\u200b", "▪ h", "[1]", "`", "*k*", "\u2028", "o", "\x92", "ﬁn"]
)
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
    *("display:block", "display:inline", "display:inline-block", "max-height:0;overflow:hidden", "mso-list:Ignore"),
    *("mso-list:l0 level1 lfo1", "mso-list:l0 level2 lfo1", "mso-element:comment", "mso-hide:all", "float:left"),
    *("mso-element:comment-list", "background:yellow", "width:1px"),
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
        "table",
        "tr",
        "tr",
        "td",
        "td",
        "td",
    ),
    *(
        "th",
        "caption",
        "thead",
        "tbody",
        "pre",
        "a",
        "a",
        "font",
        "center",
        "o:p",
        "template",
        "script",
        "style",
        "title",
    ),
    *(
        "svg",
        "iframe",
        "noscript",
        "button",
        "textarea",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "q",
        "section",
        "main",
    ),
    *(
        "head",
        "body",
        "html",
        "object",
        "select",
        "option",
        "label",
        "wbr",
        "unknown",
        "address",
        "details",
        "summary",
    ),
]
ATTRIBUTES = st.sampled_from(
    [
        *('href="https://example.org/x"', 'href="#n1" id="r1"', 'href="#r1" id="n1"', 'href="#n2" id="r2"'),
        *('href="#r2" id="n2"', 'href="#cmnt1" id="cmnt_ref1"', 'href="#cmnt_ref1" id="cmnt1"', "href=javascript:x"),
        *(
            "hidden",
            'lang="en"',
            'lang="fr"',
            'lang="xx-y"',
            'class="c1"',
            'class="c2"',
            'class="msoDel"',
            'cite="mailto:A"',
        ),
        *('data-note="n"', 'class="lst-kix_ab-0"', 'class="lst-kix_ab-1"', 'class="MsoListParagraph"', 'start="3"'),
        *('colspan="2"', 'rowspan="3"', 'role="presentation"', 'border="0"', 'class="gmail_signature"', 'start="-1"'),
        *(
            'class="msocomanchor"',
            'data-title="1"',
            'class="gmail_attr"',
            "width=1",
            'id="r1"',
            'href="../x"',
            "cite",
        ),
    ]
)
VOIDS = st.sampled_from(
    ["<br>", "<br>", "<hr>", '<img src="a.png" alt="une image">', '<img src="a.png">', "<img alt='b c' src='cid:x'>"]
    + [
        '<img width=1 height=1 src="https://example.org/o.gif" alt="suivi">',
        "<img alt='sans'>",
        "<!-- d -->",
        "<wbr>",
    ]
    + [
        "<!--[if mso]>e<![endif]-->",
        "<![if !x]>",
        "<![endif]>",
        '<img src="s.png" alt="☕">',
        "<input value=v>",
        "\n\n",
    ]
    + ["<a data-note=n></a>", '<a href="#n1" id="r1">[1]</a>', '<p><a href="#r1" id="n1">[1]</a> note</p>']
    + [
        '<div><a href="#cmnt_ref1" id="cmnt1">[a]</a> dit</div>',
        "</p>",
        "</div>",
        "</b>",
        "</td>",
        "</li>",
        "<",
        "<p",
    ]
)


@st.composite
def _element(draw: st.DrawFn, children: st.SearchStrategy[str]) -> str:
    tag = draw(st.sampled_from(TAGS))
    style = draw(st.sampled_from(STYLES))
    given = draw(st.lists(ATTRIBUTES, max_size=1))
    attributes = " ".join([f'style="{style}"' if style else "", *given])
    closed = draw(st.integers(0, 9)) < 9
    return f"<{tag} {attributes}>{''.join(draw(st.lists(children, max_size=4)))}" + (f"</{tag}>" if closed else "")


SHEET = "<style>.c1{font-weight:700}.c2{display:none}</style>"
BITS = st.one_of(WORDS.map(escape), VOIDS)
TREES = st.lists(st.recursive(BITS, _element, max_leaves=30), max_size=8).map("".join)
PAGES = st.tuples(st.sampled_from(["", SHEET, '<html lang="fr" xmlns:w="w">', "<!doctype html>"]), TREES).map("".join)
