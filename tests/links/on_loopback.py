"""cenum, whose links may lead to this machine: `python -m tests.links.on_loopback` takes cenum's arguments."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from cenum.__main__ import main
from cenum.links import online

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.own_networks import Network


def own_networks(names: Iterable[str]) -> tuple[Network, ...]:  # noqa: ARG001  whatever the settings say
    return (ip_network("127.0.0.0/8"),)


if __name__ == "__main__":
    vars(online).update(own_networks=own_networks)
    main()
