"""How one repository at GitHub stands: what is set there, as far as whoever is logged in may see it.

The answers are GitHub's REST API's (docs.github.com/rest, version 2022-11-28), with the fields that are looked at.
All functions raise GitHubRefused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from msgspec import Struct

from cenum.doctor.diagnosis import Health
from cenum.i18n import N_, _
from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from typing import TypeAlias

    Seen: TypeAlias = tuple[Health, str]
    Answer = TypeVar("Answer")

LABELS = {
    "test-send": (N_("Sends the test to the reviewers"), "1d2b53"),
    "approved": (N_("Approves the version that the reviewers were sent"), "2e7d32"),
    "clip": (N_("Answers with lines for the press review"), "8a5a00"),
}


class GitHubAnswers(Protocol):
    """What GitHub answers about one repository."""

    def find(self, path: str, answer: type[Answer]) -> Answer | None:
        """What ``path`` below the repository leads to, ``None`` for nothing. Raises GitHubRefused."""
        ...


class AskedOnce:
    """The same answers, each of them asked for once."""

    def __init__(self, answers: GitHubAnswers) -> None:
        self._answers = answers
        self._known: dict[str, Any] = {}

    def find(self, path: str, answer: type[Answer]) -> Answer | None:
        """As :meth:`GitHubAnswers.find`."""
        if path not in self._known:
            self._known[path] = self._answers.find(path, answer)
        known: Answer | None = self._known[path]
        return known


class Repository(Struct, frozen=True):
    """The repository itself."""

    full_name: str = ""
    private: bool = False
    has_issues: bool = False
    default_branch: str = "main"


class _Permissions(Struct, frozen=True):
    enabled: bool = False
    allowed_actions: str = ""


class _Selected(Struct, frozen=True):
    github_owned_allowed: bool = False


class _TokenPermissions(Struct, frozen=True):
    default_workflow_permissions: str = ""
    can_approve_pull_request_reviews: bool = False


class _ForksOfPublic(Struct, frozen=True):
    approval_policy: str = ""


class _ForksOfPrivate(Struct, frozen=True):
    send_write_tokens_to_workflows: bool = False
    send_secrets_and_variables: bool = False


class _Named(Struct, frozen=True):
    name: str


class _Secrets(Struct, frozen=True):
    """Names alone: GitHub gives nobody a secret's value back."""

    secrets: tuple[_Named, ...] = ()


class _GitHubRule(Struct, frozen=True):
    type: str = ""


class _BranchPolicy(Struct, frozen=True):
    name: str
    type: str = "branch"


class _BranchPolicies(Struct, frozen=True):
    branch_policies: tuple[_BranchPolicy, ...] = ()


class _Branches(Struct, frozen=True):
    custom_branch_policies: bool = False


class _Environment(Struct, frozen=True):
    """Without a policy, every branch may use it."""

    deployment_branch_policy: _Branches | None = None
    protection_rules: tuple[_GitHubRule, ...] = ()


class _Branch(Struct, frozen=True):
    protected: bool = False


def actions(asked: GitHubAnswers) -> Seen:
    """Whether workflows run, with GitHub's own actions, which are all that they use."""
    allowed = asked.find("actions/permissions", _Permissions)
    if allowed is None:
        return Health.UNKNOWN, _("GitHub does not say whether Actions are switched on")
    if not allowed.enabled:
        return Health.BAD, _("Actions are switched off: nothing is checked, tested or sent")
    if allowed.allowed_actions == "all":
        return Health.GOOD, _("Actions are switched on")
    selected = asked.find("actions/permissions/selected-actions", _Selected)
    if allowed.allowed_actions == "selected" and selected and selected.github_owned_allowed:
        return Health.GOOD, _("GitHub's own actions are allowed")
    return Health.BAD, _("GitHub's own actions, which the workflows use, are not allowed")


def token(asked: GitHubAnswers) -> Seen:
    """What a workflow may do that asks for no permission."""
    permissions = asked.find("actions/permissions/workflow", _TokenPermissions)
    if permissions is None:
        return Health.UNKNOWN, _("GitHub does not say what a workflow that asks for no permission may do")
    if permissions.default_workflow_permissions == "write":
        return Health.WARNING, _("a workflow that asks for no permission may write to the repository")
    if permissions.can_approve_pull_request_reviews:
        return Health.WARNING, _("a workflow, which whoever can push can write, may approve pull requests")
    return Health.GOOD, _("a workflow that asks for no permission may only read")


def issues(asked: GitHubAnswers) -> Seen:
    """Whether the alarm has somewhere to write."""
    if repository(asked).has_issues:
        return Health.GOOD, _("a failure on the day of sending becomes an issue")
    return Health.BAD, _("issues are switched off: a failure on the day of sending is reported nowhere")


def label(name: str, asked: GitHubAnswers) -> Seen:
    """Whether the label called ``name`` is there."""
    if asked.find(f"labels/{name}", _Named):
        return Health.GOOD, _("it is there")
    return Health.BAD, _("it is missing: {about}").format(about=_(LABELS[name][0]))


