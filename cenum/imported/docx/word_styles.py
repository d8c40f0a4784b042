"""What the styles of a Word document mean for the text that has them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.imported.docx.word_xml import child, full, is_on, said, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUNNING_TEXT = 9  # as a level of an outline (ECMA-376-1, section 17.3.1.20)
_LONGEST_CHAIN = 12  # styles that are based on each other


class Role(Enum):
    """What a paragraph is, by its style."""

    TEXT = "Text"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    QUOTE = "Quote"
    CAPTION = "Caption"
    HEADING_1 = "Heading1"
    HEADING_2 = "Heading2"
    HEADING_3 = "Heading3"
    HEADING_4 = "Heading4"
    HEADING_5 = "Heading5"
    HEADING_6 = "Heading6"

    @classmethod
    def heading(cls, level: int) -> Role:
        """The heading of a level; what is deeper than six is six."""
        return cls(f"Heading{min(level, 6)}")


# As Word names them in its files whatever its language, and as people, LibreOffice and French ids do. Spaces, hyphens
# and dots make no difference.
_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("title", "titre", "titreprincipal"), Role.TITLE),
    **dict.fromkeys(("subtitle", "soustitre"), Role.SUBTITLE),
    **dict.fromkeys(
        ("quote", "intensequote", "citation", "citationintense", "quotations", "blockquote", "blocktext"), Role.QUOTE
    ),
    **dict.fromkeys(("caption", "légende", "lgende", "legende"), Role.CAPTION),
    **{f"{word}{level}": Role.heading(level) for word in ("heading", "titre") for level in range(1, 10)},
}


class InList(NamedTuple):
    """What makes a paragraph an item: the list, and its level, where it is said.

    ``deeper`` is by how many levels it stands deeper than it says.
    """

    list_id: str
    level: str
    deeper: int


class WordStyles:
    """The styles of ``root``, the part ``styles.xml``; none where it is ``None``."""

    def __init__(self, root: Any | None) -> None:  # noqa: ANN401  lxml
        self._styles: dict[tuple[str, str], Any] = {}
        self._usual: dict[str, str] = {}
        for style in () if root is None else root.iter(full("w:style")):
            kind, name = said(style, "w:type"), said(style, "w:styleId")
            # The first of a name counts (ECMA-376-1, section 17.7.4.17).
            self._styles.setdefault((kind, name), style)
            if said(style, "w:default") in {"1", "true", "on"}:
                self._usual.setdefault(kind, name)
        self._chains: dict[tuple[str, str], tuple[Any, ...]] = {}
        self._said: dict[tuple[str, str, str], bool] = {}

    def role(self, paragraph: Any) -> Role:  # noqa: ANN401  lxml
        """What a paragraph is."""
        properties = child(paragraph, "w:pPr")
        name = said(child(properties, "w:pStyle"))
        chain = self._chain("paragraph", name)
        own = child(properties, "w:outlineLvl")
        if own is not None:
            return _of_outline(said(own))
        for style in chain:
            called = said(child(style, "w:name")), said(style, "w:styleId")
            known = next((_ROLES[key] for key in map(_plain, called) if key in _ROLES), None)
            if known is not None:
                return known
            level = child(style, "w:pPr", "w:outlineLvl")
            if level is not None:
                return _of_outline(said(level))
        return _ROLES.get(_plain(name), Role.TEXT) if not chain else Role.TEXT

    def in_list(self, paragraph: Any) -> InList | None:  # noqa: ANN401  lxml
        """The list that a paragraph says it is in, or its style does."""
        properties = child(paragraph, "w:pPr")
        own = child(properties, "w:numPr")
        level = said(child(own, "w:ilvl"))
        list_id = said(child(own, "w:numId"))
        deeper = 0
        for style in self._chain("paragraph", said(child(properties, "w:pStyle"))):
            numbered = child(style, "w:pPr", "w:numPr")
            list_id = list_id or said(child(numbered, "w:numId"))
            level = level or said(child(numbered, "w:ilvl"))
            deeper = deeper or _level_of_name(said(child(style, "w:name")))
        return InList(list_id, level, deeper) if list_id not in {"", "0"} else None

    def list_of(self, name: str) -> str:
        """The list that a style of lists stands for."""
        return next(
            (said(child(style, "w:pPr", "w:numPr", "w:numId")) for style in self._chain("numbering", name)), ""
        )

    def style_of(self, paragraph: Any) -> str:  # noqa: ANN401  lxml
        """The id of a paragraph's style."""
        return said(child(paragraph, "w:pPr", "w:pStyle")) or self._usual.get("paragraph", "")

    def hides(self, run: Any, style: str) -> bool:  # noqa: ANN401  lxml
        """Whether the words of ``run``, in a paragraph of ``style``, are not to be seen, printed or as a web page."""
        properties = child(run, "w:rPr")
        return any(self._has(properties, style, name) for name in ("w:vanish", "w:webHidden", "w:specVanish"))

    def is_bold(self, style: str) -> bool:
        """Whether a style of paragraphs makes them bold."""
        return self._says("paragraph", style, "w:b")

    def emphasises(self, run: Any, name: str) -> bool:  # noqa: ANN401  lxml
        """Whether ``run`` has the property by itself or by its own style, whatever its paragraph's style says."""
        properties = child(run, "w:rPr")
        own = is_on(properties, name)
        return self._says("character", said(child(properties, "w:rStyle")), name) if own is None else own

    def _has(self, properties: Any, style: str, name: str) -> bool:  # noqa: ANN401  lxml
        own = is_on(properties, name)
        if own is not None:
            return own
        # What the one style says turns over what the other says (ECMA-376-1, section 17.7.3).
        of_paragraph = self._says("paragraph", style, name)
        return of_paragraph != self._says("character", said(child(properties, "w:rStyle")), name)

    def _says(self, kind: str, name: str, wanted: str) -> bool:
        if not name:
            return False
        key = (kind, name, wanted)
        if key not in self._said:
            values = (is_on(child(style, "w:rPr"), wanted) for style in self._chain(kind, name))
            self._said[key] = next((value for value in values if value is not None), False)
        return self._said[key]

    def _chain(self, kind: str, name: str) -> tuple[Any, ...]:
        """A style, the one that it is based on, and so on."""
        key = (kind, name or self._usual.get(kind, ""))
        if key not in self._chains:
            found: dict[str, Any] = {}
            called = key[1]
            while called not in found and len(found) < _LONGEST_CHAIN:
                style = self._styles.get((kind, called))
                if style is None:
                    break
                found[called] = style
                called = said(child(style, "w:basedOn"))
            self._chains[key] = tuple(found.values())
        return self._chains[key]


def _level_of_name(name: str) -> int:
    """“List Bullet 2” is set as if it were within a list, and is in one of its own."""
    plain = _plain(name)
    return int(plain[-1]) - 1 if plain[:-1] in {"listbullet", "listnumber"} and plain[-1] in "2345" else 0


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one not in " -_.\u00a0")


def _of_outline(level: str) -> Role:
    number = whole_number(level, _RUNNING_TEXT) if level.isascii() and level.isdigit() else _RUNNING_TEXT
    return Role.heading(number + 1) if number < _RUNNING_TEXT else Role.TEXT
