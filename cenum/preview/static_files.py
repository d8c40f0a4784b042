"""The page's own style and script: file by file for the server, as one script for a page without one."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
BUNDLE = Path(__file__).parent / "bundle" / "codemirror.js"  # made by `make editor`, and asked for by who writes
MAIN = "main.js"
_IMPORT = re.compile(r'^import \{ \w+(?:, \w+)* \} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const) )", re.MULTILINE)


def static_files() -> dict[str, str]:
    """The text of each file, by its name."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())}


def static_file(name: str) -> str | None:
    """The text of the file that the server has as ``name``."""
    path = BUNDLE if name == BUNDLE.name else FOLDER / name
    there = {BUNDLE, *FOLDER.iterdir()}
    return path.read_text("utf-8") if path in there else None


def joined_script() -> str:
    """The module that begins, and all that it imports, as one: from a disk, browsers load no module.

    Each stands after those that it imports, in one scope; a name that two of them declare is a syntax error.
    """
    files = static_files()
    joined: dict[str, str] = {}

    def join(name: str) -> None:
        for imported in _IMPORT.findall(files[name]):
            if imported not in joined:
                join(imported)
        joined[name] = _EXPORT.sub("", _IMPORT.sub("", files[name]))

    join(MAIN)
    return "\n".join(joined.values())
