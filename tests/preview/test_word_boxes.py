from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.preview.outlook import as_word_shows
from cenum.preview.source_lines import parse, serialise
from tests.chromium import empty_page, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def shown(element: str) -> str:
    """The style that is left of the one element in ``element`` that has one."""
    tree = parse(f"<html><body>{element}</body></html>")
    as_word_shows(tree)
    (style,) = tree.xpath("//body//@style")
    return str(style)


def in_cell(style: str) -> str:
    return f"<table><tr><td style='{style}'>x</td></tr></table>"


@pytest.mark.parametrize(
    ("element", "style"),
    [
        # What is meant for Word alone counts there, wherever it stands.
        (in_cell("padding: 0; mso-padding-alt: 12px 24px"), "padding: 12px 24px"),
        (in_cell("mso-padding-alt: 12px 24px; padding: 0; padding-left: 4px"), "padding: 12px 24px"),
        ("<p style='margin-top: 4px; mso-margin-top-alt: 8px'>x</p>", "margin-top: 8px"),
        (
            "<a style='border: 1px solid #111111; mso-border-alt: 8px solid #111111'>x</a>",
            "border: 8px solid #111111",
        ),
        # A link has no padding, whatever it is called.
        ("<a style='padding: 11px 23px; mso-padding-alt: 11px 23px; color: #111111'>x</a>", "color: #111111"),
        # Inline, what is important is lost.
        ("<p style='color: #111111 !important; margin: 0'>x</p>", "margin: 0"),
        # Paragraphs and the like have an edge all around, or none; a quotation has one, and no room beside it.
        ("<p style='border-left: 3px solid #111111; margin: 0'>x</p>", "margin: 0"),
        ("<div style='border-top-color: #111111; border: 1px solid #111111'>x</div>", "border: 1px solid #111111"),
        (
            "<blockquote style='border-left: 3px solid #111111; padding: 0 0 0 18px'>x</blockquote>",
            "border-left: 3px solid #111111",
        ),
        (in_cell("border-bottom: 6px solid #111111"), "border-bottom: 6px solid #111111"),
        # Lists keep their margins, and stand as far in as Word puts them.
        ("<ul style='margin: 0 0 16px 0; padding: 0 0 0 22px'><li>x</li></ul>", "margin: 0 0 16px 0"),
    ],
)
def test_boxes_are_those_of_word(element: str, style: str) -> None:
    assert shown(element) == style


@pytest.mark.parametrize(
    ("row", "first"),
    [
        ("padding: 4px|padding: 10px 0 2px", "padding: 4px; padding-top: 10px; padding-bottom: 4px"),
        ("padding: 4px|padding: 4px 9px", "padding: 4px"),
        ("color: #111111|padding-top: 3px", "color: #111111; padding-top: 3px; padding-bottom: 0px"),
        ("padding: 1px|padding-bottom: 1.5px", "padding: 1px; padding-top: 1px; padding-bottom: 1.5px"),
    ],
)
def test_all_cells_of_a_row_have_the_largest_padding_above_and_below(row: str, first: str) -> None:
    cells = "".join(f"<td style='{style}'>x</td>" for style in row.split("|"))
    tree = parse(f"<html><body><table><tr>{cells}</tr></table></body></html>")
    as_word_shows(tree)
    assert tree.xpath("//td/@style")[0] == first


def test_a_row_in_a_cell_has_a_padding_of_its_own() -> None:
    inner = "<table><tr><td style='padding: 1px'>x</td></tr></table>"
    tree = parse(f"<html><body><table><tr><td style='padding: 9px'>{inner}</td></tr></table></body></html>")
    as_word_shows(tree)
    assert tree.xpath("//td/@style") == ["padding: 9px", "padding: 1px"]


BUTTON = """<table><tr><td class="button" style="padding: 0; mso-padding-alt: 12px 24px; background-color: #1d2b53"
><a href="#" style="display: inline-block; padding: 11px 23px; border: 1px solid #1d2b53; color: #ffffff">Button</a>
</td></tr></table>"""


@needs_chromium
def test_a_button_is_as_large_as_it_was_sent(browser: Browser) -> None:
    tree = parse(f"<html><body>{BUTTON}</body></html>")
    as_word_shows(tree)
    sizes = []
    with empty_page(browser) as page:
        for html in (BUTTON, serialise(tree)):
            page.set_content(html)
            box = page.locator("td.button").bounding_box()
            assert box
            sizes.append((box["width"], box["height"]))
    (width, height), (its_width, its_height) = sizes
    assert abs(width - its_width) < 4
    assert abs(height - its_height) < 4
