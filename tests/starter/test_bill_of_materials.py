"""The wheel says what it is made of, and has the licences of what others made."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tools.bill_of_materials import FOREIGN, NAME

from .answers import ROOT
from .test_wheel import built

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long
INFO = "cenum-0.1.0.dist-info"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = built(tmp_path_factory.mktemp("wheel"))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bill(wheel: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(wheel[f"{INFO}/sboms/{NAME}"])
    return found


def test_it_names_every_file_with_its_hash_and_no_other(wheel: dict[str, bytes]) -> None:
    named = {one["name"]: one["hashes"][0]["content"] for one in bill(wheel)["metadata"]["component"]["components"]}
    assert named == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in wheel.items()
        if not name.startswith(f"{INFO}/")
    }
    assert "cenum/starter/requirements.txt" in named
    assert "cenum/locale/fr/LC_MESSAGES/cenum.mo" in named


def test_what_others_made_has_its_licence_in_the_wheel(wheel: dict[str, bytes]) -> None:
    files = {one["name"]: one for one in bill(wheel)["metadata"]["component"]["components"]}
    assert {name for name, one in files.items() if "licenses" in one} == FOREIGN.keys()
    for name, foreign in FOREIGN.items():
        assert files[name]["licenses"] == [{"license": {"id": foreign.spdx}}]
        assert f"{INFO}/licenses/licenses/{foreign.licence}" in wheel
    assert f"{INFO}/licenses/LICENSE" in wheel
    licences = {path.name for path in (ROOT / "licenses").iterdir()}
    assert licences == {foreign.licence for foreign in FOREIGN.values()}


def test_it_names_the_libraries_by_the_version_that_was_tried(wheel: dict[str, bytes]) -> None:
    pinned = {one["purl"] for one in bill(wheel)["components"]}
    chosen = (ROOT / "requirements" / "program.txt").read_text("utf-8")
    assert len(pinned) == len([line for line in chosen.splitlines() if re.match(r"[a-z]", line)])
    assert any(purl.startswith("pkg:pypi/mjml-python@") for purl in pinned)


def test_the_same_sources_make_the_same_wheel(wheel: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(built(tmp_path)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == wheel
