"""What is offered to who mistyped a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.issue.containers import NAMES
from cenum.issue.front_matter import FrontMatter
from cenum.schema import fields, near, nearest
from tests.issue import desk

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [field.encode_name for field in fields(FrontMatter)]


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        *((word, KEYS, "teasers") for word in ("teaser", "teasr", "Teasers", "téasers")),
        *((word, KEYS, "title") for word in ("titl", "tilte", "titel", "TITLE")),
        ("pre-header", KEYS, "preheader"),
        ("replyto", KEYS, "reply_to"),
        ("intro", KEYS, "introduction"),
        ("crédits", KEYS, "credits"),
        ("boutton", NAMES, "button"),
        ("interveiw", NAMES, "interview"),
        ("language", NAMES, "lang"),
        ("testimonial", NAMES, "testimony"),
        ("edito", ("Édito", "veille"), "Édito"),
        ("eng", ("en", "de"), "en"),
        ("styles.css", ("templates/styles.css.j2", "templates/dark.css.j2"), "templates/styles.css.j2"),
        *((word, KEYS, "") for word in ("date", "tags", "image", "auteur", "lead", "status", "x", "")),
        *((word, NAMES, "") for word in ("encadre", "quote", "evenement", "link", "table", "info")),
        ("al", ("ar", "nl", "de"), ""),
        ("lett", ("lettre-un", "lettre-deux"), ""),
    ],
)
def test_a_word_is_offered_only_where_it_is_near(word: str, known: list[str], found: str) -> None:
    assert near(word, known) == found


def test_where_none_is_near_all_are_named_or_the_first_of_them() -> None:
    assert nearest("xyz", ["b", "a"]) == "choose one of: a, b"
    assert nearest("xyz", [f"{number:02}" for number in range(99)]).endswith(" 38, 39, …")


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("media/b.png", "choose one of: media/a.png, media/carte-2026.png"),
        ("media/carte-2025.png", "did you mean “media/carte-2026.png”?"),
        ("carte-2026.jpg", "did you mean “media/carte-2026.png”?"),
        ("media/photo.png", "choose one of: media/a.png, media/carte-2026.png"),
    ],
)
def test_of_pictures_the_names_are_compared_and_not_their_folder(tmp_path: Path, source: str, remedy: str) -> None:
    media = tmp_path / "issues" / "media"
    media.mkdir(parents=True)
    (media / "carte-2026.png").write_bytes(desk.PNG)
    (finding,) = desk.reading(tmp_path, f"{desk.HEAD}{desk.SECTION}\n![Un mur]({source})\n").findings
    assert finding.remedy == remedy
