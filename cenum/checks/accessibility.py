"""What a reader who listens, or who can't see well, meets in the letter (WCAG 2.2 AA; RGAA 4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cenum.analysis.css import declarations
from cenum.analysis.english import english_spans
from cenum.analysis.html import elements, shown, words
from cenum.checks.letter_view import finds
from cenum.finding import AS_TYPED, Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.languages import direction
from cenum.issue.lines import line_of
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.analysis.html import MarkedTree
    from cenum.checks.letter_view import LetterView
    from cenum.issue.model import Issue

_LETTER = Place("templates/letter.mjml.j2")
_HEADING = re.compile(r"h[1-6]")
_LAYOUT = {"presentation", "none"}
# What holds running text, and ends it.
_BLOCKS = {"p", "li", "td", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "figcaption"}
_SHOWN = 60
_SIGNS = '«»“”"()[].,;:!?…–—\u2029 \n\u00a0\u202f'

HEADING_SKIPPED = Rule(
    "heading-skipped",
    Severity.WARNING,
    what=N_("A heading is more than one level below the one before."),
    why=N_("Readers who jump from heading to heading look for a part that does not exist."),
    remedy=N_("Remove a `#`, or add the missing heading between the two."),
    source=N_("WCAG 2.2, 1.3.1; RGAA 9.1."),
    corrected=True,
    example=Example(
        fails="""
            # La veille {#veille}

            ### Un rapport du Sénat

            Il est paru mardi.
            """,
        passes="""
            # La veille {#veille}

            ## Un rapport du Sénat

            Il est paru mardi.
            """,
    ),
)
LANGUAGE_MISSING = Rule(
    "language-missing",
    Severity.ERROR,
    what=N_("The HTML, or the element that webmails keep of it, does not declare the letter's language."),
    why=N_("A screen reader would read it in its own language."),
    remedy=N_("Put `lang` back into `templates/letter.mjml.j2`."),
    source=N_("WCAG 2.2, 3.1.1; RGAA 8.3."),
    example=Example(
        kind="template",
        file="templates/letter.mjml.j2",
        fails='<mjml dir="{{ direction }}">',
        passes='<mjml lang="{{ newsletter.language }}" dir="{{ direction }}">',
    ),
)
LANGUAGE_PASSAGE = Rule(
    "language-passage",
    Severity.WARNING,
    what=N_("A dozen or more English words in a row, in a French letter, are not marked as English."),
    why=N_("A screen reader pronounces them as French, and nobody understands them."),
    remedy=N_(
        "Mark it, as `[The medium is the message]{lang=en}` within a paragraph, or between `::: "
        "lang en` and `:::` around several; or write it in French."
    ),
    source=N_("WCAG 2.2, 3.1.2; RGAA 8.7."),
    corrected=True,
    example=Example(
        fails=(
            "Elle écrit : « We have to understand that the tools which are built for us will change the way that "
            "we work. »"
        ),
        passes=(
            "Elle écrit que les outils que l’on construit pour nous changeront notre façon de travailler (« the "
            "way that we work »)."
        ),
    ),
)
DIRECTION_MISSING = Rule(
    "direction-missing",
    Severity.WARNING,
    what=N_("An element is in a language that is read from the other side, and has no `dir`."),
    why=N_("Arabic or Hebrew would be shown from left to right: full stops and figures land in the wrong place."),
    remedy=N_('Add `dir="{{ block.direction }}"` beside `lang` in the template.'),
    source=N_("WCAG 2.2, 1.3.2; RGAA 8.10."),
    example=Example(
        kind="html",
        fails='<p lang="ar">مرحبا.</p>',
        passes='<p lang="ar" dir="rtl">مرحبا.</p>',
    ),
)
TABLE_LAYOUT = Rule(
    "table-layout",
    Severity.ERROR,
    what=N_("A table that is used only for layout does not say so."),
    why=N_("Screen readers announce rows and columns."),
    remedy=N_('Add `role="presentation"` to it.'),
    source=N_("WCAG 2.2, 1.3.1; RGAA 5.3."),
    example=Example(
        kind="html",
        fails="<table><tr><td>Jeudi</td></tr></table>",
        passes='<table role="presentation"><tr><td>Jeudi</td></tr></table>',
    ),
)
ANCHOR_MISSING = Rule(
    "anchor-missing",
    Severity.ERROR,
    what=N_("A link leads to an anchor that does not exist in the letter."),
    why=N_("Nothing happens."),
    remedy=N_("Add this id to the target, or remove the link."),
    source=N_("RGAA 6.1."),
    example=Example(
        kind="html",
        fails='<p><a href="#agenda">L’agenda</a></p>',
        passes='<p><a href="#agenda">L’agenda</a></p><p id="agenda">Jeudi</p>',
    ),
)
READING_ORDER = Rule(
    "reading-order",
    Severity.WARNING,
    what=N_(
        "A style shows things in a different order from the HTML: `order`, a reversed row, a reversed direction."
    ),
    why=N_("Screen readers keep the order of the HTML."),
    remedy=N_("Write them in the order that readers see."),
    source=N_("WCAG 2.2, 1.3.2; RGAA 10.3."),
    example=Example(
        kind="html",
        fails='<div style="direction:rtl">Jeudi</div>',
        passes='<div style="direction:ltr">Jeudi</div>',
    ),
)


@finds(
    *(HEADING_SKIPPED, LANGUAGE_MISSING, LANGUAGE_PASSAGE, DIRECTION_MISSING),
    *(TABLE_LAYOUT, ANCHOR_MISSING, READING_ORDER),
)
def accessibility(letter: LetterView) -> Iterator[Finding]:
    """A finding for each obstacle in the structure and the language of the letter."""
    tree, language = letter.tree, letter.edition.language
    yield from _headings(tree, letter.issue)
    yield from _language(tree.root, language)
    yield from _passages(tree, language, letter.issue)
    yield from _directions(tree)
    yield from _tables(tree)
    yield from _anchors(tree)
    yield from _order(letter)


def _headings(tree: MarkedTree, issue: Issue) -> Iterator[Finding]:
    before = 0
    for element in shown(tree.root):
        if not _HEADING.fullmatch(element.tag):
            continue
        level = int(element.tag[1])
        if level > before + 1:
            message = _("“{heading}” is a heading of level {level} under one of level {before}").format(
                heading=words(element)[:_SHOWN], level=level, before=before
            )
            remedy = _("remove a #, or add the missing heading between the two")
            place = _place(tree, element, issue, words(element))
            # The letter's own title is its heading of level 1; a section's is no heading within one.
            better = [f"{'#' * before} {AS_TYPED}"] if before > 1 else []
            at = place.shown(words(element), *better, marks=(f"{'#' * (level - 1)} ", ""))
            yield HEADING_SKIPPED.at(place, message, remedy, words=at)
        before = level


def _place(tree: MarkedTree, element: Any, issue: Issue, said: str) -> Place:  # noqa: ANN401  lxml
    """Where ``element`` was written; what a template shows of the issue is where the issue says it."""
    place = tree.place_of(element)
    return place if place.file == issue.place.file else line_of(issue, said) or place


def _language(root: Any, language: str) -> Iterator[Finding]:  # noqa: ANN401  lxml
    """Webmails drop ``<html>`` and ``<body>``: an element within has to say the language too."""
    if _said(root) != language:
        message = _("<html> does not declare the language “{language}”").format(language=language)
        yield LANGUAGE_MISSING.at(_LETTER, message, _('write <mjml lang="{{ newsletter.language }}">'))
    body = root.find("body")
    wrappers = [] if body is None else [child for child in body.iterchildren("{*}*") if words(child)]
    if any(_said(child) != language for child in wrappers):
        message = _("no element in <body> declares the language “{language}”").format(language=language)
        yield LANGUAGE_MISSING.at(_LETTER, message, _("put all of it into one element with lang"))


def _said(element: Any) -> str:  # noqa: ANN401  lxml
    return str(element.get("lang") or "")


def _passages(tree: MarkedTree, language: str, issue: Issue) -> Iterator[Finding]:
    if language.partition("-")[0] != "fr":
        return
    goes_on = False
    for element in shown(tree.root):
        own = _own_text(element) if element.tag in _BLOCKS else ""
        if not own.strip():
            continue
        found = english_spans(own) if _spoken(element).partition("-")[0] == "fr" else []
        for span in found:
            # The next paragraph of a passage, or the next point of a list, belongs to it.
            if goes_on and not own[: span.start].strip(_SIGNS):
                continue
            passage = " ".join(own[span.start : span.end].split())
            message = _("this is English, but a screen reader would read it as French: “{words}…”").format(
                words=" ".join(passage.split()[:8])
            )
            remedy = _("mark it, as `{inline}` or between `{block}` and `{end}`, or write it in French").format(
                inline="[…]{lang=en}", block="::: lang en", end=":::"
            )
            place = _place(tree, element, issue, passage)
            yield LANGUAGE_PASSAGE.at(place, message, remedy, words=place.shown(passage, f"[{AS_TYPED}]{{lang=en}}"))
        goes_on = bool(found) and not own[found[-1].end :].strip(_SIGNS)


def _spoken(element: Any) -> str:  # noqa: ANN401  lxml
    """The language that an element is in, said by itself or by what it stands in."""
    return next((one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang")), "fr")


def _own_text(element: Any) -> str:  # noqa: ANN401  lxml
    """The words of a block, without those of blocks within it and of what is marked as another language."""
    parts = [element.text or ""]
    for child in element.iterchildren():
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and not child.get("lang"):
            parts.append(_own_text(child))
        elif child.tag in _BLOCKS:
            parts.append("\u2029")
        parts.append(child.tail or "")
    return "".join(parts)


def _directions(tree: MarkedTree) -> Iterator[Finding]:
    for element in elements(tree.root):
        language = _said(element)
        if language and _shown_from(element) not in {direction(language), "auto"}:
            message = _('<{tag} lang="{language}"> is shown from the wrong side: “{words}”').format(
                tag=element.tag, language=language, words=words(element)[:_SHOWN]
            )
            remedy = _('add dir="{direction}" beside lang').format(direction=direction(language))
            yield DIRECTION_MISSING.at(tree.place_of(element), message, remedy)


def _shown_from(element: Any) -> str:  # noqa: ANN401  lxml
    """The side from which an element is shown, said by itself or by what it stands in."""
    said = (one.get("dir") for one in (element, *element.iterancestors()))
    return next((side for side in said if side in {"ltr", "rtl", "auto"}), "ltr")


def _tables(tree: MarkedTree) -> Iterator[Finding]:
    # Outlook hands to screen readers what stands in conditional comments.
    for root in tree.readings:
        for table in root.iter("table"):
            if table.get("role") in _LAYOUT or any(True for _one in table.iter("th", "caption")):
                continue
            message = _('a layout table has no role="presentation": “{words}”').format(words=words(table)[:_SHOWN])
            yield TABLE_LAYOUT.at(tree.place_of(table), message, _('add role="presentation" to it'))
            return


def _anchors(tree: MarkedTree) -> Iterator[Finding]:
    names = {name for element in elements(tree.root) for name in (element.get("id"), element.get("name")) if name}
    for element in tree.root.iter("a"):
        target = unquote((element.get("href") or "").removeprefix("#"))
        if (element.get("href") or "").startswith("#") and target not in names:
            message = _("“{words}” leads to “#{target}”, which does not exist in the letter").format(
                words=words(element)[:_SHOWN], target=target
            )
            remedy = _("add this id to the target, or remove the link")
            yield ANCHOR_MISSING.at(tree.place_of(element), message, remedy)


def _order(letter: LetterView) -> Iterator[Finding]:
    """What is shown in another order than it is read in."""
    for element in elements(letter.root):
        for one in declarations(element.get("style", "")):
            turned = one.name == "order" or (one.name in {"flex-direction", "flex-flow"} and "reverse" in one.value)
            against = {"ltr", "rtl"} - {direction(_spoken(element))} if one.name == "direction" else ()
            if turned or one.value in against:
                message = _("“{style}” changes the order on the screen, but not for screen readers").format(
                    style=f"{one.name}: {one.value}"
                )
                place = letter.styles.declaration(one.name, one.value) or letter.tree.place_of(element)
                yield READING_ORDER.at(place, message, _("write them in the order that readers see"))
                return
