"""Level-1 headings open sections; which of the declared ones each is, and whether they fit."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.issue.characters import bare
from cenum.issue.containers import blocks
from cenum.issue.languages import ATTRIBUTE, LANGUAGE_MARK
from cenum.issue.markdown import plain
from cenum.issue.model import Section
from cenum.rule import Example, Rule
from cenum.schema import near, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from cenum.issue.markdown import MarkdownReader
    from cenum.settings import SectionRule

# At the end of a heading, in the order the editor likes: an id after a #, and by="Prénom Nom".
_ATTRIBUTES = re.compile(r"\{(?P<inside>[^{}]*)\}\Z")
_ONE = re.compile(r"""\s*(?:\#(?P<id>[^\s"#]+)|by=(?P<q>["“”])(?P<by>[^"“”]*)["“”])\s*""")

ISSUE_EMPTY = Rule(
    "issue-empty",
    Severity.ERROR,
    what=N_("The issue has front matter, but no text."),
    why=N_("There is nothing to send."),
    remedy=N_("Write a heading such as `# Editorial {#edito}`, then the text."),
    example=Example(
        fails="""
            ---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---
            """,
        passes="""
            ---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---

            # Une section {#une}

            Bonjour.
            """,
    ),
)
OUTSIDE_SECTION = Rule(
    "outside-section",
    Severity.ERROR,
    what=N_("There is text, or a smaller heading, before the first section."),
    why=N_("Only sections appear in the letter."),
    remedy=N_("Put a section heading above it, such as `# Editorial {#edito}`."),
    example=Example(
        fails="""
            ---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---

            Bonjour.

            # Une section {#une}

            Quelques mots.
            """,
        passes="""
            ---
            title: Un titre
            preheader: Ce que la semaine a dit du numérique
            ---

            # Une section {#une}

            Bonjour.
            """,
    ),
)
SECTION_HEADING = Rule(
    "section-heading",
    Severity.ERROR,
    what=N_("A section heading has no words."),
    why=N_("The table of contents and screen readers would have no name for it."),
    remedy=N_("Write the section's name after the `#`."),
    example=Example(
        fails="""
            # {#une}

            Bonjour.
            """,
        passes="""
            # Une section {#une}

            Bonjour.
            """,
    ),
)
SECTION_ATTRIBUTES = Rule(
    "section-attributes",
    Severity.ERROR,
    what=N_("The braces at the end of a section heading contain something other than an id and a name."),
    why=N_("It would be lost without warning."),
    remedy=N_('Write `{#id by="…"}`, or delete the braces.'),
    example=Example(
        fails="""
            # Une section {#une rouge}

            Bonjour.
            """,
        passes="""
            # Une section {#une by="Hubert Guillaud"}

            Bonjour.
            """,
    ),
)
SECTION_UNKNOWN = Rule(
    "section-unknown",
    Severity.ERROR,
    what=N_("A section is not declared in `cenum.toml`."),
    why=N_("Its place and its look are set there."),
    remedy=N_("Correct its id, or declare it in `[[sections]]`."),
    corrected=True,
    example=Example(
        kind="toml",
        fails="""
            [[sections]]
            id = "veille"
            heading = "La veille"
            """,
        passes="""
            [[sections]]
            id = "une"
            heading = "Une section"
            """,
    ),
)
SECTION_DUPLICATE = Rule(
    "section-duplicate",
    Severity.ERROR,
    what=N_("Two sections have the same id."),
    why=N_("Links could lead to only one of them."),
    remedy=N_("Merge the two, or make one of them a `##` heading."),
    example=Example(
        fails="""
            # Une section {#une}

            Bonjour.

            # Une autre {#une}

            Bonsoir.
            """,
        passes="""
            # Une section {#une}

            Bonjour.

            # Une autre {#autre}

            Bonsoir.
            """,
    ),
)
SECTION_NESTED = Rule(
    "section-nested",
    Severity.ERROR,
    what=N_("A section begins inside a block, a list or a quotation."),
    why=N_("A section contains them, not the other way round."),
    remedy=N_("Use `##` for a heading there."),
    corrected=True,
    example=Example(
        fails="""
            > # Une citation
            >
            > Elle dit bonjour.
            """,
        passes="""
            > ## Une citation
            >
            > Elle dit bonjour.
            """,
    ),
)
SECTION_MISSING = Rule(
    "section-missing",
    Severity.ERROR,
    what=N_("A section that `cenum.toml` requires is missing."),
    why=N_("Readers look for it in every issue."),
    remedy=N_("Add the heading that the message shows, and its text."),
    example=Example(
        kind="toml",
        fails="""
            [[sections]]
            id = "une"
            heading = "Une section"

            [[sections]]
            id = "veille"
            heading = "La veille"
            required = true
            """,
        passes="""
            [[sections]]
            id = "une"
            heading = "Une section"

            [[sections]]
            id = "veille"
            heading = "La veille"
            """,
    ),
)
SECTION_ORDER = Rule(
    "section-order",
    Severity.ERROR,
    what=N_("Two sections are not in the order that `cenum.toml` sets."),
    why=N_("Readers find them by their place."),
    remedy=N_("Swap them."),
    example=Example(
        kind="toml",
        letter="""
            # Une section {#une}

            Bonjour.

            # La veille {#veille}

            Bonsoir.
            """,
        fails="""
            [[sections]]
            id = "une"
            heading = "Une section"
            order = 2

            [[sections]]
            id = "veille"
            heading = "La veille"
            order = 1
            """,
        passes="""
            [[sections]]
            id = "une"
            heading = "Une section"
            order = 1

            [[sections]]
            id = "veille"
            heading = "La veille"
            order = 2
            """,
    ),
)


class _Heading(NamedTuple):
    """A level-1 heading as the editor wrote it, its attributes taken off."""

    text: str
    id: str
    by: str
    broken: str


def anchors(tokens: Sequence[Token], rules: Sequence[SectionRule]) -> frozenset[str]:
    """The ids of the sections, before anything is judged: links within the issue may point ahead."""
    found = (_heading(tokens[index + 1]) for index in _openings(tokens))
    return frozenset(heading.id or _by_heading(heading.text, rules) for heading in found)


def split(
    tokens: Sequence[Token], rules: Sequence[SectionRule], title: str, reader: MarkdownReader
) -> tuple[Section, ...]:
    """The sections of a reviewed text. ``title`` is the issue's, typeset."""
    starts = _openings(tokens)
    _refuse_strays(tokens, starts, rules, reader)
    sections: list[Section] = []
    seen: set[str] = set()
    for start, end in pairwise([*starts, len(tokens)]):
        line = (tokens[start].map or (0, 0))[0]
        heading = _heading(tokens[start + 1])
        section_id = _identity(heading, rules, line, reader)
        if any(child.attrGet(ATTRIBUTE) for child in tokens[start + 1].children or ()):
            message = _("a section's heading can't be in another language: menus and inboxes show it too")
            reader.refuse(
                line,
                LANGUAGE_MARK,
                message,
                _("write the heading in the letter's language, and mark the foreign words in the text"),
            )
        if section_id in seen:
            message = _("the section “{id}” appears twice").format(id=section_id)
            remedy = _("merge the two, or make this one a ## heading")
            reader.refuse(line, SECTION_DUPLICATE, message, remedy)
        seen.add(section_id)
        text = reader.typeset(heading.text)
        emoji, words = _emoji(text)
        repeats = bool(title) and _same(text, title)
        body = blocks(tokens[start + 3 : end], reader)
        section = Section(section_id, emoji, words, reader.typeset(heading.by), repeats, body, reader.line_of(line))
        sections.append(section)
    _whole(sections, rules, reader)
    return tuple(sections)


def _openings(tokens: Sequence[Token]) -> list[int]:
    return [
        index
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and not token.level
    ]


def _heading(inline: Token) -> _Heading:
    text = plain(inline).strip()
    match = _ATTRIBUTES.search(text)
    if not match:
        return _Heading(text, "", "", "")
    words = text[: match.start()].rstrip()
    found = {"id": "", "by": ""}
    inside = match["inside"].strip()
    start = 0
    while start < len(inside):
        one = _ONE.match(inside, start)
        if not one:
            return _Heading(words, found["id"], found["by"], inside[start:])
        found["id" if one["id"] else "by"] = one["id"] or one["by"]
        start = one.end()
    return _Heading(words, found["id"], found["by"], "")


def _identity(heading: _Heading, rules: Sequence[SectionRule], line: int, reader: MarkdownReader) -> str:
    """Which section it is, by its id or by a heading that is a section's name."""
    known = [rule.id for rule in rules]
    if not heading.text:
        reader.refuse(line, SECTION_HEADING, _("the heading has no text"), _("write the section's name after the #"))
    if heading.broken:
        message = _("“{text}” is not valid in a heading").format(text=heading.broken)
        remedy = _("write `{example}`").format(example='{#id by="…"}')
        reader.refuse(line, SECTION_ATTRIBUTES, message, remedy, heading.broken)
    section_id = heading.id or _by_heading(heading.text, rules)
    if known and section_id not in known:
        if heading.id:
            message = _("no section has the id “{id}”").format(id=heading.id)
            meant = near(heading.id, known)
            reader.refuse(
                line,
                SECTION_UNKNOWN,
                message,
                nearest(heading.id, known),
                f"#{heading.id}",
                (f"#{meant}",) if meant else (),
            )
        elif not heading.broken:
            message = _("“{heading}” matches no section").format(heading=heading.text)
            remedy = _("add its id to the heading, for example `{example}`; possible ids: {words}").format(
                example=f"{{#{known[0]}}}", words=", ".join(known)
            )
            reader.refuse(line, SECTION_UNKNOWN, message, remedy)
    return section_id


def _by_heading(text: str, rules: Sequence[SectionRule]) -> str:
    """The id of the section that is called so; where none are declared, one made from the words."""
    for rule in rules:
        if _same(text, rule.heading):
            return rule.id
    return "" if rules else _id_of(text)


def _id_of(text: str) -> str:
    """An id made from a heading: its words in their own script, without accents where that is Latin; or its emoji."""
    plain = bare(text)
    if not plain.isascii():
        # Many scripts write vowels as marks, which are no accents.
        kept = (one if unicodedata.category(one)[0] in "LMN" else " " for one in text.casefold())
        plain = "".join(kept)
    if not plain.split():
        plain = " ".join(unicodedata.name(one, "") for one in text if unicodedata.category(one)[0] in "SP").lower()
    return "-".join(plain.split())


def _example(rules: Sequence[SectionRule], reader: MarkdownReader) -> str:
    """A heading that opens a section of this letter: its own first one, or one in its language."""
    if rules:
        return _opening(rules[0])
    return "# Édito {#edito}" if reader.french else "# Editorial {#edito}"


def _opening(rule: SectionRule) -> str:
    return f"# {rule.heading} {{#{rule.id}}}"


def _refuse_strays(
    tokens: Sequence[Token], starts: Sequence[int], rules: Sequence[SectionRule], reader: MarkdownReader
) -> None:
    """What stands before the first section, and section headings where none can be."""
    first = starts[0] if starts else len(tokens)
    if not tokens:
        message, remedy = (
            _("the issue has no text"),
            _("write a heading such as `{example}`, then the text").format(example=_example(rules, reader)),
        )
        reader.refuse(0, ISSUE_EMPTY, message, remedy)
    elif first:
        line = (tokens[0].map or (0, 0))[0]
        heading = tokens[0].type == "heading_open"
        message = _("this heading is outside a section") if heading else _("text before the first section")
        remedy = _("put a section heading above it, for example `{example}`")
        reader.refuse(line, OUTSIDE_SECTION, message, remedy.format(example=_example(rules, reader)))
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1" and token.level:
            message = _("a section can't begin inside a block, a list or a quotation")
            reader.refuse(
                (token.map or (0, 0))[0], SECTION_NESTED, message, _("use ## for a heading here"), "# ", ("## ",)
            )


def _whole(sections: Sequence[Section], rules: Sequence[SectionRule], reader: MarkdownReader) -> None:
    """Whether required sections are there, and the ordered ones in their order."""
    present = {section.id for section in sections}
    for rule in rules:
        if rule.required and rule.id not in present:
            message = _("the section “{heading}” is missing").format(heading=rule.heading)
            remedy = _("add the heading `{example}`").format(example=_opening(rule))
            reader.refuse(0, SECTION_MISSING, message, remedy)
    order = {rule.id: rule.order for rule in rules if rule.order is not None}
    placed = [section for section in sections if section.id in order]
    for before, after in pairwise(placed):
        if order[before.id] > order[after.id]:
            message = _("the section “{after}” comes after “{before}”").format(
                after=after.heading, before=before.heading
            )
            reader.refuse_at(after.line, SECTION_ORDER, message, _("swap them: the settings fix their order"))


def _same(one: str, other: str) -> bool:
    return bare(one) == bare(other) if bare(one) else one.strip() == other.strip() != ""


def _emoji(text: str) -> tuple[str, str]:
    """The emoji that open a heading, and its words."""
    for index, character in enumerate(text):
        symbol = unicodedata.category(character) in {"So", "Sk", "Mn", "Cf"} or character in "\ufe0f\u200d"
        if not symbol and not character.isspace():
            return (text[:index].strip(), text[index:]) if index else ("", text)
    return "", text
