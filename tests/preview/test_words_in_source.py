"""A word of the letter that was clicked, and where it stands in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chromium import needs_chromium
from tests.preview.module_page import page, run

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["page"]
pytestmark = needs_chromium

# What was clicked in the letter, and where the cursor comes to in the text: both at the bar.
PLACES = {
    "La halle rou|vre.": "La halle rou|vre.\n\nrouvre",
    "Il rouvre et |rouvre.": "Il **rouvre** et |rouvre.",
    "L’État, la vi|lle": "L'État, la *vi|lle*",
    "Lire le rap|port, le rapport": "Lire [le rap|port](https://a.fr/le-rapport), le rapport",
    "Lire le rapport, le rap|port": "Lire [le rapport](https://a.fr/le-rapport), le rap|port",
    "L’édi|to": "# L'édi|to {#edito}",
    "Un mot, un autre\u00a0:|": "Un mot, un autre :|\n",
    "C’est fini.|": "C'est fini.|\n:::\n",
    "|Un début": "**|Un début**",
    "12 000| euros": "12\u00a0000| euros",
}


@pytest.mark.parametrize("shown", PLACES)
def test_a_click_on_a_word_leads_to_it(page: Page, shown: str) -> None:
    written = PLACES[shown]
    values = {"source": written.replace("|", ""), "shown": shown.replace("|", ""), "offset": shown.index("|")}
    found = run(page, "words_in_source", "return it.placeOfWord(source, shown, offset);", **values)
    assert found == written.index("|")


@pytest.mark.parametrize(
    ("source", "shown"), [("Un mot.", "Autre chose."), ("", "Un"), ("Un", "…"), ("Un\n\nmot", "mot")]
)
def test_what_is_not_there_is_nowhere(page: Page, source: str, shown: str) -> None:
    values = {"source": source, "shown": shown}
    assert run(page, "words_in_source", "return it.placeOfWord(source, shown, 0);", **values) is None
