"""palette.toml and fonts.toml: what an art director may write, what follows from it, and what she is told."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from cenum.edition.palette import read_fonts, read_palette
from cenum.errors import SettingsMistakes
from tests.edition.samples import ROOT

if TYPE_CHECKING:
    from cenum.finding import Finding

PALETTE = (ROOT / "templates" / "palette.toml").read_text("utf-8")
FONTS = (ROOT / "templates" / "fonts.toml").read_text("utf-8")
# The sizes of letters that were begun when all of them were written down.
EARLIER = """[sizes]
body = 640
margin = 24
content = 592
portrait = 240
text = 17
leading = 28
small = 16
small_leading = 25
name = 44
name_leading = 48
title = 32
title_leading = 39
heading = 25
heading_leading = 32
item = 20
item_leading = 27
"""


def unused(_key: str) -> bool:
    return False


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def mistakes(text: str, *used: str, read: Any = read_palette) -> tuple[Finding, ...]:
    with pytest.raises(SettingsMistakes) as caught:
        read(text, used.__contains__)
    assert all(one.remedy for one in caught.value.findings)
    return caught.value.findings


def test_what_is_not_written_down_follows_from_the_rest() -> None:
    earlier = tomllib.loads(EARLIER)["sizes"]
    sizes = read_palette(PALETTE, unused)["sizes"]
    assert {name: sizes[name] for name in earlier} == earlier
    assert tomllib.loads(PALETTE)["sizes"].keys() & earlier.keys() < earlier.keys()


def test_a_palette_without_the_new_tables_gets_the_usual_values() -> None:
    earlier = PALETTE.partition("[sizes]")[0] + EARLIER
    read = read_palette(earlier, unused)
    usual = read_palette(PALETTE, unused)
    assert read == {**usual, "corners": {"box": 0, "button": 4, "picture": 0}}
    assert (usual["spacing"], read["sizes"]["face"]) == ({"paragraph": 16, "block": 24, "section": 40, "box": 20}, 64)


def test_a_line_height_may_be_given() -> None:
    sizes = read_palette(changed(PALETTE, ("text = 17", "text = 17\nleading = 30")), unused)["sizes"]
    assert (sizes["text"], sizes["leading"]) == (17, 30)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('page = "#f1ece1"', 'page = "#fff"', "“light.page” must be a colour"),
        ('page = "#f1ece1"', 'page = "#F1ECE1"', "“light.page” must be a colour"),
        ('page = "#f1ece1"', 'page = "ivory"', "“light.page” must be a colour"),
        ('page = "#f1ece1"', "page = 12", "“light.page” must be a colour"),
        ('page = "#f1ece1"', 'paeg = "#f1ece1"', "unknown key “paeg” — did you mean “page”?"),
        ('page = "#f1ece1"', 'page = "#f1ece1"\nradius = 3', "delete the line, or use the key in a template"),
        ('page = "#f1ece1"', 'page = "#f1ece1"\ntitle = 3', "unknown key “title” — move the line below `[sizes]`"),
        ("text = 17", "text = 17.5", "“sizes.text” must be a whole number from 14 to 24"),
        ("text = 17", "text = true", "“sizes.text” must be a whole number from 14 to 24"),
        ("text = 17", 'text = "17px"', "“sizes.text” must be a whole number from 14 to 24"),
        ("text = 17", "text = 12", "smaller text is a strain on a phone"),
        ("small = 16", "small = 13", "“sizes.small” must be a whole number from 14 to 22"),
        ("small = 16", "small = 18", "“sizes.small” is 18, more than “text” (17)"),
        ("body = 640", "body = 1200", "“sizes.body” must be a whole number from 320 to 900"),
        ("margin = 24", "margin = 200", "“sizes.margin” must be a whole number from 0 to 48"),
        ("margin = 24", "margin = -1", "“sizes.margin” must be a whole number from 0 to 48"),
        ("text = 17", "text = 17\ncontent = 590", "the width less two margins is 592"),
        ("text = 17", "text = 17\nportrait = 600", "“sizes.portrait” is 600, more than “content” (592)"),
        ("text = 17", "text = 17\nleading = 15", "lines would overlap"),
        ("text = 17", "text = 17\nleadign = 15", "did you mean “leading”?"),
        ("section = 40", "sectoin = 40", "did you mean “section”?"),
        ("section = 40", "section = 0", "must be a whole number from 8 to 96"),
        ("picture = 0", "picture = 60", "“corners.picture” must be a whole number from 0 to 40"),
        ("face = 64", "face = 130", "“sizes.face” must be a whole number from 32 to 96"),
        ("[spacing]", "[spaces]", "unknown key “spaces”"),
        ("[sizes]", "[size]", "unknown key “size” — did you mean “sizes”?"),
        ("[dark]", "[drak]", "unknown key “drak” — did you mean “dark”?"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_once_at_its_line(old: str, new: str, said: str) -> None:
    text = changed(PALETTE, (old, new))
    (finding,) = mistakes(text)
    assert said in str(finding)
    line = new.rsplit("\n", maxsplit=1)[-1]
    assert (finding.rule, finding.place.file) == ("template-palette", "templates/palette.toml")
    assert finding.place.line
    assert text.split("\n")[finding.place.line - 1].startswith(line)


def test_words_have_room_beside_a_face_on_a_narrow_phone() -> None:
    wide = changed(PALETTE, ("margin = 24", "margin = 48"), ("face = 64", "face = 96"))
    (finding,) = mistakes(wide)
    assert "88 are left for the words beside it" in finding.message
    assert wide.split("\n")[(finding.place.line or 0) - 1].startswith("face = 96")
    assert read_palette(changed(wide, ("box = 20", "box = 10")), unused)


def test_all_mistakes_are_told_at_once() -> None:
    text = changed(
        PALETTE, ('ink = "#1c2333"', 'inks = "red"'), ("small = 16", "small = 9"), ("button = 4", 'button = "round"')
    )
    assert [one.message.partition("”")[0] for one in mistakes(text)] == [
        "unknown key “inks",
        "“sizes.small",
        "“corners.button",
    ]


@pytest.mark.parametrize(
    ("old", "said"), [('ink = "#1c2333"', "“light.ink” is missing"), ("title = 32", "“sizes.title”")]
)
def test_what_is_missing_is_told_at_its_table(old: str, said: str) -> None:
    text = changed(PALETTE, (old, ""))
    (finding,) = mistakes(text)
    assert said in finding.message
    assert finding.place.line == text.split("\n").index("[light]" if "light" in said else "[sizes]") + 1


@pytest.mark.parametrize("table", ["light", "dark", "sizes"])
def test_a_table_that_is_missing_is_told(table: str) -> None:
    found = mistakes("\n".join(f"[{one}]" for one in {"light", "dark", "sizes"} - {table}))
    assert f"the table “{table}” is missing" in found[0].message


@pytest.mark.parametrize("table", ["light", "spacing"])
def test_a_value_in_the_place_of_a_table_is_told(table: str) -> None:
    text = changed(PALETTE, (f"[{table}]", f"[{table}_before]"))
    found = mistakes(f"{table} = 3\n{text}", f"{table}_before")
    assert [(str(one.place), one.message) for one in found] == [
        ("templates/palette.toml:1", f"the table “{table}” is missing")
    ]


def test_a_key_that_a_template_uses_is_the_letters_own() -> None:
    text = changed(PALETTE, ("[dark]", 'mine = "#123456"\n[dark]'), ("[corners]", "mine = 3\n[corners]"))
    read = read_palette(f'{text}\n[extra]\nword = "any"\n', {"mine", "extra"}.__contains__)
    assert (read["light"]["mine"], read["spacing"]["mine"], read["extra"]) == ("#123456", 3, {"word": "any"})
    assert len(mistakes(text)) == 2
    (finding,) = mistakes(text.replace("#123456", "blue"), "mine")
    assert "“light.mine” must be a colour" in finding.message


def test_a_slip_is_none_of_the_letters_own_keys_even_where_a_template_has_the_word() -> None:
    (finding,) = mistakes(changed(PALETTE, ("section = 40", "sections = 40")), "sections")
    assert finding.remedy == "did you mean “section”?"


@pytest.mark.parametrize("text", ["[light\n", "a = 1\na = 2", "a = " + "[" * 99, "a = " + "1" * 9999])
def test_what_is_not_toml_is_told(text: str) -> None:
    for read in (read_palette, read_fonts):
        (finding,) = mistakes(text, read=read)
        assert finding.rule == "template"


def test_the_fonts_have_their_earlier_names_too() -> None:
    fonts = read_fonts(FONTS, unused)
    assert (fonts["serif"], fonts["sans"]) == (fonts["text"], fonts["label"])


def test_earlier_fonts_have_todays_names_too() -> None:
    fonts = read_fonts('serif = "Georgia, serif"\nsans = "Arial, sans-serif"', unused)
    assert {name: stack.partition(",")[0] for name, stack in fonts.items()} == {
        "text": "Georgia",
        "title": "Georgia",
        "label": "Arial",
        "serif": "Georgia",
        "sans": "Arial",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FONTS.replace("text =", "txt ="), ["4: unknown key “txt” — did you mean “text”?"]),
        (FONTS.replace("label =", "#"), ["1: “label” is missing — add `label = "]),
        (FONTS.replace("Georgia", "Georgia; color: red"), ["4: “text” must be names of fonts", "5: “title” must be"]),
        (f'{FONTS}mine = ""', ["7: “mine” must be names of fonts"]),
        ('serif = "Georgia"', ["1: “sans” is missing"]),
        ('serif = "Georgia"\nsans = 3', ["2: “sans” must be names of fonts"]),
        ("", ["1: “label” is missing", "1: “text” is missing", "1: “title” is missing"]),
    ],
)
def test_mistakes_in_the_fonts_are_told_at_their_lines(text: str, said: list[str]) -> None:
    found = [str(one).removeprefix("templates/fonts.toml:") for one in mistakes(text, "mine", read=read_fonts)]
    assert [one[: len(begin)] for one, begin in zip(found, said, strict=True)] == said
