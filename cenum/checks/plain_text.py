"""The two parts of the message say the same: who reads the plain text misses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.analysis.html import elements, hidden, words
from cenum.checks.letter_view import finds
from cenum.checks.obligations import owed
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.checks.letter_view import LetterView

_TEXT = Place("templates/letter.txt.j2")
_HEADING = re.compile(r"h[1-6]")
_MARK = re.compile(r"\[\d+\]")
_WORD = re.compile(r"[^\W_]+")
_NAMED = 3
# An address that stands in a sentence goes on with none of these.
_WITHIN = r"[\w@/%&=#~+-]"

PART_EMPTY = Rule(
    "part-empty",
    Severity.ERROR,
    what=N_("The plain text is empty."),
    why=N_("Some readers read nothing else, and filters look for it."),
    remedy=N_("Restore `templates/letter.txt.j2` from the last version."),
    example=Example(
        kind="template",
        file="templates/letter.txt.j2",
        fails="{# à écrire #}",
        passes="",
    ),
)
PART_HEADING = Rule(
    "part-heading",
    Severity.ERROR,
    what=N_("A heading of the HTML is missing from the plain text."),
    why=N_("Readers of the plain text miss a part of the letter."),
    remedy=N_("Add it to `templates/letter.txt.j2` too."),
    example=Example(
        kind="template",
        file="templates/letter.txt.j2",
        fails='{{ headed(section.emoji, "") }}',
        passes="{{ headed(section.emoji, section.heading) }}",
    ),
)
PART_LINK = Rule(
    "part-link",
    Severity.ERROR,
    what=N_("A link of the HTML is missing from the plain text."),
    why=N_("Readers of the plain text can't follow it."),
    remedy=N_("Add it to `templates/letter.txt.j2` too."),
    example=Example(
        kind="template",
        file="templates/blocks/button.txt.j2",
        letter="""
            ::: button https://cafeia.org
            Organiser un Café IA
            :::
            """,
        fails='{{ wrap("→ " ~ block.label, indent) }}',
        passes=r'{{ wrap("→ " ~ block.label ~ "\u00a0" ~ ref(block.url), indent) }}',
    ),
)


@finds(PART_EMPTY, PART_HEADING, PART_LINK)
def plain_text(letter: LetterView) -> Iterator[Finding]:
    """An error where headings or links of the HTML are missing from the plain text.

    What every letter owes its readers is the concern of duties.py.
    """
    edition = letter.edition
    if not edition.text.strip():
        message = _("the plain text is empty")
        yield PART_EMPTY.at(_TEXT, message, _("restore this template from the last version"))
        return
    said = _bare(edition.text)
    addresses = {*edition.text.split(), *owed(letter.settings).values()}
    headings, links = [], []
    for element in elements(letter.root):
        if element.tag == "a":
            href = (element.get("href") or "").strip()
            # An address that is the link's own text is not said again.
            said_as = {href, href.removeprefix("mailto:"), href.removeprefix("https://")}
            if (
                href
                and not href.startswith("#")
                and addresses.isdisjoint(said_as)
                and not any(_stands_in(edition.text, one) for one in said_as)
            ):
                links.append(href)
        elif _HEADING.fullmatch(element.tag) and not hidden(element) and _bare(words(element)) not in said:
            headings.append(words(element))
    if headings:
        message = _("the plain text lacks headings of the HTML: {what}").format(what=_listed(headings))
        yield PART_HEADING.at(_TEXT, message, _("add them to this template too"))
    if links:
        message = _("the plain text lacks links of the HTML: {what}").format(what=_listed(links))
        yield PART_LINK.at(_TEXT, message, _("use `{ref}` in this template").format(ref="ref(…)"))


def _stands_in(text: str, address: str) -> bool:
    """Whether the whole ``address`` is in ``text``, whatever signs a sentence put around it."""
    return re.search(rf"(?<!{_WITHIN}){re.escape(address)}(?![.?]?{_WITHIN})", text) is not None


def _listed(found: Sequence[str]) -> str:
    named = ", ".join(dict.fromkeys(found[:_NAMED]))
    return f"{named}, …" if len(found) > _NAMED else named


def _bare(text: str) -> str:
    """Letters and digits only: lines are broken elsewhere, and links carry a number."""
    return "".join(_WORD.findall(_MARK.sub("", text).casefold()))
