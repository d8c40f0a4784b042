"""Brevo in memory. Each behaviour says where it is known from:

[S]  its official SDK and description, @getbrevo/brevo 6.0.3; names and kinds are in ``brevo_description.toml``
[H39], [H48]  github.com/sendinblue/APIv3-php-library, issues 39 and 48: its maintainers, 2018
[U104], [U142]  github.com/sendinblue/APIv3-nodejs-library, issue 104; APIv3-php-library, issue 142: the same, 2021
[M]  services measured, November 2026

Where these leave two readings, an attribute of the fake chooses one.
"""

from __future__ import annotations

import html as markup
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cenum.clock import utc_now
from cenum.edition.edition import Address
from cenum.services.hours import hour

from .server import Fake, FakeProvider, NoError, Request, Stored

if TYPE_CHECKING:
    from email.message import EmailMessage

KEY = "xkeysib-0123456789abcdef-planted"
# What an account sets around its letters unless somebody changed it.
DEFAULT_HEADER = '<p>Trouble viewing this? <a href="{{ mirror }}">Open it</a></p>'
DEFAULT_FOOTER = '<p>Sent with Brevo. <a href="{{ unsubscribe }}">Unsubscribe</a></p>'
_FORCED = {
    "header": ("[DEFAULT_HEADER]", DEFAULT_HEADER, "mirror"),
    "footer": ("[DEFAULT_FOOTER]", DEFAULT_FOOTER, "unsubscribe"),
}
_PLAN = {"type": "free", "credits": 300, "creditsType": "sendLimit"}


