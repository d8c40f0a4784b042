"""A mailing service in memory that writes down every request, and can break at any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.edition.edition import Links
from cenum.errors import FateUnknown, ServiceRefused, ServiceUnreachable
from cenum.services.service import (
    Audience,
    Campaign,
    Content,
    Standing,
    State,
    Statistics,
    TestSend,
    refuse_if_changed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cenum.edition.edition import Address, Edition


class FakeService:
    """``break_at`` counts requests from 1; ``executed`` says whether the broken one is carried out first."""

    name = "fake"

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.stored: dict[str, tuple[Campaign, Content]] = {}
        self.reviewed: list[tuple[str, Content]] = []
        self.received: list[Content] = []
        self.size = 12
        self.list = "readers"
        self.unreachable: set[str] = set()
        self.break_at = 0
        self.executed = False
        self.keeps_text = True
        self.lists_hours = True
        self.keeps = 1000  # characters of a name

    def request(self, what: str) -> bool:
        """Write the request down; False where it has to break after having been carried out."""
        self.requests.append(what)
        if len(self.requests) != self.break_at:
            return True
        if not self.executed:
            raise ServiceUnreachable("the line is down", "try again")
        return False

    def answer(self, *, arrives: bool) -> None:
        if not arrives:
            raise FateUnknown("no answer came", "look")

    def account(self) -> str:
        return "fake"

    def audience(self) -> Audience:
        self.answer(arrives=self.request("audience"))
        return Audience("readers", self.size)

    def campaigns(self) -> Iterator[Campaign]:
        self.answer(arrives=self.request("campaigns"))
        for campaign, _content in reversed(self.stored.values()):
            yield campaign if self.lists_hours else replace(campaign, at=None)

    def campaign(self, campaign_id: str) -> Campaign:
        self.answer(arrives=self.request("campaign"))
        return self.stored[campaign_id][0]

    def content(self, edition: Edition) -> Content:
        links = Links("{unsubscribe}", "{online}", {file.name: file.name for file in edition.files})
        html, text = edition.fill(links)
        return Content(edition.subject, edition.preheader, edition.sender, edition.reply_to, html, text, self.list)

    def create(self, name: str, content: Content) -> Campaign:
        arrives = self.request("create")
        key = str(len(self.stored) + 1)
        self.stored[key] = (Campaign(key, name, State.DRAFT, f"fake:{key}"), content)
        self.answer(arrives=arrives)
        return self.stored[key][0]

    def update(self, campaign_id: str, content: Content) -> None:
        arrives = self.request("update")
        self.stored[campaign_id] = (self._draft(campaign_id), content)
        self.answer(arrives=arrives)

    def rename(self, campaign_id: str, name: str) -> None:
        arrives = self.request(f"rename {name}")
        campaign, content = self.stored[campaign_id]
        self.stored[campaign_id] = (replace(campaign, name=name[: self.keeps]), content)
        self.answer(arrives=arrives)

    def read(self, campaign_id: str) -> Content:
        self.answer(arrives=self.request("read"))
        content = self.stored[campaign_id][1]
        return content if self.keeps_text else replace(content, text=None)

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        arrives = self.request("test")
        content = self.stored[campaign_id][1]
        delivered = tuple(reviewer for reviewer in reviewers if reviewer not in self.unreachable)
        self.reviewed += [(reviewer, content) for reviewer in delivered]
        self.answer(arrives=arrives)
        refused = tuple((reviewer, "unknown here") for reviewer in reviewers if reviewer in self.unreachable)
        return TestSend(delivered, refused)

    def send(self, campaign: Campaign, content: Content) -> None:
        arrives = self.request("send")
        campaign_id = campaign.id
        content = self._unchanged(campaign, content)
        campaign = self._draft(campaign_id)
        self.stored[campaign_id] = (replace(campaign, state=State.SENT), content)
        self.received.append(content)
        self.answer(arrives=arrives)

    def schedule(self, campaign: Campaign, content: Content, at: datetime) -> None:
        arrives = self.request("schedule")
        campaign_id = campaign.id
        content = self._unchanged(campaign, content)
        campaign = self._draft(campaign_id)
        self.stored[campaign_id] = (replace(campaign, state=State.SCHEDULED, at=at), content)
        self.answer(arrives=arrives)

    def unschedule(self, campaign_id: str) -> None:
        self._turn("unschedule", campaign_id, State.DRAFT)

    def cancel(self, campaign_id: str) -> None:
        self._turn("cancel", campaign_id, State.CANCELLED)

    def statistics(self, campaign_id: str) -> Statistics:
        self.answer(arrives=self.request("statistics"))
        del campaign_id
        return Statistics(sent=12, delivered=12)

    def standing(self, sender: Address, reviewers: Sequence[str]) -> Standing:
        self.answer(arrives=self.request("standing"))
        del sender
        return Standing(unknown_reviewers=tuple(one for one in reviewers if one in self.unreachable))

    def _turn(self, request: str, campaign_id: str, state: State) -> None:
        arrives = self.request(request)
        campaign, content = self.stored[campaign_id]
        self.stored[campaign_id] = (replace(campaign, state=state, at=None), content)
        self.answer(arrives=arrives)

    def _unchanged(self, campaign: Campaign, content: Content) -> Content:
        """What it stores itself, which is sent; the text that it does not keep it can't hold against anything."""
        now, stored = self.stored[campaign.id]
        refuse_if_changed(campaign, content, now.name, stored if self.keeps_text else replace(stored, text=None))
        return stored

    def _draft(self, campaign_id: str) -> Campaign:
        campaign = self.stored[campaign_id][0]
        if campaign.state is not State.DRAFT:
            raise ServiceRefused("it left already", "nothing to do")
        return campaign
