"""Addresses that lead where no letter may make a machine ask: none reaches whoever listens there."""

from __future__ import annotations

import contextlib
import socket
import threading
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest

from cenum.links.guard import is_public
from cenum.links.http_client import Limits, Web
from cenum.links.inquiry import Answer, Fault, Request, Target, given_up, inquire
from cenum.links.link import LinkStatus, Reason
from cenum.links.lists import known
from cenum.links.name_server import LookupFailed, NameServer
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.links.link import Verdict

# Written by a person who means harm. PORT is where the decoy listens.
HOSTILE = [
    # loopback, plainly
    "http://127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST:PORT/",
    "http://localhost.:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://127.1.2.3:PORT/",
    "http://127.255.255.254:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0:PORT/",
    "http://[::1]:PORT/",
    "http://[::]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/",
    # loopback, in every notation that inet_aton takes
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7f.0x0.0x0.0x1:PORT/",
    "http://0x7f.1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0000.0000.0001:PORT/",
    "http://017700000001:PORT/",
    "http://00000177.1:PORT/",
    "http://127.000.000.001:PORT/",
    "http://127.0x0.0.1:PORT/",
    # loopback, in letters that become digits (UTS 46)
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/",
    "http://127。0。0。1:PORT/",
    "http://ｌｏｃａｌｈｏｓｔ:PORT/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    # an IPv4 address within an IPv6 one
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[::7f00:1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2002:7f00:0001::1]:PORT/",
    "http://[2001:0:7f00:1::80ff:fffe]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    # one address that looks like another
    "http://lettre.fr@127.0.0.1:PORT/",
    "http://lettre.fr:80@127.0.0.1:PORT/",
    "http://lettre.fr%40@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT\\@lettre.fr/",
    "http://127.0.0.1:PORT#@lettre.fr/",
    "http://127.0.0.1:PORT?@lettre.fr/",
    "http://127.0.0.1:PORT/@lettre.fr/",
    "http:\\\\127.0.0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "http:///127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/%0d%0aHost:%20lettre.fr",
    "http://127.0.0.1:PORT/\r\nX-Mal: 1",
    # names that resolve there, as nip.io and its like offer to everybody
    "http://127.0.0.1.nip.io:PORT/",
    "http://localtest.me:PORT/",
    "http://boucle.fr:PORT/",
    "http://boucle6.fr:PORT/",
    "http://melange.fr:PORT/",
    # private networks, link-local and multicast
    "http://10.0.0.1:PORT/",
    "http://172.16.0.1:PORT/",
    "http://172.31.255.255:PORT/",
    "http://192.168.1.1:PORT/",
    "http://100.64.0.1:PORT/",
    "http://169.254.1.1:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[fe80::1%25lo]:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fd12:3456:789a::1]:PORT/",
    "http://[fec0::1]:PORT/",
    "http://224.0.0.1:PORT/",
    "http://239.255.255.250:PORT/",
    "http://[ff02::1]:PORT/",
    "http://255.255.255.255:PORT/",
    "http://198.18.0.1:PORT/",
    "http://192.0.2.1:PORT/",
    "http://240.0.0.1:PORT/",
    # where clouds keep their secrets
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://192.0.0.192/opc/v2/instance/",
    "http://168.63.129.16/metadata",
    # other schemes
    "file:///etc/passwd",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_GET",
    "dict://127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
]
# Azure's own host has a public address, which is asked like any other; this one is here to be counted, not refused.
PUBLIC_ALL_THE_SAME = {"http://168.63.129.16/metadata"}


class Decoy:
    """Listens on loopback, in both families, and counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        if socket.has_dualstack_ipv6() or socket.has_ipv6:
            with contextlib.suppress(OSError):  # a machine without IPv6 has no one to be reached there
                self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for listener in self._sockets:
            threading.Thread(target=self._listen, args=(listener,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _peer = listener.accept()
            except OSError:
                return
            self.visits += 1
            line.close()

    def close(self) -> None:
        for listener in self._sockets:
            listener.close()


class HostileNames(NameServer):
    """Names that a person who means harm controls; no real DNS is asked. Numbers are the system's to read."""

    _KNOWN = {  # noqa: RUF012  nobody changes it
        "boucle6.fr": ("::1",),
        "melange.fr": ("93.184.216.34", "127.0.0.1"),
        "metadata.google.internal": ("169.254.169.254",),
    }

    def addresses(self, host: str) -> tuple[str, ...]:
        host = host.rstrip(".")
        if host in self._KNOWN:
            return self._KNOWN[host]
        if host == "localhost" or host.endswith((".me", ".io", ".fr")):
            return ("127.0.0.1",)
        try:
            found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        except OSError:
            raise LookupFailed(host) from None
        return tuple(str(entry[4][0]) for entry in found)


