"""One thing that a repository at GitHub has to have, and the kinds of it that stand in several places."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cenum.doctor import repository_state
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.doctor.repository_state import EnvironmentSays, GitHubAnswers, Seen


class Want(NamedTuple):
    """One thing that has to be so: what it is for, what makes it so, and how to see whether it is.

    That is a ``command``, or a ``screen`` of the repository's at GitHub, whose pages are in English.
    """

    subject: str
    purpose: str
    command: str
    screen: str
    look: Callable[[GitHubAnswers], Seen]

    @property
    def remedy(self) -> str:
        """How a person makes it so."""
        return _("run: {command}; or, at GitHub: {screen}").format(command=self.command, screen=self.screen)


def environment_want(
    environment: str, name: str, purpose: str, says: EnvironmentSays = repository_state.OF_KEYS
) -> Want:
    """The ``environment`` of the repository ``name``, which only the main branch may use."""
    api = f"repos/{name}/environments/{environment}"
    command = (
        f"gh api --method PUT {api} -F 'deployment_branch_policy[protected_branches]=false' "
        "-F 'deployment_branch_policy[custom_branch_policies]=true' && "
        f"gh api --method POST {api}/deployment-branch-policies -f name=main"
    )
    screen = f"Settings › Environments › {environment} › Deployment branches and tags › Selected branches › main"
    look = partial(repository_state.environment, environment, says)
    return Want(_("environment {name}").format(name=environment), purpose, command, screen, look)


def secret_want(variable: str, environment: str, purpose: str, command: str = "") -> Want:
    """The secret ``variable`` of the ``environment``; ``command`` is what makes it, where that takes more than gh."""
    return Want(
        _("{variable} in {environment}").format(variable=variable, environment=environment),
        purpose,
        command or f"gh secret set {variable} --env {environment}",
        f"Settings › Environments › {environment} › Environment secrets",
        partial(repository_state.secret, variable, environment),
    )
