"""A plain Word document as HTML: mammoth converts it, and its notes and lists are given the form that ours have."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import mammoth
from lxml import etree

from cenum.imported.docx.plain_blocks import STYLES
from cenum.imported.docx.word_fault import damaged
from cenum.imported.docx.word_xml import NAMESPACES

if TYPE_CHECKING:
    from cenum.imported.docx.plain_word import PlainWord

_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def html_of(plain: PlainWord) -> str:
    """The blocks of ``plain``, notes at the end.

    Raises :class:`cenum.imported.docx.word_fault.WordFault` where mammoth can't convert it.
    """
    try:
        converted = mammoth.convert_to_html(
            BytesIO(_packed(plain)),
            style_map=STYLES,
            include_default_style_map=False,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(_source),
        )
        body = etree.fromstring(f"<body>{converted.value}</body>")
    except Exception:  # noqa: BLE001  it raises whatever comes: KeyError, ValueError, RecursionError
        raise damaged() from None
    _start_lists(body, plain.document, plain.notes)
    _name_notes(body)
    return (body.text or "") + "".join(etree.tostring(one, encoding="unicode", method="html") for one in body)


def _source(image: Any) -> dict[str, str]:  # noqa: ANN401  mammoth
    with image.open() as source:
        return {"src": source.read().decode()}


def _packed(plain: PlainWord) -> bytes:
    """A package of it, in which the name of each picture stands for its bytes."""
    packed = BytesIO()
    relationships = etree.Element(f"{{{NAMESPACES['rel']}}}Relationships")
    for name, target in {**plain.links, **{name: f"media/{name}" for name in plain.pictures}}.items():
        etree.SubElement(relationships, f"{{{NAMESPACES['rel']}}}Relationship", Id=name, Type="", Target=target)
    named = etree.tostring(relationships)
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", etree.tostring(plain.document))
        package.writestr("word/footnotes.xml", etree.tostring(plain.notes))
        for part in ("document", "footnotes"):
            package.writestr(f"word/_rels/{part}.xml.rels", named)
        for name in plain.pictures:
            package.writestr(f"word/media/{name}", name)
    return packed.getvalue()


def _start_lists(body: Any, *parts: Any) -> None:  # noqa: ANN401  lxml
    """Lists with numbers begin with the one that they have in Word; mammoth begins them all with 1."""
    starts = [one.get("start") for part in parts for one in part.iter() if one.get("start")]
    # The list of notes is mammoth's own.
    lists = [one for one in body.iter("ol") if not one.xpath("li[starts-with(@id, 'footnote-')]")]
    for one, start in zip(lists, starts, strict=True):
        if start != "1":
            one.set("start", start)


def _name_notes(body: Any) -> None:  # noqa: ANN401  lxml
    """Gives calls and notes the form of :mod:`cenum.imported.clean_tree`, without what mammoth writes into them."""
    for call in body.xpath("//sup[a[starts-with(@id, 'footnote-ref-')]]"):
        (link,) = call
        call.tag = "a"
        call.set("data-note", link.get("id").removeprefix("footnote-ref-"))
        call.remove(link)
    for notes in body.xpath("ol[li[starts-with(@id, 'footnote-')]]"):
        for note in notes:
            note.tag = "div"
            note.set("data-note", note.attrib.pop("id").removeprefix("footnote-"))
            _without_way_back(note)
        body.extend(list(notes))
        body.remove(notes)


def _without_way_back(note: Any) -> None:  # noqa: ANN401  lxml
    """A space and an arrow, at the end of the last paragraph or in one of their own."""
    paragraph = note[-1]
    paragraph.remove(paragraph[-1])
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").removesuffix(" ")
    else:
        paragraph.text = (paragraph.text or "").removesuffix(" ")
        if not paragraph.text:
            note.remove(paragraph)
