"""Words that no dictionary has, each once, with what may have been meant."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.analysis.english import in_english
from cenum.analysis.passages import OBJECT, lines, sentences
from cenum.checks.letter_view import finds
from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView
    from cenum.finding import Finding, Place

# Neither a part of an address, a name with @ or #, a file, nor a figure's.
_WORD = re.compile(
    rf"(?<![\w@#/{OBJECT}])(?<!\w[.·’'-])[^\W\d_]+(?:[·’'-][^\W\d_]+)*(?![\w@/{OBJECT}]|[.·’'-]\w|\(s\)|://)"
)
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'(?=\w)", re.IGNORECASE)
_FILE = Path(__file__).parent / "spelling.toml"
_VARIANTS = ("aàâä", "eéèêë", "iîï", "oôö", "uùûü", "cç", "œo", "æa")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzàâçéèêîïôùûœ"
_SUGGESTIONS = 3
_SHORTEST = 3
# Looking far for what was meant takes some hundreds of questions: it is done for so many words of an issue.
_FAR = 8

SPELLING = Rule(
    "spelling",
    Severity.WARNING,
    what=N_(
        "A word is neither in the Hunspell dictionary nor in the team's own list. Names, English "
        "passages and text marked as another language are ignored; without Hunspell, nothing is "
        "checked."
    ),
    why=N_("Readers see it before anything else."),
    remedy=N_("Correct it; if it is right, add it to `words.txt`, one word per line."),
    source=N_("[Hunspell](https://hunspell.github.io), with the dictionary that is installed."),
    example=Example(
        fails="Un atelier sur le dévelopement du numérique.",
        passes="Un atelier sur le développement du numérique.",
    ),
)


@finds(SPELLING)
def spelling(letter: LetterView) -> Iterator[Finding]:
    """A warning for each word that the letter's vocabulary lacks, where it has one.

    Names are left alone, and so are passages in English. A word that begins a sentence may be a name: it is told only
    where one of the commonest slips makes it a word.
    """
    vocabulary = letter.vocabulary
    if vocabulary is None:
        return
    unknown: dict[str, list[Place]] = defaultdict(list)
    spelt: dict[str, bool] = {}

    def known(word: str) -> bool:
        if word not in spelt:
            spelt[word] = _known(word, vocabulary.has)
        return spelt[word]

    for passage in letter.passages:
        for start, word in _words(passage):
            if not known(word) and (word.islower() or next(_near(word.lower(), known), "")):
                unknown[word if word.islower() else word.lower()].append(passage.place(start))
    for number, (word, places) in enumerate(unknown.items()):
        meant = list(islice(_meant(word, known, far=number < _FAR), _SUGGESTIONS))
        yield _finding(word, places, meant, vocabulary.file)


def _finding(word: str, places: Sequence[Place], meant: Sequence[str], file: str) -> Finding:
    message = _("“{word}” is in no dictionary ({lines})").format(word=word, lines=lines(places))
    remedy = _("correct it; if it is right, add it to {file}").format(file=file)
    if meant:
        choice = _(" or ").join(_("“{word}”").format(word=one) for one in meant)
        remedy = _("write {choice}; if it is right, add it to {file}").format(choice=choice, file=file)
    return SPELLING.at(places[0], message, remedy)


def _words(passage: Passage) -> Iterator[tuple[int, str]]:
    """Every word that could be misspelt, with straight apostrophes, and where it stands."""
    english = {word for part in in_english(passage.text) for word in part.split()}
    first = {start + len(text) - len(text.lstrip("«“\"'([ \n\u00a0\u202f")) for start, text in sentences(passage)}
    for match in _WORD.finditer(passage.text):
        word = match[0].replace("’", "'")
        bare = _ELISION.sub("", word, count=1) if _ELISION.match(word) else word
        is_name = not bare.islower() and not (match.start() in first and word[1:].islower())
        if len(bare) >= _SHORTEST and not is_name and match[0] not in english:
            yield match.start(), word


def _known(word: str, has: Callable[[str], bool]) -> bool:
    if has(word) or has(word.lower()):
        return True
    bare = _ELISION.sub("", word, count=1) if _ELISION.match(word) else word
    if "·" in bare:  # citoyen·ne·s: the first form is what a dictionary has
        bare = bare.partition("·")[0]
    parts = [part for part in bare.split("-") if part]
    return all(part.lower() in _prefixes() or has(part) or has(part.lower()) for part in parts)


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text("utf-8"))["prefixes"].split())


def _meant(word: str, known: Callable[[str], bool], *, far: bool) -> Iterator[str]:
    """What one slip makes of ``word``; the commonest slips first, and the others only where those tell nothing."""
    found = list(islice(dict.fromkeys(_near(word, known)), _SUGGESTIONS))
    yield from found
    if not found and far:
        yield from dict.fromkeys(one for one in _one_letter(word) if known(one))


def _near(word: str, known: Callable[[str], bool]) -> Iterator[str]:
    """An accent, a letter doubled or not, two letters in the wrong order."""
    for at, letter in enumerate(word):
        others = [other for variants in _VARIANTS if letter in variants for other in variants if other != letter]
        candidates = [word[:at] + other + word[at + 1 :] for other in others]
        candidates += [word[:at] + letter + word[at:]]
        if word[at + 1 : at + 2] == letter:
            candidates.append(word[:at] + word[at + 1 :])
        candidates += [word[:at] + word[at + 1] + letter + word[at + 2 :]] if at + 1 < len(word) else []
        yield from (one for one in candidates if one != word and known(one))


def _one_letter(word: str) -> Iterator[str]:
    """``word`` with a letter less, another one, or one more."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in _ALPHABET:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]
