"""The head of an issue, line by line, where YAML can't read it.

Each key is read on its own: a mistake in one hides none in another, and stands on its line. What can mean one thing
only is read as that; all else is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from cenum.i18n import _
from cenum.issue.head import ITEM, HeadMistake, HeadReader, HeadText, Kind, compose, folded, plain
from cenum.issue.other_names import key_meant
from cenum.schema import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.schema import Path

_KEY = re.compile(r"(?P<indent>\s*)(?P<key>\w[\w\u0300-\u036f'’-]*|\"[^\"]*\")\s*:(?P<rest>\s.*)?$", re.DOTALL)
_KEY_BELOW = re.compile(r"\n(?P<key>\w[\w\u0300-\u036f'’-]*)\s*:")
_BLOCK = re.compile(r"[|>][-+1-9]{0,2}(?:\s+#.*)?$")
_COMMENT_BEHIND = re.compile(r"(?:^|(?<=\s))#.*$", re.DOTALL)
# To YAML the end of a line, to an editor a space.
_ONLY_YAML_BREAKS = dict.fromkeys((0x2028, 0x2029), " ")
_PAIR = re.compile(r"(?:^|,)\s*(?P<key>\w[\w'’ -]{0,30}?)\s*:")
# What else looks like the spaces before a key, or like nothing: from a Mac's keyboard, from a page.
_INVISIBLE = "\u200b\u2060\ufeff"
_WHOLE_MARGIN = re.compile(rf"^(?:[^\S\n]|[{_INVISIBLE}])+", re.MULTILINE)
_MARGIN = re.compile(r"\s*")


class Head(NamedTuple):
    """The table of a head, the line of each key and item, and every mistake; a refused value is ``REFUSED``.

    ``brackets`` has the tables and lists that stand in brackets, ``texts`` what readers will see as it was typed.
    """

    table: dict[str, Any]
    lines: dict[Path, int]
    mistakes: list[HeadMistake]
    brackets: set[Path]
    texts: dict[Path, str]


class _Row(NamedTuple):
    """A line of the file and its text."""

    line: int
    text: str

    @property
    def margin(self) -> int:
        return len(_margin(self.text))

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip()) and not self.text.lstrip().startswith("#")


def read_head(source: str, declared: type, first: int) -> Head:
    """What ``source`` means as the table that is ``declared``; its first line is the line ``first`` of the file."""
    source = _WHOLE_MARGIN.sub(_spaces, source.translate(_ONLY_YAML_BREAKS))
    kind = Kind(declared)
    reader = _LineReader(kind)
    table: Any = None
    try:
        node = compose(source)
        if isinstance(node, yaml.MappingNode) and not _swallows_keys(node, source):
            table = reader.value(node, kind, (), HeadText(source, first))
    except yaml.reader.ReaderError as mistake:
        line = source.count("\n", 0, mistake.position) + first
        table = reader.refuse(line, _("the front matter can't be read"), _("remove the invisible characters"))
    except yaml.YAMLError:
        pass
    if table is None:
        table = reader.entries(_rows(source, first), kind, ())
    reader.lines[()] = first
    values = table if isinstance(table, dict) else {}
    for name, value in values.items():
        below = Kind(kind.keys.get(name)).keys
        if value is None and any(key in below for key in values if key not in kind.keys):
            # Its keys stand at the margin, which is told.
            values[name] = REFUSED
    return Head(values, reader.lines, reader.mistakes, reader.brackets, reader.texts)


def _spaces(margin: re.Match[str]) -> str:
    if margin[0].isascii():
        return margin[0]
    return "".join(one if one == "\t" else " " for one in margin[0] if one not in _INVISIBLE)


def _rows(text: str, first: int) -> list[_Row]:
    return [_Row(number, row) for number, row in enumerate(text.removesuffix("\n").split("\n"), start=first)]


def _margin(row: str) -> str:
    found = _MARGIN.match(row)
    return found[0] if found else ""


def _swallows_keys(node: yaml.MappingNode, source: str) -> bool:
    """Whether a quotation mark or a bracket that was left open makes text of the keys below it."""
    return not node.flow_style and any(
        key_meant("", found["key"])
        for _key, value in node.value
        for found in _KEY_BELOW.finditer(source, value.start_mark.index, value.end_mark.index)
    )


class _LineReader(HeadReader):
    """Reads the lines that YAML refuses."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self._strayed: dict[object, list[str]] = {}  # the known keys on lines that were refused, by their table

    def entries(self, rows: Sequence[_Row], kind: Kind, path: Path) -> object:
        """The table whose keys begin at the margin of ``rows``."""
        table: dict[str, Any] = {}
        groups: list[tuple[re.Match[str], list[_Row]]] = []
        stray: list[_Row] = []
        margin = 0
        for row in rows:
            found = _key_of(row.text, kind) if row.says_something else None
            if found and (not groups or row.margin <= margin):
                margin = row.margin
                groups.append((found, [row]))
            elif groups:
                groups[-1][1].append(row)
            elif row.says_something:
                stray.append(row)
        if stray:
            self._stray(stray[0], kind)
        for found, group in groups:
            key = found["key"].strip('"')
            self.key(key, path, group[0].line)
            table[key] = self._entry(found, group, kind, (*path, key))
        # What stands on a line that was refused is not missing.
        return dict.fromkeys(self._strayed.get(kind.plain, ()), REFUSED) | table

    def _entry(self, found: re.Match[str], group: Sequence[_Row], table: Kind, path: Path) -> object:
        first, rest = group[0], (found["rest"] or "").strip()
        kind = Kind(table.keys.get(str(path[-1])))
        margin = " " * first.margin
        opening = _Row(first.line, f"{margin}{found['key']}: {rest}".rstrip())
        below = list(group[1:])
        node, text = _composed([opening, *below])
        if node is None and any("\t" in _margin(row.text) for row in below):
            below = [self._without_tab(row) if row.says_something else row for row in below]
            node, text = _composed([opening, *below])
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            return self.value(node.value[0][1], kind, path, HeadText(text, first.line))
        return self._by_line(rest, below, kind, path, first, table)

    def _without_tab(self, row: _Row) -> _Row:
        margin = _margin(row.text)
        if "\t" not in margin:
            return row
        spaced = margin.replace("\t", "  ") + row.text.lstrip()
        remedy = _("write two spaces instead of each tab")
        self.refuse(row.line, _("this line begins with a tab"), remedy, row.text, (spaced,))
        return _Row(row.line, spaced)

    def _by_line(  # noqa: PLR0913  what an entry is read from
        self, rest: str, below: Sequence[_Row], kind: Kind, path: Path, first: _Row, table: Kind
    ) -> object:
        solid = [row for row in below if row.says_something]
        if kind.plain is None:
            return REFUSED
        if kind.is_list and rest and ITEM.match(rest):
            # The first item stands behind the key, where YAML has no list.
            margin = solid[0].margin if solid else 0
            return self._items([_Row(first.line, " " * margin + rest), *solid], kind, path)
        if kind.is_list and not rest and solid:
            return self._items(solid, kind, path)
        if kind.keys and not rest:
            return self.entries(below, kind, path)
        stray = [row for row in solid if _is_stray(row, first, table, has_value=bool(rest))]
        for row, before in zip(stray, [None, *stray], strict=False):
            # Lines one below the other have one cause.
            if before is None or before.line + 1 != row.line or _known_key(row, table):
                self._stray(row, table)
        below = [row for row in below if row not in stray]
        solid = [row for row in solid if row not in stray]
        if stray and kind.is_prose and _BLOCK.match(rest):
            return REFUSED
        if kind.is_prose and _BLOCK.match(rest):
            outside = next((row for row in solid if row.margin < solid[0].margin), first)
            message = _("this line is not where the text above it begins")
            return self.refuse(outside.line, message, _("put two spaces before each line of the text"))
        if solid and not (kind.is_prose or kind.is_list or kind.keys):
            return self._stray(solid[0], table)
        written = _paragraphs([rest, *(row.text for row in below)], kind)
        return self._one_line(written, kind, path, first.line if rest or not solid else solid[0].line)

    def _items(self, rows: Iterable[_Row], kind: Kind, path: Path) -> object:
        """The items of a list, a line or more for each."""
        items: list[list[_Row]] = []
        margin: int | None = None
        for row in rows:
            found = ITEM.match(row.text)
            if found:
                if margin is not None and row.margin != margin:
                    self.misaligned(row.line)
                margin = row.margin if margin is None else margin
                items.append([_Row(row.line, " " * found.start("text") + found["text"])])
            elif margin is not None and row.margin > margin:
                items[-1].append(row)
            else:
                return self.no_dash(row.line, path, row.text.strip())
        item = Kind(kind.item)
        return [self._item(item_rows, item, (*path, index)) for index, item_rows in enumerate(items)]

    def _item(self, rows: Sequence[_Row], kind: Kind, path: Path) -> object:
        line = rows[0].line
        self.lines[path] = line
        if not kind.keys:
            return self._one_line(folded("\n".join(row.text for row in rows if row.says_something)), kind, path, line)
        node, text = _composed(rows)
        if isinstance(node, yaml.MappingNode):
            return self.value(node, kind, path, HeadText(text, line))
        written = folded(text)
        return self._one_line(written, kind, path, line) if written[:1] == "{" else self.entries(rows, kind, path)

    def _one_line(self, written: str, kind: Kind, path: Path, line: int) -> object:
        """A value without line breaks of its own, whether YAML can read it or not."""
        self.lines.setdefault(path, line)
        if kind.is_prose:
            return self._text(written, kind, path, line)
        if (kind.is_list and written[:1] != "[") or (kind.keys and written[:1] != "{"):
            return plain(_COMMENT_BEHIND.sub("", written).strip(), kind)
        node, _text = _composed([_Row(line, written)])
        if node is None and kind.is_list:
            return self._listed(written, kind, path, line)
        if node is None and kind.keys:
            return self._braced(written, kind, path, line)
        is_bare = not isinstance(node, yaml.ScalarNode) or node.style is None
        if node is None or (is_bare and not (kind.is_list or kind.keys)):
            return plain(_COMMENT_BEHIND.sub("", written).strip(), kind)
        return self.value(node, kind, path, HeadText(written, line))

    def _text(self, written: str, kind: Kind, path: Path, line: int) -> object:
        if not written:
            return None
        if written[0] == "#":
            return self.comment_only(line, path, written)
        if written[0] not in "\"'":
            return self.text(written, kind, path)
        node, _text = _composed([_Row(line, written)])
        if isinstance(node, yaml.ScalarNode):
            return self.value(node, kind, path, HeadText(written, line))
        return self._quoted(written, kind, path, line)

    def _quoted(self, written: str, kind: Kind, path: Path, line: int) -> object:
        """A text that begins with a quotation mark which YAML sees closed nowhere, or not at its end."""
        mark, at = written[0], 0
        while (at := written.find(mark, at + 1)) != -1:
            after = written[at + 1 : at + 2]
            if not after:
                # What stands within were apostrophes.
                return self.text(written[1:at].strip(), kind, path)
            if mark == "'" and written[at - 1].isalnum() and after.isalnum():
                continue
            if not written[at - 1].isspace() and not after.isalnum():
                # The quotation ends within the text, and is a part of it.
                return self.text(written, kind, path)
            message = _("a quotation mark {mark} within a text that begins with one").format(mark=mark)
            return self.refuse(
                line, message, _("write « and » for the quotation within, or delete the first and the last mark")
            )
        return self.unclosed(mark, line, written)

    def _listed(self, written: str, kind: Kind, path: Path, line: int) -> object:
        self.brackets.add(path)
        found = re.match(r"\[(.*)\]\s*(?:#.*)?$", written)
        if not found:
            return self._open_bracket("[", "]", line)
        items, item = _between_commas(found[1]), Kind(kind.item)
        return [self._one_line(one, item, (*path, index), line) for index, one in enumerate(items)]

    def _braced(self, written: str, kind: Kind, path: Path, line: int) -> object:
        self.brackets.add(path)
        found = re.match(r"\{(.*)\}\s*(?:#.*)?$", written)
        return self.pairs(found[1], kind, path, line) if found else self._open_bracket("{", "}", line)

    def by_line(self, source: str, kind: Kind, path: Path, line: int) -> object:
        """The items of a list, one for each line that begins with a dash."""
        return self._items([row for row in _rows(source, line) if row.says_something], kind, path)

    def glued(self, source: str, kind: Kind, path: Path, line: int) -> object:
        """The table whose keys have no space after their colons, so that YAML sees a text; ``None`` if it is one."""
        rows = [_Row(row.line, row.text.lstrip()) for row in _rows(source, line)]
        return self.entries(rows, kind, path) if _key_of(rows[0].text, kind) else None

    def pairs(self, written: str, kind: Kind, path: Path, line: int) -> object:
        """The pairs within the brackets of a table, cut where a known key follows a comma."""
        dotted = ".".join(step for step in path if isinstance(step, str))
        keys = [found for found in _PAIR.finditer(written) if key_meant(dotted, found["key"])]
        if not keys or written[: keys[0].start()].strip():
            message = _("this table can't be read")
            example = ", ".join(f"{name}: …" for name in kind.keys)
            return self.refuse(line, message, _("write it as `{{{pairs}}}`").format(pairs=example))
        table: dict[str, Any] = {}
        absent = [name for name in kind.keys if name not in {found["key"] for found in keys}]
        for found, following in zip(keys, [*keys[1:], None], strict=True):
            key = found["key"]
            self.key(key, path, line)
            value = written[found.end() : following.start() if following else None].strip()
            joined = re.search(rf"[\s;](?P<key>{'|'.join(absent) or '(?!)'}):\s", value)
            if joined:
                message = _("there is no comma before “{key}”").format(key=joined["key"])
                table[key] = table[joined["key"]] = self.refuse(line, message, _("write a comma before it"))
                continue
            table[key] = self._one_line(value, Kind(kind.keys.get(key)), (*path, key), line)
        return table

    def _open_bracket(self, opening: str, closing: str, line: int) -> object:
        message = _("the bracket {opening} is never closed").format(opening=opening)
        return self.refuse(line, message, _("write {closing} at its end").format(closing=closing))

    def _stray(self, row: _Row, table: Kind) -> object:
        """Refuse a line that is no key, and belongs to none."""
        written = row.text.strip()
        key = _known_key(row, table)
        if key:
            self._strayed.setdefault(table.plain, []).append(key)
            message = _("“{key}” is indented").format(key=key)
            remedy = _("remove the spaces before it: it begins where the key above begins")
            return self.refuse(row.line, message, remedy, row.text, (row.text.lstrip(),))
        bare = re.match(rf"({'|'.join(table.keys)})(?:\s*=\s*|\s+|$)(.*)", written)
        if bare:
            self._strayed.setdefault(table.plain, []).append(bare[1])
            message = _("there is no colon after “{key}”").format(key=bare[1])
            line = f"{bare[1]}: {bare[2]}".strip()
            return self.refuse(row.line, message, _("write `{line}`").format(line=line), written, (line,))
        message = _("this line is no key, and belongs to none")
        remedy = _("write `key: value`, or, if it continues the line above, put two spaces before it")
        return self.refuse(row.line, message, remedy)


