"""Where the cenum that runs comes from, as runners are told."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from cenum.starter import provenance
from cenum.starter.provenance import is_exact, is_own_source, own_requirement, requirement, unhashed

if TYPE_CHECKING:
    from pathlib import Path

HASH, COMMIT = "0123456789abcdef" * 4, "0123456789abcdef01234567890abcdef0123456"
GIT = f"cenum @ git+https://git.example.org/team/cenum.git@{COMMIT}"


def of(direct_url: dict[str, Any] | None, source: tuple[str, str] | None = None, found: str | None = None) -> str:
    return requirement("0.1.0", direct_url, lambda _folder: source, lambda _version: found)


def test_of_an_index_by_the_hash_of_its_file_and_unasked_by_its_version() -> None:
    assert of(None, found=HASH) == f"cenum==0.1.0 --hash=sha256:{HASH}"
    assert of(None) == "cenum==0.1.0"
    assert of(None, found="a --find-links https://elsewhere.example") == "cenum==0.1.0"


def test_of_a_file_by_its_hash() -> None:
    url = {"url": "file:///home/ada/cenum-0.1.0-py3-none-any.whl", "archive_info": {"hashes": {"sha256": HASH}}}
    assert of(url) == f"cenum==0.1.0 --hash=sha256:{HASH}"


def test_of_git_by_the_commit() -> None:
    url = {"url": "https://git.example.org/team/cenum.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}
    assert of(url) == GIT


@pytest.mark.parametrize(
    "remote",
    [
        "https://git.example.org/team/cenum.git",
        "https://ada:secret@git.example.org/team/cenum.git",
        "https://secret@git.example.org/team/cenum.git",
        "ssh://git@git.example.org:2222/team/cenum.git",
        "git@git.example.org:team/cenum.git",
        "git.example.org:team/cenum.git",
    ],
)
def test_of_a_folder_by_the_address_that_everybody_reads_without_who_asks(remote: str) -> None:
    assert of({"url": "file:///home/ada/cenum", "dir_info": {"editable": True}}, (remote, COMMIT)) == GIT


@pytest.mark.parametrize(
    "remote",
    [
        "/home/ada/cenum",
        "../cenum",
        "file:///home/ada/cenum",
        "http://git.example.org/cenum",
        "git://git.example.org/cenum",
        "ext::sh -c id",
        "backup:cenum",
        "https://git.example.org/a b",
        "https://git.example.org/cenum@main",
        "https://git.example.org/cenum#egg=other",
        "https://git.example.org/cenum\n--find-links",
        "",
    ],
)
def test_what_a_runner_could_not_reach_is_not_named(remote: str) -> None:
    assert of({"url": "file:///home/ada/cenum", "dir_info": {}}, (remote, COMMIT)) == "cenum==0.1.0"
    assert of({"url": "file:///home/ada/cenum", "dir_info": {}}, None) == "cenum==0.1.0"


@pytest.mark.parametrize("commit", ["", "main", COMMIT[:-1], COMMIT + " x"])
def test_a_branch_is_no_commit(commit: str) -> None:
    assert of({"url": "https://git.example.org/cenum", "vcs_info": {"commit_id": commit}}) == "cenum==0.1.0"


@pytest.mark.parametrize("url", [{}, {"url": "https://git.example.org/cenum-0.1.0.whl"}, {"url": 7, "dir_info": {}}])
def test_what_an_installer_wrote_otherwise_names_no_place(url: dict[str, Any]) -> None:
    assert of(url) == "cenum==0.1.0"


def test_a_line_is_exact_with_a_hash_or_a_commit() -> None:
    assert is_exact(f"cenum==0.1.0 --hash=sha256:{HASH}")
    assert is_exact(GIT)
    assert not is_exact("cenum==0.1.0")
    assert not is_exact("cenum")
    assert not is_exact(GIT.replace(COMMIT, "main"))
    # pip takes what comes before “#” and “?” alone for the address and its commit.
    assert not is_exact(f"cenum @ git+https://git.example.org/cenum.git#subdirectory=x@{COMMIT}")
    assert not is_exact(f"cenum @ git+https://git.example.org/cenum.git?x@{COMMIT}")
    assert not is_exact(f"cenum @ git+https://git.example.org@{COMMIT}")
    assert not is_exact(f"cenum @ git+http://git.example.org/cenum.git@{COMMIT}")
    assert not is_exact(f"other @ git+https://git.example.org/cenum.git@{COMMIT}")
    assert not is_exact(f"cenum==0.1.0 --hash=sha256:{HASH} --find-links https://elsewhere.example")


def test_a_library_without_a_hash_is_named() -> None:
    hashed = (
        f"# all\nclick==8.5.1 ; sys_platform == 'win32' \\\n    --hash=sha256:{HASH} \\\n    --hash=sha256:{HASH}\n"
    )
    assert unhashed(hashed) == []
    assert unhashed(f"{hashed}\nrich==15.0.0\n  lxml==6.1.3  # why\n") == ["rich==15.0.0", "lxml==6.1.3"]
    assert unhashed(hashed.replace("\n", "\r\n")) == []
    assert unhashed("--find-links https://elsewhere.example\n") == ["--find-links"]


@pytest.mark.parametrize(
    "evil",
    [
        f"evil==1.0  # --hash=sha256:{HASH}",
        f"evil==1.0 \\\n# --hash=sha256:{HASH}",
        f"# all \\\nevil==1.0\nclick==1 --hash=sha256:{HASH}",
        f"# all\x0cevil==1.0\nclick==1 --hash=sha256:{HASH}",
        f"# all\u2028evil==1.0\nclick==1 --hash=sha256:{HASH}",
        "evil==1.0 --hash=md5:0123456789abcdef0123456789abcdef",
        "evil==1.0 --hash=sha256:0123",
        f"evil==1.0 --hash=sha256:{HASH}#x",
        "evil==1.0 \\",
    ],
)
def test_what_pip_takes_for_no_hash_is_none(evil: str) -> None:
    """pip, “Requirements File Format”: comments, and lines that go on."""
    assert unhashed(evil) == ["evil==1.0"]


def test_an_option_is_no_library() -> None:
    assert unhashed(f"--find-links https://elsewhere.example/x --hash=sha256:{HASH}") == ["--find-links"]


def test_cenums_own_repository_installs_itself() -> None:
    assert is_own_source("# here\n.\n")
    assert not is_own_source("cenum==0.1.0\n.\n")


def test_the_letters_own_line_stays_where_it_means_this_cenum(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = f"cenum==0.1.0 --hash=sha256:{HASH}"
    monkeypatch.setattr(provenance, "_direct_url", lambda: None)
    assert own_requirement("0.1.0", mine) == mine
    assert own_requirement("0.1.0", "cenum==0.1.0") == "cenum==0.1.0"
    assert own_requirement("0.1.0", "cenum==0.1.0 --find-links https://elsewhere.example") == "cenum==0.1.0"
    assert own_requirement("0.2.0", mine) == "cenum==0.2.0"
    assert own_requirement("0.2.0", GIT) == GIT  # nothing better is known
    monkeypatch.setattr(provenance, "_index_hash", lambda _version: HASH)
    assert own_requirement("0.1.0", "cenum==0.1.0", asks_index=True) == mine
    assert own_requirement("0.2.0", mine, asks_index=True) == mine.replace("0.1.0", "0.2.0")


def test_a_folder_is_asked_for_its_remote_and_its_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", "-C", str(tmp_path), *person, *words], check=True)

    git("init", "--quiet")
    monkeypatch.setattr(provenance, "_direct_url", lambda: {"url": tmp_path.as_uri(), "dir_info": {}})
    assert own_requirement("0.1.0") == "cenum==0.1.0"
    git("commit", "--quiet", "--allow-empty", "--message", "begun")
    assert own_requirement("0.1.0") == "cenum==0.1.0"
    git("remote", "add", "mirror", "https://mirror.example.org/cenum")
    git("remote", "add", "origin", "https://git.example.org/team/cenum.git")
    found = own_requirement("0.1.0")
    assert found.startswith("cenum @ git+https://git.example.org/team/cenum.git@")
    assert is_exact(found)


def test_pip_says_nothing_where_it_finds_nothing() -> None:
    assert provenance._index_hash("0.0.0.dev0") is None  # the tests have no index
