"""What was meant to be written later is found, in the head as in the text, and nothing that is meant for readers."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from cenum.issue.scaffold import create, first_issue
from cenum.process import process
from cenum.workspace import Workspace
from tests.checks.samples import read_again
from tests.edition.samples import REAL, ROOT, every_letter, made, needs_the_real_letter, settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.edition.samples import Letter

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEFT = [
    # marks that programmers and editors share
    "TODO : la fin du paragraphe.",
    "La fin est à écrire, TODO.",
    "FIXME le chiffre.",
    "[TBD]",
    "À COMPLÉTER avant jeudi.",
    "A VERIFIER : le nom du ministre.",
    # figures and names that are missing
    "Le rapport compte XXX pages.",
    "Le rapport de XXXX est paru.",
    "Rendez-vous chez xxx, à Blois.",
    "Ils sont XX % à le dire.",
    "Rendez-vous le XX janvier.",
    "De XXhXX à la fin.",
    "De 13hXX à 14 heures.",
    "Rendez-vous le xx janvier.",
    "Rendez-vous le XX/XX/2026.",
    "Un entretien avec Prénom Nom, maire.",
    "Un entretien avec PRÉNOM NOM, maire.",
    "Un entretien avec Nom Prénom.",
    "An interview with First Last.",
    # text that fills space
    "Lorem ipsum dolor sit amet, consectetur.",
    "lorem ipsum",
    # brackets
    "Le rapport est ici : [lien].",
    "Lire [la suite] sur le site, [lien vers le rapport].",
    "Rendez-vous à [lieu], le [date].",
    "Merci à [Prénom Nom] pour sa relecture.",
    "Rendez-vous le […] à la médiathèque.",
    "Rendez-vous le [...] à la médiathèque.",
    "[insérer la carte des ateliers]",
    "[photo]",
    "[à compléter]",
    "Bonjour {prénom}, et bienvenue.",
    "Le rapport est en ligne (lien).",
    "Le rapport est en ligne (lien ici).",
    "???",
    "Elle dit : « [citation à venir] »",
    "Elle dit : « […] »",
    "Il a coûté [???] euros.",
    "[source ?] Un rapport le dit.",
    "Un rapport le dit (source ?).",
    "Un rapport le dit (source?), et un autre.",
    "M. Durand (orthographe ?) le dit.",
    "Un rapport le dit (??).",
    "Un rapport le dit (à vérifier).",
    "Un rapport le dit (lien à venir).",
    # a paragraph, or what follows a colon, and nothing else
    "À compléter",
    "à compléter.",
    "Texte à venir.",
    "à venir",
    "À venir.",
    "Lieu : à compléter",
    "- Photo à venir",
    "-> à développer",
    "Votre texte ici.",
    "Bla bla bla…",
]
MEANT = [
    # quoted, and code
    "On écrit « TODO » dans le code.",
    "On écrit `TODO` dans le code, et `[lien]` aussi.",
    "```\nTODO: [lien]\nLorem ipsum\n```",
    "Il a noté « XXX » en marge.",
    "Elle tient une TODO list.",
    "They removed a FIXME comment.",
    "Rust Meetup: Topic TBD, place TBC.",
    "Port #[link] to the new attribute.",
    "Lire [lien](https://www.arcep.fr/rapport).",
    "Le mot-dièse #TODO a disparu.",
    # an ellipsis within a quotation
    "Il a dit : « Il faut ouvrir […] et apprendre. »",
    "Il a dit : « Il faut ouvrir [...] et apprendre. »",
    "Il a dit : “Il faut ouvrir […] et apprendre.”",
    "« Il faut ouvrir.\n\n« Et puis […] apprendre. »",
    "> Il faut ouvrir […] et apprendre.\n>\n> […]\n>\n> C’est tout.",
    "*Il faut ouvrir […] et apprendre*, dit-elle.",
    "::: testimony Ada Martin\nIl faut ouvrir […] et apprendre.\n:::",
    "Il a dit : « Le [ministre] sait [date] que […] tout va. »",
    # words that readers may well read
    "Voici un formulaire à compléter avant vendredi.",
    "Les mois à venir seront longs (et le rapport à venir aussi).",
    "Un livre à relire, un autre (à relire lui aussi).",
    "## À venir\n\nUn atelier à Blois.",
    "**À venir**\n\nUn atelier à Blois.",
    "Les rendez-vous à venir :\n\n- un atelier",
    "Le XXXe congrès, au chapitre XXX du livre.",
    "Le XXe siècle commence en 1901.",
    "Un film XXX, et le site xxx.fr.",
    "Le Super Bowl XXX a eu lieu à Tempe.",
    "Le progrès (?) avance.",
    "Qui vient (et quand ?) à la médiathèque ?",
    "Le graphiste a laissé un lorem ipsum dans la maquette.",
    "[Vidéo] Un an de débats.",
    "Le rapport est paru [[source](https://www.arcep.fr/rapport)].",
    "[Le lien](https://www.arcep.fr/rapport) est ici.",
    "Numérique en Commun[s] a lieu chaque année.",
    "Indiquez vos nom et prénom, la date, le lieu.",
    "Todo bien, dit-il.",
    "Le rapport est en ligne ([lien](https://www.arcep.fr/rapport)).",
    "Ils ont parlé, bla bla bla, toute la nuit.",
    "Quoi ?! Vraiment ???",
    "Un accord à 13h30, ou à 14 h.",
    "Et puis…",
    "…",
    "[The TODO was done]{lang=en}",
]
HEAD = [
    ("title: TODO", 2),
    ("title: Le titre de la lettre", 0),
    ("title: T\nteasers:\n  - Un premier point\n  - À compléter", 5),
    ('title: T\nteasers: ["…"]', 3),
    ("title: T\nteasers_lead: XXX", 3),
    ("title: T\nintroduction: Texte à venir.", 3),
    ('title: T\nsubject: "[titre]"', 3),
    ("title: T\npreheader: Lorem ipsum dolor sit amet", 3),
    ("title: T\nillustration: {image: a.png, alt: TODO}", 3),
    ('title: T\nillustration:\n  image: a.png\n  alt: Une carte\n  credit: "[crédit]"', 6),
    ("title: T\ncredits: {authors: [Ada Martin, Prénom Nom]}", 3),
    ("title: T\ncredits:\n  authors:\n    - Ada Martin\n    - XXX", 6),
    ("title: T\ncredits:\n  illustrator: Nom Prénom", 4),
]


def found(folder: Path, body: str, head: str = "title: Un titre") -> list[tuple[str, int | None]]:
    (folder / "a.png").write_bytes((ROOT / "issues" / "media" / "2026-11-06-carte.png").read_bytes())
    said = read_again(folder, body, head)
    return [(one.rule, one.place.line) for one in said if one.rule in {"placeholder-left", "scaffold-left"}]


@pytest.mark.parametrize("text", LEFT)
def test_what_stands_for_something_is_found_at_its_line(tmp_path: Path, text: str) -> None:
    assert ("placeholder-left", 9) in found(tmp_path, f"# A {{#a}}\n\nUn mot.\n\n{text}")


@pytest.mark.parametrize("text", MEANT)
def test_what_readers_are_meant_to_see_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"# A {{#a}}\n\nUn mot.\n\n{text}") == []


@pytest.mark.parametrize(("head", "line"), HEAD)
def test_the_head_is_looked_at_too(tmp_path: Path, head: str, line: int) -> None:
    assert found(tmp_path, "# A {#a}\n\nUn mot.", head) == ([("placeholder-left", line)] if line else [])


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("# A {#a}\n\n::: testimony Prénom Nom\nOui.\n:::", 7),
        ("# A {#a}\n\n::: event 2026-01-09 [lieu]\nOui.\n:::", 7),
        ("# A {#a}\n\n::: button https://www.arcep.fr/a\nTODO\n:::", 7),
        ('# A {#a by="Prénom Nom"}\n\nOui.', 5),
        ("# TODO {#a}\n\nOui.", 5),
        ("# A {#a}\n\nOui.\n\n## À compléter\n\nOui.", 9),
        ("# A {#a}\n\n![TODO](a.png)", 7),
        ('# A {#a}\n\nOui.\n\n![Une carte](a.png "XXX")', 9),
        ("# A {#a}\n\nOui,\net encore\n(source ?) oui.", 9),
    ],
)
def test_whatever_a_block_shows_is_looked_at_too(tmp_path: Path, body: str, line: int) -> None:
    assert found(tmp_path, body) == [("placeholder-left", line)]


def test_each_mark_is_found_once(tmp_path: Path) -> None:
    body = "# A {#a}\n\nTODO, puis [lien] et (source ?).\n\n[TODO]"
    assert found(tmp_path, body) == [("placeholder-left", 7)] * 3 + [("placeholder-left", 9)]


def test_a_draft_is_unfinished_and_says_so_itself(tmp_path: Path) -> None:
    assert found(tmp_path, "# A {#a}\n\nTODO", "title: XXX\ndraft: true") == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_new_writes_is_refused_until_it_is_changed(tmp_path: Path, language: str) -> None:
    place = Workspace(tmp_path, settings(newsletter={"language": language}))
    path = create(place.issues, place.settings, None, MONDAY)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    assert process(path, place).exit_code == 0
    _opening, head, body = path.read_text("utf-8").split("---\n", 2)
    head = re.sub(r"^(# ?|draft: true.*\n)", "", head, flags=re.MULTILINE)
    path.write_text(f"---\n{head}---\n{body}", "utf-8")
    lines = path.read_text("utf-8").splitlines()
    (path.parent / "media").mkdir()
    (path.parent / "media" / f"{path.stem}.png").write_bytes(
        (ROOT / "issues/media/2026-11-06-carte.png").read_bytes()
    )
    said = process(path, place)
    (left,) = (one for one in said.findings if one.rule == "scaffold-left")
    numbers = re.search(r"lines ([\d, ]+)", left.message)
    assert numbers
    named = {lines[int(number) - 1].split(":")[0].strip() for number in numbers[1].split(",")}
    assert (said.exit_code, left.place.line) == (1, 2)
    assert {"title", "introduction", "alt"} < named
    assert sum(one.rule == "placeholder-left" for one in said.findings) == 1  # who wrote it, and who drew it


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_example_that_a_letter_begins_with_is_no_letter(tmp_path: Path, language: str) -> None:
    text = first_issue(language, date(2026, 1, 9), "07:00")
    _opening, head, body = text.split("---\n", 2)
    head = "".join(line for line in head.splitlines(keepends=True) if not line.startswith("draft"))
    (left,) = (one for one in read_again(tmp_path, body, head.strip()) if one.rule == "scaffold-left")
    assert left.place.line == 2
    assert int(left.message.split()[0]) > 15


def test_one_sentence_of_the_example_is_enough_and_one_of_ones_own_is_none(tmp_path: Path) -> None:
    body = "# A {#a}\n\nNous y étions. Le texte de cette partie.\n\nUn **début de paragraphe** peut être en gras."
    assert found(tmp_path, body) == [("scaffold-left", 7)]
    assert found(tmp_path, "# A {#a}\n\nLe texte de cette loi. Un début de paragraphe.") == []


def test_each_sentence_of_the_example_is_selected_with_its_full_stop(tmp_path: Path) -> None:
    body = "# A {#a}\n\nLe texte de cette partie. Un [lien vers un site](https://example.org) s'écrit ainsi.\n"
    said = read_again(tmp_path, body)
    (left,) = (one for one in said if one.rule == "scaffold-left")
    assert [words.text for words in left.words] == [
        "Le texte de cette partie.",
        "Un lien vers un site s’écrit ainsi.",
    ]


@pytest.mark.parametrize("letter", every_letter())
def test_no_letter_that_was_written_is_called_unfinished(letter: Letter) -> None:
    assert [one for one in made(letter).findings if one.rule in {"placeholder-left", "scaffold-left"}] == []


@needs_the_real_letter
def test_the_real_letter_quotes_with_an_ellipsis() -> None:
    assert "[...]" in REAL.read_text("utf-8")
