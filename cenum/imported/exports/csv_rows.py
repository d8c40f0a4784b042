"""Tables in CSV, as services and spreadsheets write them (RFC 4180): whatever the encoding and the separator."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.archive_files import MOST_BYTES
from cenum.imported.refusal import ImportRefusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
# In a line of the file, which is a part of a cell where that is HTML.
_MOST_SEPARATORS = 200_000

Row = dict[str, str]


def rows(content: bytes, name: str) -> Iterator[Row]:
    """Each row of the table ``name``: its cells, by the names of the columns without case, spaces and hyphens.

    Raises :class:`ImportRefusal` where it is no table, or has too many rows.
    """
    text = text_of(content)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(MOST_BYTES)
    table = csv.reader(_lines(text, separator, name), delimiter=separator)
    try:
        names = [column_name(one) for one in next(table, [])[:_MOST_COLUMNS]]
        for number, cells in enumerate(table):
            if number >= _MOST_ROWS:
                raise _no_table(name)
            if any(cells):
                yield {column: cell.strip() for column, cell in zip(names, cells, strict=False) if column}
    except csv.Error:
        raise _no_table(name) from None


def cell(row: Row, *columns: str) -> str:
    """What stands in the first of the ``columns`` that ``row`` has, and that is not empty there."""
    return next((row[name] for name in map(column_name, columns) if row.get(name)), "")


def column_name(written: str) -> str:
    """A column's name as every writer of it would have it."""
    return "".join(one for one in written.casefold() if one.isalnum())


def text_of(content: bytes) -> str:
    """A text file: UTF-8, UTF-16 with its mark, or what Windows wrote before."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str, separator: str, name: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > _MOST_SEPARATORS:
            raise _no_table(name)
        yield line.replace("\0", "")


def _no_table(name: str) -> ImportRefusal:
    return ImportRefusal(
        _("{file} can't be read as a table").format(file=name),
        _("export it again; a table that a spreadsheet opened is saved as CSV, in UTF-8"),
    )
