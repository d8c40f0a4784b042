"""What a file is, by its first bytes, where it can't be read here: why, and what to do instead."""

from __future__ import annotations

import zipfile
from io import BytesIO

from cenum.i18n import N_, _
from cenum.imported.refusal import ImportRefusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB], section 2.2
# What the folder of an OLE file calls its streams, in UTF-16 ([MS-OFFCRYPTO], section 1.3.2; [MS-DOC], section 2.1).
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OUTLOOK = "__substg1.0_".encode("utf-16-le")  # [MS-OXMSG], section 2.1
_LISTED = b"PK\x01\x02"  # before each name at the end of a zip (APPNOTE 6.3.10, section 4.3.12)
_MOST_FILES = 20_000
_MOST_NAME = 200  # characters of what a zip says of itself in its first file (OpenDocument 1.3, part 2, section 3.3)

_AS_DOCX = N_("open it in Word or LibreOffice, and save it as .docx (File › Save as…)")
_FROM_PAGES = N_("open it in Pages, choose File › Export To › Word…, and import the .docx")
_COPY = N_("copy what you need into a Word document or an issue")
_UNLOCK = N_("open it in Word, remove the password (File › Info › Protect Document), save it, and import it again")


def refusal_of(content: bytes, name: str) -> ImportRefusal | None:
    """Why a file of these bytes, called ``name`` in the message, can't be read at all, or ``None``."""
    told = _unreadable(content)
    if told is None:
        return None
    sentence, remedy = told
    return ImportRefusal(_(sentence).format(name=name), _(remedy))


def most_names(content: bytes) -> int:
    """At most how many files a zip names, before they are read, which takes seconds where they are a million."""
    return content.count(_LISTED)


def _unreadable(content: bytes) -> tuple[str, str] | None:
    if not content:
        return N_("{name} is empty"), N_("save it again where it was written, and import it again")
    if content.startswith(_OLE):
        if _LOCKED in content:
            return N_("{name} is protected by a password"), _UNLOCK
        if _OLD_WORD in content:
            return N_("{name} is a document of an old Word (.doc)"), _AS_DOCX
        if _OUTLOOK in content:
            return (
                N_("{name} is a message that Outlook saved (.msg)"),
                N_("save it as .eml in a mail program that can, or copy its text into a Word document"),
            )
        return N_("{name} is a file of an old Office program, and no document"), _AS_DOCX
    if b"%PDF-" in content[:1024]:  # as readers look for it (ISO 32000-1, annex H.3.4.1)
        return (
            N_("{name} is a PDF, in which no paragraph can be told from another"),
            N_("import the file that the PDF was made of, or copy its text into an issue by hand"),
        )
    if content.lstrip().startswith(b"{\\rtf"):
        return N_("{name} is an RTF file"), _AS_DOCX
    if content.startswith(_ZIP):
        return _unreadable_zip(content)
    return None


def _unreadable_zip(content: bytes) -> tuple[str, str] | None:
    # An OpenDocument says what it is in its first file, which is not compressed.
    if b"application/vnd.oasis.opendocument" in content[:_MOST_NAME]:
        return N_("{name} is an OpenDocument file (LibreOffice)"), _AS_DOCX
    # Whoever lists a million files is looked at by who reads zips.
    if most_names(content) > _MOST_FILES:
        return None
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return N_("{name} is cut short: its end is missing"), N_("copy or download it again, and import it again")
    if "Index/Document.iwa" in names or "Index.zip" in names:
        return N_("{name} is a document of Pages"), _FROM_PAGES
    if "xl/workbook.xml" in names:
        return N_("{name} is a workbook (Excel), and no document"), _COPY
    if "ppt/presentation.xml" in names:
        return N_("{name} is a presentation (PowerPoint), and no document"), _COPY
    return None
