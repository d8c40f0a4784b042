"""Which machines may be asked: those of the public Internet, however an address is written or a name resolves."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.own_networks import Network

# All that the IANA has given to the public Internet in IPv6 (RFC 4291, section 2.4).
_UNICAST = ip_network("2000::/3")
# What is not public within that, and in IPv4; Python 3.11 and 3.13 differ in some of these (RFC 6890).
_NOT_PUBLIC = tuple(
    ip_network(name)
    for name in (
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
    )
)
# Where clouds hand out a machine's keys, some of them within networks that somebody may well call their own (Amazon,
# Alibaba, Oracle).
_METADATA = tuple(ip_address(name) for name in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192"))
_NAT64 = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")
_TEREDO = ip_network("2001::/32")


def is_public(address: str, own: Sequence[Network] = ()) -> bool:
    """Whether ``address`` is on the public Internet, or in one of the networks that the settings call their ``own``.

    An IPv6 address that carries an IPv4 address (RFC 4291, 3056, 4380, 6052) is judged by both.
    """
    carried = tuple(_carried(ip_address(address.partition("%")[0])))
    if any(one in _METADATA for one in carried):
        return False
    return all(_within(one, own) or _is_global(one) for one in carried)


def _carried(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """``address`` and those that it carries; only the inner one counts where the outer one is a mere wrapping."""
    if isinstance(address, IPv4Address):
        yield address
        return
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        yield last
    elif address.sixtofour:
        yield address.sixtofour
    elif address in _TEREDO:
        yield from address.teredo or ()
    else:
        yield address


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if address.version == 6 and address not in _UNICAST:  # noqa: PLR2004  the version's own number
        return False
    return address.is_global and not address.is_multicast and not _within(address, _NOT_PUBLIC)


def _within(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
