"""The command as a process: how it starts, where it listens, how it ends."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cenum.errors import ServiceRefused
from cenum.preview.serve import listen
from tests.preview.site import KEY, entered, folder, running_apart

if TYPE_CHECKING:
    from pathlib import Path


def test_it_listens_on_this_machine_only() -> None:
    with listen(0) as bound:
        hosts = [one.getsockname()[0] for one in bound.sockets]
        assert hosts in (["127.0.0.1"], ["127.0.0.1", "::1"])
        assert {one.getsockname()[1] for one in bound.sockets} == {bound.port}


def test_a_port_that_somebody_holds_on_one_family_alone_is_taken() -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        with pytest.raises(ServiceRefused, match="port"):
            listen(other.getsockname()[1])


def test_a_port_that_was_asked_for_and_is_taken_is_an_error() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServiceRefused, match="port"):
            listen(other.getsockname()[1])


def test_two_programs_never_share_a_port_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as windows:
        windows.setattr("os.name", "nt")
        bound = listen(0)
    with bound:
        assert not bound.sockets[0].getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


def test_the_page_is_there_as_soon_as_its_address_is_said(tmp_path: Path) -> None:
    with running_apart(folder(tmp_path)) as site:
        assert site.ask("/").status == 200


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_though_a_page_listens(tmp_path: Path, way: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cenum", "preview", "--port", "0", "--json"],
        cwd=folder(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout
    said = ""
    while "}" not in said:
        said += process.stdout.readline()
    site = entered(tmp_path, json.loads(said)["url"])
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as connection:
        connection.request("GET", "/events", headers={"Cookie": site.cookie})
        assert connection.getresponse().read(5) == b"retry"
        process.send_signal(way)
        _out, err = process.communicate(timeout=10)
    assert "Traceback" not in err
    assert process.returncode in {0, 130, -way}


@pytest.mark.parametrize(
    ("issue", "code"), [("2026-11-28", 2), ("../secret.md", 2), ("cenum.toml", 2), (f"issues/{KEY}.md", None)]
)
def test_the_issue_that_is_named_is_one_of_the_folder(tmp_path: Path, issue: str, code: int | None) -> None:
    folder(tmp_path)
    if code is None:
        with running_apart(tmp_path, issue) as site:
            assert KEY.encode() in site.ask("/").body
        return
    done = subprocess.run(
        [sys.executable, "-m", "cenum", "preview", issue],
        cwd=tmp_path,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == code


def test_a_folder_without_an_issue_says_how_to_begin(tmp_path: Path) -> None:
    (folder(tmp_path) / "issues" / f"{KEY}.md").unlink()
    with running_apart(tmp_path) as site:
        assert b"cenum new" in site.ask("/").body


@pytest.mark.parametrize("command", [["--help"], ["check", KEY, "--offline"], ["build", KEY, "--offline"]])
def test_no_other_command_loads_anything_of_it(tmp_path: Path, command: list[str]) -> None:
    folder(tmp_path)
    code = (
        "import sys; from cenum import cli; sys.argv = ['cenum', *sys.argv[1:]]\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "loaded = {'cenum.preview', 'starlette', 'uvicorn', 'watchfiles', 'anyio'} & set(sys.modules)\n"
        "sys.stderr.write(f'loaded: {sorted(loaded)}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr.endswith("loaded: []")


def test_a_preview_that_asks_nobody_loads_nothing_for_it() -> None:
    code = (
        "import sys, cenum.preview.endpoints, cenum.preview.library\n"
        "import cenum.preview.link_check, cenum.preview.clip_reading\n"
        "print(sorted({'requests', 'cenum.clip.clipping', 'cenum.links.http_client'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
