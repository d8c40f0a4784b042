"""The Atom feed: RFC 4287."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from lxml import etree

from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.archive.entry import LetterEntry
    from cenum.settings import Settings

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A feed has to say when it changed (section 4.1.1), also one in which nothing is yet.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed(settings: Settings, entries: Sequence[tuple[LetterEntry, str]]) -> bytes:
    """The feed of ``entries``, the newest first, each with its content as HTML in which every address is whole.

    What readers' programs know letters by comes from ``archive.id`` and the letters' keys, and from nothing that may
    change: neither the site nor a name nor a title.
    """
    newsletter = settings.newsletter
    site = spell(newsletter.site)
    root = _root(_ATOM, "feed")
    root.set(_LANG, newsletter.language)
    _add(root, "id", feed_id(settings, "feed"))
    _add(root, "title", newsletter.name)
    if newsletter.tagline:
        _add(root, "subtitle", newsletter.tagline)
    _add(root, "updated", _moment(max((entry.updated for entry, _content in entries), default=_NEVER)))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{site}/feed.xml")
    _add(root, "link", rel="alternate", type="text/html", href=f"{site}/")
    _add(_add(root, "author"), "name", newsletter.publisher)
    for entry, content in entries:
        _entry(root, settings, entry, content)
    return _document(root)


def feed_id(settings: Settings, name: str) -> str:
    """``name`` as a ``tag:`` address (RFC 4151). Raises :class:`ValueError` where the letter has none."""
    if not settings.archive.id:
        message = "archive.id is missing"
        raise ValueError(message)
    return f"{settings.archive.id.removesuffix(':')}:{name}"


def sitemap(pages: Sequence[tuple[str, str]]) -> bytes:
    """The map for search engines (sitemaps.org, protocol 0.9): addresses, and the days on which they changed."""
    root = _root(_SITEMAP, "urlset")
    for address, day in pages:
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = address
        etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day
    return _document(root)


def _root(namespace: str, tag: str) -> etree._Element:
    # The stubs don't know that a namespace may have no prefix.
    names = cast("dict[str, str]", {None: namespace})
    return etree.Element(f"{{{namespace}}}{tag}", nsmap=names)


def _entry(root: etree._Element, settings: Settings, entry: LetterEntry, content: str) -> None:
    made = _add(root, "entry")
    _add(made, "id", feed_id(settings, entry.key))
    _add(made, "title", entry.headline)
    _add(made, "link", rel="alternate", type="text/html", href=entry.address)
    _add(made, "published", _moment(entry.published))
    _add(made, "updated", _moment(entry.updated))
    for author in entry.facts.authors if entry.is_shown else ():
        _add(_add(made, "author"), "name", author)
    if entry.summary:
        _add(made, "summary", entry.summary, type="text")
    _add(made, "content", content, type="html")


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    child.text = text
    return child


def _moment(moment: datetime) -> str:
    """As RFC 3339 has it, which section 3.3 asks for."""
    return moment.isoformat(timespec="seconds")


def _document(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
