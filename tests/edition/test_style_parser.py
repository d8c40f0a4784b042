"""What is remembered of cssutils is what cssutils says."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import cssutils
import pytest
from hypothesis import given
from hypothesis import strategies as st
from premailer.cache import cache as premailer_cache

from cenum.cache import NO_CACHE, Cache
from cenum.edition import style_parser
from cenum.edition.inline import inline

if TYPE_CHECKING:
    from pathlib import Path

LOOK = "p, .a b { color: #aabbcc !important; margin: 0 auto; margin: 1px } i:hover { color: red } /* c */ u { x: y }"
HTML = (
    "<!doctype html><html><head><style>/*inline*/{}</style></head>"
    "<body><p class='a' style='{}'>A<b>B</b></p></body></html>"
)


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    forget()


def forget() -> None:
    style_parser._answers.sheets.clear()
    style_parser._answers.styles.clear()
    premailer_cache.clear()


def declared(properties: Any) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.value, one.priority, one.propertyValue.cssText) for one in properties]


DECLARATIONS = st.lists(
    st.tuples(
        st.sampled_from(["color", "margin", "mso-line-height-rule", "font", "background"]),
        st.sampled_from(["red", "#aabbcc", "0 auto", "12px/1.5 'A B', serif", "url(a.png)", "inherit", "", "}"]),
        st.sampled_from(["", " !important"]),
    ),
    max_size=4,
).map(lambda pairs: "; ".join(f"{name}: {value}{priority}" for name, value, priority in pairs))


@given(DECLARATIONS)
def test_declarations_are_those_of_cssutils(text: str) -> None:
    for validate in (True, False, True):
        ours = style_parser.parseStyle(text, validate=validate)
        assert declared(ours) == declared(cssutils.parseStyle(text, validate=validate))


@given(DECLARATIONS)
def test_rules_are_those_of_cssutils(text: str) -> None:
    sheet = f"a, b.c {{ {text} }} /* said */ i {{ {text} }}"
    theirs = [rule for rule in cssutils.parseString(sheet, validate=False) if rule.type == rule.STYLE_RULE]
    for _time in range(2):
        ours = list(style_parser.parseString(sheet, validate=False))
        assert [(rule.selectorText, declared(rule.style.getProperties())) for rule in ours if rule.type == 1] == [
            (rule.selectorText, declared(rule.style.getProperties())) for rule in theirs
        ]


def test_a_letter_is_the_same_from_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = HTML.format(LOOK, "padding: 0")
    first = inline(html, Cache(tmp_path))
    forget()
    monkeypatch.setattr(style_parser, "_cssutils", None)
    assert inline(html, Cache(tmp_path)) == first
    assert "color:#aabbcc" in first.replace(" ", "")


def test_a_new_style_is_asked_about_and_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inline(HTML.format(LOOK, "padding: 0"), Cache(tmp_path))
    forget()
    second = inline(HTML.format(LOOK, "padding: 1px"), Cache(tmp_path))
    forget()
    monkeypatch.setattr(style_parser, "_cssutils", None)
    assert inline(HTML.format(LOOK, "padding: 1px"), Cache(tmp_path)) == second


def test_a_media_query_among_the_inlined_styles_stays_as_premailer_leaves_it(tmp_path: Path) -> None:
    html = HTML.format("@media (max-width: 9px) { p { color: red } } p { margin: 0 }", "")
    for _time in range(2):
        assert "color: red !important" in inline(html, Cache(tmp_path))


def test_many_looks_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style_parser, "_MOST", 3)
    inline(HTML.format(LOOK, "padding: 0"), NO_CACHE)
    assert len(style_parser._answers) == 0


def test_what_is_imported_meanwhile_is_imported_whole_afterwards() -> None:
    code = "import cenum.edition.inline, requests, urllib.request, cssutils; requests.get; urllib.request.urlopen"
    subprocess.run([sys.executable, "-c", f"{code}; cssutils.parseString('a {{ b: c }}')"], check=True)
