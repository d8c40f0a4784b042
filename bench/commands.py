"""Whole commands from a cold start, in turn with Node's, and with other programs that make letters."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.desk import NEVER_SEEN, desk, without_requests
from bench.measures import CENUM, ROOT, Command, Measured, in_turn
from bench.needs import CACHE, PLAIN, SPELLED, Need

if TYPE_CHECKING:
    from pathlib import Path

    from bench.desk import Desk
    from bench.needs import Tools

_SPAM = frozenset({Need.SPAMASSASSIN})
_NODE = frozenset({Need.NODE})
_MAIZZLE = frozenset({Need.MAIZZLE})

SERIES = {
    "mjml": _NODE,
    "react-email": _NODE,
    "maizzle": _MAIZZLE,
    "first": PLAIN,
    "changed": PLAIN,
    "again": PLAIN,
    "spelled changed": SPELLED,
    "spelled again": SPELLED,
    "spelled new word": SPELLED,
    "spam changed": _SPAM,
    "spam again": _SPAM,
    "spam check": _SPAM,
    "spam online changed": _SPAM,
    "spam online again": _SPAM,
    "check": PLAIN,
    "spelled check": SPELLED,
    "spelled check again": SPELLED,
    "help": PLAIN,
}


def measure(wanted: frozenset[str], runs: int, tools: Tools, folder: Path) -> Measured:
    """The commands whose names are ``wanted``, each kind at a desk of its own that has built the letter once."""
    commands: dict[str, Command] = {}
    for kind in ("", "spelled ", "spam ", "spam online "):
        names = [name for name in SERIES if name in wanted and _kind(name) == kind]
        if not names:
            continue
        programs = _where("git", *(("spamassassin", "spamc") if "spam " in kind else ()))
        at = desk(folder / (kind.strip() or "plain"), programs=programs, dictionary=kind == "spelled ")
        offline = () if "online" in kind else ("--offline",)
        if "online" in kind:
            without_requests(at)
        commands |= {name: _command(name.removeprefix(kind), at, offline) for name in names}
        _cenum(at, "build", *offline).run()
    others = _others(wanted, tools, folder)
    return Measured(in_turn({name: (others | commands)[name] for name in SERIES if name in wanted}, runs))


def _kind(name: str) -> str:
    """The desk of a series; that of no other program."""
    if name in {"mjml", "react-email", "maizzle"}:
        return "other"
    return next((kind for kind in ("spelled ", "spam online ", "spam ") if name.startswith(kind)), "")


def _where(*names: str) -> dict[str, str]:
    return {name: program for name in names if (program := shutil.which(name))}


def _cenum(at: Desk, verb: str, *options: str) -> Command:
    return Command([CENUM, verb, at.key, *options, "--folder", str(at.root)], at.environment)


def _command(name: str, at: Desk, offline: tuple[str, ...]) -> Command:
    build, check = _cenum(at, "build", *offline), _cenum(at, "check", *offline)
    match name:
        case "first":
            return Command(build.words, build.environment, before=lambda _number: _forget(at))
        case "changed":
            return Command(build.words, build.environment, before=at.change)
        case "new word":
            return Command(
                build.words,
                build.environment,
                before=lambda number: at.change(number, NEVER_SEEN[number % len(NEVER_SEEN)]),
            )
        case "again":
            return build
        case "check":
            return Command(check.words, check.environment, before=lambda number: at.change(1000 + number))
        case "check again":
            return check
        case _:
            return Command([CENUM, "--help"], at.environment)


def _forget(at: Desk) -> None:
    """What cenum keeps from one command to the next, in the folder and for the user."""
    for kept in (at.root / ".cenum", at.root / "dist", at.root.parent / "home" / "cache"):
        shutil.rmtree(kept, ignore_errors=True)


def _others(wanted: frozenset[str], tools: Tools, folder: Path) -> dict[str, Command]:
    """The other programs: with the letter's own MJML, or with its text in their own templates."""
    if not wanted & {"mjml", "react-email", "maizzle"}:
        return {}
    at = desk(folder / "others", programs={}, dictionary=False)
    source, text, out = folder / "letter.mjml", folder / "letter.json", folder / "out"
    source.write_text(json.loads(inside("mjml", at)), "utf-8")
    text.write_text(inside("blocks", at), "utf-8")
    found: dict[str, Command] = {}
    if node := tools.here.get(Need.NODE):
        project = CACHE / "node"
        for name, given in (("mjml", source), ("react-email", text)):
            words = [node, str(project / f"{name}.mjs"), str(given), str(out)]
            found[name] = Command(words, at.environment)
    if node := tools.here.get(Need.MAIZZLE):
        project = CACHE / "maizzle"
        shutil.copy(text, project / "letter.json")
        words = [node, str(project / "node_modules" / ".bin" / "maizzle"), "build"]
        found["maizzle"] = Command(words, at.environment, project)
    return found


def inside(name: str, at: Desk, *more: str) -> str:
    """What one of the functions of :mod:`bench.inside` gives for the letter at the desk, as JSON."""
    command = [sys.executable, "-m", "bench.inside", name, str(at.issue), *more]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **at.environment}, check=True, capture_output=True, text=True
    )
    return done.stdout
