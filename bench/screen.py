"""The preview as an editor sees it: from the command to its page, from a save or a key to the new text in Chromium.

`python -m bench.screen` is the process with the browser: what it holds in memory would count for what is measured.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.request import urlopen

from bench.desk import Desk, desk
from bench.measures import CENUM, ROOT, Failed, Measured, Run, numbers
from bench.needs import SPELLED, Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from bench.measures import Samples
    from bench.needs import Tools

_SHOWN = frozenset({Need.CHROMIUM})
SERIES: dict[str, frozenset[Need]] = {
    "page": frozenset(),
    "page, spelled": SPELLED,
    "shown, spelled": SPELLED | _SHOWN,
    "save": _SHOWN,
    "save, spelled": SPELLED | _SHOWN,
    "save of 520, spelled": SPELLED | _SHOWN,
    "key, spelled": SPELLED | _SHOWN,
}
_YEARS = 520
_FEW = 3
_PATIENCE = 30
_KEYS = 20  # a run, of which one may take long
_BEAT = 150  # milliseconds between two keys of somebody who types


class _Preview(NamedTuple):
    """`cenum preview` as it runs: its address, and when its command was given."""

    url: str
    started: float


def measure(wanted: frozenset[str], runs: int, tools: Tools, folder: Path) -> Measured:
    samples: Samples = {}
    seen: dict[str, Desk] = {}
    for name in (name for name in SERIES if name in wanted):
        issues = 1 if "520" not in name else _YEARS if runs > 1 else _FEW
        spelled = name.endswith("spelled")
        at = desk(folder / name.replace(", ", "-").replace(" ", "-"), programs={}, dictionary=spelled, issues=issues)
        if Need.CHROMIUM in SERIES[name]:
            seen[name] = at
        else:
            samples[name] = list(_pages(at, runs))[-runs:]
    return Measured(samples | (_in_chromium(seen, runs, tools.here[Need.CHROMIUM]) if seen else {}))


def _pages(at: Desk, runs: int) -> Iterator[Run]:
    """From the command to its page, fetched, with the letter's state in it."""
    for _number in numbers(runs):
        with _previewed(at) as preview, urlopen(preview.url) as page:  # noqa: S310  our own server
            page.read()
            yield Run(time.perf_counter() - preview.started)


@contextmanager
def _previewed(at: Desk) -> Iterator[_Preview]:
    command = [CENUM, "preview", at.key, "--port", "0", "--json", "--folder", str(at.root)]
    started = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **at.environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            said = ""
            for line in running.stdout or ():
                said += line
                if line == "}\n":
                    break
            if '"url"' not in said:
                raise Failed(f"{' '.join(command)} names no address:\n{said}")
            yield _Preview(json.loads(said)["url"], started)
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()


def _in_chromium(desks: dict[str, Desk], runs: int, chromium: str) -> Samples:
    command = [sys.executable, "-m", "bench.screen", str(runs), chromium]
    given = json.dumps({name: [str(at.root), at.key, dict(at.environment), at.text] for name, at in desks.items()})
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return {name: [Run(*run) for run in taken] for name, taken in json.loads(done.stdout).items()}


# What is said of the letter has been the same for a third of a second: nobody works any more.
_AT_REST = """() => new Promise(done => {
  let [last, times] = [null, 0];
  const look = () => {
    const { revision } = document.body.dataset;
    times = revision && revision === last ? times + 1 : 0;
    last = revision;
    if (times > 6) done(); else setTimeout(look, 50);
  };
  look();
})"""
# Asked at every frame that the browser draws; the next but one has the words on it.
_WAIT = """words => { window.shown = new Promise(done => {
  const visible = () => {
    const letter = document.getElementById("frame")?.contentDocument;
    if (!letter?.body) return false;
    const texts = letter.createTreeWalker(letter.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { textContent, parentElement } = texts.currentNode;
      if (textContent.replace(/\\s+/g, " ").includes(words)) return parentElement.getClientRects().length > 0;
    }
    return false;
  };
  const look = () => requestAnimationFrame(() => visible() ? requestAnimationFrame(done) : look());
  look();
}); }"""


def _saves(page: Page, at: Desk, runs: int) -> Iterator[Run]:
    """From a save to the new words on the screen, the page being open and at rest."""
    with _previewed(at) as preview:
        page.goto(preview.url)
        for number in numbers(runs):
            page.evaluate(_AT_REST)
            page.evaluate(_WAIT, at.words(number))
            start = time.perf_counter()
            at.change(number)
            page.evaluate("window.shown")
            yield Run(time.perf_counter() - start)


def _keys(page: Page, at: Desk, runs: int) -> Iterator[Run]:
    """From a key to the letter with it on the screen, in the first long paragraph, while somebody goes on typing."""
    with _previewed(at) as preview:
        page.goto(preview.url)
        page.evaluate(_AT_REST)
        page.keyboard.press("e")
        page.locator("#source-text .cm-content").wait_for()
        page.frame_locator("#frame").locator(f"[data-line='{at.line}']").first.click()
        page.evaluate(_AT_REST)
        typed = "qzx"  # as no word has it
        page.keyboard.type(typed)
        for number in range(len(numbers(runs)) * _KEYS):
            typed += typed[number % 3]
            page.evaluate(_WAIT, typed)
            start = time.perf_counter()
            page.keyboard.type(typed[-1])
            page.evaluate("window.shown")
            yield Run(time.perf_counter() - start)
            page.wait_for_timeout(_BEAT)


def _openings(page: Page, at: Desk, runs: int) -> Iterator[Run]:
    """From the command to the letter's words on the screen, the browser being open."""
    for number in numbers(runs):
        at.change(number)
        with _previewed(at) as preview:
            page.goto(preview.url, wait_until="commit")
            page.evaluate(_WAIT, at.words(number))
            page.evaluate("window.shown")
            yield Run(time.perf_counter() - preview.started)


# How it is measured, and how many figures a run gives; a save otherwise.
_WAYS = {"shown": (_openings, 1), "key": (_keys, _KEYS)}


def _main(runs: int, chromium: str, desks: dict[str, Desk]) -> Samples:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only in the process of its own

    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    samples: Samples = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for name, at in desks.items():
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(_PATIENCE * 1000)
            look, times = _WAYS.get(name.partition(",")[0], (_saves, 1))
            samples[name] = list(look(page, at, runs))[-runs * times :]
            page.close()
        browser.close()
    return samples


if __name__ == "__main__":
    given = {
        name: Desk(Path(root), key, environment, text)
        for name, (root, key, environment, text) in json.load(sys.stdin).items()
    }
    json.dump(_main(int(sys.argv[1]), sys.argv[2], given), sys.stdout)
