"""DNS for the tests: as a dict, and as a server on this machine."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from cenum.doctor.domain import CannotAsk

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = {(".", "NS"): ["a.root-servers.net."]}


class Zone:
    """A lookup in two dicts; ``broken`` names can't be asked for."""

    def __init__(
        self,
        txt: dict[str, list[str]] | None = None,
        cname: dict[str, list[str]] | None = None,
        broken: tuple[str, ...] = (),
    ) -> None:
        self._txt, self._cname, self._broken = txt or {}, cname or {}, broken

    def txt(self, name: str) -> list[str]:
        if name in self._broken:
            raise CannotAsk("no answer")
        return self._txt.get(name, [])

    def cname(self, name: str) -> list[str]:
        return self._cname.get(name, [])


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def rsa_key(bits: int, *, bare: bool = False) -> str:
    """The shape of a public key; nobody verifies anything with it."""
    modulus = _der(0x02, b"\0" + ((1 << bits) - 1).to_bytes(bits // 8, "big"))
    key = _der(0x30, modulus + _der(0x02, b"\1\0\1"))
    algorithm = _der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    return b64encode(key if bare else _der(0x30, algorithm + _der(0x03, b"\0" + key))).decode()


@contextmanager
def name_server(zone: dict[tuple[str, str], list[str]], rcode: dns.rcode.Rcode | None = None) -> Iterator[int]:
    """The port of a server that answers from ``zone``, or every question with ``rcode``.

    Of the Internet it knows what ``zone`` has: ``ROOT`` makes it one that can be believed.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    question, address = door.recvfrom(4096)
                except TimeoutError:
                    continue
                door.sendto(_answer(dns.message.from_wire(question), zone, rcode), address)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        try:
            yield door.getsockname()[1]
        finally:
            over.set()
            server.join(5)


def _answer(
    query: dns.message.Message, zone: dict[tuple[str, str], list[str]], rcode: dns.rcode.Rcode | None
) -> bytes:
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    name = query.question[0].name
    kind = dns.rdatatype.to_text(query.question[0].rdtype)
    if rcode is not None:
        response.set_rcode(rcode)
        return response.to_wire()
    owner = name.to_text(omit_final_dot=True)
    while kind != "CNAME" and (aliases := zone.get((owner, "CNAME"))):
        response.answer.append(dns.rrset.from_text(f"{owner}.", 60, "IN", "CNAME", *aliases))
        owner = aliases[0].rstrip(".")
    if records := zone.get((owner, kind)):
        response.answer.append(dns.rrset.from_text(dns.name.from_text(owner), 60, "IN", kind, *records))
    elif not any(known == owner for known, _kind in zone):
        response.set_rcode(dns.rcode.NXDOMAIN)
    return response.to_wire()
