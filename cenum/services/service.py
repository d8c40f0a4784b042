"""The one small interface behind which the mailing services stand."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from cenum.errors import Refusal
from cenum.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from cenum.edition.edition import Address, Edition


class State(Enum):
    """Where a campaign stands at its service. Every provider's states translate into these.

    ``PAUSED`` is whatever may have reached a part of the readers and goes no further by itself, also what a provider
    calls cancelled; ``INCOMPLETE`` has come to its end, and not to all readers; ``CANCELLED`` reached nobody and
    never will.
    """

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    INCOMPLETE = "incomplete"
    SENT = "sent"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """The state, as a person says it."""
        match self:
            case State.DRAFT:
                return _("draft")
            case State.SCHEDULED:
                return _("scheduled")
            case State.SENDING:
                return _("sending")
            case State.PAUSED:
                return _("stopped half-way")
            case State.INCOMPLETE:
                return _("sent to a part of the readers")
            case State.SENT:
                return _("sent")
            case State.ARCHIVED:
                return _("archived")
            case State.CANCELLED:
                return _("cancelled")

    @property
    def may_have_left(self) -> bool:
        """Whether readers have it, or will get it without anybody doing anything more."""
        return self not in {State.DRAFT, State.CANCELLED}


class Campaign(Struct, frozen=True):
    """One edition as it stands at a service.

    ``where`` is what a person opens to look at it; ``at`` the aware hour that it is scheduled for, or left at,
    where the service says so. ``reached`` and ``wanted`` are how many readers it was sent to, and to how many it had
    to be, where the service counts them. ``remedy`` is what to do there where not all have it.
    """

    id: str
    name: str
    state: State
    where: str
    at: datetime | None = None
    reached: int | None = None
    wanted: int | None = None
    remedy: str = ""

    @property
    def counted(self) -> str:
        """How many readers of how many have it, in words; empty where the service does not say."""
        if self.reached is None or not self.wanted:
            return ""
        said = ngettext("{reached} of {wanted} reader", "{reached} of {wanted} readers", self.wanted)
        return said.format(reached=self.reached, wanted=self.wanted)


class Content(Struct, frozen=True):
    """What is pushed to a service and read back from it: placeholders filled, prose escaped.

    A service that does not store a part gives ``None`` for it when read back. ``audience`` is whom it goes to: the
    list and the segment of it, as the service spells them. ``besides`` is whatever else of a stored campaign changes
    what readers get, or who gets it: by the service's own names, with the values that cenum wants there.
    ``altered_at_sending`` names the parts that the service itself may alter when it sends.
    """

    subject: str
    preheader: str | None
    sender: Address
    reply_to: str
    html: str
    text: str | None
    audience: str
    besides: Mapping[str, object] = {}
    altered_at_sending: tuple[str, ...] = ()

    def differences(self, stored: Content) -> tuple[str, ...]:
        """The names of the parts of ``stored`` that are not what was pushed; how lines end does not count."""
        parts = [
            part
            for part in self.__struct_fields__
            if part not in {"besides", "altered_at_sending"}
            and getattr(stored, part) is not None
            and _lines(getattr(stored, part)) != _lines(getattr(self, part))
        ]
        return (*parts, *(name for name, value in self.besides.items() if stored.besides.get(name) != value))

    def differences_once_sent(self, stored: Content) -> tuple[str, ...]:
        """As :meth:`differences`, of a campaign that is on its way, or left.

        What the service alters itself then says nothing, nor does a list that was deleted since.
        """
        silent = {*self.altered_at_sending, *([] if stored.audience else ["audience"])}
        return tuple(part for part in self.differences(stored) if part not in silent)


class Audience(Struct, frozen=True):
    """Whom a campaign goes to: the list's name at the service, and how many would receive it now."""

    name: str
    size: int


class TestSend(Struct, frozen=True):
    """Whom the test send went to, and whom it could not, each with the service's reason.

    ``confirmed`` says that it was delivered; otherwise the service took it, and has no word on what became of it.
    """

    delivered: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    confirmed: bool = False


class LinkClicks(Struct, frozen=True):
    """One address of a letter as the service counted it: ``clicks`` in all, ``readers`` who clicked at least once."""

    address: str
    clicks: int
    readers: int | None = None


class Statistics(Struct, frozen=True):
    """What became of a campaign, in readers; ``None`` is what the service does not count, or was told not to.

    ``opens`` are readers whose program fetched the pixel at least once; ``machine_opens`` is the part of them that
    the service knows to be Apple Mail's, which fetches it whether anybody reads or not. ``clicks`` are readers who
    clicked at least once. Unless they are counted ``per_reader``, both are every click and every time the pixel was
    fetched, of which no share of the readers can be said.
    """

    sent: int
    delivered: int | None
    bounces: int | None = None
    unsubscribes: int | None = None
    complaints: int | None = None
    opens: int | None = None
    machine_opens: int | None = None
    clicks: int | None = None
    links: tuple[LinkClicks, ...] = ()
    per_reader: bool = True


