"""listmonk, as its source behaves, in memory, with as much of Go's templates as letters use."""

from __future__ import annotations

import base64
import json
import re
from email.utils import parseaddr
from typing import Any

from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

USER, TOKEN = "cenum", "0123456789abcdefplanted"
_ACTION = re.compile(r'{{\s*(?:(?P<safe>Safe\s+)?(?P<text>"(?:[^"\\]|\\.)*")|(?P<name>\w+))\s*}}')
_ALLOWED = {  # from which state each may be entered
    "draft": {"scheduled"},
    "scheduled": {"draft", "paused"},
    "running": {"draft", "paused"},
    "paused": {"running"},
    "cancelled": {"running", "paused"},
}


class FakeListmonk(FakeProvider):
    media: list[dict[str, Any]]

    def answer(self, request: Request) -> tuple[int, Any]:
        wanted = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            raise NoError(403, {"message": "invalid API credentials"})
        match (request.method, *request.path.strip("/").split("/")[1:]):
            case ("GET", "lists", number):
                counts = {"confirmed": len(self.readers), "unconfirmed": 4, "unsubscribed": 2}
                audience = {"id": int(number), "name": "Lecteurs", "optin": "double", "subscriber_statuses": counts}
                return 200, {"data": audience}
            case ("GET", "subscribers"):
                found = [
                    {"id": number, "email": address, "status": "enabled"}
                    for number, address in enumerate(self.reviewers)
                    if request.query["search"] in address
                ]
                return 200, {"data": {"results": found, "total": len(found)}}
            case ("GET", "media"):
                return 200, {"data": {"results": self._page(self._media(), request)}}
            case ("POST", "media"):
                name = re.search(rb'name="file"; filename="([^"]+)"', request.body)
                assert name
                self._media().append({"filename": name[1].decode(), "url": f"/uploads/{name[1].decode()}"})
                return 200, {"data": self._media()[-1]}
            case ("GET", "campaigns"):
                campaigns = [self._shown(one) for one in reversed(self.stored.values())]
                return 200, {"data": {"results": self._page(campaigns, request), "total": len(campaigns)}}
            case ("GET", "campaigns", "analytics", "links"):
                assert request.query["from"]
                return 200, {"data": [{"url": "https://example.org/a", "count": 12}]}
            case ("POST", "campaigns"):
                one = Stored(str(len(self.stored) + 1), request.json["name"], "draft")
                self._change(one, request.json)
                self.stored[one.id] = one
                return 200, {"data": self._shown(one)}
            case ("GET", "campaigns", number):
                return 200, {"data": self._shown(self._one(number))}
            case ("PUT", "campaigns", number):
                one = self._one(number)
                if one.state not in {"draft", "paused", "scheduled"}:
                    raise NoError(400, {"message": "Cannot update a running or a finished campaign."})
                self._change(one, request.json)
                if one.state == "scheduled" and not one.fields.get("send_at"):
                    one.state = "draft"
                return 200, {"data": self._shown(one)}
            case ("POST", "campaigns", number, "test"):
                self._one(number)
                copy = Stored(number, request.json["name"], "draft")
                self._change(copy, request.json)
                known = [address for address in request.json["subscribers"] if address in self.reviewers]
                if not known:
                    raise NoError(400, {"message": "No known subscribers given."})
                self.deliver(copy, known, self.tests)
                return 200, {"data": True}
            case ("PUT", "campaigns", number, "status"):
                self._move(self._one(number), request.json["status"])
                return 200, {"data": self._shown(self._one(number))}
        raise NoError(404, {"message": f"no route {request.path}"})

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        words = {"UnsubscribeURL": links["unsubscribe"], "MessageURL": links["online"]}
        if html:
            template = re.sub(r'(?<!")<!--.*?-->(?!")', "", template, flags=re.DOTALL)
        return _ACTION.sub(lambda tag: words[tag["name"]] if tag["name"] else json.loads(tag["text"]), template)

    def content(self, campaign: Stored) -> dict[str, Any]:
        fields = campaign.fields
        return {
            "sender": Address(*parseaddr(fields["from_email"])),
            "reply_to": fields["headers"][0]["Reply-To"],
            "subject": fields["subject"],
        }

    def _media(self) -> list[dict[str, Any]]:
        if not hasattr(self, "media"):
            self.media = []
        return self.media

    @staticmethod
    def _page(found: list[Any], request: Request) -> list[Any]:
        number, many = int(request.query["page"]), int(request.query["per_page"])
        return found[(number - 1) * many : number * many]

    def _one(self, number: str) -> Stored:
        if number not in self.stored:
            raise NoError(400, {"message": "Campaign not found"})
        return self.stored[number]

    def _move(self, one: Stored, state: str) -> None:
        if one.state not in _ALLOWED[state]:
            raise NoError(400, {"message": "Only paused campaigns and drafts can be started"})
        if state == "running" and one.fields.get("send_at"):
            state = "scheduled"
        one.state = state
        if state == "running":
            one.state = "finished"
            one.fields["started_at"] = "2025-04-18T05:00:00Z"
            self.deliver(one, [reader.email for reader in self.readers], self.sends)

    def _change(self, one: Stored, body: dict[str, Any]) -> None:
        if not body["lists"]:
            raise NoError(400, {"message": "Invalid list IDs"})
        for part in (body["subject"], body["body"], body["altbody"] or ""):
            for action in re.finditer(r"{{.*?}}", _ACTION.sub("", part)):
                raise NoError(400, {"message": f"template: function {action[0]} not defined"})
        one.name, one.html, one.text = body["name"], body["body"], body["altbody"] or ""
        one.fields |= body

    def _shown(self, one: Stored) -> dict[str, Any]:
        counted = {"sent": 100, "views": 60, "clicks": 15, "bounces": 3} if one.state == "finished" else {}
        lists = [{"id": number, "name": "Lecteurs"} for number in one.fields["lists"]]
        return {
            **one.fields,
            **counted,
            "lists": lists,
            "id": int(one.id),
            "status": self.seen_state(one, "draft"),
            "name": one.name,
        }


FAKE = Fake(
    FakeListmonk,
    settings={"url": "https://lists.example.org", "audience": 3},
    environ={"LISTMONK_API_USER": USER, "LISTMONK_API_TOKEN": TOKEN},
    readdressed=({"lists": [3, 4]}, {"lists": [4]}),
    figures={"letters delivered": "97 (97.0\u00a0%)", "unsubscribes": "not counted"},
    path="/api",
)
