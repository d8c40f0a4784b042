"""The commands around a send, as whole processes: on the embedded service, and against a listmonk on a socket."""

from __future__ import annotations

import json
import os
import pty
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from urllib3.util import Retry

from cenum.cli.cancel_cmd import _cancelled_view
from cenum.cli.send_cmd import _sentence
from cenum.cli.view import Rows, Success
from cenum.edition.edition import Address
from cenum.links import online
from cenum.sending.act import SendResult
from cenum.services.brevo import Brevo
from cenum.services.service import Audience, Campaign, State
from tests.archive.any_site import AnySite
from tests.services.fakes.brevo import KEY as BREVO_KEY
from tests.services.fakes.brevo import FakeBrevo
from tests.services.fakes.listmonk import TOKEN, USER, FakeListmonk
from tests.services.fakes.server import Fault
from tests.test_cli import Letter, Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READERS = (Address("", "ada@readers.example.org"), Address("", "bachir@readers.example.org"))
REVIEWERS = ("relecture@lettre.example.org", "direction@lettre.example.org")
ISSUE = "2026-11-27"
LATER = "2126-11-29T07:00"
KEYS = {"LISTMONK_API_USER": USER, "LISTMONK_API_TOKEN": TOKEN}


def settle(letter: Letter, old: str, new: str) -> None:
    settings = letter.folder / "cenum.toml"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    return Letter(tmp_path)


@pytest.fixture
def listmonk() -> Iterator[FakeListmonk]:
    with FakeListmonk(READERS, REVIEWERS) as fake:
        yield fake


@pytest.fixture
def there(letter: Letter, listmonk: FakeListmonk, monkeypatch: pytest.MonkeyPatch) -> Letter:
    settle(letter, 'name = "local"', 'name = "listmonk"\nlistmonk = { audience = 3 }')
    monkeypatch.setenv("LISTMONK_URL", listmonk.base)
    monkeypatch.setattr(online, "web_of", AnySite)
    return letter


def test_a_test_is_handed_over_where_the_service_only_queues_it(there: Letter) -> None:
    said = there.run("test", ISSUE, "--json", **KEYS)
    assert (said.code, json.loads(said.out)["confirmed"]) == (0, False)
    said = there.run("test", ISSUE, **KEYS)
    assert f"the test of {ISSUE} was handed over to listmonk, which does not say whether it arrives" in said.out
    assert "the reviewers were sent" not in said.out


