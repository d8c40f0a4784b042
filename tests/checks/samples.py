"""An edition as the checks get it, made without rendering anything."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from cenum.edition.model import UNSUBSCRIBE, VIEW_ONLINE, Address, Edition, Links
from cenum.finding import Place

PLACE = Place("issues/2026-01-02.md")
_OWED = (UNSUBSCRIBE, VIEW_ONLINE, "https://lettre.example.org/donn%C3%A9es", "https://lettre.example.org/mentions")
GOOD = Edition(
    key="2026-01-02",
    subject="Un sujet",
    preheader="",
    sender=Address("Cénum", "cenum@lettre.example.org"),
    reply_to="bonjour@lettre.example.org",
    language="fr",
    sending_at=datetime(2026, 1, 2, 6, tzinfo=UTC),
    html="".join(f'<p style="color:#1d2b53"><a href="{address}">a</a></p>' for address in _OWED),
    text="".join(f"a {address}\n" for address in _OWED),
    pictures=(),
    public_links=Links("https://lettre.example.org/u", "https://lettre.example.org/2026-01-02", {}),
    digest="0" * 64,
)


def with_html(html: str) -> Edition:
    """A good edition, and then ``html``."""
    return replace(GOOD, html=GOOD.html + html)
