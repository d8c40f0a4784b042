"""Passages in another language: how they are marked, and that French keeps out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cenum.analysis.passages import OBJECT, passages
from cenum.issue.blocks import Foreign, Prose
from cenum.issue.languages import direction
from cenum.issue.markdown import plain
from tests.checks.samples import read_again
from tests.issue.desk import HEAD, SECTION, found, issue, reading
from tests.tried import up_to

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.blocks import Block

ENGLISH = 'It\'s 100 %: "so" what ? Yes!'


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The words of paragraphs, one text each."""
    words = []
    for block in blocks:
        if isinstance(block, Foreign):
            words += texts(block.body)
        elif isinstance(block, Prose):
            words += [plain(token) for token in block.tokens if token.type == "inline"]
    return words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"[{ENGLISH}]{{lang=en}}", ENGLISH),
        (f"[{ENGLISH}](https://a.fr){{lang=en}}", ENGLISH),
        (f"::: lang en-GB\n{ENGLISH}\n:::", ENGLISH),
        (
            f'::: lang en\n> {ENGLISH}\n>\n> [Oui "et" non !]{{lang=fr}}\n:::',
            f"{ENGLISH}|Oui «\xa0et\xa0» non\u202f!",
        ),
        ("« [Why]{lang=en} ! »", "«\xa0Why\u202f!\xa0»"),
        ('"[Why]{lang=en}" ?', "«\xa0Why\xa0»\u202f?"),
    ],
)
def test_french_typography_keeps_out_of_another_language(tmp_path: Path, written: str, read: str) -> None:
    section = issue(tmp_path, f"{HEAD}# Édito {{#edito}}\n\n{written}\n").sections[0]
    assert "|".join(texts(section.blocks)) == read


@pytest.mark.parametrize("text", ["[note]", "[...]", "[a]{entre nous}", "[a]{lang}"])
def test_other_brackets_and_braces_stay_what_they_were(tmp_path: Path, text: str) -> None:
    section = issue(tmp_path, f"{HEAD}# Édito {{#edito}}\n\nOui {text} non.\n").sections[0]
    assert texts(section.blocks) == [f"Oui {text.replace('...', '…')} non."]


@pytest.mark.parametrize("text", ["{lang=en}", "[x] {lang=en}", "**x**{lang=en}"])
def test_a_mark_that_stands_beside_no_brackets_is_found(tmp_path: Path, text: str) -> None:
    (told,) = reading(tmp_path, f"{HEAD}# Édito {{#edito}}\n\nOui {text} non.\n").findings
    assert told.place.line == HEAD.count("\n") + 3
    assert "[words]{lang=en}" in told.remedy


@pytest.mark.parametrize(
    ("mark", "remedy"),
    [
        ("[a]{lang=english}", "“en”"),
        ("[a]{lang=Anglais}", "“en”"),
        ("[a](https://a.fr){lang=EN}", "“en”"),
        ("[a]{lang=qq}", "en, es, fr"),
        ('[a]{lang="en us"}', "en, es, fr"),
        ("[a]{lang=en onclick=x}", "{lang=en}"),
        ("[a]{.b}", "{lang=en}"),
        ("[a]{}", "{lang=en}"),
        ("[L'IA *et [its]{lang=en}*](https://a.fr)", "{lang=en}"),
        ("::: lang englisch\na\n:::", "en, es, fr"),
        ("# [A]{lang=en} {#veille}\n\na", "in the text"),
    ],
)
def test_a_wrong_mark_is_told_its_line_and_the_way_out(tmp_path: Path, mark: str, remedy: str) -> None:
    findings = reading(tmp_path, f"{HEAD}{SECTION}\n{mark}\n").findings
    assert [(finding.rule, finding.place.line) for finding in findings] == [("language-mark", 8)]
    assert remedy in findings[0].remedy


def test_a_block_of_another_language_needs_its_name_and_an_end(tmp_path: Path) -> None:
    assert found(tmp_path, f"{HEAD}{SECTION}\n::: lang\na\n:::\n") == [(8, "block-argument")]
    assert found(tmp_path, f"{HEAD}{SECTION}\n::: lang en\na\n") == [(8, "block-open")]


def test_the_checks_do_not_read_it_and_keep_their_lines(tmp_path: Path) -> None:
    body = "Oui [the\nthe “one]{lang=en} non.\n\n::: lang en\nIt's, it’s, the the (one.\n:::\n\nLe le chat."
    found_again = read_again(tmp_path, f"# A {{#a}}\n\nL’eau.\n\n{body}")
    assert [(one.rule, one.place.line) for one in found_again] == [("word-twice", 16)]
    read_issue = issue(tmp_path, f"{HEAD}# Édito {{#edito}}\n\n{body}\n")
    assert [passage.text for passage in passages(read_issue)][2:] == [
        f"Oui {OBJECT}\n{OBJECT} non.",
        OBJECT,
        "Le le chat.",
    ]


@pytest.mark.parametrize(
    ("tag", "side"),
    [
        *(
            (tag, "rtl")
            for tag in ("ar", "he", "fa", "ur", "yi", "ps", "dv", "ckb", "ug", "sd", "arz", "ar-EG", "he-IL")
        ),
        *(
            (tag, "rtl")
            for tag in ("az-Arab", "az-arab", "ku-Arab-IQ", "pa-PK", "uz-AF", "ks", "syr", "nqo", "ff-Adlm")
        ),
        *(
            (tag, "ltr")
            for tag in ("fr", "en", "en-GB", "ku", "az", "uz", "pa", "pa-IN", "tr", "zh", "zh-Hant-TW", "el")
        ),
        *((tag, "ltr") for tag in ("ar-Latn", "he-Latn", "ks-Deva", "ru", "hi", "pt-BR", "qq", "", "anglais")),
    ],
)
def test_a_language_is_read_from_the_side_of_its_script(tag: str, side: str) -> None:
    assert direction(tag) == side


def test_every_locale_of_cldr_is_read_as_it_says() -> None:
    names = locale_identifiers()
    from_right = {name for name in names if Locale.parse(name).text_direction == "rtl"}
    assert {name for name in names if direction(name.replace("_", "-")) == "rtl"} == from_right


PIECES = st.lists(
    st.sampled_from(
        [
            "[",
            "]",
            "{lang=en}",
            "{lang=fr}",
            "{",
            "}",
            "a ",
            "! ",
            '"',
            "'",
            "*",
            "`",
            "(https://a.fr)",
            "\n",
            "::: lang en\n",
            ":::\n",
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=up_to(300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES)
def test_whatever_is_marked_is_read_or_refused_within_its_file(tmp_path: Path, text: str) -> None:
    result = reading(tmp_path, f"{HEAD}{SECTION}\n{text}\n")
    for finding in result.findings:
        assert finding.place.line is None or 1 <= finding.place.line <= 9 + text.count("\n")
    if result.issue:
        assert len(passages(result.issue)) >= 2


@settings(max_examples=up_to(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="aé '\"!?:;%1«»“”.", min_size=1, max_size=30).filter(str.strip))
def test_what_is_marked_is_left_as_it_was_written(tmp_path: Path, words: str) -> None:
    section = issue(tmp_path, f"{HEAD}# Édito {{#edito}}\n\nOui [{words}]{{lang=en}} non.\n").sections[0]
    assert words in texts(section.blocks)[0]
