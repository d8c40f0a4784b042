"""The editor that comes along is of the versions that are pinned, with the licences of all that is in it."""

from __future__ import annotations

import json
import re

from cenum.preview.static_files import BUNDLE, static_file
from tests.machine import ROOT

SOURCES = ROOT / "tools" / "editor"
LICENCES = (ROOT / "licenses" / "codemirror.txt").read_text("utf-8")


def in_bundle() -> dict[str, str]:
    banner = BUNDLE.read_text("utf-8").partition("*/")[0]
    return dict(re.findall(r"(@?[\w/-]+) (\d+\.\d+\.\d+)[,.]", banner))


def test_it_is_of_the_versions_that_are_pinned() -> None:
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    assert wanted.items() <= in_bundle().items()
    for name, version in in_bundle().items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_the_lock_names_no_host() -> None:
    assert not re.search(
        r"https?://(?!opencollective|github|tidelift)|resolved", (SOURCES / "package-lock.json").read_text("utf-8")
    )


def test_the_licence_of_each_part_is_there() -> None:
    for name, version in in_bundle().items():
        assert f"{name} {version}\n" in LICENCES
    assert LICENCES.count("Permission is hereby granted") == LICENCES.count("THE SOFTWARE IS PROVIDED")


def test_the_server_has_it_beside_the_page_s_own_files_and_no_other() -> None:
    assert static_file(BUNDLE.name) == BUNDLE.read_text("utf-8")
    assert static_file("main.js")
    for name in ("", ".", "..", "../page_html.py", "bundle/codemirror.js", "no.js"):
        assert static_file(name) is None
