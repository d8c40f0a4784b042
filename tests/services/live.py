"""A listmonk that somebody runs, as the contract needs it: a list of its own, its own readers, and a mailbox.

Nothing is sent before a test mail has shown that letters reach the mailbox, nothing goes to a list that holds anybody
else's address, and whatever was made is deleted again.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

import pytest
import requests

from cenum.clock import utc_now
from cenum.errors import CenumError
from cenum.services.registry import ServiceContext, spec
from tests.sending.editions import settings

from .contract import READERS, REVIEWERS, Desk, edition, parsed, picture
from .recordings import NEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cenum.services.service import Campaign, Content, Statistics, TestSend

    from .relays import Inbox

NAMES = ("cenum contract", "cenum contract, reviewers")
_SECONDS = 60  # its campaign manager looks every five seconds for what is to leave


class Pace(NamedTuple):
    """Seconds: after ``quiet`` without a letter there is none on its way; a test arrives within ``arrival``."""

    quiet: float
    arrival: float


REAL, FAKED = Pace(1, 15), Pace(0.02, 0.5)


class Unfit(Exception):
    """The contract can't be held against this listmonk; the message says why, and what to do."""


def is_near(url: str) -> bool:
    """Whether ``url`` leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Premises:
    """What is made at a listmonk for as long as the contract is held against it.

    ``audience`` is a list that is empty, or holds the contract's readers alone; without one a list is made. ``inbox``
    is where listmonk's SMTP server leads to; without one, nothing is sent. ``say`` is told what is done.
    """

    def __init__(  # noqa: PLR0913  where, who, and what with
        self,
        url: str,
        user: str,
        token: str,
        say: Callable[[str], None],
        *,
        audience: int | None = None,
        inbox: Inbox | None = None,
        pace: Pace = REAL,
    ) -> None:
        self.url = url
        self.environ = {"LISTMONK_API_USER": user, "LISTMONK_API_TOKEN": token}
        self.inbox = inbox
        self.version = ""
        self.pace = pace
        self._say = say
        self._session = requests.Session()
        self._session.auth = (user, token)
        self._list = audience
        self._other: int | None = None
        self._undo = ExitStack()

    @property
    def audience(self) -> int:
        """The number of the list."""
        assert self._list is not None
        return self._list

    def api(self, method: str, path: str, **more: Any) -> Any:
        """What listmonk answers, without its envelope. Raises :class:`Unfit` with its own words."""
        try:
            answer = self._session.request(method, f"{self.url}/api{path}", timeout=20, **more)
            told = answer.json()
        except (requests.RequestException, ValueError) as error:
            message = f"{method} {path}: no answer from a listmonk at {self.url} ({type(error).__name__})"
            raise Unfit(message) from None
        if not answer.ok:
            message = f"{method} {path}: {answer.status_code} {told.get('message')}"
            raise Unfit(message)
        return told["data"]

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._session.close)
            media = self._media()
            undo.callback(self._delete_media_but, media)
            self.version = str(self.api("GET", "/config").get("version"))
            self._say(f"listmonk {self.version} at {self.url}")
            self._make(undo)
            if self.inbox is not None:
                self._see_that_mail_arrives()
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_mistake: object) -> None:
        self._undo.close()

    def refuse_strangers(self) -> None:
        """Raise :class:`Unfit` if the list holds anybody but the contract's readers."""
        found = self.api("GET", "/subscribers", params={"list_id": self.audience, "per_page": "all"})["results"]
        ours = {reader.email for reader in READERS}
        others = [one["email"] for one in found if one["email"] not in ours]
        if others:
            message = f"list {self.audience} holds {len(others)} addresses that are not the contract's: empty it"
            raise Unfit(message)

    @contextmanager
    def desk(self, _folder: Path) -> Iterator[Desk]:
        """One test's; what it made is deleted when it ends."""
        self.refuse_strangers()
        made: list[str] = []
        if self.inbox is not None:
            self.inbox.received.clear()
        with closing(Ours(self, made)) as service:
            try:
                yield Desk(service, lambda: closing(Ours(self, made)), service.delivered, other=self._other)
            finally:
                service.settle()
                for number in made:
                    self.api("DELETE", f"/campaigns/{number}")

    def _make(self, undo: ExitStack) -> None:
        if self._list is None:
            self._list = self._new_list(NAMES[0], undo)
        else:
            self.refuse_strangers()
            self._say(f"list {self._list}, which is empty or the contract's own")
        self._other = beside = self._new_list(NAMES[1], undo)
        for name, address, number in [
            *((reader.name, reader.email, self._list) for reader in READERS),
            *(("", address, beside) for address in REVIEWERS),
        ]:
            self._subscribe(name, address, number, undo)

    def _new_list(self, name: str, undo: ExitStack) -> int:
        number: int = self.api("POST", "/lists", json={"name": name, "type": "private", "optin": "single"})["id"]
        self._say(f"made the list {number}, “{name}”")
        undo.callback(self._delete, f"/lists/{number}")
        return number

    def _subscribe(self, name: str, address: str, number: int, undo: ExitStack) -> None:
        search = "^" + address.replace(".", r"\.") + "$"
        there = self.api("GET", "/subscribers", params={"search": search, "per_page": "all"})["results"]
        if there:
            ids = [one["id"] for one in there]
            change = {"ids": ids, "action": "add", "target_list_ids": [number], "status": "confirmed"}
            self.api("PUT", "/subscribers/lists", json=change)
            self._say(f"put {address}, who was there already, on list {number}")
            return
        wanted = {"email": address, "name": name, "status": "enabled", "lists": [number]}
        made = self.api("POST", "/subscribers", json={**wanted, "preconfirm_subscriptions": True})
        self._say(f"made the subscriber {address}, on list {number}")
        undo.callback(self._delete, f"/subscribers/{made['id']}")

    def _delete(self, path: str) -> None:
        self.api("DELETE", path)
        self._say(f"deleted {path.removeprefix('/')}")

    def _media(self) -> set[int]:
        """Those of the contract's own pictures."""
        found = self.api("GET", "/media", params={"per_page": 100})["results"]
        return {one["id"] for one in found if one["filename"] in {picture().name, NEW}}

    def _delete_media_but(self, those: set[int]) -> None:
        for number in self._media() - those:
            self._delete(f"/media/{number}")

    def _see_that_mail_arrives(self) -> None:
        try:
            with self.desk(Path()) as desk:
                draft = desk.service.create(NAMES[0], desk.service.content(edition())).id
                desk.service.test(draft, REVIEWERS[:1])
                arrived = desk.delivered()
        except CenumError as error:
            raise Unfit(str(error)) from None
        if not arrived:
            message = (
                f"a test to {REVIEWERS[0]} did not arrive at the contract's SMTP server:"
                " name it as the only one under Settings, SMTP, without TLS and without a password"
            )
            raise Unfit(message)
        self._say("a test mail arrived, so letters may leave")


