"""How a sentence is worded: words that stand twice, sentences without end, capitals without accents, acronyms."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.analysis.causes import told_once
from cenum.analysis.passages import PassageKind, sentences
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity, lines
from cenum.i18n import N_, _
from cenum.issue.characters import bare, with_capital
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView
    from cenum.finding import Place, WordsAt

MOST_WORDS = 60
_FILE = Path(__file__).parent / "wording.toml"
_TWICE = re.compile(r"(?<![\w’'.-])([^\W\d_]+)(?=[ \n\u00a0\u202f]+(\1)(?![\w’'-]))", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
# What stands before is looked at last: a pattern that begins with a capital is found at once.
_CAPITALIZED = re.compile(r"[A-ZÀ-Þ](?<![\w-][A-ZÀ-Þ])[\w-]*[\w]")
_A = re.compile(r"[«“(\s]*A[ \u00a0]([^\W\d_]+)((?:[’'][^\W\d_]+)?)")
_ACRONYM = re.compile(r"[A-Z](?<![\w@#./-][A-Z])[A-Z]{1,4}(?![\w@]|[./-]\w)")
_LETTERS = re.compile(r"[^\W\d_]+")
_SIDE, _EXPLANATION = 20, 110  # characters before an acronym, and behind it, in which it may be explained
_LABEL = re.compile(r"\s*[:|–—]\s")
_SHOUTED_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-Þ]+[ \u00a0]\Z")
_SHOUTED_AFTER = re.compile(r"[ \u00a0][A-ZÀ-Þ]{2,}(?!\w)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

WORD_TWICE = Rule(
    "word-twice",
    Severity.WARNING,
    what=N_("The same word appears twice in a row; “nous nous”, “vous vous” and the like are accepted."),
    why=N_("Word-by-word spell-checkers don't see it."),
    remedy=N_("Delete one of the two."),
    corrected=True,
    example=Example(
        fails="De deux deux choses l’une.",
        passes="Nous nous retrouvons vendredi.",
    ),
)
WORD_MISTAKEN = Rule(
    "word-mistaken",
    Severity.WARNING,
    what=N_(
        "A word exists, but is the wrong one: “où encore” for “ou encore”, “en temps que” for "
        "“en tant que” (cenum/checks/wording.toml)."
    ),
    why=N_("Word-by-word spell-checkers don't see it."),
    remedy=N_("Write what the message names."),
    corrected=True,
    example=Example(
        fails="Des ateliers à Blois, à Rennes où encore à Paris.",
        passes="Rennes, la ville où encore hier personne n’en parlait.",
    ),
)
SENTENCE_LONG = Rule(
    "sentence-long",
    Severity.WARNING,
    what=N_("A sentence has more than 60 words."),
    why=N_("On a phone it fills the screen, and by its end readers have forgotten its beginning."),
    remedy=N_("Split it."),
    example=Example(
        fails="""
Dans la médiathèque du quartier, où l’on venait autrefois emprunter un roman ou lire le journal, on apprend désormais
à remplir une déclaration, à reconnaître un message frauduleux, à protéger une photographie, à retrouver un mot de
passe, à écrire à une administration qui n’a plus de guichet, et surtout à demander de l’aide sans en avoir honte, ce
qui est peut-être le plus difficile.
""",
        passes="""
Dans la médiathèque du quartier, où l’on venait autrefois emprunter un roman ou lire le journal, on apprend désormais
à remplir une déclaration, à reconnaître un message frauduleux, à protéger une photographie, à retrouver un mot de
passe. On y apprend aussi à écrire à une administration qui n’a plus de guichet, et surtout à demander de l’aide sans
en avoir honte. C’est peut-être le plus difficile.
""",
    ),
)
CAPITAL_ACCENT = Rule(
    "capital-accent",
    Severity.WARNING,
    what=N_(
        "A capital lacks its accent, in a word that is certainly French (“Etat”), or in “A” for "
        "“À” at the beginning of a sentence."
    ),
    why=N_("Accents make the meaning, in capitals too; the two spellings side by side look careless."),
    remedy=N_("Write the accent."),
    source=N_(
        "[Académie française, questions de langue](https://www.academie-francaise.fr/questions-de-langue), "
        "“Accentuation des majuscules”."
    ),
    corrected=True,
    example=Example(
        fails="Un service de l’Etat, ou de l’État ?",
        passes="Un service de l’État, ou d’un autre état ?",
    ),
)
ACRONYM_UNEXPLAINED = Rule(
    "acronym-unexplained",
    Severity.WARNING,
    what=N_(
        "An acronym appears twice or more and is not explained, here or in the last 20 issues. "
        "Acronyms that newspaper readers know and those in `writing.acronyms` are ignored."
    ),
    why=N_("Readers who don't know it stop reading there."),
    remedy=N_(
        "The first time, write the full name, then the acronym in brackets; if your readers know "
        "it, add it to `writing.acronyms`."
    ),
    source=N_("WCAG 2.2, success criterion 3.1.4 (AAA)."),
    example=Example(
        fails="""
            Le DSA est entré en vigueur.

            Ce que le DSA change pour les plateformes.
            """,
        passes="""
            Le règlement sur les services numériques (DSA) est entré en vigueur.

            Ce que le DSA change pour les plateformes.
            """,
    ),
)


class Initial(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the capital A that should be À."""

    after_a: frozenset[str]


