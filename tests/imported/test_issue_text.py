"""The file of an imported issue says in its front matter what the source says, whatever that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from cenum.imported.inline_pieces import clean
from cenum.imported.issue_text import issue_text
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.imported.source_letter import Remark, SourceFacts
from cenum.issue import front_matter
from tests.imported.trees import texts

if TYPE_CHECKING:
    from typing import Any

_BODY = "# L'édito {#edito}\n\nBonjour.\n"


def _read(text: str) -> tuple[dict[str, Any], str]:
    found = front_matter.split(text)
    assert found is not None, text
    return front_matter.table(found[0]), found[1].lstrip("\n")


def test_the_file_is_as_an_editor_would_write_it() -> None:
    head = LetterHead(
        "Café IA #3 : la suite",
        62,
        "Mais aussi",
        ("Un thé", "- Une tasse"),
        ("Ève Noël",),
        "Léa Dessin",
        HeadPicture("media/a.png", "Une tasse", "Léa"),
    )
    text, told = issue_text(
        head,
        "Cette semaine.\n\n- a\n",
        _BODY,
        SourceFacts(subject="Un objet", teaser="Autre", authors=("Autre",)),
        (Remark("Bonjour", "Cécile", "Vraiment ?"),),
        ("/p/un-titre",),
    )
    assert text == (
        "---\ntitle: Café IA #3 : la suite\nnumber: 62\nteasers_lead: Mais aussi\nteasers:\n  - Un thé\n"
        '  - "- Une tasse"\nintroduction: |\n  Cette semaine.\n\n  - a\n'
        'illustration:\n  image: "media/a.png"\n  alt: "Une tasse"\n  credit: "Léa"\n'
        'credits:\n  authors:\n    - Ève Noël\n  illustrator: "Léa Dessin"\nsubject: Un objet\ndraft: true\n'
        'aliases:\n  - /p/un-titre\nremarks:\n  - at: "Bonjour"\n    by: "Cécile"\n    says: "Vraiment ?"\n'
        f"---\n\n{_BODY}"
    )
    assert told == ()


def test_what_only_the_source_says_is_told_as_added() -> None:
    text, told = issue_text(LetterHead("Un titre"), "", _BODY, SourceFacts(teaser="Une ligne", authors=("A", "B")))
    assert _read(text)[0] == {
        "title": "Un titre",
        "teasers": ["Une ligne"],
        "credits": {"authors": ["A", "B"]},
        "draft": True,
    }
    assert [one.added for one in told] == ["Une ligne", "A B"]


def test_a_subject_that_is_the_title_and_a_draft_that_is_none_are_not_said() -> None:
    text, _told = issue_text(LetterHead("Un titre"), "", _BODY, SourceFacts(subject="Un titre"), draft=False)
    assert _read(text) == ({"title": "Un titre"}, _BODY)


_ODD = (
    "--- x",
    "# x",
    "'x",
    '"x" y',
    "[a, b",
    "{a: b}",
    "x: y",
    "- x",
    "12",
    "no",
    "null",
    "~",
    "a\\nb",
    "|",
    ">",
    "&a",
    "*a",
)


@pytest.mark.parametrize("odd", _ODD)
def test_a_text_is_a_text_whatever_yaml_takes_it_for(odd: str) -> None:
    _is_read_back(odd)


@given(texts)
def test_any_text_is_read_back(text: str) -> None:
    _is_read_back(text)


def _is_read_back(text: str) -> None:
    line = " ".join(clean(text).split(" ")).strip()
    head = LetterHead(text, None, text, (text, text), (text,), text, HeadPicture("a.png", text, text))
    table, body = _read(issue_text(head, "", _BODY)[0])
    assert body == _BODY
    if line:
        assert table["title"] == table["teasers_lead"] == line
        assert table["teasers"] == [line, line]
        assert table["credits"] == {"authors": [line], "illustrator": line}
        assert table["illustration"] == {"image": "a.png", "alt": line, "credit": line}
