"""Who may ask for a test and who approves, as tables of what GitHub answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import Refusal
from cenum.github.approvers import approvers, asker, refuse_pushed_since
from cenum.github.pull_requests import pull_request_now, refuse_others
from cenum.github.workflow_event import PullRequest, WorkflowEvent
from cenum.repository.github_client import GitHubRefused
from tests.github.answers import COMMITS, EARLIER, HEAD, OURS, PUSHES, REVIEWS, TABLE, Answers, may, person, pull
from tests.github.answers import review as said

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "2026-11-27"
BEFORE = "c" * 40
REVIEWED = WorkflowEvent("workflow_dispatch", named=12)


def labelled(login: str, head: str = HEAD) -> WorkflowEvent:
    return WorkflowEvent("pull_request_target", pull_request=PullRequest(12, head), label="approved", person=login)


def approved(event: WorkflowEvent, answers: Mapping[str, Any], *, wanted: int = 1) -> tuple[str, ...]:
    client: Any = Answers({**TABLE, **answers})
    return approvers(event, pull_request_now(client, 12), KEY, client, wanted=wanted)


def test_a_label_is_its_persons_approval() -> None:
    assert approved(labelled("ada"), {}) == ("ada",)
    assert approved(labelled("ben"), {}, wanted=0) == ("ben",)


@pytest.mark.parametrize(
    ("reviews", "who"),
    [
        ([said("ada"), said("cid")], ("ada", "cid")),
        ([said("ada"), said("ada", "COMMENTED")], ("ada",)),
        ([said("ada", "CHANGES_REQUESTED"), said("ada")], ("ada",)),
        ([said("bea"), said("ada"), said("ada", "CHANGES_REQUESTED")], ("bea",)),
        ([said("bea"), said("ada"), said("ada", "DISMISSED")], ("bea",)),
        ([said("bea"), said("ada", "DISMISSED")], ("bea",)),
        ([said("bea"), said("ada", "COMMENTED")], ("bea",)),
        ([said("bea"), said("ada", commit=BEFORE)], ("bea",)),
        ([said("bea"), said("ada", commit=None)], ("bea",)),
        ([said("bea"), said("ada"), said("ada", commit=BEFORE)], ("bea",)),
        ([said("bea"), said("ada", user=None)], ("bea",)),
        ([said("bea"), said("cid", user=person("cid", "Bot"))], ("bea",)),
        ([said("bea"), said("cid", user=person("cid", "Mannequin"))], ("bea",)),
        ([said("bea"), said("ada cid")], ("bea",)),
        ([said("bea"), said("ada\nmerged=true")], ("bea",)),
        ([said("bea"), said("eve")], ("bea",)),
        ([said("bea"), said("ben")], ("bea",)),
    ],
)
def test_a_review_counts_where_it_is_a_persons_last_word_on_what_is_there_now(
    reviews: list[dict[str, Any]], who: tuple[str, ...]
) -> None:
    strange = {
        f"collaborators/{login}/permission": {"permission": "write"} for login in ("ada cid", "ada\nmerged=true")
    }
    assert approved(REVIEWED, {REVIEWS: reviews, **strange}) == who


def test_without_a_review_of_what_is_there_now_nobody_approves() -> None:
    with pytest.raises(Refusal, match="no review approves"):
        approved(REVIEWED, {REVIEWS: [said("ada", commit=BEFORE)]})


@pytest.mark.parametrize("permission", ["read", "triage", "none", "", None])
@pytest.mark.parametrize("event", [labelled("eve"), REVIEWED])
def test_who_can_not_write_neither_approves_nor_asks(event: WorkflowEvent, permission: str | None) -> None:
    answers = {
        REVIEWS: [said("eve")],
        "collaborators/eve/permission": {} if permission is None else {"permission": permission},
    }
    with pytest.raises(Refusal, match="eve can't write"):
        approved(event, answers)
    client: Any = Answers({**TABLE, **answers})
    with pytest.raises(Refusal, match="eve can't write"):
        asker(labelled("eve"), client)
    assert asker(labelled("ada"), client) == "ada"


def test_a_program_neither_approves_nor_asks() -> None:
    client: Any = Answers({**TABLE, "collaborators//permission": {"permission": "admin"}})
    with pytest.raises(Refusal, match="a program can't approve"):
        approved(labelled(""), client.table)
    with pytest.raises(Refusal, match="a program can't ask"):
        asker(labelled(""), client)


def test_what_was_pushed_since_is_not_what_a_person_saw() -> None:
    client: Any = Answers(TABLE)
    now = pull_request_now(client, 12)
    refuse_pushed_since(labelled("ada"), now)
    refuse_pushed_since(REVIEWED, now)
    with pytest.raises(Refusal, match="something was pushed since: ccccccc"):
        refuse_pushed_since(labelled("ada", BEFORE), now)


EARLIER_PULL: dict[str, Any] = {
    EARLIER: [{"sha": "d" * 40}],
    f"commits/{'d' * 40}/pulls": [{"number": 11}],
    "pulls/11": pull(11, merged=True, head={"sha": "d" * 40, "ref": "old", "repo": OURS}),
    "pulls/11/commits?per_page=100": [{"sha": "d" * 40}],
    "activity?ref=refs%2Fheads%2Fold&per_page=100": [],
}


@pytest.mark.parametrize(
    "answers",
    [
        {"pulls/12": pull(user=person("ada"))},
        {COMMITS: [{"sha": HEAD, "author": person("ada")}]},
        {COMMITS: [{"sha": HEAD, "author": person("ben"), "committer": person("ada")}]},
        {
            COMMITS: [{"sha": HEAD, "author": None, "committer": {}}],
            PUSHES: [{"after": HEAD, "actor": person("ada")}],
        },
        {EARLIER: [{"sha": BEFORE, "author": person("ada")}], f"commits/{BEFORE}/pulls": []},
        {EARLIER: [{"sha": BEFORE, "committer": person("ada")}], f"commits/{BEFORE}/pulls": []},
        {**EARLIER_PULL, "pulls/11": {**EARLIER_PULL["pulls/11"], "user": person("ada")}},
        {**EARLIER_PULL, "pulls/11/commits?per_page=100": [{"sha": "e" * 40, "author": person("ada")}]},
        {
            **EARLIER_PULL,
            "activity?ref=refs%2Fheads%2Fold&per_page=100": [{"after": "d" * 40, "actor": person("ada")}],
        },
    ],
    ids=[
        "opened it",
        "is a commit's author",
        "is a commit's committer",
        "pushed what is in nobody's name",
        "is the author of an earlier commit",
        "is the committer of an earlier commit",
        "opened an earlier pull request",
        "is an author of an earlier pull request",
        "pushed an earlier pull request",
    ],
)
def test_who_wrote_a_part_of_the_letter_does_not_approve_it(answers: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="ada wrote this letter"):
        approved(labelled("ada"), answers)
    assert approved(labelled("bea"), answers) == ("bea",)


def test_nor_do_they_in_other_letters() -> None:
    with pytest.raises(Refusal, match="Ada wrote this letter"):
        approved(labelled("Ada"), {**may(Ada="write"), "pulls/12": pull(user=person("Ada"))})
    with pytest.raises(Refusal, match="ada wrote this letter"):
        approved(labelled("ada"), {"pulls/12": pull(user=person("ADA"))})


def test_a_branch_whose_pushes_github_does_not_tell_is_nobodys_only_once_it_is_merged_and_gone() -> None:
    merged = {"pulls/12": pull(merged=True, state="closed")}
    for status in (404, 422):
        assert approved(labelled("ada"), {**merged, PUSHES: status}) == ("ada",)
        with pytest.raises(GitHubRefused):
            approved(labelled("ada"), {PUSHES: status})
    with pytest.raises(GitHubRefused):
        approved(labelled("ada"), {**merged, PUSHES: 403})


def test_a_branch_is_asked_about_by_its_whole_name() -> None:
    """git takes “&” and “#” in a branch's name (git-scm.com/docs/git-check-ref-format)."""
    named = {"pulls/12": pull(head={"sha": HEAD, "ref": "x&ref=refs/heads/main#", "repo": OURS})}
    pushes = "activity?ref=refs%2Fheads%2Fx%26ref%3Drefs%2Fheads%2Fmain%23&per_page=100"
    with pytest.raises(Refusal, match="ada wrote"):
        approved(labelled("ada"), {**named, pushes: [{"after": HEAD, "actor": person("ada")}]})


