"""Which section of the letter each heading of a source opens: by its name, by its emoji, by its place."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cenum.i18n import _
from cenum.imported.inline_pieces import HEADINGS
from cenum.imported.letter_frame import names_of, without_frame
from cenum.imported.own_opening import label_of, section_begun_by, without_label
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import body_of, has_emphasis, level_of, pass_notes_on, said, shortened, take_out
from cenum.imported.words import words_of
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from lxml.etree import _Element

    from cenum.imported.letter_head import LetterHead
    from cenum.imported.own_opening import OwnOpening
    from cenum.imported.own_words import OwnWords
    from cenum.imported.source_letter import SourceFacts
    from cenum.settings import SectionRule, Settings

# How likely it is that a heading is a section's: it is its name, begins with it as “Édito : …”, has its words among
# others, nearly its name, its emoji.
_SURE, _BEGUN, _WITHIN, _ALIKE, _BY_SIGN = 1.0, 0.95, 0.9, 0.78, 0.7
# What is longer is of a section.
_LONGEST_INTRODUCTION = 120  # words
_MOST_PARAGRAPHS = 3
_LONGEST_BY_LINE = 12
_LONGEST_NAME = 100  # characters
_BY_LINE = re.compile(r"(?P<label>(?:par|by|signé)(?:\s*+:)?\s++)(?P<who>\S.*?)\.?", re.IGNORECASE)
_SUBJECT = re.compile(r"([^:–—]{1,60}?)\s?[:–—]\s*\S")  # “Édito : les chaises”
_IS_WHO = re.compile(r"[^\W\d_a-zß-ÿ]|(?:la |l[’']|the |notre |our )(?:rédaction|équipe|editors|team)\b")
_SMALL = frozenset(bare("a au aux d dans de des du en et l la le les of s the un une").split())
_ARTICLES = frozenset(["d", "de", "des", "du", "l", "la", "le", "les", "of", "the"])
# What letters put before headings, and the words of a section that it means.
_SIGNS = {
    "☕": "cafe",
    "🔎🔍👀🗞📰": "veille revue presse",
    "📅📆🗓": "agenda evenements rendez",
    "📚📖": "lectures lecture livres",
    "🧰🛠📦🎁💡": "ressource ressources outil outils",
    "✍🖋🖊📝": "edito editorial",
    "🎤🎙💬": "questions entretien interview",
    "👥🧑": "membres equipe",
}


class FoundSections(NamedTuple):
    """A letter in its parts: its head, its introduction (a body like the letter's), and what was told of them.

    ``day`` stands at its top.
    """

    head: LetterHead
    introduction: _Element
    told: tuple[Told, ...]
    day: date | None = None


def found_sections(
    body: _Element, facts: SourceFacts, settings: Settings, words: OwnWords | None = None
) -> FoundSections:
    """Make sections in ``body``, as :mod:`cenum.imported.clean_tree` describes them, and take what is none out of it.

    No word is lost without being told: the frame, the labels of by-lines. What is uncertain asks for a look.
    ``words`` are those by which a letter of cenum's own is known.
    """
    called = facts.title or facts.subject
    unframed = without_frame(body, settings, called, words)
    head, own = unframed.head, unframed.opening
    told = list(unframed.told)
    is_added = bool(called) and not head.title and bare(called) not in names_of(settings)
    if is_added:
        head = head._replace(title=called)
    rules = settings.sections
    opened: dict[_Element, _Match] = {}
    if own and (own.listed or (own.listed is not None and not rules)):
        told += _listed(body, own, rules, opened)
    else:
        told += _raised(body, rules) if rules else ()
        opened = _opened(body, rules)
    if own and own.is_sure:
        introduction = _introduction(body, own.introduction)
    else:
        introduction = _introduction(body, _above_sections(body, opened))
        told += _introduced(introduction)
    repeated = [said(one) for one in opened if head.title and bare(said(one)) == bare(head.title)]
    told += _open_first(body, opened, rules, head.title, own)
    for heading, match in opened.items():
        told += _open(heading, match)
    if own and own.by:
        head, signed = _signed(head, own, next(body.iter("h1"), None))
        told.append(signed)
    _sink_others(body, opened)
    for heading in list(body.iter("h1")):
        told += _by_line(heading)
        told += _without_notes(heading)
        before = heading.getprevious()
        if before is not None and before.tag == "hr":
            # cenum puts one above each section.
            take_out(before)
    told += _of_title(head.title, repeated, is_added=is_added)
    return FoundSections(head, introduction, tuple(told), unframed.day)


def _raised(body: _Element, rules: Sequence[SectionRule]) -> Iterator[Told]:
    """Paragraphs that are nothing but a section's name become headings: letters typed in a hurry have no others."""
    likely: dict[_Element, float] = {}
    levels: list[int] = []
    for block in body:
        words = said(block)
        if len(words) > _LONGEST_NAME or next(block.iter("a", "img"), None) is not None:
            continue
        is_bold = has_emphasis(block, "strong")
        is_called = any(_is_called(words, rule) for rule in rules)
        likeness = _match(words, rules).likeness if level_of(block) or is_bold else _SURE * is_called
        if level_of(block) and likeness:
            levels.append(level_of(block))
        if likeness >= _WITHIN:
            likely[block] = likeness
    # Beside sections that are named, what is only like a name is none.
    least = min(max(likely.values(), default=_SURE), _BEGUN)
    names = [block for block, likeness in likely.items() if block.tag == "p" and likeness >= least]
    for block in names:
        words = said(block)
        block.tag = HEADINGS[max(levels, key=levels.count, default=1) - 1]
        for child in list(block):
            block.remove(child)
        block.text = words.rstrip(" :")
        message = _("“{words}” is the name of a section, and became a heading").format(words=block.text)
        remedy = _("make it a paragraph again, if it is none")
        yield Told("heading-proposed", message, remedy, at=block.text, look=True)


def _of_title(title: str, repeated: Sequence[str], *, is_added: bool) -> Iterator[Told]:
    """What becomes of a title that the text does not have, and of headings that are it: they are shown once."""
    left = " ".join(repeated)
    if is_added:
        message = _("the title is the one that the source is called by, not one of its text: “{words}”")
        yield Told("title-added", message.format(words=title), left=left, added=title, look=not repeated)
    elif repeated:
        message = _("a heading that is the title is shown once: “{words}”").format(words=title)
        yield Told("title-repeated", message, left=left)


class _Match(NamedTuple):
    """The section that a heading opens, and how sure that is; without one where none is declared."""

    rule: SectionRule | None
    likeness: float


def _listed(
    body: _Element, own: OwnOpening, rules: Sequence[SectionRule], opened: dict[_Element, _Match]
) -> Iterator[Told]:
    """Find what is ``opened`` in a letter whose contents are known: by the labels of headings, which go, or by names.

    Contents without sections are those of a letter of one, as far as no names of sections say otherwise.
    """
    headings = [block for block in body if level_of(block)]
    wanted = own.listed or {bare(said(one)) for one in headings[:1] if one is own.first}
    for heading in headings:
        if bare(said(heading)) not in wanted:
            continue
        label = label_of(heading, rules)
        if label:
            yield without_label(label[0])
        rule = label[1] if label else section_begun_by(said(heading), rules)
        match = _Match(rule, _SURE) if rule or not rules else _match(said(heading), rules)
        if not rules or (match.rule and match.rule not in {one.rule for one in opened.values()}):
            opened[heading] = match


def _opened(body: _Element, rules: Sequence[SectionRule]) -> dict[_Element, _Match]:
    """The headings that open a section, in their order."""
    headings = [block for block in body if level_of(block) and words_of(said(block))]
    if not headings:
        return {}
    if not rules:
        top = min(map(level_of, headings))
        return {heading: _Match(None, _SURE) for heading in headings if level_of(heading) == top}
    matches = {heading: _match(said(heading), rules) for heading in headings}
    # Where sections are named, they are so on any level, and what is only like one must stand beside them.
    named = [level_of(heading) for heading, match in matches.items() if match.likeness >= _BEGUN]
    some = named or [level_of(heading) for heading, match in matches.items() if match.rule]
    if not some:
        return {}
    level = max(set(some), key=lambda one: (some.count(one), one))
    found: dict[_Element, _Match] = {}
    # The likeliest of several headings is the section; the others are headings in one.
    for heading, match in sorted(matches.items(), key=lambda one: (-one[1].likeness, abs(level_of(one[0]) - level))):
        is_in_place = level_of(heading) == level or (level_of(heading) < level and not named)
        is_free = match.rule not in {one.rule for one in found.values()}
        if match.rule and is_free and (match.likeness >= _SURE or is_in_place):
            found[heading] = match
    at_level = [heading for heading in headings if level_of(heading) <= level or heading in found]
    _first_by_place(at_level, found, rules)
    if not named:
        _by_place(at_level, found, rules)
    return {heading: found[heading] for heading in headings if heading in found}


def _match(words: str, rules: Sequence[SectionRule]) -> _Match:
    best = max((_Match(rule, _likeness(words, rule)) for rule in rules), key=lambda one: one.likeness)
    return best if best.likeness else _Match(None, 0)


def _likeness(words: str, rule: SectionRule) -> float:
    """From 0 to 1: how much ``words`` are the section's name, or mean it."""
    called, name = bare(words), bare(rule.heading)
    if _is_called(words, rule):
        return _SURE
    subject = _SUBJECT.match(words)
    if subject and _is_called(subject[1], rule):
        return _BEGUN
    ours, theirs = (frozenset(one.split()) - _SMALL for one in (name, called))
    if ours and theirs and (ours <= theirs or frozenset(bare(rule.id).split()) <= theirs):
        return _WITHIN
    ratio = SequenceMatcher(None, called[:200], name).ratio()
    if ratio >= _ALIKE:
        return ratio * _WITHIN
    meant = {one for signs, meaning in _SIGNS.items() if set(words) & set(signs) for one in meaning.split()}
    by_sign = _BY_SIGN if meant & (ours | frozenset(bare(rule.id).split())) else 0
    # Some of the section's words are less than its emoji, most of them more.
    return max(by_sign, _WITHIN * (1 + len(theirs) / len(ours)) / 2 if theirs and theirs <= ours else 0)


def _is_called(words: str, rule: SectionRule) -> bool:
    called, names = bare(words), (bare(rule.heading), bare(rule.id))
    return bool(called) and (called in names or _essence(called) in {_essence(name) for name in names} - {()})


def _essence(called: str) -> tuple[str, ...]:
    """The words of a name, bare, without articles and without the number that a heading may begin with."""
    words = [one for one in called.split() if one not in _ARTICLES]
    while len(words) > 1 and words[0].isdecimal():
        del words[0]
    return tuple(words)


def _first_by_place(
    headings: Sequence[_Element], found: dict[_Element, _Match], rules: Sequence[SectionRule]
) -> None:
    """The heading above all sections opens the letter: it is the first section that the settings have."""
    first = next((rule for rule in sorted(rules, key=_place) if rule.order is not None), None)
    taken = {match.rule for match in found.values()}
    if first and first not in taken and headings[0] not in found and found:
        found[headings[0]] = _Match(first, 0)


def _by_place(headings: Sequence[_Element], found: dict[_Element, _Match], rules: Sequence[SectionRule]) -> None:
    """A heading between two sections opens the one that the settings have between them, if it is only one."""
    for index, heading in enumerate(headings):
        if heading in found:
            continue
        before = next((found[one].rule for one in reversed(headings[:index]) if one in found), None)
        after = next((found[one].rule for one in headings[index + 1 :] if one in found), None)
        taken = {match.rule for match in found.values()}
        free = [rule for rule in rules if rule not in taken and rule.order is not None]
        free = [rule for rule in free if before and after and _place(before) < _place(rule) < _place(after)]
        if len(free) == 1:
            found[heading] = _Match(free[0], 0)


def _place(rule: SectionRule) -> int:
    return rule.order or 0


def _above_sections(body: _Element, opened: Mapping[_Element, _Match]) -> list[_Element]:
    """What stands before the first section, if it is short."""
    blocks: list[_Element] = []
    for block in body:
        if block in opened or block.get("data-note"):
            break
        if block.tag == "hr":
            take_out(block)
            break
        blocks.append(block)
    count = sum(len(words_of(said(block))) for block in blocks)
    is_plain = all(block.tag in {"p", "blockquote"} and block.find(".//img") is None for block in blocks)
    has_rest = any(block not in blocks and not block.get("data-note") for block in body)
    if not (is_plain and has_rest and count <= _LONGEST_INTRODUCTION and len(blocks) <= _MOST_PARAGRAPHS):
        return []
    return blocks


def _introduction(body: _Element, blocks: Sequence[_Element]) -> _Element:
    """``blocks`` apart from the letter; notes that they call come with them."""
    introduction = body_of(blocks)
    called = {call.get("data-note") for call in introduction.iter("a")}
    others = {call.get("data-note") for call in body.iter("a")}
    introduction.extend([one for one in body.findall("div") if one.get("data-note") in called - others - {None}])
    return introduction


def _introduced(introduction: _Element) -> Iterator[Told]:
    """People write above a letter what is for colleagues only."""
    words = said(introduction)
    if words:
        message = _("what stands above the first section is the introduction now: “{words}”")
        remedy = _("delete it from the front matter, if it was not meant for readers")
        yield Told("introduction-proposed", message.format(words=shortened(words)), remedy, at=words, look=True)


def _open_first(
    body: _Element,
    opened: dict[_Element, _Match],
    rules: Sequence[SectionRule],
    title: str,
    own: OwnOpening | None,
) -> Iterator[Told]:
    """A heading for what stands before the first section, and is no introduction."""
    called = {call.get("data-note") for call in body.iter("a") if call.get("data-note")}
    first = next((block for block in body if block.get("data-note") not in called), None)
    if first is None or first in opened:
        return
    taken = {match.rule for match in opened.values()}
    known = (own.section or section_begun_by(title, rules)) if own and title else None
    if own and own.is_sure and title and (known or not rules) and known not in taken - {None}:
        heading = etree.Element("h1")
        heading.text = title
        opened[heading] = _Match(known, _SURE)
        body.insert(0, heading)
        return
    ordered = sorted(rules, key=lambda rule: (not rule.required, rule.order is None, _place(rule)))
    message = _("the beginning of the letter has no heading that is a section's; it is put into “{section}”")
    remedy = _("put another section's heading above it, if it belongs there")
    if ordered and ordered[0] in taken:
        # What opens the letter has a heading of its own: the beginning goes into the section that comes first.
        heading = next(iter(opened))
        body.insert(0, heading)
        words = said(heading)
        yield Told("section-proposed", message.format(section=words), remedy, at=words, look=True)
        return
    words = title or (ordered[0].heading if ordered else _("Editorial"))
    heading = etree.Element("h1")
    heading.text = words
    opened[heading] = _Match(ordered[0] if ordered else None, _SURE)
    body.insert(0, heading)
    section = ordered[0].heading if ordered else words
    # A first heading that repeats the title is shown once, and counted once.
    yield Told(
        "section-proposed", message.format(section=section), remedy, added="" if title else words, at=words, look=True
    )


def _signed(head: LetterHead, own: OwnOpening, first: _Element | None) -> tuple[LetterHead, Told]:
    """Who is named below the title signs what begins there, or else the letter."""
    words = shortened(own.line)
    if first is not None and said(first) == head.title:
        first.set("data-by", own.by)
        message = _("“{words}” signs the section now").format(words=words)
        return head, Told("by-line-moved", message, left=own.label, at=head.title)
    message = _("the names of “{words}” are in the front matter now").format(words=words)
    if own.by in head.authors:
        return head, Told("credits-moved", message, left=f"{own.label} {own.by}")
    return head._replace(authors=(*head.authors, own.by)), Told("credits-moved", message, left=own.label)


def _open(heading: _Element, match: _Match) -> Iterator[Told]:
    heading.tag = "h1"
    if match.rule is None:
        return
    heading.set("data-id", match.rule.id)
    if match.likeness < _BEGUN:
        message = _("“{words}” is taken for the section “{section}”").format(
            words=shortened(said(heading)), section=match.rule.heading
        )
        remedy = _("correct its id, if it is another section, or make it a ## heading")
        yield Told("section-proposed", message, remedy, at=said(heading), look=True)


def _without_notes(heading: _Element) -> Iterator[Told]:
    """A section's heading also stands in the contents, where no note can be called."""
    if pass_notes_on(heading, heading.getnext()):
        message = _("a note of the heading “{words}” is called in the text below it now")
        yield Told("note-moved", message.format(words=shortened(said(heading))), at=said(heading), look=True)


def _sink_others(body: _Element, opened: Mapping[_Element, _Match]) -> None:
    """Headings within sections begin with ``##``: in each section the highest, and the others below it."""
    sections: list[list[_Element]] = [[]]
    for heading in body.iter(*HEADINGS):
        if heading in opened or heading.get("data-id"):
            sections.append([])
        else:
            sections[-1].append(heading)
    for section in sections:
        levels = sorted(set(map(level_of, section)))
        for heading in section:
            heading.tag = HEADINGS[min(1 + levels.index(level_of(heading)), len(HEADINGS) - 1)]


def _by_line(heading: _Element) -> Iterator[Told]:
    """Who signs a section, from the line below its heading."""
    line = heading.getnext()
    if line is None or line.tag != "p" or next(line.iter("a", "img", "br"), None) is not None:
        return
    words = said(line)
    found = _BY_LINE.fullmatch(words)
    if found is None or len(words_of(words)) > _LONGEST_BY_LINE or not _IS_WHO.match(found["who"]):
        return
    heading.set("data-by", found["who"])
    take_out(line)
    message = _("“{words}” signs the section now").format(words=words)
    yield Told("by-line-moved", message, left=found["label"], at=said(heading))
