"""What GitHub needs, and what is there: asked by a gh that is a stub, of repositories that are tables."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml

from cenum.doctor.diagnosis import Diagnosis, Health
from cenum.doctor.repository_needs import ENVIRONMENTS, diagnose, examine_repository
from cenum.doctor.site_needs import SITE_ENVIRONMENTS
from cenum.repository.github_client import GitHubRefused
from cenum.repository.github_pages import SITE_KEY
from cenum.services.registry import specs
from cenum.starter.template_files import material
from tests.sending.editions import settings
from tests.services.fakes import FAKES
from tests.starter.answers import ROOT
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import TypeVar

    from cenum.settings import Settings

    Answer = TypeVar("Answer")

BREVO = settings(service={"name": "brevo", "brevo": {"audience": 12}})


def with_pages(deploy: str, site: str = "https://lettre.example.org") -> Settings:
    """The same letter, with pages that come online in the way ``deploy``."""
    newsletter = msgspec.to_builtins(BREVO.newsletter) | {"site": site}
    return settings(
        service={"name": "brevo", "brevo": {"audience": 12}}, newsletter=newsletter, archive={"deploy": deploy}
    )


SECRETS = "secrets?per_page=100"
MAIN_ONLY = {
    "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    "protection_rules": [{"type": "branch_policy"}],
}
PROTECTED = {"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}
POLICIES = "deployment-branch-policies?per_page=100"
MAIN = {"branch_policies": [{"name": "main", "type": "branch"}]}
NOT_MAIN_ALONE: tuple[Any, ...] = (
    None,
    {"branch_policies": []},
    {"branch_policies": [{"name": "*"}]},
    {"branch_policies": [{"name": "main"}, {"name": "release/*"}]},
    {"branch_policies": [{"name": "main", "type": "tag"}]},
)
FORKS = "actions/permissions/fork-pr-contributor-approval"
PRIVATE_FORKS = "actions/permissions/fork-pr-workflows-private-repos"
READY: dict[str, Any] = {
    "": {"full_name": "o/r", "private": False, "has_issues": True, "default_branch": "main"},
    "actions/permissions": {"enabled": True, "allowed_actions": "selected"},
    "actions/permissions/selected-actions": {"github_owned_allowed": True},
    "actions/permissions/workflow": {"default_workflow_permissions": "read"},
    "labels/test-send": {"name": "test-send"},
    "labels/approved": {"name": "approved"},
    "labels/clip": {"name": "clip"},
    FORKS: {"approval_policy": "first_time_contributors"},
    "environments/review": MAIN_ONLY,
    "environments/production": MAIN_ONLY,
    f"environments/review/{POLICIES}": MAIN,
    f"environments/production/{POLICIES}": MAIN,
    f"environments/review/{SECRETS}": {"secrets": [{"name": "BREVO_API_KEY"}]},
    f"environments/production/{SECRETS}": {"secrets": [{"name": "BREVO_API_KEY"}]},
    "rules/branches/main": [{"type": "pull_request"}],
}
# docs.github.com/rest, “Get a GitHub Pages site”: the fields of its example, and build_type of its schema.
PAGES: dict[str, Any] = {
    "status": "built",
    "cname": "lettre.example.org",
    "custom_404": True,
    "html_url": "https://lettre.example.org/",
    "build_type": "workflow",
    "source": {"branch": "main", "path": "/"},
    "public": True,
    "https_enforced": True,
}
# “Get a repository variable”, “Get an environment variable”.
OTHER = {"name": "CENUM_SITE_REPOSITORY", "value": "o/site", "created_at": "2026-11-01T09:00:00Z"}
PAGES_READY: dict[str, Any] = {
    "pages": PAGES,
    "environments/github-pages": MAIN_ONLY,
    f"environments/github-pages/{POLICIES}": MAIN,
}
BRANCH_READY: dict[str, Any] = {
    "environments/site": MAIN_ONLY,
    f"environments/site/{POLICIES}": MAIN,
    f"environments/site/{SECRETS}": {"secrets": [{"name": "CENUM_SITE_KEY"}]},
    "environments/site/variables/CENUM_SITE_REPOSITORY": OTHER,
}
NOT_TOLD = object()


class Table:
    """A repository that answers what stands in a table."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def find(self, path: str, answer: type[Answer]) -> Answer | None:
        said = self._answers.get(path)
        if said is NOT_TOLD:
            raise GitHubRefused("GitHub refused: Forbidden (HTTP 403)", "look", 403)
        return None if said is None else msgspec.convert(said, answer)