@pytest.fixture
def decoy() -> Iterator[Decoy]:
    listening = Decoy()
    yield listening
    listening.close()


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Connections to anything but loopback are noted, and not made."""
    tried: list[str] = []
    connect = socket.create_connection

    def only_home(endpoint: tuple[str, int], *arguments: object, **options: object) -> socket.socket:
        tried.append(endpoint[0])
        if endpoint[0] not in {"127.0.0.1", "::1"}:
            raise ConnectionRefusedError
        return connect(endpoint, *arguments, **options)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(socket, "create_connection", only_home)
    return tried


def verdict_on(url: str, web: object) -> Verdict | None:
    """What is said of ``url``; ``None`` where it is no address that could be asked."""
    try:
        asked: Any = web  # or a stand-in
        pace = Pace(pause=0, seconds=20)
        outcomes, _whole = run({url: inquire(Target(url), known())}, asked, pace, given_up=given_up, jitter=lambda: 0)
    except ValueError:
        return None
    return outcomes[url].verdict


def web(names: NameServer | None = None) -> Web:
    return Web({}, names=names or HostileNames(), limits=Limits(2, 2, 4))


@pytest.mark.parametrize("template", HOSTILE)
def test_a_hostile_address_reaches_nobody(template: str, decoy: Decoy, no_way_out: list[str]) -> None:
    verdict = verdict_on(template.replace("PORT", str(decoy.port)), web())
    assert decoy.visits == 0
    if template in PUBLIC_ALL_THE_SAME:
        return
    assert no_way_out == []
    assert verdict is None or verdict.fate is LinkStatus.REFUSED or verdict.reason is Reason.LOOKUP


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


class Redirecting(Web):
    """A public host that passes everybody on; all others are really asked."""

    def __init__(self, location: str, hops: int) -> None:
        super().__init__({}, names=HostileNames(), limits=Limits(2, 2, 4))
        self._location = location
        self._hops = hops

    def ask(self, ask: Request) -> Answer:
        if ask.host != "public.org":
            return super().ask(ask)
        hop = int(ask.url.rpartition("/")[2] or "0")
        last = hop + 1 >= self._hops
        return Answer(302, {"location": self._location if last else f"http://public.org/{hop + 1}"})


@pytest.mark.parametrize("hops", [1, 5])
@pytest.mark.parametrize("template", HOSTILE)
def test_nor_does_a_redirect_to_it(template: str, hops: int, decoy: Decoy, no_way_out: list[str]) -> None:
    verdict = verdict_on("http://public.org/", Redirecting(template.replace("PORT", str(decoy.port)), hops))
    assert decoy.visits == 0
    if template in PUBLIC_ALL_THE_SAME:
        return
    assert no_way_out == []
    assert verdict is not None
    assert verdict.fate is not LinkStatus.ALIVE


class Rebinding(NameServer):
    """A name that is public when it is looked at, and at home when it is connected to."""

    def __init__(self) -> None:
        self.asked = 0

    def addresses(self, host: str) -> tuple[str, ...]:  # noqa: ARG002  all names are one
        self.asked += 1
        return ("93.184.216.34",) if self.asked == 1 else ("127.0.0.1",)


def test_what_was_judged_is_what_is_connected_to(decoy: Decoy, no_way_out: list[str]) -> None:
    names = Rebinding()
    url = f"http://rebinding.fr:{decoy.port}/"
    answer = web(names).ask(Request(url, "rebinding.fr"))
    assert answer.fault is Fault.CONNECTION_REFUSED
    assert no_way_out == ["93.184.216.34"]
    assert names.asked == 1
    assert web(names).ask(Request(url, "rebinding.fr")).fault is Fault.PRIVATE
    assert decoy.visits == 0


def test_a_network_of_ones_own_is_asked_when_the_settings_say_so(decoy: Decoy) -> None:
    own = Web({}, own=[ip_network("127.0.0.0/8")], limits=Limits(2, 2, 4))
    assert own.ask(Request(f"http://127.0.0.1:{decoy.port}/", "127.0.0.1")).fault is Fault.CUT
    assert decoy.visits == 1


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("2001:2::1", "2001:3::1", "2001:db8::1", "3fff::1", "192.0.0.9", "192.88.99.1", "198.18.0.1", "240.0.0.1"),
        # Teredo, of a public server and of a client at home; and what was never in use
        *("2001:0:5db8:d822:0:0:80ff:fffe", "2001:0:5db8:d822:0:0:a247:27dd", "::1.1.1.1"),
    ],
)
def test_what_is_of_a_special_network_is_not(address: str) -> None:
    assert not is_public(address)


def test_neither_proxies_nor_passwords_nor_cookies_go_along() -> None:
    session = Web({})._session()
    assert not session.trust_env
    jar: Any = session.cookies
    assert jar._policy.is_not_allowed("example.org")
