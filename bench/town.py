"""Forty hosts in one process on loopback: addresses of 127.0.1.0/24 that answer late, and fail, as real ones do."""

from __future__ import annotations

import asyncio
import contextlib
import random
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

HOSTS = 40
# What a host does, of a hundred addresses; and who is right where cenum and lychee differ.
KINDS = {
    "ok": 74,
    "moved": 7,
    "passed-on": 4,
    "gone": 4,
    "forbidden": 3,
    "error": 2,
    "busy": 1,
    "no-head": 2,
    "regrets": 1,
    "front": 1,
    "circle": 1,
}
RIGHT = {
    "moved": "cenum: the new address should be written; lychee follows it in silence",
    "forbidden": "cenum: sites say 403 to programs and let people in",
    "error": "cenum: an error of the site's own may be over on Friday",
    "regrets": "cenum: the page says “introuvable” in its title",
    "front": "cenum: the page is gone, and its readers are passed on to the front page",
    "circle": "both: dead; lychee calls it so too",
}


def addresses(count: int, port: int, seed: int) -> list[str]:
    """``count`` addresses over all hosts, of all kinds; the same for the same ``seed``."""
    chance = random.Random(count + seed)  # noqa: S311  nothing secret
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=count)
    return [
        f"http://127.0.1.{1 + number % HOSTS}:{port}/{kind}/{chance.randrange(20, 800)}/{seed}-{number}"
        for number, kind in enumerate(kinds)
    ]


def kind_of(url: str) -> str:
    return url.split("/")[3]


@contextlib.contextmanager
def town() -> Iterator[int]:
    """The hosts, in a process of their own, and their port."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join(10)


def _serve(pipe: Connection) -> None:
    busy: set[str] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, path, _version = head.split("\r\n", 1)[0].split(" ")
                parts = path.split("/")
                await asyncio.sleep(int(parts[2]) / 1000 if len(parts) > 3 else 0.02)
                agent = head.lower().partition("user-agent:")[2].strip()[:6]
                writer.write(_reply(method, path, agent, busy))
                await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1024)  # noqa: S104  127.0.1.1 to 127.0.1.40
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _reply(method: str, path: str, agent: str, busy: set[str]) -> bytes:
    """What is answered; each program is turned away once where a host is busy."""
    kind = path.split("/")[1]
    first = f"{agent} {path}" not in busy
    busy.add(f"{agent} {path}")
    status, more = {
        "moved": (301, f"Location: {path.replace('moved', 'ok')}\r\n"),
        "passed-on": (302, f"Location: {path.replace('passed-on', 'ok')}\r\n"),
        "front": (302, "Location: /\r\n"),
        "circle": (301, f"Location: {path}\r\n"),
        "gone": (404, ""),
        "forbidden": (403, ""),
        "error": (500, ""),
        "busy": (429, "Retry-After: 1\r\n") if first else (200, ""),
        "no-head": (405, "") if method == "HEAD" else (200, ""),
    }.get(kind, (200, ""))
    title = "Page introuvable" if kind == "regrets" else "Une page de la veille"
    body = f"<!doctype html><title>{title}</title><h1>{title}</h1>{'<p>Lorem ipsum</p>' * 500}".encode()
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + (b"" if method == "HEAD" else body)