def seen(**changes: Any) -> dict[str, Diagnosis]:
    """The diagnoses of a repository that is ready but for ``changes``, by what they are about."""
    answers = {**READY, **changes.pop("answers", {})}
    return {one.subject: one for one in diagnose(changes.pop("settings", BREVO), "o/r", Table(answers))}


PRIVATE = {"": {**READY[""], "private": True}}
PRIVATE_READY: dict[str, Any] = {**PRIVATE, PRIVATE_FORKS: {"send_secrets_and_variables": False}}


@pytest.mark.parametrize(("deploy", "answers"), [("folder", {}), ("pages", PAGES_READY), ("branch", BRANCH_READY)])
def test_a_repository_that_is_ready_has_nothing_to_do(deploy: str, answers: dict[str, Any]) -> None:
    found = seen(settings=with_pages(deploy), answers={**answers, **PRIVATE_READY})
    assert {one.verdict for one in found.values()} == {Health.GOOD}
    assert {one.remedy for one in found.values()} == {""}


def test_a_public_repository_is_told_that_its_drafts_are_public() -> None:
    found = seen()
    assert [one.subject for one in found.values() if one.verdict is not Health.GOOD] == ["drafts"]
    drafts = found["drafts"]
    assert (drafts.verdict, "this repository is public, so its drafts are" in drafts.says) == (Health.WARNING, True)
    assert "gh api --method PATCH repos/o/r -F private=true" in drafts.remedy


@pytest.mark.parametrize(
    ("subject", "answers", "verdict", "said"),
    [
        (
            "GitHub Pages",
            {"pages": None},
            "bad",
            "POST repos/o/r/pages -f build_type=workflow || gh api --method PUT",
        ),
        ("GitHub Pages", {"pages": None, **PRIVATE}, "bad", 'write deploy = "branch" below [archive]'),
        ("GitHub Pages", {"pages": {**PAGES, "build_type": "legacy"}}, "bad", "Source › GitHub Actions"),
        ("GitHub Pages", {"pages": {**PAGES, "build_type": None}}, "bad", "built from a branch"),
        ("GitHub Pages", {"pages": NOT_TOLD}, "unknown", "build_type=workflow"),
        ("domain of the pages", {"pages": None}, "bad", "-f cname=lettre.example.org"),
        (
            "domain of the pages",
            {"pages": {**PAGES, "cname": "autre.example.org"}},
            "bad",
            "are at autre.example.org",
        ),
        (
            "domain of the pages",
            {"pages": {**PAGES, "cname": None, "html_url": "https://o.github.io/r/"}},
            "bad",
            "its DNS needs: CNAME o.github.io; where lettre.example.org is a zone of its own: A 185.199.108.153, ",
        ),
        ("domain of the pages", {"pages": {**PAGES, "cname": "LETTRE.example.org"}}, "good", ""),
        ("https of the pages", {"pages": {**PAGES, "https_enforced": False}}, "bad", "-F https_enforced=true"),
        ("https of the pages", {"pages": None}, "bad", "Enforce HTTPS"),
        ("environment github-pages", {"environments/github-pages": None}, "bad", "environments/github-pages -F"),
        ("environment github-pages", {"environments/github-pages": None, **PRIVATE}, "warning", "github-pages"),
        ("environment github-pages", {"environments/github-pages": {"name": "x"}}, "bad", "can replace the pages"),
        *(
            ("environment github-pages", {f"environments/github-pages/{POLICIES}": policies}, "bad", "-f name=main")
            for policies in NOT_MAIN_ALONE
        ),
    ],
)
def test_what_github_pages_lacks_has_its_command(
    subject: str, answers: dict[str, Any], verdict: str, said: str
) -> None:
    found = seen(settings=with_pages("pages"), answers={**PAGES_READY, **answers})[subject]
    assert (found.verdict.value, said in f"{found.says} → {found.remedy}") == (verdict, True)
    assert bool(found.remedy) is (verdict != "good")


