"""What is found in the letter stands on the line that it was written on, in whichever file that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.analysis.html import marked_tree
from cenum.analysis.written_styles import WrittenStyles
from cenum.cache import user_cache
from cenum.checks.all import check_edition
from cenum.edition.measure import weigh
from cenum.edition.render import render_marked
from cenum.edition.templates import Templates
from cenum.i18n import speak
from cenum.links.collect import links_of_edition
from cenum.marks import lines_of, mark_lines, style_sheets, without_line_marks
from tests.checks.samples import issue_of, view
from tests.edition.samples import settings

if TYPE_CHECKING:
    from tests.edition.samples import Desk

BODY = "# Une section {#une}\n\nBonjour, voici [un lien](https://a.fr).\n\n- Un\n"
FOOTER = '<p class="publisher">'


def places(desk: Desk, file: str, old: str, new: str) -> list[tuple[str, str]]:
    """Rule and place of what is found where ``new`` stands for ``old`` in a template."""
    template = desk.templates / file
    text = template.read_text("utf-8")
    assert old in text
    template.write_text(text.replace(old, new, 1), "utf-8")
    issue = issue_of(desk.folder, BODY, "title: Un titre\nteasers: [Un, Deux]")
    made = render_marked(issue, settings(), Templates(desk.templates, user_cache()))
    links = links_of_edition(marked_tree(made.marked), made.edition.public_links, (), "")
    weight = weigh(issue, made.edition, link_bytes=0)
    found = check_edition(view(made.edition, issue=issue, links=links, weight=weight, written=made))
    return [(one.rule, str(one.place)) for one in found if one.place.file.startswith("templates")]


def line(desk: Desk, file: str, words: str) -> str:
    """The place of the first line of a template that has ``words``."""
    lines = (desk.templates / file).read_text("utf-8").split("\n")
    return f"templates/{file}:{next(number for number, text in enumerate(lines, 1) if words in text)}"


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        # Within an element of a template.
        ("footer.mjml.j2", FOOTER, '<p class="publisher" onclick="a()">', "privacy-script"),
        ("footer.mjml.j2", FOOTER, '<form>a</form><p class="publisher">', "client-markup"),
        ("footer.mjml.j2", FOOTER, '<p class="publisher" style="position:absolute">', "client-style"),
        ("footer.mjml.j2", FOOTER, '<p class="publisher" style="color:#fff">', "style-notation"),
        ("footer.mjml.j2", FOOTER, '<p class="publisher" style="direction:rtl">', "reading-order"),
        ("footer.mjml.j2", FOOTER, '<p class="publisher" style="background:url(https://spy.fr/a)">', "foreign-host"),
        ("footer.mjml.j2", FOOTER, '<style>p { margin: 0 }</style><p class="publisher">', "gmail-style-place"),
        ("footer.mjml.j2", FOOTER, '<a href="#rien">a</a><p class="publisher">', "anchor-missing"),
        # In a style sheet that is inlined, and in one that stays in the head.
        ("styles.css.j2", "ul, ol { margin:", "ul, ol { position: relative; margin:", "client-style"),
        ("styles.css.j2", "ul, ol { margin:", "ul, ol { direction: rtl; margin:", "reading-order"),
        ("styles.css.j2", "ul, ol { margin:", "ul, ol { border-top: 1px solid #d8c; margin:", "style-notation"),
        ("styles.css.j2", "ul, ol { margin:", "ul, ol { background: url(https://spy.fr/a); margin:", "foreign-host"),
        ("dark.css.j2", ".card hr {", ".card p:has(a) { margin: 0 }\n.card hr {", "client-style"),
        ("dark.css.j2", ".card hr {", ".card hr { nothing }\n.card hr {", "gmail-style-syntax"),
        ("dark.css.j2", ".card hr {", '.card hr { src: url("https://spy.fr/a") }\n.card hr {', "foreign-host"),
        # In the colours, those of the dark and of the light.
        ("palette.toml", 'soft = "#4d5566"', 'soft = "#999999"', "contrast-light"),
        ("palette.toml", 'soft = "#b7bcc8"', 'soft = "#333333"', "contrast-dark"),
    ],
)
def test_it_is_where_it_was_written(desk: Desk, file: str, old: str, new: str, rule: str) -> None:
    found = places(desk, file, old, new)
    changed = next(text for text in new.split("\n") if text not in old)
    assert (rule, line(desk, file, changed)) in found, found


def test_what_a_team_writes_into_mjml_itself_is_there(desk: Desk) -> None:
    style = "<mj-style>\n      p:has(a) { margin: 0 }\n    </mj-style>\n    <mj-raw>\n"
    found = places(desk, "letter.mjml.j2", "<mj-raw>", style)
    assert ("client-style", line(desk, "letter.mjml.j2", "p:has(a)")) in found, found


def test_what_nobody_wrote_in_a_line_stands_in_a_file() -> None:
    assert WrittenStyles("").place_of("p") is None
    assert WrittenStyles("").declaration("margin", "0") is None


def test_what_is_no_css_is_at_its_line_in_whichever_language_that_is_said(desk: Desk) -> None:
    speak("fr")
    try:
        found = places(desk, "dark.css.j2", ".card hr {", f".card hr {{ {'nothing ' * 9}}}\n.card hr {{")
    finally:
        speak("en")
    assert ("gmail-style-syntax", line(desk, "dark.css.j2", "nothing")) in found, found


@pytest.mark.parametrize(
    ("css", "at"),
    [
        ("a > b", 1),
        ("a>b", 1),
        ("margin: 0 auto", 1),
        ("color: #fff", 4),
        ("opacity: 0.5", 4),
        ("color: #ffffff", 2),
        ("@media (max-width: 479px)", 3),
        ("margin: 0", 1),
        ("0 aut", None),
        ("argin", None),
        ("hidden", None),
        ("", None),
    ],
)
def test_styles_are_found_however_they_are_spaced_and_as_whole_words(css: str, at: int | None) -> None:
    sheet = "a>b { margin:0  auto } /* hidden */\nb { color: #FFFFFF }\n@media (max-width:479px) {\n"
    sheet += "p { color: #fff; opacity: .5 } }"
    marked = style_sheets(f"<mj-style>{mark_lines(sheet, 'templates/a.css.j2', 1)}</mj-style>")
    place = WrittenStyles(marked).place_of(css)
    assert (place and place.line) == at


def test_the_marks_of_lines_leave_no_trace() -> None:
    css = "a { b: c }\n\np { d: e }\n"
    marked = mark_lines(css, "templates/a.css.j2", 4)
    assert without_line_marks(marked) == css
    assert [(text, place.line) for text, place in lines_of(marked)] == [
        ("a { b: c }\n", 4),
        ("\n", 5),
        ("p { d: e }\n", 6),
    ]


def test_style_sheets_in_places_where_none_is_looked_for_are_unmarked_too(desk: Desk) -> None:
    raw = '<mj-raw>\n      <style>{% include "dark.css.j2" %}</style>\n'
    file = desk.templates / "letter.mjml.j2"
    file.write_text(file.read_text("utf-8").replace("<mj-raw>\n", raw, 1), "utf-8")
    assert "\x01" not in desk.section("Bonjour.").html
