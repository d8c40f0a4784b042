"""Which services there are, and how each is opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from cenum.services.local import LocalService
    from cenum.settings import Settings


@contextmanager
def open_service(settings: Settings, root: Path, now: Callable[[], datetime]) -> Iterator[LocalService]:
    """The service that the settings name. Raises what the service raises."""
    from cenum.services.contacts import read_contacts  # noqa: PLC0415  only one service is used at a time
    from cenum.services.local import LocalService  # noqa: PLC0415  as above

    choice = settings.service.local
    contacts = read_contacts(root / choice.contacts)
    service = LocalService(root / choice.folder, contacts, url=choice.url, smtp=choice.smtp, now=now)
    try:
        yield service
    finally:
        service.close()
