"""The pages of clips, asked for because somebody pressed the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace


def read_clips(
    addresses: Sequence[str], workspace: Workspace, now: datetime, titles: Mapping[str, str]
) -> tuple[Clip, ...]:
    """A clip of each page, which is asked for as “cenum clip” does. Raises as :func:`~cenum.clip.clipping.clips`."""
    from cenum.clip.clipping import clips  # noqa: PLC0415  a preview that clips nothing does without it
    from cenum.links.online import opened_world  # noqa: PLC0415  a preview that clips nothing does without it

    with opened_world(workspace, lambda _standing: None) as world:
        return clips(addresses, workspace, now, world, titles=titles)


def offline_clips(
    addresses: Sequence[str], workspace: Workspace, now: datetime, titles: Mapping[str, str]
) -> tuple[Clip, ...]:
    """The same, and nobody is asked."""
    from cenum.clip.clipping import clips  # noqa: PLC0415  a preview that clips nothing does without it

    return clips(addresses, workspace, now, titles=titles)
