"""No clip makes this machine ask a private network, whatever address somebody gives or a page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.clip.page_reading import read_pages
from cenum.finding import Place
from cenum.links.check import World
from cenum.links.inquiry import Answer
from cenum.links.lists import known
from cenum.links.memory import Memory
from cenum.settings import LinkCheck
from tests.links.test_guard import HOSTILE, PUBLIC_ALL_THE_SAME, Decoy, Redirecting, decoy, no_way_out, web

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.clip.page_reading import PageAnswer
    from cenum.links.http_client import Web
    from cenum.links.inquiry import Request

__all__ = ["decoy", "no_way_out"]

SAYS = """<title>Un titre</title><h1>Un titre</h1>
<meta http-equiv="refresh" content="0;url={u}"><link rel="canonical" href="{u}"><meta property="og:url" content="{u}">
<link rel="amphtml" href="{u}"><base href="{u}"><script src="{u}"></script><img src="{u}">
<meta property="og:image" content="{u}"><link rel="alternate" type="application/json+oembed" href="{u}">
<script type="application/ld+json">{{"@context": "{u}", "@id": "{u}", "@type": "Article", "url": "{u}",
"headline": "Un titre", "author": {{"@id": "{u}"}}, "mainEntityOfPage": {{"@id": "{u}"}}}}</script>"""


class Saying:
    """A public host whose page names an address in every way; all others are really asked."""

    def __init__(self, url: str) -> None:
        self._web = web()
        self._url = url
        self.asked: list[str] = []

    def ask(self, ask: Request) -> Answer:
        self.asked.append(ask.url)
        if ask.host != "public.org":
            return self._web.ask(ask)
        return Answer(200, {"content-type": "text/html"}, SAYS.format(u=self._url).encode())

    def end_the_late(self) -> None:
        self._web.end_the_late()

    def end_all(self, fault: object) -> None:
        raise AssertionError(fault)


def read(url: str, asked: Web | Saying, folder: Path) -> PageAnswer | None:
    memory = Memory(folder / "links.sqlite3")
    try:
        world = World(asked, memory, lambda: 0.0, lambda: 0.0, lambda _progress: None)
        return read_pages([url], known(), LinkCheck(pause=0, seconds=20), world, Place("issues")).get(url)
    finally:
        memory.close()


@pytest.mark.parametrize("template", HOSTILE)
def test_a_hostile_address_reaches_nobody_and_gives_no_page(
    template: str, decoy: Decoy, no_way_out: list[str], tmp_path: Path
) -> None:
    url = template.replace("PORT", str(decoy.port))
    for asked in (web(), Redirecting(url, 1)):
        found = read(url if not isinstance(asked, Redirecting) else "http://public.org/", asked, tmp_path)
        assert found is None or found.page is None
    assert decoy.visits == 0
    assert no_way_out == [] or template in PUBLIC_ALL_THE_SAME


@pytest.mark.parametrize("template", HOSTILE)
def test_what_a_page_says_makes_nobody_ask(
    template: str, decoy: Decoy, no_way_out: list[str], tmp_path: Path
) -> None:
    saying = Saying(template.replace("PORT", str(decoy.port)).replace("\\", "\\\\").replace("\r\n", ""))
    found = read("http://public.org/a", saying, tmp_path)
    assert found is not None
    assert found.page is not None
    assert {url.partition("://")[2] for url in saying.asked} == {"public.org/a"}
    assert (decoy.visits, no_way_out) == (0, [])
