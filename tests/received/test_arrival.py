"""Whether a test arrived, as it was tested, and is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.received import imap
from cenum.received.arrival import is_test_of
from cenum.received.imap import NotThere, fetch, waited_for
from cenum.received.mime import parse
from tests.test_cli import Letter

from .test_receipt import Mailbox, delivered, letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_a_service_adds_around_a_letter_makes_no_other_letter_of_it() -> None:
    added = delivered(html=lambda html: html.replace("</body>", "<p>Conseil, 1 rue des Mots</p></body>"))
    assert is_test_of(parse(bytes(added)), letter())
    split = delivered(html=lambda html: html.replace("{{ unsubscribe }}", "{\u2060{ unsubscribe }}"))
    assert is_test_of(parse(bytes(split)), letter())


@pytest.mark.parametrize("old", ["La page", "100", "Se désinscrire"])
def test_an_earlier_version_is_not_what_was_tested(old: str) -> None:
    assert not is_test_of(parse(bytes(delivered(html=lambda html: html.replace(old, "Autre chose")))), letter())
    assert not is_test_of(parse(bytes(delivered(subject="Une autre lettre"))), letter())


def test_the_mailbox_is_searched_for_the_version_that_is_wanted() -> None:
    right = bytes(delivered())
    earlier = bytes(delivered(html=lambda html: html.replace("La page", "Une page")))
    box = Mailbox([right, earlier])
    found = fetch(
        "imap.example.org",
        "me",
        "secret",
        letter().subject,
        lambda *_a, **_k: box,  # type: ignore[arg-type]  # it answers as one
        wanted=lambda message: is_test_of(message, letter()),
    )
    assert found == right
    with pytest.raises(NotThere):
        fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box, wanted=lambda _: False)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(("after", "minutes", "pauses"), [(0, 0, 0), (0, 2, 0), (3, 2, 3), (12, 2, 12)])
def test_a_message_is_waited_for_until_it_is_there(after: int, minutes: int, pauses: int) -> None:
    waits: list[float] = []

    def look() -> bytes:
        if len(waits) < after:
            raise NotThere("not yet", "wait")
        return b"it"

    assert waited_for(look, minutes=minutes, pause=waits.append) == b"it"
    assert waits == [10] * pauses


def test_waiting_ends_and_does_not_hide_what_goes_wrong() -> None:
    waits: list[float] = []
    calls: list[str] = []

    def look(mistake: Exception) -> Callable[[], bytes]:
        def once() -> bytes:
            calls.append("look")
            raise mistake

        return once

    with pytest.raises(NotThere):
        waited_for(look(NotThere("not yet", "wait")), minutes=1, pause=waits.append)
    assert (len(calls), len(waits)) == (7, 6)
    with pytest.raises(UsageMistake, match="accented"):
        waited_for(look(UsageMistake("accented letters", "change it")), minutes=1, pause=waits.append)
    assert len(calls) == 8


ISSUE = "2026-11-27"


def test_a_test_that_was_seen_in_a_mailbox_may_be_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, but for the wire: the mailbox of the embedded service stands for the team's."""
    desk = Letter(tmp_path)
    settings = desk.folder / "cenum.toml"
    settings.write_text("arrival = true\n" + settings.read_text("utf-8"), "utf-8")
    mails = desk.folder / ".cenum" / "local" / "mailbox" / "new"

    def mailbox(*_where: object, **_how: object) -> Mailbox:
        return Mailbox([mail.read_bytes() for mail in sorted(mails.iterdir())])

    connects = {**fetch.__kwdefaults__} if fetch.__kwdefaults__ else {}
    assert not connects
    defaults = fetch.__defaults__ or ()
    monkeypatch.setattr(imap.fetch, "__defaults__", (mailbox, *defaults[1:]))
    look = ("inspect", "--imap", "imap.example.org", "--user", "me", "--issue", ISSUE, "--arrived")
    assert desk.run("test", ISSUE).code == 0
    refused = desk.run("send", ISSUE, "--yes", "--early")
    assert (refused.code, "nobody has seen the test" in refused.err, "--arrived" in refused.err) == (1, True, True)
    seen = desk.run(*look, CENUM_IMAP_PASSWORD="x")  # noqa: S106  nobody's
    assert (seen.code, "arrived" in seen.out) == (0, True), seen.err
    approved = desk.run("approve", ISSUE, "--as", "Ada")
    assert "arrived · approved by Ada" in approved.out
    again = desk.run(*look, CENUM_IMAP_PASSWORD="x")  # noqa: S106  as above
    assert "arrived · approved by Ada" in again.out
    desk.issue.write_text(desk.issue.read_text("utf-8").replace("Bonjour", "Bonsoir"), "utf-8")
    other = desk.run(*look, CENUM_IMAP_PASSWORD="x")  # noqa: S106  as above
    assert (other.code, "none of the latest messages" in other.err) == (2, True)
    desk.issue.write_text(desk.issue.read_text("utf-8").replace("Bonsoir", "Bonjour"), "utf-8")
    assert desk.run("send", ISSUE, "--yes", "--early").code == 0


def test_a_saved_file_is_no_arrival(tmp_path: Path) -> None:
    desk = Letter(tmp_path)
    for words in (("--arrived",), ("cenum.toml", "--arrived")):
        refused = desk.run("inspect", *words)
        assert (refused.code, "--arrived needs --imap" in refused.err) == (2, True)
