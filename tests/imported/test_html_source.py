"""HTML of any origin becomes a letter, in whatever it is encoded and wrapped."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from cenum.imported.html_source import decoded, letter_of_gdocs_zip, letter_of_html
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts

FOLDER = Path(__file__).parent / "pages"

ENCODED = [
    ("é", "é".encode()),
    ("é", b"\xef\xbb\xbf\xc3\xa9"),
    ("é", "\ufeffé".encode("utf-16-le")),
    ("é", "\ufeffé".encode("utf-16-be")),
    ("l’été", "l’été".encode("cp1252")),
    ("<meta charset=windows-1251>ж", "<meta charset=windows-1251>ж".encode("cp1251")),
    ('<meta content="text/html; charset=iso-8859-15">€', b'<meta content="text/html; charset=iso-8859-15">\xa4'),
    ("<meta charset=iso-8859-1>’", "<meta charset=iso-8859-1>’".encode("cp1252")),
    ("<meta charset=windows-1252>é", "<meta charset=windows-1252>é".encode()),
    ("<meta charset=punycode>é", "<meta charset=punycode>é".encode("cp1252")),
    ("<b>é</b>", "Version:0.9\r\nStartHTML:0097\r\nStartFragment:0100\r\n<b>é</b>".encode()),
]


@pytest.mark.parametrize(("html", "content"), ENCODED)
def test_a_page_is_read_in_its_own_encoding(html: str, content: bytes) -> None:
    assert decoded(content) == html


def test_what_a_page_says_of_itself_are_its_facts() -> None:
    html = (
        '<title>La lettre – Site</title><meta property="og:title" content="La lettre">'
        '<meta name="description" content="En deux mots"><meta name=author content="Anne Roy">'
        '<meta property="article:published_time" content="2026-11-20T08:00:00+01:00">'
        '<link rel="canonical" href="https://example.org/lettre">Bonjour'
    )
    assert letter_of_html("a.html", html.encode()).facts == SourceFacts(
        title="La lettre",
        teaser="En deux mots",
        authors=("Anne Roy",),
        day=date(2026, 11, 20),
        address="https://example.org/lettre",
    )


def test_what_is_known_already_stands() -> None:
    known = SourceFacts(title="Le bon titre", published=False)
    facts = letter_of_html("a.html", b"<title>Un autre</title>Bonjour", known).facts
    assert (facts.title, facts.published) == ("Le bon titre", False)


@pytest.mark.parametrize(
    "fact",
    ['<link rel=canonical href="javascript:x">', '<meta property="article:published_time" content="2026-99-99">'],
)
def test_a_fact_that_is_none_is_left_open(fact: str) -> None:
    assert letter_of_html("a.html", f"{fact}Bonjour".encode()).facts == SourceFacts()


@pytest.mark.parametrize("content", [b"", b"  ", b"<p></p>", b"<p hidden>a</p>", b"<!-- a -->", b"\xff\xfe"])
def test_a_page_without_words_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefusal, match="no words in a"):
        letter_of_html("a.html", content)


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            archive.writestr(name, file)
    return content.getvalue()


GDOCS = (FOLDER / "gdocs.html").read_bytes()


@pytest.mark.parametrize("folder", ["", "Lettre/"])
def test_the_zip_of_google_docs_brings_its_pictures(folder: str) -> None:
    files = {
        f"{folder}LettreduPotager.html": GDOCS,
        f"{folder}images/image1.png": b"png",
        f"{folder}images/image2.png": b"x",
    }
    letter = letter_of_gdocs_zip("lettre.zip", packed(files))
    assert letter.pictures == {"images/image1.png": b"png"}
    assert letter.facts.title == "LettreduPotager"
    assert [remark.says for remark in letter.remarks] == ["Qui a dit cela ?", ""]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        packed({"a.txt": b"x"}),
        packed({"a.html": b"x", "b.html": b"y"}),
        packed({"../a.html": b"x"}),
        packed({"a.html": b"x" * 30_000_000}),
    ],
    ids=["broken", "none", "two", "outside", "bomb"],
)
def test_a_zip_that_holds_no_letter_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefusal):
        letter_of_gdocs_zip("a.zip", content)


def test_a_zip_that_is_larger_than_a_letter_is_refused_whatever_is_in_it() -> None:
    # What stands before the first file of a zip is no part of it.
    with pytest.raises(ImportRefusal, match=r"a\.zip is too large for a letter"):
        letter_of_gdocs_zip("a.zip", bytes(40_000_000) + packed({"a.html": b"Bonjour"}))
