"""Text without any form, as mail programs send it, in the form that it is meant to have.

What people type for want of anything else is read: a line below a heading, signs before the points of a list and
before quotations, asterisks around what is bold, angle brackets around an address, “-- ” above a signature.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _
from cenum.imported.source_letter import Told
from cenum.imported.tree_reading import shortened
from cenum.imported.words import words_of
from cenum.links.addresses import cleaned
from cenum.links.lists import known

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = re.compile(
    r"<(?P<tight>(?:https?://|mailto:)[^\s<>]{1,2000})>|(?P<bare>(?:https?://|www\.)[^\s<>\"]{1,2000})"
    r"|(?<![\w.+@-])(?P<mail>[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-zA-Z]{2,20})(?![\w@])"
)
_AFTER_ADDRESS = ".,;:!?)]}»’'\""
_STRONG = re.compile(
    r"(?<![\w*])(?:\*(?P<strong>[^\s*](?:[^*]{0,198}[^\s*])?)\*|_(?P<em>[^\s_](?:[^_]{0,198}[^\s_])?)_)(?![\w*])"
)
_QUOTED = re.compile(r"(?:> ?){1,20}")
_RULE = re.compile(r"([-–—=_*~#─━═])(?: ?\1){2,200}")
_ITEM = re.compile(r"(?P<mark>[-–*•·∙▪◦‣●○■□➢➤►▶]|(?P<number>\d{1,2})[.)])[ \t\u00a0]{1,8}(?=\S)")
_BULLETS = frozenset("•·∙▪◦‣●○■□")  # which begin nothing but points
_SIGNATURE = "--"  # and a space, which some programs lose (RFC 3676, section 4.3)
_MOST_BELOW = 20  # lines of a signature
_LONGEST_HEADING = 100
# Programs that break lines themselves do it at 65 to 78 characters, where the next word has no room: a line that ends
# long before that is meant to, and so is one that is longer.
_BROKEN_AFTER, _FULL, _LONGEST_LINE = 50, 62, 80
_FARTHER = 2  # spaces that put a point below another
_MOST_NESTED = 4
# What stands above a message that somebody answers or passes on.
_OTHER_MESSAGE = re.compile(
    r">|[-_]{2,20} ?[^\W_][^-_]{3,60}[-_]{2,20}$|.{0,200}(?:a écrit|wrote|schrieb|escribió|ha scritto)\s?:$"
)


class FormedText(NamedTuple):
    """A text as HTML, and the signs of it that became its form."""

    html: str
    told: tuple[Told, ...]


def formed(text: str, *, flowed: bool = False) -> FormedText:
    """``text`` as HTML with the same words, but for the signs that are told.

    ``flowed`` says that a line with a space at its end goes on in the next one (RFC 3676).
    """
    former = _Former(flowed=flowed)
    former.take(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    left = " ".join(former.left)
    told = Told(
        "signs-read",
        _("signs that were typed for want of anything else became headings, lists, links and quotations: {signs}"),
        left=left,
    )
    told = told._replace(message=told.message.format(signs=shortened(" ".join(dict.fromkeys(former.left)))))
    tracking = " ".join(former.tracking)
    removed = Told(
        "tracking-removed",
        _("what follows readers was removed from an address in the text: {words}").format(words=shortened(tracking)),
        left=tracking,
    )
    return FormedText("".join(former.html), tuple(one for one in (told, removed) if words_of(one.left)))


class _Point(NamedTuple):
    """A point of a list: how far from the edge its mark stands, and its lines."""

    depth: int
    number: int
    mark: str
    lines: list[str]


class _Former:
    def __init__(self, *, flowed: bool) -> None:
        self.html: list[str] = []
        self.left: list[str] = []
        self.tracking: list[str] = []  # words of addresses that only follow readers
        self._flowed = flowed

    def take(self, lines: Sequence[str]) -> None:
        """Read ``lines``: quotations, signatures, and what is neither."""
        level, start = 0, 0
        at = 0
        while at < len(lines):
            found = _QUOTED.match(lines[at])
            now = found[0].count(">") if found else 0
            end = _end_of_signature(lines, at) if not now else at
            if now != level or end > at:
                self._blocks([_unquoted(line) for line in lines[start:at]])
                self.html.append("<blockquote>" * (now - level) + "</blockquote>" * (level - now))
                level, start = now, at
            if end > at:
                signature = "<br>".join(self._worded(line.strip()) for line in lines[at + 1 : end])
                self.html.append(f'<div class="moz-signature">{signature}</div>')
                start = at = end
                continue
            self.left += [">"] * now
            at += 1
        self._blocks([_unquoted(line) for line in lines[start:]])
        self.html.append("</blockquote>" * level)

    def _blocks(self, lines: Sequence[str]) -> None:
        """Paragraphs, headings and lists, which empty lines part."""
        block: list[str] = []
        for line in (*lines, ""):
            said = line.strip()
            if said and not _RULE.fullmatch(said):
                block.append(line)
                continue
            if said and len(block) == 1 and len(block[0]) <= _LONGEST_HEADING and not _ITEM.match(block[0].strip()):
                tag = "h1" if said[0] in "=═#*" else "h2"
                self.html.append(f"<{tag}>{self._worded(block[0].strip())}</{tag}>")
            else:
                self._block(block)
                if said:
                    self.html.append("<hr>")
            if said:
                self.left.append(said)
            block = []

    def _block(self, lines: Sequence[str]) -> None:
        """Lines without an empty one between them."""
        points: list[_Point] = []
        paragraph: list[str] = []
        for line in lines:
            found = _ITEM.match(line.strip())
            depth = len(line) - len(line.lstrip())
            if found and (points or not paragraph or not self._goes_on(paragraph[-1], line)):
                self._paragraph(paragraph)
                paragraph = []
                number = int(found["number"] or 0)
                if points and number and number != points[-1].number + 1 and depth == points[-1].depth:
                    self._list(points)
                    points = []
                points.append(_Point(depth, number, found["mark"], [line.strip()[found.end() :] + _soft(line)]))
            elif points and (depth > points[-1].depth or self._goes_on(points[-1].lines[-1], line)):
                points[-1].lines.append(line)
            else:
                self._list(points)
                points = []
                paragraph.append(line)
        self._list(points)
        self._paragraph(paragraph)

    def _list(self, points: Sequence[_Point]) -> None:
        """One point alone is no list, but what somebody says after a dash; a bullet always begins one."""
        if len(points) == 1 and points[0].mark not in _BULLETS:
            point = points[0]
            self._paragraph([f"{point.mark} {point.lines[0]}", *point.lines[1:]])
            return
        depths: list[tuple[int, str]] = []
        for point in points:
            self.left.append(point.mark)
            while len(depths) > 1 and point.depth < depths[-1][0]:
                self.html.append(f"</{depths.pop()[1]}>")
            if not depths or (point.depth >= depths[-1][0] + _FARTHER and len(depths) < _MOST_NESTED):
                tag = "ol" if point.number else "ul"
                start = f' start="{point.number}"' if point.number > 1 else ""
                self.html.append(f"<{tag}{start}>")
                depths.append((point.depth, tag))
            self.html.append(f"<li>{self._run(point.lines, ' ')}")
        self.html += [f"</{tag}>" for _depth, tag in reversed(depths)]

    def _paragraph(self, lines: Sequence[str]) -> None:
        if lines:
            self.html.append(f"<p>{self._run(lines)}</p>")

    def _run(self, lines: Sequence[str], between: str = "") -> str:
        """Lines as one text, with a break where one was meant."""
        text = ""
        for before, line in zip(("", *lines), lines, strict=False):
            parted = between or (" " if self._goes_on(before, line) else "\n")
            text += (parted if before else "") + line.strip()
        return self._worded(text)

    def _goes_on(self, before: str, line: str) -> bool:
        if self._flowed:
            return before.endswith(" ")
        length = len(before.rstrip())
        next_word = line.split(maxsplit=1)[0]
        is_full = _BROKEN_AFTER < length <= _LONGEST_LINE and length + len(next_word) >= _FULL
        return is_full and not _ITEM.match(line.strip())

    def _without_tracking(self, address: str) -> str:
        """An address as readers see it, without what only follows them."""
        try:
            clean = cleaned(address, known())
        except ValueError:
            return address
        before, after = Counter(words_of(address)), Counter(words_of(clean))
        if after - before:
            return address
        self.tracking += (before - after).elements()
        return clean

    def _worded(self, text: str) -> str:
        """Text with its addresses as links, and what stands between asterisks in bold."""
        parts: list[str] = []
        at = 0
        for found in _ADDRESS.finditer(text):
            address = found["tight"] or found["mail"] or found["bare"].rstrip(_AFTER_ADDRESS)
            shown = address.removeprefix("mailto:")
            href = address
            if found["mail"]:
                href = f"mailto:{address}"
            elif found["bare"] and address.startswith("www."):
                href = f"https://{address}"
            else:
                shown = self._without_tracking(shown)
            end = found.end() if found["tight"] else found.start() + len(address)
            if found["tight"]:
                self.left += ["<", ">"]
            link = f'<a href="{escape(href)}">{escape(shown)}</a>'
            parts += [_stressed(text[at : found.start()]), link]
            at = end
        return "".join((*parts, _stressed(text[at:]))).replace("\n", "<br>")


def _stressed(text: str) -> str:
    return _STRONG.sub(_with_tag, escape(text))


def _with_tag(found: re.Match[str]) -> str:
    return f"<strong>{found['strong']}</strong>" if found["strong"] else f"<em>{found['em']}</em>"


def _unquoted(line: str) -> str:
    found = _QUOTED.match(line)
    return line[found.end() :] if found else line


def _soft(line: str) -> str:
    """The space that says that a line goes on, which stripping takes away."""
    return " " if line.endswith(" ") else ""


def _end_of_signature(lines: Sequence[str], at: int) -> int:
    """Where the signature ends that begins at ``at``: with the text, or above another message; ``at`` for none."""
    if lines[at].rstrip() != _SIGNATURE:
        return at
    for end in range(at + 1, min(len(lines), at + 2 + _MOST_BELOW)):
        if _OTHER_MESSAGE.match(lines[end].strip()):
            return end
    return len(lines) if len(lines) <= at + 2 + _MOST_BELOW else at
