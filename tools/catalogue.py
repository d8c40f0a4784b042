"""The French catalogue: kept complete. `make catalogue` updates it, `make check` judges it.

Babel extracts, reads and writes.
"""

from __future__ import annotations

import inspect
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from msgspec import Struct, structs

from cenum import schema
from cenum.checks.clients import borrowed_words
from cenum.edition.palette import FontsFile, PaletteFile
from cenum.issue.front_matter import FrontMatter
from cenum.services.registry import specs
from cenum.settings import Settings
from tools.build_hook import compile_all, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = Path(__file__).parent.parent / "cenum"
PO = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "cenum.po"
_HEADER = (b"msg", b'"Language:', b'"Plural-Forms', b'"MIME', b'"Content')
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
NO_LINE = 0  # the catalogue says in which file a message stands, and leaves out where

# What click itself says, in the words of its own sources: it asks gettext for them, and ships no French.
CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Positional arguments",
    "Show this message and exit.",
    "Show the version and exit.",
    "%(prog)s, version %(version)s",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Option {name!r} does not take a value.",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "file",
    "path",
    "Aborted!",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)


def _declared() -> Iterator[str]:
    """What is said of settings, front matter and the look where they are declared: the reference translates it."""
    for struct in (Settings, FrontMatter, PaletteFile, FontsFile):
        yield from _described(struct)


def _described(struct: type[Struct]) -> Iterator[str]:
    # What the reference says of a service over HTTP comes from its specification.
    if not any(service.settings is struct and service.credentials for service in specs()):
        yield inspect.getdoc(struct) or ""
    for field in structs.fields(struct):
        kind, metas = schema.unwrap(field.type)
        yield from (meta.description for meta in metas if meta.description)
        inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if isinstance(inner, type) and issubclass(inner, Struct):
            yield from _described(inner)


def template() -> Catalog:
    """Every message of the sources, of the declarations, of click, and of caniemail.com."""
    catalog = Catalog(project="cenum", charset="utf-8")
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in found:
        catalog.add(message, locations=[(Path(file).as_posix(), NO_LINE)])
    for message in _declared():
        catalog.add(message, locations=[("declared", NO_LINE)])
    for message in CLICK:
        catalog.add(message, locations=[("click", NO_LINE)])
    for message in borrowed_words():
        catalog.add(message, locations=[("caniemail.com", NO_LINE)])
    return catalog


def french() -> Catalog:
    """The catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def written(catalog: Catalog) -> bytes:
    """Its text, without dates, so that the same messages give the same bytes."""
    stream = io.BytesIO()
    write_po(stream, catalog, omit_header=False, sort_output=True, width=100, include_lineno=False)
    head, body = stream.getvalue().split(b"\n\n", 1)
    kept = [line for line in head.split(b"\n") if line.startswith(_HEADER)]
    return b"\n".join([b"# The French of cenum.", *kept, b"", body])


def problems() -> Iterator[str]:
    """What is missing, left over, doubtful or not compiled."""
    catalog = french()
    known = {message.id for message in catalog if message.id}
    wanted = {message.id for message in template() if message.id}
    borrowed = set(borrowed_words())
    yield from (f"not in the catalogue: {message!r}" for message in sorted(wanted - known, key=str))
    yield from (f"no longer used: {message!r}" for message in sorted(known - wanted, key=str))
    for message in catalog:
        if not message.id:
            continue
        translations = texts(message.string)
        if not all(translations) or message.fuzzy:
            yield f"not translated: {message.id!r}"
        if message.id in borrowed:
            continue  # nothing is put into it: its braces and percents are those of CSS
        for error in message.check(catalog):
            yield f"{error}: {message.id!r}"
        fields = _fields(*texts(message.id))
        if any(_fields(text) - fields for text in translations):
            yield f"unknown field in the translation of {message.id!r}"
    mo = PO.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(PO):
        yield "cenum.mo is not what cenum.po compiles to"


def texts(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """What Babel has of one side of a message: one text, or one for each number."""
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)


def _fields(*said: str) -> set[str]:
    import string  # noqa: PLC0415  only here

    return {field for text in said for _before, field, _spec, _conversion in string.Formatter().parse(text) if field}


def update() -> None:
    """Bring in new messages, drop unused ones, compile."""
    catalog = french() if PO.exists() else Catalog(locale="fr", project="cenum", charset="utf-8")
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.write_bytes(written(catalog))
    compile_all(PACKAGE.parent)


def main() -> None:
    if "--write" in sys.argv:
        update()
    found = list(problems())
    print("\n".join(found) or "The French catalogue is complete.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
