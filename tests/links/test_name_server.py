"""What is believed of the DNS: a resolver without a line denies every name."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dns.rcode
import dns.resolver
import pytest

from cenum.links.name_server import LookupFailed, NameServer, NoSuchHost
from tests.doctor.zones import ROOT, name_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dns.rcode import Rcode

FRANCE = {("fr", "NS"): ["d.nic.fr."]}
KNOWN = {("la.fr", "A"): ["192.0.2.7"], ("courrier.fr", "MX"): ["10 mx.courrier.fr."]}


@pytest.fixture(autouse=True)
def system_knows_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What systems say of a name that is denied, and, as many, of one that nobody can be asked about."""

    def nobody(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)


@contextmanager
def resolver(
    monkeypatch: pytest.MonkeyPatch, zone: dict[tuple[str, str], list[str]], rcode: Rcode | None = None
) -> Iterator[NameServer]:
    """The names of a machine whose resolver answers from ``zone``, or everything with ``rcode``."""
    with name_server(zone, rcode) as port:
        ours = dns.resolver.Resolver(configure=False)
        ours.nameservers, ours.port, ours.lifetime = ["127.0.0.1"], port, 3
        monkeypatch.setattr(dns.resolver, "default_resolver", ours)
        yield NameServer()


@pytest.mark.parametrize("origin", [ROOT, FRANCE], ids=["root", "top-level domain"])
def test_a_resolver_that_knows_where_names_come_from_is_believed(
    monkeypatch: pytest.MonkeyPatch, origin: dict[tuple[str, str], list[str]]
) -> None:
    with resolver(monkeypatch, KNOWN | origin) as names:
        with pytest.raises(NoSuchHost):
            names.addresses("perdu.fr")
        assert not names.takes_mail("perdu.fr")
        assert names.takes_mail("courrier.fr")


def test_of_a_top_level_domain_that_is_misspelt_the_root_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    with resolver(monkeypatch, KNOWN | ROOT) as names, pytest.raises(NoSuchHost):
        names.addresses("la.frr")


@pytest.mark.parametrize("rcode", [dns.rcode.NXDOMAIN, dns.rcode.NOERROR, dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_one_that_says_the_same_of_every_name_is_not(monkeypatch: pytest.MonkeyPatch, rcode: Rcode) -> None:
    with resolver(monkeypatch, {}, rcode) as names:
        with pytest.raises(LookupFailed):
            names.addresses("www.lemonde.fr")
        with pytest.raises(LookupFailed):
            names.takes_mail("lemonde.fr")


def test_what_it_knows_after_all_is_not_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    with resolver(monkeypatch, KNOWN | ROOT) as names, pytest.raises(LookupFailed):
        names.addresses("la.fr")


def test_a_machine_without_any_resolver_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def unset() -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "get_default_resolver", unset)
    with pytest.raises(LookupFailed):
        NameServer().addresses("la.fr")
    with pytest.raises(LookupFailed):
        NameServer().takes_mail("la.fr")
