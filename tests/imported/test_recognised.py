"""What a file is stands in it: its name only helps where it can't be told."""

from __future__ import annotations

import io
import zipfile

import pytest

from cenum.imported.recognised import letter_of
from cenum.imported.refusal import ImportRefusal

PAGE = b"<p>Bonjour <b>\xc3\xa0</b> tous.</p>"
MAIL = b"From: Jeanne <j@example.org>\nSubject: Un sujet\nContent-Type: text/plain; charset=utf-8\n\nUn mot.\n"
TEXT = b"# Un titre\n\nUn **mot**.\n"


def packed(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_html", ".html"), content)
    return stream.getvalue()


KNOWN = {
    "a page by its ending": (PAGE, "lettre.html", "Bonjour à tous"),
    "a page by what stands in it": (PAGE, "collé", "Bonjour à tous"),
    "a page of capitals": (b"<!DOCTYPE HTML><P>Un mot.</P>", "x", "Un mot"),
    "a page that begins with a mark of byte order": (b"\xef\xbb\xbf<p>Un mot.</p>", "x", "Un mot"),
    "text by its ending, whatever stands in it": (b"Un mot, et `<p>`.", "lettre.md", "Un mot et"),
    "text": (TEXT, "collé", "Un titre"),
    "a mail by its ending": (MAIL, "message.eml", "Un mot"),
    "a mail by its head": (MAIL, "message", "Un mot"),
    "text with a colon": (b"Subject: rien\n\nUn mot.", "collé", "Un mot"),
    "the zip of Google Docs": (packed(Lettre_html=PAGE, images__image1=b"x"), "Lettre.zip", "Bonjour à tous"),
}


@pytest.mark.parametrize(("content", "name", "words"), KNOWN.values(), ids=KNOWN)
def test_a_file_is_what_stands_in_it(content: bytes, name: str, words: str) -> None:
    letter = letter_of(name, content)
    assert letter.name == name
    assert words in " ".join(" ".join(one.words for one in letter.passages).replace(",", "").replace("`", "").split())


UNKNOWN = {
    "bytes": (b"\x7fELF\x00\x00\x01", "programme", "nothing that cenum can read"),
    "a zip of letters": (packed(a_html=PAGE, b_html=PAGE), "lettres.zip", "add --archive"),
    "a zip of nothing": (packed(image=b"x"), "images.zip", "add --archive"),
    "a zip that is none": (b"PK\x03\x04" + bytes(40), "lettre.zip", "again"),
    "nothing": (b"", "vide.md", "empty"),
    "a PDF, whatever it is called": (b"%PDF-1.7\n%\xe2\xe3", "lettre.html", "PDF"),
}


@pytest.mark.parametrize(("content", "name", "said"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_no_letter_is_refused_with_what_to_do(content: bytes, name: str, said: str) -> None:
    with pytest.raises(ImportRefusal) as refused:
        letter_of(name, content)
    assert said in str(refused.value)
    assert name in refused.value.message
