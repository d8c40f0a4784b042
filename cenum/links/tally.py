"""How the links of a letter stand, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.i18n import _, ngettext
from cenum.links.link import LinkStatus, Reason

if TYPE_CHECKING:
    from cenum.links.link import Checked


def link_rows(checked: Checked | None) -> list[tuple[str, str]]:
    """How many links have which fate, in one row; none where nobody asked about them."""
    if checked is None:
        return []
    words = {
        LinkStatus.ALIVE: ngettext("{count} answers", "{count} answer", len(checked.of(LinkStatus.ALIVE))),
        LinkStatus.MOVED: ngettext("{count} moved", "{count} moved", len(checked.of(LinkStatus.MOVED))),
        LinkStatus.UNSURE: _("{count} to open by hand"),
        LinkStatus.DEAD: ngettext("{count} is dead", "{count} are dead", len(checked.of(LinkStatus.DEAD))),
        LinkStatus.REFUSED: ngettext(
            "{count} is private", "{count} are private", len(checked.of(LinkStatus.REFUSED))
        ),
        LinkStatus.UNCHECKED: ngettext(
            "{count} not checked", "{count} not checked", len(checked.of(LinkStatus.UNCHECKED))
        ),
    }
    examples = sum(verdict.reason is Reason.EXAMPLE for _link, verdict in checked.links)
    counts = {fate: len(checked.of(fate)) - (examples if fate is LinkStatus.UNSURE else 0) for fate in words}
    parts = [text.format(count=counts[fate]) for fate, text in words.items() if counts[fate]]
    return [(_("checked"), ", ".join(parts))] if parts else []
