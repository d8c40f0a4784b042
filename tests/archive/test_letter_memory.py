"""What did not change is neither read nor drawn again; and what is remembered changes no byte and shows no letter."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from msgspec.structs import replace

from cenum.archive import letter_memory, site
from cenum.archive.committed import CommittedFiles
from cenum.archive.letter_memory import LetterMemory
from cenum.archive.manifest import MANIFEST, ManifestEntry
from cenum.archive.publication import publish
from cenum.archive.site_folder import SiteFolder
from cenum.archive.survey import Surroundings
from cenum.cache import Cache
from cenum.care.copies import FILE, ArchivedCopy, as_toml
from cenum.edition import pictures
from cenum.errors import SettingsMistakes, UsageMistake
from cenum.issue.reader import read
from cenum.letter_folder import LetterFolder
from cenum.workspace import Workspace
from tests.archive.letters import Canary, Folder, picture
from tests.archive.sites import COPIES, published, with_id
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, own, templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cenum.archive.ledger import Ledger
    from cenum.archive.manifest import Manifest
    from cenum.archive.publication import Publication

FIRST = date(2020, 1, 3)
OLD = [Canary(FIRST + timedelta(weeks=number)) for number in range(6)]


class Years:
    """A folder of letters from before, and what each publication of it did."""

    def __init__(self, root: Path) -> None:
        self.letter, self.cache, self.out = root / "letter", root / "cache", root / "letter" / "site"
        self.letter.mkdir()
        self.folder = Folder(self.letter)
        self.folder.write(OLD)
        self.did: Counter[str] = Counter()

    @property
    def issues(self) -> Path:
        return self.letter / "issues"

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.letter, self.folder.settings, Cache(self.cache))

    @property
    def manifest(self) -> Manifest:
        return SiteFolder(LetterFolder(self.letter), self.out).manifest()

    @property
    def files(self) -> dict[str, bytes]:
        found = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}

    def add(self, canary: Canary) -> None:
        (self.issues / f"{canary.key}.md").write_text(canary.source, "utf-8")
        (self.issues / "media" / f"{canary.word('fichier')}.png").write_bytes(picture(canary.day))

    def publish(self) -> Publication:
        """Without any service: none may be asked."""
        door = LetterFolder(self.out if not self.out.is_relative_to(self.letter) else self.letter)
        folder = SiteFolder(door, self.out)
        self.did = Counter()
        with (
            _counted(self.did, "read", letter_memory, "read"),
            _counted(self.did, "drawn", site, "Article"),
            _counted(self.did, "resized", pictures, "_develop"),
        ):
            around = Surroundings(CommittedFiles(), folder.manifest(), NOW, _nobody)
            return publish(self.workspace, around, folder)


NOW = datetime.fromisoformat("2026-11-30T00:00:00+01:00")


def _nobody() -> Ledger:
    raise AssertionError


def _counted(did: Counter[str], name: str, module: Any, function: str) -> Any:
    real = getattr(module, function)

    def counting(*given: Any, **more: Any) -> Any:
        did[name] += 1
        return real(*given, **more)

    return mock.patch.object(module, function, counting)


@pytest.fixture
def years(tmp_path: Path) -> Years:
    made = Years(tmp_path)
    assert made.publish().changes
    assert made.did == {"read": len(OLD), "drawn": len(OLD), "resized": made.did["resized"]}
    return made


def test_what_did_not_change_is_neither_read_nor_drawn_again(years: Years) -> None:
    before = years.files
    changes = years.publish().changes
    assert (years.did, changes) == (Counter(), (0, 0))
    assert years.files == before


@pytest.mark.parametrize(("day", "drawn"), [(FIRST + timedelta(weeks=9), 2), (FIRST + timedelta(days=10), 3)])
def test_one_more_letter_is_drawn_with_its_neighbours_alone(years: Years, day: date, drawn: int) -> None:
    years.add(Canary(day))
    assert years.publish().changes
    assert years.did["drawn"] == drawn
    assert years.did["read"] == drawn
    warm = years.files
    shutil.rmtree(years.out)
    shutil.rmtree(years.cache)
    years.publish()
    assert years.files == warm


def test_a_letter_that_changed_is_read_and_drawn_alone(years: Years) -> None:
    file = years.issues / f"{OLD[2].key}.md"
    changed = file.read_text("utf-8").replace("---\n\n", "corrected: {on: 2026-11-29, what: Un mot.}\n---\n\n", 1)
    file.write_text(changed.replace("Voici", "Voilà"), "utf-8")
    assert years.publish().changes
    assert years.did == {"read": 1, "drawn": 1}
    assert "Voilà" in years.files[f"{OLD[2].key}.html"].decode()


def test_a_picture_that_changed_is_drawn(years: Years) -> None:
    (years.issues / "media" / f"{OLD[2].word('fichier')}.png").write_bytes(picture(date(2001, 2, 3)))
    assert years.publish().changes
    assert (years.did["read"], years.did["drawn"]) == (1, 1)
    assert years.did["resized"]


def test_a_picture_that_is_gone_stops_the_publication(years: Years) -> None:
    before = years.files
    (years.issues / "media" / f"{OLD[2].word('fichier')}.png").unlink()
    result = years.publish()
    assert ([one.rule for one in result.findings], result.changes) == (["image-missing"], None)
    assert years.files == before


def _other_templates(years: Years) -> None:
    template = years.letter / "templates" / "web" / "letter.html.j2"
    template.write_text(template.read_text("utf-8").replace("<article>", "<article >"), "utf-8")


def _other_settings(years: Years) -> None:
    settings = years.folder.settings
    years.folder.settings = replace(settings, newsletter=replace(settings.newsletter, tagline="Autre."))


def _other_copies(years: Years) -> None:
    day = date(2025, 4, 18)
    copy = ArchivedCopy("https://gone.example/", f"{COPIES}https://gone.example/", day, day)
    (years.letter / FILE).parent.mkdir(exist_ok=True)
    (years.letter / FILE).write_text(as_toml([copy]), "utf-8")


def _elsewhere(years: Years) -> None:
    years.out = years.letter.parent / "elsewhere"


def _no_site(years: Years) -> None:
    shutil.rmtree(years.out)


def _no_cache(years: Years) -> None:
    shutil.rmtree(years.cache)


@pytest.mark.long
@pytest.mark.parametrize(
    "change", [_other_templates, _other_settings, _other_copies, _elsewhere, _no_site, _no_cache]
)
def test_what_all_pages_are_made_from_draws_all_of_them(years: Years, change: Callable[[Years], None]) -> None:
    change(years)
    assert years.publish().changes
    assert years.did["drawn"] == len(OLD)
    assert (years.did["resized"] > 0) == (change is _no_cache)
    warm = years.files
    shutil.rmtree(years.out)
    shutil.rmtree(years.cache)
    years.publish()
    assert years.files == warm


def _cut_off(entry: Path, _other: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-1])


def _of_another_letter(entry: Path, other: Path) -> None:
    shutil.copy(other, entry)


def _nothing(entry: Path, _other: Path) -> None:
    entry.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut_off, _of_another_letter, _nothing])
def test_a_memory_that_is_damaged_changes_no_byte(years: Years, damage: Callable[[Path, Path], None]) -> None:
    before = years.files
    entries = sorted((years.cache / "letters").iterdir())
    for entry, other in zip(entries, [*entries[1:], entries[0]], strict=True):
        damage(entry, other)
    assert years.publish().changes == (0, 0)
    assert years.files == before
    assert years.did["drawn"]


def test_a_file_that_is_another_one_by_now_is_made_again(years: Years) -> None:
    before = years.files
    key = OLD[3].key
    (name,) = (name for name in before if name.startswith(f"media/{key}-share"))
    (years.out / name).write_bytes(b"other")
    (years.out / f"{key}.html").unlink()
    years.publish()
    assert years.did["drawn"] == 1
    assert years.files == before


def test_a_page_that_is_gone_is_made_again(years: Years) -> None:
    before = years.files
    (years.out / f"{OLD[3].key}.html").unlink()
    years.publish()
    assert years.did["drawn"] == 1
    assert years.files == before


def test_a_picture_that_is_another_one_by_now_is_made_again(years: Years) -> None:
    before = years.files
    (name,) = (name for name in before if name.startswith(f"media/{OLD[3].key}-share"))
    (years.out / name).write_bytes(b"other")
    years.publish()
    assert years.did["drawn"] == 1
    assert years.files == before


def test_what_another_cenum_read_and_drew_is_not_remembered(years: Years) -> None:
    with mock.patch.object(letter_memory, "own_code", return_value="another"):
        years.publish()
    assert (years.did["read"], years.did["drawn"]) == (len(OLD), len(OLD))


def test_two_letters_of_one_text_are_two(tmp_path: Path) -> None:
    years = Years(tmp_path)
    for key in ("2019-12-20", "2019-12-27"):
        (years.issues / f"{key}.md").write_text(
            "---\ntitle: Pareil\nteasers: [Pareil]\n---\n\n# L'édito\n\nPareil.\n", "utf-8"
        )
    assert years.publish().changes
    assert {"2019-12-20.html", "2019-12-27.html"} <= years.files.keys()


@pytest.mark.parametrize("said", [{"digest": "1" * 64}, {"sends_at": datetime.fromisoformat("2020-01-24T11:22:00Z")}])
def test_a_page_says_another_edition_or_hour_as_soon_as_the_manifest_does(years: Years, said: dict[str, Any]) -> None:
    key, before = OLD[3].key, years.files
    known = years.manifest
    entry: ManifestEntry = replace(known.letters[key], **said)
    (years.out / MANIFEST).write_bytes(replace(known, letters={**known.letters, key: entry}).encoded())
    assert years.publish().changes
    assert years.did["drawn"] == 1
    assert years.files[f"{key}.html"] != before[f"{key}.html"]


def test_a_page_is_drawn_anew_where_its_letter_is_seen_otherwise(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    scheduled = Canary(date(2026, 11, 27), ledger="scheduled")
    now = folder.hour(scheduled.day) - timedelta(hours=1)
    folder.embargoed(embargo=False)
    folder.write([scheduled])
    folder.publish_all([scheduled], now)
    assert b"noindex" not in folder.files()[f"{scheduled.key}.html"]
    folder.publish([scheduled], now)
    assert b"noindex" in folder.files()[f"{scheduled.key}.html"]


def _another_text(years: Years) -> None:
    years.add(replace(OLD[2], withdrawn=True))


def _another_picture(years: Years) -> None:
    (years.issues / "media" / f"{OLD[2].word('fichier')}.png").write_bytes(picture(date(2001, 2, 3)))


@pytest.mark.parametrize("change", [_another_text, _another_picture])
def test_a_letter_that_changed_since_it_was_decided_on_is_not_drawn(
    years: Years, change: Callable[[Years], None]
) -> None:
    memory, path = LetterMemory(years.workspace), years.issues / f"{OLD[2].key}.md"
    assert memory.facts(path)[0]
    assert memory.issue(path).day == OLD[2].day
    change(years)
    with pytest.raises(UsageMistake, match="was changed while the pages were made"):
        memory.issue(path)


def test_a_letter_that_changes_while_it_is_read_is_not_published(tmp_path: Path) -> None:
    years = Years(tmp_path)

    def slowly(path: Path, *given: Any, **more: Any) -> Any:
        found = read(path, *given, **more)
        path.write_text("# L'édito\n\nAutrement.\n", "utf-8")
        return found

    with (
        mock.patch.object(letter_memory, "read", slowly),
        pytest.raises(UsageMistake, match="was changed while the pages were made"),
    ):
        LetterMemory(years.workspace).facts(years.issues / f"{OLD[2].key}.md")


def test_a_letter_that_is_not_public_any_more_disappears_whatever_is_remembered(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    day = date(2026, 11, 27)
    now = folder.hour(day) - timedelta(hours=1)
    folder.embargoed(embargo=False)
    folder.write([Canary(day, ledger="scheduled")])
    folder.publish([Canary(day, ledger="scheduled")], now)
    assert any(Canary(day).word("texte").encode() in content for content in folder.files().values())
    folder.publish([Canary(day, ledger="cancelled", before="unlisted")], now)
    left = folder.files()
    assert [name for name in left if str(day) in name or name.startswith("media/")] == []
    assert [name for name, content in left.items() if str(day).encode() in content] == []


def test_a_letter_that_is_taken_back_loses_its_words_whatever_is_remembered(years: Years) -> None:
    file = years.issues / f"{OLD[5].key}.md"
    file.write_text(OLD[5].source.replace("\n---\n", "\nwithdrawn: Une erreur.\n---\n", 1), "utf-8")
    assert years.publish().changes
    words = (OLD[5].word("titre"), OLD[5].word("texte"), OLD[5].word("fichier"))
    files = years.files
    assert [
        name for name, content in files.items() for word in words if word in name or word.encode() in content
    ] == []


def test_a_mistake_in_the_oldest_letter_writes_nothing(tmp_path: Path) -> None:
    years = Years(tmp_path)
    (years.issues / f"{FIRST}.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert years.publish().changes is None
    assert years.files == {}
    years.folder.write(OLD)
    template = years.letter / "templates" / "web" / "article.html.j2"
    source = template.read_text("utf-8")
    template.write_text(source + f'{{% if issue.key == "{FIRST}" %}}{{{{ 1 / 0 }}}}{{% endif %}}', "utf-8")
    with pytest.raises(SettingsMistakes):
        years.publish()
    assert years.files == {}


def test_a_letter_is_let_go_before_the_next_but_one_is_taken() -> None:
    taken: list[str] = []

    def letters() -> Iterator[Any]:
        for name in (TABLES, BARE, HOSTILE, EVERY_BLOCK):
            taken.append(name)
            yield published(own(name))

    drawn = 0
    for path, _content in site.site_files(letters(), with_id(), templates()):
        drawn += path in {f"{name}.html" for name in taken}
        assert len(taken) - drawn <= 2
    assert drawn == len(taken) == 4
