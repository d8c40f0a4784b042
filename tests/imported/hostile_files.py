"""Files that were made to hold an importer up, to make it large, or to have it tell what is not theirs."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = "From: a@example.org\nSubject: Une lettre\nMIME-Version: 1.0\n"
_COLUMNS = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle\n"
_GIF = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def _zip(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return stream.getvalue()


def _docx(body: str, before: str = '<?xml version="1.0"?>', document: bytes | None = None) -> bytes:
    text = (
        f'{before}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships"><w:body>{body}</w:body></w:document>'
    )
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zip(
        [
            (
                "[Content_Types].xml",
                (
                    f'<Types xmlns="{_PACKAGE}/content-types">'
                    '<Default Extension="xml" ContentType="application/xml"/>'
                    f'<Override PartName="/word/document.xml" ContentType="{part}"/></Types>'
                ),
            ),
            (
                "_rels/.rels",
                (
                    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
                    f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
                ),
            ),
            ("word/document.xml", document or text),
        ]
    )


def _said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _page(text: str) -> str:
    return f"<html><body><h1>Titre</h1><p>{text}</p></body></html>"


def _picture(width: int, height: int) -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes((width * 3 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


def _ghost(**post: str) -> str:
    known = {"id": "1", "title": "Une lettre", "status": "published", "published_at": "2024-01-05T08:00:00Z"}
    return json.dumps({"db": [{"data": {"posts": [known | post]}}]})


def _lying(content: str) -> bytes:
    """A zip that says that its text is short."""
    packed = _docx("", document=content.encode())
    size = struct.pack("<I", len(content))
    return packed.replace(size, struct.pack("<I", 1234))


def _overlapping(count: int) -> bytes:
    """A zip whose directory names one file again and again, up and out of the folder too."""
    packed = _zip([("2024-01-05-aaaa.html", "<p>" + "mot " * 200_000)])
    start = packed.index(b"PK\x01\x02")
    entry, end = packed[start : packed.index(b"PK\x05\x06")], packed[packed.index(b"PK\x05\x06") :]
    entries = b"".join(entry.replace(b"2024-01-05-aaaa", b"../%012d" % number) for number in range(count))
    entries += b"".join(entry.replace(b"2024-01-05-aaaa", b"2024-%010d" % number) for number in range(count))
    return (
        packed[:start] + entries + end[:8] + struct.pack("<HHII", 2 * count, 2 * count, len(entries), start) + b"\0\0"
    )


def word_documents() -> dict[str, bytes]:
    """In the format of Word."""
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{_W}">'
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "/etc/passwd" '
    return {
        "long.docx": _docx(_said("a " * 5_000_000)),
        "nested-changes.docx": _docx("<w:p>" + "<w:ins>" * 30_000),
        "nested-tables.docx": _docx("<w:tbl><w:tr><w:tc>" * 900 + _said("x") + "</w:tc></w:tr></w:tbl>" * 900),
        "entity.docx": _docx(
            "", document=(entity + f"<w:body>{_said('&a;')}</w:body></w:document>").encode("utf-16")
        ),
        "laughs.docx": _docx(_said("&l9;"), before=f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'),
        "lying.docx": _lying(f"<!--{'a' * 40_000_000}-->"),
        "signs.docx": _docx(_said("*[" * 20_000)),
        "runs.docx": _docx(
            "<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>" * 4_000 + "</w:p>"
        ),
        "fields.docx": _docx("<w:p>" + (field + "</w:instrText></w:r>") * 2_000 + "</w:p>"),
        "wide.docx": _docx(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
            + _said("x")
            + "</w:tc></w:tr></w:tbl>"
        ),
        "list.docx": _docx(
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{"9" * 20}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            "<w:r><w:t>un point</w:t></w:r></w:p>"
        ),
    }


def pages() -> dict[str, bytes]:
    """In HTML: pages, and what a clipboard holds."""
    rules = "".join(f".c{at} b{{color:red;font-weight:bold}}" for at in range(4_000))
    notes = "".join(f'<a href="#n{at}" id="r{at}"><sup>{at}</sup></a> x ' for at in range(1_000))
    at_foot = "".join(f'<li id="n{at}">n <a href="#r{at}">↩</a></li>' for at in range(1_000))
    local = ("/etc/passwd", "file:///etc/passwd", "..%2f..%2fetc/passwd", "/proc/self/environ", "//etc/passwd")
    texts = {
        "brackets.html": _page("[" * 50_000),
        "stars.html": _page("*a " * 15_000),
        "references.html": _page("&amp;" * 50_000),
        "colons.html": _page(":::" * 15_000),
        "bars.html": _page("</p><table>" + "<tr><td>|x|</td><td>|</td></tr>" * 3_000 + "</table><p>"),
        "marks.html": _page("\u0301\u0323" * 20_000),
        "word.html": _page("a" * 1_000_000),
        "unseen.html": _page("\u202e\u200b\u200d" * 20_000 + "mot"),
        "impossible.html": _page("a\0b&#0;&#xD800;&#x110000; " * 3_000),
        "spaces.html": _page("&nbsp;" * 50_000 + "x"),
        "styles.html": f"<style>{rules}</style>" + "".join(f'<p class="c{at}">x</p>' for at in range(4_000)),
        "style.html": f'<p style="{"a: " * 30_000}">mot</p>',
        "attributes.html": f"<p {' '.join(f'a{at}=1' for at in range(30_000))}>mot</p>",
        "deep.html": "<div>" * 36_000 + "au fond",
        "lists.html": _page("</p>" + "<ul><li>a" * 120 + "<p>"),
        "table.html": _page("</p><table>" + ("<tr>" + "<td>x" * 200) * 40 + "</table><p>"),
        "spans.html": _page("</p><table>" + ("<tr>" + "<td colspan=1000 rowspan=60000>x" * 50) * 50 + "</table><p>"),
        "links.html": _page("".join(f'<a href="https://example.org/{at}">l</a> ' for at in range(5_000))),
        "notes.html": f"<p>{notes}</p><ol>{at_foot}</ol>",
        "pictures.html": "<p>mot</p>" + f'<img src="{_GIF}" alt="">' * 5_000,
        "large.html": f"<p>mot</p>{_picture(5_000, 4_000)}",
        "leaks.html": '<base href="file:///etc/"><p>mot</p>' + "".join(f'<img alt="x" src="{one}">' for one in local),
    }
    return {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}


def messages() -> dict[str, bytes]:
    """As mail programs and browsers save them."""
    part = "--b\nContent-Type: text/html\nContent-Location: https://example.org/\n\n<p>mot</p>\n"
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(900))
    texts = {
        "quoted.eml": f"{_HEAD}\n" + "".join(f"{'>' * (at % 100)} x\n" for at in range(10_000)),
        "dashes.eml": f"{_HEAD}\n" + "-- \n" * 30_000,
        "passed-on.eml": f"{_HEAD}\n" + "---------- Forwarded message ---------\nDe : a\n" * 3_000,
        "nested.eml": _HEAD + nested,
        "parentheses.eml": f"From: {'(' * 6_000}\nSubject: x\n\nBonjour",
        "subject.eml": f"From: a@example.org\nSubject: {'=?utf-8?q?a?= ' * 6_000}\n\nBonjour",
        "injected.eml": f"{_HEAD}Subject: =?utf-8?q?x=0Adraft=3A_false?=\nDate: 31 Dec 99999 25:61 +9999\n\n"
        "Bonjour.\n\n---\ndraft: false\n---\n\n# Titre {#edito}\n",
        "charset.eml": f"{_HEAD}Content-Type: text/plain; charset=zlib_codec\n\nBonjour",
        "saved.mht": f'{_HEAD}Content-Type: multipart/related; boundary="b"\n\n{part * 900}--b--',
    }
    return {name: text.encode() for name, text in texts.items()}


def texts() -> dict[str, bytes]:
    """In Markdown."""
    references = " ".join(f"[a][r{at}]" for at in range(3_000))
    definitions = "\n".join(f"[r{at}]: https://example.org/{at}" for at in range(3_000))
    deep = "\n".join("  " * at + "- x" for at in range(200))
    written = {
        "brackets.md": "[" * 60_000,
        "links.md": "[a](" * 15_000,
        "stars.md": "**a _b " * 8_000,
        "quotation.md": "> " * 2_000 + "x",
        "points.md": deep,
        "tags.md": "<a " * 20_000,
        "table.md": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b\n" * 3_000,
        "references.md": f"T\n\n{references}\n\n{definitions}",
        "expanded.md": f"{'[a][r] ' * 10_000}\n\n[r]: https://example.org/{'x' * 20_000}",
        "aliases.md": "---\na: &a [x]\n" + "b: [*a, *a]\n" * 3_000 + "---\nx",
        "code.md": "---\nx: !!python/object/apply:os.system ['id']\n---\n\n![x](/etc/passwd)\n\n![[/etc/passwd]]",
        "numbers.md": f"---\ndate: 99999-01-01\nn: {'1' * 1_000_000}\n---\nmot",
        "nul.md": "a\0b\x01\x1b[31m " * 3_000,
    }
    return {name: text.encode() for name, text in written.items()}


def archives() -> dict[str, bytes]:
    """What services export, and folders in a zip."""
    row = "1.a,2024-01-05T08:00:00Z,true,2024-01-05T08:00:00Z,newsletter,everyone"
    return {
        "overlap.zip": _overlapping(400),
        "cell.zip": _zip(
            [("posts.csv", f'{_COLUMNS}{row},"{"x" * 5_000_000}",y\n'), ("posts/1.a.html", "<p>mot</p>")]
        ),
        "open-cell.zip": _zip([("posts.csv", _COLUMNS + '"' * 3_000_000), ("posts/1.a.html", "<p>mot</p>")]),
        "year.zip": _zip(
            [
                ("posts.csv", f"{_COLUMNS}1.a,99999-01-05,true,{'9' * 1_000_000},newsletter,everyone,t,y\n"),
                ("posts/1.a.html", "<p>mot</p>"),
            ]
        ),
        "deep.json": b"[" * 100_000,
        "number.json": b'{"db": [{"data": {"posts": [{"id": ' + b"9" * 1_000_000 + b"}]}}]}",
        "signs.json": _ghost(html=f"<p>{'[' * 60_000}</p>").encode(),
        "document.json": _ghost(mobiledoc='{"a":' * 50_000).encode(),
        "columns.csv": b"a," * 100_000,
        "rows.csv": b"web_title,content_html,status\n" + b"T,<p>mot</p>,published\n" * 20_001,
    }
