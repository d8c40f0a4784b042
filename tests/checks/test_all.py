from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.checks.all import check_edition
from tests.checks.samples import PLACE
from tests.edition.samples import EVERY_BLOCK, Letter, every_letter, made, own, settings

if TYPE_CHECKING:
    from cenum.finding import Finding


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


@pytest.mark.parametrize("letter", every_letter())
def test_our_own_letters_pass_every_check(letter: Letter) -> None:
    whole = made(letter)
    own_settings = settings() if letter.folder.name == "letters" else None
    if own_settings is not None:
        assert check_edition(whole.issue, whole.edition, whole.weight, own_settings) == ()


def test_every_check_is_asked_and_all_answers_come_in_reading_order() -> None:
    from msgspec.structs import replace  # noqa: PLC0415  only here

    whole = made(own(EVERY_BLOCK))
    spoiled = replace(
        whole.edition,
        html='<img src="https://spy.example.com/"><p style="color:#fff">',
        text="",
    )
    heavy = replace(whole.weight, clip_bytes=95_000)
    found = check_edition(replace(whole.issue, place=PLACE), spoiled, heavy, settings())
    assert {"clip", "foreign-host", "style-notation", "duty-unsubscribe"} <= set(rules(found))
    places = [(finding.place.file, finding.place.line or 0) for finding in found]
    assert places == sorted(places)
