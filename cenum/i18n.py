"""The program's own words: English in the source, other languages in ``locale/``."""

from __future__ import annotations

import gettext
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def speak(language: str) -> None:
    """Answer in ``language`` (``fr``, ``en-GB``, …) from now on; English where there is no catalogue."""
    global _translations  # noqa: PLW0603  one person, one language, one process
    candidates = [language.replace("-", "_"), language.replace("_", "-").partition("-")[0]]
    _translations = gettext.translation("cenum", LOCALES, candidates, fallback=True)


def language() -> str:
    """The language tag of what :func:`_` gives."""
    return _translations.info().get("language", "en")


def _(message: str) -> str:
    """``message`` in the language of the person at the keyboard."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """``one`` or ``many``, as the grammar of the language wants it for ``count``."""
    return _translations.ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802  gettext's own name for "translate where it is shown"
    """Mark ``message`` for the catalogue without translating it here."""
    return message
