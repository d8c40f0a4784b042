"""What the tools do to a text, one edit each, in a real browser without the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cenum.finding import Severity
from cenum.issue.reader import read_so_far
from cenum.settings import load
from tests.chromium import needs_chromium
from tests.preview.module_page import page, run
from tests.preview.site import KEY, folder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

__all__ = ["page"]
pytestmark = needs_chromium


def edited(page: Page, module: str, call: str, marked: str, **values: Any) -> str:
    """``marked`` after the edit that ``call`` gives; ``‹›`` is what is selected before, and then."""
    start, end = marked.index("‹"), marked.index("›") - 1
    text = marked.replace("‹", "").replace("›", "")
    body = f"const selection = {{ from: start, to: end }}; return {call};"
    edit = run(page, module, body, text=text, start=start, end=end, **values)
    after = text[: edit["from"]] + edit["insert"] + text[edit["to"] :]
    first, last = edit["select"]
    return f"{after[:first]}‹{after[first:last]}›{after[last:]}"


BOLD = {
    "un ‹mot› ici": "un **‹mot›** ici",
    "un **‹mot›** ici": "un ‹mot› ici",
    "un ‹**mot**› ici": "un ‹mot› ici",
    "un m‹›ot ici": "un **‹mot›** ici",
    "un ‹ mot › ici": "un  **‹mot›**  ici",
    "un ‹› ici": "un **‹›** ici",
    "un *‹mot›* ici": "un ***‹mot›*** ici",
    "un ***‹mot›*** ici": "un *‹mot›* ici",
    "‹- un\n- deux›": "‹- **un**\n- **deux**›",
    "l’‹›été": "**‹l’été›**",
    "é ‹fête› é": "é **‹fête›** é",
}


@pytest.mark.parametrize("before", BOLD)
def test_bold_is_put_on_and_taken_off(page: Page, before: str) -> None:
    assert edited(page, "tools_marks", 'it.emphasis(text, selection, "**")', before) == BOLD[before]


LINES = [
    ("list", "a\n\nu‹›n\n\nb", "a\n\n- un‹›\n\nb"),
    ("list", "‹un\ndeux›", "- un\n- deux‹›"),
    ("list", "‹- un\n- deux›", "un\ndeux‹›"),
    ("list", "avant\n‹un\ndeux›\naprès", "avant\n\n- un\n- deux‹›\n\naprès"),
    ("list", "‹1. un\n2. deux›", "- un\n- deux‹›"),
    ("list", "‹›", "- ‹›"),
    ("list", "- a\n‹b›", "- a\n- b‹›"),
    ("numbers", "‹un\n\ndeux›", "1. un\n\n2. deux‹›"),
    ("numbers", "‹- un\n- deux›", "1. un\n2. deux‹›"),
    ("quotation", "a\n‹b\n\nc›", "a\n\n> b\n>\n> c‹›"),
    ("quotation", "‹> b\n> c›", "b\nc‹›"),
]


@pytest.mark.parametrize(("kind", "before", "after"), LINES)
def test_lines_become_points_or_a_quotation_and_back(page: Page, kind: str, before: str, after: str) -> None:
    assert edited(page, "tools_marks", "it.lineMarks(text, selection, kind)", before, kind=kind) == after


def test_a_heading_goes_round(page: Page) -> None:
    text = "un ‹›titre"
    for after in ("## un titre‹›", "### un titre‹›", "un titre‹›"):
        text = edited(page, "tools_marks", "it.headingMark(text, selection)", text)
        assert text == after


LINKS = {
    "voir ‹le site› ici": {"words": "le site", "url": "", "from": 5, "to": 12},
    "voir [le ‹›site](https://a.fr) ici": {"words": "le site", "url": "https://a.fr", "from": 5, "to": 28},
    "‹https://a.fr/x›": {"words": "", "url": "https://a.fr/x", "from": 0, "to": 14},
    "![une ‹›image](media/a.png)": {"words": "", "url": "", "from": 6, "to": 6},
    r"[a \[b\] ‹›](https://a.fr)": {"words": "a [b] ", "url": "https://a.fr", "from": 0, "to": 24},
    "a [b [le ‹›site](https://a.fr)": {"words": "le site", "url": "https://a.fr", "from": 5, "to": 28},
}


@pytest.mark.parametrize("marked", LINKS)
def test_the_link_in_which_one_writes_is_known(page: Page, marked: str) -> None:
    start, end = marked.index("‹"), marked.index("›") - 1
    text = marked.replace("‹", "").replace("›", "")
    body = "return it.linkAt(text, { from: start, to: end });"
    assert run(page, "tools_links", body, text=text, start=start, end=end) == LINKS[marked]


TARGETS = {
    "www.lemonde.fr": "https://www.lemonde.fr",
    "https://a.fr/b(c) d": "https://a.fr/b%28c%29%20d",
    "bonjour@example.org": "mailto:bonjour@example.org",
    "mailto:x@y.fr": "mailto:x@y.fr",
    "#veille": "#veille",
    ' https://a.fr/"<x>\\ ': "https://a.fr/%22%3Cx%3E%5C",
}


@pytest.mark.parametrize("written", TARGETS)
def test_an_address_is_written_as_a_link_has_it(page: Page, written: str) -> None:
    assert run(page, "tools_links", "return it.linkTarget(written)", written=written) == TARGETS[written]


def test_words_of_a_link_and_of_a_picture_are_no_marks(page: Page) -> None:
    said = run(page, "tools_links", 'return it.linkMarkdown("un [mot] \\n fin", "a.fr")')
    assert said == r"[un \[mot\] fin](https://a.fr)"
    shown = {"path": "media/a.png", "alt": "une [carte]", "credit": 'Jeanne "J"'}
    assert (
        run(page, "tools_links", "return it.pictureMarkdown(shown)", shown=shown)
        == r'![une \[carte\]](media/a.png "Jeanne ”J”")'
    )


DAYS = {
    ("2026-11-27", "fr", False): "27 novembre 2026",
    ("2026-12-01", "fr", False): "1er décembre 2026",
    ("2026-12-01", "fr", True): "mardi 1er décembre 2026",
    ("2026-11-27", "en", True): "Friday, November 27, 2026",
    ("2026-11-11", "fr", True): "mercredi 11 novembre 2026",
}


@pytest.mark.parametrize("asked", DAYS)
def test_a_day_is_written_as_the_letter_writes_days(page: Page, asked: tuple[str, str, bool]) -> None:
    day, language, weekday = asked
    ask = "return it.dayInLetter(day, language, { weekday })"
    assert run(page, "tools_dates", ask, day=day, language=language, weekday=weekday) == DAYS[asked]


BLOCKS: list[tuple[str, dict[str, Any], str, str]] = [
    ("note", {}, "a\n\n‹›\n\nb\n", "a\n\n::: note\n‹›\n:::\n\nb\n"),
    ("note", {}, "a‹›\n\nb\n", "a\n\n::: note\n‹›\n:::\n\nb\n"),
    ("note", {}, "a\n‹b›\nc\n", "a\n\n::: note\nb‹›\n:::\n\nc\n"),
    (
        "testimony",
        {"who": " Jeanne,  72 ans "},
        "‹Une énergie›",
        "::: testimony Jeanne, 72 ans\nUne énergie‹›\n:::\n",
    ),
    (
        "testimony",
        {"who": "Jeanne", "said": "Une énergie !\n\nEt des gens.\n"},
        "a‹›\n\nb",
        "a\n\n::: testimony Jeanne\nUne énergie !\n\nEt des gens.\n:::\n\n‹›\n\nb",
    ),
    (
        "button",
        {"url": "a.fr/x", "label": "Je viens"},
        "Voir ‹Je viens› ici.\n",
        "Voir Je viens ici.\n\n::: button https://a.fr/x\nJe viens\n:::\n\n‹›\n",
    ),
    (
        "button",
        {"url": "https://a.fr", "label": "Je viens"},
        "‹Je viens›\n",
        "::: button https://a.fr\nJe viens\n:::\n\n‹›\n",
    ),
    (
        "event",
        {
            "title": "Café",
            "day": "2026-11-26",
            "hour": "13:30",
            "until": "15:00",
            "online": False,
            "where": "Médiathèque",
        },
        "‹›",
        "::: event 2026-11-26 13h30-15h Médiathèque\n**Café**\n\n‹›\n:::\n",
    ),
    (
        "event",
        {"title": "", "day": "2026-12-03", "hour": "", "until": "", "online": True, "where": "x"},
        "‹Un texte›",
        "::: event 2026-12-03 en ligne\nUn texte‹›\n:::\n",
    ),
    (
        "resource",
        {"url": "https://a.fr", "title": "Le guide", "said": " Cent pages.\n\nEt gratuites.\n"},
        "a‹›",
        "a\n\n::: resource https://a.fr\n**Le guide**\n\nCent pages.\n\nEt gratuites.\n:::\n\n‹›\n",
    ),
    (
        "event",
        {"title": "", "day": "2026-12-03", "hour": "", "until": "", "online": True, "said": "Venez."},
        "a‹›",
        "a\n\n::: event 2026-12-03 en ligne\nVenez.\n:::\n\n‹›\n",
    ),
    (
        "resource",
        {"url": "https://a.fr", "title": "Le *guide*"},
        "‹›",
        "::: resource https://a.fr\n**Le \\*guide\\***\n\n‹›\n:::\n",
    ),
    (
        "interview",
        {"who": "Jeanne", "question": "Pourquoi ?"},
        "‹›",
        "::: interview Jeanne\n## Pourquoi ?\n\n‹›\n:::\n",
    ),
    ("lang", {"tag": "en"}, "‹> The medium›", "::: lang en\n> The medium‹›\n:::\n"),
    # Within a block, and around one.
    ("note", {}, "::: interview A\n\na‹›\n\n:::\n", ":::: interview A\n\na\n\n::: note\n‹›\n:::\n\n::::\n"),
    (
        "note",
        {},
        ":::: interview A\n\n::: lang en\n\na‹›\n\n:::\n\n::::\n",
        ":::: interview A\n\n::: lang en\n\na\n\n:::\n\n::: note\n‹›\n:::\n\n::::\n",
    ),
    # Below the block in which one writes; a button stays where it says what to do.
    ("note", {}, "::: testimony A\na‹›\n:::\n\nb\n", "::: testimony A\na\n:::\n\n::: note\n‹›\n:::\n\nb\n"),
    (
        "button",
        {"url": "https://a.fr", "label": "Je viens"},
        "::: event 2026-12-04 Brest\na‹›\n:::\n",
        ":::: event 2026-12-04 Brest\na\n\n::: button https://a.fr\nJe viens\n:::\n\n‹›\n\n::::\n",
    ),
    (
        "button",
        {"url": "https://a.fr", "label": "Je viens"},
        "::: testimony A\na‹›\n:::\n",
        "::: testimony A\na\n:::\n\n::: button https://a.fr\nJe viens\n:::\n\n‹›\n",
    ),
    (
        "button",
        {"url": "https://a.fr", "label": "Lire"},
        ":::: interview A\n\n::: resource https://b.fr\n**a‹›**\n:::\n\n::::\n",
        ":::: interview A\n\n::: resource https://b.fr\n**a**\n:::\n\n::: button https://a.fr\nLire\n:::\n\n‹›\n\n::::\n",
    ),
    (
        "interview",
        {"who": "A", "question": ""},
        "‹## Q ?\n\n::: note\nb\n:::›\n",
        ":::: interview A\n## Q ?\n\n::: note\nb\n:::‹›\n::::\n",
    ),
    ("note", {}, "::: note\na\n:::\n\nb‹›\n", "::: note\na\n:::\n\nb\n\n::: note\n‹›\n:::\n"),
    ("note", {}, "::: note\na\n\n‹›b\n", "::: note\na\n\nb\n\n::: note\n‹›\n:::\n"),
]


@pytest.mark.parametrize(("name", "values", "before", "after"), BLOCKS)
def test_a_block_is_written_as_cenum_wants_it(
    page: Page, name: str, values: dict[str, Any], before: str, after: str
) -> None:
    assert put(page, name, values, before) == after


def put(page: Page, name: str, values: dict[str, Any], marked: str) -> str:
    lines = run(page, "tools_blocks", 'return it.blockLines(name, values, "fr")', name=name, values=values)
    return edited(page, "tools_fences", "it.blockEdit(text, selection, ...lines)", marked, lines=lines)


def test_in_the_head_a_block_goes_to_the_end_of_the_letter(page: Page) -> None:
    text = "---\ntitle: ‹›x\n---\n\nun\n"
    assert put(page, "note", {}, text) == "---\ntitle: x\n---\n\nun\n\n::: note\n‹›\n:::\n"


@pytest.mark.parametrize("after", [after for *_, after in BLOCKS[:21]])
def test_cenum_reads_every_block_that_the_tools_write(tmp_path: Path, after: str) -> None:
    at = folder(tmp_path)
    file = at / "issues" / f"{KEY}.md"
    body = after.replace("‹›", "Ce qui suit." if "\n‹›\n" in after else "")
    file.write_text(f"---\ntitle: x\n---\n\n# Un titre {{#edito}}\n\n{body}", "utf-8")
    reading = read_so_far(file, load(at / "cenum.toml"), root=at)
    assert [one.message for one in reading.findings if one.severity is Severity.ERROR] == []


SECTIONS = {"edito": 1, "veille": 3, "ressource": 4, "agenda": 6}


@pytest.mark.parametrize(
    ("id_", "before", "after"),
    [
        ("edito", "---\ntitle: x‹›\n---\n", "---\ntitle: x\n---\n\n# L’édito {#edito}\n\n‹›\n"),
        (
            "veille",
            "# A {#edito}\n\na‹›\n\n# B {#agenda}\n\nb\n",
            "# A {#edito}\n\na\n\n# L’édito {#veille}\n\n‹›\n\n# B {#agenda}\n\nb\n",
        ),
        ("lectures", "# A {#edito}\n\na‹›", "# A {#edito}\n\na\n\n# L’édito {#lectures}\n\n‹›\n"),
        ("edito", "# L’édito\n\na‹›", "# L’édito‹›\n\na"),
        ("", "# A\n\na‹›", "# A\n\na\n\n# L’édito\n\n‹›\n"),
        ("agenda", "```\n# x {#agenda}\n```\n‹›", "```\n# x {#agenda}\n```\n\n# L’édito {#agenda}\n\n‹›\n"),
    ],
)
def test_a_section_goes_where_it_belongs_or_is_gone_to(page: Page, id_: str, before: str, after: str) -> None:
    call = "it.sectionEdit(text, { id: name, heading: 'L’édito' }, orders)"
    assert edited(page, "tools_fences", call, before, name=id_, orders=SECTIONS) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a ‹x› b", "a \n\nun\n\ndeux‹›\n\n b"),
        ("a\n\n‹x›\n\nb", "a\n\nun\n\ndeux‹›\n\nb"),
        ("‹›", "un\n\ndeux‹›\n"),
        ("a\n‹›", "a\n\nun\n\ndeux‹›\n"),
    ],
)
def test_paragraphs_stay_apart_from_what_is_around_them(page: Page, before: str, after: str) -> None:
    assert edited(page, "tools_lines", 'it.paragraphs(text, selection, "un\\n\\ndeux")', before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("::: testimony A\na‹›\n:::\n", "::: testimony A\n\nP‹›\n\na\n:::\n"),
        ("::: testimony A\n![x](y.png)\n\na‹›\n:::\n", "::: testimony A\n![x](y.png)\n\na\n\nP‹›\n\n:::\n"),
        ("::: note\na‹›\n:::\n", "::: note\na\n\nP‹›\n\n:::\n"),
        ("a‹›\n\nb\n", "a\n\nP‹›\n\nb\n"),
    ],
)
def test_the_first_picture_of_a_testimony_is_its_portrait(page: Page, before: str, after: str) -> None:
    call = """(await import("/tools_lines.js")).paragraphs(text, it.picturePlace(text, selection.to), "P")"""
    assert edited(page, "tools_fences", call, before) == after


def test_a_note_gets_a_number_that_nobody_has(page: Page) -> None:
    assert run(page, "tools_links", "return it.freeNote('a')") == 1
    assert run(page, "tools_links", "return it.freeNote('a[^2] b[^7]\\n\\n[^7]: c [^x]')") == 8


def test_what_a_form_of_an_event_still_lacks(page: Page) -> None:
    ask = "return it.missingIn(name, values)"
    nowhere = {"online": False, "where": " ", "hour": "", "until": ""}
    assert run(page, "tools_blocks", ask, name="event", values=nowhere) == "where"
    backwards = {"online": True, "where": "", "hour": "15:00", "until": "13:30"}
    assert run(page, "tools_blocks", ask, name="event", values=backwards) == "until"
    assert run(page, "tools_blocks", ask, name="event", values={**backwards, "until": "16:00"}) == ""
    assert run(page, "tools_blocks", ask, name="testimony", values={"who": "x"}) == ""
