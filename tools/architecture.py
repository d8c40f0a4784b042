"""The diagrams of the documentation, drawn from the code by `make reference`: the house, and a campaign's states.

An arrow of the house says “knows of”. It is read from the imports, those that follow from others left out.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.diagram import Arrow, Box, svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.reference_words import Words

PACKAGE = Path(__file__).parent.parent / "cenum"
DOCS = PACKAGE.parent / "docs"

# What all of it stands on, or what only puts its parts together: one box each, and no arrow.
FOUNDATION = frozenset(
    {
        "__init__",
        "accents",
        "cache",
        "clock",
        "denied_names",
        "dictionary",
        "errors",
        "finding",
        "formatting",
        "i18n",
        "letter_folder",
        "name_exchange",
        "limits",
        "loopback",
        "mail_parts",
        "marks",
        "own_networks",
        "page_templates",
        "printable",
        "repository",
        "rule",
        "rulebook",
        "schema",
        "settings",
        "toml",
        "waivers",
        "web_address",
        "workspace",
        "sarif",
    }
)
EDGE = frozenset({"__main__", "build", "cli", "github", "record", "starter"})


class Room(NamedTuple):
    """Where it stands, from the left and from the top, in columns and rows; what it does, in English and French."""

    column: float
    row: int
    english: str
    french: str


HOUSE = {
    "issue": Room(1.5, 6, "what the editors write", "ce qu’écrit la rédaction"),
    "analysis": Room(0.5, 5, "what a letter is read with", "de quoi lire une lettre"),
    "edition": Room(2.5, 5, "what the readers receive", "ce que reçoit le lectorat"),
    "links": Room(0.5, 4, "where links lead", "où mènent les liens"),
    "clip": Room(1.5, 2, "an address for the review", "une adresse pour la veille"),
    "care": Room(1.5, 3, "links of old letters", "les liens d’anciennes lettres"),
    "imported": Room(0.5, 3, "what was written elsewhere", "ce qui fut écrit ailleurs"),
    "services": Room(2.5, 3, "who delivers", "qui achemine"),
    "archive": Room(4, 1, "what stays of it", "ce qu’il en reste"),
    "checks": Room(0.5, 2, "what could go wrong", "ce qui pourrait clocher"),
    "sending": Room(2.5, 2, "test, then send", "tester, puis envoyer"),
    "process": Room(0, 1, "read, render, check", "lire, composer, vérifier"),
    "received": Room(1, 1, "what arrived", "ce qui est arrivé"),
    "report": Room(2, 1, "what became of it", "ce qu’elle est devenue"),
    "doctor": Room(3, 1, "what Friday needs", "ce qu’il faut vendredi"),
    "preview": Room(0, 0, "see it while writing", "voir en écrivant"),
}


@cache
def imports(*, for_types: bool = True) -> dict[str, frozenset[str]]:
    """Each part of the house, a folder or a module, and the parts that it imports; for its types alone, too."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        part = _part(file.relative_to(PACKAGE).parts[0])
        tree = ast.parse(file.read_text("utf-8"))
        if not for_types:
            tree.body = [
                node
                for node in tree.body
                if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
            ]
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = node.module == "cenum"
                names = [f"cenum.{alias.name}" for alias in node.names] if whole else [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            found.setdefault(part, set()).update(
                _part(name.split(".")[1]) for name in names if name.startswith("cenum.")
            )
    return {part: frozenset(others - {part}) for part, others in found.items()}


def _part(name: str) -> str:
    return name.removesuffix(".py")


def arrows() -> dict[str, frozenset[str]]:
    """What each box of the house knows of at first hand; what it knows through another is left out."""
    known = {part: imports()[part] & HOUSE.keys() for part in HOUSE}
    return {
        part: frozenset(other for other in others if not any(other in _reach(known, via) for via in others - {other}))
        for part, others in known.items()
    }


def _reach(known: Mapping[str, Iterable[str]], part: str) -> set[str]:
    found: set[str] = set()
    todo = [part]
    while todo:
        for other in known[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def pictures(words: Words) -> dict[Path, str]:
    """Both diagrams in one language, by their files."""
    suffix = "" if words.language == "en" else f".{words.language}"
    french = words.language == "fr"
    return {
        DOCS / "pictures" / f"architecture{suffix}.svg": _house(french=french),
        DOCS / "pictures" / f"states{suffix}.svg": _states(french=french),
    }


def _house(*, french: bool) -> str:
    boxes = {
        part: Box(
            120 + 220 * room.column,
            54 + 104 * room.row,
            196,
            60,
            (f"{part}/" if (PACKAGE / part).is_dir() else f"{part}.py", room.french if french else room.english),
        )
        for part, room in HOUSE.items()
    }
    drawn = [Arrow(boxes[part], boxes[other]) for part, others in arrows().items() for other in sorted(others)]
    title = "Les dossiers de cenum, et qui connaît qui" if french else "The folders of cenum, and which knows which"
    return svg(title, boxes.values(), drawn)


# A campaign's states: where they stand, and their names.
_STATES = {
    "untested": (0, 0, "untested", "non testée"),
    "tested": (1, 0, "tested", "testée"),
    "sending": (2, 0, "sending", "en cours d’envoi"),
    "sent": (3, 0, "sent", "envoyée"),
    "scheduled": (1, 1, "scheduled", "programmée"),
    "stopped": (2, 1, "stopped", "arrêtée"),
}
# What leads from one to the next, beside the arrow.
_WAYS = (
    ("untested", "tested", -9, "cenum test", "cenum test"),
    ("tested", "untested", -9, "a change", "un changement"),
    ("tested", "sending", 0, "cenum send", "cenum send"),
    ("sending", "sent", 0, "", ""),
    ("tested", "scheduled", 9, "cenum schedule", "cenum schedule"),
    ("scheduled", "tested", 9, "cenum cancel", "cenum cancel"),
    ("scheduled", "sending", 0, "", ""),
    ("sending", "stopped", -9, "cenum cancel", "cenum cancel"),
)


def _states(*, french: bool) -> str:
    boxes = {
        name: Box(100 + 270 * column, 50 + 130 * row, 150, 46, (words[french],))
        for name, (column, row, *words) in _STATES.items()
    }
    drawn = [Arrow(boxes[start], boxes[end], words[french], aside) for start, end, aside, *words in _WAYS]
    return svg("Les états d’une campagne" if french else "The states of a campaign", boxes.values(), drawn)
