"""From a file to an edition on the disk: read, render, check, write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins
from msgspec.structs import asdict

from cenum.checks.all import check_edition
from cenum.dictionary import vocabulary
from cenum.edition.measure import weigh
from cenum.edition.pictures import Darkroom
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.errors import Interrupted, Mistakes, UsageMistake
from cenum.finding import has_errors, in_reading_order
from cenum.i18n import _
from cenum.issue.manuscripts import manuscripts
from cenum.issue.reader import read
from cenum.links.collect import links_of_edition, links_of_issue
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition
    from cenum.edition.pictures import Shelf
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.model import Checked, Link
    from cenum.workspace import Workspace

    Online: TypeAlias = Callable[[Issue, Sequence[Link]], tuple[Checked, list[Finding]]]


class Made(Struct, frozen=True):
    """An issue, its edition, its links, and what the checks had to say short of an error.

    ``checked`` is what became of the links, where they were asked about.
    """

    issue: Issue
    edition: Edition
    weight: Weight
    findings: tuple[Finding, ...]
    checked: Checked | None = None


class Examined(Struct, frozen=True):
    """An edition with its weight, all links of the letter, and what the checks say, waivers aside."""

    edition: Edition
    weight: Weight
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]


def make(path: Path, workspace: Workspace, templates: Templates | None = None, online: Online | None = None) -> Made:
    """Read, render and check the issue in ``path``; ``online`` asks what became of its links.

    Raises :class:`Mistakes` if an error was found, and :class:`Interrupted` if asking was broken off.
    """
    settings = workspace.settings
    reading = read(path, settings, root=workspace.root)
    issue = reading.issue
    if issue is None:
        raise Mistakes(reading.findings)
    templates = templates or Templates(workspace.templates, workspace.cache / "templates")
    seen = examine(issue, path, workspace, templates)
    found = [*reading.findings, *seen.findings]
    checked = None
    if online:
        from cenum.checks.spam import spam  # noqa: PLC0415  it takes seconds, as asking about links does

        checked, more = online(issue, seen.links)
        found += [*more, *spam(seen.edition, issue.place)]
    findings = in_reading_order(waive(found, (*issue.waivers, *settings.waivers), issue.day))
    if checked and not checked.whole:
        raise Interrupted(findings, checked)
    if has_errors(findings):
        raise Mistakes(findings, checked)
    return Made(issue, seen.edition, seen.weight, findings, checked)


def examine(
    issue: Issue, path: Path, workspace: Workspace, templates: Templates, shelf: Shelf | None = None
) -> Examined:
    """The edition of the ``issue`` in ``path``, and what every check without a network says of it, errors too.

    ``shelf`` keeps pictures from one rendering to the next. Raises :class:`Mistakes` for what can't be rendered.
    """
    settings = workspace.settings
    edition = render(issue, settings, templates, Darkroom(shelf))
    weight = weigh(issue, edition, tracked=settings.tracking.clicks)
    links = links_of_issue(issue)
    sources = workspace.sources()
    links += links_of_edition(edition, links, sources, issue.place)
    words = vocabulary(settings, workspace.root)
    found = check_edition(issue, edition, weight, links, settings, manuscripts(path), sources, words)
    return Examined(edition, weight, links, found)


def write(made: Made, folder: Path) -> list[Path]:
    """Write the edition into ``folder``: its two parts, the message, its pictures, and ``edition.json``.

    Placeholders are filled with the public addresses of the settings, so that the files open anywhere.
    """
    from cenum.edition.message import sample  # noqa: PLC0415  a check needs no message

    edition = made.edition
    html, text = edition.fill(edition.public_links)
    files = {
        "email.html": html.encode(),
        "email.txt": text.encode(),
        "email.eml": sample(edition).as_bytes(),
        "edition.json": (json.dumps(summary(made), ensure_ascii=False, indent=2) + "\n").encode(),
    }
    files |= {f"media/{picture.name}": picture.content for picture in edition.pictures}
    write_all({folder / name: content for name, content in files.items()})
    return [folder / name for name in files]


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write ``files``, and the folders they need. Raises :class:`UsageMistake` where that can't be done."""
    path = None
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as mistake:
        raise UsageMistake(
            _("{folder} can't be written ({reason})").format(
                folder=path.parent if path else "", reason=mistake.strerror
            ),
            _("look at the folder's permissions and at the room on the disk"),
        ) from None


def summary(made: Made) -> dict[str, object]:
    """What a program wants to know of an edition, ready for JSON."""
    edition = made.edition
    return {
        "issue": edition.key,
        "digest": edition.digest,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "sender": asdict(edition.sender),
        "reply_to": edition.reply_to,
        "sending_at": edition.sending_at.isoformat(),
        "weight": to_builtins(made.weight),
        "pictures": [picture.name for picture in edition.pictures],
    }
