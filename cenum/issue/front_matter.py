"""What stands at the head of an issue: its keys, and the rules of what is wrong there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.borders import find
from cenum.issue.head_lines import read_head
from cenum.issue.other_names import key_meant, key_remedy
from cenum.issue.stray_marks import in_line
from cenum.rule import Example, Rule
from cenum.schema import Dialect, Email, Sentence, read
from cenum.waivers import Waiver, mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.borders import Borders
    from cenum.issue.head import HeadMistake
    from cenum.schema import Path

FRONT_MATTER_SYNTAX = Rule(
    "front-matter-syntax",
    Severity.ERROR,
    what=N_(
        "A line of the front matter can't be read: a quotation mark or a bracket left open, a key written twice, a "
        "tab, an item without its dash, a line that belongs to no key."
    ),
    why=N_("cenum can't know what it means."),
    remedy=N_("Correct the line as the message says; write one `key: value` per line."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails='title: "Un titre et sa suite',
        passes="title: Un titre : et sa suite",
    ),
)
FRONT_MATTER_UNKNOWN_KEY = Rule(
    "front-matter-unknown-key",
    Severity.ERROR,
    what=N_("The front matter has a key that cenum does not know."),
    why=N_("Its value would be lost without warning."),
    remedy=N_(
        "Use the key that the message suggests, or delete the line; [front matter](front-matter.md) lists all keys."
    ),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="tilte: Un titre",
        passes="title: Un titre",
    ),
)
FRONT_MATTER_MISSING_KEY = Rule(
    "front-matter-missing-key",
    Severity.ERROR,
    what=N_("A table in the front matter lacks a key that it needs."),
    why=N_("The table is useless without it."),
    remedy=N_("Add the line that the message shows."),
    example=Example(
        kind="yaml",
        fails="illustration: {image: carte-2026.png}",
        passes="illustration: {image: carte-2026.png, alt: Une carte de France.}",
    ),
)
FRONT_MATTER_WRONG_VALUE = Rule(
    "front-matter-wrong-value",
    Severity.ERROR,
    what=N_("A key of the front matter has a value of the wrong kind."),
    why=N_("cenum can't guess what you meant."),
    remedy=N_("Follow the example in the message."),
    example=Example(
        kind="yaml",
        fails="number: trente",
        passes="number: 30",
    ),
)
# The longest seen has 3,000. YAML takes a thousand times as long to read as the Markdown below it.
MOST_CHARACTERS = 16_000
_NOT_SHOWN = frozenset({"waivers", "remarks"})
# The name of a file or a rule, an address: no prose, although it is text.
FileName = Annotated[Sentence, Meta(extra={"name": True})]


class Illustration(Struct, frozen=True):
    """The picture at the head of the letter."""

    image: Annotated[FileName, Meta(description="File beside the issue.", examples=["media/2026-11-27.png"])]
    alt: Annotated[
        Sentence,
        Meta(
            title=N_("what the picture shows"),
            description="What the picture shows, for those who don't see it.",
            examples=["Une conseillère numérique aide une habitante."],
        ),
    ]
    credit: Annotated[str, Meta(description="Who drew it or took it.")] = ""


class CreditLine(Struct, frozen=True):
    """Who made the issue."""

    authors: Annotated[tuple[Sentence, ...], Meta(description="Who wrote it.", examples=["Hubert", "Cécile"])] = ()
    illustrator: Annotated[str, Meta(description="Who illustrated the issue.")] = ""


class CorrectionNote(Struct, frozen=True):
    """What was changed in the letter after it left: its page says so."""

    on: Annotated[
        date,
        Meta(
            title=N_("a date such as 2026-12-04"),
            description="The day of the correction.",
            examples=[date(2026, 12, 4)],
        ),
    ]
    what: Annotated[
        Sentence,
        Meta(description="What was corrected, in words for readers.", examples=["Le prénom de la députée."]),
    ]


class RemarkLine(Struct, frozen=True):
    """What a colleague said of some words of the issue, or where no more is said, marked. Readers never see it."""

    at: Annotated[
        str, Meta(description="The words that it is about, as they stand in the issue.", examples=["42 %"])
    ] = ""
    by: Annotated[str, Meta(description="Who made it.", examples=["Cécile"])] = ""
    says: Annotated[str, Meta(description="What it says.", examples=["Vérifier ce chiffre."])] = ""


class FrontMatter(Struct, frozen=True):
    """Every key that an issue can have. None is required: the masthead may be enough."""

    title: Annotated[str, Meta(description="The issue's title.", examples=["Un titre"])] = ""
    number: Annotated[
        Annotated[int, Meta(ge=1, title=N_("a whole number, 1 or more"), examples=[36])] | None,
        Meta(description="The issue's number, for a letter that numbers its issues."),
    ] = None
    teasers_lead: Annotated[
        str, Meta(description="Words in place of “contents” above the sections and teasers.", examples=["Mais aussi"])
    ] = ""
    teasers: Annotated[
        tuple[Sentence, ...],
        Meta(description="What else there is: each stands under the section whose heading says it."),
    ] = ()
    introduction: Annotated[
        str,
        Meta(
            description="What follows the greeting, in Markdown; without one, the letter does not greet.",
            extra={"markdown": True},
        ),
    ] = ""
    illustration: Annotated[Illustration | None, Meta(description="The picture at the head of the letter.")] = None
    credits: Annotated[CreditLine, Meta(description="Who made the issue.")] = CreditLine()
    subject: Annotated[str, Meta(description="The e-mail's subject; the title by default.")] = ""
    preheader: Annotated[str, Meta(description="The line that inboxes show after the subject.")] = ""
    reply_to: Annotated[
        Email | None, Meta(description="Where replies to this issue go, if not to the address in the settings.")
    ] = None
    draft: Annotated[bool, Meta(description="Whether it is a draft, which is not sent.")] = False
    remarks: Annotated[
        tuple[RemarkLine, ...],
        Meta(description="What colleagues said of it before it leaves; each is an error until it is deleted."),
    ] = ()
    waivers: Annotated[tuple[Waiver, ...], Meta(description="Accepted findings, each with a reason.")] = ()
    aliases: Annotated[
        tuple[FileName, ...],
        Meta(description="Older addresses of its page, which lead there for ever.", examples=["/lettre/36"]),
    ] = ()
    corrected: Annotated[
        CorrectionNote | None, Meta(description="What was changed after it left; its page says so.")
    ] = None
    withdrawn: Annotated[
        str,
        Meta(
            description="Why the letter was taken back: its page says this, and nothing else of it.",
            examples=["Cette lettre citait un chiffre faux."],
        ),
    ] = ""


def borders(text: str) -> tuple[Borders | None, list[HeadMistake]]:
    """Where the front matter of a file's ``text`` and the Markdown below it are, and what is wrong with that."""
    return find(text, lambda word: bool(key_meant("", word)))


