"""Mailchimp in memory. SDK: the types of mailchimp-marketing for Rust, made of its description in 2026."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import Any

from cenum.edition.edition import Address

from .server import Fake, FakeProvider, NoError, Request, Stored

KEY = "0123456789abcdef0123456789planted-us21"
BADGE = '<a href="https://mailchimp.example.org/"><img src="https://mailchimp.example.org/badge.png" alt=""></a>'
SENT = "2125-04-18T05:00:00+00:00"
# SDK, CampaignsSettings, CampaignTrackingOptions: what a new campaign has where nothing was said.
_SETTINGS: dict[str, Any] = {
    "authenticate": True,
    "auto_fb_post": [],
    "auto_footer": False,
    "auto_tweet": False,
    "drag_and_drop": False,
    "fb_comments": True,
    "folder_id": "",
    "from_name": "",
    "inline_css": False,
    "preview_text": "",
    "reply_to": "",
    "subject_line": "",
    "template_id": 0,
    "timewarp": False,
    "title": "",
    "to_name": "",
    "use_conversation": False,
}
_TRACKING: dict[str, Any] = {
    "capsule": {},
    "clicktale": "",
    "ecomm360": False,
    "goal_tracking": False,
    "google_analytics": "",
    "html_clicks": True,
    "opens": True,
    "salesforce": {},
    "text_clicks": True,
}
_LONGEST_SUBJECT = 150  # services measured


class FakeMailchimp(FakeProvider):
    files: dict[str, str]
    # SDK, ListRootResponsePricingPlanType; services measured: a free plan has a badge, and schedules nothing.
    plan = "monthly"
    # Services measured: whether a segment outlives a PATCH of list_id alone is not known.
    keeps_segment = True
    # Services measured: throttling may come as 403 without JSON. This request gets it, counted from 1.
    throttled_at = 0
    # Whether a plan switches a count on again is not known. The help page on click tracking says that the links of
    # free plans lead through its servers all the same.
    counts_clicks = False
    # SDK, CampaignsRecipients: “count of the recipients on the associated list”, then or now is not said.
    joined = 0
    # How many readers are not sent it, and how many of those it calls cancelled (SDK, CampaignsDeliveryStatus).
    missed = 0
    canceled = 0

    def answer(self, request: Request) -> tuple[int, Any]:
        if self.count == self.throttled_at:
            raise NoError(403, None)
        wanted = "Basic " + base64.b64encode(f"cenum:{KEY}".encode()).decode()
        if request.headers.get("authorization") != wanted:
            raise _problem(401, "API Key Invalid", "Your API key may be invalid")
        match (request.method, *[part for part in request.path.split("/") if part]):
            case ("GET",):
                return 200, {"account_id": "1", "account_name": "Conseil", "pricing_plan_type": self.plan}
            case ("GET", "lists", *_which) if self.has_no_list:
                raise _problem(404, "Resource Not Found", "The requested resource could not be found.")
            case ("GET", "lists", number):
                # Its description: many of a list's stats “are cached for at least five minutes”.
                return 200, {"id": number, "name": "Lecteurs", "stats": {"member_count": 1}}
            case ("GET", "lists", _list, "members"):
                assert request.query["status"] == "subscribed"
                return 200, {"total_items": len(self.readers)}
            case ("GET", "lists", _list, "segments", number):
                return 200, {"id": int(number), "name": "Actifs", "member_count": 1}
            case ("GET", "lists", _list, "segments", _number, "members"):
                return 200, {"total_items": 2}
            case ("GET", "verified-domains"):
                domain = {"domain": "letter.example.org", "verified": True, "authenticated": True}
                return 200, {"domains": [domain], "total_items": 1}
            case ("GET", "file-manager", "files"):
                files = [{"id": 1, "name": name, "full_size_url": url} for name, url in self._files().items()]
                start = int(request.query["offset"])
                page = files[start : start + int(request.query["count"])]
                return 200, {"files": page, "total_items": len(files)}
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
        if html:
            template = self._at_sending(template)
        return re.sub(r"\*\|(.*?)\|\*", lambda tag: words.get(tag[1], ""), template)

    def content(self, campaign: Stored) -> dict[str, Any]:
        said = campaign.fields["settings"]
        return {
            "sender": Address(said["from_name"], said["reply_to"]),
            "reply_to": said["reply_to"],
            "subject": said["subject_line"],
        }

    def _at_sending(self, html: str) -> str:
        """Services measured: the head's styles are merged, and a comment that is closed at once makes them empty."""
        head, end, rest = html.partition("</head>")
        styles = re.findall(r"<style[^>]*>(.*?)</style>", head, re.DOTALL)
        merged = "" if "<!-->" in head else "\n".join(styles)
        head = re.sub(r"<style[^>]*>.*?</style>", "", head, flags=re.DOTALL)
        html = f"{head}<style>{merged}</style>{end}{rest}" if styles else html
        # Services measured, and its own words: auto_footer: false does not prevent it.
        return html.replace("</body>", f"{BADGE}</body>") if self.plan == "forever_free" else html

    def _files(self) -> dict[str, str]:
        if not hasattr(self, "files"):
            self.files = {}
        return self.files

    def _act(self, number: str, action: str, body: Any) -> tuple[int, Any]:
        one = self._one(number)
        match action:
            case "test":
                assert body["send_type"] in {"html", "plaintext"}
                self.deliver(one, body["test_emails"], self.tests)
            case "send":
                self._draft(number)
                if not self._checklist(one)["is_ready"]:
                    raise _problem(400, "Bad Request", "Your Campaign is not ready to send")
                one.state, one.fields["send_time"] = "sent", SENT
                reached = self.readers[: len(self.readers) - self.missed]
                one.fields["sent"] = len(reached)
                self.deliver(one, [reader.email for reader in reached], self.sends)
            case "schedule":
                self._draft(number)
                if self.plan == "forever_free":
                    raise _problem(403, "Forbidden", "Scheduling is not available")
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
        settings = body.get("settings", {})
        if len(settings.get("subject_line", "")) > _LONGEST_SUBJECT:
            raise _problem(400, "Invalid Resource", "The subject is too long")
        one.fields["settings"] = {**one.fields["settings"], **settings}
        if "recipients" in body:
            kept = (
                {"segment_opts": one.fields.get("recipients", {}).get("segment_opts")} if self.keeps_segment else {}
            )
            one.fields["recipients"] = {**{name: opts for name, opts in kept.items() if opts}, **body["recipients"]}
        if "tracking" in body:
            one.fields["tracking"] = {**body["tracking"], **({"html_clicks": True} if self.counts_clicks else {})}
        one.name = one.fields["settings"].get("title", "")

    def _shown(self, one: Stored) -> dict[str, Any]:
        fields = one.fields
        shown = {"id": one.id, "web_id": int(one.id[1:]), "status": self.seen_state(one, "save"), "type": "regular"}
        sent = fields.get("sent", 0)
        shown |= {
            "archive_url": "https://mailchi.example.org/x",
            "content_type": "html",
            "create_time": SENT,
            "delivery_status": {
                "enabled": bool(self.canceled),
                "emails_sent": sent,
                "emails_canceled": self.canceled,
            },
            "emails_sent": sent,
            "long_archive_url": "https://mailchi.example.org/long/x",
            "needs_block_refresh": False,
            "resendable": False,
            "send_time": fields.get("send_time", ""),
            "settings": {**_SETTINGS, **fields["settings"]},
            "tracking": {**_TRACKING, **fields.get("tracking", {})},
        }
        count = len(self.readers) + self.joined
        there = {"list_is_active": True, "list_name": "Lecteurs", "recipient_count": count, "segment_text": ""}
        shown["recipients"] = {**there, **fields["recipients"]}
        return {**shown, **{name: fields[name] for name in ("type", "content_type") if name in fields}}


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
