"""Answers to the questions of `cenum init`, and what they are asked for on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cenum.starter.template_files import Material

ROOT = Path(__file__).parent.parent.parent
MATERIAL = Material(ROOT / "templates", ROOT / ".github" / "workflows", ROOT / "requirements.txt", "cenum==0.1.0")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPTIONS = ("--name", "La Lettre", "--publisher", "Conseil", "--site", "https://lettre.example.org")


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "language": "fr",
        "name": "La Lettre",
        "publisher": "Conseil",
        "site": "https://lettre.example.org",
        "deploy": "folder",
        "sender": "lettre@example.org",
        "reply_to": "bonjour@example.org",
        "reviewers": ["une@example.org", "deux@example.org"],
        "day": "friday",
        "hour": "07:00",
        "look": "newsroom",
        "service": "local",
        **changes,
    }
