"""The file of an issue that was imported: its front matter, in which texts are what the source says, and Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.inline_pieces import clean
from cenum.imported.into_section import remark_lines
from cenum.imported.source_letter import SourceFacts, Told
from cenum.imported.tree_reading import shortened
from cenum.issue.front_matter import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.imported.letter_head import LetterHead
    from cenum.imported.source_letter import Remark

_NONE = SourceFacts()
_MOST_TEASER = 300  # characters; a longer one is a summary


def issue_text(  # noqa: PLR0913  what a file is made of
    head: LetterHead,
    introduction: str,
    text: str,
    facts: SourceFacts = _NONE,
    remarks: Sequence[Remark] = (),
    aliases: Sequence[str] = (),
    *,
    draft: bool = True,
) -> tuple[str, tuple[Told, ...]]:
    """The whole file, and what it says that stands in no text of the source.

    ``introduction`` and ``text`` are Markdown; the head's picture has the name that it has beside the issue. What the
    letter's own text does not say, ``facts`` say: its teaser, its authors, its subject.
    """
    told: list[Told] = []
    teaser = _line(facts.teaser)
    if teaser and not head.teasers and len(teaser) <= _MOST_TEASER:
        head = head._replace(teasers=(teaser,))
        message = _("the teaser is what the source says of the letter: “{words}”")
        told.append(Told("facts-added", message.format(words=shortened(teaser)), added=teaser))
    authors = tuple(filter(None, map(_line, facts.authors)))
    if authors and not head.authors:
        head = head._replace(authors=authors)
        message = _("the authors are those that the source names: {names}").format(names=", ".join(authors))
        told.append(Told("facts-added", message, added=" ".join(authors)))
    subject = _line(facts.subject)
    lines = [
        *head_lines(head, introduction),
        *(_pair("subject", subject) if subject and subject != _line(head.title) else ()),
        *(["draft: true"] if draft else []),
        *_list("aliases", aliases),
        *(["remarks:"] if remarks else []),
        *(line for remark in remarks for line in remark_lines(remark)),
    ]
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n\n{text}", tuple(told)


def head_lines(head: LetterHead, introduction: str) -> Iterator[str]:
    """The lines of front matter that say what ``head`` says, and the ``introduction``; none for what is empty."""
    yield from _pair("title", head.title)
    if head.number:
        yield f"number: {head.number}"
    yield from _pair("teasers_lead", head.teasers_lead)
    yield from _list("teasers", head.teasers)
    yield from _pair("preheader", head.preheader)
    if introduction.strip():
        yield "introduction: |"
        yield from (f"  {line}" if line else "" for line in introduction.strip("\n").split("\n"))
    if head.picture:
        yield "illustration:"
        pairs = {"image": head.picture.src, "alt": head.picture.alt, "credit": head.picture.credit}
        yield from (f"  {key}: {_quoted(_line(value))}" for key, value in pairs.items() if value)
    if head.authors or head.illustrator:
        yield "credits:"
        yield from (f"  {line}" for line in _list("authors", head.authors))
    if head.illustrator:
        yield f"  illustrator: {_quoted(_line(head.illustrator))}"


def _pair(key: str, value: str) -> Iterator[str]:
    if _line(value):
        plain = f"{key}: {_line(value)}"
        yield plain if table(plain) == {key: _line(value)} else f"{key}: {_quoted(_line(value))}"


def _list(key: str, values: Iterable[str]) -> list[str]:
    items = list(filter(None, map(_line, values)))
    return [f"{key}:", *(f"  - {_item(item)}" for item in items)] if items else []


def _item(value: str) -> str:
    return value if table(f"teasers:\n  - {value}\n  - x") == {"teasers": [value, "x"]} else _quoted(value)


def _quoted(value: str) -> str:
    # What JSON writes as a string YAML 1.2 reads as the same (section 1.3).
    return json.dumps(value, ensure_ascii=False)


def _line(value: str) -> str:
    return " ".join(clean(value).split(" ")).strip()
