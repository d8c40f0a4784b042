"""The words of a page, counted in its own text and in nothing that was made of it."""

from __future__ import annotations

import re
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.html_kinds import judged
from cenum.imported.html_page import Turn, page_of_html, turns
from cenum.imported.source_letter import SourcePassage, WordKind
from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.imported.html_kinds import JudgedPage
    from cenum.imported.html_page import HtmlNode, HtmlPage

_PART = re.compile(r"\s+|\S+")
# What mailing services put behind a preheader, so that inboxes show nothing else after it.
_FILLER = re.compile("[\u00ad\u034f\u061c\u200b\u200c\u200e\u200f\u2060\ufeff]+")
_BESIDE = 80  # characters of the letter that say where something stands
_MOST_TITLES = 200
_LONGEST_TITLE = 1_000


class _Run(NamedTuple):
    """Text as it stands, and what it is."""

    text: str
    kind: WordKind
    who: str


def passages_of_html(html: str) -> tuple[SourcePassage, ...]:
    """The passages of ``html`` in their order. Raises :class:`ImportRefusal` for what is too large."""
    return passages_of_page(judged(page_of_html(html)))


def passages_of_page(judged_page: JudgedPage) -> tuple[SourcePassage, ...]:
    """The passages of a page in their order: a passage ends where a block does, and where its kind does.

    A word that is of two kinds, since a part of it was inserted, belongs to the first. Descriptions of pictures are
    passages of their own; the marks that call a note are no words.
    """
    found: list[SourcePassage] = []
    runs: list[_Run] = []
    for turn, node, text in turns(judged_page.page.root):
        standing = judged_page.standing[node]
        if standing.is_mark:
            continue
        if turn is Turn.SAYS:
            runs.append(_Run(text, judged_page.kind_of_text(node), standing.who))
            continue
        if judged_page.parts_words(node):
            if standing.kind.taken:
                found += _passages(runs)
                runs = []
            else:
                # What is not shown parts no words of what is.
                runs.append(_Run(" ", standing.kind, standing.who))
        if turn is Turn.BEGINS and node.tag == "img" and node.get("alt").strip():
            kind = WordKind.DESCRIPTION if standing.kind.taken else standing.kind
            found.append(SourcePassage(kind, " ".join(node.get("alt").split()), standing.who))
    return (*found, *_passages(runs), *_unseen(judged_page.page))


def _unseen(page: HtmlPage) -> Iterator[SourcePassage]:
    """Comments in the source, which in LibreOffice are colleagues', and tooltips that say what the page does not."""
    for note in page.notes:
        yield SourcePassage(WordKind.COMMENT if page.of_office else WordKind.UNSEEN, note.says, at=note.before)
    said = f" {' '.join(words_of(page.root.text()))} "
    known: set[str] = set()
    for node in islice((node for node in page.root.elements() if node.get("title").strip()), _MOST_TITLES):
        tip = " ".join(node.get("title").split())
        words = " ".join(words_of(tip))
        if words and tip not in known and len(tip) <= _LONGEST_TITLE and not _is_said(words, node, said):
            known.add(tip)
            yield SourcePassage(WordKind.UNSEEN, tip)


def _is_said(words: str, node: HtmlNode, said: str) -> bool:
    """Whether the page says ``words`` itself, or a program does."""
    beside = f" {' '.join(words_of(node.get('alt')))} "
    return f" {words} " in said or f" {words} " in beside or (node.tag == "div" and words in {"header", "footer"})


def _passages(runs: list[_Run]) -> Iterator[SourcePassage]:
    """The passages of one block."""
    taken = [run for run in runs if run.kind.taken]
    beside = " ".join("".join(run.text for run in taken).split())[:_BESIDE]
    for kind, who, words in _joined(
        run._replace(text=_FILLER.sub("", run.text)) for run in runs if not run.kind.taken
    ):
        yield SourcePassage(kind, words, who, beside)
    for kind, who, words in _joined(_whole_words(taken)):
        yield SourcePassage(kind, words, who)


def _joined(runs: Iterable[_Run]) -> Iterator[tuple[WordKind, str, str]]:
    """Runs of one kind and one person that follow each other, as one; those without any text left out."""
    for (kind, who), several in groupby(runs, key=lambda run: (run.kind, run.who)):
        words = " ".join("".join(run.text for run in several).split())
        if words:
            yield kind, who, words


def _whole_words(runs: Iterable[_Run]) -> Iterator[_Run]:
    """``runs`` word by word, each in the run that it begins in."""
    owner: _Run | None = None
    word: list[str] = []
    for run in runs:
        for part in _PART.findall(run.text):
            if not part.isspace():
                owner = owner or run
                word.append(part)
            elif owner:
                yield owner._replace(text="".join(word) + " ")
                owner, word = None, []
    if owner:
        yield owner._replace(text="".join(word))
