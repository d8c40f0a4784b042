from __future__ import annotations

import pytest
from msgspec.structs import replace

from cenum.analysis.cascade import texts
from cenum.analysis.colours import colour, contrast, fully_inverted, inverted, partly_inverted
from cenum.analysis.html import page
from cenum.checks.contrast import contrast as check
from cenum.finding import Severity
from tests.checks.samples import GOOD, view
from tests.edition.samples import Desk, Letter, edition, every_letter

DARK = "@media (prefers-color-scheme: dark)"


def found(body: str, style: str = "") -> list[str]:
    html = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    return [one.rule for one in check(view(replace(GOOD, html=html)))]


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ('<p style="color:#999999">a</p>', '<p style="color:#595959">a</p>'),
        ('<div style="background:#1d2b53"><p>a</p></div>', '<div style="background:#1d2b53;color:#ffffff">a</div>'),
        ('<td bgcolor="#1d2b53"><p>a</p></td>', '<table><tr><td bgcolor="#f4eee1"><p>a</p></td></tr></table>'),
        ('<p style="color:#888888;font-size:20px">a</p>', '<p style="color:#888888;font-size:24px">a</p>'),
        (
            '<p style="color:#888888;font-size:19px">a</p>',
            '<p style="color:#888888;font-size:19px;font-weight:bold">a</p>',
        ),
        ('<h4 style="color:#888888">a</h4>', '<h1 style="color:#888888">a</h1>'),
        ('<p style="color:#888888;font-size:1.2em">a</p>', '<p style="color:#888888;font-size:150%">a</p>'),
        ('<p style="color:#888888;font-size:14pt">a</p>', '<p style="color:#888888;font:bold 14pt/20px serif">a</p>'),
        ('<div style="background:#1d2b53"><a href="a">a</a></div>', '<p><a href="a">a</a></p>'),
        ('<img src="a.png" alt="a" style="color:#999999">', '<img src="a.png" alt="" style="color:#999999">'),
    ],
)
def test_text_that_does_not_stand_out_is_an_error(bad: str, good: str) -> None:
    body = bad if "<td" not in bad else f"<table><tr>{bad}</tr></table>"
    assert "contrast-light" in found(body)
    assert "contrast-light" not in found(good)


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color:#999999;display:none">a</p>',
        '<p style="color:#999999"> ✦ </p>',
        '<p style="color:#999999;font-size:0">a</p>',
        '<div style="background:url(a.png)"><p style="color:#999999">a</p></div>',
        '<p style="color:rebeccapurple">a</p>',
    ],
)
def test_what_is_not_seen_or_not_known_is_not_judged(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("style", "rules"),
    [
        ("p { color: #999999 }", ["contrast-light", "contrast-dark"]),
        ("@media screen { p { color: #999999 } }", ["contrast-light", "contrast-dark"]),
        (f"{DARK} {{ p {{ color: #999999 }} }}", ["contrast-dark"]),
        ("@media (prefers-color-scheme: light) { p { color: #999999 } }", ["contrast-light"]),
        ("@media print { p { color: #999999 } }", []),
        ("p { color: #999999 } body p { color: #000000 }", []),
        ("body p { color: #000000 } p { color: #999999 }", []),
        ("p { color: #999999 } p { color: #000000 }", []),
        ("p { color: #999999 !important } p { color: #000000 }", ["contrast-light", "contrast-dark"]),
        ("p:hover { color: #999999 }", []),
        ("p:nonsense(1 { color: #999999 }", []),
    ],
)
def test_style_sheets_are_taken_in_the_order_of_the_cascade(style: str, rules: list[str]) -> None:
    assert [rule for rule in found("<p>a</p>", style) if rule != "contrast-forced"] == rules


def test_a_style_of_its_own_wins_over_a_style_sheet_unless_that_one_is_important() -> None:
    own = '<p style="color:#000000">a</p>'
    assert found(own, f"{DARK} {{ p {{ color: #999999 }} }}") == []
    assert found(own, f"{DARK} {{ p {{ color: #999999 !important }} }}") == ["contrast-dark"]


