"""The table at the head of an issue, read by the declared type of each of its keys.

YAML guesses what a value without quotation marks is: ``1984`` a number, ``no`` a truth, what follows ``#`` a comment.
Here a value is what its declaration says, and a text is what was typed; quoted texts, blocks and lists keep the
meaning that YAML gives them. What YAML can't read, :mod:`cenum.issue.head_lines` reads line by line.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

import yaml
from msgspec import Struct

from cenum.finding import Place
from cenum.i18n import _
from cenum.issue.characters import FORBIDDEN
from cenum.schema import REFUSED, fields, is_optional, unwrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec import Meta

    from cenum.finding import Finding
    from cenum.rule import Rule
    from cenum.schema import Path

_DEPTH = 8  # deeper than any table an editor writes, far from Python's own limit
_YES = {"true", "yes", "on", "oui", "vrai"}
_NO = {"false", "no", "off", "non", "faux"}
_NULL = {"", "~", "null", "Null", "NULL"}
# “n° 35” and “#35” are the number, and so is 035, in which YAML sees an octal one.
_WHOLE = re.compile(r"(?:[nN][°ºo]\.?\s*|#)?([-+]?\d[\d _\u00a0\u202f]{0,20})")
_OTHER_BASE = re.compile(r"0x[0-9a-fA-F]{1,15}|0b[01]{1,60}")
_COMMENT = re.compile(r"[ \t]+#[^\n]*")
# A line of YAML's folded texts ends only where a blank one stands, or beside lines that are indented.
_BLANK_LINE = re.compile(r"^(\S.*)\n(?=\S)", re.MULTILINE)
# What editors, and word processors in their place, begin the items of a list with.
ITEM = re.compile(r"(?P<indent>\s*)(?P<dash>[-–—―−‑•·▪‣]\s*|\*\s+)(?P<text>.*)$")
_ORDINAL = re.compile(r"^\d+\s?[.)]\s+")
_ITEM_WITHIN = re.compile(r"\s*(?:[-–—―−‑•·▪‣]\s|-\w)")


class HeadMistake(NamedTuple):
    """What is wrong on a ``line``, and what to do about it: for its ``text``, what may be written ``instead``."""

    line: int
    message: str
    remedy: str
    text: str = ""
    instead: tuple[str, ...] = ()

    def at(self, rule: Rule, file: str) -> Finding:
        """The same as a finding of ``rule`` in ``file``."""
        place = Place(file, self.line)
        words = place.literal(self.text, *self.instead) if self.text else ()
        return rule.at(place, self.message, self.remedy, words=words)


class Kind:
    """How a value is read, from the type that ``msgspec`` knows it by; ``None`` for a key that nobody declared."""

    def __init__(self, declared: Any) -> None:  # noqa: ANN401  a type, however it is written
        self.plain: Any = None
        metas: list[Meta] = []
        if declared is not None:
            self.plain, metas = unwrap(declared)
        self.is_optional = declared is not None and is_optional(declared)
        self.is_list = get_origin(self.plain) is tuple
        self.item = get_args(self.plain)[0] if self.is_list else None
        is_struct = isinstance(self.plain, type) and issubclass(self.plain, Struct)
        self.keys: Mapping[str, Any] = {one.encode_name: one.type for one in fields(self.plain)} if is_struct else {}
        extra = {name for meta in metas for name in meta.extra or {}}
        self.is_markdown = "markdown" in extra
        # Addresses, names of files and of rules are no prose: behind them a comment is one.
        self.is_prose = (
            self.plain is str and "name" not in extra and {meta.pattern for meta in metas} <= {None, r"\S"}
        )


class HeadText:
    """Some of the head's text, which begins on the line ``first`` of the file."""

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.first = first
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def line(self, index: int) -> int:
        """The line of the file that ``index`` stands on. YAML counts more characters as the end of a line."""
        return self.first + bisect_right(self._starts, index) - 1

    def comment(self, index: int) -> str:
        """What YAML takes for a comment right behind ``index``, with the space before it."""
        found = _COMMENT.match(self.text, index)
        return found[0].rstrip() if found else ""


