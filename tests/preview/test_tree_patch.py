"""A letter that is drawn anew is the new one to the last attribute, and what did not change in it was left alone."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.chromium import needs_chromium
from tests.edition.samples import public, samples
from tests.preview.module_page import module_page, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

TAGS = ("div", "p", "span", "b", "ul", "li", "style", "svg", "img", "table")
ATTRIBUTES = (
    "class=a",
    "class=b",
    "style='color:red'",
    "data-line=1",
    "data-line=22",
    '"=odd',
    "@x=1",
    "xml:lang=fr",
)
TEXTS = ("", "Un mot.", "Deux mots.", "é 🙂", "<!-- dit -->", "a < b", "\n  ")

# The page becomes each of `letters` in turn, and is compared with a page of its own.
BECOMES = """
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const shown = parse("");
    return letters.flatMap((html, nth) => {
        it.patch(shown.documentElement, parse(html).documentElement);
        return shown.documentElement.isEqualNode(parse(html).documentElement) ? [] : [nth];
    });
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        yield page


def tree(random: Random, depth: int) -> str:
    tag = random.choice(TAGS)
    attributes = " ".join(random.sample(ATTRIBUTES, random.randint(0, 3)))
    inside = "".join(
        tree(random, depth - 1) if depth and random.random() < 0.6 else random.choice(TEXTS)
        for _ in range(random.randint(0, 4))
    )
    return f"<{tag} {attributes}>{inside}</{tag}>"


def test_any_page_becomes_any_other_one(page: Page) -> None:
    random = Random(7)  # noqa: S311  the same every time
    letters = ["<html lang=fr><title>a</title>" + tree(random, 4) for _ in range(400)]
    assert run(page, "tree_patch", BECOMES, letters=letters) == []


def test_a_page_becomes_itself_with_a_part_more_less_or_other(page: Page) -> None:
    random = Random(8)  # noqa: S311  the same every time
    parts, letters = [tree(random, 2) for _ in range(12)], []
    for _ in range(300):
        place = random.randint(0, len(parts))
        parts[place : place + random.randint(0, 2)] = [tree(random, 2) for _ in range(random.randint(0, 2))]
        letters.append("".join(parts))
    assert run(page, "tree_patch", BECOMES, letters=letters) == []


def test_one_letter_becomes_another_one_and_back(page: Page) -> None:
    letters = [public(letter)[0] for letter in samples()]
    assert run(page, "tree_patch", BECOMES, letters=[*letters, "", *letters[::-1]]) == []


def test_what_is_the_same_stays_the_very_same(page: Page) -> None:
    said = """
        const parse = (html) => new DOMParser().parseFromString(html, "text/html");
        const shown = parse(before);
        const [picture, last] = [shown.querySelector("img"), shown.querySelector("#last").firstChild];
        it.patch(shown.documentElement, parse(after).documentElement);
        return [picture === shown.querySelector("img"), last === shown.querySelector("#last").firstChild,
                shown.body.textContent];
    """
    before = "<p>Un mo</p><table><tr><td><img src=a alt=b></td></tr></table><p id=last>La fin.</p>"
    for after, text in (
        (before.replace("Un mo", "Un mot"), "Un motLa fin."),
        ("<h2>Neuf</h2>" + before, "NeufUn moLa fin."),
        (before.replace("<p>Un mo</p>", ""), "La fin."),
        (before.replace("<p>", "<p data-line=3>").replace("<td>", "<td data-line=4>"), "Un moLa fin."),
    ):
        assert run(page, "tree_patch", said, before=before, after=after) == [True, True, text]
