"""“Publish” as it stands in its file: each way in which pages come online, and what is known of those that are."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.archive.stand_in import Clock, PagesHost, Served
from tests.github.runner import FRIDAY, Runner, git
from tests.github.test_hostile_pull_requests import refuse_canary
from tests.links.hosts import Town, have_commands_ask
from tests.repository.test_site_push import KEY, Host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.github.runner import Ran

pytestmark = pytest.mark.long

HOST = "lettre.example.org"
HOSTED = """
required = false

[service]
name = "mailchimp"
mailchimp = { audience = "a1b2c3d4e5" }
"""


class Published:
    """A repository on whose main branch the letter is, and what its runs left; ``settings`` changes cenum.toml."""

    def __init__(self, runner: Runner, town: Town, host: PagesHost) -> None:
        self.runner = runner
        self.town = town
        self.host = host
        self.sites: list[Path] = []
        runner.deployed = self.sites.append

    def settings(self, old: str, new: str) -> None:
        bare = self.runner.home / "bare"
        work = self.runner.home / "edited"
        if not bare.exists():
            git("clone", "--quiet", "--bare", str(self.runner.origin), str(bare))
            git("-C", str(bare), "update-ref", "refs/heads/main", "refs/heads/merged")
            self.runner.origin = bare
        shutil.rmtree(work, ignore_errors=True)
        git("clone", "--quiet", "--branch", "main", str(bare), str(work))
        text = (work / "cenum.toml").read_text("utf-8")
        assert old in text
        (work / "cenum.toml").write_text(text.replace(old, new, 1), "utf-8")
        git("-C", str(work), "commit", "--quiet", "--all", "--allow-empty", "--message", "Settings")
        git("-C", str(work), "push", "--quiet", "origin", "main")

    def deploy(self, way: str) -> None:
        self.settings("[archive]\n", f'[archive]\ndeploy = "{way}"\n')

    def run(self, **inputs: Any) -> tuple[dict[str, str], list[Ran]]:
        return self.runner.run("publish", "workflow_dispatch", {}, inputs=inputs)

    def artifact(self, name: str) -> set[str]:
        folder = self.runner.home / "artifacts" / name
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def published(approved: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    """The letter left at seven, and nothing is online yet."""
    results, _ran = approved.run("send", "schedule", {}, ref="merged")
    assert results["send"] == "success"
    host = PagesHost(HOST, Clock())
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    town = Town(host, certificates)

    have_commands_ask(town, monkeypatch)
    yield Published(approved, town, host)
    town.close()


def jobs(**results: str) -> dict[str, str]:
    return {"build": "success", "pages": "skipped", "branch": "skipped", "keep": "success", **results}


def test_a_folder_is_kept_with_its_hidden_files_and_what_left_on_its_branch(published: Published) -> None:
    published.deploy("folder")
    assert published.run()[0] == jobs()
    assert {".htaccess", ".nojekyll", "archive.json", f"{FRIDAY}.html"} <= published.artifact("site")
    assert published.artifact("kept") == {f"{FRIDAY}/{name}" for name in ("email.html", "email.txt", "message.json")}
    assert list(published.runner.repository["refs"]) == ["cenum-archive"]
    # In the next run's checkout nothing is kept; the branch has it, and the page is what left.
    results, ran = published.run()
    assert results == jobs()
    assert "3 fichiers de lettres parties ont été repris" in next(
        one.said for one in ran if one.name == "Bring back what left"
    )


def test_github_pages_get_the_pages(published: Published) -> None:
    published.deploy("pages")
    assert published.run()[0] == jobs(pages="success")
    (site,) = published.sites
    assert (site / f"{FRIDAY}.html").is_file()


def test_the_branch_of_another_repository_gets_them_with_the_domain(
    published: Published, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("host")  # which is told the key, and writes it down
    host = Host(elsewhere)
    shutil.copy(elsewhere / "bin" / "ssh", published.runner.home / "bin" / "ssh")
    published.deploy("branch")
    published.runner.variables["CENUM_SITE_REPOSITORY"] = "team/site"
    published.runner.secrets["CENUM_SITE_KEY"] = KEY
    results, ran = published.run()
    assert results == jobs(branch="success"), ran[-1].said
    assert host.git("show", "gh-pages:CNAME") == HOST
    listed = host.git("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".htaccess", ".nojekyll", f"{FRIDAY}.html", "archive.json"} <= set(listed)
    assert not any("canary" in one.said for one in ran)
    refuse_canary(published.runner, ran)


def test_without_its_variables_the_branch_says_what_is_missing(published: Published) -> None:
    published.deploy("branch")
    results, ran = published.run()
    assert results == jobs(branch="failure")
    assert "CENUM_SITE_REPOSITORY" in next(one.said for one in ran if one.name == "Push the pages")


def test_a_letter_without_pages_publishes_nothing(published: Published) -> None:
    published.settings('id = "tag:lettre.example.org,2026:"\n', "")
    results, ran = published.run()
    assert results == jobs(keep="skipped")
    assert [one.name for one in ran] == ["Install cenum", "Bring back what left"]
    assert published.town.asked == []


def test_a_site_that_does_not_answer_stops_it_unless_a_person_says_that_there_is_none(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    published.deploy("pages")
    published.host.first(lambda: Served(b"", status=503))
    assert published.run()[0] == jobs(build="failure", keep="skipped")
    assert published.sites == []
    assert published.run(first=True)[0] == jobs(pages="success")


def test_a_quiet_repository_publishes_nothing(published: Published) -> None:
    published.runner.variables["CENUM_QUIET"] = "true"
    skipped = dict.fromkeys(("build", "pages", "branch", "keep"), "skipped")
    assert published.run()[0] == skipped


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", "le service intégré n’a pas besoin de site"),
        ('id = "tag:lettre.example.org,2026:"\n', "", "pas de pages à elle"),
        ('\n\n[service]\nname = "local"', HOSTED, "héberge lui-même"),
    ],
    ids=["the embedded service", "no pages", "a service that hosts pictures"],
)
def test_pictures_that_nobody_asks_our_site_for_are_not_published(
    published: Published, old: str, new: str, says: str
) -> None:
    published.settings(old, new)
    runner = published.runner
    before = len(runner.calls)
    results, ran = runner.run("test-send", "workflow_dispatch", {}, inputs={"issue": FRIDAY})
    assert results["pictures"] == "success", ran
    assert says in next(one.said for one in ran if one.name == "Have its pictures published")
    assert not any(words[:2] == ["workflow", "run"] for words in runner.calls[before:])
