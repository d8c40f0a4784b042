"""The file that ``cenum new`` writes: everything in its place, nothing to look up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.issue.calendar import next_sending_day

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from cenum.settings import Settings

_HEAD = """\
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
"""
_SECTION = """
# {heading} {{#{id}}}

Le texte de cette partie. Un [lien vers un site](https://example.org) s'écrit ainsi.

**Un début de paragraphe** peut être en gras.
"""


def new_issue(day: date, settings: Settings) -> str:
    """The text of an empty issue of ``day``, with the sections that are required, or else the first one."""
    rules = [rule for rule in settings.sections if rule.required] or list(settings.sections[:1])
    sections = [_SECTION.format(heading=rule.heading, id=rule.id) for rule in rules]
    return _HEAD.format(key=day.isoformat()) + "".join(sections or [_SECTION.format(heading="Édito", id="edito")])


def create(folder: Path, settings: Settings, day: date | None, now: datetime) -> Path:
    """Write a new issue into ``folder``: for ``day``, or for the next sending day after ``now`` without one.

    Raises :class:`UsageMistake` where the file exists or can't be written; nothing is overwritten.
    """
    if day is None:
        day = next_sending_day(settings.newsletter, now)
        while (folder / f"{day}.md").exists():
            day += timedelta(days=7)
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
            _("{file} exists already, and was left as it is").format(file=f"{folder.name}/{path.name}"),
            _("open it, or name another day: cenum new 2026-11-27"),
        ) from None
    except OSError as mistake:
        raise _unwritable(path, mistake) from None
    return path


def _unwritable(path: Path, mistake: OSError) -> UsageMistake:
    return UsageMistake(
        _("{file} can't be written ({reason})").format(file=path, reason=mistake.strerror),
        _("look at the folder's permissions"),
    )
