"""The folder of a letter, with a home and a cache of its own, as an editor has them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from bench.measures import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REAL = ROOT.parent / "shared" / "content"
# A paragraph: a line that begins with a letter and is long.
_PARAGRAPH = re.compile(r"^\w[^\n]{200,}$", re.MULTILINE)
_LINK = re.compile(r"(?<=\]\()(https?://[^)\s]+)")
_HOST = re.compile(r"https?://([^/\s)\"'?#]+)")
# Forms that the dictionary has and no letter yet: as many as there may be runs.
_STEMS = ("dans", "march", "parl", "saut", "port", "fum", "gliss", "grimp")
_ENDINGS = ("erions", "eriez", "assions", "assiez", "âmes", "âtes", "èrent", "asses")
NEVER_SEEN = tuple(stem + ending for stem, ending in product(_STEMS, _ENDINGS))


def letter() -> str:
    """The issue that is measured: the real letter where it is at hand, or else the sample magazine."""
    return "2025-04-18" if REAL.is_dir() else "2026-11-06"


@dataclass(frozen=True)
class Desk:
    """A folder with the letter ``key``, and what the ``environment`` of who works in it has besides ours."""

    root: Path
    key: str
    environment: Mapping[str, str]
    text: str

    @property
    def issue(self) -> Path:
        return self.root / "issues" / f"{self.key}.md"

    @property
    def line(self) -> int:
        """Where the first long paragraph stands, which :meth:`change` changes."""
        found = _PARAGRAPH.search(self.text)
        return self.text.count("\n", 0, found.start() if found else None) + 1

    def words(self, number: int) -> str:
        """What :meth:`change` writes, and nothing else in the letter says."""
        return f"Voici la version {number}."

    def change(self, number: int, more: str = "") -> None:
        """Save the letter, as editors save, with one paragraph changed: otherwise for each ``number``."""
        beside = self.issue.with_suffix(".tmp")
        beside.write_text(_with(self.text, f"{self.words(number)} {more}".strip()), "utf-8")
        beside.replace(self.issue)


def desk(at: Path, *, programs: Mapping[str, str], dictionary: bool, issues: int = 1) -> Desk:
    """A desk in the empty folder ``at``, with ``issues`` weekly issues, the letter being the latest.

    The commands there find only those ``programs``, and no dictionary where ``dictionary`` is not wanted.
    """
    root, home, path = (at / name for name in ("letter", "home", "bin"))
    home.mkdir(parents=True)
    path.mkdir()
    for name, program in programs.items():
        (path / name).symlink_to(program)
    shutil.copytree(ROOT / "templates", root / "templates")
    shutil.copytree(ROOT / "issues" / "media", root / "issues" / "media")
    shutil.copy(ROOT / "cenum.toml", root)
    key = letter()
    source = (REAL if REAL.is_dir() else ROOT / "issues") / f"{key}.md"
    if REAL.is_dir():
        shutil.copy(REAL / "media" / f"{key}.png", root / "issues" / "media")
    text = source.read_text("utf-8")
    (root / "issues" / f"{key}.md").write_text(text, "utf-8")
    for weeks in range(1, issues):
        day = date.fromisoformat(key) - timedelta(weeks=weeks)
        (root / "issues" / f"{day}.md").write_text(_another(text, weeks), "utf-8")
    return Desk(root, key, _environment(home, path, dictionary=dictionary), text)


def without_requests(at: Desk) -> None:
    """Declare every host one that a person opens: a command that checks links then has nothing to ask of anybody."""
    settings = at.root / "cenum.toml"
    declared = settings.read_text("utf-8")
    templates = "".join(file.read_text("utf-8") for file in (at.root / "templates").glob("*.j2"))
    hosts = ", ".join(f'"{host}"' for host in sorted(set(_HOST.findall(at.text + declared + templates))))
    settings.write_text(f"{declared}\n[link_check]\nwalls = [{hosts}]\n", "utf-8")


def _environment(home: Path, path: Path, *, dictionary: bool) -> dict[str, str]:
    found = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PATH": str(path),
        "LC_ALL": "C.UTF-8",
        "NODE_ENV": "production",
    }
    # Hunspell's own variable: nowhere, instead of where systems have their dictionaries.
    return found if dictionary else found | {"DICPATH": ""}


def _another(text: str, number: int) -> str:
    """The letter of another week: as long, with links of its own."""
    return _with(
        _LINK.sub(lambda found: f"{found[1]}{'&' if '?' in found[1] else '?'}semaine={number}", text),
        f"Voici la lettre {number}.",
    )


def _with(text: str, new: str) -> str:
    """The text with a sentence more in its first long paragraph."""
    return _PARAGRAPH.sub(lambda found: f"{found[0]} {new}", text, count=1)
