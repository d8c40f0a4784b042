"""docs/settings.md, docs/front-matter.md and docs/rules.md, written from the declarations by `make reference`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

import msgspec

from cenum import schema
from cenum.issue.front_matter import FrontMatter
from cenum.rules import concerns
from cenum.settings import Settings
from tests.examples import examples, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs"

_SETTINGS = """\
# Settings

`cenum.toml`, at the root of the letter's folder. The file in this repository is a commented example.
Unknown keys and wrong values are errors that say their line, and the nearest key that is known. Secrets
never stand in it: they come from the environment.

"""
_FRONT_MATTER = """\
# Front matter

The table between the two `---` lines at the head of an issue, in YAML. No key is required. A text that
holds a colon stands between quotation marks.

"""
_RULES = """\
# The rules

What `cenum check` can say, by the name that `--json`, SARIF and GitHub annotations give it. These names stay.
Mistakes in the file itself, in the settings and in the templates explain themselves where they are found.

An error stops the letter, a warning asks for a look. Whoever has looked, and accepts what was found, says so in the
issue, or in `cenum.toml` for all of them; it is printed with the reason each time:

```yaml
waivers:
  - {rule: link-gone, url: "https://www.arcep.fr/*", reason: "Le site revient lundi.", until: 2026-12-04}
```

`url` and `until` can be left out; a waiver ends with the issue of the day that `until` names.

Each rule comes with an example that it finds, and one on which it is silent. The tests try all of them, in the letter
of Friday 2 January 2026. What hosts answer is written as `address → answer`; `(× 500)` says how often a line stands.
"""


def pages() -> dict[Path, str]:
    """Each page, and what it should say."""
    return {
        DOCS / "settings.md": _SETTINGS + "".join(_table("", Settings)),
        DOCS / "front-matter.md": _FRONT_MATTER + "".join(_table("", FrontMatter)),
        DOCS / "rules.md": _RULES + "".join(_rules()),
    }


def _rules() -> Iterator[str]:
    for concern in concerns():
        yield f"\n## {concern.title}\n\n{concern.about.strip()}\n"
        for name, rule in concern.rules.items():
            waived = ", can be waived" if rule.waive else ""
            source = f"\n\nSource: {rule.source}" if rule.source else ""
            yield f"\n### `{name}`\n\n*{rule.severity}{waived}*\n\n"
            yield f"{rule.what} {rule.why}\n\n**What to do:** {rule.remedy}{source}\n"
            if name in examples():  # one that has none yet is a failing test's to tell
                yield from ("\n", *in_words(examples()[name]))


def _table(name: str, struct: Any) -> Iterator[str]:
    nested: list[tuple[str, Any]] = []
    if name:
        yield f"\n## `{name}`\n\n{(struct.__doc__ or '').strip()}\n\n"
    yield "| key | value | default | what it says |\n| --- | --- | --- | --- |\n"
    for field in msgspec.structs.fields(struct):
        plain, metas = schema._unwrap(field.type)
        inner = get_args(plain)[0] if get_origin(plain) is tuple else plain
        described = next((meta.description for meta in reversed(metas) if meta.description), "")
        value = schema._expected(field.type)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            title = f"{name}.{field.name}".lstrip(".")
            nested.append((f"[[{title}]]" if inner is not plain else title, inner))
            value = f"see `{nested[-1][0]}`"
        elif inner is not plain:
            value = f"a list, each {schema._expected(inner)}"
        yield f"| `{field.name}` | {value} | {_default(field)} | {described} |\n"
    for title, inner in nested:
        yield from _table(title, inner)


def _default(field: Any) -> str:
    if field.required:
        return "**required**"
    default = field.default
    if default is msgspec.NODEFAULT or isinstance(default, msgspec.Struct) or default in (None, "", ()):
        return ""
    return f"`{schema._as_toml(default)}`"


def main() -> None:
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--write" in sys.argv:
        for path in stale:
            path.write_text(pages()[path], "utf-8")
        return
    for path in stale:
        print(f"docs/{path.name} is not what the declarations say: make reference")  # noqa: T201  it is a command
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
