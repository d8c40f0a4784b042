"""The embedded service's merge tags, and prose that looks like them."""

from __future__ import annotations

import re

UNSUBSCRIBE = "%%unsubscribe%%"
VIEW_ONLINE = "%%online%%"
_PERCENT = "%%percent%%"  # what an editor wrote as two percent signs
_TAG = re.compile("%%(unsubscribe|online|percent)%%")


def escape(prose: str) -> str:
    """``prose`` such that no part of it is a merge tag; :func:`fill` gives it back as it was."""
    return prose.replace("%%", _PERCENT)


def fill(stored: str, *, unsubscribe: str = UNSUBSCRIBE, online: str = VIEW_ONLINE) -> str:
    """``stored`` with a reader's own addresses in the place of the merge tags."""
    words = {"unsubscribe": unsubscribe, "online": online, "percent": "%%"}
    return _TAG.sub(lambda tag: words[tag[1]], stored)
