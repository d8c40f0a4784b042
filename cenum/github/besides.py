"""What a pull request changes besides the letter, for the head of its review: settings by key, files by name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.github import gfm
from cenum.github.brought import name_of
from cenum.github.git_tree import content_of
from cenum.i18n import _
from cenum.settings import FILE_NAME
from cenum.toml import loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cenum.github.git_tree import TreeChange, TreeEntry
    from cenum.repository.github_client import GitHubClient

_MOST_BYTES = 64 * 1024
_SHOWN = 60  # keys, and as many files
_LONGEST = 60  # characters of a value
_KEPT = 10  # characters before the first that differs
_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Who is sent what, and who has to say yes: these stand first, however many others there are.
_FIRST = ("approvals", "arrival", "reviewers", "service", "audience", "newsletter", "links", "tracking", "link_check")


class SettingChange(NamedTuple):
    """A key with what it was and what it would be, as TOML's values in JSON; ``None`` where it is not set."""

    key: str
    before: str | None
    after: str | None


def as_lines(client: GitHubClient, besides: Sequence[TreeChange]) -> list[str]:
    """What else is changed, as Markdown; nothing where nothing is. Raises GitHubRefused."""
    if not besides:
        return []
    lines: list[str] = []
    for change in besides:
        if change.path == FILE_NAME:
            lines += _settings(client, change)
    names = [name_of(change) for change in besides if change.path != FILE_NAME]
    lines += [f"- {gfm.text(name)}" for name in names[:_SHOWN]]
    if len(names) > _SHOWN:
        lines.append("- " + _("and {count} more files").format(count=len(names) - _SHOWN))
    said = _(
        "The labels “test-send” and “approved” refuse it: merge this part first, in a pull request of its own, or "
        "test and approve in a terminal."
    )
    return ["⚠️ **" + _("This pull request also changes:") + "**", "", *lines, "", said, ""]


def _settings(client: GitHubClient, change: TreeChange) -> Iterator[str]:
    changed = setting_changes(_read(client, change.before), _read(client, change.after))
    if not changed:  # not to be compared, or another comment
        yield f"- {gfm.text(name_of(change))}"
        return
    for one in changed[:_SHOWN]:
        before, after = _cut(one.before, one.after)
        yield f"- {gfm.text(one.key)} {gfm.text(before)} → {gfm.text(after)}"
    if len(changed) > _SHOWN:
        yield "- " + _("and {count} more keys of {file}").format(count=len(changed) - _SHOWN, file=FILE_NAME)


def _read(client: GitHubClient, entry: TreeEntry | None) -> bytes | None:
    """What ``entry`` holds; nothing where it is no file of settings."""
    if entry is None:
        return b""
    return content_of(client, entry) if entry.is_regular and entry.size <= _MOST_BYTES else None


def setting_changes(before: bytes | None, after: bytes | None) -> tuple[SettingChange, ...]:
    """The keys whose values differ, those that decide most before all others; none where one can't be read."""
    if before is None or after is None:
        return ()
    try:
        old, new = (dict(_flat(loads(side.decode("utf-8-sig")))) for side in (before, after))
    except ValueError:  # not UTF-8, not TOML, or too deep
        return ()
    found = [
        SettingChange(key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]
    return tuple(sorted(found, key=lambda one: one.key.partition(".")[0] not in _FIRST))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        # A dot in a name would make it look like a key of a table, whose value it would hide.
        part = name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
        yield from _flat_value(f"{prefix}{part}", value)


def _flat_value(key: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  whatever TOML takes
    if isinstance(value, dict):
        yield from _flat(value, f"{key}.")
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, 1):
            yield from _flat_value(f"{key}.{number}", one)
    else:
        yield key, json.dumps(value, ensure_ascii=False, default=str)


def _cut(before: str | None, after: str | None) -> tuple[str, str]:
    """Both as they are shown: short, and with the place where they part."""
    if before is None or after is None:
        return _short(before or _("not set")), _short(after or _("not set"))
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if same < _LONGEST - _KEPT:
        return _short(before), _short(after)
    start = same - _KEPT
    return "…" + _short(before[start:]), "…" + _short(after[start:])


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
