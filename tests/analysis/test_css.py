from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.analysis.css import Declaration, StyleRule, declarations, parse


def test_rules_stand_in_their_order_with_what_is_around_them() -> None:
    sheet = parse("a, b { color: #ffffff; margin: 0 } @media print { p { margin: 0 !important; } }")
    assert sheet.rules == (
        StyleRule("a, b", (Declaration("color", "#ffffff"), Declaration("margin", "0"))),
        StyleRule("p", (Declaration("margin", "0", important=True),), ("@media print",)),
    )
    assert sheet.at_rules == ("@media print",)
    assert sheet.slips == ()


@pytest.mark.parametrize(
    "css",
    [
        "",
        "a { }",
        "a { color: #ffffff;; }",
        "/* { */ a { margin: 0 }",
        "a::before { content: '}' } b { content: \"it's\" }",
        "a { background: url(https://example.org/a;b.png) }",
        "a { width: calc((1px + 2px) * 3) }",
        "@import url(a.css); a { margin: 0 }",
        "@font-face { font-family: a; src: url(a) }",
        "@media (min-width:480px) { a { margin: 0 } @media print { b { margin: 0 } } }",
        "@keyframes a { from { top: 0 } 50% { top: 1px } }",
        "a:not([href$='.pdf']):hover { margin: 0 }",
        "p { -ms-interpolation-mode: bicubic; mso-table-lspace: 0pt }",
        "a { --ink: #ffffff; color: var(--ink, #000000) }",
    ],
)
def test_what_is_css_has_no_slip(css: str) -> None:
    assert parse(css).slips == ()


@pytest.mark.parametrize(
    ("css", "slip"),
    [
        ("a { margin: 0", "unmatched {"),
        ("a { margin: 0 } }", "unmatched }"),
        ("a { margin }", "“margin” is not a CSS declaration"),
        ("a { content: 'b }", "unmatched '"),
        ("a { width: calc(1px }", "unmatched ("),
        ("/* a { margin: 0 }", "a comment is not closed"),
        ("{ margin: 0 }", "a selector is missing before {"),
        ("a { margin: 0 } b", "“b” is not a CSS declaration"),
    ],
)
def test_what_is_not_css_is_named(css: str, slip: str) -> None:
    assert slip in [one.said for one in parse(css).slips]


def test_rules_within_rules_are_told_from_rules_within_at_rules() -> None:
    assert parse("a { b { margin: 0 } }").nested
    assert not parse("@media print { a { margin: 0 } }").nested


def test_a_style_attribute_is_declarations() -> None:
    assert declarations("color:#ffffff; margin: 0") == (Declaration("color", "#ffffff"), Declaration("margin", "0"))
    assert declarations("") == ()


@given(st.text(alphabet="ab:;{}()'\"/*@ \n!", max_size=60))
def test_nothing_stops_the_reading(css: str) -> None:
    parse(css)
    declarations(css)
