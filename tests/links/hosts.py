"""Hosts that misbehave: a server of our own on loopback, on several ports, under many names.

A behaviour is a function of what was asked, which writes raw bytes: it can be as wrong as it likes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import socket
import ssl
import struct
import threading
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import TYPE_CHECKING

import trustme

from cenum.links import online
from cenum.links.http_client import Limits, Web
from cenum.links.name_server import LookupFailed, NameServer, NoSuchHost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest

    Behaviour = Callable[["Asked", socket.socket], None]

LOOPBACK = "127.0.0.1"
_LONGEST = 15  # seconds that a behaviour may last, whoever forgets it


@dataclass(frozen=True)
class Asked:
    """What a host was asked, and the server's own end, for which a behaviour can wait."""

    method: str
    path: str
    host: str
    headers: Mapping[str, str]
    scheme: str
    count: int
    ended: threading.Event = field(compare=False)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP answer. Names of headers are written with underscores; ``content_length`` can be a lie."""
    named = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), "connection": "close"}
    named |= headers
    lines = [
        f"HTTP/1.1 {status} Said",
        *(f"{key.replace('_', '-')}: {value}" for key, value in named.items() if value),
    ]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


def says(status: int = 200, body: bytes = b"<title>Une page</title><h1>Une page</h1>", **headers: str) -> Behaviour:
    """An answer, always the same."""

    def behave(asked: Asked, line: socket.socket) -> None:
        whole = answer(status, body, **headers)
        line.sendall(whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if asked.method == "HEAD" else whole)

    return behave


def titled(title: str, heading: str = "", **headers: str) -> Behaviour:
    """A page that calls itself so."""
    return says(200, f"<!doctype html><title>{title}</title><h1>{heading or title}</h1>".encode(), **headers)


def page(*parts: str, **headers: str) -> Behaviour:
    """One of these parts of HTML."""
    return says(200, "".join(parts).encode(), **headers)


def moved(status: int, location: str) -> Behaviour:
    """A redirect; without a location where that is empty."""
    return says(status, b"", location=location)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One after the other, the last one for ever."""

    def behave(asked: Asked, line: socket.socket) -> None:
        behaviours[min(asked.count, len(behaviours) - 1)](asked, line)

    return behave


def for_head(head: Behaviour, other: Behaviour) -> Behaviour:
    """One way for HEAD, another for the rest."""

    def behave(asked: Asked, line: socket.socket) -> None:
        (head if asked.method == "HEAD" else other)(asked, line)

    return behave


def only_with(name: str, value: str, good: Behaviour, bad: Behaviour) -> Behaviour:
    """Good for who sends a header that holds ``value``."""

    def behave(asked: Asked, line: socket.socket) -> None:
        (good if value in asked.headers.get(name, "") else bad)(asked, line)

    return behave


def raw(content: bytes) -> Behaviour:
    """Whatever bytes."""
    return lambda _asked, line: line.sendall(content)


def silent(asked: Asked, _line: socket.socket) -> None:
    """Not a word."""
    asked.ended.wait(_LONGEST)


def hangs_up(_asked: Asked, _line: socket.socket) -> None:
    """The line is closed without a word."""


