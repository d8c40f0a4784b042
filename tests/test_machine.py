"""What tests may rely on holds, whatever machine they run on, and a test can't go round it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zoneinfo
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cenum import clock
from tests.machine import NOW, PROGRAMS, ROOT, ZONE, OutOfBounds, spamassassin, works
from tests.preview.history import commit

if TYPE_CHECKING:
    from collections.abc import Callable

# Whatever its clock says, a tester's machine could be like this.
ANOTHER = {
    "CENUM_LANG": "fr",
    "COLUMNS": "40",
    "FORCE_COLOR": "1",
    "GIT_AUTHOR_NAME": "Somebody",
    "GITHUB_ACTIONS": "true",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "",
    "NO_COLOR": "1",
    "GIVEN_NOW": "2001-01-01T00:00:00+00:00",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PYTHONWARNINGS": "ignore",
    "REQUESTS_CA_BUNDLE": "/nowhere/authorities.pem",
    "TZ": "Pacific/Auckland",
    "VISUAL": "gvim",
    "XDG_CACHE_HOME": "/nowhere",
    "https_proxy": "http://127.0.0.1:9",
}
# What a test meets, told by a test that is no part of the suite.
_PROBE = """\
import json, os, pathlib, shutil, subprocess, sys, time
from cenum import clock

TOLD = (
    "import json, os, shutil, time; from cenum import clock; print(json.dumps(["
    "clock.utc_now().isoformat(), time.timezone, sorted(os.environ),"
    "shutil.which('spamassassin'), os.path.expanduser('~'), oct(os.umask(0))]))"
)

def test_probe():
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, check=True, encoding="utf-8").stdout
    git = ["git", "var", "GIT_AUTHOR_IDENT"]
    author = subprocess.run(git, capture_output=True, check=True, encoding="utf-8").stdout
    here = [clock.utc_now().isoformat(), time.timezone, sorted(os.environ)]
    pathlib.Path({file!r}).write_text(json.dumps([*json.loads(told), author, here]), "utf-8")
