"""What Brevo's own SDK says of its requests and answers: ``brevo_description.toml``, held against some."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .fakes.server import Request

_SAID: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_KINDS: dict[str, Any] = {"string": str, "number": (int, float), "boolean": bool}
_ALWAYS, _NULLABLE = "!", "?"


def fields(shape: str) -> set[str]:
    """The names of a shape's fields."""
    return set(_SAID["shapes"][shape])


def always(shape: str) -> set[str]:
    """Those that are there in every answer."""
    return {name for name, kind in _SAID["shapes"][shape].items() if _ALWAYS in kind.rpartition("|")[2]}


def wrong_in_request(request: Request) -> Iterator[str]:
    """Everything about ``request`` that is not as described."""
    here = _operation(request)
    if here not in _SAID["requests"]:
        yield f"{here} is not described"
        return
    shape = _SAID["requests"][here]
    if bool(request.body) != bool(shape):
        yield f"{here} has {'no' if shape else 'a'} body"
    elif shape:
        yield from (f"{here}: {what}" for what in _wrong(request.json, f"@{shape}"))
    asked = _SAID["queries"].get(here)
    if asked:
        yield from (f"{here}: {what}" for what in _wrong(request.query, f"@{asked}"))
    elif request.query:
        yield f"{here} has no query"


def wrong_in_answer(request: Request, answer: Any) -> Iterator[str]:
    """Everything about the ``answer`` to a request that Brevo carried out that is not as described."""
    here = _operation(request)
    shape = _SAID["answers"].get(here)
    if shape is None:
        if answer is not None:
            yield f"{here} answers nothing"
    else:
        yield from (f"{here}: {what}" for what in _wrong(answer, f"@{shape}"))


def _operation(request: Request) -> str:
    path = re.sub(r"/(?:\d+|[^/]+@[^/]+)(?=/|$)", "/{}", request.path)
    return f"{request.method} {path}"


def _wrong(value: Any, kind: str) -> Iterator[str]:
    kind = kind.rstrip(_ALWAYS + _NULLABLE)
    if kind == "any":
        return
    if kind[0] in "[{":
        outer, items = (list, value) if kind[0] == "[" else (dict, getattr(value, "values", list)())
        if not isinstance(value, outer):
            yield f"{value!r} is no {outer.__name__}"
            return
        for item in items:
            yield from _wrong(item, kind[1:-1])
    elif kind[0] == "@":
        yield from _wrong_fields(value, _SAID["shapes"][kind[1:]])
    elif kind[0] == "|":
        if value not in kind.strip("|").split("|"):
            yield f"{value!r} is none of {kind}"
    elif not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{value!r} is no {kind}"


def _wrong_fields(value: Any, known: dict[str, str]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{value!r} is no object"
        return
    for name, kind in known.items():
        marks = kind.rpartition("|")[2]
        if name not in value:
            if _ALWAYS in marks:
                yield f"{name} is missing"
        elif value[name] is not None or _NULLABLE not in marks:
            yield from (f"{name}: {what}" for what in _wrong(value[name], kind))
    yield from (f"{name} is not described" for name in value if name not in known)
