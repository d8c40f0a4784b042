"""The blocks of a letter that cenum made, as its e-mail shows them: each opens with a line that only it has.

A day in parts above hours and place; a mark of quotation that stands alone; a label above who is asked; a title of a
part that is a link. What follows such a line decides whether it is one: other letters have some of these lines too.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cenum.imported.block_proposal import MOST_BLOCKS, BlockProposal, of_conversation, siblings
from cenum.imported.days_in_words import day_of_parts
from cenum.imported.tree_reading import level_of, lone, said
from cenum.imported.words import words_of
from cenum.issue.blocks import Event, Interview, Resource, Testimony
from cenum.issue.link_syntax import problem

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from cenum.imported.own_words import OwnWords

_MARK = "“"
_MOST_NAME_WORDS = 14
_MOST_CREDIT_WORDS = 12
_MOST_PLACE_WORDS = 16
_MOST_OF_TESTIMONY = 12  # blocks
_PARTS_OF_DAY = (3, 4)  # weekday, number, month, and perhaps the year
_HOUR = r"(?P<{0}>\d{{1,2}})\s?[h:]\s?(?P<{0}_minute>\d{{2}})?"
_NUMBER, _YEAR = re.compile(r"\d{1,2}(?:er)?"), re.compile(r"\d{4}")
_NAME = re.compile(r".*[^.!?…»”\"]")
_HOURS = re.compile(
    rf"(?:[^\W\d]{{1,5}} )?{_HOUR.format('hour')}(?: [^\W\d]{{1,4}} {_HOUR.format('until')})?, (?P<place>\S.*)",
    re.IGNORECASE,
)


class LetterTimes(NamedTuple):
    """What a day without a year is read with: the letter's own ``day``, if that is known, and its language."""

    day: date | None
    language: str


def own_event(block: _Element, words: OwnWords, times: LetterTimes) -> BlockProposal | None:
    """A day in its parts, a line with hours and place, and the text up to the way into a calendar."""
    day, when = _day(block, times), block.getnext()
    if day is None or when is None or when.tag != "p" or when.find(".//a") is not None:
        return None
    line = said(when)
    hours = _HOURS.fullmatch(line)
    place = hours["place"] if hours else line
    if not place or len(words_of(place)) > _MOST_PLACE_WORDS:
        return None
    left = f"{said(block)} {line[: len(line) - len(place)]}"
    if words.says("online", place):
        left, place = f"{left} {place}", "en ligne"
    inside: list[_Element] = []
    gone = [block, when]
    for one in siblings(when, MOST_BLOCKS + 1):
        if one.tag == "p" and words.says("add_to_calendar", said(one)):
            gone.append(one)
            left = f"{left} {said(one)}"
            break
        if one.tag == "hr" or _is_day(one):
            inside = inside[:1]
            break
        inside.append(one)
    else:
        inside = [one for one in inside[:1] if not level_of(one)]
    inside, titles = _with_bold_title(inside)
    argument = " ".join(filter(None, (day.isoformat(), _written(hours), place)))
    return BlockProposal(Event.name, argument, inside, [*gone, *titles], left)


def own_testimony(block: _Element) -> BlockProposal | None:
    """A lone mark of quotation, what is said, and who says it in bold, perhaps below a face."""
    if block.tag != "p" or said(block) != _MARK:
        return None
    following = siblings(block, _MOST_OF_TESTIMONY)
    for index, line in enumerate(following):
        if line.tag == "hr" or level_of(line) == 1 or said(line) == _MARK:
            return None
        who = _signature(line) if index else None
        if who is None:
            continue
        face = [one for one in following[index - 1 : index] if lone(one, "img") is not None]
        inside, titles = _with_bold_title(following[: index - len(face)])
        if (who.credit and not face) or not any(map(_is_text, inside)):
            return None
        portrait = [_credited(one, who.credit) for one in face]
        return BlockProposal(Testimony.name, who.name, [*portrait, *inside], [block, line, *face, *titles])
    return None


def own_interview(block: _Element, words: OwnWords) -> BlockProposal | None:
    """A label, who is asked, and questions as headings; perhaps a portrait above the label."""
    person = block.getnext()
    if block.tag != "p" or person is None or not words.says("interview_with", said(block)):
        return None
    who = _signature(person)
    inside = siblings(person)
    question = next((one for one in inside[:MOST_BLOCKS] if level_of(one)), None)
    if who is None or who.credit or question is None:
        return None
    answers = list(of_conversation(inside, question))
    portrait, gone = _portrait_above(block)
    return BlockProposal(Interview.name, who.name, [*portrait, *answers], [block, person, *gone], said(block))


def own_resource(block: _Element) -> BlockProposal | None:
    """The title of a part that is nothing but a link, and the paragraph or list below it."""
    link = lone(block, "a") if block.tag == "p" and block.get("data-title") else None
    url = (link.get("href") or "").strip() if link is not None else ""
    if link is None or problem(url, ()) or next(link.iter("img"), None) is not None:
        return None
    inside = [_bold(block, is_link=True)]
    below = block.getnext()
    if below is not None and below.tag in {"p", "ul", "ol"} and _is_text(below) and not below.get("data-title"):
        inside.append(below)
    return BlockProposal(Resource.name, url, inside, [block])


