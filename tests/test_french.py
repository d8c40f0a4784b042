"""Whoever reads French reads no English: neither in what cenum says itself, nor in what it passes on."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from cenum.analysis.support import support
from cenum.checks.clients import borrowed_words
from cenum.errors import reason_of
from cenum.i18n import _
from tests.french import english_in, in_french

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    with in_french():
        yield


def test_what_caniemail_says_of_partial_support_is_said_in_french() -> None:
    words = list(borrowed_words())
    notes = {note for feature in support().features.values() for note in feature.notes.values()}
    assert len(notes.intersection(words)) > 100
    assert [one for one in words if " " in one and _(one) == one and "," not in one] == []
    # The unit of inches is called so in French too.
    assert {one: wrong for one in words if one != "in unit" and (wrong := english_in(_(one)))} == {}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "n’existe pas"),
        (errno.EACCES, "refusé"),
        (errno.EISDIR, "dossier"),
        (errno.ENOSPC, "plein"),
        (errno.EADDRINUSE, "utilise"),
    ],
)
def test_why_the_system_said_no_is_said_in_french(number: int, said: str) -> None:
    assert said in reason_of(OSError(number, os.strerror(number)))


def test_a_reason_that_nobody_meets_stays_the_systems() -> None:
    assert reason_of(OSError(errno.EDOM, "Numerical argument out of domain")) == "Numerical argument out of domain"
    assert reason_of(OSError("cut off")) == "cut off"


def test_an_english_word_would_be_seen() -> None:
    assert english_in("Pris en charge only on table cells, if the value is not 0.") == {"only", "the", "is", "not"}
    assert english_in("écrire « the », `the` ou https://a.fr/the") == set()
