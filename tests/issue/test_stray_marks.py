"""What looks like a mark that came along with pasted text, and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.finding import Severity
from tests.issue.desk import HEAD, SECTION, reading

if TYPE_CHECKING:
    from pathlib import Path

NO_MARKS = [
    "Deux façons de venir : a) à pied,\nb) à vélo.",
    "(1) Une remarque seule.",
    "📅 Jeudi 3 décembre  \n📍 Médiathèque de Reims",
    "📅 Jeudi 3 décembre\\\n📍 Médiathèque de Reims",
    "- 📅 Jeudi 3 décembre\n- 📍 Médiathèque de Reims",
    "→ [Lire le rapport](https://example.org/rapport)",
    "Elle part à 12 h.\n12 personnes la suivent.",
    "Les pré-\net post-tests, et la machine-\nà coudre.",
    "Un tableau `a | b`\net un autre `c | d`.",
    "Le format A4, le m², la R&D, le CO₂ et 10³.",
    "De : Camille, pour : Ada.",
    "Un billet à 5 $ et un autre à 10 $.",
    "O temps, suspends ton vol.\nO rage, ô désespoir.",
    "Il dit « o combien » et\no combien de fois.",
    "Un renvoi[^1].\n\n[^1]: Une note.",
    "L’article ([10.1000/182](https://example.org/doi)) est paru.",
    "Voir https://example.org/a|b et l’[Arcep](https://example.org).",
    "Envoyé de mon iPhone, ce message est court.",
    "Un mot\tet un autre.",
    "Une espace fine\u202f: « oui ».",
    "Une étoile (*) marque les nouveautés.",
    "Les signes `>>`\net `~` sont du code.",
    "`>>` [Le guide](https://example.org/a)  \n`>>` [La carte](https://example.org/b)",
    "`cenum check` relit,\n`cenum build` compose.",
]
OF_GENERATORS = [
    ("![Une carte](https://example.org/carte.png){width=600}", "remove the braces: cenum sets sizes"),
    ('![Un guide](https://example.org/guide.png){ loading="lazy" width=60% }', "remove the braces"),
    ("Un mot { style='color: red' } et un autre.", "remove the braces: cenum sets sizes"),
    ('{% include encart.html when="demain" %}', "no generator of sites reads a letter"),
    ("{%- assign durée = 12 -%} Un mot.", "no generator of sites reads a letter"),
    ("{% comment %}À revoir{% endcomment %}", "no generator of sites reads a letter"),
    ("[La réponse]({{base}}12)", "write the address itself"),
    ("[La réponse](https://example.org/{{page.slug}}/a)", "write the address itself"),
    ("[La réponse]({% post_url un-titre %})", "write"),
]


@pytest.mark.parametrize(("text", "remedy"), OF_GENERATORS)
def test_what_a_generator_of_sites_would_have_read_stops_the_letter(text: str, remedy: str, tmp_path: Path) -> None:
    found = reading(tmp_path, f"{HEAD}{SECTION}\n{text}\n").findings
    told = [one for one in found if one.rule in {"markup-left", "link-address"}]
    assert [one.severity for one in told] == [Severity.ERROR] * len(told)
    assert any(remedy in one.remedy for one in told)


@pytest.mark.parametrize("text", NO_MARKS)
def test_what_only_looks_like_a_mark_is_none(text: str, tmp_path: Path) -> None:
    assert [str(one) for one in reading(tmp_path, f"{HEAD}{SECTION}\n{text}\n").findings] == []


def test_signs_in_code_that_begin_two_lines_are_points(tmp_path: Path) -> None:
    body = "`>>` [Le guide](https://example.org/a)\n`>>` [La carte](https://example.org/b)"
    (found,) = reading(tmp_path, f"{HEAD}{SECTION}\n{body}\n").findings
    assert found.message == "readers would see “… Le guide … La carte” as it stands"
    assert "begin each line with `- `" in found.remedy


def test_a_mark_is_shown_with_its_words_on_one_line(tmp_path: Path) -> None:
    (found,) = reading(tmp_path, f"{HEAD}{SECTION}\nVille\tDate\nArras\t12 mars\n").findings
    assert found.message == "readers would see “Ville Date Arras 12 mars” as it stands"


def test_spaces_that_do_not_break_mean_nothing_at_the_margin(tmp_path: Path) -> None:
    body = "\u00a0## Un titre\n\n- un\n\u00a0\u00a0- deux\n\n\u00a0::: note\nUn mot.\n\u00a0:::\n"
    issue = reading(tmp_path, f"{HEAD}{SECTION}\n{body}").issue
    assert issue is not None
    prose, note = issue.sections[0].blocks
    assert [token.tag for token in prose.tokens if token.type == "heading_open"] == ["h2"]  # type: ignore[attr-defined]
    assert [token.type for token in prose.tokens].count("bullet_list_open") == 2  # type: ignore[attr-defined]
    assert note.name == "note"


def test_letters_that_a_pdf_joined_are_letters(tmp_path: Path) -> None:
    issue = reading(tmp_path, f"---\ntitle: Un ﬁl\n---\n{SECTION}").issue
    assert issue is not None
    assert issue.title == "Un fil"
