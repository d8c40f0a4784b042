from __future__ import annotations

import pytest
from msgspec.structs import replace

from cenum.checks.gmail import gmail
from tests.checks.samples import GOOD, view
from tests.edition.samples import Letter, edition, every_letter


def found(head: str, body: str = "<p>a</p>") -> list[str]:
    html = f"<!doctype html><html><head><title>a</title>{head}</head><body>{body}</body></html>"
    return [one.rule for one in gmail(view(replace(GOOD, html=html)))]


RULE = "a { margin: 0 }\n"


@pytest.mark.parametrize(
    ("bad", "rule", "good"),
    [
        (f"<style>{RULE * 513}</style>", "gmail-style-size", f"<style>{RULE * 500}</style>"),
        (f"<style>{RULE * 400}</style>" * 3, "gmail-style-size", f"<style>{RULE * 400}</style>" * 2),
        ("<style>a { margin: 0</style>", "gmail-style-syntax", "<style>a { margin: 0 }</style>"),
        ("<style>a { margin 0 }</style>", "gmail-style-syntax", "<style>a::after { content: '{' }</style>"),
    ],
)
def test_what_gmail_drops_is_said(bad: str, rule: str, good: str) -> None:
    assert found(bad) == [rule]
    assert found(good) == []


def test_a_style_sheet_in_the_body_is_said() -> None:
    assert found("", "<p>a</p><style>a { margin: 0 }</style>") == ["gmail-style-place"]


def test_what_only_outlook_reads_is_none_of_gmails_business() -> None:
    assert found("<!--[if mso]><style>a { margin</style><![endif]-->") == []


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_keep_their_style_sheets(letter: Letter) -> None:
    assert gmail(view(edition(letter))) == []