class Notice(Struct, frozen=True):
    """What an account has that readers would notice, or the team on Friday; ``subject`` is a word for it.

    Without a ``remedy`` all is well; ``stops`` says that no letter leaves like this.
    """

    subject: str
    says: str
    remedy: str
    stops: bool = False


class Standing(Struct, frozen=True):
    """What an account says of itself; ``None`` is what the service does not tell.

    ``unknown_reviewers`` can't receive a test before they are added at the service, as ``reviewers_remedy`` says.
    ``verifies_senders`` is false where the service has no senders of its own. ``notices`` are what is special about
    this account at this service, such as its plan.
    """

    sender_verified: bool | None = None
    tracks_opens: bool | None = None
    unknown_reviewers: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    verifies_senders: bool = True
    reviewers_remedy: str = ""


class Service(Protocol):
    """A mailing service. Every method is one request that changes something at most, and what it has to read first.

    Methods raise :class:`~cenum.errors.ServiceRefused` where the service said no,
    :class:`~cenum.errors.ServiceUnreachable` where the request never arrived, and
    :class:`~cenum.errors.FateUnknown` where it may have been carried out without an answer.
    """

    name: str

    def account(self) -> str:
        """Who the key belongs to, as the service names them. Raises where the key is not valid."""
        ...

    def audience(self) -> Audience:
        """The audience of the settings."""
        ...

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first."""
        ...

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now."""
        ...

    def content(self, edition: Edition) -> Content:
        """The edition in the service's own terms: its merge tags and the addresses of the pictures.

        Pictures are uploaded where the service hosts them, once each, known by their content.
        """
        ...

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft."""
        ...

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft."""
        ...

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another name. The name carries the mark of what was tested."""
        ...

    def read(self, campaign_id: str) -> Content:
        """The content as the service stores it."""
        ...

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send the stored content to the reviewers, and to nobody else."""
        ...

    def send(self, campaign: Campaign, content: Content) -> None:
        """Send a draft to the audience. The service refuses a campaign that left already.

        What is read last before the one request is held against the name of ``campaign`` and against ``content``
        with :func:`refuse_if_changed`.
        """
        ...

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over, to be sent at the aware hour ``at``. Raises where the service can't take that hour.

        It looks last as :meth:`send` does.
        """
        ...

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again, or into one that is cancelled."""
        ...

    def cancel(self, campaign_id: str) -> None:
        """Stop a campaign that is being sent; what left can't be taken back. Raises where the service can't."""
        ...

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign that left."""
        ...

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:
        """What the account says of the sender, of the reviewers, and of watching the readers."""
        ...


@runtime_checkable
class FewRequests(Service, Protocol):
    """A service that has few requests, and answers more with each."""

    def rewrite(self, campaign_id: str, name: str, content: Content) -> None:
        """Replace the name and the content of a draft, both or neither."""
        ...

    def look(self, campaign_id: str, *, new: bool) -> tuple[Content, list[Campaign]]:
        """The content as the service stores it, and from the same answer the campaign as it stands.

        Where it is ``new``, the others come along that were made since, and may be of the same issue.
        """
        ...


def refuse_without_readers(campaign: Campaign, content: Content, stored: Content) -> None:
    """Raises :class:`~cenum.errors.Refusal` where what is ``stored`` goes to no list: it was deleted."""
    if content.audience and stored.audience == "":
        message = _("the campaign goes to nobody: the list {number} does not exist at the service ({where})").format(
            number=content.audience, where=campaign.where
        )
        remedy = _(
            "write the number of a list that is there as “audience” in cenum.toml, then test again: cenum test"
        )
        raise Refusal(message, remedy)


def refuse_if_changed(campaign: Campaign, content: Content, name: str, stored: Content) -> None:
    """Raises :class:`~cenum.errors.Refusal` where a campaign is not what was cleared: another name, other parts."""
    refuse_without_readers(campaign, content, stored)
    parts = [*([_("name")] if name != campaign.name else []), *content.differences(stored)]
    if parts:
        message = _("the campaign at the service differs from what cenum made: {parts} ({where})").format(
            parts=", ".join(parts), where=campaign.where
        )
        raise Refusal(message, _("send the test again to undo the changes made there: cenum test"))


def _lines(part: object) -> object:
    return part.replace("\r\n", "\n").rstrip("\n") if isinstance(part, str) else part
