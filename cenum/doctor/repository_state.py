"""How one repository at GitHub stands: what is set there, as far as whoever is logged in may see it.

The answers are GitHub's REST API's (docs.github.com/rest, version 2022-11-28), with the fields that are looked at.
All functions raise GitHubRefused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

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


class _Named(Struct, frozen=True):
    name: str


class _Secrets(Struct, frozen=True):
    """Names alone: GitHub gives nobody a secret's value back."""

    secrets: tuple[_Named, ...] = ()


class _GitHubRule(Struct, frozen=True):
    type: str = ""


class _Environment(Struct, frozen=True):
    deployment_branch_policy: Any = None
    protection_rules: tuple[_GitHubRule, ...] = ()


class _Branch(Struct, frozen=True):
    protected: bool = False


def actions(asked: GitHubAnswers) -> Seen:
    """Whether workflows run, with GitHub's own actions, which are all that they use."""
    allowed = asked.find("actions/permissions", _Permissions)
    if not allowed or not allowed.enabled:
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
    if permissions and permissions.default_workflow_permissions == "write":
        return Health.WARNING, _("a workflow that asks for no permission may write to the repository")
    return Health.GOOD, _("a workflow that asks for no permission may only read")


def issues(asked: GitHubAnswers) -> Seen:
    """Whether the alarm has somewhere to write."""
    if _repository(asked).has_issues:
        return Health.GOOD, _("a failure on the day of sending becomes an issue")
    return Health.BAD, _("issues are switched off: a failure on the day of sending is reported nowhere")


def label(name: str, asked: GitHubAnswers) -> Seen:
    """Whether the label called ``name`` is there."""
    if asked.find(f"labels/{name}", _Named):
        return Health.GOOD, _("it is there")
    return Health.BAD, _("it is missing: {about}").format(about=_(LABELS[name][0]))


def review(asked: GitHubAnswers) -> Seen:
    """Whether the environment is there in which the test is sent."""
    if asked.find("environments/review", _Environment):
        return Health.GOOD, _("it is there")
    return _no_environment(asked)


def production(asked: GitHubAnswers) -> Seen:
    """Whether the environment is there in which the letter is sent, and who may use it."""
    environment = asked.find("environments/production", _Environment)
    if not environment:
        return _no_environment(asked)
    if not environment.deployment_branch_policy:
        return Health.WARNING, _("any branch can use its keys: a draft could send")
    if any(rule.type == "required_reviewers" for rule in environment.protection_rules):
        return Health.GOOD, _("only the main branch can use its keys, and a person has to approve each send")
    return Health.GOOD, _("only the main branch can use its keys")


def _no_environment(asked: GitHubAnswers) -> Seen:
    """Private repositories have them from GitHub Pro or Team on (docs.github.com, “Managing environments”)."""
    if _is_private(asked):
        says = _("it is missing; a private repository on a free plan can't have it, and works without it")
        return Health.WARNING, says
    return Health.BAD, _("it is missing")


def secret(variable: str, environment: str, asked: GitHubAnswers) -> Seen:
    """Whether ``variable`` is set for ``environment``, or for all of them."""
    if variable in _secrets(asked, f"environments/{environment}/secrets"):
        return Health.GOOD, _("it is set")
    if any(variable in _secrets(asked, f"actions/{level}secrets") for level in ("", "organization-")):
        if _is_private(asked):
            return Health.GOOD, _("it is set for the whole repository")
        return Health.WARNING, _("it is set for the whole repository: any workflow can read it")
    if _is_private(asked):
        says = _("it is missing; on a free plan, without environments, set it with: {command}")
        return Health.BAD, says.format(command=f"gh secret set {variable}")
    return Health.BAD, _("it is missing")


def _secrets(asked: GitHubAnswers, path: str) -> set[str]:
    found = asked.find(f"{path}?per_page=100", _Secrets)
    return {secret.name for secret in found.secrets} if found else set()


def protection(asked: GitHubAnswers) -> Seen:
    """Whether the main branch changes by pull requests alone."""
    branch = _repository(asked).default_branch
    try:
        rules = asked.find(f"rules/branches/{branch}", tuple[_GitHubRule, ...]) or ()
    except GitHubRefused:  # rulesets are not for private repositories on a free plan
        rules = ()
    if any(rule.type == "pull_request" for rule in rules):
        return Health.GOOD, _("{branch} changes only through pull requests").format(branch=branch)
    found = asked.find(f"branches/{branch}", _Branch)
    if found and found.protected:
        return Health.GOOD, _("{branch} is protected").format(branch=branch)
    if _is_private(asked):
        says = _("anyone with write access can change {branch} without a review; a free plan can't prevent it")
        return Health.WARNING, says.format(branch=branch)
    says = _("anyone with write access can change {branch} without a review")
    return Health.BAD, says.format(branch=branch)


def _is_private(asked: GitHubAnswers) -> bool:
    return _repository(asked).private


def _repository(asked: GitHubAnswers) -> Repository:
    return asked.find("", Repository) or Repository()