class Mistaken(Struct, frozen=True, forbid_unknown_fields=True):
    """What to ``write``; only where one of the words of ``before`` follows, if there are any."""

    write: str
    before: frozenset[str] = frozenset()


class Acronyms(Struct, frozen=True, forbid_unknown_fields=True):
    """Acronyms that need no explanation, and the ``little`` words of which they take no letter."""

    known: frozenset[str]
    little: frozenset[str]


class WordingLists(Struct, frozen=True, forbid_unknown_fields=True):
    """wording.toml."""

    twice: frozenset[str]
    before_names: frozenset[str]
    mistaken: dict[str, Mistaken]
    accents: dict[str, str]
    initial: Initial
    acronyms: Acronyms


@cache
def lists() -> WordingLists:
    """wording.toml, read."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), WordingLists)


@finds(WORD_TWICE, WORD_MISTAKEN, SENTENCE_LONG, CAPITAL_ACCENT, ACRONYM_UNEXPLAINED)
def wording(letter: LetterView) -> Iterator[Finding]:
    """Warnings on the wording of a French letter.

    Its readers know the acronyms of the settings, and what the texts of earlier issues explained.
    """
    passages = letter.passages if letter.french else ()
    for words in (_twice, _mistaken, _initial):
        yield from told_once(one for passage in passages for one in words(passage))
    for passage in passages:
        if passage.kind is PassageKind.TEXT:
            yield from _long(passage)
    yield from _accents(passages)
    yield from _acronyms(
        passages,
        lists().acronyms.known.union(letter.settings.writing.acronyms),
        [issue.text for issue in letter.earlier_issues.earlier],
    )


def _twice(passage: Passage) -> Iterator[tuple[str, Finding]]:
    """With the word, as the next two."""
    for match in _TWICE.finditer(passage.text):
        first, second = match.groups()
        # “de De Gaulle” and “Duran Duran” are names: the second word of a slip has no capital.
        if second == first.lower() and second not in lists().twice:
            message = _("“{word}” is repeated: “{around}”")
            message = message.format(word=second, around=passage.around(match.start(), match.end(2)))
            words = passage.words(match.start(), match.end(2), first)
            yield (
                second,
                WORD_TWICE.at(passage.place(match.start(2)), message, _("delete one of the two"), words=words),
            )


@cache
def _mistakes() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in lists().mistaken)
    return re.compile(rf"(?<![\w-])(?:{phrases})(?![\w’-])(?=\W*(\w*))", re.IGNORECASE)


@cache
def _by_small_letters() -> dict[str, Mistaken]:
    return {phrase.lower(): mistaken for phrase, mistaken in lists().mistaken.items()}


def _mistaken(passage: Passage) -> Iterator[tuple[str, Finding]]:
    for match in _mistakes().finditer(passage.text):
        words = " ".join(match[0].split())
        found = _by_small_letters()[words.lower()]
        if found.before and match[1].lower() not in found.before:
            continue
        message = _("“{words}” should be “{write}”: “{around}”").format(
            words=words, write=found.write, around=passage.around(match.start(), match.end())
        )
        remedy = _("write “{write}”").format(write=found.write)
        write = with_capital(found.write) if words[0].isupper() else found.write
        at = passage.words(match.start(), match.end(), write)
        yield words.lower(), WORD_MISTAKEN.at(passage.place(match.start()), message, remedy, words=at)


def _long(passage: Passage) -> Iterator[Finding]:
    for offset, sentence in sentences(passage):
        words = len(_WORD.findall(sentence))
        if words > MOST_WORDS:
            message = _("a sentence of {words} words: “{start}…”")
            message = message.format(words=words, start=" ".join(sentence.split()[:8]))
            remedy = _("split it: by its end, nobody remembers how it began")
            beginning = passage.words(offset, offset + len(sentence.rstrip()))
            yield SENTENCE_LONG.at(passage.place(offset), message, remedy, words=beginning)


def _initial(passage: Passage) -> Iterator[tuple[str, Finding]]:
    for offset, sentence in sentences(passage):
        match = _A.match(sentence)
        if match and match[1] in lists().initial.after_a:
            # Of l’avance, the list has what is elided.
            word = match[1] + match[2]
            message = _("“A {word}” begins a sentence without its accent").format(word=word)
            remedy = _("write “À {word}”").format(word=word)
            at = offset + match.group().index("A")
            words = passage.words(at, offset + match.end(), f"À{match[0].partition('A')[2]}")
            yield "À", CAPITAL_ACCENT.at(passage.place(offset), message, remedy, words=words)


def _accents(passages: Sequence[Passage]) -> Iterator[Finding]:
    """One finding for each word, at the first place, with the others."""
    wrong: dict[str, list[Place]] = defaultdict(list)
    at: dict[str, list[WordsAt]] = defaultdict(list)
    right: dict[str, list[Place]] = defaultdict(list)
    accents = lists().accents
    accented = frozenset(accents.values())
    for passage in passages:
        for match in _CAPITALIZED.finditer(passage.text):
            word = match[0]
            if word in accents or word in accented:
                (wrong if word in accents else right)[word].append(passage.place(match.start()))
            if word in accents:
                at[word] += passage.words(*match.span(), accents[word])
    for word, places in wrong.items():
        better = accents[word]
        if right.get(better):
            message = _("“{word}” ({lines}) beside “{better}” ({other})").format(
                word=word, lines=lines(places), better=better, other=lines(right[better])
            )
        else:
            message = _("“{word}” lacks its accent ({lines})").format(word=word, lines=lines(places))
        remedy = _("write “{better}”: capitals keep their accents in French").format(better=better)
        yield CAPITAL_ACCENT.at(places[0], message, remedy, words=at[word])


def _acronyms(passages: Sequence[Passage], known: Collection[str], earlier: Sequence[str]) -> Iterator[Finding]:
    """Acronyms that stand twice or more, and that neither a passage nor an earlier issue says in full."""
    used: dict[str, list[Place]] = defaultdict(list)
    at: dict[str, tuple[WordsAt, ...]] = {}
    for passage in passages:
        if passage.text.isupper():
            continue  # a heading in capitals is no acronym
        for match in _ACRONYM.finditer(passage.text):
            if not _is_shouted(passage.text, match):
                used[match[0]].append(passage.place(match.start()))
                at.setdefault(match[0], passage.words(*match.span()))
    text = "\n".join(passage.text for passage in passages)
    initials, plain, small = "", dict[str, str](), set[str]()
    for acronym, places in used.items():
        if len(places) < 2 or acronym in known or _ROMAN.fullmatch(acronym):  # noqa: PLR2004  twice
            continue
        if not plain:
            written = _LETTERS.findall(text)
            plain = {word: bare(word) for word in set(written)}
            initials = _initials(map(plain.__getitem__, written))
            small = {without for word, without in plain.items() if word.islower()}
        # What also stands in small letters is a word, said loudly.
        if (
            acronym in initials
            or acronym.lower() in small
            or any(_explained(acronym, one) for one in (text, *earlier))
        ):
            continue
        message = _("“{acronym}” is never explained ({lines})").format(acronym=acronym, lines=lines(places))
        remedy = _("write the full name the first time, then the acronym in brackets")
        yield ACRONYM_UNEXPLAINED.at(places[0], message, remedy, words=at[acronym])


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether it stands among other words in capitals, or is a label before a colon: À LIRE, LIVRE : …."""
    if not text[: match.start()].strip() and _LABEL.match(text, match.end()):
        return True
    return bool(
        _SHOUTED_BEFORE.search(text, max(0, match.start() - _SIDE), match.start())
        or _SHOUTED_AFTER.match(text, match.end())
    )


def _explained(acronym: str, text: str) -> bool:
    """Whether brackets, a dash, a comma or “c'est-à-dire” put words beside it."""
    at = text.find(acronym)
    while at >= 0:
        after, before = _explanations(acronym)
        end = at + len(acronym) + _EXPLANATION
        if after.match(text, at) or before.search(text, max(0, at - _SIDE), end):
            return True
        at = text.find(acronym, at + 1)
    return False


@lru_cache(maxsize=64)
def _explanations(acronym: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands where it is explained: from the acronym on, or around it."""
    name = re.escape(acronym)
    after = (
        rf"\b{name}\s?(?:\((?=[^()]{{0,99}}[^\W\d_][ ’'][^()]{{0,99}}\))|[,:–—]\s(?:l[ae’']|un|une|les|ou|soit)\b)"
    )
    before = rf"[^\W\d_][^.()\n]{{0,3}}\((?:ou |l’|la |le |dite? )?{name}\b[^()]{{0,99}}\)"
    return re.compile(after), re.compile(before)


def _initials(words: Iterable[str]) -> str:
    """The first letters of all words but little ones, in capitals; ``words`` are bare."""
    little = lists().acronyms.little
    return "".join(word[0].upper() for word in words if word and word not in little)
