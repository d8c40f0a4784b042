from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from cenum.checks.spam import spam, spam_begun
from tests.checks.samples import GOOD, PLACE
from tests.edition.samples import EVERY_BLOCK, Letter, edition, every_letter
from tests.machine import spamassassin

# As SpamAssassin 4.0.1 writes it, folded.
HEADER = (
    r"X-Spam-Status: %s, score=%s required=5.0 tests=HTML_MESSAGE,NO_RECEIVED,\n"
    r"\tNO_RELAYS autolearn=ham version=4.0.1\n"
)


def program(folder: Path, name: str, says: str) -> None:
    """A program of that name, which puts a header before what it reads."""
    file = folder / name
    file.write_text(f"#!/bin/sh\nprintf '{says}'\n/bin/cat\n", "utf-8")
    file.chmod(0o755)


def found(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    monkeypatch.setenv("PATH", str(folder))
    return [one.message for one in spam(GOOD, PLACE)]


@pytest.mark.parametrize("name", ["spamc", "spamassassin"])
@pytest.mark.parametrize(("score", "told"), [("-0.0", False), ("3.0", False), ("3.1", True), ("12", True)])
def test_a_score_over_3_is_told_with_its_tests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, score: str, *, told: bool
) -> None:
    program(tmp_path, name, HEADER % ("No", score))
    messages = found(monkeypatch, tmp_path)
    assert bool(messages) is told
    for message in messages:
        assert f"{score} points (HTML_MESSAGE, NO_RECEIVED, NO_RELAYS)" in message


def test_without_spamassassin_nothing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert found(monkeypatch, tmp_path) == []


def test_a_client_without_its_daemon_leaves_it_to_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path, "spamc", "")
    assert found(monkeypatch, tmp_path) == []
    program(tmp_path, "spamassassin", HEADER % ("Yes", "5.2"))
    assert len(found(monkeypatch, tmp_path)) == 1


def test_what_filters_let_pass_unread_is_not_read_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "spamassassin", HEADER % ("Yes", "5.2"))
    monkeypatch.setenv("PATH", str(tmp_path))
    heavy = replace(GOOD, html=GOOD.html + "<!--" + "x" * 256 * 1024 + "-->")
    assert (len(spam(GOOD, PLACE)), spam(heavy, PLACE)) == (1, [])


def test_nobody_waits_for_a_daemon_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    (tmp_path / "spamc").write_text(f"#!/bin/sh\necho \"$@\" > '{asked}'\n/bin/cat\n", "utf-8")
    (tmp_path / "spamc").chmod(0o755)
    assert found(monkeypatch, tmp_path) == []
    assert asked.read_text("utf-8") == "--connect-retries=1\n"


def test_a_program_that_cannot_be_run_says_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "spamassassin"
    file.write_bytes(b"\x7fELF")
    file.chmod(0o755)
    assert found(monkeypatch, tmp_path) == []


def test_it_works_beside_what_is_done_meanwhile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    meanwhile = tmp_path / "meanwhile"
    os.mkfifo(meanwhile)
    done = os.open(meanwhile, os.O_RDWR)  # as long as it is open, nobody waits to open it
    program(tmp_path, "spamassassin", HEADER % ("Yes", "5.2"))
    waiting = (tmp_path / "spamassassin").read_text("utf-8").replace("\n", f"\nread -r _ < '{meanwhile}'\n", 1)
    (tmp_path / "spamassassin").write_text(waiting, "utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = spam_begun(GOOD, PLACE)
    os.write(done, b"\n")
    assert [one.rule for one in answer()] == ["spam-score"]
    os.close(done)


def test_what_goes_wrong_beside_is_raised_where_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.checks.spam.spam", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        spam_begun(GOOD, PLACE)()


@pytest.mark.skipif(not spamassassin(), reason="SpamAssassin is not installed (apt-get install spamassassin)")
@pytest.mark.parametrize(
    "letter",
    [
        letter
        if letter.id in {EVERY_BLOCK, "real"}
        else pytest.param(*letter.values, id=letter.id, marks=[*letter.marks, pytest.mark.whole])
        for letter in every_letter()
    ],
)
def test_our_letters_are_no_spam(monkeypatch: pytest.MonkeyPatch, letter: Letter) -> None:
    monkeypatch.setenv("PATH", str(Path(spamassassin()).parent))
    assert spam(edition(letter), PLACE) == []
