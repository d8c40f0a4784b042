"""Every library is installed by its version and its hashes, and by no others."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest

from tools.requirements import FILES

ROOT = Path(__file__).parent.parent
_LINE = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<marker> ; [^\\]+?)? \\\n(?P<hashes>(?:    --hash=\S+.*\n)+)"
)
_HASHES = re.compile(r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+")
each = pytest.mark.parametrize("name", FILES)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def chosen() -> set[str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()[1:]
    return {
        f"{normal(name)}=={version}" for name, _is, version in (line.split(" ;")[0].partition("==") for line in lines)
    }


def locked(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in _LINE.finditer((ROOT / name).read_text("utf-8")):
        found.setdefault(line["name"], set()).add(line["version"])
    return found


def needed(extras: tuple[str, ...]) -> set[str]:
    """What this environment needs for cenum with ``extras``, by what is installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [*project["dependencies"], "hatchling"]
    waiting += [one for extra in extras for one in project["optional-dependencies"][extra]]
    found: set[str] = set()
    while waiting:
        words = re.match(r"([A-Za-z0-9._-]+)", waiting.pop())
        assert words
        name = normal(words[1])
        if name not in found:
            found.add(name)
            try:
                waiting += [one for one in requires(name) or () if ";" not in one]
            except PackageNotFoundError:  # of a size that is not installed here
                continue
    return found


@each
def test_every_line_has_hashes_and_none_names_a_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    head, _newline, rest = text.partition("\n")
    assert head.startswith("# ")
    assert _LINE.sub("", rest) == ""
    assert all(_HASHES.fullmatch(line["hashes"]) for line in _LINE.finditer(rest))
    assert "//" not in rest


@each
def test_the_versions_are_those_of_constraints(name: str) -> None:
    assert {f"{library}=={one}" for library, versions in locked(name).items() for one in versions} <= chosen()


@each
def test_nothing_that_is_needed_is_missing(name: str) -> None:
    _what, extras = FILES[name]
    assert needed(extras) <= locked(name).keys()


def test_each_size_has_all_of_the_smaller_ones() -> None:
    program, tests, everything = (locked(f"requirements/{size}.txt") for size in ("program", "tests", "all"))
    assert program.keys() < tests.keys() < everything.keys()
    assert program.keys() < locked("requirements.txt").keys() < tests.keys()
