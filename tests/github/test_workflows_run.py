"""The workflows, step by step, on a runner of our own: every script runs as it stands in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import CHROMIUM
from tests.github.payloads import HEAD, asked_for, labeled, pull_request, reviewed
from tests.github.runner import FRIDAY

if TYPE_CHECKING:
    from tests.github.runner import Ran, Runner

pytestmark = pytest.mark.long

REVIEWERS, READERS = 2, 3


def said(ran: list[Ran], name: str) -> str:
    return next(one.said for one in ran if one.name == name)


def codes(ran: list[Ran]) -> list[int]:
    return [one.code for one in ran]


# Review.


def test_a_pull_request_is_drawn_and_its_one_comment_kept_up_to_date(github: Runner) -> None:
    results, _ran = github.run("review", "pull_request", pull_request(), ref="pull")
    assert results == {"check": "success", "comment": "success"}
    (comment,) = github.comments()
    for part in (
        "✅ 2026-11-27",
        "Une lettre pour essayer",
        "Un premier point",
        " ko",
        "https://github.com/team/letter/actions/runs/1/artifacts/12",
        "actions/runs/1#artifacts",
    ):
        assert part in comment
    files = {path.name for path in (github.home / "artifacts" / "review" / FRIDAY).iterdir()}
    assert {"email.eml", "email.html", "preview.html"} <= files
    preview = (github.home / "artifacts" / "review" / FRIDAY / "preview.html").read_text("utf-8")
    # That of the pull request, not of the merge that is checked out.
    assert f'data-commit="{HEAD}"' in preview
    if CHROMIUM:
        assert {"phone.png", "desktop.png"} <= files
        assert comment.count("/team/letter/blob/cenum-pictures/12/2026-11-27-") == 2
        assert len(github.repository["tree"]) == 2
    results, ran = github.run("review", "pull_request", pull_request(), ref="broken")
    assert results == {"check": "failure", "comment": "success"}
    assert "::error file=issues/2026-11-27.md,line=8" in said(ran, "Check and draw")
    (comment,) = github.comments()
    assert "❌ 2026-11-27" in comment
    assert "issues/2026-11-27.md:8" in comment
    assert "issues/2026-11-27.md:8" in github.summary.read_text("utf-8")


def test_a_fork_gets_the_same_checks_without_any_way_to_github(github: Runner) -> None:
    fork = pull_request(fork="somebody/letter")
    results, ran = github.run("review", "pull_request", fork, ref="hostile")
    assert results == {"check": "success", "comment": "skipped"}
    assert github.calls == []
    summary = github.summary.read_text("utf-8")
    for part in ("<img src=x", "@ada", "`c`", " #1 "):
        assert part not in summary
    assert not any(line.startswith("::error::x") for line in said(ran, "Check and draw").splitlines())
    event = labeled("test-send", fork="somebody/letter")
    assert github.run("test-send", "pull_request_target", event)[0] == {"pictures": "skipped", "test-send": "skipped"}
    event = labeled("approved", fork="x/letter")
    results, _ran = github.run("approve", "pull_request_target", event)
    assert results == {"approve": "skipped", "schedule": "skipped"}
    event = reviewed("approved", fork="x/letter")
    assert github.run("review-approved", "pull_request_review", event)[0] == {"ask": "skipped"}


# Test send and approval.


def test_a_label_sends_the_test_and_says_to_whom(github: Runner) -> None:
    head = github.pulled()
    assert github.run("test-send", "pull_request_target", labeled("fun"))[0] == {
        "pictures": "skipped",
        "test-send": "skipped",
    }
    results, _ran = github.run("test-send", "pull_request_target", labeled("test-send", head=head))
    assert results == {"pictures": "success", "test-send": "success"}
    assert len(github.mails()) == REVIEWERS
    (comment,) = github.comments()
    assert "relecture@\u2060lettre.example.org, direction@\u2060lettre.example.org" in comment
    assert github.calls[-1][-1] == "repos/team/letter/issues/12/labels/test-send"


def test_a_test_that_can_not_be_sent_says_so_where_it_was_asked_for(github: Runner) -> None:
    event = labeled("test-send", head=github.pulled("broken"))
    results, _ran = github.run("test-send", "pull_request_target", event)
    assert results["test-send"] == "failure"
    assert github.mails() == []
    (comment,) = github.comments()
    assert "issues/2026-11-27.md:8" in comment


def test_a_test_is_sent_by_hand(github: Runner) -> None:
    results, ran = github.run("test-send", "workflow_dispatch", {}, ref="merged", inputs={"issue": "next"})
    assert results == {"pictures": "success", "test-send": "success"}
    names = [one.name for one in ran if one.job == "test-send"]
    assert names == ["Install cenum", "Send the test", "Say who was sent it"]
    assert len(github.mails()) == REVIEWERS
    assert "relecture@\u2060lettre.example.org" in github.summary.read_text("utf-8")


def test_a_label_approves_in_its_persons_name(tested: Runner) -> None:
    results, _ran = tested.run("approve", "pull_request_target", labeled("approved", head=tested.pulled()))
    assert results == {"approve": "success", "schedule": "skipped"}
    assert "| ada |" in tested.comments()[0]


def approval(person: str, head: str, **fields: Any) -> dict[str, Any]:
    """docs.github.com/rest/pulls/reviews."""
    return {"user": {"login": person, "type": "User"}, "state": "APPROVED", "commit_id": head, **fields}


def test_a_review_starts_the_approval_which_counts_every_review_of_the_last_commit(tested: Runner) -> None:
    head = tested.pulled()
    other, nobody = "b" * 40, {"login": "mona", "type": "Mannequin"}
    tested.put(
        people={"ada": "write", "bea": "write", "cid": "admin", "mona": "write", "dan": "write", "ben": "write"},
        reviews=[
            approval("ada", other),
            approval("cid", head),
            approval("dan", head),
            approval("eve", head),
            approval("ben", head),
            approval("mona", head, user=nobody),
            approval("helper[bot]", head, user={"login": "helper[bot]", "type": "Bot"}),
            approval("gone", head, user=None),
            approval("bea", head, state="CHANGES_REQUESTED"),
            approval("dan", head, state="CHANGES_REQUESTED"),
            approval("bea", head),
            approval("bea", head, state="COMMENTED"),
        ],
    )
    assert tested.run("review-approved", "pull_request_review", reviewed("commented"))[0] == {"ask": "skipped"}
    assert tested.run("review-approved", "pull_request_review", reviewed("approved"))[0] == {"ask": "success"}
    assert tested.calls[-1] == ["workflow", "run", "approve.yml", "--raw-field", "pull=12"]
    results, _ran = tested.run("approve", "workflow_dispatch", asked_for("12"), inputs={"pull": "12"})
    assert results == {"approve": "success", "schedule": "skipped"}
    assert "| cid, bea |" in tested.comments()[0]


def test_an_approval_of_what_is_merged_starts_the_schedule(tested: Runner) -> None:
    # By then others have merged what has nothing to do with it.
    event = labeled("approved", head=tested.pulled(merged=True))
    results, _ran = tested.run("approve", "pull_request_target", event, ref="later")
    assert results == {"approve": "success", "schedule": "success"}
    assert "2026-11-27" in tested.comments()[0]
    assert tested.calls[-1] == ["workflow", "run", "schedule.yml"]


@pytest.mark.parametrize(
    ("person", "facts", "why"),
    [
        ("eve", {}, "eve ne peut pas"),
        ("helper[bot]", {}, "programme"),
        ("ada", {"pushed_later": "changed"}, "depuis"),
        ("ben", {}, "ben a écrit"),
        ("ada", {"commits": [{"author": {"login": "Ada"}, "committer": None}]}, "ada a écrit"),
        ("ada", {"commits": [{"author": None, "committer": None}], "pushed": ["ada"]}, "ada a écrit"),
        ("ada", {"commits": [{}] * 250}, "trop de commits"),
        ("ada", {"history": [{"sha": "later", "author": {"login": "ada"}}]}, "ada a écrit"),
        ("cy", {"history": [{"sha": "before"}]}, "cy a écrit"),
        ("ada", {"history": [{"sha": "s"}], "pulls_of": {"s": [*range(30)]}}, "trop de pull requests"),
        ("ada", {"fork": "x/letter"}, "autre dépôt"),
        ("ada", {"base": "other"}, "pas destinée à main"),
        ("ada", {"closed": True}, "fermée"),
    ],
    ids=[
        "someone without write access",
        "a program",
        "pushed since",
        "who opened it",
        "who wrote a commit",
        "who pushed one in nobody's name",
        "more commits than are listed",
        "who wrote a commit of it before",
        "who opened an earlier pull request of it",
        "more pull requests than anybody reads",
        "a fork",
        "for another branch",
        "closed",
    ],
)
def test_who_may_not_approve_is_told_and_does_not_count(
    tested: Runner, person: str, facts: dict[str, Any], why: str
) -> None:
    event = labeled("approved", person=person, head=tested.pulled())
    tested.put(**facts)
    results, ran = tested.run("approve", "pull_request_target", event)
    assert results["approve"] == "failure"
    assert [one.name for one in ran] == ["Install cenum", "Take the letter, and see who approves", "Say who approved"]
    assert "❌" in tested.comments()[0]
    assert why in tested.comments()[0]


def test_nobodys_review_is_nobodys_approval(tested: Runner) -> None:
    tested.put(reviews=[approval("ada", "b" * 40)])
    assert (
        tested.run("approve", "workflow_dispatch", asked_for("12"), inputs={"pull": "12"})[0]["approve"] == "failure"
    )
    assert "aucune relecture" in tested.comments()[0].casefold()
    for number in ("12; touch pwned", "0", "", "99999999999"):
        assert tested.run("approve", "workflow_dispatch", asked_for(number))[0]["approve"] == "failure"


@pytest.mark.parametrize("person", ["eve", "helper[bot]"])
def test_who_can_not_write_sends_no_test(github: Runner, person: str) -> None:
    event = labeled("test-send", person=person, head=github.pulled())
    assert github.run("test-send", "pull_request_target", event)[0] == {"pictures": "failure", "test-send": "failure"}
    assert github.mails() == []
    assert "❌" in github.comments()[0]


# Schedule.


def test_the_hour_is_handed_over_once_the_letter_is_approved(approved: Runner) -> None:
    approved.now = "2026-11-26T15:00:00+00:00"
    for _push in range(2):
        results, _ran = approved.run("schedule", "push", {}, ref="merged")
        assert results == {"page": "skipped", "schedule": "success", "publish": "success", "tell": "success"}
    (comment,) = approved.comments()
    assert "2026-11-27 07:00" in comment
    assert approved.repository["issues"] == []
    # What is merged after that is not what will leave: somebody has to know.
    results, _ran = approved.run("schedule", "push", {}, ref="changed")
    assert results["schedule"] == "failure"
    (alarm,) = approved.repository["issues"]
    assert "cenum cancel 2026-11-27" in alarm["body"]


def test_what_is_missing_is_said_without_failing(tested: Runner) -> None:
    tested.now = "2026-11-26T15:00:00+00:00"
    for ref, told in (("merged", "cenum approve"), ("changed", "cenum test"), ("draft", ""), ("main", "")):
        results, _ran = tested.run("schedule", "push", {}, ref=ref)
        assert results == {"page": "skipped", "schedule": "success", "publish": "success", "tell": "success"}
        assert told in tested.summary.read_text("utf-8")
    assert tested.repository["issues"] == []


# Friday.


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-27T05:59:00+00:00", False),
        ("2026-11-27T06:07:00+00:00", True),
        ("2026-11-27T09:17:00+00:00", True),
        ("2026-11-28T06:07:00+00:00", False),
    ],
    ids=["early", "on time", "late", "the day after"],
)
def test_friday_sends_what_is_due(approved: Runner, now: str, left: bool) -> None:  # noqa: FBT001  a table
    approved.now = now
    results, _ran = approved.run("send", "schedule", {}, ref="merged")
    assert results == {"send": "success", "publish": "success", "alarm": "success"}
    assert len(approved.mails()) == REVIEWERS + (READERS if left else 0)
    assert approved.repository["issues"] == []


def test_four_starts_send_once(approved: Runner) -> None:
    for _start in range(4):
        assert approved.run("send", "schedule", {}, ref="merged")[0]["send"] == "success"
    assert len(approved.mails()) == REVIEWERS + READERS


def test_a_quiet_repository_sends_nothing(approved: Runner) -> None:
    approved.variables["CENUM_QUIET"] = "true"
    assert approved.run("send", "schedule", {}, ref="merged")[0] == {
        "send": "skipped",
        "publish": "skipped",
        "alarm": "skipped",
    }
    assert approved.run("alarm", "schedule", {}, ref="main")[0] == {"look": "skipped"}


def test_what_was_never_tested_opens_one_issue_and_says_the_same_once(github: Runner) -> None:
    for _slot in range(2):
        results, ran = github.run("send", "schedule", {}, ref="merged")
        assert results == {"send": "failure", "publish": "success", "alarm": "success"}
    (alarm,) = github.repository["issues"]
    assert "cenum test 2026-11-27" in alarm["body"]
    assert "Rien n’a été envoyé" in alarm["body"]
    assert github.comments(alarm["number"]) == []
    assert "::error title=cenum::" in said(ran, "Send what is due")


def test_the_issue_of_an_alarm_is_closed_once_the_letter_left(approved: Runner) -> None:
    approved.run("send", "schedule", {}, ref="changed")
    results, _ran = approved.run("send", "workflow_dispatch", {}, ref="merged")
    assert results == {"send": "success", "publish": "success", "alarm": "success"}
    (alarm,) = approved.repository["issues"]
    assert alarm["state"] == "closed"
    assert "2026-11-27" in approved.comments(alarm["number"])[-1]


def test_a_service_that_is_down_is_an_alarm_and_nothing_was_sent(approved: Runner) -> None:
    approved.breaks = "down"
    results, ran = approved.run("send", "schedule", {}, ref="merged")
    assert (results["send"], codes(ran)[1]) == ("failure", 3)
    (alarm,) = approved.repository["issues"]
    assert "the line is down" in alarm["body"]
    assert len(approved.mails()) == REVIEWERS
    approved.breaks = ""
    assert approved.run("send", "schedule", {}, ref="merged")[0]["send"] == "success"
    assert approved.repository["issues"][0]["state"] == "closed"


def test_a_fate_that_is_not_known_says_what_to_look_at_before_anything_else(approved: Runner) -> None:
    approved.breaks = "silent"
    results, ran = approved.run("send", "schedule", {}, ref="merged")
    assert (results["send"], codes(ran)[1]) == ("failure", 4)
    (alarm,) = approved.repository["issues"]
    assert "avant" in alarm["title"]
    assert "1. " in alarm["body"]
    assert "http://localhost:8025/campaign/" in alarm["body"]


def test_a_machine_that_died_and_an_installation_that_failed_are_alarms_too(approved: Runner) -> None:
    approved.dies = "Send what is due"
    results, _ran = approved.run("send", "schedule", {}, ref="main")
    assert results == {"send": "failure", "publish": "success", "alarm": "success"}
    (alarm,) = approved.repository["issues"]
    assert "avant" in alarm["title"]
    assert "https://github.com/team/letter/actions/runs/1" in alarm["body"]


def test_what_failed_after_the_letter_left_is_not_called_a_letter_that_did_not_leave(approved: Runner) -> None:
    approved.dies = "Send what is due"  # after cenum did its work, and before the record could be kept
    approved.run("send", "schedule", {}, ref="merged")
    assert len(approved.mails()) == REVIEWERS + READERS
    (alarm,) = approved.repository["issues"]
    assert "Rien n’a été envoyé" not in alarm["body"]
    approved.dies = ""
    assert approved.run("send", "schedule", {}, ref="merged")[0] == {
        "send": "success",
        "publish": "success",
        "alarm": "success",
    }
    assert approved.repository["issues"][0]["state"] == "closed"
    assert len(approved.mails()) == REVIEWERS + READERS


def test_without_cenum_githubs_own_program_sounds_the_alarm_once(github: Runner) -> None:
    github.pip_fails = True
    for _slot in range(2):
        results, _ran = github.run("send", "schedule", {}, ref="merged")
        assert results == {"send": "failure", "publish": "failure", "alarm": "failure"}
    (alarm,) = github.repository["issues"]
    assert "https://github.com/team/letter/actions/runs/1" in alarm["body"]


# Nine o'clock.


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("main", "pas de numéro du 2026-11-27"),
        ("draft", "draft: true"),
        ("changed", "cenum test"),
        ("merged", "n’a pas été envoyé"),
        ("paused", ""),
    ],
    ids=["not merged", "a draft", "changed since the test", "nobody sent it", "a pause"],
)
def test_at_nine_somebody_is_told_if_the_letter_has_not_left(approved: Runner, ref: str, says: str) -> None:
    approved.now = "2026-11-27T08:03:00+00:00"
    results, _ran = approved.run("alarm", "schedule", {}, ref=ref)
    assert results == {"look": "failure" if says else "success"}
    alarms = approved.repository["issues"]
    assert len(alarms) == bool(says)
    assert all(says in alarm["body"] for alarm in alarms)


def test_at_nine_all_is_well_where_the_letter_left_and_tuesday_has_its_figures(approved: Runner) -> None:
    approved.apart = True
    approved.run("send", "schedule", {}, ref="merged")
    approved.now = "2026-11-27T08:03:00+00:00"
    assert approved.run("alarm", "schedule", {}, ref="merged")[0] == {"look": "success"}
    assert approved.repository["issues"] == []
    approved.apart = False
    approved.now = "2026-12-01T08:17:00+00:00"
    for _tuesday in range(2):
        assert approved.run("report", "schedule", {}, ref="merged")[0] == {"report": "success"}
    (comment,) = approved.comments()
    assert "100,0" in comment
    assert (approved.home / "artifacts" / "report" / FRIDAY / "report.html").is_file()
