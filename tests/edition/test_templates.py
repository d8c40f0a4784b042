from __future__ import annotations

import re
import shutil
import tomllib
from itertools import product
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from cenum.cache import Cache
from cenum.edition.palette import GROUNDS
from cenum.edition.templates import Templates
from cenum.errors import Exit, SettingsMistakes
from tests.edition.samples import BARE, ROOT, Desk, edition, own, samples, settings, templates

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

PALETTE = tomllib.loads((ROOT / "templates" / "palette.toml").read_text("utf-8"))
OTHERS = {"page", "card", "tint", "band", "button", "rule"}


def change(desk: Desk, name: str, old: str, new: str) -> None:
    file = desk.templates / name
    source = file.read_text("utf-8")
    assert source.count(old) >= 1, f"{old} is no longer in {name}"
    file.write_text(source.replace(old, new, 1), "utf-8")


def mistakes(desk: Desk, body: str = "Du texte.") -> tuple[Finding, ...]:
    with pytest.raises(SettingsMistakes) as caught:
        desk.section(body)
    assert caught.value.exit_code is Exit.USAGE
    return caught.value.findings


def line_of(desk: Desk, name: str, part: str) -> int:
    lines = (desk.templates / name).read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)


@pytest.mark.parametrize(
    ("name", "old", "new", "marker"),
    [
        ("header.mjml.j2", "{{ newsletter.tagline }}", "{{ newsletter.tagine }}", "tagine"),
        ("header.mjml.j2", "{{ title }}</h1>", "{{ titel }}</h1>", "titel"),
        ("footer.mjml.j2", "{{ say.why }}", "{{ say.wy }}", "say.wy"),
        ("section.mjml.j2", "{% if section.by %}", "{% iff section.by %}", "iff"),
        ("closing.mjml.j2", "{{ share_url }}", "{{ share_url | nothing }}", "nothing"),
        ("letter.txt.j2", "{{ wrap(say.publisher) }}", "{{ wrap(1 / 0) }}", "1 / 0"),
        ("letter.txt.j2", "{{ wrap(say.why) }}", "{{ wrap() }}", "wrap()"),
        ("letter.txt.j2", "{{ wrap(say.why) }}", '{{ {}["a"]["b"] }}', '{}["a"]'),
        ("wording.j2", "{{ newsletter.publisher }}", "{{ day.nothing.more }}", "day.nothing"),
        ("blocks.html.j2", "{{ prose(block, shift, width) }}", "{{ prose(block, shift, width, 1, 2) }}", "1, 2)"),
        ("styles.css.j2", "{{ light.rule }}", "{{ light.ruel }}", "light.ruel"),
        ("dark.css.j2", "{{ dark.page }}", "{{ dark.paeg }}", "dark.paeg"),
        ("letter.mjml.j2", '{% include "header.mjml.j2" %}', '{% include "haeder.mjml.j2" %}', "haeder"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_file_and_line(
    desk: Desk, name: str, old: str, new: str, marker: str
) -> None:
    change(desk, name, old, new)
    (finding,) = mistakes(desk)
    assert finding.rule == "template"
    assert str(finding.place) == f"templates/{name}:{line_of(desk, name, marker)}"
    assert finding.remedy


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("section.mjml.j2", "<mj-text padding=", "<mj-txt padding=", "mjml-tag"),
        ("closing.mjml.j2", '<mj-section css-class="card"', '<mj-section clas="card"', "mjml-attribute"),
        ("header.mjml.j2", 'padding="28px 0 12px 0"', 'padding="28px 0 12 0"', "mjml-value"),
        ("header.mjml.j2", "<mj-column>", "<mj-colunm />\n<mj-column>", "mjml-tag"),
    ],
)
def test_a_mistake_in_mjml_is_named_with_its_template(desk: Desk, name: str, old: str, new: str, rule: str) -> None:
    change(desk, name, old, new)
    finding = mistakes(desk)[0]
    assert finding.rule == rule
    assert finding.place.file == f"templates/{name}"
    if rule != "mjml":
        assert finding.place.line == line_of(desk, name, new.partition("\n")[0])


def test_a_template_that_is_missing_is_named(desk: Desk) -> None:
    (desk.templates / "letter.txt.j2").unlink()
    (finding,) = mistakes(desk)
    assert finding.place.file == "templates/letter.txt.j2"
    assert "letter.txt.j2" in finding.message


def test_a_template_that_is_not_utf_8_is_named(desk: Desk) -> None:
    (desk.templates / "letter.txt.j2").write_bytes(b"\xe9")
    (finding,) = mistakes(desk)
    assert finding.place.file == "templates/letter.txt.j2"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("palette.toml", '"#f1ece1"', '"#fff"', "light.page"),
        ("palette.toml", '"#f1ece1"', '"#F1ECE1"', "light.page"),
        ("palette.toml", '"#f1ece1"', '"rgb(0 0 0)"', "light.page"),
        ("palette.toml", '"#f1ece1"', "12", "light.page"),
        ("palette.toml", '"#ebe7de"', '"ivory"', "dark.ink"),
        ("palette.toml", "text = 17", 'text = "17px"', "sizes.text"),
        ("palette.toml", "text = 17", "text = 17.5", "sizes.text"),
        ("palette.toml", "text = 17", "text = true", "sizes.text"),
        ("palette.toml", "[dark]", "[drak]", "drak"),
        ("palette.toml", "[sizes]", "[size]", "size"),
        ("fonts.toml", "text = ", "text = 1 #", "text"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_line(desk: Desk, name: str, old: str, new: str, says: str) -> None:
    change(desk, name, old, new)
    (finding,) = mistakes(desk)
    assert finding.rule == "template-palette"
    assert finding.place.file == f"templates/{name}"
    assert says in finding.message
    if "." in says:
        assert finding.place.line == line_of(desk, name, new)


@pytest.mark.parametrize(
    ("content", "line"), [(b"[light\n", 1), (b"a = 1\nb = \n", 2), (b"\xff", None), (None, None)]
)
def test_a_table_that_cannot_be_read_is_named(desk: Desk, content: bytes | None, line: int | None) -> None:
    palette = desk.templates / "palette.toml"
    palette.unlink()
    if content is not None:
        palette.write_bytes(content)
    (finding,) = mistakes(desk)
    assert (finding.rule, finding.place.file, finding.place.line) == ("template", "templates/palette.toml", line)


def test_a_colour_reaches_every_place_from_the_palette_alone(desk: Desk) -> None:
    change(desk, "palette.toml", PALETTE["light"]["accent"], "#123456")
    html = desk.section("::: note\nUne note.\n:::").html
    assert "#123456" in html
    assert PALETTE["light"]["accent"] not in html


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("*.j2")), ids=lambda path: path.name)
def test_every_template_says_at_its_head_what_it_gets(template: Path) -> None:
    head = template.read_text("utf-8").partition("#}")[0]
    assert head.startswith("{#")
    assert "Gets" in head