"""


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_nothing_of_a_testers_machine_reaches_a_test_or_what_it_starts(tmp_path: Path, workers: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Somebody\n\temail = somebody@example.org\n", "utf-8")
    (home / "spamassassin").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (home / "spamassassin").chmod(0o755)
    told = tmp_path / "told.json"
    tests = tmp_path / "tests"
    tests.mkdir()
    for name in ("__init__.py", "conftest.py", "chromium.py", "tried.py", "machine"):
        copy = shutil.copytree if name == "machine" else shutil.copy
        copy(ROOT / "tests" / name, tests / name)
    (tests / "test_probe.py").write_text(_PROBE.replace("{file!r}", repr(str(told))), "utf-8")
    theirs = {**ANOTHER, "HOME": str(home), "PATH": f"{home}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", workers, "tests"],
        cwd=tmp_path,
        env=theirs,
        umask=0o077,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    now, zone, names, program, where, umask, author, (here, zone_here, names_here) = json.loads(
        told.read_text("utf-8")
    )
    assert now == here == NOW
    assert zone == zone_here == -14 * 3600
    assert not {*names, *names_here} & (ANOTHER.keys() - {"CENUM_LANG", "GIVEN_NOW", "LC_ALL", "TZ"})
    assert (program, umask) == (None, "0o22")
    assert author.startswith("Ada <ada@example.org>")
    assert where != str(home)
    assert not Path(where).exists(), "what was made for the tests goes with them"


def test_the_clock_stands_still_and_can_be_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clock.utc_now() == datetime.fromisoformat(NOW)
    monkeypatch.setenv("GIVEN_NOW", "2036-01-01T00:00:00+00:00")
    assert clock.seconds_now() == 2_082_758_400
    monkeypatch.delenv("GIVEN_NOW")
    with pytest.raises(KeyError):
        clock.utc_now()


def test_the_zone_is_not_the_letters_nor_that_of_utc() -> None:
    assert os.environ["TZ"] == ZONE
    assert datetime.fromisoformat(NOW).astimezone().isoformat() == "2026-11-27T02:00:00+14:00"


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")])
def test_the_network_ends_at_this_machine(family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family) as caller, pytest.raises(OutOfBounds, match=f"{address} is beyond it"):
        caller.connect((address, 80))


def test_nobody_is_asked_where_a_name_leads() -> None:
    with pytest.raises(OutOfBounds, match=r"example\.org is beyond it"):
        socket.create_connection(("example.org", 80))
    assert socket.getaddrinfo("localhost", 80)


def test_nothing_leaves_and_nobody_is_asked_in_other_ways_either() -> None:
    far = ("192.0.2.1", 53)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as carrier:
        ways: list[Callable[[], object]] = [
            lambda: carrier.sendto(b"", far),
            lambda: carrier.sendmsg([b""], [], 0, far),
            lambda: socket.gethostbyaddr(far[0]),
            lambda: socket.getnameinfo(far, 0),
            lambda: socket.gethostbyname("example.org"),
        ]
        for way in ways:
            with pytest.raises(OutOfBounds):
                way()


def test_time_zones_are_those_of_the_package() -> None:
    assert zoneinfo.TZPATH == ()
    told = [sys.executable, "-c", "import zoneinfo; print(zoneinfo.TZPATH, zoneinfo.ZoneInfo('Europe/Paris'))"]
    done = subprocess.run(told, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "() Europe/Paris\n"


def test_what_git_does_is_the_same_everywhere(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("x\n", "utf-8")
    named = commit(tmp_path)
    log = ["git", "log", "--format=%h %an %aI %cI"]
    done = subprocess.run(log, cwd=tmp_path, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == f"{named} Ada {NOW} {NOW}\n"
    assert not (tmp_path / ".git" / "hooks").exists()


@pytest.mark.parametrize(("above", "says"), [("cenum.toml", "outside of any letter's"), ("other.toml", "need git")])
def test_a_machine_that_will_not_do_is_told_why(tmp_path: Path, above: str, says: str) -> None:
    (tmp_path / above).touch()
    (tmp_path / "tmp").mkdir()
    code = "from tests import machine; machine.settle()"
    theirs = {"PATH": "/nowhere", "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=theirs, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_version_managers_note_is_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "go").write_text('#!/bin/sh\nexec asdf exec go "$@"\n', "utf-8")
    (tmp_path / "go").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not works("go", "version")
    assert not works("rust")


@pytest.mark.parametrize("port", [8025, 8030, 1025, 80])
def test_a_port_that_somebody_may_have_is_not_taken(port: int) -> None:
    with socket.socket() as listener, pytest.raises(OutOfBounds, match="let the system choose"):
        listener.bind(("127.0.0.1", port))


def test_programs_that_nobody_named_are_not_found() -> None:
    assert {program.name for program in Path(os.environ["PATH"]).iterdir()} - {*PROGRAMS} == set()
    assert shutil.which("git")
    assert [shutil.which(name) for name in ("spamassassin", "spamc", "gh", "curl")] == [None] * 4
    assert spamassassin() == "" or Path(spamassassin()).is_file()


_SOURCES = sorted({*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")} - {Path(__file__)})


@pytest.mark.parametrize("path", _SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_process_is_given_the_world_of_the_tests(path: Path) -> None:
    """An ``env=`` is made from ``os.environ``, directly or under a name of the same file."""
    tree = ast.parse(path.read_text("utf-8"))
    given = [
        keyword
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "env"
    ]
    assert [ast.unparse(one.value) for one in given if not _is_made_from_ours(one.value, tree)] == []


def _is_made_from_ours(value: ast.expr, tree: ast.Module) -> bool:
    if isinstance(value, ast.Name):
        assigned = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and any(isinstance(one, ast.Name) and one.id == value.id for one in node.targets)
        ]
        return bool(assigned) and all(_is_made_from_ours(one, tree) for one in assigned)
    return "os.environ" in ast.unparse(value)


_READS = {
    "from datetime import datetime, UTC\n_X = datetime.now(UTC)\n",
    "import datetime as d\n_X = d.date.today()\n",
    "import time\n_X = time.time\n",
    "from time import time as now\n_X = now()\n",
    "import time\n_X = time.strftime('%Y')\n",
    "from email.utils import formatdate\n_X = formatdate()\n",
}


@pytest.mark.parametrize("code", sorted(_READS))
@pytest.mark.parametrize("file", ["tests/links/test_x.py", "bench/x.py", "cenum/cli/x.py"])
def test_a_clock_that_is_read_elsewhere_fails_in_make_check(code: str, file: str) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    if ruff is None:
        pytest.skip("ruff is not installed (pip install 'cenum[check]')")
    done = subprocess.run(
        [ruff, "check", "--quiet", "--no-cache", "--stdin-filename", str(ROOT / file), "-"],
        input=code,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, "TID251" in done.stdout) == (1, True), done.stdout


_DATABASES_CLOCK = re.compile(
    r"\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|\b(?:datetime|date|strftime|julianday|unixepoch)\('"
)


def test_no_query_asks_the_databases_clock() -> None:
    assert _DATABASES_CLOCK.search("SELECT datetime('now')")
    assert [
        path.name
        for folder in ("cenum", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        if path != Path(__file__) and _DATABASES_CLOCK.search(path.read_text("utf-8"))
    ] == []
