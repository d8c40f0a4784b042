"""Why there is no copy, in words."""

from __future__ import annotations

from cenum.care.wayback import CopyMissing
from cenum.i18n import N_, _

_WHY = {
    CopyMissing.NO_SNAPSHOT: N_("the Internet Archive has none"),
    CopyMissing.ERROR_PAGE: N_("what it kept is an error page"),
    CopyMissing.WALL: N_("what it kept asks for a login or for consent"),
    CopyMissing.OTHER_PAGE: N_("the title of what it kept is not what the letter's words say"),
    CopyMissing.FAR: N_("what it kept is more than two years from the letter"),
    CopyMissing.ENDLESS: N_("what it kept leads in a circle"),
    CopyMissing.LEADS_OUT: N_("what it kept leads elsewhere"),
    CopyMissing.NOT_A_PAGE: N_("what it kept is a file without a title to compare"),
    CopyMissing.TURNED_AWAY: N_("the Internet Archive had no time; it is asked again"),
}


def why_missing(stored: str) -> str:
    """The reason as it is ``stored``, in words; what an empty one means is that nobody has looked."""
    return _(_WHY[CopyMissing(stored)]) if stored else _("the Internet Archive was not asked yet")
