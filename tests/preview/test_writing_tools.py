"""The tools above the text, as an editor uses them who knows no Markdown: by mouse, by keyboard alone, on a phone."""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cenum.imported.html_source import decoded
from cenum.issue.scaffold import new_issue
from cenum.settings import load
from tests import axe
from tests.chromium import needs_chromium
from tests.links.hosts import Town, have_commands_ask
from tests.links.hosts import page as page_of
from tests.preview.site import BRIEF, KEY, folder, opened, running
from tests.preview.test_media_upload import drawing, photograph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.preview.site import Site

pytestmark = [needs_chromium, pytest.mark.long]

PAGES = Path(__file__).parent.parent / "imported" / "pages"
TEXT = """---
title: Une lettre
---

# Une lettre {#edito}

Bonjour à tous.

# La veille du Conseil {#veille}

Un mot.
"""
FORMS = ["link", "clip", "date", "picture", "head", "block-event", "block-button", "block-lang"]
# What is taken of a paste, as browsers give it.
_GIVE = """([kind, parts, files, at]) => {
  const carried = new DataTransfer();
  for (const [type, value] of Object.entries(parts)) carried.setData(type, value);
  for (const [name, type, content] of files) {
    const zeros = Number(content);
    const bytes = zeros ? new Uint8Array(zeros) : Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type }));
  }
  const target = document.querySelector("#source-text .cm-content, #source-text textarea");
  const [clientX, clientY] = at ?? [0, 0];
  const common = { bubbles: true, cancelable: true, clientX, clientY };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...common, clipboardData: carried })
    : new DragEvent("drop", { ...common, dataTransfer: carried });
  return !target.dispatchEvent(event);
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(folder(tmp_path, TEXT)) as site:
        yield site


@contextmanager
def writing(browser: Browser, site: Site, *, plain: bool = False, **shape: Any) -> Iterator[Page]:
    """The view for writing, with CodeMirror or the ``plain`` text area."""
    with opened(browser, site, **shape) as page:
        page.evaluate("document.addEventListener('editor-opened', ({ detail }) => { window.its = detail.editor; })")
        page.evaluate(
            "plain => plain ? localStorage.setItem('cenum-plain-editor', 'yes') : localStorage.clear()", plain
        )
        page.keyboard.press("e")  # on a phone its button is in a sheet
        until(page, "() => window.its && document.querySelector('#writing-tools [tabindex=\"0\"]')")
        yield page
        page.evaluate("localStorage.clear()")


def until(page: Page, holds: str, given: str = "") -> None:
    """Wait until it ``holds``: the page's policy lets nothing wait for it by a text that is evaluated."""
    page.evaluate(
        f"""async (given) => {{
            for (let left = 60_000; !({holds})(given); left -= 20) {{
                if (left <= 0) throw new Error("it never came to that");
                await new Promise((next) => setTimeout(next, 20));
            }}
        }}""",
        given,
    )


def text(page: Page) -> str:
    return str(page.evaluate("window.its.text()"))


def select(page: Page, words: str) -> None:
    """Choose ``words``; ``|`` in them is where the cursor goes instead."""
    at = text(page).index(words.replace("|", ""))
    start = at + words.find("|") if "|" in words else at
    page.evaluate("([from, to]) => window.its.select(from, to)", [start, start if "|" in words else at + len(words)])


def give(
    page: Page,
    kind: str,
    files: list[tuple[str, str, bytes | int]] | None = None,
    at: list[float] | None = None,
    **parts: str,
) -> bool:
    """Paste or drop something; whether it was taken. A file can be given as how many bytes it has."""
    carried = [
        [name, type_, str(content) if isinstance(content, int) else base64.b64encode(content).decode()]
        for name, type_, content in files or []
    ]
    types = {"html": "text/html", "plain": "text/plain"}
    return bool(page.evaluate(_GIVE, [kind, {types[part]: value for part, value in parts.items()}, carried, at]))


def tool(page: Page, name: str) -> None:
    page.locator(f"#writing-tools [data-tool={name}]").click()


def menu(page: Page, nth: int, choice: str) -> None:
    page.locator("#writing-tools summary").nth(nth).click()
    page.locator(f"#writing-tools [{choice}]").click()


def fill(page: Page, **values: str) -> None:
    form = page.locator("dialog[open]")
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator(".tool-yes").click()
    expect(form).to_have_count(0)


