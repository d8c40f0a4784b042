"""What became of an edition's links on their way into a mailbox."""

from __future__ import annotations

from collections import Counter
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.received.references import ReceivedLink, ReceivedReferences


class Rewritten(Struct, frozen=True):
    """A link of the edition that leads through somebody else's host first."""

    address: str
    through: str


class Extended(Struct, frozen=True):
    """A link of the edition that arrived with more in its address; ``added`` are the names of the parameters."""

    address: str
    added: tuple[str, ...]


class LinkChange(Struct, frozen=True):
    """What happened to the links that did not arrive as they are."""

    rewritten: tuple[Rewritten, ...] = ()
    extended: tuple[Extended, ...] = ()
    missing: tuple[str, ...] = ()


def fate(page: ReceivedReferences, original: ReceivedReferences) -> LinkChange:
    """Each link of ``original`` found again in ``page``: as it is, with more in its address, or by its words."""
    rest = list(page.links)
    meant = [link for link in original.links if host_of(link.address) not in {"", PLACEHOLDER_HOST}]
    _kept, changed = _pair(meant, rest, lambda link, one: spelt(one.address) == spelt(link.address))
    extended, changed = _pair(
        changed, rest, lambda link, one: one.words == link.words and bool(_added(link.address, one.address))
    )
    rewritten, missing = _pair(
        changed, rest, lambda link, one: one.words == link.words and bool(host_of(one.address))
    )
    return LinkChange(
        tuple(Rewritten(link.address, host_of(one.address)) for link, one in rewritten),
        tuple(Extended(link.address, _added(link.address, one.address)) for link, one in extended),
        tuple(link.address for link in missing),
    )


def _pair(
    meant: list[ReceivedLink], rest: list[ReceivedLink], fits: Callable[[ReceivedLink, ReceivedLink], bool]
) -> tuple[list[tuple[ReceivedLink, ReceivedLink]], list[ReceivedLink]]:
    """Each of ``meant`` with the first of ``rest`` that fits, which leaves ``rest``; and those that nothing fits."""
    pairs, alone = [], []
    for link in meant:
        at = next((index for index, one in enumerate(rest) if fits(link, one)), None)
        if at is None:
            alone.append(link)
        else:
            pairs.append((link, rest.pop(at)))
    return pairs, alone


def spelt(address: str) -> str:
    """``address``, however it is escaped."""
    return unquote(unescape(address)).rstrip("/")


def _added(meant: str, arrived: str) -> tuple[str, ...]:
    """What ``arrived`` has beyond ``meant``; nothing where it is another address."""
    try:
        first, second = urlsplit(unescape(meant)), urlsplit(unescape(arrived))
    except ValueError:
        return ()
    if (first.scheme, first.netloc.casefold(), spelt(first.path)) != (
        second.scheme,
        second.netloc.casefold(),
        spelt(second.path),
    ):
        return ()
    had, has = (Counter(parse_qsl(parts.query, keep_blank_values=True)) for parts in (first, second))
    if had - has or (first.fragment and first.fragment != second.fragment):
        return ()
    fragment = [] if first.fragment == second.fragment else [f"#{second.fragment}"]
    return tuple(dict.fromkeys([*(name for name, _value in (has - had).elements()), *fragment]))
