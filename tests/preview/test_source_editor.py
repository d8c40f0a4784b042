"""The editor that one writes in, CodeMirror and the plain text area: what stands in the file is what comes back."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import needs_chromium
from tests.edition.samples import ROOT
from tests.preview.module_page import module_page, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = needs_chromium

KINDS = ["code", "plain"]
HOSTILE = [
    "",
    "\n",
    "\r\n",
    "\r",
    "sans fin de ligne",
    "a\r\nb\r\n",
    "a\rb\r",
    "a\r\nb\nc\rd\r\n",
    "\n\r\n\r\r\n\n",
    "\ufeff---\r\ntitle: BOM\r\n---\r\n",
    "«\u00a0espaces\u202f»\u2009; \u2028 \u2029 \x85 \x0b \x0c fin",
    "e\u0301te\u0301 \u00e9t\u00e9",
    "👩🏽‍🚀 🏳️‍🌈 🇫🇷 \U0001f642\U0001f9d1\u200d\U0001f4bb",
    "مرحبا بالعالم\n\u200fשלום\u200e abc\n",
    "\ttab\x00nul\x1b[31m \u200b\u00ad\u2060\ufeff",
    "</textarea><script>alert(1)</script>\n<!--",
    "---\ntitle: [\n---\n\n```\n" + "*" * 300 + "\n",
    "x" * 20_000 + "\n" + "\n" * 500,
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser, width=900) as page:
        yield page
        page.evaluate("localStorage.clear()")


OPEN = """
    document.head.innerHTML = "<link rel=stylesheet href=page.css><link rel=stylesheet href=writing.css>";
    document.body.innerHTML = "<div id='source-text' style='height: 400px' data-language='fr'></div>";
    it.wishPlainEditor(kind === "plain");
    globalThis.changes = 0;
    const shape = {text, label: "Le texte", head: {name: "a", form: "b", lines: "c"}, onChange: () => changes++};
    globalThis.editor = await it.openEditor(document.querySelector("#source-text"), shape);
    editor.focus();
    return editor.kind;
