"""Letters with slips as people make them: what readers then get, or what the editor is told, and where.

`cases/writing/slips.json` has one letter with one slip each, the files beside it several of a kind, and
`expected.json` what is right. `pasted.json` has what comes along from Word, mail programs, web pages, PDFs and phones
into that letter, and beside it what is right. Where something is told, a person who follows it removes the cause;
where nothing is, readers get what was meant.
"""

from __future__ import annotations

import json
import shutil
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from cenum.analysis.html import page
from cenum.analysis.shown_text import shown_text
from cenum.cache import user_cache
from cenum.process import process
from cenum.settings import load
from cenum.workspace import Workspace
from tests.edition.samples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.process import Result

CASES = ROOT / "tests" / "cases" / "writing"
SLIPS: list[dict[str, str]] = [
    *json.loads((CASES / "slips.json").read_text("utf-8")),
    *(
        {"name": file.stem, "file": "2027-01-08.md", "text": file.read_text("utf-8")}
        for file in sorted(CASES.glob("*.md"))
    ),
]
PASTED: list[dict[str, Any]] = json.loads((CASES / "pasted.json").read_text("utf-8"))
EXPECTED: dict[str, dict[str, Any]] = json.loads((CASES / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter's folder with the pictures that the slips name."""
    at = tmp_path_factory.mktemp("letter")
    shutil.copy(ROOT / "cenum.toml", at)
    shutil.copytree(ROOT / "templates", at / "templates")
    media = at / "issues" / "media"
    shutil.copytree(ROOT / "issues" / "media", media)
    shutil.copy(media / "2026-11-06-carte.png", media / "mur.png")
    Image.frombytes("RGB", (900, 900), Random(1).randbytes(900 * 900 * 3)).save(media / "grande.png")  # noqa: S311
    Image.new("RGB", (600, 300)).save(media / "carte.webp")
    (media / "faux.png").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    (media / "carte.svg").write_text("<svg/>", "utf-8")
    return at


def processed(folder: Path, file: str, text: str) -> Result:
    path = folder / "issues" / file
    path.write_text(text, "utf-8", newline="")
    try:
        return process(path, Workspace(folder, load(folder / "cenum.toml"), user_cache()))
    finally:
        path.unlink()


@pytest.fixture(scope="module")
def usual(folder: Path) -> list[str]:
    """What is shown of the letter without a slip."""
    return shown(processed(folder, SLIPS[0]["file"], SLIPS[0]["text"]))


def told(result: Result) -> set[tuple[str, int]]:
    """Rules and lines; that the base letter links to an example is told of all of them."""
    found = {(finding.rule, finding.place.line or 0) for finding in result.findings}
    return {one for one in found if one[0] != "link-example"}


def shown(result: Result) -> list[str]:
    """The lines with words; what keeps blocks apart has none."""
    lines = shown_text(page(result.edition.html).find("body")).split("\n") if result.rendered else []
    return [line for line in lines if line.strip()]


def test_every_slip_has_its_right_end() -> None:
    assert list(EXPECTED) == [slip["name"] for slip in SLIPS]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["name"])
def test_readers_get_what_was_meant_or_the_editor_is_told(
    folder: Path, usual: list[str], slip: dict[str, str]
) -> None:
    expected = EXPECTED[slip["name"]]
    result = processed(folder, slip["file"], slip["text"])
    assert told(result) == {(rule, line) for rule, line in expected["told"]}
    assert [line for line in shown(result) if line not in usual] == expected.get("shown", [])
    assert bool(result.rendered) == ("shown" in expected)


@pytest.mark.parametrize("slip", PASTED, ids=lambda slip: slip["name"])
def test_what_was_pasted_is_what_was_meant_or_told(folder: Path, usual: list[str], slip: dict[str, Any]) -> None:
    base = SLIPS[0]["text"]
    assert slip["instead"] in base
    result = processed(folder, SLIPS[0]["file"], base.replace(slip["instead"], slip["typed"], 1))
    assert told(result) == {(rule, line) for rule, line in slip["told"]}
    assert [line for line in shown(result) if line not in usual] == slip.get("shown", [])
    assert bool(result.rendered) == ("shown" in slip)