def split(text: str) -> tuple[str, str] | None:
    """The front matter's YAML, and the Markdown after it; ``None`` where nobody can tell the two apart."""
    found, _mistakes = borders(text)
    return (found.head, found.body) if found else None


def table(source: str) -> dict[str, Any]:
    """The front matter as it was written, whatever is wrong in it: of each key that can be read, the value."""
    return read_head(source, FrontMatter, 1).table if len(source) <= MOST_CHARACTERS else {}


def says_draft(text: str) -> bool:
    """Whether the front matter of a file's ``text`` says that it is a draft, whatever else is wrong in it."""
    # To read YAML takes as long as to read the letter below it, and twenty issues before one are asked. A key can be
    # written otherwise only with a backslash.
    found = split(text) if "draft" in text or "\\" in text else None
    if found is None or not ("draft" in found[0] or "\\" in found[0]):
        return False
    return table(found[0]).get("draft") is True


def parse(source: str, file: str, first_line: int) -> tuple[FrontMatter | None, dict[Path, int], list[Finding]]:
    """The front matter, the line of each key in the file, and every mistake.

    ``first_line`` is the line of the file on which ``source`` begins.
    """
    if len(source) > MOST_CHARACTERS:
        message = _("the front matter has {count} characters; the most is {most}").format(
            count=len(source), most=MOST_CHARACTERS
        )
        remedy = _("move the text below the second `---`; of the waivers, keep those that this issue needs")
        return None, {}, [FRONT_MATTER_SYNTAX.at(Place(file, first_line), message, remedy)]
    head = read_head(source, FrontMatter, first_line)

    def locate(path: Path) -> Place:
        while path not in head.lines:
            path = path[:-1]
        return Place(file, head.lines[path])

    def within_brackets(path: Path) -> bool:
        return any(path[:depth] in head.brackets for depth in range(len(path) + 1))

    dialect = YAML._replace(within_brackets=within_brackets)
    front_matter, wrong = read(FrontMatter, head.table, locate, dialect)
    findings = [one.at(FRONT_MATTER_SYNTAX, file) for one in head.mistakes]
    if front_matter is not None and not findings:
        wrong += mistakes(front_matter.waivers, lambda index: locate(("waivers", index, "rule")))
    is_wrong = bool(wrong or findings)
    shown = ((locate(path), text) for path, text in head.texts.items() if path[0] not in _NOT_SHOWN)
    findings += (mark for place, text in shown for mark in _marks_in(text, place))
    return (None if is_wrong else front_matter), head.lines, findings + wrong


def _marks_in(text: str, place: Place) -> Iterator[Finding]:
    """The marks of Markdown in a text, all of which stand at its key."""
    return (mark.at(lambda _line: place) for mark in in_line(text))


def _named(path: Path) -> tuple[str, str]:
    """The name of the table that ``path`` leads into, and that of the key."""
    *tables, key = (step for step in path if isinstance(step, str))
    return ".".join(tables), key


YAML = Dialect(
    ": ",
    "- ",
    FRONT_MATTER_UNKNOWN_KEY,
    FRONT_MATTER_MISSING_KEY,
    FRONT_MATTER_WRONG_VALUE,
    instead=lambda path: key_remedy(*_named(path)),
    meant=lambda path: key_meant(*_named(path)),
)
