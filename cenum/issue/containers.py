"""The ``:::`` blocks: what each needs after its name, and what stands between its fences."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.issue import languages, link_syntax
from cenum.issue.blocks import Button, Event, Foreign, Interview, Note, Prose, Resource, Testimony
from cenum.issue.markdown import CONTAINER, named, plain
from cenum.issue.other_names import block_called
from cenum.issue.typography import MONTHS
from cenum.rule import Example, Rule
from cenum.schema import near, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from cenum.issue.blocks import Block
    from cenum.issue.markdown import MarkdownReader

_OPEN, _CLOSE = f"container_{CONTAINER}_open", f"container_{CONTAINER}_close"
_HOUR = r"(?P<{0}>\d{{1,2}})\s?[h:]\s?(?P<{0}_minute>\d{{2}})?"
_EVENT = re.compile(
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:er)?\s+[^\W\d]+\s+\d{4})"
    rf"(?:(?:T|,?\s+(?:(?:à|de)\s+)?){_HOUR.format('hour')}(?:\s?(?:-|–|à)\s?{_HOUR.format('until')})?(?=[\s,]|$))?"
    r"(?:,?\s+(?:[–—-]\s+)?(?P<where>\S.*))?$",
    re.IGNORECASE,
)
_ONLINE = {"en ligne", "online"}

BLOCK_UNKNOWN = Rule(
    "block-unknown",
    Severity.ERROR,
    what=N_("A `:::` block has a name that cenum does not know."),
    why=N_("It can't be shown."),
    remedy=N_("Use the name that the message gives; [writing](writing.md) shows all blocks."),
    corrected=True,
    example=Example(
        fails="""
            ::: encadre
            Bonjour.
            :::
            """,
        passes="""
            ::: note
            Bonjour.
            :::
            """,
    ),
)
BLOCK_OPEN = Rule(
    "block-open",
    Severity.ERROR,
    what=N_("A `:::` block is never closed."),
    why=N_("The block would contain everything below it."),
    remedy=N_("Put a line with `:::` after its last line."),
    example=Example(
        fails="""
            ::: note
            Bonjour.
            """,
        passes="""
            ::: note
            Bonjour.
            :::
            """,
    ),
)
BLOCK_ARGUMENT = Rule(
    "block-argument",
    Severity.ERROR,
    what=N_("A block lacks what must follow its name, or has something there that it does not accept."),
    why=N_("A testimony needs a name, a button an address; a note takes nothing."),
    remedy=N_("Follow the example in the message."),
    example=Example(
        fails="""
            ::: testimony
            J’ai appris à remplir ma déclaration.
            :::
            """,
        passes="""
            ::: testimony Jeanne, 72 ans
            J’ai appris à remplir ma déclaration.
            :::
            """,
    ),
)
BLOCK_BUTTON = Rule(
    "block-button",
    Severity.ERROR,
    what=N_("A button's label is more than one line of text."),
    why=N_("A button has room for a few words, without a picture or another link."),
    remedy=N_("Write two to five words between the `:::` lines."),
    example=Example(
        fails="""
            ::: button https://www.arcep.fr/inscription
            Je m’inscris

            dès maintenant
            :::
            """,
        passes="""
            ::: button https://www.arcep.fr/inscription
            Je m’inscris dès maintenant
            :::
            """,
    ),
)
BLOCK_EVENT = Rule(
    "block-event",
    Severity.ERROR,
    what=N_("An event lacks its day or its place, or the day does not exist."),
    why=N_("Readers would not know when or where to come."),
    remedy=N_("Write `::: event 2026-11-26 13h30 Médiathèque`, or `en ligne` as the place."),
    example=Example(
        fails="""
            ::: event 2026-11-31 13h30 Médiathèque
            Un atelier.
            :::
            """,
        passes="""
            ::: event 2026-11-30 13h30 Médiathèque
            Un atelier.
            :::
            """,
    ),
)
BLOCK_NESTED = Rule(
    "block-nested",
    Severity.ERROR,
    what=N_("A block begins within a list or a quotation."),
    why=N_("Mail programs can't show a frame there."),
    remedy=N_("Move it out, and start its lines at the margin."),
    example=Example(
        fails="""
            - Un point

              ::: note
              Bonjour.
              :::
            """,
        passes="""
            - Un point

            ::: note
            Bonjour.
            :::
            """,
    ),
)


def blocks(tokens: Sequence[Token], reader: MarkdownReader) -> tuple[Block, ...]:
    """The blocks of a run of tokens, each of them closed."""
    found: list[Block] = []
    prose: list[Token] = []
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        if token.type == _OPEN:
            if not depth:
                start = index
                if token.level != tokens[0].level:
                    message = _("a block can't be inside a list or a quotation")
                    reader.refuse(
                        (token.map or (0, 0))[0], BLOCK_NESTED, message, _("move it out, to the left margin")
                    )
                _close_prose(prose, found, reader)
            depth += 1
        elif token.type == _CLOSE:
            depth -= 1
            if not depth:
                block = _container(tokens[start], tokens[start + 1 : index], reader)
                found.extend([block] if block else [])
        elif not depth:
            prose.append(token)
    _close_prose(prose, found, reader)
    return tuple(found)


def _instead(name: str, argument: str) -> str:
    """What to do about a block that nobody knows by this name."""
    ours = block_called(name)
    if not ours:
        return nearest(name, NAMES)
    return _("write `{line}`").format(line=f"::: {ours} {argument}".strip())


def _close_prose(prose: list[Token], found: list[Block], reader: MarkdownReader) -> None:
    if prose:
        line = next((token.map[0] for token in prose if token.map), 0)
        lines = []
        for token in prose:
            # What closes something has no line of its own.
            line = token.map[0] if token.map else line
            lines.append(reader.line_of(line))
        found.append(Prose(lines[0], tuple(prose), tuple(lines)))
        prose.clear()


def _container(opening: Token, inside: Sequence[Token], reader: MarkdownReader) -> Block | None:
    first = (opening.map or (0, 0))[0]
    name, argument = named(opening.info)
    container = _CONTAINERS.get(name)
    if container is None:
        if not name:
            reader.refuse(
                first,
                BLOCK_UNKNOWN,
                _("a `:::` line that closes no block"),
                _("remove it, or write a block's name after it"),
            )
        else:
            message = _("unknown block “{name}”").format(name=name)
            meant = block_called(name) or near(name, NAMES)
            reader.refuse(first, BLOCK_UNKNOWN, message, _instead(name, argument), name, tuple(filter(None, [meant])))
        return None
    if not argument and container.example:
        message = _("the block “{name}” needs something after its name").format(name=name)
        reader.refuse(first, BLOCK_ARGUMENT, message, container.remedy(reader))
        return None
    return container.build(_Fenced(argument, inside, first, reader))


class _Fenced(NamedTuple):
    """A ``:::`` block as it was written: what stands after its name, and between its fences from line ``first``."""

    argument: str
    inside: Sequence[Token]
    first: int
    reader: MarkdownReader

    @property
    def line(self) -> int:
        return self.reader.line_of(self.first)

    def body(self) -> tuple[Block, ...]:
        return blocks(self.inside, self.reader)

    def words(self) -> str:
        return self.reader.typeset(self.argument)

    def url(self) -> str:
        problem = link_syntax.problem(self.argument, self.reader.anchors)
        if problem:
            self.refuse(problem.rule, problem.message, problem.remedy, problem.text, problem.instead)
        return self.argument

    def refuse(self, rule: Rule, message: str, remedy: str, text: str = "", instead: Sequence[str] = ()) -> None:
        self.reader.refuse(self.first, rule, message, remedy, text or self.argument, instead)


class _Container(NamedTuple):
    """How a block is made of what was written, and the ``example`` of one that needs something after its name.

    In letters in French the example is ``french``, if there is one.
    """

    build: Callable[[_Fenced], Block | None]
    example: str = ""
    french: str = ""

    def remedy(self, reader: MarkdownReader) -> str:
        example = self.french if self.french and reader.french else self.example
        return _("write, for example: {example}").format(example=example)


def _testimony(it: _Fenced) -> Testimony:
    return Testimony(it.line, it.words(), it.body())


def _button(it: _Fenced) -> Button | None:
    url = it.url()
    if [token.type for token in it.inside] != ["paragraph_open", "inline", "paragraph_close"] or any(
        child.type in {"link_open", "image", "span_open"} for child in it.inside[1].children or ()
    ):
        message = _("a button's label must be one line of text")
        it.refuse(BLOCK_BUTTON, message, _("write two to five words between the ::: lines"))
        return None
    return Button(it.line, url, plain(it.inside[1]))


def _note(it: _Fenced) -> Note:
    if it.argument:
        message = _("the block “note” takes nothing after its name")
        it.refuse(BLOCK_ARGUMENT, message, _("move “{text}” to the next line").format(text=it.argument))
    return Note(it.line, it.body())


def _event(it: _Fenced) -> Event | None:
    body = it.body()
    remedy = _CONTAINERS[Event.name].remedy(it.reader)
    match = _EVENT.match(it.argument)
    if not match or not match["where"]:
        it.refuse(BLOCK_EVENT, _("an event needs a day, then a place or `en ligne`"), remedy)
        return None
    try:
        day = written_day(match["day"])
        hour, until = (
            time(int(match[name]), int(match[f"{name}_minute"] or 0)) if match[name] else None
            for name in ("hour", "until")
        )
    except ValueError:
        when = it.argument[: match.start("where")].strip()
        it.refuse(BLOCK_EVENT, _("“{when}” does not exist in the calendar").format(when=when), remedy)
        return None
    where = "" if match["where"].strip().lower() in _ONLINE else it.reader.typeset(match["where"].strip())
    if hour and until and until <= hour:
        it.refuse(BLOCK_EVENT, _("the event ends before it begins"), _("write the hour of its beginning first"))
    return Event(it.line, day, hour, until, where, body)


def written_day(written: str) -> date:
    """A day as programs or the French write it. Raises :class:`ValueError` where it does not exist."""
    if written[4] == "-":
        return date.fromisoformat(written)
    day, month, year = re.split(r"[/.\s]+", written.lower())
    number = int(month) if month.isdecimal() else MONTHS.split("|").index(month) + 1
    return date(int(year), number, int(day.removesuffix("er")))


def _interview(it: _Fenced) -> Interview:
    return Interview(it.line, it.words(), it.body())


def _resource(it: _Fenced) -> Resource:
    return Resource(it.line, it.url(), it.body())


def _foreign(it: _Fenced) -> Foreign:
    mistake = languages.mistake(it.argument)
    if mistake:
        it.refuse(languages.LANGUAGE_MARK, mistake.message, mistake.remedy, mistake.text, mistake.instead)
    return Foreign(it.line, it.argument, it.body())


_CONTAINERS = {
    Testimony.name: _Container(_testimony, "::: testimony Name, role", "::: testimony Nom, rôle"),
    Button.name: _Container(_button, "::: button https://example.org"),
    Note.name: _Container(_note),
    Event.name: _Container(_event, "::: event 2026-11-26 13:30 Library", "::: event 2026-11-26 13h30 Médiathèque"),
    Interview.name: _Container(_interview, "::: interview Name, role", "::: interview Nom, rôle"),
    Resource.name: _Container(_resource, "::: resource https://example.org"),
    Foreign.name: _Container(_foreign, "::: lang en"),
}
NAMES = tuple(_CONTAINERS)
