"""Links that count their readers' clicks, asked once where they lead: only their service knows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cenum.i18n import _, ngettext
from cenum.imported.clean_links import LinkAddresses, is_tracked
from cenum.imported.source_letter import Told
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.html import HtmlElement

# What is told of such links where nobody asks.
_UNASKED = "link-tracked"


def with_followed_links(
    body: HtmlElement, told: Sequence[Told], follow: Callable[[Sequence[str]], Mapping[str, str]]
) -> tuple[Told, ...]:
    """Have the links of ``body`` lead where ``follow`` says; gives ``told`` as it is then.

    ``follow`` is given addresses, each once, and gives those that they pass on to.
    """
    links = [one for one in body.iter("a") if is_tracked(one.get("href") or "")]
    onward = follow(list(dict.fromkeys(one.get("href") or "" for one in links))) if links else {}
    addresses = LinkAddresses()
    gone, stayed = Counter[str](), Counter[str]()
    for link in links:
        href = link.get("href") or ""
        better = addresses.address(onward[href], str) if href in onward else ""
        if better and not is_tracked(better):
            link.set("href", better)
            gone[host_of(href)] += 1
        else:
            stayed[host_of(href)] += 1
    return (
        *(one for one in told if one.kind != _UNASKED),
        *(_followed(host, count) for host, count in gone.items()),
        *(_not_followed(host, count) for host, count in stayed.items()),
    )


def _followed(host: str, count: int) -> Told:
    message = ngettext(
        "{count} link led through {host}, which was asked; it now leads straight to its page",
        "{count} links led through {host}, which was asked; they now lead straight to their pages",
        count,
    )
    return Told("link-followed", message.format(count=count, host=host))


def _not_followed(host: str, count: int) -> Told:
    message = ngettext(
        "{count} link leads through {host}, which counts clicks and did not say where it leads",
        "{count} links lead through {host}, which counts clicks and did not say where they lead",
        count,
    )
    return Told(_UNASKED, message.format(count=count, host=host), _("write the page's own address"), look=True)
