"""A block that is called otherwise is corrected by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.issue.desk import SECTION, issue, reading

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = {
    "bouton https://example.org": "write `::: button https://example.org`",
    "Button https://example.org": "write `::: button https://example.org`",
    "témoignage Ada Martin": "write `::: testimony Ada Martin`",
    "temoignage Ada Martin": "write `::: testimony Ada Martin`",
    "encadré": "write `::: note`",
    "NOTE": "write `::: note`",
    "événement 2027-01-14 13h30 Lyon": "write `::: event 2027-01-14 13h30 Lyon`",
    "évènement 2027-01-14 en ligne": "write `::: event 2027-01-14 en ligne`",
    "entretien Ada Martin": "write `::: interview Ada Martin`",
    "ressource https://example.org": "write `::: resource https://example.org`",
    "langue en": "write `::: lang en`",
    "testimoni Ada": "did you mean “testimony”?",
}


@pytest.mark.parametrize("opening", BLOCKS)
def test_a_block_in_other_words_is_corrected_by_name(opening: str, tmp_path: Path) -> None:
    text = f"---\ntitle: X\n---\n{SECTION}\n::: {opening}\nBonjour\n:::\n"
    (finding,) = reading(tmp_path, text).findings
    assert (finding.place.line, finding.rule, finding.remedy) == (8, "block-unknown", BLOCKS[opening])


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\t", "  "])
def test_any_space_stands_between_the_name_of_a_block_and_the_rest(space: str, tmp_path: Path) -> None:
    text = f"---\ntitle: X\n---\n{SECTION}\n:::{space}testimony{space}Ada L.\nBonjour.\n:::\n"
    assert len(issue(tmp_path, text).sections[0].blocks) == 2
