"""The one rule, by what must hold of it whatever it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
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


SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PRIVATE, ANNOUNCED, UNLISTED, LISTED = Visibility


@pytest.mark.parametrize("early", [ANNOUNCED, UNLISTED])
@pytest.mark.parametrize(
    ("entry", "since", "found"),
    [
        (LedgerEntry(Fate.TESTED, is_this_one=True), -DAY, ANNOUNCED),
        (LedgerEntry(Fate.TESTED, is_this_one=True), DAY - SECOND, ANNOUNCED),
        (LedgerEntry(Fate.TESTED, is_this_one=True), DAY, PRIVATE),
        (LedgerEntry(Fate.TESTED), -DAY, PRIVATE),
        (LedgerEntry(Fate.STAYED, is_this_one=True), -DAY, PRIVATE),
        (LedgerEntry(Fate.STAYED, is_this_one=True, before=LISTED), DAY, PRIVATE),
        (LedgerEntry(Fate.SCHEDULED, is_this_one=True), 0 * SECOND, LISTED),
        (LedgerEntry(Fate.SCHEDULED), DAY, PRIVATE),
        (LedgerEntry(Fate.LEFT, is_this_one=True), -DAY, LISTED),
        (LedgerEntry(Fate.LEFT, is_this_one=True), DAY, LISTED),
        (LedgerEntry(Fate.LEFT), DAY, PRIVATE),
        (LedgerEntry(Fate.LEFT, before=UNLISTED), DAY, PRIVATE),
        (LedgerEntry(Fate.LEFT, before=LISTED), DAY, LISTED),
        (LedgerEntry(Fate.PARTLY, is_this_one=True), DAY, UNLISTED),
        (LedgerEntry(Fate.PARTLY, is_this_one=True, before=LISTED), DAY, LISTED),
        (LedgerEntry(Fate.PARTLY), DAY, PRIVATE),
        (LedgerEntry(Fate.PARTLY, before=UNLISTED), DAY, PRIVATE),
        (LedgerEntry(Fate.STAYED), KNOWN_FOR, PRIVATE),
        (LedgerEntry(Fate.STAYED), KNOWN_FOR + SECOND, LISTED),
        (LedgerEntry(Fate.UNKNOWN), KNOWN_FOR, PRIVATE),
        (LedgerEntry(Fate.UNKNOWN), KNOWN_FOR + SECOND, LISTED),
        (LedgerEntry(Fate.UNKNOWN, before=LISTED), -DAY, LISTED),
        (LedgerEntry(Fate.UNKNOWN, is_this_one=True, before=UNLISTED), DAY, UNLISTED),
        (LedgerEntry(Fate.UNKNOWN, before=UNLISTED), DAY, PRIVATE),
        (LedgerEntry(Fate.UNKNOWN, is_this_one=True, before=ANNOUNCED), -DAY, ANNOUNCED),
    ],
)
def test_each_fate_has_its_place_from_its_first_second_to_its_last(
    entry: LedgerEntry, since: timedelta, found: Visibility, early: Visibility
) -> None:
    assert visibility(IssueFacts(HOUR, draft=False, is_committed=True), entry, HOUR + since, early) is found


@pytest.mark.parametrize("early", [ANNOUNCED, UNLISTED])
@pytest.mark.parametrize(
    "entry",
    [
        LedgerEntry(Fate.SCHEDULED, is_this_one=True),
        # An embargo that was chosen since the last publication holds, too.
        LedgerEntry(Fate.UNKNOWN, is_this_one=True, before=UNLISTED),
    ],
)
def test_before_its_hour_an_embargo_holds(entry: LedgerEntry, early: Visibility) -> None:
    facts = IssueFacts(HOUR, draft=False, is_committed=True)
    assert visibility(facts, entry, HOUR - SECOND, early) is early


@pytest.mark.parametrize(("fate", "found"), [(Fate.LEFT, LISTED), (Fate.PARTLY, UNLISTED), (Fate.SCHEDULED, PRIVATE)])
def test_readers_keep_the_page_of_what_they_have_once_it_says_what_changed(fate: Fate, found: Visibility) -> None:
    facts = IssueFacts(HOUR, draft=False, is_committed=True, says_what_changed=True)
    assert visibility(facts, LedgerEntry(fate), HOUR + DAY, UNLISTED) is found
