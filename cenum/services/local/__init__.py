"""The embedded mailing service: it behaves like a real one, and delivers on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from cenum.accents import either_form
from cenum.errors import unwritable
from cenum.i18n import N_
from cenum.letter_folder import LetterFolder
from cenum.services.specification import ServiceSpec

if TYPE_CHECKING:
    from cenum.services.local.embedded import LocalService
    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings


class LocalSettings(Struct, frozen=True):
    """The built-in service."""

    folder: Annotated[str, Meta(description="Where it keeps its state.")] = ".cenum/local"
    contacts: Annotated[
        str, Meta(description="CSV file with the columns `email` and `name`.", examples=["contacts.csv"])
    ] = "contacts.csv"
    url: Annotated[
        str,
        Meta(
            pattern=r"^http://(localhost|127\.0\.0\.1)(:[0-9]+)?\Z",
            title=N_("an address of this machine"),
            description="Where `cenum mailbox` shows its pages.",
            examples=["http://localhost:8025"],
        ),
    ] = "http://localhost:8025"
    smtp: Annotated[
        Annotated[str, Meta(pattern=r"^[^\s:/]+:[0-9]+\Z", title=N_("host:port"), examples=["localhost:1025"])]
        | None,
        Meta(description="A mail server to relay messages to."),
    ] = None


def open_local(choice: LocalSettings, _settings: Settings, context: ServiceContext) -> LocalService:
    """The service itself, whose pages the mailbox shows."""
    # Most letters have another service, and their settings have to know this one all the same.
    from cenum.services.contacts import read_contacts  # noqa: PLC0415  see above
    from cenum.services.local.embedded import LocalService  # noqa: PLC0415  see above

    letter = LetterFolder(context.root)
    contacts = read_contacts(either_form(letter, choice.contacts), letter)
    folder = context.root / choice.folder
    try:
        letter.make_folder(folder)
    except OSError as mistake:
        raise unwritable(folder, mistake) from None
    return LocalService(folder, contacts, url=choice.url, smtp=choice.smtp, now=context.now)


SPEC = ServiceSpec(
    name="local",
    title="The embedded service",
    settings=LocalSettings,
    open=open_local,
    calendars=True,
    choosing=("contacts",),
)
