"""Documents that were made to do harm: each is a letter or a sentence, in a process with little time and memory."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.refusal import ImportRefusal
from tests.imported.docx.word_files import NAMES, TYPES, packed, paragraph, relationships, run, word_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS = 6  # of a processor; the slowest takes two, on a machine that does nothing else
_BYTES = 700_000_000  # of addresses, which are more than the memory in use: Python and its libraries map 400 MB
WORDS = paragraph(run("Bonjour"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _document(xml: str | bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": xml})


def _with_relationship(body: str, target: str, mode: str = ' TargetMode="External"', kind: str = "image") -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return packed(
        {
            "word/_rels/document.xml.rels": relationships(
                f'<Relationship Id="r1" Type="{kinds}{kind}" Target="{target}"{mode}/>'
            ),
            "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        }
    )


def _picture(name: str = "r:embed") -> str:
    return f'<w:p><w:r><w:drawing><wp:inline><a:blip {name}="r1"/></wp:inline></w:drawing></w:r></w:p>{WORDS}'


def _again(name: str) -> bytes:
    """Two texts, each a letter; the second is called ``name``, with as many letters."""
    text = f"<w:document {NAMES}><w:body>{WORDS}</w:body></w:document>"
    content = packed({"word/document.xml": text, "word/documenX.xml": text})
    return content.replace(b"word/documenX.xml", name.encode())


def _lying(size: int) -> bytes:
    """Its list of files says another size of the text than it has."""
    content = bytearray(word_file(WORDS * 5_000))
    at = content.rindex(b"word/document.xml") - 46
    struct.pack_into("<L", content, at + 24, size)
    return bytes(content)


def _many_names() -> bytes:
    return packed({f"word/{number}.xml": "" for number in range(5_000)})


def _locked_entry() -> bytes:
    content = bytearray(word_file(WORDS))
    at = content.rindex(b"word/document.xml") - 46
    content[at + 8] |= 1
    return bytes(content)


def _packed_by(method: int) -> bytes:
    return packed(
        {"word/document.xml": f"<w:document {NAMES}><w:body>{'<w:p/>' * 90_000}</w:body></w:document>"}, method
    )


ENTITIES = "".join(f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 10))
CYCLE = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/><w:pPr><w:numPr/></w:pPr></w:style>'
LISTS_IN_A_CIRCLE = (
    '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="l"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

# What is refused, and a part of the sentence.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is empty"),
    "no document": (lambda: b"Bonjour !", "is damaged"),
    "cut short": (lambda: word_file(WORDS)[:-30], "is cut short"),
    "cut in the middle": (lambda: word_file(WORDS)[:400], "is cut short"),
    "a zip of other things": (lambda: packed({"a.txt": "a"}), "there is no Word document"),
    "a workbook": (lambda: packed({"xl/workbook.xml": "<a/>"}), "workbook (Excel)"),
    "a presentation": (lambda: packed({"ppt/presentation.xml": "<a/>"}), "presentation (PowerPoint)"),
    "LibreOffice": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED),
        "OpenDocument",
    ),
    "Pages": (lambda: packed({"Index/Document.iwa": ""}), "Pages"),
    "PDF": (lambda: b"%PDF-1.7\n", "is a PDF"),
    "RTF": (lambda: b"{\\rtf1 Bonjour}", "is an RTF file"),
    "an old Word": (lambda: OLE + "WordDocument".encode("utf-16-le"), "an old Word (.doc)"),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "Outlook": (lambda: OLE + "__substg1.0_".encode("utf-16-le"), "that Outlook saved"),
    "an old Excel": (lambda: OLE + "Workbook".encode("utf-16-le"), "an old Office program"),
    "a bomb by size": (lambda: word_file(f"<w:p><w:r><w:t>{'a' * 20_000_000}</w:t></w:r></w:p>"), "too long"),
    "one long run": (lambda: word_file(f"<w:p><w:r><w:t>{'a' * 7_000_000}</w:t></w:r></w:p>"), "too long"),
    "many runs": (lambda: word_file(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 100_000}</w:p>"), "too long"),
    "many paragraphs": (lambda: word_file("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 100_000), "too long"),
    "as many paragraphs as may be": (lambda: word_file("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 16_000), "too long"),
    "many attributes": (
        lambda: word_file("<w:p " + " ".join(f"a{one}=''" for one in range(400_000)) + "/>"),
        "too long",
    ),
    "too many lists": (lambda: word_file(WORDS, numbering="<w:num/>" * 260_000), "too long"),
    "a bomb by depth": (lambda: word_file("<w:sdt>" * 30_000 + "</w:sdt>" * 30_000), "damaged"),
    "tables in tables": (lambda: word_file("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80), "damaged"),
    "entities": (lambda: _document(f"<!DOCTYPE a [<!ENTITY a0 'a'>{ENTITIES}]><a>&a9;</a>"), "damaged"),
    "an entity of a file": (
        lambda: _document("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        "damaged",
    ),
    "entities in UTF-16": (
        lambda: _document(f"<!DOCTYPE a [<!ENTITY a0 'a'>{ENTITIES}]><a>&a9;</a>".encode("utf-16")),
        "damaged",
    ),
    "an entity that nothing names": (
        lambda: _document(f"<!DOCTYPE a [<!ENTITY b 'a'>]><w:document {NAMES}><w:body>{WORDS}</w:body></w:document>"),
        "damaged",
    ),
    "another encoding": (lambda: _document('<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'), "damaged"),
    "no encoding": (lambda: _document(b"<a>\xff\xfe\xfd</a>"), "damaged"),
    "broken XML": (lambda: _document("<w:document><w:p>"), "damaged"),
    "two texts": (lambda: _again("word/document.xml"), "damaged"),
    "two texts but for case": (lambda: _again("WORD/document.xml"), "damaged"),
    "a locked text": (_locked_entry, "damaged"),
    "a text that is larger than it says": (lambda: _lying(10), "damaged"),
    "a text that is smaller than it says": (lambda: _lying(4_000_000_000), "too long"),
    "many names": (_many_names, "damaged"),
    "packed by LZMA": (lambda: _packed_by(zipfile.ZIP_LZMA), "damaged"),
    "packed by bzip2": (lambda: _packed_by(zipfile.ZIP_BZIP2), "damaged"),
    "another document within": (lambda: word_file('<w:altChunk r:id="r1"/>'), "another document"),
    "thousands of missing notes": (
        lambda: word_file("<w:p>" + '<w:r><w:footnoteReference w:id="9"/></w:r>' * 9_000 + "</w:p>"),
        "damaged",
    ),
    "a file of thirty megabytes": (
        lambda: packed({"word/a.bin": bytes(31_000_000)}, zipfile.ZIP_STORED),
        "too large",
    ),
}

# What is read all the same.
READ: dict[str, Callable[[], bytes]] = {
    "paths that lead out": lambda: word_file(
        WORDS, more={"../../evil.xml": b"a", "/etc/evil": b"a", "C:\\evil": b"a"}
    ),
    "a part outside": lambda: _with_relationship(WORDS, "../../../../etc/passwd", "", "footnotes"),
    "a picture outside": lambda: _with_relationship(_picture(), "../../../../etc/passwd", ""),
    "a picture of the machine": lambda: _with_relationship(_picture("r:link"), "file:///etc/passwd"),
    "a picture of the web": lambda: _with_relationship(_picture(), "http://192.0.2.1/a.png"),
    "a picture that is missing": lambda: _with_relationship(_picture(), "media/none.png", ""),
    "a note that is missing": lambda: word_file(f'<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>{WORDS}'),
    "a link that is missing": lambda: word_file(
        f'<w:p><w:hyperlink r:id="none">{run("a")}</w:hyperlink></w:p>{WORDS}'
    ),
    "styles in a circle": lambda: word_file(
        paragraph(run("Bonjour"), style="a"), styles=CYCLE.format("a", "b") + CYCLE.format("b", "a")
    ),
    "lists in a circle": lambda: word_file(
        paragraph(run("Bonjour"), properties=ITEM),
        styles=f'<w:style w:type="numbering" w:styleId="l"><w:pPr>{ITEM}</w:pPr></w:style>',
        numbering=LISTS_IN_A_CIRCLE,
    ),
    "lists that nobody tidied": lambda: word_file(
        paragraph(run("Bonjour"), properties=ITEM),
        numbering='<w:abstractNum><w:lvl><w:start w:val="1"/></w:lvl></w:abstractNum>' * 45_000,
    ),
    "a list that is missing": lambda: word_file(paragraph(run("Bonjour"), properties=ITEM)),
    "a style that is missing": lambda: word_file(paragraph(run("Bonjour"), style="none")),
    "numbers that are none": lambda: word_file(
        paragraph(run("Bonjour"), properties='<w:numPr><w:ilvl w:val="-1"/><w:numId w:val="²"/></w:numPr>')
        + '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="9999999"/></w:trPr>'
        + '<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    ),
    "a workbook within": lambda: word_file(WORDS, more={"word/a.xlsx": packed({"xl/workbook.xml": "<a/>"})}),
    "as deep as may be": lambda: word_file("<w:sdt><w:sdtContent>" * 57 + WORDS + "</w:sdtContent></w:sdt>" * 57),
    "as many tables in tables as may be": lambda: word_file(
        "<w:tbl><w:tr><w:tc>" * 37 + WORDS + "</w:tc></w:tr></w:tbl>" * 37
    ),
    "levels and signs that are none": lambda: word_file(
        paragraph(run("Bonjour"), properties='<w:outlineLvl w:val="²"/>')
        + '<w:p><w:r><w:sym w:font="a" w:char="-1"/><w:sym w:font="a" w:char="D800"/></w:r></w:p>'
    ),
    "no types": lambda: packed({"word/document.xml": f"<w:document {NAMES}><w:body>{WORDS}</w:body></w:document>"}),
    "fields that never end": lambda: word_file('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + WORDS),
    "a field that begins where nobody reads": lambda: word_file(
        '<w:p><w:r><w:rPr><w:fldChar w:fldCharType="begin"/></w:rPr><w:fldChar w:fldCharType="separate"/>'
        f'<w:fldChar w:fldCharType="end"/></w:r></w:p>{WORDS}'
    ),
    "fields that never begin": lambda: word_file(
        '<w:p><w:r><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/></w:r></w:p>' + WORDS
    ),
    "thousands of open comments": lambda: word_file(
        "".join(f'<w:commentRangeStart w:id="{one}"/><w:r><w:t>a</w:t></w:r>' for one in range(8_000)) + WORDS
    ),
    "thousands of empty paragraphs": lambda: word_file("<w:p/>" * 40_000 + WORDS),
    "a signs' font with controls": lambda: word_file(f'<w:p><w:r><w:sym w:font="a" w:char="1B"/></w:r></w:p>{WORDS}'),
}
_CHILD = """
import sys
from cenum.errors import CenumError
from cenum.imported.docx.word_letter import letter_of_docx
try:
    letter = letter_of_docx("a.docx", sys.stdin.buffer.read())