def own_untitled_resource(block: _Element, words: OwnWords) -> BlockProposal | None:
    """A paragraph, and below it a link that says no more than that there is a resource: it has no title."""
    link = lone(block, "a") if block.tag == "p" and words.says("discover", said(block)) else None
    url = (link.get("href") or "").strip() if link is not None else ""
    text = block.getprevious()
    if link is None or problem(url, ()) or text is None or text.tag != "p" or not _is_text(text):
        return None
    return BlockProposal(Resource.name, url, [text], [block], said(block))


def _day(block: _Element, times: LetterTimes) -> date | None:
    parts = _parts(block)
    if len(parts) not in _PARTS_OF_DAY:
        return None
    weekday, number, month, *year = parts
    if year and not _YEAR.fullmatch(year[0]):
        return None
    said_year = int(year[0]) if year else times.day.year if times.day else None
    return day_of_parts(weekday, number, month, said_year, times.language) if said_year else None


def _is_day(block: _Element) -> bool:
    """Whether ``block`` may be the day of an event."""
    parts = _parts(block)
    return len(parts) in _PARTS_OF_DAY and bool(_NUMBER.fullmatch(parts[1]))


def _parts(block: _Element) -> list[str]:
    """The lines of a paragraph that has some."""
    if block.tag != "p" or block.find("br") is None:
        return []
    lines = [block.text or ""]
    for child in block:
        if child.tag == "br":
            lines.append("")
        lines[-1] += f"{said(child)}{child.tail or ''}"
    return [" ".join(line.split()) for line in lines]


def _written(hours: re.Match[str] | None) -> str:
    """The hours of an event as cenum reads them: ``13h30-15h``."""
    if hours is None:
        return ""
    return "-".join(
        f"{int(hours[name])}h{hours[f'{name}_minute'] or ''}" for name in ("hour", "until") if hours[name]
    )


class _Signature(NamedTuple):
    """Who speaks, and who made the picture beside the name."""

    name: str
    credit: str = ""


def _signature(line: _Element) -> _Signature | None:
    """A name in bold, perhaps a comma and what that person does, perhaps a line in italics with a credit."""
    name = line[0] if line.tag == "p" and len(line) else None
    if name is None or name.tag != "strong" or (line.text or "").strip() or line.find(".//a") is not None:
        return None
    role = (name.tail or "").strip()
    others = list(line)[1:]
    whole = " ".join(f"{said(name)}{name.tail or ''}".split())
    if (role and not role.startswith(",")) or not _NAME.fullmatch(whole) or len(words_of(whole)) > _MOST_NAME_WORDS:
        return None
    if not others:
        return _Signature(whole)
    has_credit = [one.tag for one in others] == ["br", "em"] and not any((one.tail or "").strip() for one in others)
    return _Signature(whole, said(others[1])) if has_credit else None


def _portrait_above(label: _Element) -> tuple[list[_Element], list[_Element]]:
    """The picture above ``label`` with its credit, as it is in a block, and the blocks of the letter that it is."""
    above = label.getprevious()
    if above is None:
        return [], []
    if lone(above, "img") is not None:
        return [_credited(above, "")], [above]
    picture, credit = above.getprevious(), said(above)
    is_credit = above.tag == "p" and not len(above) and _NAME.fullmatch(credit)
    if not is_credit or len(words_of(credit)) > _MOST_CREDIT_WORDS or picture is None or lone(picture, "img") is None:
        return [], []
    return [_credited(picture, credit)], [picture, above]


def _credited(block: _Element, credit: str) -> _Element:
    """The picture in ``block`` alone, with who made it."""
    picture = etree.Element("p")
    image = lone(block, "img")
    if image is not None:
        shown = etree.SubElement(picture, "img", {name: image.get(name) or "" for name in ("src", "alt")})
        if credit:
            shown.set("title", credit)
    return picture


def _with_bold_title(inside: list[_Element]) -> tuple[list[_Element], list[_Element]]:
    """``inside`` with its title, if it begins with one, in bold; and that title as it was."""
    if not inside or not inside[0].get("data-title"):
        return inside, []
    return [_bold(inside[0]), *inside[1:]], inside[:1]


def _bold(title: _Element, *, is_link: bool = False) -> _Element:
    """The words of ``title`` in bold, as they are written; what they are set in besides is their look.

    With ``is_link``, the link that all of them are is left to the block.
    """
    inside = deepcopy(title)
    while len(inside) == 1 and not (inside.text or "").strip() and not (inside[0].tail or "").strip():
        if inside[0].tag not in ({"strong", "em", "a"} if is_link else {"strong", "em"}):
            break
        inside = inside[0]
    words = etree.Element("strong")
    words.text = inside.text
    words.extend(list(inside))
    block = etree.Element("p")
    block.append(words)
    return block


def _is_text(block: _Element) -> bool:
    return bool(said(block)) and lone(block, "img") is None and lone(block, "a") is None
