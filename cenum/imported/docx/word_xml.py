"""The XML of a Word document: read within bounds, and in one dialect.

Names are written as ``w:p``, as in ECMA-376; whoever reads a document of the strict dialect (ISO 29500-1) sees the
transitional names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from cenum.imported.docx.word_fault import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "v": "urn:schemas-microsoft-com:vml",
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_STRICT = "http://purl.oclc.org/ooxml/"
_OF_STRICT = {
    f"{_STRICT}wordprocessingml/main": NAMESPACES["w"],
    f"{_STRICT}officeDocument/relationships": NAMESPACES["r"],
    f"{_STRICT}officeDocument/math": NAMESPACES["m"],
    f"{_STRICT}drawingml/main": NAMESPACES["a"],
    f"{_STRICT}drawingml/picture": NAMESPACES["pic"],
    f"{_STRICT}drawingml/wordprocessingDrawing": NAMESPACES["wp"],
}
# In these nothing is a word.
SILENT = frozenset(
    f"w:{name}"
    for name in (
        *("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rubyPr"),
        *("instrText", "delInstrText", "fldData"),
    )
)
_MOST_DEPTH = 120  # elements within each other; a text box in a group in a table in a table has forty
# Whose parts of a drawing are read here; of any other, what stands in their place for older programs.
_KNOWN = frozenset({"wps", "wpg", "wpc", "w14", "w15"})


def parsed(text: str) -> Any:  # noqa: ANN401  lxml
    """The root of ``text``; of alternatives, the one that Word shows (ECMA-376-3, section 9.3).

    Raises :class:`cenum.imported.docx.word_fault.WordFault` where it is no XML, has a document
    type, or is nested too deeply.
    """
    if "<!DOCTYPE" in text:
        raise damaged()
    # Whatever encoding it says: it was read already.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        raise damaged() from None
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MOST_DEPTH:
            raise damaged()
    _transitional(root)
    _choose(root)
    return root


@lru_cache(maxsize=512)
def full(name: str) -> str:
    """``w:p`` as lxml writes it."""
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@lru_cache(maxsize=2048)
def short(tag: str) -> str:
    """``w:p``, of what lxml writes; as it is where nobody here knows its namespace."""
    uri, _brace, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{local}" if prefix else tag


def child(element: Any, *names: str) -> Any | None:  # noqa: ANN401  lxml
    """The first child of that name, and in it the first of the next."""
    for name in names:
        element = None if element is None else element.find(full(name))
    return element


def said(element: Any | None, name: str = "w:val") -> str:  # noqa: ANN401  lxml
    """An attribute, or nothing."""
    return "" if element is None else element.get(full(name), "")


def font_of(run: Any) -> str:  # noqa: ANN401  lxml
    """The font of a run, where the run says it itself."""
    fonts = child(run, "w:rPr", "w:rFonts")
    return said(fonts, "w:ascii") or said(fonts, "w:hAnsi")


def drawn_id(element: Any) -> str:  # noqa: ANN401  lxml
    """Where the words of a chart or a diagram are, by what a drawing says of it."""
    return str(element.get(full("r:dm"), "") or element.get(full("r:id"), ""))


def is_on(properties: Any | None, name: str) -> bool | None:  # noqa: ANN401  lxml
    """Whether a property is switched on, or ``None`` where nothing is said of it (ECMA-376-1, section 17.17.4)."""
    found = child(properties, name)
    return None if found is None else said(found) not in {"0", "false", "off", "none"}


def whole_number(text: str, most: int) -> int:
    """What ``text`` counts, at most ``most``; zero where it is no number."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def closed_fields(root: Any) -> frozenset[Any]:  # noqa: ANN401  lxml
    """The marks of those fields that both begin and end in ``root`` (ECMA-376-1, section 17.16.18)."""
    found: set[Any] = set()
    opened: list[list[Any]] = []
    for mark in root.iter(full("w:fldChar")):
        match said(mark, "w:fldCharType"):
            case "begin":
                opened.append([mark])
            case "separate" if opened:
                opened[-1].append(mark)
            case "end" if opened:
                found.update(opened.pop(), [mark])
    return frozenset(found)


def joins_next(paragraph: Any) -> bool:  # noqa: ANN401  lxml
    """Whether a paragraph goes on in the next: its end was deleted, or it is the large first letter of that.

    ECMA-376-1, sections 17.13.5.15 and 17.3.1.11.
    """
    properties = child(paragraph, "w:pPr")
    mark = child(properties, "w:rPr")
    ends_deleted = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
    is_initial = said(child(properties, "w:framePr"), "w:dropCap") in {"drop", "margin"}
    if not ends_deleted and not is_initial:
        return False
    following = next((one for one in paragraph.itersiblings() if short(one.tag) not in _RANGES), None)
    return following is not None and short(following.tag) == "w:p"


_RANGES = frozenset(
    f"w:{one}{end}"
    for one in ("bookmark", "commentRange", "moveFromRange", "moveToRange")
    for end in ("Start", "End")
) | {"w:proofErr", "w:permStart", "w:permEnd"}


def _transitional(root: Any) -> None:  # noqa: ANN401  lxml
    if not root.tag.startswith(f"{{{_STRICT}"):
        return
    for element in root.iter():
        element.tag = _of_strict(element.tag)
        for name in element.attrib:
            if (renamed := _of_strict(name)) != name:
                element.set(renamed, element.attrib.pop(name))


def _of_strict(tag: str) -> str:
    uri, _brace, local = tag[1:].partition("}")
    return f"{{{_OF_STRICT[uri]}}}{local}" if uri in _OF_STRICT else tag


def _choose(root: Any) -> None:  # noqa: ANN401  lxml
    """Leaves of alternatives the first whose needs are known, else what stands there for older programs."""
    for alternatives in list(root.iter(full("mc:AlternateContent"))):
        around = alternatives.getparent()
        if around is None:
            continue
        place = around.index(alternatives)
        around[place : place + 1] = list(_chosen(alternatives))


def _chosen(alternatives: Any) -> Iterator[Any]:  # noqa: ANN401  lxml
    choices = alternatives.findall(full("mc:Choice"))
    for choice in choices:
        needs = {_PREFIXES.get(choice.nsmap.get(one, "")) for one in choice.get("Requires", "").split()}
        if needs <= _KNOWN:
            return iter(choice)
    fallback = alternatives.find(full("mc:Fallback"))
    if fallback is not None:
        return iter(fallback)
    return iter(choices[0] if choices else ())