def folded(text: str) -> str:
    """The lines of ``text`` as one."""
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def compose(text: str) -> yaml.Node | None:
    """The YAML of ``text``. Raises :class:`yaml.YAMLError`, however it can't be read."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except (RecursionError, ValueError) as mistake:
        raise yaml.YAMLError from mistake


def plain(text: str, kind: Kind) -> object:
    """A value that stands without quotation marks, as its declaration reads it; ``text`` where it can't be that."""
    if not text or (kind.is_optional and text in _NULL):
        return None
    if kind.plain is bool:
        return True if text.casefold() in _YES else False if text.casefold() in _NO else text
    if kind.plain is int and (number := _WHOLE.fullmatch(text)):
        return int(re.sub(r"[ _\u00a0\u202f]", "", number[1]))
    if kind.plain is int and _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return text


def _is_cut(key: yaml.Node, value: yaml.Node, kind: Kind, piece: HeadText) -> bool:
    """Whether a pair within brackets is the end of a text in which there is a comma, or has another pair in it."""
    is_empty = isinstance(value, yaml.ScalarNode) and value.style is None and not value.value
    is_pair = isinstance(value, yaml.MappingNode) and piece.text[value.start_mark.index] != "{"
    return bool(kind.keys) and (is_pair or (is_empty and key.value not in kind.keys))


def _holds_item(node: yaml.Node, piece: HeadText) -> bool:
    """Whether a bracket that is never closed makes one item of the lines below it."""
    rows = piece.text[node.start_mark.index : node.end_mark.index].split("\n")[1:]
    return bool(getattr(node, "flow_style", False)) and any(_ITEM_WITHIN.match(row) for row in rows)


