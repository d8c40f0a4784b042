"""Mailchimp, as mailchimp.com/developer describes it, in memory."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import Any

from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

KEY = "0123456789abcdef0123456789planted-us21"


class FakeMailchimp(FakeProvider):
    files: dict[str, str]

    def answer(self, request: Request) -> tuple[int, Any]:
        wanted = "Basic " + base64.b64encode(f"cenum:{KEY}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            raise _problem(401, "API Key Invalid", "Your API key may be invalid")
        match (request.method, *[part for part in request.path.split("/") if part]):
            case ("GET",):
                return 200, {"account_id": "1", "account_name": "Conseil"}
            case ("GET", "lists", number):
                return 200, {"id": number, "name": "Lecteurs", "stats": {"member_count": len(self.readers)}}
            case ("GET", "lists", _list, "segments", number):
                return 200, {"id": int(number), "name": "Actifs", "member_count": 2}
            case ("GET", "verified-domains"):
                domain = {"domain": "letter.example.org", "verified": True, "authenticated": True}
                return 200, {"domains": [domain], "total_items": 1}
            case ("GET", "file-manager", "files"):
                files = [{"id": 1, "name": name, "full_size_url": url} for name, url in self._files().items()]
                start = int(request.query["offset"])
                return 200, {"files": files[start : start + int(request.query["count"])]}
            case ("POST", "file-manager", "files"):
                name = request.json["name"]
                assert base64.b64decode(request.json["file_data"], validate=True)
                self._files()[name] = f"https://mcusercontent.example.org/images/{name}"
                return 200, {"id": 1, "name": name, "full_size_url": self._files()[name]}
            case ("GET", "campaigns"):
                start, many = int(request.query["offset"]), int(request.query["count"])
                found = [self._shown(one) for one in reversed(self.stored.values())]
                return 200, {"campaigns": found[start : start + many], "total_items": len(found)}
            case ("POST", "campaigns"):
                return 200, self._shown(self._create(request.json))
            case ("GET", "campaigns", number):
                return 200, self._shown(self._one(number))
            case ("PATCH", "campaigns", number):
                one = self._draft(number)
                self._change(one, request.json)
                return 200, self._shown(one)
            case ("GET", "campaigns", number, "content"):
                one = self._one(number)
                return 200, {"html": one.html, "plain_text": one.text, "archive_html": one.html}
            case ("PUT", "campaigns", number, "content"):
                one = self._draft(number)
                one.html, one.text = request.json["html"], request.json["plain_text"]
                return 200, {"html": one.html, "plain_text": one.text}
            case ("GET", "campaigns", number, "send-checklist"):
                return 200, self._checklist(self._one(number))
            case ("POST", "campaigns", number, "actions", action):
                return self._act(number, action, request.json)
            case ("GET", "reports", _number):
                return 200, {
                    "emails_sent": 100,
                    "abuse_reports": 0,
                    "unsubscribed": 1,
                    "bounces": {"hard_bounces": 2, "soft_bounces": 1, "syntax_errors": 0},
                    "opens": {"opens_total": 90, "unique_opens": 60, "proxy_excluded_unique_opens": 40},
                    "clicks": {"clicks_total": 20, "unique_clicks": 18, "unique_subscriber_clicks": 15},
                }
            case ("GET", "reports", _number, "click-details"):
                clicked = {"id": "x", "url": "https://example.org/a", "total_clicks": 12, "unique_clicks": 9}
                return 200, {"urls_clicked": [clicked], "total_items": 1}
        raise _problem(404, "Resource Not Found", f"no route {request.path}")

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        words = {"UNSUB": links["unsubscribe"], "ARCHIVE": links["online"], "LIST:ADDRESSLINE": "1 rue de la Lettre"}
        del html
        return re.sub(r"\*\|(.*?)\|\*", lambda tag: words.get(tag[1], ""), template)

    def content(self, campaign: Stored) -> dict[str, Any]:
        said = campaign.fields["settings"]
        return {
            "sender": Address(said["from_name"], said["reply_to"]),
            "reply_to": said["reply_to"],
            "subject": said["subject_line"],
        }

    def _files(self) -> dict[str, str]:
        if not hasattr(self, "files"):
            self.files = {}
        return self.files

    def _act(self, number: str, action: str, body: Any) -> tuple[int, Any]:
        one = self._one(number)
        match action:
            case "test":
                self.deliver(one, body["test_emails"], self.tests)
            case "send":
                self._draft(number)
                if not self._checklist(one)["is_ready"]:
                    raise _problem(400, "Bad Request", "Your Campaign is not ready to send")
                one.state = "sent"
                self.deliver(one, [reader.email for reader in self.readers], self.sends)
            case "schedule":
                self._draft(number)
                if datetime.fromisoformat(body["schedule_time"]).minute % 15:
                    raise _problem(400, "Bad Request", "quarter hours only")
                one.state, one.fields["send_time"] = "schedule", body["schedule_time"]
            case "unschedule":
                one.state = "save"
                one.fields.pop("send_time", None)
            case "cancel-send":
                raise _problem(403, "Forbidden", "This is not part of your plan")
        return 204, None

    def _checklist(self, one: Stored) -> dict[str, Any]:
        missing = [tag for tag in ("*|UNSUB|*", "*|LIST:ADDRESSLINE|*") if tag not in one.html]
        items = [{"type": "error", "id": 1, "heading": "Content", "details": f"{tag} is missing"} for tag in missing]
        return {"is_ready": not missing, "items": items}

    def _one(self, number: str) -> Stored:
        if number not in self.stored:
            raise _problem(404, "Resource Not Found", "The requested resource could not be found.")
        return self.stored[number]

    def _draft(self, number: str) -> Stored:
        one = self._one(number)
        if one.state != "save":
            raise _problem(400, "Campaign Already Sent", "it has been sent or scheduled")
        return one

    def _create(self, body: dict[str, Any]) -> Stored:
        assert body["type"] == "regular"
        assert body["recipients"]["list_id"]
        one = Stored(f"a{len(self.stored) + 1:09d}", "", "save", {"settings": {}})
        self.stored[one.id] = one
        self._change(one, body)
        return one

    def _change(self, one: Stored, body: dict[str, Any]) -> None:
        one.fields["settings"] = {**one.fields["settings"], **body.get("settings", {})}
        one.fields |= {key: body[key] for key in ("recipients", "tracking") if key in body}
        one.name = one.fields["settings"].get("title", "")

    def _shown(self, one: Stored) -> dict[str, Any]:
        shown = {"id": one.id, "web_id": int(one.id[1:]), "status": self.seen_state(one, "save")}
        shown |= {"recipients": {**one.fields["recipients"], "list_is_active": True}}
        return {**shown, "settings": one.fields["settings"], "send_time": one.fields.get("send_time", "")}


def _problem(status: int, title: str, detail: str) -> NoError:
    return NoError(
        status, {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": ""}
    )


FAKE = Fake(
    FakeMailchimp,
    settings={"audience": "a1b2c3"},
    environ={"MAILCHIMP_API_KEY": KEY},
    readdressed=(
        {"recipients": {"list_id": "other"}},
        {"recipients": {"list_id": "a1b2c3", "segment_opts": {"saved_segment_id": 9}}},
    ),
    figures={"letters delivered": "97 (97.0\u00a0%)", "unsubscribes": "1 (1.0\u00a0%)"},
)
