"""What a person types after a command, as values; what can't be one is answered with an example."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable


class _Moment(click.ParamType[Any]):
    """``read`` gives the value or raises :class:`ValueError`; ``example`` is one that can be read."""

    def __init__(self, name: str, example: str, read: Callable[[str], date]) -> None:
        self.name = name
        self._example = example
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401  click's own signature
        """The date or hour that ``value`` names."""
        if isinstance(value, date):
            return value
        try:
            return self._read(value)
        except ValueError:
            said = self._sentence().format(text=value, example=self._example)
            self.fail(said, param, ctx)

    def _sentence(self) -> str:
        if self.name == "hour":
            return _("“{text}” is not an hour; write it as {example}")
        return _("“{text}” is not a date; write it as {example}")


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone


def _hour(text: str) -> datetime:
    return datetime.strptime(text.replace(" ", "T", 1), "%Y-%m-%dT%H:%M")  # noqa: DTZ007  the letter's, which is not known yet


DAY = _Moment("day", "2026-11-27", _day)
HOUR = _Moment("hour", "2026-11-27T07:00", _hour)
