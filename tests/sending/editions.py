"""Editions and settings to send, made without rendering anything."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

from cenum.edition.edition import PICTURES, UNSUBSCRIBE, VIEW_ONLINE, Address, Edition, Links, Picture
from cenum.settings import Settings

PICTURE = Picture("dessin-0123456789ab.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 not quite a picture", 1200, 600)
REVIEWERS = ("one@review.example.org", "two@review.example.org")


def illustrated(one: Edition, site: str) -> Edition:
    """``one`` with a picture, which is published under ``site``."""
    links = msgspec.structs.replace(one.public_links, files={PICTURE.name: site + PICTURE.name})
    html = f'{one.html}<img src="{PICTURES}{PICTURE.name}" alt="">'
    return msgspec.structs.replace(one, html=html, pictures=(PICTURE,), public_links=links)


def edition(key: str = "2026-11-27", words: str = "Bonjour", reply_to: str = "bonjour@example.org") -> Edition:
    return Edition(
        key=key,
        subject=words,
        preheader="",
        sender=Address("Cénum", "cenum@example.org"),
        reply_to=reply_to,
        language="fr",
        sending_at=datetime(2026, 11, 27, 6, tzinfo=UTC),
        html=f'<p>{words} <a href="{UNSUBSCRIBE}">x</a> <a href="{VIEW_ONLINE}">y</a></p>',
        text=f"{words} {UNSUBSCRIBE} {VIEW_ONLINE}",
        pictures=(),
        public_links=Links("https://example.org/out", "https://example.org/online", {}),
        digest=hashlib.sha256(words.encode()).hexdigest(),
    )


def settings(**changes: object) -> Settings:
    table = {
        "reviewers": list(REVIEWERS),
        "newsletter": {
            "name": "Cénum",
            "publisher": "Conseil",
            "site": "https://example.org",
            "sender": {"name": "Cénum", "email": "cenum@example.org"},
            "reply_to": "bonjour@example.org",
        },
        "links": {
            "unsubscribe": "https://example.org/out",
            "privacy": "https://example.org/privacy",
            "legal": "https://example.org/legal",
        },
    }
    return msgspec.convert({**table, **changes}, Settings)
