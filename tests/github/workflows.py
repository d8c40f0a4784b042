"""The workflow files as data, and the few expressions in them as GitHub evaluates them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / ".github" / "workflows"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w.-]*)|(&&|\|\||==|!=|[()!]))")


@cache
def workflow(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    loaded["on"] = loaded.pop(True)  # YAML 1.1 takes "on" for a truth
    return loaded  # type: ignore[no-any-return]  # a mapping, or the schema would have said so


def jobs(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from workflow(name)["jobs"].items()


def steps(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for job, its in jobs(name):
        for step in its["steps"]:
            yield job, step


def crons(name: str) -> list[tuple[str, str]]:
    return [(one["cron"], one["timezone"]) for one in workflow(name)["on"]["schedule"]]


class Expression:
    """One expression: literals, contexts, ``&& || == != !``, parentheses, and the four functions of a state."""

    def __init__(self, source: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(source.rstrip()):
            match = _TOKEN.match(source, at)
            assert match, f"the tests do not know this form: {source}"
            self._tokens.append(match[0].strip())
            at = match.end()
        self._tokens.append("")
        self.asks_state = any(name in source for name in ("always()", "failure()", "cancelled()", "success()"))

    def value(self, contexts: Mapping[str, Any], state: str) -> Any:
        self._left, self._contexts, self._state = list(self._tokens), contexts, state
        found = self._either()
        assert self._left == [""], self._tokens
        return found

    def _either(self) -> Any:
        found = self._both()
        while self._next("||"):
            other = self._both()
            found = found or other
        return found

    def _both(self) -> Any:
        found = self._equal()
        while self._next("&&"):
            other = self._equal()
            found = found and other
        return found

    def _equal(self) -> Any:
        found = self._one()
        if self._next("=="):
            return _plain(found) == _plain(self._one())
        if self._next("!="):
            return _plain(found) != _plain(self._one())
        return found

    def _one(self) -> Any:
        if self._next("!"):
            return not self._one()
        if self._next("("):
            found = self._either()
            assert self._next(")")
            return found
        token = self._left.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self._next("("):
            assert self._next(")")
            said: dict[str, Callable[[], bool]] = {
                "always": lambda: True,
                "success": lambda: self._state == "success",
                "failure": lambda: self._state == "failure",
                "cancelled": lambda: self._state == "cancelled",
            }
            return said[token]()
        value: Any = self._contexts
        for name in token.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _next(self, token: str) -> bool:
        if self._left[0] != token:
            return False
        self._left.pop(0)
        return True


def _plain(value: Any) -> Any:
    """GitHub compares what is missing as an empty word."""
    return "" if value is None else value


def filled(text: str, contexts: Mapping[str, Any], state: str) -> str:
    """``text`` with its expressions evaluated."""

    def one(match: re.Match[str]) -> str:
        value = Expression(match[1]).value(contexts, state)
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return EXPRESSION.sub(one, str(text))


def holds(condition: str | None, contexts: Mapping[str, Any], state: str) -> bool:
    """Whether an ``if`` lets through; without a word on the state it means success."""
    expression = Expression(re.sub(r"^\$\{\{(.*)\}\}$", r"\1", condition or "success()"))
    if not expression.asks_state and state != "success":
        return False
    return bool(expression.value(contexts, state))
