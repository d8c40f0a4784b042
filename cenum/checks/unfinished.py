"""What was meant to be written later: sentences of an empty issue, marks such as TODO and [lien]."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from cenum.analysis.passages import Passage, PassageKind
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity, line_numbers
from cenum.i18n import N_, _, ngettext
from cenum.issue.blocks import Interview, Prose, Testimony, walk
from cenum.issue.characters import bare
from cenum.issue.scaffold import NAMES, SCAFFOLD_LEFT, written_lines
from cenum.rule import Example, Rule
from cenum.waivers import waiver_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Place, WordsAt
    from cenum.issue.model import Issue

_FILE = Path(__file__).parent / "unfinished.toml"
_FEWEST = 3  # words of a sentence that nobody else would write
_LONGEST = 250  # characters of one that cenum writes
_SHORT = 60  # characters of a passage that may be a note as a whole
_SHOWN = 60
_SENTENCE = re.compile(r"[.!?:…]\s+")
_FIRST = re.compile(r"\w+")
# What stands between two pairs of brackets, [words][1] or [words] (address), was meant for a link: others tell it.
_BRACKETS = re.compile(
    r"\[(?<![#\w\]]\[)[^\[\]\n]{0,60}\](?![\[(]| \(h)|\([^()\n]{1,60}\)|\{(?<!\{\{)[^{}\n]{1,60}\}(?!\})"
)
_DOTS = re.compile(r"[\s.…_?x]*")
_QUESTION = re.compile(r"\s*\?{2,}\s*")
_COLON = re.compile(r":\s")
_TASK = frozenset({"", "x"})  # a box of a list of tasks, or nothing at all
_BEFORE = re.compile(r"(\w+)\W*\Z")
_QUOTE = re.compile('[«»“”"]')
_DEEPER = {"«": 1, "“": 1, "»": -1, "”": -1}

PLACEHOLDER_LEFT = Rule(
    "placeholder-left",
    Severity.ERROR,
    what=N_(
        "A mark that stands for something to be written: TODO, XXX, “à compléter” or “texte à venir” "
        "alone, Lorem ipsum, Prénom Nom, `[lien]`, `[…]`, `(source ?)`. Quoted words, code, `[…]` within a "
        "quotation, and drafts are ignored (cenum/checks/unfinished.toml)."
    ),
    why=N_("Readers would receive a note that was meant for you."),
    remedy=N_("Write what belongs there, or delete it; if readers are meant to see it, accept it under `waivers`."),
    example=Example(
        fails="Le rapport est paru mardi (source ?).",
        passes="Elle écrit : « Il faut ouvrir […] et apprendre. »",
    ),
    waive=True,
)


class _Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """unfinished.toml."""

    shouted: tuple[str, ...]
    numbered: frozenset[str]
    counted: tuple[str, ...]
    bracketed: frozenset[str]
    instructions: tuple[str, ...]
    alone: frozenset[str]
    notes: frozenset[str]
    aside: frozenset[str]
    asked: frozenset[str]


class _Mark(NamedTuple):
    """Where in a passage something stands for what is missing."""

    start: int
    end: int


class _Sentence(NamedTuple):
    """One of cenum's own that is still there."""

    place: Place
    says: str
    words: tuple[WordsAt, ...]


@cache
def _lists() -> _Lists:
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _Lists)


@cache
def _marks() -> re.Pattern[str]:
    """What is a mark wherever it stands outside quotation marks."""
    shouted = "|".join(re.escape(mark).replace(r"\ ", r"[ \u00a0]") for mark in _lists().shouted)
    names = "|".join(_either_way(*name.split()) for name in NAMES)
    counted = "|".join(_lists().counted)
    return re.compile(
        rf"(?<![\w@#/.-])(?:(?P<shouted>{shouted})(?![ -](?:list|comment|item|note))|(?P<numeral>X{{3,}}|xxx+)"
        rf"|(?:XX|\d{{1,2}}(?=[hH]))(?:[hH/:.]XX)+|(?:XX|xx)(?=[ \u00a0\u202f]?(?:{counted})(?!\w))"
        rf"|(?P<name>{names}))(?![\w-]|\.\w)"
        r"|(?P<lorem>[Ll]orem [Ii]psum(?: dolor)?)"
    )


@cache
def _hints() -> re.Pattern[str]:
    """How marks begin: most passages have none of them, and need not be searched for each."""
    parts = (form for name in NAMES for word in name.split() for form in (word, word.upper()))
    begin = {mark[:3] for mark in (*_lists().shouted, *parts)}
    return re.compile("|".join((*sorted(begin), "XX", "xx", "Lorem", "lorem")))


def _either_way(first: str, last: str) -> str:
    given, family = f"(?:{first}|{first.upper()})", f"(?:{last}|{last.upper()})"
    return rf"{given}[ \u00a0]{family}|{family}[ \u00a0]{given}"


@cache
def _instruction() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_lists().instructions)})\b")


