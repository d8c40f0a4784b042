"""The table at the head of an issue, with the line of each key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import yaml
from frontmatter.default_handlers import YAMLHandler
from msgspec import Meta, Struct

from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.characters import FORBIDDEN
from cenum.rule import Example, Rule
from cenum.schema import Dialect, Email, Sentence, read
from cenum.waivers import Waiver, mistakes

if TYPE_CHECKING:
    from cenum.schema import Path

_DEPTH = 8  # deeper than any table an editor writes, far from Python's own limit

FRONT_MATTER_SYNTAX = Rule(
    "front-matter-syntax",
    Severity.ERROR,
    what=N_(
        "The front matter is not valid YAML, or uses YAML that cenum does not read: an open "
        "bracket or quotation mark, a key written twice, an anchor."
    ),
    why=N_("cenum can't know what it means."),
    remedy=N_("Correct the line; write one `key: value` per line, and put text that contains a colon in quotes."),
    example=Example(
        kind="yaml",
        fails="title: Un titre: la suite",
        passes='title: "Un titre : la suite"',
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
YAML = Dialect(": ", "- ", FRONT_MATTER_UNKNOWN_KEY, FRONT_MATTER_MISSING_KEY, FRONT_MATTER_WRONG_VALUE)


class Illustration(Struct, frozen=True):
    """The picture at the head of the letter."""

    image: Annotated[Sentence, Meta(description="File beside the issue.", examples=["media/2026-11-27.png"])]
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


class FrontMatter(Struct, frozen=True):
    """Every key that an issue can have. None is required: the masthead may be enough."""

    title: Annotated[str, Meta(description="The issue's title.", examples=["Un titre"])] = ""
    number: Annotated[
        Annotated[int, Meta(ge=1, title=N_("a whole number, 1 or more"), examples=[36])] | None,
        Meta(description="The issue's number, for a letter that numbers its issues."),
    ] = None
    teasers_lead: Annotated[str, Meta(description="Words before the teasers.", examples=["Mais aussi"])] = ""
    teasers: Annotated[
        tuple[Sentence, ...], Meta(description="The line under the title; also the default preheader.")
    ] = ()
    introduction: Annotated[str, Meta(description="What follows the greeting, in Markdown.")] = ""
    illustration: Annotated[Illustration | None, Meta(description="The picture at the head of the letter.")] = None
    credits: Annotated[CreditLine, Meta(description="Who made the issue.")] = CreditLine()
    subject: Annotated[str, Meta(description="The e-mail's subject; the title by default.")] = ""
    preheader: Annotated[str, Meta(description="The line that inboxes show after the subject.")] = ""
    reply_to: Annotated[
        Email | None, Meta(description="Where replies to this issue go, if not to the address in the settings.")
    ] = None
    draft: Annotated[bool, Meta(description="Whether it is a draft, which is not sent.")] = False
    waivers: Annotated[tuple[Waiver, ...], Meta(description="Accepted findings, each with a reason.")] = ()


class _Split(YAMLHandler):
    """python-frontmatter's own borders, with the text after them left as it is."""

    def borders(self, text: str) -> tuple[str, str] | None:
        """The table's YAML and the Markdown after it, or ``None`` where there is no front matter."""
        if not self.detect(text):
            return None
        parts = self.FM_BOUNDARY.split(text, 2)
        return (parts[1], parts[2]) if len(parts) == 3 else None  # noqa: PLR2004  before, between, after


def split(text: str) -> tuple[str, str] | None:
    """The YAML between the two ``---`` lines, and the Markdown after them."""
    return _Split().borders(text)


def says_draft(text: str) -> bool:
    """Whether the table of a file's ``text`` says ``draft: true``; one that can't be read says nothing."""
    borders = split(text)
    # To read YAML takes as long as to read the letter below it, and twenty issues before one are asked. A key can be
    # written otherwise only with a backslash.
    if borders is None or not ("draft" in borders[0] or "\\" in borders[0]):
        return False
    try:
        table = yaml.safe_load(borders[0])
    except (yaml.YAMLError, RecursionError, ValueError):
        return False
    return isinstance(table, dict) and table.get("draft") is True


