"""What a page's tags say is bounded, however often they say it."""

from __future__ import annotations

from cenum.clip.page_tags import page_tags


def test_a_tag_says_no_more_than_so_many_things() -> None:
    tags = page_tags(b'<meta name="author" content="Anne">' * 3_000)
    assert list(tags.said(("author",))) == ["Anne"] * 40
