"""Better addresses into an issue's file, and nothing else of it touched."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from markdown_it.common.utils import unescapeAll

from cenum.edition.spelling import spell
from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.issue import front_matter
from cenum.issue.markdown import CONTAINER, parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markdown_it.token import Token

    from cenum.finding import Finding

# Where Markdown, and our blocks, take an address: ](…), ](<…>), <…>, [name]: … and ::: button ….
_BEFORE = re.compile(r"(?P<round>\]\(\s*<?)|<|\]:\s*<?|:::[ \t]*(?:button|resource)[ \t]+", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER = re.compile(r"[)>\s]|$")


def with_better_addresses(text: str, better: Mapping[str, str]) -> tuple[str, set[str]]:
    """``text`` with each address of ``better`` replaced wherever it is a link's, and those that were found.

    An address is found however it is spelled: with accents, escapes or character references.
    """
    wanted = {spell(url): (url, new) for url, new in better.items()}
    parts: list[str] = []
    found: set[str] = set()
    at = 0
    for opening in _BEFORE.finditer(text):
        address = _ADDRESS.match(text, opening.end())
        if not address or address.start() < at:
            continue
        end = _end(text, address, wanted)
        if end is None:
            continue
        url, new = wanted[spell(unescapeAll(text[address.start() : end]))]
        written = spell(new)
        if opening["round"]:
            written = written.replace("(", "%28").replace(")", "%29")
        parts += [text[at : address.start()], written]
        at = end
        found.add(url)
    return "".join([*parts, text[at:]]), found


def fix(path: Path, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Write the better addresses of ``findings`` into the issue at ``path``: those that were written, old and new.

    Raises :class:`UsageMistake` where the file can't be written, or would come out with other links than wanted.
    """
    better = {finding.url: finding.better for finding in findings if finding.better and not finding.waived}
    before = path.read_bytes()
    text = before.decode("utf-8")
    after, found = with_better_addresses(text, better)
    old, new = _read(text), _read(after)
    wanted = [spell(better[url] if url in found else url) for url in old.urls]
    if [spell(url) for url in new.urls] != wanted or new.words != old.words:
        message = _("the new addresses could not be written into {file} without changing more").format(file=path.name)
        raise UsageMistake(message, _("write them by hand: cenum check names each"))
    if found:
        rewrite(path, before, after.encode())
    return [(url, new) for url, new in better.items() if url in found]


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Put ``after`` into ``path`` at once, if it still holds ``before``.

    Raises :class:`UsageMistake` where somebody changed it meanwhile, or where it can't be written.
    """
    try:
        if path.read_bytes() != before:
            message = _("{file} was changed while the links were checked, and is left as it is").format(
                file=path.name
            )
            raise UsageMistake(message, _("save it, then run this again"))
        target = path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as mistake:
        message = _("{file} can't be written ({reason})").format(file=path.name, reason=mistake.strerror)
        raise UsageMistake(message, _("look at the file's permissions and at the room on the disk")) from None


def _end(text: str, address: re.Match[str], wanted: Mapping[str, tuple[str, str]]) -> int | None:
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
    try:
        table = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError):
        table = None
    introduction = str(table.get("introduction") or "") if isinstance(table, dict) else ""
    for token in (*parser().parse(introduction), *parser().parse(body)):
        name, _space, argument = token.info.strip().partition(" ")
        if token.type == f"container_{CONTAINER}_open" and name in {"button", "resource"}:
            reading.urls.append(argument.strip())
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
        elif not bare:
            reading.words.extend([child.content, str(child.attrGet("src") or "")])
