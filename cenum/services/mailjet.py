"""Mailjet, in its own words: dev.mailjet.com/email/reference; docs/services/mailjet.md says what is special."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from cenum.clock import utc_now
from cenum.edition.edition import Address, Links
from cenum.errors import ServiceRefused
from cenum.i18n import _
from cenum.services.content import acceptable, known_id, list_is_missing, reachable
from cenum.services.hours import hour
from cenum.services.provider import BAD_REQUEST, NOT_FOUND, Patience, Provider, Refused, Reply, api
from cenum.services.secrets import key
from cenum.services.service import (
    Audience,
    Campaign,
    Content,
    LinkClicks,
    Standing,
    State,
    Statistics,
    TestSend,
    refuse_if_changed,
)
from cenum.services.specification import LIST_NUMBER, Credential, DomainDemands, ListNumber, ServiceSpec
from cenum.services.tags import in_html, in_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from cenum.edition.edition import Edition
    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings

_KEY, _SECRET = "MAILJET_API_KEY", "MAILJET_SECRET_KEY"
BASE = "https://api.mailjet.com/v3/REST"
# Its tags, and the variables and statements of its template language.
_OPENINGS = ("[[", "{{", "{%")
_PAGE = 100
_MANY = 1000
_DRAFT = 0
_DELETED = -2
_STATES = {
    -3: State.PAUSED,  # A/X testing, cancelled
    _DELETED: State.CANCELLED,  # unless it was delivered before
    -1: State.ARCHIVED,
    0: State.DRAFT,
    1: State.SCHEDULED,
    2: State.SENT,
    3: State.PAUSED,  # A/X testing, tested and then selected, which cenum never asks for
    4: State.PAUSED,
}
_EDIT_MODE = "html2"
# What [[UNSUB_LINK_…]] exists for, and the locale that a draft has to have.
_LOCALES = {"fr": "fr_FR", "en": "en_US", "de": "de_DE", "es": "es_ES", "it": "it_IT"}


# The headers that a content may repeat: those of a template have them (node-mailjet's Template).
_REPEATED = {"from", "reply-to", "sender", "senderemail", "sendername", "subject"}
_FIRST_YEAR = 2010  # Mailjet's own: an hour before it stands for none


class _Row(Struct, frozen=True):
    # The list has strangers' campaigns as well: whatever is empty there must not stop a command.
    id: int = field(name="ID")
    title: str | None = field(name="Title", default=None)
    status: int | None = field(name="Status", default=None)
    modified: Any = field(name="ModifiedAt", default=None)
    delivered: Any = field(name="DeliveredAt", default=None)


class _Rows(Struct, frozen=True):
    # Required: an answer without it, taken for an empty list, would make a second campaign.
    data: list[_Row] = field(name="Data")
    total: int | None = field(name="Total", default=None)


class _Draft(Struct, frozen=True):
    title: str | None = field(name="Title", default=None)
    status: int | None = field(name="Status", default=None)
    subject: str = field(name="Subject", default="")
    sender_email: str = field(name="SenderEmail", default="")
    sender_name: str = field(name="SenderName", default="")
    reply_to: str = field(name="ReplyEmail", default="")
    # Whatever stands there beside the number of the list is a difference, and nothing that can't be read.
    contacts_list: Any = field(name="ContactsListID", default=None)
    segment: Any = field(name="SegmentationID", default=None)
    locale: Any = field(name="Locale", default=None)
    edit_mode: Any = field(name="EditMode", default=None)
    has_text: Any = field(name="IsTextPartIncluded", default=None)
    ax_testing: Any = field(name="AXTesting", default=None)
    template: Any = field(name="TemplateID", default=None)


class _Drafts(Struct, frozen=True):
    data: list[_Draft] = field(name="Data")


T = TypeVar("T", _Rows, _Drafts)


class _Created(Struct, frozen=True):
    data: Annotated[list[_Row], Meta(min_length=1)] = field(name="Data")


class _Detail(Struct, frozen=True):
    html: str = field(name="Html-part", default="")
    text: str = field(name="Text-part", default="")
    headers: Any = field(name="Headers", default=None)
    mjml: Any = field(name="MJMLContent", default=None)


class _Details(Struct, frozen=True):
    data: list[_Detail] = field(name="Data")


class _Schedule(Struct, frozen=True):
    date: Any = field(name="Date", default=None)


class _Schedules(Struct, frozen=True):
    data: list[_Schedule] = field(name="Data")


class _List(Struct, frozen=True):
    name: str = field(name="Name")
    size: int = field(name="SubscriberCount", default=0)
    is_deleted: bool = field(name="IsDeleted", default=False)


class _Lists(Struct, frozen=True):
    data: list[_List] = field(name="Data")


class _Sender(Struct, frozen=True):
    email: str = field(name="Email")
    status: str = field(name="Status", default="")


class _Senders(Struct, frozen=True):
    data: list[_Sender] = field(name="Data")


class _Key(Struct, frozen=True):
    name: str = field(name="Name", default="")


class _Keys(Struct, frozen=True):
    data: list[_Key] = field(name="Data")


class _Sent(Struct, frozen=True):
    id: int = field(name="ID")


class _Sents(Struct, frozen=True):
    data: list[_Sent] = field(name="Data")


class _Counter(Struct, frozen=True, rename="pascal"):
    total: int = 0
    message_sent_count: int = 0
    message_opened_count: int = 0
    message_clicked_count: int = 0
    message_unsubscribed_count: int = 0
    message_spam_count: int = 0
    message_hard_bounced_count: int = 0
    message_soft_bounced_count: int = 0
    message_blocked_count: int = 0


class _Counters(Struct, frozen=True):
    data: list[_Counter] = field(name="Data")


class _Click(Struct, frozen=True):
    url: str = field(name="URL")
    clicks: int = field(name="ClickedEventsCount", default=0)
    readers: int = field(name="ClickedMessagesCount", default=0)


class _Clicks(Struct, frozen=True):
    data: list[_Click] = field(name="Data")


class Mailjet:
    """One contact list at Mailjet; see :class:`~cenum.services.service.Service`.

    ``key`` and ``secret`` are its two keys; ``tracks_opens`` says whether opens may be reported. ``now`` (aware)
    tells what is scheduled from what is leaving.
    """

    name = "mailjet"

    def __init__(  # noqa: PLR0913  the settings, the keys, and where to ask
        self,
        key: str,
        secret: str,
        audience: int,
        *,
        language: str = "fr",
        tracks_opens: bool = False,
        now: Callable[[], datetime] = utc_now,
        base: str = BASE,
        patience: Patience | None = None,
    ) -> None:
        self._list = audience
        self._now = now
        language = language.partition("-")[0]
        self._language = language if language in _LOCALES else "en"
        self._tracks_opens = tracks_opens
        self._api = api(
            Provider(
                name="Mailjet",
                base=base,
                headers={},
                auth=(key, secret),
                secrets=(key, secret, f"{key}:{secret}"),
                words=lambda data: data["ErrorMessage"],
                explain=_explain,
                rights=_("take the key of the account that has the list (API key management)"),
            ),
            patience,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()

    def account(self) -> str:
        """The name of the key."""
        keys = self._api.get("/apikey", _Keys).data
        return (keys[0].name if keys else "") or "Mailjet"

    def audience(self) -> Audience:
        """The contact list."""
        try:
            found = self._api.get(f"/contactslist/{self._list}", _Lists).data
        except Refused as mistake:
            if mistake.reply.status != NOT_FOUND:
                raise
            found = []
        # One that was deleted may still be there, marked, to be brought back (docs/services/mailjet.md, source 8).
        if not found or found[0].is_deleted:
            raise list_is_missing("Mailjet", self._list, "service.mailjet.audience")
        return Audience(found[0].name, found[0].size)

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first, which Mailjet may not be able to sort."""
        try:
            drafts = self._drafts(Sort="ID DESC")
        except Refused as mistake:
            if mistake.reply.status != BAD_REQUEST:
                raise
            drafts = self._drafts()
        yield from map(_as_campaign, sorted(drafts.values(), key=lambda draft: draft.id, reverse=True))

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now. What is programmed for no hour, or for one that is past, is leaving.

        What was told to leave at once has the hour at which it was changed last, unless Mailjet says another.
        """
        row = self._one(campaign_id, _Rows).data[0]
        found = _as_campaign(row)
        if found.state is not State.SCHEDULED:
            return found
        at = self._hour(campaign_id)
        waits = at is not None and at > self._now()
        return replace(found, at=at or hour(row.modified), state=State.SCHEDULED if waits else State.SENDING)

    def content(self, edition: Edition) -> Content:
        """The edition with Mailjet's tags; its pictures and calendar files are published at newsletter.site."""
        unsubscribe = f"[[UNSUB_LINK_{self._language.upper()}]]"
        links = Links(unsubscribe, "[[PERMALINK]]", edition.public_links.files)
        escaped = replace(edition, html=in_html(edition.html, _OPENINGS), text=in_text(edition.text, _OPENINGS))
        html, text = escaped.fill(links)
        subject = in_text(edition.subject, _OPENINGS)
        whom = str(self._list)
        return Content(subject, None, edition.sender, edition.reply_to, html, text, whom, self._besides())

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft: first the draft, then its content. One that stays empty is filled by the next test."""
        body = {"Title": name, **self._body(content)}
        created = self._api.act("POST", "/campaigndraft", body, _Created).data[0]
        self._fill(str(created.id), content)
        return _as_campaign(created)

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft."""
        body = self._body(content)
        self._api.put(self._path(campaign_id), body)
        self._fill(campaign_id, content)

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another name."""
        self._api.put(self._path(campaign_id), {"Title": name})

    def read(self, campaign_id: str) -> Content:
        """The content as Mailjet stores it; the preheader is in the HTML."""
        return self._read(campaign_id)[1]

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send the stored content to the reviewers; any address will do."""
        path = self._path(campaign_id) + "/test"
        addresses, refused = reachable(reviewers)
        if addresses:
            recipients = [{"Email": address, "Name": address} for address in addresses]
            self._api.act("POST", path, {"Recipients": recipients})
        return TestSend(tuple(addresses), tuple(refused))

    def send(self, campaign: Campaign, content: Content) -> None:
        """Send a draft. Mailjet would send a programmed campaign as well, so that is looked at first."""
        self._must_be_draft(campaign, content)
        self._api.act("POST", self._path(campaign.id) + "/send", once=True)

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over."""
        self._must_be_draft(campaign, content)
        said = at.astimezone(UTC).isoformat(timespec="seconds")
        self._api.act("POST", self._path(campaign.id) + "/schedule", {"Date": said}, once=True)

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again."""
        self._api.act("DELETE", self._path(campaign_id) + "/schedule")

    def cancel(self, campaign_id: str) -> None:
        """Refused: Mailjet stops nothing that began to leave."""
        known_id(campaign_id, "[0-9]{1,18}", "Mailjet")
        message = _("Mailjet can't stop a campaign that is being sent")
        raise ServiceRefused(message, _("contact its support now if it has to be stopped"))

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign. Mailjet counts it under another number, found by ``mj.nl=DRAFT``."""
        number = known_id(campaign_id, "[0-9]{1,18}", "Mailjet")
        try:
            sent = self._api.get(f"/campaign/mj.nl={number}", _Sents).data
        except Refused as mistake:
            if mistake.reply.status != NOT_FOUND:
                raise
            sent = []
        if not sent:
            return Statistics(sent=0, delivered=0)
        counters = self._api.get(
            "/statcounters",
            _Counters,
            CounterSource="Campaign",
            CounterTiming="Message",
            CounterResolution="Lifetime",
            SourceId=sent[0].id,
        ).data or [_Counter()]
        links = self._api.get("/statistics/link-click", _Clicks, CampaignId=sent[0].id, Limit=_MANY).data
        figures = counters[0]
        return Statistics(
            sent=figures.total,
            delivered=figures.message_sent_count,
            bounces=figures.message_hard_bounced_count + figures.message_soft_bounced_count,
            unsubscribes=figures.message_unsubscribed_count,
            complaints=figures.message_spam_count,
            opens=figures.message_opened_count if self._tracks_opens else None,
            clicks=figures.message_clicked_count,
            links=tuple(LinkClicks(link.url, link.clicks, link.readers) for link in links),
        )

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:  # noqa: ARG002  any reviewer will do
        """Whether the sender, or everybody of its domain, is active; Mailjet does not tell what it tracks."""
        wanted = {sender.email.casefold(), "*@" + sender.email.rpartition("@")[2].casefold()}
        senders = self._api.get("/sender", _Senders, Limit=_MANY).data
        return Standing(sender_verified=any(s.email.casefold() in wanted and s.status == "Active" for s in senders))

    def _drafts(self, **sort: str) -> dict[int, _Row]:
        """Every draft by its number. ``Total`` may count a page only: it proves that some are missing, never none."""
        found: dict[int, _Row] = {}
        offset = 0
        while True:
            page = self._api.get("/campaigndraft", _Rows, Limit=_PAGE, Offset=offset, **sort)
            found |= {draft.id: draft for draft in page.data}
            offset += len(page.data)
            if not page.data or (len(page.data) < _PAGE and offset >= (page.total or 0)):
                return found

    def _hour(self, campaign_id: str) -> datetime | None:
        try:
            found = self._api.get(self._path(campaign_id) + "/schedule", _Schedules).data
        except Refused as mistake:
            if mistake.reply.status != NOT_FOUND:
                raise
            found = []
        return hour(found[0].date) if found else None

    def _one(self, campaign_id: str, shape: type[T]) -> T:
        found = self._api.get(self._path(campaign_id), shape)
        if not found.data:
            message = _("Mailjet has no campaign “{id}”").format(id=campaign_id)
            raise ServiceRefused(message, _("run cenum status to list the existing ones"))
        return found

    def _read(self, campaign_id: str) -> tuple[_Draft, Content]:
        """What readers get, first the parts, and last the draft itself."""
        details = self._api.get(self._path(campaign_id) + "/detailcontent", _Details).data or [_Detail()]
        draft, detail = self._one(campaign_id, _Drafts).data[0], details[0]
        sender = Address(draft.sender_name, draft.sender_email)
        whom = f"{draft.contacts_list or ''}" + (f", segment {draft.segment}" if draft.segment else "")
        besides = _besides(draft, detail)
        return draft, Content(draft.subject, None, sender, draft.reply_to, detail.html, detail.text, whom, besides)

    def _must_be_draft(self, campaign: Campaign, content: Content) -> None:
        """And one that is still what was cleared."""
        draft, stored = self._read(campaign.id)
        if draft.status != _DRAFT:
            message = _("the campaign {id} is not a draft at {service}").format(id=campaign.id, service="Mailjet")
            raise ServiceRefused(message, _("check it there; nothing was sent"))
        refuse_if_changed(campaign, content, draft.title or "", stored)

    def _path(self, campaign_id: str) -> str:
        return f"/campaigndraft/{known_id(campaign_id, '[0-9]{1,18}', 'Mailjet')}"

    def _besides(self) -> dict[str, object]:
        """What cenum wants in what :func:`_besides` reads."""
        return {
            "Locale": _LOCALES[self._language],
            "EditMode": _EDIT_MODE,
            "IsTextPartIncluded": True,
            "AXTesting": None,
            "TemplateID": None,
            "Headers": None,
            "MJMLContent": None,
        }

    def _body(self, content: Content) -> dict[str, Any]:
        acceptable(content)
        return {
            "Locale": _LOCALES[self._language],
            # Required beside SenderEmail: the name of the sender.
            "Sender": content.sender.name,
            "SenderName": content.sender.name,
            "SenderEmail": content.sender.email,
            "ReplyEmail": content.reply_to,
            "Subject": content.subject,
            "ContactsListID": int(content.audience),
            "EditMode": _EDIT_MODE,
            # False by default, and what that does to a text is not said.
            "IsTextPartIncluded": True,
        }

    def _fill(self, campaign_id: str, content: Content) -> None:
        """Both parts: POST empties the one that it is not given."""
        body = {"Html-part": content.html, "Text-part": content.text or ""}
        self._api.put(self._path(campaign_id) + "/detailcontent", body, method="POST")


def _as_campaign(draft: _Row) -> Campaign:
    state = State.PAUSED if draft.status is None else _STATES.get(draft.status, State.PAUSED)
    if draft.status == _DELETED and (at := hour(draft.delivered)) and at.year >= _FIRST_YEAR:
        state = State.ARCHIVED
    where = f"https://app.mailjet.com/campaigns/creation/{draft.id}"
    remedy = ""
    if state is State.PAUSED:
        remedy = _(
            "nothing was done; its statistics at Mailjet say who received it: go on from there, not with cenum"
        )
    return Campaign(str(draft.id), draft.title or "", state, where, remedy=remedy)


def _besides(draft: _Draft, detail: _Detail) -> dict[str, object]:
    """Whatever else of a draft changes what readers get, by Mailjet's names; what is empty in any way is ``None``."""
    return {
        "Locale": draft.locale or None,
        "EditMode": draft.edit_mode or None,
        "IsTextPartIncluded": str(draft.has_text).casefold() == "true",
        "AXTesting": draft.ax_testing or None,
        "TemplateID": draft.template or None,
        "Headers": _added_headers(draft, detail.headers),
        "MJMLContent": detail.mjml or None,
    }


