"""Mailjet in memory. Guide: its api-documentation at GitHub; SDK: the types of node-mailjet 6.0.11."""

from __future__ import annotations

import base64
import re
from typing import Any

from cenum.clock import utc_now
from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

KEY = "0123456789abcdef0123456789abcdef"
SECRET = "fedcba9876543210planted00000000"  # noqa: S105  nobody's
# SDK, CampaignDraftStatus.
_STATUS = {"deleted": -2, "archived": -1, "draft": 0, "programmed": 1, "sent": 2}
CHANGED = "2126-11-27T06:00:00Z"
_NO_FIELDS = {"Date", "Headers", "MJMLContent", "left"}
# SDK, CampaignDraft: what an answer has besides what cenum writes.
_EMPTY: dict[str, Any] = {
    "AXFraction": 0,
    "AXFractionName": "",
    "AXTesting": {},
    "CampaignID": 0,
    "CreatedAt": "2126-11-26T06:00:00Z",
    "Current": 0,
    "DeliveredAt": "",
    "IsStarred": False,
    "IsTextPartIncluded": False,  # services measured: false by default
    "Preset": "",
    "SegmentationID": 0,
    "TemplateID": 0,
    "Url": "",
    "Used": False,
}


class FakeMailjet(FakeProvider):
    looks = 0  # how often a letter that is leaving is still seen as programmed
    # Services measured: what a text does that is not said to be included is not known.
    keeps_text = False
    # Services measured: whether what is sent at once has an hour at /schedule is not known.
    has_hour = False
    # Guide, The Sort Filter: “not available for all properties”, which may be said, or be the order that it was in.
    sorts: bool | None = True
    # SDK, Template: the headers of a content may repeat what the campaign says.
    repeats = False

    def answer(self, request: Request) -> tuple[int, Any]:
        wanted = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            raise NoError(401, {"ErrorMessage": "API key authentication failure", "StatusCode": 401})
        match (request.method, *request.path.strip("/").split("/")):
            case ("GET", "apikey"):
                return 200, _page([{"Name": "Conseil"}])
            case ("GET", "sender"):
                return 200, _page([{"Email": "*@letter.example.org", "Status": "Active"}])
            case ("GET", "contactslist", number) if self.has_no_list:
                # dev.mailjet.com, contactslist: marked as deleted, and to be brought back.
                gone = {"ID": int(number), "Name": "Lecteurs", "SubscriberCount": 0, "IsDeleted": True}
                return 200, _page([gone])
            case ("GET", "contactslist", number):
                return 200, _page([{"ID": int(number), "Name": "Lecteurs", "SubscriberCount": len(self.readers)}])
            case ("GET", "campaigndraft"):
                start, many = int(request.query["Offset"]), int(request.query["Limit"])
                if "Sort" in request.query and self.sorts is None:
                    raise NoError(400, {"ErrorMessage": "Invalid sort", "StatusCode": 400})
                found = [self._shown(one) for one in self.stored.values()]
                if "Sort" in request.query and self.sorts:
                    found.reverse()
                return 200, _page(found[start : start + many])
            case ("POST", "campaigndraft"):
                return 201, _page([self._shown(self._create(request.json))])
            case ("GET", "campaigndraft", number):
                return 200, _page([self._shown(self._one(number))])
            case ("PUT", "campaigndraft", number):
                one = self._draft(number)
                one.fields |= request.json
                one.name = one.fields["Title"]
                return 200, _page([self._shown(one)])
            case ("GET", "campaigndraft", number, "detailcontent"):
                return 200, _page([self._detail(self._one(number))])
            case ("POST", "campaigndraft", number, "detailcontent"):
                self._fill(self._draft(number), request.json)
                return 201, _page([request.json])
            case ("POST", "campaigndraft", number, "test"):
                one = self._one(number)
                addresses = [recipient["Email"] for recipient in request.json["Recipients"]]
                self.deliver(one, addresses, self.tests)
                return 201, _page([{"Status": "Draft"}])
            case ("POST", "campaigndraft", number, "send"):
                self._send(self._one(number))
                return 201, _page([{"Status": "programmed"}])
            case ("POST", "campaigndraft", number, "schedule"):
                # Guide, Schedule a newsletter: a draft, or one that is programmed.
                one = self._draft(number)
                one.state, one.fields["Date"] = "programmed", request.json["Date"]
                return 201, _page([{"Date": request.json["Date"], "Status": "Programmed"}])
            case ("GET", "campaigndraft", number, "schedule"):
                return 200, _page([{"Date": self._hour(number), "Status": "Programmed"}])
            case ("DELETE", "campaigndraft", number, "schedule"):
                self._hour(number)
                self._one(number).state = "draft"
                del self._one(number).fields["Date"]
                return 204, None
            case ("GET", "campaign", custom):
                number = custom.removeprefix("mj.nl=")
                sent = number in self.stored and self._left(self.stored[number])
                return 200, _page([{"ID": 7000 + int(number), "CustomValue": custom}] if sent else [])
            case ("GET", "statcounters"):
                figures = {"Total": 100, "MessageSentCount": 97, "MessageHardBouncedCount": 2}
                more = {"MessageSoftBouncedCount": 1, "MessageOpenedCount": 60, "MessageClickedCount": 15}
                last = {"MessageUnsubscribedCount": 1, "MessageSpamCount": 0, "MessageBlockedCount": 0}
                return 200, _page([figures | more | last])
            case ("GET", "statistics", "link-click"):
                one_link = {"URL": "https://example.org/a", "ClickedMessagesCount": 9, "ClickedEventsCount": 12}
                return 200, _page([{**one_link, "PositionIndex": 1}])
        raise NoError(404, {"ErrorMessage": f"no route {request.path}", "StatusCode": 404})

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        words = {"UNSUB_LINK_FR": links["unsubscribe"], "PERMALINK": links["online"]}
        del html
        template = re.sub(r"{{.*?}}|{%.*?%}", "", template)
        return re.sub(r"\[\[(.*?)\]\]", lambda tag: words.get(tag[1], ""), template)

    def plain(self, campaign: Stored, links: dict[str, str]) -> str:
        if not campaign.fields.get("IsTextPartIncluded") and not self.keeps_text:
            return ""
        return super().plain(campaign, links)

    def content(self, campaign: Stored) -> dict[str, Any]:
        fields = campaign.fields
        return {
            "sender": Address(fields["SenderName"], fields["SenderEmail"]),
            "reply_to": fields["ReplyEmail"],
            "subject": fields["Subject"],
        }

    def _one(self, number: str) -> Stored:
        if number not in self.stored:
            raise NoError(404, {"ErrorMessage": "Object not found", "StatusCode": 404})
        return self.stored[number]

    def _draft(self, number: str) -> Stored:
        one = self._one(number)
        if one.state != "draft":
            raise NoError(400, {"ErrorMessage": "The campaign is not a draft", "StatusCode": 400})
        return one

    def _fill(self, one: Stored, body: dict[str, Any]) -> None:
        """Guide, Add a body: POST empties what it is not given."""
        one.html, one.text = body.get("Html-part", ""), body.get("Text-part", "")
        one.fields.pop("Headers", None)
        one.fields.pop("MJMLContent", None)

    def _detail(self, one: Stored) -> dict[str, Any]:
        fields = one.fields
        sender = f"{fields['SenderName']} <{fields['SenderEmail']}>"
        headers = {"From": sender, "Reply-to": fields["ReplyEmail"], "Subject": fields["Subject"]}
        return {
            "Headers": {**(headers if self.repeats else {}), **fields.get("Headers", {})},
            "Html-part": one.html,
            "Text-part": one.text,
            "MJMLContent": fields.get("MJMLContent", ""),
        }

    def _hour(self, number: str) -> str:
        """A campaign that was told to leave at once has none, unless it has."""
        if self.has_hour and self._left(self._one(number)):
            return str(self._one(number).fields["left"])
        if "Date" not in self._one(number).fields:
            raise NoError(404, {"ErrorMessage": "Object not found", "StatusCode": 404})
        return str(self._one(number).fields["Date"])

    @staticmethod
    def _left(one: Stored) -> bool:
        return one.state == "sent" or (one.state == "programmed" and "Date" not in one.fields)

    def _send(self, one: Stored) -> None:
        """Guide, Send: drafts and programmed ones are taken. Twice, while it leaves, it is the same letter."""
        if one.fields.get("AXTesting"):
            raise NoError(400, {"ErrorMessage": "AXTesting is set", "StatusCode": 400})
        if one.state not in {"draft", "programmed"}:
            raise NoError(400, {"ErrorMessage": "The campaign is neither Draft nor Programmed", "StatusCode": 400})
        if not self._left(one):
            self.deliver(one, [reader.email for reader in self.readers], self.sends)
        one.state, self.looks = "programmed", 2
        one.fields.pop("Date", None)
        one.fields["left"] = utc_now().isoformat()

    def _create(self, body: dict[str, Any]) -> Stored:
        for needed in ("Locale", "Sender", "SenderEmail", "Subject", "ContactsListID"):
            if not body.get(needed):
                raise NoError(400, {"ErrorMessage": f"{needed} is missing", "StatusCode": 400})
        one = Stored(str(len(self.stored) + 1), body["Title"], "draft", dict(body))
        self.stored[one.id] = one
        return one

    def _shown(self, one: Stored) -> dict[str, Any]:
        kept = {key: value for key, value in one.fields.items() if key not in _NO_FIELDS}
        fields = {**_EMPTY, "ReplyEmail": "", "SenderName": "", **kept, "ModifiedAt": CHANGED}
        if one.state == "programmed" and self._left(one):
            # It is programmed first, and sent a little later.
            self.looks -= 1
            one.state = "programmed" if self.looks >= 0 else "sent"
        return {"ID": int(one.id), **fields, "Status": _STATUS[self.seen_state(one, "draft")]}


def _page(data: list[Any]) -> dict[str, Any]:
    return {"Count": len(data), "Data": data, "Total": len(data)}


FAKE = Fake(
    FakeMailjet,
    settings={"audience": 12},
    environ={"MAILJET_API_KEY": KEY, "MAILJET_SECRET_KEY": SECRET},
    readdressed=({"ContactsListID": 13}, {"ContactsListID": 12, "SegmentationID": 5}),
    figures={"letters delivered": "97 (97.0\u00a0%)", "readers who clicked": "15 (15.5\u00a0%)"},
)
