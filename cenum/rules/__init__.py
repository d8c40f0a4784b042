"""Every rule by its id: what it says, why, and what to do. A table for each concern stands beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """``severity`` is “error” or “warning”; ``waive`` says whether a person may accept what it finds.

    ``source`` is where the fact behind it comes from: a standard, a law, a page.
    """

    severity: str
    what: str
    why: str
    remedy: str
    waive: bool = False
    source: str = ""


class Concern(Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of one concern, under a ``title`` and a few words of introduction."""

    title: str
    about: str
    rules: dict[str, Rule]


@cache
def concerns() -> tuple[Concern, ...]:
    """All of them, in the order of the page that documents them."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return tuple(msgspec.convert(tomllib.loads(file.read_text("utf-8")), Concern) for file in files)


@cache
def rules() -> dict[str, Rule]:
    """All rules by their ids."""
    return {name: rule for concern in concerns() for name, rule in concern.rules.items()}
