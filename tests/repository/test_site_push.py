"""The pages on the branch of another repository: git is the real one, ssh a stand-in that stays on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cenum.errors import CenumError, Refusal, UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.repository.site_push import PushTarget, push_site

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\r\ncanary-7f3a91\r\n-----END OPENSSH PRIVATE KEY-----"
# It writes down how it was called, what its key file holds, and which variables it saw; then it is a host.
SSH = """\
#!{python}
import json, os, sys
words = sys.argv[1:]
key = words[words.index("-i") + 1]
known = next(word for word in words if word.startswith("UserKnownHostsFile=")).partition("=")[2]
facts = {{"words": words, "key": open(key, newline="").read(), "mode": os.stat(key).st_mode & 0o777,
         "known": open(known).read(), "variables": sorted(os.environ)}}
json.dump(facts, open({facts!r}, "w"))
if {refuses}:
    sys.exit("git@github.com: Permission denied (publickey).")
os.execvp("git-receive-pack", ["git-receive-pack", {bare!r}])
"""


class Host:
    """A bare repository, and the ``ssh`` that leads to it."""

    def __init__(self, folder: Path) -> None:
        self.bare, self.facts, self._bin = folder / "bare", folder / "facts.json", folder / "bin"
        subprocess.run(["git", "init", "--quiet", "--bare", str(self.bare)], check=True)
        self._bin.mkdir()
        self.answers(refuses=False)
        path = subprocess.run(["git", "--exec-path"], capture_output=True, encoding="utf-8", check=True)
        self.environ = {
            "PATH": f"{self._bin}:/usr/bin:/bin:{path.stdout.strip()}",
            "CENUM_SITE_KEY": KEY,
            "GIT_DIR": "/nowhere",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.hooksPath",
            "GIT_CONFIG_VALUE_0": str(folder),
        }

    def answers(self, *, refuses: bool) -> None:
        ssh = self._bin / "ssh"
        text = SSH.format(python=sys.executable, facts=str(self.facts), bare=str(self.bare), refuses=refuses)
        ssh.write_text(text, "utf-8")
        ssh.chmod(0o755)

    def push(self, site: Path, **more: bytes) -> int:
        return push_site(LetterFolder(site), site, more, PushTarget("team/site", KEY), self.environ)

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.bare), *words], capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout.strip()


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    files = {
        "index.html": b"<h1>Lettre</h1>\r\n",
        "2026-11-27/index.html": b"x",
        ".nojekyll": b"",
        ".gitattributes": b"* text filter=evil ident\n",
        "media/dessin-é.png": b"\x89PNG $Id$",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "elsewhere").symlink_to("/etc")
    return folder


def test_the_branch_is_one_commit_of_these_bytes(host: Host, site: Path) -> None:
    for _time in range(2):
        assert host.push(site, CNAME=b"lettre.example.org\n") == 6
    assert host.git("rev-list", "--count", "gh-pages") == "1"
    listed = host.git("-c", "core.quotePath=false", "ls-tree", "-r", "gh-pages").splitlines()
    assert {line.split()[0] for line in listed} == {"100644"}
    names = {line.split("\t")[1] for line in listed}
    assert names == {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} | {"CNAME"}
    assert host.git("show", "gh-pages:CNAME") == "lettre.example.org"
    for name in names - {"CNAME"}:
        said = subprocess.run(["git", "-C", host.bare, "show", f"gh-pages:{name}"], capture_output=True, check=True)
        assert said.stdout == (site / name).read_bytes()
    (site / "2026-11-27" / "index.html").unlink()
    host.push(site)
    assert "2026-11-27" not in host.git("ls-tree", "-r", "gh-pages")


def test_it_is_githubs_host_by_its_key_and_nothing_else_is_asked_or_told(host: Host, site: Path) -> None:
    host.push(site)
    facts = json.loads(host.facts.read_text("utf-8"))
    assert facts["words"][-2:] == ["git@github.com", "git-receive-pack '/team/site.git'"]
    assert "StrictHostKeyChecking=yes" in facts["words"]
    assert facts["known"].startswith("github.com ssh-ed25519 ")
    assert (facts["key"], facts["mode"]) == (KEY.replace("\r\n", "\n") + "\n", 0o600)
    assert not {"CENUM_SITE_KEY", "GIT_CONFIG_COUNT"} & set(facts["variables"])
    key = facts["words"][facts["words"].index("-i") + 1]
    assert not Path(key).parent.exists()


def test_what_is_refused_says_so_without_the_key(host: Host, site: Path) -> None:
    host.answers(refuses=True)
    with pytest.raises(CenumError, match="Permission denied") as refused:
        host.push(site)
    assert "canary" not in str(refused.value)
    assert "team/site" in refused.value.message


def test_a_folder_without_pages_empties_no_site(host: Host, site: Path) -> None:
    (site / "index.html").unlink()
    with pytest.raises(Refusal, match="no pages"):
        host.push(site)
    assert not host.facts.exists()


@pytest.mark.parametrize(
    ("repository", "key"),
    [
        ("", KEY),
        ("team", KEY),
        ("-oProxyCommand=x/y", KEY),
        ("team/a b", KEY),
        ("team/site/x", KEY),
        ("evil.example:team/site", KEY),
        ("team/site\n", KEY),
        ("team/site", ""),
        ("team/site", "ghp_x"),
    ],
)
def test_what_is_no_repository_and_no_key_is_a_sentence(repository: str, key: str) -> None:
    with pytest.raises(UsageMistake, match="environment “site”"):
        PushTarget(repository, key)
