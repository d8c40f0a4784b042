"""What the module of a mailing service says of it: whatever else cenum knows of the service comes from there.

A module of this folder has it as its ``SPEC``, and imports nothing that is slow: `cenum check` reads all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

from cenum.i18n import N_
from cenum.schema import Positive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cenum.services.registry import OpenService, ServiceContext
    from cenum.settings import Settings

S = TypeVar("S", bound=Struct)

# A 59-character address became over 400 once a service had rewritten it (tedium.co, 2020-12-22).
TRACKED_LINK_BYTES = 350


class Credential(Struct, frozen=True):
    """A variable of the environment that a service is opened with; one that is ``secret`` is shown nowhere."""

    variable: str
    secret: bool = True


class AskedSetting(Struct, frozen=True):
    """A setting of the service's table that `cenum init` asks for.

    ``help`` is what the option of its name says; ``read`` makes of what was typed what cenum.toml holds.
    """

    setting: str
    question: str
    help: str
    read: Callable[[str], Any]


class DomainDemands(Struct, frozen=True):
    """What a service asks of the sender's domain; nothing, where the mail leaves from a server of one's own.

    ``includes`` are the SPF names of which one will do. With an ``own_envelope`` SPF is asked at the service's domain
    and DKIM alone vouches for the sender's. ``keys`` are the sets of DKIM selectors of which one will do, the
    service's present one first; ``aliases`` are what these point to, ``{dashed}`` being the domain.
    """

    includes: tuple[str, ...] = ()
    own_envelope: bool = False
    keys: tuple[tuple[str, ...], ...] = ()
    aliases: Mapping[str, str] = {}


class ServiceSpec(Struct, Generic[S], frozen=True, kw_only=True):
    """One mailing service.

    ``name`` is that of its module, and what cenum.toml calls it; ``title`` is what people do. ``settings`` is its
    table, ``open`` opens it with that table, all settings, and where it is opened; it raises
    :class:`~cenum.errors.CenumError`. ``choosing`` are the settings of its table that choose who gets the letter.
    ``calendars`` says that where its letters' pictures are, a calendar file can be put too, and reaches readers as
    one. ``hosts_files`` says that it has these itself; readers of the others fetch them from newsletter.site.
    With one that is ``for_trying``, the letter's own site need not be there yet. A link whose clicks it counts has
    ``tracked_link_bytes`` more than it had. ``address_variable`` is the variable with the address of one that a team
    runs itself: whatever it adds to letters leads there.
    """

    name: str
    title: str
    settings: type[S]
    open: Callable[[S, Settings, ServiceContext], OpenService]
    credentials: tuple[Credential, ...] = ()
    choosing: tuple[str, ...] = ("audience",)
    asks: tuple[AskedSetting, ...] = ()
    domain: DomainDemands = DomainDemands()
    calendars: bool = False
    hosts_files: bool = False
    for_trying: bool = False
    tracked_link_bytes: int = TRACKED_LINK_BYTES
    address_variable: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the environment that it is opened with."""
        return tuple(credential.variable for credential in self.credentials)

    def readers(self, choice: S) -> str:
        """Whom the table ``choice`` chooses, in one line; another one wherever others would get the letter."""
        return " ".join([self.name, *(f"{name}={getattr(choice, name)!r}" for name in self.choosing)])


def number(text: str) -> int | str:
    """The whole number that was typed, or the text where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text  # noqa: PLR2004  no list has more


# Most services know their lists by numbers.
ListNumber = Annotated[Positive, Meta(description="The number of the contact list that the letter goes to.")]
LIST_NUMBER = AskedSetting(
    "audience",
    N_("List that receives the letter (its number)?"),
    N_("List at the mailing service that receives the letter."),
    number,
)
