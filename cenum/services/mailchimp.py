"""Mailchimp, in its own words: mailchimp.com/developer/marketing; docs/services/mailchimp.md says what is special."""

from __future__ import annotations

import base64
import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from cenum.clock import utc_now
from cenum.edition.edition import Address, Links
from cenum.errors import Refusal, ServiceRefused, UsageMistake
from cenum.i18n import N_, _
from cenum.services.content import acceptable, known_id, list_is_missing, reachable
from cenum.services.hours import hour
from cenum.services.provider import FORBIDDEN, NOT_FOUND, UNAUTHORIZED, Patience, Provider, Refused, Reply, api
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
from cenum.services.specification import LIST_NUMBER, AskedSetting, Credential, DomainDemands, ListNumber, ServiceSpec
from cenum.services.tags import in_html, in_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from cenum.edition.edition import Edition, Picture
    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings

_KEY = "MAILCHIMP_API_KEY"
_OPENINGS = ("*|",)
_PAGE = 100
_MANY = 1000
_UNTOLD = 10**9  # how many there may be where that is not said
_QUARTER = 15
_DRAFT = "save"
_FREE = "forever_free"
_LONGEST_SUBJECT = 150  # characters; public reports of what its API refuses
# For how long after a send the readers of the audience are those whom it was to reach.
_FRESH = timedelta(days=1)
# One in so many of them may have joined since: that fewer are missing proves nothing.
_JOINING = 20
_STATES = {
    _DRAFT: State.DRAFT,
    "paused": State.PAUSED,
    "schedule": State.SCHEDULED,
    "sending": State.SENDING,
    "sent": State.SENT,
    "canceled": State.PAUSED,  # unless nothing of it had left
    "canceling": State.PAUSED,
    "archived": State.ARCHIVED,
}
# The sender's postal address, which Mailchimp owes the readers and adds itself, with a footer, where it is missing.
_ADDRESS = "*|LIST:ADDRESSLINE|*"
_ADDRESS_HTML = (
    f'<div style="padding:8px 16px;font-size:12px;line-height:18px;text-align:center;color:#767676">{_ADDRESS}</div>'
)


# Of the settings that may change what readers get: what cenum gives, and what nobody should have filled.
_GIVEN: dict[str, object] = {
    "auto_footer": False,
    "inline_css": False,
    "auto_tweet": False,
    "use_conversation": False,
    "preview_text": "",
    "to_name": "",
}
_EMPTY_SETTINGS = ("timewarp", "template_id", "auto_fb_post")
_EMPTY_TRACKING = ("ecomm360", "google_analytics", "clicktale")
_COUNTED = ("opens", "html_clicks", "text_clicks")
# It merges styles then. Whether what it stores shows that is not known; nobody can edit what is on its way there.
_ALTERED_AT_SENDING = ("html",)
# Where the content is not what it was given, but fetched, or a message of another kind.
_FOREIGN = {"url", "multichannel"}


class _Title(Struct, frozen=True):
    title: str | None = None


class _Row(Struct, frozen=True):
    # The list has strangers' campaigns as well: whatever is empty there must not stop a command.
    id: str
    status: str | None = None
    web_id: int | None = None
    send_time: Any = None
    emails_sent: Any = None
    settings: _Title | None = None
    recipients: Any = None
    delivery_status: Any = None
    tracking: Any = None


class _Campaign(Struct, frozen=True):
    status: str | None = None
    type: str = ""
    content_type: str | None = None
    recipients: Any = None
    settings: Any = None
    tracking: Any = None


class _Page(Struct, frozen=True):
    campaigns: list[_Row]
    total_items: int | None = None


class _Html(Struct, frozen=True):
    html: str = ""
    plain_text: str = ""


class _Account(Struct, frozen=True):
    account_name: str
    pricing_plan_type: str | None = None


class _List(Struct, frozen=True):
    name: str


class _Members(Struct, frozen=True):
    total_items: int


class _Item(Struct, frozen=True):
    type: str
    heading: str = ""
    details: str = ""


class _Checklist(Struct, frozen=True):
    is_ready: bool
    items: list[_Item] = []


class _File(Struct, frozen=True):
    name: str
    full_size_url: str


