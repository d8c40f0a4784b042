"""Pages in the shapes of many sites, and what a person who reads them would say of each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cenum.clip.outlets import known_outlets
from cenum.clip.page_facts import PageFacts, ReadingTools, ReadPage, page_facts
from cenum.links.lists import known

PAGES = Path(__file__).parent / "pages"
PARIS = ZoneInfo("Europe/Paris")
TOOLS = ReadingTools(known_outlets(), known(), PARIS, date(2026, 11, 30))
FACTS = ("title", "outlet", "authors", "date", "paid", "language", "address")


def read(html: str | bytes, address: str = "https://site.fr/article", charset: str = "") -> PageFacts:
    """The facts of a page of this HTML."""
    body = html.encode() if isinstance(html, str) else html
    return page_facts(ReadPage(body, address, charset), TOOLS)


def cases(folder: str) -> dict[str, dict[str, Any]]:
    """What is expected of each page in ``folder``, by its name."""
    found: dict[str, dict[str, Any]] = json.loads((PAGES / folder / "expected.json").read_text("utf-8"))
    return found


def body(folder: str, name: str) -> bytes:
    """A page as its host sends it."""
    return (PAGES / folder / f"{name}.html").read_bytes()


def judged(folder: str, name: str) -> dict[str, tuple[bool, bool]]:
    """Of each fact that is expected of a page whether it is right, and whether the reader was sure."""
    wanted = cases(folder)[name]
    facts = page_facts(ReadPage(body(folder, name), wanted["url"]), TOOLS)
    if wanted.get("cant_tell"):
        return {"closed": (facts.closed is not None, True)}
    found: dict[str, tuple[bool, bool]] = {}
    for fact in FACTS:
        if fact in wanted:
            known_fact = getattr(facts, fact)
            value = known_fact.value if known_fact else None
            found[fact] = (_is_right(fact, value, wanted), bool(known_fact and known_fact.sure))
    return found


def _is_right(fact: str, value: Any, wanted: dict[str, Any]) -> bool:
    """``also`` are other values that a careful editor could defend. Spaces may be no-break or plain."""
    if fact == "authors":
        value = "|".join(value or ())
    if isinstance(value, str):
        value = value.replace("\u00a0", " ")
    if value in wanted.get("also", {}).get(fact, ()):
        return True
    if fact == "paid":
        # Where nobody says it, the line says nothing: what is free all the same is no mistake.
        return bool(value == wanted[fact] or (wanted[fact] is None and value is False))
    if fact == "address":
        return bool((value or wanted["url"].partition("?")[0]) == wanted[fact])
    return bool((value or "") == wanted[fact])
