"""How a letter that cenum made begins: below its title, how long reading it takes, and whatever stands up there.

That line is what such a letter is known by: it follows the first heading of all, or the masthead that is the title.
What stands above the title and below the line is taken only beside it, since other letters say a part of that too.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import has_emphasis, level_of, lone, said, shortened, take_out
from cenum.imported.words import words_of
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lxml.etree import _Element

    from cenum.imported.own_words import OwnWords
    from cenum.settings import SectionRule

STAR = "✦"  # between teasers
_MOST_ABOVE = 12  # blocks above the line
_MOST_OF_INTRODUCTION = 10  # blocks
_MOST_OF_MASTHEAD = 16  # words of one of its lines
_MOST_LABEL = 60  # characters


class OwnOpening(NamedTuple):
    """What was taken: ``head`` has the picture and the teasers, ``introduction`` is out of the tree.

    ``section`` begins the letter under its title, if the name that it has each week stands there; ``line`` says who
    signs that, ``by``, and ``label`` is the rest of it that is no name. The letter's text begins with ``first``;
    ``listed`` are the headings of its sections below the title, bare, and ``None`` where no contents were found.
    """

    head: LetterHead
    section: SectionRule | None
    introduction: tuple[_Element, ...]
    by: str
    line: str
    label: str
    first: _Element | None
    listed: frozenset[str] | None
    told: tuple[Told, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it is more than the line: other letters say how long they are as well."""
        return bool(self.section or self.introduction) or self.listed is not None


def own_opening(
    body: _Element, rules: Sequence[SectionRule], names: Collection[str], words: OwnWords
) -> OwnOpening | None:
    """Take the opening out of ``body``; the masthead, a title and notes stay. ``None`` where it is another letter's.

    ``names`` are those of the letter itself, bare.
    """
    line = _line(body, names, words)
    return None if line is None else _Opening(body, words).taken(line, rules)


def section_begun_by(words: str, rules: Sequence[SectionRule]) -> SectionRule | None:
    """The section with whose name ``words`` begin, which then needs no label above its heading."""
    called = bare(words)
    begun = [rule for rule in rules if bare(rule.heading) and called.startswith(bare(rule.heading))]
    return max(begun, key=lambda rule: len(bare(rule.heading)), default=None)


def label_of(heading: _Element, rules: Sequence[SectionRule]) -> tuple[_Element, SectionRule] | None:
    """The line above ``heading`` that is nothing but the name of a section, unless it begins so; and that section."""
    above = heading.getprevious()
    if above is None or above.tag != "p" or not has_emphasis(above, "strong"):
        return None
    called = bare(said(above))
    rule = next((rule for rule in rules if bare(rule.heading) == called), None)
    return (above, rule) if rule and not bare(said(heading)).startswith(called) else None


def without_label(label: _Element) -> Told:
    """Take out the name of a section that stands above a heading; the section has its ``id`` by it."""
    words = said(label)
    take_out(label)
    message = _("“{words}” above a heading says which section it opens; cenum writes it")
    return Told("frame-left-out", message.format(words=shortened(words)), left=words)


def _line(body: _Element, names: Collection[str], words: OwnWords) -> _Element | None:
    heading: _Element | None = None
    for block in islice(body, _MOST_ABOVE):
        if level_of(block):
            if heading is not None or level_of(block) > 1:
                return None
            heading = block
        elif heading is not None and block.tag == "p" and words.reading(said(block)):
            return block if heading.getnext() is block or bare(said(heading)) in names else None
        elif heading is not None and len(words_of(said(block))) > _MOST_OF_MASTHEAD:
            return None
    return None


