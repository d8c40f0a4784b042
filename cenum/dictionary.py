"""The words that a letter may use: Hunspell's dictionary of its language, where there is one, and the team's list."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from cenum import limits
from cenum.accents import composed, either_form
from cenum.cache import NO_CACHE, version_of
from cenum.errors import Mistakes, TooLarge, reason_of
from cenum.finding import Place, Severity
from cenum.i18n import N_, _
from cenum.letter_folder import LetterFolder
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cenum.cache import Cache
    from cenum.settings import Settings

# Where Debian, Homebrew, macOS and the BSDs put them; DICPATH, Hunspell's own variable, takes their place.
_FOLDERS = (
    *("/usr/share/hunspell", "/usr/local/share/hunspell", "/opt/homebrew/share/hunspell"),
    *("~/Library/Spelling", "/Library/Spelling", "/usr/share/myspell/dicts"),
)
_DEFAULT_REGIONS = {"en": "US", "pt": "PT"}
# Hunspell is C++ within this process; nothing longer is a word.
_LONGEST = 60
# A letter asks about some 1,500 words, half of them those of the week before; so many are read in a millisecond.
_MOST_VERDICTS = 8_000
_KIND = "spelling"
_ENDINGS = (".aff", ".dic")

DICTIONARY = Rule(
    "dictionary",
    Severity.ERROR,
    what=N_("`writing.dictionary` does not name a dictionary."),
    why=N_("Hunspell needs a file `.aff` and a file `.dic` of the same name."),
    remedy=N_("Correct the path, or delete the line to use the installed dictionary."),
    example="it needs Hunspell, which not every machine has",
)
WORDS = Rule(
    "words",
    Severity.ERROR,
    what=N_("The team's list of words can't be read."),
    why=N_("Its words would be reported as misspelt."),
    remedy=N_("Save the file as UTF-8 text, with one word per line."),
    example="it needs Hunspell, which not every machine has",
)


class Engine(Protocol):
    """What is asked of Hunspell."""

    def spell(self, word: str) -> bool:
        """Whether the dictionary has the word, inflected or not."""

    def keep(self) -> None:
        """Keep what was found out for the next command."""


class Verdicts:
    """What Hunspell says of words, remembered: it is loaded only for a word that it was never asked about.

    ``name`` is the dictionary's in ``folder``; ``identity`` is all that a verdict depends on.
    """

    def __init__(self, folder: str, name: str, identity: tuple[str | bytes, ...], cache: Cache) -> None:
        self._folder, self._name = folder, name
        self._identity, self._cache = identity, cache
        # What was asked for lately, and what was before: the older half is forgotten when there are too many.
        self._lately: dict[str, bool] = {}
        self._before = _decoded(cache.get(_KIND, *identity) or b"")
        self._news = False

    def spell(self, word: str) -> bool:
        """Whether the dictionary has the word. What its characters can't write it can't judge: such a word passes."""
        verdict = self._lately.get(word)
        if verdict is not None:
            return verdict
        if len(self._lately) >= _MOST_VERDICTS:
            self._before, self._lately = self._lately, {}
        verdict = self._before.get(word)
        if verdict is None:
            self._news = True
            try:
                verdict = bool(self._hunspell.spell(word))
            except UnicodeEncodeError:
                verdict = True
        self._lately[word] = verdict
        return verdict

    def keep(self) -> None:
        """Keep the verdicts for the next command, the latest first, where there is a new one."""
        if self._news:
            self._news = False
            self._cache.put(_encoded(self._lately | self._before), _KIND, *self._identity)

    @cached_property
    def _hunspell(self) -> Any:  # noqa: ANN401  no types
        """Reading a dictionary takes a fifth of a second, and 20 MB."""
        from hunspell import Hunspell  # noqa: PLC0415  an optional part of cenum

        return Hunspell(self._name, hunspell_data_dir=self._folder)


class Vocabulary(Struct, frozen=True):
    """The words that a letter may use: the ``engine``'s, and the team's ``own`` ones, in small letters.

    ``file`` is where the team writes its own, as the settings name it.
    """

    engine: Engine
    own: frozenset[str] = frozenset()
    file: str = "words.txt"

    def has(self, word: str) -> bool:
        """Whether ``word`` stands in either; the plural in -s of an own word does as well."""
        small = word.casefold()
        if small in self.own or small.removesuffix("s") in self.own:
            return True
        return len(word) > _LONGEST or self.engine.spell(word)


def vocabulary(
    settings: Settings, root: Path, environment: Mapping[str, str] = os.environ, cache: Cache = NO_CACHE
) -> Vocabulary | None:
    """What a letter in ``root`` is spelled by; ``None`` where there is no Hunspell, or no dictionary.

    Raises :class:`Mistakes` where a file that the settings name can't be read.
    """
    if importlib.util.find_spec("hunspell") is None:
        return None
    writing = settings.writing
    if writing.dictionary:
        verdicts = _verdicts(_brought(LetterFolder(root), writing.dictionary), cache)
        if verdicts is None:
            message = _("{file} is not a dictionary: it needs an .aff file and a .dic file of the same name")
            remedy = _("correct writing.dictionary, or remove it to use the installed dictionary")
            place = Place("cenum.toml")
            raise Mistakes([DICTIONARY.at(place, message.format(file=writing.dictionary), remedy)])
    else:
        places = _installed(settings.newsletter.language, environment)
        verdicts = next(filter(None, (_verdicts(place, cache) for place in places)), None)
        if verdicts is None:
            return None
    return Vocabulary(verdicts, _own(root, writing.words), writing.words)


def _installed(language: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where the dictionary of a language tag may be, without its ending: fr_CA, fr or fr_FR for fr-CA."""
    short, _hyphen, region = language.partition("-")
    usual = _DEFAULT_REGIONS.get(short, short.upper())
    names = dict.fromkeys([f"{short}_{region.upper()}" if region else short, short, f"{short}_{usual}"])
    folders = environment["DICPATH"].split(os.pathsep) if "DICPATH" in environment else _FOLDERS
    return (Path(folder).expanduser() / name for folder in folders if folder for name in names)


