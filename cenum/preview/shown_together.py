"""What is seen at once: the letter as a mail program shows it, so wide; or something else in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.preview.client_views import ClientView
from cenum.preview.page_words import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Collection

WIDE = "desktop"
# What Outlook for Windows shows, no phone does.
_ON_COMPUTERS_ALONE = frozenset({ClientView.OUTLOOK})


def widths_for(view: ClientView) -> Collection[str]:
    """The widths that the letter in ``view`` can have."""
    return [WIDE] if view in _ON_COMPUTERS_ALONE else list(WIDTHS.values())


def goes_together(panel: str, view: ClientView | None, width: str | None) -> bool:
    """Whether ``panel`` is seen with this view and width; the letter itself is the panel without a name.

    Only the letter has a view and a width.
    """
    if panel:
        return view is None and width is None
    return view is not None and width in widths_for(view)
