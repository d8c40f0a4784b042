"""listmonk in memory, as its source behaves at 911e0b7, with as much of Go's templates as letters use.

“Measured” is what was seen on real ones (services measured): v6.2.0-10-g911e0b77, 5.0.0 and 4.1.0.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from email.utils import parseaddr
from typing import Any

from cenum.clock import utc_now
from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

USER, TOKEN = "cenum", "0123456789abcdefplanted"
_ACTION = re.compile(r'{{\s*(?:(?P<safe>Safe\s+)?(?P<text>"(?:[^"\\]|\\.)*")|(?P<name>\w+))\s*}}')
# models/common.go: a link's address with the marker at its end becomes a counted one, wherever it stands.
_TRACKED = re.compile(r"(https?://[\w\-.~!#$&'()*+,/:;=?@\[\]%]*)@TrackLink")
_ALLOWED = {  # from which state each may be entered (internal/core/campaigns.go, UpdateCampaignStatus)
    "draft": {"scheduled"},
    "scheduled": {"draft", "paused"},
    "running": {"draft", "paused"},
    "paused": {"running"},
    "cancelled": {"running", "paused"},
}
# models/campaigns.go: every field of a campaign as it is answered, and what a new one has there.
FIELDS: dict[str, Any] = {
    "id": 0,
    "created_at": "2025-04-17T05:00:00Z",
    "updated_at": "2025-04-17T05:00:00Z",
    "views": 0,
    "clicks": 0,
    "bounces": 0,
    "lists": [],
    "media": [],
    "started_at": None,
    "to_send": 0,
    "sent": 0,
    "uuid": "84ce95cd-0123-4567-89ab-cdef01234567",
    "type": "regular",
    "name": "",
    "subject": "",
    "from_email": "",
    "body": "",
    "body_source": None,
    "altbody": None,
    "send_at": None,
    "status": "draft",
    "content_type": "richtext",
    "tags": [],
    "headers": [],
    "attribs": {},
    "template_id": None,
    "messenger": "email",
    "archive": False,
    "archive_slug": None,
    "archive_template_id": None,
    "archive_meta": {},
}
# What a role needs: measured, and internal/auth/models.go.
RIGHTS = (
    "campaigns:get_all",
    "campaigns:manage_all",
    "campaigns:send",
    "campaigns:get_analytics",
    "subscribers:get",
    "media:get",
    "media:manage",
)


class FakeListmonk(FakeProvider):
    """The attributes below are what a test changes to meet what was measured."""

    media: list[dict[str, Any]]
    version = "v6.2.0"
    root = "https://lists.example.org"  # Settings › General › Root URL, of which every address is made
    rights: tuple[str, ...] = RIGHTS
    lists: tuple[int, ...] = (3, 4)  # those of the user's list role
    deleted: tuple[int, ...] = ()
    subscribed = 0  # readers whom the lists do not count yet
    caches_slow_queries = False  # app.cache_slow_queries: then GET /lists counts as late
    optin = "double"
    smtp = True
    lost = 0  # readers whom SMTP refused, or whom a restart lost
    uncounted = 0  # readers who have it and are not in `sent`: measured, PostgreSQL stopped for six seconds
    begins_after = 0  # looks at a campaign that was started, before listmonk has seen it
    paused_after: int | None = None  # letters, by a person on its pages
    runs = False  # the letter is still leaving, and `sent` has not been written yet

    _waits = 0
    answered: list[tuple[Request, Any]]

    def answer(self, request: Request) -> tuple[int, Any]:
        status, payload = self._answer(request)
        if not hasattr(self, "answered"):
            self.answered = []
        self.answered.append((request, payload))
        return status, payload

    def _answer(self, request: Request) -> tuple[int, Any]:
        wanted = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            raise NoError(403, {"message": "invalid API credentials"})
        match (request.method, *request.path.strip("/").split("/")[1:]):
            case ("GET", "config"):
                # cmd/admin.go, whoever has a key is answered.
                return 200, {"data": {"root_url": self.root, "version": self.version, "messengers": ["email"]}}
            case ("GET", "profile"):
                # cmd/users.go, internal/auth/models.go: the rights of the user's own role.
                role = {"id": 2, "name": "cenum", "permissions": list(self.rights)}
                return 200, {"data": {"username": USER, "type": "api", "user_role": role}}
            case ("GET", "lists"):
                # Measured: this alone refreshes what both count.
                if not self.caches_slow_queries:
                    self.subscribed = 0
                found = [self._list(number, 1) for number in self.lists if number not in self.deleted]
                return 200, {"data": {"results": found, "total": len(found), "page": 1, "per_page": len(found)}}
            case ("GET", "lists", number):
                if int(number) not in self.lists:
                    raise NoError(403, {"message": "permission denied"})
                if self.has_no_list or int(number) in self.deleted:
                    raise NoError(400, {"message": "List not found"})
                # Measured: the count of all is doubled here.
                return 200, {"data": self._list(int(number), 2)}
            case ("GET", "subscribers"):
                return 200, {"data": self._found_subscribers(request)}
            case ("GET", "media"):
                # Measured: of files, `all` gives none.
                there = [] if request.query.get("per_page") == "all" else self._media()
                return 200, {"data": self._page(there, request)}
            case ("POST", "media"):
                name = re.search(rb'name="file"; filename="([^"]+)"', request.body)
                assert name
                filename = name[1].decode()
                # internal/media/providers/filesystem: the root URL, then the folder.
                url = f"{self.root}/uploads/{filename}"
                self._media().append({"id": len(self._media()) + 1, "filename": filename, "url": url})
                return 200, {"data": self._media()[-1]}
            case ("GET", "campaigns"):
                campaigns = [self._shown(one) for one in reversed(self.stored.values()) if self._sees(one)]
                return 200, {"data": self._page(campaigns, request)}
            case ("GET", "campaigns", "analytics", "links"):
                self._needs("campaigns:get_analytics")
                assert request.query["from"]
                return 200, {"data": [{"url": "https://example.org/a", "count": 12}]}
            case ("POST", "campaigns"):
                one = Stored(str(len(self.stored) + 1), request.json["name"], "draft")
                self._change(one, request.json)
                self.stored[one.id] = one
                return 200, {"data": self._shown(one)}
            case ("GET", "campaigns", number):
                return 200, {"data": self._shown(self._looked_at(number))}
            case ("PUT", "campaigns", number):
                one = self._one(number)
                if one.state not in {"draft", "paused", "scheduled"}:
                    raise NoError(400, {"message": "Cannot update a running or a finished campaign."})
                self._change(one, request.json)
                if one.state == "scheduled" and not one.fields.get("send_at"):
                    one.state = "draft"
                return 200, {"data": self._shown(one)}
            case ("POST", "campaigns", number, "test"):
                self._test(number, request.json)
                return 200, {"data": True}
            case ("PUT", "campaigns", number, "status"):
                one = self._one(number)
                # cmd/handlers.go; the right does not exist in 5.0.0.
                if self.version != "v5.0.0":
                    self._needs("campaigns:send")
                self._move(one, request.json["status"])
                # The status that was asked for, whatever is stored: UpdateCampaignStatus.
                return 200, {"data": self._shown(one) | {"status": request.json["status"]}}
        raise NoError(404, {"message": f"no route {request.path}"})

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        words = {"UnsubscribeURL": links["unsubscribe"], "MessageURL": links["online"]}
        template = _TRACKED.sub(rf"{self.root}/link/84ce?\1", template)
        if html:
            template = re.sub(r'(?<!")<!--.*?-->(?!")', "", template, flags=re.DOTALL)
        return _ACTION.sub(lambda tag: words[tag["name"]] if tag["name"] else json.loads(tag["text"]), template)

    def content(self, campaign: Stored) -> dict[str, Any]:
        fields = campaign.fields
        headers = _headers(fields)
        return {
            "sender": Address(*parseaddr(fields["from_email"])),
            "reply_to": next(value for name, value in headers if name == "Reply-To"),
            "subject": fields["subject"],
        }

    def deliver(self, campaign: Stored, addresses: list[str], box: list[Any]) -> None:
        """Measured: headers, attachments, the kind of content and the template are all obeyed."""
        sent = replace(campaign, html=self._page_of(campaign), text=campaign.fields["altbody"] or "")
        before = len(box)
        super().deliver(sent, addresses, box)
        copies = []
        for _address, message, _html in box[before:]:
            for name, value in _headers(campaign.fields):
                if name in {"From", "Subject"}:
                    message.replace_header(name, value)
                elif name not in {"Reply-To", "List-Unsubscribe"}:
                    message[name] = value
                if name == "Bcc":
                    copies.append((value, message, sent.html))
            for medium in campaign.fields["media"]:
                message.add_attachment(b"somebody's", "application", "pdf", filename=f"{_number(medium)}.pdf")
        box += copies

    def plain(self, campaign: Stored, links: dict[str, str]) -> str:
        if campaign.fields["content_type"] == "plain":
            return self.rendered(campaign.html, links, html=False)
        return super().plain(campaign, links)

    def _page_of(self, campaign: Stored) -> str:
        """models/campaigns.go, CompileTemplate: all kinds but one are set into a template."""
        kind, template = campaign.fields["content_type"], campaign.fields.get("template_id") or 1
        body: str = campaign.fields["body"]
        return body if kind in {"visual", "plain"} else f"<div>template {template}{body}</div>"

    def _list(self, number: int, times: int) -> dict[str, Any]:
        counts = self._subscriptions()
        statuses = {status: count for status, count in counts.items() if count}
        statuses[self._receives] = counts[self._receives] - self.subscribed
        return {
            "id": number,
            "name": "Lecteurs" if number == 3 else "Presse",
            "optin": self.optin,
            "subscriber_statuses": statuses,
            "subscriber_count": sum(statuses.values()) * times,
        }

    @property
    def _receives(self) -> str:
        """queries/campaigns.sql, next-campaigns: who confirmed, where the list asks for it."""
        return "confirmed" if self.optin == "double" else "unconfirmed"

    def _subscriptions(self) -> dict[str, int]:
        others = {"confirmed": 0, "unconfirmed": 4 if self.optin == "double" else 0, "unsubscribed": 2}
        return others | {self._receives: len(self.readers)}

    def _found_subscribers(self, request: Request) -> dict[str, Any]:
        """queries/subscribers.sql, query-subscribers: a regular expression without anchors, over name or address.

        Of a list they are counted as they are now, whatever is cached: measured, 78 where both lists said 70.
        """
        self._needs("subscribers:get")
        if "list_id" in request.query:
            assert int(request.query["list_id"]) in self.lists
            count = self._subscriptions()[request.query["subscription_status"]]
            row = {"id": 1, "email": self.readers[0].email, "name": "", "status": "enabled"}
            return self._page([row] * count, request)
        words = re.compile(request.query["search"], re.IGNORECASE)
        found = [
            {"id": number, "email": address, "name": "", "status": "enabled"}
            for number, address in enumerate(self.reviewers)
            if words.search(address)
        ]
        return self._page(found, request)

    def _media(self) -> list[dict[str, Any]]:
        if not hasattr(self, "media"):
            self.media = []
        return self.media

    @staticmethod
    def _page(found: list[Any], request: Request) -> dict[str, Any]:
        """Measured: `per_page=100` gives 100, `all` everything. Without results there is no total: GetCampaigns."""
        many = request.query.get("per_page", "20")
        number, size = int(request.query.get("page", "1")), len(found) if many == "all" else int(many)
        page = found[(number - 1) * size : number * size]
        return {"results": page, "total": len(found) if page else 0, "page": number, "per_page": size}

    def _needs(self, right: str) -> None:
        if right not in self.rights:
            raise NoError(403, {"message": f"permission denied: {right}"})

    def _sees(self, one: Stored) -> bool:
        """Measured, and cmd/campaigns.go: whoever may not see all sees those of the lists that are there."""
        if {"campaigns:get_all", "lists:get_all", "lists:manage_all"} & {*self.rights}:
            return True
        return bool({*one.fields["lists"]} & {*self.lists} - {*self.deleted})

    def _one(self, number: str) -> Stored:
        if number not in self.stored:
            raise NoError(400, {"message": "Campaign not found"})
        if not self._sees(self.stored[number]):
            raise NoError(403, {"message": "Permission denied: campaigns:get"})
        return self.stored[number]

    def _test(self, number: str, body: dict[str, Any]) -> None:
        """Measured: “true” as soon as it is queued, whatever SMTP says of it."""
        self._one(number)
        copy = Stored(number, body["name"], "draft")
        self._change(copy, body)
        known = [address for address in body["subscribers"] if address in self.reviewers]
        if not known:
            raise NoError(400, {"message": "No known subscribers given."})
        if self.smtp:
            self.deliver(copy, known, self.tests)

    def _move(self, one: Stored, state: str) -> None:
        if one.state not in _ALLOWED[state]:
            raise NoError(400, {"message": "Only paused campaigns and drafts can be started"})
        if state == "running" and one.fields.get("send_at"):
            state = "scheduled"
        one.state = state
        # queries/campaigns.sql, update-campaign-status
        one.fields["updated_at"] = utc_now().isoformat()
        if state == "running":
            self._waits = self.begins_after
            self._begin(one)

    def _looked_at(self, number: str) -> Stored:
        one = self._one(number)
        if one.state == "running" and not one.fields["started_at"]:
            self._begin(one)
        return one

    def start_again(self, one: Stored) -> None:
        """A person starts what is paused, on its pages."""
        self._move(one, "running")
        self._leave(one)

    def _begin(self, one: Stored) -> None:
        """internal/manager, scanCampaigns: it looks for what is running every five seconds (cmd/init.go)."""
        if self._waits == 0:
            self._leave(one)
        self._waits -= 1

    def _leave(self, one: Stored) -> None:
        """Measured: `started_at` and `to_send` when it begins, `sent` late; finished once the queue is empty."""
        if not self.readers or {*one.fields["lists"]} <= {*self.deleted}:
            # Measured, and queries/campaigns.sql, next-campaigns: without readers to count nothing is written of it.
            one.state = "finished"
            return
        # queries/campaigns.sql, next-campaign-subscribers: it goes on after the last of those who were next.
        had = one.fields.get("had", [])
        waiting = [reader.email for reader in self.readers if reader.email not in had]
        reached = waiting[: len(waiting) - self.lost]
        if not self.smtp:
            reached = []
        if self.paused_after is not None:
            one.state, reached, self.paused_after = "paused", waiting[: self.paused_after], None
        one.fields |= {"started_at": "2025-04-18T05:00:00Z", "to_send": len(self.readers), "sent": len(had)}
        self.deliver(one, reached, self.sends)
        one.fields["had"] = [*had, *reached]
        if one.state == "paused":
            one.fields["sent"] = len(reached)
        elif not self.runs:
            one.state = "finished"
            one.fields |= {"sent": len(had) + len(reached) - self.uncounted, "views": 2, "clicks": 15, "bounces": 1}

    def _change(self, one: Stored, body: dict[str, Any]) -> None:
        if not body["lists"]:
            raise NoError(400, {"message": "Invalid list IDs"})
        fields = FIELDS | one.fields | body
        # Measured, as Go reads JSON into what is there: a header of the same place is merged, `null` empties all.
        old = one.fields.get("headers") or []
        fields["headers"] = [
            {**(old[place] if place < len(old) else {}), **header}
            for place, header in enumerate(fields["headers"] or [])
        ]
        for part in (fields["subject"], fields["body"], fields["altbody"] or ""):
            for action in re.finditer(r"{{.*?}}", _ACTION.sub("", part)):
                raise NoError(400, {"message": f"template: function {action[0]} not defined"})
        # cmd/campaigns.go, UpdateCampaign: what is left out keeps its value.
        one.fields = fields

    def _shown(self, one: Stored) -> dict[str, Any]:
        fields = {name: one.fields[name] for name in FIELDS}
        # queries/campaigns.sql: a list that was deleted leaves its name, without a number.
        lists = [{"id": None if number in self.deleted else number, "name": "Lecteurs"} for number in fields["lists"]]
        media = [{"id": _number(medium), "filename": f"{_number(medium)}.pdf"} for medium in fields["media"]]
        own = {"lists": lists, "media": media, "id": int(one.id), "status": self.seen_state(one, "draft")}
        return fields | own


def _headers(fields: dict[str, Any]) -> list[tuple[str, str]]:
    return [pair for header in fields["headers"] for pair in header.items()]


def _number(medium: Any) -> int:
    return medium["id"] if isinstance(medium, dict) else int(medium)


FAKE = Fake(
    FakeListmonk,
    settings={"audience": 3},
    environ={"LISTMONK_URL": "https://lists.example.org", "LISTMONK_API_USER": USER, "LISTMONK_API_TOKEN": TOKEN},
    readdressed=({"lists": [3, 4]}, {"lists": [4]}),
    figures={"letters delivered": "2 (66.7\u00a0%)", "unsubscribes": "not counted"},
    path="/api",
)
