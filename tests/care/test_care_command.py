"""`cenum care` as a person runs it, against old hosts and an archive on loopback."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from cenum.archive.kept import KeptMessage
from cenum.archive.manifest import Manifest, ManifestEntry
from cenum.care.care_pass import ARCHIVE_PACE
from cenum.links.scheduler import Pace
from tests.github.runner import git
from tests.links.hosts import LOOPBACK, Town, moved, says
from tests.links.on_loopback import own_networks
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "2025-04-18"
PASSES = ("2026-06-01T09:00:00+02:00", "2026-06-08T09:00:00+02:00")
TITLE = "<!doctype html><meta charset=utf-8><title>Les lycées testent l’IA</title>".encode()
COPIES = "archive/copies.toml"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    behaviours = {
        "/bon": says(),
        "/morte": says(404),
        "/sans-copie": says(410),
        "/prudente": says(403),
    }
    built = Town(behaviours, tmp_path_factory.mktemp("town"))
    dead = f"http://{LOOPBACK}:{built.plain}/morte"
    behaviours |= {
        f"/web/20250418id_/{dead}": moved(302, f"/web/20250502101112id_/{dead}"),
        f"/web/20250502101112id_/{dead}": says(200, TITLE, memento_datetime="Fri, 02 May 2025 10:11:12 GMT"),
    }
    yield built
    built.close()


@pytest.fixture
def letter(tmp_path: Path, town: Town, monkeypatch: pytest.MonkeyPatch) -> Letter:
    made = Letter(tmp_path)
    monkeypatch.setattr("cenum.links.online.own_networks", own_networks)
    at = f"http://{LOOPBACK}:{town.plain}"
    monkeypatch.setattr("cenum.care.care_pass.WAYBACK", at)
    monkeypatch.setattr("cenum.care.care_pass.ARCHIVE_PACE", Pace(1, 1, 0, ARCHIVE_PACE.seconds))
    settings = tmp_path / "cenum.toml"
    text = settings.read_text("utf-8")
    site = next(line for line in text.splitlines() if line.startswith("site ="))
    settings.write_text(
        text.replace(site, 'site = "https://lettre.example.org"') + "\n[link_check]\npause = 0\n", "utf-8"
    )
    made.issue.unlink()
    write(made, KEY, town, "/bon", "/morte#suite", "/morte", "/sans-copie", "/prudente")
    return made


def write(letter: Letter, key: str, town: Town, *paths: str, head: str = "") -> None:
    links = "\n".join(f"- [Les lycées testent l’IA](http://{LOOPBACK}:{town.plain}{path})" for path in paths)
    path = letter.folder / "issues" / f"{key}.md"
    path.write_text(f"---\ntitle: Une lettre\n{head}---\n\n# Édito {{#edito}}\n\n{links}\n", "utf-8")


def care(letter: Letter, moment: str, *more: str, offline: str = "") -> dict[str, object]:
    result = letter.run("care", "--json", *more, CENUM_OFFLINE=offline, GIVEN_NOW=moment)
    assert result.code == 0, result.err
    said: dict[str, object] = json.loads(result.out)
    return said


def test_two_passes_propose_a_copy_that_only_write_writes(letter: Letter, town: Town) -> None:
    issue = letter.folder / "issues" / f"{KEY}.md"
    before = issue.read_bytes()
    first = care(letter, PASSES[0])
    assert (first["asked"], first["suspects"], first["copies"]) == (5, 2, [])
    shown = letter.run("care", CENUM_OFFLINE="", GIVEN_NOW=PASSES[1])
    assert shown.code == 0
    assert f"issues/{KEY}.md:8: “Les lycées testent l’IA”" in shown.out
    assert "cenum care --offline --write" in shown.out
    assert not (letter.folder / COPIES).exists()
    asked = len(town.asked)
    assert care(letter, PASSES[1], "--write", offline="1")["written"]
    assert len(town.asked) == asked
    text = (letter.folder / COPIES).read_text("utf-8")
    assert f"https://web.archive.org/web/20250502101112/http://{LOOPBACK}:{town.plain}/morte" in text
    again = care(letter, PASSES[1], "--write")
    assert (again["copies"], again["written"], len(town.asked)) == ([], False, asked)
    assert (letter.folder / COPIES).read_text("utf-8") == text
    assert issue.read_bytes() == before


def test_drafts_and_letters_to_come_are_nobodys_yet(letter: Letter, town: Town) -> None:
    write(letter, "2025-04-25", town, "/brouillon", head="draft: true\n")
    write(letter, "2026-06-01", town, "/aujourd-hui")
    care(letter, PASSES[0])
    assert not {"/brouillon", "/aujourd-hui"} & {asked.path for asked in town.asked}


YOUNG = "2026-05-29"  # three days before the pass


def test_of_a_young_letter_nobody_is_asked_before_it_is_known_to_have_left(letter: Letter, town: Town) -> None:
    write(letter, YOUNG, town, "/jeune")
    write(letter, "2025-04-25", town, "/retiree", head="withdrawn: Un chiffre était faux.\n")
    care(letter, PASSES[0])
    assert not {"/jeune", "/retiree"} & {asked.path for asked in town.asked}


@pytest.mark.parametrize(
    ("known", "is_asked"),
    [("listed", True), ("unlisted", False), ("announced", False), ("left", True), ("due", False)],
)
def test_a_young_letter_is_asked_about_once_its_page_is_listed_or_what_left_is_kept(
    letter: Letter, town: Town, known: str, *, is_asked: bool
) -> None:
    write(letter, YOUNG, town, "/jeune")
    hour = datetime(2026, 5, 29, 5, tzinfo=UTC)
    if known in {"left", "due"}:
        kept = KeptMessage(YOUNG, "", "", ("", ""), "", "", "", "", known == "left", hour, None, {})
        put(letter, f"archive/{YOUNG}/message.json", msgspec.json.encode(kept))
    else:
        entry = ManifestEntry(known, "0" * 64, "0" * 64, hour)
        put(letter, "site/archive.json", Manifest({YOUNG: entry}).encoded())
    care(letter, PASSES[0])
    assert ("/jeune" in {asked.path for asked in town.asked}) is is_asked


def test_what_git_does_not_have_is_nobodys_yet(letter: Letter, town: Town) -> None:
    git("-C", str(letter.folder), "init", "--quiet")
    git("-C", str(letter.folder), "add", f"issues/{KEY}.md")
    git("-C", str(letter.folder), "commit", "--quiet", "--message", "Une lettre")
    write(letter, "2025-04-25", town, "/ailleurs")
    assert care(letter, PASSES[0])["letters"] == 1
    assert "/ailleurs" not in {asked.path for asked in town.asked}


def put(letter: Letter, path: str, content: bytes) -> None:
    file = letter.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def test_a_year_is_asked_alone(letter: Letter, town: Town) -> None:
    write(letter, "2024-04-19", town, "/autre")
    assert care(letter, PASSES[0], "--year", "2024")["letters"] == 1
    assert "/bon" not in {asked.path for asked in town.asked}


def test_a_letter_that_cant_be_read_is_named_and_stops_nothing(letter: Letter) -> None:
    (letter.folder / "issues" / "2025-04-11.md").write_text("---\ntitre: [\n", "utf-8")
    said = care(letter, PASSES[0])
    assert said["unreadable"] == ["issues/2025-04-11.md"]
    assert said["asked"] == 5


@pytest.mark.parametrize(
    "file", [COPIES, ".cenum/care/health.json", "site/archive.json", f"archive/{KEY}/message.json"]
)
def test_a_broken_file_is_a_sentence(letter: Letter, file: str) -> None:
    path = letter.folder / file
    path.parent.mkdir(parents=True)
    path.write_text("[[", "utf-8")
    result = letter.run("care", "--offline", GIVEN_NOW=PASSES[0])
    assert result.code == 2
    assert file in result.err
    assert "Traceback" not in result.err


def test_many_dead_links_do_not_fill_the_terminal(letter: Letter, town: Town) -> None:
    write(letter, KEY, town, *(f"/mort{number}" for number in range(45)))
    care(letter, PASSES[0])
    said = letter.run("care", CENUM_OFFLINE="", CENUM_LANG="en", GIVEN_NOW=PASSES[1])
    assert said.out.count("/mort") == 40
    assert "and 5 more dead links" in said.out
    assert len(care(letter, PASSES[1], offline="1")["without_copy"]) == 45  # type: ignore[arg-type]  # of JSON
