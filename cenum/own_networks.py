"""The private networks that a letter's settings may open to its links."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Network: TypeAlias = IPv4Network | IPv6Network

# Where no settings of a letter lead: to this machine, its neighbours without a router, groups of machines (RFC 919,
# 1122, 3927, 4291, 5771).
_NEVER = tuple(
    ip_network(name)
    for name in (
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "255.255.255.255/32",
        "fe80::/10",
        "ff00::/8",
        # IPv4 addresses written as IPv6 ones; the first has :: and ::1 as well.
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "2001::/32",
        "2002::/16",
    )
)


def may_be_own(network: Network) -> bool:
    """Whether settings may call ``network`` their own: nothing of it is where no letter may lead."""
    return not any(network.version == never.version and network.overlaps(never) for never in _NEVER)


def own_networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Those that settings call their own. Raises :class:`ValueError` for what is no network, or may not be."""
    networks = tuple(ip_network(name) for name in names)
    for network in networks:
        if not may_be_own(network):
            raise ValueError(str(network))
    return networks
