"""How a review names its sources: the table that cenum brings, and the letter's own before it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Struct

from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _
from cenum.links.lists import entry
from cenum.toml import TooDeep, line_of, line_of_key, loads
from cenum.web_address import ascii_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.letter_folder import LetterFolder

FILE = PurePosixPath("outlets.toml")
_OWN = Path(__file__).parent / "outlets.toml"
_MOST_BYTES = 200_000
_KEYS = ("name", "paid")
_EXAMPLE = '"lemonde.fr" = { name = "Le Monde" }'


class Outlet(Struct, frozen=True, forbid_unknown_fields=True):
    """``paid`` says whether all of it is for subscribers; ``None`` where it depends on the article."""

    name: Annotated[str, msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*\Z", max_length=100)]
    paid: bool | None = None


@cache
def known_outlets() -> dict[str, Outlet]:
    """The outlets that cenum brings, by their hosts."""
    return msgspec.convert(tomllib.loads(_OWN.read_text("utf-8")), dict[str, Outlet])


def outlets_of(letter: LetterFolder) -> dict[str, Outlet]:
    """All outlets, those of the ``letter``'s own table first. Raises :class:`UsageMistake` with the line to mend."""
    try:
        text = letter.text(str(FILE), _MOST_BYTES)
    except FileNotFoundError:
        return known_outlets()
    except UnicodeDecodeError:
        raise _mistake(_("it is not text in UTF-8")) from None
    except OSError as mistake:
        raise _mistake(reason_of(mistake)) from None
    return known_outlets() | _own(text)


def outlet_of(host: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """The outlet that ``host`` belongs to."""
    name = entry(host, outlets)  # type: ignore[arg-type]  # only its keys are looked at
    return outlets[name] if name else None


def _own(text: str) -> dict[str, Outlet]:
    try:
        tables = loads(text)
    except tomllib.TOMLDecodeError as mistake:
        raise _mistake(_("it is not TOML: {reason}").format(reason=mistake), line_of(mistake)) from None
    except TooDeep as mistake:
        raise _mistake(_("it is not TOML: {reason}").format(reason=mistake), mistake.line) from None
    except ValueError as mistake:
        raise _mistake(_("it is not TOML: {reason}").format(reason=mistake)) from None
    return {_host(name, text): _outlet(name, value, text) for name, value in tables.items()}


def _host(name: str, text: str) -> str:
    try:
        host = ascii_host(name).removeprefix("www.").rstrip(".")
    except ValueError:
        host = ""
    if "." not in host:
        reason = _("“{name}” is not a host: write it between quotation marks, without https://").format(name=name)
        raise _mistake(reason, line_of_key(text, (name,)))
    return host


def _outlet(name: str, value: Any, text: str) -> Outlet:  # noqa: ANN401  whatever TOML holds
    try:
        return msgspec.convert(value, Outlet)
    except msgspec.ValidationError:
        pass
    line = line_of_key(text, (name,))
    if not isinstance(value, dict) or "name" not in value:
        reason = _("“{host}” has no name").format(host=name)
    elif unknown := [key for key in value if key not in _KEYS]:
        reason = _("“{host}” has the unknown key “{key}”; there are name and paid").format(host=name, key=unknown[0])
    elif "paid" in value and not isinstance(value["paid"], bool):
        reason = _("“{host}”: paid is true, false, or left out").format(host=name)
    else:
        reason = _("“{host}”: the name is one line of text").format(host=name)
    raise _mistake(reason, line)


def _mistake(reason: str, line: int | None = None) -> UsageMistake:
    place = f"{FILE}:{line}" if line else str(FILE)
    return UsageMistake(
        _("{place}: {reason}").format(place=place, reason=reason),
        _("write one outlet on each line, such as {example}").format(example=_EXAMPLE),
    )
