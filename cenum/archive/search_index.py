"""The index that ``search.js`` searches: small files, of which a question fetches those of its words.

No engine from elsewhere: Pagefind's needs ``wasm-unsafe-eval`` in the page's policy, others fetch all of the
index.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import category, normalize

from msgspec import Struct

from cenum.issue.blocks import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.archive.entry import LetterEntry
    from cenum.issue.model import Issue

# Of two characters and more: what French elides (l’, d’, qu’) is a word of its own, and finds nothing.
_WORD = re.compile(r"[^\W_]{2,}")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


class SearchPassage(Struct, frozen=True):
    """What stands before the first section of a letter, or a section: its ``words``, folded, with spaces between."""

    id: str
    heading: str
    words: str


def search_files(entries: Iterable[LetterEntry]) -> dict[str, bytes]:
    """The files below ``search/`` for letters that are listed, the newest first, as UTF-8.

    ``letters.json``: each letter, its sections as ``[id, heading]``, and the number of the first; they are counted
    through all letters, and what stands before the first section is one without a heading. ``65-63.json``: the
    words that begin with ``ec``, and the sections that have them.
    """
    letters = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    number = 0
    for entry in entries:
        sections = []
        first = number + 1
        for passage in _passages_of(entry):
            number += 1
            sections.append([passage.id, passage.heading])
            for word in passage.words.split():
                places[word].append(number)
        letters.append(
            {
                "address": entry.path,
                "title": entry.headline,
                "day": entry.day,
                "first": first,
                "sections": sections,
            }
        )
    files = {"search/letters.json": _json({"letters": letters})}
    pieces: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for word, numbers in sorted(places.items()):
        pieces[_piece_of(word)][word] = _steps(numbers)
    return files | {f"search/{name}.json": _json(words) for name, words in pieces.items()}


def folded(text: str) -> str:
    """``text`` without accents, in small letters, with ligatures as two letters; ``search.js`` does the same."""
    bare = "".join(one for one in normalize("NFD", text) if not category(one).startswith("M"))
    return bare.lower().translate(_LIGATURES)


@lru_cache(maxsize=100_000)
def _words_of(part: str) -> tuple[str, ...]:
    """The words of what stands between two spaces; letters share most of theirs."""
    return tuple(_WORD.findall(folded(part)))


def passages(issue: Issue) -> Iterator[SearchPassage]:
    """What can be searched of ``issue``, but for its headline."""
    opening = [*issue.teasers, *(text.words for text in texts(issue.introduction)), *issue.credits.authors]
    yield SearchPassage("content", "", _searched(opening))
    for section in issue.sections:
        said = (text.words for text in texts(section.blocks))
        yield SearchPassage(section.id, section.heading, _searched([section.heading, section.by, *said]))


def _passages_of(entry: LetterEntry) -> Iterator[SearchPassage]:
    opening, *sections = entry.facts.passages
    yield SearchPassage(opening.id, opening.heading, _searched([entry.headline, opening.words]))
    yield from sections


def _searched(said: Iterable[str]) -> str:
    """Every word of the texts once."""
    parts = {part for text in said for part in text.split()}
    return " ".join(sorted({word for part in parts for word in _words_of(part)}))


def _piece_of(word: str) -> str:
    return "-".join(f"{ord(one):x}" for one in word[:2])


def _steps(numbers: list[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def _json(value: Any) -> bytes:  # noqa: ANN401  what JSON has
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
