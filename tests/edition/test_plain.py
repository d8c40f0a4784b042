from __future__ import annotations

import re

import pytest

from cenum.edition.plain import References, underline, wrap
from tests.edition.samples import EVERY_BLOCK, Desk, Letter, every_letter, own, public, settings

each_letter = pytest.mark.parametrize("letter", every_letter())
_REFERENCE = re.compile(r"\[\d+\] \S+")


@each_letter
def test_no_line_is_longer_than_76_columns_unless_it_is_one_word(letter: Letter) -> None:
    in_code = re.compile(r"^ {4,}\S* {2,}")
    for line in public(letter)[1].split("\n"):
        whole = len(line.strip().split(" ")) == 1 or _REFERENCE.fullmatch(line) or in_code.match(line)
        alone = len(re.sub(r"^[\s>]*(?:•|→|—|\d+\.)?\s*", "", line).split(" ")) == 1
        assert len(line) <= 76 or whole or alone, line


@each_letter
def test_blank_lines_come_one_at_a_time(letter: Letter) -> None:
    text = public(letter)[1]
    assert "\n\n\n" not in text
    assert text == text.strip("\n") + "\n"
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)


@each_letter
def test_addresses_stand_together_with_a_blank_line_around_them(letter: Letter) -> None:
    paragraphs = public(letter)[1].strip().split("\n\n")
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        given = [bool(_REFERENCE.fullmatch(line)) for line in lines]
        assert all(given) or not any(given), paragraph
    assert _REFERENCE.fullmatch(paragraphs[-1].split("\n")[-1])


@each_letter
def test_numbers_run_from_one_and_follow_their_marks(letter: Letter) -> None:
    text = public(letter)[1]
    given = [int(number) for number in re.findall(r"^\[(\d+)\] \S+$", text, re.MULTILINE)]
    assert given == list(range(1, len(given) + 1))
    for number in given:
        assert text.index(f"[{number}]") < text.index(f"\n[{number}] ")


@each_letter
def test_headings_are_underlined(letter: Letter) -> None:
    text = public(letter)[1]
    assert len(re.findall(r"^=+$", text, re.MULTILINE)) >= 3
    for heading, line in re.findall(r"^(\S.*)\n([=-]+)$", text, re.MULTILINE):
        assert 1 <= len(line) <= 76, heading


def test_nothing_is_left_of_markdown_or_html() -> None:
    text = public(own(EVERY_BLOCK))[1]
    for sign in ("**", "](", ":::", "{#", "```", "&amp;", "&#", "<p", "<a ", "</", "style="):
        assert sign not in text.replace("</b>", "").replace("</script>", ""), sign


def test_every_block_is_laid_out_as_a_person_would(desk: Desk) -> None:
    text = desk.section(
        """Une phrase avec [un lien](https://www.example.org/1), \\
puis une autre ligne.

## Un titre

1. Un point, assez long pour passer à la ligne suivante, où il doit rester aligné sur lui-même.
   - Un autre dedans, assez long lui aussi pour passer à la ligne suivante, où il doit rester aligné.

     Un second paragraphe.
2. Deux

> Une citation.
>
> > Une citation dedans.

    du code

***

::: testimony Zoé, médiatrice
« Une phrase. »

- Un point.
:::

::::: event 2026-02-01 9h05 Brest
Un débat.

::: note
> Une citation.
:::
:::::

::: interview Zoé, médiatrice
## Une question ?

Une réponse.
:::

::: resource https://www.example.org/2
Un guide.
:::

::: button https://www.example.org/3
Un bouton
:::"""
    ).text
    body = text[text.index("Une phrase avec") : text.index("👋")]
    body = re.sub(r"-[0-9a-f]{12}\.ics", "-HASH.ics", body)
    assert body.replace("\u00a0", " ").replace("\u202f", " ") == (
        """Une phrase avec un lien [2],
puis une autre ligne.

Un titre
--------

1. Un point, assez long pour passer à la ligne suivante, où il doit rester
   aligné sur lui-même.

   • Un autre dedans, assez long lui aussi pour passer à la ligne suivante,
     où il doit rester aligné.

     Un second paragraphe.

2. Deux

> Une citation.

> > Une citation dedans.

du code

✦ ✦ ✦

> « Une phrase. »

> • Un point.

> — Zoé, médiatrice

    Dimanche 1er février 2026 à 9h05, Brest

    Un débat.

        > Une citation.

    Ajouter à mon agenda [3]

Entretien avec Zoé, médiatrice

Une question ?
--------------

Une réponse.

    Un guide.

    Découvrir la ressource [4]

→ Un bouton [5]

[2] https://www.example.org/1
[3] https://cenum.invalid/calendar/2026-02-01-HASH.ics
[4] https://www.example.org/2
[5] https://www.example.org/3

"""
    )


def test_a_place_in_the_letter_gets_no_number(desk: Desk) -> None:
    text = desk.section("Voir [plus loin](#une).\n\n::: button #une\nPlus loin\n:::").text
    assert "Voir plus loin.\n\n→ Plus loin\n\n👋" in text


def test_a_no_break_space_holds_at_the_end_of_a_line() -> None:
    assert wrap("aaa bbb\u00a0ccc", width=8) == "aaa\nbbb\u00a0ccc"


def test_long_addresses_and_hyphens_are_never_cut() -> None:
    address = "https://www.example.org/" + "a-b" * 40
    assert wrap(f"Voir {address} demain").split("\n") == ["Voir", address, "demain"]


@pytest.mark.parametrize(
    ("heading", "width"),
    [("☕ Café", 7), ("🗓️ Agenda", 9), ("👩\u200d💻 Zoé", 8), ("Été", 3), ("e\u0301", 1), ("a" * 90, 76)],
)
def test_an_underline_is_as_wide_as_what_it_underlines(heading: str, width: int) -> None:
    assert len(underline(heading, "=").split("\n")[-1]) == width


def test_an_indented_underline_keeps_within_the_line() -> None:
    lines = underline("mot " * 30, "-", "    ").split("\n")
    assert max(len(line) for line in lines) <= 76
    assert lines[-1].startswith("    ---")


def test_references_are_given_out_once() -> None:
    references = References()
    assert [references.mark("https://example.org/a"), references.mark("#la"), references.mark("mailto:b@c.fr")] == [
        "[1]",
        "",
        "[2]",
    ]
    assert references.flush() == "[1] https://example.org/a\n[2] mailto:b@c.fr"
    assert references.flush() == ""
    assert references.mark("https://example.org/a") == "[3]"


TABLE = """| Ville | Mai | Juin | Août |
| --- | --- | --- | --- |
| Arras | 12 | | |
| Reims | | 3 | |
"""


def test_a_row_of_a_table_names_the_cells_that_say_something_and_every_column_is_named_once(desk: Desk) -> None:
    text = desk.section(TABLE).text
    assert (
        "\n• Ville\u00a0: Arras\u202f; Mai\u00a0: 12\u202f; Août\u00a0:\n• Ville\u00a0: Reims\u202f; Juin\u00a0: 3\n"
        in text
    )


def test_a_table_has_no_french_spaces_in_a_letter_in_english(desk: Desk) -> None:
    text = desk.edition(f"# Un {{#une}}\n\n{TABLE}", chosen=settings(newsletter={"language": "en"})).text
    assert "\n• Ville: Arras; Mai: 12; Août:\n• Ville: Reims; Juin: 3\n" in text
