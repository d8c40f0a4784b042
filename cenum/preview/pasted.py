"""What somebody pastes, as Markdown for the place where she writes, and what of it got lost, in sentences."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _, ngettext
from cenum.imported.arranging import cleaned_letters, put_below_a_section
from cenum.imported.conversation import without_conversation
from cenum.imported.html_kinds import judged
from cenum.imported.html_page import page_of_html
from cenum.imported.html_remarks import remarks_of_page
from cenum.imported.html_words import passages_of_page
from cenum.imported.inline_pieces import HEADINGS
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.picture_shelf import PictureShelf
from cenum.imported.source_letter import SourceLetter, Told, WordKind
from cenum.imported.tree_reading import body_of, shortened
from cenum.imported.word_ledger import balance, words_of_markdown
from cenum.preview.pasted_looks import lost_looks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lxml.etree import _Element

    from cenum.imported.source_letter import Remark

_ALIKE = 3  # sentences of one kind
# What nobody misses: the marks of lists are written anew, and what no reader sees stands on every page of the web.
_UNSAID = frozenset({"list-marks", "spacers-left-out", "unseen-left", "comment-kept", "mark-kept", "picture-left"})


class PastedText(NamedTuple):
    """The Markdown, without a blank line around it, and what is to be said of what it lacks.

    ``line`` is the same within a sentence, where all of it is one line; ``None`` where it is more.
    """

    markdown: str
    line: str | None
    lost: tuple[str, ...]


def pasted(html: str, hosts: Collection[str], most: int, first_note: int = 1) -> PastedText:
    """``html`` of a clipboard; pictures at ``hosts``, which are the letter's own, stay.

    Notes are called by numbers from ``first_note`` on. Raises :class:`ImportRefusal` for more than ``most``
    characters, or what no person wrote.
    """
    page = judged(page_of_html(html))
    letter = SourceLetter(_("what was pasted"), html, passages_of_page(page), remarks=remarks_of_page(page))
    clean = cleaned_letters([letter], PictureShelf("", hosts), most)
    around = without_conversation(clean.body)
    put_below_a_section(clean.body)
    line = _line(clean.body)
    markdown, written = to_markdown(clean.body, first_note)
    markdown = markdown.strip("\n")
    comments = [Told("comment-left", "", left=one.words) for one in letter.passages if one.kind is WordKind.COMMENT]
    told = (*clean.told, *around, *written)
    ledger = balance(letter, (*told, *comments), words_of_markdown(markdown), letter.name)
    lost = (
        *(_of_remark(remark) for remark in letter.remarks),
        *_of_pictures(told),
        *_sentences((*told, *ledger.told)),
        *lost_looks(page),
        *(finding.message for finding in ledger.astray),
    )
    return PastedText(markdown, line, tuple(dict.fromkeys(lost)))


def _line(body: _Element) -> str | None:
    """What ``body`` says where it is a paragraph, or a heading: as words within a sentence."""
    if len(body) != 1 or body[0].tag not in {"p", *HEADINGS} or (body.text or "").strip():
        return None
    words = deepcopy(body[0])
    words.tag = "p"
    line = to_markdown(body_of([words]))[0].strip("\n")
    return None if "\n" in line else line


def _of_remark(remark: Remark) -> str:
    at = shortened(remark.at)
    if not remark.says:
        return _("highlighted where you copied it, which the letter does not show: “{at}”").format(at=at)
    said = _("{by} commented on “{at}”: “{says}”") if remark.by else _("a comment on “{at}”: “{says}”")
    return said.format(by=remark.by, at=at, says=shortened(remark.says))


def _of_pictures(told: Iterable[Told]) -> Iterator[str]:
    count = sum(one.kind == "picture-left" for one in told)
    if count:
        yield ngettext(
            "{count} picture did not come with the text: save it, then drop its file here",
            "{count} pictures did not come with the text: save them, then drop their files here",
            count,
        ).format(count=count)


def _sentences(told: Iterable[Told]) -> Iterator[str]:
    kinds: dict[str, list[Told]] = {}
    for one in told:
        if one.kind not in _UNSAID and one.message:
            kinds.setdefault(one.kind, []).append(one)
    for alike in kinds.values():
        shown = alike if len(alike) <= _ALIKE + 1 else alike[:_ALIKE]
        yield from (one.message for one in shown)
        more = len(alike) - len(shown)
        if more:
            yield ngettext("and {count} more like this", "and {count} more like these", more).format(count=more)
