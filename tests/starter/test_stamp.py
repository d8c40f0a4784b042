"""The stamp says what cenum gave; whoever wrote it, it leads nowhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.errors import UsageMistake
from cenum.starter.compose import compose
from cenum.starter.stamp import STAMP, Stamp, as_toml, digest_of, is_older, parse_stamp, read_stamp

from .answers import MATERIAL, MONDAY, answers

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "0" * 64
# What the team writes from the first day on; cenum never touches it again.
THE_TEAMS = {"cenum.toml", "issues/2026-11-27.md", "README.md", ".gitignore", "contacts.csv", STAMP}


@pytest.mark.parametrize("language", ["fr", "en", "de"])
@pytest.mark.parametrize("service", [{"service": "local"}, {"service": "brevo", "audience": 12}])
def test_every_file_of_a_new_letter_is_stamped_or_the_teams_own(language: str, service: dict[str, object]) -> None:
    files = compose(answers(language=language, **service), MATERIAL, MONDAY)
    stamp = parse_stamp(files[STAMP])
    assert stamp.digests.keys() == files.keys() - THE_TEAMS
    assert len(stamp.digests) > 15
    assert stamp.digests == {name: digest_of(files[name]) for name in stamp.digests}
    assert stamp.version == MATERIAL.version


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_stamp_comes_back_as_it_was_written(language: str) -> None:
    stamp = Stamp.of(
        "1.2.3rc1", {"templates/b.j2": b"b", ".github/workflows/a.yml": b"a", "requirements.txt": b""}, "association"
    )
    assert parse_stamp(as_toml(stamp, language)) == stamp
    assert parse_stamp(b"\xef\xbb\xbf" + as_toml(stamp, language).replace(b"\n", b"\r\n")) == stamp


def test_git_may_change_the_line_endings() -> None:
    assert digest_of(b"a\r\nb\r\n") == digest_of(b"a\nb\n") != digest_of(b"a\nb")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "templates/../../etc/passwd",
        "templates/..",
        "templates/.",
        "templates/",
        "templates/a/b",
        "templates\\\\..\\\\x",
        "templates/.git",
        "C:/x",
        "cenum.toml",
        "issues/2026-11-27.md",
        ".github/workflows/../../x",
        "requirements.txt/x",
        "templates/x\\n",
        "templates/\\u202Ex",
        "templates/" + "x" * 101,
        "",
    ],
)
def test_a_name_that_cenum_would_not_give_is_refused(name: str) -> None:
    with pytest.raises(UsageMistake, match="cenum has no file called"):
        parse_stamp(f'version = "0.1.0"\n[files]\n"{name}" = "{DIGEST}"\n'.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"version =",
        b"<<<<<<< HEAD\nversion = '1'\n",
        b"\xff\xfe",
        b"\x00" * 100,
        b"version = " + b"9" * 5000,
        b"a = " + b"[" * 5000,
        b"files = {}",
        b"version = 1\n[files]",
        b"version = []\n[files]",
        b"version = '0.1.0'\nlook = []\n[files]",
        b"version = '0.1.0'\nlook = '../etc'\n[files]",
        b"version = '0.1.0'\nfiles = []",
        b"version = '0.1.0'\nfiles = 'x'",
        b"version = '../0.1'\n[files]",
        b"version = '1!2'\n[files]",
        "version = '٣'\n[files]".encode(),
        b"version = '" + b"9" * 5000 + b"'\n[files]",
        b"version = '0.1.0'\n[files]\n'templates/a' = 1",
        b"version = '0.1.0'\n[files]\n'templates/a' = 'zz'",
        b"version = '0.1.0'\n[files.templates]\n'a' = ''",
    ],
)
def test_what_is_no_stamp_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UsageMistake) as mistake:
        parse_stamp(content)
    assert STAMP in mistake.value.message
    assert len(mistake.value.message) < 400
    assert f"git checkout -- {STAMP}" in mistake.value.remedy


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with pytest.raises(UsageMistake):
        parse_stamp(content)


def test_a_letter_without_one_has_none(tmp_path: Path) -> None:
    assert read_stamp(tmp_path) is None


@pytest.mark.parametrize("kind", ["folder", "link", "dangling", "pipe", "huge"])
def test_what_stands_there_instead_of_a_file_is_not_read(tmp_path: Path, kind: str) -> None:
    stamp = tmp_path / STAMP
    match kind:
        case "folder":
            stamp.mkdir()
        case "link":
            (tmp_path / "other").write_text("version = '0.1.0'\n[files]\n", "utf-8")
            stamp.symlink_to(tmp_path / "other")
        case "dangling":
            stamp.symlink_to("/nonexistent")
        case "pipe":
            os.mkfifo(stamp)
        case "huge":
            with stamp.open("wb") as file:
                file.truncate(10**12)
    with pytest.raises(UsageMistake, match="can't be used"):
        read_stamp(tmp_path)


@pytest.mark.parametrize(
    ("version", "other", "older"),
    [
        ("0.1.0", "0.2.0", True),
        ("0.9", "0.10", True),
        ("0.2.0", "0.1.9", False),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0", False),
        ("0.2.0rc1", "0.2.0", False),
        ("0.1.0.dev3", "0.2.0rc1", True),
    ],
)
def test_releases_are_in_the_order_of_their_numbers(version: str, other: str, older: bool) -> None:  # noqa: FBT001  a table's column
    assert is_older(version, other) is older
