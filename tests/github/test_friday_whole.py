"""A letter from the label to the day after: whenever the service is told anything, readers find what it names.

The workflows run as they stand in their files, one beside the other: what one starts runs after the job that started
it. The service is Brevo's stand-in, which delivers what is scheduled at its hour; the site is that of GitHub Pages',
which is there some time after its deploy, and whose cache keeps what was not there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from cenum.archive.answering import edition_of
from cenum.clock import utc_now
from cenum.edition.file_names import bears_its_hash
from cenum.services.brevo import Brevo
from cenum.services.hours import hour
from tests import in_process
from tests.archive.stand_in import Clock, PagesHost, Served
from tests.github.payloads import labeled
from tests.github.runner import FRIDAY, Runner, git
from tests.github.workflows import steps
from tests.links.hosts import Town, have_commands_ask
from tests.services.fakes.brevo import KEY, FakeBrevo
from tests.test_cli import ISSUE
from tests.test_cli_sending import READERS, REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.fakes.server import Request, Stored

pytestmark = pytest.mark.long

HOST = "lettre.example.org"
CANARY = "pamplemousse"
WRITTEN = f"{ISSUE}\n![Un dessin](dessin.png)\n\nUn {CANARY}.\n"
KINDS = {".html": "text/html", ".png": "image/png", ".jpg": "image/jpeg", ".xml": "application/xml"}
WEDNESDAY, SEVEN, LATER, NINE = (
    *("2026-11-25T10:00:00+00:00", f"{FRIDAY}T06:00:00+00:00", f"{FRIDAY}T06:07:00+00:00"),
    f"{FRIDAY}T08:03:00+00:00",
)
DEPLOYING = 100  # seconds
# Where a machine may die: after each script of each workflow that a letter goes through.
ENDS = [
    (name, step["name"])
    for name in ("test-send", "approve", "publish", "schedule", "send", "alarm")
    for _job, step in steps(name)
    if "run" in step and step["name"] != "Install cenum"
]
NOT_OF_THIS_WEEK = {
    "Push the pages",
    "Fetch the pages",
    "Sound the alarm without cenum",
    "Start the workflow “Schedule”",
}
# What a push tries of them: what is done at the service, and what would be missing if nobody began again.
OFTEN = {
    ("test-send", "Send the test"),
    ("publish", "Make the pages"),
    ("schedule", "Hand the hour over"),
    ("schedule", "Start the workflow “Publish”"),
}


class PunctualBrevo(FakeBrevo):
    """It delivers what is scheduled at its hour; before it does anything that people notice, ``look`` is called."""

    def look(self, campaign: Stored, *, to_all: bool) -> None:
        """Whatever the test wants to be so at that moment."""

    def _answer(self, request: Request) -> tuple[int, Any]:
        match (request.method, *request.path.strip("/").split("/")):
            case ("POST", "emailCampaigns", number, "sendTest"):
                self.look(self.stored[number], to_all=False)
            case ("POST", "emailCampaigns", number, "sendNow"):
                self.look(self.stored[number], to_all=True)
            case ("PUT", "emailCampaigns", number) if "scheduledAt" in request.json:
                self.look(self.stored[number], to_all=True)
            case ("PUT", "emailCampaigns", number, "status") if request.json["status"] == "queued":
                self.look(self.stored[number], to_all=True)
        return super()._answer(request)

    def pass_the_hour(self) -> None:
        """[S] a campaign is sent at its “scheduledAt”."""
        for one in self.stored.values():
            at = hour(one.fields.get("scheduledAt"))
            if one.state == "queued" and at and at <= utc_now() and one.id not in self.reached:
                self.look(one, to_all=True)
                self.deliver(one, [reader.email for reader in self.readers], self.sends)
                self.reached[one.id] = len(self.readers)


@dataclass
class Team:
    """All of it; ``dies`` is the workflow and the step after which the machine of a job dies, once."""

    runner: Runner
    fake: PunctualBrevo
    host: PagesHost
    clock: Clock
    digest: str
    main: Path
    dies: tuple[str, str] = ("", "")
    deploys: int = 0
    looks: list[bool] = field(default_factory=list)
    seen: int = 0

    # What has to be so.

    def look(self, campaign: Stored, *, to_all: bool) -> None:
        """Every address of ours in what is stored answers, with the right bytes; for a test, the files."""
        self.looks.append(to_all)
        named = set(re.findall(rf"https://{HOST}[^\s\"'<>)]*", f"{campaign.html} {self.fake.plain(campaign, LINKS)}"))
        files = {address for address in named if "/media/" in address}
        assert len(files) == 1
        assert f"https://{HOST}/{FRIDAY}" in named
        for address in named if to_all else files:
            found = self.host.read(urlsplit(address).path)
            assert found.status == 200, (address, self.clock())
            if address in files:
                assert bears_its_hash(address.rpartition("/")[2], found.body)
            elif address.endswith(FRIDAY):
                assert edition_of(found.body) == self.digest

    def deployed(self, site: Path) -> None:
        """The site is there some time later; and nothing of the letter before it may be."""
        files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        holding = {name for name, content in files.items() if CANARY.encode() in content}
        states = {one.state for one in self.fake.stored.values()}
        pages = {f"{FRIDAY}.html", f"{FRIDAY}/index.html"}
        if not self.fake.sends:
            assert holding <= (pages if "queued" in states else set())
            assert not any(
                FRIDAY in content.decode("utf-8", "replace") for name, content in files.items() if "feed" in name
            )
        served = {}
        for name, content in files.items():
            where = f"/{name}"
            served[where] = Served(content, KINDS.get(Path(name).suffix, "text/plain"))
            served.setdefault(where.removesuffix("index.html"), served[where])
            if name.endswith(".html"):
                served.setdefault(where.removesuffix(".html"), served[where])
        self.deploys += 1
        self.host.deploy(served, after=DEPLOYING)

    # What people and the clock do.

    def go(self, name: str, event: str, payload: dict[str, Any] | None = None) -> dict[str, str]:
        """A run; one whose machine dies is started again, after whatever it had started."""
        if name == self.dies[0]:
            self.runner.dies, self.dies = self.dies[1], ("", "")
            self._once(name, event, payload or {})
            self.runner.dies = ""
        return self._once(name, event, payload or {})

    def _once(self, name: str, event: str, payload: dict[str, Any]) -> dict[str, str]:
        results, ran = self.runner.run(name, event, payload)
        for one in ran:
            assert KEY not in one.said
        self.said = ran
        return results

    def between(self) -> None:
        """What was started by a workflow runs."""
        calls = self.runner.calls
        started = [words[2] for words in calls[self.seen :] if words[:2] == ["workflow", "run"]]
        self.seen = len(calls)
        dies, self.runner.dies = self.runner.dies, ""
        self.runner.between = None
        for name in started:
            self.go(name.removesuffix(".yml"), "workflow_dispatch")
        self.seen = len(self.runner.calls)
        self.runner.between, self.runner.dies = self.between, dies

    def at(self, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runner.now = moment
        monkeypatch.setenv("GIVEN_NOW", moment)
        self.fake.pass_the_hour()

    def passes(self, name: str, event: str, payload: dict[str, Any] | None = None) -> None:
        results = self.go(name, event, payload)
        failed = {job for job, result in results.items() if result == "failure"}
        assert not failed, [(one.name, one.said[-900:]) for one in self.said if one.code]

    def merges(self) -> None:
        git("-C", str(self.runner.origin), "update-ref", "refs/heads/main", "pull")
        self.runner.put(merged=True)


LINKS = {"unsubscribe": "https://provider.example.org/out", "online": "https://provider.example.org/see"}


@pytest.fixture(scope="module")
def repository(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The team's repository with pages, and a pull request that brings a letter with a picture; its digest."""
    home = tmp_path_factory.mktemp("whole")
    work = home / "work"
    git("clone", "--quiet", "--branch", "main", str(origin), str(work))
    settings = (work / "cenum.toml").read_text("utf-8")
    for old, new in (
        ('name = "local"', 'name = "brevo"\nbrevo = { audience = 12 }'),
        ("[archive]\n", '[archive]\nrequired = true\ndeploy = "pages"\n'),
    ):
        assert old in settings
        settings = settings.replace(old, new)
    head, links = settings.split("[links]")
    settings = head + "[links]" + links.replace(HOST, "www.example.net", 5)
    (work / "cenum.toml").write_text(settings, "utf-8")
    git("-C", str(work), "commit", "--quiet", "--all", "--message", "Pages")
    git("-C", str(work), "checkout", "--quiet", "-b", "pull")
    (work / "issues").mkdir(exist_ok=True)
    (work / "issues" / f"{FRIDAY}.md").write_text(WRITTEN, "utf-8")
    Image.new("RGB", (600, 300), "teal").save(work / "issues" / "dessin.png")
    git("-C", str(work), "add", "--all")
    git("-C", str(work), "commit", "--quiet", "--message", "A letter")
    git("clone", "--quiet", "--bare", str(work), str(home / "bare"))
    git("-C", str(home / "bare"), "symbolic-ref", "HEAD", "refs/heads/main")
    built = in_process.run("build", FRIDAY, "--offline", "--json", folder=work, environment=os.environ)
    return home / "bare", json.loads(built.out)["digest"]


