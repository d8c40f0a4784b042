"""Who sees the preview: whoever was given its address. Other users of the machine reach its port too."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie

KEY = "key"


def origin(port: int) -> str:
    """The address of the preview as people are told it: cookies are kept by its name."""
    return f"http://127.0.0.1:{port}"


def _secret() -> str:
    return secrets.token_urlsafe(24)


class PreviewAccess:
    """``printed`` is the key of the address that the person sees, and opens the preview as often as it is used.

    ``once`` is that of the address which a browser is started with: other users can read it there, so it opens once.
    """

    def __init__(self) -> None:
        self.printed = _secret()
        self.once = _secret()
        self._used = False
        self._session = _secret()

    def opens(self, key: str) -> bool:
        """Whether ``key`` opens the preview, now that somebody comes with it."""
        if _same(key, self.printed):
            return True
        if self._used or not _same(key, self.once):
            return False
        self._used = True
        return True

    def admits(self, cookies: str, port: int) -> bool:
        """Whether the header ``Cookie`` is that of a browser for which it was opened."""
        try:
            found = SimpleCookie(cookies).get(_name(port))
        except CookieError:
            return False
        return found is not None and _same(found.value, self._session)

    def cookie(self, port: int) -> str:
        """The header ``Set-Cookie`` for a browser for which it is opened: cookies know no ports, names do."""
        return f"{_name(port)}={self._session}; HttpOnly; Path=/; SameSite=Strict"


def _name(port: int) -> str:
    return f"cenum-{port}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
