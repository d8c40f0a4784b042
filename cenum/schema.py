"""Read what people wrote as tables into typed values, and say every mistake at once.

The declarations are msgspec structs: type, default, and a ``Meta`` with a title ("an e-mail address"),
a description and an example. msgspec judges each value; this module goes on after the first mistake,
and says where it stands and what the nearest known key is.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, get_args, get_origin

import msgspec

from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cenum.finding import Finding, Place
    from cenum.rule import Rule

    Path = tuple[str | int, ...]
    Locate = Callable[[Path], Place]

T = TypeVar("T", bound=msgspec.Struct)

# msgspec evaluates the annotations each time it is asked.
fields = cache(msgspec.structs.fields)


class Dialect(NamedTuple):
    """How the file that is read is written, and the rules of a key that is wrong in it.

    ``assign`` follows a key; ``dash`` begins each item of a list, where every item has a line of its own.
    """

    assign: str
    dash: str
    unknown_key: Rule
    missing_key: Rule
    wrong_value: Rule
    # What to do about an unknown key, if more is known of it than which known key is near.
    instead: Callable[[Path], str] = lambda _path: ""
    # The known key of the same table that an unknown one means, which is then not missing.
    meant: Callable[[Path], str] = lambda _path: ""
    # Whether the value stands within brackets, where a line of its own is no place for an item.
    within_brackets: Callable[[Path], bool] = lambda _path: False


# In place of a value that was refused where it was read: no more is said of it.
REFUSED = object()

_NOUNS: dict[Any, str] = {
    str: N_("text"),
    int: N_("a whole number"),
    bool: N_("true or false"),
    list: N_("a list"),
    tuple: N_("a list"),
    dict: N_("a table"),
    float: N_("a number"),
    date: N_("a date"),
    datetime: N_("a date and a time"),
    type(None): N_("nothing"),
}

_NEAR = 0.75  # of difflib: one letter of four may differ, and two of eight
_SHORTEST_BEGINNING = 4  # letters
_MOST_CHOICES = 40

_ATOM = r"[^@\s<>,;:\"()\[\]\\.]+"
# The part of RFC 5322 that every mailing service takes.
_EMAIL = rf"^{_ATOM}(\.{_ATOM})*@{_ATOM}(\.{_ATOM})+\Z"
Email = Annotated[
    str,
    msgspec.Meta(
        pattern=_EMAIL,
        title=N_("an e-mail address"),
        examples=["redaction@example.org"],
    ),
]
WebAddress = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https://[^\s/\"<>]+\.[^\s\"<>]+\Z",
        title=N_("an address that begins with https://"),
        examples=["https://lettre.example.org"],
    ),
]
Positive = Annotated[int, msgspec.Meta(ge=1, title=N_("a whole number, 1 or more"), examples=[12])]
Sentence = Annotated[str, msgspec.Meta(pattern=r"\S", title=N_("text"))]
# A header of a message is one line (RFC 5322, section 2.2), and XML 1.0 (section 2.2) holds no control characters.
Line = Annotated[
    str,
    msgspec.Meta(pattern=r"\A(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*\Z", title=N_("one line of text")),
]


def read(cls: type[T], table: Mapping[str, Any], locate: Locate, dialect: Dialect) -> tuple[T | None, list[Finding]]:
    """``table`` as a ``cls``, or ``None`` and the findings, one for each mistake."""
    findings: list[Finding] = []
    values = _read_struct(cls, table, (), locate, dialect, findings)
    return (None if findings else values), findings


def judge(cls: type[msgspec.Struct], path: Path, value: object, place: Place, dialect: Dialect) -> list[Finding]:
    """What is wrong with ``value`` as the one that ``path`` leads to in ``cls``; each finding stands at ``place``."""
    kind: Any = cls
    for step in path:
        kind = next(f.type for f in fields(unwrap(kind)[0]) if f.encode_name == step)
    return judge_value(kind, value, path, place, dialect)


def judge_value(kind: Any, value: object, path: Path, place: Place, dialect: Dialect) -> list[Finding]:  # noqa: ANN401  a type, however it is written
    """What is wrong with ``value`` as a ``kind`` that ``path`` leads to; each finding stands at ``place``."""
    findings: list[Finding] = []
    _read_value(kind, value, path, lambda _key: place, dialect, findings)
    return findings


def is_email(text: str) -> bool:
    """Whether ``text`` is an e-mail address as the settings take them."""
    return re.match(_EMAIL, text) is not None


def nearest(word: str, known: Iterable[str]) -> str:
    """The remedy for a word that is not known: the one that it surely stands for, or all of them."""
    candidates = sorted(known)
    found = near(word, candidates)
    if found:
        return _("did you mean “{word}”?").format(word=found)
    shown = ", ".join(candidates[:_MOST_CHOICES]) + ", …" * (len(candidates) > _MOST_CHOICES)
    return _("choose one of: {words}").format(words=shown)


def near(word: str, known: Iterable[str]) -> str:
    """What ``word`` is but for a slip or two, for accents and capitals, or for its end; empty if nothing is."""
    from difflib import get_close_matches  # noqa: PLC0415  only for who slipped

    names = list(known)
    # A file may be called without its folder.
    by_letters = {_letters(one.rpartition("/")[2]): one for one in names} | {_letters(one): one for one in names}
    letters = _letters(word)
    close = get_close_matches(letters, by_letters, n=1, cutoff=_NEAR)
    if not close:
        # intro is the beginning of introduction, and of nothing else.
        close = [one for one in by_letters if min(letters, one, key=len) in _beginnings(max(letters, one, key=len))]
    return by_letters[close[0]] if len(close) == 1 else ""


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def _beginnings(word: str) -> set[str]:
    return {word[:end] for end in range(_SHORTEST_BEGINNING, len(word))}


def _read_struct(  # noqa: PLR0913  the findings accumulate through the tables
    cls: type[T],
    table: Mapping[str, Any],
    path: Path,
    locate: Locate,
    dialect: Dialect,
    findings: list[Finding],
) -> T | None:
    known = {field.encode_name: field for field in fields(cls)}
    before = len(findings)
    meant = {dialect.meant((*path, key)) for key in table if key not in known}
    for key in table:
        if key not in known:
            message = _("unknown key “{key}”").format(key=key)
            remedy = dialect.instead((*path, key)) or nearest(str(key), known)
            better = dialect.meant((*path, key)) or near(str(key), known)
            place = locate((*path, key))
            words = place.literal(str(key), *filter(None, [better]), after=dialect.assign.strip())
            findings.append(dialect.unknown_key.at(place, message, remedy, words=words))
    values = {}
    for name, field in known.items():
        here = (*path, name)
        if name in table:
            values[field.name] = _read_value(field.type, table[name], here, locate, dialect, findings)
        elif field.required and name not in meant:
            message = _("“{key}” is missing").format(key=_dotted(here))
            remedy = _("add `{line}`").format(line=f"{name}{dialect.assign}{_example(field.type, dialect)}")
            findings.append(dialect.missing_key.at(locate(path), message, remedy))
    return cls(**values) if len(findings) == before else None


def _read_value(  # noqa: PLR0913  as above
    kind: Any,  # noqa: ANN401  a type, however it is written
    value: Any,  # noqa: ANN401  whatever the person wrote
    path: Path,
    locate: Locate,
    dialect: Dialect,
    findings: list[Finding],
) -> Any:  # noqa: ANN401  the value, typed by its declaration
    if value is REFUSED:
        return None
    plain, _meta = unwrap(kind)
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct) and isinstance(value, dict):
        return _read_struct(plain, value, path, locate, dialect, findings)
    if get_origin(plain) is tuple and isinstance(value, list):
        inner = get_args(plain)[0]
        return tuple(
            _read_value(inner, item, (*path, index), locate, dialect, findings) for index, item in enumerate(value)
        )
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        if value is None:
            message = _("“{key}” has no value").format(key=_dotted(path))
            remedy = _("write it after the colon, or delete the line")
            findings.append(dialect.wrong_value.at(locate(path), message, remedy))
            return None
        message = _("“{key}” must be {expected}, but is {actual}").format(
            key=_dotted(path), expected=_expected(kind), actual=_actual(value)
        )
        findings.append(dialect.wrong_value.at(locate(path), message, _written(kind, value, path, dialect)))
        return None


def is_optional(kind: Any) -> bool:  # noqa: ANN401  a type, however it is written
    """Whether ``None`` is a value of ``kind``."""
    inner = get_args(kind)[:1] if get_origin(kind) is Annotated else get_args(kind)
    return type(None) in inner or (get_origin(kind) is Annotated and is_optional(inner[0]))


def unwrap(kind: Any) -> tuple[Any, list[msgspec.Meta]]:  # noqa: ANN401  a type, however it is written
    """The bare type and its metas, innermost first; ``X | None`` counts as ``X``."""
    metas: list[msgspec.Meta] = []
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            metas = [meta for meta in more if isinstance(meta, msgspec.Meta)] + metas
        elif type(None) in get_args(kind):
            kind = next(arg for arg in get_args(kind) if arg is not type(None))
        else:
            return kind, metas


def _expected(kind: Any) -> str:  # noqa: ANN401  a type, however it is written
    plain, metas = unwrap(kind)
    for meta in reversed(metas):
        if meta.title:
            return _(meta.title)
    if get_origin(plain) is Literal:
        choices = ", ".join(_("“{text}”").format(text=choice) for choice in get_args(plain))
        return _("one of {choices}").format(choices=choices)
    least, most = (
        next((getattr(meta, name) for meta in metas if getattr(meta, name) is not None), None)
        for name in ("ge", "le")
    )
    if plain is int and least is not None and most is not None:
        return _("a whole number from {least} to {most}").format(least=least, most=most)
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        return _("a table with {keys}").format(keys=", ".join(f.encode_name for f in fields(plain)))
    return _(_NOUNS.get(get_origin(plain) or plain, "text"))


def _actual(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:59] + "…"  # noqa: PLR2004  what fits on a line
        return _("“{text}”").format(text=shown) if value else _("empty")
    noun = _(_NOUNS.get(type(value), type(value).__name__))
    if isinstance(value, bool | int | float):
        return f"{noun} ({str(value).lower()})"
    return noun


def _written(kind: Any, value: object, path: Path, dialect: Dialect) -> str:  # noqa: ANN401  a type, however it is written
    """The remedy that shows a right value; in YAML, editors write a list with dashes."""
    plain = unwrap(kind)[0]
    if dialect.dash and get_origin(plain) is tuple:
        item = _item(kind, dialect)
        if isinstance(value, str) and unwrap(get_args(plain)[0])[0] is str:
            item = value if '"' in value else _as_toml(value)
            if dialect.within_brackets(path[:-1]):
                item = ", ".join(_as_toml(one.strip()) for one in value.split(","))
        if dialect.within_brackets(path[:-1]):
            return _("write, for example: {example}").format(example=f"[{item}]")
        return _("write each item on a line of its own, for example: {example}").format(
            example=f"{dialect.dash}{item}"
        )
    return _("write, for example: {example}").format(example=_example(kind, dialect))


def _example(kind: Any, dialect: Dialect) -> str:  # noqa: ANN401  a type, however it is written
    plain, metas = unwrap(kind)
    if get_origin(plain) is tuple:
        return f"[{_item(kind, dialect)}]"
    for meta in reversed(metas):
        if meta.examples:
            return _as_toml(meta.examples[0])
    if get_origin(plain) is Literal:
        return _as_toml(get_args(plain)[0])
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        required = [f for f in fields(plain) if f.required] or fields(plain)[:1]
        return (
            "{ " + ", ".join(f"{f.encode_name}{dialect.assign}{_example(f.type, dialect)}" for f in required) + " }"
        )
    return {str: '"…"', int: "1", bool: "true"}.get(plain, '"…"')


def _item(kind: Any, dialect: Dialect) -> str:  # noqa: ANN401  a type, however it is written
    """One item of a list: an example of the list's own, or of what it holds."""
    plain, metas = unwrap(kind)
    own = next((meta.examples[0] for meta in reversed(metas) if meta.examples), None)
    return _example(get_args(plain)[0], dialect) if own is None else _as_toml(own)


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _dotted(path: Path) -> str:
    dotted = ""
    for step in path:
        dotted += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if dotted else step
    return dotted
