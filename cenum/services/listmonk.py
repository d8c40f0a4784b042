"""listmonk, in its own words: listmonk.app/docs/apis; docs/services/listmonk.md says what is special."""

from __future__ import annotations

import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar
from urllib.parse import urlsplit

from msgspec import Meta, Struct
from msgspec.structs import replace

from cenum.clock import utc_now
from cenum.edition.edition import Address, Links
from cenum.edition.url_spelling import is_here
from cenum.errors import Refusal, ServiceRefused, UsageMistake
from cenum.i18n import _
from cenum.services.content import acceptable, known_id, list_is_missing, reachable
from cenum.services.hours import hour
from cenum.services.provider import BAD_REQUEST, FORBIDDEN, Patience, Provider, Refused, Reply, api
from cenum.services.secrets import address, key
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
from cenum.services.specification import LIST_NUMBER, Credential, ListNumber, ServiceSpec
from cenum.services.tags import in_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from cenum.edition.edition import Edition, Picture
    from cenum.services.registry import ServiceContext
    from cenum.settings import Settings

R = TypeVar("R")

_URL, _USER, _TOKEN = "LISTMONK_URL", "LISTMONK_API_USER", "LISTMONK_API_TOKEN"
_OPENING = ("{{",)
_PAGE = 100
_OLDEST = 5  # 4.1.0 answers 500 to “visual”
# Each of them shows the campaigns of all lists, and those whose list was deleted.
_SEE_ALL = ("campaigns:get_all", "lists:get_all", "lists:manage_all")
# What else the user's role needs: one of each.
_NEEDS = (
    ("campaigns:get", "campaigns:get_all"),
    ("campaigns:manage", "campaigns:manage_all"),
    ("campaigns:send",),
    ("subscribers:get", "subscribers:get_all"),
    ("media:get",),
    ("media:manage",),
)
# What else of a campaign changes what readers get, or who gets it; docs/services/listmonk.md has every field.
_BESIDES: Mapping[str, object] = {
    "type": "regular",
    # A page of its own: any other kind is set into listmonk's base template.
    "content_type": "visual",
    "template_id": None,
    "messenger": "email",
    "media": [],
    # Beside the one for replies, which is a part of its own.
    "headers": [],
}
# A right, as its refusals name it in every language: “Permission denied: campaigns:send”.
_RIGHT = re.compile(r"\b[a-z]+:[a-z_]+\b")
_TAG = re.compile(r"({{ \w+ }})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# The addresses that its @TrackLink recognises; any other would go out with these letters at its end.
_MARKER, _MARKER_IN_PROSE = "@TrackLink", "&#64;TrackLink"
_LINK = re.compile(r"""(<a\b[^<>]*?\shref=")(https?://[\w\-.~!#$&'()*+,/:;=?@\[\]%]*)(")""")


class _Row(Struct, frozen=True):
    # The list has strangers' campaigns as well: whatever is empty there must not stop a command.
    id: int
    name: str | None = None
    status: str | None = None
    send_at: Any = None
    started_at: Any = None
    updated_at: Any = None
    sent: int | None = None
    to_send: int | None = None

    def state(self, now: datetime) -> State:
        """Where it stands, read with its counters and its hours."""
        match self.status:
            case "draft":
                return State.DRAFT
            case "scheduled":
                at = hour(self.send_at)
                return State.SENDING if at and at <= now else State.SCHEDULED
            case "running":
                return State.SENDING
            case "finished":
                if not self.started_at and not self.sent:
                    # It begins with those who are on its lists: there was nobody, or no list any more.
                    return State.CANCELLED
                # Its queue is empty, whatever failed.
                return State.INCOMPLETE if (self.sent or 0) < (self.to_send or 0) else State.SENT
            case "cancelled":
                # What was sent is counted seconds later, and never by a process that died.
                return State.PAUSED if self.started_at or self.sent else State.CANCELLED
            case _:
                return State.PAUSED

    @property
    def remedy(self) -> str:
        """What to do at listmonk where not all have it."""
        match self.status:
            case "finished" if not self.started_at:
                return _(
                    "when it was to begin, nobody was on its list, or the list was deleted: "
                    "correct that at listmonk, then run cenum test"
                )
            case "finished":
                # Its logs name failures alone, and those only that this process saw (cmd/main.go).
                return _(
                    "listmonk's count can be too low: look under Settings, Logs, whose letter failed; if they name "
                    "nobody, the logs of its mail server say who has the letter; write to the others alone, in a "
                    "campaign with another name"
                )
            case "cancelled":
                return _(
                    "some may have it, even where listmonk counts none: the logs of its mail server say who; "
                    "write to the others alone, in a campaign with another name"
                )
            case "paused":
                return _(
                    "look there that nobody changed it, then resume it in listmonk's list of campaigns: "
                    "it goes on with those who are left"
                )
            case _:
                return ""


class _OneRow(Struct, frozen=True):
    data: _Row


class _Number(Struct, frozen=True):
    id: int | None = None


class _Campaign(_Row, frozen=True):
    lists: list[_Number] | None = None
    subject: str = ""
    from_email: str = ""
    body: str = ""
    altbody: str | None = None
    headers: list[dict[str, str]] | None = None
    type: str | None = None
    content_type: str | None = None
    template_id: int | None = None
    messenger: str | None = None
    media: list[_Number] | None = None
    views: int = 0
    bounces: int = 0


class _One(Struct, frozen=True):
    data: _Campaign


class _Results(Struct, Generic[R], frozen=True):
    results: list[R]
    total: int


class _Paged(Struct, Generic[R], frozen=True):
    data: _Results[R]


class _UserRole(Struct, frozen=True):
    permissions: list[str] | None = None


class _Profile(Struct, frozen=True):
    user_role: _UserRole = _UserRole()

    @property
    def sees_all_campaigns(self) -> bool:
        """Whether no campaign is hidden from the user; where listmonk does not say it, some may be."""
        return not set(_SEE_ALL).isdisjoint(self.user_role.permissions or ())


class _OneProfile(Struct, frozen=True):
    data: _Profile


class _Privacy(Struct, frozen=True):
    disable_tracking: bool = False


class _Rights(Struct, frozen=True):
    permissions: list[str] = []


class _Config(Struct, frozen=True):
    root_url: str = ""
    version: str = ""
    privacy: _Privacy = _Privacy()
    # Those that this version has.
    permissions: list[_Rights] = []

    def leads_to(self, url: str) -> bool:
        """Whether what listmonk writes into letters leads readers to the listmonk at ``url``."""
        theirs, ours = _host_of(self.root_url), _host_of(url)
        return not is_here(theirs) and (theirs == ours or is_here(ours))

    def refuse_if_astray(self, url: str) -> None:
        """Raises :class:`Refusal` where pictures and links of letters lead elsewhere."""
        if not self.leads_to(url):
            message = _("pictures, the unsubscribe link and the web version would lead readers to {root}").format(
                root=self.root_url or "“”"
            )
            raise Refusal(message, _root_remedy(url))


class _OneConfig(Struct, frozen=True):
    data: _Config


class _List(Struct, frozen=True):
    name: str
    optin: str


class _OneList(Struct, frozen=True):
    data: _List


class _Subscriber(Struct, frozen=True):
    email: str
    status: str = "enabled"


class _Medium(Struct, frozen=True):
    filename: str
    url: str


class _NewMedium(Struct, frozen=True):
    data: _Medium


class _Click(Struct, frozen=True):
    url: str
    count: int = 0


class _Clicks(Struct, frozen=True):
    data: list[_Click] = []


class Listmonk:
    """One list of the team's own listmonk; see :class:`~cenum.services.service.Service`.

    ``url`` has no final slash. Opens and clicks are counted only where the letter itself asks for it.
    """

    name = "listmonk"

    def __init__(  # noqa: PLR0913  the settings and the key
        self,
        user: str,
        token: str,
        url: str,
        audience: int,
        *,
        tracks_opens: bool = False,
        tracks_clicks: bool = False,
        now: Callable[[], datetime] = utc_now,
        patience: Patience | None = None,
    ) -> None:
        self._url = url
        self._now = now
        self._list = audience
        self._tracks_opens = tracks_opens
        self._tracks_clicks = tracks_clicks
        self._user = user
        self._api = api(
            Provider(
                name="listmonk",
                base=f"{url}/api",
                headers={},
                auth=(user, token),
                secrets=(token, f"{user}:{token}"),
                words=lambda data: data["message"],
                explain=_explain,
            ),
            patience,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._api.close()

    def account(self) -> str:
        """The user of the API, once the token was taken."""
        self._readers_list()
        return f"{self._user} ({self._url})"

    def audience(self) -> Audience:
        """The list; where it asks for a confirmation, those who gave it.

        What the list itself counts is as old as the last look at listmonk's page of lists, and the page of lists may
        be as old as the administrator chose. Subscribers are counted when they are asked for.
        """
        found = self._readers_list()
        receive = ("confirmed",) if found.optin == "double" else ("confirmed", "unconfirmed")
        return Audience(found.name, sum(map(self._subscriptions, receive)))

    def _readers_list(self) -> _List:
        try:
            return self._api.get(f"/lists/{self._list}", _OneList).data
        except Refused as mistake:
            # A list that is not there is a bad request (cmd/lists.go, in the language of its administrator).
            if mistake.reply.status == BAD_REQUEST:
                raise list_is_missing("listmonk", self._list, "service.listmonk.audience") from None
            if mistake.reply.status == FORBIDDEN and not _right_in(mistake.reply) and not _is_stranger(mistake.reply):
                remedy = _("give its list role the right “get” for the list {number}: Users, then List roles")
                raise Refused(mistake.message, remedy.format(number=self._list), mistake.reply) from None
            raise

    def _subscriptions(self, status: str) -> int:
        return self._api.get(
            "/subscribers", _Paged[_Subscriber], list_id=self._list, subscription_status=status, per_page=1
        ).data.total

    def campaigns(self) -> Iterator[Campaign]:
        """All campaigns, the newest first. Raises where the user's role hides some: none would be told from sent."""
        self._must_see_all()
        query = {"order_by": "created_at", "order": "desc", "no_body": "true"}
        yield from map(self._as_campaign, self._all("/campaigns", _Paged[_Row], **query))

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign as it stands now."""
        return self._as_campaign(self._api.get(self._path(campaign_id), _OneRow).data)

    def content(self, edition: Edition) -> Content:
        """The edition as a Go template, its pictures uploaded."""
        links = Links("{{ UnsubscribeURL }}", "{{ MessageURL }}", self._host(edition.pictures))
        escaped = replace(edition, html=in_html(edition.html, _OPENING), text=_as_go_in_text(edition.text))
        html, text = escaped.fill(links)
        html = _COMMENT.sub(_safe, html.replace(_MARKER, _MARKER_IN_PROSE))
        if self._tracks_clicks:
            html = _LINK.sub(_counted, html)
        if self._tracks_opens:
            head, end, tail = html.rpartition("</body>")
            html = head + "{{ TrackView }}" + end + tail
        return Content(
            subject=_as_go(edition.subject),
            preheader=None,
            sender=edition.sender,
            reply_to=edition.reply_to,
            html=html,
            text=text,
            audience=str(self._list),
            besides=_BESIDES,
        )

    def create(self, name: str, content: Content) -> Campaign:
        """A new draft."""
        created = self._api.act("POST", "/campaigns", self._body(name, content), _OneRow).data
        return self._as_campaign(created)

    def update(self, campaign_id: str, content: Content) -> None:
        """Replace the content of a draft. A PUT takes the whole campaign, and forgets an hour that was set."""
        acceptable(content)
        found = self._one(campaign_id)
        body = self._body(found.name, content)
        if found.headers and found.headers != body["headers"]:
            # Headers are merged one by one with those that are there: what somebody added to one would stay.
            none = {"lists": body["lists"], "media": [], "headers": None, "send_at": None}
            self._api.put(self._path(campaign_id), none)
        self._api.put(self._path(campaign_id), body)

    def rename(self, campaign_id: str, name: str) -> None:
        """Give a campaign another name, and leave alone all that a person may have made of it."""
        found = self._one(campaign_id)
        at = hour(found.send_at) if found.status == "scheduled" else None
        kept = {
            "lists": self._numbers(_content(found).audience),
            "media": [one.id for one in found.media or () if one.id],
            "send_at": _written(at),
        }
        self._api.put(self._path(campaign_id), {"name": name, **kept})

    def read(self, campaign_id: str) -> Content:
        """The content as listmonk stores it; the preheader is in the HTML."""
        return _content(self._one(campaign_id))

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        """Send what is stored to the reviewers who are subscribers; listmonk is silent about the others.

        It sends the content of the request: the stored one is put into it.
        """
        found = self._one(campaign_id)
        self._config().refuse_if_astray(self._url)
        addresses, refused = reachable(reviewers)
        reasons = {address: self._why_no_test(address) for address in addresses}
        refused += [(address, reason) for address, reason in reasons.items() if reason]
        addresses = [address for address, reason in reasons.items() if not reason]
        if addresses:
            body = {**self._body(found.name, _content(found)), "subscribers": addresses}
            self._api.act("POST", self._path(campaign_id) + "/test", body)
        return TestSend(tuple(addresses), tuple(refused))

    def send(self, campaign: Campaign, content: Content) -> None:
        """Send a draft now: with an hour still set, listmonk would schedule it instead.

        It could also start a paused campaign again, of which a part has left: only a draft is started here.
        """
        if self._draft(campaign, content).send_at:
            self._api.put(self._path(campaign.id), self._body(campaign.name, content))
        self._api.act("PUT", self._path(campaign.id) + "/status", {"status": "running"}, once=True)

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        """Hand a draft over: its hour first, then its state."""
        self._draft(campaign, content)
        self._api.put(self._path(campaign.id), self._body(campaign.name, content, send_at=at))
        self._api.act("PUT", self._path(campaign.id) + "/status", {"status": "scheduled"}, once=True)

    def unschedule(self, campaign_id: str) -> None:
        """Turn a scheduled campaign into a draft again."""
        self._api.act("PUT", self._path(campaign_id) + "/status", {"status": "draft"})

    def cancel(self, campaign_id: str) -> None:
        """Stop a campaign that is being sent. One whose hour has come may still be scheduled, and becomes a draft."""
        waits = self._api.get(self._path(campaign_id), _OneRow).data.status == "scheduled"
        stopped = "draft" if waits else "cancelled"
        self._api.act("PUT", self._path(campaign_id) + "/status", {"status": stopped})

    def statistics(self, campaign_id: str) -> Statistics:
        """What became of a campaign; listmonk counts views and clicks rather than readers, and no unsubscribes.

        What the campaign itself counts has the clicks in its tests as well.
        """
        found = self._one(campaign_id)
        links: list[_Click] = []
        started = hour(found.started_at)
        if self._tracks_clicks and started:
            links = self._api.get(
                "/campaigns/analytics/links",
                _Clicks,
                id=found.id,
                # It takes no more than 30 characters, and at least a date.
                **{"from": started.isoformat(timespec="seconds"), "to": "2100-01-01T00:00:00Z"},
            ).data
        return Statistics(
            sent=found.sent or 0,
            delivered=(found.sent or 0) - found.bounces,
            bounces=found.bounces,
            opens=found.views if self._tracks_opens else None,
            clicks=sum(link.count for link in links) if self._tracks_clicks else None,
            links=tuple(LinkClicks(link.url, link.count) for link in links),
            per_reader=False,
        )

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:  # noqa: ARG002  no senders at listmonk
        """Which reviewers are no subscribers. Opens are counted where the letter asks for it, and nowhere else."""
        config, profile = self._config(), self._profile()
        tracks = self._tracks_opens or self._tracks_clicks
        notices = [_version(config), _root(config, self._url), _role(config, profile, tracks=tracks)]
        if tracks and config.privacy.disable_tracking:
            says = _("listmonk counts neither opens nor clicks, and cenum.toml asks for it")
            remedy = _("allow tracking at listmonk (Settings, Privacy), or remove [tracking] from cenum.toml")
            notices.append(Notice(_("tracking"), says, remedy))
        return Standing(
            tracks_opens=self._tracks_opens,
            unknown_reviewers=tuple(address for address in reviewers if self._why_no_test(address)),
            notices=tuple(notices),
            verifies_senders=False,
            reviewers_remedy=_(
                "add each under Subscribers at listmonk, enabled, to a list that its user's list role names"
            ),
        )

    def _must_see_all(self) -> None:
        if not self._profile().sees_all_campaigns:
            message = _(
                "listmonk does not show all campaigns to its user {user}: one that left already could be hidden"
            ).format(user=self._user)
            raise ServiceRefused(message, _give(_SEE_ALL[0]))

    def _profile(self) -> _Profile:
        return self._api.get("/profile", _OneProfile).data

    def _all(self, path: str, shape: type[_Paged[R]], **query: str) -> Iterator[R]:
        """Every row: a page may be shorter than it was asked to be, and the last one is where listmonk's total is."""
        number, seen = 1, 0
        while True:
            page = self._api.get(path, shape, page=number, per_page=_PAGE, **query).data
            yield from page.results
            seen += len(page.results)
            if not page.results or seen >= page.total:
                return
            number += 1

    def _why_no_test(self, address: str) -> str:
        """Why a test can't be sent to ``address``; empty where it can."""
        # What is searched for is a regular expression over names and addresses, which is not anchored.
        query = {"search": f"^{re.escape(address)}$"}
        found = [
            one
            for one in self._all("/subscribers", _Paged[_Subscriber], **query)
            if one.email.casefold() == address.casefold()
        ]
        if not found:
            return _("listmonk shows its user no such subscriber: add it under Subscribers, to a list of that role")
        if all(one.status != "enabled" for one in found):
            return _("its status at listmonk is “{status}”: enable it under Subscribers").format(
                status=found[0].status
            )
        return ""

    def _config(self) -> _Config:
        return self._api.get("/config", _OneConfig).data

    def _host(self, pictures: Sequence[Picture]) -> dict[str, str]:
        """Where each picture can be fetched, after uploading those that are not there: names carry their content."""
        if not pictures:
            return {}
        there = {medium.filename: medium.url for medium in self._all("/media", _Paged[_Medium])}
        for picture in pictures:
            if picture.name not in there:
                files = {"file": (picture.name, picture.content, picture.media_type)}
                there[picture.name] = self._api.act("POST", "/media", shape=_NewMedium, files=files).data.url
        # A listmonk that keeps its files itself may give addresses without its host.
        hosted = {name: self._url + url if url.startswith("/") else url for name, url in there.items()}
        for picture in pictures:
            if is_here(_host_of(hosted[picture.name])) and not is_here(_host_of(self._url)):
                message = _("readers could not fetch the picture {address}").format(address=hosted[picture.name])
                raise Refusal(message, _root_remedy(self._url))
        return hosted

    def _one(self, campaign_id: str) -> _Campaign:
        return self._api.get(self._path(campaign_id), _One).data

    def _draft(self, campaign: Campaign, content: Content) -> _Campaign:
        """The draft, which is still what was cleared."""
        found = self._one(campaign.id)
        if found.status != "draft":
            message = _("the campaign {id} is “{state}” at listmonk, not a draft").format(
                id=campaign.id, state=found.state(self._now()).word
            )
            raise ServiceRefused(message, _("check it there; nothing was sent"))
        refuse_if_changed(campaign, content, found.name or "", _content(found))
        return found

    def _path(self, campaign_id: str) -> str:
        return f"/campaigns/{known_id(campaign_id, '[0-9]{1,9}', 'listmonk')}"

    def _body(self, name: str | None, content: Content, *, send_at: datetime | None = None) -> dict[str, Any]:
        from email.headerregistry import Address as Mailbox  # noqa: PLC0415  slow, and only who pushes needs it

        acceptable(content)
        user, _at, domain = content.sender.email.rpartition("@")
        return {
            "name": name or "",
            "subject": content.subject,
            "lists": self._numbers(content.audience),
            "from_email": str(Mailbox(content.sender.name, user, domain)),
            "body": content.html,
            "altbody": content.text,
            # Whatever is left out keeps its value: an attachment or a header that somebody added would stay.
            **_BESIDES,
            "headers": [{"Reply-To": content.reply_to}],
            "tags": [],
            "send_at": _written(send_at),
        }

    def _numbers(self, audience: str) -> list[int]:
        # A list that was deleted since leaves a campaign without any, which could not be written.
        return [int(one) for one in audience.split(", ") if one] or [self._list]

    def _as_campaign(self, found: _Row) -> Campaign:
        started = hour(found.started_at)
        at, reached, wanted = started, found.sent, found.to_send
        if found.status == "scheduled":
            at = hour(found.send_at)
        if not started:
            # Before it begins, some versions count whom it would go to; nothing is left to be said of that.
            reached = wanted = None
            if found.status == "running":
                # It looks for what it has to send every few seconds.
                at, reached, wanted = hour(found.updated_at), 0, 0
        return Campaign(
            id=str(found.id),
            name=found.name or "",
            state=found.state(self._now()),
            where=f"{self._url}/admin/campaigns/{found.id}",
            at=at,
            reached=reached,
            wanted=wanted,
            remedy=found.remedy,
        )


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def _content(found: _Campaign) -> Content:
    from email.utils import parseaddr  # noqa: PLC0415  only who reads a campaign needs it

    headers = [(name, value) for header in found.headers or () for name, value in header.items()]
    reply_to = next((one for one in headers if one[0] == "Reply-To"), None)
    if reply_to:
        headers.remove(reply_to)
    return Content(
        subject=found.subject,
        preheader=None,
        sender=Address(*parseaddr(found.from_email)),
        reply_to=reply_to[1] if reply_to else "",
        html=found.body,
        text=found.altbody or "",
        audience=", ".join(str(one.id) for one in found.lists or () if one.id),
        besides={
            "type": found.type,
            "content_type": found.content_type,
            "template_id": found.template_id,
            "messenger": found.messenger,
            "media": [one.id for one in found.media or ()],
            "headers": [{name: value} for name, value in headers],
        },
    )


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _root_remedy(url: str) -> str:
    where = _("the address at which readers reach listmonk") if is_here(_host_of(url)) else url
    return _("write {url} as Root URL at listmonk (Settings, General), and restart it").format(url=where)


def _version(config: _Config) -> Notice:
    subject = _("version")
    says = _("listmonk is at version {version}").format(version=config.version)
    number = re.match(r"v?(\d+)\.", config.version)
    if not number or config.version.startswith("v0"):
        return Notice(subject, _("listmonk does not say its version"), _("check that it is 5.0.0 or later"))
    if int(number[1]) < _OLDEST:
        says = _("listmonk is at version {version}, and 5.0.0 is the oldest that works").format(
            version=config.version
        )
        return Notice(subject, says, _("update listmonk, as its page “Upgrade” says"), stops=True)
    return Notice(subject, says, "")


def _root(config: _Config, url: str) -> Notice:
    try:
        config.refuse_if_astray(url)
    except Refusal as refusal:
        return Notice(_("Root URL"), refusal.message, refusal.remedy, stops=True)
    says = _("pictures and links of the letter lead readers to {root}").format(root=config.root_url)
    return Notice(_("Root URL"), says, "")


def _role(config: _Config, profile: _Profile, *, tracks: bool) -> Notice:
    """Whether the role has every right that some request needs, of those that this version has."""
    known = {right for group in config.permissions for right in group.permissions}
    has = set(profile.user_role.permissions or ())
    needs = [_SEE_ALL, *_NEEDS]
    if tracks:
        needs.append(("campaigns:get_analytics",))
    missing = [one[0] for one in needs if not has.intersection(one) and not (known and known.isdisjoint(one))]
    if missing:
        says = _("the role of listmonk's user lacks {rights}").format(rights=", ".join(missing))
        return Notice(_("role"), says, _("give them to it at listmonk: Users, then User roles"), stops=True)
    return Notice(_("role"), _("the role of listmonk's user has every right that is needed"), "")


def _counted(link: re.Match[str]) -> str:
    # An address with the marker as a part of it would be counted as another one.
    return link[0] if _MARKER_IN_PROSE in link[2] else f"{link[1]}{link[2]}{_MARKER}{link[3]}"


def _as_go(text: str) -> str:
    """Braces as a Go template writes them (pkg.go.dev/text/template), which gives them back; no word is a marker."""
    return text.replace("{{", '{{ "{{" }}').replace(_MARKER, '{{ "@" }}TrackLink')


def _as_go_in_text(text: str) -> str:
    """The plain text, which listmonk takes for HTML as soon as a tag stands in it: “<b” would begin an element.

    A brace right before what becomes a tag would begin it too early.
    """
    text = re.sub("{{|{(?=<|https?://)", r'{{ "\g<0>" }}', text).replace("<", '{{ Safe "<" }}')
    return text.replace(_MARKER, '{{ "@" }}TrackLink')


def _safe(comment: re.Match[str]) -> str:
    """A comment that Outlook reads, which Go's html/template would strip. JSON's strings are Go's.

    A merge tag within it stays outside of the string, or it would go out as it is.
    """
    parts = _TAG.split(comment[0])
    parts[::2] = ["{{ Safe " + json.dumps(part, ensure_ascii=False) + " }}" for part in parts[::2]]
    return "".join(parts)


def _explain(reply: Reply) -> str | None:
    if reply.status == BAD_REQUEST and "campaign not found" in reply.words.casefold():
        return _("run cenum status to list the existing ones")
    right = _right_in(reply)
    return _give(right) if right else None


def _right_in(reply: Reply) -> str:
    """The right that a refusal names, or nothing."""
    found = _RIGHT.search(reply.words) if reply.status == FORBIDDEN else None
    return found[0] if found else ""


def _is_stranger(reply: Reply) -> bool:
    """Whether the user's name or token is wrong, which is forbidden too (internal/auth/auth.go)."""
    return "credentials" in reply.words.casefold()


def _give(right: str) -> str:
    return _("give the API user's role the right {right} at listmonk: Users, then User roles").format(right=right)


class ListmonkSettings(Struct, frozen=True):
    """The table [service.listmonk]."""

    audience: Annotated[ListNumber, Meta(description="The number of the list that the letter goes to.")]
    url: Annotated[
        str | None,
        Meta(
            description="Not needed: the address comes from `LISTMONK_URL`. If it is here too, it must be the same.",
            examples=["https://listmonk.example.org"],
        ),
    ] = None


def _address(choice: ListmonkSettings, environ: Mapping[str, str]) -> str:
    """Where the token goes: who may change the settings of a letter may not choose that."""
    url = address(environ, _URL)
    if choice.url is not None and choice.url.rstrip("/") != url:
        message = _("service.listmonk.url in cenum.toml is {theirs}, and the environment variable {name} is {ours}")
        raise UsageMistake(
            message.format(theirs=choice.url, name=_URL, ours=url),
            _("delete the line from cenum.toml; if listmonk has moved, correct the variable"),
        )
    return url


def _open(choice: ListmonkSettings, settings: Settings, context: ServiceContext) -> Listmonk:
    return Listmonk(
        key(context.environ, _USER),
        key(context.environ, _TOKEN),
        _address(choice, context.environ),
        choice.audience,
        tracks_opens=settings.tracking.opens,
        tracks_clicks=settings.tracking.clicks,
        now=context.now,
    )


# What its senders' domains need is what the mail server needs that it hands the letters to.
SPEC = ServiceSpec(
    name="listmonk",
    title="listmonk",
    settings=ListmonkSettings,
    open=_open,
    # It serves a file as the type that Go knows of its ending (net/http, serveContent), for .ics as the system does.
    # Its image is Alpine, which knows none: readers would see plain text.
    calendars=False,
    hosts_files=True,
    credentials=(Credential(_URL, secret=False), Credential(_USER, secret=False), Credential(_TOKEN)),
    asks=(LIST_NUMBER,),
    tracked_link_bytes=93,  # measured
    address_variable=_URL,
)
