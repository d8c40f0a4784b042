"""What the service says of a letter: by its own campaigns alone, and by what vouches for it first."""

from __future__ import annotations

import pytest

from cenum.archive.ledger import Ledger, read_ledger
from cenum.archive.visibility import Fate
from cenum.sending.mark import Mark
from cenum.services.service import Campaign, State

KEY, THIS, OTHER = "2026-11-27", "a1" * 32, "b2" * 32


def campaign(state: State, digest: str | None = THIS, *, letter: str = "Cénum", key: str = KEY) -> Campaign:
    """One whose name says what was tested: a ``digest``, or nothing."""
    return Campaign(digest or "new", Mark(letter, key, digest).name, state, "https://service.example.org/1")


def fate(*campaigns: Campaign) -> tuple[Fate, str]:
    """What became of the letter, and the id of what vouches for it."""
    found, vouching = read_ledger("Cénum", campaigns).fate(KEY, [THIS])
    return found, vouching.id if vouching else ""


@pytest.mark.parametrize(
    ("state", "digest", "said"),
    [
        (State.DRAFT, None, (Fate.STAYED, "")),
        (State.DRAFT, OTHER, (Fate.STAYED, "")),
        (State.DRAFT, THIS, (Fate.TESTED, THIS)),
        (State.SCHEDULED, THIS, (Fate.SCHEDULED, THIS)),
        (State.SCHEDULED, OTHER, (Fate.SCHEDULED, "")),
        (State.SENDING, THIS, (Fate.LEFT, THIS)),
        (State.SENT, THIS, (Fate.LEFT, THIS)),
        (State.SENT, None, (Fate.LEFT, "")),
        (State.PAUSED, THIS, (Fate.PARTLY, THIS)),
        (State.INCOMPLETE, THIS, (Fate.LEFT, THIS)),
        (State.ARCHIVED, THIS, (Fate.LEFT, THIS)),
    ],
)
def test_each_state_is_a_fate_and_a_campaign_vouches_only_for_what_was_tested_with_it(
    state: State, digest: str | None, said: tuple[Fate, str]
) -> None:
    assert fate(campaign(state, digest)) == said


@pytest.mark.parametrize("other", [{"letter": "Une autre lettre"}, {"key": "2026-11-20"}])
def test_another_letter_of_the_account_says_nothing_of_this_one(other: dict[str, str]) -> None:
    assert fate(campaign(State.SENT, **other)) == (Fate.STAYED, "")
    assert fate(campaign(State.SENT, **other), campaign(State.DRAFT)) == (Fate.TESTED, THIS)


def test_what_a_person_named_otherwise_is_nobodys() -> None:
    assert fate(Campaign("1", "Vœux du président", State.SENT, "https://service.example.org/1")) == (Fate.STAYED, "")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("campaigns", "said"),
    [
        ((campaign(State.SENT, OTHER), campaign(State.SCHEDULED)), (Fate.SCHEDULED, THIS)),
        ((campaign(State.SENT, OTHER), campaign(State.DRAFT)), (Fate.LEFT, "")),
        ((campaign(State.SENT), campaign(State.PAUSED, OTHER)), (Fate.LEFT, THIS)),
        ((campaign(State.PAUSED), campaign(State.SCHEDULED)), (Fate.PARTLY, THIS)),
    ],
)
def test_of_several_what_vouches_and_goes_out_counts_first(
    campaigns: tuple[Campaign, ...], said: tuple[Fate, str], order: int
) -> None:
    assert fate(*campaigns[::order]) == said


def test_a_service_that_was_not_heard_says_nothing() -> None:
    assert Ledger({KEY: (campaign(State.SENT),)}, "no answer").fate(KEY, [THIS]) == (Fate.UNKNOWN, None)
