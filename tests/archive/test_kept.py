"""What is kept of a letter that left is never another one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.archive.kept import LeftLetter, keep, kept_message
from cenum.edition.edition import Address
from cenum.errors import Refusal
from cenum.letter_folder import LetterFolder
from cenum.services.service import Content

if TYPE_CHECKING:
    from pathlib import Path

KEY = "2026-11-27"
CONTENT = Content("Objet", "Accroche", Address("Nous", "nous@example.org"), "a@example.org", "<p>Un</p>", "Un", "12")
LEFT = LeftLetter(
    key=KEY,
    content=CONTENT,
    digest="a1",
    tested="b2",
    words="c3",
    left=True,
    at=datetime(2026, 11, 27, 6, tzinfo=UTC),
    audience=3,
)


def test_what_left_is_kept_once_and_another_letter_in_its_place_is_said(tmp_path: Path) -> None:
    letter = LetterFolder(tmp_path)
    assert [path.name for path in keep(letter, LEFT)] == ["email.html", "email.txt", "message.json"]
    before = {path: path.read_bytes() for path in (tmp_path / "archive" / KEY).iterdir()}
    # The templates became others: what left did not.
    later = replace(LEFT, content=replace(CONTENT, html="<p>Deux</p>"))
    assert keep(letter, later) == []
    with pytest.raises(Refusal, match="holds another letter than the one that left"):
        keep(letter, replace(later, tested="d4"))
    assert {path: path.read_bytes() for path in before} == before


def test_what_is_only_scheduled_gives_way_to_what_left(tmp_path: Path) -> None:
    letter = LetterFolder(tmp_path)
    keep(letter, replace(LEFT, tested="d4", left=False))
    keep(letter, LEFT)
    found = kept_message(letter, KEY)
    assert found
    assert (found.left, found.tested) == (True, "b2")
