"""Every word of a source is in the issue once, or it is said where it went. What nobody told is an error.

What is in the issue is read from the issue itself, as :mod:`cenum.issue.reader` gives it, and not from what wrote it.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _, ngettext
from cenum.imported.source_letter import Told, WordKind
from cenum.imported.tree_reading import shortened
from cenum.imported.words import words_of
from cenum.issue.blocks import texts
from cenum.issue.footnotes import is_number
from cenum.issue.markdown import tokens_of
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from cenum.imported.source_letter import Remark, SourceLetter, SourcePassage
    from cenum.issue.model import Image, Issue

_BESIDE = 4  # words on either side of those that are missing
_MOST = 20  # places that are named
_SOME = 3  # notes that are

WORDS_ASTRAY = Rule(
    "words-astray",
    Severity.ERROR,
    what=N_(
        "Words of a document would be missing in the issue that `cenum import` makes of it, or be there twice, "
        "and nothing says why."
    ),
    why=N_("Nothing that somebody wrote may get lost silently. Nothing was written."),
    remedy=N_(
        "Write these words in the document in a simpler way, or copy them into the issue by hand; please report it."
    ),
    example="it would be a mistake of cenum's own",
)


class WrittenWords(NamedTuple):
    """Words of an issue that stand together, and the line of the file that they begin on, where it is known."""

    words: str
    line: int | None


class _Row(NamedTuple):
    """Words of a text that follow one another, from ``start`` to before ``end``."""

    words: list[str]
    start: int
    end: int
    line: int | None


class WordLedger(NamedTuple):
    """How many words there are in the source and in the issue, and of the source's how many were left out.

    ``added`` are those of the issue that are not in the source. ``told`` says where words of the source went;
    ``astray`` are errors: nobody says where these words are, or from where they came.
    """

    source: int
    issue: int
    left: int
    added: int
    told: tuple[Told, ...]
    astray: tuple[Finding, ...]


def balance(
    source: SourceLetter,
    told: Iterable[Told],
    issue: Sequence[WrittenWords],
    file: str,
    before: Iterable[WrittenWords] = (),
) -> WordLedger:
    """Hold the words of the ``source`` against those of the ``issue``, which findings call ``file``.

    ``told`` is what the steps between the two say; ``before`` are the words that the issue had already.
    """
    said = [*source.told, *told]
    taken = [one for one in source.passages if _is_wanted(one.kind)]
    left_out = [one for one in source.passages if not _is_wanted(one.kind)]
    left = _counted(one.left for one in said)
    added = _counted(one.added for one in said)
    there = _counted(one.words for one in issue)
    there.subtract(_counted(one.words for one in before))
    wanted = _counted(one.words for one in taken)
    wanted.subtract(left)
    wanted.update(added)
    difference = {word: there[word] - wanted[word] for word in wanted.keys() | there.keys()}
    missing = Counter({word: -count for word, count in difference.items() if count < 0})
    excess = Counter({word: count for word, count in difference.items() if count > 0})
    return WordLedger(
        source=sum(len(words_of(one.words)) for one in source.passages),
        issue=there.total(),
        left=left.total() + sum(len(words_of(one.words)) for one in left_out),
        added=added.total(),
        told=(*_of_passages(source.passages), *_of_unseen(source.passages), *map(_of_remark, source.remarks)),
        astray=(
            *_astray([WrittenWords(one.words, None) for one in taken], missing, source.name, _is_missing),
            *_astray(issue, excess, file, _is_more),
        ),
    )


def _is_wanted(kind: WordKind) -> bool:
    """Whether words of this ``kind`` are somewhere in the issue's file: comments become remarks."""
    return kind.taken or kind is WordKind.COMMENT


def words_written(issue: Issue) -> list[WrittenWords]:
    """All words of ``issue`` that its editors wrote: what readers see, and what colleagues remarked.

    A first heading that repeats the title is shown once; the numbers of notes are cenum's own.
    """
    return [one for one in _written(issue) if one.words.strip()]


