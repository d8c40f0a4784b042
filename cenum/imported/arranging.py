"""The steps between what sources give and Markdown, in their order; what each did is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _
from cenum.imported.clean import cleaned
from cenum.imported.conversation import without_conversation
from cenum.imported.followed_links import with_followed_links
from cenum.imported.inline_pieces import BLOCK_TAGS
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, SourceLetter
from cenum.issue.markdown import MOST_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.html import HtmlElement

    from cenum.imported.picture_shelf import PictureShelf
    from cenum.imported.source_letter import Told

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIGHEST = 2  # within a section


class CleanedLetters(NamedTuple):
    """Letters as one clean tree, and what was done on the way."""

    body: HtmlElement
    told: tuple[Told, ...]


def joined(letters: Sequence[SourceLetter]) -> SourceLetter:
    """Several letters as the one source of an issue, but for their HTML; the first that says something is heard."""
    if len(letters) == 1:
        return letters[0]
    facts = [one.facts for one in letters]
    return SourceLetter(
        ", ".join(one.name for one in letters),
        "",
        tuple(passage for one in letters for passage in one.passages),
        SourceFacts(
            title=next((one.title for one in facts if one.title), ""),
            subject=next((one.subject for one in facts if one.subject), ""),
            teaser=next((one.teaser for one in facts if one.teaser), ""),
            authors=tuple(dict.fromkeys(author for one in facts for author in one.authors)),
        ),
        remarks=tuple(remark for one in letters for remark in one.remarks),
        told=tuple(told for one in letters for told in one.told),
    )


def cleaned_letters(
    letters: Sequence[SourceLetter],
    shelf: PictureShelf,
    most: int,
    follow: Callable[[Sequence[str]], Mapping[str, str]] | None = None,
) -> CleanedLetters:
    """The clean tree of all ``letters``, one after the other; the ``shelf`` takes their pictures.

    ``follow`` is asked where links lead that count clicks. Raises :class:`ImportRefusal` for a letter of more than
    ``most`` characters.
    """
    trees = [cleaned(one.html) for one in letters]
    told: list[Told] = []
    for number, (letter, tree) in enumerate(zip(letters, trees, strict=True)):
        _must_be_a_letter(letter, tree.body, most)
        told += with_followed_links(tree.body, tree.told, follow) if follow else tree.told
        told += without_conversation(tree.body, answers=letter.facts.answers)
        told += shelf.take(tree.body, letter.pictures)
        if number:
            _keep_notes_apart(tree.body, number)
            _append(trees[0].body, tree.body)
    return CleanedLetters(trees[0].body, tuple(told))


def _must_be_a_letter(letter: SourceLetter, body: HtmlElement, most: int) -> None:
    """Raises :class:`ImportRefusal` for more than an issue may hold: what comes next takes long, for nothing."""
    characters = sum(len(text) for text in body.itertext())
    if characters <= most and sum(map(_parts, body.iter())) <= MOST_PARTS:
        return
    raise ImportRefusal(
        _("{name} is too large for a letter").format(name=letter.name),
        _("import only the letter: select it on its page, copy it, and paste it into a file"),
    )


def _parts(element: HtmlElement) -> int:
    """How many parts of an issue an element becomes, as the reader counts them: at least so many."""
    if element.tag not in BLOCK_TAGS or element.tag in {"pre", "hr"}:
        return 1
    # What opens and what closes it; words stand in a part of their own, and those of a point in a paragraph.
    says = bool((element.text or "").strip())
    if not says:
        return 2
    return 6 if element.tag == "li" else 4


def put_below_a_section(body: HtmlElement) -> None:
    """Make the highest heading of ``body`` one that stands within a section, and the others fit."""
    levels = [_HEADINGS.index(one.tag) + 1 for one in body.iter(*_HEADINGS)]
    down = _HIGHEST - min(levels, default=_HIGHEST)
    for heading in body.iter(*_HEADINGS):
        level = _HEADINGS.index(heading.tag) + 1 + down
        heading.tag = _HEADINGS[min(level, len(_HEADINGS)) - 1]


def _keep_notes_apart(body: HtmlElement, number: int) -> None:
    for one in body.iter():
        name = one.get("data-note")
        if name is not None:
            one.set("data-note", f"{number}.{name}")


def _append(body: HtmlElement, more: HtmlElement) -> None:
    """Notes stand last."""
    notes = [one for one in body if one.get("data-note") is not None]
    for one in [*more, *notes]:
        body.append(one)
