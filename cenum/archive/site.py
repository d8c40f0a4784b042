"""Every file of the letter's own site, from the letters that have a page: the same letters give the same bytes.

Which letters those are, and how much of each may be seen, is :mod:`cenum.archive.visibility`'s to say.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.copy_links import CopyLinks
from cenum.archive.entry import LetterEntry, entry_of
from cenum.archive.feed import feed, feed_id, sitemap
from cenum.archive.manifest import MEDIA
from cenum.archive.pages import Article, Pages
from cenum.archive.search_index import search_files
from cenum.archive.visibility import Visibility
from cenum.cache import NO_CACHE
from cenum.edition.render import published_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cenum.archive.letter_memory import Drawing, LetterMemory
    from cenum.archive.published_letter import PublishedLetter
    from cenum.cache import Cache
    from cenum.care.copies import ArchivedCopy
    from cenum.edition.templates import Templates
    from cenum.settings import Settings

_SCRIPT = Path(__file__).parent / "search.js"


class DrawnLetter(Struct, frozen=True):
    """The ``page`` of a letter that is shown, and its files by their paths; ``None`` for what is there already.

    ``in_feed`` is what the feed says of it, ``illustration`` an ``<img>`` with placeholders.
    """

    page: bytes
    media: Mapping[str, bytes | None]
    in_feed: str
    illustration: str


class Recollection(Struct, frozen=True):
    """What was drawn before: as ``memory`` has it, and as far as ``there`` finds it.

    ``there`` gives the content of a file of the site by its path, and ``None`` where it has another SHA-256.
    """

    memory: LetterMemory
    there: Callable[[str, str], bytes | None]

    def drawn(self, key: str, made_from: str, *, in_feed: bool) -> DrawnLetter | None:
        """The letter ``key`` as it was drawn ``made_from`` the same, if every file of it is there."""
        known = self.memory.drawing(key, made_from)
        if known is None or (in_feed and known.in_feed is None):
            return None
        page = self.there(f"{key}.html", known.page)
        if page is None or any(self.there(path, sha256) is None for path, sha256 in known.media.items()):
            return None
        return DrawnLetter(page, dict.fromkeys(known.media), known.in_feed or "", known.illustration)


def site_files(  # noqa: PLR0913  what a site is made of
    letters: Iterable[PublishedLetter],
    settings: Settings,
    templates: Templates,
    cache: Cache = NO_CACHE,
    copies: Sequence[ArchivedCopy] = (),
    before: Recollection | None = None,
) -> Iterator[tuple[str, bytes | None]]:
    """The files of the site by their paths in it, one after another; ``None`` stands for one that is there already.

    ``letters`` come the newest first, and are taken one by one. ``cache`` keeps pictures from one letter to the next,
    and what was drawn ``before`` is not drawn again.

    ``copies`` are shown beside the links of pages that are gone. Letters that are not listed have a page, and stand
    in no list, feed, map or index; of one that is announced, or that was withdrawn, nothing is shown but its day.
    Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in a template, :class:`~cenum.errors.Mistakes` for a
    picture that can't be read, and :class:`ValueError` where ``archive.id`` is missing.
    """
    feed_id(settings, "feed")
    style = templates.render("web/style.css.j2", {}).encode()
    script = _SCRIPT.read_bytes()
    yield "style.css", style
    yield "icon.svg", templates.render("web/icon.svg.j2", {"letter": settings.newsletter.name[0]}).encode()
    yield ".nojekyll", b""
    pages = Pages(settings, templates, style, script, CopyLinks(copies, settings, templates), cache)
    yield from pages.files.items()
    yield "404.html", pages.missing()
    drawer = _Drawer(pages, settings, templates, cache, before)
    entries: list[LetterEntry] = []
    illustration = ""
    contents: list[tuple[LetterEntry, str]] = []
    for entry, earlier, later in _with_neighbours(entry_of(letter, settings) for letter in letters):
        in_feed = entry.is_listed and len(contents) < settings.archive.feed_items
        if entry.is_shown:
            drawn = drawer.drawn(entry, earlier, later, in_feed=in_feed)
            page, said = drawn.page, drawn.in_feed
            yield from drawn.media.items()
            if entry.is_listed and later is None:
                illustration = drawn.illustration
                yield "latest.html", page
        elif entry.letter.visibility is Visibility.ANNOUNCED:
            page, said = pages.announced(entry), ""
        else:
            page, said = pages.withdrawn(entry), entry.letter.withdrawn
        yield f"{entry.key}.html", page
        yield f"{entry.key}/index.html", page
        if in_feed:
            contents.append((entry, said))
        entries.append(entry)
    listed = [entry for entry in entries if entry.is_listed]
    in_full = [entry for entry in listed if entry.is_shown]
    latest = in_full[0] if in_full else None
    home = pages.home(listed, latest, illustration)
    yield "index.html", home
    if latest is None:
        yield "latest.html", home
    for year in sorted({entry.facts.day.year for entry in listed}):
        yield f"{year}.html", pages.year(year, listed)
    yield "feed.xml", feed(settings, contents)
    yield from _for_search_engines(settings, pages, in_full).items()
    if settings.archive.search:
        yield "search.html", pages.search(listed)
        yield "search.js", script
        yield from search_files(in_full).items()


class _Drawer:
    """Draws the letters that are shown, or takes what was drawn before."""

    def __init__(
        self,
        pages: Pages,
        settings: Settings,
        templates: Templates,
        cache: Cache,
        before: Recollection | None,
    ) -> None:
        self._pages, self._settings, self._templates = pages, settings, templates
        self._cache, self._before = cache, before
        self._look = templates.source_hash() if before else ""

    def drawn(
        self, entry: LetterEntry, earlier: LetterEntry | None, later: LetterEntry | None, *, in_feed: bool
    ) -> DrawnLetter:
        before = self._before
        if before is None or not self._look:
            return self._anew(entry, earlier, later, in_feed=in_feed)
        made_from = self._made_from(entry, earlier, later)
        known = before.drawn(entry.key, made_from, in_feed=in_feed)
        if known is not None:
            return known
        drawn = self._anew(entry, earlier, later, in_feed=in_feed)
        before.memory.keep(entry.key, _noted(drawn, made_from, in_feed=in_feed))
        return drawn

    def _anew(
        self, entry: LetterEntry, earlier: LetterEntry | None, later: LetterEntry | None, *, in_feed: bool
    ) -> DrawnLetter:
        issue = entry.letter.issue()
        article = Article(issue, self._settings, self._templates, self._cache)
        page, share = self._pages.letter(entry, article, earlier, later)
        # Those of the e-mail, which readers go on opening for years.
        mailed = published_files(issue, self._settings, self._templates, self._cache)
        return DrawnLetter(
            page,
            {**{f"{MEDIA}/{file.name}": file.content for file in mailed}, **article.files, **share},
            str(self._pages.in_feed(entry, article)) if in_feed else "",
            str(article.illustration),
        )

    def _made_from(self, entry: LetterEntry, earlier: LetterEntry | None, later: LetterEntry | None) -> str:
        """A hash of all that a page depends on beside the letter, the settings and cenum itself."""
        letter = entry.letter
        about = [letter.visibility.name, letter.sends_at.isoformat(), letter.digest]
        beside = [[one.path, one.headline, one.day] if one else None for one in (earlier, later)]
        return hashlib.sha256(
            json.dumps([self._look, self._pages.emblem, self._pages.copies.rows_hash, about, beside]).encode()
        ).hexdigest()


def _noted(drawn: DrawnLetter, made_from: str, *, in_feed: bool) -> Drawing:
    from cenum.archive.letter_memory import Drawing  # noqa: PLC0415  only where anything is remembered

    media = {path: hashlib.sha256(content or b"").hexdigest() for path, content in drawn.media.items()}
    page = hashlib.sha256(drawn.page).hexdigest()
    return Drawing(made_from, page, media, drawn.in_feed if in_feed else None, drawn.illustration)


def _with_neighbours(
    newest_first: Iterable[LetterEntry],
) -> Iterator[tuple[LetterEntry, LetterEntry | None, LetterEntry | None]]:
    """Each entry with the letters before and after it that are listed and shown, which it need not be itself."""
    waiting: list[tuple[LetterEntry, LetterEntry | None]] = []
    later: LetterEntry | None = None
    for entry in newest_first:
        if entry.is_listed and entry.is_shown:
            yield from ((one, entry, after) for one, after in waiting)
            waiting.clear()
            waiting.append((entry, later))
            later = entry
        else:
            waiting.append((entry, later))
    yield from ((one, None, after) for one, after in waiting)


def _for_search_engines(settings: Settings, pages: Pages, in_full: Sequence[LetterEntry]) -> dict[str, bytes]:
    """``robots.txt`` and the map. Who wants no indexing says so on each page: what robots may not open, they list."""
    robots = "User-agent: *\nAllow: /\n"
    if not settings.archive.indexing:
        return {"robots.txt": robots.encode()}
    listed = [(entry.address, entry.updated.date().isoformat()) for entry in in_full]
    newest: dict[str, str] = {}
    for entry, (_address, changed) in zip(in_full, listed, strict=True):
        for address in (f"{pages.site}/", f"{pages.site}/{entry.facts.day.year}.html"):
            newest[address] = max(changed, newest.get(address, ""))
    listed = [*newest.items(), *listed]
    robots += f"Sitemap: {pages.site}/sitemap.xml\n"
    return {"robots.txt": robots.encode(), "sitemap.xml": sitemap(listed)}
