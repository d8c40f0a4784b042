"""What else there is in a letter, and the names of its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.edition.table_of_contents import opening_of, table_of_contents
from cenum.issue.reader import read
from cenum.settings import SectionRule
from tests.edition.samples import Desk, settings, tree, words

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.model import Issue

SECTIONS = """# Un titre {#edito}

Un mot.

# ☕ Les cafés {#cafes}

## Un café dans un ancien bureau de poste

Un mot.

# La veille {#veille}

## Faut-il noter les administrations ?

Un mot.
"""


def issue_of(folder: Path, body: str, teasers: str = "") -> Issue:
    file = folder / "2026-01-02.md"
    file.write_text(f"---\ntitle: Un titre\nteasers: [{teasers}]\n---\n\n{body}", "utf-8")
    reading = read(file, replace(settings(), sections=()), root=folder)
    assert reading.issue is not None, [str(finding) for finding in reading.findings]
    return reading.issue


def lines_of(issue: Issue) -> list[tuple[str, tuple[str, ...]]]:
    return [(line.section.id if line.section else "", line.teasers) for line in table_of_contents(issue)]


def test_a_teaser_stands_under_the_section_whose_heading_says_it(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, SECTIONS, "Noter les administrations, Un café au bureau de poste, Un film")
    assert lines_of(issue) == [
        ("", ("Un film",)),
        ("cafes", ("Un café au bureau de poste",)),
        ("veille", ("Noter les administrations",)),
    ]


def test_the_section_under_the_title_is_not_listed(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, SECTIONS)
    opening = opening_of(issue)
    assert opening is not None
    assert opening.id == "edito"
    assert lines_of(issue) == [("cafes", ()), ("veille", ())]


def test_a_letter_of_one_section_has_its_teasers_alone(tmp_path: Path) -> None:
    assert lines_of(issue_of(tmp_path, "# Seule {#a}\n\nUn mot.")) == []
    assert lines_of(issue_of(tmp_path, "# Seule {#a}\n\nUn mot.", "Seule")) == [("", ("Seule",))]


def test_short_words_bring_no_teaser_under_a_heading(tmp_path: Path) -> None:
    assert lines_of(issue_of(tmp_path, SECTIONS, "Un an de"))[0] == ("", ("Un an de",))


def test_html_and_text_show_each_teaser_once_under_its_section(desk: Desk) -> None:
    head = "title: Un titre\nteasers_lead: Mais aussi\nteasers: [Un café au bureau de poste, Un film]"
    edition = desk.edition(SECTIONS, head)
    (contents,) = tree(edition.html).xpath("//div[@role='navigation']")
    wanted = "Mais aussi Un film ☕ Les cafés Un café au bureau de poste La veille"
    assert words(" ".join(contents.itertext())) == wanted
    assert "Mais aussi • Un film • ☕ Les cafés Un café au bureau de poste • La veille" in words(edition.text)
    assert words(edition.text).count("Un café au bureau de poste") == 1


def test_a_section_is_called_as_every_week_above_a_heading_of_its_own(desk: Desk) -> None:
    chosen = replace(settings(), sections=(SectionRule("edito", "L'édito"), SectionRule("veille", "La veille")))
    edition = desk.edition(
        "# Un titre {#edito}\n\nUn mot.\n\n# La veille de Noël {#veille}\n\nUn mot.", chosen=chosen
    )
    labels = [words(label.text) for label in tree(edition.html).xpath("//p[@class='label']")]
    assert labels == ["L’édito", "Au sommaire"]
    assert "L’édito\n\nUn titre\n========" in edition.text


def test_without_an_introduction_nobody_is_greeted(desk: Desk) -> None:
    silent = desk.edition("# A {#a}\n\nUn mot.")
    spoken = desk.edition("# A {#a}\n\nUn mot.", "title: Un titre\nintroduction: Cette semaine, un mot.")
    for said in ("Bonjour,", "Bonne lecture"):
        assert said not in silent.html + silent.text
        assert said in spoken.html
        assert said in spoken.text


def test_a_letter_called_as_always_is_called_so_once(desk: Desk) -> None:
    newsletter = replace(settings().newsletter, masthead="Une lettre", name="Une lettre", tagline="")
    edition = desk.edition("# A {#a}\n\nUn mot.", "number: 3", replace(settings(), newsletter=newsletter))
    (title,) = tree(edition.html).xpath("//h1")
    assert title.get("class") == "name"
    assert edition.text.startswith("Une lettre\n==========\nVendredi 2 janvier 2026, n°\u00a03\n")
    assert edition.text.partition("A\n=")[0].count("Une lettre") == 1


def test_the_publishers_address_stands_with_its_name(desk: Desk) -> None:
    newsletter = replace(settings().newsletter, address="12, rue des Tilleuls, 75000 Paris")
    edition = desk.edition("# A {#a}\n\nUn mot.", chosen=replace(settings(), newsletter=newsletter))
    (publisher,) = tree(edition.html).xpath("//p[@class='publisher']")
    assert "".join(publisher.itertext()).endswith("12, rue des Tilleuls, 75000 Paris")
    assert ".\n12, rue des Tilleuls, 75000 Paris\n" in edition.text
