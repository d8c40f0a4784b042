"""A folder of letters, each with words of its own, and what came of publishing it."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from cenum.archive import survey as survey_module
from cenum.archive.committed import CommittedFiles
from cenum.archive.ledger import Ledger, read_ledger
from cenum.archive.manifest import MANIFEST, ManifestEntry, read_manifest
from cenum.archive.publication import publish
from cenum.archive.site_folder import SiteFolder
from cenum.archive.survey import Surroundings
from cenum.archive.visibility import Visibility
from cenum.archive.words_hash import words_hash
from cenum.cache import user_cache
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.issue.calendar import sending_at
from cenum.issue.reader import read
from cenum.sending.mark import Mark, marked_digest
from cenum.services.registry import spec
from cenum.services.service import Campaign, State
from cenum.settings import load
from cenum.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.archive.publication import Publication
    from cenum.edition.edition import Edition
    from cenum.issue.model import Issue
    from cenum.settings import Settings

ROOT = Path(__file__).parent.parent.parent
# What a service may have of a letter: nothing; campaigns in each state, of this edition or another.
LEDGERS = {
    "nothing": None,
    "untested": (State.DRAFT, None),
    "tested": (State.DRAFT, "this"),
    "approved": (State.DRAFT, "approved"),
    "scheduled": (State.SCHEDULED, "this"),
    "scheduled otherwise": (State.SCHEDULED, "other"),
    "sending": (State.SENDING, "this"),
    "sent": (State.SENT, "this"),
    "sent otherwise": (State.SENT, "other"),
    "stopped": (State.PAUSED, "this"),
    "cancelled": (State.CANCELLED, "this"),
}


class Canary(Struct, frozen=True):
    """A letter of ``day``. ``ledger`` is one of :data:`LEDGERS`; ``before`` what the last manifest has of it."""

    day: date
    draft: bool = False
    committed: bool = True
    withdrawn: bool = False
    ledger: str = "nothing"
    before: str = ""
    before_is_this: bool = True

    @property
    def key(self) -> str:
        return self.day.isoformat()

    def word(self, place: str) -> str:
        """One that stands in this letter alone, in this place of it."""
        return f"{place}zq{self.day:%Y%m%d}zq"

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(map(self.word, ("titre", "texte", "alternative", "credit", "fichier", "accroche")))

    @property
    def source(self) -> str:
        said = "draft: true\n" if self.draft else ""
        said += f"withdrawn: {self.word('retrait')}\n" if self.withdrawn else ""
        return (
            f"---\ntitle: {self.word('titre')}\nteasers:\n  - {self.word('accroche')}\n"
            f"aliases: [/ancienne/{self.word('alias')}]\n"
            f"illustration:\n  image: media/{self.word('fichier')}.png\n  alt: {self.word('alternative')}\n"
            f"  credit: {self.word('credit')}\n{said}---\n\n# L'édito\n\nVoici {self.word('texte')}.\n"
        )


class Folder:
    """A letter's folder in ``root`` with the ``canaries`` of the moment."""

    def __init__(self, root: Path) -> None:
        shutil.copy(ROOT / "cenum.toml", root)
        shutil.copytree(ROOT / "templates", root / "templates")
        self.root = root
        self.settings: Settings = load(root / "cenum.toml")
        self.templates = Templates(root / "templates", user_cache(ROOT))
        self.readers = spec("local").readers(self.settings.service.chosen)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, self.settings, user_cache(ROOT))

    @property
    def site(self) -> Path:
        return self.root / "site"

    def hour(self, day: date) -> datetime:
        return sending_at(self.settings.newsletter, day)

    def write(self, canaries: list[Canary]) -> None:
        for name in ("issues", "site", "archive"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        (self.root / "issues" / "media").mkdir(parents=True)
        for canary in canaries:
            (self.root / "issues" / f"{canary.key}.md").write_text(canary.source, "utf-8")
            (self.root / "issues" / "media" / f"{canary.word('fichier')}.png").write_bytes(picture(canary.day))

    def edition(self, canary: Canary) -> Edition:
        return _rendered(self, canary.key, (self.root / "issues" / f"{canary.key}.md").read_text("utf-8"))

    def ledger(self, canaries: list[Canary]) -> Ledger:
        return read_ledger(self.settings.newsletter.name, list(self._campaigns(canaries)))

    def publish(self, canaries: list[Canary], now: datetime, *, silent: bool = False) -> Publication:
        """Publish what :meth:`write` wrote, as the ``canaries`` say."""
        site = SiteFolder(self.workspace.files, self.site)
        letters = dict(self._before(canaries))
        before = replace(site.manifest(), letters=letters)
        self.workspace.files.write(self.site / MANIFEST, before.encoded())
        known = frozenset(f"issues/{canary.key}.md" for canary in canaries if canary.committed)
        around = Surroundings(
            CommittedFiles(known),
            read_manifest(self.workspace.files, self.site),
            now,
            lambda: Ledger(silence="no answer") if silent else self.ledger(canaries),
        )
        # A letter is rendered once, however often it is published.
        with mock.patch.object(survey_module, "render", lambda issue, *_more: self._of(issue)):
            return publish(self.workspace, around, site)

    def publish_all(self, canaries: list[Canary], now: datetime) -> None:
        """Publish every letter that can be read as if all were listed, and draw and remember it so."""
        unknown = [replace(canary, draft=False, committed=True, before="") for canary in canaries]
        with mock.patch.object(survey_module, "visibility", return_value=Visibility.LISTED):
            self.publish(unknown, now)

    def _of(self, issue: Issue) -> Edition:
        return _rendered(self, issue.key, (self.root / issue.place.file).read_text("utf-8"))

    def _campaigns(self, canaries: list[Canary]) -> Iterator[Campaign]:
        for canary in canaries:
            found = LEDGERS[canary.ledger]
            if found is None:
                continue
            state, of = found
            digest = None if of is None else "0" * 64
            if of in {"this", "approved"}:
                digest = marked_digest(self.edition(canary).digest, self.readers)
            approvers = ("Ada",) if of == "approved" else ()
            name = Mark(self.settings.newsletter.name, canary.key, digest, approvers).name
            at = self.hour(canary.day).astimezone(UTC) if state is State.SCHEDULED else None
            yield Campaign(canary.key, name, state, "there", at)

    def _before(self, canaries: list[Canary]) -> Iterator[tuple[str, ManifestEntry]]:
        for canary in canaries:
            if canary.before:
                digest = self.edition(canary).digest if canary.before_is_this else "0" * 64
                words = words_hash(canary.source)
                yield canary.key, ManifestEntry(canary.before, digest, words, self.hour(canary.day))

    def embargoed(self, *, embargo: bool) -> None:
        """Choose what a scheduled letter shows before its hour."""
        archive = replace(self.settings.archive, early="embargo" if embargo else "unlisted")
        self.settings = replace(self.settings, archive=archive)

    def files(self) -> dict[str, bytes]:
        """What is in the site, with all that is packed there unpacked."""
        return {
            path.relative_to(self.site).as_posix(): _unpacked(path.read_bytes())
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }


def holding(files: dict[str, bytes], word: str) -> set[str]:
    """The files that have ``word`` in them, or in their names."""
    return {name for name, content in files.items() if word in name or word.encode() in content}


def _unpacked(content: bytes) -> bytes:
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    return content


@cache
def picture(day: date) -> bytes:
    """A picture of its own for each day."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 2), (day.year % 256, day.month * 20, day.day * 8)).save(buffer, "PNG")
    return buffer.getvalue()


_EDITIONS: dict[tuple[str, str], Edition] = {}


def _rendered(folder: Folder, key: str, source: str) -> Edition:
    if (key, source) not in _EDITIONS:
        path = folder.root / "issues" / f"{key}.md"
        issue = read(path, folder.settings, root=folder.root).issue
        assert issue
        _EDITIONS[key, source] = render(issue, folder.settings, folder.templates)
    return _EDITIONS[key, source]
