"""What GitHub says has happened, read from its payloads."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.errors import UsageMistake
from cenum.github.pull_requests import changed, issues_of
from cenum.github.workflow_event import PullRequest, WorkflowEvent, event_of, is_login, read_event
from tests.github.payloads import HEAD, asked_for, labeled, pull_request

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_REPOSITORY": "team/letter",
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_RUN_ID": "7",
}
DATED = ["2026-11-13", "2026-11-20", "2026-11-27"]


def test_a_pull_request_is_read() -> None:
    assert read_event(ENVIRONMENT, pull_request()) == WorkflowEvent(
        "pull_request",
        "team/letter",
        "https://github.example/team/letter/actions/runs/7",
        PullRequest(12, HEAD),
        person="ada",
    )


def test_labels_reviews_and_persons_are_read() -> None:
    assert read_event(ENVIRONMENT, labeled("approved")).label == "approved"
    assert read_event(ENVIRONMENT, labeled("approved")).number == 12
    assert read_event(ENVIRONMENT, labeled("approved", person="helper[bot]")).person == ""
    program = {**labeled("approved"), "sender": {"login": "helper", "type": "Bot"}}
    assert read_event(ENVIRONMENT, program).person == ""


@pytest.mark.parametrize("login", ["../../x", "a b", "a\nmerged=true", "a\tb", "-a", "a.b", "é", ""])
def test_a_login_can_stand_in_an_output_and_in_an_address(login: str) -> None:
    assert is_login("ada-b_shortcode")
    assert not is_login(login)
    forged = {**labeled("approved"), "sender": {"login": login, "type": "User"}}
    assert read_event(ENVIRONMENT, forged).person == ""


def test_by_hand_nothing_has_happened(tmp_path: Path) -> None:
    assert event_of({}) == WorkflowEvent("")
    broken = tmp_path / "event.json"
    broken.write_text("{", "utf-8")
    with pytest.raises(UsageMistake, match="GITHUB_EVENT_PATH"):
        event_of({"GITHUB_EVENT_PATH": str(broken)})
    broken.write_text(json.dumps([1]), "utf-8")
    assert event_of({"GITHUB_EVENT_PATH": str(broken)}) == WorkflowEvent("")


@given(st.dictionaries(st.sampled_from(["label", "review", "sender"]), st.none() | st.just({})))
def test_a_payload_without_something_is_no_accident(payload: dict[str, None]) -> None:
    assert read_event({}, payload) == WorkflowEvent("")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["issues/2026-11-20.md", "templates/palette.toml"], ("2026-11-20",)),
        (["issues/2026-11-27.md", "issues/2026-11-20.md"], ("2026-11-20", "2026-11-27")),
        (["issues/2026-11-06.md"], ("2026-11-27",)),  # it was removed
        (["issues/media/2026-11-27.png"], ("2026-11-27",)),
        (["cenum.toml"], ("2026-11-27",)),
    ],
)
def test_a_pull_request_is_about_its_issues_or_else_about_the_next(
    names: list[str], expected: tuple[str, ...]
) -> None:
    assert issues_of(names, DATED, lambda: date(2026, 11, 24)) == expected
    assert issues_of(["cenum.toml"], DATED, lambda: date(2027, 1, 1)) == ("2026-11-27",)
    assert issues_of(["cenum.toml"], [], lambda: date(2026, 11, 24)) == ()


def test_what_git_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match="fetch-depth"):
        changed(tmp_path, "HEAD^1")


@pytest.mark.parametrize(
    ("named", "number"),
    [
        ("12", 12),
        (12, 12),
        ("0", None),
        ("-1", None),
        ("1e3", None),
        ("12\n", None),
        ("1" * 10, None),
        ("9" * 5000, None),
        (None, None),
    ],
)
def test_a_number_is_all_that_a_run_can_be_given(named: object, number: int | None) -> None:
    assert read_event(ENVIRONMENT, asked_for(named)) == WorkflowEvent(
        "pull_request",
        "team/letter",
        "https://github.example/team/letter/actions/runs/7",
        named=number,
    )
