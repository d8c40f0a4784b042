"""What a review found, from the job that draws the letter to the job that may write to GitHub."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from cenum.errors import UsageMistake, reason_of
from cenum.github import gfm
from cenum.i18n import _, ngettext
from cenum.record import RecordedFinding  # noqa: TC001  msgspec reads it

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

NAME = "review.json"
MARKER = "<!-- cenum: review -->"
_Name: TypeAlias = Literal["phone.png", "desktop.png"]
NAMES: tuple[_Name, ...] = ("phone.png", "desktop.png")
_MOST_REVIEW = 4 * 1024 * 1024
_MOST_PICTURE = 5 * 1024 * 1024
_MOST_DRAWN = 20  # issues whose pictures are shown
_PNG = b"\x89PNG\r\n\x1a\n"  # w3.org/TR/png-3, 5.2
_WIDTHS = {"phone.png": 220, "desktop.png": 560}  # CSS pixels in a comment


class Reviewed(Struct, frozen=True):
    """One issue. ``inbox`` is sender, subject and preheader; without an edition it is empty, and so are ``figures``.

    ``pictures`` are the names of those that were taken. Key and names are the parts of paths, and nothing else.
    """

    key: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
    inbox: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    findings: tuple[RecordedFinding, ...] = ()
    pictures: tuple[_Name, ...] = ()

    @property
    def can_go_out(self) -> bool:
        """Whether no error was found."""
        return all(one.severity != "error" for one in self.findings)


def encode(reviewed: Sequence[Reviewed]) -> bytes:
    """As the artifact carries it."""
    return msgspec.json.format(msgspec.json.encode(reviewed)) + b"\n"


def read(folder: Path, letter: LetterFolder) -> tuple[Reviewed, ...]:
    """What :func:`encode` wrote into ``folder``, or what somebody else did. Raises :class:`UsageMistake`."""
    try:
        content = letter.read(folder / NAME, _MOST_REVIEW, follow=False)
        return msgspec.json.decode(content, type=tuple[Reviewed, ...])
    except (OSError, msgspec.MsgspecError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else mistake
        message = _("there is no review in {folder} ({reason})").format(folder=folder, reason=reason)
        raise UsageMistake(message, _("create one with: cenum github review")) from None


def pictures_in(folder: Path, reviewed: Sequence[Reviewed], letter: LetterFolder) -> dict[tuple[str, str], bytes]:
    """The pictures by issue and name, of the first issues; what is none, or is not there, is left out."""
    found: dict[tuple[str, str], bytes] = {}
    for one in reviewed[:_MOST_DRAWN]:
        for name in one.pictures:
            with suppress(OSError):
                content = letter.read(folder / one.key / name, _MOST_PICTURE, follow=False)
                if content.startswith(_PNG):
                    found[one.key, name] = content
    return found


def as_markdown(
    reviewed: Sequence[Reviewed] | None,
    pictures: Mapping[tuple[str, str], str],
    *,
    besides: Sequence[str] = (),
    run: str = "",
    preview: str = "",
) -> str:
    """Summary and comment; ``pictures`` are addresses by issue and name, ``run`` is where the files are.

    ``besides`` are the lines on what else is changed, which come first. ``reviewed`` is ``None`` where a review left
    nothing that can be read.
    """
    lines = [MARKER, *besides]
    for one in reviewed or ():
        lines += _about(one, {name: address for (key, name), address in pictures.items() if key == one.key})
    if reviewed is None:
        lines += ["❌ " + _("Nothing could be checked or drawn: open the run to see why."), ""]
    elif not reviewed:
        lines += [_("No issue is changed."), ""]
    lines = gfm.fitting(lines)
    if preview:
        lines += [gfm.link(_("Open the preview"), preview), ""]
    if run:
        lines += [
            gfm.link(_("The preview and the message (.eml) are files of this run."), f"{run}#artifacts"),
            "",
        ]
    return "\n".join(lines)


def _about(one: Reviewed, pictures: Mapping[str, str]) -> list[str]:
    verdict = _("✅ {key} can go out") if one.can_go_out else _("❌ {key} can't go out yet")
    lines = ["### " + verdict.format(key=one.key), ""]
    match one.inbox:
        case (sender, subject, preheader):
            said = f"**{gfm.text(sender)}** · **{gfm.text(subject)}** {gfm.text(preheader)}"
            lines += [f"> ✉️ {said}", ""]
    lines += gfm.table(one.figures)
    errors = sum(finding.severity == "error" for finding in one.findings)
    warnings = len(one.findings) - errors
    if one.findings:
        counts = [
            ngettext("{count} error", "{count} errors", errors).format(count=errors),
            ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        ]
        lines += [", ".join(counts), "", *gfm.findings(one.findings)]
    shown = [
        f'<img src="{address}" width="{_WIDTHS[name]}" alt="{name.removesuffix(".png")}">'
        for name, address in pictures.items()
    ]
    return [*lines, " ".join(shown), ""] if shown else lines
