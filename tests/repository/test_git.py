"""git is asked, and nothing that the folder at hand says of it is ever run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cenum.repository.git import GitRefused, ask_git, changed_files, remotes
from cenum.repository.program import ProgramMissing, ProgramSilent, find_program, run_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "issues/2026-11-27.md"
SIGNED = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----"


class Stranger(NamedTuple):
    """A stranger's folder: its two commits, and a program that leaves ``ran`` behind when somebody runs it."""

    folder: Path
    program: Path
    ran: Path

    def git(self, *words: str, given: str = "", folder: Path | None = None) -> str:
        command = ["git", "-C", str(folder or self.folder), *words]
        return subprocess.run(command, input=given, check=False, capture_output=True, encoding="utf-8").stdout.strip()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    made = Stranger(tmp_path / "letter", tmp_path / "program", tmp_path / "ran")
    made.program.write_text(f"#!/bin/sh\n: > '{made.ran}'\n", "utf-8")
    made.program.chmod(0o755)
    made.folder.mkdir()
    made.git("init", "--quiet")
    for text in ("one\n", "two\n"):
        made.write(FILE, text)
        made.git("add", "--all")
        made.git("commit", "--quiet", "--message", text.strip())
    return made


def fsmonitor(stranger: Stranger) -> None:
    stranger.git("config", "core.fsmonitor", str(stranger.program))


def clean_filter(stranger: Stranger) -> None:
    stranger.git("config", "filter.a.b.clean", str(stranger.program))
    stranger.write(".git/info/attributes", "* filter=a.b\n")
    stranger.write(FILE, "TWO\n")


def filter_process(stranger: Stranger) -> None:
    stranger.git("config", "filter.x.process", str(stranger.program))
    stranger.git("config", "filter.x.required", "true")
    stranger.write(".gitattributes", "* filter=x\n")
    stranger.write(FILE, "TWO\n")


def included_filter(stranger: Stranger) -> None:
    stranger.write("more", f'[Filter "X"]\n\tclean = "{stranger.program}"\n')
    stranger.git("config", "include.path", str(stranger.folder / "more"))
    stranger.write(".gitattributes", "* filter=X\n")
    stranger.write(FILE, "TWO\n")


def hook(stranger: Stranger) -> None:
    """git tells its hook when it has written down that a file, whose time is another, is the same."""
    stranger.write(".git/hooks/post-index-change", stranger.program.read_text("utf-8"))
    (stranger.folder / ".git" / "hooks" / "post-index-change").chmod(0o755)
    stranger.git("config", "core.hooksPath", ".git/hooks")
    _touch(stranger, 1)


def _touch(stranger: Stranger, day: int) -> None:
    os.utime(stranger.folder / FILE, (day * 86_400, day * 86_400))


def submodule(stranger: Stranger) -> None:
    inner = stranger.folder / "inner"
    stranger.write("inner/a.txt", "a\n")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "inner")):
        stranger.git(*words, folder=inner)
    stranger.git("add", "inner")
    stranger.git("commit", "--quiet", "--message", "with one inside")
    stranger.git("config", "filter.x.clean", str(stranger.program), folder=inner)
    stranger.write("inner/.gitattributes", "* filter=x\n")
    stranger.write("inner/a.txt", "b\n")


def signature(stranger: Stranger) -> None:
    commit = stranger.git("cat-file", "commit", "HEAD").replace("\ncommitter", f"\n{SIGNED}\ncommitter", 1)
    lines = commit.replace(f"{SIGNED}\ncommitter", "committer", 1).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("committer"))
    signed = "\n".join([*lines[: at + 1], SIGNED, *lines[at + 1 :]]) + "\n"
    stranger.git("reset", "--soft", stranger.git("hash-object", "-t", "commit", "-w", "--stdin", given=signed))
    stranger.git("config", "log.showSignature", "true")
    stranger.git("config", "gpg.program", str(stranger.program))