def test_where_github_lists_a_part_only_nobody_approves() -> None:
    commits = [{"sha": f"{number:040x}"} for number in range(250)]
    with pytest.raises(Refusal, match="too many commits"):
        approved(labelled("ada"), {COMMITS: commits})
    assert approved(labelled("ada"), {COMMITS: commits[1:]}) == ("ada",)


def test_more_pull_requests_than_anybody_reads_are_not_read() -> None:
    with pytest.raises(Refusal, match="too many pull requests"):
        approved(
            labelled("ada"),
            {EARLIER: [{"sha": BEFORE}], f"commits/{BEFORE}/pulls": [{"number": one} for one in range(100, 120)]},
        )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"head": {"sha": HEAD, "ref": "letter", "repo": {**OURS, "full_name": "eve/letter"}}}, "another repository"),
        ({"head": {"sha": HEAD, "ref": "letter", "repo": None}}, "another repository"),
        ({"base": {"sha": HEAD, "ref": "stage", "repo": OURS}}, "is not for main"),
        ({"state": "closed"}, "closed without being merged"),
        ({"state": ""}, "closed without being merged"),
    ],
)
def test_only_a_pull_request_of_the_repository_for_its_main_branch_counts(facts: dict[str, Any], why: str) -> None:
    client: Any = Answers({"pulls/12": pull(**facts)})
    with pytest.raises(Refusal, match=why):
        refuse_others(pull_request_now(client, 12))
    for one in (pull(), pull(state="closed", merged=True)):
        client.table["pulls/12"] = one
        refuse_others(pull_request_now(client, 12))


@pytest.mark.parametrize("nameless", [{"full_name": "team/letter"}, {"default_branch": "main"}, {}])
def test_repositories_without_a_name_are_not_the_same(nameless: dict[str, str]) -> None:
    side = {"sha": HEAD, "ref": "", "repo": nameless}
    client: Any = Answers({"pulls/12": pull(head=side, base=side)})
    with pytest.raises(GitHubRefused, match="can't be read"):
        pull_request_now(client, 12)
