"""Which machines may be asked: those of the public Internet, however an address is written or a name resolves."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.own_networks import Network

# All that the IANA has given to the public Internet in IPv6 (RFC 4291, section 2.4).
_UNICAST = ip_network("2000::/3")
# What is not public within that, and in IPv4; Python 3.11 and 3.13 differ in some of these (RFC 6890).
_NOT_PUBLIC = tuple(
    ip_network(name)
    for name in (
        "2001::/23",
        "3fff::/20",
        "192.0.0.0/24",
        "192.88.99.0/24",
    )
)
# Where clouds hand out a machine's keys, some of them within networks that somebody may well call their own (Amazon,
# Alibaba, Oracle).
_METADATA = tuple(ip_address(name) for name in ("fd00:ec2::254", "100.100.100.200", "192.0.0.192"))
_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str, own: Sequence[Network] = ()) -> bool:
    """Whether ``address`` is on the public Internet, or in one of the networks that the settings call their ``own``.

    An IPv6 address that carries an IPv4 address (RFC 4291, 3056, 6052) is judged by that one.
    """
    carried = _carried(ip_address(address.partition("%")[0]))
    return carried not in _METADATA and (_within(carried, own) or _is_global(carried))


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address that ``address`` is a mere wrapping of; itself where it is none, or of a kind that nobody uses."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if address.version == 6 and address not in _UNICAST:  # noqa: PLR2004  the version's own number
        return False
    return address.is_global and not address.is_multicast and not _within(address, _NOT_PUBLIC)


def _within(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
