"""Every file of the letter's own site, from the letters that have a page: the same letters give the same bytes.

Which letters those are, and how much of each may be seen, is :mod:`cenum.archive.visibility`'s to say.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cenum.archive.copy_links import CopyLinks
from cenum.archive.entry import LetterEntry, entry_of, newest_first
from cenum.archive.feed import feed, feed_id, sitemap
from cenum.archive.pages import Article, Pages
from cenum.archive.search_index import search_files
from cenum.archive.visibility import Visibility
from cenum.cache import NO_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.archive.published_letter import PublishedLetter
    from cenum.cache import Cache
    from cenum.care.copies import ArchivedCopy
    from cenum.edition.templates import Templates
    from cenum.settings import Settings

_SCRIPT = Path(__file__).parent / "search.js"


def site_files(
    letters: Iterable[PublishedLetter],
    settings: Settings,
    templates: Templates,
    cache: Cache = NO_CACHE,
    copies: Sequence[ArchivedCopy] = (),
) -> dict[str, bytes]:
    """The files of the site by their paths in it. ``cache`` keeps pictures from one letter to the next.

    ``copies`` are shown beside the links of pages that are gone. Letters that are not listed have a page, and stand
    in no list, feed, map or index; of one that is announced, or that was withdrawn, nothing is shown but its day.
    Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in a template, :class:`~cenum.errors.Mistakes` for a
    picture that can't be read, and :class:`ValueError` where ``archive.id`` is missing.
    """
    feed_id(settings, "feed")
    entries = newest_first(entry_of(letter, settings) for letter in letters)
    listed = [entry for entry in entries if entry.is_listed]
    in_full = [entry for entry in listed if entry.is_shown]
    style = templates.render("web/style.css.j2", {}).encode()
    script = _SCRIPT.read_bytes()
    icon = templates.render("web/icon.svg.j2", {"letter": settings.newsletter.name[0]}).encode()
    pages = Pages(settings, templates, style, script, CopyLinks(copies, settings, templates), cache)
    latest = in_full[0] if in_full else None
    in_feed = {id(entry) for entry in listed[: settings.archive.feed_items]}
    files: dict[str, bytes] = {"style.css": style, "icon.svg": icon, ".nojekyll": b"", "404.html": pages.missing()}
    cover: Article | None = None
    contents: list[tuple[LetterEntry, str]] = []
    for entry in entries:
        if entry.letter.visibility is Visibility.ANNOUNCED:
            page, said = pages.announced(entry), ""
        elif entry.letter.withdrawn:
            page, said = pages.withdrawn(entry), entry.letter.withdrawn
        else:
            article = Article(entry, settings, templates, cache)
            earlier, later = _neighbours(entry, in_full)
            page, share = pages.letter(entry, article, earlier, later)
            said = pages.in_feed(entry, article) if id(entry) in in_feed else ""
            files |= {**article.files, **share}
            if entry is latest:
                cover = article
                files["latest.html"] = page
        files[f"{entry.key}.html"] = files[f"{entry.key}/index.html"] = page
        if id(entry) in in_feed:
            contents.append((entry, said))
    home = pages.home(listed, latest, cover)
    files["index.html"] = home
    files.setdefault("latest.html", home)
    for year in sorted({entry.issue.day.year for entry in listed}):
        files[f"{year}.html"] = pages.year(year, listed)
    files["feed.xml"] = feed(settings, contents)
    files |= _for_search_engines(settings, pages, in_full)
    if settings.archive.search:
        files |= {"search.html": pages.search(listed), "search.js": script, **search_files(in_full)}
    return dict(sorted(files.items()))


def _neighbours(entry: LetterEntry, in_full: Sequence[LetterEntry]) -> tuple[LetterEntry | None, LetterEntry | None]:
    """The listed letters before and after that of ``entry``, which need not be listed itself."""
    earlier = next((other for other in in_full if other.key < entry.key), None)
    later = next((other for other in reversed(in_full) if other.key > entry.key), None)
    return earlier, later


def _for_search_engines(settings: Settings, pages: Pages, in_full: Sequence[LetterEntry]) -> dict[str, bytes]:
    """``robots.txt`` and the map. Who wants no indexing says so on each page: what robots may not open, they list."""
    robots = "User-agent: *\nAllow: /\n"
    if not settings.archive.indexing:
        return {"robots.txt": robots.encode()}
    listed = [(entry.address, entry.updated.date().isoformat()) for entry in in_full]
    newest: dict[str, str] = {}
    for entry, (_address, changed) in zip(in_full, listed, strict=True):
        for address in (f"{pages.site}/", f"{pages.site}/{entry.issue.day.year}.html"):
            newest[address] = max(changed, newest.get(address, ""))
    listed = [*newest.items(), *listed]
    robots += f"Sitemap: {pages.site}/sitemap.xml\n"
    return {"robots.txt": robots.encode(), "sitemap.xml": sitemap(listed)}