@pytest.mark.parametrize(
    "template",
    [*sorted((ROOT / "templates").glob("*.j2")), *sorted((ROOT / "templates" / "blocks").glob("*.j2"))],
    ids=lambda path: path.name,
)
def test_no_colour_stands_outside_the_palette(template: Path) -> None:
    assert not re.search(r"(?<!&)#[0-9a-fA-F]{3,8}\b", template.read_text("utf-8"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    colours = PALETTE[theme]
    assert set(colours) == set(GROUNDS) | OTHERS
    for ink, grounds in GROUNDS.items():
        for ground in grounds:
            # WCAG 2.2, success criterion 1.4.3.
            assert contrast(colours[ink], colours[ground]) >= 4.5, f"{ink} on {ground}"
    # WCAG 2.2, success criterion 1.4.11: a button is seen as one.
    assert contrast(colours["button"], colours["card"]) >= 3


def test_light_and_dark_have_the_same_colours() -> None:
    assert set(PALETTE["light"]) == set(PALETTE["dark"])


def test_no_size_of_text_is_below_16_pixels() -> None:
    sizes = templates().palette["sizes"]
    assert min(sizes[name] for name in ("text", "small", "name", "title", "heading", "item")) >= 16
    assert sizes["leading"] >= 1.5 * sizes["text"]
    assert sizes["small_leading"] >= 1.5 * sizes["small"]


def test_a_blank_day_is_no_reason_to_lose_words(desk: Desk) -> None:
    # The art director may do without the farewell's emoji: its words are not read aloud any less.
    change(desk, "wording.j2", 'farewell_emoji = "👋"', 'farewell_emoji = ""')
    rendered = desk.section("Du texte.")
    assert ">Avant de partir</h2>" in rendered.html
    assert "\nAvant de partir\n===============\n" in rendered.text


@pytest.mark.parametrize(
    ("credited", "sentence"),
    [
        ("{authors: [A]}", "Lettre écrite par A."),
        ("{authors: [A, B]}", "Lettre écrite par A et B."),
        ("{authors: [A, B, C], illustrator: D}", "Lettre écrite par A, B et C, illustrée par D."),
        ("{illustrator: D}", "Lettre illustrée par D."),
        ("{}", ""),
    ],
)
def test_the_credits_are_a_sentence(desk: Desk, credited: str, sentence: str) -> None:
    rendered = desk.section("Du texte.", f"title: T\ncredits: {credited}")
    for part in (rendered.html, rendered.text):
        assert sentence in part
        assert ("Lettre écrite" in part or "Lettre illustrée" in part) == bool(sentence)


def test_compiled_templates_are_kept_and_taken_again_wherever_the_letter_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "moved")
    for folder in (ROOT / "templates", tmp_path / "moved"):
        look = Templates(folder, Cache(tmp_path / "cache"))
        with pytest.raises(SettingsMistakes):
            look.render("letter.txt.j2", {"palette_is": "given"})
        # What was compiled once is not compiled again.
        monkeypatch.setattr(Environment, "compile", None)


@pytest.mark.parametrize(("language", "day"), [("fr", "vendredi 2 janvier 2026"), ("en", "Friday, January 2, 2026")])
def test_the_day_is_named_in_the_letters_language(desk: Desk, language: str, day: str) -> None:
    rendered = desk.edition("# Une section {#une}\n\nDu texte.", chosen=settings(newsletter={"language": language}))
    assert f'<html lang="{language}"' in rendered.html
    assert day.replace(",", "").split(" ")[-1] in rendered.text


def test_sections_are_told_apart_and_a_single_one_has_no_contents() -> None:
    several = edition(samples()[1])
    assert "Au sommaire" in several.html
    assert "Au sommaire" in several.text
    assert "Au sommaire" not in edition(own(BARE)).html + edition(own(BARE)).text


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert all(contrast(a, a) == 1 for a, _b in product(["#1d2b53"], range(1)))
