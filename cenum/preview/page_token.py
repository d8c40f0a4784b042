"""What proves that a page which we gave asks for something to be done, and no other one."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

_HEADER = "x-cenum-token"


class PageToken:
    """``value`` stands in our pages, and goes with everything that they ask the server to do."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(32)

    def is_in(self, request: Request) -> bool:
        """Whether the page that we gave asks; the guard has looked at where it comes from."""
        return hmac.compare_digest(request.headers.get(_HEADER, "").encode(), self.value.encode())
