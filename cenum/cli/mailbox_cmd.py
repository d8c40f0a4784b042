from __future__ import annotations

import gc

import click

from cenum.cli.command import command
from cenum.cli.context import printer, service_context, workspace_in
from cenum.cli.view import Success, TextLine, View
from cenum.i18n import N_, _


@command(N_("Show what the embedded service delivered.\n\nReaders' own links work there. Press Ctrl-C to stop."))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar=N_("PORT"),
    help=N_("Port to listen on; the one in cenum.toml if it is free."),
)
def mailbox(port: int | None, folder: str | None) -> None:
    from contextlib import closing

    from cenum.services.local import open_local
    from cenum.services.local.mailbox_site import serve

    gc.enable()  # this one stays
    workspace = workspace_in(folder)
    settings = workspace.settings
    usual = settings.service.local.url
    output = printer()
    with closing(open_local(settings.service.local, settings, service_context(workspace))) as service:
        serve(service, usual, port, ready=lambda url: output.show(_mailbox_view(url, usual)))


def _mailbox_view(url: str, usual: str) -> View:
    """Where the mailbox is shown; ``usual`` is where the links of delivered letters lead."""
    from urllib.parse import urlsplit

    parts: list[Success | TextLine] = [Success(_("the mailbox is at {url} (Ctrl-C to stop)").format(url=url))]
    if urlsplit(url).port != urlsplit(usual).port:
        said = _("  links in letters already delivered still point to {usual}")
        parts.append(TextLine(said.format(usual=usual)))
    return View({"url": url}, parts)
