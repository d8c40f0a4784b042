"""The looks that a letter may begin with: each is one palette and one set of type."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from cenum.i18n import N_

LookName = Literal["newsroom", "institution", "association"]
# Whom each one is for. What the first one has is in templates/ itself, which is cenum's own letters'.
LOOKS: dict[str, str] = {
    "newsroom": N_("for reading: serifs, a dark band, large titles"),
    "institution": N_("for a public body or a company: no serifs, square, sober"),
    "association": N_("for members and neighbours: warm colours, round corners, much room"),
}
USUAL = "newsroom"
_FOLDER = Path(__file__).parent / "looks"
_FRENCH = {"rédaction": "newsroom", "redaction": "newsroom"}


def look_called(text: str) -> str:
    """The look that a person means by its English or French name; ``text`` where there is none."""
    name = text.strip().casefold()
    return _FRENCH.get(name, name)


def look_files(look: str) -> dict[str, bytes]:
    """What ``look`` has in place of cenum's own, by their paths in a letter's folder."""
    files = sorted((_FOLDER / look).glob("*.toml")) if look != USUAL else []
    return {f"templates/{file.name}": file.read_bytes() for file in files}
