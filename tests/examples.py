"""The examples of the rules, as the tests try them."""

from __future__ import annotations

import re
from functools import cache

from cenum.rule import MANY, Example
from cenum.rulebook import rules

_WEB = re.compile(r"^(\S+) → (.+)$", re.MULTILINE)


@cache
def examples() -> dict[str, Example]:
    """All of them by their rules' ids; a rule that can have none says why, and is left out."""
    return {name: rule.example.dedented() for name, rule in rules().items() if isinstance(rule.example, Example)}


def written_out(text: str) -> str:
    """``text`` with every ``line (× 500)`` as often as it says."""
    return MANY.sub(lambda match: "\n".join([match[1]] * int(match[2])), text)


def answers(text: str) -> dict[str, str]:
    """What ``web`` examples say of each address, the one that the letter links first."""
    return {address: answer.strip() for address, answer in _WEB.findall(text)}