def _composed(rows: Iterable[_Row]) -> tuple[yaml.Node | None, str]:
    """The YAML of some rows, ``None`` where they are none, and their text."""
    text = "".join(f"{row.text}\n" for row in rows)
    try:
        return compose(text), text
    except yaml.YAMLError:
        return None, text


def _known_key(row: _Row, table: Kind) -> str:
    """The known key that a row begins with, however far it is indented; empty if it begins with none."""
    found = _key_of(row.text, table)
    return found["key"] if found and found["key"] in table.keys else ""


def _is_stray(row: _Row, first: _Row, table: Kind, *, has_value: bool) -> bool:
    """Whether a row can't go on with the value of the key in the row ``first``."""
    is_outside = row.margin <= first.margin and row.text.strip()[0] not in "]}"
    return is_outside or (has_value and bool(_known_key(row, table)))


def _key_of(row: str, table: Kind) -> re.Match[str] | None:
    """The key that a row begins with; one that is known needs no space after its colon."""
    return _KEY.match(row) or re.match(
        rf"(?P<indent>\s*)(?P<key>{'|'.join(table.keys) or '(?!)'})\s*:(?P<rest>.*)$", row, re.DOTALL
    )


def _paragraphs(rows: Iterable[str], kind: Kind) -> str:
    """Lines as one, or where Markdown is declared as its paragraphs."""
    text = "\n".join(row if row.strip() and not row.lstrip().startswith("#") else "" for row in rows).strip()
    if not kind.is_markdown:
        return folded(text)
    return "\n\n".join(folded(one) for one in re.split(r"\n{2,}", text))


def _between_commas(text: str) -> list[str]:
    """The items of a list in brackets; a comma within quotation marks or brackets separates nothing."""
    items: list[str] = []
    start = depth = at = 0
    while at < len(text):
        character = text[at]
        if character in "\"'" and not text[start:at].strip():
            closing = re.compile(rf"{character}\s*(?:,|$)").search(text, at + 1)
            at = closing.start() if closing else at
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "," and depth <= 0:
            items.append(text[start:at].strip())
            start = at + 1
        at += 1
    last = text[start:].strip()
    return [*items, last] if last else items
