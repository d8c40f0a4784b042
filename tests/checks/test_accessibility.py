from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.analysis.english import in_english
from cenum.cache import user_cache
from cenum.checks.accessibility import accessibility
from cenum.checks.alternatives import alternatives
from cenum.edition.render import render_marked
from cenum.edition.templates import Templates
from cenum.finding import Place, Severity
from cenum.issue.lines import line_of
from cenum.issue.reader import read
from cenum.marks import mark_tags
from tests.checks.samples import GOOD, PLACE, view
from tests.edition.samples import BARE, HOSTILE, Desk, Letter, every_letter, made, own, settings, templates

if TYPE_CHECKING:
    from cenum.issue.model import Issue

ISSUE = replace(made(own(BARE)).issue, place=PLACE)
ENGLISH = "We have to understand that the tools which are built for us will change the way that we work together."
FRENCH = "Nous devons comprendre que les outils que l’on construit pour nous changeront notre façon de travailler."


def found(body: str, *, language: str = "fr", html: str = 'lang="fr"', wrapper: str = 'lang="fr"') -> list[str]:
    page = f"<!doctype html><html {html}><head><title>a</title></head><body><div {wrapper}>{body}</div></body></html>"
    findings = accessibility(view(replace(GOOD, html=page, language=language)))
    assert all(one.message and one.remedy for one in findings)
    return [one.rule for one in findings]


LAYOUT = '<table role="presentation"><tr><td>a</td></tr></table>'


@pytest.mark.parametrize(
    ("bad", "rule", "good"),
    [
        ("<h1>a</h1><h3>b</h3>", "heading-skipped", "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2><h3>e</h3>"),
        ("<h2>a</h2>", "heading-skipped", "<h1>a</h1>"),
        ("<h1>a</h1><h2>b</h2><h4>c</h4>", "heading-skipped", '<h1>a</h1><div style="display:none"><h4>b</h4></div>'),
        (f"<p>{ENGLISH}</p>", "language-passage", f"<p>{FRENCH}</p>"),
        (f"<p>Il a dit : « {ENGLISH} » Et voilà.</p>", "language-passage", f'<p lang="en">{ENGLISH}</p>'),
        (f"<p>Elle : <em>{ENGLISH}</em></p>", "language-passage", f'<p>Elle : <em lang="en">{ENGLISH}</em></p>'),
        (
            f"<ul><li>{ENGLISH}</li></ul>",
            "language-passage",
            "<p>Le « State of the Art of the Union of the Many »</p>",
        ),
        ('<p lang="ar">a</p>', "direction-missing", '<p lang="ar" dir="rtl">a</p>'),
        ('<div lang="ar" dir="rtl"><p lang="fr">a</p></div>', "direction-missing", '<p lang="ar-Latn">a</p>'),
        ('<p>a <b lang="he" dir="ltr">b</b></p>', "direction-missing", '<p>a <b lang="he" dir="auto">b</b></p>'),
        ("<table><tr><td>a</td></tr></table>", "table-layout", LAYOUT),
        ("<!--[if mso]><table><tr><td><![endif]-->a", "table-layout", f"<!--[if mso]>{LAYOUT}<![endif]-->a"),
        ("<table><tr><td>a</td></tr></table>", "table-layout", "<table><tr><th>a</th></tr></table>"),
        ('<a href="#a">a</a>', "anchor-missing", '<a href="#a">a</a><p id="a">a</p>'),
        ('<a href="#a">a</a>', "anchor-missing", '<a href="#a">a</a><a name="a"></a>'),
        ('<div style="flex-direction:row-reverse">a</div>', "reading-order", '<div style="margin:0">a</div>'),
        ('<table role="none" style="direction:rtl"></table>', "reading-order", '<p style="direction:ltr">a</p>'),
    ],
)
def test_an_obstacle_is_said_and_a_good_letter_is_left_alone(bad: str, rule: str, good: str) -> None:
    assert found(bad) == [rule]
    assert found(good) == []


@pytest.mark.parametrize(
    ("html", "wrapper"),
    [("", 'lang="fr"'), ('lang="und"', 'lang="fr"'), ('lang="fr"', ""), ('lang="fr"', 'lang="en"')],
)
def test_the_document_and_its_wrapper_say_the_language(html: str, wrapper: str) -> None:
    assert "language-missing" in found("<p>Bonjour.</p>", html=html, wrapper=wrapper)


