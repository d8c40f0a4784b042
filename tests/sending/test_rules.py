from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.errors import CenumError, FateUnknown, NotReady, Refusal
from cenum.sending.mark import Mark, approver, campaign_name, read_mark
from cenum.sending.rules import (
    Proofs,
    already_left,
    audience_is_expected,
    campaign_to_cancel,
    campaign_to_send,
    campaign_to_test,
    leaves_whole,
    mark_is_whole,
    of_issue,
)
from cenum.services.service import Audience, Campaign, State
from cenum.settings import AudienceBounds

from .editions import edition

if TYPE_CHECKING:
    from collections.abc import Callable

LETTER = "Cénum"
KEY = "2026-11-27"
EDITION = edition(key=KEY)
UNTESTED = campaign_name(LETTER, KEY, None)
TESTED = campaign_name(LETTER, KEY, EDITION.digest)
OTHER_DIGEST = campaign_name(LETTER, KEY, "f" * 64)
OTHER_LETTER = campaign_name("La lettre", KEY, EDITION.digest)
OTHER_ISSUE = campaign_name(LETTER, "2026-11-20", EDITION.digest)


HOUR = EDITION.sending_at


def campaign(name: str, state: State = State.DRAFT, number: int = 1, at: datetime | None = None) -> Campaign:
    return Campaign(str(number), name, state, f"https://service.example/{number}", at)


def mine(campaigns: list[Campaign]) -> list[Campaign]:
    return of_issue(LETTER, KEY, campaigns)


def test_the_mark_survives_the_campaigns_name() -> None:
    assert read_mark(UNTESTED) == Mark(LETTER, KEY, None)
    assert read_mark(TESTED) == Mark(LETTER, KEY, EDITION.digest[:32])
    assert read_mark(TESTED).vouches_for(EDITION.digest)  # type: ignore[union-attr]  # it is one
    assert not read_mark(UNTESTED).vouches_for(EDITION.digest)  # type: ignore[union-attr]  # it is one


@pytest.mark.parametrize("letter", ["Cénum", "", "A · 2026-11-20 · untested", "deux\nlignes", " ", "· "])
def test_the_mark_says_whose_letter_it_is(letter: str) -> None:
    assert read_mark(campaign_name(letter, KEY, None)) == Mark(letter, KEY, None)
    assert of_issue(letter, KEY, [campaign(campaign_name(letter, KEY, None))])
    assert not of_issue(letter + "x", KEY, [campaign(campaign_name(letter, KEY, None))])


@pytest.mark.parametrize("cloned", ["Copy of ", "Copie de ", "Copie de Copie de ", "Копия ", "Kopia av "])
def test_what_was_cloned_at_the_service_is_of_the_same_letter(cloned: str) -> None:
    for state in (State.DRAFT, State.SENT):
        assert mine([campaign(cloned + TESTED, state)])
    with pytest.raises(Refusal, match="2 campaigns"):
        campaign_to_test(KEY, mine([campaign(TESTED), campaign(cloned + TESTED, number=2)]))
    # A letter may be called so itself.
    assert of_issue(f"{cloned}{LETTER}", KEY, [campaign(cloned + TESTED)])
    assert not of_issue(f"{cloned}{LETTER}", KEY, [campaign(TESTED)])


@pytest.mark.parametrize("name", ["Le ", "Copy", "Copy of", "Copy of the ", " Copy of "])
def test_what_only_ends_like_the_letter_is_another_one(name: str) -> None:
    assert not mine([campaign(name + TESTED)])


@pytest.mark.parametrize("name", ["", "Cénum", "Cénum 2026-11-27", TESTED + " (copie)", "2026-11-27 · untested"])
def test_a_campaign_that_somebody_else_named_bears_no_mark(name: str) -> None:
    assert read_mark(name) is None


@pytest.mark.parametrize(
    ("campaigns", "reused"),
    [
        ([], None),
        ([campaign("Rentrée")], None),
        ([campaign(OTHER_ISSUE, State.SENT)], None),
        ([campaign(OTHER_LETTER, State.SENT)], None),
        ([campaign(OTHER_LETTER), campaign(UNTESTED, number=2)], "2"),
        ([campaign(UNTESTED)], "1"),
        ([campaign(TESTED)], "1"),
        ([campaign(TESTED, State.CANCELLED), campaign(UNTESTED, number=2)], "2"),
    ],
)
def test_a_test_reuses_the_one_draft_or_makes_one(campaigns: list[Campaign], reused: str | None) -> None:
    found = campaign_to_test(KEY, mine(campaigns))
    assert (found.id if found else None) == reused


