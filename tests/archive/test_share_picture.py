from __future__ import annotations

import io
import tomllib

import pytest
from PIL import Image

from cenum.archive.share_picture import share_picture
from tests.edition.samples import ROOT

COLOURS = tomllib.loads((ROOT / "templates" / "palette.toml").read_text("utf-8"))["light"]


def drawn(title: str = "Un titre", illustration: bytes | None = None) -> Image.Image:
    content = share_picture(title, "Cénum", "Vendredi 6 novembre 2026", COLOURS, illustration)
    assert content == share_picture(title, "Cénum", "Vendredi 6 novembre 2026", COLOURS, illustration)
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        return picture.convert("RGB")


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of what the title's part shows in the colour of the letters."""
    part = picture.crop((0, 150, 1200, 480)).convert("L").point(lambda value: 255 if value > 200 else 0)
    return part.getbbox() or (0, 0, 0, 0)


def picture_of(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("title", ["Un titre", "Mots " * 60, "Anticonstitutionnellement" * 6, "", "\u202f!", "☕"])
def test_any_title_has_room(title: str) -> None:
    left, _top, right, bottom = inked(drawn(title))
    assert (left, right) == (0, 0) or (left >= 70 and right <= 1140)
    assert bottom <= 320


def test_every_french_letter_is_drawn() -> None:
    plain = inked(drawn("e"))
    for letter in "éèêëàâîïôöùûüÿçœæÉÈÀÇŒÆ«»’“”–—…€":
        box = inked(drawn(letter))
        assert box[2] - box[0] > 0, letter
        assert box != plain, letter


def test_what_the_font_lacks_is_left_out() -> None:
    assert inked(drawn("مرحبا")) == (0, 0, 0, 0)
    assert inked(drawn("Une ☕ tasse")) == inked(drawn("Une  tasse"))


def test_an_illustration_stands_on_the_right() -> None:
    picture = drawn(illustration=picture_of("#00ff00"))
    red, green, blue = picture.getpixel((1100, 300))  # type: ignore[misc]  # RGB
    assert max(red, 255 - green, blue) < 8
    assert inked(picture)[0] >= 70
    red, green, blue = picture.getpixel((700, 300))  # type: ignore[misc]  # as above
    assert green < 100