def parse(source: str, file: str, first_line: int) -> tuple[FrontMatter | None, dict[Path, int], list[Finding]]:
    """The front matter, the line of each key in the file, and every mistake.

    ``first_line`` is the line of the file on which ``source`` begins.
    """
    lines: dict[Path, int] = {(): first_line}
    findings: list[Finding] = []
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        table = _value(node, (), lines, _Places(file, first_line, findings)) if node is not None else {}
    except yaml.MarkedYAMLError as mistake:
        return None, lines, [_syntax(source, mistake, file, first_line)]
    except yaml.YAMLError:
        place = Place(file, first_line)
        remedy = _("remove the invisible characters")
        return None, lines, [FRONT_MATTER_SYNTAX.at(place, _("the front matter can't be read"), remedy)]
    except (RecursionError, ValueError):
        place = Place(file, first_line)
        remedy = _("check the brackets and the dates")
        return None, lines, [FRONT_MATTER_SYNTAX.at(place, _("the front matter can't be read"), remedy)]
    if not isinstance(table, dict):
        place = Place(file, first_line)
        message = _("the front matter is not made of keys and values")
        return None, lines, [FRONT_MATTER_SYNTAX.at(place, message, _("write one `key: value` per line"))]

    def locate(path: Path) -> Place:
        while path not in lines:
            path = path[:-1]
        return Place(file, lines[path])

    front_matter, wrong = read(FrontMatter, table, locate, YAML)
    if front_matter is not None:
        wrong += mistakes(front_matter.waivers, lambda index: locate(("waivers", index, "rule")))
    return (None if findings else front_matter), lines, findings + wrong


class _Places:
    """Where the front matter stands, and what was found while its values were built."""

    def __init__(self, file: str, first_line: int, findings: list[Finding]) -> None:
        self.file = file
        self.first_line = first_line
        self.findings = findings
        self.met: set[int] = set()  # the nodes, by their identity

    def line(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)

    def refuse(self, node: yaml.Node, message: str, remedy: str) -> None:
        self.findings.append(FRONT_MATTER_SYNTAX.at(Place(self.file, self.line(node)), message, remedy))


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], places: _Places) -> Any:  # noqa: ANN401  YAML
    """The value of ``node``, built by hand: PyYAML's own constructor forgets lines and doubled keys."""
    lines.setdefault(path, places.line(node))
    if id(node) in places.met:
        # Aliases of aliases make a small file a table that never ends.
        places.refuse(node, _("YAML anchors (&, *) are not allowed"), _("write the value in full each time"))
        return None
    places.met.add(id(node))
    if len(path) > _DEPTH:
        places.refuse(node, _("tables are nested too deep"), _("use fewer levels"))
        return None
    if isinstance(node, yaml.MappingNode):
        table: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if not key or key in table:
                message = _("“{key}” appears twice") if key else _("this key is not a word")
                places.refuse(key_node, message.format(key=key), _("keep one of them, as `key: value`"))
            lines[*path, key] = places.line(key_node)
            table[key] = _value(value_node, (*path, key), lines, places)
        return table
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines, places) for index, item in enumerate(node.value)]
    hidden = FORBIDDEN.search(str(node.value))
    if hidden:
        # Between double quotes, YAML makes characters of what only looks like text: "\\x07".
        message = _("an invisible control character (U+{code:04X})").format(code=ord(hidden[0]))
        places.refuse(node, message, _("write the text without its backslashes"))
        return ""
    if node.tag not in _PLAIN_TAGS:
        # Dates, binary data and private tags: what the editor typed is what was meant.
        return node.value
    return yaml.SafeLoader("").construct_object(node)


_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "bool", "float", "null")}


def _syntax(source: str, mistake: yaml.MarkedYAMLError, file: str, first_line: int) -> Finding:
    """YAML's complaint in the words of an editor, for the slips that editors make."""
    mark = mistake.problem_mark or mistake.context_mark
    index = mark.line if mark else 0
    lines = source.split("\n")
    written = lines[min(index, len(lines) - 1)]
    message = _("the front matter can't be read here")
    if "\t" in written[: len(written) - len(written.lstrip())] or "\\t" in str(mistake.problem):
        message, remedy = _("the front matter contains a tab"), _("use spaces instead")
    elif ": " in written.partition(": ")[2]:
        remedy = _('put text that contains a colon in quotes: `key: "text: more text"`')
    elif '"' in written or "'" in written:
        remedy = _("look for a quotation mark that is never closed, or one within another")
    elif "[" in written or "{" in written:
        remedy = _("look for a bracket that is never closed")
    else:
        remedy = _("write one `key: value` per line, and indent what belongs to it by two spaces")
    return FRONT_MATTER_SYNTAX.at(Place(file, first_line + index), message, remedy)
