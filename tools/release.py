"""What a release is made of: `python -m tools.release v1.2.3` builds it from a tag, its text is the changelog's.

It refuses what is not meant to be released: another version than the tag's, or a part of the changelog without a day.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTES = "notes.md"


def notes(changelog: str, tag: str, version: str) -> str:
    """The part of the ``changelog`` about ``version``. Raises :class:`LookupError` with what is to be done."""
    if tag != f"v{version}":
        raise LookupError(f"the tag is {tag}, and the version in pyproject.toml {version}: tag the commit v{version}")
    found = re.search(rf"^## {re.escape(version)}, ([^\n]+)\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise LookupError(f"CHANGELOG.md has no part “## {version}, DAY”: write one")
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", found[1]):
        raise LookupError(f"CHANGELOG.md says “{found[1]}” of {version}: write the day of the release there")
    if not found[2].strip():
        raise LookupError(f"CHANGELOG.md says nothing of {version}: write what changed")
    return found[2].strip() + "\n"


def build(root: Path, tag: str) -> None:
    """The wheel and the sources in ``build/release/dist``, the text beside them."""
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    text = notes((root / "CHANGELOG.md").read_text("utf-8"), tag, version)
    release = root / "build" / "release"
    release.mkdir(parents=True)
    (release / NOTES).write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", str(release / "dist")], cwd=root, check=True
    )


if __name__ == "__main__":
    try:
        build(ROOT, *sys.argv[1:])
    except LookupError as refused:
        sys.exit(str(refused))