class HeadReader(ABC):
    """Reads nodes of YAML, and gathers what a table alone can't say.

    ``lines`` has the line of each key and item, ``brackets`` the tables and lists that stand in brackets, ``texts``
    what readers will read as it is, ``mistakes`` what is wrong; where something is, the value is ``REFUSED``.
    """

    def __init__(self, kind: Kind) -> None:
        self.top = kind
        self.lines: dict[Path, int] = {}
        self.brackets: set[Path] = set()
        self.texts: dict[Path, str] = {}
        self.mistakes: list[HeadMistake] = []
        self._met: dict[int, yaml.Node] = {}  # by their identity, which is theirs as long as they are kept

    def refuse(self, line: int, message: str, remedy: str, text: str = "", instead: tuple[str, ...] = ()) -> object:
        """Note a mistake; its value is nobody's any more."""
        self.mistakes.append(HeadMistake(line, message, remedy, text, instead))
        return REFUSED

    def value(self, node: yaml.Node, kind: Kind, path: Path, piece: HeadText) -> Any:  # noqa: ANN401  whatever it is
        """What ``node``, composed of ``piece``, means as a ``kind``."""
        line = piece.line(node.start_mark.index)
        self.lines.setdefault(path, line)
        if id(node) in self._met:
            # Aliases of aliases make a small file a table that never ends.
            message = _("YAML anchors (&, *) are not allowed")
            return self.refuse(self.lines[path], message, _("write the value in full each time"))
        self._met[id(node)] = node
        if len(path) > _DEPTH:
            return self.refuse(line, _("tables are nested too deep"), _("use fewer levels"))
        written = self._as_typed(node, piece) if kind.is_prose else None
        if written is not None:
            return self.text(written, kind, path) if written.strip() else None
        if kind.is_list and node.start_mark.column and isinstance(node, yaml.MappingNode) and line > self.lines[path]:
            return self.no_dash(line, path, piece.text[node.start_mark.index :].partition("\n")[0])
        if isinstance(node, yaml.MappingNode):
            return self._table(node, kind, path, piece)
        if isinstance(node, yaml.SequenceNode):
            return self._list(node, kind, path, piece)
        return self._scalar(node, kind, path, piece)

    def text(self, written: str, kind: Kind, path: Path) -> str:
        """What was typed as a text."""
        if kind.is_markdown:
            return _BLANK_LINE.sub(r"\1\n\n", written)
        self.texts[path] = written
        return written

    def key(self, key: str, path: Path, line: int) -> None:
        """Note where a key of the table at ``path`` stands."""
        if not key:
            self.refuse(line, _("this key is not a word"), _("write it as `key: value`"))
        elif (*path, key) in self.lines:
            message = _("“{key}” is already on line {line}").format(key=key, line=self.lines[*path, key])
            self.refuse(line, message, _("keep one of them, as `key: value`"))
        self.lines[*path, key] = line

    def comment_only(self, line: int, path: Path, comment: str) -> object:
        """Refuse a value of which YAML sees nothing but a comment."""
        message = _("“{key}” is empty: what follows `#` is a comment").format(key=path[-1] if path else "")
        if path and isinstance(path[-1], int):
            message = _("this item is empty: what follows `#` is a comment")
        quoted = comment.strip().replace('"', "”")
        remedy = _('to keep it as text, put it in quotes: `"{text}"`').format(text=quoted)
        return self.refuse(line, message, remedy, comment.strip(), (f'"{quoted}"',))

    def _as_typed(self, node: yaml.Node, piece: HeadText) -> str | None:
        """What was typed where a text is declared, if YAML took it for something else, or without quotation marks."""
        start, end = node.start_mark.index, node.end_mark.index
        source = piece.text[start:end]
        if isinstance(node, yaml.ScalarNode):
            if node.style or not source:
                return None
            # An anchor or a tag is YAML's, but nobody means one in a text.
            return (folded(source) if source[0] in "&!" else str(node.value)) + piece.comment(end)
        if source[0] in "[{":
            return folded(source) + piece.comment(end)
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
            return None
        key, value = node.value[0]
        is_inline = getattr(value, "style", None) not in {"|", ">"} and getattr(value, "flow_style", True)
        if not is_inline or value.start_mark.index < key.end_mark.index or str(key.value) in self.top.keys:
            return None
        end = value.end_mark.index
        return folded(piece.text[start:end]) + piece.comment(end)

    def _table(self, node: yaml.MappingNode, kind: Kind, path: Path, piece: HeadText) -> object:
        table: dict[str, Any] = {}
        if node.flow_style:
            self.brackets.add(path)
            source = piece.text[node.start_mark.index : node.end_mark.index]
            if source[0] == "{" and any(_is_cut(key, value, kind, piece) for key, value in node.value):
                return self.pairs(folded(source)[1:-1], kind, path, piece.line(node.start_mark.index))
        for key_node, value_node in node.value:
            # A no-break space before the colon, as French typography has it, is no part of the key.
            key = str(key_node.value).strip() if isinstance(key_node, yaml.ScalarNode) else ""
            self.key(key, path, piece.line(key_node.start_mark.index))
            table[key] = self.value(value_node, Kind(kind.keys.get(key)), (*path, key), piece)
        return table

    @abstractmethod
    def by_line(self, source: str, kind: Kind, path: Path, line: int) -> object:
        """The items of a list, one for each line that begins with a dash."""

    @abstractmethod
    def glued(self, source: str, kind: Kind, path: Path, line: int) -> object:
        """The table whose keys have no space after their colons, so that YAML sees a text; ``None`` if it is one."""

    @abstractmethod
    def pairs(self, written: str, kind: Kind, path: Path, line: int) -> object:
        """The pairs within the brackets of a table, cut where a known key follows a comma."""

    def _list(self, node: yaml.SequenceNode, kind: Kind, path: Path, piece: HeadText) -> object:
        if node.flow_style:
            self.brackets.add(path)
        item = Kind(kind.item)
        if item.is_prose and not node.flow_style:
            start, end = node.start_mark.index, node.end_mark.index
            if any(isinstance(one, yaml.CollectionNode) and _holds_item(one, piece) for one in node.value):
                source = " " * node.start_mark.column + piece.text[start:end]
                return self.by_line(source, kind, path, piece.line(start))
            for one in node.value:
                self._aligned(one, piece)
        return [self.value(one, item, (*path, index), piece) for index, one in enumerate(node.value)]

    def _aligned(self, node: yaml.Node, piece: HeadText) -> None:
        """YAML joins an item to the one above it if it is too far to the right, or below an open quotation mark."""
        start, end, style = node.start_mark.index, node.end_mark.index, getattr(node, "style", "")
        first = piece.line(start)
        rows = piece.text[start:end].split("\n")[1:] if style in {None, '"', "'"} else []
        for number, row in enumerate(rows, start=first + 1):
            if not _ITEM_WITHIN.match(row):
                continue
            if style is None:
                self.misaligned(number)
            else:
                self.unclosed(style, first)
                return

    def unclosed(self, mark: str, line: int, written: str = "") -> object:
        """Refuse a text whose first quotation mark is its only one."""
        message = _("the quotation mark {mark} at the beginning of this text is never closed").format(mark=mark)
        remedy = _("write {mark} at its end too, or delete the first one").format(mark=mark)
        better = (f"{written}{mark}", written.removeprefix(mark)) if written else ()
        return self.refuse(line, message, remedy, written, better)

    def misaligned(self, line: int) -> None:
        """Refuse an item whose dash is not below the one of the item before it."""
        message = _("this dash is not below the dash of the item above")
        self.refuse(line, message, _("put one below the other, or join the two lines if they are one item"))

    def no_dash(self, line: int, path: Path, written: str) -> object:
        """Refuse lines of a list that say of no item where it begins."""
        message = _("“{key}” is a list, but this line does not begin with a dash").format(key=path[-1])
        text = _ORDINAL.sub("", written)
        remedy = _("begin each item with a dash and a space: `- {text}`").format(text=text)
        return self.refuse(line, message, remedy, written, (f"- {text}",))

    def _scalar(self, node: yaml.Node, kind: Kind, path: Path, piece: HeadText) -> object:
        start, end = node.start_mark.index, node.end_mark.index
        line = piece.line(start)
        written = str(node.value)
        if hidden := FORBIDDEN.search(written):
            # Between double quotes, YAML makes characters of what only looks like text: "\\x07".
            message = _("an invisible control character (U+{code:04X})").format(code=ord(hidden[0]))
            return self.refuse(line, message, _("write the text without its backslashes"))
        style = getattr(node, "style", None)
        if style:
            is_empty_block = style in {"|", ">"} and not written.strip()
            if is_empty_block or not kind.is_prose:
                return None if is_empty_block else written
            return self.text(written, kind, path) if style == ">" or not kind.is_markdown else written
        if not written and kind.is_prose and piece.comment(end):
            return self.comment_only(line, path, piece.comment(end))
        if kind.is_list and written:
            return self._bare_list(piece.text[start:end] + piece.comment(end), written, kind, path, line)
        if not written and kind.plain is int:
            written = piece.comment(end).strip()
            return plain(written, kind) if _WHOLE.fullmatch(written) else plain("", kind)
        glued = self.glued(piece.text[start:end], kind, path, line) if kind.keys and written else None
        return glued or plain(written, kind)

    def _bare_list(self, source: str, written: str, kind: Kind, path: Path, line: int) -> object:
        """A list of which YAML sees no item: its dashes are not YAML's, or there are none."""
        rows = [row.strip() for row in source.split("\n")]
        items = [found["text"].strip() for row in rows if row and (found := ITEM.match(row))]
        if len(items) == len([row for row in rows if row]) and Kind(kind.item).is_prose:
            for index, item in enumerate(items):
                self.lines[*path, index] = line + index
                self.texts[*path, index] = item
            return items
        return self.no_dash(line, path, rows[0]) if line > self.lines[path] else written
