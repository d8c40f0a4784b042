"""Other languages within a letter: how an editor marks them, and what each token is then said in.

Within a line ``[The medium is the message]{lang=en}``, and the same after a link; around blocks ``::: lang en``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.schema import near, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

ATTRIBUTE = "lang"
_FOREIGN = "foreign"
_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9]{2,8})*\Z")
_SCRIPT = 4  # letters of its code (ISO 15924)
# Scripts that are read from the right (Unicode's property Bidi_Class of their letters: R or AL).
_FROM_RIGHT = (
    *("Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg"),
    *("Samr", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi"),
)
# What a letter quotes; the nearest of them is offered to who mistyped a tag.
_USUAL = ("en", "de", "es", "it", "pt", "nl", "ar", "ja", "zh", "fr")

LANGUAGE_MARK = Rule(
    "language-mark",
    Severity.ERROR,
    what=N_(
        "A language mark is not valid: the language does not exist, the braces contain something "
        "else, or the mark breaks a link or a heading."
    ),
    why=N_("Screen readers would read the words in the wrong language."),
    remedy=N_("Write `[The Guardian](https://…){lang=en}`, or `::: lang en` around blocks."),
    corrected=True,
    example=Example(
        fails="Elle parle de [deep learning]{lang=anglais}.",
        passes="Elle parle de [deep learning]{lang=en}.",
    ),
)


class Mistake(NamedTuple):
    """What is wrong with a mark, and what to do: for its ``text``, what may be written ``instead``."""

    message: str
    remedy: str
    text: str = ""
    instead: tuple[str, ...] = ()


def mistake(tag: str) -> Mistake | None:
    """What is wrong with ``tag`` as the name of a language (BCP 47)."""
    found = _TAG.match(tag)
    if found and found[1] in _names("en"):
        return None
    meant = next(
        (code for names in map(_names, ("en", "fr")) for code, name in names.items() if name == tag.lower()), ""
    )
    remedy = _("did you mean “{word}”?").format(word=meant) if meant else nearest(tag, _USUAL)
    better = meant or near(tag, _USUAL)
    return Mistake(_("“{tag}” is not a language").format(tag=tag), remedy, tag, tuple(filter(None, [better])))


def wrong_marks(token: Token) -> Iterator[Mistake]:
    """What is wrong with the mark of an inline token that has one, or has braces for one."""
    others = token.meta.get("insecure_attrs", {})
    for name in others:
        message = _("“{name}” is not allowed between the braces").format(name=name)
        yield Mistake(message, _("write only the language, as in `{example}`").format(example="{lang=en}"))
    tag = token.attrGet(ATTRIBUTE)
    if tag is not None:
        found = mistake(str(tag))
        if found:
            yield found
    elif token.type == "span_open" and not others:
        message = _("the braces don't name a language")
        yield Mistake(message, _("write `{example}`, or remove the braces").format(example="{lang=en}"))


def tell_apart(children: Iterable[Token], spoken: str, letter: str) -> None:
    """Note on the inline tokens of a block in ``spoken`` which are in another language than the ``letter``.

    Where a passage is read from the other side than what stands around it, its mark says so.
    """
    languages = [spoken]
    for child in children:
        if child.nesting > 0:
            languages.append(str(child.attrGet(ATTRIBUTE) or languages[-1]))
            if direction(languages[-1]) != direction(languages[-2]):
                child.attrSet("dir", direction(languages[-1]))
        elif child.nesting < 0:
            languages.pop()
        else:
            child.meta[_FOREIGN] = primary(languages[-1]) != primary(letter)


def is_foreign(token: Token) -> bool:
    """Whether an inline token is in another language than the letter."""
    return bool(token.meta.get(_FOREIGN))


def primary(tag: str) -> str:
    """The language of a tag, its country and script left aside."""
    return tag.partition("-")[0].lower()


@cache
def direction(tag: str) -> Literal["ltr", "rtl"]:
    """From which side a language is read, as HTML says it: by the script of its tag, or the usual one (CLDR)."""
    from babel.core import get_global  # noqa: PLC0415  as calendar.py

    language, *others = tag.split("-")
    script = next((part for part in others if len(part) == _SCRIPT and part.isalpha()), "")
    if not script:
        usual = get_global("likely_subtags")
        region = "".join(f"_{part.upper()}" for part in others if len(part) < _SCRIPT and part.isalpha())
        found = usual.get(f"{language.lower()}{region}") or usual.get(language.lower()) or ""
        script = found.partition("_")[2].partition("_")[0]
    return "rtl" if script.title() in _FROM_RIGHT else "ltr"


@cache
def _names(language: str) -> dict[str, str]:
    """Every language that Unicode's data (CLDR) knows, and its name in ``language``, in small letters."""
    from babel import Locale  # noqa: PLC0415  few letters mark a passage

    return {code: name.lower() for code, name in Locale(language).languages.items()}
