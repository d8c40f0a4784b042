"""The head of an issue as a form: what some of its keys say, and the lines that say something else in their place.

Every other line stays as it is, with its comments and its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.imported.issue_text import head_lines
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.issue.front_matter import MOST_CHARACTERS, FrontMatter, borders
from cenum.issue.head_lines import read_head
from cenum.issue.scaffold import NAMES, written_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# As they stand in a head, of the keys that the form has.
_ORDER = tuple(FrontMatter.__struct_fields__)
# The field of the form for each key of a head that it has.
_FIELDS = {
    **{key: key for key in ("title", "teasers", "preheader", "introduction", "draft")},
    "illustration": "image",
    "credits": "authors",
}
_NOT_ASKED = frozenset({("credits", "illustrator")})
_PICTURE = frozenset({"image", "alt", "credit"})


class HeadValues(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the form asks for; ``None`` for what is left as it is. ``teasers`` and ``authors``: one on each line."""

    title: str | None = None
    teasers: str | None = None
    preheader: str | None = None
    introduction: str | None = None
    authors: str | None = None
    image: str | None = None
    alt: str | None = None
    credit: str | None = None
    draft: bool | None = None


class HeadEdit(NamedTuple):
    """``insert`` in the place of what stands from ``start`` to ``end``, in UTF-16 as scripts count."""

    start: int
    end: int
    insert: str


def head_values(text: str) -> dict[str, str | bool]:
    """What the form shows of an issue's ``text``. Raises :class:`UsageMistake` where its head can't be read."""
    table = read_head(_head_of(text)[0], FrontMatter, 0).table
    picture = _table(table.get("illustration"))
    return {
        "title": _text(table.get("title")),
        "teasers": "\n".join(_texts(table.get("teasers"))),
        "preheader": _text(table.get("preheader")),
        "introduction": _text(table.get("introduction")).strip("\n"),
        "authors": "\n".join(_texts(_table(table.get("credits")).get("authors"))),
        **{name: _text(picture.get(name)) for name in ("image", "alt", "credit")},
        "draft": table.get("draft") is True,
    }


def form_field(text: str, line: int) -> str:
    """The field of the form that has what a ``line`` of ``text`` says, or nothing.

    The line above the head is for what is missing there.
    """
    found, mistakes = borders(text)
    if found is None or mistakes or line > found.head_line + found.head.count("\n"):
        return ""
    known = read_head(_head_of(text)[0], FrontMatter, 0).lines
    # Within the head lines count from 0.
    at = line - found.head_line - 1
    above = [(number, path) for path, number in known.items() if number <= at]
    path = max(above, key=lambda one: (one[0], len(one[1])))[1] if above else ("title",)
    return "" if path[:2] in _NOT_ASKED else _FIELDS.get(str(path[0]), "")


def hints(values: Mapping[str, str | bool]) -> list[str]:
    """The names of those ``values`` that are cenum's own words, which wait for others."""
    written = {*written_lines(), *NAMES}
    lines = {name: value.splitlines() for name, value in values.items() if isinstance(value, str)}
    return [name for name, said in lines.items() if said and written.issuperset(said)]


def head_edit(text: str, values: HeadValues) -> HeadEdit:
    """What makes the head of ``text`` say ``values``. Raises :class:`UsageMistake` where it can't be read."""
    before, start = _head_of(text)
    lines = _lines(before)
    for key, wanted in _wanted(values, read_head(before, FrontMatter, 0).table).items():
        lines = _with_key(lines, key, wanted)
    after = "".join(lines)
    if after == before:
        return HeadEdit(0, 0, "")
    if len(after) > MOST_CHARACTERS:
        raise UsageMistake(
            _("the front matter has {count} characters; the most is {most}").format(
                count=len(after), most=MOST_CHARACTERS
            ),
            _("write less, or write it in the text"),
        )
    begun = _units(text[:start])
    return HeadEdit(begun, begun + _units(before), after)


def _head_of(text: str) -> tuple[str, int]:
    """The lines between the two borders, and where they begin."""
    found, mistakes = borders(text)
    if found is None or mistakes:
        remedy = mistakes[0].remedy if mistakes else _("put a line with three hyphens, `---`, above and below it")
        message = mistakes[0].message if mistakes else _("this text has no head")
        raise UsageMistake(message, remedy)
    start = sum(len(line) + 1 for line in text.split("\n")[: found.head_line])
    return found.head.partition("\n")[2], start


def _wanted(values: HeadValues, known: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lines of each key that is to be written, with what is ``known`` of others; none for a key that is to go."""
    wanted: dict[str, list[str]] = {}
    if values.title is not None:
        wanted["title"] = list(head_lines(LetterHead(title=values.title), ""))
    if values.teasers is not None:
        wanted["teasers"] = list(head_lines(LetterHead(teasers=tuple(values.teasers.split("\n"))), ""))
    if values.preheader is not None:
        wanted["preheader"] = list(head_lines(LetterHead(preheader=values.preheader), ""))
    if values.introduction is not None:
        wanted["introduction"] = list(head_lines(LetterHead(), values.introduction.replace("\r\n", "\n")))
    if values.image is not None:
        picture = HeadPicture(values.image.strip(), values.alt or "", values.credit or "")
        if picture.src and not picture.alt.strip():
            raise UsageMistake(
                _("the picture at the head has no description"),
                _("write what it shows, for readers who don't see it"),
            )
        wanted["illustration"] = list(head_lines(LetterHead(picture=picture), "")) if picture.src else []
    if values.authors is not None:
        illustrator = _text(_table(known.get("credits")).get("illustrator"))
        authors = tuple(name for name in values.authors.split("\n") if name.strip())
        names = LetterHead(authors=authors, illustrator=illustrator)
        wanted["credits"] = list(head_lines(names, ""))
    if values.draft is not None:
        wanted["draft"] = ["draft: true"] if values.draft else []
    return wanted


def _with_key(lines: Sequence[str], key: str, wanted: Iterable[str]) -> list[str]:
    known = read_head("".join(lines), FrontMatter, 0).lines
    own = [f"{line}\n" for line in wanted]
    at = known.get((key,))
    if at is not None:
        return [*lines[:at], *own, *lines[_end(lines, at) :]]
    above = [known[name,] for name in _ORDER[: _ORDER.index(key)] if (name,) in known]
    at = _end(lines, max(above)) if above else 0
    return [*lines[:at], *own, *lines[at:]]


def _end(lines: Sequence[str], at: int) -> int:
    """The index after the last line of what the key on the line ``at`` says."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t-"):
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _text(value: Any) -> str:  # noqa: ANN401  whatever YAML gave
    return value if isinstance(value, str) else ""


def _table(value: Any) -> dict[str, Any]:  # noqa: ANN401  as above
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:  # noqa: ANN401  as above
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
