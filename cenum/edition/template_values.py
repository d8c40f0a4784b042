"""What templates are given: plain values, and views of ours that show declared names and nothing else."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cenum.edition.edition import PublishedFile
from cenum.issue.blocks import Foreign
from cenum.issue.model import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAIN = (str, int, float, date, time, type(None))
# What templates see of a value beside its fields.
_PROPERTIES: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Issue, ("key", "blocks")),
    (Foreign, ("direction",)),
    (PublishedFile, ("placeholder",)),
)
_HIDDEN = object()


class TemplateView:
    """A value of ours as templates see it: its fields, as plain values. Nothing of it can be changed or called."""

    __slots__ = ("_of", "_shown")

    def __init__(self, of: Struct) -> None:
        self._of = of
        self._shown: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  a plain value
        """What is called ``name``. Raises :class:`KeyError` for what is not shown."""
        if name not in self._shown:
            value = _plain(getattr(self._of, name)) if name in _names(self._of) else _HIDDEN
            if value is _HIDDEN:
                raise KeyError(name)
            self._shown[name] = value
        return self._shown[name]

    def __str__(self) -> str:
        message = f"{self!r} is not text: name one of its parts"
        raise TypeError(message)

    def __repr__(self) -> str:
        return f"<{type(self._of).__name__.lower()}>"


class TemplateTool:
    """A function of ours that templates may call: it gets the values behind the views, and gives plain ones."""

    __slots__ = ("_function", "_name")

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self._name = name
        self._function = function

    def __call__(self, *values: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        """Raises what the function raises."""
        given = self._function(*map(_real, values), **{name: _real(value) for name, value in named.items()})
        return _plain(given)

    def __repr__(self) -> str:
        return f"<{self._name}>"


def as_templates_see(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` by name. Raises :class:`TypeError` for one that is no text, number, date, collection or function."""
    seen = {name: _seen(name, value) for name, value in values.items()}
    for name, value in seen.items():
        if value is _HIDDEN:
            raise TypeError(name)
    return seen


def _seen(name: str, value: Any) -> Any:  # noqa: ANN401  a plain value, or a function
    return TemplateTool(name, value) if callable(value) else _plain(value)


def _plain(value: Any) -> Any:  # noqa: ANN401  a plain value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Struct):
        return TemplateView(value)
    if isinstance(value, tuple | list):
        parts = [_plain(part) for part in value]
        return _HIDDEN if _HIDDEN in parts else tuple(parts)
    if isinstance(value, dict):
        shown = {name: _seen(str(name), part) for name, part in value.items()}
        return {name: part for name, part in shown.items() if part is not _HIDDEN}
    return _HIDDEN


def _names(of: Struct) -> tuple[str, ...]:
    more = (name for kind, names in _PROPERTIES if isinstance(of, kind) for name in names)
    return (*of.__struct_fields__, *more)


def _real(value: Any) -> Any:  # noqa: ANN401  whatever a template hands over
    if isinstance(value, TemplateView):
        return value._of  # noqa: SLF001  templates can't reach it, and tools have to
    return tuple(map(_real, value)) if isinstance(value, tuple | list) else value
