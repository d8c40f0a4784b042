"""What is written is shown, in both parts, once and in order, whatever it is made of and templates make of it."""

from __future__ import annotations

import re
import shutil
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.analysis.html import page
from cenum.analysis.shown_text import shown_text
from cenum.cache import user_cache
from cenum.checks.lost_text import lost_text
from cenum.edition.render import render
from cenum.edition.templates import Templates
from tests.checks.samples import issue_of, view
from tests.edition.samples import ROOT, settings, templates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cenum.edition.edition import Edition
    from cenum.finding import Finding
    from cenum.issue.model import Issue

WORDS = st.sampled_from(
    (
        *("Anne", "écrit", "aux", "élèves", "de", "l’école", "une", "lettre", "longue", "sur", "le", "café", "et"),
        *("ses", "données", "« libres »", "oui !", "2027", "œuvre", "la suite :", "a > b", "10 %"),
    )
)
PHRASE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PIECE = st.one_of(
    PHRASE,
    PHRASE.map("**{}**".format),
    PHRASE.map("*{}*".format),
    PHRASE.map("~~{}~~".format),
    WORDS.map("`{}`".format),
    PHRASE.map("[{}](https://exemple.fr/a)".format),
    PHRASE.map("[{}]{{lang=en}}".format),
    PHRASE.map("![{}](https://lettre.example.org/a.png)".format),
    st.just("https://exemple.fr/une/page"),
)
BETWEEN = st.sampled_from([" ", "\n", "  \n", "\\\n", " ", "\n"])


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    pieces: list[str] = draw(st.lists(PIECE, min_size=1, max_size=5))
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw(BETWEEN) + piece
    return text


def indented(text: str, first: str, after: str) -> str:
    return first + text.replace("\n", f"\n{after}")


PARAGRAPH = paragraphs()
LIST = st.lists(PARAGRAPH.map(lambda text: indented(text, "- ", "  ")), min_size=1, max_size=3).map("\n".join)
NUMBERS = st.lists(PARAGRAPH.map(lambda text: indented(text, "1. ", "   ")), min_size=1, max_size=2).map("\n".join)
QUOTE = PARAGRAPH.map(lambda text: indented(text, "> ", "> "))
HEADING = PHRASE.map("## {}".format)
ROW = st.tuples(PHRASE, PHRASE).map("| {0[0]} | {0[1]} |".format)
TABLE = st.lists(ROW, min_size=2, max_size=4).map(lambda rows: "\n".join([rows[0], "| --- | --- |", *rows[1:]]))
SIMPLE = st.one_of(PARAGRAPH, LIST, NUMBERS, QUOTE, HEADING, TABLE)
BODY = st.lists(SIMPLE, min_size=1, max_size=3).map("\n\n".join)
BLOCK = st.one_of(
    SIMPLE,
    BODY.map("::: note\n{}\n:::".format),
    st.tuples(PHRASE, BODY).map(lambda it: "::: testimony {}\n{}\n:::".format(*it)),
    st.tuples(PHRASE, BODY).map(lambda it: "::: interview {}\n{}\n:::".format(*it)),
    st.tuples(PHRASE, BODY).map(lambda it: "::: event 2027-01-15 13h30-15h {}\n{}\n:::".format(*it)),
    BODY.map("::: resource https://exemple.fr/r\n{}\n:::".format),
    BODY.map("::: lang en\n{}\n:::".format),
    PHRASE.map("::: button https://exemple.fr/b\n{}\n:::".format),
)
LETTER = st.lists(BLOCK, min_size=1, max_size=5).map(lambda blocks: "# Édito {#a}\n\n" + "\n\n".join(blocks))


def loosened(folder: Path, gaps: Sequence[str]) -> Templates:
    """Our templates with white space and line ends between their elements."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    look = folder / "templates"
    names = ("section.mjml.j2", "header.mjml.j2", "closing.mjml.j2", "footer.mjml.j2")
    for file in (*(look / name for name in names), *sorted((look / "blocks").glob("*.html.j2"))):
        first, *parts = file.read_text("utf-8").split("><")
        spaced = (f">{gap}<{part}" for gap, part in zip(cycle(gaps), parts, strict=False))
        file.write_text(first + "".join(spaced), "utf-8")
    return Templates(folder / "templates", user_cache())


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> list[Templates]:
    ways = (["\n  ", " ", "\n"], ["", "\n", "\n\n\t"])
    return [templates(), *(loosened(tmp_path_factory.mktemp("look"), gaps) for gaps in ways)]


def lost(issue: Issue, edition: Edition) -> list[Finding]:
    return list(lost_text(view(edition, issue=issue)))


@pytest.mark.long
@given(LETTER, st.integers(0, 2))
@hypothesis.settings(max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_shown(looks: list[Templates], body: str, look: int) -> None:
    with TemporaryDirectory() as folder:
        issue = issue_of(Path(folder), body)
        edition = render(issue, settings(), looks[look])
    assert [str(finding) for finding in lost(issue, edition)] == []


RICH = """# Édito {#a}

Merci à **Anne Martin**
*et à tous* les autres, qui sont venus en nombre ce jour-là.

