"""What a publication says of itself, as the next one reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cenum.archive.manifest import Manifest, ManifestEntry, file_hash
from cenum.archive.visibility import Visibility

HOUR = datetime(2026, 11, 27, 6, tzinfo=UTC)


@pytest.mark.parametrize("one", Visibility)
def test_an_entry_says_what_the_letter_was(one: Visibility) -> None:
    assert ManifestEntry(one.name.lower(), "a1", "b2", HOUR).seen is one


@pytest.mark.parametrize("word", ["", "LISTED", "public", "listed "])
def test_a_word_that_nobody_knows_is_nothing_that_was_public(word: str) -> None:
    assert ManifestEntry(word, "a1", "b2", HOUR).seen is Visibility.PRIVATE


def test_the_hash_of_a_file_tells_where_it_is_too() -> None:
    hashes = [file_hash(*one) for one in (("a.html", b"x"), ("b.html", b"x"), ("a.html", b"y"), ("a.htm", b"lx"))]
    assert len(set(hashes)) == len(hashes)


def test_the_same_letters_give_the_same_bytes_in_whatever_order_they_are_known() -> None:
    entries = {key: ManifestEntry("listed", "a1", "b2", HOUR) for key in ("2026-11-27", "2026-11-20")}
    assert Manifest(entries).encoded() == Manifest(dict(reversed(entries.items()))).encoded()