@pytest.mark.parametrize(
    ("campaigns", "says"),
    [
        ([campaign(UNTESTED), campaign(TESTED, number=2)], "2 campaigns"),
        ([campaign(TESTED, State.SCHEDULED)], "scheduled"),
        ([campaign(TESTED, State.SENDING)], "being sent"),
        ([campaign(TESTED, State.SENT)], "already sent"),
        ([campaign(UNTESTED), campaign(TESTED, State.SENT, 2)], "already sent"),
    ],
)
def test_a_test_refuses_what_left_or_is_ambiguous_and_names_it(campaigns: list[Campaign], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refusal:
        campaign_to_test(KEY, mine(campaigns))
    assert "https://service.example/" in refusal.value.message


def test_a_send_takes_the_one_draft_that_was_tested_with_this_digest() -> None:
    assert campaign_to_send(EDITION, mine([campaign(TESTED), campaign(OTHER_ISSUE, number=2)]), Proofs(0)).id == "1"


@pytest.mark.parametrize(
    ("campaigns", "says"),
    [
        ([], "never tested"),
        ([campaign(UNTESTED)], "never tested"),
        ([campaign(OTHER_ISSUE)], "never tested"),
        ([campaign(OTHER_DIGEST)], "no longer what the reviewers were sent"),
        ([campaign(TESTED, State.CANCELLED)], "never tested"),
        ([campaign(TESTED), campaign(TESTED, number=2)], "2 campaigns"),
        ([campaign(TESTED, State.SCHEDULED)], "scheduled"),
        ([campaign(TESTED, State.SENDING)], "being sent"),
        ([campaign(TESTED, State.PAUSED)], "stopped half-way"),
        ([campaign(TESTED, State.ARCHIVED)], "already sent"),
        ([campaign(TESTED, State.SENT)], "already sent"),
    ],
)
def test_a_send_refuses_everything_else(campaigns: list[Campaign], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        campaign_to_send(EDITION, mine(campaigns), Proofs(0))


@pytest.mark.parametrize(
    ("size", "bounds", "fits"),
    [
        (0, AudienceBounds(minimum=0), False),
        (1, AudienceBounds(), True),
        (99, AudienceBounds(minimum=100), False),
        (100, AudienceBounds(minimum=100, maximum=200), True),
        (200, AudienceBounds(minimum=100, maximum=200), True),
        (201, AudienceBounds(minimum=100, maximum=200), False),
        (1000, AudienceBounds(usual=100), True),
        (1001, AudienceBounds(usual=100), False),
        (10, AudienceBounds(usual=100), True),
        (9, AudienceBounds(usual=100), False),
        (0, AudienceBounds(usual=5), False),
        (201, AudienceBounds(maximum=200, usual=100), False),
    ],
)
def test_an_audience_outside_its_bounds_is_refused(size: int, bounds: AudienceBounds, fits: bool) -> None:  # noqa: FBT001  a table
    if fits:
        audience_is_expected(Audience("readers", size), bounds)
    else:
        with pytest.raises(Refusal, match="readers"):
            audience_is_expected(Audience("readers", size), bounds)


@given(st.lists(st.text(), max_size=4))
def test_whatever_people_are_called_the_mark_can_be_read(people: list[str]) -> None:
    names: tuple[str, ...] = ()
    for person in people:
        mark = read_mark(campaign_name(LETTER, KEY, EDITION.digest, names))
        assert mark is not None
        name = approver(person)
        names = mark.approved_by(name) if name else mark.approvers
    assert read_mark(campaign_name(LETTER, KEY, EDITION.digest, names)) == Mark(
        LETTER, KEY, EDITION.digest[:32], names
    )


def test_a_test_that_has_to_arrive_is_not_sent_before() -> None:
    tested, arrived = campaign(TESTED), campaign(Mark(LETTER, KEY, EDITION.digest, (), arrived=True).name)
    assert read_mark(arrived.name) == Mark(LETTER, KEY, EDITION.digest[:32], (), arrived=True)
    assert campaign_to_send(EDITION, [arrived], Proofs(arrival=True)) is arrived
    assert campaign_to_send(EDITION, [tested], Proofs()) is tested
    with pytest.raises(NotReady, match="nobody has seen the test") as refusal:
        campaign_to_send(EDITION, [tested], Proofs(arrival=True))
    assert "cenum inspect --imap" in refusal.value.remedy
    scheduled = campaign(TESTED, State.SCHEDULED, at=HOUR)
    with pytest.raises(NotReady, match="nobody has seen the test") as refusal:
        already_left(EDITION, [scheduled], HOUR, Proofs(arrival=True))


def test_an_approval_counts_once_however_the_name_is_written() -> None:
    mark = Mark(LETTER, KEY, EDITION.digest[:32], ("Ada Lovelace",))
    assert mark.approved_by("ADA LOVELACE") == ("Ada Lovelace",)
    assert mark.approved_by("Bachir") == ("Ada Lovelace", "Bachir")
    for one, other in (("Herve\u0301", "Hervé"), ("O’Brien", "O'Brien")):
        assert Mark(LETTER, KEY, EDITION.digest[:32], (approver(one),)).approved_by(approver(other)) == (
            approver(one),
        )
    assert [approver(name) for name in ("--", "''", "12", " . ")] == [""] * 4


@pytest.mark.parametrize(
    ("approvers", "wanted", "says"),
    [
        ((), 0, ""),
        (("Ada",), 1, ""),
        (("Ada", "Bachir"), 1, ""),
        ((), 1, "1 approval .* nobody yet"),
        (("Ada",), 3, "2 approvals .* Ada"),
    ],
)
def test_approvals_that_are_missing_are_named(approvers: tuple[str, ...], wanted: int, says: str) -> None:
    one = campaign(campaign_name(LETTER, KEY, EDITION.digest, approvers))
    if not says:
        assert campaign_to_send(EDITION, [one], Proofs(wanted)) is one
    else:
        with pytest.raises(Refusal, match=says):
            campaign_to_send(EDITION, [one], Proofs(wanted))


@pytest.mark.parametrize(
    ("campaigns", "late", "found"),
    [
        ([], 0, None),
        ([campaign(TESTED)], 0, None),
        ([campaign(TESTED, State.CANCELLED)], 0, None),
        ([campaign(OTHER_DIGEST, State.SENT)], 200, "1"),
        ([campaign(TESTED, State.SENDING)], 30, "1"),
        ([campaign(TESTED, State.SENDING, at=HOUR)], 30, "1"),
        ([replace(campaign(TESTED, State.SENDING, at=HOUR), reached=1, wanted=420)], 200, "1"),
        ([campaign(TESTED, State.SCHEDULED, at=HOUR)], 0, "1"),
        ([campaign(TESTED, State.SCHEDULED, at=HOUR)], 29, "1"),
        ([campaign(TESTED, State.SCHEDULED)], 29, "1"),
        ([campaign(TESTED, State.SCHEDULED, at=HOUR + timedelta(hours=2))], 60, "1"),
    ],
)
def test_what_left_or_will_leave_by_itself_is_left_alone(
    campaigns: list[Campaign], late: int, found: str | None
) -> None:
    left = already_left(EDITION, mine(campaigns), HOUR + timedelta(minutes=late), Proofs(0))
    assert (left.id if left else None) == found


@pytest.mark.parametrize(
    ("campaigns", "late", "says"),
    [
        ([campaign(OTHER_DIGEST, State.SCHEDULED, at=HOUR)], 0, "is not the issue"),
        ([campaign(TESTED, State.SCHEDULED, at=HOUR + timedelta(days=1))], 0, "another day"),
        ([campaign(TESTED, State.SCHEDULED, at=HOUR), campaign(TESTED, number=2)], 0, "2 campaigns"),
        ([campaign(TESTED, State.PAUSED)], 0, "half-way"),
        ([replace(campaign(TESTED, State.PAUSED), reached=3, wanted=420)], 0, "after 3 of 420 readers"),
        ([campaign(TESTED, State.INCOMPLETE)], 0, "a part of the readers only"),
        ([replace(campaign(TESTED, State.INCOMPLETE), reached=76, wanted=420)], 0, "76 of 420 readers only"),
    ],
)
def test_what_will_leave_wrongly_is_refused(campaigns: list[Campaign], late: int, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        already_left(EDITION, mine(campaigns), HOUR + timedelta(minutes=late), Proofs(0))


@pytest.mark.parametrize("at", [None, HOUR])
@pytest.mark.parametrize("reached", [None, 0])
def test_what_is_being_sent_and_reaches_nobody_needs_a_person(reached: int | None, at: datetime | None) -> None:
    sending = replace(campaign(TESTED, State.SENDING, at=at), reached=reached)
    with pytest.raises(FateUnknown, match="nobody has received it") as unknown:
        already_left(EDITION, [sending], HOUR + timedelta(minutes=31), Proofs(0))
    assert "https://service.example/1" in unknown.value.remedy


@pytest.mark.parametrize("state", [State.INCOMPLETE, State.PAUSED])
@pytest.mark.parametrize("remedy", ["", "raise the daily limit there, and continue it"])
def test_nobody_is_told_to_send_again_what_many_have(state: State, remedy: str) -> None:
    some = replace(campaign(TESTED, state), reached=76, wanted=420, remedy=remedy)
    tries: list[Callable[[], object]] = [
        lambda: already_left(EDITION, [some], HOUR, Proofs(0)),
        lambda: campaign_to_test(KEY, [some]),
        lambda: campaign_to_send(EDITION, [some], Proofs(0)),
        lambda: leaves_whole(KEY, campaign(TESTED), some, 420),
    ]
    for refused in tries:
        with pytest.raises(CenumError) as refusal:
            refused()
        assert "76 of 420 readers" in refusal.value.message
        assert refusal.value.remedy == remedy or "do not send the issue to everybody again" in refusal.value.remedy
        assert "delete" not in refusal.value.remedy


def test_what_left_under_another_name_is_looked_at() -> None:
    leaves_whole(KEY, campaign(TESTED), campaign(TESTED, State.SENDING), 420)
    with pytest.raises(FateUnknown, match="its name is now"):
        leaves_whole(KEY, campaign(TESTED), campaign(OTHER_DIGEST, State.SENDING), 420)


@pytest.mark.parametrize(("wanted", "more"), [(None, False), (0, False), (419, False), (420, False), (421, True)])
def test_more_readers_than_were_announced_are_told(wanted: int | None, more: bool) -> None:  # noqa: FBT001  a table
    found = replace(campaign(TESTED, State.SENDING), reached=0, wanted=wanted)
    if not more:
        leaves_whole(KEY, campaign(TESTED), found, 420)
        return
    with pytest.raises(FateUnknown, match="421 readers, and 420 were announced"):
        leaves_whole(KEY, campaign(TESTED), found, 420)


def test_the_day_that_counts_is_the_letters_own() -> None:
    paris = ZoneInfo("Europe/Paris")
    edition = replace(EDITION, sending_at=datetime(2026, 12, 18, 0, 15, tzinfo=paris))
    now = datetime(2026, 12, 17, 20, tzinfo=UTC)
    same_day = campaign(TESTED, State.SCHEDULED, at=datetime(2026, 12, 18, 6, tzinfo=UTC))
    assert already_left(edition, mine([same_day]), now, Proofs(0)) == same_day
    next_day = campaign(TESTED, State.SCHEDULED, at=datetime(2026, 12, 18, 23, 30, tzinfo=UTC))
    with pytest.raises(Refusal, match="another day: 2026-12-19 00:30"):
        already_left(edition, mine([next_day]), now, Proofs(0))


@pytest.mark.parametrize("other", [State.SENT, State.SENDING, State.PAUSED, State.ARCHIVED, State.SCHEDULED])
@pytest.mark.parametrize("newest", [0, 1])
def test_what_left_and_will_leave_again_is_refused_and_both_are_named(other: State, newest: int) -> None:
    both = [campaign(TESTED, other), campaign(TESTED, State.SCHEDULED, 2, HOUR)]
    with pytest.raises(Refusal, match="would leave twice") as refusal:
        already_left(EDITION, both[newest:] + both[:newest], HOUR, Proofs(0))
    assert "https://service.example/1 (" in refusal.value.message
    assert "https://service.example/2 (scheduled)" in refusal.value.message
    assert other is State.SCHEDULED or "service.example/2" in refusal.value.remedy


def test_what_is_scheduled_without_its_approvals_is_refused_with_the_way_out() -> None:
    approved = campaign_name(LETTER, KEY, EDITION.digest, ("Ada",))
    scheduled = campaign(approved, State.SCHEDULED, at=HOUR)
    assert already_left(EDITION, [scheduled], HOUR, Proofs(1)) is scheduled
    with pytest.raises(Refusal, match=r"1 approval .* Ada") as refusal:
        already_left(EDITION, [scheduled], HOUR, Proofs(2))
    assert "cenum cancel" in refusal.value.remedy


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (TESTED, ""),
        (TESTED[:50], "keeps 50 characters"),
        (UNTESTED, "same moment"),
        (OTHER_DIGEST, "same moment"),
    ],
)
def test_a_mark_has_to_be_there_as_a_whole(found: str, says: str) -> None:
    if not says:
        mark_is_whole(TESTED, UNTESTED, campaign(found))
    else:
        with pytest.raises(Refusal, match=says):
            mark_is_whole(TESTED, UNTESTED, campaign(found))


def test_a_schedule_that_the_service_did_not_keep_needs_a_person() -> None:
    with pytest.raises(FateUnknown, match="hour has passed"):
        already_left(EDITION, [campaign(TESTED, State.SCHEDULED, at=HOUR)], HOUR + timedelta(minutes=31), Proofs(0))


@pytest.mark.parametrize("state", [State.SCHEDULED, State.SENDING, State.PAUSED])
def test_what_is_on_its_way_can_be_stopped(state: State) -> None:
    assert campaign_to_cancel(KEY, [campaign(UNTESTED, number=2), campaign(TESTED, state)]).id == "1"


@pytest.mark.parametrize(
    ("state", "says"),
    [(State.DRAFT, "neither scheduled"), (State.SENT, "already sent"), (State.CANCELLED, "nothing")],
)
def test_what_is_not_on_its_way_can_not_be_stopped(state: State, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        campaign_to_cancel(KEY, [campaign(TESTED, state)])