def _verdicts(dictionary: Path, cache: Cache) -> Verdicts | None:
    """Those of a dictionary by its path without an ending; ``None`` where one of its two files can't be read."""
    files = [dictionary.with_suffix(ending) for ending in _ENDINGS]
    if not all(file.is_file() for file in files):
        return None
    try:
        stands = [file.stat() for file in files]
        digest = _digest(*((file, at.st_size, at.st_mtime_ns) for file, at in zip(files, stands, strict=True)))
    except OSError:
        return None
    return _remembered(dictionary, digest, cache)


@lru_cache(maxsize=4)
def _digest(*files: tuple[Path, int, int]) -> bytes:
    """Of what stands in ``files``, each with its size and time, by which the preview sees that one changed."""
    digest = hashlib.sha256()
    for file, _size, _time in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


@lru_cache(maxsize=2)
def _remembered(dictionary: Path, digest: bytes, cache: Cache) -> Verdicts:
    """The preview asks the same one at every save."""
    identity = (digest, version_of("hunspell"))
    return Verdicts(str(dictionary.parent), dictionary.name, identity, cache)


def _encoded(verdicts: Mapping[str, bool]) -> bytes:
    """The words that are right, an empty line, and those that are not; the first ones of all, if there are many."""
    most = list(islice(verdicts.items(), _MOST_VERDICTS))
    return "\n\n".join("\n".join(word for word, right in most if right is half) for half in (True, False)).encode()


def _decoded(kept: bytes) -> dict[str, bool]:
    right, _empty, wrong = kept.decode().partition("\n\n")
    return dict.fromkeys(wrong.split(), False) | dict.fromkeys(right.split(), True)


def _brought(folder: LetterFolder, name: str) -> Path:
    """The dictionary that the letter brings, without its ending: Hunspell opens it by its path."""
    dictionary = either_form(folder, name).with_suffix("")
    try:
        for ending in _ENDINGS:
            folder.place(dictionary.with_suffix(ending))
    except OSError as mistake:
        message = _("the dictionary {file} can't be read ({reason})").format(file=name, reason=reason_of(mistake))
        remedy = _("correct writing.dictionary, or remove it to use the installed dictionary")
        raise Mistakes([DICTIONARY.at(Place("cenum.toml"), message, remedy)]) from None
    return dictionary


def _own(root: Path, name: str) -> frozenset[str]:
    folder = LetterFolder(root)
    try:
        lines = composed(folder.text(either_form(folder, name), limits.WORDS)).splitlines()
    except FileNotFoundError:
        return frozenset()
    except TooLarge as mistake:
        remedy = _("keep the words that your letters use")
        raise Mistakes([WORDS.at(Place(name), mistake.sentence, remedy)]) from None
    except (OSError, UnicodeDecodeError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("the file is not in UTF-8")
        message = _("the team's word list can't be read ({reason})").format(reason=reason)
        remedy = _("save the file as text, in UTF-8, with one word per line")
        raise Mistakes([WORDS.at(Place(name), message, remedy)]) from None
    words = (line.partition("#")[0].strip().replace("’", "'") for line in lines)
    return frozenset(word.casefold() for word in words if word)
