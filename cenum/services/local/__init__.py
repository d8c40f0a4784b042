"""The embedded mailing service: it behaves like a real one, and delivers on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from cenum.accents import either_form
from cenum.errors import UsageMistake, unwritable
from cenum.i18n import N_, _
from cenum.letter_folder import LetterFolder
from cenum.services.specification import ServiceSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.services.local.embedded import LocalService
    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings


_SMTP = "CENUM_SMTP"


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
        Meta(
            description="A mail server to relay messages to. One that is not on this machine must be named by "
            "`CENUM_SMTP` in the environment too."
        ),
    ] = None


def _refuse_if_chosen_by_the_letter_alone(smtp: str | None, environ: Mapping[str, str]) -> None:
    """Letters hold their readers' addresses: who may change the settings may not choose where these go.

    Raises :class:`UsageMistake`.
    """
    if smtp is None or _is_here(smtp.rpartition(":")[0]) or environ.get(_SMTP, "").strip() == smtp:
        return
    message = _("service.local.smtp is {server}, which is not on this machine").format(server=smtp)
    remedy = _("set the environment variable {name} to {server} if it may have your readers' addresses")
    raise UsageMistake(message, remedy.format(name=_SMTP, server=smtp))


def _is_here(host: str) -> bool:
    from ipaddress import ip_address  # noqa: PLC0415  few letters name a mail server

    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def open_local(choice: LocalSettings, _settings: Settings, context: ServiceContext) -> LocalService:
    """The service itself, whose pages the mailbox shows."""
    # Most letters have another service, and their settings have to know this one all the same.
    from cenum.services.contacts import read_contacts  # noqa: PLC0415  see above
    from cenum.services.local.embedded import LocalService  # noqa: PLC0415  see above

    _refuse_if_chosen_by_the_letter_alone(choice.smtp, context.environ)
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
    hosts_files=True,
    for_trying=True,
    choosing=("contacts",),
)
