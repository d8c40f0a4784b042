"""“cenum publish --live”: what is online is known in a folder that is new, or nothing is published."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from cenum.archive.manifest import file_hash
from tests.archive.stand_in import Clock, PagesHost, Served
from tests.links.hosts import Town, have_commands_ask
from tests.test_cli import Letter
from tests.test_cli_sending import ISSUE, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.test_cli import Result

HOST = "lettre.example.org"
GOOD: dict[str, Any] = {"letters": {}, "files": []}


class Online:
    """A letter and the host of its pages; the pauses of a command are written down, and take no time."""

    def __init__(self, letter: Letter, town: Town, host: PagesHost) -> None:
        self.letter = letter
        self.town = town
        self.host = host
        self.pauses: list[float] = []

    def leaves(self) -> None:
        assert self.letter.run("test", ISSUE, "--offline").code == 0
        assert self.letter.run("send", ISSUE, "--yes", "--early", "--offline").code == 0

    def publish(self, *more: str, **environment: str) -> Result:
        shutil.rmtree(self.letter.folder / "site", ignore_errors=True)
        return self.letter.run("publish", "--live", *more, **environment)

    def says(self, body: bytes, status: int = 200, location: str = "") -> None:
        self.host.deploy({"/archive.json": Served(body, "application/json", status, location)})


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Online]:
    (tmp_path / "letter").mkdir()
    letter = Letter(tmp_path / "letter")
    host = PagesHost(HOST, Clock())
    town = Town(host, tmp_path)

    have_commands_ask(town, monkeypatch)
    found = Online(letter, town, host)
    monkeypatch.setattr(time, "sleep", found.pauses.append)
    yield found
    town.close()


def test_what_is_online_stays_online_where_the_service_is_not_heard(site: Online) -> None:
    site.leaves()
    assert site.letter.run("publish").code == 0
    site.says((site.letter.folder / "site" / "archive.json").read_bytes())
    (site.letter.folder / "contacts.csv").unlink()  # the service can't be opened
    shutil.rmtree(site.letter.folder / "archive")
    settle(site.letter, 'name = "local"', 'name = "brevo"\nbrevo = { audience = 12 }')
    for more, listed in ((("--live",), 1), ((), 0)):
        shutil.rmtree(site.letter.folder / "site")
        said = site.letter.run("publish", "--json", *more).data
        assert (said["listed"], bool(said["silence"])) == (listed, True)


def test_a_site_that_has_nothing_yet_is_a_first_publication(site: Online) -> None:
    site.leaves()
    said = site.publish("--json")
    assert (said.code, said.data["listed"]) == (0, 1)
    assert [asked.path.partition("=")[0] for asked in site.town.asked] == ["/archive.json?cenum"]  # past every cache


@pytest.mark.parametrize(
    ("body", "status", "location", "why"),
    [
        (b"", 503, "", "it answers 503"),
        (b"", 403, "", "it answers 403"),
        (b"", 410, "", "it answers 410"),
        (b"", 301, "https://elsewhere.example/archive.json", "another host"),
        (b"", 301, "/archive.json", "leads on"),
        (b"<h1>Bient\xc3\xb4t</h1>", 200, "", "not what cenum wrote"),
        (json.dumps({"letters": {"../x": {}}}).encode(), 200, "", "not what cenum wrote"),
        (b" " * 8_000_001, 200, "", "larger"),
    ],
    ids=["down", "turned away", "gone", "elsewhere", "in circles", "a page", "a path", "huge"],
)
def test_what_can_not_be_known_of_it_stops_the_publication(
    site: Online, body: bytes, status: int, location: str, why: str
) -> None:
    site.says(body, status, location)
    said = site.publish()
    assert (said.code, why in said.err) == (1, True), said.err
    assert not (site.letter.folder / "site").exists()
    assert site.pauses == [5, 5]


def _entry(**changes: Any) -> dict[str, Any]:
    return {"visibility": "listed", "digest": "", "words": "", "sends_at": "2026-11-27T07:00:00+01:00", **changes}


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        ("2026-13-45", _entry()),
        (ISSUE, _entry(digest='"><script>')),
        (ISSUE, _entry(sends_at="2026-11-27T07:00:00")),
        (ISSUE, _entry(words=3)),
    ],
    ids=["no day", "no hash", "no zone", "no text"],
)
def test_a_manifest_is_data(site: Online, key: str, entry: dict[str, Any]) -> None:
    site.says(json.dumps({"letters": {key: entry}}).encode())
    said = site.publish()
    assert (said.code, "not what cenum wrote" in said.err) == (1, True)


def test_a_moment_of_weakness_is_waited_for(site: Online) -> None:
    site.says(json.dumps(GOOD).encode())
    answers = iter([Served(b"", status=502), Served(b"", status=502)])
    site.host.first(lambda: next(answers, None))
    assert site.publish().code == 0
    assert site.pauses == [5, 5]


def test_a_site_does_not_say_which_files_of_the_folder_are_cenums(site: Online) -> None:
    own = site.letter.folder / "site" / "CNAME"
    own.parent.mkdir()
    own.write_bytes(b"lettre.example.org\n")
    site.says(json.dumps({"letters": {}, "files": [file_hash("CNAME", own.read_bytes())]}).encode())
    assert site.letter.run("publish", "--live").code == 0
    assert own.read_bytes() == b"lettre.example.org\n"


def test_pictures_alone_ask_nobody(site: Online) -> None:
    said = site.letter.run("publish", "--only", "media", "--live")
    assert (said.code, site.town.asked) == (2, [])
