from __future__ import annotations

import pytest

from cenum.checks.styles import styles
from cenum.finding import Severity
from tests.checks.samples import GOOD, view, with_html
from tests.edition.samples import Letter, every_letter, made


@pytest.mark.parametrize(
    ("html", "notation"),
    [
        ('<p style="color:#fff">', "#fff"),
        ("<p style='color: #fffdf8aa'>", "#fffdf8aa"),
        ('<p style="color:rgb(0 0 0)">', "rgb("),
        ('<p class="a" style="margin:0; background:rgba(0,0,0,.5)">', "rgba("),
        ('<p style="color:hsl(1 2% 3%)">', "hsl("),
        ('<p style="color:var(--ink)">', "var("),
        ('<p style="width:calc(100% - 2px)">', "calc("),
        ('<p style="/* a */ margin:0">', "/*"),
        ('<td bgcolor="#abc">', "#abc"),
        ('<!--[if mso]><td bgcolor="#abc"><![endif]-->', "#abc"),
    ],
)
def test_what_takes_the_whole_style_with_it_is_an_error(html: str, notation: str) -> None:
    (finding,) = styles(view(with_html(html)))
    assert (finding.rule, finding.severity) == ("style-notation", Severity.ERROR)
    assert finding.place.file == "templates/styles.css.j2"
    assert f"“{notation}”" in finding.message


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:#fffdf8; margin:0 0 16px 0">rgb(0 0 0) #fff var(--a)</p>',
        '<a href="#abc" style="color:#1d2b53">',
        '<a href="https://www.example.org/rgb(1)#fff">',
        "<style>p { color: rgb(0 0 0) } /* in the head, where it harms nobody */</style>",
        '<table bgcolor="#1d2b53">',
        "<p style='font-family:\"Noto Sans\"'>",
    ],
)
def test_what_mail_programs_take_passes(html: str) -> None:
    assert styles(view(with_html(html))) == []


def test_each_notation_is_named_once() -> None:
    assert len(styles(view(with_html('<p style="color:#fff">' * 5 + '<p style="color:#000">')))) == 2
    assert styles(view(GOOD)) == []


@pytest.mark.parametrize("letter", every_letter())
def test_our_own_templates_pass(letter: Letter) -> None:
    assert styles(view(made(letter).edition)) == []
