"""The page's modules one by one, in a real browser, without a server and without the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.chromium import needs_chromium
from tests.preview.module_page import page, run

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = needs_chromium
__all__ = ["page"]  # a fixture


def test_the_last_one_is_followed_by_the_first(page: Page) -> None:
    followed = {(-1, 1): 0, (0, 1): 1, (2, 1): 0, (-1, -1): 2, (0, -1): 2, (2, -1): 1}
    for (index, by), then in followed.items():
        assert run(page, "dom", "return it.around(index, by, 3)", index=index, by=by) == then


def test_what_is_put_anew_keeps_focus_and_folds(page: Page) -> None:
    page.set_content(
        "<div id=list><details open><summary>a</summary></details><button>b</button><button>c</button></div>"
    )
    page.get_by_role("button", name="c").focus()
    html = "<details><summary>d</summary></details><button>e</button>"
    run(page, "dom", "it.replaceContent(it.byId('list'), html)", html=html)
    assert page.evaluate("document.activeElement.textContent") == "e"
    assert page.locator("details[open]").count() == 1


def test_what_did_not_change_is_left_alone(page: Page) -> None:
    page.set_content("<div id=list></div>")
    same = """
        const list = it.byId("list");
        it.replaceContent(list, "<p>a</p>");
        const before = list.firstChild;
        it.replaceContent(list, "<p>a</p>");
        return before === list.firstChild;
    """
    assert run(page, "dom", same)


LETTER = """
<p data-line="4">a</p>
<p data-line="8" id="first">b <a data-line="8" href="https://a.example/" id="link">c</a></p>
<p data-line="8">d</p>
<p data-line="12">e</p>
"""


AT_LINES = {
    (8, ""): "first",
    (9, ""): "first",
    (8, "https://a.example/"): "link",
    (9, "https://a.example/"): "first",
    (8, "https://b.example/"): "first",
    (3, ""): None,
}


def test_a_line_is_found_in_the_letter_or_what_stands_before_it(page: Page) -> None:
    page.set_content(LETTER)
    ask = "return it.elementAtLine(document, line, url)?.id"
    for (line, url), found in AT_LINES.items():
        assert run(page, "letter_frame", ask, line=line, url=url) == found, (line, url)


def test_one_element_at_most_is_highlighted(page: Page) -> None:
    page.set_content("<p id=one style='color: red'>a</p><p id=two>b</p>")
    body = """
        const [one, two] = document.querySelectorAll("p");
        it.highlight(one);
        it.highlight(two);
        const styles = [one.getAttribute("style"), two.style.outlineWidth];
        it.highlight(undefined);
        return [...styles, two.getAttribute("style")];
    """
    assert run(page, "letter_frame", body) == ["color: red;", "3px", ""]


def test_what_both_letters_have_is_at_the_same_height_and_the_rest_in_proportion(page: Page) -> None:
    points = [[0, 0], [100, 50], [200, 250], [400, 350]]
    heights = {0: 0, 50: 25, 100: 50, 150: 150, 200: 250, 300: 300, 400: 350, 500: 400}
    for y, there in heights.items():
        assert run(page, "scrolling", "return it.counterpart(y, points)", y=y, points=points) == there, y


def test_a_letter_without_height_has_no_proportion(page: Page) -> None:
    assert run(page, "scrolling", "return it.counterpart(0, [[0, 0], [0, 90]])") == 0
