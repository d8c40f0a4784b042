"""The page of the rules: what each is declared to be, and its example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.rule import MANY, Example
from cenum.rulebook import concerns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.reference_words import ExampleWords, Words

# What stands in a code block, where that is called otherwise than the kind of example, or the template's ending.
_LANGUAGES = {
    **dict.fromkeys(("web", "memory", "spamassassin", "name", "csv"), "text"),
    "bytes": "markdown",
    "mjml": "html",
    "txt": "jinja",
}

# What stands in a code block of its own.
_BLOCK = re.compile(rf"[\n`]|{MANY.pattern}")
_LONGEST = 110


def rules(words: Words) -> Iterator[str]:
    """Every concern and its rules."""
    for concern, declared in concerns():
        yield f"\n## {_(concern.title)}\n\n{_(concern.about)}\n"
        for rule in declared:
            waived = words.waived if rule.can_be_waived else ""
            corrected = words.corrected if rule.corrected else ""
            source = f"\n\n{words.source}{_(rule.source)}" if rule.source else ""
            yield f"\n### `{rule.id}`\n\n*{words.severities[rule.severity.value]}{waived}{corrected}*\n\n"
            yield f"{_(rule.what)} {_(rule.why)}\n\n**{words.remedy}** {_(rule.remedy)}{source}\n"
            if isinstance(rule.example, Example):
                yield from ("\n", *_example(rule.example.dedented(), words.example))


def _example(example: Example, words: ExampleWords) -> Iterator[str]:
    if example.earlier:
        yield f"{words.before}\n\n{_shown(example.earlier, 'markdown')}\n\n"
    if example.letter:
        yield f"{words.letter}\n\n{_shown(example.letter, 'markdown')}\n\n"
    where = f" (`{example.file}`)" if example.file else ""
    unless = words.as_it_is if example.kind == "template" else words.nothing
    if not any(_BLOCK.search(text) or len(text) > _LONGEST for text in (example.fails, example.passes)):
        passes = f"`{example.passes}`" if example.passes else f"*{unless}*"
        yield f"- {words.found}{where}{words.colon} `{example.fails}`\n- {words.silent} {passes}\n"
        return
    language = Path(example.file.removesuffix(".j2")).suffix[1:] if example.kind == "template" else example.kind
    language = _LANGUAGES.get(language, language)
    yield f"{words.found}{where}{words.colon}\n\n{_shown(example.fails, language)}\n\n"
    yield f"{words.silent}\n\n{_shown(example.passes, language)}\n"


def _shown(text: str, language: str) -> str:
    language = "text" if MANY.search(text) else language  # what is shortened is none
    return f"````{language}\n{text}\n````"
