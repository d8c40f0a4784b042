"""A file of the web is had whole or not at all, and never from a machine that is nobody's business."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from cenum.links.file_fetching import fetched_files, next_addresses
from cenum.links.http_client import Limits, Web
from tests.links.hosts import Town, bomb, endless, hangs_up, moved, raw, resets, says, silent, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 10_000
PICTURE = b"\x89PNG" + bytes(5_000)
BEHAVIOURS = {
    "/image.png": says(200, PICTURE),
    "/packed.png": zipped(PICTURE),
    "/just.png": says(200, bytes(MOST)),
    "/large.png": says(200, bytes(MOST + 1)),
    "/nothing.png": says(200, b""),
    "/gone.png": says(404, PICTURE),
    "/part.png": says(206, PICTURE),
    "/endless.png": endless,
    "/bomb.png": bomb,
    "/silent.png": silent,
    "/hangs-up.png": hangs_up,
    "/resets.png": resets,
    "/noise.png": raw(b"noise"),
    "/moved.png": moved(301, "/image.png"),
    "/elsewhere.png": moved(302, "https://sur.fr/image.png"),
    "/within.png": moved(302, "http://interne.fr/image.png"),
    "/file.png": moved(302, "file:///etc/passwd"),
    "/lost.png": moved(302, ""),
    "/circle.png": moved(302, "/circle.png"),
    "/click": moved(302, "https://lemonde.fr/article?a=1"),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    built = Town(BEHAVIOURS, tmp_path_factory.mktemp("town"))
    yield built
    built.close()


@pytest.fixture
def web(town: Town) -> Iterator[Web]:
    limits = Limits(connect=0.2, silence=0.2, whole=2)
    asked = Web({}, own=[ip_network("127.0.0.0/8")], limits=limits, names=town.names(), ca_file=town.ca_file)
    yield asked
    asked.close()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("http://images.fr/image.png", PICTURE),
        ("https://sur.fr/image.png", PICTURE),
        ("http://images.fr/packed.png", PICTURE),
        ("http://images.fr/just.png", bytes(MOST)),
        ("http://images.fr/moved.png", PICTURE),
        ("http://images.fr/elsewhere.png", PICTURE),
        *((f"http://images.fr/{name}.png", None) for name in ("large", "nothing", "gone", "part", "endless", "bomb")),
        *((f"http://images.fr/{name}.png", None) for name in ("silent", "hangs-up", "resets", "noise", "missing")),
        *((f"http://images.fr/{name}.png", None) for name in ("within", "file", "lost", "circle")),
        *((f"{host}/image.png", None) for host in ("http://perdu.fr", "http://interne.fr")),
        ("https://inconnu.fr/image.png", None),
        ("http://", None),
        ("file:///etc/passwd", None),
        ("data:image/png;base64,AAAA", None),
    ],
)
def test_a_file_is_had_whole_or_not_at_all(web: Web, address: str, wanted: bytes | None) -> None:
    assert fetched_files([address], web, MOST).get(address) == wanted


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("http://images.fr/click", "https://lemonde.fr/article?a=1"),
        ("http://images.fr/moved.png", "http://images.fr/image.png"),
        ("http://images.fr/image.png", None),
        ("http://images.fr/file.png", None),
        ("http://images.fr/silent.png", None),
        ("http://interne.fr/click", None),
        ("click", None),
    ],
)
def test_where_an_address_leads_is_asked_once(web: Web, town: Town, address: str, wanted: str | None) -> None:
    before = len(town.asked)
    assert next_addresses([address], web).get(address) == wanted
    assert len(town.asked) - before <= 1


def test_many_files_are_asked_for_at_once_and_each_by_itself(web: Web, town: Town) -> None:
    addresses = [f"http://images{number}.fr/image.png" for number in range(12)]
    before = len(town.asked)
    assert fetched_files([*addresses, "http://images.fr/gone.png"], web, MOST) == dict.fromkeys(addresses, PICTURE)
    assert len(town.asked) - before == 13
