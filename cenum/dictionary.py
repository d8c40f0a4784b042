"""The words that a letter may use: Hunspell's dictionary of its language, where there is one, and the team's list."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from cenum.errors import Mistakes
from cenum.finding import Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.settings import Settings

# Where Debian, Homebrew, macOS and the BSDs put them; DICPATH, Hunspell's own variable, takes their place.
_FOLDERS = (
    *("/usr/share/hunspell", "/usr/local/share/hunspell", "/opt/homebrew/share/hunspell"),
    *("~/Library/Spelling", "/Library/Spelling", "/usr/share/myspell/dicts"),
)
_DEFAULT_REGIONS = {"en": "US", "pt": "PT"}
# Hunspell is C++ within this process; nothing longer is a word.
_LONGEST = 60

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


def vocabulary(settings: Settings, root: Path, environment: Mapping[str, str] = os.environ) -> Vocabulary | None:
    """What a letter in ``root`` is spelled by; ``None`` where there is no Hunspell, or no dictionary.

    Raises :class:`Mistakes` where a file that the settings name can't be read.
    """
    if importlib.util.find_spec("hunspell") is None:
        return None
    writing = settings.writing
    if writing.dictionary:
        found = (root / writing.dictionary).with_suffix("")
        if not all(found.with_suffix(ending).is_file() for ending in (".aff", ".dic")):
            message = _("{file} is not a dictionary: it needs an .aff file and a .dic file of the same name")
            remedy = _("correct writing.dictionary, or remove it to use the installed dictionary")
            place = Place("cenum.toml")
            raise Mistakes([DICTIONARY.at(place, message.format(file=writing.dictionary), remedy)])
    else:
        installed = _installed(settings.newsletter.language, environment)
        if installed is None:
            return None
        found = installed
    return Vocabulary(_engine(str(found.parent), found.name), _own(root, writing.words), writing.words)


def _installed(language: str, environment: Mapping[str, str]) -> Path | None:
    """The dictionary of a language tag, without its ending: fr_CA, fr or fr_FR for fr-CA."""
    short, _hyphen, region = language.partition("-")
    usual = _DEFAULT_REGIONS.get(short, short.upper())
    names = dict.fromkeys([f"{short}_{region.upper()}" if region else short, short, f"{short}_{usual}"])
    folders = environment["DICPATH"].split(os.pathsep) if "DICPATH" in environment else _FOLDERS
    for folder in folders:
        for name in names:
            found = Path(folder).expanduser() / name
            if folder and found.with_suffix(".dic").is_file() and found.with_suffix(".aff").is_file():
                return found
    return None


@cache
def _engine(folder: str, name: str) -> Engine:
    """Reading a dictionary takes a fifth of a second: the preview does it once."""
    from hunspell import Hunspell  # noqa: PLC0415  an optional part of cenum

    engine: Engine = Hunspell(name, hunspell_data_dir=folder)
    return engine


def _own(root: Path, name: str) -> frozenset[str]:
    file = root / name
    if not file.exists():
        return frozenset()
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        message, remedy = (
            _("the team's word list can't be read"),
            _("save the file as text, in UTF-8, with one word per line"),
        )
        raise Mistakes([WORDS.at(Place(name), message, remedy)]) from None
    words = (line.partition("#")[0].strip().replace("’", "'") for line in lines)
    return frozenset(word.casefold() for word in words if word)