class FakeBrevo(FakeProvider):
    #: [M] whether today's renderer leaves header and footer out where the letter has their tags is not known
    leaves_out_what_the_letter_has = False
    #: [S] “attachmentUrl: empty string if no attachment is present”, and optional all the same, as many others
    leaves_out_what_is_empty = False
    #: [M] “draft” is among the states that [S] takes; [U142] a suspended one can only be archived
    takes_back_to_draft = True
    #: [S] “only draft or scheduled campaigns can be modified”; a public program edits those that are suspended [M]
    edits_suspended = True
    #: [M] numbers in [S], objects with “nbClick” in an example
    links_as_objects = False
    #: [M] what a free plan lets through in a day, and what the rest is called then
    daily_limit: int | None = None
    limited = "suspended"
    #: [S] developers.brevo.com/docs/api-limits: 100 requests an hour; the reset counts its seconds [M]
    requests_left: int | None = None
    seconds_to_reset = 3000

    def __init__(self, readers: tuple[Address, ...], reviewers: tuple[str, ...]) -> None:
        super().__init__(readers, reviewers)
        self.answers: list[tuple[Request, Any]] = []
        self.reached: dict[str, int] = {}

    def busy_headers(self) -> dict[str, str]:
        return {"x-sib-ratelimit-reset": "0"}

    def answer(self, request: Request) -> tuple[int, Any]:
        status, said = self._answer(request)
        self.answers.append((request, said))
        return status, said

    def _answer(self, request: Request) -> tuple[int, Any]:
        if self.requests_left is not None:
            if self.requests_left == 0:
                limits = {"x-sib-ratelimit-limit": "100", "x-sib-ratelimit-remaining": "0"}
                reset = {"x-sib-ratelimit-reset": str(self.seconds_to_reset)}
                raise NoError(429, {"code": "too_many_requests", "message": "Too many requests"}, limits | reset)
            self.requests_left -= 1
        if request.headers.get("api-key") != KEY:
            raise NoError(401, {"code": "unauthorized", "message": "Key not found"})
        match (request.method, *request.path.strip("/").split("/")):
            case ("GET", "account"):
                return 200, self._account()
            case ("GET", "senders"):
                return 200, {
                    "senders": [
                        {"id": 1, "name": "C", "email": "cenum@letter.example.org", "active": True, "ips": []}
                    ]
                }
            case ("GET", "contacts", "lists", _number) if self.has_no_list:
                raise NoError(404, {"code": "document_not_found", "message": "List ID does not exist"})  # [S]
            case ("GET", "contacts", "lists", _number):
                return 200, {
                    "id": 12,
                    "name": "Lecteurs",
                    "totalSubscribers": 9,
                    "totalBlacklisted": 0,
                    "uniqueSubscribers": len(self.readers),
                    "createdAt": _hour(),
                    "folderId": 1,
                }
            case ("GET", "contacts", address):
                if address not in self.reviewers:
                    raise NoError(404, {"code": "document_not_found", "message": "Contact does not exist"})
                return 200, _contact(address)
            case ("GET", "emailCampaigns"):
                start, many = int(request.query["offset"]), int(request.query["limit"])
                found = [self._shown(one, request) for one in reversed(self.stored.values())]
                return 200, {"count": len(found), "campaigns": found[start : start + many]}
            case ("POST", "emailCampaigns"):
                return 201, {"id": int(self._create(request.json).id)}
            case ("GET", "emailCampaigns", number):
                return 200, self._shown(self._one(number), request)
            case ("PUT", "emailCampaigns", number):
                self._change(self._one(number), request.json)
                return 204, None
            case ("POST", "emailCampaigns", number, "sendTest"):
                self._test(self._one(number), request.json["emailTo"])
                return 204, None
            case ("POST", "emailCampaigns", number, "sendNow"):
                self._send(self._one(number))
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

    def deliver(self, campaign: Stored, addresses: list[str], box: list[tuple[str, EmailMessage, str]]) -> None:
        super().deliver(replace(campaign, html=self._wrapped(campaign)), addresses, box)

    def _wrapped(self, one: Stored) -> str:
        around = {}
        for part, (name, default, tag) in _FORCED.items():
            stands = default if one.fields[part] == name else one.fields[part]
            around[part] = "" if self.leaves_out_what_the_letter_has and _has(one.html, tag) else stands
        return around["header"] + one.html + around["footer"]

    def content(self, campaign: Stored) -> dict[str, Any]:
        sender = campaign.fields["sender"]
        return {
            "sender": Address(sender["name"], sender["email"]),
            "reply_to": campaign.fields["replyTo"],
            "subject": campaign.fields["subject"],
        }

    def alter(self, campaign_id: str, changes: dict[str, Any]) -> None:
        """Somebody changes a campaign on Brevo's own pages."""
        one = self.stored[campaign_id]
        one.name = changes.get("name", one.name)
        one.html = changes.get("htmlContent", one.html)
        one.fields |= {name: value for name, value in changes.items() if name not in {"name", "htmlContent"}}

    def _account(self) -> dict[str, Any]:
        names = {"email": "owner@example.org", "companyName": "Conseil", "firstName": "Ada", "lastName": "L"}
        relay = {"enabled": True, "data": {}}
        return {"organization_id": "1", "user_id": 1, "enterprise": False, "plan": [_PLAN], "relay": relay, **names}

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
        # [H39] left out, both are the account's.
        one.fields |= {part: name for part, (name, _default, _tag) in _FORCED.items()} | {"testSent": False}
        self._change(one, body)
        return one

    def _send(self, one: Stored) -> None:
        """[S] “by scheduling it for the current time”."""
        if one.state != "draft":
            raise NoError(400, {"code": "invalid_parameter", "message": "Campaign already sent"})
        one.state = "queued"
        one.fields["scheduledAt"] = _hour()
        addresses = [reader.email for reader in self.readers][: self.daily_limit]
        self.deliver(one, addresses, self.sends)
        self.reached[one.id] = len(addresses)

    def _is_scheduled(self, one: Stored) -> bool:
        at = hour(one.fields.get("scheduledAt"))
        return one.state == "queued" and at is not None and at > utc_now()

    def _change(self, one: Stored, body: dict[str, Any]) -> None:
        may = one.state == "draft" or self._is_scheduled(one) or (self.edits_suspended and one.state == "suspended")
        if not may:
            raise NoError(400, {"code": "invalid_parameter", "message": "Campaign can not be edited"})
        if re.search("[^A-Za-z0-9 ]", body.get("utmCampaign", "")):
            raise NoError(400, {"code": "invalid_parameter", "message": "utmCampaign"})
        one.name = body.get("name", one.name)
        one.html = body.get("htmlContent", one.html)
        one.fields |= {name: value for name, value in body.items() if name not in {"name", "htmlContent"}}
        for part, (name, _default, tag) in _FORCED.items():
            if part in body and not _has(body[part], tag):  # [H39], [H48]
                one.fields[part] = name
        one.fields["modifiedAt"] = _hour()
        if "scheduledAt" in body:
            one.state = "queued"

    def _move(self, one: Stored, state: str) -> None:
        """[U104] what is scheduled can be suspended, and that rescheduled or archived."""
        may = {
            "draft": self.takes_back_to_draft and self._is_scheduled(one),
            "suspended": one.state in {"queued", "in_process"},
            "queued": one.state in {"draft", "suspended"} and bool(one.fields.get("scheduledAt")),
            "archive": one.state in {"suspended", "sent"},
        }
        if not may.get(state):
            raise NoError(400, {"code": "invalid_parameter", "message": f"Status can not be {state}"})
        one.state = state
        one.fields["modifiedAt"] = _hour()

    def _test(self, one: Stored, addresses: list[str]) -> None:
        strangers = [address for address in addresses if address not in self.reviewers]
        if strangers:
            message = "Following email ids do not exist"
            raise NoError(400, {"code": "invalid_parameter", "message": message, "unexistingEmails": strangers})
        self.deliver(one, addresses, self.tests)
        one.fields["testSent"] = True

    def _shown(self, one: Stored, request: Request) -> dict[str, Any]:
        """A campaign as [S] has it, with every field that is always there."""
        unread = {"recipients", "utmCampaign"}  # nobody turned UTM tags on in this account
        said = one.fields["recipients"]
        excluded = {"excludedSegments": said["exclusionSegmentIds"]} if "exclusionSegmentIds" in said else {}
        state = self.seen_state(one, "draft")
        if one.state == state == "queued" and not self._is_scheduled(one):
            one.state = self.limited if self.reached[one.id] < len(self.readers) else "sent"  # at the next look
        empty = {"previewText": "", "toField": "", "attachmentUrl": "", "scheduledAt": "", "tag": ""}
        off = {"abTesting": False, "sendAtBestTime": False, "recurring": False}
        return {
            "id": int(one.id),
            "type": "classic",
            "createdAt": _hour(),
            **({} if self.leaves_out_what_is_empty else empty | off),
            **{name: value for name, value in one.fields.items() if name not in unread},
            "name": one.name,
            "status": state,
            **({"sentDate": one.fields["scheduledAt"]} if state == "sent" else {}),
            "htmlContent": "" if request.query.get("excludeHtmlContent") == "true" else one.html,
            "recipients": {
                "lists": said["listIds"],
                "exclusionLists": said.get("exclusionListIds", []),
                **({"segments": said["segmentIds"]} if "segmentIds" in said else {}),
                **excluded,
            },
            "statistics": self._statistics(one, request.query.get("statistics")),
        }

    def _statistics(self, one: Stored, kind: str | None) -> dict[str, Any]:
        """[S] only what was asked for is filled."""
        sent = self.reached.get(one.id, 0)
        clicked = min(sent, 1)
        counted = {"sent": sent, "delivered": sent, "uniqueViews": sent, "uniqueClicks": clicked, "clickers": sent}
        links: dict[str, Any] = {"https://example.org/a": clicked, "https://example.org/b": 5 * clicked}
        if self.links_as_objects:
            links = {url: {"nbClick": clicks} for url, clicks in links.items()}
        return {
            "globalStats": dict.fromkeys(_FIGURES, 0) | (counted if kind == "globalStats" else {}),
            "linksStats": links if kind == "linksStats" else {},
            "campaignStats": [],
            "mirrorClick": 0,
            "remaining": len(self.readers) - sent if one.id in self.reached else 0,
        }