def words_of_markdown(text: str) -> list[WrittenWords]:
    """All words that readers see of Markdown which is no issue yet, and has no block of cenum's own in it."""
    found: list[WrittenWords] = []
    for token in tokens_of(text):
        line = token.map[0] + 1 if token.map else None
        if token.type == "inline":
            found.append(WrittenWords("".join(_shown(token.children or ())), line))
        elif token.type == "fence":
            found.append(WrittenWords(token.content, line))
    return found


def _written(issue: Issue) -> Iterator[WrittenWords]:
    def head(words: str, *path: str | int) -> WrittenWords:
        return WrittenWords(words, issue.place_of(*path).line)

    yield head(issue.title, "title")
    yield head(issue.teasers_lead, "teasers_lead")
    yield from (head(teaser, "teasers", nth) for nth, teaser in enumerate(issue.teasers))
    if issue.illustration:
        yield from _of_picture(issue.illustration)
    yield from (head(author, "credits", "authors", nth) for nth, author in enumerate(issue.credits.authors))
    yield head(issue.credits.illustrator, "credits", "illustrator")
    for section in issue.sections:
        if not section.repeats_title:
            yield WrittenWords(f"{section.emoji} {section.heading}", section.line)
        yield WrittenWords(section.by, section.line)
    for text in texts(issue.blocks):
        yield WrittenWords("".join(_shown(text.tokens)) if text.tokens else text.words, text.line)
        yield from (WrittenWords(credit, text.line) for credit in _credits(text.tokens))
    yield from (head(remark.says, "remarks", nth) for nth, remark in enumerate(issue.remarks))


def _of_picture(picture: Image) -> Iterator[WrittenWords]:
    yield WrittenWords(picture.alt, picture.place.line)
    yield WrittenWords(picture.credit, picture.place.line)


