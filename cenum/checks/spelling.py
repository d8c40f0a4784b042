"""Words that no dictionary has, each once, with what may have been meant."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from cenum.analysis.english import english_spans, small_words
from cenum.analysis.passages import OBJECT, sentences
from cenum.analysis.slips import elision, has_ligature, is_slip, meant
from cenum.checks.letter_view import finds
from cenum.finding import Severity, lines
from cenum.i18n import N_, _
from cenum.issue.characters import bare, with_capital
from cenum.issue.languages import primary
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.analysis.slips import Known
    from cenum.checks.letter_view import LetterView
    from cenum.dictionary import Vocabulary
    from cenum.finding import Finding, Place, WordsAt

# Those of km² are a unit's, and other small figures call a note.
_LETTER = r"[^\W\d_²³¹⁴-⁹]"
# Neither a part of an address, a name with @ or #, a file, nor a figure's.
_WORD = re.compile(
    rf"(?<![\w@#/{OBJECT}])(?<!\w[.·’'-]){_LETTER}+(?:[·’'-]{_LETTER}+)*(?![\w@/{OBJECT}]|[.·’'-]\w|\(s\)|://)"
)
_FILE = Path(__file__).parent / "spelling.toml"
_JOINED = re.compile(rf"{_LETTER}+(?:-{_LETTER}+)*")
_SHORTEST = 3
_SIDE_BY_SIDE = frozenset({" ", ", ", "\n", "\u00a0"})
# So many words of an issue are told with what was meant, and so many of them with what is looked for far off.
_WITH_SUGGESTIONS, _FAR = 50, 8
_BETWEEN = re.compile(r"[^.!?…:;()\[\]«»“”\"\n–—]+")
_TITLE = 4  # words of one, at the least
_OFTEN = 5  # times that nobody makes the same slip
_FEW = 2  # words like none of the dictionary that are told one by one
_TELLING = 5  # letters: of a shorter word, two that change places make another one by chance
_NAMED = 30  # words that one message names
# Whatever somebody pastes: a letter asks about 2,000 words, and 30,000 take Hunspell a second or two.
_MOST_QUESTIONS = 30_000

SPELLING = Rule(
    "spelling",
    Severity.WARNING,
    what=N_(
        "A word is neither in the Hunspell dictionary nor in the team's own list. Names, words that the address of a "
        "link has too, English passages in a letter that is not English, and text marked as another language are "
        "ignored; without Hunspell, nothing is checked."
    ),
    why=N_("Readers see it before anything else."),
    remedy=N_(
        "Correct it; if it is right, ask whoever looks after the letter to add it to `words.txt`, one word per line."
    ),
    source=N_("[Hunspell](https://hunspell.github.io), with the dictionary that is installed."),
    corrected=True,
    example=Example(
        fails="Un atelier sur le dévelopement du numérique.",
        passes="Un atelier sur le développement du numérique.",
    ),
)


@finds(SPELLING)
def spelling(letter: LetterView) -> Iterator[Finding]:
    """A warning for each word that the letter's vocabulary lacks, where it has one.

    Names are left alone, but for an œ in two letters, and so are passages in English where the letter is in another
    language. A word that begins a sentence may be a name, and one that stands in an address too: they are told only
    where one of the commonest slips makes them a word.
    """
    if letter.vocabulary is not None:
        english = primary(letter.settings.newsletter.language) == "en"
        addresses = frozenset(word for link in letter.links for word in _in_address(link.url))
        yield from _unknown(letter.passages, letter.vocabulary, addresses, foreign=not english)


def _in_address(url: str) -> Iterator[str]:
    """The words of an address, and each run of them that hyphens join: sphinx-lint has sphinx and lint too."""
    for joined in _JOINED.findall(unquote(url).lower()):
        yield joined
        yield from joined.split("-")


class _Unknown(NamedTuple):
    """A word that the vocabulary lacks, where it stands, and what may have been meant."""

    word: str
    at: Sequence[_At]
    suggested: Sequence[str]
    slip: bool

    @property
    def places(self) -> list[Place]:
        return [one.passage.place(one.start) for one in self.at]

    @property
    def words(self) -> Iterator[WordsAt]:
        """The word as it stands at each place, and there begins with a capital what is to be written."""
        for passage, start in self.at:
            end = start + len(self.word)
            capital = passage.text[start].isupper()
            yield from passage.words(start, end, *(with_capital(one) if capital else one for one in self.suggested))


class _At(NamedTuple):
    """Where a word begins."""

    passage: Passage
    start: int


def _unknown(
    passages: Iterable[Passage], vocabulary: Vocabulary, addresses: Collection[str], *, foreign: bool
) -> Iterator[Finding]:
    questions = count(1)

    def has(word: str, *, unasked: bool) -> bool:
        """Whether the vocabulary has it; ``unasked`` is said of what comes when enough has been asked."""
        return vocabulary.has(word) if next(questions) <= _MOST_QUESTIONS else unasked

    known = cache(partial(_known, has=partial(has, unasked=True)))

    def offered(word: str) -> bool:
        return word in _prefixes() or has(word, unasked=False)

    unknown: dict[str, list[_At]] = defaultdict(list)
    for passage in passages:
        for start, word, surely in _words(passage, known, foreign=foreign):
            named = not word.islower() or elision(word)[1] in addresses
            if not known(word) and (not named or surely(word.lower(), offered)):
                unknown[word.lower()].append(_At(passage, start))
    own = sorted(vocabulary.own)
    found = [
        _Unknown(
            word,
            at,
            suggested := meant(word, offered, own, far=number < _FAR) if number < _WITH_SUGGESTIONS else [],
            slip=bool(suggested) and _is_likely(word, suggested[0], offered),
        )
        for number, (word, at) in enumerate(unknown.items())
    ]
    # Whoever writes it so often means it, and what is only somewhat like a word may be one of another language.
    strange = [one for one in found if not one.slip or len(one.at) >= _OFTEN]
    together = strange if len(strange) > _FEW else []
    yield from (_finding(one, vocabulary.file) for one in found if one not in together)
    if together:
        yield _words_of_a_trade(together, vocabulary.file)


def _is_likely(word: str, suggested: str, known: Known) -> bool:
    alike = bare(word) == bare(suggested).replace("œ", "oe")
    return alike or (len(elision(word)[1]) >= _TELLING and is_slip(word, known))


def _finding(unknown: _Unknown, file: str) -> Finding:
    message = _("“{word}” is in no dictionary ({lines})").format(word=unknown.word, lines=lines(unknown.places))
    remedy = _("correct it; if it is right, ask whoever looks after the letter to add it to {file}").format(file=file)
    if unknown.suggested:
        choice = _(" or ").join(_("“{word}”").format(word=one) for one in unknown.suggested)
        remedy = _("write {choice}; if it is right, ask whoever looks after the letter to add it to {file}").format(
            choice=choice, file=file
        )
    return SPELLING.at(unknown.places[0], message, remedy, words=unknown.words)


def _words_of_a_trade(unknown: Sequence[_Unknown], file: str) -> Finding:
    """Where several words are like none of the dictionary, most are right, and hardly anybody looks at each."""
    named = map(_named, unknown[:_NAMED])
    message = _("{count} words are in no dictionary: {words}").format(
        count=len(unknown), words=", ".join(named) + ", …" * (len(unknown) > _NAMED)
    )
    remedy = _("correct what is wrong; ask whoever looks after the letter to add what is right to {file}")
    words = (at for one in unknown for at in one.words)
    return SPELLING.at(unknown[0].places[0], message, remedy.format(file=file), words=words)


def _named(unknown: _Unknown) -> str:
    line = unknown.places[0].line
    if not line:
        return unknown.word
    if not unknown.suggested:
        return _("“{word}” (line {line})").format(word=unknown.word, line=line)
    return _("“{word}” (line {line}: “{meant}”?)").format(word=unknown.word, line=line, meant=unknown.suggested[0])


def _words(
    passage: Passage, known: Known, *, foreign: bool
) -> Iterator[tuple[int, str, Callable[[str, Known], bool]]]:
    """Every word that could be misspelt, with straight apostrophes, and where it stands.

    The third tells of one that may be a name, in small letters, whether it surely is none. With ``foreign``, what is
    in English is in no language of the letter's.
    """
    found = list(_WORD.finditer(passage.text))
    english = bytearray(len(passage.text))
    if foreign:
        spans = [(one.start, one.end) for one in english_spans(passage.text)]
        for start, end in [*spans, *_english_bits(passage.text, found, known)]:
            english[start:end] = b"\x01" * (end - start)
    first = {start + len(text) - len(text.lstrip("«“\"'([ \n\u00a0\u202f")) for start, text in sentences(passage)}
    for match in found:
        word = match[0].replace("’", "'")
        whole = elision(word)[1] if "'" in word else word
        # What has a capital is a name, but at the beginning of a sentence.
        is_word = whole.islower() or (match.start() in first and word[1:].islower())
        if not is_word and "oe" not in whole.lower():
            continue
        if len(whole) >= _SHORTEST and not english[match.start()]:
            yield match.start(), word, is_slip if is_word else has_ligature


def _english_bits(text: str, found: Sequence[re.Match[str]], known: Known) -> Iterator[tuple[int, int]]:
    """Where words of English stand that are too few for a passage: a small one, and what is unknown beside it."""
    small, _french = small_words()
    words = [match[0].replace("’", "'") for match in found]
    reached = -1
    for at, word in enumerate(words):
        if at <= reached:  # another small word of the same bit
            continue
        if word.lower().partition("'")[0] not in small or known(word):
            continue
        first = last = at
        while first and text[found[first - 1].end() : found[first].start()] in _SIDE_BY_SIDE:
            if known(words[first - 1]):
                break
            first -= 1
        while last + 1 < len(found) and text[found[last].end() : found[last + 1].start()] in _SIDE_BY_SIDE:
            if known(words[last + 1]):
                break
            last += 1
        reached = last
        # Alone, “the” is a cup of tea.
        if first < last:
            yield found[first].start(), found[last].end()
    yield from _english_titles(text, found, known)


def _english_titles(text: str, found: Sequence[re.Match[str]], known: Known) -> Iterator[tuple[int, int]]:
    """What stands between two signs and has small words of English, unknown ones, and hardly any of French."""
    small, french = small_words()
    starts = [match.start() for match in found]
    for inside in _BETWEEN.finditer(text):
        those = found[bisect_left(starts, inside.start()) : bisect_left(starts, inside.end())]
        words = [match[0].replace("’", "'") for match in those]
        if len(words) < _TITLE or not any(word.lower() in small for word in words):
            continue
        strange = sum(word.islower() and not known(word) for word in words)
        ours = sum(word.lower() in french for word in words)
        if strange > 1 and strange > ours:
            yield inside.span()


def _known(word: str, has: Callable[[str], bool]) -> bool:
    if has(word) or (not word.islower() and has(word.lower())):
        return True
    # Of citoyen·ne·s, the first form is what a dictionary has.
    first = elision(word)[1].partition("·")[0]
    parts = [part for part in first.split("-") if part]
    return parts != [word] and all(
        part.lower() in _prefixes() or has(part) or (not part.islower() and has(part.lower())) for part in parts
    )


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text("utf-8"))["prefixes"].split())