def _missing_object(stranger: Stranger, **settings: str) -> None:
    blob = stranger.git("rev-parse", f"HEAD:{FILE}")
    (stranger.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    stranger.git("config", "core.repositoryFormatVersion", "1")
    stranger.git("config", "extensions.partialClone", "origin")
    stranger.git("config", "remote.origin.promisor", "true")
    for name, value in settings.items():
        stranger.git("config", name.replace("_", "."), value)


def upload_pack(stranger: Stranger) -> None:
    _missing_object(stranger, remote_origin_url=str(stranger.folder), remote_origin_uploadpack=str(stranger.program))


def ssh(stranger: Stranger) -> None:
    _missing_object(stranger, remote_origin_url="ssh://x.example/y", core_sshCommand=str(stranger.program))


def helper(stranger: Stranger) -> None:
    _missing_object(stranger, remote_origin_url=f"ext::{stranger.program}", protocol_ext_allow="always")


def ask_all(folder: Path, environ: dict[str, str]) -> None:
    """Every command that cenum gives to git."""
    for words in (
        ("log", "-20", "--format=%h%x09%cs %s", "--", FILE),
        ("rev-parse", "--verify", "--quiet", "--short", "HEAD^{commit}"),
        ("ls-tree", "-r", "-z", "--long", "HEAD", "--", "issues/"),
        ("cat-file", "blob", f"HEAD:./{FILE}"),
    ):
        try:
            ask_git(folder, environ, *words)
        except GitRefused:
            continue
    for read in (lambda: changed_files(folder, environ, "HEAD"), lambda: remotes(folder, environ)):
        try:
            read()
        except GitRefused:
            continue


DIFF = ("diff", "--name-only", "HEAD", "--")
READ = ("cat-file", "blob", f"HEAD:{FILE}")


@pytest.mark.parametrize(
    ("trap", "words"),
    [
        (fsmonitor, DIFF),
        (clean_filter, DIFF),
        (filter_process, DIFF),
        (included_filter, DIFF),
        (hook, DIFF),
        (submodule, DIFF),
        (signature, ("log", "-1", "--format=%h")),
        (upload_pack, READ),
        (ssh, READ),
        (helper, READ),
    ],
)
def test_no_program_that_a_folder_names_is_run(
    stranger: Stranger, trap: Callable[[Stranger], None], words: tuple[str, ...]
) -> None:
    trap(stranger)
    stranger.git(*words)
    assert stranger.ran.exists(), "git itself runs it"
    stranger.ran.unlink()
    _touch(stranger, 2)
    ask_all(stranger.folder, {**os.environ})
    assert not stranger.ran.exists()


@pytest.mark.parametrize("unknown", ["GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH"])
@pytest.mark.parametrize("trap", [upload_pack, ssh, helper])
def test_what_is_missing_is_not_fetched_by_a_git_that_knows_one_of_two_locks(
    stranger: Stranger, tmp_path: Path, trap: Callable[[Stranger], None], unknown: str
) -> None:
    """GIT_NO_LAZY_FETCH is from 2024; without it git is called once more, and asks no other machine."""
    trap(stranger)
    with pytest.raises(GitRefused):
        ask_git(stranger.folder, git_that(f"unset {unknown}", tmp_path), *READ)
    assert not stranger.ran.exists()


def git_that(script: str, tmp_path: Path) -> dict[str, str]:
    """An environment whose git begins with ``script``."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\nexec '{shutil.which('git')}' \"$@\"\n", "utf-8")
    program.chmod(0o755)
    return {**os.environ, "PATH": str(program.parent)}


def test_a_filter_cleans_nothing_where_git_takes_an_empty_process_for_none(
    stranger: Stranger, tmp_path: Path
) -> None:
    """git prefers “process” to “clean” (git-scm.com/docs/gitattributes), and today also an empty one."""
    clean_filter(stranger)
    forgets = 'for word; do shift; case $word in filter.*.process=) word=x.y=z;; esac; set -- "$@" "$word"; done'
    assert changed_files(stranger.folder, git_that(forgets, tmp_path), "HEAD") == [FILE]
    assert not stranger.ran.exists()


@pytest.mark.parametrize("trap", [clean_filter, filter_process, included_filter])
def test_without_its_filters_files_are_compared_as_they_are(
    stranger: Stranger, trap: Callable[[Stranger], None]
) -> None:
    trap(stranger)
    assert changed_files(stranger.folder, os.environ, "HEAD") == [FILE]


def test_a_folder_of_the_letter_is_no_repository_however_it_looks(stranger: Stranger) -> None:
    """Any clone could bring one, and it would have settings of its own."""
    (stranger.folder / ".git").rename(stranger.folder / "looks")
    stranger.git("init", "--quiet")
    with pytest.raises(GitRefused, match="bare repository"):
        remotes(stranger.folder / "looks", os.environ)


def test_a_filter_that_cannot_be_switched_off_is_not_met(stranger: Stranger) -> None:
    """“-c filter.a=b.clean=” would set “filter.a”."""
    stranger.git("config", "filter.a=b.clean", str(stranger.program))
    stranger.write(".gitattributes", "* filter=a=b\n")
    stranger.write(FILE, "TWO\n")
    stranger.git(*DIFF)
    stranger.ran.unlink(missing_ok=True)
    with pytest.raises(GitRefused, match="can't be switched off"):
        changed_files(stranger.folder, os.environ, "HEAD")
    assert not stranger.ran.exists()


def test_git_is_led_elsewhere_by_no_variable(stranger: Stranger, tmp_path: Path) -> None:
    other = tmp_path / "other"
    stranger.git("init", "--quiet", str(other))
    led = {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": str(other / "index")}
    stranger.write(FILE, "TWO\n")
    assert changed_files(stranger.folder, {**os.environ, **led}, "HEAD") == [FILE]


def test_whose_folder_is_trusted_is_for_the_person_to_say(stranger: Stranger, tmp_path: Path) -> None:
    """git takes every folder for another person's where its own tests want it so (its t/t0033)."""
    environ = git_that("export GIT_TEST_ASSUME_DIFFERENT_OWNER=1", tmp_path)
    with pytest.raises(GitRefused, match="dubious ownership"):
        ask_git(stranger.folder, environ, "log", "-1")
    settings = tmp_path / "gitconfig"
    settings.write_text("[safe]\n\tdirectory = *\n", "utf-8")
    assert ask_git(stranger.folder, {**environ, "GIT_CONFIG_GLOBAL": str(settings)}, "log", "-1")


def test_changes_are_those_below_the_folder_committed_or_not(stranger: Stranger) -> None:
    assert changed_files(stranger.folder, os.environ, "HEAD") == []
    assert changed_files(stranger.folder, os.environ, "HEAD~1") == [FILE]
    stranger.write("issues/é\n.md", "new\n")
    stranger.git("add", "--all")
    assert changed_files(stranger.folder / "issues", os.environ, "HEAD~1") == ["2026-11-27.md", "é\n.md"]
    _touch(stranger, 1)
    assert changed_files(stranger.folder, os.environ, "HEAD") == ["issues/é\n.md"]


@pytest.mark.parametrize("since", ["nothing", "--output=made", "-h", FILE])
def test_a_commit_that_is_none_is_refused_with_gits_own_words(stranger: Stranger, since: str) -> None:
    with pytest.raises(GitRefused, match="bad revision"):
        changed_files(stranger.folder, os.environ, since)
    assert not (stranger.folder / "made").exists()


def test_remotes_are_names_and_addresses(stranger: Stranger) -> None:
    stranger.git("remote", "add", "origin", "git@github.com:team/letter.git")
    assert set(remotes(stranger.folder, os.environ)) == {("origin", "git@github.com:team/letter.git")}


def test_without_git_it_says_so(stranger: Stranger) -> None:
    with pytest.raises(GitRefused, match="not installed"):
        ask_git(stranger.folder, {"PATH": ""}, "log")


def test_a_program_of_the_folder_at_hand_is_not_the_one_that_is_meant(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger.program.rename(stranger.folder / "git")
    monkeypatch.chdir(stranger.folder)
    for path in (".", "", os.pathsep.join(("", "."))):
        with pytest.raises(ProgramMissing):
            run_program("git", ["log"], {"PATH": path}, seconds=60)
    own = os.pathsep.join((".", os.path.dirname(shutil.which("git") or "")))  # noqa: PTH120  as PATH has it
    assert run_program("git", ["--version"], {"PATH": own}, seconds=60).output.startswith(b"git version")
    assert not stranger.ran.exists()


def test_nor_is_it_on_windows_which_looks_at_hand_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """docs.python.org, shutil.which: “On Windows, the current directory is prepended to the path”."""
    monkeypatch.setattr(shutil, "which", lambda _name, path: ".\\git.EXE")  # noqa: ARG005  its own names
    assert find_program("git", os.environ) is None


def test_a_program_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "git").write_text(f"#!{sys.executable} -S\nimport signal\nsignal.alarm(2)\nsignal.pause()\n", "utf-8")
    (tmp_path / "git").chmod(0o755)
    with pytest.raises(ProgramSilent):
        run_program("git", [], {"PATH": str(tmp_path)}, seconds=0)
