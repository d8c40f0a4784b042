"""What the readers receive, independent of any mailing service."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# Placeholders are plain URLs, because premailer percent-encodes the braces of merge tags in links.
# The host can never exist (RFC 2606, section 2), so one that is forgotten leads nowhere.
PLACEHOLDER_HOST = "cenum.invalid"
UNSUBSCRIBE = f"https://{PLACEHOLDER_HOST}/unsubscribe"
VIEW_ONLINE = f"https://{PLACEHOLDER_HOST}/online"
PICTURES = f"https://{PLACEHOLDER_HOST}/picture/"
CALENDARS = f"https://{PLACEHOLDER_HOST}/calendar/"


class Address(Struct, frozen=True):
    """A person or a desk as an e-mail header names them."""

    name: str
    email: str


class PublishedFile(Struct, frozen=True):
    """What is published beside the letter; ``name`` carries the hash of its content."""

    placeholders: ClassVar[str]
    name: str
    media_type: str
    content: bytes

    @property
    def placeholder(self) -> str:
        """The address that stands for the file until a service has one for it."""
        return self.placeholders + self.name


class Picture(PublishedFile, frozen=True):
    """An image of the issue, resized and compressed.

    ``width`` and ``height`` are the pixels of the file, twice the CSS pixels shown.
    """

    placeholders: ClassVar[str] = PICTURES
    width: int
    height: int


class CalendarFile(PublishedFile, frozen=True):
    """An event of the issue, as a calendar takes it in; ``title`` is what it is called there."""

    placeholders: ClassVar[str] = CALENDARS
    title: str


class Links(Struct, frozen=True):
    """What a service puts in the place of the placeholders: addresses, or its merge tags.

    ``files`` maps :attr:`PublishedFile.name` to the address where the file can be fetched.
    """

    unsubscribe: str
    view_online: str
    files: Mapping[str, str]


class Edition(Struct, frozen=True):
    """One issue, rendered. ``html`` and ``text`` hold placeholders; ``fill`` replaces them.

    ``key`` is the issue's date as ISO 8601, ``sending_at`` the aware hour at which it is due,
    ``digest`` the SHA-256, in hexadecimal, of everything that a reader sees.
    """

    key: str
    subject: str
    preheader: str
    sender: Address
    reply_to: str
    language: str
    sending_at: datetime
    html: str
    text: str
    pictures: tuple[Picture, ...]
    public_links: Links
    digest: str
    calendars: tuple[CalendarFile, ...] = ()

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """All that is published beside the letter."""
        return (*self.pictures, *self.calendars)

    def fill(self, links: Links) -> tuple[str, str]:
        """HTML and plain text with ``links`` in the place of the placeholders."""
        targets = {UNSUBSCRIBE: links.unsubscribe, VIEW_ONLINE: links.view_online}
        targets |= {file.placeholder: links.files[file.name] for file in self.files}
        html, text = self.html, self.text
        for placeholder, target in targets.items():
            html = html.replace(placeholder, escape(target))
            text = text.replace(placeholder, target)
        return html, text


class MarkedEdition(Struct, frozen=True):
    """An edition, and for checks alone, where it was written.

    ``marked`` is its HTML with marks on the elements; ``styles`` are its style sheets with marks on the lines, those
    too that were inlined; ``palette`` is the file that their colours are from.
    """

    edition: Edition
    marked: str
    styles: str
    palette: str
