"""An issue at GitHub that gives addresses, and its answer: their lines for the review, as a comment to copy from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.github import gfm
from cenum.github.comment import marker_of
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.clip.clipping import Clip

# What a person sets; the form sets it too (cenum/starter/*/clip-form.yml).
LABEL = "clip"
MARKER = marker_of("clip")
_TICKS = re.compile("`+")


def answer(clips: Sequence[Clip], *, file: str, edit: str, run: str) -> str:
    """The comment: each line in a block that GitHub lets one copy, and what is to be said of it.

    ``file`` is the next issue's, if there is one, and ``edit`` the address at which a browser edits it; ``run`` is
    where the log is.
    """
    lines = [MARKER]
    if file:
        lines += [_("Copy what you want into {file}:").format(file=gfm.link(file, edit)), ""]
    lines += gfm.fitting(line for clip in clips for line in _of(clip))
    if run:
        lines.append(gfm.link(_("the run"), run))
    return "\n".join(lines)


def nothing_found(run: str) -> str:
    """The comment where the issue holds no address."""
    said = _(
        "There is no web address in this issue: write them whole, with https://, and set the label “clip” again."
    )
    return "\n".join([MARKER, f"❌ {gfm.text(said)}", "", *([gfm.link(_("the run"), run)] if run else [])])


def _of(clip: Clip) -> Iterator[str]:
    yield "\n".join([*_as_code(clip.markdown), "", *(f"- {gfm.text(said)}" for said in clip.told), ""])


def _as_code(text: str) -> Iterable[str]:
    """``text`` as it is: the fence is longer than any in it (github.github.com/gfm, section 4.5)."""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return (f"{fence}markdown", text, fence)
