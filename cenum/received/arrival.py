"""Whether a message is the test of an edition, as it is now, whatever the service put around and into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.analysis.html import page
from cenum.analysis.shown_text import shown_text
from cenum.received.mime import joined

if TYPE_CHECKING:
    from cenum.edition.edition import Edition
    from cenum.received.mime import Received


def is_test_of(received: Received, edition: Edition) -> bool:
    """Whether ``received`` shows all words of ``edition``, in order: an earlier version has the same subject."""
    return edition.subject in joined(received.subject) and _words(edition.html) in _words(received.html)


def _words(html: str) -> str:
    return " ".join(joined(shown_text(page(html))).split())
