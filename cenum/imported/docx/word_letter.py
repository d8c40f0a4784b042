"""A letter that was written in Word, or saved as Word does (.docx)."""

from __future__ import annotations

from cenum.i18n import _
from cenum.imported.docx.plain_word import plain_word
from cenum.imported.docx.word_fault import WordFault
from cenum.imported.docx.word_html import html_of
from cenum.imported.docx.word_package import WordPackage
from cenum.imported.docx.word_parts import parts_of
from cenum.imported.docx.word_passages import passages_of
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, SourceLetter
from cenum.imported.unreadable import refusal_of


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
    return SourceLetter(
        name,
        html_of(plain),
        passages_of(parts, plain.at),
        SourceFacts(title=plain.title),
        plain.pictures,
        plain.remarks,
        plain.told,
    )
