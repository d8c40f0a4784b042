"""The page that shows a letter's whole look, and the sample that it is shown with."""

from __future__ import annotations

import inspect
import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from cenum.edition.templates import Templates
from cenum.errors import Exit, SettingsMistakes
from cenum.issue import blocks
from cenum.issue.blocks import Block, Prose, walk
from cenum.issue.reader import read
from cenum.preview.look_sheet import POLICY, SAMPLES, look_sheet, sample_path
from cenum.starter.looks import LOOKS
from cenum.workspace import Workspace
from tests import axe
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import ROOT, settings, templates, write_look
from tests.in_process import run
from tests.preview.site import opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from cenum.issue.model import Issue
    from tests.preview.site import Site

LANGUAGES = ("fr", "en")
# What Markdown has for text that stands by itself, and what stands within it.
STANDING = {
    "blockquote_open",
    "bullet_list_open",
    "fence",
    "heading_open",
    "hr",
    "list_item_open",
    "ordered_list_open",
    "paragraph_open",
    "table_open",
    "td_open",
    "th_open",
}
WITHIN = {"code_inline", "em_open", "hardbreak", "image", "link_open", "span_open", "strong_open"}


def workspace(folder: Path, language: str = "fr", **changes: dict[str, object]) -> Workspace:
    return Workspace(folder, settings(newsletter={"language": language, "name": "Cénum & <Cie>"}, **changes))


def sample(language: str) -> Issue:
    path = sample_path(language)
    reading = read(path, settings(newsletter={"language": language}), root=path.parent.parent)
    assert reading.issue is not None, reading.findings
    assert reading.findings == ()
    return reading.issue


def every_block(issue: Issue) -> list[Block]:
    return [visit.block for visit in walk(issue.blocks)]


def kinds() -> set[type[Block]]:
    """All that cenum knows."""
    found = {kind for _name, kind in inspect.getmembers(blocks, inspect.isclass) if issubclass(kind, Block)}
    return found - {Block}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_every_block_with_everything_that_it_can_have(language: str) -> None:
    shown = every_block(sample(language))
    assert {type(block) for block in shown} == kinds()
    for kind in kinds():
        for field in kind.__struct_fields__:
            assert any(getattr(block, field) for block in shown if isinstance(block, kind)), f"{kind.name}: {field}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_every_kind_of_text(language: str) -> None:
    issue = sample(language)
    tokens = [token for block in every_block(issue) if isinstance(block, Prose) for token in block.tokens]
    assert {token.type for token in tokens} >= STANDING
    assert {"h2", "h3"} <= {token.tag for token in tokens if token.type == "heading_open"}
    assert {child.type for token in tokens for child in token.children or ()} >= WITHIN
    assert all((issue.number, issue.teasers, issue.teasers_lead, issue.introduction, issue.illustration))
    assert issue.credits.authors
    assert issue.credits.illustrator
    assert {bool(section.emoji) for section in issue.sections} == {True, False}


