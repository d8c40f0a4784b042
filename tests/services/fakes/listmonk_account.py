"""A listmonk whose lists and subscribers can be changed too, and whose letters leave by SMTP, as a real one's do.

The routes are those of listmonk's own description; their answers have what a real v6.2.0 gave there, as far as it
is read.
"""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from cenum.edition.edition import Address

from .listmonk import FakeListmonk
from .server import NoError, Request

if TYPE_CHECKING:
    from .server import Stored

_FIRST = 11


class FakeListmonkAccount(FakeListmonk):
    """The letter goes to the list that is made first; ``mailbox`` is the port of 127.0.0.1 that SMTP leads to."""

    def __init__(self, mailbox: int | None = None) -> None:
        super().__init__((), ())
        self.mailbox = mailbox
        self.members: dict[int, dict[str, Any]] = {}

    def _answer(self, request: Request) -> tuple[int, Any]:
        match (request.method, *request.path.strip("/").split("/")[1:]):
            case ("POST", "lists"):
                self.lists = (*self.lists, max(*self.lists, _FIRST - 1) + 1)
                return 200, {"data": {"id": self.lists[-1], **request.json}}
            case ("DELETE", "lists", number):
                self.deleted = (*self.deleted, int(number))
                return 200, {"data": True}
            case ("GET", "subscribers") if (
                request.query.keys() >= {"list_id"} and "subscription_status" not in request.query
            ):
                wanted = int(request.query["list_id"])
                found = [one for one in self.members.values() if wanted in one["lists"]]
                return 200, {"data": {"results": found, "total": len(found)}}
            case ("POST", "subscribers"):
                if any(one["email"] == request.json["email"] for one in self.members.values()):
                    raise NoError(409, {"message": "E-mail already exists."})
                made = {"id": max(self.members, default=0) + 1, **request.json}
                self.members[made["id"]] = made
                self._count()
                return 200, {"data": made}
            case ("PUT", "subscribers", "lists"):
                for number in request.json["ids"]:
                    self.members[number]["lists"] += request.json["target_list_ids"]
                self._count()
                return 200, {"data": True}
            case ("DELETE", "subscribers", number):
                del self.members[int(number)]
                self._count()
                return 200, {"data": True}
            case ("DELETE", "media", number):
                self.media = [one for one in self.media if one["id"] != int(number)]
                return 200, {"data": True}
            case ("DELETE", "campaigns", number):
                del self.stored[self._one(number).id]
                return 200, {"data": True}
        return super()._answer(request)

    def deliver(self, campaign: Stored, addresses: list[str], box: list[Any]) -> None:
        before = len(box)
        super().deliver(campaign, addresses, box)
        if self.mailbox is None:
            return
        with smtplib.SMTP("127.0.0.1", self.mailbox, local_hostname="localhost") as smtp:
            for address, message, _html in box[before:]:
                smtp.send_message(message, to_addrs=[parseaddr(address)[1]])

    def _count(self) -> None:
        """Whom a letter goes to, and who can be sent a test: any subscriber."""
        here = [one for one in self.members.values() if _FIRST in one["lists"]]
        self.readers = tuple(Address(one["name"], one["email"]) for one in here)
        self.reviewers = tuple(one["email"] for one in self.members.values())