class Ours:
    """listmonk's service, which sees the contract's campaigns alone, and waits where a test could not."""

    def __init__(self, premises: Premises, made: list[str]) -> None:
        choice = {"audience": premises.audience}
        chosen = settings(service={"name": "listmonk", "listmonk": choice})
        around = ServiceContext(Path(), utc_now, {"LISTMONK_URL": premises.url, **premises.environ})
        self._service: Any = spec("listmonk").open(chosen.service.chosen, chosen, around)
        self._premises = premises
        self._made = made
        self._awaited = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def create(self, name: str, content: Content) -> Campaign:
        created: Campaign = self._service.create(name, content)
        self._made.append(created.id)
        return created

    def campaigns(self) -> Iterator[Campaign]:
        return (one for one in self._service.campaigns() if one.id in self._made)

    def test(self, campaign_id: str, reviewers: Sequence[str]) -> TestSend:
        self._needs_a_mailbox()
        outcome: TestSend = self._service.test(campaign_id, reviewers)
        self._awaited += len(outcome.delivered)
        return outcome

    def send(self, campaign: Campaign, content: Content) -> None:
        self._needs_a_mailbox()
        self._service.send(campaign, content)

    def statistics(self, campaign_id: str) -> Statistics:
        self.settle()
        figures: Statistics = self._service.statistics(campaign_id)
        return figures

    def delivered(self) -> list[tuple[str, Any]]:
        """What arrived, once nothing more is on its way."""
        self.settle()
        inbox = self._premises.inbox
        return [parsed(mail) for _recipient, mail in inbox.received] if inbox is not None else []

    def settle(self) -> None:
        """Wait until no campaign of the contract's leaves, and nothing has arrived for a while."""
        inbox = self._premises.inbox
        if inbox is None:
            return
        end = time.monotonic() + _SECONDS
        while any(self._status(number) == "running" for number in self._made) and time.monotonic() < end:
            time.sleep(self._premises.pace.quiet / 4)
        last, since = -1, time.monotonic()
        patient = since + self._premises.pace.arrival
        while (now := time.monotonic()) < end:
            if len(inbox.received) != last:
                last, since = len(inbox.received), now
            elif now - since > self._premises.pace.quiet and (last >= self._awaited or now > patient):
                return
            time.sleep(self._premises.pace.quiet / 10)

    def _status(self, number: str) -> str:
        status: str = self._premises.api("GET", f"/campaigns/{number}")["status"]
        return status

    def _needs_a_mailbox(self) -> None:
        if self._premises.inbox is None:
            pytest.skip("it sends, and no SMTP server was named where letters arrive (SMTP=127.0.0.1:1025)")