@cache
def _written() -> tuple[frozenset[str], frozenset[str]]:
    """The sentences that cenum itself writes into an issue, bare, and the words that they begin with, as they are."""
    sentences, openings = set(), set()
    for sentence in (one for line in written_lines() for one in _SENTENCE.split(line)):
        first, words = _FIRST.search(sentence), bare(sentence)
        if first and words.count(" ") + 1 >= _FEWEST:
            sentences.add(words)
            openings.add(first[0])
    return frozenset(sentences), frozenset(openings)


@finds(PLACEHOLDER_LEFT, SCAFFOLD_LEFT)
def unfinished(letter: LetterView) -> Iterator[Finding]:
    """Errors for what is not written yet; a draft says so itself, and does not leave."""
    if letter.issue.draft:
        return
    ours: list[_Sentence] = []
    for one in _found(letter):
        if isinstance(one, _Sentence):
            ours.append(one)
        else:
            yield one
    if ours:
        yield _of_example(ours)


def each_unfinished(letter: LetterView) -> Iterator[Finding]:
    """The same, one for each place where something is to be written; of a draft too."""
    for one in _found(letter):
        yield _of_example([one]) if isinstance(one, _Sentence) else one


def _found(letter: LetterView) -> Iterator[Finding | _Sentence]:
    issue = letter.issue
    quotations = _lines_of_quotations(issue)
    linked = {link.text.strip() for link in letter.links}
    open_quotes: dict[int, int] = {}
    for passage in (*letter.passages, *_other_texts(issue)):
        whole, sentences = _sentences_of_ours(passage)
        yield from sentences
        before = open_quotes.get(passage.body, 0) if passage.body else 0
        if not whole:
            cited = before > 0 or passage.line in quotations
            yield from (_finding(passage, mark) for mark in _marks_in(passage, linked, cited=cited))
        open_quotes[passage.body] = max(0, before + _depth(passage.text))


def _of_example(sentences: Iterable[_Sentence]) -> Finding:
    left = sorted(sentences, key=lambda one: one.place.line or 0)
    first = left[0]
    message = ngettext(
        "“{words}” is a sentence of cenum's own example",
        "{count} sentences of cenum's own example are still there ({lines}): “{words}”",
        len(left),
    )
    lines = line_numbers([one.place for one in left])
    message = message.format(count=len(left), lines=lines, words=" ".join(first.says.split())[:_SHOWN])
    remedy = _("replace what cenum wrote by your own words, or delete it")
    return SCAFFOLD_LEFT.at(first.place, message, remedy, words=(words for one in left for words in one.words))


def _finding(passage: Passage, mark: _Mark) -> Finding:
    words = " ".join(passage.text[mark.start : mark.end].split())[:_SHOWN]
    around = passage.around(mark.start, mark.end)
    message = _("“{words}” stands for something that is not written yet")
    if around != words:
        message = _("“{words}” stands for something that is not written yet: “{around}”")
    remedy = _(
        "write what belongs there, or delete it; if readers are meant to see it, write in the front matter: {line}"
    ).format(line=waiver_line(PLACEHOLDER_LEFT.id))
    message = message.format(words=words, around=around)
    at = passage.words(mark.start, mark.end)
    return PLACEHOLDER_LEFT.at(passage.place(mark.start), message, remedy, words=at)


def _other_texts(issue: Issue) -> Iterator[Passage]:
    """What readers are shown beside the passages: who made it, and what stands beside its pictures."""
    head = [
        (issue.teasers_lead, issue.place_of("teasers_lead")),
        (issue.credits.illustrator, issue.place_of("credits", "illustrator")),
    ]
    head += [(author, issue.place_of("credits", "authors", nth)) for nth, author in enumerate(issue.credits.authors)]
    if issue.illustration:
        head += [(issue.illustration.alt, issue.place_of("illustration", "alt"))]
        head += [(issue.illustration.credit, issue.place_of("illustration", "credit"))]
    for image in issue.images.values():
        head += [(image.alt, image.place), (image.credit, image.place)]
    for text, place in head:
        yield Passage(text, place.file, place.line, PassageKind.LABEL, 0)
    for section in issue.sections:
        yield Passage(section.by, issue.place.file, section.line, PassageKind.LABEL, 0)


def _lines_of_quotations(issue: Issue) -> set[int]:
    """The lines on which somebody else speaks, though no quotation mark may say so."""
    found = set()
    for block, around in walk(issue.blocks):
        if not isinstance(block, Prose):
            continue
        speaks = any(isinstance(outer, Testimony | Interview) for outer in around)
        depth = 0
        for token, line in zip(block.tokens, block.lines, strict=True):
            depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
            if token.type == "inline" and (
                speaks or depth or any(child.type == "em_open" for child in token.children or ())
            ):
                found.add(line)
    return found


