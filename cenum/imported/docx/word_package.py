"""A Word document as it is packed: a zip of parts that name each other (ECMA-376-2), opened within bounds.

No name in it is ever a path: parts are looked up among the names that the zip lists.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum import limits
from cenum.imported.docx.word_fault import damaged, no_document, too_large, too_long
from cenum.imported.docx.word_xml import NAMESPACES, full, parsed
from cenum.imported.unreadable import most_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cenum.imported.docx.word_fault import WordFault

_MOST_BYTES = 30_000_000  # of the file: ten photographs as telephones take them
_MOST_PARTS = 3_000
_MOST_XML = 8_000_000  # bytes of all parts with words, and of all others
# A letter of thirty pages has forty thousand beginnings and ends of elements in the parts with words. Its lists may
# have a hundred thousand: Word hardly ever tidies them.
_MOST_TAGS = {True: 100_000, False: 250_000}
_MOST_ATTRIBUTES = {True: 200_000, False: 250_000}
_MOST_TEXT = limits.WORDS  # characters
_MOST_PICTURES = 30_000_000  # bytes
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # what ECMA-376-2, annex C.4, allows
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATED_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


class Related(NamedTuple):
    """What a part names by an id: another part, or, ``outside``, an address. ``kind`` is the end of its type."""

    kind: str
    target: str
    outside: bool


class WordPackage:
    """The parts of a document, by their names; each is read when it is asked for, and paid from one budget.

    Raises :class:`cenum.imported.docx.word_fault.WordFault` where ``content`` is no zip, or
    has more of anything than a letter has.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) > _MOST_BYTES:
            raise too_large()
        if most_names(content) > _MOST_PARTS:
            raise damaged()
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise damaged() from None
        self._listed: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            name = info.filename.lower()  # names of parts differ by more than case (ECMA-376-2, section 6.2.2.3)
            if name in self._listed:
                raise damaged()
            self._listed[name] = info
        # By whether a part has words.
        self._tags, self._attributes, self._xml = Counter[bool](), Counter[bool](), Counter[bool]()
        self._text = self._pictures = 0
        self._roots: dict[str, Any] = {}

    def xml(self, name: str, *, has_words: bool = True) -> Any | None:  # noqa: ANN401  lxml
        """The root of a part, or ``None`` where there is no such part."""
        if name not in self._roots:
            data = self._read(name, _MOST_XML - self._xml[has_words], too_long)
            self._roots[name] = None if data is None else self._counted(data, has_words)
        return self._roots[name]

    def picture(self, name: str) -> bytes | None:
        """The bytes of a part that is no XML, or ``None``."""
        data = self._read(name, _MOST_PICTURES - self._pictures, too_large)
        self._pictures += len(data or b"")
        return data

    def related(self, name: str) -> Mapping[str, Related]:
        """What the part called ``name`` names (``""`` for the document as a whole), by ids."""
        folder, _slash, file = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Related] = {}
        for one in () if root is None else root.iter(f"{{{NAMESPACES['rel']}}}Relationship"):
            kind = one.get("Type", "").removeprefix(_RELATED).removeprefix(_RELATED_STRICT)
            outside = one.get("TargetMode") == "External" or kind == "hyperlink"
            target = one.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
            found[one.get("Id", "")] = Related(kind, target, outside)
        return found

    def document(self) -> str:
        """The name of the part that is the text.

        Raises :class:`cenum.imported.docx.word_fault.WordFault` where there is none.
        """
        named = [one.target for one in self.related("").values() if one.kind == "officeDocument" and not one.outside]
        for name in (*named, "word/document.xml"):
            root = self.xml(name)
            if root is not None and root.tag == full("w:document"):
                return name
        raise no_document()

    def _read(self, name: str, most: int, fault: Callable[[], WordFault]) -> bytes | None:
        info = self._listed.get(name.lower())
        if info is None:
            return None
        if info.compress_type not in _PACKED or info.flag_bits & 1:
            raise damaged()
        if info.file_size > most:
            raise fault()
        try:
            with self._zip.open(info) as packed:
                return packed.read(most)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
            raise damaged() from None

    def _counted(self, data: bytes, has_words: bool) -> Any:  # noqa: ANN401, FBT001  lxml
        """The root of a part (UTF-8 or UTF-16, ECMA-376-2, section 6.2.5), if all so far have not too much."""
        try:
            text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        except UnicodeDecodeError:
            raise damaged() from None
        self._xml[has_words] += len(data)
        self._tags[has_words] += text.count("<")
        self._attributes[has_words] += text.count("=")
        if self._tags[has_words] > _MOST_TAGS[has_words] or self._attributes[has_words] > _MOST_ATTRIBUTES[has_words]:
            raise too_long()
        root = parsed(text)
        self._text += sum(map(len, root.itertext()))
        if self._text > _MOST_TEXT:
            raise too_long()
        return root
