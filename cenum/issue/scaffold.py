"""The file that ``cenum new`` writes: everything in its place, nothing to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _
from cenum.issue.calendar import next_free_day

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from cenum.settings import Settings


class _Words(NamedTuple):
    """What an empty issue says: its head, one section, and the heading where the settings declare no section."""

    head: str
    section: str
    heading: str


_FRENCH = _Words(
    """\
---
title: Le titre de la lettre, qui est aussi l'objet du courriel
teasers:
  - Ce qu'on lira aussi
  - Et encore ceci
introduction: >-
  Une ou deux phrases pour entrer dans la lettre.
# illustration:
#   image: media/{key}.png
#   alt: Ce que montre l'image, pour qui ne la voit pas
#   credit: Prénom Nom
credits:
  authors: [Prénom Nom]
draft: true   # à retirer quand la lettre est prête à partir
---
""",
    """
# {heading} {{#{id}}}

Le texte de cette partie. Un [lien vers un site](https://example.org) s'écrit ainsi.

**Un début de paragraphe** peut être en gras.
""",
    "Édito",
)
_ENGLISH = _Words(
    """\
---
title: The title of the letter, which is the e-mail's subject too
teasers:
  - What else there is to read
  - And this as well
introduction: >-
  A sentence or two that lead into the letter.
# illustration:
#   image: media/{key}.png
#   alt: What the picture shows, for those who do not see it
#   credit: First Last
credits:
  authors: [First Last]
draft: true   # to be removed when the letter is ready to leave
---
""",
    """
# {heading} {{#{id}}}

The text of this part. A [link to a site](https://example.org) is written like this.

**The beginning of a paragraph** can be in bold.
""",
    "Editorial",
)


def new_issue(day: date, settings: Settings) -> str:
    """The text of an empty issue of ``day``, with the sections that are required, or else the first one."""
    words = _FRENCH if settings.newsletter.language.partition("-")[0] == "fr" else _ENGLISH
    rules = [rule for rule in settings.sections if rule.required] or list(settings.sections[:1])
    sections = [words.section.format(heading=rule.heading, id=rule.id) for rule in rules]
    body = "".join(sections or [words.section.format(heading=words.heading, id="edito")])
    return words.head.format(key=day.isoformat()) + body


def create(folder: Path, settings: Settings, day: date | None, now: datetime) -> Path:
    """Write a new issue into ``folder``: for ``day``, or for the next sending day after ``now`` without one.

    Raises :class:`UsageMistake` where ``day`` is a pause, or where the file exists or can't be written; nothing is
    overwritten.
    """
    if day is None:
        day = next_free_day(settings.newsletter, now, lambda one: (folder / f"{one}.md").exists())
    elif day in settings.newsletter.pauses:
        raise UsageMistake(
            _("no letter goes out on {day}: the pauses in cenum.toml list that day").format(day=day),
            _("choose another day, or remove this one from the pauses"),
        )
    path = folder / f"{day}.md"
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(new_issue(day, settings))
    except FileExistsError as mistake:
        if not folder.is_dir():
            raise _unwritable(path, mistake) from None
        raise UsageMistake(
            _("{file} already exists, and was not changed").format(file=f"{folder.name}/{path.name}"),
            _("open it, or choose another day: cenum new 2026-11-27"),
        ) from None
    except OSError as mistake:
        raise _unwritable(path, mistake) from None
    return path


def _unwritable(path: Path, mistake: OSError) -> UsageMistake:
    return UsageMistake(
        _("{file} can't be written ({reason})").format(file=path, reason=reason_of(mistake)),
        _("check the folder's permissions"),
    )
