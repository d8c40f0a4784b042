from __future__ import annotations

import gc
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import now_here, path_of, service_context, workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.own_site import published_manifest
from cenum.cli.site_option import site_named
from cenum.cli.view import FindingList, Success, TextLine, View
from cenum.errors import CenumError, Exit, UsageMistake
from cenum.formatting import clock_face
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cenum.archive.ledger import Ledger
    from cenum.archive.publication import Publication
    from cenum.archive.site_folder import SiteFolder
    from cenum.archive.survey import Departure
    from cenum.cli.view import Part
    from cenum.services.registry import OpenService
    from cenum.services.service import Content
    from cenum.workspace import Workspace


@command(
    N_(
        "Make a page of each letter that left.\n"
        "\n"
        "Writes them to site/, with an index, a search and a feed.\n"
        "\n"
        "A draft, and what is not committed, is not there. A letter that is scheduled has a page that nothing leads "
        "to yet; once it left, it is listed. Nothing is put online: that is what the workflow does, or you.\n"
        "\n"
        "With --only media ISSUE: only the pictures of this issue, draft or not, which have to be online before its "
        "test is sent; all else stays as it is."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option(
    "--out",
    metavar=N_("FOLDER"),
    type=click.Path(file_okay=False),
    help=N_("Where to write them; archive.out of cenum.toml by default."),
)
@click.option(
    "--only",
    type=click.Choice(["media", "all"]),
    default="all",
    show_default=True,
    help=N_("What to write: the pictures of one issue, or all."),
)
@click.option(
    "--live",
    is_flag=True,
    help=N_("First ask the site that is online what it shows, as a folder that is new needs it."),
)
def publish(issue: str | None, out: str | None, only: str, live: bool, folder: str | None) -> View:
    workspace = workspace_in(folder)
    site = site_named(workspace, out, folder)
    if only == "media":
        if live:
            raise UsageMistake(
                _("--only media writes pictures alone, whatever is online"), _("leave out one of the two")
            )
        return _media_view(workspace, site, issue or "next")
    if issue:
        message = _("all letters are published, but “{issue}” was named").format(issue=issue)
        raise UsageMistake(message, _("leave it out; for its pictures alone: cenum publish --only media {issue}"))
    _has_id(workspace)
    gc.freeze()
    gc.enable()  # ten years of letters are read and drawn, one after another
    from cenum.archive.committed import committed_files
    from cenum.archive.publication import keep_departures
    from cenum.archive.publication import publish as carry_out
    from cenum.archive.survey import Surroundings

    with ExitStack() as held:
        asked = _Asked(workspace, held)
        before = site.adopt(published_manifest(workspace)) if live else site.manifest()
        committed = committed_files(workspace.root, os.environ)
        around = Surroundings(committed, before, now_here(workspace), asked.ledger)
        published = carry_out(workspace, around, site)
        if published.changes is None:
            return _stopped_view(published)
        kept, failed = keep_departures(workspace.files, published.survey.departures, asked.content)
    named = [path.relative_to(workspace.root).as_posix() for path in kept]
    return _published_view(workspace, site, published, named, failed)


def _has_id(workspace: Workspace) -> None:
    """What feed readers know the letter by: it has to be written down, since it may never change."""
    from cenum.web_address import host_of

    if workspace.settings.archive.id:
        return
    host = host_of(workspace.settings.newsletter.site)
    proposal = f'id = "tag:{host},{now_here(workspace).year}:"'
    raise UsageMistake(
        _("the letter has no id that feed readers could know it by"),
        _("add `{line}` below `[archive]` in cenum.toml, and never change it").format(line=proposal),
    )


class _Asked:
    """The mailing service, which is opened once somebody asks, and stays open until ``held`` is closed."""

    def __init__(self, workspace: Workspace, held: ExitStack) -> None:
        self._workspace, self._held = workspace, held
        self._service: OpenService | None = None

    def ledger(self) -> Ledger:
        """What it says of the letters, or why it says nothing."""
        from cenum.archive.ledger import Ledger, read_ledger
        from cenum.services.registry import open_service

        settings = self._workspace.settings
        try:
            service = self._held.enter_context(open_service(settings, service_context(self._workspace)))
            self._service = service
            return read_ledger(settings.newsletter.name, service.campaigns())
        except CenumError as mistake:
            return Ledger(silence=mistake.message)

    def content(self, departure: Departure) -> Content:
        """What it was given of a letter that left."""
        if self._service is None:
            raise UsageMistake(_("the service is not open"), _("run this command again"))
        return self._service.content(departure.edition)


def _media_view(workspace: Workspace, site: SiteFolder, issue: str) -> View:
    from cenum.archive.pictures_of_issue import pictures_of_issue

    path = path_of(workspace, issue)
    paths = site.put_media(pictures_of_issue(workspace, path))
    said = ngettext(
        "{folder}: {count} picture of the issue of {key}",
        "{folder}: {count} pictures of the issue of {key}",
        len(paths),
    )
    return View(
        {"folder": str(site.folder), "issue": path.stem, "files": paths},
        [Success(said.format(folder=_shown(workspace, site), count=len(paths), key=path.stem))],
        carried_out=True,
    )


def _stopped_view(published: Publication) -> View:
    said = _("nothing was published: correct this first")
    return View(
        {"published": False, "findings": findings_as_data(published.findings)},
        [FindingList(published.findings), TextLine(said)],
        exit_code=Exit.REFUSED,
    )


def _published_view(
    workspace: Workspace, site: SiteFolder, published: Publication, kept: list[str], failed: Iterable[CenumError]
) -> View:
    from collections import Counter

    from cenum.archive.visibility import Visibility

    seen, changes = published.survey, published.changes
    shown = Counter(letter.visibility for letter in seen.letters)
    absent = Counter(reason.value for reason in seen.absent.values())
    parts: list[Part] = [
        FindingList(published.findings),
        Success(f"{_shown(workspace, site)}: {', '.join(_letters(published))}"),
        *(TextLine(sentence) for sentence in _absences(absent)),
        *(TextLine(sentence) for sentence in _besides(published, kept, failed)),
    ]
    return View(
        {
            "published": True,
            "folder": str(site.folder),
            "listed": shown[Visibility.LISTED],
            "unlisted": shown[Visibility.UNLISTED],
            "announced": shown[Visibility.ANNOUNCED],
            "absent": dict(sorted(absent.items())),
            "written": changes.written if changes else 0,
            "removed": changes.removed if changes else 0,
            "kept": kept,
            "silence": seen.silence,
            "findings": findings_as_data(published.findings),
        },
        parts,
        carried_out=True,
    )


def _shown(workspace: Workspace, site: SiteFolder) -> str:
    folder = site.folder
    return f"{folder.relative_to(workspace.root)}/" if folder.is_relative_to(workspace.root) else str(folder)


def _letters(published: Publication) -> list[str]:
    """“52 letters listed”, and one phrase for each letter whose hour has not come, by its hour alone."""
    from cenum.archive.visibility import Visibility

    letters = published.survey.letters
    listed = sum(letter.visibility is Visibility.LISTED for letter in letters)
    said = [ngettext("{count} letter listed", "{count} letters listed", listed).format(count=listed)]
    for letter in letters:
        if letter.visibility is Visibility.LISTED:
            continue
        phrase = _("1 of {when} not listed")
        if letter.visibility is Visibility.ANNOUNCED:
            phrase = _("1 announced for {when}")
        said.append(phrase.format(when=clock_face(letter.sends_at)))
    return said


def _absences(absent: Mapping[str, int]) -> list[str]:
    """How many letters have no page, and why."""
    sentences = {
        "draft": ngettext("{count} draft is not there", "{count} drafts are not there", absent.get("draft", 0)),
        "waiting": ngettext(
            "{count} letter that is neither scheduled nor sent as it is here is not there",
            "{count} letters that are neither scheduled nor sent as they are here are not there",
            absent.get("waiting", 0),
        ),
        "uncommitted": ngettext(
            "{count} letter that git does not have is not there: commit it",
            "{count} letters that git does not have are not there: commit them",
            absent.get("uncommitted", 0),
        ),
        "unreadable": ngettext(
            "{count} letter that can't be read is not there: cenum check says why",
            "{count} letters that can't be read are not there: cenum check says why",
            absent.get("unreadable", 0),
        ),
    }
    return [sentence.format(count=absent[name]) for name, sentence in sentences.items() if absent.get(name)]


def _besides(published: Publication, kept: list[str], failed: Iterable[CenumError]) -> list[str]:
    """What else somebody should know."""
    said = []
    if published.survey.silence:
        said.append(
            _("the mailing service could not be asked ({reason}): no letter is more public than before").format(
                reason=published.survey.silence
            )
        )
    if kept:
        said.append(_("kept what left, which belongs into git: {files}").format(files=", ".join(kept)))
    said += (
        _("what left could not be kept ({reason}): {remedy}").format(reason=one.message, remedy=one.remedy)
        for one in failed
    )
    changes = published.changes
    if changes and not changes.written and not changes.removed:
        said.append(_("nothing changed since the last time"))
    return said
