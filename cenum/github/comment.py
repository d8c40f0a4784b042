"""Comments of a pull request: one that is kept up to date, and one for each thing that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.github import markdown
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.github.door import Door
    from cenum.record import Record


def keep(door: Door, number: int, marker: str, body: str) -> None:
    """Write ``body``, which begins with ``marker``, into the program's own comment that has it, or into a new one."""
    for comment in door.pages(f"issues/{number}/comments?per_page=100"):
        mine = (comment.get("user") or {}).get("type") == "Bot"
        if mine and str(comment.get("body", "")).startswith(marker):
            door.write("PATCH", f"issues/comments/{int(comment['id'])}", {"body": body})
            return
    add(door, number, body)


def add(door: Door, number: int, body: str) -> None:
    """A comment more."""
    door.write("POST", f"issues/{number}/comments", {"body": body})


def marker_of(command: str) -> str:
    """What the comment of a command is known by."""
    return f"<!-- cenum: {markdown.text(command)} -->"


def told(record: Record, run: str) -> str:
    """What a command said, as a comment or a summary. ``run`` is where its log is."""
    lines = [marker_of(record.command)]
    lines += [f"✅ {markdown.text(sentence)}" for sentence in record.done]
    lines += ["", *markdown.table(record.rows)]
    if record.exit_code != 0:
        message = record.message or _("the run broke off")
        lines += [f"❌ **{markdown.text(message)}**", ""]
        lines += [f"→ {markdown.text(record.remedy)}", ""] if record.remedy else []
    if record.exit_code != 0 or not record.rows:
        lines += [without_terminal(), ""]
    lines += markdown.findings(record.findings)
    if run:
        lines.append(markdown.link(_("the run"), run))
    return "\n".join(lines)


def without_terminal() -> str:
    """What messages that name commands mean for those who have GitHub's pages only."""
    return _(
        "Without a terminal: the label “test-send” sends the test, the label “approved” approves, and the "
        "workflow “Send” under “Actions” sends."
    )