@pytest.mark.parametrize(
    ("site", "pages", "verdict", "said"),
    [
        ("https://o.github.io/r", {"cname": None, "html_url": "https://o.github.io/r/"}, "good", ""),
        ("https://o.github.io/lettre", {"cname": None, "html_url": "https://o.github.io/r/"}, "bad", "-F cname=null"),
        ("https://o.github.io/r", {}, "bad", "the pages are at lettre.example.org →"),
        ("https://example.org/r", {"cname": None, "html_url": "https://example.org/r/"}, "good", ""),
        ("https://example.org/r", {"cname": "example.org", "html_url": "https://example.org/"}, "bad", "cname=null"),
        (
            "https://example.org",
            {},
            "bad",
            "its DNS needs: A 185.199.108.153, A 185.199.109.153, A 185.199.110.153, ",
        ),
        ("https://example.org", {}, "bad", "A 185.199.111.153, AAAA 2606:50c0:8000::153, AAAA 2606:50c0:8001::153"),
        ("https://école.fr", {"cname": "xn--cole-9oa.fr"}, "good", ""),
        ("https://école.fr", {}, "bad", "-f cname=xn--cole-9oa.fr"),
    ],
)
def test_the_pages_are_where_letters_say_that_they_are(
    site: str, pages: dict[str, Any], verdict: str, said: str
) -> None:
    answers = {**PAGES_READY, "pages": {**PAGES, **pages}}
    found = seen(settings=with_pages("pages", site), answers=answers)["domain of the pages"]
    assert (found.verdict.value, said in f"{found.says} → {found.remedy}") == (verdict, True)


@pytest.mark.parametrize(
    ("subject", "answers", "verdict", "said"),
    [
        ("environment site", {"environments/site": None}, "bad", "repos/o/r/environments/site -F"),
        ("environment site", {"environments/site": {"name": "x"}}, "bad", "whoever can push can read them"),
        *(
            ("environment site", {f"environments/site/{POLICIES}": policies}, "bad", "-f name=main")
            for policies in NOT_MAIN_ALONE
        ),
        ("CENUM_SITE_KEY in site", {f"environments/site/{SECRETS}": None}, "bad", "ssh-keygen -q -t ed25519 -N ''"),
        ("CENUM_SITE_KEY in site", {f"environments/site/{SECRETS}": None}, "bad", "deploy-key add cenum-site.pub"),
        (
            "CENUM_SITE_KEY in site",
            {f"actions/{SECRETS}": {"secrets": [{"name": "CENUM_SITE_KEY"}]}},
            "bad",
            "whoever can push can read it",
        ),
        (
            "CENUM_SITE_REPOSITORY in site",
            {"environments/site/variables/CENUM_SITE_REPOSITORY": None},
            "bad",
            "gh variable set CENUM_SITE_REPOSITORY --env site --body OWNER/NAME",
        ),
        (
            "CENUM_SITE_REPOSITORY in site",
            {"environments/site/variables/CENUM_SITE_REPOSITORY": None, **PRIVATE},
            "bad",
            "on a free plan, without environments, set it with: gh variable set CENUM_SITE_REPOSITORY --body",
        ),
        (
            "CENUM_SITE_REPOSITORY in site",
            {
                "environments/site/variables/CENUM_SITE_REPOSITORY": None,
                "actions/variables/CENUM_SITE_REPOSITORY": OTHER,
            },
            "good",
            "o/site",
        ),
        (
            "CENUM_SITE_REPOSITORY in site",
            {"environments/site/variables/CENUM_SITE_REPOSITORY": {**OTHER, "value": "O/R"}},
            "bad",
            "it names this repository: the key would open the letter",
        ),
    ],
)
def test_what_a_branch_for_the_pages_lacks_has_its_command(
    subject: str, answers: dict[str, Any], verdict: str, said: str
) -> None:
    found = seen(settings=with_pages("branch"), answers={**BRANCH_READY, **answers})[subject]
    assert (found.verdict.value, said in f"{found.says} → {found.remedy}") == (verdict, True)


