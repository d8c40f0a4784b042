"""Headings of a source find the sections of the letter; what is no section's is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from lxml import html

from cenum.imported.found_sections import found_sections
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.source_letter import SourceFacts
from tests.issue.desk import settings

if TYPE_CHECKING:
    from cenum.imported.found_sections import FoundSections
    from cenum.settings import Settings

_RULES = (
    ("edito", "L'édito", 1),
    ("cafe-ia", "Le reste des actualités de Café IA !", 2),
    ("veille", "La veille du Conseil", 3),
    ("lectures", "Lectures", None),
    ("agenda", "Agenda", 6),
)


def _settings(*, sections: bool = True) -> Settings:
    table = msgspec.to_builtins(settings(masthead="La lettre", tagline="Chaque vendredi"))
    rules = [{"id": id_, "heading": heading, "order": order} for id_, heading, order in _RULES]
    return msgspec.convert({**table, "sections": rules if sections else []}, type(settings()))


def _arranged(
    inside: str,
    facts: SourceFacts | None = None,
    *,
    sections: bool = True,
) -> tuple[FoundSections, str]:
    body = html.fragment_fromstring(inside, create_parent="body")
    found = found_sections(body, facts or SourceFacts(), _settings(sections=sections))
    return found, to_markdown(body)[0]


def _kinds(found: FoundSections) -> list[str]:
    return [one.kind for one in found.told]


@pytest.mark.parametrize(
    ("heading", "section", "is_sure"),
    [
        ("LA VEILLE DU CONSEIL", "veille", True),
        ("🔎 La veille du conseil", "veille", True),
        ("Veille", "veille", True),
        ("☕ Les actualités de Café IA", "cafe-ia", False),
        ("Le café IA de la semaine", "cafe-ia", False),
        ("La veile du Conseil", "veille", False),
        ("🔎 Vu cette semaine", "veille", False),
        ("📚 À lire au coin du feu", "lectures", False),
        ("Agenda de décembre", "agenda", False),
    ],
)
def test_a_heading_is_the_section_that_it_names_or_means(heading: str, section: str, *, is_sure: bool) -> None:
    found, text = _arranged(f"<h2>L'édito</h2><p>a</p><h2>{heading}</h2><p>b</p>")
    assert text == f"# L'édito {{#edito}}\n\na\n\n# {heading} {{#{section}}}\n\nb\n"
    assert _kinds(found) == ([] if is_sure else ["section-proposed"])
    assert all(one.look and one.at == heading for one in found.told)


def test_headings_within_sections_go_below_them_and_strangers_stay_where_they_are() -> None:
    found, text = _arranged(
        "<h1>L'édito</h1><p>a</p><h3>Un sujet</h3><p>b</p><h4>Un détail</h4><p>c</p>"
        "<h1>Inconnue au bataillon</h1><p>d</p><h1>Agenda</h1><p>e</p><h1>L'agenda, suite</h1><p>f</p>"
    )
    assert text == (
        "# L'édito {#edito}\n\na\n\n### Un sujet\n\nb\n\n#### Un détail\n\nc\n\n"
        "## Inconnue au bataillon\n\nd\n\n# Agenda {#agenda}\n\ne\n\n## L'agenda, suite\n\nf\n"
    )
    assert _kinds(found) == []


def test_a_heading_takes_the_only_place_that_the_settings_have_there() -> None:
    found, text = _arranged(
        "<h2>Ce que les chaises nous disent</h2><p>a</p><h2>La veille du Conseil</h2><p>b</p>"
        "<h2>Le reste des actualités de Café IA !</h2><p>c</p>"
    )
    assert "# Ce que les chaises nous disent {#edito}" in text
    assert _kinds(found) == ["section-proposed"]


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("<p>Par Cécile</p>", "Cécile"),
        ("<p><em>par Jean Dupont et Zoé Ça.</em></p>", "Jean Dupont et Zoé Ça"),
        ("<p>par la rédaction de Cénum</p>", "la rédaction de Cénum"),
        ("<p>Par ailleurs, il pleut.</p>", ""),
        ("<p>Par <a href='https://x.org'>Cécile</a></p>", ""),
        ("<p>Par Cécile, qui a passé la semaine entière dans une salle des fêtes à ranger des chaises.</p>", ""),
    ],
)
def test_a_line_below_a_heading_signs_the_section(line: str, by: str) -> None:
    found, text = _arranged(f"<h2>L'édito</h2>{line}<p>a</p>")
    assert text.startswith(f'# L\'édito {{#edito by="{by}"}}\n\na\n' if by else "# L'édito {#edito}\n\nPar")
    assert [one.left.strip().lower() for one in found.told] == (["par"] if by else [])


def test_what_stands_first_is_the_introduction_if_it_is_short() -> None:
    found, text = _arranged(
        "<p>Cette semaine, du café.<a data-note='1'></a></p><hr><h2>L'édito</h2><p>a</p>"
        "<div data-note='1'><p>Noir.</p></div>"
    )
    assert to_markdown(found.introduction)[0] == "Cette semaine, du café.[^1]\n\n[^1]: Noir.\n"
    assert text == "# L'édito {#edito}\n\na\n"


@pytest.mark.parametrize(
    ("inside", "facts", "wanted", "added"),
    [
        (f"<p>{'mot ' * 130}</p><h2>Agenda</h2><p>a</p>", SourceFacts(), "# L'édito {#edito}", "L'édito"),
        ("<p>Tout le texte.</p>", SourceFacts(), "# L'édito {#edito}", "L'édito"),
        ("<p>Tout le texte.</p>", SourceFacts(title="Un titre"), "# Un titre {#edito}", ""),
    ],
)
def test_a_letter_that_begins_without_a_heading_gets_the_first_section(
    inside: str, facts: SourceFacts, wanted: str, added: str
) -> None:
    found, text = _arranged(inside, facts)
    assert text.startswith(f"{wanted}\n")
    assert [one.added for one in found.told if one.kind == "section-proposed"] == [added]


def test_settings_without_sections_take_the_highest_headings_for_them() -> None:
    _found, text = _arranged("<h2>Un</h2><p>a</p><h3>Deux</h3><p>b</p><h2>Trois</h2><p>c</p>", sections=False)
    assert text == "# Un\n\na\n\n## Deux\n\nb\n\n# Trois\n\nc\n"
    found, text = _arranged("<p>a</p>", sections=False)
    assert text == "# Editorial\n\na\n"
    assert [one.added for one in found.told] == ["Editorial"]


@pytest.mark.parametrize(
    ("inside", "facts", "title"),
    [
        ("<h1>Un grand titre</h1><h2>Agenda</h2><p>a</p>", SourceFacts(), "Un grand titre"),
        (
            "<h1>Un grand titre</h1><h2>Agenda</h2><p>a</p>",
            SourceFacts(title="Un grand titre – Blog"),
            "Un grand titre",
        ),
        ("<h2>Agenda</h2><p>a</p>", SourceFacts(title="Un grand titre"), "Un grand titre"),
        (
            "<p><img src='a.png' alt='Une tasse'></p><h1>Un titre</h1><h2>Agenda</h2><p>a</p>",
            SourceFacts(),
            "Un titre",
        ),
        ("<h2>Agenda</h2><p>a</p>", SourceFacts(subject="Un objet"), "Un objet"),
        ("<h1>La lettre</h1><h2>Agenda</h2><p>a</p>", SourceFacts(title="La lettre"), ""),
        ("<h2 data-title='1'>Un grand titre</h2><h2>Agenda</h2><p>a</p>", SourceFacts(), "Un grand titre"),
        ("<h2>☕ Agenda</h2><p>a</p>", SourceFacts(), ""),
    ],
)
def test_the_title_is_the_heading_above_all_or_what_the_source_is_called(
    inside: str, facts: SourceFacts, title: str
) -> None:
    found, text = _arranged(inside, facts)
    assert found.head.title == title
    assert text.splitlines()[1:] == ["", "a"]
    assert [one.added for one in found.told if one.added] == ([title] if title not in inside else [])


def test_a_title_of_a_working_copy_asks_for_a_look() -> None:
    found, _text = _arranged("<h1>Lettre du 17 avril – v3 RELUE</h1><h2>Agenda</h2><p>a</p>")
    assert _kinds(found) == ["title-doubtful"]


def test_a_heading_that_is_the_title_is_counted_once() -> None:
    found, text = _arranged(
        "<p>a</p><h2>🎈 Un titre</h2><p>b</p><h2>Agenda</h2><p>c</p>", SourceFacts(title="Un titre")
    )
    assert (found.head.title, text.splitlines()[0]) == ("Un titre", "# 🎈 Un titre {#edito}")
    assert [(one.left, one.added) for one in found.told if one.kind == "title-added"] == [("🎈 Un titre", "Un titre")]


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("<p>Agenda</p>", "# Agenda {#agenda}"),
        ("<p>AGENDA</p>", "# AGENDA {#agenda}"),
        ("<p><strong>L'agenda :</strong></p>", "# L'agenda {#agenda}"),
        ("<p><strong>Agenda de décembre</strong></p>", "**Agenda de décembre**"),
        ("<p>Agenda de décembre</p>", "Agenda de décembre"),
        ("<p>Un <strong>agenda</strong></p>", "Un **agenda**"),
        ('<p><a href="https://example.org">Agenda</a></p>', "[Agenda](https://example.org)"),
    ],
)
def test_a_paragraph_that_is_nothing_but_a_sections_name_is_its_heading(block: str, line: str) -> None:
    found, text = _arranged(f"<h2>L'édito</h2><p>a</p>{block}<p>b</p>")
    assert line in text.splitlines()
    assert ("heading-proposed" in _kinds(found)) == line.startswith("#")


def test_the_lower_of_two_levels_that_name_as_many_sections_is_the_sections() -> None:
    text = _arranged("<h1>L'édito</h1><p>a</p><h2>La veille du Conseil</h2><p>b</p>")[1]
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# L'édito {#edito}",
        "# La veille du Conseil {#veille}",
    ]


def test_the_way_to_a_copy_online_is_left_out_below_a_word_to_the_editors() -> None:
    found, text = _arranged(
        '<p>À reprendre telle quelle.</p><p><a href="https://example.org/copie/1">Voir en ligne</a></p>'
        "<h1>Agenda</h1><p>a</p>"
    )
    assert "Voir en ligne" not in text + html.tostring(found.introduction, encoding="unicode")
    assert [one.left for one in found.told if one.kind == "frame-left-out"] == ["Voir en ligne"]


def _headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("<h1>VEILLE :</h1>", "# VEILLE : {#veille}"),
        ("<h4>3. La veille</h4>", "# 3. La veille {#veille}"),
        ("<h6>🔎 LA VEILLE DU CONSEIL</h6>", "# 🔎 LA VEILLE DU CONSEIL {#veille}"),
        ("<h2>Veille : les guichets</h2>", "# Veille : les guichets {#veille}"),
        ("<h3>Veille : les guichets</h3>", "## Veille : les guichets"),
        ("<h1>La semaine de la veille</h1>", "## La semaine de la veille"),
        ("<h2>La semaine de la veille</h2>", "# La semaine de la veille {#veille}"),
        ("<p>La veille</p>", "# La veille {#veille}"),
        ("<p><b>Veille : les guichets</b></p>", "# Veille : les guichets {#veille}"),
    ],
)
def test_a_name_opens_its_section_on_any_level_and_what_is_like_it_beside_the_others(heading: str, line: str) -> None:
    heading = heading.replace("b>", "strong>")
    _found, text = _arranged(f"<h2>Édito</h2><p>a</p>{heading}<p>b</p><h2>Café IA</h2><p>c</p>")
    assert _headings(text) == ["# Édito {#edito}", line, "# Café IA {#cafe-ia}"]


def test_of_two_headings_with_one_name_the_one_beside_the_others_is_the_section() -> None:
    _found, text = _arranged(
        "<h1>Édito</h1><p>a</p><h3>Agenda</h3><p>b</p><h1>Veille</h1><p>c</p><h1>Agenda</h1><p>d</p>"
    )
    assert _headings(text) == ["# Édito {#edito}", "## Agenda", "# Veille {#veille}", "# Agenda {#agenda}"]


def test_no_place_is_guessed_beside_names_but_that_of_the_first() -> None:
    _found, text = _arranged("<h2>Édito</h2><p>a</p><h2>Ailleurs</h2><p>b</p><h2>Veille</h2><p>c</p>")
    assert _headings(text) == ["# Édito {#edito}", "## Ailleurs", "# Veille {#veille}"]
    found, text = _arranged("<h2>Ailleurs</h2><p>a</p><h2>Édito</h2><p>b</p><h2>Veille</h2><p>c</p>")
    assert _headings(text) == ["# Édito {#edito}", "## Ailleurs", "# Veille {#veille}"]
    assert _kinds(found) == ["section-proposed"]


@pytest.mark.parametrize(
    "beginning",
    [
        "<p>a</p><p>b</p><p>c</p><p>d</p>",
        "<ul><li>a</li></ul>",
        "<p>a</p><p><img src='a.png' alt='b'></p>",
        "<pre>a</pre>",
    ],
)
def test_what_is_too_much_for_an_introduction_is_of_the_first_section(beginning: str) -> None:
    found, text = _arranged(f"{beginning}<h2>Édito</h2><p>z</p><h2>Veille</h2><p>y</p>")
    assert _headings(text) == ["# Édito {#edito}", "# Veille {#veille}"]
    assert text.startswith("# Édito {#edito}")
    assert not len(found.introduction)
    assert [(one.kind, one.at, one.look) for one in found.told] == [("section-proposed", "Édito", True)]


def test_an_introduction_asks_for_a_look_and_a_greeting_above_it_is_left_out() -> None:
    found, _text = _arranged("<p>Bonjour à toutes et à tous,</p><p>Voici ma copie.</p><h2>Édito</h2><p>z</p>")
    assert to_markdown(found.introduction)[0] == "Voici ma copie.\n"
    assert [(one.kind, one.look) for one in found.told] == [
        *(("frame-left-out", False), ("introduction-proposed", True))
    ]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("<h1>Édito<a data-note='1'></a></h1><p>a</p>", "# Édito {#edito}\n\na[^1]"),
        ("<h1>Édito<a data-note='1'></a></h1><ul><li>a</li></ul>", "# Édito {#edito}\n\n[^1]\n\n- a"),
        ("<h1>Un titre<a data-note='1'></a></h1><h2>Édito</h2><p>a</p>", "# Édito {#edito}\n\na[^1]"),
    ],
)
def test_a_note_of_a_heading_that_stands_elsewhere_too_is_called_below_it(heading: str, line: str) -> None:
    found, text = _arranged(f"{heading}<div data-note='1'><p>Une note.</p></div>")
    assert text == f"{line}\n\n[^1]: Une note.\n"
    assert _kinds(found) == ["note-moved"]


_LINE = "<p>par Ève Noël · 5 min de lecture</p>"


def _contents(*headings: str) -> str:
    return f"<p><strong>Au sommaire</strong></p><ul>{''.join(f'<li>{one}</li>' for one in headings)}</ul>"


def test_a_letter_of_cenums_begins_under_its_title_and_its_labels_say_which_sections_it_has() -> None:
    found, text = _arranged(
        f"<p><strong>L’édito</strong></p><h1>Des chaises</h1>{_LINE}<p>Bonjour,</p><p>Un mot.</p>"
        f"<p>Bonne lecture !</p>{_contents('Un guichet', 'Agenda de décembre')}<p>a</p>"
        "<h2>Lectures du soir</h2><p>b</p>"
        "<p><strong>La veille du Conseil</strong></p><h2>Un guichet</h2><p>par Zoé Ça</p><p>c</p>"
        "<h2>Agenda de décembre</h2><p>d</p>"
    )
    assert text == (
        '# Des chaises {#edito by="Ève Noël"}\n\na\n\n## Lectures du soir\n\nb\n\n'
        '# Un guichet {#veille by="Zoé Ça"}\n\nc\n\n# Agenda de décembre {#agenda}\n\nd\n'
    )
    assert to_markdown(found.introduction)[0] == "Un mot.\n"
    assert not [one for one in found.told if one.look]
    assert {"L’édito", "La veille du Conseil", "Au sommaire Un guichet Agenda de décembre"} <= {
        one.left for one in found.told
    }


def test_without_a_label_its_title_says_which_section_begins_there() -> None:
    _found, text = _arranged(f"<h1>Lectures d'hiver</h1>{_LINE}{_contents('Agenda')}<p>a</p><h2>Agenda</h2><p>b</p>")
    assert _headings(text) == ['# Lectures d\'hiver {#lectures by="Ève Noël"}', "# Agenda {#agenda}"]


def test_without_names_its_contents_say_which_headings_are_sections() -> None:
    inside = (
        f"<h1>Des chaises</h1>{_LINE}{_contents('Un guichet')}<p>a</p><h2>Un détail</h2><p>b</p><h2>Un guichet</h2>"
    )
    _found, text = _arranged(f"{inside}<p>c</p>", sections=False)
    assert _headings(text) == ['# Des chaises {by="Ève Noël"}', "## Un détail", "# Un guichet"]


def test_a_name_below_another_letters_title_signs_what_begins_there_or_the_letter() -> None:
    found, _text = _arranged(f"<h1>Des chaises</h1>{_LINE}<h2>Édito</h2><p>a</p><h2>Agenda</h2><p>b</p>")
    assert found.head.authors == ("Ève Noël",)
    beginning = f"<ul><li>{'mot ' * 200}</li></ul>"
    found, text = _arranged(f"<h1>Des chaises</h1>{_LINE}{beginning}<h2>Agenda</h2><p>b</p>")
    assert text.startswith('# Des chaises {#edito by="Ève Noël"}')
    assert found.head.authors == ()


@pytest.mark.parametrize(
    "inside",
    [
        # A name of a section above a heading, in a letter that nothing says is cenum's.
        "<h1>Des chaises</h1><p><strong>La veille du Conseil</strong></p><h3>Un guichet</h3><p>a</p>",
        f"<h1>Des chaises</h1>{_LINE}<p><strong>La veille du Conseil</strong></p><h3>Un guichet</h3><p>a</p>",
        "<h1>Des chaises</h1><p>La veille du Conseil</p><h3>Un guichet</h3><p>a</p>",
    ],
)
def test_elsewhere_a_lone_name_above_a_heading_is_a_heading_itself(inside: str) -> None:
    found, text = _arranged(inside)
    assert _headings(text) == ["# La veille du Conseil {#veille}", "## Un guichet"]
    assert "heading-proposed" in _kinds(found)


@pytest.mark.parametrize("label", ["<p>Un texte avant</p>", "<p><strong>Un sujet</strong></p>", "<p>L’édito : a</p>"])
def test_what_stands_above_a_title_and_is_no_name_stays(label: str) -> None:
    found, text = _arranged(f"{label}<h1>Des chaises</h1>{_LINE}{_contents('Agenda')}<p>a</p><h2>Agenda</h2><p>b</p>")
    whole = f"{to_markdown(found.introduction)[0]} {text}"
    assert any(words in whole for words in ("Un texte avant", "Un sujet", "L’édito : a"))
