from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cenum.analysis.html import MarkedTree, elements, page, readings, words
from cenum.edition.mjml import to_html
from cenum.edition.render import render_marked
from cenum.finding import Place
from cenum.marks import AT, mark_first, mark_tags, marked_place, without_marks
from tests.checks.samples import issue_of
from tests.edition.samples import ROOT, Letter, every_letter, made, settings, templates

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.edition.edition import MarkedEdition
    from cenum.issue.model import Issue

BODY = """# A {#a}

Un *mot* et [un lien](https://a.fr),
puis [un autre](https://b.fr).

- Un point
- Deux points

::: note
### Un titre

```
<p data-at="templates/x.j2:7">
```
:::

::: button https://c.fr
Aller voir
:::
"""


def rendered(issue: Issue) -> MarkedEdition:
    return render_marked(issue, settings(), templates())


@pytest.mark.parametrize("letter", every_letter())
def test_every_mark_leads_to_the_line_that_its_element_was_written_on(letter: Letter) -> None:
    issue = made(letter).issue
    found = {"templates": 0, "issue": 0}
    for root in readings(rendered(issue).marked):
        for element in elements(root):
            place = marked_place(element.get(AT, ""))
            if place.line is None:
                continue
            here = place.file == issue.place.file
            source = letter.file if here else ROOT / place.file
            written = source.read_text("utf-8").split("\n")[place.line - 1]
            # An issue's words are typeset and its tags are Markdown: one word of each is enough.
            made_by_mjml = "<mj-" in written and f"<{element.tag}" not in written
            wanted = first_word(element) if here else "<mj-" if made_by_mjml else f"<{element.tag}"
            assert wanted in written or written.startswith(("introduction:", "```", "  image:")), (place, element.tag)
            found["issue" if here else "templates"] += 1
    assert found["templates"] > 30
    assert found["issue"]


def first_word(element: Any) -> str:
    return next(iter(re.findall(r"[^\W_]+", element.get("alt") or words(element))), "")


def test_whatever_the_templates_and_the_issue_write_is_marked(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY, "title: Un titre\nintroduction: Bonjour.")
    body = page(rendered(issue).marked).find("body")
    kinds = ("a", "p", "li", "ul", "h1", "h2", "h3", "h4", "pre", "hr", "span", "img")
    assert [element.tag for element in body.iter(*kinds) if AT not in element.attrib] == []


def test_elements_are_asked_for_the_place_where_they_were_written(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, BODY, "title: Un titre\nintroduction: Bonjour.")
    tree = MarkedTree(rendered(issue).marked)
    assert [one for one in elements(tree.root) if AT in one.attrib] == []
    lines = ["", *(tmp_path / "2026-01-02.md").read_text("utf-8").split("\n")]
    links = {one.get("href"): tree.place_of(one) for one in tree.root.iter("a")}
    assert links["https://a.fr"] == Place("2026-01-02.md", lines.index("Un *mot* et [un lien](https://a.fr),"))
    assert links["https://b.fr"] == Place("2026-01-02.md", lines.index("puis [un autre](https://b.fr)."))
    assert links["https://c.fr"].file == "templates/blocks/button.html.j2"
    # Bold words have no mark of their own: they are where their paragraph is.
    assert tree.place_of(next(tree.root.iter("em"))) == links["https://a.fr"]
    # What MJML made is where its own tag is.
    header = ["", *(ROOT / "templates" / "header.mjml.j2").read_text("utf-8").split("\n")]
    line = next(number for number, text in enumerate(header) if "<mj-section" in text)
    assert tree.place_of(next(tree.root.iter("table"))) == Place("templates/header.mjml.j2", line)
    assert tree.place_of(tree.root.find("head/meta")) == Place("templates")


@pytest.mark.parametrize("inside", ['<mj-image src="a.png" />', '<mj-image css-class="a b" src="a.png" />'])
def test_what_mjml_makes_of_a_tag_is_where_the_tag_is(inside: str) -> None:
    around = "<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n{}\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>"
    html = to_html(mark_tags(around.format(inside), "templates/a.mjml.j2", 1))
    assert without_marks(html) == to_html(around.format(inside))
    tree = MarkedTree(html)
    assert str(tree.place_of(next(tree.root.iter("img")))) == "templates/a.mjml.j2:5"


@pytest.mark.parametrize("name", ["a", "cenum-at-0", "x-cenum-at-7 b"])
def test_where_a_class_would_be_one_too_many_mjml_goes_unmarked(name: str) -> None:
    head = f'<mj-head><mj-attributes><mj-class name="c" css-class="{name}" /></mj-attributes></mj-head>'
    column = "<mj-column>\n<mj-text><p>a</p></mj-text></mj-column>"
    mjml = f'<mjml>{head}<mj-body><mj-section mj-class="c">{column}</mj-section></mj-body></mjml>'
    html = to_html(mark_tags(mjml, "templates/a.mjml.j2", 1))
    assert without_marks(html) == to_html(mjml)
    assert html.count(AT) == 1


def test_no_mark_reaches_the_readers_and_no_text_is_taken_for_one(tmp_path: Path) -> None:
    made_of = rendered(issue_of(tmp_path, BODY))
    assert made_of.edition.html.count(AT) == 1
    assert '&lt;p data-at="templates/x.j2:7"&gt;' in made_of.edition.html
    assert without_marks(made_of.marked) == made_of.edition.html


def test_a_place_comes_back_from_its_mark_whatever_the_file_is_called() -> None:
    place = Place('issues/« a" & <b>:2 ».md', 7)
    element = page(mark_first("<p>a</p>", place)).find("body/p")
    assert marked_place(element.get(AT)) == place


def test_the_picture_at_the_head_is_where_the_issue_names_it(tmp_path: Path) -> None:
    head = "title: Un titre\nillustration:\n  image: https://lettre.example.org/a.png\n  alt: Une affiche"
    tree = MarkedTree(rendered(issue_of(tmp_path, BODY, head)).marked)
    (picture,) = tree.root.iter("img")
    assert str(tree.place_of(picture)) == "2026-01-02.md:4"
