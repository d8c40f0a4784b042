from __future__ import annotations

import pytest

from cenum.preview.outlook import as_word_reads, as_word_shows
from cenum.preview.source_lines import parse


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("a<!--[if mso]>b<![endif]-->c", "abc"),
        ("a<!--[if mso | IE]>b<![endif]-->c", "abc"),
        ("a<!--[if lte mso 11]>b<![endif]-->c", "ac"),
        ("a<!--[if gte mso 9]>b<![endif]-->c", "abc"),
        ("a<!--[if IE]>b<![endif]-->c", "ac"),
        ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "ac"),
        ("a<!--[if mso]><!-->b<!--<![endif]-->c", "abc"),
        ("a<!-- a comment -->c", "a<!-- a comment -->c"),
        ("a<!--[if mso]><noscript><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml></noscript><![endif]-->c", "ac"),
    ],
)
def test_conditional_comments_are_decided_as_word_decides_them(html: str, read: str) -> None:
    assert as_word_reads(html) == read


@pytest.mark.parametrize(
    ("element", "style"),
    [
        ('<td style="border-radius: 4px; padding: 4px; color: #111111">x</td>', "padding: 4px; color: #111111"),
        ('<p style="padding: 4px; margin: 0 0 16px 0">x</p>', "margin: 0 0 16px 0"),
        ('<div style="margin: 0px auto; max-width: 640px">x</div>', ""),
        ('<table style="margin: 0 auto; width: 100%"><tr><td>x</td></tr></table>', "width: 100%"),
        ('<div style="width: 10px; display: inline-block; background-image: url(x)">x</div>', ""),
    ],
)
def test_what_word_does_not_know_is_dropped(element: str, style: str) -> None:
    tree = parse(
        f"<html><body>{element if 'td' not in element[:4] else f'<table><tr>{element}</tr></table>'}</body></html>"
    )
    as_word_shows(tree)
    (styled,) = tree.xpath("//*[@style]")
    assert styled.get("style") == style


def test_of_style_sheets_only_plain_rules_are_left() -> None:
    sheet = (
        ".a { color: #111111; opacity: 0 } @media (max-width: 9px) { .b { color: red } } [data-x] .c { color: red }"
    )
    tree = parse(f"<html><head><style>{sheet}</style></head><body><p>x</p></body></html>")
    as_word_shows(tree)
    assert tree.find("head/style").text == ".a { color: #111111 }"


def test_what_is_hidden_from_word_is_hidden() -> None:
    tree = parse('<html><body><div style="mso-hide: all; color: #111111">x</div></body></html>')
    as_word_shows(tree)
    assert tree.xpath("//div[@hidden]")


@pytest.mark.parametrize(("condition", "kept"), [("mso", "ab"), ("!mso", "a")])
def test_what_nothing_closes_goes_on_to_the_end(condition: str, kept: str) -> None:
    assert as_word_reads(f"a<!--[if {condition}]>b") == kept
    assert as_word_reads(f"a<!--[if {condition}]><!-->b") == kept
    assert as_word_reads("a<xml>b") == "a"
