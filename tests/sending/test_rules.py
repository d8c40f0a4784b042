from __future__ import annotations

import pytest

from cenum.errors import Refusal
from cenum.sending.mark import Mark, campaign_name, read_mark
from cenum.sending.rules import audience_is_expected, campaign_to_send, campaign_to_test
from cenum.services.service import Audience, Campaign, State
from cenum.settings import Audience as Bounds

from .editions import edition

KEY = "2026-11-27"
EDITION = edition(key=KEY)
UNTESTED = campaign_name("Cénum", KEY, None)
TESTED = campaign_name("Cénum", KEY, EDITION.digest)
OTHER_DIGEST = campaign_name("Cénum", KEY, "f" * 64)
OTHER_ISSUE = campaign_name("Cénum", "2026-11-20", EDITION.digest)


def campaign(name: str, state: State = State.DRAFT, number: int = 1) -> Campaign:
    return Campaign(str(number), name, state, f"https://service.example/{number}")


def test_the_mark_survives_the_campaigns_name() -> None:
    assert read_mark(UNTESTED) == Mark(KEY, None)
    assert read_mark(TESTED) == Mark(KEY, EDITION.digest[:32])
    assert read_mark(TESTED).vouches_for(EDITION.digest)  # type: ignore[union-attr]  # it is one
    assert not read_mark(UNTESTED).vouches_for(EDITION.digest)  # type: ignore[union-attr]  # it is one


@pytest.mark.parametrize("name", ["", "Cénum", "Cénum 2026-11-27", TESTED + " (copie)", "2026-11-27 · untested"])
def test_a_campaign_that_somebody_else_named_bears_no_mark(name: str) -> None:
    assert read_mark(name) is None


@pytest.mark.parametrize(
    ("campaigns", "reused"),
    [
        ([], None),
        ([campaign("Rentrée")], None),
        ([campaign(OTHER_ISSUE, State.SENT)], None),
        ([campaign(UNTESTED)], "1"),
        ([campaign(TESTED)], "1"),
        ([campaign(TESTED, State.CANCELLED), campaign(UNTESTED, number=2)], "2"),
    ],
)
def test_a_test_reuses_the_one_draft_or_makes_one(campaigns: list[Campaign], reused: str | None) -> None:
    found = campaign_to_test(KEY, campaigns)
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
        campaign_to_test(KEY, campaigns)
    assert "https://service.example/" in refusal.value.message


def test_a_send_takes_the_one_draft_that_was_tested_with_this_digest() -> None:
    assert campaign_to_send(EDITION, [campaign(TESTED), campaign(OTHER_ISSUE, number=2)]).id == "1"


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
        ([campaign(TESTED, State.SENT)], "already sent"),
    ],
)
def test_a_send_refuses_everything_else(campaigns: list[Campaign], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        campaign_to_send(EDITION, campaigns)


@pytest.mark.parametrize(
    ("size", "bounds", "fits"),
    [
        (0, Bounds(minimum=0), False),
        (1, Bounds(), True),
        (99, Bounds(minimum=100), False),
        (100, Bounds(minimum=100, maximum=200), True),
        (200, Bounds(minimum=100, maximum=200), True),
        (201, Bounds(minimum=100, maximum=200), False),
    ],
)
def test_an_audience_outside_its_bounds_is_refused(size: int, bounds: Bounds, fits: bool) -> None:  # noqa: FBT001  a table
    if fits:
        audience_is_expected(Audience("readers", size), bounds)
    else:
        with pytest.raises(Refusal, match="readers"):
            audience_is_expected(Audience("readers", size), bounds)
