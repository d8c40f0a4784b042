"""The pages of what is declared (settings, front matter, look, rules, commands), and the diagrams: `make reference`.

In both languages; and the keys of the mailing services in the workflows.
"""

from __future__ import annotations

import inspect
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

import msgspec

from cenum import i18n, schema
from cenum.edition.palette import FontsFile, PaletteFile
from cenum.i18n import _
from cenum.issue.front_matter import FrontMatter
from cenum.services.registry import specs
from cenum.settings import Settings
from tools import architecture
from tools.reference_commands import commands, in_code
from tools.reference_rules import rules
from tools.reference_words import ENGLISH, FRENCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.reference_words import Words

DOCS = Path(__file__).parent.parent / "docs"
WORKFLOWS = DOCS.parent / ".github" / "workflows"
# The lines by which a step learns keys.
_KEYS = re.compile(r"(?:^(?P<indent> +)(?P<name>[A-Z_]+): \$\{\{ secrets\.(?P=name) \}\}\n)+", re.MULTILINE)


def pages() -> dict[Path, str]:
    """Each page, and what it should say, in English and in French; and the workflows."""
    written = {path: text for words in (ENGLISH, FRENCH) for path, text in _in(words).items()}
    return written | {path: _with_keys(path.read_text("utf-8")) for path in sorted(WORKFLOWS.glob("*.yml"))}


def _with_keys(workflow: str) -> str:
    """The workflow, whose steps that have keys of a mailing service have those of every service."""
    variables = [variable for service in specs() for variable in service.variables]

    def lines(found: re.Match[str]) -> str:
        if not any(f"secrets.{name} " in found[0] for name in variables):
            return found[0]  # a key of something else
        return "".join(f"{found['indent']}{name}: ${{{{ secrets.{name} }}}}\n" for name in variables)

    return _KEYS.sub(lines, workflow)


def _in(words: Words) -> dict[Path, str]:
    folder = DOCS / words.folder
    with spoken(words.language):
        return {
            folder / f"{words.settings}.md": words.about_settings + "".join(_table("", Settings, words)),
            folder / f"{words.front_matter}.md": words.about_front_matter + "".join(_table("", FrontMatter, words)),
            folder / f"{words.palette}.md": words.about_palette
            + "".join(_table("", PaletteFile, words))
            + words.about_fonts
            + "".join(_table("", FontsFile, words)),
            folder / f"{words.rules}.md": words.about_rules + "".join(rules(words)),
            folder / f"{words.commands}.md": words.about_commands + "".join(commands(words)),
            **architecture.pictures(words),
        }


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """The program's own words are in ``language`` within, and as before afterwards."""
    before = i18n.language()
    i18n.speak(language)
    try:
        yield
    finally:
        i18n.speak(before)


def _table(name: str, struct: Any, words: Words) -> Iterator[str]:
    nested: list[tuple[str, Any]] = []
    if name:
        yield f"\n## `{name}`\n\n{_about(struct, words)}\n\n"
    yield f"{words.columns}\n| --- | --- | --- | --- |\n"
    for field in msgspec.structs.fields(struct):
        plain, metas = schema.unwrap(field.type)
        inner = get_args(plain)[0] if get_origin(plain) is tuple else plain
        described = next((meta.description for meta in reversed(metas) if meta.description), "")
        value = schema._expected(field.type)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            title = f"{name}.{field.name}".lstrip(".")
            same = next((one for one, struct in nested if struct is inner), "")  # dark is as light
            if not same:
                nested.append((f"[[{title}]]" if inner is not plain else title, inner))
            value = f"{words.see} `{same or nested[-1][0]}`"
        elif inner is not plain:
            value = f"{words.each} {schema._expected(inner)}"
        yield f"| `{field.name}` | {value} | {_default(field, words)} | {described and _(described)} |\n"
    for title, inner in nested:
        yield from _table(title, inner, words)


def _about(struct: Any, words: Words) -> str:
    """Of a service's table its specification knows more than the table."""
    for service in specs():
        if service.settings is struct and service.credentials:
            variables = in_code(service.variables)
            return words.service.format(title=service.title, variables=variables, name=service.name)
    return _(inspect.getdoc(struct) or "")


def _default(field: Any, words: Words) -> str:
    if field.required:
        return f"**{words.required}**"
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
        print(f"{path.relative_to(DOCS.parent)} is not what the declarations say: make reference")
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
