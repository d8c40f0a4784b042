"""The parts of a Word document that hold words, and what they need to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.imported.docx.word_styles import WordStyles
from cenum.imported.docx.word_xml import full, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cenum.imported.docx.word_package import Related, WordPackage


class WordPart(NamedTuple):
    """A part, or an element of it that stands alone, and what it names by ids; of charts and diagrams, the words."""

    root: Any
    related: Mapping[str, Related]
    drawn: Mapping[str, str]


class WordNote(NamedTuple):
    """A footnote or an endnote; its ``name`` is what calls of it say."""

    name: tuple[str, str]
    part: WordPart


class WordComment(NamedTuple):
    """What somebody said of some words; ``is_settled`` where they marked it as done."""

    name: str
    by: str
    part: WordPart
    is_settled: bool


class WordParts(NamedTuple):
    """All of them. Of notes of one name, the first is called."""

    document: WordPart
    notes: tuple[WordNote, ...]
    comments: tuple[WordComment, ...]
    headers: tuple[WordPart, ...]
    footers: tuple[WordPart, ...]
    styles: WordStyles
    lists: Any | None


def parts_of(package: WordPackage) -> WordParts:
    """What the document names.

    Raises :class:`cenum.imported.docx.word_fault.WordFault` where a part can't be read.
    """
    document = package.document()
    related = package.related(document)

    def targets(kind: str) -> dict[str, None]:
        return dict.fromkeys(one.target for one in related.values() if one.kind == kind and not one.outside)

    def named(kind: str) -> Iterator[WordPart]:
        for target in targets(kind):
            root = package.xml(target)
            if root is not None:
                yield _part(package, target, root)

    def beside(kind: str) -> Any | None:  # noqa: ANN401  lxml
        return next((package.xml(target, has_words=False) for target in targets(kind)), None)

    footnotes, lines = _notes("footnote", named("footnotes"))
    endnotes, more_lines = _notes("endnote", named("endnotes"))
    return WordParts(
        _part(package, document, package.xml(document)),
        footnotes + endnotes,
        tuple(_comments(named("comments"), _settled(named(_COMMENTS_EXTENDED)))),
        tuple(named("header")),
        (*named("footer"), *lines, *more_lines),
        WordStyles(beside("styles")),
        beside("numbering"),
    )


# [MS-DOCX], section 2.1.3
_COMMENTS_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def _part(package: WordPackage, name: str, root: Any) -> WordPart:  # noqa: ANN401  lxml
    related = package.related(name)
    drawn = {
        own: words
        for own, one in related.items()
        if one.kind in _DRAWN and not one.outside and (words := _words_drawn(package.xml(one.target)))
    }
    return WordPart(root, related, drawn)


_DRAWN = frozenset({"chart", "diagramData"})  # ECMA-376-1, sections 14.2.1 and 14.2.5


def _words_drawn(root: Any | None) -> str:  # noqa: ANN401  lxml
    """The words of a diagram, or of a chart: its texts and the names of its parts, without its numbers."""
    if root is None:
        return ""
    named = (value for names in root.iter(full("c:strCache")) for value in names.iter(full("c:v")))
    return " ".join(" ".join((one.text or "").split()) for one in (*root.iter(full("a:t")), *named))


def _notes(kind: str, parts: Iterator[WordPart]) -> tuple[tuple[WordNote, ...], tuple[WordPart, ...]]:
    """The notes, and the lines between them and the text (ECMA-376-1, section 17.18.33)."""
    notes, lines = [], []
    for part in parts:
        for element in part.root.findall(full(f"w:{kind}")):
            own = part._replace(root=element)
            if said(element, "w:type") in {"", "normal"}:
                notes.append(WordNote((kind, said(element, "w:id")), own))
            else:
                lines.append(own)
    return tuple(notes), tuple(lines)


def _comments(parts: Iterator[WordPart], settled: frozenset[str]) -> Iterator[WordComment]:
    for part in parts:
        for element in part.root.findall(full("w:comment")):
            # What was settled is known by the comment's last paragraph ([MS-DOCX], section 2.5.4.1).
            last = next(element.iterchildren(full("w:p"), reversed=True), None)
            done = last is not None and last.get(full("w14:paraId"), "") in settled
            yield WordComment(said(element, "w:id"), said(element, "w:author"), part._replace(root=element), done)


def _settled(parts: Iterator[WordPart]) -> frozenset[str]:
    return frozenset(
        one.get(full("w15:paraId"), "?")
        for part in parts
        for one in part.root.iter(full("w15:commentEx"))
        if said(one, "w15:done") in {"1", "true"}
    )
