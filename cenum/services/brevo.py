"""Brevo, in its own words: developers.brevo.com/reference; docs/services/brevo.md says what is special."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from cenum.clock import utc_now
from cenum.edition.edition import Address, Links
from cenum.errors import CenumError, FateUnknown
from cenum.i18n import _
from cenum.services.content import acceptable, known_id, list_is_missing, reachable
from cenum.services.hours import hour
from cenum.services.provider import NOT_FOUND, PAYMENT_REQUIRED, Patience, Provider, Refused, Reply, api
from cenum.services.secrets import key
from cenum.services.service import (
    Audience,
    Campaign,
    Content,
    LinkClicks,
    Notice,
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

_KEY = "BREVO_API_KEY"
BASE = "https://api.brevo.com/v3"
# Variables, statements and comments of its template language.
_OPENINGS = ("{{", "{%", "{#")
_PAGE = 100
_NEWEST = 10  # of which each comes with its letter
# A campaign as it stands, with its counters and without its letter.
_COUNTED = {"statistics": "globalStats", "excludeHtmlContent": "true"}
# Left out, empty or without its tag, either is the account's own, which is set around every letter
# (github.com/sendinblue/APIv3-php-library, issues 39 and 48). A link without words shows nothing anywhere.
_NOTHING = '<span style="display:none;mso-hide:all"><a href="{tag}"></a></span>'
_HEADER = _NOTHING.replace("{tag}", "{{ mirror }}")
_FOOTER = _NOTHING.replace("{tag}", "{{ unsubscribe }}")
# Fields that somebody may fill at Brevo, with what cenum wants there: written only where they were filled, since
# no page says that Brevo takes an empty one, or the mere mention of what a plan does not have.
_UNFILLED: dict[str, str | bool] = {
    "previewText": "",
    "toField": "",
    "attachmentUrl": "",
    "abTesting": False,
    "sendAtBestTime": False,
    "recurring": False,
}
_SWITCHES = {"mirrorActive": True, "inlineImageActivation": False}
# The list spells two states in one way, a single campaign in another.
_STATES = {
    "draft": State.DRAFT,
    "queued": State.SCHEDULED,
    "scheduled": State.SCHEDULED,
    "inProcess": State.SENDING,
    "in_process": State.SENDING,
    "inReview": State.SENDING,
    "in_review": State.SENDING,
    "suspended": State.PAUSED,
    "cancelling": State.PAUSED,
    "cancelled": State.PAUSED,
    "sent": State.SENT,
    "archive": State.ARCHIVED,
}
# One of these may have been stopped before its hour or half-way: only the counters tell.
_STOPPED = frozenset({"suspended", "cancelled"})
# How long a counter may lag behind, and how long the list has it: six months, says Brevo.
_SETTLES = timedelta(hours=1)
_FORGETS = timedelta(days=150)
# What is this close to its hour may be leaving while it is stopped.
_MARGIN = timedelta(minutes=2)
_TAKEN_BACK = " · cancelled"


class _Sender(Struct, frozen=True):
    name: str = ""
    email: str = ""
    active: bool = False


class _Row(Struct, frozen=True, rename="camel"):
    # The list has strangers' campaigns as well: whatever is empty or odd there must not stop a command.
    id: int
    name: str | None = None
    status: str | None = None
    scheduled_at: Any = None
    sent_date: Any = None
    modified_at: Any = None
    statistics: Any = None
    recipients: Any = None
    preview_text: Any = None
    to_field: Any = None
    attachment_url: Any = None
    ab_testing: Any = None
    send_at_best_time: Any = None
    recurring: Any = None

    @property
    def counted(self) -> tuple[int | None, int | None]:
        """How many it was sent to, and how many it has still to be sent to, where Brevo says so."""
        try:
            statistics = msgspec.convert(self.statistics, _Counters, strict=False)
        except msgspec.ValidationError:
            return None, None
        figures = statistics.global_stats
        return figures.sent if figures else None, statistics.remaining

    @property
    def filled(self) -> dict[str, object]:
        """What `_UNFILLED` names, as it stands; what Brevo leaves out stands as it should."""
        said = msgspec.to_builtins(self)
        return {name: said[name] or wanted for name, wanted in _UNFILLED.items()}


class _Campaign(_Row, frozen=True):
    subject: str | None = None  # an A/B test has two others instead
    html_content: str | None = None
    reply_to: str | None = None
    sender: _Sender = _Sender()
    header: str | None = None
    footer: str | None = None
    attachment_file: Any = None
    mirror_active: Any = None
    inline_image_activation: Any = None
    email_expiration_date: Any = None
    utm_campaign_value: str | None = None

    @property
    def besides(self) -> dict[str, object]:
        """Whatever else changes what readers get, as :func:`_wanted` has it."""
        marking, said = _marking(self.sender.name), self.utm_campaign_value
        expires = self.email_expiration_date
        return self.filled | {
            "header": self.header or "",
            "footer": self.footer or "",
            "attachmentFile": self.attachment_file or "",
            "mirrorActive": self.mirror_active is None or self.mirror_active,
            "inlineImageActivation": bool(self.inline_image_activation),
            "emailExpirationDate": expires if isinstance(expires, dict) and expires.get("duration") else None,
            # Left out where the account marks no links; how it spells a space is its own business.
            "utmCampaignValue": said if said and _plain_letters(said).casefold() != marking.casefold() else marking,
        }


class _Page(Struct, frozen=True):
    # An answer without either is none: taken for an empty list it would make a second campaign.
    count: int
    campaigns: list[_Row] = []


class _Stored(Struct, frozen=True):
    campaigns: list[_Campaign] = []


class _Created(Struct, frozen=True):
    id: int


class _Plan(Struct, frozen=True, rename="camel"):
    type: str = ""
    credits: float = 0
    credits_type: str = ""


class _Account(Struct, frozen=True, rename="camel"):
    email: str
    company_name: str = ""
    plan: list[_Plan] = []


class _List(Struct, frozen=True, rename="camel"):
    name: str
    unique_subscribers: int | None = None
    total_subscribers: int = 0


class _Senders(Struct, frozen=True):
    senders: list[_Sender] = []


class _Figures(Struct, frozen=True, rename="camel"):
    sent: int | None = None
    delivered: int | None = None
    unique_views: int | None = None
    apple_mpp_opens: int | None = None
    unique_clicks: int | None = None
    hard_bounces: int | None = None
    soft_bounces: int | None = None
    unsubscriptions: int | None = None
    complaints: int | None = None


class _Counters(Struct, frozen=True, rename="camel"):
    global_stats: _Figures | None = None
    remaining: int | None = None


class _Clicks(Struct, frozen=True, rename="camel"):
    nb_click: int


class _Statistics(_Counters, frozen=True):
    # Its SDK says numbers, an example of its description an object each; an empty object may well be a list.
    links_stats: dict[str, int | _Clicks] | Annotated[list[object], Meta(max_length=0)] | None = None


class _Counted(Struct, frozen=True):
    statistics: _Statistics = _Statistics()


class Brevo:
    """One contact list at Brevo; see :class:`~cenum.services.service.Service`.

    It keeps no plain text, and makes its own from the HTML. ``tracks_opens`` says whether opens may be reported.
    """

    name = "brevo"

    def __init__(  # noqa: PLR0913  the settings, the key, and where to ask
        self,
        key: str,
        audience: int,
        *,
        tracks_opens: bool = False,
        base: str = BASE,
        patience: Patience | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._list = audience
        self._now = now
        self._tracks_opens = tracks_opens
        self._readers = 0  # of the list, once somebody had to know
        # What the list of campaigns showed of each that has something to be emptied.
        self._to_empty: dict[str, dict[str, str | bool]] = {}
        self._api = api(
            Provider(
                name="Brevo",
                base=base,
                headers={"api-key": key},
                secrets=(key,),
                words=lambda data: data["message"],
                explain=_explain,
                rights=_("ask the owner of the account at Brevo for it, or for a key that has it (SMTP & API)"),
                # Seconds until the next request is welcome (developers.brevo.com/docs/api-limits).
                wait_header="x-sib-ratelimit-reset",
            ),
            patience,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()

    def account(self) -> str:
        """The company, or else the address of the account."""
        account = self._api.get("/account", _Account)
        return account.company_name or account.email

    def audience(self) -> Audience:
        """The contact list."""
        try:
            found = self._api.get(f"/contacts/lists/{self._list}", _List)
        except Refused as mistake:
            if mistake.reply.status == NOT_FOUND:
                raise list_is_missing("Brevo", self._list, "service.brevo.audience") from None
            raise
        return Audience(
            found.name, found.total_subscribers if found.unique_subscribers is None else found.unique_subscribers
        )

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first."""
        offset = 0
        while True:
            page = self._api.get(
                "/emailCampaigns", _Page, type="classic", limit=_PAGE, offset=offset, sort="desc", **_COUNTED
            )
            for found in page.campaigns:
                stands = found.filled
                odd = {name: wanted for name, wanted in _UNFILLED.items() if stands[name] != wanted}
                self._to_empty[str(found.id)] = odd
                yield self._as_campaign(found)
            offset += len(page.campaigns)
            # A page may be shorter than it was asked to be, and a full one is not the last for sure.
            if not page.campaigns or (offset >= page.count and len(page.campaigns) < _PAGE):
                return

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now."""
        return self._as_campaign(self._row(campaign_id))

    def content(self, edition: Edition) -> Content:
        """The edition with Brevo's tags; its pictures and calendar files are published at newsletter.site."""
        links = Links("{{ unsubscribe }}", "{{ mirror }}", edition.public_links.files)
        html, _text = _escaped(edition).fill(links)
        subject = in_text(edition.subject, _OPENINGS)
        besides = _wanted(edition.sender)
        return Content(subject, None, edition.sender, edition.reply_to, html, None, str(self._list), besides)

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft."""
        body = {"name": name, **self._body(content)}
        created = self._api.act("POST", "/emailCampaigns", body, _Created)
        return Campaign(str(created.id), name, State.DRAFT, _where(created.id))

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft, and empty whatever somebody filled there."""
        body = self._body(content) | self._to_empty.get(campaign_id, {})
        self._api.put(self._path(campaign_id), body)

    def rewrite(self, campaign_id: str, name: str, content: Content) -> None:
        """As :meth:`update`, with another name."""
        body = self._body(content) | self._to_empty.get(campaign_id, {})
        self._api.put(self._path(campaign_id), {"name": name, **body})

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another name."""
        self._api.put(self._path(campaign_id), {"name": name})

    def look(self, campaign_id: str, *, new: bool) -> tuple[Content, list[Campaign]]:
        """As :meth:`read` and :meth:`campaign`; of a new one, in a list of those that were made last."""
        if new:
            page = self._api.get(
                "/emailCampaigns",
                _Stored,
                type="classic",
                limit=_NEWEST,
                offset=0,
                sort="desc",
                statistics="globalStats",
            )
            found = next((one for one in page.campaigns if str(one.id) == campaign_id), None)
            if found:
                return _content(found), [self._as_campaign(one) for one in page.campaigns]
        # A list may lag behind the campaign.
        found = self._api.get(self._path(campaign_id), _Campaign, statistics="globalStats")
        return _content(found), [self._as_campaign(found)]

    def read(self, campaign_id: str) -> Content:
        """The content as Brevo stores it: without preheader, which is in the HTML, and without plain text."""
        return _content(self._api.get(self._path(campaign_id), _Campaign))

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send the stored content to the reviewers who are contacts; Brevo refuses all for one who is not."""
        path = self._path(campaign_id) + "/sendTest"
        addresses, refused = reachable(reviewers)
        if addresses:
            try:
                self._api.act("POST", path, {"emailTo": addresses})
            except Refused as mistake:
                strangers = _strangers(mistake.reply, addresses)
                addresses = [address for address in addresses if address not in strangers]
                if not strangers:
                    raise
                refused += strangers.items()
                if addresses:
                    self._api.act("POST", path, {"emailTo": addresses})
        return TestSend(tuple(addresses), tuple(refused))

    def send(self, campaign: Campaign, content: Content) -> None:
        """Send a draft, which is still what was cleared."""
        self._refuse_if_changed(campaign, content)
        self._api.act("POST", self._path(campaign.id) + "/sendNow", once=True)

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over, which is still what was cleared."""
        self._refuse_if_changed(campaign, content)
        campaign_id = campaign.id
        said = at.astimezone(UTC).isoformat(timespec="milliseconds")
        self._api.act("PUT", self._path(campaign_id), {"scheduledAt": said}, once=True)
        # With some accounts the hour alone does it, with others the campaign stays a draft.
        try:
            if self._row(campaign_id).status == "draft":
                self._api.act("PUT", self._path(campaign_id) + "/status", {"status": "queued"}, once=True)
        except CenumError as mistake:
            # The hour is there already, and a state may lag behind: no refusal proves that nothing was changed.
            raise FateUnknown(mistake.message, mistake.remedy) from None

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again, or suspend it where Brevo does not want to.

        A suspended one stays for ever, and whether it began is soon not to be told: where it did not, it loses its
        mark, so that the issue can be tested and sent again.
        """
        path = self._path(campaign_id)
        try:
            self._api.act("PUT", f"{path}/status", {"status": "draft"})
        except Refused:
            self._api.act("PUT", f"{path}/status", {"status": "suspended"})
            with suppress(CenumError):  # it is stopped: whatever else is missing can be seen there
                self._take_mark_off(campaign_id)

    def cancel(self, campaign_id: str) -> None:
        """Suspend a campaign that is being sent."""
        self._api.act("PUT", self._path(campaign_id) + "/status", {"status": "suspended"})

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign; Brevo keeps the figures of the last six months."""
        path = self._path(campaign_id)
        asked = self._api.get(path, _Counted, statistics="globalStats", excludeHtmlContent="true")
        figures = asked.statistics.global_stats or _Figures()
        links = self._api.get(path, _Counted, statistics="linksStats", excludeHtmlContent="true").statistics
        return Statistics(
            sent=figures.sent or 0,
            delivered=figures.delivered,
            bounces=(figures.hard_bounces or 0) + (figures.soft_bounces or 0),
            unsubscribes=figures.unsubscriptions,
            complaints=figures.complaints,
            opens=figures.unique_views if self._tracks_opens else None,
            machine_opens=figures.apple_mpp_opens if self._tracks_opens else None,
            clicks=figures.unique_clicks,
            links=tuple(_clicked(links.links_stats or {})),
        )

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:
        """Whether the sender is active, every reviewer a contact, and how many letters the plan lets through.

        Brevo does not tell what it tracks.
        """
        senders = self._api.get("/senders", _Senders).senders
        verified = any(one.active and one.email.casefold() == sender.email.casefold() for one in senders)
        strangers = [address for address in reviewers if not self._is_contact(address)]
        plans = self._api.get("/account", _Account).plan
        notices = tuple(_notices(plans, self.audience().size)) if plans else ()
        return Standing(sender_verified=verified, unknown_reviewers=tuple(strangers), notices=notices)

    def _as_campaign(self, found: _Row) -> Campaign:
        """Where it stands. A remainder of what was sent is believed only while readers of the list can be missing.

        What may remain of one that is sent, no page says: an example of Brevo's has 1000, published answers have 0.
        """
        campaign = _as_campaign(found, self._now())
        if campaign.state is State.INCOMPLETE and _audience(found.recipients) == str(self._list):
            with suppress(CenumError):  # a list that can't be counted proves nothing
                self._readers = self._readers or self.audience().size
            if self._readers and (campaign.reached or 0) >= self._readers:
                whole = _STATES[found.status or ""]
                return replace(campaign, state=whole, wanted=campaign.reached, remedy="")
        return campaign

    def _refuse_if_changed(self, campaign: Campaign, content: Content) -> None:
        found = self._api.get(self._path(campaign.id), _Campaign)
        refuse_if_changed(campaign, content, found.name or "", _content(found))

    def _take_mark_off(self, campaign_id: str) -> None:
        found = self._row(campaign_id)
        at = hour(found.scheduled_at)
        if found.status in _STOPPED and at and at > self._now() + _MARGIN and not found.counted[0]:
            self.rename(campaign_id, f"{found.name}{_TAKEN_BACK}")

    def _is_contact(self, address: str) -> bool:
        try:
            self._api.get(f"/contacts/{quote(address, safe='')}", dict)
        except Refused as mistake:
            if mistake.reply.status == NOT_FOUND:
                return False
            raise
        return True

    def _row(self, campaign_id: str) -> _Row:
        return self._api.get(self._path(campaign_id), _Row, **_COUNTED)

    def _path(self, campaign_id: str) -> str:
        return f"/emailCampaigns/{known_id(campaign_id, '[0-9]{1,18}', 'Brevo')}"

    def _body(self, content: Content) -> dict[str, Any]:
        acceptable(content)
        return {
            "subject": content.subject,
            "sender": {"name": content.sender.name, "email": content.sender.email},
            "replyTo": content.reply_to,
            "htmlContent": content.html,
            "recipients": {"listIds": [int(content.audience)]},
            "header": _HEADER,
            "footer": _FOOTER,
            **_SWITCHES,
            # Where the account adds UTM tags, the campaign's internal name would stand in every link.
            "utmCampaign": _marking(content.sender.name),
        }


def _content(found: _Campaign) -> Content:
    return Content(
        subject=found.subject or "",
        preheader=None,
        sender=Address(found.sender.name, found.sender.email),
        reply_to=found.reply_to or "",
        html=found.html_content or "",
        text=None,
        audience=_audience(found.recipients),
        besides=found.besides,
    )


def _clicked(links: dict[str, int | _Clicks] | list[object]) -> Iterator[LinkClicks]:
    for url, clicks in links.items() if isinstance(links, dict) else ():
        yield LinkClicks(url, clicks.nb_click if isinstance(clicks, _Clicks) else clicks)


def _wanted(sender: Address) -> dict[str, object]:
    """What a campaign of this sender holds besides what :class:`Content` has names for, by Brevo's names."""
    return _UNFILLED | {
        "header": _HEADER,
        "footer": _FOOTER,
        "attachmentFile": "",
        **_SWITCHES,
        "emailExpirationDate": None,
        "utmCampaignValue": _marking(sender.name),
    }