class _Opening:
    def __init__(self, body: _Element, words: OwnWords) -> None:
        self._body = body
        self._words = words
        self._told: list[Told] = []

    def taken(self, line: _Element, rules: Sequence[SectionRule]) -> OwnOpening:
        after = line.getnext()
        reading = self._words.reading(said(line))
        who = reading["who"] or "" if reading else ""
        whole = said(line)
        start, end = reading.span("who") if reading and who else (0, 0)
        heading = line.getprevious()
        take_out(line)
        self._tell(whole[end:].strip(" ·"))
        section = None
        label = label_of(heading, rules) if heading is not None and level_of(heading) else None
        if label:
            section = label[1]
            self._told.append(without_label(label[0]))
        introduction, after = self._introduction(after)
        picture, after = self._picture(after)
        head, listed, after = self._contents(after)
        head = head._replace(picture=picture)
        return OwnOpening(head, section, introduction, who, whole, whole[:start], after, listed, tuple(self._told))

    def _tell(self, words: str) -> None:
        message = _("left out, because cenum writes it, or it is no part of the text: “{words}”")
        remedy = _("write it into the issue if readers are meant to see it")
        self._told.append(Told("frame-left-out", message.format(words=shortened(words)), remedy, left=words))

    def _introduction(self, greeting: _Element | None) -> tuple[tuple[_Element, ...], _Element | None]:
        """What stands between the greeting and the wish, and what follows that."""
        if greeting is None or not self._is(greeting, "greeting"):
            return (), greeting
        blocks: list[_Element] = []
        for block in greeting.itersiblings():
            if self._is(block, "good_reading") and blocks:
                after = block.getnext()
                for one in (greeting, block):
                    self._tell(said(one))
                    take_out(one)
                for one in blocks:
                    take_out(one)
                return tuple(blocks), after
            if level_of(block) or len(blocks) == _MOST_OF_INTRODUCTION:
                break
            blocks.append(block)
        return (), greeting

    def _is(self, block: _Element, sentence: str) -> bool:
        return block.tag == "p" and self._words.says(sentence, said(block))

    def _picture(self, block: _Element | None) -> tuple[HeadPicture | None, _Element | None]:
        picture = lone(block, "img") if block is not None else None
        if block is None or picture is None or not said(picture):
            return None, block
        after = block.getnext()
        shown = HeadPicture(picture.get("src") or "", said(picture))
        take_out(block)
        label, colon, credit = said(after).partition(":") if after is not None else ("", "", "")
        if after is None or not (after.tag == "p" and colon and self._words.says("illustration", label)):
            return shown, after
        line, after_it = said(after), after.getnext()
        take_out(after)
        message = _("the credit of the picture at the head is in the front matter now: “{words}”")
        self._told.append(Told("credits-moved", message.format(words=line), left=label))
        return shown._replace(credit=credit.strip()), after_it

    def _contents(self, label: _Element | None) -> tuple[LetterHead, frozenset[str] | None, _Element | None]:
        """The list of sections with their teasers, and what follows it; all of it is that, or nothing is taken."""
        items = label.getnext() if label is not None else None
        is_label = label is not None and has_emphasis(label, "strong") and len(said(label)) <= _MOST_LABEL
        nothing = LetterHead(), None, label
        if label is None or items is None or items.tag != "ul" or not is_label:
            return nothing
        headings = {bare(said(one)) for one in self._body if level_of(one)}
        lines = [_contents_line(item, headings, is_first=not at) for at, item in enumerate(items)]
        known = [line for line in lines if line]
        if len(known) < len(lines):
            return nothing
        after = items.getnext()
        lead = said(label)
        teasers = tuple(teaser for line in known for teaser in line.teasers)
        sections = " ".join(line.section for line in known)
        is_ours = self._words.says("contents", lead)
        if not (sections or is_ours or STAR in said(items)):
            return nothing
        if is_ours or sections:
            self._tell(f"{lead} {sections}".strip() if is_ours else sections)
        if teasers:
            message = _("the teasers are in the front matter now, without the stars between them")
            stars = STAR * sum(max(len(line.teasers) - 1, 0) for line in known)
            self._told.append(Told("teasers-moved", message, left=stars))
        take_out(label)
        take_out(items)
        listed = frozenset(bare(line.section) for line in known if line.section)
        return LetterHead(teasers_lead="" if is_ours else lead, teasers=teasers), listed, after


class _ContentsLine(NamedTuple):
    """A heading of the letter, or none, and teasers."""

    section: str
    teasers: tuple[str, ...]


def _contents_line(item: _Element, headings: Collection[str], *, is_first: bool) -> _ContentsLine | None:
    """``None`` for what is neither a heading of the letter nor, in the first one, teasers of no heading."""
    lines = list(_lines(item))
    if not lines or any(one.tag not in {"li", "p"} for one in lines):
        return None
    first, *others = map(said, lines)
    if bare(first) in headings:
        return _ContentsLine(first, tuple(teaser for line in others for teaser in _teasers(line)))
    return _ContentsLine("", tuple(_teasers(first))) if is_first and not others else None


def _lines(item: _Element) -> Iterator[_Element]:
    """The paragraphs of an item, or itself."""
    blocks = [child for child in item if child.tag in {"p", "ul", "ol", "blockquote", "pre", "table"}]
    yield from blocks or [item]


def _teasers(line: str) -> Iterator[str]:
    yield from filter(None, (one.strip() for one in line.split(STAR)))
