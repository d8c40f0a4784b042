"""What the DNS knows of a host: its addresses, and whether it takes mail."""

from __future__ import annotations

import socket

from cenum.denied_names import speaks_for_the_internet

_SECONDS = 5


class NoSuchHost(Exception):
    """The DNS says that there is no such name."""


class LookupFailed(Exception):
    """The DNS says nothing: nobody can tell."""


class NameServer:
    """Names as this machine knows them. The tests put their own in its place."""

    def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of ``host``.

        Raises :class:`NoSuchHost` where the DNS itself says so when it is asked again, and knows other names; and
        :class:`LookupFailed` where nothing can be learnt.
        """
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except socket.gaierror as mistake:
            nameless = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
            if mistake.errno in nameless and self._is_denied(host):
                raise NoSuchHost(host) from None
            raise LookupFailed(host) from None
        except (UnicodeError, OSError):
            raise LookupFailed(host) from None
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    def endpoints(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where to connect to for ``port`` of ``host``. Raises what :meth:`addresses` raises."""
        return [(address, port) for address in self.addresses(host)]

    def takes_mail(self, domain: str) -> bool:
        """Whether mail for ``domain`` has somewhere to go. Raises :class:`LookupFailed`.

        Without an MX record its address is tried (RFC 5321, section 5.1); the record “.” says no (RFC 7505).
        """
        import dns.exception  # noqa: PLC0415  few letters have an e-mail address to look up
        import dns.resolver  # noqa: PLC0415  as above

        try:
            records = dns.resolver.resolve(f"{domain.rstrip('.')}.", "MX", lifetime=_SECONDS)
        except dns.resolver.NXDOMAIN:
            if not speaks_for_the_internet(dns.resolver.get_default_resolver(), domain):
                raise LookupFailed(domain) from None
            return False
        except dns.resolver.NoAnswer:
            try:
                return bool(self.addresses(domain))
            except NoSuchHost:
                return False
        except (dns.exception.DNSException, OSError, ValueError):
            raise LookupFailed(domain) from None
        return any(str(record.exchange) != "." for record in records)

    def _is_denied(self, host: str) -> bool:
        """Whether the DNS denies the name: the system says the same of a name and of a network that is down."""
        import dns.exception  # noqa: PLC0415  only where a name is not found
        import dns.resolver  # noqa: PLC0415  as above

        try:
            resolver = dns.resolver.get_default_resolver()
            for kind in ("A", "AAAA"):
                try:
                    resolver.resolve(f"{host.rstrip('.')}.", kind, lifetime=_SECONDS)
                except dns.resolver.NXDOMAIN:
                    break
                except dns.resolver.NoAnswer:
                    continue
                return False
        except (dns.exception.DNSException, OSError, ValueError):
            return False
        return speaks_for_the_internet(resolver, host)
