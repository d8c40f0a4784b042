"""How large a file of a letter's folder may be: one of that size is taken, and one byte more is a sentence."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cenum.dictionary import _own
from cenum.edition.templates import Templates
from cenum.errors import Mistakes
from cenum.issue.images import MOST_BYTES
from cenum.issue.reader import read
from cenum.services.contacts import read_contacts
from cenum.settings import load
from tests.edition.samples import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The figures stand here once more: one that is changed by mistake is noticed.
KINDS: dict[str, tuple[int, bytes, bytes, Callable[[Path], object]]] = {
    "cenum.toml": (64_000, (ROOT / "cenum.toml").read_bytes(), b"\n", load),
    "templates/palette.toml": (
        256_000,
        (ROOT / "templates" / "palette.toml").read_bytes(),
        b"\n",
        lambda path: Templates(path.parent),
    ),
    "words.txt": (1_000_000, b"Arcep\n", b"\n", lambda path: _own(path.parent, path.name)),
    "contacts.csv": (10_000_000, b"email,name\n", b"ada@example.org," + b"x" * 100_000 + b"\n", read_contacts),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_taken_up_to_its_limit(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    most, content, filler, take = KINDS[name]
    path = tmp_path / name
    content += filler * ((most - len(content)) // len(filler))
    path.write_bytes(content + b"\n" * (most - len(content)))
    take(path)
    path.write_bytes(content + b"\n" * (most + 1 - len(content)))
    with pytest.raises(Mistakes) as caught:
        take(path)
    assert str(most // 1000) in str(caught.value.findings[0].message)


def test_a_picture_is_too_heavy_before_it_is_read(tmp_path: Path) -> None:
    issue = tmp_path / "2026-11-27.md"
    issue.write_text("---\ntitle: Un titre\n---\n\n# Une section {#une}\n\n![Une carte](media/a.png)\n", "utf-8")
    picture = tmp_path / "media" / "a.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    with picture.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)
    rules = [finding.rule for finding in read(issue, settings(), root=tmp_path).findings]
    assert "image-size" in rules