def test_a_whole_test_at_brevo_costs_six_requests(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the audience that it names: Brevo has a hundred an hour."""
    settle(letter, 'name = "local"', 'name = "brevo"\nbrevo = { audience = 12 }')
    with FakeBrevo(READERS, REVIEWERS) as fake:
        monkeypatch.setitem(Brevo.__init__.__kwdefaults__ or {}, "base", fake.base)
        for _first_and_again in range(2):
            before = len(fake.requests)
            said = letter.run("test", ISSUE, "--json", BREVO_API_KEY=BREVO_KEY)
            assert (said.code, json.loads(said.out)["audience"]["size"]) == (0, len(READERS))
            assert len(fake.requests) - before == 6


def test_a_test_was_sent_where_the_service_delivered_it(letter: Letter) -> None:
    said = letter.run("test", ISSUE, "--json")
    assert (said.code, json.loads(said.out)["confirmed"]) == (0, True)
    assert f"the reviewers were sent the issue of {ISSUE}" in letter.run("test", ISSUE).out


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (State.DRAFT, "will not leave"),
        (State.CANCELLED, "will not leave"),
        (State.PAUSED, "was stopped"),
        (State.INCOMPLETE, "was stopped"),
    ],
)
def test_what_was_scheduled_and_began_to_leave_is_not_said_to_stay(now: State, said: str) -> None:
    view = _cancelled_view(ISSUE, State.SCHEDULED, Campaign("1", "x", now, "https://service.example.org/1"))
    success, rows = view.parts
    assert isinstance(success, Success)
    assert said in success.sentence
    assert isinstance(rows, Rows)
    assert ("some readers may have received it: check there how many" in dict(rows.rows).values()) is (
        said == "was stopped"
    )


@pytest.mark.parametrize(
    ("reached", "says"), [(None, "nobody is known"), (0, "nobody is known"), (1, "is being sent;")]
)
def test_what_the_service_took_is_said_to_have_reached_nobody_until_somebody_has_it(
    reached: int | None, says: str
) -> None:
    campaign = Campaign("1", "Cénum", State.SENDING, "https://service.example/1", reached=reached, wanted=2)
    assert says in _sentence(SendResult(campaign, Audience("Lecteurs", 2)))


def test_an_hour_is_handed_over_and_taken_back(letter: Letter) -> None:
    letter.run("test", ISSUE)
    refused = letter.run("schedule", ISSUE, "--at", "2001-01-01T07:00", "--yes")
    assert (refused.code, "has passed" in refused.err) == (2, True)
    assert letter.run("schedule", ISSUE, "--at", LATER, "--yes").code == 0
    assert letter.run("schedule", ISSUE, "--at", LATER, "--yes").code == 0
    assert "2126-11-29 07:00" in letter.run("status", ISSUE).out
    assert letter.run("send", ISSUE, "--yes", "--early").code == 1
    taken_back = letter.run("cancel", ISSUE, "--json")
    assert taken_back.data["was"] == "scheduled"
    assert letter.run("cancel", ISSUE).code == 1
    assert len(letter.mails()) == 2
    assert letter.run("send", ISSUE, "--yes", "--early").code == 0
    assert len(letter.mails()) == 2 + 3


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2026-11-26T22:59:00+00:00", "today is Thursday 26 November 2026"),
        ("2026-11-27T23:00:00+00:00", "today is Saturday 28 November 2026"),
        ("2027-11-27T12:00:00+00:00", "rename the file"),
        ("2026-11-20T12:00:00+00:00", f"cenum schedule {ISSUE}"),
    ],
)
def test_unasked_a_letter_does_not_leave_on_another_day_than_its_own(letter: Letter, now: str, says: str) -> None:
    letter.run("test", ISSUE)
    refused = letter.run("send", ISSUE, "--yes", GIVEN_NOW=now)
    assert refused.code == 1
    for words in (says, "the letter of Friday 27 November 2026", "--early"):
        assert words in refused.err
    assert len(letter.mails()) == 2
    assert letter.run("send", ISSUE, "--yes", "--early", GIVEN_NOW=now).code == 0
    assert len(letter.mails()) == 2 + 3


@pytest.mark.parametrize("now", ["2026-11-26T23:00:00+00:00", "2026-11-27T22:59:00+00:00"])
def test_a_letter_leaves_on_its_own_day_wherever_the_machine_is(letter: Letter, now: str) -> None:
    letter.run("test", ISSUE)
    assert letter.run("send", ISSUE, "--yes", GIVEN_NOW=now, TZ="America/Los_Angeles").code == 0
    assert len(letter.mails()) == 2 + 3


@pytest.mark.parametrize(
    ("language", "typed", "more", "leaves"),
    [
        ("en", "yes\nyes\n", (), True),
        ("fr", "oui\noui\n", (), True),
        ("en", "yes\nno\n", (), False),
        ("en", "no\n", (), False),
        ("en", "yes\n", ("--early",), True),
    ],
)
def test_a_person_is_asked_again_on_another_day(
    letter: Letter,
    language: str,
    typed: str,
    more: tuple[str, ...],
    leaves: bool,  # noqa: FBT001  a table
) -> None:
    letter.run("test", ISSUE)
    person, terminal = pty.openpty()
    try:
        os.write(person, typed.encode())
        process = letter.start("send", ISSUE, *more, stdin=terminal, environment={"CENUM_LANG": language})
        out, err = process.communicate()
    finally:
        os.close(person)
        os.close(terminal)
    assert (process.returncode == 0) is leaves, err
    day = {"en": "Friday 27 November 2026", "fr": "vendredi 27 novembre 2026"}[language]
    assert (day in out) is (not more and typed != "no\n")
    assert len(letter.mails()) == 2 + (3 if leaves else 0)


def test_nobody_to_ask_is_told_what_another_day_takes(letter: Letter) -> None:
    letter.run("test", ISSUE)
    alone = letter.run("send", ISSUE)
    assert (alone.code, "--yes --early" in alone.err) == (2, True)
    on_its_day = letter.run("send", ISSUE, GIVEN_NOW=f"{ISSUE}T12:00:00+00:00")
    assert (on_its_day.code, "--yes" in on_its_day.err, "--early" in on_its_day.err) == (2, True, False)
    assert len(letter.mails()) == 2


def test_a_letter_waits_for_those_who_have_to_approve_it(letter: Letter) -> None:
    settle(letter, "[newsletter]\n", "approvals = 2\n[newsletter]\n")
    assert letter.run("approve", ISSUE, "--as", "Ada").code == 1
    letter.run("test", ISSUE)
    assert letter.run("approve", ISSUE).code == 1
    assert letter.run("approve", ISSUE, "--as", "Ada").code == 0
    waiting = letter.run("send", ISSUE, "--yes", "--early")
    assert (waiting.code, "approved by: Ada" in waiting.err) == (1, True)
    assert letter.run("approve", ISSUE, "--json", CENUM_APPROVERS="bachir").data["approvers"] == ["Ada", "bachir"]
    letter.issue.write_text(letter.issue.read_text("utf-8").replace("Bonjour,", "Bonjour"), "utf-8")
    assert "no longer what the reviewers were sent" in letter.run("send", ISSUE, "--yes", "--early").err
    letter.issue.write_text(letter.issue.read_text("utf-8").replace("Bonjour", "Bonjour,"), "utf-8")
    assert letter.run("send", ISSUE, "--yes", "--early").code == 0


def test_whom_it_goes_to_is_said_by_every_command_on_the_way(letter: Letter, tmp_path: Path) -> None:
    contacts = letter.folder / "contacts.csv"
    many = len(contacts.read_text("utf-8").splitlines()) - 1
    record = tmp_path / "record.json"
    for command in (("test", ISSUE), ("approve", ISSUE, "--as", "Ada"), ("send", ISSUE, "--yes", "--early")):
        said = letter.run(*command, "--record", str(record))
        assert said.code == 0
        rows = [words.split() for words in said.out.splitlines() if words.strip().startswith("audience")]
        assert rows
        assert {row[-1] for row in rows} == {f"({many})"}
        # What a step writes down is what the pull request is told.
        assert f"({many})" in record.read_text("utf-8")
    other = letter.run("status", ISSUE, "--json").data["audience"]
    assert other["size"] == many


def test_another_file_of_contacts_takes_another_test(letter: Letter) -> None:
    assert letter.run("test", ISSUE).code == 0
    (letter.folder / "others.csv").write_text("email,name\nada@readers.example.org,Ada\n", "utf-8")
    settle(letter, 'contacts = "contacts.csv"', 'contacts = "others.csv"')
    refused = letter.run("send", ISSUE, "--yes", "--early")
    assert (refused.code, "no longer what the reviewers were sent" in refused.err) == (1, True)


def test_the_unattended_morning_sends_what_is_due_once_and_says_so(letter: Letter) -> None:
    def due(*options: str, at: str = "06:07") -> Result:
        return letter.run("send", "--due", "--yes", *options, GIVEN_NOW=f"{ISSUE}T{at}:00+00:00")

    text = letter.issue.read_text("utf-8")
    letter.issue.unlink()
    assert "nothing is due: it is 2026-11-27 07:07 (Europe/Paris)" in due().out
    assert due("--json").data == {"done": True, "due": None, "now": "2026-11-27T07:07+01:00"}
    letter.issue.write_text(text.replace("title:", "draft: true\ntitle:", 1), "utf-8")
    draft = due()
    assert (draft.code, "nothing is due" in draft.out) == (0, True)
    letter.issue.write_text(text, "utf-8")
    untested = due()
    assert (untested.code, "never tested" in untested.err) == (1, True)
    letter.run("test", ISSUE)
    assert "nothing is due: it is 2026-11-27 06:59 (Europe/Paris)" in due(at="05:59").out
    left = due("--json")
    assert (left.code, left.data["now"], left.err.splitlines()[0]) == (
        *(0, "2026-11-27T07:07+01:00", "it is 2026-11-27 07:07 (Europe/Paris)"),
    )
    assert [due().code for _run in range(2)] == [0, 0]
    assert "already left" in due(at="22:59").out
    assert "nothing is due: it is 2026-11-28 00:00 (Europe/Paris)" in due(at="23:00").out
    assert len(letter.mails()) == 2 + 3


def test_a_letter_goes_all_the_way_at_a_service_over_http(there: Letter, listmonk: FakeListmonk) -> None:
    ways = [
        ("test", ISSUE),
        ("status",),
        ("doctor", "--offline"),
        ("send", ISSUE, "--yes", "--early"),
        ("status", ISSUE),
    ]
    for way in ways:
        done = there.run(*way, **KEYS)
        assert done.code == 0, done.err
        assert_secret(done)
    assert [address for address, _letter, _html in listmonk.tests] == list(REVIEWERS)
    assert [address for address, _letter, _html in listmonk.sends] == [reader.email for reader in READERS]
    assert there.run("send", ISSUE, "--yes", "--early", **KEYS).code == 1
    assert [file for file in there.folder.rglob("*") if file.is_file() and TOKEN.encode() in file.read_bytes()] == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.REFUSED, 3), (Fault.GARBAGE, 3), (Fault.LOST, 3), (Fault.ERROR_AFTER, 3), (Fault.TRUNCATED, 3)],
    ids=lambda value: value.name.lower() if isinstance(value, Fault) else "",
)
def test_a_service_that_breaks_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, there: Letter, listmonk: FakeListmonk, fault: Fault, code: int
) -> None:
    # The campaigns' list is asked for again and again: every one of these requests breaks.
    monkeypatch.setattr(Retry, "sleep", lambda *_: None)
    listmonk.break_at(1, fault)
    if fault is not Fault.REFUSED:
        listmonk.fault_always = True
    done = there.run("status", **KEYS)
    assert done.code == code
    assert "listmonk" in done.err
    assert_secret(done)


@pytest.mark.parametrize(
    ("keys", "code", "says"),
    [
        ({}, 2, "LISTMONK_API_USER is not set"),
        ({"LISTMONK_API_USER": USER}, 2, "LISTMONK_API_TOKEN is not set"),
        ({**KEYS, "LISTMONK_API_TOKEN": TOKEN + "\n" + TOKEN}, 2, "valid key"),
        ({**KEYS, "LISTMONK_API_TOKEN": TOKEN + "x"}, 3, "invalid API credentials"),
    ],
)
def test_a_wrong_key_is_named_and_never_shown(there: Letter, keys: dict[str, str], code: int, says: str) -> None:
    for command in (("test", ISSUE), ("send", ISSUE, "--yes", "--early"), ("status",), ("cancel", ISSUE)):
        done = there.run(*command, **keys)
        assert (done.code, says in done.err) == (code, True), done.err
        assert_secret(done)


def test_the_doctor_names_what_is_wrong_with_its_remedy(there: Letter, listmonk: FakeListmonk) -> None:
    listmonk.reviewers = REVIEWERS[:1]
    found = there.run("doctor", "--offline", "--json", **KEYS)
    assert REVIEWERS[1] in found.out
    assert found.code == 1
    assert there.run("doctor", "--offline").code == 1


def test_a_service_without_its_table_is_a_mistake_in_the_settings(letter: Letter) -> None:
    settle(letter, 'name = "local"', 'name = "brevo"')
    done = letter.run("status")
    assert (done.code, "[service.brevo]" in done.err) == (2, True)


def assert_secret(done: Result) -> None:
    assert TOKEN not in done.out + done.err
    assert "Traceback" not in done.err


def test_what_became_of_a_letter_is_a_page_and_a_table(letter: Letter) -> None:
    letter.run("test", ISSUE)
    early = letter.run("report", ISSUE)
    assert (early.code, "has not been sent yet" in early.err) == (1, True)
    letter.run("send", ISSUE, "--yes", "--early")
    (letter.folder / "issues" / "2026-12-04.md").write_text(letter.issue.read_text("utf-8"), "utf-8")
    assert f"the issue of {ISSUE}" in letter.run("report").out
    assert letter.run("report", CENUM_LANG="fr").code == 0
    assert '<html lang="fr">' in (letter.folder / "dist" / ISSUE / "report.html").read_text("utf-8")
    told = letter.run("report", ISSUE)
    assert (told.code, "3 (100.0\u00a0%)" in told.out) == (0, True)
    assert "<table>" in (letter.folder / "dist" / ISSUE / "report.html").read_text("utf-8")
    assert letter.run("report", ISSUE, "--csv").out.startswith("issue,heading")
    assert letter.run("report", ISSUE, "--json").data["done"] is True


def test_what_a_message_is_warned_of_can_be_accepted(letter: Letter) -> None:
    letter.run("test", ISSUE)
    (mail, *_others) = sorted((letter.folder / ".cenum" / "local" / "mailbox" / "new").iterdir())
    settings = letter.folder / "cenum.toml"
    waiver = '\n[[waivers]]\nrule = "receipt-unjudged"\nreason = "Le service intégré ne signe pas."\n'
    settings.write_text(settings.read_text("utf-8") + waiver, "utf-8")
    accepted = [
        one for one in letter.run("inspect", str(mail), "--json").data["findings"] if one["severity"] == "note"
    ]
    assert [one["rule"] for one in accepted] == ["receipt-unjudged"]
    assert "**accepted** " in letter.run("inspect", str(mail), "--markdown").out


def test_a_message_that_was_received_is_held_against_its_issue(letter: Letter) -> None:
    letter.run("test", ISSUE)
    (mail, *_others) = sorted((letter.folder / ".cenum" / "local" / "mailbox" / "new").iterdir())
    seen = letter.run("inspect", str(mail))
    assert f"compared with the issue of {ISSUE}" in seen.out
    # The embedded service does not sign, and its links lead to this machine: no DNS would change that.
    assert (seen.code, "embedded service does not sign" in seen.err, "DNS" in seen.err) == (0, True, False)
    assert "merge tag" not in seen.err
    assert "| links rewritten | 0 /" in letter.run("inspect", str(mail), "--markdown").out
    told = letter.run("inspect", str(mail), "--json", "--issue", ISSUE).data
    assert told["done"] is True
    assert told["receipt"]["issue"] == ISSUE
    letter.issue.write_text(letter.issue.read_text("utf-8").replace("https://example.org/", "https://other.example/"))
    told = letter.run("inspect", str(mail), "--json", "--issue", ISSUE).data
    assert told["receipt"]["rewritten"] == [{"address": "https://other.example/lien", "through": "example.org"}]
    letter.issue.write_text(letter.issue.read_text("utf-8").replace("https://other.example/", "https://example.org/"))
    nothing = letter.run("inspect")
    assert (nothing.code, "--imap HOST" in nothing.err) == (2, True)
    no_message = letter.run("inspect", "cenum.toml")
    assert (no_message.code, ".eml" in no_message.err) == (2, True)
    unreachable = letter.run("inspect", "--imap", "127.0.0.1", "--user", "me", CENUM_IMAP_PASSWORD="planted-password")  # noqa: S106  nobody's
    assert (unreachable.code, "can't be reached" in unreachable.err) == (3, True)
    assert "planted-password" not in unreachable.out + unreachable.err
    unset = letter.run("inspect", "--imap", "127.0.0.1", "--user", "me")
    assert (unset.code, "mailbox's password" in unset.err, "cenum.toml" in unset.err) == (2, True, False)


def test_readers_fetch_an_event_from_where_the_pictures_are(letter: Letter) -> None:
    issue = letter.issue.read_text("utf-8")
    letter.issue.write_text(f"{issue}\n::: event 2026-12-03 18h-20h Brest\nUn atelier.\n:::\n", "utf-8")
    assert letter.run("test", ISSUE).code == 0
    assert letter.run("send", ISSUE, "--yes", "--early").code == 0
    (hosted,) = (letter.folder / ".cenum" / "local" / "pictures").glob("*.ics")
    assert b"DTSTART:20261203T170000Z\r\nDTEND:20261203T190000Z\r\n" in hosted.read_bytes()
    received = list((letter.folder / ".cenum" / "local" / "mailbox" / "new").iterdir())
    for mail in received:
        message = message_from_bytes(mail.read_bytes(), policy=default)
        for kind in ("html", "plain"):
            part = message.get_body((kind,))
            assert part is not None
            assert part.get_content().count(f"http://localhost:8025/calendar/{hosted.name}") == 1
    assert len(received) > len(REVIEWERS)


def test_a_list_that_was_deleted_hides_no_letter_that_left(there: Letter, listmonk: FakeListmonk) -> None:
    assert there.run("test", ISSUE, **KEYS).code == 0
    assert there.run("send", ISSUE, "--yes", "--early", **KEYS).code == 0
    listmonk.deleted = (3,)
    told = there.run("status", ISSUE, **KEYS)
    assert (told.code, "listmonk has no list 3" in told.out) == (0, True)
    assert f"· {ISSUE} ·" in told.out
    assert there.run("status", ISSUE, "--json", **KEYS).data["audience"] is None
