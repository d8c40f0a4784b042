"""What every workflow file has to keep to, read from the files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cenum.services.registry import specs
from tests.github.payloads import asking, labeled
from tests.github.runner import PIP
from tests.github.workflows import EXPRESSION, FOLDER, NAMES, ROOT, Expression, crons, filled, jobs, steps, workflow

PINS = {
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1": "v7.0.1",
    "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97": "v7.0.0",
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f": "v7.0.0",
}
PINS_OF_PAGES = {
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128": "v5.0.0",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9": "v5.0.0",
}
# For a release of cenum, which no letter has a part in.
PINS_OF_RELEASES = {
    "actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32": "v4.1.0",
    "pypa/gh-action-pypi-publish@ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e": "v1.13.0",
}
LETTERS = {
    *("review", "review-approved", "test-send", "approve", "schedule", "send"),
    *("alarm", "report", "care", "clip", "publish"),
}
REACH_THE_SERVICE = tuple(
    f"cenum {name}" for name in ("test", "approve", "schedule", "send", "status", "report", "publish")
)
PUSHES_THE_SITE = "cenum github deploy"
each = pytest.mark.parametrize("name", NAMES)


def test_there_is_one_file_for_each_thing_that_happens() -> None:
    assert set(NAMES) == LETTERS | {"ci", "release"}


@each
def test_actions_are_githubs_own_by_commit_with_their_version_beside(name: str) -> None:
    lines = re.findall(r"uses: *(\S+)(?: # (\S+))?", (FOLDER / f"{name}.yml").read_text("utf-8"))
    assert lines or name == "review-approved"
    known = PINS | {"release": PINS_OF_RELEASES, "publish": PINS_OF_PAGES}.get(name, {})
    for pin, version in lines:
        assert known[pin] == version


@each
def test_permissions_are_none_at_the_top_and_named_for_each_job(name: str) -> None:
    assert workflow(name)["permissions"] == {}
    for _job, its in jobs(name):
        assert its["permissions"]
        assert set(its["permissions"].values()) <= {"read", "write"}


def test_only_these_jobs_may_write() -> None:
    found = {
        (name, job): {what for what, how in its["permissions"].items() if how == "write"}
        for name in NAMES
        for job, its in jobs(name)
    }
    assert {job: what for job, what in found.items() if what} == {
        ("review", "comment"): {"contents", "pull-requests"},
        ("test-send", "pictures"): {"actions", "contents"},
        ("test-send", "test-send"): {"pull-requests"},
        ("approve", "approve"): {"pull-requests"},
        ("approve", "schedule"): {"actions"},
        ("review-approved", "ask"): {"actions"},
        ("schedule", "page"): {"actions"},
        ("schedule", "publish"): {"actions", "contents"},
        ("schedule", "tell"): {"issues", "pull-requests"},
        ("send", "publish"): {"actions", "contents"},
        ("send", "alarm"): {"issues"},
        ("publish", "pages"): {"id-token", "pages"},
        ("publish", "keep"): {"contents"},
        ("alarm", "look"): {"issues"},
        ("report", "report"): {"pull-requests"},
        ("care", "care"): {"contents", "issues"},
        ("clip", "clip"): {"issues"},
        ("release", "publish"): {"attestations", "id-token"},
        ("release", "announce"): {"contents"},
    }


def test_the_page_for_administrators_says_the_same_rights_environments_and_hours() -> None:
    page = (ROOT / "docs" / "github.md").read_text("utf-8")
    told = {}
    for row in re.findall(r"^\| ([a-z-]+(?:: [a-z-]+)?) \| (.*?) \| (.*?) \|$", page, re.MULTILINE):
        name, _colon, job = row[0].partition(": ")
        if name not in LETTERS:
            continue  # the head of a table
        told[name, job or next(iter(workflow(name)["jobs"]))] = (
            dict(right.split(": ") for right in re.findall(r"`([a-z-]+: [a-z]+)`", row[1])),
            row[2].strip("`").replace("none", ""),
        )
    found = {
        (name, job): (its["permissions"], its.get("environment", "")) for name in LETTERS for job, its in jobs(name)
    }
    assert told == found
    for name in ("send", "alarm", "report"):
        for minute, hour, *_days in (cron.split() for cron, _zone in crons(name)):
            assert f"{int(hour):02}:{int(minute):02}" in page


@each
def test_every_job_ends_and_no_two_runs_get_in_each_others_way(name: str) -> None:
    assert workflow(name)["concurrency"]["group"]
    assert all(0 < its["timeout-minutes"] <= 45 for _job, its in jobs(name))
    reaches = any(command in step.get("run", "") for _job, step in steps(name) for command in REACH_THE_SERVICE)
    assert workflow(name)["concurrency"]["cancel-in-progress"] is not (reaches or name == "release")


@pytest.mark.parametrize(
    ("name", "payload", "group"),
    [
        ("approve", labeled("approved"), "approve"),
        ("approve", labeled("fun"), "approve7"),
        ("test-send", labeled("test-send"), "test-send"),
        ("test-send", labeled("fun"), "test-send7"),
    ],
)
def test_what_asks_for_nothing_takes_nobodys_place_in_the_queue(name: str, payload: object, group: str) -> None:
    github = {"event": payload, "event_name": "pull_request_target", "run_id": "7"}
    assert filled(workflow(name)["concurrency"]["group"], {"github": github}, "success") == group
    by_hand = {"event": {}, "event_name": "workflow_dispatch", "run_id": "7"}
    assert filled(workflow(name)["concurrency"]["group"], {"github": by_hand}, "success") == name


def test_who_asks_for_clips_again_takes_the_place_of_what_was_asked_before_and_of_nothing_else() -> None:
    group = workflow("clip")["concurrency"]["group"]
    events = [asking("https://example.org", label=label) for label in ("clip", "fun")]
    found = [filled(group, {"github": {"event": event, "run_id": "7"}}, "success") for event in events]
    assert found == ["clip-31", "clip-7"]


def test_only_one_machine_at_a_time_lets_a_letter_go() -> None:
    assert workflow("send")["concurrency"] == workflow("schedule")["concurrency"]


@each
def test_no_script_is_written_by_an_expression(name: str) -> None:
    assert [step["run"] for _job, step in steps(name) if EXPRESSION.search(step.get("run", ""))] == []


@each
def test_steps_are_told_nothing_that_a_stranger_wrote(name: str) -> None:
    known = re.compile(
        r"github\.(token|repository|server_url|run_id|event\.pull_request\.number)|inputs\.issue"
        r"|steps\.\w+\.(outcome|outputs\.(issue|people))"
        r"|!inputs\.first && '--live' \|\| ''|vars\.CENUM_SITE_REPOSITORY"
        r"|needs\.\w+\.(result|outputs\.preview)|secrets\.\w+|'next'| *\|\| *"
    )
    for _job, step in steps(name):
        for value in step.get("env", {}).values():
            assert all(known.sub("", expression) == "" for expression in EXPRESSION.findall(value)), value


@each
def test_secrets_are_known_to_the_step_that_needs_them_and_to_no_other(name: str) -> None:
    wanted = {variable for service in specs() for variable in service.variables}
    text = (FOLDER / f"{name}.yml").read_text("utf-8")
    counted = 0
    for job, step in steps(name):
        secrets = {key for key, value in step.get("env", {}).items() if "secrets." in str(value)}
        counted += len(secrets)
        run = step.get("run", "")
        reaches = any(command in run for command in REACH_THE_SERVICE)
        pushes = PUSHES_THE_SITE in run
        assert secrets == (wanted if reaches else {"CENUM_SITE_KEY"} if pushes else set())
        if secrets:
            environments = {"site"} if pushes else {"review", "production"}
            assert dict(jobs(name))[job]["environment"] in environments
    assert text.count("secrets.") == counted


# GitHub takes the file of these from the default branch, and runs it on that branch (docs.github.com, “Events that
# trigger workflows”; for pull_request_target since December 2025, github.blog/changelog/2025-11-07-…). A person can
# start a workflow on another branch: the environment then refuses its keys.
FROM_MAIN = {"pull_request_target", "workflow_dispatch", "schedule", "push"}


@each
def test_what_holds_a_key_or_an_environment_runs_from_the_main_branch(name: str) -> None:
    if "secrets." in (FOLDER / f"{name}.yml").read_text("utf-8") or any(
        "environment" in its for _, its in jobs(name)
    ):
        assert set(workflow(name)["on"]) <= FROM_MAIN
        # Who may set a tag of a release is said by the environment “release”, which no letter has.
        wanted = {"tags": ["v*"]} if name == "release" else {"branches": ["main"]}
        pushed = workflow(name)["on"].get("push") or wanted
        assert {kind: pushed[kind] for kind in wanted} == wanted
        for _job, step in steps(name):
            assert "repository" not in step.get("with", {})
            # The same branch, as it is now, where a run is started again.
            assert step.get("with", {}).get("ref", "") in {"", "main" if name == "publish" else ""}
    assert "workflow_run" not in workflow(name)["on"]


@each
def test_a_checkout_leaves_no_token_behind_and_no_stranger_is_checked_out_with_rights(name: str) -> None:
    for _job, step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert step["with"].get("ref", "") in {"", "main", "${{ github.event.repository.default_branch }}"}
    for _job, its in jobs(name):
        if "write" in its["permissions"].values() and "pull_request" in workflow(name)["on"]:
            (checkout,) = (step for step in its["steps"] if "checkout" in step.get("uses", ""))
            assert "default_branch" in checkout["with"]["ref"]


def test_a_review_starts_whatever_is_changed() -> None:
    assert workflow("review")["on"]["pull_request"] is None


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_steps_call_cenum_and_nothing_cleverer(name: str) -> None:
    for _job, step in steps(name):
        words = step.get("run", "cenum").split()
        assert words[0] in {"cenum", "gh"} or step["run"].strip() == PIP
        if words[0] == "cenum":
            assert not re.search(r"[;&|<>`\n]|\$\(", step.get("run", ""))


def test_what_letters_go_through_ends_before_the_next_slot_and_friday_is_local() -> None:
    for name in ("send", "alarm", "report"):
        for one in workflow(name)["on"]["schedule"]:
            assert one["timezone"] == "Europe/Paris"
            assert int(one["cron"].split()[0]) % 5, "round minutes are the busy ones"


def test_conditions_mean_what_github_takes_them_for() -> None:
    contexts = {"a": {"b": "x", "t": True}, "n": None}
    table = {
        "a.b == 'x'": True,
        "a.b != 'x' || a.t": True,
        "a.missing.far == ''": True,
        "(a.b == 'y' || a.t) && a.b": "x",
        "!a.t": False,
        "a.missing || 'next'": "next",
        "always() && a.b == 'it''s'": False,
    }
    assert {source: Expression(source).value(contexts, "success") for source in table} == table


@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--no-progress", "--quiet", "--persona=auditor", str(FOLDER.parent)],
        ["actionlint", *map(str, sorted(FOLDER.glob("*.yml")))],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, sorted(FOLDER.glob("*.yml")))],
    ],
    ids=lambda command: command[0],
)
def test_others_who_know_find_nothing(command: list[str]) -> None:
    program = shutil.which(command[0], path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip(f"{command[0]} is not installed (make check says how)")
    done = subprocess.run([program, *command[1:]], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
