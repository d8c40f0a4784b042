"""Settings that a stranger sends: a key goes to where the environment says, and nothing into our own network."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import closing, contextmanager
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from cenum.archive.answering import OwnSite
from cenum.archive.own_addresses import OwnAddress
from cenum.clock import utc_now
from cenum.errors import SettingsMistakes, UsageMistake
from cenum.links.guard import is_public
from cenum.links.http_client import Web
from cenum.links.name_server import NameServer
from cenum.own_networks import own_networks
from cenum.services.local import open_local
from cenum.services.registry import ServiceContext, spec
from cenum.settings import parse
from tests.edition.samples import OWN
from tests.sending.editions import settings
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "canary-7d02"
LOOPBACK = (ip_network("127.0.0.0/8"),)
HERE = ("127.0.0.0/8", "127.0.0.1", "127.0.0.1/32", "0.0.0.0/0", "0.0.0.1", "::/0", "::1", "::", "::/1")
NEIGHBOURS = ("169.254.0.0/16", "169.254.169.254", "169.254.169.254/32", "fe80::/10", "fe80::1", "128.0.0.0/1")
GROUPS = ("224.0.0.0/4", "239.255.255.250", "ff00::/8", "ff02::1", "255.255.255.255", "240.0.0.0/4")
WRITTEN_OTHERWISE = (
    "::ffff:0:0/96",
    "::ffff:127.0.0.1",
    "::ffff:7f00:0/104",
    "64:ff9b::/96",
    "2002:7f00::/24",
    "::127.0.0.1",
    "2001:0:7f00::/48",
)
NO_NETWORK = ("localhost", "10.0.0.1/8", "0x7f.1")
NETWORKS = (*HERE, *NEIGHBOURS, *GROUPS, *WRITTEN_OTHERWISE, *NO_NETWORK)
SERVERS = (
    "mail.example.com:25",
    "localhost.example.com:25",
    "127.0.0.1.nip.io:25",
    "10.0.0.1:25",
    "192.168.1.1:2525",
    "169.254.169.254:80",
    "0.0.0.0:25",
    "2130706433:25",
    "0x7f000001:25",
    "localhost.:25",
)
ADDRESSES = (
    "https://listmonk.example.com",
    "https://lists.example.org.example.com",
    "https://lists.example.org:8443",
    "https://lists.example.org/other",
    "http://lists.example.org",
    "https://lists.example.org@example.com",
    "https://LISTS.example.com",
    "http://127.0.0.1:9000",
    "http://localhost:9000",
    "",
)


class Canary:
    """A host on loopback that counts who comes, and keeps what they say."""

    def __init__(self, answer: bytes = b"") -> None:
        self.heard: list[bytes] = []
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _address = self._server.accept()
            except OSError:
                return
            with caller:
                self.heard.append(caller.recv(65_536))
                caller.sendall(self._answer)

    def close(self) -> None:
        self._server.close()


@contextmanager
def canary(answer: bytes = b"") -> Iterator[Canary]:
    one = Canary(answer)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def other_host() -> Iterator[Canary]:
    with canary() as one:
        yield one


@pytest.fixture
def own_network() -> Iterator[Canary]:
    with canary(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 1\r\n\r\nx") as one:
        yield one


def moved_to(target: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def test_there_are_more_than_thirty_settings() -> None:
    assert len({*NETWORKS, *SERVERS, *ADDRESSES}) >= 30


@pytest.mark.parametrize("network", NETWORKS)
def test_no_settings_open_this_machine_or_what_is_beside_it(network: str) -> None:
    text = (OWN / "cenum.toml").read_text("utf-8") + f'\n[link_check]\nnetworks = ["10.1.0.0/16", "{network}"]\n'
    with pytest.raises(SettingsMistakes) as caught:
        parse(text.encode(), "cenum.toml")
    (finding,) = caught.value.findings
    assert finding.rule == "settings-wrong-value"
    assert finding.place.line == text.count("\n", 0, text.index("networks =")) + 1
    assert network in finding.message
    with pytest.raises(ValueError, match=r".+"):
        own_networks([network])


@pytest.mark.parametrize(
    "network", ["10.1.0.0/16", "192.168.0.0/16", "172.16.0.0/12", "100.64.0.0/10", "fd12:3456::/32"]
)
def test_a_network_of_ones_own_may_be_opened(network: str) -> None:
    (own,) = own_networks([network])
    assert is_public(str(own[7]), [own])
    assert not is_public(str(own[7]))


@pytest.mark.parametrize(
    "address",
    [
        "100.100.100.200",
        "fd00:ec2::254",
        "::ffff:100.100.100.200",
        "64:ff9b::6464:64c8",
        "192.0.0.192",
        "fd00:ec2::254%1",
    ],
)
def test_where_keys_of_machines_are_given_out_stays_closed_within_an_own_network(address: str) -> None:
    assert not is_public(address, own_networks(["100.64.0.0/10", "fd00::/8", "192.0.0.0/24"]))


def test_an_own_network_is_open_however_its_addresses_are_written() -> None:
    own = own_networks(["10.0.0.0/8"])
    assert is_public("::ffff:10.0.0.1", own)
    assert not is_public("::ffff:127.0.0.1", own)


def test_what_the_settings_open_is_said(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    file = tmp_path / "cenum.toml"
    file.write_text(file.read_text("utf-8") + '\n[link_check]\nnetworks = ["10.1.0.0/16"]\n', "utf-8")
    head = "---\ntitle: Une lettre\npreheader: Des mots\n---\n\n# Édito {#edito}\n\nRien.\n"
    letter.issue.write_text(head, "utf-8")
    for command in ("check", "test"):
        done = letter.run(command, "2026-11-27", CENUM_OFFLINE="")
        assert "networks of yours: 10.1.0.0/16" in done.out + done.err
    json.loads(letter.run("check", "2026-11-27", "--json", CENUM_OFFLINE="").out)


@pytest.mark.parametrize("server", SERVERS)
def test_letters_go_to_no_mail_server_that_the_settings_alone_name(tmp_path: Path, server: str) -> None:
    chosen = settings(service={"local": {"smtp": server}})
    for environ in ({}, {"CENUM_SMTP": "other.example.org:25"}, {"CENUM_SMTP": server.partition(":")[0]}):
        with pytest.raises(UsageMistake) as caught:
            open_local(chosen.service.local, chosen, ServiceContext(tmp_path, utc_now, environ))
        assert "CENUM_SMTP" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("server", "environ"),
    [
        ("localhost:1025", {}),
        ("127.0.0.1:25", {}),
        ("127.1.2.3:25", {}),
        ("mail.example.org:25", {"CENUM_SMTP": "mail.example.org:25"}),
    ],
)
def test_they_go_to_this_machine_and_to_where_the_environment_says(
    tmp_path: Path, server: str, environ: dict[str, str]
) -> None:
    chosen = settings(service={"local": {"smtp": server}})
    (tmp_path / "contacts.csv").write_text("email,name\n", "utf-8")
    open_local(chosen.service.local, chosen, ServiceContext(tmp_path, utc_now, environ)).close()


def listmonk(tmp_path: Path, url: str | None, **environ: str) -> object:
    choice = {"audience": 3} if url is None else {"audience": 3, "url": url}
    chosen = settings(service={"name": "listmonk", "listmonk": choice})
    keys = {"LISTMONK_API_USER": "cenum", "LISTMONK_API_TOKEN": KEY, **environ}
    return spec("listmonk").open(chosen.service.chosen, chosen, ServiceContext(tmp_path, utc_now, keys))


@pytest.mark.parametrize("url", ADDRESSES)
def test_the_token_goes_to_no_host_that_the_settings_name(tmp_path: Path, url: str, other_host: Canary) -> None:
    with pytest.raises(UsageMistake) as caught:
        listmonk(
            tmp_path, url.replace("http://127.0.0.1:9000", other_host.base), LISTMONK_URL="https://lists.example.org"
        )
    assert KEY not in str(caught.value)
    assert "LISTMONK_URL" in caught.value.message
    assert other_host.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://lists.example.org",
        "https://u:p@lists.example.org",
        "https://lists.example.org?x=",
        "https://lists.example.org#",
        "https://lists.exämple.org",
        "https://lists.example.org\\@example.com",
        "ftp://lists.example.org",
        "lists.example.org",
        "http://127.0.0.1.example.com",
        "https://",
    ],
)
def test_an_address_in_the_environment_is_one(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageMistake) as caught:
        listmonk(tmp_path, None, LISTMONK_URL=address)
    assert "LISTMONK_URL" in caught.value.message


@pytest.mark.parametrize("url", [None, "https://lists.example.org", "https://lists.example.org/"])
def test_the_token_goes_where_the_environment_says(tmp_path: Path, url: str | None) -> None:
    service = listmonk(tmp_path, url, LISTMONK_URL="https://lists.example.org/")
    assert service._api._provider.base == "https://lists.example.org/api"  # type: ignore[attr-defined]


def test_the_token_does_not_follow_to_another_host(
    tmp_path: Path, other_host: Canary, capfd: pytest.CaptureFixture[str]
) -> None:
    letter = Letter(tmp_path)
    file = tmp_path / "cenum.toml"
    text = file.read_text("utf-8").replace('name = "local"', 'name = "listmonk"\nlistmonk = { audience = 3 }')
    file.write_text(text, "utf-8")
    with canary(moved_to(other_host.base)) as named:
        keys = {"LISTMONK_URL": named.base, "LISTMONK_API_USER": "cenum", "LISTMONK_API_TOKEN": KEY}
        proxy = {"HTTP_PROXY": other_host.base, "http_proxy": other_host.base, "NO_PROXY": "", "no_proxy": ""}
        done = letter.run("status", "2026-11-27", **keys, **proxy)
        assert named.heard
    assert done.code == 3
    assert other_host.heard == []
    assert KEY not in done.out + done.err + "".join(capfd.readouterr())
    assert [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []


class Names(NameServer):
    """Every name is this machine's, but for ``public``, which is what the site's name is."""

    def __init__(self, public: str, port: int) -> None:
        self._public = public
        self._port = port

    def endpoints(self, host: str, port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", self._port if host == self._public else port)]


def our_site(web: Web) -> OwnSite:
    return OwnSite(frozenset({"site.example", "inside.example"}), web, "2026-11-27", archived=True, fresh=lambda: "n")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "site.example", "[::1]", "2130706433", "0x7f.1"])
def test_pictures_are_not_looked_for_in_our_own_network(own_network: Canary, name: str) -> None:
    class Home(NameServer):
        def endpoints(self, host: str, port: int) -> list[tuple[str, int]]:  # noqa: ARG002  every name is this machine's
            return [("127.0.0.1", port)]

    with closing(Web({}, names=Home())) as web:
        (lack,) = our_site(web).lacks([OwnAddress(f"http://{name}:{own_network.port}/a.jpg", sha256="0" * 64)])
    assert "private network" in lack.says
    assert own_network.heard == []


def test_nor_where_their_site_sends_us(own_network: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address is judged, wherever it was found: here all but the first."""
    from cenum.links import http_client  # noqa: PLC0415  to be altered

    with canary(moved_to(f"http://inside.example:{own_network.port}/a.jpg")) as site:
        judged: list[str] = []

        def first_is_public(address: str, _own: object) -> bool:
            judged.append(address)
            return len(judged) == 1

        monkeypatch.setattr(http_client, "is_public", first_is_public)
        with closing(Web({}, names=Names("site.example", site.port))) as web:
            (lack,) = our_site(web).lacks([OwnAddress("http://site.example/a.jpg", sha256="0" * 64)])
        assert "private network" in lack.says
        assert len(site.heard) == 1
    assert own_network.heard == []


def test_who_looks_for_pictures_takes_no_proxy_and_no_password_along(
    own_network: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text(f"default login cenum password {KEY}\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", own_network.base)
    with canary(b"") as site, closing(Web({}, own=LOOPBACK, names=Names("site.example", site.port))) as web:
        our_site(web).lacks([OwnAddress("http://site.example/a.jpg", sha256="0" * 64)])
        assert site.heard
        assert KEY not in str(site.heard)
        assert "Authorization" not in str(site.heard)
    assert own_network.heard == []
