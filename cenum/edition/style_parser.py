"""cssutils as premailer asks it, with its answers remembered: to import and to ask it takes a fifth of a cold build.

premailer is given this module in the place of cssutils. The answers are plain values with the names that premailer
knows; cssutils itself is imported for a style that it was never asked about.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager, suppress
from functools import cache as once
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from msgspec import Struct

from cenum.cache import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.cache import Cache

# A letter asks for about a hundred; many letters with many looks ask for more than it is worth to read each time.
_MOST = 1000


class PropertyValue(Struct, frozen=True):
    """The value of a property as cssutils spells it."""

    cssText: str  # noqa: N815  premailer's names, here and below


class Property(Struct, frozen=True):
    """One declaration; ``priority`` is “important” or empty."""

    name: str
    value: str
    priority: str
    propertyValue: PropertyValue  # noqa: N815


class Declarations(Struct, frozen=True):
    """Those of a rule, or of a ``style`` attribute."""

    properties: tuple[Property, ...]

    def __iter__(self) -> Iterator[Property]:
        return iter(self.properties)

    def getProperties(self) -> tuple[Property, ...]:  # noqa: N802
        """Each that counts, once."""
        return self.properties


class ParsedRule(Struct, frozen=True):
    """A rule with a selector; the numbers are those of CSSOM's interface CSSRule."""

    STYLE_RULE: ClassVar[int] = 1
    MEDIA_RULE: ClassVar[int] = 4
    type: ClassVar[int] = STYLE_RULE

    selectorText: str  # noqa: N815
    style: Declarations


class _Answers(Struct):
    """By what was asked: the text, and whether it is to be validated."""

    sheets: dict[str, tuple[ParsedRule, ...]] = {}
    styles: dict[str, Declarations] = {}

    def __len__(self) -> int:
        return len(self.sheets) + len(self.styles)


_answers = _Answers()


@contextmanager
def remembering(cache: Cache, look: str) -> Iterator[None]:
    """What is asked meanwhile is kept in ``cache``, and was kept there, by the style sheet ``look``."""
    depends_on = (version_of("cssutils"), look)
    kept = cache.get("styles", *depends_on)
    if kept is not None:
        with suppress(msgspec.MsgspecError):  # of another make of these classes
            known = msgspec.msgpack.decode(kept, type=_Answers)
            _answers.sheets |= known.sheets
            _answers.styles |= known.styles
    before = len(_answers)
    yield
    if kept is None or len(_answers) > before:
        cache.put(msgspec.msgpack.encode(_answers), "styles", *depends_on)
    if len(_answers) > _MOST:
        _answers.sheets.clear()
        _answers.styles.clear()


def parseString(text: str, *, validate: bool = True) -> Any:  # noqa: ANN401, N802  as cssutils
    """The rules of a style sheet."""
    asked = f"{validate:d} {text}"
    known = _answers.sheets.get(asked)
    if known is None:
        sheet = _cssutils().parseString(text, validate=validate)
        if any(rule.type not in {rule.STYLE_RULE, rule.COMMENT} for rule in sheet):
            return sheet  # premailer writes into what it keeps of a media query
        known = tuple(
            ParsedRule(rule.selectorText, _declarations(rule.style.getProperties()))
            for rule in sheet
            if rule.type == rule.STYLE_RULE
        )
        _answers.sheets[asked] = known
    return known


def parseStyle(text: str, *, validate: bool = True) -> Declarations:  # noqa: N802  as cssutils
    """The declarations of a rule, or of a ``style`` attribute."""
    asked = f"{validate:d} {text}"
    known = _answers.styles.get(asked)
    if known is None:
        known = _answers.styles[asked] = _declarations(_cssutils().parseStyle(text, validate=validate))
    return known


def __getattr__(name: str) -> Any:  # noqa: ANN401  the rest of cssutils
    if name.startswith("__"):  # Python's own, which every import asks about
        raise AttributeError(name)
    return getattr(_cssutils(), name)


def _declarations(properties: Any) -> Declarations:  # noqa: ANN401  cssutils' own
    return Declarations(
        tuple(
            Property(one.name, one.value, one.priority, PropertyValue(one.propertyValue.cssText))
            for one in properties
        )
    )


@once
def _cssutils() -> ModuleType:
    # It imports what fetches style sheets, which nobody may do here.
    with without("urllib.request"):
        import cssutils  # noqa: PLC0415  most builds do without it
    # cssutils would shorten #1d2b5e-like colours to three digits, which mail programs do not all read.
    cssutils.ser.prefs.minimizeColorHash = False
    cssutils.log.setLevel(logging.CRITICAL)
    module: ModuleType = cssutils
    return module


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Empty modules in the place of ``names``, but for those that are there already; gone afterwards.

    Whoever needs these modules imports them then, as ever.
    """
    absent = {name: ModuleType(name) for name in names if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name, module in absent.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
