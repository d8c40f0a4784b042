"""A desk to read issues at: a letter's settings, a folder, and one picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cenum.issue.reader import read
from cenum.settings import Settings

if TYPE_CHECKING:
    from cenum.issue.model import Issue
    from cenum.issue.reader import Reading

ROOT = Path(__file__).parent.parent.parent
REAL = ROOT.parent / "shared" / "content" / "2025-04-18.md"
HEAD = "---\ntitle: Un titre\n---\n"
SECTION = "# Édito {#edito}\n\nBonjour.\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def settings(**newsletter: object) -> Settings:
    """Settings with three sections, of which only ``edito`` and ``veille`` have an order."""
    table = {
        "newsletter": {
            "name": "Cénum",
            "publisher": "Conseil",
            "site": "https://lettre.example.org",
            "sender": {"name": "Cénum", "email": "cenum@example.org"},
            "reply_to": "bonjour@example.org",
            **newsletter,
        },
        "links": {
            "unsubscribe": "https://lettre.example.org/out",
            "privacy": "https://lettre.example.org/privacy",
            "legal": "https://lettre.example.org/legal",
        },
        "sections": [
            {"id": "edito", "heading": "L'édito", "order": 1},
            {"id": "cafe-ia", "heading": "Les actualités de Café IA !"},
            {"id": "veille", "heading": "La veille", "order": 2},
        ],
    }
    return msgspec.convert(table, Settings)


SETTINGS = settings()


def reading(folder: Path, text: str | bytes, using: Settings = SETTINGS, name: str = "2026-11-27.md") -> Reading:
    """What comes of reading ``text`` as an issue of a Friday, beside a picture ``media/a.png``."""
    path = folder / "issues" / name
    (path.parent / "media").mkdir(parents=True, exist_ok=True)
    (path.parent / "media" / "a.png").write_bytes(PNG)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, using, root=folder)


def found(folder: Path, text: str | bytes, using: Settings = SETTINGS) -> list[tuple[int | None, str]]:
    """Line and rule of everything that is wrong."""
    return [(finding.place.line, finding.rule) for finding in reading(folder, text, using).findings]


def issue(folder: Path, text: str | bytes, using: Settings = SETTINGS) -> Issue:
    """The issue, which has no mistake."""
    read_issue = reading(folder, text, using)
    assert read_issue.findings == ()
    assert read_issue.issue is not None
    return read_issue.issue
