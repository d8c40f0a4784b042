"""What mail programs write around a letter: the head of one that is passed on, what it answers, and their own names.

Gmail, Apple Mail, Outlook and Thunderbird each do it in their own HTML, and all in the same words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import said, shortened, take_out
from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_PASSED_ON = re.compile(
    r"[-_ ]{2,40}(?:(?:forwarded|original) message|message (?:transféré|réexpédié|d[’']origine))[-_ ]{2,40}"
    r"|(?:begin forwarded message|début du message (?:transféré|réexpédié)) ?:",
    re.IGNORECASE,
)
_SENDER = frozenset({"de", "from", "expéditeur"})
_SUBJECT = frozenset({"objet", "sujet", "subject"})
_FIELD = re.compile(
    r"(?P<name>de|from|expéditeur|objet|sujet|subject|date|envoyé(?: le)?|sent|à|a|to|pour|cc|copie|destinataires?"
    r"|répondre à|reply-to) ?:(?: .{0,1000})?",
    re.IGNORECASE,
)
_FIELDS = 3  # at least, where nothing else says that a message follows
# With the day: who quotes a writer names none.
_ANSWERS = re.compile(r"(?=.*\d)\S.{5,300} (?:a écrit|wrote|schrieb|escribió|ha scritto) ?:", re.IGNORECASE)
_OF_PROGRAMS = re.compile(
    r"(?:envoyée? (?:de|depuis|avec|à partir (?:de|d[’']))|sent (?:from|with)) ?.{1,60}"
    r"|(?:obtenir|téléchargez|télécharger|get) outlook (?:pour|for) .{1,30}",
    re.IGNORECASE,
)
_MOST_OF_A_NAME = 10  # words


def without_conversation(body: _Element, *, answers: bool = False) -> tuple[Told, ...]:
    """Take out of ``body`` what mail programs write around a letter; each word of it is told.

    ``answers`` says that it is an answer: Outlook writes what it answers below it, and no quotation marks it.
    """
    told: list[Told] = []
    for place in [body, *body.iter("blockquote")]:
        for run in _envelopes(_blocks(place)):
            words = " ".join(map(said, run))
            if answers and place is body and any(said(one) for one in run[0].itersiblings(preceding=True)):
                told += _below(run[-1])
            for block in run:
                take_out(block)
            message = _("what a mail program wrote above a message was left out: {words}")
            told.append(Told("envelope-left-out", message.format(words=shortened(words)), left=words))
            if place is not body:
                _unwrap(place)
    told += _answered(body)
    return tuple(told)


def _blocks(place: _Element) -> list[_Element]:
    return [block for block in place if not block.get("data-note")]


def _envelopes(blocks: Sequence[_Element]) -> Iterator[list[_Element]]:
    """The runs of ``blocks`` that say who sent a message, to whom, when, and of what."""
    at = 0
    while at < len(blocks):
        run: list[_Element] = []
        names: list[str] = []
        is_told = False
        for block in blocks[at:]:
            lines = list(_lines(block))
            fields = [found[1].lower() for line in lines if (found := _FIELD.fullmatch(line))]
            begins = not run and bool(lines) and bool(_PASSED_ON.fullmatch(lines[0]))
            # The name of a field may stand in a line of its own, and what it says be folded.
            if not lines or not (begins or (fields and _FIELD.fullmatch(lines[0]))) or _is_text(lines, fields):
                break
            is_told |= begins
            names += fields
            run.append(block)
        says_who = bool(_SENDER & set(names)) and bool(_SUBJECT & set(names))
        if run and (is_told or (says_who and len(names) >= _FIELDS)):
            yield run
        at += max(len(run), 1)


def _is_text(lines: Sequence[str], fields: Sequence[str]) -> bool:
    return len(lines) > _FIELDS and len(fields) * 2 < len(lines)


def _lines(block: _Element) -> Iterator[str]:
    """The lines of a paragraph, or the rows of a table; nothing of other blocks."""
    if block.tag == "table":
        yield from map(said, block.iter("tr"))
    elif block.tag == "p":
        line: list[str] = [block.text or ""]
        for child in block:
            if child.tag == "br":
                yield " ".join("".join(line).split())
                line = []
            else:
                line.append(said(child))
            line.append(child.tail or "")
        yield " ".join("".join(line).split())


def _unwrap(quotation: _Element) -> None:
    """A message that is passed on is no quotation, though Apple Mail writes it as one."""
    parent = quotation.getparent()
    if parent is not None:
        at = parent.index(quotation)
        for block in reversed(list(quotation)):
            parent.insert(at, block)
        parent.remove(quotation)


def _below(last: _Element) -> Iterator[Told]:
    """All that stands below the head of a message that is answered."""
    answered = [block for block in last.itersiblings() if not block.get("data-note")]
    if any(block.find(".//a[@data-note]") is not None for block in answered):
        return
    words = " ".join(map(said, answered)).strip()
    for block in answered:
        take_out(block)
    if words:
        yield _told_answered(words)


def _told_answered(words: str) -> Told:
    message = _("the message that this one answers was left out: “{words}”")
    remedy = _("write it into the issue if readers are meant to see it")
    return Told("answered-left-out", message.format(words=shortened(words)), remedy, left=words, look=True)


def _answered(body: _Element) -> Iterator[Told]:
    """What stands below a letter: the message that it answers, and the name of a program."""
    for block in reversed(_blocks(body)):
        before = block.getprevious()
        words = said(block)
        if block.tag == "hr" or not words:
            continue
        if _is_answered(block, before):
            first = before if before is not None and _ANSWERS.fullmatch(said(before)) else None
            if first is not None:
                words = f"{said(first)} {words}"
                take_out(first)
            take_out(block)
            yield _told_answered(words)
        elif block.getparent() is not None and block.tag == "p" and _is_of_program(words):
            take_out(block)
            message = _("the name of a mail program was left out: “{words}”")
            yield Told("program-left-out", message.format(words=words), left=words)
        elif block.getparent() is not None:
            return


def _is_answered(block: _Element, before: _Element | None) -> bool:
    """Whether ``block`` quotes a message below a letter, ``before`` being what stands above the quotation."""
    if block.tag != "blockquote" or before is None or block.find(".//a[@data-note]") is not None:
        return False
    first = next(iter(block), None)
    if _ANSWERS.fullmatch(said(before)):
        return any(said(one) for one in before.itersiblings(preceding=True))
    return first is not None and bool(_ANSWERS.fullmatch(said(first)))


def _is_of_program(words: str) -> bool:
    return bool(_OF_PROGRAMS.fullmatch(words)) and len(words_of(words)) <= _MOST_OF_A_NAME