def _escaped(edition: Edition) -> Edition:
    return replace(edition, html=in_html(edition.html, _OPENINGS))


def _as_campaign(found: _Row, now: datetime) -> Campaign:
    state = _STATES.get(found.status or "", State.PAUSED)
    at = hour(found.scheduled_at)
    sent, remaining = found.counted
    remedy = ""
    if state is State.SCHEDULED and not (at and at > now):
        # “Send now” schedules it for the current time.
        state = State.SENDING
    elif state in {State.SENT, State.ARCHIVED} and sent and remaining:
        state = State.INCOMPLETE
        remedy = _("see at Brevo who is missing and why; don't send the issue to everybody again: many have it")
    elif found.status in _STOPPED:
        state, remedy = _stopped(found, at, now)
    campaign = Campaign(str(found.id), found.name or "", state, _where(found.id))
    if state is State.DRAFT:
        return campaign  # it may keep an hour that was taken back
    wanted = sent + remaining if sent is not None and remaining is not None else None
    return replace(campaign, at=at, reached=sent, wanted=wanted, remedy=remedy)


def _stopped(found: _Row, at: datetime | None, now: datetime) -> tuple[State, str]:
    """The state of a campaign that was stopped, and what to do about it."""
    sent, _remaining = found.counted
    if sent:
        return State.PAUSED, _(
            "see at Brevo what stopped it, a person or the plan's daily limit, and let it go on there; "
            "don't send the issue to everybody again: many have it"
        )
    if sent is None or found.sent_date:
        return State.PAUSED, ""
    if at and at > now:
        return State.CANCELLED, ""
    touched = max((one for one in (at, hour(found.modified_at)) if one), default=None)
    if touched is None or now - touched > _FORGETS:
        return State.PAUSED, ""
    if now - touched > _SETTLES:
        return State.CANCELLED, ""
    remedy = _("Brevo has counted no reader yet: run cenum status after {hour}, when its count can be relied on")
    return State.PAUSED, remedy.format(hour=f"{touched + _SETTLES:%H:%M} UTC")