def _added_headers(draft: _Draft, headers: object) -> object:
    """The headers that say more than the draft itself, or ``None``."""
    if not isinstance(headers, dict):
        return headers or None
    sender = f"{draft.sender_name} <{draft.sender_email}>"
    known = {draft.subject, draft.sender_name, draft.sender_email, draft.reply_to, sender}
    added = {
        name: value
        for name, value in headers.items()
        if value and not (str(name).casefold() in _REPEATED and str(value) in known)
    }
    return added or None


def _explain(reply: Reply) -> str | None:
    if reply.status != BAD_REQUEST:
        return None
    words = reply.words.casefold()
    if "sender" in words:
        return _("validate the sender's address at Mailjet, under Sender domains & addresses")
    if "subscriber" in words or "recipient" in words:
        return _("Mailjet requires more than one active subscriber on the list: add readers to it there")
    if "date" in words and ("close" in words or "past" in words):
        return _("choose a later hour with --at, or send it now: cenum send")
    return None


class MailjetSettings(Struct, frozen=True):
    """The table [service.mailjet]."""

    audience: ListNumber


def _open(choice: MailjetSettings, settings: Settings, context: ServiceContext) -> Mailjet:
    return Mailjet(
        key(context.environ, _KEY),
        key(context.environ, _SECRET),
        choice.audience,
        language=settings.newsletter.language,
        tracks_opens=settings.tracking.opens,
        now=context.now,
    )


SPEC = ServiceSpec(
    name="mailjet",
    title="Mailjet",
    settings=MailjetSettings,
    open=_open,
    calendars=True,
    credentials=(Credential(_KEY), Credential(_SECRET)),
    asks=(LIST_NUMBER,),
    # documentation.mailjet.com/hc/en-us/articles/360049641733
    domain=DomainDemands(includes=("spf.mailjet.com",), keys=(("mailjet",),)),
)
