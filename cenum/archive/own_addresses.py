"""Every address of the letter's own hosts that an edition sends its readers to, and what it has to answer."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.analysis.fetched import fetched
from cenum.analysis.html import elements, readings
from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE, CalendarFile, Links
from cenum.links.addresses import page_of
from cenum.web_address import PORTS, scheme_of, spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.edition.edition import Edition, PublishedFile
    from cenum.settings import Newsletter

# The name of the <meta> with which a letter's page says of which edition it is.
EDITION_META = "cenum-edition"

# A calendar opens what a server knows nothing of, by its ending; what says that it is text, a browser shows as text.
_CALENDAR_TYPES = ("text/calendar", "application/octet-stream")
_PICTURE_TYPES = ("image/",)
_IN_TEXT = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
_AFTER = ".,;:!?…)]}'’"


class OwnAddress(Struct, frozen=True):
    """An address of ours and what it has to answer: any page, where nothing more is said.

    ``size`` and ``sha256`` (hexadecimal) are those of a file's bytes, of one of the media ``types``; ``edition`` is
    the digest of the edition that it has to be of. ``is_page`` says that it is the letter's page.
    """

    url: str
    size: int = 0
    sha256: str = ""
    types: tuple[str, ...] = ()
    edition: str = ""
    is_page: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it has to answer this very content, and no other."""
        return bool(self.sha256 or self.edition)


def published_files(edition: Edition) -> tuple[OwnAddress, ...]:
    """Where the pictures and the calendar files of ``edition`` are put."""
    return tuple(_file(file, edition.public_links.files[file.name]) for file in edition.files)


def own_addresses(
    edition: Edition, newsletter: Newsletter, *, hosted: bool, archived: bool
) -> tuple[OwnAddress, ...]:
    """What readers of ``edition`` may ask our hosts for, each address once, in the order in which it stands there.

    Where its files are ``hosted`` by the service, readers fetch them there; but the page of a letter that is
    ``archived`` has copies of its own, and bears the digest. The page of any other letter is whatever its team made.
    """
    digest = edition.digest if archived else ""
    files = published_files(edition) if archived or not hosted else ()
    page = OwnAddress(_asked(edition.public_links.view_online), edition=digest, is_page=True)
    known = {address.url: address for address in (*files, page)}
    found = dict.fromkeys((*known, *_named(edition, newsletter.own_hosts)))
    return tuple(known.get(url) or OwnAddress(url) for url in found)


def _file(file: PublishedFile, address: str) -> OwnAddress:
    return OwnAddress(
        _asked(address),
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        types=_CALENDAR_TYPES if isinstance(file, CalendarFile) else _PICTURE_TYPES,
    )


def _named(edition: Edition, hosts: frozenset[str]) -> Iterator[str]:
    """The addresses at ``hosts`` in HTML and text, as they are asked for; placeholders stay, and are nobody's."""
    placeholders = Links(UNSUBSCRIBE, VIEW_ONLINE, {file.name: file.placeholder for file in edition.files})
    html, text = edition.fill(placeholders)
    for address in (*_of_html(html), *_of_text(text)):
        if scheme_of(address) not in PORTS:
            continue
        try:
            page, _fragment = page_of(spell(address))
        except ValueError:
            continue
        if page.host in hosts:
            yield page.url


def _of_html(html: str) -> Iterator[str]:
    for root in readings(html):
        for element in elements(root):
            yield element.get("href") or ""
    for _element, address in fetched(html):
        yield address


def _of_text(text: str) -> Iterator[str]:
    for found in _IN_TEXT.finditer(text):
        address = found[0]
        yield address.rstrip(_AFTER.replace(")", "") if "(" in address else _AFTER)


def _asked(address: str) -> str:
    return page_of(spell(address))[0].url
