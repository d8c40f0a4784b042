"""The clean tree becomes Markdown that cenum reads as the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from cenum.imported.markdown_writer import to_markdown
from tests.imported.trees import bodies, in_markdown, in_tree
from tests.tried import up_to

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@settings(max_examples=up_to(1000) // 4)
@given(bodies())
def test_cenum_reads_the_words_the_links_and_the_blocks_of_any_tree(body: HtmlElement) -> None:
    text, told = to_markdown(body)
    before, after = in_tree(body), in_markdown(text)
    assert after.words == before.words, text
    assert before.links <= after.links, text
    if not any(one.kind == "emphasis-lost" for one in told):
        assert after.letters == before.letters, text
