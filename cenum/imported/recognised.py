"""What a file is that somebody names: by what stands in it, and only then by what it is called."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.html_source import letter_of_gdocs_zip, letter_of_html
from cenum.imported.mail import letter_of_mail
from cenum.imported.markdown_source import letter_of_markdown
from cenum.imported.refusal import ImportRefusal
from cenum.imported.unreadable import refusal_of

if TYPE_CHECKING:
    from cenum.imported.source_letter import SourceLetter

_OPENING = 4_096
_ZIP = b"PK\x03\x04"
_OFFICE = "[Content_Types].xml"  # of Word, whose text may have any name (ECMA-376-2, section 6.2)
# A header field (RFC 5322, section 2.2) that mails have and no text begins with.
_MAIL = re.compile(
    rb"^(?:From|Subject|Message-ID|MIME-Version|Return-Path|Received|Delivered-To):[ \t]", re.IGNORECASE
)
_FIELD = re.compile(rb"^(?:[!-9;-~]{1,76}:|[ \t])")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|style|p|div|span|table|h[1-6]|ul|ol|b|font|article)[\s>/]",
    re.IGNORECASE,
)


def letter_of(name: str, content: bytes) -> SourceLetter:
    """The letter in a file, which messages call ``name``. Raises :class:`ImportRefusal`."""
    refusal = refusal_of(content, name)
    if refusal:
        raise refusal
    ending = PurePath(name).suffix.lower()
    if content.startswith(_ZIP):
        return _of_zip(name, content)
    if _is_mail(content) or ending == ".eml":
        return letter_of_mail(name, content)
    if ending not in {".md", ".markdown", ".txt"} and (
        ending in {".html", ".htm"} or _HTML.search(content[:_OPENING])
    ):
        return letter_of_html(name, content)
    if b"\0" in content[:_OPENING]:
        raise _unknown(name)
    return letter_of_markdown(name, content)


def _of_zip(name: str, content: bytes) -> SourceLetter:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise ImportRefusal(
            _("{name} can't be unpacked").format(name=name), _("download or save it again, and import that")
        ) from None
    if _OFFICE in names:
        return letter_of_docx(name, content)
    pages = [one for one in names if one.lower().endswith((".html", ".htm")) and not one.startswith("__MACOSX/")]
    if len(pages) == 1:
        return letter_of_gdocs_zip(name, content)
    raise ImportRefusal(
        _("{name} holds several letters, or none").format(name=name),
        _("for an archive of old letters, add --archive; else unpack it, and import the letter"),
    )


def _is_mail(content: bytes) -> bool:
    lines = content[:_OPENING].splitlines()[:20]
    head = lines[: lines.index(b"")] if b"" in lines else lines
    return len(head) > 1 and all(map(_FIELD.match, head)) and any(map(_MAIL.match, head))


def _unknown(name: str) -> ImportRefusal:
    return ImportRefusal(
        _("{name} is nothing that cenum can read").format(name=name),
        _("import a Word document (.docx), a page (.html), a mail (.eml), Markdown, or the zip of Google Docs"),
    )