def comes_to_write(page: Page) -> None:
    until(page, "() => document.querySelector('#source-text').contains(document.activeElement)")


@pytest.mark.parametrize("kind", ["code", "plain"])
def test_a_block_is_written_by_its_form_and_is_one_step_to_undo(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, plain=kind == "plain") as page:
        select(page, "Un mot.|")
        menu(page, 1, "data-block=event")
        fill(page, title="Café IA", day="2026-12-01", hour="13:30", until="15:00", where="Médiathèque, Reims")
        expected = "Un mot.\n\n::: event 2026-12-01 13h30-15h Médiathèque, Reims\n**Café IA**\n\n\n:::\n"
        assert text(page).endswith(expected)
        comes_to_write(page)
        page.keyboard.press("Control+z")
        assert text(page) == TEXT
        page.keyboard.press("Control+Shift+z")
        assert text(page).endswith(expected)


def test_sections_go_where_they_belong_and_those_that_are_there_are_gone_to(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Bonjour|")
        menu(page, 0, "data-section=agenda")
        assert text(page) == TEXT + "\n# Agenda {#agenda}\n\n\n"
        page.keyboard.type("Rien.")
        assert text(page) == TEXT + "\n# Agenda {#agenda}\n\nRien.\n"
        page.locator("#writing-tools summary").first.click()
        there = page.locator("#writing-tools [data-section=veille]")
        expect(there).to_have_text("La veille du Conseil (is there)")
        there.click()
        page.keyboard.type("!")
        assert "# La veille du Conseil {#veille}!\n" in text(page)


def test_a_section_of_ones_own_is_asked_for_where_the_settings_name_none(browser: Browser, tmp_path: Path) -> None:
    at = folder(tmp_path, TEXT)
    settings = (at / "cenum.toml").read_text("utf-8")
    (at / "cenum.toml").write_text(re.sub(r"\[\[sections]][^\[]*", "", settings), "utf-8")
    with running(at) as site, writing(browser, site) as page:
        page.get_by_role("toolbar").get_by_text("Section", exact=True).click()
        page.get_by_role("button", name="Another section …").click()
        page.get_by_label("Name of the section (needed)").fill("Courrier")
        page.get_by_role("button", name="Insert").click()
        page.keyboard.type("Vos lettres.")
        assert text(page) == TEXT + "\n# Courrier\n\nVos lettres.\n"
        expect(page.frame_locator("#frame").get_by_role("heading", name="Courrier")).to_be_visible()


def test_no_section_is_offered_that_the_settings_refuse(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.get_by_role("toolbar").get_by_text("Section", exact=True).click()
        expect(page.locator("#writing-tools [data-section=agenda]")).to_be_visible()
        expect(page.get_by_role("button", name="Another section …")).to_have_count(0)


def test_who_has_filled_in_a_form_goes_on_below_the_block(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Bonjour à tous.|")
        menu(page, 1, "data-block=testimony")
        fill(page, who="Nora", said="Je vois les visages.")
        page.keyboard.type("Elle a raison.")
        menu(page, 1, "data-block=button")
        fill(page, label="Venir", url="a.fr")
        page.keyboard.type("Merci.")
        blocks = (
            "::: testimony Nora\nJe vois les visages.\n:::\n\nElle a raison.\n\n::: button https://a.fr\nVenir\n:::"
        )
        assert f"Bonjour à tous.\n\n{blocks}\n\nMerci.\n\n# La veille" in text(page)


@pytest.mark.parametrize("plain", [False, True])
def test_who_has_no_keys_takes_a_step_back_and_does_it_again(browser: Browser, site: Site, *, plain: bool) -> None:
    with writing(browser, site, plain=plain) as page:
        select(page, "tous")
        page.get_by_role("button", name="Bold").click()
        page.get_by_role("button", name="Undo").click()
        assert text(page) == TEXT
        page.get_by_role("button", name="Redo").click()
        assert "**tous**" in text(page)


def test_bold_italics_and_links_have_their_keys(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "tous")
        page.evaluate("window.its.focus()")
        page.keyboard.press("Control+b")
        assert "Bonjour à **tous**." in text(page)
        page.keyboard.press("Control+b")
        page.keyboard.press("Control+i")
        assert "Bonjour à *tous*." in text(page)
        page.keyboard.press("Control+i")
        page.keyboard.press("Control+k")
        form = page.locator("dialog[open]")
        expect(form.locator("[name=words]")).to_have_value("tous")
        expect(form.locator("[name=url]")).to_be_focused()
        page.keyboard.type("lemonde.fr")
        page.keyboard.press("Enter")
        expect(form).to_have_count(0)
        assert "Bonjour à [tous](https://lemonde.fr)." in text(page)
        comes_to_write(page)


def test_a_form_says_what_it_needs_and_leaves_everything_alone_when_it_is_left(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "tous")
        menu(page, 1, "data-block=event")
        form = page.locator("dialog[open]")
        form.locator("[name=day]").fill("2026-12-01")
        form.locator(".tool-yes").click()
        expect(form.get_by_role("alert")).to_have_text("Write the place, or choose online.")
        expect(form.locator("[name=where]")).to_be_focused()
        page.keyboard.press("Escape")
        expect(form).to_have_count(0)
        assert text(page) == TEXT
        comes_to_write(page)
        menu(page, 1, "data-block=event")
        expect(page.locator("dialog[open]").locator("[name=day]")).to_have_value("")
        page.locator("dialog[open] .tool-no").click()
        comes_to_write(page)


def test_a_button_takes_the_words_that_are_selected(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.")
        menu(page, 1, "data-block=button")
        expect(page.locator("dialog[open] [name=label]")).to_have_value("Un mot.")
        fill(page, url="https://example.org")
        assert text(page).endswith("{#veille}\n\n::: button https://example.org\nUn mot.\n:::\n\n\n")


def test_a_day_is_written_in_the_letters_words(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot|")
        tool(page, "date")
        page.locator("dialog[open] [name=weekday]").check()
        fill(page, day="2026-12-01")
        assert "Un mot mardi 1er décembre 2026." in text(page)


def test_the_head_is_a_form_and_no_yaml(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        tool(page, "head")
        form = page.locator("dialog[open]")
        expect(form.locator("[name=title]")).to_have_value("Une lettre")
        fill(page, title="Café IA : un an", teasers="Un point\nUn autre", introduction="Une phrase.")
        assert text(page).startswith(
            "---\ntitle: Café IA : un an\nteasers:\n  - Un point\n  - Un autre\nintroduction: |\n  Une phrase.\n---\n"
        )
        page.keyboard.press("Control+z")
        assert text(page) == TEXT


def test_enter_in_a_form_leads_to_what_is_still_to_be_filled_in(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        menu(page, 1, "data-block=testimony")
        page.keyboard.type("Nora")
        page.keyboard.press("Enter")
        form = page.locator("dialog[open]")
        expect(form.locator("[name=said]")).to_be_focused()
        assert text(page) == TEXT
        page.keyboard.type("Bonjour.")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(form).to_have_count(0)
        assert "::: testimony Nora\nBonjour.\n:::" in text(page)


def test_words_of_the_example_make_room_for_hers(browser: Browser, tmp_path: Path) -> None:
    begun = new_issue(date.fromisoformat(KEY), load(folder(tmp_path, TEXT) / "cenum.toml"))
    (tmp_path / "issues" / f"{KEY}.md").write_text(begun, "utf-8")
    with running(tmp_path) as site, writing(browser, site) as page:
        tool(page, "head")
        expect(page.get_by_label("Title", exact=True)).to_be_focused()
        typed = {"Un titre": "Enter", "Un point": "Tab", "À lire": "Enter", "Une phrase.": "Tab"}
        for words, leaves in typed.items():
            page.keyboard.type(words)
            page.keyboard.press(leaves)
        page.keyboard.type("Jeanne")
        authors = page.get_by_label("Who wrote it")
        authors.click(position={"x": 3, "y": 10})
        page.keyboard.press("End")
        page.keyboard.type(" Petit")
        page.locator("dialog[open] .tool-yes").click()
        until(page, "name => window.its.text().includes(name)", "Jeanne Petit")
        head = text(page).partition("draft")[0]
        for words in ("title: Un titre\n", "  - Un point\nintroduction: |\n  Une phrase.\n", "preheader: À lire\n"):
            assert words in head
        assert "Prénom" not in head.partition("credits")[2]


@pytest.mark.parametrize("kind", ["code", "plain"])
def test_what_she_types_first_is_in_the_letter_and_no_key_of_its_head(
    browser: Browser, site: Site, kind: str
) -> None:
    with writing(browser, site, plain=kind == "plain") as page:
        page.keyboard.type("Oui. ")
        assert "\nOui. Bonjour à tous.\n" in text(page)
        tool(page, "head")
        fill(page, title="Une autre lettre")
        page.keyboard.type("Et non. ")
        assert "\nOui. Et non. Bonjour à tous.\n" in text(page)
        select(page, "|title")
        tool(page, "head")
        fill(page, title="Une dernière lettre")
        page.keyboard.type("Si. ")
        assert "\nSi. Oui. Et non. Bonjour à tous.\n" in text(page)


def test_another_editor_has_the_cursor_where_the_one_before_had_it(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un |mot.")
        page.get_by_label("Plain text area").check()
        until(page, "() => window.its.kind === 'plain'")
        page.keyboard.type("seul ")
        assert "Un seul mot." in text(page)


def test_a_head_that_cannot_be_read_is_said_and_left(browser: Browser, site: Site) -> None:
    site.write("# Une lettre\n\nUn mot.\n")
    with writing(browser, site) as page:
        tool(page, "head")
        expect(page.locator("#tool-notice-said")).not_to_be_empty()
        assert page.locator("dialog[open]").count() == 0


def test_a_letter_of_google_docs_is_pasted_as_markdown_and_undo_gives_the_plain_text(
    browser: Browser, site: Site
) -> None:
    html = decoded((PAGES / "gdocs.html").read_bytes())
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        assert give(page, "paste", html=html, plain="Le reste\nUne présence discrète.")
        said = page.locator("#tool-notice-said")
        expect(said).to_contain_text("Pasted as text of the letter")
        assert "\n\n## ☕ Le reste des actualités de Café IA !\n\n**Une présence discrète.**" in text(page)
        lost = page.locator("#tool-notice-list li").all_text_contents()
        assert "1 picture did not come with the text: save it, then drop its file here" in lost
        page.keyboard.press("Control+z")
        assert text(page) == TEXT.replace("Un mot.", "Un mot.Le reste\nUne présence discrète.")
        page.keyboard.press("Control+z")
        assert text(page) == TEXT


def test_the_plain_text_of_a_paste_is_one_click_away(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        give(page, "paste", html="<p>un <b>autre</b></p><ul><li>point</li></ul>", plain="un autre\npoint")
        page.get_by_role("button", name="As plain text").click()
        assert text(page) == TEXT.replace("Un mot.", "Un mot.un autre\npoint")
        expect(page.locator("#tool-notice")).to_be_hidden()
        comes_to_write(page)


@pytest.mark.parametrize("kind", ["code", "plain"])
def test_a_word_of_word_stays_within_its_sentence(browser: Browser, site: Site, kind: str) -> None:
    html = "<html xmlns:w='urn:schemas-microsoft-com:office:word'><p class=MsoNormal>très <b>cher</b></p></html>"
    with writing(browser, site, plain=kind == "plain") as page:
        select(page, "Un| mot.")
        give(page, "paste", html=html, plain=" très cher")
        expect(page.locator("#tool-notice-said")).to_contain_text("Pasted as text of the letter")
        assert "Un très **cher** mot." in text(page)


def test_what_has_no_marks_is_pasted_as_it_is(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        assert not page.locator("#tool-notice").is_visible()
        give(page, "paste", html="<p>et un autre</p>", plain="et un autre")
        expect(page.locator("#tool-notice")).to_be_hidden()
        assert "Un mot.et un autre" in text(page)
        # CodeMirror takes plain text by itself.
        give(page, "paste", plain="\n\n**brut** # texte")
        assert "et un autre\n\n**brut** # texte" in text(page)


def test_a_refusal_of_the_server_leaves_the_plain_text(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.route("**/pasted", lambda route: route.abort())
        select(page, "Un mot.|")
        give(page, "paste", html="<p><b>gras</b></p>", plain="gras")
        expect(page.locator("#tool-notice-said")).to_have_text(
            "Only the plain text was pasted: the preview does not answer."
        )
        assert "Un mot.gras" in text(page)


def test_what_she_writes_meanwhile_is_not_replaced(browser: Browser, site: Site) -> None:
    waiting: list[Any] = []
    with writing(browser, site) as page:
        page.route("**/pasted", lambda route: waiting.append(route))  # noqa: PLW0108  Playwright asks what it is
        select(page, "Un mot.|")
        give(page, "paste", html="<p><b>gras</b></p>", plain="gras")
        page.evaluate("window.its.focus()")
        page.keyboard.press("Backspace")
        waiting[0].continue_()
        expect(page.locator("#tool-notice-said")).to_have_text(
            "The text was changed meanwhile: nothing was inserted."
        )
        assert "Un mot.gra" in text(page)


def test_an_address_becomes_the_link_of_what_is_selected(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "tous")
        give(page, "paste", plain="https://example.org/x")
        assert "Bonjour à [tous](https://example.org/x)." in text(page)
        expect(page.locator("#tool-notice")).to_be_hidden()


def test_an_address_stands_as_it_is_and_a_link_with_words_is_offered(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        page.evaluate("window.its.replace(...[0, 0].map(() => window.its.selection().from), ' ')")
        give(page, "paste", plain="https://example.org/x")
        assert "Un mot. https://example.org/x\n" in text(page)
        page.get_by_role("button", name="A link with words").click()
        expect(page.locator("dialog[open] [name=url]")).to_have_value("https://example.org/x")
        fill(page, words="Un exemple")
        assert "Un mot. [Un exemple](https://example.org/x)\n" in text(page)


def test_an_address_becomes_a_line_of_the_review_when_she_says_so(
    browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = '<title>Un article</title><meta property="og:site_name" content="Le Canal">'
    town = Town({"/halle": page_of(article)}, tmp_path_factory.mktemp("town"))
    have_commands_ask(town, monkeypatch)
    try:
        with writing(browser, site) as page:
            select(page, "Un mot.|")
            page.evaluate("window.its.replace(...[0, 0].map(() => window.its.selection().from), '\\n\\n')")
            give(page, "paste", plain="https://sur.fr/halle")
            expect(page.get_by_role("button", name="Make a line of the review of it")).to_be_visible()
            page.get_by_role("button", name="Make a line of the review of it").click()
            until(page, "name => window.its.text().includes(name)", "[Un article](https://sur.fr/halle)")
            expect(page.locator("#tool-notice-said")).to_have_text(
                "The line of the review is in the letter. What is known of the page:"
            )
            assert "already cited" not in page.locator("#tool-notice-list").inner_text()
            page.keyboard.press("Control+z")
            assert text(page).endswith("Un mot.\n\nhttps://sur.fr/halle\n")
            assert not (site.folder / "issues" / "clips.md").exists()
    finally:
        town.close()


@pytest.fixture
def clipping(
    browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """Who writes, below the last words of the letter, while the pages that she pastes can be asked for."""
    pages = {"/halle": page_of("<p>Rien.</p>"), "/sans-date": page_of("<title>La halle</title>")}
    town = Town(pages, tmp_path_factory.mktemp("town"))
    have_commands_ask(town, monkeypatch)
    try:
        with writing(browser, site) as page:
            select(page, "Un mot.|")
            page.keyboard.type("\n\n")
            yield page
    finally:
        town.close()


def clips(page: Page, address: str) -> None:
    give(page, "paste", plain=address)
    page.get_by_role("button", name="Make a line of the review of it").click()


def test_what_a_page_does_not_tell_is_selected_to_be_written(clipping: Page) -> None:
    clips(clipping, "https://sur.fr/sans-date")
    until(clipping, "name => window.its.text().includes(name)", "](https://sur.fr/sans-date)")
    assert clipping.evaluate("window.its.selection().text") == "[date à compléter]"


def test_the_title_of_a_page_that_can_not_be_read_is_written_once(clipping: Page) -> None:
    clips(clipping, "https://perdu.fr/halle")
    form = clipping.locator("dialog[open]")
    expect(form.locator(".tool-told")).to_contain_text("the page could not be read: the site does not exist")
    expect(form.locator("[name=title]")).to_be_focused()
    clipping.keyboard.type("La halle [vue du ciel]")
    expect(form.locator("[name=outlet]")).to_have_value("perdu.fr")
    fill(clipping, outlet="Le Perdu [de Brest]", authors="Rose Alban", date="2026-11-01")
    title = r"La halle \[vue du ciel\]"
    line = (
        f"## {title}\n\n[{title}](https://perdu.fr/halle), *Le Perdu \\[de Brest\\]*, Rose Alban, 1er novembre 2026\n"
    )
    assert text(clipping).endswith(f"Un mot.\n\n{line}\n\n")
    expect(clipping.locator("#tool-notice")).to_be_hidden()
    clipping.keyboard.press("Control+z")
    assert text(clipping).endswith("Un mot.\n\nhttps://perdu.fr/halle\n")


def test_one_address_after_the_other_becomes_a_line_of_its_own(clipping: Page) -> None:
    """Wherever she goes on: below the line before, or at its end."""
    for number in range(3):
        if number == 2:
            clipping.keyboard.press("ArrowUp")
            clipping.keyboard.press("ArrowUp")
            clipping.keyboard.press("End")
        clips(clipping, f"https://sur.fr/halle?{number}")
        fill(clipping, title=f"Titre {number}", date="2026-11-01")
    said = text(clipping).partition("Un mot.\n\n")[2].split("\n\n")
    assert [line[:8] for line in said if line.strip()] == [
        f"{mark}Titre {number}"[:8] for number in range(3) for mark in ("## ", "[")
    ]


def test_what_she_leaves_empty_stays_open_and_is_selected(clipping: Page) -> None:
    clips(clipping, "https://sur.fr/halle")
    form = clipping.locator("dialog[open]")
    # A page that was read and names no author has none.
    expect(form.locator("[name=authors]")).to_be_hidden()
    fill(clipping, title="La halle")
    assert "## La halle\n\n[La halle](https://sur.fr/halle), *sur.fr*, [date à compléter]\n" in text(clipping)
    assert clipping.evaluate("window.its.selection().text") == "[date à compléter]"


def test_who_leaves_the_form_of_a_clip_keeps_the_address(clipping: Page) -> None:
    before = text(clipping)
    clips(clipping, "https://malade.fr/halle")
    expect(clipping.locator("dialog[open] .tool-told")).to_contain_text(
        "the page could not be read: the site could not be reached (the network may be down); check the connection"
    )
    clipping.keyboard.press("Escape")
    expect(clipping.locator("dialog[open]")).to_have_count(0)
    assert text(clipping) == before.replace("Un mot.\n\n", "Un mot.\n\nhttps://malade.fr/halle")
    expect(clipping.locator("#tool-notice")).to_be_hidden()
    clipping.keyboard.type(" ici")
    assert "https://malade.fr/halle ici" in text(clipping)


@pytest.mark.parametrize("kind", ["code", "plain"])
def test_that_all_was_pasted_is_said_until_she_goes_on(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, plain=kind == "plain") as page:
        select(page, "Un mot.|")
        give(page, "paste", html="<p>Un <b>mot</b></p>", plain="Un mot")
        expect(page.get_by_role("button", name="As plain text")).to_be_visible()
        tool(page, "list")
        expect(page.locator("#tool-notice")).to_be_hidden()
        tool(page, "list")
        give(page, "paste", html="<p>Un <b>mot</b></p>", plain="Un mot")
        expect(page.get_by_role("button", name="As plain text")).to_be_visible()
        page.keyboard.type(".")
        expect(page.locator("#tool-notice")).to_be_hidden()
        lost = "<p>Un <b>mot</b></p><p><span style='color:red'>rouge</span></p>"
        give(page, "paste", html=lost, plain="Un mot\nrouge")
        expect(page.locator("#tool-notice-list li")).to_have_count(1)
        page.keyboard.type(".")
        expect(page.locator("#tool-notice")).to_be_visible()


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_shown_and_described_before_it_is_inserted(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        assert give(page, kind, [("Été à Reims.jpg", "image/jpeg", photograph(size=(600, 400)))])
        form = page.locator("dialog[open]")
        expect(form.locator("canvas")).to_be_visible()
        assert form.locator("canvas").evaluate("it => [it.width, it.height]") == [240, 160]
        expect(form.locator("[name=alt]")).to_be_focused()
        form.locator(".tool-yes").click()
        assert not (site.folder / "issues" / "media").exists()
        fill(page, alt="La halle [vue du ciel]", credit="Jeanne")
        kept = f"media/{KEY}-ete-a-reims.jpg"
        until(page, "name => window.its.text().includes(name)", kept)
        assert rf'Un mot.{chr(10)}{chr(10)}![La halle \[vue du ciel\]]({kept} "Jeanne"){chr(10)}' in text(page)
        assert (site.folder / "issues" / kept).is_file()


def test_a_picture_is_chosen_and_put_at_the_head(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        tool(page, "picture")
        expect(page.locator("#tool-picture-file")).to_be_focused()
        page.locator("#tool-picture-file").set_input_files(
            {"name": "carte.png", "mimeType": "image/png", "buffer": drawing()}
        )
        page.locator("dialog[open] [name=as_head]").check()
        fill(page, alt="Une carte")
        until(page, "name => window.its.text().includes(name)", "illustration:")
        assert f'title: Une lettre\nillustration:\n  image: "media/{KEY}-carte.png"\n  alt: "Une carte"\n---' in text(
            page
        )


@pytest.mark.parametrize(
    ("block", "typed", "written"),
    [
        ("testimony", {"who": "Nora", "said": "Bonjour"}, "::: testimony Nora\n\n{portrait}\n\nBonjour\n:::\n\n.\n"),
        ("interview", {"who": "Nora"}, "::: interview Nora\n\n{portrait}\n\n.\n:::\n"),
        ("interview", {"who": "Nora", "question": "Où ?"}, "::: interview Nora\n\n{portrait}\n\n## Où ?\n\n.\n:::\n"),
    ],
)
def test_who_speaks_has_a_face_that_the_form_asks_for(
    browser: Browser, site: Site, block: str, typed: dict[str, str], written: str
) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        menu(page, 1, f"data-block={block}")
        form = page.locator("dialog[open]")
        for name, value in typed.items():
            form.locator(f"[name={name}]").fill(value)
        form.get_by_label("Portrait").set_input_files(
            {"name": "nora.png", "mimeType": "image/png", "buffer": drawing()}
        )
        form.locator(".tool-yes").click()
        expect(form.get_by_role("heading")).to_have_text("Picture")
        expect(form.get_by_label("What it shows")).to_be_focused()
        fill(page, alt="Nora")
        until(page, "name => window.its.text().includes(name)", "nora.png")
        page.keyboard.type(".")
        assert written.format(portrait=f"![Nora](media/{KEY}-nora.png)") in text(page)


def test_the_form_of_the_head_asks_for_its_picture_and_for_no_name_of_a_file(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        tool(page, "head")
        form = page.locator("dialog[open]")
        for name in ("image", "alt", "credit"):
            expect(form.locator(f"[name={name}]")).to_be_hidden()
        form.locator("[name=picture]").set_input_files(
            {"name": "carte.png", "mimeType": "image/png", "buffer": drawing()}
        )
        form.locator("[name=title]").fill("Une carte")
        form.locator(".tool-yes").click()
        expect(form.get_by_role("heading")).to_have_text("Picture")
        expect(form.locator("[name=as_head]")).to_be_checked()
        fill(page, alt="Un plan")
        until(page, "name => window.its.text().includes(name)", "illustration:")
        assert f'title: Une carte\nillustration:\n  image: "media/{KEY}-carte.png"\n  alt: "Un plan"\n' in text(page)
        tool(page, "head")
        expect(form.locator("[name=alt]")).to_have_value("Un plan")
        expect(form.locator("[name=picture]")).to_be_hidden()


def test_what_is_no_picture_is_refused_in_words_and_nothing_is_lost(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        give(page, "drop", [("notes.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")])
        form = page.locator("dialog[open]")
        form.locator("[name=alt]").fill("Un dessin")
        form.locator(".tool-yes").click()
        expect(form.get_by_role("alert")).to_contain_text("it is a drawing (SVG), which mail programs don't show")
        expect(form.locator("[name=alt]")).to_have_value("Un dessin")
        page.keyboard.press("Escape")
        give(page, "drop", [("grande.png", "image/png", 20_000_001)])
        expect(form.get_by_role("alert")).to_contain_text("“grande.png” is larger than 20 MB")
        assert text(page) == TEXT


def test_a_document_is_no_picture_and_what_to_do_is_said(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        give(page, "drop", [("lettre.docx", "application/vnd.openxmlformats", b"PK")])
        expect(page.locator("#tool-notice-said")).to_contain_text("“lettre.docx” is no picture.")
        expect(page.locator("#tool-said")).to_contain_text("“lettre.docx” is no picture.")
        page.get_by_role("button", name="Close", exact=True).click()
        comes_to_write(page)


def test_a_picture_goes_where_it_is_dropped(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        line = page.get_by_text("Bonjour à tous.").first.bounding_box()
        assert line
        select(page, "Un mot.|")
        at = [line["x"] + 5, line["y"] + line["height"] / 2]
        give(page, "drop", [("a.png", "image/png", drawing())], at=at)
        fill(page, alt="Une carte")
        until(page, "name => window.its.text().includes(name)", f"{KEY}-a.png")
        assert f"Bonjour à tous.\n\n![Une carte](media/{KEY}-a.png)\n\n# La veille" in text(page)


def test_the_letters_head_holds_plain_text_alone(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Une |lettre\n---")
        give(page, "paste", html="<b>belle</b> ", plain="belle ")
        assert "title: Une belle lettre\n---" in text(page)
        for name in ("heading", "list", "quotation"):
            tool(page, name)
        assert "title: Une belle lettre\n---" in text(page)


def test_what_the_system_has_on_its_clipboard_is_pasted_by_its_key(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
        page.evaluate(
            """async () => {
              const part = (type, words) => ({ [type]: new Blob([words], { type }) });
              const html = part("text/html", "<h1>Un titre</h1><p>Un <b>mot</b> gras.</p>");
              const plain = part("text/plain", "Un titre Un mot gras.");
              await navigator.clipboard.write([new ClipboardItem({ ...html, ...plain })]);
            }"""
        )
        select(page, "Un mot.|")
        page.evaluate("window.its.focus()")
        page.keyboard.press("Control+v")
        expect(page.locator("#tool-notice-said")).to_contain_text("Pasted as text of the letter")
        assert text(page).endswith("Un mot.\n\n## Un titre\n\nUn **mot** gras.\n")


def test_several_pictures_are_asked_for_one_after_the_other(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        select(page, "Un mot.|")
        give(page, "drop", [("a.png", "image/png", drawing()), ("b.png", "image/png", drawing(size=(90, 50)))])
        form = page.locator("dialog[open]")
        for name in "ab":
            expect(form.locator(".tool-name")).to_have_text(f"{name}.png")
            form.locator("[name=alt]").fill(f"Image {name}")
            form.locator(".tool-yes").click()
        until(page, "name => window.its.text().includes(name)", f"{KEY}-b.png")
        assert f"![Image a](media/{KEY}-a.png)\n\n![Image b](media/{KEY}-b.png)\n" in text(page)


def test_the_bar_is_one_stop_for_the_keyboard_and_its_menus_open_by_it(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.locator("#writing-tools [data-tool=head]").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#writing-tools summary").nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#writing-tools [data-block=testimony]")).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#writing-tools [data-block=note]")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#writing-tools summary").nth(1)).to_be_focused()
        expect(page.locator("#writing-tools [data-block=note]")).to_be_hidden()
        page.keyboard.press("End")
        expect(page.locator("#writing-tools [data-tool=picture]")).to_be_focused()
        assert page.locator("#writing-tools [tabindex='0']").count() == 1
        page.keyboard.press("Home")
        page.keyboard.press("Tab")
        comes_to_write(page)


def test_the_pages_keys_do_nothing_in_a_form(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        tool(page, "date")
        page.locator("dialog[open] [name=weekday]").focus()
        page.keyboard.press("t")
        expect(page.locator("#panel")).to_be_hidden()
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (320, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.whole),
        pytest.param(320, "light", marks=pytest.mark.whole),
    ],
)
def test_axe_minds_nothing_and_nothing_is_cut_off(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    with running(folder(tmp_path, BRIEF)) as site, writing(browser, site, width=width, scheme=scheme) as page:
        for nth in range(2):
            page.locator("#writing-tools summary").nth(nth).click()
            assert minded(page) == []
            box = page.locator("#writing-tools .tool-menu[open] ul").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            page.keyboard.press("Escape")
        for name in FORMS:
            page.evaluate("name => document.querySelector(`#ask-${name}`).showModal()", name)
            assert minded(page) == []
            cut = page.locator("dialog[open]").evaluate("it => it.scrollWidth > it.clientWidth")
            assert not cut
            page.keyboard.press("Escape")
        page.evaluate("window.its.select(window.its.text().length)")
        give(page, "paste", html="<p style='color:red'><u>a</u> <b>b</b></p><p>c</p>", plain="a b c")
        expect(page.get_by_role("button", name="As plain text")).to_be_visible()
        assert minded(page) == []


def minded(page: Page) -> list[tuple[str, str]]:
    """What axe says of the tools and their forms; of the rest others ask."""
    return [(rule, html) for rule, html in axe.ask(page).found if "cm-" not in html]


def test_colours_that_a_person_forces_leave_every_button_to_be_seen(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.emulate_media(forced_colors="active")
        tool(page, "link")
        edge = page.locator("dialog[open] .tool-yes").evaluate("it => getComputedStyle(it).borderTopWidth")
        assert edge == "3px"
        page.keyboard.press("Escape")
        page.emulate_media(forced_colors="none")
