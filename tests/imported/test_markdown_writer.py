"""The clean tree becomes Markdown that cenum reads as the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from lxml import html

from cenum.imported.markdown_writer import to_markdown
from tests.imported.trees import bodies, in_markdown, in_tree
from tests.tried import up_to

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NBSP = "\u00a0"


@settings(max_examples=up_to(1000) // 6)
@given(bodies())
def test_cenum_reads_the_words_the_links_and_the_blocks_of_any_tree(body: HtmlElement) -> None:
    text, told = to_markdown(body)
    before, after = in_tree(body), in_markdown(text)
    assert after.words == before.words, text
    assert before.links <= after.links, text
    if not any(one.kind == "emphasis-lost" for one in told):
        assert after.letters == before.letters, text


def _written(inside: str) -> tuple[str, list[str]]:
    text, told = to_markdown(html.fragment_fromstring(inside, create_parent="body"))
    return text, [one.kind for one in told]


_CASES = {
    # What people write stays as they would write it in Markdown.
    "<p>L'IA (2026) : 12 % de « oui », R&amp;D, 3 - 2 = 1, a_b et 5 &lt; 6 !</p>": (
        "L'IA (2026) : 12 % de « oui », R&D, 3 - 2 = 1, a_b et 5 < 6 !\n"
    ),
    "<p>Voir [lien à ajouter] page 3.</p>": "Voir [lien à ajouter] page 3.\n",
    "<p>Un <strong>mot</strong>, un <em>autre</em>, <del>un</del>.</p>": "Un **mot**, un *autre*, ~~un~~.\n",
    "<p>Une ligne<br>une autre<br></p>": "Une ligne\\\nune autre\n",
    "<p>Un bloc<br><br>un autre</p>": "Un bloc\n\nun autre\n",
    # Who made a picture.
    "<p><img src='a.png' alt='Un thé' title='Photo : Léa'></p>": '![Un thé](a.png "Photo : Léa")\n',
    "<p><img src='a.png' alt='' title='« A » \"b\" \\ &amp;amp; *c* _d_'></p>": (
        '![](a.png "« A » \\"b\\" \\\\ \\&amp; *c* \\_d\\_")\n'
    ),
    # Signs that cenum would read as marks.
    "<p>*x* _y_ `z` \\ &lt;b&gt;</p>": "\\*x\\* \\_y\\_ \\`z\\` \\\\ \\<b>\n",
    "<p>- un</p><p>1. deux</p><p># trois</p><p>> quatre</p>": "\\- un\n\n1\\. deux\n\n\\# trois\n\n\\> quatre\n",
    "<p>::: note</p>": "\\::: note\n",
    "<p>[mot]{lang=en}</p>": "[mot]\\{lang=en\\}\n",
    "<p>[mot](https://x.org)</p>": "\\[mot\\](https://x.org)\n",
    f"<p>-{_NBSP}un</p>": f"\\-{_NBSP}un\n",
    "<p>---</p>": "\\---\n",
    "<p>| a |<br>| --- |</p>": "\\| a |\\\n\\| --- |\n",
    "<p>Un mot[^1].</p>": "Un mot\\[^1\\].\n",
    # Marks that Markdown can't have there.
    "<p>Un<strong> mot </strong>ici</p>": "Un **mot** ici\n",
    "<p>Un <strong>mot<strong>gras</strong></strong></p>": "Un **motgras**\n",
    "<p><strong>Titre :</strong>suite</p>": "**Titre** :suite\n",
    "<p><strong>« Oui »</strong>, dit-elle<strong>.</strong></p>": "**« Oui »**, dit-elle.\n",
    "<p>a<strong>b</strong>c</p>": "a**b**c\n",
    "<p><strong>a</strong><em>b</em></p>": "**a***b*\n",
    "<p><strong>Un <a href='https://x.org'>lien</a> gras</strong></p>": "**Un [lien](https://x.org) gras**\n",
    "<p><strong>Un <a href='https://x.org'>li</a></strong><a href='https://x.org'>en</a></p>": (
        "**Un** [**li**en](https://x.org)\n"
    ),
    "<p><a href='https://x.org'> </a>mot</p>": "mot\n",
    "<p><a href='https://x.org'>a<br>b</a></p>": "[a\\\nb](https://x.org)\n",
    "<p>`<code>a`b</code></p>": "\\``` a`b ``\n",
    # Links.
    "<p><a href='https://x.org'>https://x.org</a> <a href='mailto:a@b.fr'>a@b.fr</a></p>": "https://x.org a@b.fr\n",
    "<p><a href='https://x.org/a_(b)'>x</a> <a href='https://x.org/a)'>y</a></p>": (
        "[x](https://x.org/a_(b)) [y](https://x.org/a\\))\n"
    ),
    "<p><a href='https://x.org/a b'>x</a></p>": "[x](https://x.org/a%20b)\n",
    "<p><a href='https://x.org' lang='en'>The G</a> <span lang='en'>a <em>b</em></span></p>": (
        "[The G](https://x.org){lang=en} [a *b*]{lang=en}\n"
    ),
    "<p><img src='media/a.png' alt='Une [carte]'></p>": "![Une \\[carte\\]](media/a.png)\n",
    # Raised and lowered.
    "<p>H<sub>2</sub>O, m<sup>2</sup>, 1<sup>er</sup>, XX<sup>e</sup></p>": "H₂O, m², 1er, XXe\n",
    # Blocks.
    "<h2>Un titre</h2><h3>Un #</h3>": "## Un titre\n\n### Un \\#\n",
    "<h1 data-id='edito' data-by='Jean \"X\" D.'>L'édito</h1>": "# L'édito {#edito by=\"Jean 'X' D.\"}\n",
    "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>": "- a\n  - b\n- c\n",
    "<ul><li>a</li></ul><ul><li>b</li></ul>": "- a\n\n* b\n",
    "<ol start='9'><li>a</li><li>b</li></ol>": "9. a\n10. b\n",
    "<ul><li>a<ol start='3'><li>b</li></ol></li></ul>": "- a\n\n  3. b\n",
    "<ul><li><p>a</p><p>b</p></li></ul>": "- a\n\n  b\n",
    "<ul><li></li></ul><p> </p><hr>": "",
    "<p>a</p><hr><hr><p>b</p><hr>": "a\n\n---\n\nb\n",
    "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>": "> a\n>\n> - b\n",
    "<pre>a\n  ::: b\n```</pre>": "````\na\n  ::: b\n```\n````\n",
    "<table><tr><th>a|b</th><th>c</th></tr><tr><td><code>d|e</code></td></tr></table>": (
        "| a\\|b | c |\n| --- | --- |\n| `d\\|e` |  |\n"
    ),
    "<div data-block='testimony' data-argument='Jeanne'><p>Oui.</p></div>": "::: testimony Jeanne\nOui.\n:::\n",
    "<div data-block='interview' data-argument='A'><div data-block='note'><p>b</p></div></div>": (
        ":::: interview A\n::: note\nb\n:::\n::::\n"
    ),
    "<div data-block='button' data-argument='https://x.org'><p><a href='#a'><strong>Oui</strong></a></p></div>": (
        "::: button https://x.org\nOui\n:::\n"
    ),
    "<div data-block='testimony' data-argument='Jeanne'></div>": "Jeanne\n",
    "<ul><li><div data-block='interview' data-argument='A'><p>b</p></div></li></ul>": "- A\n\n  b\n",
    # Notes, at the end of the section that calls them, by their numbers.
    "<h1 data-id='a'>A</h1><p>x<a data-note='n'></a></p><h1 data-id='b'>B</h1><p>y</p>"
    "<div data-note='n'><p>z</p></div>": ("# A {#a}\n\nx[^1]\n\n[^1]: z\n\n# B {#b}\n\ny\n"),
    "<p><a href='https://x.org'>x<a data-note='n'></a></a></p><div data-note='n'><p>z</p><ul><li>w</li></ul></div>": (
        "[x](https://x.org)[^1]\n\n[^1]: z\n\n    w\n"
    ),
    "<p>x<a data-note='none'></a></p>": "x\n",
}


@pytest.mark.parametrize(("inside", "wanted"), _CASES.items())
def test_what_is_written_is_what_an_editor_would_write(inside: str, wanted: str) -> None:
    assert _written(inside)[0] == wanted


_TOLD = {
    "<p>x<sup>n</sup> et CO<sub>eq</sub></p>": ["line-position-lost", "line-position-lost"],
    "<p>{{ prénom }}</p>": ["signs-kept"],
    "<p>[[Une page]]</p>": ["signs-kept"],
    "<table><tr><td>a</td><td>b</td></tr></table>": ["table-undone"],
    "<table><tr><td>a</td></tr></table>": [],
    f"{'<ul><li>' * 9}a{'</li></ul>' * 9}": ["nesting-undone"],
    "<p>x</p><div data-note='n'><p>z</p></div>": ["note-uncalled"],
    "<p>(<strong>a</strong>)<strong>«</strong></p>": [],
}


@pytest.mark.parametrize(("inside", "kinds"), _TOLD.items())
def test_what_readers_may_miss_is_told_and_asks_for_a_look(inside: str, kinds: list[str]) -> None:
    assert _written(inside)[1] == kinds


def test_signs_that_would_keep_the_parser_busy_are_written_in_a_moment() -> None:
    for sign in ("[", ":a:", "*", "[x]{"):
        text, _told = _written(f"<p>{sign * 3_000}</p>")
        assert in_markdown(text) == in_tree(html.fragment_fromstring(f"<p>{sign * 3_000}</p>", create_parent="body"))