except CenumError as refusal:
    print("refused", refusal.message)
else:
    print("Bonjour" in letter.html)
"""


@pytest.mark.parametrize("case", REFUSED)
def test_a_document_that_does_harm_is_refused_by_a_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    content = make()
    with pytest.raises(ImportRefusal, match=r"a\.docx") as refused:
        letter_of_docx("a.docx", content)
    assert sentence in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize("case", READ)
def test_a_document_that_is_odd_is_read_all_the_same(case: str) -> None:
    letter = letter_of_docx("a.docx", READ[case]())
    assert "Bonjour" in letter.html
    assert not letter.pictures
    assert "passwd" not in letter.html
    assert "root:" not in repr(letter)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


@pytest.mark.whole
@pytest.mark.parametrize("case", [*REFUSED, *READ])
def test_harm_is_done_neither_to_the_time_nor_to_the_memory_nor_to_the_folder(case: str, tmp_path: Path) -> None:
    content = REFUSED[case][0]() if case in REFUSED else READ[case]()
    child = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=content,
        capture_output=True,
        cwd=tmp_path,
        check=True,
        preexec_fn=_limit,
    )
    assert child.stdout.startswith(b"refused" if case in REFUSED else b"True")
    assert child.stderr == b""
    assert list(tmp_path.iterdir()) == []
