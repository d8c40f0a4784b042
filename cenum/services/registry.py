# ruff: noqa: PLC0415  only one service is used at a time: each brings what it needs when it is opened
"""Which services there are, and how each is opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cenum.services.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from cenum.services.local import LocalService
    from cenum.settings import Settings


class Surroundings(NamedTuple):
    """Where a service is opened: the letter's folder, the clock (aware), and the environment with the keys."""

    root: Path
    now: Callable[[], datetime]
    environ: Mapping[str, str]


class OpenService(Service, Protocol):
    """A service that holds connections or files."""

    def close(self) -> None:
        """Let go of them."""
        ...


@contextmanager
def open_service(settings: Settings, around: Surroundings) -> Iterator[OpenService]:
    """The service that the settings name. Raises what the service raises."""
    service = _SERVICES[settings.service.name](settings, around)
    try:
        yield service
    finally:
        service.close()


def local(settings: Settings, around: Surroundings) -> LocalService:
    """The embedded service, whose pages the mailbox shows."""
    from cenum.services.contacts import read_contacts
    from cenum.services.local import LocalService

    choice = settings.service.local
    contacts = read_contacts(around.root / choice.contacts)
    return LocalService(around.root / choice.folder, contacts, url=choice.url, smtp=choice.smtp, now=around.now)


def _brevo(settings: Settings, around: Surroundings) -> OpenService:
    from cenum.services.brevo import Brevo
    from cenum.services.secrets import key

    choice = settings.service.brevo
    assert choice  # noqa: S101  the settings were judged when they were loaded
    return Brevo(key(around.environ, "BREVO_API_KEY"), choice.audience, tracks_opens=settings.tracking.opens)


def _mailjet(settings: Settings, around: Surroundings) -> OpenService:
    from cenum.services.mailjet import Mailjet
    from cenum.services.secrets import key

    choice = settings.service.mailjet
    assert choice  # noqa: S101  as above
    return Mailjet(
        key(around.environ, "MAILJET_API_KEY"),
        key(around.environ, "MAILJET_SECRET_KEY"),
        choice.audience,
        language=settings.newsletter.language,
        tracks_opens=settings.tracking.opens,
    )


def _mailchimp(settings: Settings, around: Surroundings) -> OpenService:
    from cenum.services.mailchimp import Mailchimp
    from cenum.services.secrets import key

    choice, tracking = settings.service.mailchimp, settings.tracking
    assert choice  # noqa: S101  as above
    return Mailchimp(
        key(around.environ, "MAILCHIMP_API_KEY"),
        choice.audience,
        choice.segment,
        tracks_opens=tracking.opens,
        tracks_clicks=tracking.clicks,
    )


def _listmonk(settings: Settings, around: Surroundings) -> OpenService:
    from cenum.services.listmonk import Listmonk
    from cenum.services.secrets import key

    choice, tracking = settings.service.listmonk, settings.tracking
    assert choice  # noqa: S101  as above
    return Listmonk(
        key(around.environ, "LISTMONK_API_USER"),
        key(around.environ, "LISTMONK_API_TOKEN"),
        choice.url,
        choice.audience,
        tracks_opens=tracking.opens,
        tracks_clicks=tracking.clicks,
    )


_SERVICES: dict[str, Callable[[Settings, Surroundings], OpenService]] = {
    "local": local,
    "brevo": _brevo,
    "mailjet": _mailjet,
    "mailchimp": _mailchimp,
    "listmonk": _listmonk,
}