def test_the_samples_differ_in_their_words_alone() -> None:
    french, english = (every_block(sample(language)) for language in LANGUAGES)
    assert [type(block) for block in french] == [type(block) for block in english]
    assert {path.name for path in SAMPLES.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_to_be_mended_in_a_look_that_letters_begin_with(tmp_path: Path, look: str, language: str) -> None:
    sheet = look_sheet(workspace(tmp_path, language), templates(look))
    assert [str(one) for one in sheet.findings] == []


def changed(folder: Path, name: str, old: str, new: str) -> Templates:
    write_look(folder, "newsroom")
    path = folder / "templates" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Templates(path.parent)


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("palette.toml", 'link = "#1b3f8f"', 'link = "#8ea0c8"', "contrast-light"),
        ("palette.toml", 'link = "#a3bcff"', 'link = "#34406a"', "contrast-dark"),
        ("styles.css.j2", "p { margin:", "p { display: grid; margin:", "client"),
        ("styles.css.j2", "hr {", "hr { background-image: url(https://cdn.example.com/a.png);", "foreign-host"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_look_is_said_at_its_line(
    tmp_path: Path, name: str, old: str, new: str, rule: str
) -> None:
    sheet = look_sheet(workspace(tmp_path), changed(tmp_path, name, old, new))
    before = (tmp_path / "templates" / name).read_text("utf-8").partition(new)[0]
    found = [one for one in sheet.findings if one.rule.startswith(rule)]
    assert f"templates/{name}:{before.count(chr(10)) + 1}" in {str(one.place) for one in found}
    assert f"<code>{found[0].place}</code>" in sheet.html


def test_a_look_that_cannot_be_rendered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsMistakes):
        look_sheet(workspace(tmp_path), changed(tmp_path, "header.mjml.j2", "{{ title }}</h1>", "{{ titel }}</h1>"))


def test_it_needs_nobody_and_runs_nothing(tmp_path: Path) -> None:
    html = look_sheet(workspace(tmp_path), templates()).html
    assert "<script" not in html
    assert " src=" not in html.partition("<iframe")[0]
    assert "default-src &#39;none&#39;" in html
    assert "script-src" not in html
    assert "Cénum &amp; &lt;Cie&gt;" in html
    assert html == look_sheet(workspace(tmp_path), templates()).html


def test_the_colours_are_there_with_their_contrasts(tmp_path: Path) -> None:
    html = look_sheet(workspace(tmp_path, "en"), templates("institution")).html
    palette = templates("institution").palette
    for theme in ("light", "dark"):
        assert all(f"<code>{value}</code>" in html for value in palette[theme].values())
    assert set(re.findall(r"<code>(?:text|small|name|title|heading|item) = (\d+)", html)) == {
        str(palette["sizes"][name]) for name in ("text", "small", "name", "title", "heading", "item")
    }


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    write_look(tmp_path, "association")
    (tmp_path / "cenum.toml").write_bytes((ROOT / "cenum.toml").read_bytes())
    return tmp_path


def test_the_command_writes_the_page(letter: Path) -> None:
    done = run("look", "--json", folder=letter, environment=os.environ)
    said = json.loads(done.out)
    assert (done.code, said["findings"]) == (Exit.DONE, [])
    assert said["file"] == str(letter / "dist" / "look.html")
    assert "Verdana" in (letter / "dist" / "look.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [('soft = "#5f5163"', 'soft = "#b0a0b4"', Exit.REFUSED), ('soft = "#5f5163"', 'sotf = "grey"', Exit.USAGE)],
)
def test_the_command_says_with_its_code_that_something_is_to_be_mended(
    letter: Path, old: str, new: str, code: Exit
) -> None:
    palette = letter / "templates" / "palette.toml"
    palette.write_text(palette.read_text("utf-8").replace(old, new), "utf-8")
    done = run("look", folder=letter, environment=os.environ)
    assert (done.code, b"templates/palette.toml:" in done.out + done.err) == (code, True)
    assert (letter / "dist" / "look.html").exists() is (code is Exit.REFUSED)


def test_the_preview_shows_it_with_the_templates_as_they_are(site: Site) -> None:
    assert '<a href="/look">' in site.ask("/").body.decode()
    shown = site.ask("/look")
    assert shown.headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert "#123456" not in shown.body.decode()
    palette = site.folder / "templates" / "palette.toml"
    before = palette.read_text("utf-8")
    palette.write_text(before.replace('accent = "#b23419"', 'accent = "#123456"'), "utf-8")
    assert "#123456" in site.ask("/look").body.decode()
    palette.write_text(before.replace("accent", "acent"), "utf-8")
    broken = site.ask("/look")
    assert (broken.status, broken.body.count(b"templates/palette.toml:")) == (503, 2)


@needs_chromium
def test_the_preview_leads_there(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        page.locator("a[href='/look']").click()
        page.wait_for_url("**/look")
        assert page.frame_locator("iframe").last.locator("h1").inner_text()
        assert page.locator("iframe").count() == 4


SIDEWAYS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def open_sheet(page: Page, folder: Path, look: str) -> None:
    file = folder / "look.html"
    file.write_text(look_sheet(workspace(folder), templates(look)).html, "utf-8")
    page.goto(file.as_uri())
    for frame in page.frames[1:]:
        frame.wait_for_load_state()


@needs_chromium
@pytest.mark.parametrize(
    ("look", "width", "scheme"),
    [("newsroom", 1280, "light"), ("institution", 320, "dark"), ("association", 320, "light")],
)
def test_it_can_be_read_by_everybody_at_every_width(
    browser: Browser, tmp_path: Path, look: str, width: int, scheme: Any
) -> None:
    asked: list[str] = []
    said: list[str] = []
    listeners = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: said.append(message.text),
    }
    with empty_page(browser, width, scheme, listeners) as page:
        open_sheet(page, tmp_path, look)
        assert axe.ask(page, best=True).found == []
        assert page.evaluate(SIDEWAYS)
        assert {url.partition(":")[0] for url in asked} <= {"file", "data", "about"}
        assert said == []


@needs_chromium
@pytest.mark.parametrize("look", LOOKS)
def test_its_letters_are_light_and_dark_wide_and_narrow(browser: Browser, tmp_path: Path, look: str) -> None:
    palette = templates(look).palette
    with empty_page(browser, 1280) as page:
        open_sheet(page, tmp_path, look)
        letters = page.frames[1:]
        grounds = [
            letter.evaluate("getComputedStyle(document.querySelector('.card > table, .card')).backgroundColor")
            for letter in letters
        ]
        cards = ["rgb({}, {}, {})".format(*bytes.fromhex(palette[theme]["card"][1:])) for theme in ("light", "dark")]
        assert grounds == [cards[0], cards[0], cards[1], cards[1]]
        assert [letter.evaluate("innerWidth") for letter in letters][1::2] == [320, 320]
        assert all(letter.evaluate("innerWidth") > palette["sizes"]["body"] for letter in letters[::2])
        assert all(letter.evaluate(SIDEWAYS) for letter in letters)
        assert all(letter.evaluate("[...document.images].every(one => one.naturalWidth)") for letter in letters)
