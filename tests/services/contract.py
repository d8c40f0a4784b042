"""Every service that the contract is held against, and an edition that has something of everything."""

from __future__ import annotations

import base64
import hashlib
import mailbox
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.edition.edition import (
    PICTURES,
    UNSUBSCRIBE,
    VIEW_ONLINE,
    Address,
    CalendarFile,
    Edition,
    Links,
    Picture,
)
from cenum.services.local.embedded import LocalService
from cenum.services.provider import Patience

from .fakes import FAKES
from .fakes.server import SILENCE, FakeProvider
from .opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from cenum.services.service import Service

NOW = datetime(2025, 4, 18, 5, 0, tzinfo=UTC)
READERS = (
    Address("Ada", "ada@readers.example.org"),
    Address("Bachir", "bachir@readers.example.org"),
    Address("Céleste", "celeste@readers.example.org"),
)
REVIEWERS = ("one@review.example.org", "two@review.example.org")
# Two grey pixels, which a service can make a thumbnail of.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP////////////////////////////////////////////////////////////////////////////"
    "//////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AT//Z"
)
# What merge tags look like at each of the services; in a letter these are words.
PROSE = "100 %% sûr, %%unsubscribe%%, {{ unsubscribe }}, [[UNSUB_LINK_FR]], *|UNSUB|*, {% if x %}, %%% et %"


@dataclass(frozen=True, slots=True)
class Desk:
    """A service with ``READERS`` as its audience, and what it has delivered, each as ``(address, message)``.

    ``other`` is another list of a service that somebody runs; the fakes have some of their own.
    """

    service: Service
    again: Callable[[], AbstractContextManager[Service]]
    delivered: Callable[[], list[tuple[str, EmailMessage]]]
    fake: FakeProvider | None = None
    other: int | None = None


def picture(name: str = "dessin-0123456789ab.jpg") -> Picture:
    return Picture(name, "image/jpeg", JPEG, 2, 1)


def edition(subject: str = "L'été arrive déjà ! ☀️", prose: str = PROSE) -> Edition:
    image = picture()
    words = prose.replace("&", "&amp;").replace("<", "&lt;")
    html = (
        f'<!doctype html>\n<html lang="fr"><body><p>{words}</p><img src="{PICTURES}{image.name}" alt="">'
        f'<a href="{UNSUBSCRIBE}">Se désinscrire</a> <a href="{VIEW_ONLINE}">En ligne</a></body></html>\n'
    )
    text = f"{prose}\n\nSe désinscrire : {UNSUBSCRIBE}\nEn ligne : {VIEW_ONLINE}\n"
    return Edition(
        key="2025-04-18",
        subject=subject,
        preheader=f"Cette semaine : {prose}",
        sender=Address("Cénum", "cenum@letter.example.org"),
        # Mailchimp has one address for both; those of the others that have two are tested with two elsewhere.
        reply_to="cenum@letter.example.org",
        language="fr",
        sending_at=NOW,
        html=html,
        text=text,
        pictures=(image,),
        public_links=Links(
            "https://letter.example.org/out",
            "https://letter.example.org/online",
            {image.name: f"https://letter.example.org/media/{image.name}"},
        ),
        digest=hashlib.sha256((subject + prose).encode()).hexdigest(),
    )


def with_event(one: Edition) -> Edition:
    """``one`` with a calendar file, published beside its pictures."""
    file = CalendarFile("2025-04-25-0123456789ab.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n", "Un atelier")
    files = {**one.public_links.files, file.name: f"https://letter.example.org/media/{file.name}"}
    html = one.html.replace("</body>", f'<a href="{file.placeholder}">Ajouter</a></body>')
    return replace(
        one,
        html=html,
        text=one.text + file.placeholder,
        calendars=(file,),
        public_links=replace(one.public_links, files=files),
    )


def letters(folder: Path) -> list[tuple[str, EmailMessage]]:
    """What is in a Maildir, as the standard library reads it, in no order."""
    box = mailbox.Maildir(folder, create=False)
    found = [parsed(box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118  a mailbox iterates over its messages
    # It takes a letter that is both in new/ and in cur/ for one, which a reader sees twice.
    assert len(found) == len([*(folder / "new").iterdir(), *(folder / "cur").iterdir()])
    return found


def parsed(mail: bytes) -> tuple[str, EmailMessage]:
    """Whom a message is addressed to, and the message."""
    message = BytesParser(policy=policy.default).parsebytes(mail)
    assert isinstance(message, EmailMessage)
    return message["To"].addresses[0].addr_spec, message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def as_seen(message: EmailMessage, kind: str) -> str:
    """A part as it is read: character references are characters, and what has no width is not there."""
    content = body(message, kind)
    return (unescape(content) if kind == "html" else content).replace("\u2060", "")


@contextmanager
def local(folder: Path) -> Iterator[Desk]:
    def open_again() -> LocalService:
        return LocalService(folder, READERS, url="http://localhost:8025", smtp=None, now=lambda: NOW)

    with open_again() as service:
        yield Desk(service, open_again, lambda: letters(folder / "mailbox"))


PATIENCE = Patience(connect=2, silence=SILENCE * 50, answer=5, repeats=2, pause=0)


@contextmanager
def over_http(name: str, _folder: Path) -> Iterator[Desk]:
    with FAKES[name].provider(READERS, REVIEWERS) as fake:
        yield _desk(fake, lambda: opened(name, fake.base, PATIENCE))


def _desk(fake: FakeProvider, opened: Callable[[], Any]) -> Desk:
    return Desk(
        opened(),
        lambda: closing(opened()),
        lambda: [parsed(bytes(message)) for _address, message, _html in [*fake.tests, *fake.sends]],
        fake,
    )


SERVICES: dict[str, Callable[[Path], AbstractContextManager[Desk]]] = {
    "local": local,
    **{name: partial(over_http, name) for name in FAKES},
}
