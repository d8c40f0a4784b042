"""Blocks that a source has only as looks: a lone link, a quotation with a name, a day with a place.

Each is proposed: a person looks at it. Nothing is proposed within a list, a quotation or a table, and nothing that
cenum's own reader would refuse.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from cenum.i18n import N_, _
from cenum.imported.block_proposal import MOST_BLOCKS, BlockProposal, of_conversation, siblings
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.own_blocks import (
    LetterTimes,
    own_event,
    own_interview,
    own_resource,
    own_testimony,
    own_untitled_resource,
)
from cenum.imported.own_words import own_words
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import body_of, level_of, lone, said, shortened, take_out
from cenum.imported.words import words_of
from cenum.issue.blocks import Button, Event, Interview, Resource, Testimony
from cenum.issue.containers import blocks, written_day
from cenum.issue.link_syntax import problem
from cenum.issue.markdown import MarkdownReader, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from lxml.etree import _Element

    from cenum.finding import Finding
    from cenum.imported.own_words import OwnWords

_MOST_LABEL_WORDS = 8
_MOST_NAME_WORDS = 14
_MOST_PLACE_WORDS = 16
_DASH = re.compile(r"[—–-]\s*")
_NAME = re.compile(r"[^\W\d_a-zß-ÿ].*[^.!?…»”\"]")
_QUOTED = re.compile(r"[«“\"].*[»”\"]\s*[.!?…]?")
_INTERVIEW = re.compile(r"(?P<label>(?:entretien|interview) (?:avec|de|with)\s+)(?P<who>\S.*?)\.?", re.IGNORECASE)
_DISCOVER = re.compile(
    r"(?:découvrir|consulter|télécharger|lire|voir|discover|read|download) "
    r"(?:la ressource|le (?:guide|document|rapport)|the (?:resource|guide|document|report))",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"(?:ajouter à (?:mon|votre) agenda|add to (?:my|your) calendar)\b.{0,80}", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)?"
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}(?:er)?\s[^\W\d_]{3,9}\s\d{4})"
    r"(?:,?\s(?:(?:à|de|dès)\s)?(?P<hour>\d{1,2})\s?[h:]\s?(?P<minute>\d{2})?"
    r"(?:\s?(?:-|–|à)\s?(?P<until>\d{1,2})\s?[h:]\s?(?P<until_minute>\d{2})?)?)?(?=[\s,·]|$)",
    re.IGNORECASE,
)
_BEFORE_PLACE = re.compile(r"[\s,·|–—:-]+")
_ONLINE = frozenset({"en ligne", "online"})


def proposed_blocks(
    body: _Element, language: str, day: date | None = None, words: OwnWords | None = None
) -> tuple[Told, ...]:
    """Put what looks like a block into one, in a letter in ``language``; every proposal is told.

    ``day`` is the letter's own; ``words`` are those by which the blocks of one that cenum made are known.
    """
    told: list[Told] = []
    said_by_us, times = words or own_words(), LetterTimes(day, language)
    _without_look(body)
    for line in list(body.iter("p")):
        _part_name(line)
    finders: tuple[Callable[[_Element], BlockProposal | None], ...] = (
        lambda block: own_event(block, said_by_us, times),
        _event,
        own_resource,
        _resource,
        lambda block: own_untitled_resource(block, said_by_us),
        own_testimony,
        _testimony,
        _button,
        lambda block: own_interview(block, said_by_us),
        _interview,
    )
    for find in finders:
        for block in list(body):
            if block.getparent() is body:
                proposal = find(block)
                if proposal and _is_accepted(proposal, language):
                    told.append(_carried_out(proposal, block))
    return tuple(told)


def _without_look(body: _Element) -> None:
    """Quotations that are all in italics are so by their look, as cenum's own are."""
    for quotation in body.iter("blockquote"):
        lines = [one for one in quotation.iter("p", "li") if said(one)]
        whole = [lone(line, "em") for line in lines]
        for emphasis in whole if all(one is not None for one in whole) else ():
            if emphasis is not None:
                etree.strip_tags(emphasis.getparent(), "em")