def test_a_letter_whose_pages_somebody_copies_needs_nothing_of_github_for_them() -> None:
    subjects = {one.subject for one in diagnose(with_pages("folder"), None, None)}
    assert not any("Pages" in one or "pages" in one or "site" in one for one in subjects)


@pytest.mark.parametrize(
    ("subject", "answers", "verdict", "command"),
    [
        ("actions", {"actions/permissions": {"enabled": False}}, "bad", "actions/permissions -F enabled=true"),
        ("actions", {"actions/permissions": {"enabled": True, "allowed_actions": "local_only"}}, "bad", "selected"),
        ("actions", {"actions/permissions/selected-actions": {"github_owned_allowed": False}}, "bad", "github_owned"),
        ("actions", {"actions/permissions": {"enabled": True, "allowed_actions": "all"}}, "good", ""),
        ("actions", {"actions/permissions": NOT_TOLD}, "unknown", "actions/permissions"),
        ("token", {"actions/permissions/workflow": {"default_workflow_permissions": "write"}}, "warning", "=read"),
        ("issues", {"": {**READY[""], "has_issues": False}}, "bad", "gh repo edit --enable-issues"),
        ("label test-send", {"labels/test-send": None}, "bad", "gh label create test-send --color"),
        ("label approved", {"labels/approved": None}, "bad", "gh label create approved --color"),
        ("environment review", {"environments/review": None}, "bad", "repos/o/r/environments/review"),
        ("environment review", {"environments/review": None, **PRIVATE}, "warning", "environments/review"),
        ("environment production", {"environments/production": None}, "bad", "repos/o/r/environments/production"),
        ("environment production", {"environments/production": {"name": "x"}}, "bad", "custom_branch_policies"),
        ("environment review", {"environments/review": {"name": "x"}}, "bad", "custom_branch_policies"),
        ("environment review", {"environments/review": PROTECTED}, "bad", "› review › Deployment branches"),
        *(
            ("environment review", {f"environments/review/{POLICIES}": policies}, "bad", "-f name=main")
            for policies in NOT_MAIN_ALONE
        ),
        (
            "BREVO_API_KEY in review",
            {f"actions/{SECRETS}": {"secrets": [{"name": "BREVO_API_KEY"}]}},
            "bad",
            "Environment secrets",
        ),
        (
            "forks",
            {FORKS: {"approval_policy": "first_time_contributors_new_to_github"}},
            "warning",
            "approval_policy",
        ),
        ("forks", {PRIVATE_FORKS: {"send_secrets_and_variables": True}, **PRIVATE}, "bad", "Fork pull request"),
        ("forks", {PRIVATE_FORKS: {"send_write_tokens_to_workflows": True}, **PRIVATE}, "bad", "Fork pull request"),
        ("forks", {PRIVATE_FORKS: {"send_secrets_and_variables": False}, **PRIVATE}, "good", ""),
        ("forks", {FORKS: None}, "unknown", "approval_policy"),
        ("forks", PRIVATE, "unknown", "approval_policy"),
        (
            "token",
            {"actions/permissions/workflow": {"can_approve_pull_request_reviews": True}},
            "warning",
            "Workflow permissions",
        ),
        ("BREVO_API_KEY in review", {f"environments/review/{SECRETS}": None}, "bad", "--env review"),
        (
            "BREVO_API_KEY in production",
            {f"environments/production/{SECRETS}": {"secrets": []}},
            "bad",
            "gh secret set BREVO_API_KEY --env production",
        ),
        (
            "who may change the letter",
            {"rules/branches/main": []},
            "bad",
            "| gh api --method POST repos/o/r/rulesets",
        ),
        ("who may change the letter", {"rules/branches/main": NOT_TOLD, **PRIVATE}, "warning", "rulesets"),
        (
            "who may change the letter",
            {"rules/branches/main": [], "branches/main": {"protected": True}},
            "good",
            "",
        ),
    ],
)
def test_what_is_not_as_it_should_be_has_its_command(
    subject: str, answers: dict[str, Any], verdict: str, command: str
) -> None:
    found = seen(answers=answers)[subject]
    assert (found.verdict.value, command in found.remedy) == (verdict, True)
    assert bool(found.remedy) is (verdict != "good")


