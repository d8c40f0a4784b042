"""Whoever reads French reads no English: neither in what cenum says itself, nor in what it passes on."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

import pytest

from cenum import i18n
from cenum.analysis.english import _small_words
from cenum.analysis.support import support
from cenum.checks.clients import borrowed_words
from cenum.errors import Mistakes, reason_of
from cenum.i18n import _
from tests.examples import examples
from tests.trial import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What somebody wrote, or another program said: a letter, code, an address, the name of a test.
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|`[^`]*`|<[^>]*>|[A-Z]+_[A-Z]+|(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
# English too, and said in French.
_BOTH = {"but", "as", "so", "no", "if", "all"}


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    before = i18n.language()
    i18n.speak("fr")
    yield
    i18n.speak(before)


def english_in(sentence: str) -> frozenset[str]:
    english, _french = _small_words()
    return (english - _BOTH).intersection(_WORD.findall(_QUOTED.sub("", sentence).lower()))


@pytest.mark.parametrize("rule", examples())
def test_no_finding_has_an_english_word(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = examples()[rule]
    try:
        found = told(example, example.fails, tmp_path, monkeypatch)
    except Mistakes as mistakes:
        found = mistakes.findings
    assert {str(one): words for one in found if (words := english_in(f"{one.message} {one.remedy}"))} == {}


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