def _audience(recipients: object) -> str:
    """The number of the list, and whatever else is said of the recipients: other lists, exclusions, segments."""
    if not isinstance(recipients, dict):
        return ""
    lists = recipients.get("lists") or []
    others = [f"{kind} {some}" for kind, some in sorted(recipients.items()) if some and kind != "lists"]
    return ", ".join([*(map(str, lists) if isinstance(lists, list) else [f"{lists}"]), *others])


def _where(number: int) -> str:
    return f"https://app.brevo.com/marketing-campaign/edit/{number}"


def _strangers(reply: Reply, addresses: Sequence[str]) -> dict[str, str]:
    """The reviewers that Brevo named in its refusal, with what to do about each."""
    reasons = {
        "unexistingEmails": _("not a contact at Brevo: add it under Contacts, to any list"),
        "withoutListEmails": _("not on any list at Brevo: add it to one under Contacts"),
        "blackListedEmails": _("blocklisted at Brevo: remove it from the blocklist under Contacts"),
    }
    data = reply.data if isinstance(reply.data, dict) else {}
    named = {
        str(address).casefold(): reason
        for kind, reason in reasons.items()
        if isinstance(data.get(kind), list)
        for address in data[kind]
    }
    return {address: named[address.casefold()] for address in addresses if address.casefold() in named}


