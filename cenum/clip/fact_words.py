"""Where pages say what they are: the data of page_facts.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).parent / "page_facts.toml"


class TagNames(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of ``<meta>``, in small letters, the most trusted first."""

    citation: tuple[str, ...] = ()
    sharing: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class LanguageTags(TagNames, frozen=True, forbid_unknown_fields=True):
    """The same, and the ``<meta>`` that sum a page up in words."""

    summaries: tuple[str, ...] = ()


class Works(Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds of schema.org: ``articles``, and ``parts`` that may as well be something that an article shows."""

    articles: tuple[str, ...]
    parts: tuple[str, ...]


class TierTags(Struct, frozen=True, forbid_unknown_fields=True):
    """The tags that say who may read a page, and what they say."""

    names: tuple[str, ...]
    free: frozenset[str]
    paid: frozenset[str]


class DayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before a day, without accents: of ``published``, ``between`` it and the day, of ``changed``.

    ``classes`` mark where a day stands.
    """

    classes: frozenset[str]

    published: tuple[str, ...]
    between: tuple[str, ...]
    changed: tuple[str, ...]


class BylineWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands ``before`` names, ``nobody``'s names, what they are ``joined`` by, also ``along``.

    ``agencies`` are written with, names of ``newsroom`` and ``small`` words are nobody's, ``beyond`` begins what
    follows a name, ``classes`` mark where a text is signed, ``titles`` stand before a
    name, ``bodies`` begin the names of others than people.
    """

    before: tuple[str, ...]
    nobody: frozenset[str]
    joined: frozenset[str]
    along: frozenset[str]
    agencies: frozenset[str]
    newsroom: frozenset[str]
    small: frozenset[str]
    beyond: frozenset[str]
    classes: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]


class ConsentWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases, without accents: the ``topics`` of a page that wants consent first, and the ``choices`` it gives.

    ``boxes`` are words in the names of what it stands in.
    """

    boxes: frozenset[str]
    topics: tuple[str, ...]
    choices: tuple[str, ...]


class ReservedWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Without accents: ``phrases`` that say that a page is for subscribers, and the ``words`` that stand with one.

    One of ``own`` is in what a page says of itself.
    """

    own: tuple[str, ...]
    phrases: tuple[str, ...]
    words: frozenset[str]


class FactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """page_facts.toml, which explains each."""

    down: frozenset[str]
    login: tuple[str, ...]
    robots: tuple[str, ...]
    works: Works
    title: TagNames
    outlet: TagNames
    authors: TagNames
    date: TagNames
    language: LanguageTags
    languages: dict[str, str]
    tier: TierTags
    words: DayWords
    months: dict[str, tuple[str, ...]]
    bylines: BylineWords
    heard: dict[str, frozenset[str]]
    consent: ConsentWords
    reserved: ReservedWords


@cache
def fact_words() -> FactWords:
    """The words that cenum brings."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), FactWords)