@pytest.fixture
def team(tmp_path: Path, repository: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    bare, digest = repository
    mine = tmp_path / "bare"
    shutil.copytree(bare, mine)
    (tmp_path / "home").mkdir()
    runner = Runner(tmp_path / "home", mine)
    runner.secrets = {"BREVO_API_KEY": KEY}
    clock = Clock()
    host = PagesHost(HOST, clock)
    town = Town(host, tmp_path)

    have_commands_ask(town, monkeypatch, seconds=60, whole=1e9)
    monkeypatch.setattr(time, "sleep", clock.wait)
    monkeypatch.setattr(time, "monotonic", clock)
    with PunctualBrevo(READERS, REVIEWERS) as fake:
        monkeypatch.setitem(Brevo.__init__.__kwdefaults__ or {}, "base", fake.base)
        found = Team(runner, fake, host, clock, digest, mine)
        monkeypatch.setattr(fake, "look", found.look)
        runner.deployed, runner.between = found.deployed, found.between
        yield found
    town.close()


def a_whole_week(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the label to nine o'clock; somebody opens the letter's page before it is there."""
    team.at(WEDNESDAY, monkeypatch)
    head = team.runner.pulled()
    team.passes("test-send", "pull_request_target", labeled("test-send", head=head))
    assert len(team.fake.tests) >= len(REVIEWERS)
    assert team.looks[-1:] == [False]
    team.passes("approve", "pull_request_target", labeled("approved", head=head))
    team.host.read(f"/{FRIDAY}")
    team.clock.wait(60)
    team.merges()
    team.passes("publish", "push")
    team.passes("schedule", "push")
    assert team.looks[-1:] == [True]
    assert team.fake.sends == []
    team.at(SEVEN, monkeypatch)
    assert len(team.fake.sends) == len(READERS)
    team.at(LATER, monkeypatch)
    team.clock.wait(DEPLOYING)
    team.passes("send", "schedule")
    team.clock.wait(600)
    team.at(NINE, monkeypatch)
    team.passes("alarm", "schedule")
    assert len(team.fake.sends) == len(READERS)
    assert all(alarm["state"] == "closed" for alarm in team.runner.repository["issues"])
    assert CANARY.encode() in team.host.read("/feed.xml").body
    assert CANARY.encode() in team.host.read(f"/{FRIDAY}").body
    kept = set(re.findall(rf"archive/{FRIDAY}/[a-z.]+", str(team.runner.repository["made"])))
    assert kept == {f"archive/{FRIDAY}/{name}" for name in ("email.html", "email.txt", "message.json")}


def test_from_the_label_to_nine_o_clock_readers_find_what_they_are_sent_to(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_whole_week(team, monkeypatch)
    assert team.runner.repository["issues"] == []
    assert team.looks == [False, True, True]  # the test, the schedule, the hour
    assert team.deploys == 4  # the pictures; announced; for whoever has the address; listed


@pytest.mark.parametrize(
    ("name", "step"),
    [
        pytest.param(*one, marks=() if one in OFTEN else pytest.mark.whole, id=" › ".join(one))
        for one in dict.fromkeys(ENDS)
        if one[1] not in NOT_OF_THIS_WEEK
    ],
)
def test_wherever_a_machine_dies_once_it_is_begun_again_nothing_else_is_so(
    team: Team, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    team.dies = (name, step)
    a_whole_week(team, monkeypatch)
    assert team.dies == ("", "")
    assert len({id(sent) for sent in team.fake.sends}) == len(READERS)
