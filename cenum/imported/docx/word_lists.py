"""What Word would write before the items of its lists: a mark, or which number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.imported.docx.word_xml import child, full, said, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.imported.docx.word_styles import InList, WordStyles

_LEVELS = 9  # ECMA-376-1, section 17.9.6
_MOST = 100_000  # the number of an item


class ListItem(NamedTuple):
    """A paragraph of a list: its level, from 0, and its number, or ``None`` where it has a mark."""

    level: int
    number: int | None


class WordLists:
    """The lists of ``root``, the part ``numbering.xml``; it counts as it is asked, paragraph after paragraph."""

    def __init__(self, root: Any | None, styles: WordStyles) -> None:  # noqa: ANN401  lxml
        found = () if root is None else root
        self._styles = styles
        self._kinds = {said(one, "w:abstractNumId"): one for one in found if one.tag == full("w:abstractNum")}
        self._lists = {said(one, "w:numId"): one for one in found if one.tag == full("w:num")}
        self._levels: dict[str, Mapping[int, Any]] = {}
        # By the kind of list, and by level: lists of one kind count on (ECMA-376-1, section 17.9.15).
        self._counted: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def item(self, named: InList, style: str) -> ListItem | None:
        """The item that a paragraph of ``style`` is, or ``None`` where its list writes nothing before it."""
        kind_id, kind = self._kind(named.list_id, set())
        if kind is None:
            return None
        levels = self._levels_of(kind_id, kind)
        of_style = (level for level, one in levels.items() if style and said(child(one, "w:pStyle")) == style)
        level = whole_number(named.level, _LEVELS - 1) if named.level else next(of_style, 0)
        override = self._override(named.list_id, level)
        described = child(override, "w:lvl")
        described = levels.get(level) if described is None else described
        written = said(child(described, "w:numFmt")) or "decimal"
        if described is None or written == "none":
            return None
        if written == "bullet":
            return ListItem(level + named.deeper, None)
        start = whole_number(said(child(described, "w:start")) or "1", _MOST)
        counted = self._counted[kind_id]
        restart = child(override, "w:startOverride")
        if restart is not None and (named.list_id, level) not in self._begun:
            self._begun.add((named.list_id, level))
            counted[level] = whole_number(said(restart), _MOST)
        else:
            counted[level] = min(counted.get(level, start - 1) + 1, _MOST)
        for deeper in [one for one in counted if one > level]:
            del counted[deeper]
        return ListItem(level + named.deeper, counted[level])

    def _kind(self, list_id: str, seen: set[str]) -> tuple[str, Any | None]:
        """What the list is an instance of, and its id; by way of styles of lists, which may lead in a circle."""
        if list_id in seen:
            return "", None
        name = said(child(self._lists.get(list_id), "w:abstractNumId"))
        kind = self._kinds.get(name)
        linked = said(child(kind, "w:numStyleLink"))
        return self._kind(self._styles.list_of(linked), seen | {list_id}) if linked else (name, kind)

    def _levels_of(self, kind_id: str, kind: Any) -> Mapping[int, Any]:  # noqa: ANN401  lxml
        if kind_id not in self._levels:
            found = kind.findall(full("w:lvl"))
            self._levels[kind_id] = {whole_number(said(one, "w:ilvl"), _LEVELS - 1): one for one in found}
        return self._levels[kind_id]

    def _override(self, list_id: str, level: int) -> Any | None:  # noqa: ANN401  lxml
        of_list = self._lists.get(list_id)
        overrides = () if of_list is None else of_list.findall(full("w:lvlOverride"))[:_LEVELS]
        return next((one for one in overrides if whole_number(said(one, "w:ilvl"), _LEVELS - 1) == level), None)
