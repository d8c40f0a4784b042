"""Real mail servers on the loopback interface, well-behaved and not."""

# ruff: noqa: ARG002, N802  aiosmtpd says what its hooks are called and what they are given

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Iterator


def hang_up(server: SMTP) -> None:
    """Without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class Inbox:
    """Takes every letter. ``received`` holds (recipient, bytes), ``greeted`` counts sessions."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.greeted = 0
        self.server: asyncio.Server | None = None

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> Any:
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.received += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
        return "250 taken"


class Fussy(Inbox):
    """Refuses one recipient."""

    def __init__(self, refused: str) -> None:
        super().__init__()
        self.refused = refused

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address == self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 fine"


class Sceptic(Inbox):
    """Reads letters, and refuses them."""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        return "554 5.7.1 this looks like spam"


class Mute(Inbox):
    """Takes every letter and hangs up instead of saying so, the first ``times`` times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.times:
            self.times -= 1
            hang_up(server)
        return answer


class Restless(Inbox):
    """Hangs up on the first letter of each session but the first session's, before it has the letter."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self.patience = patience

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if not self.patience:
            self.patience = 1
            return "421 4.3.2 come back later"
        self.patience -= 1
        envelope.mail_from = address
        return "250 fine"


class Vanishing(Inbox):
    """Is gone for good once ``letters`` were taken and another one is announced."""

    def __init__(self, letters: int) -> None:
        super().__init__()
        self.letters = letters

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if len(self.received) == self.letters:
            assert self.server is not None
            self.server.close()
            hang_up(server)
        envelope.mail_from = address
        return "250 fine"


@contextmanager
def mail_server(inbox: Inbox, port: int = 0) -> Iterator[str]:
    """Its host:port, while it listens."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    sessions: set[SMTP] = set()

    def session() -> SMTP:
        smtp = SMTP(inbox, loop=loop, hostname="localhost")
        sessions.add(smtp)
        return smtp

    async def start() -> asyncio.Server:
        return await loop.create_server(session, "127.0.0.1", port)

    async def stop(server: asyncio.Server) -> None:
        server.close()
        await server.wait_closed()
        for smtp in sessions:
            if smtp.transport is not None:
                hang_up(smtp)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)

    inbox.server = asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    try:
        yield f"127.0.0.1:{inbox.server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(stop(inbox.server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