EVERYWHERE = {f"actions/{SECRETS}": {"secrets": [{"name": "BREVO_API_KEY"}]}}


@pytest.mark.parametrize(
    ("subject", "answers", "verdict", "says"),
    [
        ("actions", {"actions/permissions": {"enabled": False, "allowed_actions": "all"}}, "bad", "switched off"),
        ("actions", {"actions/permissions": {"enabled": False}}, "bad", "switched off"),
        ("actions", {"actions/permissions": None}, "unknown", "does not say"),
        ("actions", {"actions/permissions/selected-actions": None}, "bad", "not allowed"),
        (
            "actions",
            {"actions/permissions": {"enabled": True, "allowed_actions": "local_only"}},
            "bad",
            "not allowed",
        ),
        ("token", {"actions/permissions/workflow": None}, "unknown", "does not say"),
        ("forks", {FORKS: None}, "unknown", "does not say"),
        ("forks", {**PRIVATE, PRIVATE_FORKS: None}, "unknown", "does not say"),
        ("environment production", {"environments/production": None}, "bad", "it is missing"),
        ("environment production", {"environments/production": None, **PRIVATE}, "warning", "it is missing"),
        ("environment review", {f"environments/review/{POLICIES}": {"branch_policies": []}}, "bad", "no branch can"),
        ("BREVO_API_KEY in review", {**PRIVATE, **EVERYWHERE}, "bad", "delete it there"),
        ("BREVO_API_KEY in review", {f"environments/review/{SECRETS}": None}, "bad", "it is missing"),
        ("who may change the letter", {"rules/branches/main": [{"type": "deletion"}]}, "bad", "without a review"),
        ("who may change the letter", {"rules/branches/main": [], "branches/main": {}}, "bad", "without a review"),
    ],
)
def test_what_is_off_or_not_told_is_not_called_good(
    subject: str, answers: dict[str, Any], verdict: str, says: str
) -> None:
    found = seen(answers=answers)[subject]
    assert (found.verdict.value, says in found.says) == (verdict, True), found.says


@pytest.mark.parametrize("level", ["", "organization-"])
@pytest.mark.parametrize(("private", "verdict"), [(True, Health.WARNING), (False, Health.BAD)])
def test_a_key_for_the_whole_repository_is_everybodys_who_can_push(
    level: str,
    private: bool,  # noqa: FBT001  a table's column
    verdict: Health,
) -> None:
    answers = {
        **(PRIVATE if private else {}),
        f"environments/production/{SECRETS}": None,
        f"actions/{level}{SECRETS}": {"secrets": [{"name": "BREVO_API_KEY"}]},
    }
    assert seen(answers=answers)["BREVO_API_KEY in production"].verdict is verdict


def test_a_missing_key_of_a_private_repository_has_both_commands() -> None:
    found = seen(answers={**PRIVATE, f"environments/review/{SECRETS}": None})["BREVO_API_KEY in review"]
    assert "gh secret set BREVO_API_KEY" in found.says
    assert "--env review" in found.remedy


@pytest.mark.parametrize("service", FAKES)
def test_every_service_has_its_keys_in_both_environments(service: str) -> None:
    chosen = settings(service={"name": service, service: FAKES[service].settings})
    said = " ".join(one.remedy for one in diagnose(chosen, None, None))
    for environment in ENVIRONMENTS:
        for variable in FAKES[service].environ:
            assert f"gh secret set {variable} --env {environment}" in said


