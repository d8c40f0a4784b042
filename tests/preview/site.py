"""A letter's folder with the preview running beside it, as an editor has both."""

from __future__ import annotations

import dataclasses
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from cenum.cache import user_cache
from cenum.clock import utc_now
from cenum.preview.access import PreviewAccess
from cenum.preview.clip_desk import ClipDesk
from cenum.preview.clip_reading import read_clips
from cenum.preview.endpoints import Endpoints
from cenum.preview.library import PreviewLibrary
from cenum.preview.link_check import check_links
from cenum.preview.serve import listen, serve
from cenum.settings import load
from cenum.workspace import Workspace
from tests.chromium import empty_page
from tests.edition.samples import ROOT
from tests.in_process import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

    from cenum.preview.clip_desk import ReadClips

KEY = "2026-11-27"
ISSUE = """\
---
title: Une lettre pour essayer
teasers: [Un premier point, Un second]
---

# Une lettre pour essayer {#edito}

Bonjour, voici [un lien](https://example.org/lien).

# La veille du Conseil {#veille}

## Un sujet

Un paragraphe de la veille, et [un autre lien](https://example.org/autre).
""" + "".join(f"\nParagraphe numéro {number}, pour que la page soit longue.\n" for number in range(60))
LAST_LINE = ISSUE.count("\n")
# All that the other one has, for who asks axe about each of its lines.
BRIEF = ISSUE.partition("\nParagraphe numéro 9,")[0]
BROKEN = ISSUE.replace("teasers:", "teaser:")


def folder(at: Path, text: str = ISSUE) -> Path:
    """A letter's folder with one issue in it."""
    shutil.copy(ROOT / "cenum.toml", at)
    shutil.copytree(ROOT / "templates", at / "templates")
    (at / "issues").mkdir()
    (at / "issues" / f"{KEY}.md").write_text(text, "utf-8")
    return at


def nothing_said(*_of: object) -> Any:
    """What became of links, to who does not look."""


def library(at: Path, ask: Any = nothing_said) -> PreviewLibrary:
    return PreviewLibrary(Workspace(at, load(at / "cenum.toml"), user_cache()), ask)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Site:
    folder: Path
    port: int
    key: str
    cookie: str

    @property
    def issue(self) -> Path:
        return self.folder / "issues" / f"{KEY}.md"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request, its path sent exactly as it is; ``x_token`` is the header X-Token, ``host=""`` sends none."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            host = headers.pop("host", f"127.0.0.1:{self.port}")
            connection.putrequest(method, path, skip_host=True)
            if host:
                connection.putheader("Host", host)
            if cookie := headers.pop("cookie", self.cookie):
                connection.putheader("Cookie", cookie)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def token(self) -> str:
        found = re.search(rb'data-token="([^"]+)"', self.ask("/").body)
        assert found
        return found[1].decode()

    def write(self, text: str | bytes) -> None:
        """Save as editors do: beside, then over the old file."""
        beside = self.issue.with_suffix(".tmp")
        beside.write_bytes(text if isinstance(text, bytes) else text.encode())
        beside.replace(self.issue)


@contextmanager
def running(
    at: Path,
    shown: str = KEY,
    *,
    language: str = "en",
    read: ReadClips = read_clips,
    now: Callable[[], datetime] = utc_now,
    **environment: str,
) -> Iterator[Site]:
    """The preview in a thread of the tests until the test is done; nothing of it asks which process it is in."""
    servers: list[uvicorn.Server] = []

    class Server(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            servers.append(self)

    ready = Event()
    its = PreviewLibrary(Workspace(at, load(at / "cenum.toml"), user_cache()), check_links), shown
    with spoken(language), pytest.MonkeyPatch.context() as patch, listen(0) as bound:
        patch.setattr(uvicorn, "Server", Server)
        access = PreviewAccess()
        endpoints = Endpoints(*its, {**os.environ, **environment}, ClipDesk(read, utc_now), now)
        thread = Thread(target=serve, args=(endpoints, bound, access), kwargs={"ready": ready.set})
        thread.start()
        try:
            assert ready.wait(60)
            yield Site(at, bound.port, access.printed, access.cookie(bound.port).partition(";")[0])
        finally:
            servers[0].should_exit = True
            thread.join(60)
            assert not thread.is_alive()


@contextmanager
def running_apart(at: Path, *arguments: str) -> Iterator[Site]:
    """The command itself, in a process of its own, until the test is done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cenum", "preview", "--port", "0", "--json", *arguments],
        cwd=at,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("}"):
                break
        yield entered(at, json.loads(said)["url"])
    finally:
        process.terminate()
        process.communicate(timeout=20)


def entered(at: Path, url: str) -> Site:
    """The preview at the address that was printed, with the cookie of who opened it."""
    parts = urlsplit(url)
    outside = Site(at, parts.port or 0, parts.query.partition("=")[2], "")
    given = outside.ask(f"/?{parts.query}").headers["Set-Cookie"]
    return dataclasses.replace(outside, cookie=given.partition(";")[0])


def accidents(wrong: list[str]) -> dict[str, Callable[[Any], None]]:
    """Listeners that put a page's mistakes into ``wrong``: in scripts, against its policy; dialogs are waved away."""

    def wave_away(dialog: Dialog) -> None:
        wrong.append("a dialog")
        dialog.dismiss()

    def look(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    return {"pageerror": lambda mistake: wrong.append(str(mistake)), "dialog": wave_away, "console": look}


@contextmanager
def opened(browser: Browser, site: Site, path: str = "/", *, wait: bool = True, **shape: Any) -> Iterator[Page]:
    """The page with its letter, for which to ``wait``; what goes wrong, or is asked elsewhere, fails the test."""
    wrong: list[str] = []

    def asks(request: Request) -> None:
        if not request.url.startswith((site.url, "data:")):
            wrong.append(request.url)

    with empty_page(browser, **shape, listeners={"request": asks, **accidents(wrong)}) as page:
        page.goto(f"{site.url}{path}{'&' if '?' in path else '?'}key={site.key}")
        if wait:
            page.locator("body[data-revision]").wait_for()
        yield page
        assert wrong == []