def _shown(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield "" if is_number(token) else token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.type == "image":
            yield f" {''.join(_shown(token.children or ()))} "


def _credits(tokens: Iterable[Token]) -> Iterator[str]:
    return (str(token.attrGet("title") or "") for token in tokens if token.type == "image")


def _counted(texts_: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts_ for word in words_of(text))


def _astray(
    texts_: Iterable[WrittenWords], count: Counter[str], file: str, says: Callable[[str, str], tuple[str, str]]
) -> Iterator[Finding]:
    """Errors for the ``count`` of words, where they most likely are: the longest rows of them first."""
    rows = sorted((row for text in texts_ for row in _rows(text, count)), key=lambda row: row.start - row.end)
    found: list[Finding] = []
    for row in rows:
        here = [word for word in row.words[row.start : row.end] if _is_taken_from(count, word)]
        if here:
            around = row.words[max(0, row.start - _BESIDE) : row.end + _BESIDE]
            message, remedy = says(_short(" ".join(here)), _short(" ".join(around)))
            found.append(WORDS_ASTRAY.at(Place(file, row.line), message, remedy))
    # What is said to be left or added, and is nowhere.
    nowhere = " ".join(count.elements())
    if nowhere:
        found.append(WORDS_ASTRAY.at(Place(file), *says(_short(nowhere), _short(nowhere))))
    yield from found[:_MOST]
    if len(found) > _MOST:
        more = len(found) - _MOST
        message = ngettext("and at {count} more place", "and at {count} more places", more).format(count=more)
        yield WORDS_ASTRAY.at(Place(file), message, says("", "")[1])


def _rows(text: WrittenWords, count: Counter[str]) -> Iterator[_Row]:
    words = words_of(text.words)
    start = 0
    for is_astray, row in groupby(words, count.__contains__):
        end = start + len(list(row))
        if is_astray:
            yield _Row(words, start, end, text.line)
        start = end


def _is_taken_from(count: Counter[str], word: str) -> bool:
    if count[word] > 0:
        count[word] -= 1
        return True
    return False


def _is_missing(words: str, around: str) -> tuple[str, str]:
    message = _("“{words}” would be missing in the issue: “{around}”").format(words=words, around=around)
    return message, _("write it in the document in a simpler way, or import it without it; please report this")


def _is_more(words: str, around: str) -> tuple[str, str]:
    message = _("“{words}” would be in the issue more often than in the document: “{around}”")
    remedy = _("write it in the document in a simpler way, or import it without it; please report this")
    return message.format(words=words, around=around), remedy


def _of_passages(passages: Sequence[SourcePassage]) -> Iterator[Told]:
    """What is said of words that are not taken, or that a person should know were taken."""
    moved = {(one.words, one.who) for one in passages if one.kind is WordKind.MOVED}
    for passage, beside in zip(passages, _beside(passages), strict=True):
        one = passage if passage.at else passage._replace(at=beside)
        words = _short(one.words)
        if not words_of(one.words) or (one.kind is WordKind.INSERTED and (one.words, one.who) in moved):
            continue
        match one.kind:
            case WordKind.HIDDEN:
                said = _("hidden in the document, left out: “{words}”").format(words=words)
                remedy = _("write it into the issue if readers are meant to see it")
                yield Told("hidden-left", said, remedy, left=one.words, at=one.at, look=True)
            case WordKind.DELETED:
                said = _("deleted by {who}, left out: “{words}”") if one.who else _("deleted, left out: “{words}”")
                yield Told("deletion-left", said.format(who=one.who, words=words), left=one.words, at=one.at)
            case WordKind.INSERTED:
                said = _("inserted by {who}, taken: “{words}”") if one.who else _("inserted, taken: “{words}”")
                yield Told("insertion-taken", said.format(who=one.who, words=words), at=one.words)
            case WordKind.MOVED:
                said = _("moved by {who}, taken where it stands now: “{words}”")
                said = said if one.who else _("moved, taken where it stands now: “{words}”")
                yield Told("move-left", said.format(who=one.who, words=words), left=one.words, at=one.words)
            case WordKind.PAGE_HEADER | WordKind.PAGE_FOOTER:
                said = _("at the top of each page, left out: “{words}”")
                if one.kind is WordKind.PAGE_FOOTER:
                    said = _("at the foot of each page, left out: “{words}”")
                yield Told(f"{one.kind.value.replace(' ', '-')}-left", said.format(words=words), left=one.words)


def _of_unseen(passages: Iterable[SourcePassage]) -> Iterator[Told]:
    """One line for all that stands in a page where nobody sees it: templates are full of it."""
    unseen = [one.words for one in passages if one.kind is WordKind.UNSEEN and words_of(one.words)]
    if unseen:
        message = ngettext(
            "{count} note that no reader sees, in the page's source or below the pointer, was left out: {words}",
            "{count} notes that no reader sees, in the page's source or below the pointer, were left out: {words}",
            len(unseen),
        )
        words = " · ".join(map(_short, unseen[:_SOME]))
        more = " …" if len(unseen) > _SOME else ""
        yield Told("unseen-left", message.format(count=len(unseen), words=words + more), left="\n".join(unseen))


def _beside(passages: Iterable[SourcePassage]) -> Iterator[str]:
    """For each passage the words of the letter that stand before it."""
    before = ""
    for one in passages:
        yield before
        before = one.words if one.kind.taken and words_of(one.words) else before


def _of_remark(remark: Remark) -> Told:
    says, at = _short(remark.says), _short(remark.at)
    remedy = _("answer it, then delete it from the remarks; `cenum check` shows it until then")
    if not says:
        said = _("marked in the document, kept as a remark: “{at}”").format(at=at)
        return Told("mark-kept", said, remedy, at=remark.at, look=True)
    said = (
        _("{by} commented, kept as a remark: “{says}”") if remark.by else _("a comment, kept as a remark: “{says}”")
    )
    return Told("comment-kept", said.format(by=remark.by, says=says), remedy, at=remark.at, look=True)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()))
