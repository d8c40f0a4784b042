from __future__ import annotations

from typing import Any

import pytest

from cenum import i18n
from cenum.doctor.account import account_diagnoses
from cenum.doctor.diagnosis import Diagnosis, Health
from cenum.services.service import Audience, Notice, Standing
from tests.sending.editions import settings

GOOD, UNKNOWN, BAD = Health.GOOD, Health.UNKNOWN, Health.BAD
READY = Standing(sender_verified=True, tracks_opens=False)


def diagnosis(subject: str, standing: Standing = READY, size: int = 100, **changes: object) -> Diagnosis:
    found = account_diagnoses(settings(**changes), "team@example.org", Audience("Readers", size), standing)
    assert [one.subject for one in found] == ["key", "audience", "sender", "reviewers", "test", "opens"]
    return next(one for one in found if one.subject == subject)


def test_the_account_is_named() -> None:
    assert "team@example.org" in diagnosis("key").says


@pytest.mark.parametrize(("size", "verdict"), [(0, BAD), (9, BAD), (10, GOOD), (100, GOOD), (101, BAD)])
def test_the_audience_is_held_to_its_bounds(size: int, verdict: Health) -> None:
    found = diagnosis("audience", size=size, audience={"minimum": 10, "maximum": 100})
    assert found.verdict is verdict
    assert "Readers" in found.says
    assert bool(found.remedy) is (verdict is BAD)


def test_one_reader_is_one_in_french() -> None:
    i18n.speak("fr")
    try:
        found = account_diagnoses(settings(), "team@example.org", Audience("Lettre", 1), READY)
    finally:
        i18n.speak("en")
    assert "a 1 abonné, comme les réglages le prévoient" in found[1].says


@pytest.mark.parametrize(("verified", "verdict"), [(True, GOOD), (False, BAD), (None, UNKNOWN)])
def test_the_sender_is_verified_or_not_or_nobody_knows(verified: bool | None, verdict: Health) -> None:  # noqa: FBT001  a table's column
    found = diagnosis("sender", Standing(sender_verified=verified))
    assert found.verdict is verdict
    assert "cenum@example.org" in found.says


def test_reviewers_whom_the_service_does_not_know_are_listed() -> None:
    found = diagnosis("reviewers", Standing(unknown_reviewers=("two@review.example.org",)))
    assert found.verdict is BAD
    assert "two@review.example.org" in found.says
    assert "one@review.example.org" not in found.says
    assert "contact" in found.remedy


def test_reviewers_have_to_be_named() -> None:
    assert diagnosis("reviewers", reviewers=[]).verdict is BAD
    assert diagnosis("reviewers").verdict is GOOD


@pytest.mark.parametrize(
    ("tracks", "declared", "verdict"),
    [
        (True, False, BAD),
        (True, True, GOOD),
        (False, False, GOOD),
        (False, True, GOOD),
        (None, False, UNKNOWN),
        (None, True, UNKNOWN),
    ],
)
def test_opens_are_counted_with_consent_only(tracks: bool | None, declared: bool, verdict: Health) -> None:  # noqa: FBT001  a table's columns
    found = diagnosis("opens", Standing(tracks_opens=tracks), tracking={"opens": declared})
    assert found.verdict is verdict
    assert bool(found.remedy) is (verdict is not GOOD)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, UNKNOWN),
        ({"approvals": 2}, GOOD),
        ({"arrival": True}, GOOD),
        ({"approvals": 1, "arrival": True}, GOOD),
    ],
)
def test_whether_anything_proves_that_a_test_was_seen(changes: dict[str, Any], verdict: Health) -> None:
    hosted = {"name": "brevo", "brevo": {"audience": 12}}
    found = diagnosis("test", service=hosted, **changes)
    assert found.verdict is verdict
    assert ("approvals = 1" in found.remedy) is (verdict is UNKNOWN)
    assert diagnosis("test", **changes).verdict is GOOD  # the embedded service delivers itself


@pytest.mark.parametrize(
    ("notice", "verdict"),
    [
        (Notice("plan", "it has a badge", "pay for it"), Health.WARNING),
        (Notice("plan", "it has a badge", "pay for it", stops=True), BAD),
        (Notice("plan", "it has none", ""), GOOD),
    ],
)
def test_what_is_special_about_an_account_comes_after_the_others(notice: Notice, verdict: Health) -> None:
    standing = Standing(sender_verified=True, tracks_opens=False, notices=(notice,))
    found = account_diagnoses(settings(), "team@example.org", Audience("Readers", 1), standing)
    assert found[:-1] == account_diagnoses(settings(), "team@example.org", Audience("Readers", 1), READY)
    assert found[-1] == Diagnosis("plan", verdict, notice.says, notice.remedy)


def test_nothing_is_asked_of_a_service_that_it_does_not_have() -> None:
    standing = Standing(unknown_reviewers=("two@example.org",), verifies_senders=False, reviewers_remedy="add them")
    found = account_diagnoses(settings(), "team@example.org", Audience("Readers", 1), standing)
    assert [one.subject for one in found] == ["key", "audience", "reviewers", "test", "opens"]
    assert found[2].remedy == "add them"
