"""What care proposes, at GitHub: a branch with the file of copies, and an issue that leads to its pull request.

A workflow opens no pull request itself: for that the setting “Allow GitHub Actions to create and approve pull
requests” would have to be on, which lets a workflow approve as well; and no workflow starts by itself for what the
token of a workflow opened (docs.github.com, “Triggering a workflow”, “GITHUB_TOKEN”). A person opens it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from cenum.care.copies import FILE, as_toml
from cenum.care.proposal import MOST_ROWS
from cenum.github import gfm
from cenum.github.comment import Author  # noqa: TC001  msgspec reads the annotations
from cenum.github.side_branch import put_branch, read_branch_file
from cenum.i18n import _
from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.care.cited import CitedPage
    from cenum.care.copies import ArchivedCopy
    from cenum.care.proposal import CareProposal
    from cenum.repository.github_client import GitHubClient

BRANCH = "cenum-care"
LABEL = "cenum-care"
# What passes found out is on a branch of its own, so that it never gets into the main branch.
HEALTH_BRANCH = "cenum-health"
HEALTH_FILE = "health.json"


class _OpenPull(Struct, frozen=True):
    number: int


class _OpenIssue(Struct, frozen=True):
    """An issue at GitHub, which lists pull requests as issues."""

    number: int
    pull_request: Any = None
    user: Author | None = None


def recall_health(client: GitHubClient) -> bytes | None:
    """What earlier runs found out; ``None`` before the first."""
    return read_branch_file(client, HEALTH_BRANCH, HEALTH_FILE)


def keep_health(client: GitHubClient, content: bytes) -> None:
    """Keep it for the next run, in the place of what was there."""
    put_branch(client, HEALTH_BRANCH, {HEALTH_FILE: content}, "How the links of the letters are")


def request(
    client: GitHubClient, server: str, proposal: CareProposal, rows: Sequence[ArchivedCopy], head: str
) -> str:
    """Propose what differs from ``rows``, the file in the commit ``head``: what was done, as a sentence.

    While a pull request of the branch is open, it is left as it is: a person may have changed it.
    """
    issue = _open_issue(client)
    owner = client.repository.partition("/")[0]
    pulls = client.list_all(f"pulls?state=open&head={quote(owner)}:{BRANCH}&per_page=100", _OpenPull)
    if pulls:
        return _("pull request {number} is still open: merge or close it first").format(number=pulls[0].number)
    if not proposal.more and not proposal.fewer:
        if issue:
            client.write("PATCH", f"issues/{issue.number}", {"state": "closed"})
        return _("there is nothing to propose")
    content = as_toml(proposal.rows(rows)).encode()
    put_branch(client, BRANCH, {str(FILE): content}, "Copies of what is dead in earlier letters", onto=head)
    title = _("Links of earlier letters: {count} to look at").format(count=len(proposal.more) + len(proposal.fewer))
    body = as_markdown(proposal, f"{server}/{client.repository}/compare/{BRANCH}?expand=1")
    if issue:
        client.write("PATCH", f"issues/{issue.number}", {"title": title, "body": body})
    else:
        with suppress(GitHubRefused):  # that it exists already is refused
            client.write("POST", "labels", {"name": LABEL, "color": "0e8a16"})
        client.write("POST", "issues", {"title": title, "body": body, "labels": [LABEL]})
    return _("the branch {branch} and its issue propose the copies").format(branch=BRANCH)


def as_markdown(proposal: CareProposal, compare: str) -> str:
    """The rows as people look at them, and ``compare``, where the pull request is opened."""
    lines = [
        _("Open both addresses of each row. Then:"),
        "",
        "1. " + gfm.link(_("open the pull request"), compare),
        "2. " + _("in its file archive/copies.toml, empty the text after “copy =” in each row that you don't want"),
        "3. " + _("merge it: the pages of the letters then show both addresses. No issue is changed."),
        "",
    ]
    if proposal.more:
        lines += [_("| where | words | dead since | address | copy |"), "| --- | --- | --- | --- | --- |"]
        lines += [_row(page, row, f"{row.dead_since}") for page, row in proposal.more]
        lines.append("")
    if proposal.fewer:
        lines += [
            _("| where | words | answers again | address | copy to remove |"),
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_row(page, row, "✅") for page, row in proposal.fewer]
        lines.append("")
    for head, dead in (
        (_("Dead at your own site: publish these pages again, or redirect their addresses"), proposal.own),
        (_("Dead, and no copy can be proposed"), proposal.without),
    ):
        if dead:
            lines += [f"**{head}**", ""]
            lines += [f"- {gfm.text(str(page.places[0]))} {gfm.text(page.url)}" for page, _health in dead[:MOST_ROWS]]
            lines.append("")
    if proposal.left:
        lines += [_("The next ones come once these are merged: {count} more.").format(count=proposal.left), ""]
    return "\n".join(gfm.fitting(lines))


def _row(page: CitedPage, row: ArchivedCopy, middle: str) -> str:
    words = page.words[0] if page.words else ""
    cells = (str(page.places[0]), words, middle, row.url, row.copy)
    return f"| {' | '.join(map(gfm.text, cells))} |"


def _open_issue(client: GitHubClient) -> _OpenIssue | None:
    found = client.list_all(f"issues?state=open&labels={LABEL}&per_page=100", _OpenIssue)
    return next((one for one in found if one.pull_request is None and one.user and one.user.is_ours), None)
