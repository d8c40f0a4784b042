"""Links at the command line: whole processes, against hosts of our own on loopback."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
from ipaddress import ip_network
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from cenum.links.http_client import Web
from cenum.links.name_server import NameServer, NoSuchHost
from tests.edition.samples import ROOT
from tests.links import on_loopback
from tests.links.hosts import LOOPBACK, Town, in_turn, moved, says, silent
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BEHAVIOURS = {
    "/bon": says(),
    "/vieux": moved(301, "/bon"),
    "/perdu": says(404),
    "/interdit": says(403),
    "/muet": silent,
    "/chancelant": in_turn(says(), says(404)),
}
ONLINE = {"CENUM_OFFLINE": ""}
KEY = "2026-11-27"


class OnLoopback(Letter):
    """A letter whose links may lead to this machine, which no settings allow."""

    module = "tests.links.on_loopback"

    def start(
        self,
        *arguments: str,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.PIPE,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> subprocess.Popen[str]:
        return super().start(
            *arguments, stdin=stdin, stderr=stderr, environment={**environment, "PYTHONPATH": str(ROOT)}
        )


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    built = Town(BEHAVIOURS, tmp_path_factory.mktemp("town"))
    yield built
    built.close()


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letter:
    made = OnLoopback(tmp_path)
    monkeypatch.setattr("cenum.links.online.own_networks", on_loopback.own_networks)
    settings = tmp_path / "cenum.toml"
    more = "\n[link_check]\npause = 0\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    return made


def write(letter: Letter, town: Town, *paths: str, head: str = "") -> None:
    links = "\n".join(f"- [page {number}](http://{LOOPBACK}:{town.plain}{path})" for number, path in enumerate(paths))
    letter.issue.write_text(f"---\ntitle: Une lettre\n{head}---\n\n# Édito {{#edito}}\n\n{links}\n", "utf-8")


def test_a_dead_link_stops_the_letter_at_its_line(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/perdu")
    later = ("--yes", "--at", "2099-01-01T07:00")
    for command in (("check",), ("test",), ("send", "--yes"), ("schedule", *later)):
        result = letter.run(*command[:1], KEY, *command[1:], **ONLINE)
        assert result.code == 1, command
        assert f"issues/{KEY}.md:8: error: “page 1”: the page was not found (404)" in result.err
        assert "web.archive.org/web/20261127/" in result.err
    assert letter.mails() == []


def test_the_letters_own_page_is_not_asked_for_while_the_letter_is_written(
    letter: Letter, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for it too early makes caches keep that it is not there; other pages of ours are pages like any."""

    def web_of(_settings: object) -> Web:
        return Web({}, own=[ip_network("127.0.0.0/8")], names=town.names(), ca_file=town.ca_file)

    monkeypatch.setattr("cenum.links.online.web_of", web_of)
    settings = letter.folder / "cenum.toml"
    settings.write_text(settings.read_text("utf-8").replace("//lettre.example.org", "//sur.fr"), "utf-8")
    paths = (f"/{KEY}", f"/{KEY}#edito", "/2026-11-20")
    links = "\n".join(f"- [page {path}](https://sur.fr{path})" for path in paths)
    letter.issue.write_text(f"---\ntitle: Une lettre\n---\n\n# Édito {{#edito}}\n\n{links}\n", "utf-8")
    result = letter.run("check", KEY, **ONLINE)
    assert result.code == 1
    assert {asked.path for asked in town.asked} >= {"/2026-11-20", "/mentions-legales"}
    assert f"/{KEY}" not in {asked.path for asked in town.asked}


def test_a_build_asks_nobody(letter: Letter, town: Town) -> None:
    write(letter, town, "/perdu")
    for more in ((), ("--offline",), ("--fresh",), ("--preview",)):  # two of them are what older scripts say
        result = letter.run("build", KEY, *more, **ONLINE)
        assert (result.code, result.err) == (0, "")
    assert "cenum check" in result.out
    assert not any(town.asked)


@pytest.mark.parametrize(
    ("command", "offline", "asked"),
    [("check", "", "yes"), ("check", "1", ""), ("test", "1", ""), ("build", "", "")],
)
def test_spamassassin_is_started_by_who_checks_and_may_ask(
    letter: Letter, town: Town, command: str, offline: str, asked: str
) -> None:
    write(letter, town, "/bon")
    tmp_path = letter.folder
    (tmp_path / "bin").mkdir()
    note = tmp_path / "asked"
    for name in ("spamc", "spamassassin"):
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\ncat > '{note}'\n")
        program.chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    assert letter.run(command, KEY, PATH=path, CENUM_OFFLINE=offline).code == 0
    assert note.exists() is bool(asked)


