"""More text at the end of a section of an issue's file, where every other character stays as it is."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.issue.characters import bare
from cenum.schema import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.imported.source_letter import Remark
    from cenum.issue.model import Issue
    from cenum.settings import SectionRule

_NOTE = re.compile(r"\[\^(\d{1,9})\]")
_BORDER = re.compile(r"-{3}\s*$")
_IN_BRACKETS = re.compile(r"remarks\s*:\s*\[(?P<inside>.*)\]\s*$")


def section_called(name: str, rules: Sequence[SectionRule], issue: Issue) -> str:
    """The id of the section that a person calls ``name``. Raises :class:`UsageMistake` where there is none."""
    names = {section.id: section.heading for section in issue.sections}
    # The settings know more sections than an issue has, and the issue may call one otherwise than they.
    calls = [*names.items(), *((rule.id, rule.heading) for rule in rules)]
    for id_, heading in calls:
        if bare(name) in {bare(id_), bare(heading)}:
            return id_
    raise UsageMistake(
        _("no section is called “{name}”").format(name=name),
        nearest(name, dict.fromkeys(id_ for id_, _name in calls)),
    )


def text_of_section(text: str, issue: Issue, section: str) -> str:
    """What the file's ``text``, read as ``issue``, has below the heading with this id; empty where it has none."""
    lines = _lines(text)
    ids = [one.id for one in issue.sections]
    if section not in ids:
        return ""
    index = ids.index(section)
    return "".join(lines[issue.sections[index].line : _end(lines, issue, index)])


def with_text(  # noqa: PLR0913  a text and all that places it
    text: str, issue: Issue, section: str, more: str, rules: Sequence[SectionRule], *, apart: bool = True
) -> str:
    """The file's ``text``, read as ``issue``, with ``more`` Markdown at the end of the section with this id.

    Where the issue has none, its heading is written too: before the sections that the settings have come later.
    Without ``apart`` no blank line is put before it, as between the points of a list.
    """
    lines = _lines(text)
    ids = [one.id for one in issue.sections]
    if section in ids:
        index = ids.index(section)
    else:
        rule = next(rule for rule in rules if rule.id == section)
        more = f"# {rule.heading} {{#{rule.id}}}\n\n{more}"
        index = _before(rule, ids, rules) - 1
    between = [""] if apart else []
    return _inserted(lines, _end(lines, issue, index), [*between, *more.strip("\n").split("\n")])


def holds(text: str, markdown: str) -> bool:
    """Whether ``markdown`` stands in ``text``, whatever the numbers of its notes are there."""
    there, wanted = (_NOTE.sub("[^]", one.replace("\r\n", "\n")) for one in (text, markdown))
    return wanted.strip() in there


def free_note(text: str) -> int:
    """The first number after all that ``text`` calls notes by."""
    return max((int(number) for number in _NOTE.findall(text)), default=0) + 1


def with_remarks(text: str, issue: Issue, remarks: Sequence[Remark]) -> str:
    """The file's ``text``, read as ``issue``, with ``remarks`` after those that its front matter has."""
    if not remarks:
        return text
    lines = _lines(text)
    items = [line for remark in remarks for line in remark_lines(remark)]
    there = issue.lines.get(("remarks",))
    if there is None:
        # The key that stands last may have a value of several lines, but none of them is a border.
        last = max(issue.lines.values(), default=1)
        end = next(number for number in range(last, len(lines)) if _BORDER.match(lines[number]))
        return _inserted(lines, end, ["remarks:", *items])
    bracketed = _IN_BRACKETS.match(lines[there - 1].rstrip("\r\n"))
    if bracketed:
        before = f"{bracketed['inside'].strip()}, " if bracketed["inside"].strip() else ""
        listed = ", ".join(f"{{{', '.join(_pairs(remark))}}}" for remark in remarks)
        ending = lines[there - 1][len(lines[there - 1].rstrip("\r\n")) :]
        lines[there - 1] = f"remarks: [{before}{listed}]{ending}"
        return "".join(lines)
    end = there
    while end < len(lines) and (lines[end][:1] in " \t-\r\n") and not _BORDER.match(lines[end]):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    own = next((line for line in lines[there:end] if line.lstrip().startswith("- ")), "  - ")
    margin = own[: len(own) - len(own.lstrip())]
    return _inserted(lines, end, [margin + item.removeprefix("  ") for item in items])


def remark_lines(remark: Remark) -> list[str]:
    """A remark as an item of the front matter's list."""
    first, *others = _pairs(remark) or ['says: ""']
    return [f"  - {first}", *(f"    {other}" for other in others)]


def _pairs(remark: Remark) -> list[str]:
    # What JSON writes as a string YAML 1.2 reads as the same (section 1.3).
    said = (("at", remark.at), ("by", remark.by), ("says", remark.says))
    return [f"{key}: {json.dumps(' '.join(words.split()), ensure_ascii=False)}" for key, words in said if words]


def _before(rule: SectionRule, ids: Sequence[str], rules: Sequence[SectionRule]) -> int:
    """The index of the first section that comes after ``rule``; how many there are where none does."""
    order = {one.id: one.order for one in rules if one.order is not None}
    if rule.order is None:
        return len(ids)
    later = (index for index, id_ in enumerate(ids) if order.get(id_, 0) > rule.order)
    return next(later, len(ids))


def _end(lines: Sequence[str], issue: Issue, index: int) -> int:
    """How many of the file's ``lines`` there are up to the last one that says something in a section."""
    starts = [one.line for one in issue.sections]
    end = starts[index + 1] - 1 if index + 1 < len(starts) else len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _lines(text: str) -> list[str]:
    """The lines with their ends, as the reader counts them."""
    return list(io.StringIO(text, newline=""))


def _inserted(lines: list[str], at: int, more: Sequence[str]) -> str:
    """``lines`` with ``more`` before the line of index ``at``, ended as the others are."""
    ending = next((line[len(line.rstrip("\r\n")) :] for line in lines if line.endswith(("\r", "\n"))), "\n")
    before = "".join(lines[:at])
    if before and not before.endswith(("\r", "\n")):
        before += ending
    return before + "".join(f"{line}{ending}" for line in more) + "".join(lines[at:])
