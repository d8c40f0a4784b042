"""Whether the DNS may be believed that a name does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dns.resolver import Resolver


def speaks_for_the_internet(resolver: Resolver, name: str) -> bool:
    """Whether ``resolver`` may be believed that there is no ``name``: it knows where names come from.

    Without a line, resolvers of routers, portals and virtual machines deny every name, with the very answer of RFC
    1035, section 4.1.1. They then deny the top-level domain too, and the root. Not all pass on a question about the
    root; and of a misspelt top-level domain there is only the root to ask about.
    """
    import dns.exception  # noqa: PLC0415  only where a name is not found

    for origin in (f"{name.rstrip('.').rpartition('.')[2]}.", "."):
        try:
            if resolver.resolve(origin, "NS"):
                return True
        except (dns.exception.DNSException, OSError, ValueError):
            continue
    return False
