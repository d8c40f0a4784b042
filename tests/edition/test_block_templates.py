"""What each block is made of, in both parts of the message."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image as Pillow

from tests.edition.samples import ROOT, Desk, tree, words

if TYPE_CHECKING:
    from pathlib import Path

ATELIER = "::: event {day} {where}\n{text}\n:::"


def said(html: str, path: str) -> list[str]:
    """The words of the elements at ``path``, which lines in them part."""
    return [words(" ".join(element.itertext())) for element in tree(html).xpath(path)]


def with_a_face(desk: Desk, size: tuple[int, int] = (400, 600)) -> None:
    Pillow.new("RGB", size, "#405060").save(desk.folder / "jeanne.jpg")


TESTIMONY = '::: testimony Jeanne Durand, élue\n![Jeanne sourit](jeanne.jpg "Ada")\n\n**« Oui ! »**\n\nUn mot.\n:::'


def test_a_testimony_has_a_face_where_it_begins_with_a_picture(desk: Desk) -> None:
    with_a_face(desk)
    made = desk.section(TESTIMONY)
    (face,) = tree(made.html).xpath("//td//img")
    assert (face.get("class"), face.get("alt"), face.get("width"), face.get("height")) == (
        *("face", "Jeanne sourit"),
        *("64", "64"),
    )
    assert "border-radius:32px" in face.get("style")
    assert said(made.html, "//p[@class='who']") == ["Jeanne Durand , élue Ada"]
    assert "Jeanne Durand</strong>, élue<br><em>Ada</em>" in made.html
    assert [(picture.width, picture.height) for picture in made.pictures] == [(128, 128)]
    assert "> — Jeanne Durand, élue\n\n> [Image\u00a0: Jeanne sourit (Ada)]\n" in made.text


def test_without_one_it_is_whole(desk: Desk) -> None:
    made = desk.section("::: testimony Jeanne Durand\n**« Oui ! »**\n\nUn mot.\n:::")
    assert tree(made.html).xpath("//img") == []
    assert said(made.html, "//td[contains(@class, 'testimony')]") == ["“ « Oui ! » Un mot. Jeanne Durand"]
    assert "[Image" not in made.text


def test_its_mark_is_an_ornament(desk: Desk) -> None:
    made = desk.section("::: testimony Jeanne Durand\nUn mot.\n:::")
    (mark,) = tree(made.html).xpath("//*[@class='mark']")
    assert mark.get("aria-hidden") == "true"
    assert "“" not in made.text


def test_a_face_that_stays_on_the_web_is_shown_as_it_is(desk: Desk) -> None:
    made = desk.section(TESTIMONY.replace("jeanne.jpg", "https://lettre.example.org/jeanne.jpg"))
    (picture,) = tree(made.html).xpath("//td//img")
    assert (picture.get("class"), picture.get("width"), picture.get("height")) == ("picture", "64", None)


def test_a_day_is_said_once_and_with_its_year_where_that_is_another(desk: Desk) -> None:
    this, other = (
        desk.section(ATELIER.format(day=day, where="Reims", text="Un atelier."))
        for day in ("2026-11-26 13h30-15h", "2027-09-01")
    )
    assert said(this.html, "//td[@class='tint day']") == ["jeudi 26 novembre"]
    assert said(this.html, "//p[@class='when']") == ["De 13h30 à 15h , Reims"]
    assert said(other.html, "//td[@class='tint day']") == ["mercredi 1er septembre 2027"]
    assert said(other.html, "//p[@class='when']") == ["Reims"]
    assert this.html.count("novembre") == 1
    assert "Jeudi 26 novembre 2026 de 13h30 à 15h, Reims" in this.text


def test_words_alone_in_bold_are_the_title_of_an_event(desk: Desk) -> None:
    one = ATELIER.format(day="2026-11-26", where="en ligne", text="**Un atelier**\n\nLe matin.")
    assert said(desk.section(one).html, "//p[@class='title']") == ["Un atelier"]


def test_the_title_of_a_resource_is_its_link(desk: Desk) -> None:
    made = desk.section("::: resource https://www.example.org/g\n**Un guide**\n\nDu texte.\n:::")
    assert said(made.html, "//p[@class='title']/a[@href='https://www.example.org/g']") == ["Un guide"]
    assert "Découvrir" not in made.html + made.text
    assert "    Un guide\u00a0[2]\n\n    Du texte.\n" in made.text


def test_without_a_title_a_link_stands_below(desk: Desk) -> None:
    made = desk.section("::: resource https://www.example.org/g\nDu texte.\n:::")
    assert said(made.html, "//a[@href='https://www.example.org/g']") == ["Découvrir la ressource"]
    assert "    Découvrir la ressource\u00a0[2]\n" in made.text


def test_an_interview_says_who_is_asked_beside_the_portrait(desk: Desk) -> None:
    with_a_face(desk)
    made = desk.section(
        '::: interview Zoé Ça, médiatrice\n![Zoé rit](jeanne.jpg "Ada")\n\n'
        "## Qui ?\n\nMoi.\n\n![Large](jeanne.jpg)\n:::"
    )
    assert tree(made.html).xpath("//img/@width") == ["240", "400"]
    assert said(made.html, "//div[@class='portrait']") == ["Ada"]
    assert said(made.html, "//div[@class='person']") == ["Entretien avec Zoé Ça , médiatrice"]
    assert "Zoé Ça<span" in made.html
    assert made.text.index("[Image\u00a0: Zoé rit (Ada)]") < made.text.index("Entretien avec Zoé Ça, médiatrice")


def test_without_a_portrait_it_says_so_above(desk: Desk) -> None:
    made = desk.section("::: interview Zoé Ça\n## Qui ?\n\nMoi.\n:::")
    assert said(made.html, "//div[@class='interview']") == ["Entretien avec Zoé Ça Qui ? Moi."]


def test_blocks_stand_in_blocks(desk: Desk) -> None:
    made = desk.section(
        ":::: event 2026-11-26 Reims\n**Un soir**\n\n::: button https://www.example.org/b\nVenir\n:::\n::::\n\n"
        ":::: interview Zoé\n## Qui ?\n\n::: testimony Ada\nMoi.\n:::\n::::"
    )
    assert said(made.html, "//td[@class='block-body']//a[@class='button-link']") == ["Venir"]
    assert said(made.html, "//div[@class='interview']//td[@class='block-body tint testimony']") == ["“ Moi. Ada"]


def test_a_letter_that_has_no_folder_of_blocks_gets_ours(desk: Desk) -> None:
    before = desk.section("::: note\nUn mot.\n:::")
    shutil.rmtree(desk.templates / "blocks")
    (desk.templates / "blocks.css.j2").unlink()
    after = desk.section("::: note\nUn mot.\n:::")
    assert (after.html, after.text) == (before.html, before.text)


OWN_BLOCKS = """{# As cenum's templates were. Gets: palette, say. #}
{% macro boxed() %}
<table role="presentation"><tr><td class="block-body">{{ caller() }}</td></tr></table>
{% endmacro %}
{% macro render(blocks, shift, width=none) %}
{% for block in blocks %}
{% set is_ = kind(block) %}
{% if is_ == "prose" %}
{{ prose(block, shift, width) }}
{% elif is_ == "testimony" %}
{% call boxed() %}{{ render(block.body, shift, palette.sizes.content - 44) }}<p>{{ block.who }}</p>{% endcall %}
{% elif is_ == "interview" %}
<p>{{ say.interview_with }} {{ block.person }}</p>
{{ render(block.body, shift, palette.sizes.portrait) }}
{% else %}
{{ unknown(block) }}
{% endif %}
{% endfor %}
{% endmacro %}
"""


@pytest.mark.parametrize("name", ["testimony", "interview"])
def test_templates_of_a_letter_that_know_no_faces_show_them_as_pictures(desk: Desk, name: str) -> None:
    with_a_face(desk)
    (desk.templates / "blocks.html.j2").write_text(OWN_BLOCKS, "utf-8")
    made = desk.section(TESTIMONY.replace("testimony", name))
    assert tree(made.html).xpath("//img/@alt") == ["Jeanne sourit"]
    assert "Jeanne Durand, élue" in made.html


@pytest.mark.parametrize("ending", ["html", "css", "txt"])
def test_each_block_has_a_file_of_its_own(ending: str) -> None:
    folder: Path = ROOT / "templates" / "blocks"
    names = {file.name.partition(".")[0] for file in folder.glob(f"*.{ending}.j2")}
    own = {"button", "event", "interview", "note", "resource", "testimony"}
    # What is in another language looks as it would outside.
    assert names == own | (set() if ending == "css" else {"foreign"})
