"""Where the cenum that runs comes from: the line of requirements-cenum.txt from which a runner installs the same one.

A line is exact if nobody can put another cenum in its place: it names the file's hash, or the commit (git's own hash
of all that the commit holds).
"""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from cenum.repository.git import GitRefused, ask_git, remotes
from cenum.repository.program import ProgramMissing, ProgramSilent, run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FILE, LIBRARIES = "requirements-cenum.txt", "requirements.txt"
_SECONDS = 60
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# The short form of scp, which pip does not take.
_SCP = re.compile(r"(?:[^@/\s:]+@)?(?P<host>[^@/\s:]+):(?P<path>[^/\s].*)")
# What stands after “#” or “?” would be no commit to pip.
_EXACT = re.compile(
    rf"cenum==\S+ --hash=sha256:{_SHA256.pattern}|cenum @ git\+https://[^\s@?#]+/[^\s@?#]+@{_COMMIT.pattern}"
)
_HASHED = re.compile(r"[^-].*\s--hash=sha(?:256|384|512):[0-9a-f]{64,128}(?!\S)")
_COMMENT = re.compile(r"(?:^|\s)#.*")


def is_exact(line: str) -> bool:
    """Whether ``line`` can lead to one cenum only."""
    return bool(_EXACT.fullmatch(line))


def is_own_source(content: str) -> bool:
    """Whether the ``content`` of requirements-cenum.txt is that of cenum's own repository: its own folder."""
    return [line for line in content.split("\n") if line and not line.startswith("#")] == ["."]


def unhashed(content: str) -> list[str]:
    """The requirements of requirements.txt's ``content`` that no hash stands beside (pip, "Secure installs")."""
    return [line.split()[0] for line in _requirements(content) if not _HASHED.match(line)]


def _requirements(content: str) -> Iterator[str]:
    """The lines as pip reads them (pip, "Requirements File Format").

    One goes on after a backslash, which ends no comment, and what splits lines is what Python takes for their end.
    """
    begun = ""
    for line in content.splitlines():
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            begun += line.strip("\\")
            continue
        whole, begun = _COMMENT.sub("", f"{begun} {line}" if is_comment else begun + line).strip(), ""
        if whole:
            yield whole
    if begun.strip():
        yield begun.strip()


def requirement(
    version: str,
    direct_url: Mapping[str, Any] | None,
    source: Callable[[Path], tuple[str, str] | None],
    index_hash: Callable[[str], str | None],
) -> str:
    """The requirement for cenum ``version``, which was installed as ``direct_url`` says (PEP 610), or from an index.

    ``source`` gives a folder's public address at git and its commit; ``index_hash`` the SHA-256 of the version's
    file. Where neither is known it is the version alone.
    """
    if direct_url is None:
        return _with_hash(version, index_hash(version))
    archive = direct_url.get("archive_info") or {}
    if found := (archive.get("hashes") or {}).get("sha256"):
        return _with_hash(version, found)
    if vcs := direct_url.get("vcs_info"):
        return _at_commit(version, str(direct_url.get("url", "")), str(vcs.get("commit_id", "")))
    url = urlsplit(str(direct_url.get("url", "")))
    known = source(Path(unquote(url.path))) if "dir_info" in direct_url and url.scheme == "file" else None
    return _at_commit(version, *known) if known else _with_hash(version, None)


def _with_hash(version: str, found: str | None) -> str:
    exact = f" --hash=sha256:{found}" if found and _SHA256.fullmatch(found) else ""
    return f"cenum=={version}{exact}"


def _at_commit(version: str, address: str, commit: str) -> str:
    public = _public(address)
    return f"cenum @ git+{public}@{commit}" if public and _COMMIT.fullmatch(commit) else _with_hash(version, None)


def _public(address: str) -> str | None:
    """The ``address`` of a repository as anybody reads it, by https and without a name or a password."""
    if re.search(r"[^!-~]|[#?]", address):
        return None
    short = _SCP.fullmatch(address) if "://" not in address else None
    parts = urlsplit(f"ssh://{short['host']}/{short['path']}" if short else address)
    if parts.scheme not in {"https", "ssh"} or not parts.hostname or "." not in parts.hostname:
        return None
    port = f":{parts.port}" if parts.port and parts.scheme == "https" else ""
    public = f"https://{parts.hostname}{port}{parts.path}"
    return public if "@" not in parts.path else None


def own_requirement(version: str, given: str | None = None, *, asks_index: bool = False) -> str:
    """The requirement for the cenum that runs; ``given`` is the letter's own, which stays if it means this one.

    Only with ``asks_index`` is pip asked, which asks its package index.
    """
    direct_url = _direct_url()
    pinned = given if given and is_exact(given) else None
    if direct_url is None and pinned and pinned.startswith(f"cenum=={version} "):
        return pinned
    own = requirement(version, direct_url, _source, _index_hash if asks_index else lambda _version: None)
    if pinned and not is_exact(own) and not _is_of_another_version(pinned, version):
        return pinned
    return own


def _is_of_another_version(line: str, version: str) -> bool:
    return line.startswith("cenum==") and not line.startswith(f"cenum=={version} ")


def _direct_url() -> Mapping[str, Any] | None:
    """What the installer wrote down; where it wrote nothing it took cenum from an index, or there was none."""
    try:
        installed = distribution("cenum")
    except PackageNotFoundError:
        return {"url": Path(__file__).parents[2].as_uri(), "dir_info": {}}
    text = installed.read_text("direct_url.json")
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) or found is None else {}


def _source(folder: Path) -> tuple[str, str] | None:
    try:
        known = sorted(remotes(folder, os.environ), key=lambda remote: remote[0] != "origin")
        commit = ask_git(folder, os.environ, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()
    except GitRefused:
        return None
    return (known[0][1], commit) if known else None


def _index_hash(version: str) -> str | None:
    """The hash of the version's wheel, by pip's own report (pip.pypa.io, "Installation Report")."""
    words = ("install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:", "--quiet")
    try:
        result = run_program(
            sys.executable,
            ["-m", "pip", *words, "--disable-pip-version-check", "--report", "-", f"cenum=={version}"],
            os.environ,
            seconds=_SECONDS,
        )
        (report,) = json.loads(result.output)["install"]
        return str(report["download_info"]["archive_info"]["hashes"]["sha256"])
    except (ProgramMissing, ProgramSilent, ValueError, KeyError, TypeError):
        return None