## Une suite

- Un premier point qui a plus de quatre mots.
- Un second point qui en a bien davantage.

::: note
Les inscriptions sont closes depuis la semaine dernière.
:::

::: testimony Jeanne Durand, élue
J’ai appris à remplir ma déclaration en ligne.
:::

| Ville | Date |
| --- | --- |
| Arras | le 12 mars |

# La suite {#b}

Un dernier paragraphe, avec [un lien](https://exemple.fr/a)
[un autre](https://exemple.fr/b), et la fin de la lettre.
"""


def in_template(file: str, old: str, new: str) -> Callable[[Path], Templates]:
    def look(folder: Path) -> Templates:
        shutil.copytree(ROOT / "templates", folder / "templates")
        path = folder / "templates" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return Templates(folder / "templates", user_cache())

    return look


HTML_LOOP = "{% macro render(blocks, shift, width=none) %}\n{% for block in blocks %}"
TEXT_LOOP = '{% set deeper = indent ~ "    " %}\n{% for block in blocks %}'
BROKEN_LOOKS = {
    "a block's branch is gone": in_template("blocks/note.html.j2", "{{ render(block.body, shift, inside) }}", ""),
    "of the plain text too": in_template("blocks/note.txt.j2", "{{ render(block.body, deeper) }}", ""),
    "a loop over another list": in_template("blocks.html.j2", HTML_LOOP, f"{HTML_LOOP[:-3]}[1:] %}}"),
    "of the plain text": in_template("letter.txt.j2", TEXT_LOOP, f"{TEXT_LOOP[:-3]}[1:] %}}"),
    "a section is left out": in_template("letter.mjml.j2", "in issue.sections", "in issue.sections[1:]"),
    "sections in another order": in_template(
        "letter.txt.j2", "{% for section in issue.sections %}\n\n", "{% for section in issue.sections|reverse %}\n\n"
    ),
    "a block twice": in_template(
        "blocks/note.html.j2",
        "{{ render(block.body, shift, inside) }}",
        "{{ render(block.body + block.body, shift) }}",
    ),
    "the text twice": in_template(
        "letter.txt.j2", "{{ render(section.blocks) }}", "{{ render(section.blocks) }}{{ render(section.blocks) }}"
    ),
    "who speaks is cut short": in_template(
        "blocks/testimony.html.j2", "{{ name }}", "{{ name|truncate(8, leeway=0) }}"
    ),
    "a box that is not shown": in_template(
        "blocks/note.html.j2", '<td class="block-body tint note">', '<td style="display: none">'
    ),
    "a title in a comment": in_template("header.mjml.j2", "<h1>{{ title }}</h1>", "<!-- {{ title }} -->"),
}
BROKEN_EDITIONS: dict[str, Callable[[Edition], Edition]] = {
    "a word is dropped": lambda it: replace(it, html=it.html.replace("nombre ", "")),
    "words run together": lambda it: replace(it, html=re.sub(r"</strong>\s+<em>", "</strong><em>", it.html)),
    "words are parted": lambda it: replace(it, html=it.html.replace("dernier", "der nier")),
    "parted by a line": lambda it: replace(it, html=it.html.replace("dernier", "der<br>nier")),
    "the text is cut off": lambda it: replace(it, text=it.text[: len(it.text) // 3]),
    "a line is missing in the text": lambda it: replace(it, text=re.sub(r"• Un second.*\n", "", it.text)),
    "letters are lost": lambda it: replace(it, text=it.text.replace("é", "?")),
}


@pytest.mark.parametrize("way", BROKEN_LOOKS)
def test_a_template_that_loses_something_is_an_error(tmp_path: Path, way: str) -> None:
    issue = issue_of(tmp_path, RICH)
    assert lost(issue, render(issue, settings(), templates())) == []
    assert lost(issue, render(issue, settings(), BROKEN_LOOKS[way](tmp_path)))


@pytest.mark.parametrize("way", BROKEN_EDITIONS)
def test_whatever_loses_something_on_the_way_is_an_error(tmp_path: Path, way: str) -> None:
    issue = issue_of(tmp_path, RICH)
    edition = render(issue, settings(), templates())
    broken = BROKEN_EDITIONS[way](edition)
    assert broken != edition
    assert lost(issue, broken)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>a</b>\n<i>b</i>", "a b"),
        ("<b>a</b><i>b</i>", "ab"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<p> a \n b</p>", "a b"),
        ("a<br>b", "a\nb"),
        ('<span style="display: block">a</span>b', "a\nb"),
        ('<p style="display: inline">a</p><p style="display:inline-block">b</p>', "ab"),
        ('a<img alt="c">b', "a\nc\nb"),
        ('a<span style="display:none">b</span>c', "ac"),
        ("<style>a</style><title>b</title>c<!-- d -->e", "ce"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("a\u00a0b", "a\u00a0b"),
        ("<pre>a\n  b</pre>", "a b"),
    ],
)
def test_what_a_browser_shows(html: str, text: str) -> None:
    assert shown_text(page(f"<body>{html}").find("body")) == text
