"""Which letters have a page, and which have none yet: every issue is held against the one rule, one by one."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.after_sending import Baseline, changed, gone, not_committed
from cenum.archive.kept import kept_keys, kept_message
from cenum.archive.manifest import ManifestEntry
from cenum.archive.published_letter import PublishedLetter
from cenum.archive.visibility import KNOWN_FOR, Fate, IssueFacts, LedgerEntry, Visibility, visibility
from cenum.edition.render import render
from cenum.errors import Mistakes
from cenum.finding import has_errors
from cenum.issue.calendar import sending_at
from cenum.issue.reader import says_draft
from cenum.issue.source import day_of
from cenum.sending.mark import marked_digest
from cenum.services.registry import spec
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from cenum.archive.committed import CommittedFiles
    from cenum.archive.kept import KeptMessage
    from cenum.archive.ledger import Ledger
    from cenum.archive.letter_facts import LetterFacts
    from cenum.archive.letter_memory import LetterMemory
    from cenum.archive.manifest import Manifest
    from cenum.edition.edition import Edition
    from cenum.edition.templates import Templates
    from cenum.finding import Finding
    from cenum.services.service import Campaign
    from cenum.workspace import Workspace


class Absence(Enum):
    """Why a letter has no page."""

    DRAFT = "draft"
    UNCOMMITTED = "uncommitted"
    UNREADABLE = "unreadable"
    WAITING = "waiting"


class Departure(Struct, frozen=True):
    """A letter that left as it is here, and of which nothing is kept yet."""

    edition: Edition
    tested: str
    words: str
    at: datetime
    campaign: Campaign


class Survey(Struct, frozen=True):
    """``letters`` have a page, the oldest first; ``entries`` is what the manifest says of each of them.

    ``absent`` are the keys of the others. With an error among the ``findings`` nothing is published. ``silence`` says
    why the service was not heard, where it was needed; ``departures`` are to be kept.
    """

    letters: tuple[PublishedLetter, ...]
    entries: dict[str, ManifestEntry]
    absent: dict[str, Absence]
    findings: tuple[Finding, ...]
    departures: tuple[Departure, ...]
    silence: str


class Surroundings(Struct, frozen=True):
    """What letters are held against: the branch, the last publication, the clock (aware), the service.

    ``ask`` gives what the service says; it is asked at most once, and only if a letter is young enough.
    """

    committed: CommittedFiles
    before: Manifest
    now: datetime
    ask: Callable[[], Ledger]


class Surveyor:
    """Goes through the letters in a workspace, which a memory may know: what is public of them."""

    def __init__(
        self, workspace: Workspace, around: Surroundings, templates: Templates, memory: LetterMemory
    ) -> None:
        self._workspace, self._around, self._templates, self._memory = workspace, around, templates, memory
        settings = workspace.settings
        self._early = Visibility.ANNOUNCED if settings.archive.early == "embargo" else Visibility.UNLISTED
        self._readers = spec(settings.service.name).readers(settings.service.chosen)
        self._ledger: Ledger | None = None
        self._seen: set[str] = set()
        self._letters: list[PublishedLetter] = []
        self._entries: dict[str, ManifestEntry] = {}
        self._absent: dict[str, Absence] = {}
        self._findings: list[Finding] = []
        self._departures: list[Departure] = []

    def letters(self) -> Iterator[PublishedLetter]:
        """Those that have a page, the newest first, each as soon as that is decided.

        Once something was found for which nothing will be published, the others are only looked at. Raises
        :class:`~cenum.errors.SettingsMistakes` for a mistake in a template.
        """
        for path in reversed(self._workspace.dated_issues()):
            letter = self._look_at(path)
            if letter is not None:
                self._letters.append(letter)
                if not has_errors(self._findings):
                    yield letter
        self._look_for_missing()

    def result(self) -> Survey:
        """What was found, once all :meth:`letters` were taken."""
        return Survey(
            tuple(reversed(self._letters)),
            self._entries,
            self._absent,
            tuple(sorted(self._findings, key=lambda finding: finding.place.file)),
            tuple(self._departures),
            self._ledger.silence if self._ledger else "",
        )

    def _look_at(self, path: Path) -> PublishedLetter | None:
        """Decide on one letter. A draft is not even read."""
        day, key = day_of(path), path.stem
        if day is None:
            return None  # the calendar has no such day, which a check says
        self._seen.add(key)
        file = path.relative_to(self._workspace.root).as_posix()
        is_draft, is_there = says_draft(path), self._around.committed.has(file)
        if is_draft or not is_there:
            self._absent[key] = Absence.DRAFT if is_draft else Absence.UNCOMMITTED
            if self._had_left(key):
                self._findings.append(gone(file, day, self._language, draft=is_draft))
            return None
        facts, findings = self._memory.facts(path)
        if facts is None:
            self._absent[key] = Absence.UNREADABLE
            if self._had_left(key) or self._is_history(day):
                self._findings += findings
            return None
        return self._decide(path, facts)

    def _look_for_missing(self) -> None:
        """Letters that left, and whose file is gone."""
        for key in sorted({*kept_keys(self._workspace.files), *self._around.before.letters} - self._seen):
            if self._had_left(key):
                self._findings.append(gone(f"issues/{key}.md", date.fromisoformat(key), self._language, draft=False))

    @property
    def _language(self) -> str:
        return self._workspace.settings.newsletter.language

    def _had_left(self, key: str) -> bool:
        kept, entry = kept_message(self._workspace.files, key), self._around.before.letters.get(key)
        return bool(kept and kept.left) or (entry is not None and entry.seen is Visibility.LISTED)

    def _is_history(self, day: date) -> bool:
        return self._around.now - sending_at(self._workspace.settings.newsletter, day) > KNOWN_FOR

    def _decide(self, path: Path, letter: LetterFacts) -> PublishedLetter | None:
        around, key = self._around, letter.key
        correction = _correction_hash(letter)
        kept, before = kept_message(self._workspace.files, key), around.before.letters.get(key)
        hour = sending_at(self._workspace.settings.newsletter, letter.day)
        edition, fate, campaign = None, Fate.UNKNOWN, None
        is_this_one = False
        if not self._is_history(letter.day):
            try:
                edition = render(
                    self._memory.issue(path), self._workspace.settings, self._templates, self._workspace.cache
                )
            except Mistakes as mistake:
                self._absent[key] = Absence.UNREADABLE
                if self._had_left(key):
                    self._findings += mistake.findings
                return None
            digests = self._digests(edition, letter, kept, before)
            fate, campaign = self._heard().fate(key, digests)
            is_this_one = campaign is not None
            if fate is Fate.UNKNOWN:
                is_this_one = before is not None and before.digest == edition.digest
        sends_at = _hour(hour, fate, campaign, kept, before)
        seen_before = before.seen if before else Visibility.PRIVATE
        if fate is not Fate.UNKNOWN and kept and kept.left:
            seen_before = Visibility.LISTED
        entry = LedgerEntry(fate, is_this_one, seen_before)
        says_what_changed = bool(letter.corrected or letter.withdrawn)
        facts = IssueFacts(sends_at, letter.draft, is_committed=True, says_what_changed=says_what_changed)
        seen = visibility(facts, entry, around.now, self._early)
        if seen is Visibility.PRIVATE:
            self._absent[key] = Absence.WAITING
            return None
        if not around.committed.has_as_it_is(letter.place.file):
            self._findings.append(not_committed(letter.place.file))
        baseline = _baseline(kept, before)
        self._findings += waive(changed(letter, correction, baseline), letter.waivers, letter.day)
        tested = marked_digest(edition.digest, self._readers) if edition else ""
        vouched = edition is not None and (campaign is None or _vouches(campaign, tested))
        digest = edition.digest if edition and vouched else _known_digest(kept, before)
        self._entries[key] = ManifestEntry(seen.name.lower(), digest, letter.words, sends_at, correction)
        if edition and campaign and fate is Fate.LEFT and vouched and not (kept and kept.left):
            self._departures.append(Departure(edition, tested, letter.words, sends_at, campaign))
        return PublishedLetter(letter, seen, sends_at, digest, lambda: self._memory.issue(path))

    def _heard(self) -> Ledger:
        if self._ledger is None:
            self._ledger = self._around.ask()
        return self._ledger

    def _digests(
        self, edition: Edition, letter: LetterFacts, kept: KeptMessage | None, before: ManifestEntry | None
    ) -> list[str]:
        """What a mark may vouch with for the letter as it is here.

        Templates and settings may have become others since it left: then its words are what counts.
        """
        found = [marked_digest(edition.digest, self._readers)]
        is_told = bool(letter.corrected or letter.withdrawn)
        if kept and kept.left and (is_told or kept.words == letter.words):
            found.append(kept.tested)
        if before and before.seen is Visibility.LISTED and (is_told or before.words == letter.words):
            found.append(marked_digest(before.digest, self._readers))
        return found


def _vouches(campaign: Campaign, tested: str) -> bool:
    from cenum.sending.mark import read_mark  # noqa: PLC0415  as the ledger reads it

    mark = read_mark(campaign.name)
    return mark is not None and mark.vouches_for(tested)


def _hour(
    usual: datetime, fate: Fate, campaign: Campaign | None, kept: KeptMessage | None, before: ManifestEntry | None
) -> datetime:
    """When it leaves, or left. What was said of that once does not change any more: feeds have it."""
    if kept and kept.left:
        return kept.at.astimezone(usual.tzinfo)
    if before and before.seen is Visibility.LISTED:
        return before.sends_at.astimezone(usual.tzinfo)
    if fate is Fate.SCHEDULED and campaign and campaign.at:
        return campaign.at.astimezone(usual.tzinfo)
    return usual


def _baseline(kept: KeptMessage | None, before: ManifestEntry | None) -> Baseline | None:
    if before and before.seen is Visibility.LISTED:
        return Baseline(before.words, before.corrected)
    return Baseline(kept.words) if kept and kept.left else None


def _known_digest(kept: KeptMessage | None, before: ManifestEntry | None) -> str:
    if kept and kept.left:
        return kept.digest
    return before.digest if before else ""


def _correction_hash(letter: LetterFacts) -> str:
    if letter.corrected is None:
        return ""
    return hashlib.sha256(f"{letter.corrected.on} {letter.corrected.what}".encode()).hexdigest()