def test_english_in_an_english_letter_is_no_finding() -> None:
    assert found(f"<p>{ENGLISH}</p>", language="en", html='lang="en"', wrapper='lang="en"') == []


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "The AI Act, the Data Act and the Digital Markets Act sont en vigueur, et le Data Governance Act aussi.",
        "Le rapport « The state of the web and of its many users »",
        "À lire : AI Index 2025, Stanford Institute for Human-Centered Artificial Intelligence, Stanford.",
        "OpenAI, Google, Meta, Amazon, Apple, Microsoft, Nvidia, Anthropic, Mistral, Hugging Face, Cohere.",
        "Il cite Lawrence Lessig (“code is law”), Shoshana Zuboff (“the age of surveillance capitalism”).",
        "Wir müssen verstehen, dass die Werkzeuge, die für uns gebaut werden, die Art ändern, wie wir arbeiten.",
        "",
    ],
)
def test_titles_names_and_other_languages_are_not_taken_for_english(text: str) -> None:
    assert list(in_english(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        f"« {ENGLISH} »",
        "It’s not that we don’t know what to do: it is that those who could do it have no reason to.",
        f"{FRENCH} « {ENGLISH} » {FRENCH}",
    ],
)
def test_english_sentences_are_found(text: str) -> None:
    assert len(list(in_english(text))) == 1


WRAPPED = """Software is much more than just code. It is time to
confront the complexity of licenses, uses and other
facets of software in science. Their influence is
ubiquitous and yet overlooked by most of the people."""


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        (WRAPPED, [WRAPPED]),
        (f"Bonjour à toutes et à tous,\n{WRAPPED}\nÀ vous de jouer, et à la semaine prochaine.", [WRAPPED]),
        (f"Clara Blanchet, Orange\n{WRAPPED}\nClara Blanchet", [WRAPPED]),
        (WRAPPED.replace("complexity of", "complexity (and the beauty) of"), None),
        (WRAPPED.replace("It is time", "It is – they say – time"), None),
        (f"{ENGLISH} – {ENGLISH}", [f"{ENGLISH} – {ENGLISH}"]),
        (f"« {ENGLISH} », dit-elle, « {ENGLISH} »", [ENGLISH, ENGLISH]),
        ("À lire : The state of the web – how we know it, un dossier de la semaine", []),
        ("The Digital Markets Act : what it is and how it will change us", []),
    ],
)
def test_an_english_passage_is_one_wherever_its_lines_are_broken(text: str, passages: list[str] | None) -> None:
    wanted = [text] if passages is None else passages
    assert list(in_english(text)) == [" ".join(one.split()) for one in wanted]


def test_a_passage_of_several_paragraphs_or_points_is_told_once_and_the_next_one_again() -> None:
    once = f"<p>{ENGLISH}</p><ul><li>{ENGLISH}</li><li>« {ENGLISH} »</li></ul>"
    assert found(once) == ["language-passage"]
    assert found(f"{once}<p>{FRENCH}</p><p>{ENGLISH}</p>") == ["language-passage"] * 2
    assert found(f"<p>« {ENGLISH} », dit-elle.</p><p>{ENGLISH}</p>") == ["language-passage"] * 2


def test_findings_stand_on_the_line_of_the_issue(desk: Desk) -> None:
    body = f"## Un sujet\n\nBonjour.\n\n#### Trop bas\n\n> {ENGLISH}\n\n::: note\nÀ noter.\n\n{ENGLISH}\n:::\n"
    desk.section(body)
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    lines = (desk.folder / "2026-01-02.md").read_text("utf-8").split("\n")
    made_of = render_marked(issue, settings(), templates())
    findings = accessibility(view(made_of.edition, issue=issue, written=made_of))
    assert [(one.rule, one.place.line) for one in findings] == [
        ("heading-skipped", lines.index("#### Trop bas") + 1),
        ("language-passage", lines.index(f"> {ENGLISH}") + 1),
        ("language-passage", lines.index(ENGLISH) + 1),
    ]


def test_words_that_a_template_shows_stand_where_the_issue_says_them_and_its_own_in_the_template(desk: Desk) -> None:
    own = "It’s not that we don’t know what to do: it is that those who could do it have no reason to."
    header = desk.templates / "header.mjml.j2"
    header.write_text(header.read_text("utf-8").replace("{{ say.good_reading }}", own), "utf-8")
    (desk.folder / "2026-01-02.md").write_text(
        f"---\ntitle: {ENGLISH}\nintroduction: Oui.\n---\n\n# A {{#a}}\n\nOui.\n", "utf-8"
    )
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    made_of = render_marked(issue, settings(), Templates(desk.templates, user_cache()))
    line = next(n for n, text in enumerate(header.read_text("utf-8").split("\n"), 1) if own in text)
    findings = accessibility(view(made_of.edition, issue=issue, written=made_of))
    assert [(one.rule, str(one.place)) for one in findings] == [
        ("language-passage", "2026-01-02.md:2"),
        ("language-passage", f"templates/header.mjml.j2:{line}"),
    ]