def resets(_asked: Asked, line: socket.socket) -> None:
    """The line breaks."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drips(start: bytes, drop: bytes, seconds: float = 0.05) -> Behaviour:
    """``start``, then ``drop`` after ``drop``, never fast enough and never slow enough."""

    def behave(asked: Asked, line: socket.socket) -> None:
        line.sendall(start)
        for _number in range(int(_LONGEST / seconds)):
            if asked.ended.wait(seconds):
                return
            line.sendall(drop)

    return behave


def endless(asked: Asked, line: socket.socket) -> None:
    """A body that does not end, as fast as it is taken: at most 200 MB."""
    line.sendall(answer(200, content_length="", content_type="text/html"))
    for _number in range(3000):
        if asked.ended.is_set():
            return
        line.sendall(b"<p>encore</p>" * 5000)


def zipped(body: bytes, **headers: str) -> Behaviour:
    return says(200, gzip.compress(body), content_encoding="gzip", **headers)


def bomb(asked: Asked, line: socket.socket) -> None:
    """A megabyte that swells to a gigabyte."""
    packed = gzip.compress(bytes(1_000_000)) * 1000
    whole = answer(200, packed, content_encoding="gzip")
    line.sendall(whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if asked.method == "HEAD" else whole)


class Town:
    """Many hosts behind one address: a plain port, and one port for each certificate.

    ``behaviours`` maps ``host/path`` or ``/path`` to what happens there; ``asked`` is what really came in.
    """

    def __init__(self, behaviours: Mapping[str, Behaviour], folder: Path) -> None:
        self.asked: list[Asked] = []
        self.waited = threading.Event()  # never set: who waits for a request waits on it
        self.busiest: dict[str, int] = {}
        self._behaviours = behaviours
        self._busy: dict[str, int] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._listeners: list[socket.socket] = []
        self.ca_file = str(folder / "ca.pem")
        known, unknown = trustme.CA(), trustme.CA()
        known.cert_pem.write_to_path(self.ca_file)
        long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        self.plain = self._listen(None)
        self.secure = self._listen(known.issue_cert("sur.fr", "autres.fr", "lettre.example.org"))
        self.expired = self._listen(
            known.issue_cert("vieux.fr", not_before=long_ago, not_after=long_ago + dt.timedelta(days=9))
        )
        self.unknown = self._listen(unknown.issue_cert("inconnu.fr"))
        probe = socket.create_server((LOOPBACK, 0))
        self.closed = probe.getsockname()[1]
        probe.close()

    def names(self) -> TownNames:
        return TownNames(self)

    def close(self) -> None:
        self._ended.set()
        for listener in self._listeners:
            listener.close()

    def _listen(self, certificate: trustme.LeafCert | None) -> int:
        listener = socket.create_server((LOOPBACK, 0), backlog=256)
        self._listeners.append(listener)
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
        threading.Thread(target=self._accept, args=(listener, context), daemon=True).start()
        return int(listener.getsockname()[1])

    def _accept(self, listener: socket.socket, context: ssl.SSLContext | None) -> None:
        while True:
            try:
                line, _peer = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line, context), daemon=True).start()

    def _serve(self, line: socket.socket, context: ssl.SSLContext | None) -> None:
        line.settimeout(_LONGEST)
        with contextlib.suppress(OSError), line:
            if context:
                line = context.wrap_socket(line, server_side=True)
            with line:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = line.recv(65_536)
                    if not piece:
                        return
                    head += piece
                    if head.startswith(b"\x16"):  # the beginning of TLS (RFC 8446, section 5.1)
                        line.sendall(answer(400))
                        return
                self._behave(head.decode("latin-1"), line, "https" if context else "http")

    def _behave(self, head: str, line: socket.socket, scheme: str) -> None:
        first, *lines = head.split("\r\n")
        method, path, _version = first.split(" ")
        headers = {name.lower(): value.strip() for name, _colon, value in (one.partition(":") for one in lines)}
        host = headers.get("host", "").partition(":")[0]
        with self._lock:
            count = sum(one.path == path and one.host == host and one.scheme == scheme for one in self.asked)
            asked = Asked(method, path, host, headers, scheme, count, self._ended)
            self.asked.append(asked)
            self._busy[host] = self._busy.get(host, 0) + 1
            self.busiest[host] = max(self.busiest.get(host, 0), self._busy[host])
        bare = path.partition("?")[0]
        behaviour = self._behaviours.get(f"{scheme}://{host}{bare}") or self._behaviours.get(bare) or says(404)
        try:
            behaviour(asked, line)
        finally:
            with self._lock:
                self._busy[host] -= 1


def have_commands_ask(town: Town, monkeypatch: pytest.MonkeyPatch, *, seconds: float = 5, whole: float = 60) -> None:
    """Commands ask the hosts of ``town``; one may be silent for ``seconds``, and take ``whole`` in all."""

    def web_of(_settings: object) -> Web:
        own, limits = [ip_network("127.0.0.0/8")], Limits(connect=seconds, silence=seconds, whole=whole)
        return Web({}, own=own, limits=limits, names=town.names(), ca_file=town.ca_file)

    monkeypatch.setattr(online, "web_of", web_of)


class TownNames(NameServer):
    """A DNS in which every host is in town, but for those whose names say otherwise."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def addresses(self, host: str) -> tuple[str, ...]:
        if host.startswith("perdu"):
            raise NoSuchHost(host)
        if host.startswith("malade"):
            raise LookupFailed(host)
        if host.startswith("interne"):
            return ("10.0.0.7",)
        return (LOOPBACK,)

    def endpoints(self, host: str, port: int) -> list[tuple[str, int]]:
        ports = {80: self._town.plain, 443: self._town.secure}
        if host == "vieux.fr":
            ports[443] = self._town.expired
        elif host == "inconnu.fr":
            ports[443] = self._town.unknown
        elif host == "sans-tls.fr":
            ports[443] = self._town.plain
        elif host == "ferme.fr":
            ports = {80: self._town.closed, 443: self._town.closed}
        return [(address, ports.get(port, port)) for address in self.addresses(host)]

    def takes_mail(self, domain: str) -> bool:
        if domain.startswith("malade"):
            raise LookupFailed(domain)
        return not domain.startswith("perdu")
