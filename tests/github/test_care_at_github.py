"""What care does at GitHub: the steps of its workflow, and what a person finds there."""

from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cenum.care.copies import read_copies
from cenum.care.link_health import PageHealth, encode
from cenum.github.care_request import BRANCH, HEALTH_BRANCH
from cenum.github.git_tree import blob_hash
from tests.github.runner import git
from tests.github.workflows import crons

if TYPE_CHECKING:
    from tests.github.runner import Ran, Runner

URL = "https://example.org/lien"
COPY = "https://web.archive.org/web/20261201000000/https://example.org/lien"
DEAD = PageHealth(
    date(2027, 1, 8),
    (date(2027, 1, 1), date(2027, 1, 8)),
    "gone",
    looked=date(2027, 1, 8),
    copy=COPY,
    copy_day=date(2026, 12, 1),
)


@pytest.fixture
def later(github: Runner) -> Runner:
    github.now = "2027-01-08T04:43:00+01:00"
    return github


def remember(runner: Runner, health: dict[str, PageHealth]) -> None:
    """A branch cenum-health, as an earlier run left it."""
    content = encode(health)
    blob = blob_hash(content)
    tree = {"tree": [{"path": "health.json", "mode": "100644", "type": "blob", "sha": blob}]}
    made = {
        blob: {"content": base64.b64encode(content).decode(), "encoding": "base64"},
        "a" * 40: {"tree": "b" * 40, "parents": []},
        "b" * 40: tree,
    }
    runner.put(made=made, refs={HEALTH_BRANCH: "a" * 40})


def care(runner: Runner) -> tuple[dict[str, str], list[Ran]]:
    return runner.run("care", "schedule", {}, ref="merged")


def proposed(runner: Runner) -> tuple[str, dict[str, object], dict[str, object]]:
    """The file of the branch, its commit, and its tree."""
    made = runner.repository["made"]
    commit = made[runner.repository["refs"][BRANCH]]
    tree = made[commit["tree"]]
    (entry,) = [one for one in tree["tree"] if one["path"].startswith("archive/")]
    assert entry["path"] == "archive/copies.toml"
    return base64.b64decode(made[entry["sha"]]["content"]).decode(), commit, tree


def test_a_first_pass_is_remembered_and_proposes_nothing(later: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENUM_OFFLINE", "")  # all its links are examples, which nobody asks
    results, ran = care(later)
    assert results == {"care": "success"}, [one.said for one in ran]
    assert set(later.repository["refs"]) == {HEALTH_BRANCH}
    assert later.repository["issues"] == []


@pytest.mark.long
def test_what_is_dead_twice_is_a_branch_and_one_issue_that_leads_to_its_pull_request(later: Runner) -> None:
    remember(later, {URL: DEAD})
    for _run in range(2):
        results, _ran = care(later)
        assert results == {"care": "success"}
    text, commit, tree = proposed(later)
    (row,) = read_copies(text)
    assert (row.url, row.copy) == (URL, COPY)
    main = git("-C", str(later.origin), "rev-parse", "merged", "merged^{tree}").split()
    assert [commit["parents"], tree["base_tree"]] == [main[:1], main[1]]
    (issue,) = later.repository["issues"]
    assert "https://github.com/team/letter/compare/cenum-care?expand=1" in issue["body"]
    assert COPY in issue["body"]
    assert not any(words[:2] == ["api", "--method"] and "pulls" in words[-3] for words in later.calls)


def test_while_a_pull_request_is_open_nothing_else_is_proposed(later: Runner) -> None:
    remember(later, {URL: DEAD})
    later.put(care_pulls=[{"number": 31}])
    assert care(later)[0] == {"care": "success"}
    assert set(later.repository["refs"]) == {HEALTH_BRANCH}
    assert later.repository["issues"] == []


@pytest.mark.long
def test_once_there_is_nothing_left_the_issue_is_closed(later: Runner) -> None:
    remember(later, {URL: DEAD})
    care(later)
    remember(later, {URL: PageHealth(date(2027, 1, 9), alive=True)})
    care(later)
    (issue,) = later.repository["issues"]
    assert issue["state"] == "closed"


def test_the_two_passes_of_a_month_are_a_week_apart() -> None:
    days = [int(cron.split()[2]) for cron, _zone in crons("care")]
    assert days[1] - days[0] == 7
