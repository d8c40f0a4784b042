"""Fields of a Word document (ECMA-376-1, section 17.16): where links lead, and which words nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.imported.docx.word_xml import closed_fields, said

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CODE = 8_000  # characters; an address has two thousand


class _Open:
    """A field that is open; ``address`` is where the words at this place lead."""

    def __init__(self, address: str) -> None:
        self.code: list[str] = []
        self.shows = False
        self.address = address


class WordFields:
    """The fields that are open at a place of ``root``, for who goes through it in its order."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401  lxml
        self._marks = closed_fields(root)
        self._open: list[_Open] = []
        self._codes = 0  # how many of them don't show anything yet

    def mark(self, element: Any) -> None:  # noqa: ANN401  lxml
        """A field begins, ends, or shows what it results in from here on."""
        mark = said(element, "w:fldCharType")
        # Where its beginning stands in something that nobody reads, the rest of a field is none.
        if element not in self._marks or not (self._open or mark == "begin"):
            return
        match mark:
            case "begin":
                self._open.append(_Open(self.address))
                self._codes += 1
            case "separate" if not self._open[-1].shows:
                field = self._open[-1]
                field.shows = True
                field.address = address_of("".join(field.code)) or field.address
                self._codes -= 1
            case "end" if not self._open.pop().shows:
                self._codes -= 1

    def code(self, text: str) -> None:
        """A part of what the innermost field says."""
        if self._open and not self._open[-1].shows:
            self._open[-1].code.append(text)

    @property
    def are_shown(self) -> bool:
        """Whether the words at this place are to be seen: the code of a field is not."""
        return not self._codes

    @property
    def address(self) -> str:
        """Where the words at this place lead."""
        return self._open[-1].address if self._open else ""


def address_of(code: str) -> str:
    r"""Where a field leads: ``HYPERLINK "https://example.org/" \l "anchor"``; nothing where it is no link.

    ECMA-376-1, section 17.16.5.25.
    """
    name, *arguments = _arguments(code[:_MOST_CODE]) or [""]
    if name.upper() != "HYPERLINK":
        return ""
    address = anchor = ""
    rest = iter(arguments)
    for one in rest:
        match one.lower():
            case "\\l":
                anchor = next(rest, "")
            case "\\o" | "\\t":
                next(rest, "")
            case "\\m" | "\\n" | "\\h":
                pass
            case _:
                address = address or one
    return f"{address.partition('#')[0] if anchor else address}#{anchor}" if anchor else address


def _arguments(code: str) -> list[str]:
    return list(_split(code))


def _split(code: str) -> Iterator[str]:
    """What is between quotation marks, and words; a backslash before a quotation mark or another is taken away."""
    at = 0
    while at < len(code):
        if code[at].isspace():
            at += 1
            continue
        quoted = code[at] in _QUOTES
        at += quoted
        found = ""
        while at < len(code) and not (code[at] in _QUOTES if quoted else code[at].isspace()):
            if code[at : at + 2] in {"\\\\", '\\"'} and quoted:
                at += 1
            found += code[at]
            at += 1
        at += quoted
        yield found


_QUOTES = frozenset('"“”')
