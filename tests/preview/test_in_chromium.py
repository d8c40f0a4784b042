"""The preview as an editor uses it: real saves, a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.chromium import needs_chromium
from tests.preview.site import BRIEF, BROKEN, ISSUE, KEY, LAST_LINE, folder, opened, running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator, Page

    from tests.preview.site import Site

pytestmark = needs_chromium

SCROLLED = "document.getElementById('frame').contentWindow.scrollY"


def letter(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


def scroll(page: Page, to: int) -> None:
    page.evaluate(f"document.getElementById('frame').contentWindow.scrollTo(0, {to})")


def test_a_save_is_seen_and_the_reader_stays_where_she_was(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        scroll(page, 900)
        site.write(ISSUE.replace("numéro 12,", "numéro douze,"))
        expect(letter(page).get_by_text("Paragraphe numéro douze")).to_be_visible()
        assert page.evaluate(SCROLLED) == 900


def test_a_mistake_is_said_at_its_line_over_the_last_good_version(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        site.write(BROKEN.replace("Bonjour, voici", "Bonsoir, voilà"))
        finding = page.locator("#findings .error .finding")
        expect(finding).to_contain_text("line 3")
        expect(finding).to_contain_text("teaser")
        expect(page.locator("#status")).to_contain_text("last good version")
        expect(letter(page).get_by_text("Bonjour, voici")).to_be_visible()
        page.keyboard.press("s")
        expect(page.locator("#line-3.marked.error")).to_contain_text("unknown key")
        page.keyboard.press("s")
        site.write(ISSUE.replace("Bonjour, voici", "Bonsoir, voilà"))
        expect(letter(page).get_by_text("Bonsoir, voilà")).to_be_visible()
        expect(page.locator("#findings .error")).to_have_count(0)
        expect(page.locator("#status")).not_to_contain_text("last good version")


def test_a_file_that_is_deleted_is_said_to_be_and_may_come_back(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        site.issue.unlink()
        expect(page.locator("#status")).to_contain_text("is gone")
        expect(page.locator("#list .gone")).to_be_visible()
        expect(letter(page).get_by_text("Bonjour, voici")).to_be_visible()
        site.write(ISSUE.replace("Bonjour", "Me revoici"))
        expect(letter(page).get_by_text("Me revoici, voici")).to_be_visible()
        expect(page.locator("#list .gone")).to_have_count(0)


def test_fifty_saves_at_once_end_in_the_last_state(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        for number in range(50):
            site.write(ISSUE.replace("un lien", f"un lien numéro {number}"))
        expect(letter(page).get_by_role("link", name="un lien numéro 49")).to_be_visible()


def test_templates_and_settings_redraw_it_and_their_mistakes_are_said(browser: Browser, site: Site) -> None:
    palette, settings = site.folder / "templates" / "palette.toml", site.folder / "cenum.toml"
    before = palette.read_text("utf-8")
    with opened(browser, site) as page:
        palette.write_text(before.replace('card = "#fffdf8"', 'card = "#fffdfz"'), "utf-8")
        expect(page.locator("#findings .error").first).to_contain_text("templates/palette.toml")
        palette.write_text(before, "utf-8")
        expect(page.locator("#findings .error")).to_have_count(0)
        settings.write_text(settings.read_text("utf-8").replace("La lettre hebdomadaire", "Le journal"), "utf-8")
        expect(letter(page).get_by_text("Le journal de la société numérique")).to_be_visible()


def test_a_new_issue_appears_in_the_list_and_can_be_gone_to(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        (site.folder / "issues" / "2026-12-04.md").write_text(ISSUE.replace("pour essayer", "de décembre"), "utf-8")
        page.locator("#list a", has_text="de décembre").click()
        expect(letter(page).locator("h1")).to_have_text("Une lettre de décembre")
        page.keyboard.press("n")
        expect(letter(page).locator("h1")).to_have_text("Une lettre pour essayer")


def test_a_finding_leads_to_its_place_in_the_letter_and_in_the_source(browser: Browser, tmp_path: Path) -> None:
    folder(tmp_path)
    issue = tmp_path / "issues" / f"{KEY}.md"
    issue.write_text(ISSUE + "\nPour en savoir plus, cliquez [ici](https://www.arcep.fr/).\n", "utf-8")
    with running(tmp_path) as site, opened(browser, site) as page:
        line = LAST_LINE + 2
        page.locator("#findings .warning .finding", has_text=f"line {line}").click()
        expect(letter(page).get_by_role("link", name="ici", exact=True)).to_be_in_viewport()
        expect(page.locator("#where")).to_have_text(f"issues/{KEY}.md:{line}")
        page.keyboard.press("s")
        page.locator("#findings .warning .finding", has_text=f"line {line}").click()
        expect(page.locator(f"#line-{line}.here")).to_be_in_viewport()


def test_a_place_in_the_letter_tells_its_line_and_links_lead_nowhere(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        letter(page).get_by_text("Un paragraphe de la veille").click()
        line = (
            ISSUE.split("\n").index("Un paragraphe de la veille, et [un autre lien](https://example.org/autre).") + 1
        )
        expect(page.locator("#where")).to_have_text(f"issues/{KEY}.md:{line}")
        letter(page).get_by_role("link", name="un autre lien").click()
        expect(page.locator("#where")).to_have_text(f"issues/{KEY}.md:{line}")
        expect(page.locator("#open")).to_have_count(0)
        assert page.url.startswith(site.url)


def test_the_editor_of_the_environment_is_opened_at_the_line(browser: Browser, tmp_path: Path) -> None:
    at = folder(tmp_path)
    told = at / "told.txt"
    gvim = at / "gvim"
    gvim.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{told}.part"\nmv "{told}.part" "{told}"\n', "utf-8")
    gvim.chmod(0o755)
    with running(at, VISUAL=f"{gvim} -x '$(touch run)'") as site, opened(browser, site) as page:
        letter(page).get_by_text("Bonjour, voici").click()
        with page.expect_response("**/open") as answered:
            page.locator("#open").click()
        assert answered.value.status == 204
        for _ in range(6_000):
            if told.exists():
                break
            page.wait_for_timeout(10)
        assert told.read_text("utf-8") == f"-x|$(touch run)|+8|{site.issue}|"


def test_an_editor_of_the_terminal_is_not_started_its_command_is_there_to_copy(
    browser: Browser, tmp_path: Path
) -> None:
    at = folder(tmp_path)
    vim = at / "vim"
    vim.write_text(f'#!/bin/sh\ntouch "{at}/started"\n', "utf-8")
    vim.chmod(0o755)
    with running(at, EDITOR=str(vim)) as site, opened(browser, site) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        letter(page).get_by_text("Bonjour, voici").click()
        expect(page.locator("#open")).to_have_text("Copy the command that opens it")
        page.locator("#open").click()
        wanted = f"{vim} +8 {site.issue}"
        expect(page.locator("#trouble code")).to_have_text(wanted)
        assert page.evaluate("navigator.clipboard.readText()") == wanted
        assert not (at / "started").exists()


GROUNDS = {"5": "rgb(25, 30, 42)", "4": "rgb(255, 253, 248)", "8": "rgb(255, 253, 248)"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_view_is_one_key_away_whatever_the_machine_prefers(browser: Browser, site: Site, scheme: str) -> None:
    with opened(browser, site, scheme=scheme) as page:
        for key, shown in GROUNDS.items():
            page.keyboard.press("1")
            page.keyboard.press(key)
            expect(page.locator("[data-view]", has_text=key)).to_have_attribute("aria-pressed", "true")
            expect(letter(page).locator(".card").first).to_have_css("background-color", shown)


def test_phones_are_as_wide_as_phones(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        for key, width in (("2", 375), ("3", 320)):
            page.keyboard.press(key)
            assert page.evaluate("document.getElementById('frame').contentWindow.innerWidth") == width
            page.keyboard.press("1")
            assert page.evaluate("document.getElementById('frame').contentWindow.innerWidth") > 600


PANEL_WORDS = {
    "t": "La lettre hebdomadaire de la société numérique",
    "i": "Cénum <cenum@lettre.example.org>",
    "l": "https://example.org/autre",
    "s": "teasers: [Un premier point, Un second]",
    "o": "heading 2",
}


def test_each_panel_is_one_key_away_and_the_same_key_leads_back(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        for key, words in PANEL_WORDS.items():
            page.keyboard.press(key)
            expect(page.locator("#panel")).to_contain_text(words)
            expect(page.locator("#stage")).to_be_hidden()
            page.keyboard.press(key)
            expect(page.locator("#stage")).to_be_visible()


def test_keys_work_in_the_letter_and_can_be_switched_off(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        letter(page).get_by_text("Bonjour, voici").click()
        page.keyboard.press("5")
        expect(page.locator("[data-view=dark]")).to_have_attribute("aria-pressed", "true")
        page.locator("#listen").uncheck()
        page.keyboard.press("4")
        expect(page.locator("[data-view=dark]")).to_have_attribute("aria-pressed", "true")


def test_the_button_asks_about_the_links_and_the_map_knows(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        page.keyboard.press("l")
        expect(page.locator(".fate.unknown").first).to_be_visible()
        page.locator("#check").click()
        expect(page.locator(".fate.unsure").first).to_have_text("look yourself")


def test_the_focus_stays_where_it_was_when_the_letter_is_redrawn(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        page.locator("#list a").focus()
        site.write(ISSUE.replace("pour essayer", "pour voir"))
        expect(page.locator("#title")).to_have_text("Une lettre pour voir")
        expect(page.locator("#list a")).to_be_focused()


PANELS = ("", "2", "9", "t", "i", "l", "s", "o")


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "scheme", "language", "panels"),
    # Each panel at each width, and in each scheme and language; in `make test-all`, in each scheme at each width.
    [
        (320, "light", "fr", PANELS[::2]),
        (320, "dark", "en", PANELS[1::2]),
        (375, "light", "en", PANELS[1::2]),
        (375, "dark", "fr", PANELS[::2]),
        (1280, "light", "fr", PANELS[1::2]),
        (1280, "dark", "en", PANELS[::2]),
        pytest.param(320, "light", "en", PANELS, marks=pytest.mark.whole),
        pytest.param(320, "dark", "fr", PANELS, marks=pytest.mark.whole),
        pytest.param(375, "light", "fr", PANELS, marks=pytest.mark.whole),
        pytest.param(375, "dark", "en", PANELS, marks=pytest.mark.whole),
        pytest.param(1280, "light", "en", PANELS, marks=pytest.mark.whole),
        pytest.param(1280, "dark", "fr", PANELS, marks=pytest.mark.whole),
    ],
)
def test_everybody_can_use_the_page(  # noqa: PLR0913  what pages differ in
    browser: Browser, tmp_path: Path, width: int, scheme: str, language: str, panels: Sequence[str]
) -> None:
    at = folder(tmp_path, BRIEF)
    broken = BRIEF.replace("teasers:", "teaser:").replace("example.org/lien", "exam ple")
    (at / "issues" / "2026-12-04.md").write_text(broken, "utf-8")
    with running(at, language=language) as site, opened(browser, site, width=width, scheme=scheme) as page:
        expect(page.locator("html")).to_have_attribute("lang", language)
        letter(page).get_by_role("link", name="un lien", exact=True).click()
        expect(page.locator("#target")).to_be_visible()
        page.locator("#bar summary").click()
        for key in panels:
            if key:
                page.keyboard.press(key)
            assert axe.ask(page, best=True).found == [], key
            assert page.evaluate("document.documentElement.scrollWidth") <= width, key
        page.goto(f"{site.url}/?issue=2026-12-04")
        expect(page.locator("#findings .error").first).to_be_attached()
        for sheet in page.locator("#menu button:visible").all():
            sheet.click()
            assert axe.ask(page, best=True).found == [], sheet.inner_text()
            assert page.evaluate("document.documentElement.scrollWidth") <= width


HOSTILE = """\
---
title: '</title><script>alert(1)</script><img src=x onerror=alert(2)>'
teasers: ['"><svg onload=alert(3)>']
---

# Édito <b>gras</b> {#edito}

<script>alert(4)</script>

<svg/onload=alert(5)>

[lien](javascript:alert(6)) ![photo](data:image/svg+xml;base64,AAAA) ![x](../../../etc/passwd)
"""
TAME = re.sub(
    r"<b>gras</b>|<script>alert\(4\)</script>|<svg/onload=alert\(5\)>|\[lien\].*",
    "`<script>alert(7)</script>`",
    HOSTILE,
)


@pytest.mark.parametrize("text", [HOSTILE, TAME])
def test_nothing_that_a_stranger_wrote_runs(browser: Browser, tmp_path: Path, text: str) -> None:
    at = folder(tmp_path)
    (at / "issues" / f"{KEY}.md").write_text(text, "utf-8")
    with running(at) as site, opened(browser, site, f"/?issue={KEY}") as page:
        expect(page.locator("#title")).to_contain_text("<script>alert(1)</script>")
        for key in ("4", "5", "6", "7", "8", "9", "t", "i", "l", "s", "o"):
            page.keyboard.press(key)
        expect(page.locator("#panel .outline, #panel .calm").last).to_be_attached()
        assert page.locator("script:not([src])").count() == 0
        assert letter(page).locator("script").count() == 0
