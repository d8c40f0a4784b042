"""A page of a stranger's can be changed and written again, in little time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.bounded_tree import html_of, tree_of


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("", None),
        ("Un", "Un"),
        ("<p>a<br>b<i>c</i>d</p>e", "<p>a<br>b<i>c</i>d</p>e"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<p>Word<o:p> a</o:p></p>", "<p>Word<span> a</span></p>"),
        ("<!-- non -->a<!--[if mso]>b<![endif]-->c", "ac"),
        ("<p>a&#1;b&lt;c", "<p>a b&lt;c</p>"),
        ('<p 9="x" a:b="y" class="z">a', '<p class="z">a</p>'),
        ("<table><tr><td>a<table><tr><td>b</table>c</table>", None),
    ],
)
def test_a_page_is_written_as_it_was_read(html: str, body: str | None) -> None:
    written = html_of(tree_of(html))
    assert html_of(tree_of(written)) == written
    if body is not None:
        assert written == f"<html><body>{body}</body></html>"


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">mot</p>",
        "<div>" * 100_000 + "mot",
        "<b><i>" * 50_000 + "mot",
        "mot" + "&amp;" * 300_000,
        "<p>" * 100_000 + "mot",
        "mot" + "</p>" * 100_000,
    ],
    ids=["attributes", "depth", "formats", "references", "paragraphs", "ends"],
)
def test_no_page_takes_long_or_loses_its_words(html: str) -> None:
    began = time.process_time()
    root = tree_of(html)
    assert "mot" in "".join(root.itertext())
    html_of(root)
    assert time.process_time() - began < 3


@given(st.text(st.sampled_from("<>/&;#pabdivtable=\"' \x00\x0b1é"), max_size=80))
def test_any_text_is_a_page(html: str) -> None:
    html_of(tree_of(html))
