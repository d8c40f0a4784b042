"""Word documents written by hand, as a program would that has no library for it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from cenum.imported.docx.word_xml import NAMESPACES

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "rel")
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word_file(
    body: str, links: dict[str, str] | None = None, more: dict[str, str | bytes] | None = None, **parts: str
) -> bytes:
    """A document of ``body``; ``links`` are addresses by their ids, ``parts`` what is in the others, by their kinds.

    ``more`` are other files of the package, by their names, which replace those that are there.
    """
    related = [_relationship(f"part-{kind}", kind, f"{kind}.xml") for kind in parts]
    related += [
        _relationship(name, "hyperlink", target, ' TargetMode="External"') for name, target in (links or {}).items()
    ]
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relationships(_relationship("rId1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relationships(*related),
            "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{kind}.xml": f"<w:{_root(kind)} {NAMES}>{xml}</w:{_root(kind)}>" for kind, xml in parts.items()
            },
            **(more or {}),
        }
    )


def packed(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of ``files``."""
    found = BytesIO()
    with zipfile.ZipFile(found, "w", method) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return found.getvalue()


def relationships(*each: str) -> str:
    return f'<Relationships xmlns="{NAMESPACES["rel"]}">{"".join(each)}</Relationships>'


def _relationship(name: str, kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="{name}" Type="{_RELATED}{kind}" Target="{target}"{mode}/>'


def _root(kind: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(kind, kind)


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of ``runs``, XML."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Words, which hold no markup."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
