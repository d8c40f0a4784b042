"""What cenum says of an example: a good letter is made worse by it, and goes through every check."""

from __future__ import annotations

import re
import shutil
import tomllib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace
from PIL import Image

import cenum.links.check
from cenum.analysis.causes import by_sentence
from cenum.analysis.html import marked_tree
from cenum.cache import user_cache
from cenum.checks.all import CHECKS
from cenum.checks.letter_view import LetterView
from cenum.checks.spam import spam
from cenum.dictionary import Vocabulary
from cenum.edition.measure import weigh
from cenum.edition.render import render_marked
from cenum.edition.templates import Templates
from cenum.errors import Mistakes
from cenum.issue.earlier_issues import earlier_issues_of
from cenum.issue.reader import read
from cenum.links.check import World, check_links
from cenum.links.collect import links_of_edition, links_of_issue
from cenum.links.findings import link_findings
from cenum.links.inquiry import Answer, Fault
from cenum.links.lists import known
from cenum.links.memory import Memory
from cenum.links.online import of_memory
from cenum.services.contacts import read_contacts
from cenum.settings import Settings, parse
from cenum.workspace import Workspace
from tests.edition.samples import OWN, ROOT, settings, templates
from tests.examples import answers, written_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pytest

    from cenum.edition.edition import MarkedEdition
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.inquiry import Inquiry, Outcome, Request
    from cenum.rule import Example

# A Friday, and the one before.
_DAY, _BEFORE = "2026-01-02", "2025-12-26"
_BODY = "Quelques mots sur le numérique."
_FAULTS = {fault.value: fault for fault in Fault}
_WHOLE = re.compile(r"(?:\\x[0-9a-f]{2})*---\n")
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_NOW = 1_767_225_600.0


def found(example: Example, side: str, folder: Path, patch: pytest.MonkeyPatch) -> set[str]:
    """The ids of the rules that one ``side`` of an example breaks; ``folder`` is empty."""
    return {finding.rule for finding in told(example, written_out(side), folder, patch)}


