"""Any HTML comes out in the closed set, and each of its words is there once, or told once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from lxml import etree

from cenum.imported.clean import cleaned
from cenum.imported.html_words import passages_of_html
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, edition, own, samples
from tests.imported.closed_set import balance, faults
from tests.imported.html_trees import PAGES
from tests.tried import up_to

if TYPE_CHECKING:
    from cenum.imported.clean import Cleaned
    from tests.edition.samples import Letter

FOLDER = Path(__file__).parent / "pages"
FILES = sorted(file.stem for file in FOLDER.glob("*.html"))
LETTERS = [*samples(), *map(own, (EVERY_BLOCK, HOSTILE, BARE, TABLES))]
_ENDS = ("p", "li", "ul", "ol", "h1", "h2", "tr", "table", "div", "blockquote", "body")


def written(clean: Cleaned) -> str:
    """The body, and a comment for each line that is told."""
    body = etree.tostring(clean.body, encoding="unicode")
    for tag in _ENDS:
        body = body.replace(f"</{tag}>", f"</{tag}>\n")
    told = "".join(f"<!-- {one.kind}: {one.left or one.message} -->\n" for one in clean.told)
    return body.replace("<hr/>", "<hr/>\n").strip() + "\n" + told


def body_of(html: str) -> str:
    return etree.tostring(cleaned(html).body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")


def kinds(html: str) -> list[str]:
    return [one.kind for one in cleaned(html).told]


@pytest.mark.parametrize("name", FILES)
def test_what_programs_write_becomes_what_a_letter_can_hold(name: str) -> None:
    """Each ``.clean`` was read by a person beside its page."""
    html = (FOLDER / f"{name}.html").read_text("utf-8")
    clean = cleaned(html)
    assert written(clean) == (FOLDER / f"{name}.clean").read_text("utf-8")
    assert faults(clean.body) == []
    assert balance(passages_of_html(html), clean.told, clean.body) == {}


@pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one.name)
def test_a_letter_of_cenums_own_loses_nothing_but_its_preheader(letter: Letter) -> None:
    html = edition(letter).html
    clean = cleaned(html)
    assert faults(clean.body) == []
    assert {one.kind for one in clean.told} <= {"link-within"}
    passages = passages_of_html(html)
    assert balance(passages, clean.told, clean.body) == {}
    assert len([one for one in passages if not one.kind.taken]) <= 1


@given(PAGES)
# Words that a parser puts before a table, which stands in a list without being one of its items.
@example("<ul><li>x</li><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td>e</tr></table></ul>")
@settings(derandomize=True, deadline=None, max_examples=up_to(5_000))
def test_every_word_is_in_the_clean_tree_or_told_exactly_once(html: str) -> None:
    clean = cleaned(html)
    assert faults(clean.body) == []
    assert balance(passages_of_html(html), clean.told, clean.body) == {}


TABLE = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
BODIES = [
    ("a", "<p>a</p>"),
    ("L<b>e</b>s", "<p>L<strong>e</strong>s</p>"),
    ("<b>a </b>b", "<p><strong>a</strong> b</p>"),
    ("<b>a</b> <b>b</b>", "<p><strong>a b</strong></p>"),
    ("<i>a</i> <a href='https://a.fr/'><i>b</i></a>", '<p><em>a</em> <a href="https://a.fr/"><em>b</em></a></p>'),
    ("<b style='font-weight:normal'>a</b>", "<p>a</p>"),
    ("<b><div>a</div><div>b</div></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
    ("<span style='font-weight:700;text-decoration:line-through'>a</span>", "<p><strong><del>a</del></strong></p>"),
    ("H<span style='vertical-align:sub'>2</span>O", "<p>H<sub>2</sub>O</p>"),
    ("<style>.c3{font-weight:700}</style><p><span class=c3>a</span>b", "<p><strong>a</strong>b</p>"),
    ("<style>@media print{.c3{font-weight:700}}</style><p><span class=c3>a</span>", "<p>a</p>"),
    ("<h1><b>a</b></h1>", "<h1>a</h1>"),
    ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
    ("<h2><img src=x alt=y></h2>", '<p><img src="x" alt="y"/></p>'),
    ("a<br>b", "<p>a<br/>b</p>"),
    ("a<br><br>b", "<p>a</p><p>b</p>"),
    ("<p>&nbsp;</p><p>a&nbsp;:\u200b b\u00adc</p>", "<p>a : bc</p>"),
    ("4\u202f000\x92", "<p>4 000’</p>"),
    ("- a<br>- b<br>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
    ("<p>Voici :<br>• a<br>• b</p>", "<p>Voici :</p><ul><li>a</li><li>b</li></ul>"),
    ("<p>2. a</p><p>3. b</p>", '<ol start="2"><li>a</li><li>b</li></ol>'),
    ("<p>1. a</p><p>3. b</p>", "<p>1. a</p><p>3. b</p>"),
    ("<p>- a</p>", "<p>- a</p>"),
    ("<p>• a</p><p>b</p>", "<ul><li>a</li></ul><p>b</p>"),
    ("<p>- a</p><p>- b</p><p>• c</p>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ("<p>➤ a</p><p>– b</p>", "<p>➤ a</p><p>– b</p>"),
    (
        "<ul><li>a</li><li><ul><li>b</li></ul></li><li>c</ul>",
        "<ul><li><p>a</p><ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    ("<ul><li><ul><li>a</li></ul></li><li>b</ul>", "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"),
    ("<p>a</p><div id=x_Signature>b</div>", "<p>a</p>"),
    ("<p>— Oui.</p><p>— Non.</p>", "<p>— Oui.</p><p>— Non.</p>"),
    ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>"),
    ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
    ("<ol start=4><li>a", '<ol start="4"><li>a</li></ol>'),
    ("<blockquote>a<blockquote>b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
    ("<blockquote><i>a</i></blockquote>", "<blockquote><p>a</p></blockquote>"),
    ("<blockquote><i>a</i> b</blockquote>", "<blockquote><p><em>a</em> b</p></blockquote>"),
    ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
    ("<hr>a<hr><hr>", "<p>a</p>"),
    ("<table><tr><td>a<td><p>b</table>", "<p>a</p><p>b</p>"),
    ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "<table>ab|cd</table>"),
    ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "<p>a</p><p>b</p><p>c</p><p>d</p>"),
    ("<table border=0><tr><td>a<td>b<tr><td>c<td>d</table>", "<p>a</p><p>b</p><p>c</p><p>d</p>"),
    ("<table><tr><td><ul><li>a</ul><td>b<tr><td>c<td>d</table>", "<ul><li>a</li></ul><p>b</p><p>c</p><p>d</p>"),
    ("<table><caption>t</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "<p>t</p><table>ab|cd</table>"),
    ("<p>a<span lang=en>b</span>c</p><p>ddddd</p>", '<p>a<span lang="en">b</span>c</p><p>ddddd</p>'),
    ("<html lang=en><p lang=fr>bonjour <span lang=en>you</span>", '<p>bonjour <span lang="en">you</span></p>'),
    ("<p>abcdefg<span lang='x y'>b</span></p>", "<p>abcdefgb</p>"),
    ("<q>a</q> b", '<p>"a" b</p>'),
    ("<img src='a.gif' width=1 height=1><img src='data:image/gif;base64,R0lGODlhAQABAIAAAAA='>a", "<p>a</p>"),
    ("<img src='e.png' alt='☕'> a", "<p>☕ a</p>"),
    ("<img src='e.png' alt='IMG 12.JPG'>", '<p><img src="e.png" alt=""/></p>'),
    ("<img src=e alt='Un four AI-generated content may be incorrect.'>", '<p><img src="e" alt="Un four"/></p>'),
    (
        "<a href='https://a.fr/'><div>a</div><div>b</div></a>",
        '<p><a href="https://a.fr/">a</a></p><p><a href="https://a.fr/">b</a></p>',
    ),
    ("<del>a</del> <ins>b</ins>", "<p><del>a</del> b</p>"),
    ("<del cite='mailto:A'>a</del><ins cite='mailto:A'>b</ins>c", "<p>bc</p>"),
    ("<!--[if mso]>a<![endif]--><!--[if !mso]><!-->b<!--<![endif]-->", "<p>b</p>"),
    ("a<span hidden><p>b</p></span>c", "<p>ac</p>"),
    (
        "<a data-note=x></a><div data-note=x>b</div>c",
        '<p><a data-note="x"/></p><p>c</p><div data-note="x"><p>b</p></div>',
    ),
    ("<div data-note=x>b</div><div class=moz-signature><a data-note=x></a></div>", "<p>b</p>"),
    ("<h1 data-title=1>a</h1>", '<h1 data-title="1">a</h1>'),
    # What a style sheet calls a title is one of a part, where the letter has one above it.
    ("<p class=title>a</p><h1>b</h1>", '<h1 data-title="1">a</h1><h1>b</h1>'),
    ("<h1>a</h1><p class=title><b>b</b></p><p>c</p>", '<h1>a</h1><p data-title="1"><strong>b</strong></p><p>c</p>'),
    ("<h2>a</h2><p class=title>b</p><h1>c</h1>", '<h2>a</h2><h1 data-title="1">b</h1><h1>c</h1>'),
    ("<h1>a</h1><p class=MsoTitle>b</p>", '<h1>a</h1><h1 data-title="1">b</h1>'),
    ("<p data-title=1>a</p><p>b</p>", '<p data-title="1">a</p><p>b</p>'),
    ("<p data-title=1>- a</p><p>- b</p>", '<p data-title="1">- a</p><p>- b</p>'),
    (
        "<td style='font-size:0px'><a href='https://a.fr/'><img src=x alt=y></a>",
        '<p><a href="https://a.fr/"><img src="x" alt="y"/></a></p>',
    ),
]


@pytest.mark.parametrize(("html", "body"), BODIES)
def test_html_becomes_blocks_of_words(html: str, body: str) -> None:
    assert body_of(html) == body.replace("<table>ab|cd</table>", TABLE)
    clean = cleaned(html)
    assert faults(clean.body) == []
    assert balance(passages_of_html(html), clean.told, clean.body) == {}


def test_lists_and_quotations_are_no_deeper_than_an_issue_may_have_them() -> None:
    assert body_of("<ul><li>a" * 30).count("<ul>") == 6
    assert body_of("<blockquote>a" * 30).count("<blockquote>") == 6


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<iframe src='https://video.example/1'></iframe>a", "embed-left-out"),
        ("<img src=x.gif width=1 alt=trois>", "spacers-left-out"),
        ("<a href='javascript:alert(1)'>a</a>", "link-lost"),
        ("<a href='#b'>a</a>", "link-within"),
        ("<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>1.</span> a", "list-marks"),
        ("<div class=moz-signature>a</div>b", "signature-left-out"),
    ],
)
def test_what_stays_behind_is_told(html: str, kind: str) -> None:
    assert kinds(html) == [kind]