def _notices(plans: Sequence[_Plan], readers: int) -> Iterator[Notice]:
    """What the account lets through, where that is little: a free plan has so many letters a day, another credits."""
    mails = [plan for plan in plans if plan.type != "sms" and plan.credits_type in {"sendLimit", ""}]
    left = int(sum(plan.credits for plan in mails))
    if any(plan.type == "free" for plan in mails):
        says = _("this is Brevo's free plan, which has a limit a day: letters left now: {left}; readers: {readers}")
        remedy = _("let nothing else leave on the day of sending, neither letters nor tests")
        if left < readers:
            remedy = _("choose a plan that lets a letter for each reader through at once, or many get none")
        yield Notice(_("plan"), says.format(left=left, readers=readers), remedy)
    elif left < readers:
        says = _("the account at Brevo has fewer credits than readers: letters left: {left}; readers: {readers}")
        yield Notice(
            _("plan"), says.format(left=left, readers=readers), _("buy credits at Brevo before the letter leaves")
        )


def _explain(reply: Reply) -> str | None:
    code = reply.data.get("code") if isinstance(reply.data, dict) else None
    if reply.status == PAYMENT_REQUIRED or code == "not_enough_credits":
        return _(
            "the account has not enough credits for this audience: buy some at Brevo, then run this command again"
        )
    if code == "unauthorized" and "IP" in reply.words:
        return _(
            "Brevo does not know this machine: allow it, or deactivate the blocking of unknown IP addresses there"
        )
    return None


