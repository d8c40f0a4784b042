"""The names that forges and chats give to emoji: ``:tada:``."""

from __future__ import annotations

import re
from functools import lru_cache

_NAME = re.compile(r"(?<![\w:/]):[a-z0-9+-][a-z0-9_+-]{0,60}:(?![\w/])")


def with_emoji(text: str) -> str:
    """``text`` with the emoji that are named in it; what names none is left."""
    if not _NAME.search(text):
        return text
    from emoji import emojize  # noqa: PLC0415  few letters name one

    return _NAME.sub(lambda name: emojize(name[0], language="alias"), text)


@lru_cache(maxsize=64)
def emoji_meant(name: str) -> str:
    """The emoji whose name ``name`` is but for a slip; ``name`` itself where there is none."""
    from emoji import EMOJI_DATA  # noqa: PLC0415  as above

    from cenum.schema import near  # noqa: PLC0415  only for a mistake

    known = {alias: sign for sign, told in EMOJI_DATA.items() for alias in told.get("alias", ())}
    return known.get(near(name, known), name)
