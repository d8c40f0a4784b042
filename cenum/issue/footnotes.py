"""Notes: a number where one is called, as newspapers have it, and its text at the end of the section.

``Un mot.[^1]`` and, on lines of their own, ``[^1]: La note.``
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.issue.markdown import MarkdownReader

_OPEN, _CLOSE, _CALL = "footnote_reference_open", "footnote_reference_close", "footnote_ref"
_NNBSP = "\u202f"
_NUMBER = "note number"

NOTE_UNCALLED = Rule(
    "note-uncalled",
    Severity.ERROR,
    what=N_("A note is called nowhere, or twice under one name."),
    why=N_("It would be in the letter without a number that leads to it, or not at all."),
    remedy=N_("Write its name where it belongs, as in `[^1]`, or delete it."),
    example=Example(
        fails="""
            Un mot.

            [^1]: La source de ce mot.
            """,
        passes="""
            Un mot.[^1]

            [^1]: La source de ce mot.
            """,
    ),
)


def is_number(token: Token) -> bool:
    """Whether an inline token is the number of a note, which nobody wrote."""
    return bool(token.meta.get(_NUMBER))


class Footnotes:
    """The notes of one letter, numbered through all its texts."""

    def __init__(self) -> None:
        self._count = 0

    def settle(self, tokens: Sequence[Token], reader: MarkdownReader) -> list[Token]:
        """``tokens``, as markdown-it has them, with each note at the end of the section that calls it first.

        A call is text from now on, and so is the number before a note.
        """
        body, notes = _apart(tokens, reader)
        if not notes:
            return body
        numbers: dict[str, int] = {}
        waiting: list[str] = []
        settled: list[Token] = []
        for token in body:
            if token.type == "heading_open" and token.tag == "h1" and not token.level:
                settled += self._given_out(waiting, notes, numbers)
            settled.append(token)
            self._number(token, numbers, waiting)
        settled += self._given_out(waiting, notes, numbers)
        for label, note in notes.items():
            if label not in numbers:
                message = _("the note “{name}” is called nowhere").format(name=label)
                remedy = _("write `{call}` where it belongs, or delete it").format(call=f"[^{label}]")
                reader.refuse((note[0].map or (0, 0))[0], NOTE_UNCALLED, message, remedy)
        return settled

    def _number(self, token: Token, numbers: dict[str, int], waiting: list[str]) -> None:
        """Make text of the calls in ``token``; who is called for the first time waits for the section's end."""
        for child in token.children or ():
            if child.type == _CALL:
                label = child.meta["label"]
                if label not in numbers:
                    self._count += 1
                    numbers[label] = self._count
                    waiting.append(label)
                child.type, child.content, child.meta = "text", f"{_NNBSP}({numbers[label]})", {_NUMBER: True}

    def _given_out(self, waiting: list[str], notes: dict[str, list[Token]], numbers: dict[str, int]) -> list[Token]:
        """The notes that wait; one that is called by another comes after it."""
        given: list[Token] = []
        while waiting:
            label = waiting.pop(0)
            note = notes.get(label, [])
            for token in note:
                self._number(token, numbers, waiting)
                if token.type == "paragraph_open":
                    token.attrSet("class", "small")
            first = next((token for token in note if token.type == "inline"), None)
            if first is not None:
                number = Token("text", "", 0, content=f"({numbers[label]}) ", meta={_NUMBER: True})
                first.children = [number, *(first.children or ())]
            given += note
        return given


def _apart(tokens: Sequence[Token], reader: MarkdownReader) -> tuple[list[Token], dict[str, list[Token]]]:
    """What is no note, and the tokens of each note by its name, with their levels as at the margin."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    within: list[Token] | None = None
    for token in tokens:
        if token.type == _OPEN and within is None:
            label, line = token.meta["label"], (token.map or (0, 0))[0]
            if label in notes:
                message = _("there are two notes “{name}”").format(name=label)
                reader.refuse(line, NOTE_UNCALLED, message, _("give one of them another name"))
            within = notes.setdefault(label, [])
            outer = token.level + 1
        elif token.type == _CLOSE and within is not None and token.level == outer - 1:
            within = None
        elif within is not None and token.type not in {_OPEN, _CLOSE}:
            token.level -= outer
            within.append(token)
        elif within is None:
            body.append(token)
    return body, {label: note for label, note in notes.items() if note}