def test_the_rule_for_the_main_branch_is_json_that_github_takes() -> None:
    remedy = {one.subject: one for one in diagnose(settings(approvals=2), None, None)}["who may change the letter"]
    ruleset = json.loads(remedy.remedy.partition("'")[2].rpartition("'")[0])
    assert (ruleset["target"], ruleset["enforcement"]) == ("branch", "active")
    assert ruleset["conditions"] == {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}
    assert [rule["type"] for rule in ruleset["rules"]] == ["deletion", "non_fast_forward", "pull_request"]
    wanted = ruleset["rules"][-1]["parameters"]
    assert (wanted["required_approving_review_count"], wanted["dismiss_stale_reviews_on_push"]) == (1, True)


def test_no_command_gives_a_right_that_is_not_needed() -> None:
    remedies = {one.subject: one.remedy for one in diagnose(BREVO, "o/r", None)}
    for subject, parts in {
        "actions": ("-f allowed_actions=selected", "-F github_owned_allowed=true", "-F verified_allowed=false"),
        "token": ("-f default_workflow_permissions=read", "-F can_approve_pull_request_reviews=false"),
        "forks": ("-f approval_policy=first_time_contributors;",),
        "environment review": ("protected_branches]=false", "custom_branch_policies]=true", "-f name=main;"),
        "BREVO_API_KEY in production": ("--env production;",),
    }.items():
        assert [part for part in parts if part not in remedies[subject]] == []


def test_the_workflows_want_no_environment_and_no_secret_that_the_doctor_does_not_know() -> None:
    known = {variable for service in specs() for variable in service.variables} | {"GITHUB_TOKEN", SITE_KEY}
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = file.read_text("utf-8")
        assert set(re.findall(r"\bsecrets\.([A-Z_]+)", text)) <= known, file.name
        for job in yaml.safe_load(text)["jobs"].values():
            named = job.get("environment", "review")
            # A release of cenum itself has an environment that no letter has.
            known_here = {*ENVIRONMENTS, *SITE_ENVIRONMENTS.values()}
            assert named in known_here or (file.name, named) == ("release.yml", "release")


# The programs git and gh.

HASH = "0123456789abcdef" * 4
STUB = """\
#!/bin/sh
printf '%s\\n' "$*" >> "$GH_CALLS"
[ "$GH_LOGIN" = 4 ] && exit 4
file="$GH_ANSWERS/$(printf '%s' "$2" | tr '/?=' '___').json"
[ -f "$file" ] && exec cat "$file"
echo "gh: Not Found (HTTP 404) ghp_secret" >&2
exit 1
"""


