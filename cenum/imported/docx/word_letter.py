"""A letter that was written in Word, or saved as Word does (.docx)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _
from cenum.imported.docx.plain_word import plain_word
from cenum.imported.docx.word_fault import WordFault
from cenum.imported.docx.word_html import html_of
from cenum.imported.docx.word_package import WordPackage
from cenum.imported.docx.word_parts import parts_of
from cenum.imported.docx.word_passages import passages_of, passages_of_comment
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import Remark, SourceFacts, SourceLetter, Told, WordKind
from cenum.imported.unreadable import refusal_of

if TYPE_CHECKING:
    from cenum.imported.docx.word_parts import WordComment
    from cenum.imported.docx.word_styles import WordStyles
    from cenum.imported.source_letter import SourcePassage


def letter_of_docx(name: str, content: bytes) -> SourceLetter:
    """The letter in ``content``, the bytes of a file called ``name``.

    Beside what :mod:`cenum.imported.clean_tree` holds, its HTML has: ``h1`` with ``data-title`` for what has the
    style of a title, whose words are the title in its facts too; ``p`` with the class ``caption`` or ``subtitle``.
    Links lead where they do in the document: to addresses, or to ``#`` and the name of a bookmark.

    Raises :class:`cenum.imported.refusal.ImportRefusal` where it can't be read.
    """
    refusal = refusal_of(content, name)
    if refusal:
        raise refusal
    try:
        return _letter(name, WordPackage(content))
    except WordFault as fault:
        raise ImportRefusal(_(fault.sentence).format(name=name), _(fault.remedy)) from None


def _letter(name: str, package: WordPackage) -> SourceLetter:
    parts = parts_of(package)
    plain = plain_word(parts, package)
    comments = [_heard(one, plain.at.get(one.name, ""), parts.styles) for one in parts.comments]
    return SourceLetter(
        name,
        html_of(plain),
        (*passages_of(parts), *(passage for one in comments for passage in one.passages)),
        SourceFacts(title=plain.title),
        plain.pictures,
        (*plain.marked, *(remark for one in comments for remark in one.remarks)),
        (*plain.told, *(told for one in comments for told in one.told)),
    )


class _Heard(NamedTuple):
    """A comment: its words, and what becomes of them."""

    passages: tuple[SourcePassage, ...]
    remarks: tuple[Remark, ...] = ()
    told: tuple[Told, ...] = ()


def _heard(comment: WordComment, at: str, styles: WordStyles) -> _Heard:
    passages = passages_of_comment(comment, at, styles)
    says = " ".join(one.words for one in passages if one.kind is WordKind.COMMENT)
    if not says:
        return _Heard(passages)
    if not comment.is_settled:
        return _Heard(passages, (Remark(at, comment.by, says),))
    message = _("a comment that was marked as resolved is left out")
    return _Heard(passages, told=(Told("comment-settled", message, left=says, at=at),))
