"""Better addresses into an issue's file, and nothing else of it touched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.common.utils import unescapeAll

from cenum.errors import ChangedMeanwhile, UsageMistake, reason_of
from cenum.i18n import _
from cenum.issue import front_matter
from cenum.issue.markdown import CONTAINER, named, parser
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from markdown_it.token import Token

    from cenum.finding import Finding
    from cenum.letter_folder import LetterFolder

# Where Markdown, and our blocks, take an address: ](…), ](<…>), <…>, [name]: …, ::: button …, or alone in the text.
_BEFORE = re.compile(
    r"(?P<round>\]\(\s*<?)|<|\]:\s*<?|:::[^\S\n]*(?:button|resource)[^\S\n]+|(?<![^\s(«])(?=https?://)",
    re.MULTILINE | re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER = re.compile(r"[)>\s]|[.,;:!?»]+(?=\s|$)|$")


def with_better_addresses(text: str, better: Mapping[str, str]) -> tuple[str, set[str]]:
    """``text`` with each address of ``better`` replaced wherever it is a link's, and those that were found.

    An address is found however it is spelled: with accents, escapes or character references.
    """
    parts: list[str] = []
    found: set[str] = set()
    at = 0
    for one in addresses_in(text, better):
        parts += [text[at : one.start], one.spelled(better[one.url])]
        at = one.end
        found.add(one.url)
    return "".join([*parts, text[at:]]), found


class WrittenAddress(NamedTuple):
    """Where the address ``url`` of a link stands in a text; in ``round`` brackets, or not."""

    url: str
    start: int
    end: int
    round: bool

    def spelled(self, new: str) -> str:
        """``new`` as it can be written in its place."""
        written = spell(new)
        return written.replace("(", "%28").replace(")", "%29") if self.round else written


def addresses_in(text: str, urls: Iterable[str]) -> Iterator[WrittenAddress]:
    """Where ``urls`` are addresses of links in ``text``, in their order, however they are spelled there."""
    wanted = {spell(url): url for url in urls}
    at = 0
    for opening in _BEFORE.finditer(text):
        address = _ADDRESS.match(text, opening.end())
        if not address or address.start() < at:
            continue
        end = _end(text, address, wanted)
        if end is not None:
            url = wanted[spell(unescapeAll(text[address.start() : end]))]
            yield WrittenAddress(url, address.start(), end, bool(opening["round"]))
            at = end


class Fixed(NamedTuple):
    """Addresses, old and new: those that were ``written``, and those that could not be without changing more."""

    written: list[tuple[str, str]]
    left: list[tuple[str, str]]


def fix(path: Path, findings: Iterable[Finding], letter: LetterFolder) -> Fixed:
    """Write the better addresses of ``findings`` into the issue at ``path``.

    Raises :class:`UsageMistake` where the file can't be written.
    """
    better = _better(findings)
    before = letter.read(path)
    text = before.decode("utf-8")
    fixed = Fixed([], [])
    for url, new in better.items():
        after, found = with_better_addresses(text, {url: new})
        if not found:
            continue
        if _is_all_that_changed(text, after, url, new):
            text = after
            fixed.written.append((url, new))
        else:
            fixed.left.append((url, new))
    if fixed.written:
        rewrite(path, before, text.encode(), letter)
    return fixed


def _better(findings: Iterable[Finding]) -> dict[str, str]:
    """The address to write for each; where a page moved, that it moved is more than what its address carried."""
    found = [finding for finding in findings if finding.better and not finding.waived]
    ordered = sorted(found, key=lambda finding: finding.rule != "link-tracking")
    return {finding.url: finding.better for finding in ordered}


def _is_all_that_changed(before: str, after: str, url: str, new: str) -> bool:
    old, now = _read(before), _read(after)
    wanted = [spell(new if spell(one) == spell(url) else one) for one in old.urls]
    return [spell(one) for one in now.urls] == wanted and now.words == old.words


def rewrite(path: Path, before: bytes, after: bytes, letter: LetterFolder) -> None:
    """Put ``after`` into ``path`` at once, if it still holds ``before``.

    Raises :class:`UsageMistake` where somebody changed it meanwhile, or where it can't be written.
    """
    try:
        letter.swap(path, before, after)
    except ChangedMeanwhile:
        message = _("{file} was changed while its links were checked, and was not corrected").format(file=path.name)
        raise UsageMistake(message, _("save it, then run the command again")) from None
    except OSError as mistake:
        message = _("{file} can't be written ({reason})").format(file=path.name, reason=reason_of(mistake))
        raise UsageMistake(message, _("check the file's permissions and the free disk space")) from None


def _end(text: str, address: re.Match[str], wanted: Container[str]) -> int | None:
    """Where the address ends in ``text``: a bracket may be its own, or Markdown's."""
    for end in range(address.end(), address.start(), -1):
        if _AFTER.match(text, end) and spell(unescapeAll(text[address.start() : end])) in wanted:
            return end
    return None


class _Reading(NamedTuple):
    """Of an issue: the addresses of its links and blocks, and all that a reader sees besides, both in their order."""

    urls: list[str]
    words: list[str]


def _read(text: str) -> _Reading:
    reading = _Reading([], [])
    borders = front_matter.split(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    head, body = borders or ("", text)
    others = front_matter.table(head)
    introduction = str(others.pop("introduction", None) or "")
    reading.words.append(repr(others))
    for token in (*parser().parse(introduction), *parser().parse(body)):
        name, argument = named(token.info)
        if token.type == f"container_{CONTAINER}_open" and name in {"button", "resource"}:
            reading.urls.append(argument)
        elif token.children is None:
            reading.words.append(token.content)
        _read_inline(token.children or (), reading)
    return reading


def _read_inline(children: Iterable[Token], reading: _Reading) -> None:
    bare = False
    for child in children:
        if child.type == "link_open":
            reading.urls.append(str(child.attrGet("href")))
        if child.type in {"link_open", "link_close"}:
            bare = child.type == "link_open" and child.info == "auto"
        elif child.type == "image":
            reading.urls.append(str(child.attrGet("src")))
            reading.words.append(child.content)
        elif not bare:
            reading.words.append(child.content)
