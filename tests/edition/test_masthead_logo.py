"""The picture in place of the letter's name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image as Pillow

from cenum.cache import user_cache
from cenum.edition.render import published_files
from cenum.edition.templates import Templates
from cenum.errors import SettingsMistakes
from cenum.issue.reader import read
from cenum.settings import parse
from tests.edition.samples import Desk, settings, tree

if TYPE_CHECKING:
    from cenum.edition.edition import Edition
    from cenum.settings import Settings

BODY = "# A {#a}\n\nUn mot."


def called(logo: str) -> Settings:
    return replace(settings(), newsletter=replace(settings().newsletter, logo=logo))


def draw(desk: Desk, name: str, size: tuple[int, int]) -> None:
    file = desk.folder / "issues" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGBA", size).save(file)


def with_logo(desk: Desk, logo: str) -> Edition:
    assert desk.templates.is_dir()
    return desk.edition(BODY, chosen=called(logo))


def test_it_stands_in_place_of_the_name_and_says_it(desk: Desk) -> None:
    draw(desk, "media/logo.png", (900, 300))
    edition = with_logo(desk, "media/logo.png")
    (name,) = tree(edition.html).xpath("//p[@class='name']")
    assert "".join(name.itertext()).strip() == ""
    assert [picture.get("alt") for picture in name.iter("img")] == [settings().newsletter.name]
    assert edition.text.startswith(settings().newsletter.name)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((900, 300), ("215", "72")),
        ((900, 90), ("280", "28")),
        ((40, 400), ("7", "70")),
        ((30, 30), ("30", "30")),
    ],
)
def test_it_fills_its_room_and_grows_no_larger_than_it_is(
    desk: Desk, size: tuple[int, int], shown: tuple[str, str]
) -> None:
    draw(desk, "logo.png", size)
    (picture,) = tree(with_logo(desk, "logo.png").html).xpath("//img")
    assert (picture.get("width"), picture.get("height")) == shown


def test_where_one_sees_through_it_the_light_header_shows(desk: Desk) -> None:
    """A dark sign would vanish where a mail program darkens the header."""
    draw(desk, "logo.png", (300, 300))
    (picture,) = with_logo(desk, "logo.png").pictures
    assert picture.media_type == "image/png"
    with Pillow.open(io.BytesIO(picture.content)) as shown:
        assert shown.mode == "RGB"
        assert shown.getpixel((5, 5)) == (0x1D, 0x2B, 0x53)


def test_it_is_published_as_the_other_pictures_are(desk: Desk) -> None:
    draw(desk, "logo.png", (300, 300))
    edition = with_logo(desk, "logo.png")
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    files = published_files(issue, called("logo.png"), Templates(desk.templates, user_cache()))
    assert [file.name for file in files] == [picture.name for picture in edition.pictures]
    assert len(files) == 1


@pytest.mark.parametrize(
    ("logo", "rule"),
    [
        ("lego.png", "image-missing"),
        ("../cenum.toml", "image-path"),
        ("/etc/passwd", "image-path"),
        ("note.png", "image-format"),
    ],
)
def test_what_is_no_picture_is_told_at_its_line(desk: Desk, logo: str, rule: str) -> None:
    draw(desk, "logo.png", (300, 300))
    (desk.folder / "issues" / "note.png").write_text("rien", "utf-8")
    (desk.folder / "cenum.toml").write_text(f'[newsletter]\nname = "A"\nlogo = "{logo}"\n', "utf-8")
    with pytest.raises(SettingsMistakes) as refused:
        with_logo(desk, logo)
    (finding,) = refused.value.findings
    assert (finding.rule, str(finding.place)) == (rule, "cenum.toml:3")


def test_templates_that_do_not_show_it_do_not_publish_it(desk: Desk) -> None:
    draw(desk, "logo.png", (300, 300))
    header = desk.templates / "header.mjml.j2"
    header.write_text(header.read_text("utf-8").replace("emblem = logo()", 'emblem = ""'), "utf-8")
    assert with_logo(desk, "logo.png").pictures == ()


def test_it_is_no_address_of_the_web() -> None:
    with pytest.raises(SettingsMistakes) as refused:
        parse(b'[newsletter]\nlogo = "https://lettre.example.org/logo.png"\n', "cenum.toml")
    places = [(one.rule, str(one.place)) for one in refused.value.findings]
    assert ("settings-wrong-value", "cenum.toml:2") in places
