"""Brevo, as developers.brevo.com describes it, in memory."""

from __future__ import annotations

import html as markup
import re
from typing import Any

from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

KEY = "xkeysib-0123456789abcdef-planted"


class FakeBrevo(FakeProvider):
    def busy_headers(self) -> dict[str, str]:
        return {"x-sib-ratelimit-reset": "0"}

    def answer(self, request: Request) -> tuple[int, Any]:
        if request.headers.get("api-key") != KEY:
            raise NoError(401, {"code": "unauthorized", "message": "Key not found"})
        match (request.method, *request.path.strip("/").split("/")):
            case ("GET", "account"):
                return 200, {"email": "owner@example.org", "companyName": "Conseil"}
            case ("GET", "senders"):
                return 200, {"senders": [{"id": 1, "name": "C", "email": "cenum@letter.example.org", "active": True}]}
            case ("GET", "contacts", "lists", _number):
                return 200, {
                    "id": 12,
                    "name": "Lecteurs",
                    "totalSubscribers": 9,
                    "uniqueSubscribers": len(self.readers),
                }
            case ("GET", "contacts", address):
                if address not in self.reviewers:
                    raise NoError(404, {"code": "document_not_found", "message": "Contact does not exist"})
                return 200, {"email": address}
            case ("GET", "emailCampaigns"):
                start, many = int(request.query["offset"]), int(request.query["limit"])
                found = [self._shown(one, whole=False) for one in reversed(self.stored.values())]
                return 200, {"count": len(found), "campaigns": found[start : start + many]}
            case ("POST", "emailCampaigns"):
                return 201, {"id": int(self._create(request.json).id)}
            case ("GET", "emailCampaigns", number):
                one = self._one(number)
                shown = self._shown(one, whole="excludeHtmlContent" not in request.query)
                return 200, {**shown, "statistics": self._statistics(request.query.get("statistics"))}
            case ("PUT", "emailCampaigns", number):
                self._change(self._one(number), request.json)
                return 204, None
            case ("POST", "emailCampaigns", number, "sendTest"):
                self._test(self._one(number), request.json["emailTo"])
                return 204, None
            case ("POST", "emailCampaigns", number, "sendNow"):
                one = self._one(number)
                if one.state != "draft":
                    raise NoError(400, {"code": "invalid_parameter", "message": "Campaign already sent"})
                one.state = "sent"
                self.deliver(one, [reader.email for reader in self.readers], self.sends)
                return 204, None
            case ("PUT", "emailCampaigns", number, "status"):
                self._move(self._one(number), request.json["status"])
                return 204, None
        raise NoError(404, {"code": "not_found", "message": f"no route {request.path}"})

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        words = {"unsubscribe": links["unsubscribe"], "mirror": links["online"]}
        del html
        template = re.sub(r"{#.*?#}|{%.*?%}", "", template)
        return re.sub(r"{{(.*?)}}", lambda tag: words.get(tag[1].strip(), ""), template)

    def plain(self, campaign: Stored, links: dict[str, str]) -> str:
        """Brevo's own, made of the HTML."""
        rendered = self.rendered(campaign.html, links, html=True)
        return markup.unescape(re.sub("<[^>]*>", " ", rendered))

    def content(self, campaign: Stored) -> dict[str, Any]:
        sender = campaign.fields["sender"]
        return {
            "sender": Address(sender["name"], sender["email"]),
            "reply_to": campaign.fields["replyTo"],
            "subject": campaign.fields["subject"],
        }

    def _one(self, number: str) -> Stored:
        if number not in self.stored:
            raise NoError(404, {"code": "document_not_found", "message": "Campaign ID does not exist"})
        return self.stored[number]

    def _create(self, body: dict[str, Any]) -> Stored:
        for needed in ("name", "sender", "subject", "htmlContent", "recipients"):
            if not body.get(needed):
                raise NoError(400, {"code": "missing_parameter", "message": f"{needed} is missing"})
        one = Stored(str(len(self.stored) + 1), body["name"], "draft")
        self.stored[one.id] = one
        self._change(one, body)
        return one

    def _change(self, one: Stored, body: dict[str, Any]) -> None:
        if one.state not in {"draft", "suspended"}:
            raise NoError(400, {"code": "invalid_parameter", "message": "Campaign can not be edited"})
        if not set(body) <= {
            "name", "subject", "sender", "replyTo", "htmlContent", "recipients", "mirrorActive",
            "inlineImageActivation", "utmCampaign", "scheduledAt",
        }:  # fmt: skip
            raise NoError(400, {"code": "invalid_parameter", "message": f"unknown parameter in {sorted(body)}"})
        if re.search("[^A-Za-z0-9 ]", body.get("utmCampaign", "")):
            raise NoError(400, {"code": "invalid_parameter", "message": "utmCampaign"})
        one.name = body.get("name", one.name)
        one.html = body.get("htmlContent", one.html)
        one.fields |= body
        if "scheduledAt" in body:
            one.state = "queued"

    def _move(self, one: Stored, state: str) -> None:
        scheduled = one.state == "draft" and one.fields.get("scheduledAt")
        if one.state in {"sent", state} or (state == "queued" and not scheduled):
            raise NoError(400, {"code": "invalid_parameter", "message": f"Status can not be {state}"})
        one.state = state

    def _test(self, one: Stored, addresses: list[str]) -> None:
        strangers = [address for address in addresses if address not in self.reviewers]
        if strangers:
            message = "Following email ids do not exist"
            raise NoError(400, {"code": "invalid_parameter", "message": message, "unexistingEmails": strangers})
        self.deliver(one, addresses, self.tests)

    def _shown(self, one: Stored, *, whole: bool) -> dict[str, Any]:
        fields = {key: value for key, value in one.fields.items() if key not in {"htmlContent", "recipients"}}
        said = one.fields["recipients"]
        recipients = {"lists": said["listIds"], "exclusionLists": said.get("exclusionListIds", [])}
        shown = {"id": int(one.id), "name": one.name, "type": "classic", **fields, "recipients": recipients}
        state = self.seen_state(one, "draft")
        return {**shown, "status": state, "name": one.name, **({"htmlContent": one.html} if whole else {})}

    def _statistics(self, kind: str | None) -> dict[str, Any]:
        if kind == "globalStats":
            figures = {"sent": 100, "delivered": 97, "hardBounces": 2, "softBounces": 1, "uniqueViews": 60}
            more = {"appleMppOpens": 20, "uniqueClicks": 15, "unsubscriptions": 1, "complaints": 0}
            return {"globalStats": figures | more}
        if kind == "linksStats":
            return {"linksStats": {"https://example.org/a": 12, "https://example.org/b": 5}}
        return {}


FAKE = Fake(
    FakeBrevo,
    settings={"audience": 12},
    environ={"BREVO_API_KEY": KEY},
    readdressed=(
        {"recipients": {"listIds": [12, 13]}},
        {"recipients": {"listIds": [13]}},
        {"recipients": {"listIds": [12], "exclusionListIds": [5]}},
    ),
    figures={"letters delivered": "97 (97.0\u00a0%)", "readers who clicked": "15 (15.5\u00a0%)"},
)
