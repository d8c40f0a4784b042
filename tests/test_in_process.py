"""What a command does in the process of the tests is what it does in one of its own."""

from __future__ import annotations

import gc
import gettext
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cenum import i18n
from tests import in_process
from tests.test_cli import Letter

COMMANDS = [
    ((), {}),
    (("--version",), {}),
    (("--help",), {"CENUM_LANG": "fr"}),
    (("chek",), {"CENUM_LANG": "fr"}),
    (("check", "--folder", "nowhere"), {"CENUM_LANG": ""}),
    (("check",), {"GIVEN_NOW": "2026-11-27T09:00:00+00:00", "TZ": "Asia/Tokyo"}),
    (("check", "2020-01-03", "--json"), {}),
    (("build", "2026-11-27"), {"CENUM_LANG": ""}),
    (("new", "\udcff"), {}),
    (("test",), {"GITHUB_ACTIONS": "true"}),
    (("send", "next"), {}),
    (("status",), {}),
]


@pytest.mark.parametrize(("arguments", "environment"), COMMANDS, ids=" ".join)
def test_it_says_writes_and_ends_as_a_process_does(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    world = {**os.environ, **environment}
    left = []
    for way in ("here", "apart"):
        (tmp_path / way).mkdir()
        folder = Letter(tmp_path / way).folder
        if way == "here":
            ended = in_process.run(*arguments, folder=folder, environment=world)
        else:
            apart = subprocess.run(
                [Path(sys.executable).with_name("cenum"), *arguments],
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
            ended = in_process.Ended(apart.returncode, apart.stdout, apart.stderr)
        files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
        # The names of the mails and the tokens of the addresses are new every time.
        kept = {name: path.read_bytes() for name, path in files.items() if ".cenum" not in name.parts}
        left.append((ended, kept))
    assert left[0] == left[1]


def test_nothing_of_it_is_left_behind(tmp_path: Path) -> None:
    def world() -> tuple[object, ...]:
        streams = [os.fstat(descriptor)[:2] for descriptor in range(3)]
        return (
            *(dict(os.environ), Path.cwd(), sys.argv, sys.stdin, sys.stdout, sys.stderr, sys.modules["__main__"]),
            *(streams, gc.isenabled(), i18n.language(), gettext.textdomain(), threading.active_count()),
        )

    before = world()
    folder = Letter(tmp_path).folder
    spoken = in_process.run("status", folder=folder, environment={**os.environ, "CENUM_LANG": "fr", "NEW": "1"})
    assert "pas encore de campagne" in spoken.out.decode()
    assert world() == before


def test_it_reads_what_it_is_given_and_children_write_where_it_writes(tmp_path: Path) -> None:
    def program() -> None:
        sys.stderr.write("one\n")
        subprocess.run(["cat"], check=True)
        sys.exit(3)

    ended = in_process.run(
        folder=tmp_path, environment=dict(os.environ), given=b"two\n", together=True, program=program
    )
    assert ended == (3, b"one\ntwo\n", b"")


def test_what_would_be_a_traceback_is_the_tests(tmp_path: Path) -> None:
    def program() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_process.run(folder=tmp_path, environment=dict(os.environ), program=program)


def test_what_only_a_process_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="began long ago"):
        in_process.run(folder=tmp_path, environment={**os.environ, "PYTHONUTF8": "0"})