class _Files(Struct, frozen=True):
    files: list[_File] = []
    total_items: int | None = None


class _Domain(Struct, frozen=True):
    domain: str
    verified: bool = False


class _Domains(Struct, frozen=True):
    domains: list[_Domain] = []


class _Bounces(Struct, frozen=True):
    hard_bounces: int = 0
    soft_bounces: int = 0
    syntax_errors: int = 0


class _Opens(Struct, frozen=True):
    unique_opens: int = 0
    proxy_excluded_unique_opens: int | None = None


class _ClickFigures(Struct, frozen=True):
    unique_subscriber_clicks: int = 0


class _Report(Struct, frozen=True):
    emails_sent: int = 0
    abuse_reports: int = 0
    unsubscribed: int = 0
    bounces: _Bounces = _Bounces()
    opens: _Opens = _Opens()
    clicks: _ClickFigures = _ClickFigures()


class _Click(Struct, frozen=True):
    url: str
    total_clicks: int = 0
    unique_clicks: int | None = None


class _Clicks(Struct, frozen=True):
    urls_clicked: list[_Click] = []


class Mailchimp:
    """One audience at Mailchimp, or a saved segment of it; see :class:`~cenum.services.service.Service`.

    What follows the key's last hyphen names the data centre. ``tracks_opens`` and ``tracks_clicks`` are said in
    every campaign. ``now`` (aware) tells what is scheduled from what is leaving.
    """

    name = "mailchimp"

    def __init__(  # noqa: PLR0913  the settings, the key, and where to ask
        self,
        key: str,
        audience: str,
        segment: int | None = None,
        *,
        tracks_opens: bool = False,
        tracks_clicks: bool = False,
        now: Callable[[], datetime] = utc_now,
        base: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        secret, _hyphen, centre = key.rpartition("-")
        if not secret or not re.fullmatch("[a-z]{2,4}[0-9]{1,4}", centre):
            message = _("the environment variable {name} does not contain a valid key").format(name=_KEY)
            raise UsageMistake(message, _("a key of Mailchimp ends with its data centre, such as -us21"))
        self._list = audience
        self._segment = segment
        self._now = now
        self._tracks_opens = tracks_opens
        self._tracks_clicks = tracks_clicks
        self._admin = f"https://{centre}.admin.mailchimp.com/campaigns/show/?id="
        self._api = api(
            Provider(
                name="Mailchimp",
                base=base or f"https://{centre}.api.mailchimp.com/3.0",
                headers={},
                auth=("cenum", key),
                secrets=(key, f"cenum:{key}"),
                words=_words,
                explain=_explain,
                rights=_("make one as an Owner, Admin or Manager of the account (Extras, API keys)"),
            ),
            patience,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()

    def account(self) -> str:
        """The account's name."""
        return self._api.get("/", _Account).account_name

    def audience(self) -> Audience:
        """The audience, or the segment of it, whose members are counted: what is said of it is some minutes old."""
        path = f"/lists/{self._list}"
        name = self._named(path, self._list, "service.mailchimp.audience")
        if self._segment is not None:
            path += f"/segments/{self._segment}"
            name = f"{name} · {self._named(path, self._segment, 'service.mailchimp.segment')}"
        # No reader's address is asked for.
        only: dict[str, str | int] = {"count": 1, "fields": "total_items"}
        if self._segment is None:
            only["status"] = "subscribed"
        return Audience(name, self._api.get(path + "/members", _Members, **only).total_items)

    def _named(self, path: str, which: object, setting: str) -> str:
        """The name of the audience, or of the segment, which ``setting`` names."""
        try:
            return self._api.get(path, _List).name
        except Refused as mistake:
            if mistake.reply.status == NOT_FOUND:
                raise list_is_missing("Mailchimp", which, setting) from None
            raise

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first."""
        seen: set[str] = set()
        offset = 0
        while True:
            page = self._api.get(
                "/campaigns", _Page, count=_PAGE, offset=offset, sort_field="create_time", sort_dir="DESC"
            )
            # One that was made meanwhile moves another to the next page, where it is listed again.
            yield from (self._as_campaign(row) for row in page.campaigns if row.id not in seen)
            seen |= {row.id for row in page.campaigns}
            offset += len(page.campaigns)
            is_last = len(page.campaigns) < _PAGE if page.total_items is None else offset >= page.total_items
            if is_last or not page.campaigns:
                return

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now."""
        return self._as_campaign(self._api.get(self._path(campaign_id), _Row))

    def content(self, edition: Edition) -> Content:
        """The edition with Mailchimp's merge tags, its pictures in the file manager, and the address line."""
        if edition.sender.email.casefold() != edition.reply_to.casefold():
            message = _(
                "Mailchimp uses one address for the sender and for replies, but {sender} is not {reply_to}"
            ).format(sender=edition.sender.email, reply_to=edition.reply_to)
            raise Refusal(message, _("write the same address in newsletter.sender and newsletter.reply_to"))
        subject = in_text(edition.subject, _OPENINGS)
        if len(subject) > _LONGEST_SUBJECT:
            message = _("the subject has {count} characters, and Mailchimp takes {most} at most").format(
                count=len(subject), most=_LONGEST_SUBJECT
            )
            raise Refusal(message, _("shorten the title of the issue, or its subject"))
        links = Links("*|UNSUB|*", "*|ARCHIVE|*", self._host(edition.pictures))
        escaped = replace(edition, html=in_html(edition.html, _OPENINGS), text=in_text(edition.text, _OPENINGS))
        html, text = escaped.fill(links)
        head, body_end, tail = html.rpartition("</body>")
        html = head + _ADDRESS_HTML + body_end + tail
        text = f"{text.rstrip()}\n\n{_ADDRESS}\n"
        whom = self._list if self._segment is None else f"{self._list}/{self._segment}"
        return Content(
            subject, None, edition.sender, edition.reply_to, html, text, whom, self._besides(), _ALTERED_AT_SENDING
        )

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft: first the campaign, then its content. One that stays empty is filled by the next test."""
        body = {"type": "regular", **self._body(content, title=name)}
        created = self._api.act("POST", "/campaigns", body, _Row)
        self._counts_what_it_was_told(created)
        self._fill(created.id, content)
        return self._as_campaign(created)

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft."""
        body = self._body(content)
        self._counts_what_it_was_told(self._api.put(self._path(campaign_id), body, method="PATCH", shape=_Row))
        self._fill(campaign_id, content)

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another title."""
        self._api.put(self._path(campaign_id), {"settings": {"title": name}}, method="PATCH")

    def read(self, campaign_id: str) -> Content:
        """The content as Mailchimp stores it; the preheader is in the HTML."""
        return self._read(campaign_id)[1]

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send the stored content to the reviewers; any address will do."""
        path = self._path(campaign_id) + "/actions/test"
        addresses, refused = reachable(reviewers)
        if addresses:
            self._api.act("POST", path, {"test_emails": addresses, "send_type": "html"})
        return TestSend(tuple(addresses), tuple(refused))

    def send(self, campaign: Campaign, content: Content) -> None:
        """Send a draft, once Mailchimp's own checklist has nothing against it."""
        self._ready(campaign, content)
        self._api.act("POST", self._path(campaign.id) + "/actions/send", once=True)

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over, at a quarter of an hour."""
        said = at.astimezone(UTC)
        if said.minute % _QUARTER or said.second:
            message = _("Mailchimp sends only at :00, :15, :30 and :45, not at {hour}").format(hour=f"{at:%H:%M}")
            raise ServiceRefused(message, _("choose a quarter of an hour: in newsletter.hour, or with --at"))
        self._ready(campaign, content)
        body = {"schedule_time": said.isoformat(timespec="seconds")}
        try:
            self._api.act("POST", self._path(campaign.id) + "/actions/schedule", body, once=True)
        except Refused as mistake:
            if mistake.reply.status == FORBIDDEN and mistake.reply.data is not None:
                remedy = _("scheduling needs a paid plan there: send it when its hour has come (cenum send)")
                raise Refused(mistake.message, remedy, mistake.reply) from None
            raise

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again."""
        self._api.act("POST", self._path(campaign_id) + "/actions/unschedule")

    def cancel(self, campaign_id: str) -> None:
        """Stop a campaign that is being sent; Mailchimp does so for some plans only."""
        self._api.act("POST", self._path(campaign_id) + "/actions/cancel-send")

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign."""
        path = f"/reports/{known_id(campaign_id, '[0-9A-Za-z]{1,40}', 'Mailchimp')}"
        report = self._api.get(path, _Report)
        clicks = self._api.get(path + "/click-details", _Clicks, count=_MANY).urls_clicked
        bounces = report.bounces.hard_bounces + report.bounces.soft_bounces + report.bounces.syntax_errors
        human = report.opens.proxy_excluded_unique_opens
        return Statistics(
            sent=report.emails_sent,
            delivered=report.emails_sent - bounces,
            bounces=bounces,
            unsubscribes=report.unsubscribed,
            complaints=report.abuse_reports,
            opens=report.opens.unique_opens if self._tracks_opens else None,
            machine_opens=report.opens.unique_opens - human if self._tracks_opens and human is not None else None,
            clicks=report.clicks.unique_subscriber_clicks if self._tracks_clicks else None,
            links=tuple(LinkClicks(link.url, link.total_clicks, link.unique_clicks) for link in clicks),
        )

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:  # noqa: ARG002  any reviewer will do
        """Whether the sender's domain is verified; what is tracked is what each campaign says."""
        domain = sender.email.rpartition("@")[2].casefold()
        known = self._api.get("/verified-domains", _Domains, count=_MANY).domains
        verified = any(one.verified and one.domain.casefold() == domain for one in known)
        plan = self._api.get("/", _Account).pricing_plan_type
        notices = [_free_plan()] if plan == _FREE else []
        return Standing(sender_verified=verified, tracks_opens=self._tracks_opens, notices=tuple(notices))

    def _host(self, pictures: Sequence[Picture]) -> dict[str, str]:
        """Where each picture can be fetched, after uploading those that are not there: names carry their content."""
        if not pictures:
            return {}
        there: dict[str, str] = {}
        offset = 0
        while True:
            page = self._api.get("/file-manager/files", _Files, count=_MANY, offset=offset, type="image")
            there |= {file.name: file.full_size_url for file in page.files}
            offset += len(page.files)
            if not page.files or offset >= (page.total_items or _UNTOLD):
                break
        for picture in pictures:
            if picture.name not in there:
                body = {"name": picture.name, "file_data": base64.b64encode(picture.content).decode()}
                there[picture.name] = self._api.act("POST", "/file-manager/files", body, _File).full_size_url
        return there

    def _ready(self, campaign: Campaign, content: Content) -> None:
        """By its checklist, and as what was cleared: the parts are read first, the campaign itself last."""
        checklist = self._api.get(self._path(campaign.id) + "/send-checklist", _Checklist)
        if not checklist.is_ready:
            wrong = [f"{item.heading}: {item.details}" for item in checklist.items if item.type == "error"]
            message = _("Mailchimp's checklist refuses: {reasons}").format(reasons="; ".join(wrong))
            raise ServiceRefused(message, _("correct it at Mailchimp or in cenum.toml, then run this command again"))
        found, stored = self._read(campaign.id)
        if found.status != _DRAFT:
            message = _("the campaign {id} is not a draft at {service}").format(id=campaign.id, service="Mailchimp")
            raise ServiceRefused(message, _("check it there; nothing was sent"))
        refuse_if_changed(campaign, content, _said(found, "title"), stored)

    def _read(self, campaign_id: str) -> tuple[_Campaign, Content]:
        """What readers get, first the parts, and last the campaign itself."""
        stored = self._api.get(self._path(campaign_id) + "/content", _Html)
        found = self._api.get(self._path(campaign_id), _Campaign)
        subject, name, address = (_said(found, part) for part in ("subject_line", "from_name", "reply_to"))
        whom, besides = _audience(_part(found.recipients)), _besides(found)
        sender = Address(name, address)
        return found, Content(subject, None, sender, address, stored.html, stored.plain_text, whom, besides)

    def _besides(self) -> dict[str, object]:
        """What cenum wants in what :func:`_besides` reads."""
        return {
            "type": "regular",
            "content_type": None,
            "settings.authenticate": True,
            **{f"settings.{name}": value or None for name, value in _GIVEN.items()},
            **dict.fromkeys(f"settings.{name}" for name in _EMPTY_SETTINGS),
            **{f"tracking.{name}": counted for name, counted in self._tracking().items()},
            **dict.fromkeys(f"tracking.{name}" for name in _EMPTY_TRACKING),
        }

    def _tracking(self) -> dict[str, bool]:
        return {"opens": self._tracks_opens, "html_clicks": self._tracks_clicks, "text_clicks": False}

    def _counts_what_it_was_told(self, stored: _Row) -> None:
        """Raises :class:`Refusal` where Mailchimp counts what it was told not to; what it does not answer is read."""
        tracking = _part(stored.tracking)
        counted = [name for name, wanted in self._tracking().items() if not wanted and tracking.get(name)]
        if counted:
            message = _("Mailchimp counts what [tracking] in cenum.toml says not to count: {parts}").format(
                parts=", ".join(counted)
            )
            remedy = _("some plans can't switch it off: change the plan, or allow it under [tracking] in cenum.toml")
            raise Refusal(message, remedy)

    def _path(self, campaign_id: str) -> str:
        return f"/campaigns/{known_id(campaign_id, '[0-9A-Za-z]{1,40}', 'Mailchimp')}"

    def _body(self, content: Content, **more: str) -> dict[str, Any]:
        acceptable(content)
        audience, _slash, segment = content.audience.partition("/")
        recipients: dict[str, Any] = {"list_id": audience}
        if segment:
            recipients["segment_opts"] = {"saved_segment_id": int(segment)}
        return {
            "recipients": recipients,
            "settings": {
                **more,
                "subject_line": content.subject,
                "from_name": content.sender.name,
                "reply_to": content.reply_to,
                **_GIVEN,
                # Shown by the page online, with a script of Facebook's.
                "fb_comments": False,
            },
            "tracking": self._tracking(),
        }

    def _fill(self, campaign_id: str, content: Content) -> None:
        body = {"html": content.html, "plain_text": content.text or ""}
        self._api.put(self._path(campaign_id) + "/content", body)

    def _as_campaign(self, found: _Row) -> Campaign:
        title = found.settings.title if found.settings else None
        # A draft has an empty text for an hour.
        at = hour(found.send_time)
        progress = _part(found.delivery_status)
        reached = max(_number(found.emails_sent), _number(progress.get("emails_sent")))
        withheld = _number(progress.get("emails_canceled"))
        recipients = _part(found.recipients)
        # Of a segment, that count may be of the whole audience.
        wanted = 0 if _segment(recipients) else _number(recipients.get("recipient_count"))
        # Later, the audience may have others than when it was sent.
        is_fresh = at is None or self._now() - at < _FRESH
        state = _STATES.get(found.status or "", State.PAUSED)
        match state:
            case State.SCHEDULED if at is None or at <= self._now():
                state = State.SENDING
            case State.SENT if withheld:
                state, wanted = State.INCOMPLETE, reached + withheld
            case State.SENT if is_fresh and wanted and not reached:
                # Counted after it was sent: that nobody has it yet, nobody can know.
                state = State.SENDING
            case State.SENT if is_fresh and (wanted - reached) * _JOINING > wanted:
                state = State.INCOMPLETE
            case State.PAUSED if found.status == "canceled" and not reached and withheld >= wanted > 0:
                state = State.CANCELLED
            case _:
                pass
        counts = state in {State.SENDING, State.PAUSED, State.INCOMPLETE, State.SENT} and (reached or wanted)
        remedy = ""
        if state in {State.PAUSED, State.INCOMPLETE} and reached:
            remedy = _(
                "its report at Mailchimp says who received it: send a copy there to a segment of the others, and not "
                "to everybody"
            )
        return Campaign(
            found.id,
            title or "",
            state,
            f"{self._admin}{found.web_id or 0}",
            at,
            reached if counts else None,
            (wanted or None) if counts else None,
            remedy,
        )


def _free_plan() -> Notice:
    return Notice(
        _("plan"),
        _(
            "this is Mailchimp's free plan: below the letter, every reader sees Mailchimp's badge with a link to its "
            "site; every link leads through its servers, and nothing can be scheduled"
        ),
        _("look at the badge in a test: cenum test; only a paid plan is without it"),
    )


def _part(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _number(found: object) -> int:
    return found if isinstance(found, int) else 0


def _said(found: _Campaign, setting: str) -> str:
    return str(_part(found.settings).get(setting) or "")


def _besides(found: _Campaign) -> dict[str, object]:
    """Whatever else of a campaign changes what readers get, by Mailchimp's names; what is empty is ``None``."""
    settings, tracking = _part(found.settings), _part(found.tracking)
    return {
        "type": found.type,
        "content_type": found.content_type if found.content_type in _FOREIGN else None,
        "settings.authenticate": settings.get("authenticate") is not False,
        **{f"settings.{name}": settings.get(name) or None for name in (*_GIVEN, *_EMPTY_SETTINGS)},
        **{f"tracking.{name}": bool(tracking.get(name)) for name in _COUNTED},
        **{f"tracking.{name}": tracking.get(name) or None for name in _EMPTY_TRACKING},
    }


def _audience(recipients: Mapping[str, Any]) -> str:
    """The list, and the saved segment of it; a segment that was not saved can't be one of the settings."""
    return "/".join([str(recipients.get("list_id") or ""), *_segment(recipients)])


def _segment(recipients: Mapping[str, Any]) -> list[str]:
    """The name of the segment, if there is any."""
    said = _part(recipients.get("segment_opts"))
    named = said.get("saved_segment_id") or said.get("prebuilt_segment_id")
    return [str(named or "conditions")] if named or said.get("conditions") else []


def _words(data: Any) -> str:  # noqa: ANN401  JSON
    """The sentence of problem+json (RFC 9457), with what each field is told."""
    fields = [f"{one['field']}: {one['message']}" for one in data.get("errors") or []]
    return "; ".join([data.get("detail") or data["title"], *fields])


def _explain(reply: Reply) -> str | None:
    words = reply.words.casefold()
    if reply.status == FORBIDDEN and reply.data is None:
        # Its gateway slows down whoever asks too much, in HTML.
        return _("Mailchimp gets too many requests: wait a few minutes, then run this command again")
    if reply.status in {UNAUTHORIZED, FORBIDDEN} and re.search(r"\bplan\b", words):
        return _("the account's plan does not include this: do it in Mailchimp's pages, or change the plan")
    if "not ready" in words:
        return _("open the campaign at Mailchimp: its checklist says what is missing; then run this command again")
    if "compliance" in words:
        return _("Mailchimp has suspended the account: answer its compliance request there")
    return None


class MailchimpSettings(Struct, frozen=True):
    """The table [service.mailchimp]."""

    audience: Annotated[
        str,
        Meta(
            pattern=r"^[0-9A-Za-z]{4,32}\Z",
            title=N_("an audience's id"),
            description="The id of the audience that the letter goes to.",
            examples=["a1b2c3d4e5"],
        ),
    ]
    segment: Annotated[
        ListNumber | None,
        Meta(description="The number of a saved segment of the audience, to send to that segment only."),
    ] = None


def _open(choice: MailchimpSettings, settings: Settings, context: ServiceContext) -> Mailchimp:
    return Mailchimp(
        key(context.environ, _KEY),
        choice.audience,
        choice.segment,
        tracks_opens=settings.tracking.opens,
        tracks_clicks=settings.tracking.clicks,
        now=context.now,
    )


SPEC = ServiceSpec(
    name="mailchimp",
    title="Mailchimp",
    settings=MailchimpSettings,
    open=_open,
    # The file manager takes .ics (kb.mailchimp.com, “Host Files in MailChimp”), and gives a file the ending that it
    # finds in it. What readers are given was not tried on an account.
    calendars=False,
    hosts_files=True,
    credentials=(Credential(_KEY),),
    choosing=("audience", "segment"),
    asks=(
        AskedSetting(
            "audience",
            N_("Audience that receives the letter (its id)?"),
            LIST_NUMBER.help,
            str.strip,
        ),
    ),
    # dmarc.wiki/mailchimp: an include is no longer asked for. k1 is what older accounts have.
    domain=DomainDemands(
        includes=("servers.mcsv.net",),
        own_envelope=True,
        keys=(("k2", "k3"), ("k1",)),
        aliases={"k2": "dkim2.mcsv.net", "k3": "dkim3.mcsv.net", "k1": "dkim.mcsv.net"},
    ),
)