def _part_name(line: _Element) -> None:
    """A quotation, a break, and a name after a dash are two paragraphs."""
    breaks, around = line.findall("br"), line.getparent()
    if not breaks or breaks[-1].getnext() is not None or around is None or around.tag not in {"body", "blockquote"}:
        return
    name = (breaks[-1].tail or "").strip()
    before = said(line).removesuffix(" ".join(name.split())).strip()
    if not (_DASH.match(name) and (_QUOTED.fullmatch(before) or around.tag == "blockquote")):
        return
    signature = etree.Element("p")
    signature.text = name
    line.addnext(signature)
    signature.tail, line.tail = line.tail, None
    line.remove(breaks[-1])


def _carried_out(proposal: BlockProposal, first: _Element) -> Told:
    """Put the block where ``first`` begins, which is the first of what it is made of, or is around that."""
    box = proposal.box(())
    first.addprevious(box)
    box.extend(proposal.inside)
    for block in proposal.gone:
        take_out(block)
    if first.getparent() is not box and not said(first):
        take_out(first)
    words = said(box)
    message = _(_MESSAGES[proposal.name]).format(words=shortened(words))
    remedy = _("look whether it is one; if not, delete its two ::: lines")
    if proposal.name not in {Button.name, Resource.name}:
        remedy = _(
            "look whether it is one; if not, write as text what follows its name, and delete its two ::: lines"
        )
    return Told("block-proposed", message, remedy, left=proposal.left, at=words, look=True)


def _is_accepted(proposal: BlockProposal, language: str) -> bool:
    """Whether cenum's reader takes the block as it would be written."""
    box = proposal.box(deepcopy(list(proposal.inside)))
    findings: list[Finding] = []
    reader = MarkdownReader("", lambda line: line, language=language, anchors=(), findings=findings)
    text, _told = to_markdown(body_of([box]))
    made = blocks(tokens_of(text), reader)
    return not findings and len(made) == 1 and made[0].name == proposal.name


def _button(block: _Element) -> BlockProposal | None:
    link = _lone_link(block)
    if link is None or any(_lone_link(one) is not None for one in _beside(block)):
        return None
    words, url = said(link), (link.get("href") or "").strip()
    is_label = 0 < len(words_of(words)) <= _MOST_LABEL_WORDS and "://" not in words and "@" not in words
    if not is_label or next(link.iter("img"), None) is not None or problem(url, ()):
        return None
    return BlockProposal(Button.name, url, [block])


def _lone_link(block: _Element) -> _Element | None:
    return lone(block, "a") if block.tag == "p" else None


def _beside(block: _Element) -> Iterator[_Element]:
    yield from (one for one in (block.getprevious(), block.getnext()) if one is not None)


def _event(block: _Element) -> BlockProposal | None:
    words = said(block)
    found = _WHEN.match(words) if block.tag == "p" or level_of(block) > 1 else None
    if found is None or next(block.iter("a", "img"), None) is not None:
        return None
    place = words[found.end() :]
    place = place[len(separator[0]) :] if (separator := _BEFORE_PLACE.match(place)) else place
    place = place.rstrip(" .:")
    try:
        day = written_day(found["day"])
    except (ValueError, IndexError):
        return None
    if not place or len(words_of(place)) > _MOST_PLACE_WORDS:
        return None
    left = found[0]
    if place.lower() in _ONLINE:
        left, place = f"{left} {place}", "en ligne"
    inside, calendar = _below(block, _CALENDAR)
    if calendar is None:
        inside = inside[:1]
    gone = [block, *([calendar] if calendar is not None else [])]
    if calendar is not None:
        left = f"{left} {said(calendar)}"
    argument = " ".join(filter(None, (day.isoformat(), _hours(found), place)))
    return BlockProposal(Event.name, argument, inside, gone, left)


def _hours(found: re.Match[str]) -> str:
    """The hours of an event as cenum writes them: ``13h30-15h``."""
    hours = [
        f"{int(found[name])}h{found[f'{minute}'] or ''}"
        for name, minute in (("hour", "minute"), ("until", "until_minute"))
        if found[name]
    ]
    return "-".join(hours)


