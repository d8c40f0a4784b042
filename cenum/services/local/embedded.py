"""The embedded service behind the interface of all services."""

from __future__ import annotations

import re
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from cenum.edition.edition import Links
from cenum.errors import (
    CenumError,
    FateUnknown,
    FolderRefusal,
    ServiceRefused,
    ServiceUnreachable,
    reason_of,
    unusable,
)
from cenum.i18n import _
from cenum.letter_folder import LetterFolder
from cenum.services.local.local_tags import UNSUBSCRIBE, VIEW_ONLINE, escape
from cenum.services.local.maildir import Maildir
from cenum.services.local.records import AUDIENCE, DeliveryStatus
from cenum.services.local.store import Store, unknown_campaign
from cenum.services.service import (
    Audience,
    Campaign,
    Content,
    Standing,
    State,
    Statistics,
    TestSend,
    refuse_if_changed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from cenum.edition.edition import Address, Edition, PublishedFile
    from cenum.services.local.records import CampaignRecord
    from cenum.services.local.relay import Relay

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_CAMPAIGN_ID = re.compile(r"[1-9][0-9]{0,17}")
_PATIENCE = 10.0  # seconds for whoever delivers something else; they take this campaign on as well


def random_token() -> str:
    """128 bits that nobody guesses, fit for an address."""
    from secrets import token_urlsafe  # noqa: PLC0415  only new readers need one

    return token_urlsafe(16)


class LocalService:
    """A mailing service on this machine; see :class:`~cenum.services.service.Service` for what its methods do.

    ``folder`` gets ``service.sqlite``, the Maildir ``mailbox/`` and ``pictures/``; ``contacts`` is the whole list;
    ``url`` is where :mod:`~cenum.services.local.mailbox_site` serves its pages, without a final slash; ``smtp`` is
    the host:port of a mail server that the letters are relayed to; ``now`` gives aware times.
    """

    name = "local"

    def __init__(  # noqa: PLR0913  the settings, the clock and chance
        self,
        folder: Path,
        contacts: Sequence[Address],
        *,
        url: str,
        smtp: str | None,
        now: Callable[[], datetime],
        token: Callable[[], str] = random_token,
    ) -> None:
        self.url = url
        self.now = now
        self._folder = folder
        self._files = LetterFolder(folder)
        self._smtp = smtp
        self._token = token
        self._maildir = Maildir(self._files, "mailbox")
        self.store = Store(folder / "service.sqlite")
        try:
            self._create_folders()
            self.store.enrol(contacts, token)
            self._resume()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, mistake: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. Safe to call twice."""
        self.store.close()

    def account(self) -> str:
        """Where the service lives."""
        return _("the embedded service in {folder}").format(folder=self._folder)

    def audience(self) -> Audience:
        """The contacts of the list who did not unsubscribe."""
        return Audience(_("local contacts"), self.store.audience_size())

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first, after going on with a delivery that was cut short."""
        self._resume()
        return map(self._campaign, self.store.campaigns())

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now, after going on with a delivery that was cut short."""
        self._resume()
        return self._campaign(self.store.campaign(_number(campaign_id)))

    def content(self, edition: Edition) -> Content:
        """The edition with merge tags; what is published beside it is kept in ``pictures/`` under its own name."""
        for file in edition.files:
            self._host(file)
        links = Links(
            unsubscribe=UNSUBSCRIBE,
            view_online=VIEW_ONLINE,
            files={
                **{picture.name: f"{self.url}/picture/{picture.name}" for picture in edition.pictures},
                **{file.name: f"{self.url}/calendar/{file.name}" for file in edition.calendars},
            },
        )
        html, text = replace(edition, html=escape(edition.html), text=escape(edition.text)).fill(links)
        return Content(
            subject=escape(edition.subject),
            preheader=escape(edition.preheader),
            sender=edition.sender,
            reply_to=edition.reply_to,
            html=html,
            text=text,
            audience=AUDIENCE,
        )

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft; another campaign may have the same name."""
        self._acceptable(content)
        return self._campaign(self.store.campaign(self.store.create(name, content)))

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft; anything else is refused."""
        self._acceptable(content)
        self.store.update(_number(campaign_id), content)

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another name, whatever its state: the mark of what was tested is in it."""
        self.store.rename(_number(campaign_id), name)

    def read(self, campaign_id: str) -> Content:
        """The content as it is stored."""
        return self.store.content(_number(campaign_id))

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send the stored content to the reviewers, once each; their personal links work, and unsubscribe nobody."""
        number = _number(campaign_id)
        content = self.store.content(number)
        if not reviewers:
            message = _("no recipient was given for the test of the campaign {id}").format(id=campaign_id)
            raise ServiceRefused(message, _('add reviewers = ["…"] at the top of cenum.toml'))
        reasons: dict[str, str] = {}
        with self._relay() as relay:
            if relay:
                relay.connect()
            for address in {address.casefold(): address for address in reviewers}.values():
                try:
                    reasons[address] = self._send_test(number, content, address, relay)
                except ServiceUnreachable as mistake:
                    if "" not in reasons.values():
                        raise
                    reasons[address] = mistake.message
        return TestSend(
            delivered=tuple(address for address, reason in reasons.items() if not reason),
            refused=tuple((address, reason) for address, reason in reasons.items() if reason),
            confirmed=True,
        )

    def send(self, campaign: Campaign, content: Content) -> None:
        """Claim a draft, then deliver it. What a claim has queued is delivered even if this program is killed.

        Once it is claimed nothing is refused any more: what can't be delivered now waits, and the campaign is
        being sent. Raises :class:`FateUnknown` where not one letter could be handed over yet.
        """
        number = _number(campaign.id)
        self._resume()
        self.store.may_leave(number)
        self._refuse_if_changed(campaign, content)
        with self._relay() as relay:
            if relay:
                relay.connect()  # nothing is claimed for a mail server that is not there
            self.store.claim(number, self.now())
            try:
                self._deliver(relay, patience=_PATIENCE)
            except CenumError as mistake:
                if self._nobody_has(number):
                    raise self._waiting(number, mistake) from None

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over: whoever opens this service first after ``at`` delivers it, as its mailbox does."""
        self._refuse_if_changed(campaign, content)
        self.store.schedule(_number(campaign.id), at)

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again."""
        self.store.unschedule(_number(campaign_id))

    def cancel(self, campaign_id: str) -> None:
        """Stop a campaign that is being sent: letters that wait are dropped."""
        self.store.cancel(_number(campaign_id), _("cancelled before it left"))

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign; opens and clicks are nobody's business here."""
        number = _number(campaign_id)
        fates = self.store.fates(number)
        return Statistics(
            sent=sum(fates.values()),
            delivered=fates.get(DeliveryStatus.DELIVERED, 0),
            bounces=fates.get(DeliveryStatus.FAILED, 0),
            unsubscribes=self.store.departures(number),
        )

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:  # noqa: ARG002  any sender will do
        """Everybody can be sent a test, and nothing is watched."""
        wrong = tuple(address for address in reviewers if not _is_address(address))
        return Standing(sender_verified=True, tracks_opens=False, unknown_reviewers=wrong)

    def deliveries(self, campaign_id: str) -> dict[str, int]:
        """How many letters of a send are queued, handing, delivered, failed, unknown; what none is, is left out."""
        return {fate.value: count for fate, count in self.store.fates(_number(campaign_id)).items()}

    def hosted(self, name: str) -> bytes | None:
        """A hosted picture or calendar file, or ``None``."""
        if not FILE_NAME.fullmatch(name):
            return None
        try:
            return self._files.read(f"pictures/{name}")
        except OSError:
            return None

    def _campaign(self, record: CampaignRecord) -> Campaign:
        state = record.state
        if state is State.CANCELLED and self.store.fates(record.id).keys() - {DeliveryStatus.FAILED}:
            state = State.PAUSED
        where = f"{self.url}/campaign/{record.id}"
        found = Campaign(str(record.id), record.name, state, where, record.sent_at)
        if state not in {State.SENDING, State.PAUSED}:
            return found
        fates = self.store.fates(record.id)
        return replace(found, reached=fates.get(DeliveryStatus.DELIVERED, 0), wanted=sum(fates.values()))

    def _refuse_if_changed(self, campaign: Campaign, content: Content) -> None:
        number = _number(campaign.id)
        refuse_if_changed(campaign, content, self.store.campaign(number).name, self.store.content(number))

    def _create_folders(self) -> None:
        try:
            self._maildir.create()
            self._files.make_folder("pictures")
        except OSError as mistake:
            raise self._unusable(mistake) from None

    def _host(self, published: PublishedFile) -> None:
        """Keep a file under its name, which its content gave it: what is there is the same."""
        if not FILE_NAME.fullmatch(published.name):
            message = _("a picture can't be hosted under the name “{name}”").format(name=published.name)
            raise ServiceRefused(message, _("give the file a name of plain letters, digits and hyphens"))
        file = f"pictures/{published.name}"
        if self._files.is_file(file):
            return
        try:
            self._files.write(file, published.content)
        except OSError as mistake:
            raise self._unusable(mistake) from None

    def _acceptable(self, content: Content) -> None:
        """Refuse a content of which no letter could be made, before it is stored."""
        from cenum.services.local.delivery import compose  # noqa: PLC0415  `status` makes no letters
        from cenum.services.local.records import Reader  # noqa: PLC0415  as above

        reader = Reader(0, content.sender, "", is_reviewer=True, unsubscribed=False)
        links = {"unsubscribe": self.url, "online": self.url}
        try:
            compose(content, reader, links, seed="", date=self.now())
        except ValueError as mistake:
            message = _("this content can't be turned into an e-mail ({reason})").format(reason=mistake)
            remedy = _("check the subject, and the sender and reply address in cenum.toml")
            raise ServiceRefused(message, remedy) from None

    def _send_test(self, number: int, content: Content, address: str, relay: Relay | None) -> str:
        """Why a reviewer did not get the test; empty where they did."""
        from cenum.services.local.delivery import compose, hand, personal_links  # noqa: PLC0415  as above

        no_address = _("mail servers don't accept this e-mail address")
        if not _is_address(address):
            return no_address
        reader = self.store.reviewer(address, self._token())
        links = personal_links(self.url, number, reader.token)
        # A second test of the same campaign is another letter.
        try:
            mail = compose(content, reader, links, seed=f"{number}/{reader.token}/{random_token()}", date=self.now())
        except ValueError:
            return no_address
        verdict = hand(mail, self._maildir, relay)
        if verdict.fate is not DeliveryStatus.DELIVERED:
            return verdict.reason
        self.store.tested(number, reader, self.now())
        return ""

    def _relay(self) -> AbstractContextManager[Relay | None]:
        if self._smtp is None:
            return nullcontext(None)
        from cenum.services.local.relay import Relay  # noqa: PLC0415  it brings smtplib with it

        return Relay(self._smtp)

    def _resume(self) -> None:
        """Go on with what a dead deliverer left; where that can't be done, states can be read all the same."""
        now = self.now()
        for record in self.store.campaigns(State.SCHEDULED):
            if record.sent_at is not None and record.sent_at <= now:
                with suppress(CenumError):  # an empty audience, or another process that was faster
                    self.store.claim(record.id, now, State.SCHEDULED)
        if self.store.campaigns(State.SENDING):
            with suppress(CenumError), self._relay() as relay:
                self._deliver(relay, patience=0)

    def _deliver(self, relay: Relay | None, *, patience: float) -> None:
        """Deliver all that is queued, unless another process keeps doing so for more than ``patience`` seconds."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  only who delivers needs it

        from cenum.services.local.delivery import Round  # noqa: PLC0415  as above

        try:
            with FileLock(self._files.place("delivering.lock"), timeout=patience):
                Round(self.store, self._maildir, relay, self.url, self.now).walk()
        except Timeout:
            return
        except OSError as mistake:
            raise self._unusable(mistake) from None

    def _nobody_has(self, number: int) -> bool:
        try:
            return self.store.fates(number).keys() == {DeliveryStatus.QUEUED}
        except CenumError:
            return True  # as far as anybody can tell

    def _waiting(self, number: int, mistake: CenumError) -> FateUnknown:
        message = _("the campaign {id} is queued, and nobody has received it yet: {reason}").format(
            id=number, reason=mistake.message
        )
        remedy = _("{remedy}; then run cenum status to continue").format(remedy=mistake.remedy)
        return FateUnknown(message, remedy)

    def _unusable(self, mistake: OSError) -> CenumError:
        if isinstance(mistake, FolderRefusal):
            return unusable(mistake)
        message = _("the folder {folder} can't be used ({reason})").format(
            folder=self._folder, reason=reason_of(mistake)
        )
        return ServiceRefused(message, _("check the free disk space and your write permission there"))


def _number(campaign_id: str) -> int:
    if not _CAMPAIGN_ID.fullmatch(campaign_id):
        raise unknown_campaign(campaign_id)
    return int(campaign_id)


def _is_address(text: str) -> bool:
    from cenum.schema import is_email  # noqa: PLC0415  the settings have it already

    # RFC 6531, which takes other letters, is what few mail servers speak.
    return is_email(text) and text.isascii() and text.isprintable()
