"""The HTML of an edition as mail programs read it: all of them, and Outlook for Windows alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONDITIONAL = re.compile(r"<!--\[if.*?\]>(.*?)<!\[endif\]-->", re.DOTALL)


def readings(html: str) -> Iterator[str]:
    """``html``, then each part of it that stands in a conditional comment, which is one to everybody but Outlook."""
    yield html
    for match in _CONDITIONAL.finditer(html):
        yield match[1]