def test_the_ground_of_a_letter_that_can_be_dark_is_dark_where_it_says_nothing() -> None:
    html = '<html><head><meta name="color-scheme" content="light dark"></head><body><p style="color:#1d2b53">a</p>'
    assert [one.rule for one in check(view(replace(GOOD, html=html)))] == ["contrast-dark"]


@pytest.mark.parametrize(
    ("style", "rules"),
    [
        # Both are turned: what is dark on a middle ground becomes light on it.
        ("color:#000000;background:#8c8c8c", ["contrast-forced", "contrast-forced"]),
        ("color:#1c2333;background:#fffdf8", []),
        ("color:#fffdf8;background:#1d2b53", []),
    ],
)
def test_forced_dark_is_a_warning(style: str, rules: list[str]) -> None:
    findings = check(view(replace(GOOD, html=f'<p style="{style}">a</p>')))
    assert [one.rule for one in findings] == rules
    assert all(one.severity is Severity.WARNING for one in findings)


def test_a_figure_is_never_rounded_up_to_what_is_needed() -> None:
    # 4.48 to 1.
    (one, *_rest) = check(view(replace(GOOD, html='<p style="color:#777777">a</p>')))
    assert "a contrast of 4.4 to 1 in light mode (#777777 on #ffffff); at least 4.5 is needed" in one.message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#1d2b53", (29, 43, 83)),
        ("#FFF", (255, 255, 255)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("white", (255, 255, 255)),
        ("1px solid #000000", (0, 0, 0)),
        ("rgba(1, 2, 3, 0.5)", None),
        ("rebeccapurple", None),
        ("transparent", None),
    ],
)
def test_colours_are_read_as_they_are_written(value: str, expected: object) -> None:
    assert colour(value) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0, 0), (255, 255, 255), 21),
        ((255, 255, 255), (255, 255, 255), 1),
        # The pair that WCAG's own articles name as just enough.
        ((118, 118, 118), (255, 255, 255), 4.54),
    ],
)
def test_contrast_is_that_of_the_standard(
    one: tuple[int, int, int], other: tuple[int, int, int], expected: float
) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_inversion_is_that_of_chromium() -> None:
    # L* of 100 becomes 10, one of 0 becomes 100: Chromium never goes down to black.
    assert inverted((0, 0, 0)) == (255, 255, 255)
    red, green, blue = inverted((255, 255, 255))
    assert red == green == blue
    assert 24 <= red <= 30
    assert fully_inverted((255, 255, 255), (29, 43, 83))[1] != (29, 43, 83)
    assert partly_inverted((255, 255, 255), (29, 43, 83)) == ((255, 255, 255), (29, 43, 83))
    assert partly_inverted((28, 35, 51), (255, 253, 248)) == fully_inverted((28, 35, 51), (255, 253, 248))


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_can_be_read_in_every_light(letter: Letter) -> None:
    assert [str(one) for one in check(view(edition(letter)))] == []
    for dark in (False, True):
        seen = list(texts(page(edition(letter).html), dark=dark))
        assert len(seen) > 10
        assert all(text.look.ink and text.look.ground for text in seen), "a colour was not understood"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('ink = "#1c2333"', 'ink = "#9a9a9a"', "contrast-light"),
        ('link = "#a3bcff"', 'link = "#1b3f8f"', "contrast-dark"),
    ],
)
def test_a_palette_that_is_too_pale_is_told_so(desk: Desk, old: str, new: str, rule: str) -> None:
    palette = desk.templates / "palette.toml"
    source = palette.read_text("utf-8")
    assert old in source
    palette.write_text(source.replace(old, new), "utf-8")
    findings = check(view(desk.section("Bonjour, [la suite du monde](https://example.org).")))
    assert rule in {one.rule for one in findings}
    assert all(one.place.file == "templates/palette.toml" for one in findings)
