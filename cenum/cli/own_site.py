"""What the commands that send wait for: our own site, where the letter's readers will look."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cenum.cli.context import printer
from cenum.cli.printing import OutputError
from cenum.cli.view import TextLine
from cenum.errors import Refusal
from cenum.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cenum.archive.answering import Lack
    from cenum.archive.manifest import Manifest
    from cenum.archive.own_addresses import OwnAddress
    from cenum.edition.edition import Edition
    from cenum.workspace import Workspace

_PAUSE = 15  # seconds; a deploy takes a minute or two
_SHORT_PAUSE = 5  # seconds, where one answer is wanted


def files_online(workspace: Workspace, edition: Edition, minutes: int) -> Callable[[], bool] | None:
    """What waits until reviewers can fetch the pictures; ``None`` where they don't fetch them from our own site."""
    from cenum.archive.own_addresses import published_files
    from cenum.services.registry import spec

    service = spec(workspace.settings.service.name)
    if service.for_trying or service.hosts_files:
        return None
    return partial(_wait, workspace, edition.key, published_files(edition), minutes)


def all_online(workspace: Workspace, edition: Edition, minutes: int) -> Callable[[], bool] | None:
    """What waits until every address of our own site in ``edition`` answers; ``None`` where that is not asked for."""
    from cenum.archive.own_addresses import own_addresses
    from cenum.services.registry import spec

    settings = workspace.settings
    service = spec(settings.service.name)
    if service.for_trying or not settings.archive.required:
        return None
    found = own_addresses(
        edition, settings.newsletter, hosted=service.hosts_files, archived=bool(settings.archive.id)
    )
    return partial(_wait, workspace, edition.key, found, minutes, by_choice=True)


def page_online(workspace: Workspace, edition: Edition) -> None:
    """Look whether readers find the page of an ``edition`` that left, where the settings demand its site.

    A host that stumbles is asked again for a minute. Raises :class:`~cenum.errors.Refusal`.
    """
    from cenum.archive.answering import NotOnline
    from cenum.archive.own_addresses import own_addresses
    from cenum.services.registry import spec

    settings = workspace.settings
    service = spec(settings.service.name)
    if service.for_trying or not settings.archive.required or not settings.archive.id:
        return
    found = own_addresses(edition, settings.newsletter, hosted=service.hosts_files, archived=True)
    try:
        _wait(workspace, edition.key, [address for address in found if address.is_exact], 1)
    except NotOnline as mistake:
        raise Refusal(
            _("the letter left, and its page is missing: {reason}").format(reason=mistake.message),
            _("run the workflow “Publish” by hand; or run cenum publish, and put its folder online"),
        ) from None


def published_manifest(workspace: Workspace) -> Manifest:
    """What the site that is online says of the last publication. Raises :class:`~cenum.errors.Refusal`."""
    from secrets import token_hex

    from cenum.archive.live_manifest import live_manifest
    from cenum.links.online import web_of

    web = web_of(workspace.settings)
    try:
        return live_manifest(
            workspace.settings.newsletter, web, partial(token_hex, 8), partial(time.sleep, _SHORT_PAUSE)
        )
    finally:
        web.close()


def _wait(
    workspace: Workspace, key: str, addresses: Iterable[OwnAddress], minutes: int, *, by_choice: bool = False
) -> bool:
    from secrets import token_hex

    from cenum.archive.answering import OwnSite, Vigil
    from cenum.links.online import web_of

    settings = workspace.settings
    web = web_of(settings)
    try:
        site = OwnSite(
            settings.newsletter.own_hosts,
            web,
            key,
            archived=bool(settings.archive.id),
            fresh=partial(token_hex, 8),
            at_once=settings.link_check.per_host,
            by_choice=by_choice,
        )
        vigil = Vigil(60 * minutes, time.monotonic, partial(time.sleep, _PAUSE), _Progress().tell)
        return site.wait_for(addresses, vigil)
    finally:
        web.close()


class _Progress:
    """What is being waited for, in a line each time that it changes, and each minute."""

    def __init__(self) -> None:
        self._said = ""

    def tell(self, lacks: Sequence[Lack], seconds: float) -> None:
        said = ngettext(
            "waiting for {address} ({says}), {minutes} min at most",
            "waiting for {count} addresses of our own site, first {address} ({says}), {minutes} min at most",
            len(lacks),
        )
        minutes = max(1, round(seconds / 60))
        line = said.format(count=len(lacks), address=lacks[0].address.url, says=lacks[0].says, minutes=minutes)
        if line != self._said:
            self._said = line
            with suppress(OutputError):  # as where the audience is said
                printer().aside(TextLine(line))
