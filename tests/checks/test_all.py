from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.checks.all import check_edition
from cenum.checks.letter_view import LetterView
from cenum.edition.edition import Picture
from cenum.finding import has_errors
from cenum.links.collect import links_of_issue
from cenum.links.link import Link
from tests.checks.samples import PLACE
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, Letter, every_letter, made, own, settings

if TYPE_CHECKING:
    from cenum.finding import Finding

# What is odd on purpose in the tests' own letters: markup in teasers, an attacker's title, next to nothing.
ODD = {
    EVERY_BLOCK: {"teaser-undelivered"},
    HOSTILE: {"teaser-undelivered", "quote-straight", "subject-length", "subject-emoji", "alt-long"},
    BARE: {"preheader-short"},
}


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


@pytest.mark.parametrize("letter", every_letter())
def test_our_own_letters_pass_every_check(letter: Letter) -> None:
    whole = made(letter)
    own_settings = settings() if letter.folder.name == "letters" else None
    if own_settings is not None:
        links = links_of_issue(whole.issue)
        found = check_edition(LetterView(whole.issue, whole.edition, whole.weight, links, own_settings))
        assert not has_errors(found)
        assert {rule for rule in rules(found) if not rule.startswith("link-")} == ODD.get(letter.name, set())


def test_every_check_is_asked_and_all_answers_come_in_reading_order() -> None:
    whole = made(own(EVERY_BLOCK))
    spoiled = replace(
        whole.edition,
        html='<img src="https://spy.example.com/"><p style="color:#fff">Blanc</p><style>p {</style>'
        "<script></script><svg></svg>",
        text="",
        pictures=(Picture("a.jpg", "image/jpeg", bytes(300_001), 10, 10),),
    )
    heavy = replace(whole.weight, clip_bytes=95_000)
    links = [Link("https://bit.ly/x", "ici", PLACE)]
    found = check_edition(LetterView(replace(whole.issue, place=PLACE), spoiled, heavy, links, settings()))
    asked = {"clip-over", "foreign-host", "style-notation", "duty-unsubscribe", "link-text-vague", "link-shortener"}
    asked |= {
        "alt-missing",
        "client-markup",
        "contrast-light",
        "gmail-style-syntax",
        "language-missing",
        "part-empty",
    }
    asked |= {"privacy-script", "weight-picture"}
    assert asked <= set(rules(found))
    places = [(finding.place.file, finding.place.line or 0) for finding in found]
    assert places == sorted(places)


_PIECES = st.sampled_from(
    (
        *("<", ">", '"', "'", "=", "&", "<!--", "-->", "<!--[if mso]>", "<![endif]-->", "\x00", "é", " "),
        *(
            "<p>",
            "</p>",
            "<table>",
            "<h4>",
            "<img",
            ' alt="a"',
            ' src="',
            ' width="1e9"',
            ' height="-3"',
            "<a href=#>",
        ),
        *(
            '<p style="',
            "color:#fff",
            "color:rgb(999,0,0)",
            ";",
            "font-size:99999999em",
            "font:",
            "background:url(",
            '">',
        ),
        *("<style>", "</style>", "@media (prefers-color-scheme: dark) {", "a:not(", ":is()", "{", "}", "!important"),
        *(
            "p, > a {",
            "[a=",
            "*|*",
            "a:nth-child(0n+0)",
            "::before",
            "--a:var(--a)",
            "<svg xmlns:x='y'><x:a>",
            "<?a?>",
        ),
        *(
            "<meta http-equiv",
            "<base href=",
            "<html lang=en>",
            "<body bgcolor=#1>",
            "javascript:",
            "https://[a",
            "<h1>",
        ),
    )
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_html_whatsoever_breaks_a_check(html: str) -> None:
    whole = made(own(EVERY_BLOCK))
    found = check_edition(LetterView(whole.issue, replace(whole.edition, html=html), whole.weight, (), settings()))
    assert all(finding.message and finding.remedy for finding in found)
