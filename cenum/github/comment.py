"""Comments of a pull request: one that is kept up to date, and one for each thing that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.github import gfm
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.record import CommandRecord
    from cenum.repository.github_client import GitHubClient


# Who writes with the token of a workflow. No person's name has brackets (docs.github.com, “Username considerations”).
_OURSELVES = "github-actions[bot]"


class Author(Struct, frozen=True):
    """Who wrote an issue or a comment."""

    login: str = ""
    type: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it was a workflow of this repository, and neither a person nor another program."""
        return self.login == _OURSELVES and self.type == "Bot"


class _Comment(Struct, frozen=True):
    """``user`` is ``None`` where the account is gone."""

    id: int
    body: str | None = None
    user: Author | None = None


def keep(client: GitHubClient, number: int, marker: str, body: str) -> None:
    """Write ``body``, which begins with ``marker``, into the program's own comment that has it, or into a new one."""
    for comment in client.list_all(f"issues/{number}/comments?per_page=100", _Comment):
        if comment.user and comment.user.is_ours and (comment.body or "").startswith(marker):
            client.write("PATCH", f"issues/comments/{comment.id}", {"body": body})
            return
    add(client, number, body)


def add(client: GitHubClient, number: int, body: str) -> None:
    """A comment more."""
    client.write("POST", f"issues/{number}/comments", {"body": body})


def marker_of(command: str) -> str:
    """What the comment of a command is known by."""
    return f"<!-- cenum: {gfm.text(command)} -->"


def told(record: CommandRecord, run: str) -> str:
    """What a command said, as a comment or a summary. ``run`` is where its log is."""
    lines = [marker_of(record.command)]
    lines += [f"✅ {gfm.text(sentence)}" for sentence in record.done]
    lines += ["", *gfm.table(record.rows)]
    if record.exit_code != 0:
        message = record.message or _("the run was interrupted")
        lines += [f"❌ **{gfm.text(message)}**", ""]
        lines += [f"→ {gfm.text(record.remedy)}", ""] if record.remedy else []
    if record.exit_code != 0 or not record.rows:
        lines += [without_terminal(), ""]
    lines += gfm.findings(record.findings)
    if run:
        lines.append(gfm.link(_("the run"), run))
    return "\n".join(lines)


def without_terminal() -> str:
    """What messages that name commands mean for those who have GitHub's pages only."""
    return _(
        "Without a terminal: the label “test-send” sends the test, the label “approved” approves, and the "
        "workflow “Send” under “Actions” sends."
    )