def _resource(block: _Element) -> BlockProposal | None:
    """A name in bold, a few paragraphs, and a link that says no more than that one can read it."""
    inside, link_line = _below(block, _DISCOVER)
    link = _lone_link(link_line) if link_line is not None else None
    if link_line is None or link is None or block.tag != "p" or lone(block, "strong") is None:
        return None
    url = (link.get("href") or "").strip()
    return (
        None
        if problem(url, ())
        else BlockProposal(Resource.name, url, [block, *inside], [link_line], said(link_line))
    )


def _testimony(block: _Element) -> BlockProposal | None:
    """A quotation, a few paragraphs, and the line with the name of who speaks."""
    if block.tag == "blockquote":
        return _quotation(block)
    if block.tag != "p" or not _QUOTED.fullmatch(said(block)):
        return None
    following = siblings(block, MOST_BLOCKS)
    for index, line in enumerate(following):
        who = _who(line)
        if who:
            return BlockProposal(Testimony.name, who, [block, *following[:index]], [line])
        if line.tag not in {"p", "ul", "ol"}:
            break
    return None


def _quotation(quotation: _Element) -> BlockProposal | None:
    lines = list(quotation)
    if len(lines) > 1 and all(line.tag == "p" for line in lines) and _who(lines[-1]):
        return BlockProposal(Testimony.name, _who(lines[-1]), lines[:-1], [lines[-1]])
    after = quotation.getnext()
    if lines and after is not None and _who(after) and all(line.tag == "p" for line in lines):
        return BlockProposal(Testimony.name, _who(after), lines, [after])
    return None


def _who(line: _Element) -> str:
    """The name that ``line`` says who speaks by: after a dash, in bold, or two words with capitals and a comma."""
    words = said(line)
    dash = _DASH.match(words)
    name = words[dash.end() :] if dash else words
    is_line = line.tag == "p" and next(line.iter("a", "img", "br"), None) is None
    if not is_line or not _NAME.fullmatch(name) or len(words_of(name)) > _MOST_NAME_WORDS:
        return ""
    is_marked = dash or lone(line, "strong") is not None
    return name if is_marked or _FULL_NAME.fullmatch(name) else ""


def _interview(block: _Element) -> BlockProposal | None:
    """Who is asked, then questions as headings, as far as the section goes."""
    words = said(block)
    found = _INTERVIEW.fullmatch(words) if block.tag == "p" else None
    if found is None or len(words_of(words)) > _MOST_NAME_WORDS:
        return None
    inside = siblings(block)
    questions = [one for one in inside if level_of(one) and said(one).endswith("?")]
    if not questions or questions[0] not in inside[:MOST_BLOCKS]:
        return None
    return BlockProposal(Interview.name, found["who"], of_conversation(inside, questions[0]), [block], found["label"])


def _below(block: _Element, ending: re.Pattern[str]) -> tuple[list[_Element], _Element | None]:
    """What is between ``block`` and the next paragraph that says ``ending``, and that; ``None`` where it is far."""
    inside: list[_Element] = []
    for one in siblings(block, MOST_BLOCKS + 1):
        words = said(one)
        if one.tag == "p" and ending.fullmatch(words):
            return inside, one
        if one.tag == "hr" or _WHEN.match(words):
            break
        inside.append(one)
    return [one for one in inside if not level_of(one)], None


_FULL_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: (?:d[eu] )?[A-ZÀ-Þ][\w’'-]+){1,3},.*")
_MESSAGES = {
    Button.name: N_("a link that stands alone is proposed as a button: “{words}”"),
    Event.name: N_("a day with a place is proposed as an event: “{words}”"),
    Resource.name: N_("a name with a link is proposed as a resource: “{words}”"),
    Testimony.name: N_("a quotation with a name is proposed as a testimony: “{words}”"),
    Interview.name: N_("questions and answers are proposed as an interview: “{words}”"),
}