def test_what_moved_is_written_into_the_file_when_asked(letter: Letter, town: Town) -> None:
    write(letter, town, "/vieux", "/bon?utm_source=x")
    before = letter.issue.read_text("utf-8")
    warned = letter.run("check", KEY, **ONLINE)
    assert warned.code == 0
    assert "or run `cenum check --fix`" in warned.err
    assert letter.issue.read_text("utf-8") == before
    fixed = letter.run("check", KEY, "--fix", **ONLINE)
    assert fixed.code == 0, fixed.err
    assert letter.issue.read_text("utf-8") == before.replace("/vieux", "/bon").replace("?utm_source=x", "")
    assert "replaced" in fixed.out
    assert "moved" not in fixed.err


def test_a_second_run_asks_only_what_was_not_alive(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/interdit")
    letter.run("check", KEY, **ONLINE)
    town.asked.clear()
    assert letter.run("check", KEY, **ONLINE).code == 0
    assert [asked.path for asked in town.asked] == ["/interdit"]
    town.asked.clear()
    letter.run("check", KEY, "--fresh", **ONLINE)
    assert {asked.path for asked in town.asked} == {"/bon", "/interdit"}


def test_a_memory_that_can_not_be_read_is_set_aside_and_said(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon")
    memory = letter.folder / ".cenum" / "cache" / "links.sqlite3"
    memory.parent.mkdir(parents=True)
    memory.write_text("ceci n'est pas une base")
    result = letter.run("check", KEY, **ONLINE)
    assert result.code == 0
    assert "links.sqlite3.set-aside" in result.err
    assert letter.run("check", KEY, **ONLINE).err.count("set-aside") == 0


def test_offline_says_that_links_were_not_checked(letter: Letter, town: Town) -> None:
    write(letter, town, "/perdu")
    result = letter.run("check", KEY, "--offline", **ONLINE)
    assert result.code == 0
    assert "offline: the links were not checked" in result.err
    assert town.asked == []


def test_json_has_every_link_with_what_became_of_it(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/interdit")
    result = letter.run("check", KEY, "--json", **ONLINE)
    links = {link["url"].rpartition("/")[2]: link for link in result.data["links"]}
    assert (links["bon"]["fate"], links["bon"]["status"], links["bon"]["line"]) == ("alive", 200, 7)
    assert (links["interdit"]["fate"], links["interdit"]["reason"]) == ("unsure", "forbidden")
    assert {"link-forbidden"} <= {finding["rule"] for finding in result.data["findings"]}


def test_json_has_the_links_of_a_letter_that_is_stopped_as_well(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/perdu")
    result = letter.run("check", KEY, "--json", **ONLINE)
    assert result.code == 1
    assert {link["fate"] for link in result.data["links"]} >= {"alive", "dead"}


def test_a_password_in_an_address_is_never_printed(letter: Letter, town: Town) -> None:
    letter.issue.write_text(
        f"---\ntitle: T\n---\n\n# E {{#edito}}\n\n<http://moi:s3cret@{LOOPBACK}:{town.plain}/perdu?utm_source=x>\n"
    )
    for arguments in ((), ("--json",), ("--sarif",), ("--fix",)):
        result = letter.run("check", KEY, *arguments, GITHUB_ACTIONS="true", **ONLINE)
        assert result.code == 1
        assert "s3cret" not in result.out + result.err, arguments


def test_a_link_that_died_is_dead_the_second_time_as_well(
    letter: Letter, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = NameServer.addresses

    def addresses(server: NameServer, host: str) -> tuple[str, ...]:
        if host.endswith(".invalide.fr"):
            raise NoSuchHost(host)
        return known(server, host)

    monkeypatch.setattr(NameServer, "addresses", addresses)
    hosts = "".join(f"- [perdu {number}](http://perdu-{number}.invalide.fr:1/)\n" for number in range(4))
    write(letter, town, "/bon")
    letter.issue.write_text(letter.issue.read_text("utf-8") + hosts, "utf-8")
    for _time in range(2):
        found = letter.run("check", KEY, **ONLINE)
        assert (found.code, found.err.count("“perdu ")) == (1, 4), found.err
        assert "no site can be reached from this machine" not in found.err


def test_sarif_has_every_finding_and_the_exit_code_stays(letter: Letter, town: Town) -> None:
    write(letter, town, "/perdu", "/vieux")
    result = letter.run("check", KEY, "--sarif", **ONLINE)
    assert result.code == 1
    (run,) = json.loads(result.out)["runs"]
    assert {"link-gone", "link-moved-for-good"} <= {found["ruleId"] for found in run["results"]}
    assert letter.run("check", KEY, "--sarif", "--offline", **ONLINE).code == 0


def test_github_is_told_at_the_line(letter: Letter, town: Town) -> None:
    write(letter, town, "/perdu")
    result = letter.run("check", KEY, GITHUB_ACTIONS="true", **ONLINE)
    assert f"::error file=issues/{KEY}.md,line=7,title=link-gone::" in result.out


def test_what_is_accepted_is_printed_with_its_reason(letter: Letter, town: Town) -> None:
    write(letter, town, "/perdu", head="waivers:\n  - {rule: link-gone, reason: Le site revient lundi.}\n")
    result = letter.run("check", KEY, **ONLINE)
    assert result.code == 0
    assert f"accepted: link-gone (1: issues/{KEY}.md:9) — Le site revient lundi." in result.err


def test_ctrl_c_stops_at_once_and_keeps_what_is_known(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/perdu", "/muet", "/muet?2")
    running = letter.start("check", KEY, environment=ONLINE)
    # The hosts that say nothing go on saying nothing: only the interruption can end this.
    while len(town.asked) < 4 and running.poll() is None:
        town.waited.wait(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert running.returncode == 130, err
    assert "Traceback" not in err + out
    assert "(404)" in err
    assert "2 links were not checked" in err
    town.asked.clear()
    again = letter.start("check", KEY, environment=ONLINE)
    while not any(asked.path == "/muet" for asked in town.asked) and again.poll() is None:
        town.waited.wait(0.05)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=10)
    assert not any(asked.path == "/bon" for asked in town.asked)


def test_two_checks_at_once_are_both_right(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/interdit", *(f"/bon?{number}" for number in range(20)))
    runs = [letter.start("check", KEY, environment=ONLINE) for _number in range(2)]
    for running in runs:
        _out, err = running.communicate(timeout=60)
        assert running.returncode == 0, err
        assert "set aside" not in err


def test_a_terminal_gets_a_bar_and_a_list_to_tick_off(letter: Letter, town: Town) -> None:
    write(letter, town, "/bon", "/interdit")
    ours, theirs = pty.openpty()
    environment = {"COLUMNS": "120", "TERM": "xterm-256color", **ONLINE}
    running = letter.start("check", KEY, stderr=theirs, environment=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    running.communicate(timeout=30)
    os.close(ours)
    text = shown.decode()
    assert "2/2" in text or "links" in text
    assert "Links to open by hand" in text
    assert "☐" in text
    assert "/interdit" in text


def test_a_link_that_dies_between_the_test_and_the_send_stops_the_send(letter: Letter, town: Town) -> None:
    write(letter, town, "/chancelant")
    assert letter.run("test", KEY, **ONLINE).code == 0
    assert letter.run("send", KEY, "--yes", "--early", "--fresh", **ONLINE).code == 1
    assert len(letter.mails()) == 2


@pytest.mark.parametrize("requests", [1, 2, 3, 6])
def test_whenever_it_is_interrupted_the_memory_stays_whole(letter: Letter, town: Town, requests: int) -> None:
    write(letter, town, *(f"/bon?{number}" for number in range(6)), "/muet")
    running = letter.start("check", KEY, environment=ONLINE)
    while len(town.asked) < requests and running.poll() is None:
        town.waited.wait(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert running.returncode == 130, err
    assert "Traceback" not in out + err
    memory = sqlite3.connect(letter.folder / ".cenum" / "cache" / "links.sqlite3")
    assert memory.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    memory.close()


def test_the_hosts_are_told_who_asks_and_for_what(letter: Letter, town: Town) -> None:
    settings = letter.folder / "cenum.toml"
    settings.write_text(settings.read_text("utf-8") + 'headers = { X-Lettre = "essai" }\n', "utf-8")
    write(letter, town, "/bon")
    letter.run("check", KEY, **ONLINE)
    (asked,) = town.asked
    assert asked.headers["user-agent"] == "Mozilla/5.0 (compatible; cenum/0.1.0; +https://lettre.example.org)"
    assert asked.headers["accept-language"] == "fr,en;q=0.5"
    assert asked.headers["x-lettre"] == "essai"
