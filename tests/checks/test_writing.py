"""The rules of the writing that one issue is enough for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from cenum.finding import Severity
from cenum.issue.earlier_issues import earlier_issues_of
from cenum.rulebook import concerns
from cenum.settings import SectionRule
from tests.checks.samples import issue_of, of_the_text, read_again, view
from tests.edition.samples import Letter, made, samples, settings

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

CURLY = "L’un, l’une, d’autres."
LONG = "Nous relisons, " + "avec patience et sans hâte, " * 12
# A rule, what it finds, and what stands as close to that as can be and is right. 2026-01-02 is a Friday.
CASES = [
    ("apostrophes-mixed", "L'IA, l'eau, l'air. " + CURLY, "L'IA, l'eau, l'air."),
    ("apostrophes-mixed", "L'IA, l'eau, l'air. " + CURLY, "L'IA, l'eau. " + CURLY),
    ("apostrophes-mixed", "L'IA, l'eau, l'air. " + CURLY, "L’IA, `l'eau` et l'air de <https://a.fr/l'eau>. " + CURLY),
    ("percent-mixed", "97 % ou 85%.", "97 % ou 85 %."),
    ("percent-mixed", "97 % ou 85%.", "97% ou 85%."),
    ("percent-mixed", "97 % ou 85%.", "97 % dans [cette page](https://a.fr/85%C3%A9)."),
    ("space-twice", "Une  espace.", "Une espace.  \nUne ligne."),
    ("space-twice", "Une  espace.", "Du code, `a  b`."),
    ("quote-straight", 'Il dit "oui.', 'Il dit "oui".'),
    ("quote-straight", 'Il dit "oui.', 'Un écran de 24" au mur.'),
    ("quote-open", "Il dit « oui.", "Il dit « oui »."),
    ("quote-open", "Il dit « oui.", "Il dit « oui,\n\n« et non,\n\n« et peut-être »."),
    ("quote-open", "Il dit « oui.", "Il dit « oui,\n\net non »."),
    ("quote-open", "Il dit « oui.\n\n## Un titre\n\nEt non ».", "Il dit « oui.\n\nEt non ».\n\n## Un titre\n\nOui."),
    ("quote-open", "::: note\nIl dit « oui.\n:::\n\nEt « non ».", "::: note\nIl dit « oui ».\n:::\n\nEt « non »."),
    ("quote-open", "Il dit “oui.", "Il dit “oui”."),
    ("quote-close", "Il dit oui ».", "« Il dit oui »."),
    ("quote-close", "Il dit oui”.", "Ein Wort, „ja“, sagt er."),
    ("bracket-open", "Oui (et non.", "Oui (et non)."),
    ("bracket-open", "Oui (et non.", "Oui :( et non."),
    ("bracket-open", "Oui (et non.", "Un(e) élu(s), le Var (83), la loi (article 7) et (ii) le reste (a)."),
    ("bracket-open", "Non (on en reparle.", "Oui (on en reparle ;)) et non."),
    ("bracket-open", "Non (on en reparle :", "Oui (on en reparle :-). Et non."),
    ("bracket-close", "Oui et non).", "Choix a) oui, b) non, 3) rien, **IV)** tout ;)"),
    ("word-twice", "De deux deux choses l'une.", "De deux choses l'une."),
    ("word-twice", "Le le chat.", "Nous nous levons, vous vous levez."),
    ("word-twice", "Dans dans la rue.", "Il va très très bien. Bien. Bien mieux."),
    ("word-twice", "Il y a la **la** mer.", "Le parti de De Gaulle, et New York, New York."),
    ("word-twice", "Elle vient de de partir.", "Elle vient de de\u0301marrer."),
    ("word-twice", "Elle vient de\nde partir.", "Ce qu'il en est est clair."),
    ("sentence-long", LONG + "oui.", (LONG + "oui.").replace("hâte, ", "hâte. Oui, ")),
    ("capital-accent", "Le rôle de l'Etat.", "Le rôle de l'État."),
    ("capital-accent", "Aux Etats-Unis.", "Son état, et Etienne."),
    ("capital-accent", "A lire ce matin.", "A-t-il lu ? A priori non. Le plan A la semaine."),
    ("capital-accent", "Oui. A Paris, on lit.", "Oui. À Paris, on lit."),
    ("acronym-unexplained", "Le DSA. Le DSA.", "Le DSA."),
    ("acronym-unexplained", "Le DSA. Le DSA.", "Le règlement européen (DSA). Le DSA."),
    ("acronym-unexplained", "Le DSA. Le DSA.", "Le DSA (règlement sur les services). Le DSA."),
    ("acronym-unexplained", "Le DSA. Le DSA.", "Le Digital Services Act. Le DSA, encore le DSA."),
    ("acronym-unexplained", "Oui, l'AFPA. L'AFPA.", "L'IA, l'IA, l'ONU, l'ONU, Louis XIV, Louis XIV."),
    ("acronym-unexplained", "Le DSA. Le DSA.", "À LIRE, un livre. À LIRE aussi. NOUS TOUS, NOUS TOUTES."),
    (
        "acronym-unexplained",
        "Le DSA. Le DSA.",
        "LIVRE : oui.\n\n**LIVRE** – non.\n\nDes VIDEO, une VIDEO, une vidéo.",
    ),
    ("word-mistaken", "À Blois où encore à Paris.", "Là où encore hier, ou encore à Paris."),
    ("word-mistaken", "En temps\nque maire.", "En même temps que lui, en tant que maire."),
    ("word-mistaken", "L'Institut for Life.", "L'Institute for Life."),
    ("word-mistaken", "Dis-moi si il vient.", "S'il vient, et si ilots il y a."),
    ("date-weekday", "Rendez-vous jeudi 16 janvier.", "Rendez-vous vendredi 16 janvier."),
    ("date-weekday", "Le mardi 30 décembre 2024.", "Le lundi 30 décembre 2024."),
    ("date-weekday", "Le lundi 30 décembre.", "Le mardi 30 décembre."),
    ("date-weekday", "Jeudi 15 et jeudi 16 janvier.", "Jeudi 15 et vendredi 16 janvier."),
    ("date-weekday", "Mardi 15 ou jeudi 22 janvier.", "Samedi 31 et dimanche 1er février."),
    ("date-weekday", "Lundi 1er février.", "En 1944, le mardi 6 juin, on débarque."),
    ("date-weekday", "Samedi 2 janvier.", "En 2025, le jeudi 2 janvier, il neigeait."),
    ("date-impossible", "Le 31 avril.", "Le 30 avril, le 29 février, et les 31 avrils."),
    ("event-past", "::: event 2026-01-01 Paris\nOui.\n:::", "::: event 2026-01-02 Paris\nOui.\n:::"),
    (
        "story-twice",
        "## Le rapport de l'Arcep sur les réseaux\n\nOui.\n\n# B {#b}\n\n## Les réseaux : le rapport Arcep\n\nOui.",
        "## Le rapport de l'Arcep sur les réseaux\n\nOui.\n\n# B {#b}\n\n## Le rapport des autres réseaux\n\nOui.",
    ),
    (
        "story-twice",
        "## Ceux qui participent aux débats\n\nOui.\n\n# B {#b}\n\n## Ceux qui participent aux débats\n\nOui.",
        "## Ceux qui participent aux débats\n\nOui.\n\n# B {#b}\n\n## Ceux qui ne participent pas aux débats\n\nOui.",
    ),
    (
        "story-twice",
        "[Le rapport](https://a.fr/r)\n\n# B {#b}\n\n[Le rapport](https://www.a.fr/r/#un)",
        "[Le rapport](https://a.fr/r)\n\n[Le rapport](https://a.fr/r)\n\n# B {#b}\n\n[Arcep](https://a.fr/)",
    ),
    (
        "story-twice",
        "[Le phare éteint](https://a.fr/p)\n\n# B {#b}\n\n[Le phare éteint](https://a.fr/p)",
        "[Cordouan](https://a.fr/p)\n\n# B {#b}\n\n[Cordouan](https://a.fr/p)",
    ),
    (
        "story-twice",
        "[Le phare éteint](https://a.fr/p)\n\n# B {#b}\n\n[Le phare éteint](https://a.fr/p)",
        "[Ada Byron](https://a.fr/p)\n\n# B {#b}\n\n[Ada Byron](https://a.fr/p)",
    ),
    (
        "story-twice",
        "[Notre formulaire](https://a.fr/p)\n\n# B {#b}\n\n[Notre formulaire](https://a.fr/p)",
        "[Un formulaire](https://a.fr/p)\n\n[Un formulaire](https://a.fr/p)\n\n# B {#b}\n\n[Un formulaire](https://a.fr/p)",
    ),
    ("capital-accent", "A l'avance, merci.", "À l'avance, merci."),
]
# The same for the front matter.
HEADS = [
    ("date-introduction", "introduction: La lettre du 9 janvier.", "introduction: La lettre du 2 janvier."),
    (
        "date-introduction",
        "introduction: Bonjour, ce vendredi 9 janvier.",
        "introduction: Rendez-vous vendredi 9 janvier.",
    ),
    ("date-introduction", "introduction: Ce vendredi 26 décembre.", "introduction: Ce mercredi 31 décembre."),
    ("teaser-undelivered", "teasers: [La carte des ateliers]", "teasers: [Le numérique en mots]"),
    ("teaser-undelivered", "teasers: [Une enquête sur la médiation]", "teasers: [Des mots numériques]"),
    ("word-twice", "title: De deux deux choses", "title: De deux choses"),
    ("quote-open", "teasers: [« Les mots du numérique]", "teasers: [« Les mots du numérique »]"),
]


def rules(findings: list[Finding]) -> set[str]:
    assert all(finding.severity is Severity.WARNING and finding.message and finding.remedy for finding in findings)
    return {finding.rule for finding in findings}


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_slip_is_found_and_what_looks_like_it_is_not(tmp_path: Path, rule: str, wrong: str, right: str) -> None:
    found = read_again(tmp_path, f"# A {{#a}}\n\n{wrong}")
    assert rule in rules(found)
    assert all(finding.place.line is not None and finding.place.line >= 5 for finding in found)
    assert rules(read_again(tmp_path, f"# A {{#a}}\n\n{right}")) == set()


@pytest.mark.parametrize(("rule", "wrong", "right"), HEADS)
def test_the_front_matter_is_read_too(tmp_path: Path, rule: str, wrong: str, right: str) -> None:
    body = "# A {#a}\n\nQuelques mots sur le numérique."
    (finding,) = read_again(tmp_path, body, wrong)
    assert (finding.rule, finding.place.line) == (rule, 2)
    assert read_again(tmp_path, body, right) == []


def test_apostrophes_of_the_settings_and_of_notes_are_nobodys_habit(tmp_path: Path) -> None:
    named = structs.replace(settings(), sections=(SectionRule("a", "L'édito"), SectionRule("b", "L'agenda d'ici")))
    sections = f"# L'édito {{#a}}\n\n{CURLY}\n\n# L'agenda d'ici {{#b}}\n\n{CURLY}"
    head = "title: Un titre\ndraft: true   # l'un, l'autre, l'eau\n# qu'on l'ôte d'ici"

    def found(body: str, head: str = head) -> set[str]:
        issue = issue_of(tmp_path, body, head)
        earlier = earlier_issues_of(tmp_path / "2026-01-02.md")
        return rules(of_the_text(view(issue=issue, earlier_issues=earlier, settings=named)))

    assert found(sections) == set()
    said = "l'un, l'autre, l'eau et d'autres"
    assert found(sections.replace(CURLY, f"Ici, {said}. {CURLY} {CURLY}", 1)) == {"apostrophes-mixed"}
    assert found(sections, f"title: {said} #3\n") == {"apostrophes-mixed"}


def test_a_draft_may_announce_what_is_not_written_yet(tmp_path: Path) -> None:
    body, head = "# A {#a}\n\nQuelques mots.", "teasers: [La carte des ateliers]"
    assert rules(read_again(tmp_path, body, head)) == {"teaser-undelivered"}
    assert read_again(tmp_path, body, head + "\ndraft: true") == []


def test_a_finding_names_the_line_and_the_words(tmp_path: Path) -> None:
    text = "# A {#a}\n\nUne ligne,\nune deuxième,\nde de trop.\n\n- un point (ouvert\n- un autre"
    found = read_again(tmp_path, text)
    assert [(finding.rule, finding.place.line) for finding in found] == [("bracket-open", 11), ("word-twice", 9)]
    assert "(ouvert" in found[0].message
    assert "“de”" in found[1].message


def test_a_teasers_line_is_its_own(tmp_path: Path) -> None:
    head = "title: Un\nteasers:\n  - Le numérique\n  - La carte des ateliers"
    (finding,) = read_again(tmp_path, "# A {#a}\n\nLe numérique.", head)
    assert (finding.rule, finding.place.line) == ("teaser-undelivered", 5)


def test_the_two_spellings_of_a_word_are_named_with_their_lines(tmp_path: Path) -> None:
    (finding,) = read_again(tmp_path, "# A {#a}\n\nL'Etat.\n\nL'État, et l'Etat.")
    assert "“Etat” (2 times, lines 7, 9) beside “État” (once, line 9)" in finding.message


def test_spaces_that_stand_twice_are_said_once(tmp_path: Path) -> None:
    (finding,) = read_again(tmp_path, "# A {#a}\n\nUne  espace.\n\nDeux  espaces.")
    assert finding.place.line == 7
    assert "“Une espace.”, and elsewhere (lines 7, 9)" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "9" * 60_000 + "%",
        "9," * 30_000,
        "lundi 1, " * 7_000 + "mai",
        "«" * 30_000,
        "(" * 60_000,
        "a" + " " * 60_000 + "b",
        " ".join(
            f"Marie {chr(65 + i % 26)}{'abcde'[i % 5]}{i % 7 * 'e'}bcd{i // 26 % 20 * 'o'}." for i in range(2_000)
        ),
        "x (ABC " * 9_000,
        "Aa " * 20_000,
        '"a ' * 20_000,
    ],
    ids=["figures", "commas", "dates", "quotes", "brackets", "spaces", "names", "acronyms", "capitals", "straight"],
)
def test_an_issue_that_was_written_to_be_slow_is_read_to_its_end(tmp_path: Path, text: str) -> None:
    issue = issue_of(tmp_path, f"# A {{#a}}\n\n{text}")
    earlier_issues = earlier_issues_of(tmp_path / "2026-01-02.md")
    found = of_the_text(view(issue=issue, earlier_issues=earlier_issues))
    assert len(found) < 50


def test_a_letter_in_english_is_not_read_as_french(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, "# A {#a}\n\nI know that that is so. Etat. 97 % and 85%.")
    chosen = settings(newsletter={"language": "en"})
    earlier_issues = earlier_issues_of(tmp_path / "2026-01-02.md")
    assert of_the_text(view(issue=issue, settings=chosen, earlier_issues=earlier_issues)) == []


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.name)
def test_the_sample_letters_are_not_bothered(letter: Letter) -> None:
    mine = {
        rule.id
        for concern, declared in concerns()
        if concern.title in {"The writing", "The inbox"}
        for rule in declared
    }
    assert [str(finding) for finding in made(letter).findings if finding.rule in mine] == []
