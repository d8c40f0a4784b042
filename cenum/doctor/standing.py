"""How one repository at GitHub stands: what is set there, as far as whoever is logged in may see it.

The answers are GitHub's REST API's (docs.github.com/rest, version 2022-11-28). All functions raise Untold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.doctor.diagnosis import Verdict
from cenum.doctor.gh import Untold
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from typing import TypeAlias

    from cenum.doctor.gh import Hub

    Seen: TypeAlias = tuple[Verdict, str]

LABELS = {
    "test-send": (N_("Sends the test to the reviewers"), "1d2b53"),
    "approved": (N_("What the reviewers were sent is good"), "2e7d32"),
}


def actions(asked: Hub) -> Seen:
    """Whether workflows run, with GitHub's own actions, which are all that they use."""
    allowed = asked.get("actions/permissions") or {}
    if not allowed.get("enabled"):
        return Verdict.BAD, _("Actions are switched off: nothing is checked, tested or sent")
    which = allowed.get("allowed_actions")
    if which == "all":
        return Verdict.GOOD, _("Actions are switched on")
    if which == "selected" and (asked.get("actions/permissions/selected-actions") or {}).get("github_owned_allowed"):
        return Verdict.GOOD, _("GitHub's own actions are allowed")
    return Verdict.BAD, _("GitHub's own actions, which the workflows use, are not allowed")


def token(asked: Hub) -> Seen:
    """What a workflow may do that asks for no permission."""
    if (asked.get("actions/permissions/workflow") or {}).get("default_workflow_permissions") == "write":
        return Verdict.WARNING, _("a workflow that asks for no permission may write to the repository")
    return Verdict.GOOD, _("a workflow that asks for no permission may only read")


def issues(asked: Hub) -> Seen:
    """Whether the alarm has somewhere to write."""
    if (asked.get("") or {}).get("has_issues"):
        return Verdict.GOOD, _("what went wrong on the day becomes an issue")
    return Verdict.BAD, _("issues are switched off: what went wrong on the day is told nowhere")


def label(name: str, asked: Hub) -> Seen:
    """Whether the label called ``name`` is there."""
    if asked.get(f"labels/{name}"):
        return Verdict.GOOD, _("it is there")
    return Verdict.BAD, _("it is missing: {about}").format(about=_(LABELS[name][0]))


def review(asked: Hub) -> Seen:
    """Whether the environment is there in which the test is sent."""
    return (Verdict.GOOD, _("it is there")) if asked.get("environments/review") else _no_environment(asked)


def production(asked: Hub) -> Seen:
    """Whether the environment is there in which the letter is sent, and who may use it."""
    environment = asked.get("environments/production")
    if not environment:
        return _no_environment(asked)
    if not environment.get("deployment_branch_policy"):
        return Verdict.WARNING, _("any branch may use its keys: somebody's draft could send")
    rules = [rule.get("type") for rule in environment.get("protection_rules", [])]
    if "required_reviewers" in rules:
        return Verdict.GOOD, _("the main branch alone uses its keys, and a person has to approve each send")
    return Verdict.GOOD, _("the main branch alone uses its keys")


def _no_environment(asked: Hub) -> Seen:
    """Private repositories have them from GitHub Pro or Team on (docs.github.com, “Managing environments”)."""
    if _is_private(asked):
        says = _("it is missing; a private repository on a free plan can't have it, and does without")
        return Verdict.WARNING, says
    return Verdict.BAD, _("it is missing")


def secret(variable: str, environment: str, asked: Hub) -> Seen:
    """Whether ``variable`` is set for ``environment``, or for all of them."""
    if variable in _secrets(asked.get(f"environments/{environment}/secrets?per_page=100")):
        return Verdict.GOOD, _("it is set")
    elsewhere = [asked.get(f"actions/{level}secrets?per_page=100") for level in ("", "organization-")]
    if any(variable in _secrets(found) for found in elsewhere):
        if _is_private(asked):
            return Verdict.GOOD, _("it is set for the whole repository")
        return Verdict.WARNING, _("it is set for the whole repository: any workflow of it may read it")
    if _is_private(asked):
        says = _("it is missing; on a free plan, without environments, set it with: {command}")
        return Verdict.BAD, says.format(command=f"gh secret set {variable}")
    return Verdict.BAD, _("it is missing")


def _secrets(answer: Any) -> set[str]:  # noqa: ANN401  JSON
    """Names alone: GitHub gives nobody a secret's value back."""
    return {secret["name"] for secret in (answer or {}).get("secrets", [])}


def protection(asked: Hub) -> Seen:
    """Whether the main branch changes by pull requests alone."""
    branch = (asked.get("") or {}).get("default_branch", "main")
    try:
        rules = asked.get(f"rules/branches/{branch}") or []
    except Untold:  # rulesets are not for private repositories on a free plan
        rules = []
    if any(rule.get("type") == "pull_request" for rule in rules):
        return Verdict.GOOD, _("{branch} changes by pull requests alone").format(branch=branch)
    if (asked.get(f"branches/{branch}") or {}).get("protected"):
        return Verdict.GOOD, _("{branch} is protected").format(branch=branch)
    if _is_private(asked):
        says = _("anybody who may write here can change {branch} without a review; a free plan can't forbid it")
        return Verdict.WARNING, says.format(branch=branch)
    says = _("anybody who may write here can change {branch} without a review")
    return Verdict.BAD, says.format(branch=branch)


def _is_private(asked: Hub) -> bool:
    return bool((asked.get("") or {}).get("private"))
