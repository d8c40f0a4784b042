"""Every rule by its id: what it says, why, and what to do. The table is rules.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """``severity`` is “error” or “warning”; ``waive`` says whether a person may accept what it finds."""

    severity: str
    what: str
    why: str
    remedy: str
    waive: bool = False


@cache
def rules() -> dict[str, Rule]:
    """All of them, in the order of the page that documents them."""
    text = (Path(__file__).parent / "rules.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Rule])