@pytest.fixture
def repository(tmp_path: Path) -> Letter:
    """A letter in a repository of which a stub of gh knows what is in ``answers/``."""
    letter = Letter(tmp_path)
    toml = tmp_path / "cenum.toml"
    brevo = '[service]\nname = "brevo"\nbrevo = { audience = 12 }\n'
    text = toml.read_text("utf-8").replace('[service]\nname = "local"\n', brevo)
    toml.write_text("approvals = 1\n" + text, "utf-8")
    for name, workflow in material().work().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(workflow, "utf-8")
    (tmp_path / "requirements.txt").write_text(f"click==8.5.1 \\\n    --hash=sha256:{HASH}\n", "utf-8")
    (tmp_path / "requirements-cenum.txt").write_text(f"cenum==0.1.0 --hash=sha256:{HASH}\n", "utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "answers").mkdir()
    (tmp_path / "bin" / "gh").write_text(STUB, "utf-8")
    (tmp_path / "bin" / "gh").chmod(0o755)
    git = shutil.which("git") or "git"
    remote = "https://someone:ghp_secret@github.com/conseil/lettre.git"
    for arguments in (["init", "-q"], ["remote", "add", "origin", remote]):
        subprocess.run([git, *arguments], cwd=tmp_path, check=True)
    return letter


def examined(letter: Letter, login: str = "0", path: str | None = None) -> Any:
    folder = letter.folder
    environment = {
        "PATH": path or f"{folder / 'bin'}:{os.environ['PATH']}",
        "GH_CALLS": str(folder / "calls"),
        "GH_ANSWERS": str(folder / "answers"),
        "GH_LOGIN": login,
        "BREVO_API_KEY": "xkeysib-secret",
    }
    return letter.run("doctor", "--github", **environment)


def answer(letter: Letter, path: str, value: object) -> None:
    in_a_file(letter.folder / "answers", path, value)


def in_a_file(folder: Path, path: str, value: object) -> None:
    """What the stub answers about ``path`` below the repository."""
    name = f"repos/conseil/lettre/{path}".rstrip("/")
    for character in "/?=":
        name = name.replace(character, "_")
    (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")


def test_what_is_there_is_marked_and_what_is_missing_has_its_command(repository: Letter) -> None:
    for path, value in {**READY, **PRIVATE_READY}.items():
        answer(repository, path, value)
    ready = examined(repository)
    assert ready.code == 0, ready.out
    assert "→" not in ready.out
    (repository.folder / "answers" / "repos_conseil_lettre_labels_approved.json").unlink()
    missing = examined(repository)
    assert missing.code == 1
    assert missing.out.count("→") == 1
    assert "gh label create approved" in missing.out


def test_everything_is_only_read_asked_once_and_no_secret_is_shown(repository: Letter) -> None:
    answer(repository, "", READY[""])
    result = examined(repository)
    calls = (repository.folder / "calls").read_text("utf-8").splitlines()
    assert all(call.startswith("api repos/conseil/lettre") and len(call.split()) == 2 for call in calls)
    assert len(calls) == len(set(calls))
    assert "secret" not in (result.out + result.err).replace("gh secret set", "").replace("Environment secrets", "")


def test_without_gh_or_a_login_it_is_all_explained(repository: Letter, tmp_path: Path) -> None:
    (tmp_path / "only-git").mkdir()
    (tmp_path / "only-git" / "git").symlink_to(shutil.which("git") or "git")
    for result in (examined(repository, path=str(tmp_path / "only-git")), examined(repository, login="4")):
        assert result.code == 0, result.err
        assert "conseil/lettre; its settings can't be read" in result.out
        assert re.search(r"→ .*run gh auth login", result.out)
        for word in ("gh label create test-send", "--env review", "--env production", "rulesets", "enable-issues"):
            assert word in result.out


def test_a_repository_that_nobody_may_see_is_said(repository: Letter) -> None:
    result = examined(repository)
    assert (result.code, "conseil/lettre does not exist" in result.out) == (1, True)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [({}, "good"), ({"day": "thursday"}, "bad"), ({"hour": "07:08"}, "bad"), ({"hour": "06:07"}, "good")],
)
def test_a_workflow_that_starts_at_another_hour_than_the_letters_is_said(
    repository: Letter, changed: dict[str, str], verdict: str
) -> None:
    send = repository.folder / ".github" / "workflows" / "send.yml"
    send.write_text('- cron: "7 7 * * 5"\n', "utf-8")
    table = msgspec.to_builtins(settings().newsletter) | changed
    found = examine_repository(settings(newsletter=table), repository.folder, {})
    (hours,) = (one for one in found if one.subject == "hours")
    assert (hours.verdict.value, bool(hours.remedy)) == (verdict, verdict == "bad")


@pytest.mark.parametrize(
    ("file", "content", "verdict", "said"),
    [
        ("requirements.txt", None, "good", "pinned"),
        ("requirements.txt", "", "good", "pinned"),
        ("requirements.txt", "click==8.5.1\n", "bad", "click==8.5.1 without a hash"),
        ("requirements.txt", "--find-links https://elsewhere.example\n", "bad", "--find-links"),
        ("requirements-cenum.txt", "cenum==0.1.0\n", "warning", "neither a hash nor a commit"),
        ("requirements-cenum.txt", "cenum @ git+https://git.example.org/c@main\n", "warning", "neither"),
        ("requirements-cenum.txt", "# here\n.\n", None, ""),
    ],
)
def test_what_the_workflows_would_install_from_anybody_is_said(
    repository: Letter, file: str, content: str | None, verdict: str | None, said: str
) -> None:
    if content is not None:
        (repository.folder / file).write_text(content, "utf-8")
    found = examine_repository(settings(), repository.folder, {})
    told = [(one.verdict.value, said in one.says) for one in found if one.subject == "installation"]
    assert told == ([] if verdict is None else [(verdict, True)])


def test_a_letter_that_lacks_what_the_workflows_install_is_said(repository: Letter) -> None:
    (repository.folder / "requirements-cenum.txt").unlink()
    found = examine_repository(settings(), repository.folder, {})
    (told,) = (one for one in found if one.subject == "installation")
    assert (told.verdict, "cenum upgrade" in told.remedy) == (Health.BAD, True)


def test_workflows_that_are_not_cenums_and_a_letter_that_nobody_approves_are_said(repository: Letter) -> None:
    def said() -> dict[str, str]:
        found = examine_repository(letter, repository.folder, {})
        return {one.says: one.verdict.value for one in found if one.subject in {"workflows", "approvals"}}

    folder = repository.folder / ".github" / "workflows"
    letter = settings(service={"name": "brevo", "brevo": {"audience": 12}}, approvals=1)
    assert set(said().values()) == {"good"}
    (folder / "report.yml").unlink()
    (folder / "own.yml").write_text("on: push\n", "utf-8")
    assert set(said().values()) == {"good"}
    (folder / "own.yml").write_text("env:\n  KEY: ${{ secrets.BREVO_API_KEY }}\n", "utf-8")
    (folder / "other.yaml").write_text("jobs:\n  x:\n    environment: review\n", "utf-8")
    (folder / "link.yml").symlink_to("/proc/self/environ")
    (others,) = (says for says, verdict in said().items() if verdict == "warning")
    assert "own.yml" in others
    assert "other.yaml" in others
    (folder / "site.yml").write_text("jobs:\n  x:\n    environment: github-pages\n", "utf-8")
    assert not any("site.yml" in says for says in said())
    letter = with_pages("pages")
    assert any("site.yml" in says for says in said())
    (folder / "test-send.yml").write_text("on: pull_request\n", "utf-8")
    assert any(".github/workflows/test-send.yml" in says and "protect" in says for says in said())
    letter = BREVO
    assert any(says.startswith("nobody has to approve") for says in said())


@pytest.mark.parametrize(
    ("written", "is_said"),
    [
        ("environment: review", True),
        ("environment:\n      name: production\n      url: https://a.org", True),
        ("environment: 'review'", True),
        ('"environment" : {name: "production"}', True),
        ("environment: { 'name' : review }", True),
        ("environment: reviews", False),
        ("environment: review-app", False),
        ("environment: staging", False),
        ("environment:" + " " * 100_000, False),
        ("name: review", False),
    ],
)
def test_a_workflow_that_runs_where_the_keys_are_is_said_however_it_is_spelt(
    repository: Letter,
    written: str,
    is_said: bool,  # noqa: FBT001  a table
) -> None:
    own = repository.folder / ".github" / "workflows" / "own.yml"
    own.write_text(f"jobs:\n  x:\n    {written}\n", "utf-8")
    found = examine_repository(BREVO, repository.folder, {})
    assert any("own.yml" in one.says for one in found if one.subject == "workflows") == is_said


def test_a_folder_without_a_repository_and_for_nobody_is_said(tmp_path: Path) -> None:
    found = examine_repository(settings(), tmp_path, os.environ)
    assert [one.subject for one in found if one.verdict is Health.BAD] == [
        *("repository", "workflows", "mailing service"),
    ]
    assert "git init" in found[0].remedy
