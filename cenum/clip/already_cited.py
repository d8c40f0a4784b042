"""Where a page stands in the letters already, however its address was copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cenum.clip.clip_address import page_key
from cenum.finding import Place
from cenum.i18n import _
from cenum.issue.calendar import day_in_words
from cenum.issue.source import day_of, read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from cenum.links.lists import HostLists
    from cenum.workspace import Workspace

INBOX = "clips.md"  # beside the issues; its name is no day
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SECTION = re.compile(r"#[ \t]+(?P<heading>.*)")
_ID = re.compile(r"\{#(?P<id>[^\s{}\"]++)[^{}]*+\}\Z")
_FENCE = re.compile(r"[ \t]{0,3}(?:`{3}|~{3})")
_MOST_ENDS = 4  # brackets at which an address may end


class CitedBefore(NamedTuple):
    """A place where a page is cited: ``day`` of the letter, ``None`` in the inbox; ``section``, its id or heading."""

    place: Place
    day: date | None = None
    section: str = ""

    def told(self, language: str) -> str:
        """The same in words; the day as ``language`` has it."""
        if self.day is None:
            return _("already in the inbox ({place})").format(place=self.place)
        day = day_in_words(self.day, language)
        if self.section:
            said = _("already cited in the letter of {day}, section {section} ({place})")
            return said.format(day=day, section=self.section, place=self.place)
        return _("already cited in the letter of {day} ({place})").format(day=day, place=self.place)


def cited_before(
    keys: Collection[str], workspace: Workspace, lists: HostLists, inbox: str
) -> Mapping[str, tuple[CitedBefore, ...]]:
    """Where each page of ``keys`` is cited: in letters, the latest first, and in the text of the ``inbox``.

    Keys are those of :func:`~cenum.clip.clip_address.page_key`. A letter that can't be read cites nothing.
    """
    found: dict[str, list[CitedBefore]] = {key: [] for key in keys if key}
    name = workspace.issues.name
    for path in reversed(workspace.dated_issues()):
        day = day_of(path)
        text = (read_text(path, path.name, [], workspace.files) or "") if day else ""
        for key, line, section in _pages_in(text, lists, found.keys()):
            found[key].append(CitedBefore(Place(f"{name}/{path.name}", line), day, section))
    for key, line, _section in _pages_in(inbox, lists, found.keys()):
        found[key].append(CitedBefore(Place(f"{name}/{INBOX}", line)))
    return {key: tuple(dict.fromkeys(places)) for key, places in found.items()}


def line_of(text: str, key: str, lists: HostLists) -> int | None:
    """The first line of ``text``, counted from 1, with a link to the page of ``key``; ``None`` where it has none."""
    return next((line for _key, line, _section in _pages_in(text, lists, {key})), None)


def _pages_in(text: str, lists: HostLists, wanted: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """Each page of ``wanted`` that ``text`` has, with its line and the section that it stands in."""
    hosts = {key.partition("/")[0] for key in wanted}
    section, fenced = "", False
    for number, line in enumerate(text.split("\n"), start=1):
        if _FENCE.match(line):
            fenced = not fenced
        opening = None if fenced else _SECTION.match(line)
        if opening:
            section = _named(opening["heading"].rstrip(" \t"))
        if "://" not in line or not any(host in line.lower() for host in hosts):
            continue
        for address in _ADDRESS.finditer(line):
            known = {page_key(one, lists) for one in _endings(address[0])} & set(wanted)
            yield from ((key, number, section) for key in sorted(known))


def _named(heading: str) -> str:
    found = _ID.search(heading)
    return found["id"] if found else heading


def _endings(address: str) -> Iterator[str]:
    """What ``address`` may be: a bracket behind it is its own, or Markdown's."""
    yield address.rstrip(".,;:!?»")
    ends = [at for at, sign in enumerate(address) if sign == ")"][:_MOST_ENDS]
    yield from (address[:end] for end in ends)
