"""The files that ``cenum new`` and ``cenum init`` write: everything in its place, nothing to look up."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import UsageMistake, reason_of
from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.issue.calendar import next_free_day
from cenum.letter_folder import LetterFolder
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from datetime import date, datetime

    from cenum.settings import Settings

_HERE = Path(__file__).parent


class _Words(NamedTuple):
    """What an empty issue says in one language: ``text`` is Markdown, ``heading`` for settings without sections."""

    title: str
    teasers: tuple[str, str]
    introduction: str
    alt: str
    name: str
    draft: str
    text: str
    heading: str


_HEAD = """\
---
title: {words.title}
teasers:
  - {words.teasers[0]}
  - {words.teasers[1]}
introduction: >-
  {words.introduction}
# illustration:
#   image: media/{key}.png
#   alt: {words.alt}
#   credit: {words.name}
credits:
  authors: [{words.name}]
draft: true   # {words.draft}
---
"""
_SECTION = """
# {heading} {{#{id}}}

{text}
"""
_FRENCH = _Words(
    title="Le titre de la lettre, qui est aussi l'objet du courriel",
    teasers=("Ce qu'on lira aussi", "Et encore ceci"),
    introduction="Une ou deux phrases pour entrer dans la lettre.",
    alt="Ce que montre l'image, pour qui ne la voit pas",
    name="Prénom Nom",
    draft="à retirer quand la lettre est prête à partir",
    text="""\
Le texte de cette partie. Un [lien vers un site](https://example.org) s'écrit ainsi.

**Un début de paragraphe** peut être en gras.""",
    heading="Édito",
)
_ENGLISH = _Words(
    title="The title of the letter, which is the e-mail's subject too",
    teasers=("What else there is to read", "And this as well"),
    introduction="A sentence or two that lead into the letter.",
    alt="What the picture shows, for those who do not see it",
    name="First Last",
    draft="to be removed when the letter is ready to leave",
    text="""\
The text of this part. A [link to a site](https://example.org) is written like this.

**The beginning of a paragraph** can be in bold.""",
    heading="Editorial",
)
SCAFFOLD_LEFT = Rule(
    "scaffold-left",
    Severity.ERROR,
    what=N_("Sentences of the example that `cenum new` or `cenum init` wrote are still there. Drafts are ignored."),
    why=N_("They say how to write a letter, and are not for its readers."),
    remedy=N_("Replace them by your own, or delete them."),
    example=Example(
        kind="yaml",
        fails="introduction: Une ou deux phrases pour entrer dans la lettre.",
        passes="introduction: Une lettre sur les médiathèques.",
    ),
    waive=True,
)

# What stands for a person until somebody writes who it is.
NAMES = (_FRENCH.name, _ENGLISH.name)
# Signs of Markdown and of the front matter, and the keys and blocks that they go with.
_MARKS = re.compile(r"^[ \t]*(?:[a-z_]+:[ ]|[-#]+[ ]|:::[ ]?\w*)|\{#[^{}]*\}|\]\([^()]*\)|\*\*|\[")


def new_issue(day: date, settings: Settings) -> str:
    """The text of an empty issue of ``day``, with the sections that are required, or else the first one."""
    words = _words(settings.newsletter.language)
    rules = [rule for rule in settings.sections if rule.required] or list(settings.sections[:1])
    headings = [(rule.heading, rule.id) for rule in rules] or [(words.heading, "edito")]
    sections = [_SECTION.format(heading=heading, id=name, text=words.text) for heading, name in headings]
    return _HEAD.format(words=words, key=day.isoformat()) + "".join(sections)


def _words(language: str) -> _Words:
    return _FRENCH if language.partition("-")[0] == "fr" else _ENGLISH


def first_issue(language: str, next_day: date, hour: str) -> str:
    """The text of the example that ``cenum init`` begins a letter in ``language`` with."""
    return Template(_example(language.partition("-")[0])).substitute(next=next_day, hour=hour)


def written_lines() -> tuple[str, ...]:
    """Every line that cenum itself writes into an issue, as readers would see it: nobody means it for them."""
    texts = [_example(language) for language in ("fr", "en")]
    for words in (_FRENCH, _ENGLISH):
        texts += (words.title, *words.teasers, words.introduction, words.alt, words.text)
    return tuple(filter(None, (_MARKS.sub("", line).strip() for text in texts for line in text.splitlines())))


def _example(language: str) -> str:
    return (_HERE / f"first_issue.{'fr' if language == 'fr' else 'en'}.md").read_text("utf-8")


def create(folder: Path, settings: Settings, day: date | None, now: datetime) -> Path:
    """Write a new issue into ``folder``: for ``day``, or for the next sending day after ``now`` without one.

    Raises :class:`UsageMistake` where ``day`` is a pause, or where the file exists or can't be written; nothing is
    overwritten.
    """
    day = day_to_write(folder, settings, day, now)
    files = LetterFolder(folder.parent)
    path = folder / f"{day}.md"
    try:
        files.create(path, new_issue(day, settings).encode())
    except FileExistsError:
        raise UsageMistake(
            _("{file} already exists, and was not changed").format(file=f"{folder.name}/{path.name}"),
            _("open it, or choose another day: cenum new 2026-11-27"),
        ) from None
    except OSError as mistake:
        raise _unwritable(path, mistake) from None
    return path


def day_to_write(folder: Path, settings: Settings, day: date | None, now: datetime) -> date:
    """``day``, or the next sending day after ``now`` without an issue in ``folder``.

    Raises :class:`UsageMistake` where ``day`` is a pause.
    """
    if day is None:
        files = LetterFolder(folder.parent)
        return next_free_day(settings.newsletter, now, lambda one: files.holds(folder / f"{one}.md"))
    if day in settings.newsletter.pauses:
        raise UsageMistake(
            _("no letter goes out on {day}: the pauses in cenum.toml list that day").format(day=day),
            _("choose another day, or remove this one from the pauses"),
        )
    return day


def _unwritable(path: Path, mistake: OSError) -> UsageMistake:
    return UsageMistake(
        _("{file} can't be written ({reason})").format(file=path, reason=reason_of(mistake)),
        _("check the folder's permissions"),
    )