_FIGURES = (
    *("appleMppOpens", "clickers", "complaints", "delivered", "hardBounces", "opensRate", "sent", "softBounces"),
    *("trackableViews", "uniqueClicks", "uniqueViews", "unsubscriptions", "viewed"),
)


def _hour() -> str:
    return utc_now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _has(text: str, tag: str) -> bool:
    return bool(re.search(rf"{{{{ *{tag} *}}}}|\[{tag.upper()}\]", text))


def _contact(address: str) -> dict[str, Any]:
    off = {"emailBlacklisted": False, "smsBlacklisted": False, "whatsappBlacklisted": False}
    hours = {"createdAt": _hour(), "modifiedAt": _hour()}
    return {"id": 1, "email": address, "attributes": {}, "listIds": [12], "statistics": {}, **off, **hours}


FAKE = Fake(
    FakeBrevo,
    settings={"audience": 12},
    environ={"BREVO_API_KEY": KEY},
    readdressed=(
        {"recipients": {"listIds": [12, 13]}},
        {"recipients": {"listIds": [13]}},
        {"recipients": {"listIds": [12], "exclusionListIds": [5]}},
        {"recipients": {"listIds": [12], "segmentIds": [6]}},
        {"recipients": {"listIds": [12], "exclusionSegmentIds": [6]}},
    ),
    figures={"letters delivered": "3 (100.0\u00a0%)", "readers who clicked": "1 (33.3\u00a0%)"},
)
