from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image

from cenum.checks.budget import budget
from cenum.edition.edition import Picture
from cenum.edition.measure import Weight
from cenum.edition.pictures import PictureResizer
from cenum.finding import Place
from cenum.issue.model import Image as IssueImage
from cenum.settings import Budget
from tests.checks.samples import GOOD, PLACE, view
from tests.edition.samples import BARE, ROOT, Letter, every_letter, made, own, settings

if TYPE_CHECKING:
    from pathlib import Path

AT = Place(PLACE.file, 12)
ISSUE = replace(
    made(own(BARE)).issue,
    place=PLACE,
    images={"media/Carte.png": IssueImage("media/Carte.png", "a", "", AT, ROOT / "Carte.png")},
)


def pictures(*sizes: int) -> tuple[Picture, ...]:
    return tuple(Picture(f"carte-{n:012}.jpg", "image/jpeg", bytes(size), 10, 10) for n, size in enumerate(sizes))


def found(*sizes: int, html: str = "<p>a</p>", most: Budget = Budget()) -> list[tuple[str, int | None]]:  # noqa: B008  frozen
    weight = Weight(len(html), len(html), 100, sum(sizes), len(sizes), 0, 0, 1)
    findings = budget(
        view(
            replace(GOOD, html=html, pictures=pictures(*sizes)),
            issue=ISSUE,
            weight=weight,
            settings=replace(settings(), budget=most),
        )
    )
    return [(one.rule, one.place.line) for one in findings]


def test_one_picture_over_its_budget_is_said_where_it_is_named() -> None:
    assert found(300_001) == [("weight-picture", 12)]
    assert found(300_000) == []


@pytest.mark.parametrize("name", ["mur.png", "Été à Reims.JPG", "photo (1).png", "carte-2026.png"])
def test_a_picture_stands_where_it_is_named_whatever_its_name_is(tmp_path: Path, name: str) -> None:
    stream = BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    (tmp_path / name).write_bytes(stream.getvalue())
    image = IssueImage(f"media/{name}", "a", "", AT, tmp_path / name)
    issue = replace(ISSUE, images={image.source: image})
    drawn = replace(GOOD, pictures=(PictureResizer().develop(image, 8),))
    findings = budget(view(drawn, issue=issue, settings=replace(settings(), budget=Budget(picture=0))))
    assert [(one.rule, one.place) for one in findings] == [("weight-picture", AT)]


def test_all_pictures_over_their_budget_are_said_with_every_part() -> None:
    assert found(*[250_000] * 5) == [("weight-pictures", None)]
    assert found(*[250_000] * 4) == []
    weight = Weight(34_000, 34_000, 24_000, 1_250_000, 5, 0, 0, 1)
    (one,) = budget(view(issue=ISSUE, weight=weight))
    assert "1250 kB; the maximum is 1000 kB (HTML: 34 kB, text: 24 kB)" in one.message


def test_the_budget_is_that_of_the_settings() -> None:
    assert found(50_001, most=Budget(picture=50)) == [("weight-picture", 12)]
    assert found(50_001, most=Budget(picture=51, pictures=50)) == [("weight-pictures", None)]


@pytest.mark.parametrize(("words", "rules"), [(100, ["text-ratio"]), (160, []), (5_000, [])])
def test_pictures_with_hardly_a_word_are_said(words: int, rules: list[str]) -> None:
    html = f'<body><img src="a" alt="" width="592" height="200"><p>{"abc " * words}</p></body>'
    assert [rule for rule, _line in found(html=html)] == rules


def test_a_letter_without_pictures_may_be_short() -> None:
    assert found(html="<body><p>a</p></body>") == []


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_are_light(letter: Letter) -> None:
    whole = made(letter)
    assert budget(view(whole.edition, issue=whole.issue, weight=whole.weight)) == []
