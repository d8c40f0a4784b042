"""What a page says is counted in its own text, each word with its kind."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from cenum.imported.html_kinds import judged
from cenum.imported.html_page import page_of_html
from cenum.imported.html_remarks import remarks_of_page
from cenum.imported.html_words import passages_of_html
from cenum.imported.source_letter import Remark, WordKind
from cenum.imported.words import words_of
from tests.imported.html_trees import PAGES
from tests.tried import up_to

PASSAGES = [
    ("<p>a b</p>c", "text:a b text:c"),
    ("L<b>e</b>s", "text:Les"),
    ("a<br>b<td>c", "text:a text:b text:c"),
    ("<img src=x alt='a b'>c", "description:a b text:c"),
    ("a<span style='display:none'>b</span>c", "hidden:b text:ac"),
    ("<p hidden>a</p><p aria-hidden=true>b</p>", "hidden:a text:b"),
    ("<div style='visibility:hidden'>a<p style='visibility:visible'>b</p></div>", "hidden:a text:b"),
    ("<td style='font-size:0px'>a<p style='font-size:14px'>b</p></td>", "hidden:a text:b"),
    ("<div style='font-size:0'><p style='font-size:2em'>a</p></div>b", "hidden:a text:b"),
    ("<div style='max-height:0;overflow:hidden'>a</div><div style='max-height:0'>b</div>", "hidden:a text:b"),
    ("<div style='opacity:0'>a</div><div style='font-size:1px'>b</div>c", "hidden:a hidden:b text:c"),
    ("<style>.p{display:none!important}</style><p class=p style='display:block'>a</p>b", "hidden:a text:b"),
    ("<style>@media print{p{display:none}}</style><p>a</p>", "text:a"),
    ("<html xmlns:w=x><p style='mso-hide:all'>a</p>b", "hidden:a text:b"),
    ("<html xmlns:o=x><p style='mso-hide:all'>a</p>b", "text:a text:b"),
    ("<template>a</template><noscript>b</noscript><script>c</script><style>d</style>e", "hidden:a b text:e"),
    ("<title>a</title><svg><title>b</title><text>c</text></svg>d", "hidden:c text:d"),
    (
        "<!--a--><!--[if mso]>b<![endif]--><!--[if !mso]><!-->c<!--<![endif]--><![if !x]>d<![endif]>",
        "text:cd unseen:a",
    ),
    ("a<del>b</del><s>c</s>", "text:abc"),
    ("a<del cite='mailto:Jean'>b</del>c", "deleted:b:Jean text:ac"),
    ("<span class=msoDel><del cite='mailto:Jean'>b</del></span>c", "deleted:b:Jean text:c"),
    ("a <ins cite='mailto:Jean'>b</ins> <ins>c</ins>", "text:a inserted:b:Jean text:c"),
    ("L<ins datetime=2026>e</ins>s", "text:Les"),
    (
        "a<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> b",
        "text:a note:b",
    ),
    ("a<a href='#n'>[1]</a>", "text:a[1]"),
    ("<body class='c1 doc-content'><div>a</div><p>b</p><div>c</div>", "page header:a text:b page footer:c"),
    ("<body class=doc-content><p>b</p><div>c</div><hr><div><p id=ftnt1>d</div>", "text:b page footer:c text:d"),
    ("<body class=doc-content><p>a</p><div>b</div><p>c</p>", "text:a text:b text:c"),
    ("<body><div>a</div><p>b</p><div>c</div>", "text:a text:b text:c"),
    ("<p>a\u034f \ufeff</p><p hidden>b\u034f \u034f \ufeff</p>", "text:a\u034f hidden:b"),
]


@pytest.mark.parametrize(("html", "expected"), PASSAGES)
def test_each_word_of_a_page_has_its_kind(html: str, expected: str) -> None:
    found = [":".join(filter(None, (one.kind.value, one.words, one.who))) for one in passages_of_html(html)]
    assert " ".join(found).replace(" \ufeff", "") == expected


class _Text(HTMLParser):
    """All text but that of scripts and sheets, as Python's own parser finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(" ")
        self._unread += tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self.said.append(" ")
        self._unread -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said.append(data)


@pytest.mark.parametrize("hidden", ["", "display:none", "visibility:hidden", "opacity:0", "font-size:0"])
@pytest.mark.parametrize("tags", ["p b", "table tr td", "ul li", "div div p span", "blockquote p i", "center font"])
def test_another_parser_finds_the_same_words(tags: str, hidden: str) -> None:
    names = tags.split()
    html = f"un<{' ><'.join(names)} style='{hidden}'> deux</{'></'.join(reversed(names))}> &amp; trois&nbsp;quatre"
    other = _Text()
    other.feed(html)
    other.close()
    mine = [word for one in passages_of_html(html) for word in words_of(one.words)]
    assert sorted(mine) == sorted(words_of("".join(other.said)))


@given(PAGES)
@settings(derandomize=True, deadline=None, max_examples=up_to(2_000))
def test_each_word_of_a_comment_is_in_a_remark(html: str) -> None:
    page = judged(page_of_html(html))
    said = [word for one in remarks_of_page(page) for word in words_of(one.says)]
    comments = [one.words for one in passages_of_html(html) if one.kind is WordKind.COMMENT]
    assert sorted(said) == sorted(word for words in comments for word in words_of(words))


def test_comments_stand_beside_the_words_before_their_marks() -> None:
    html = (
        "<p>Un mot<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> suit"
        "<span style='background-color:#ffff00'>[à voir]</span></p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Lequel ?</span></p><p>Celui-ci.</p></div>"
    )
    assert remarks_of_page(judged(page_of_html(html))) == (
        Remark("Un mot", "", "Lequel ? Celui-ci."),
        Remark("[à voir]", "", ""),
    )


def test_a_comment_of_word_says_who_wrote_it() -> None:
    html = (
        "<p>Un mot<a class=msocomanchor href='#_msocom_1' name='_msoanchor_1'>[CL1]</a> suit</p>"
        "<div style='mso-element:comment'><span style='mso-comment-author:\"Cécile L\"'></span>"
        "<p>Vrai ?<a class=msocomoff href='#_msoanchor_1'>[CL1]</a></p></div>"
    )
    assert remarks_of_page(judged(page_of_html(html))) == (Remark("Un mot", "Cécile L", "Vrai ?"),)