"""


def open_editor(page: Page, kind: str, text: str) -> None:
    assert run(page, "source_editor", OPEN, kind=kind, text=text) == kind


def text_in(page: Page) -> Any:
    return page.evaluate("editor.text()")


def select(page: Page, text: str, start: int, end: int | None = None) -> None:
    """Positions are those of ``text``, whose line breaks are one character each."""
    page.evaluate(
        "([from, to]) => editor.select(from, to)", [units(text, start), units(text, start if end is None else end)]
    )


def units(text: str, position: int) -> int:
    """What JavaScript counts."""
    return len(text[:position].encode("utf-16-le")) // 2


def samples() -> list[str]:
    issues = [*ROOT.glob("issues/*.md"), *ROOT.glob("tests/**/*.md"), *ROOT.glob("docs/**/*.md")]
    return [path.read_bytes().decode() for path in issues]


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_touched_comes_back_byte_for_byte(page: Page, kind: str) -> None:
    body = """
        document.body.innerHTML = "<div></div>";
        it.wishPlainEditor(kind === "plain");
        const wrong = [];
        for (const text of texts) {
            const shape = {text, label: "a", onChange: () => wrong.push(text)};
            const editor = await it.openEditor(document.querySelector("div"), shape);
            if (editor.kind !== kind || editor.text() !== text) wrong.push([text, editor.text()]);
            editor.setMarks([]);
            editor.destroy();
        }
        return wrong;
    """
    assert run(page, "source_editor", body, kind=kind, texts=[*HOSTILE, *samples()]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_line_ends_stay_as_they_are_and_new_ones_are_like_most(page: Page, kind: str) -> None:
    open_editor(page, kind, "un\r\ndeux\rtrois\r\nquatre\n")
    select(page, "un\ndeux\ntrois\nquatre\n", 2)
    page.keyboard.type(" et demi")
    page.keyboard.press("Enter")
    assert text_in(page) == "un et demi\r\n\r\ndeux\rtrois\r\nquatre\n"
    assert page.evaluate("editor.lineSeparator") == "\r\n"


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_program_puts_in_is_one_step_that_can_be_undone(page: Page, kind: str) -> None:
    open_editor(page, kind, "abc def")
    select(page, "abc def", 7)
    page.keyboard.type("!")
    page.evaluate("editor.replace(4, 7, '**def**\\nghi', {select: [6, 9]})")
    assert text_in(page) == "abc **def**\nghi!"
    assert page.evaluate("editor.selection()") == {"from": 6, "to": 9, "text": "def"}
    page.evaluate("editor.focus()")
    page.keyboard.press("Control+z")
    assert text_in(page) == "abc def!"
    page.evaluate("editor.replace(3, 8, '')")
    assert text_in(page) == "abc"
    assert page.evaluate("changes") >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_file_says_by_now_comes_in_without_moving_anything(page: Page, kind: str) -> None:
    lines = [f"ligne {number}" for number in range(200)]
    before = "\n".join(lines)
    open_editor(page, kind, before)
    select(page, before, before.index("ligne 150"))
    page.evaluate("editor.goToLine(150)")
    page.evaluate("new Promise(requestAnimationFrame)")
    top, cursor = page.evaluate("[editor.topLine(), editor.selection().from]")
    after = before.replace("ligne 3\n", "ligne trois\r\n").replace("ligne 190", "fin")
    page.evaluate("text => editor.setText(text)", after)
    page.evaluate("new Promise(requestAnimationFrame)")
    assert text_in(page) == after
    assert page.evaluate("editor.selection().from") == cursor + 4
    assert abs(page.evaluate("editor.topLine()") - top) < 1.5
    assert page.evaluate("changes") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_lines_and_positions_are_those_of_the_text(page: Page, kind: str) -> None:
    open_editor(page, kind, "a🙂b\r\n\r\ncd")
    asked = "[[1, 3], [2, 5], [3, 1], [9, 9]].map(([line, column]) => editor.position(line, column))"
    assert page.evaluate(asked) == [3, 5, 7, 8]
    assert page.evaluate("[0, 4, 5, 6, 8].map((place) => editor.lineOf(place))") == [1, 1, 2, 3, 3]
    assert page.evaluate("editor.lineCount()") == 3


@pytest.mark.parametrize("kind", KINDS)
def test_who_takes_what_is_pasted_keeps_it_from_the_text(page: Page, kind: str) -> None:
    open_editor(page, kind, "abc")
    page.evaluate("""
        globalThis.taken = [];
        editor.onPaste((data) => data.getData("text/html") !== "" && taken.push(data.getData("text/html")) > 0);
        globalThis.paste = (kind, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData(kind, text);
            const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
            (document.querySelector(".cm-content") ?? document.querySelector("textarea")).dispatchEvent(event);
            return event.defaultPrevented;
        };
    """)
    assert page.evaluate("paste('text/html', '<b>d</b>')") is True
    assert page.evaluate("taken") == ["<b>d</b>"]
    assert text_in(page) == "abc"


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_name_and_is_spelled_in_the_letter_s_language_and_tab_leads_on(page: Page, kind: str) -> None:
    open_editor(page, kind, "abc")
    field = page.get_by_role("textbox", name="Le texte")
    assert field.get_attribute("spellcheck") == "true"
    assert field.get_attribute("lang") == "fr"
    page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'after'}))")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "after"
    assert text_in(page) == "abc"


def test_without_the_module_there_is_a_plain_text_area(page: Page) -> None:
    page.route("**/codemirror.js", lambda route: route.abort())
    assert run(page, "source_editor", OPEN, kind="code", text="abc") == "plain"


MARK = {
    "severity": "warning",
    "rule": "words",
    "message": "un mot",
    "remedy": "un autre",
    "line": 2,
    "from": 3,
    "to": 6,
    "fixes": [{"label": "mettre « ghi »", "line": 2, "from": 3, "to": 6, "insert": "ghi"}],
}


def test_a_finding_stands_at_its_words_wherever_they_are_by_now_and_its_remedy_is_a_click(page: Page) -> None:
    open_editor(page, "code", "abc\nab def\n")
    page.evaluate("marks => editor.setMarks(marks)", [MARK])
    page.locator(".cm-lintRange-warning", has_text="def").wait_for()
    select(page, "", 0)
    page.keyboard.type("deux\nlignes\n")
    page.locator(".cm-lintRange-warning").hover()
    page.get_by_role("button", name="mettre « ghi »").click()
    assert text_in(page) == "deux\nlignes\nabc\nab ghi\n"


def test_a_remedy_for_words_that_are_others_by_now_does_nothing(page: Page) -> None:
    open_editor(page, "code", "abc\nab def\n")
    page.evaluate("marks => editor.setMarks(marks)", [MARK])
    select(page, "abc\nab def\n", 8)
    page.keyboard.type("X")
    page.locator(".cm-lintRange-warning").first.hover()
    page.get_by_role("button", name="mettre « ghi »").click()
    assert text_in(page) == "abc\nab dXef\n"


# What a cursor steps over in one, and neither joins with what is beside it nor turns around.
SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.,;:?! éàç«»\u00a0\u202f—")
TYPED = ["mot", " ", "phrase, avec", "1", "«\u00a0", "\u202f!", ". ", "é", "—", "#", "x"]
INSERTED = ["🙂", "👩🏽‍🚀", "مرحبا", "שלום", "e\u0301", "\u00a0", "日本", "œ", "\t"]
COMPOSED = [("´", "é"), ("`", "à"), ("^", "ô"), ("¨", "ï"), ("に", "日"), ("nihon", "日本")]


class Writer:
    """Writes by keyboard, and does the same to a string."""

    def __init__(self, page: Page, cdp: CDPSession, text: str, end: str, seed: int) -> None:
        self.page, self.cdp, self.text, self.end_of_line = page, cdp, text, end
        self.random = Random(seed)  # noqa: S311  the same every time
        self.start = self.end = 0
        self.ways: list[Callable[[], None]] = [
            *[self.type] * 6, self.insert, self.compose, self.compose_anew, self.enter, self.backspace, self.delete,
            self.choose, self.choose, self.arrow, self.undo, self.program, self.find,
        ]  # fmt: skip

    def step(self) -> None:
        self.random.choice(self.ways)()

    def look(self) -> None:
        assert text_in(self.page) == self.text.replace("\n", self.end_of_line)

    def put(self, words: str) -> None:
        self.text = self.text[: self.start] + words + self.text[self.end :]
        self.start = self.end = self.start + len(words)

    def place(self) -> int:
        """Somewhere in the text, never within what is one sign to the eye."""
        places = [
            0,
            *(at for at in range(1, len(self.text)) if self.is_simple(at - 1) and self.is_simple(at)),
            len(self.text),
        ]
        return self.random.choice(places)

    def is_simple(self, at: int) -> bool:
        if not 0 <= at < len(self.text):
            return True
        joins = at + 1 < len(self.text) and unicodedata.combining(self.text[at + 1])
        return (self.text[at] in SIMPLE or self.text[at] == "\n") and not joins

    def choose(self) -> None:
        self.start, self.end = sorted(
            [self.place(), self.place()] if self.random.random() < 0.3 else [self.place()] * 2
        )
        if self.end - self.start > 40:
            self.end = self.start
        select(self.page, self.text, self.start, self.end)

    def type(self) -> None:
        words = self.random.choice(TYPED)
        self.page.keyboard.type(words)
        self.put(words)

    def insert(self) -> None:
        words = self.random.choice(INSERTED)
        self.page.keyboard.insert_text(words)
        self.put(words)

    def compose(self) -> None:
        before, words = self.random.choice(COMPOSED)
        self.cdp.send(
            "Input.imeSetComposition", {"text": before, "selectionStart": len(before), "selectionEnd": len(before)}
        )
        self.cdp.send("Input.insertText", {"text": words})
        self.put(words)

    def compose_anew(self) -> None:
        """As on a phone: what is being composed grows, is marked meanwhile, and is taken."""
        for length in range(1, 4):
            self.cdp.send(
                "Input.imeSetComposition", {"text": "mot"[:length], "selectionStart": length, "selectionEnd": length}
            )
            self.find()
        self.cdp.send("Input.insertText", {"text": "mots "})
        self.put("mots ")

    def enter(self) -> None:
        self.page.keyboard.press("Enter")
        self.put("\n")

    def backspace(self) -> None:
        if (
            self.start == self.end
            and self.start > 0
            and self.is_simple(self.start - 1)
            and self.is_simple(self.start - 2)
        ):
            self.start -= 1
        elif self.start == self.end:
            return
        self.page.keyboard.press("Backspace")
        self.put("")

    def delete(self) -> None:
        if (
            self.start == self.end
            and self.end < len(self.text)
            and self.is_simple(self.end)
            and self.is_simple(self.end - 1)
        ):
            self.end += 1
        elif self.start == self.end:
            return
        self.page.keyboard.press("Delete")
        self.put("")

    def arrow(self) -> None:
        """Within a line whose signs all go one way."""
        begin = self.text.rfind("\n", 0, self.start) + 1
        line = self.text[begin : (self.text + "\n").index("\n", self.start)]
        if self.start == self.end and SIMPLE.issuperset(line) and begin < self.start:
            self.page.keyboard.press("Shift+ArrowLeft")
            self.start -= 1

    def undo(self) -> None:
        """What was undone and done again is what it was."""
        self.page.keyboard.press("Control+z")
        self.page.keyboard.press("Control+Shift+Z")
        self.look()
        self.choose()

    def program(self) -> None:
        """A menu's work, undone."""
        place, end = sorted([self.place(), self.place()])
        self.page.evaluate(
            "([from, to]) => editor.replace(from, to, '::: note\\nÀ noter 🙂\\n:::')",
            [units(self.text, place), units(self.text, end)],
        )
        self.page.keyboard.press("Control+z")
        self.choose()

    def find(self) -> None:
        """A finding comes in, as it does while one types."""
        line = self.random.randint(1, self.text.count("\n") + 1)
        self.page.evaluate("marks => editor.setMarks(marks)", [{**MARK, "line": line, "from": 0, "to": 5}])


def write_at_random(page: Page, kind: str, seed: int, count: int) -> None:
    text = (
        "---\ntitle: Une lettre\n---\n\n# Titre {#a}\n\nUn paragraphe, «\u00a0avec\u202f» et e\u0301.\n"
        + "Une phrase de plus.\n" * 20
    )
    end = ["\n", "\r\n"][seed % 2]
    cdp = page.context.new_cdp_session(page)
    writer = Writer(page, cdp, text, end, seed)
    for number in range(count):
        if number % 50 == 0:  # the head is folded again
            open_editor(page, kind, writer.text.replace("\n", end))
            writer.choose()
            writer.type()  # so that there is something to undo
        writer.step()
        if number % 10 == 0 or number == count - 1:
            writer.look()
    cdp.detach()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_by_keyboard_is_what_the_same_does_to_a_string(page: Page, kind: str) -> None:
    write_at_random(page, kind, seed=21, count=150)


@pytest.mark.long
@pytest.mark.whole
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", KINDS)
def test_five_thousand_times(page: Page, kind: str, seed: int) -> None:
    write_at_random(page, kind, seed, count=1_000)
