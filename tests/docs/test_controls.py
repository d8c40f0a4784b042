"""Whatever can be pressed in the preview, by hand or by key, stands in its documentation, as the page calls it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from cenum.page_templates import page_templates
from cenum.preview.editor import Way
from cenum.preview.page_html import ServedPage, page_html
from cenum.preview.panels import choices
from cenum.preview.state import nothing
from cenum.preview.tool_words import writing_tools
from cenum.settings import load
from tests.edition.samples import ROOT
from tests.in_process import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(page_html.__code__.co_filename)
PAGES = {
    "en": ("docs/preview.md", "docs/writing-in-browser.md"),
    "fr": ("docs/fr/apercu.md", "docs/fr/ecrire-navigateur.md"),
}
_KEYS = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def pages() -> Iterator[Any]:
    """The page as a server gives it, for each kind of editor, and what a person can choose in it later."""
    for editor in Way:
        yield page_html(nothing(), "", ServedPage(editor=editor, checks_links=True))
    yield choices(["2026-11-20"], [])


def documentation(language: str) -> str:
    return "\n".join((ROOT / page).read_text("utf-8") for page in PAGES[language])


def words(element: Any) -> str:
    """What stands in a control, without its key and what it can be set to."""
    for part in element.xpath(".//kbd | .//select | .//b"):
        part.drop_tree()
    return settled(element.text_content())


def settled(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@pytest.mark.parametrize("language", PAGES)
def test_every_control_is_in_the_documentation(language: str) -> None:
    text = documentation(language)
    bold = {settled(name) for name in _BOLD.findall(text)}
    keys = {key.strip() for cell in _KEYS.findall(text) for key in cell.split(",")}
    with spoken(language):
        trees = [lxml_html.fragment_fromstring(page, create_parent=True) for page in pages()]
    pressed = {key.text for tree in trees for key in tree.xpath("//kbd")}
    named = {words(one) for tree in trees for one in tree.xpath("//button | //a[@href] | //label | //summary")}
    figures = {settled(one) for tree in trees for one in tree.xpath("//section[@id='bar']/@aria-label")}
    assert len(named) > 20
    assert {"0", "9", "x", "n"} <= pressed
    assert sorted((named | figures) - bold) == []
    assert sorted(pressed - keys) == []


@pytest.mark.parametrize("language", PAGES)
def test_every_tool_for_writing_is_in_the_documentation(language: str) -> None:
    bold = {settled(name) for name in _BOLD.findall(documentation(language))}
    with spoken(language):
        tools = writing_tools(load(ROOT / "cenum.toml"))
        template = page_templates(PAGE.parent).get_template("writing_tools.html.j2")
        tree = lxml_html.fragment_fromstring(template.render(tools=tools), create_parent=True)
    for sign in tree.xpath("//*[@aria-hidden]"):
        sign.drop_tree()
    named = {words(one) for one in tree.xpath("//button[@data-tool] | //summary")}
    named |= {settled(block.label) for block in tools.blocks}
    named |= {settled(tools.said[name]) for name in ("plainly", "clip", "asLink")}
    assert len(named) > 20
    assert sorted(named - bold) == []