def _sentences_of_ours(passage: Passage) -> tuple[bool, list[_Sentence]]:
    """Whether all of it was written by cenum, and the sentences that were."""
    ours, openings = _written()
    found = []
    offset, foreign = 0, 0
    for sentence in _SENTENCE.split(passage.text):
        first = _FIRST.search(sentence)
        if first and len(sentence) < _LONGEST and first[0] in openings and bare(sentence) in ours:
            offset = passage.text.index(sentence, offset)
            # Whoever replaces it writes its full stop too.
            end = offset + len(sentence)
            words = passage.words(offset, end + len(passage.text[end : end + 1].strip()))
            found.append(_Sentence(passage.place(offset), sentence, words))
        else:
            foreign += bool(first)
    return bool(found) and not foreign, found


def _marks_in(passage: Passage, linked: Collection[str], *, cited: bool) -> Iterator[_Mark]:
    """Each mark once; ``linked`` are the texts of links, ``cited`` says that the passage is somebody else's."""
    text = passage.text
    if _is_note(passage):
        yield _Mark(0, len(text))
        return
    ended = 0
    quotes = _Quotes(text)
    for mark in sorted((*_in_brackets(passage, linked, quotes, cited=cited), *_outside_quotes(text, quotes))):
        if mark.start >= ended:
            yield mark
            ended = mark.end


def _outside_quotes(text: str, quotes: _Quotes) -> Iterator[_Mark]:
    for match in _marks().finditer(text) if _hints().search(text) else ():
        if not quotes.around(match.start()) and not _is_meant(text, match):
            yield _Mark(match.start(), match.end())


def _in_brackets(passage: Passage, linked: Collection[str], quotes: _Quotes, *, cited: bool) -> Iterator[_Mark]:
    text = passage.text
    for match in _BRACKETS.finditer(text):
        quoted = quotes.around(match.start())
        inside = match[0][1:-1]
        if match[0][0] == "(":
            left = _round(inside, linked)
        elif match[0][0] == "{":
            left = not quoted and bare(inside) in _lists().bracketed
        elif inside.strip().lower() in _TASK:
            left = False
        elif _DOTS.fullmatch(inside):
            left = not cited and (not quoted or _is_all_of_a_quotation(text, match))
        else:
            left = _square(text, match, linked, quoted=quoted or cited)
        if left:
            yield _Mark(match.start(), match.end())


def _round(inside: str, linked: Collection[str]) -> bool:
    """Whether words between round brackets are a note to oneself."""
    words, lists = bare(inside), _lists()
    is_link = inside.strip() in linked
    return words in lists.notes or (words in lists.aside and not is_link) or _asks(inside, fewest=2)


def _square(text: str, match: re.Match[str], linked: Collection[str], *, quoted: bool) -> bool:
    """Whether words between square brackets stand for others."""
    lists, inside = _lists(), match[0][1:-1]
    if inside.strip() in linked:
        return False
    words = bare(inside)
    alone = text.strip(" \u00a0.") == match[0]
    return bool(
        _instruction().match(words)
        or _asks(inside, fewest=1)
        or (not quoted and words in lists.bracketed)
        or (alone and words in lists.alone)
    )


def _asks(inside: str, fewest: int) -> bool:
    """Whether a question to a colleague is all that stands between brackets: nobody else can answer “source ?”."""
    question = inside.rstrip("? \u00a0\u202f")
    marks = inside.count("?", len(question))
    return bool(marks) and (bare(question) in _lists().asked or (not question and marks >= fewest))


def _is_note(passage: Passage) -> bool:
    """Whether a passage, or what follows its colon, is a note to oneself."""
    text = passage.text
    if not text.strip() or len(text) > _SHORT:
        return False
    if (_QUESTION if passage.kind is PassageKind.TEXT else _DOTS).fullmatch(text):
        return True
    words, notes = bare(text), _lists().notes
    if words in notes or bare(_COLON.split(text)[-1]) in notes:
        return True
    # “À venir” is also what an agenda is called; nobody ends a heading with a full stop, or begins it so.
    return words == "a venir" and (text[0].islower() or text.rstrip()[-1] in ".…")


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Whether readers may be meant to see it: a number in Roman figures, or what is said of the filler itself."""
    before = _BEFORE.search(text, max(0, match.start() - 20), match.start())
    word = bare(before[1]) if before else ""
    if match["numeral"]:
        return word in _lists().numbered
    return (
        bool(match["lorem"]) and "dolor" not in match[0] and word in {"le", "un", "du", "de", "au", "ce", "a", "of"}
    )


def _is_all_of_a_quotation(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return before.endswith(("«", "“", '"')) and after.startswith(("»", "”", '"'))


class _Quotes:
    """Which places of ``text`` stand within quotation marks; it is read once, for all of them."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._within: list[bool] = []
        depth, straight = 0, False
        for mark in _QUOTE.finditer(text):
            depth += _DEEPER.get(mark[0], 0)
            straight ^= mark[0] == '"'
            self._places.append(mark.start())
            self._within.append(depth > 0 or straight)

    def around(self, at: int) -> bool:
        """Whether a quotation is open before the character ``at``."""
        before = bisect_left(self._places, at)
        return before > 0 and self._within[before - 1]


def _depth(text: str) -> int:
    """How many quotation marks are opened in ``text`` and not closed there."""
    return text.count("«") - text.count("»") + text.count("“") - text.count("”")
