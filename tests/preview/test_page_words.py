from __future__ import annotations

from cenum.finding import Severity
from cenum.links.link import LinkStatus
from cenum.preview.client_views import ClientView
from cenum.preview.outline import OutlineKind
from cenum.preview.page_words import (
    CLIENT_VIEWS,
    PANELS,
    WIDTHS,
    fate_word,
    kind_word,
    page_words,
    panel_words,
    severity_word,
    view_words,
    width_words,
)


def test_every_view_has_a_key_of_its_own() -> None:
    # j, k, n, p move; c and x compare; e is for writing.
    keys = [*WIDTHS, *CLIENT_VIEWS, *PANELS, "j", "k", "n", "p", "c", "x", "e"]
    assert len(set(keys)) == len(keys)
    assert set(CLIENT_VIEWS.values()) == set(ClientView)


def test_every_view_and_every_fate_has_a_word() -> None:
    assert set(width_words()) == set(WIDTHS.values())
    assert set(view_words()) == {look.value for look in ClientView}
    assert set(panel_words()) == set(PANELS.values())
    said = [*map(severity_word, Severity), *map(fate_word, [*LinkStatus, None]), *map(kind_word, OutlineKind)]
    assert all(said)
    assert all(page_words().values())
    assert len(set(map(fate_word, [*LinkStatus, None]))) == len(LinkStatus) + 1