def told(example: Example, text: str, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    """The findings of ``text`` beside what ``example`` has, as people are told them."""
    try:
        return by_sentence(_found(example, text, folder, patch))
    except Mistakes as mistakes:
        return by_sentence(mistakes.findings)


def _found(example: Example, text: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterable[Finding]:
    path = _write(folder, example, text)
    chosen = _settings(text if example.kind == "toml" else "")
    reading = read(path, chosen, root=folder)
    if example.kind == "csv":
        read_contacts(folder / "contacts.csv")
    if reading.issue is None:
        return reading.findings
    made = render_marked(reading.issue, chosen, _look(folder, example, text))
    if example.kind == "html":
        edition = replace(made.edition, html=_with(made.edition.html, text))
        made = replace(made, edition=edition, marked=_with(made.marked, text))
    findings = [*reading.findings, *_checked(reading.issue, made, chosen, path)]
    if example.kind in {"web", "memory"}:
        findings += _asked(reading.issue, answers(text), Workspace(folder, chosen), patch)
    if example.kind == "spamassassin":
        _install(folder, text, patch)
        findings += spam(made.edition, reading.issue.place)
    return findings


def _write(folder: Path, example: Example, text: str) -> Path:
    """The issue, whose file is given back, the one before it, and a picture to be named."""
    whole = text if example.kind in {"markdown", "bytes"} else example.letter or _BODY
    head = text if example.kind == "yaml" else ""
    if example.kind == "web" and not example.letter:
        whole = f"[Le rapport]({next(iter(answers(text)))})"
    path = folder / (text if example.kind == "name" else f"{_DAY}.md")
    content = _issue(whole, head).encode()
    if example.kind == "bytes":
        content = _BYTE.sub(lambda match: bytes.fromhex(match[1].decode()), content)
    path.write_bytes(content)
    if example.earlier:
        (folder / f"{_BEFORE}.md").write_text(_issue(example.earlier, "title: Un titre d’avant"), "utf-8")
    (folder / "carte-2026.png").write_bytes(_picture())
    if example.kind == "csv":
        (folder / "contacts.csv").write_text(text, "utf-8")
    if example.kind == "memory":
        (folder / ".cenum" / "cache").mkdir(parents=True)
        Workspace(folder, settings()).link_memory.write_text(text, "utf-8")
    return path


@cache
def _picture() -> bytes:
    stream = BytesIO()
    Image.effect_noise((400, 300), 80).save(stream, "PNG")
    return stream.getvalue()


def _issue(body: str, head: str = "") -> str:
    if _WHOLE.match(body):
        return body + "\n"
    for line in ("title: Un titre", "preheader: Ce que la semaine a dit du numérique"):
        key = line.partition(" ")[0]
        head = head if re.search(f"^{key}", head, re.MULTILINE) else f"{line}\n{head}"
    heading = "" if body.startswith("# ") else "# Une section {#une}\n\n"
    return f"---\n{head.strip()}\n---\n\n{heading}{body}\n"


@cache
def _settings(text: str) -> Settings:
    """Those of the tests' letters at an address that is nobody's example, with the tables of ``text``.

    Raises :class:`SettingsMistakes` where these can't be taken.
    """
    table = msgspec.to_builtins(settings())
    table = msgspec.json.decode(msgspec.json.encode(table).replace(b"lettre.example.org", b"lettre.fr"))
    try:
        changes = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return parse(text.encode(), "cenum.toml")
    for key, change in changes.items():
        table[key] = {**table[key], **change} if isinstance(change, dict) else change
    return parse("\n".join(f"{key} = {_toml(value)}" for key, value in table.items()).encode(), "cenum.toml")


def _toml(value: object) -> str:
    """``value`` on one line of TOML, which has the strings of JSON and no null."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items() if one is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return msgspec.json.encode(value).decode()


def _look(folder: Path, example: Example, text: str) -> Templates:
    if example.kind != "template":
        return templates()
    copy = folder / "templates"
    shutil.copytree(ROOT / "templates", copy)
    file = folder / example.file
    source = file.read_text("utf-8")
    excerpt = example.passes
    assert excerpt in source, f"{example.file} does not say {excerpt!r}"
    file.write_text(source.replace(excerpt, text) if excerpt else text or source, "utf-8")
    return Templates(copy, user_cache())


def _with(html: str, fragment: str) -> str:
    """``html`` with what ``fragment`` has in ``<head>`` put there, and the rest at the end of the letter."""
    head = "".join(re.findall(r"<head>(.*?)</head>", fragment, re.DOTALL))
    body = re.sub(r"<head>.*?</head>", "", fragment, flags=re.DOTALL)
    assert html.count("</head>") == html.count("</body>") == 1
    end = html.rindex("</div>")
    return f"{html[:end]}{body}{html[end:]}".replace("</head>", f"{head}</head>")


def _checked(issue: Issue, made: MarkedEdition, chosen: Settings, path: Path) -> Iterator[Finding]:
    """What every check says, each of the rules that it declares."""
    edition, links = made.edition, links_of_issue(issue)
    links += links_of_edition(
        marked_tree(made.marked), edition.public_links, links, Workspace(OWN, chosen).settings_source()
    )
    weight = weigh(issue, edition, link_bytes=chosen.tracked_link_bytes)
    words = Vocabulary(_Dictionary())
    letter = LetterView(issue, edition, weight, links, chosen, earlier_issues_of(path), words, made)
    for check in CHECKS:
        for finding in check(letter):
            assert finding.rule in {rule.id for rule in check.rules}, check.find.__name__
            yield finding


class _Dictionary:
    """It has every word but the one that the examples misspell."""

    def spell(self, word: str) -> bool:
        return "dévelopement" not in word

    def keep(self) -> None:
        """Nothing is kept."""


def _asked(
    issue: Issue, said: Mapping[str, str], workspace: Workspace, patch: pytest.MonkeyPatch
) -> Iterable[Finding]:
    """What is said of the issue's links where hosts answer as ``said``, nobody else does, and nobody waits."""

    def run(inquiries: Mapping[str, Inquiry], *_rest: object, **_more: object) -> tuple[dict[str, Outcome], bool]:
        return {key: _play(inquiry, said) for key, inquiry in inquiries.items()}, True

    patch.setattr(cenum.links.check, "run", run)
    memory = Memory(workspace.link_memory)
    world = World(lambda _ask: Answer(), memory, lambda: _NOW, lambda: 0.0, lambda _progress: None)  # type: ignore[arg-type]  # nothing is asked of it
    checked = check_links(links_of_issue(issue), known(), workspace.settings.link_check, world)
    memory.close()
    return [*of_memory(memory, workspace), *link_findings(checked, issue.day, issue.place)]


def _play(inquiry: Inquiry, said: Mapping[str, str]) -> Outcome:
    try:
        ask = next(inquiry)
        while True:
            ask = inquiry.send(_answer(ask, said))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def _answer(ask: Request, said: Mapping[str, str]) -> Answer:
    """``301 https://b.fr/``, ``200 <title>Une page</title>``, ``200 Content-Type: image/png``, or a fault's name."""
    written = said.get(ask.url, Fault.CONNECTION_REFUSED.value)
    if ask.url.startswith("mailto:"):
        written = next(answer for url, answer in said.items() if urlsplit(url).path.endswith(ask.host))
    if written in _FAULTS:
        return Answer(fault=_FAULTS[written], at=_NOW)
    status, _space, rest = written.partition(" ")
    headers, body = {"content-type": "text/html"}, b"<title>Une page</title>"
    for part in filter(None, rest.split(", ")):
        name, colon, value = part.partition(": ")
        if colon and name.istitle():
            headers[name.lower()] = value
        elif part.startswith("<"):
            body = part.encode()
        else:
            headers["location"] = part
    if headers["content-type"] == "image/png":
        stream = BytesIO()
        Image.new("RGB", (8, 8)).save(stream, "PNG")
        body = stream.getvalue()
    return Answer(int(status), headers, body, at=_NOW)


def _install(folder: Path, header: str, patch: pytest.MonkeyPatch) -> None:
    """A program called spamc that puts ``header`` before what it reads."""
    file = folder / "spamc"
    (folder / "header").write_text(f"{header}\n", "utf-8")
    file.write_text(f"#!/bin/sh\n/bin/cat '{folder}/header' -\n", "utf-8")
    file.chmod(0o755)
    patch.setenv("PATH", str(folder))