def forks(asked: GitHubAnswers) -> Seen:
    """What a stranger's pull request may start (docs.github.com/rest/actions/permissions)."""
    if is_private(asked):
        private = asked.find("actions/permissions/fork-pr-workflows-private-repos", _ForksOfPrivate)
        if private is None:
            return _forks_not_told()
        if private.send_write_tokens_to_workflows or private.send_secrets_and_variables:
            return Health.BAD, _("the workflows of a fork are given keys, or may write to the repository")
        return Health.GOOD, _("the workflows of a fork are given no keys, and may only read")
    public = asked.find("actions/permissions/fork-pr-contributor-approval", _ForksOfPublic)
    if public is None:
        return _forks_not_told()
    if public.approval_policy == "first_time_contributors_new_to_github":
        return Health.WARNING, _("nearly everybody's pull request starts workflows at once")
    return Health.GOOD, _("a stranger's pull request starts workflows only once a person has agreed")


def _forks_not_told() -> Seen:
    return Health.UNKNOWN, _("GitHub does not say what a fork's pull request may start")


class EnvironmentSays(NamedTuple):
    """What is said of who may use an environment: sentences, for what it is there for."""

    any_branch: str
    protected: str
    others: str
    none: str
    main: str
    asks: str


OF_KEYS = EnvironmentSays(
    any_branch=N_("any branch can use its keys: whoever can push can read them"),
    protected=N_("every protected branch can use its keys, and not {branch} alone"),
    others=N_("not {branch} alone can use its keys, but also: {others}"),
    none=N_("no branch can use its keys"),
    main=N_("only the main branch can use its keys"),
    asks=N_("only the main branch can use its keys, and a person has to approve each use"),
)


def environment(name: str, says: EnvironmentSays, asked: GitHubAnswers) -> Seen:
    """Whether the environment called ``name`` is there, and the main branch alone may use it."""
    found = asked.find(f"environments/{name}", _Environment)
    if not found:
        return _no_environment(asked)
    branch = repository(asked).default_branch
    if not found.deployment_branch_policy:
        return Health.BAD, _(says.any_branch)
    if not found.deployment_branch_policy.custom_branch_policies:
        return Health.BAD, _(says.protected).format(branch=branch)
    listed = asked.find(f"environments/{name}/deployment-branch-policies?per_page=100", _BranchPolicies)
    policies = listed.branch_policies if listed else ()
    others = sorted({one.name for one in policies if (one.name, one.type) != (branch, "branch")})
    if others:
        return Health.BAD, _(says.others).format(branch=branch, others=", ".join(others))
    if not policies:
        return Health.BAD, _(says.none)
    if any(rule.type == "required_reviewers" for rule in found.protection_rules):
        return Health.GOOD, _(says.asks)
    return Health.GOOD, _(says.main)


def _no_environment(asked: GitHubAnswers) -> Seen:
    """Private repositories have them from GitHub Pro or Team on (docs.github.com, “Managing environments”)."""
    if is_private(asked):
        says = _("it is missing; a private repository on a free plan can't have it, and works without it")
        return Health.WARNING, says
    return Health.BAD, _("it is missing")


def secret(variable: str, environment: str, asked: GitHubAnswers) -> Seen:
    """Whether ``variable`` is set for ``environment``, and not for every workflow of every branch."""
    is_here = variable in _secrets(asked, f"environments/{environment}/secrets")
    is_everywhere = any(variable in _secrets(asked, f"actions/{level}secrets") for level in ("", "organization-"))
    if is_everywhere and is_private(asked) and not is_here:
        says = _("it is set for the whole repository: whoever can push can read it; a free plan can't prevent it")
        return Health.WARNING, says
    if is_everywhere:
        says = _("it is set for the whole repository: whoever can push can read it; delete it there: {command}")
        return Health.BAD, says.format(command=f"gh secret delete {variable}")
    if is_here:
        return Health.GOOD, _("it is set")
    if is_private(asked):
        says = _("it is missing; on a free plan, without environments, set it with: {command}")
        return Health.BAD, says.format(command=f"gh secret set {variable}")
    return Health.BAD, _("it is missing")


def _secrets(asked: GitHubAnswers, path: str) -> set[str]:
    found = asked.find(f"{path}?per_page=100", _Secrets)
    return {secret.name for secret in found.secrets} if found else set()


def protection(asked: GitHubAnswers) -> Seen:
    """Whether the main branch changes by pull requests alone."""
    branch = repository(asked).default_branch
    try:
        rules = asked.find(f"rules/branches/{branch}", tuple[_GitHubRule, ...]) or ()
    except GitHubRefused:  # rulesets are not for private repositories on a free plan
        rules = ()
    if any(rule.type == "pull_request" for rule in rules):
        return Health.GOOD, _("{branch} changes only through pull requests").format(branch=branch)
    found = asked.find(f"branches/{branch}", _Branch)
    if found and found.protected:
        return Health.GOOD, _("{branch} is protected").format(branch=branch)
    if is_private(asked):
        says = _("anyone with write access can change {branch} without a review; a free plan can't prevent it")
        return Health.WARNING, says.format(branch=branch)
    says = _("anyone with write access can change {branch} without a review")
    return Health.BAD, says.format(branch=branch)


def is_private(asked: GitHubAnswers) -> bool:
    """Whether only those who were invited see the repository."""
    return repository(asked).private


def repository(asked: GitHubAnswers) -> Repository:
    """The repository itself, as far as it is seen."""
    return asked.find("", Repository) or Repository()
