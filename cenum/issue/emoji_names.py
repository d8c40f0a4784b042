"""The names that forges and chats give to emoji: ``:tada:``."""

from __future__ import annotations

import re

_NAME = re.compile(r"(?<![\w:/]):[a-z0-9+-][a-z0-9_+-]{0,60}:(?![\w/])")


def with_emoji(text: str) -> str:
    """``text`` with the emoji that are named in it; what names none is left."""
    if not _NAME.search(text):
        return text
    from emoji import emojize  # noqa: PLC0415  few letters name one

    return _NAME.sub(lambda name: emojize(name[0], language="alias"), text)
