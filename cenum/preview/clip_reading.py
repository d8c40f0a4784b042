"""The pages of clips, asked for because somebody pressed the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.clip.clipping import clips
from cenum.links.online import opened_world

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace


def read_clips(addresses: Sequence[str], workspace: Workspace, now: datetime) -> tuple[Clip, ...]:
    """A clip of each page, which is asked for as “cenum clip” does. Raises as :func:`~cenum.clip.clipping.clips`."""
    with opened_world(workspace, lambda _standing: None) as world:
        return clips(addresses, workspace, now, world)


def offline_clips(addresses: Sequence[str], workspace: Workspace, now: datetime) -> tuple[Clip, ...]:
    """The same, and nobody is asked."""
    return clips(addresses, workspace, now)
