from __future__ import annotations

import pytest

from cenum.checks.privacy import privacy
from cenum.finding import Severity
from cenum.marks import mark_tags
from tests.checks.samples import view, with_html
from tests.edition.samples import Letter, edition, every_letter


@pytest.mark.parametrize(
    ("bad", "rule", "good"),
    [
        ("<script>a()</script>", "privacy-script", "<p>script</p>"),
        ('<p onclick="a()">a</p>', "privacy-script", '<p class="onclick">a</p>'),
        ('<a href=" JavaScript:a()">a</a>', "privacy-script", '<a href="https://javascript.info/">a</a>'),
        ('<a href="java\tscript:a()">a</a>', "privacy-script", '<a href="mailto:a@example.org">a</a>'),
        ("<!--[if mso]><script>a()</script><![endif]-->", "privacy-script", "<!-- <script> -->"),
        ("<form><p>a</p></form>", "privacy-form", "<p>form</p>"),
        ('<input type="text">', "privacy-form", '<a class="button" href="https://example.org/">a</a>'),
        ('<iframe src="https://lettre.example.org/"></iframe>', "privacy-frame", "<p>iframe</p>"),
        (
            '<meta http-equiv="refresh" content="0">',
            "privacy-frame",
            '<meta http-equiv="X-UA-Compatible" content="a">',
        ),
        (
            '<img src="https://lettre.example.org/o.gif" width="1" height="1" alt="">',
            "privacy-pixel",
            '<img src="https://lettre.example.org/o.gif" width="24" height="24" alt="">',
        ),
        ('<img src="a" style="width:1px" alt="">', "privacy-pixel", '<img src="a" style="max-width:240px" alt="">'),
        (
            '<div style="display: none"><img src="a" alt=""></div>',
            "privacy-pixel",
            '<img src="a" width="100%" alt="">',
        ),
        ('<img src="a" style="display:none" alt="">', "privacy-pixel", '<img src="a" style="display:block" alt="">'),
    ],
)
def test_what_spies_runs_or_asks_is_an_error(bad: str, rule: str, good: str) -> None:
    findings = privacy(view(with_html(bad)))
    assert [one.rule for one in findings] == [rule]
    assert all(one.severity is Severity.ERROR and one.remedy for one in findings)
    assert privacy(view(with_html(good))) == []


def test_it_stands_where_its_element_was_written() -> None:
    html = mark_tags(
        "<p>a</p>\n<!--[if mso]>\n<script>a()</script><![endif]-->\n<form>\n</form>", "templates/a.j2", 3
    )
    assert [str(one.place) for one in privacy(view(with_html(html)))] == ["templates/a.j2:6", "templates/a.j2:5"]


def test_the_same_thing_twice_is_said_once() -> None:
    assert len(privacy(view(with_html("<script>a()</script>" * 2)))) == 1


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_are_quiet(letter: Letter) -> None:
    assert privacy(view(edition(letter))) == []
