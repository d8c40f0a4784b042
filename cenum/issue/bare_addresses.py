"""Addresses that stand in a text without any mark: they are links, as every mail program makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkify_it import LinkifyIt

if TYPE_CHECKING:
    from linkify_it.main import Match


class Addresses(LinkifyIt):  # type: ignore[misc]  # no types
    """What begins with ``https://`` or ``www.``, and e-mail addresses; no name with a dot in it, as “Node.js” has."""

    # Its patterns take a twelfth of a second to compile, and few texts of a letter have an address in them.
    def pretest(self, text: str) -> bool:
        """Whether ``text`` may have an address in it."""
        return "//" in text or "@" in text or "www." in text.lower()

    def test(self, text: str) -> bool:
        """Whether ``text`` has something that looks like an address."""
        return self.pretest(text) and bool(super().test(text))

    def match(self, text: str) -> list[Match] | None:
        """The addresses in ``text``, in their order."""
        found = [one for one in super().match(text) or () if one.schema or one.text.lower().startswith("www.")]
        for one in found:
            if not one.schema:
                one.url = f"https://{one.text}"
        return found or None
