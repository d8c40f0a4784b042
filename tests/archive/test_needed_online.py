"""`test`, `schedule` and `send` at a service that hosts nothing, beside a site that is put online in their midst."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cenum import record as records
from cenum.github.alarm import alarm_of
from cenum.services.brevo import Brevo
from tests.archive.stand_in import Clock, PagesHost, Served
from tests.links.hosts import Town, have_commands_ask
from tests.services.fakes.brevo import KEY, FakeBrevo
from tests.test_cli import ISSUE as WRITTEN
from tests.test_cli import NO_SITE, Letter
from tests.test_cli_sending import ISSUE, LATER, READERS, REVIEWERS, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.test_cli import Result

HOST = "lettre.example.org"


class Newsroom:
    """A letter with a picture, its service, and its site."""

    def __init__(self, letter: Letter, fake: FakeBrevo, town: Town, host: PagesHost, clock: Clock) -> None:
        self.letter = letter
        self.fake = fake
        self.town = town
        self.host = host
        self.clock = clock

    def run(self, *words: str) -> Result:
        return self.letter.run(*words, "--offline", BREVO_API_KEY=KEY)

    def made(self) -> tuple[dict[str, Served], str]:
        """The pictures as `cenum build` leaves them to be published, and the digest of the edition."""
        digest = self.letter.run("build", ISSUE, "--offline", "--json").data["digest"]
        media = self.letter.folder / "dist" / ISSUE / "media"
        return {f"/media/{file.name}": Served(file.read_bytes(), "image/png") for file in media.iterdir()}, digest

    def legal(self) -> dict[str, Served]:
        """Every page of the site that is no letter's."""
        named = ("/desinscription", "/donnees-personnelles", "/mentions-legales", "/inscription", "/accessibilite")
        return dict.fromkeys(named, Served(b"<p>Nous</p>"))

    def waits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let time pass where a command waits, and nowhere else."""
        monkeypatch.setattr(time, "sleep", self.clock.wait)
        monkeypatch.setattr(time, "monotonic", self.clock)


def page(digest: str) -> dict[str, Served]:
    return {f"/{ISSUE}": Served(f'<head><meta name="cenum-edition" content="{digest}"></head>'.encode())}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    letter = Letter(tmp_path)
    settle(letter, 'name = "local"', 'name = "brevo"\nbrevo = { audience = 12 }')
    settle(letter, NO_SITE + 'id = "tag:lettre.example.org,2026:"\n', "[archive]\n")
    Image.new("RGB", (600, 300), "teal").save(letter.issue.parent / "dessin.png")
    letter.issue.write_text(f"{WRITTEN}\n![Un dessin](dessin.png)\n", "utf-8")
    clock = Clock()
    host = PagesHost(HOST, clock)
    certificates = tmp_path / "ca"
    certificates.mkdir()
    town = Town(host, certificates)

    have_commands_ask(town, monkeypatch, whole=1e9)
    with FakeBrevo(READERS, REVIEWERS) as fake:
        monkeypatch.setitem(Brevo.__init__.__kwdefaults__ or {}, "base", fake.base)
        yield Newsroom(letter, fake, town, host, clock)
    town.close()


def test_reviewers_get_no_test_whose_pictures_are_not_there(room: Newsroom) -> None:
    refused = room.run("test", ISSUE)
    assert (refused.code, "it is not there: 404" in refused.err) == (1, True)
    assert f"publish dist/{ISSUE}/media" in refused.err
    assert "required" not in refused.err
    assert not [one for one in room.fake.requests if one.method != "GET"]
    room.host.deploy(room.made()[0])
    assert room.run("test", ISSUE).code == 0
    assert len(room.fake.tests) == len(REVIEWERS)
    assert KEY not in str(room.town.asked)


@pytest.mark.parametrize("way", [("schedule", ISSUE, "--at", LATER, "--yes"), ("send", ISSUE, "--yes", "--early")])
def test_nothing_leaves_before_its_page_is_there(room: Newsroom, way: tuple[str, ...]) -> None:
    pictures, _digest = room.made()
    room.host.deploy(pictures)
    assert room.run("test", ISSUE).code == 0
    room.clock.wait(600)
    refused = room.run(*way)
    assert (refused.code, f"https://{HOST}/{ISSUE} (it is not there: 404)" in refused.err) == (1, True)
    assert "or write required = false below [archive] in cenum.toml: then letters leave even if" in refused.err
    assert (room.fake.sends, [one.state for one in room.fake.stored.values()]) == ([], ["draft"])
    room.clock.wait(600)
    # A letter whose page is its team's own affair: any page will do.
    room.host.deploy({**pictures, **room.legal(), f"/{ISSUE}": Served(b"<h1>Notre lettre</h1>")})
    done = room.run(*way)
    assert done.code == 0, done.err
    assert KEY not in str(room.town.asked)


@pytest.mark.parametrize("way", [("schedule", ISSUE, "--at", LATER, "--yes"), ("send", ISSUE, "--yes", "--early")])
def test_a_page_that_cenum_makes_has_to_be_of_what_leaves(
    room: Newsroom, way: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(room.letter, "[archive]\n", f'[archive]\nid = "tag:{HOST},2026:"\n')
    pictures, digest = room.made()
    room.host.deploy({**pictures, **room.legal(), **page("0" * 64)})
    assert room.run("test", ISSUE).code == 0
    room.clock.wait(600)
    refused = room.run(*way)
    assert (refused.code, "the page is of another version" in refused.err) == (1, True)
    assert "run cenum publish" in refused.err
    assert room.fake.sends == []
    room.host.deploy({**pictures, **room.legal(), **page(digest)}, after=100)
    room.waits(monkeypatch)
    done = room.run(*way, "--wait", "12")
    assert done.code == 0, done.err
    assert "waiting for https://lettre.example.org/2026-11-27 (the page is of another version), 12 min" in done.out
    assert done.out.count("waiting for") == 3  # in 105 seconds, at 12, 11 and 10 min


@pytest.mark.parametrize("way", [("schedule", ISSUE, "--at", LATER, "--yes"), ("send", ISSUE, "--yes", "--early")])
def test_who_chose_so_sends_before_its_page_is_there(room: Newsroom, way: tuple[str, ...]) -> None:
    settle(room.letter, "[archive]\n", NO_SITE)
    room.host.deploy(room.made()[0])
    assert room.run("test", ISSUE).code == 0
    asked = len(room.town.asked)
    assert room.run(*way).code == 0
    assert len(room.town.asked) == asked


def test_at_nine_a_letter_that_left_without_its_page_is_an_alarm_of_its_own(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(room.letter, "[archive]\n", f'[archive]\nid = "tag:{HOST},2026:"\n')
    pictures, digest = room.made()
    room.host.deploy({**pictures, **room.legal(), **page(digest)})
    assert room.run("test", ISSUE).code == 0
    assert room.run("send", ISSUE, "--yes", "--early").code == 0
    monkeypatch.setenv("GIVEN_NOW", f"{ISSUE}T08:03:00+00:00")
    room.waits(monkeypatch)
    words = ("status", "--due", "--record", str(tmp_path / "record.json"))
    assert room.letter.run(*words, BREVO_API_KEY=KEY).code == 0
    room.clock.wait(600)
    room.host.deploy({**pictures, **page(digest)})  # another page of ours is its own affair
    assert room.letter.run(*words, BREVO_API_KEY=KEY).code == 0
    room.clock.wait(600)
    room.host.deploy(pictures)
    before = room.clock()
    missing = room.letter.run(*words, BREVO_API_KEY=KEY)
    assert (missing.code, "the letter left, and its page is missing" in missing.err) == (1, True), missing.err
    assert room.clock() - before == 60
    record = records.read(tmp_path / "record.json")
    alarm = alarm_of(record, "https://run")
    assert alarm.title == f"The letter left, its page is missing ({ISSUE})"
    assert "don't send it again" in alarm.body
    assert "Nothing was sent" not in alarm.body


def test_who_tries_cenum_out_needs_no_site(room: Newsroom) -> None:
    settle(room.letter, 'name = "brevo"', 'name = "local"')
    assert room.run("test", ISSUE).code == 0
    assert room.run("send", ISSUE, "--yes", "--early").code == 0
    assert room.town.asked == []


@pytest.mark.parametrize(
    "way",
    [("test", ISSUE), ("schedule", ISSUE, "--at", LATER, "--yes"), ("send", ISSUE, "--yes", "--early")],
    ids=lambda way: way[0],
)
def test_a_wait_that_is_broken_off_has_changed_nothing(
    room: Newsroom, way: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    if way[0] != "test":
        room.host.deploy(room.made()[0])
        assert room.run("test", ISSUE).code == 0
    before = [one for one in room.fake.requests if one.method != "GET"]
    tests = len(room.fake.tests)
    monkeypatch.setattr(time, "sleep", interrupted)
    assert room.run(*way, "--wait", "10").code == 130
    assert [one for one in room.fake.requests if one.method != "GET"] == before
    assert (len(room.fake.tests), room.fake.sends) == (tests, [])
