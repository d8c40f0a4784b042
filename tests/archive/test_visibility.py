"""The one rule, by what must hold of it whatever it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cenum.archive.visibility import KNOWN_FOR, Fate, IssueFacts, LedgerEntry, Visibility, visibility

HOUR = datetime(2026, 11, 27, 6, tzinfo=UTC)
EARLY = st.sampled_from([Visibility.ANNOUNCED, Visibility.UNLISTED])
FACTS = st.tuples(st.booleans(), st.booleans(), st.booleans()).map(lambda said: IssueFacts(HOUR, *said))
ENTRIES = st.tuples(st.sampled_from(Fate), st.booleans(), st.sampled_from(Visibility)).map(
    lambda known: LedgerEntry(*known)
)
CLOCKS = st.timedeltas(-timedelta(days=40), timedelta(days=40)).map(lambda since: HOUR + since)


@given(FACTS, ENTRIES, CLOCKS, EARLY)
def test_a_draft_is_private_whatever_else_holds(
    facts: IssueFacts, entry: LedgerEntry, now: datetime, early: Visibility
) -> None:
    if facts.draft or not facts.is_committed:
        assert visibility(facts, entry, now, early) is Visibility.PRIVATE


@given(FACTS, ENTRIES, CLOCKS, EARLY)
def test_without_an_answer_nothing_is_more_public_than_it_was(
    facts: IssueFacts, entry: LedgerEntry, now: datetime, early: Visibility
) -> None:
    if entry.fate is Fate.UNKNOWN and now - HOUR <= KNOWN_FOR:
        assert visibility(facts, entry, now, early) <= entry.before


@given(FACTS, ENTRIES, CLOCKS, EARLY)
def test_before_its_hour_a_letter_that_has_not_left_is_only_there_if_it_is_what_is_scheduled(
    facts: IssueFacts, entry: LedgerEntry, now: datetime, early: Visibility
) -> None:
    found = visibility(facts, entry, now, early)
    if now < HOUR and entry.fate is Fate.SCHEDULED:
        assert found in ({Visibility.PRIVATE, early} if entry.is_this_one else {Visibility.PRIVATE})
    if now < HOUR and entry.fate is Fate.STAYED:
        assert found is Visibility.PRIVATE
    if entry.fate is Fate.TESTED and now - HOUR <= KNOWN_FOR:
        assert found in {Visibility.PRIVATE, Visibility.ANNOUNCED}
