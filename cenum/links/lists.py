"""What is known of hosts and addresses: the data of lists.toml, with what a letter's settings add to it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_FILE = Path(__file__).parent / "lists.toml"


class Staging(Struct, frozen=True):
    """``words`` are labels of a host's name."""

    words: frozenset[str]
    hosts: dict[str, str]


class TrackingParameters(Struct, frozen=True):
    """``names`` of parameters; an asterisk stands for any end."""

    names: tuple[str, ...]


class Personal(Struct, frozen=True):
    """``addresses`` that were made for one reader: what host and path begin with, as regular expressions."""

    addresses: tuple[str, ...]


class NotFound(Struct, frozen=True):
    """What a page that is not there calls itself: ``phrases``, and the ``words`` that may stand around them."""

    phrases: tuple[str, ...]
    words: frozenset[str]


class Challenge(Struct, frozen=True):
    """What a page says that keeps programs out, in its title or its first heading."""

    phrases: frozenset[str]


class Login(Struct, frozen=True):
    """Where one is asked who one is."""

    segments: frozenset[str]
    labels: frozenset[str]
    titles: frozenset[str]
    hosts: frozenset[str]


class Front(Struct, frozen=True):
    """What a site's first page may be called."""

    paths: frozenset[str]


class Files(Struct, frozen=True):
    """Endings of files, in small letters."""

    endings: frozenset[str]


class HostLists(Struct, frozen=True):
    """Tables from a host to the reason why it stands there, and words; lists.toml explains each."""

    walls: dict[str, str]
    examples: dict[str, str]
    shorteners: dict[str, str]
    staging: Staging
    tracking: TrackingParameters
    wrappers: dict[str, tuple[str, ...]]
    personal: Personal
    not_found: NotFound
    challenge: Challenge
    login: Login
    front: Front
    files: Files


@cache
def known() -> HostLists:
    """The lists that cenum brings."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), HostLists)


def with_walls(lists: HostLists, more: Iterable[str], fewer: Collection[str]) -> HostLists:
    """``lists`` with ``more`` hosts that are not asked, and without ``fewer``."""
    walls = lists.walls | dict.fromkeys(more, "cenum.toml")
    return replace(lists, walls={host: reason for host, reason in walls.items() if host not in fewer})


def entry(host: str, table: Mapping[str, str]) -> str | None:
    """The name in ``table`` that ``host`` is, or is below."""
    name = host.rstrip(".").lower()
    while name:
        if name in table:
            return name
        name = name.partition(".")[2]
    return None