def test_a_table_and_a_link_stand_where_their_own_tags_are() -> None:
    html = mark_tags(f'{LAYOUT}\n<table>\n<tr><td>a</td></tr></table>\n<a href="#a">a</a>', "templates/a.html.j2", 3)
    places = {one.rule: str(one.place) for one in accessibility(view(replace(GOOD, html=html)))}
    assert places["table-layout"] == "templates/a.html.j2:4"
    assert places["anchor-missing"] == "templates/a.html.j2:6"


def test_what_no_text_of_the_issue_holds_has_no_line() -> None:
    assert line_of(ISSUE, "Rien de tel") is None
    assert line_of(ISSUE, " ") is None


def with_picture(desk: Desk, alt: str, credit: str = "", name: str = "carte.png") -> tuple[Issue, list[str]]:
    from PIL import Image  # noqa: PLC0415  only here

    Image.new("RGB", (400, 300)).save(desk.folder / name)
    title = f' "{credit}"' if credit else ""
    rendered = desk.section(f"Avant l’image.\n\n![{alt}]({name}{title})\n\nAprès l’image.")
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    findings = alternatives(view(rendered, issue=issue))
    assert all(one.severity is Severity.WARNING and one.place.line for one in findings)
    return issue, [one.rule for one in findings]


@pytest.mark.parametrize(
    ("alt", "rule"),
    [
        ("IMG_2034", "alt-file-name"),
        ("carte-finale.png", "alt-file-name"),
        ("DSC 0012", "alt-file-name"),
        ("Image d'une carte", "alt-image-of"),
        ("photo de la salle", "alt-image-of"),
        ("Une photographie du Conseil", "alt-image-of"),
        ("A picture of a map", "alt-image-of"),
        ("Une carte " * 16, "alt-long"),
        ("Après l'image", "alt-repeats"),
        ("Avant l’image.", "alt-repeats"),
    ],
)
def test_a_description_that_describes_nothing_is_said(desk: Desk, alt: str, rule: str) -> None:
    assert with_picture(desk, alt)[1] == [rule]


@pytest.mark.parametrize(
    "alt",
    [
        "Une carte de France, les départements sans haut débit en rouge",
        "Carte",
        "Dessin de presse : deux robots jouent aux échecs",
        "Imagerie médicale et photovoltaïque",
        "Le photographe de presse",
    ],
)
def test_a_description_that_describes_is_left_alone(desk: Desk, alt: str) -> None:
    assert with_picture(desk, alt)[1] == []


def test_a_file_of_one_plain_word_may_be_described_by_it(desk: Desk) -> None:
    assert with_picture(desk, "Carte", name="carte.png")[1] == []
    assert with_picture(desk, "carte_2026", name="carte-2026.png")[1] == ["alt-file-name"]


def test_a_description_that_is_the_credit_is_said(desk: Desk) -> None:
    assert with_picture(desk, "Prénom Nom", credit="Prénom Nom")[1] == ["alt-repeats"]
    assert with_picture(desk, "Deux robots", credit="Prénom Nom")[1] == []


def test_a_picture_of_a_template_needs_an_alt_even_if_it_is_empty() -> None:
    html = mark_tags('<p><img src="a.png" alt="">\n<img src="a.png"></p>', "templates/a.html.j2", 7)
    (finding,) = alternatives(view(replace(GOOD, html=html)))
    assert (finding.rule, str(finding.place)) == ("alt-missing", "templates/a.html.j2:8")


# Why each of them is right.
_JUSTIFIED = {HOSTILE: ["alt-long"]}  # its description is as long as an editor's impatience, on purpose


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_are_accessible(letter: Letter) -> None:
    whole = made(letter)
    findings = [
        finding
        for check in (accessibility, alternatives)
        for finding in check(view(whole.edition, issue=whole.issue))
    ]
    assert [one.rule for one in findings] == _JUSTIFIED.get(letter.name, []), [str(one) for one in findings]


def test_a_template_without_its_language_is_told_so(desk: Desk) -> None:
    file = desk.templates / "letter.mjml.j2"
    file.write_text(file.read_text("utf-8").replace('lang="{{ newsletter.language }}"', ""), "utf-8")
    findings = accessibility(view(desk.section("Bonjour.")))
    assert {(one.rule, one.place) for one in findings} == {
        ("language-missing", Place("templates/letter.mjml.j2")),
    }
