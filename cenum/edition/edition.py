"""What the readers receive, independent of any mailing service."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

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


class Address(Struct, frozen=True):
    """A person or a desk as an e-mail header names them."""

    name: str
    email: str


class Picture(Struct, frozen=True):
    """An image of the issue, resized and compressed; ``name`` carries the hash of its content.

    ``width`` and ``height`` are the pixels of the file, twice the CSS pixels shown.
    """

    name: str
    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def placeholder(self) -> str:
        """The address that stands for the picture until a service has one for it."""
        return PICTURES + self.name


class Links(Struct, frozen=True):
    """What a service puts in the place of the placeholders: addresses, or its merge tags.

    ``pictures`` maps :attr:`Picture.name` to the address where the picture can be fetched.
    """

    unsubscribe: str
    view_online: str
    pictures: Mapping[str, str]


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

    def fill(self, links: Links) -> tuple[str, str]:
        """HTML and plain text with ``links`` in the place of the placeholders."""
        targets = {UNSUBSCRIBE: links.unsubscribe, VIEW_ONLINE: links.view_online}
        targets |= {picture.placeholder: links.pictures[picture.name] for picture in self.pictures}
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