def _plain_letters(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[A-Za-z0-9]+", ascii_name))


def _marking(sender: str) -> str:
    """What the links of a letter are marked with where the account marks links."""
    return _plain_letters(sender) or "newsletter"


class BrevoSettings(Struct, frozen=True):
    """The table [service.brevo]."""

    audience: ListNumber


def _open(choice: BrevoSettings, settings: Settings, context: ServiceContext) -> Brevo:
    return Brevo(
        key(context.environ, _KEY),
        choice.audience,
        tracks_opens=settings.tracking.opens,
        now=context.now,
    )


SPEC = ServiceSpec(
    name="brevo",
    title="Brevo",
    settings=BrevoSettings,
    open=_open,
    calendars=True,
    credentials=(Credential(_KEY),),
    asks=(LIST_NUMBER,),
    # help.brevo.com, “Authenticate your domain with Brevo”; that the envelope is Brevo's own stands in
    # captaindns.com/en/blog/brevo-transactional-email-technical-guide. Older accounts have one TXT record at mail.
    domain=DomainDemands(
        includes=("spf.brevo.com", "spf.sendinblue.com"),
        own_envelope=True,
        keys=(("brevo1", "brevo2"), ("mail",)),
        aliases={"brevo1": "b1.{dashed}.dkim.brevo.com", "brevo2": "b2.{dashed}.dkim.brevo.com"},
    ),
)
