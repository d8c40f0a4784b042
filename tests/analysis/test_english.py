"""Where a text is English: what is learned, and what is in points, is one passage."""

from __future__ import annotations

import pytest

from cenum.analysis.english import in_english

LEARNED = (
    "Tidal mills constitute a neglected chapter of the history of energy (e.g., sluices, ponds, wheels, gear trains, "
    "millstones, storage basins, etc.). The surviving buildings on both shores reveal ingenious engineering, careful "
    "maintenance and the cooperative ownership which lasted for several centuries."
)


def test_a_learned_text_with_few_small_words_is_one_passage() -> None:
    assert list(in_english(LEARNED)) == [LEARNED]


def test_what_counts_the_points_of_a_passage_does_not_part_it() -> None:
    text = (
        "We have spent a year with the millers of this coast, and our aims are :\u00a0i) to see how the mills were "
        "built and what they are used for, ii) to draw them before the sea has taken what is left of these walls"
    )
    assert len(list(in_english(text))) == 1


PORTUGUESE = (
    "Os moinhos de maré da costa no estuário do Tejo, construídos com pedra calcária no século dezoito, moeram "
    "cereais até ao fim do século passado e hoje acolhem museus, escolas e oficinas de carpintaria naval."
)
GERMAN = (
    "Die Gezeitenmühlen in der Bucht mahlten so lange, bis es billigeren Strom gab; was heute steht, hat ihr "
    "Dorf in jahrelanger Arbeit wieder aufgebaut, und mancher Besucher bleibt bis zum Abend in der alten Stube."
)
NAMES = "Les moulins (Kerdaniel, Pont-Hir, Brélidou, Trégor, Penmarc'h, Lannion, Morlaix, Paimpol, Bréhat, Batz)"


@pytest.mark.parametrize("text", [PORTUGUESE, GERMAN, NAMES])
def test_other_languages_and_names_are_no_english(text: str) -> None:
    assert list(in_english(text)) == []
