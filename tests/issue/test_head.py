"""The head of an issue as people who write French type it: what was typed is the text, or a finding at its line."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cenum.issue.blocks import Prose
from cenum.issue.front_matter import CreditLine, FrontMatter, Illustration, parse, says_draft, split, table
from cenum.waivers import Waiver
from tests.issue.desk import SECTION, found, issue, reading

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

# Texts as typed, each of which YAML reads as something else, or not at all.
TYPED = [
    *("Lettre #170", "Café IA #3, la suite", "Un an de Café IA # le bilan", "C# et F#", "Un #1 #2 # 3"),
    *("Un an : la suite", "Bilan: un an", "L'été : la suite", "Titre :", "a: b: c", ": suite", "À 9 h : café"),
    *("[Café IA] un an", "[Café IA]", "[Café", "{Café} IA", "{Café}", "{", "]", "}", ", puis"),
    *("*nouveau", "**", "&suite", "& suite", "&a b", "!", "! Enfin", "!important x", "% de plus", "%YAML 1.1"),
    *("@cafe_ia", "`code", "> 10 000", ">10", "| suite", "- suite", "-", "--- suite", "?", "? suite", "..."),
    *('"Un an" de Café IA', '"Un an" : la suite', '"Un" et "deux"', "'Un an' de Café IA", "«\u00a0Un an\u00a0» : x"),
    *(
        "12:30",
        "035",
        "1984",
        "2027",
        "1e3",
        "1_000",
        "0x1F",
        ".5",
        "-1",
        "+33 1 02",
        "3.10",
        "2027-01-08",
        "2027-01",
    ),
    *("Oui", "no", "Non", "yes", "true", "off", "null", "~", "Null", "NaN", ".inf", "=", "<<", "y", "n"),
    *("Un\ttabulé", "Fin de ligne \\", "\\x07", "C:\\dossier", "Ça, c'est l'été", "👩‍🏫 : l'école", "a  b"),
]
# YAML's own meaning is kept where quotation marks begin and end a text; apostrophes within them are none.
QUOTED = {
    '"Un an : la suite"': "Un an : la suite",
    "'Un an # deux'": "Un an # deux",
    '"Un an" # vu': "Un an",
    "'L''été'": "L'été",
    "'L'année de Café IA'": "L'année de Café IA",
    "'L'été d'Ada'": "L'été d'Ada",
    '"C:\\dossier"': "C:\\dossier",
    '"Une \\"citation\\""': 'Une "citation"',
    '"12:30"': "12:30",
    "'Oui'": "Oui",
}
NUMBERS = {
    **dict.fromkeys(["35", "035", "35 # le bon", "n° 35", "N°35", "#35", "0x23", "+35", "35 "], 35),
    **dict.fromkeys(["1 234", "1_234", "1\u202f234"], 1234),
    "008": 8,
}
NO_NUMBERS = ["trente", "'35'", "3.5", "12:30", "-1", "0", "1e3", "2027-01-08", "35 bis", "9" * 30]
DRAFTS = {
    **dict.fromkeys(["true", "True", "yes", "on", "Oui", "oui", "OUI", "vrai", "true # pas encore", "oui #x"], True),
    **dict.fromkeys(["false", "no", "off", "non", "Non", "faux", "FAUX # prêt"], False),
}
NO_DRAFTS = ["bientôt", "'true'", "1", "", "# oui", "peut-être", "[true]"]


MARK = "markup-left"


def read(head: str) -> tuple[FrontMatter | None, list[Finding]]:
    """The front matter whose first line is the line 2, as in a file."""
    front_matter, _lines, findings = parse("\n" + head, "f", 1)
    return front_matter, findings


def good(head: str) -> FrontMatter:
    front_matter, findings = read(head)
    assert [finding for finding in findings if finding.rule != MARK] == []
    assert front_matter is not None
    return front_matter


def test_a_head_that_is_too_long_is_not_read() -> None:
    longest = "draft: true\n" + "#" * (16_000 - len("draft: true\n"))
    assert table(longest) == {"draft": True}
    assert parse(longest, "f", 2)[2] == []
    assert table(longest + "#") == {}
    nothing, _lines, (finding,) = parse(longest + "#", "f", 2)
    assert (nothing, finding.rule) == (None, "front-matter-syntax")
    assert "16001 characters; the most is 16000" in finding.message


def test_yaml_makes_no_object_and_follows_no_alias() -> None:
    for head in ("title: !!python/object/apply:os.getcwd []", "title: &a [*a]", "a: &a [x]\ntitle: *a"):
        assert read(head)[0] is None
    nothing, mistakes = read("x: " + "[" * 10 + "a" + "]" * 10)
    assert nothing is None
    assert "nested too deep" in "".join(one.message for one in mistakes)
    assert read("number: " + "[" * 5_000 + "]" * 5_000)[0] is None


@pytest.mark.parametrize("key", ["title", "subject", "preheader", "teasers_lead", "introduction"])
def test_what_was_typed_after_the_key_of_a_text_is_the_text(key: str) -> None:
    for typed in TYPED:
        read_head = good(f"{key}: {typed}\nnumber: 3")
        assert (getattr(read_head, key), read_head.number) == (typed, 3)


# A second item that YAML can't read makes all of them be read line by line.
@pytest.mark.parametrize("second", ["deux", "@deux", "deux : trois"])
def test_what_was_typed_as_an_item_is_the_item(second: str) -> None:
    # A dash behind a dash is a list in a list, which is told.
    for typed in (typed for typed in TYPED if typed not in {"-", "- suite", "?"}):
        assert good(f"teasers:\n  - {typed}\n  - {second}\nnumber: 3").teasers == (typed, second)
        authors = good(f"credits:\n  authors:\n    - {typed}\n    - {second}\n").credits.authors
        assert authors == (typed, second)


def test_what_was_typed_in_a_table_is_the_text() -> None:
    for typed in TYPED:
        table = f"illustration:\n  image: media/a.png # la carte\n  alt: {typed}\n  credit: {typed}\n"
        illustration = good(table).illustration
        assert illustration is not None
        assert (illustration.image, illustration.alt, illustration.credit) == ("media/a.png", typed, typed)
        written = f"  - rule: link-gone\n    reason: {typed}\n    url: https://a.fr/* # le site\n"
        (waiver,) = good(f"waivers:\n{written}").waivers
        assert (waiver.reason, waiver.url) == (typed, "https://a.fr/*")


@pytest.mark.parametrize(
    "typed",
    [
        *("Un dessin : des gens", "Un dessin, des gens, un chat", "Un dessin #2", "L'été : une table, des gens"),
        *("@dessin", "12:30", "Oui", "Un « dessin » : x", "[Un] dessin : x", "Un {dessin} : x", "1984"),
    ],
)
def test_what_was_typed_within_brackets_is_the_text(typed: str) -> None:
    illustration = good(f"illustration: {{image: media/a.png, alt: {typed}, credit: Ada}}\nnumber: 3").illustration
    assert illustration is not None
    assert (illustration.image, illustration.alt, illustration.credit) == ("media/a.png", typed, "Ada")
    last = good(f"illustration: {{image: media/a.png, credit: Ada, alt: {typed}}}").illustration
    assert last is not None
    assert last.alt == typed


def test_a_list_in_brackets_is_cut_at_its_commas() -> None:
    head = "teasers: [Édito #2, Bilan : un an, \"Un, deux\", 'L''été', 12:30, Oui]\ncredits: {authors: [A : B, C]}\n"
    read_head = good(head)
    assert read_head.teasers == ("Édito #2", "Bilan : un an", "Un, deux", "L'été", "12:30", "Oui")
    assert read_head.credits.authors == ("A : B", "C")


@pytest.mark.parametrize("written", QUOTED)
def test_quotation_marks_keep_their_meaning(written: str) -> None:
    assert good(f"title: {written}\nnumber: 3").title == QUOTED[written]
    assert good(f"teasers:\n  - {written}\n  - b\n").teasers == (QUOTED[written], "b")


@pytest.mark.parametrize("written", NUMBERS)
def test_where_a_number_is_declared_a_number_is_read(written: str) -> None:
    assert good(f"title: a\nnumber: {written}\n").number == NUMBERS[written]


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_is_no_number_is_told(written: str) -> None:
    _none, (finding,) = read(f"title: a\nnumber: {written}\n")
    assert (finding.place.line, finding.rule) == (3, "front-matter-wrong-value")


@pytest.mark.parametrize("written", DRAFTS)
def test_yes_and_no_are_said_in_french_too(written: str) -> None:
    assert good(f"title: a\ndraft: {written}\n").draft is DRAFTS[written]


@pytest.mark.parametrize("written", NO_DRAFTS)
def test_what_is_neither_yes_nor_no_is_told(written: str) -> None:
    _none, (finding,) = read(f"title: a\ndraft: {written}\n")
    assert (finding.place.line, finding.rule) == (3, "front-matter-wrong-value")


# A head, and what it must mean.
MEANT: dict[str, tuple[str, dict[str, Any]]] = {
    "no space after the colon": (
        "title:Un an\nnumber:35\ndraft:oui",
        {"title": "Un an", "number": 35, "draft": True},
    ),
    "no space after the colon of a table's keys": (
        "credits:\n  authors:[Ada]\n  illustrator:Ada : L.\nwaivers:\n  - rule:link-gone\n    reason:Voulu",
        {"credits": CreditLine(("Ada",), "Ada : L."), "waivers": (Waiver("link-gone", "Voulu"),)},
    ),
    "no space after a colon in brackets": ("credits: {authors:[Ada]}", {"credits": CreditLine(("Ada",))}),
    "a no-break space after the colon": ("title:\u00a0Un an", {"title": "Un an"}),
    "a tab after the colon": ("title:\tUn an\nnumber:\t3", {"title": "Un an", "number": 3}),
    "a no-break space before the colon": ("title\u00a0: Un an\nnumber\u202f: 3", {"title": "Un an", "number": 3}),
    "a space before the colon": ("title : Un an : la suite", {"title": "Un an : la suite"}),
    "a space before the key": (" title: Un an\nnumber: 3", {"title": "Un an", "number": 3}),
    "all indented": ("  title: Un an : x\n  number: 3", {"title": "Un an : x", "number": 3}),
    "a line that is a comment": ("# title: a\ntitle: b : c\n  # d\nnumber: 3", {"title": "b : c", "number": 3}),
    "a comment between items": ("teasers:\n  - a : b\n  # c\n  - d #2", {"teasers": ("a : b", "d #2")}),
    "no-break spaces at the margin": (
        "credits:\n\u00a0\u00a0authors:\n\u00a0\u00a0\u202f- Ada\nteasers:\n\u00a0 - a : b",
        {"credits": CreditLine(("Ada",)), "teasers": ("a : b",)},
    ),
    "an invisible character before a key": ("\u200btitle: a : b\n\ufeffnumber: 3", {"title": "a : b", "number": 3}),
    "dashes of Word": ("teasers:\n  – a\n  – b : c", {"teasers": ("a", "b : c")}),
    "one dash of Word": ("teasers:\n  — a", {"teasers": ("a",)}),
    "bullets": ("teasers:\n• a\n• b", {"teasers": ("a", "b")}),
    "asterisks": ("teasers:\n  * a\n  * b", {"teasers": ("a", "b")}),
    "no space after a dash": ("teasers:\n  -a\n  - b", {"teasers": ("a", "b")}),
    "no space after the second dash": ("teasers:\n  - a\n  -b : c", {"teasers": ("a", "b : c")}),
    "no space after any dash": ("teasers:\n-a\n-b\nnumber: 3", {"teasers": ("a", "b"), "number": 3}),
    "a no-break space after a dash": ("teasers:\n  -\u00a0a\n  -\u00a0b", {"teasers": ("a", "b")}),
    "items at the margin": ("teasers:\n- a : b\n- @c\nnumber: 3", {"teasers": ("a : b", "@c"), "number": 3}),
    "the first item behind the key": ("teasers: - a\n  - b\nnumber: 3", {"teasers": ("a", "b"), "number": 3}),
    "brackets in two items": ("teasers:\n  - [a\n  - b]\n  - c", {"teasers": ("[a", "b]", "c")}),
    "an item of two lines": ("teasers:\n  - a : b\n    et c\n  - d", {"teasers": ("a : b et c", "d")}),
    "a text of two lines": ("title: a : b\n  et c\nnumber: 3", {"title": "a : b et c", "number": 3}),
    "a text below its key": ("title:\n  a : b\nnumber: 3", {"title": "a : b", "number": 3}),
    "two paragraphs, folded": ("introduction: >-\n  a\n  b\n\n  c : d", {"introduction": "a b\n\nc : d"}),
    "two paragraphs, plain": ("introduction:\n  a\n\n  b\n  c", {"introduction": "a\n\nb c"}),
    "two paragraphs that YAML can't read": ("introduction: a : b\n  c\n\n  d", {"introduction": "a : b c\n\nd"}),
    "a tab within a text, and a colon": (
        "introduction: |\n  a\n  \tb\ntitle: c : d",
        {"introduction": "a\n\tb\n", "title": "c : d"},
    ),
    "a list, folded": ("introduction: >-\n  a :\n    - b\n    - c", {"introduction": "a :\n  - b\n  - c"}),
    "Markdown": ("introduction: |\n  - a : b\n  # c\n", {"introduction": "- a : b\n# c\n"}),
    "a separator of lines": ("title: a\u2028b : c\nnumber: 3", {"title": "a b : c", "number": 3}),
    "brackets at the margin": (
        "illustration: {\nimage: media/a.png,\nalt: b\n}\nnumber: 3",
        {"illustration": Illustration("media/a.png", "b"), "number": 3},
    ),
    "a text in quotes at the margin": (
        'introduction: "Bonjour.\nNote : la suite."\nnumber: 3',
        {"introduction": "Bonjour. Note : la suite.", "number": 3},
    ),
    "brackets on many lines": ("teasers: [\n  a,\n  b : c\n]\nnumber: 3", {"teasers": ("a", "b : c"), "number": 3}),
    "the end of a document": ("title: a\n...\n", {"title": "a"}),
    "nothing": ("{}", {}),
    "nothing for what may be absent": ("number:\nillustration: ~\nreply_to: null\ntitle: a", {"title": "a"}),
}


@pytest.mark.parametrize("case", MEANT)
def test_what_can_mean_one_thing_only_means_that(case: str) -> None:
    head, meant = MEANT[case]
    assert good(head) == FrontMatter(**meant)


CLOSE_IT, DASH = "write {} at its end too, or delete the first one", "begin each item with a dash and a space"
ALIGN, INDENTED = "put one below the other", "remove the spaces before it"
# A head; the line of each finding and a part of its remedy; the head of who follows it, in which nothing is wrong.
TOLD: dict[str, tuple[str, list[tuple[int, str]], str]] = {
    "a quotation mark never closed": (
        'title: "Un an\nteasers:\n  - a\nillustration: {image: media/a.png, alt: "Un dessin", credit: Ada}',
        [(2, CLOSE_IT.format('"'))],
        'title: "Un an"\nteasers:\n  - a\nillustration: {image: media/a.png, alt: "Un dessin", credit: Ada}',
    ),
    "an apostrophe as a quotation mark never closed": ("title: 'Un an", [(2, CLOSE_IT.format("'"))], "title: Un an"),
    "two quotation marks never closed": (
        'title: "Un an\nsubject: "Deux ans\nnumber: 3',
        [(2, CLOSE_IT.format('"')), (3, CLOSE_IT.format('"'))],
        "title: Un an\nsubject: Deux ans\nnumber: 3",
    ),
    "a quotation mark closed two keys later": (
        'title: "Un an\nsubject: Deux ans"\nnumber: 3',
        [(2, CLOSE_IT.format('"'))],
        'title: "Un an"\nsubject: Deux ans"\nnumber: 3',
    ),
    "a quotation mark closed below a key in French": (
        'title: "Un an\ntitre: Deux ans"\nnumber: 3',
        [(2, CLOSE_IT.format('"')), (3, "write `title` instead of `titre`")],
        'title: "Un an"\nnumber: 3',
    ),
    "an item never closed": ('teasers:\n  - "a\n  - b', [(3, CLOSE_IT.format('"'))], 'teasers:\n  - "a"\n  - b'),
    "an item closed in the next": ('teasers:\n  - "a\n  - b"', [(3, CLOSE_IT.format('"'))], "teasers:\n  - a\n  - b"),
    "a quotation within a quotation": (
        'title: "Il dit "oui" à tout"',
        [(2, "write « and » for the quotation within")],
        'title: "Il dit « oui » à tout"',
    ),
    "a quotation mark never closed in brackets": (
        'illustration: {image: media/a.png, alt: "Un dessin}',
        [(2, CLOSE_IT.format('"'))],
        'illustration: {image: media/a.png, alt: "Un dessin"}',
    ),
    "a bracket never closed": (
        "teasers: [a, b\nnumber: 3",
        [(2, "write ] at its end")],
        "teasers: [a, b]\nnumber: 3",
    ),
    "a brace never closed": (
        "title: a\nillustration: {image: media/a.png, alt: Un dessin\nnumber: 3",
        [(3, "write } at its end")],
        "title: a\nillustration: {image: media/a.png, alt: Un dessin}\nnumber: 3",
    ),
    "braces forgotten": (
        "illustration: image: media/a.png, alt: b",
        [(2, "write, for example: { image:")],
        "illustration: {image: media/a.png, alt: b}",
    ),
    "a tab": ("teasers:\n  - a\n\t- b", [(4, "write two spaces")], "teasers:\n  - a\n  - b"),
    "tabs": (
        "credits:\n\tauthors:\n\t\t- a\nteasers:\n\t- b : c",
        [(3, "write two spaces"), (4, "write two spaces"), (6, "write two spaces")],
        "credits:\n  authors:\n    - a\nteasers:\n  - b : c",
    ),
    "a dash too far to the right": ("teasers:\n  - a\n   - b", [(4, ALIGN)], "teasers:\n  - a\n  - b"),
    "a dash too far to the left": ("teasers:\n  - a\n - b", [(4, ALIGN)], "teasers:\n  - a\n  - b"),
    "a dash of Word too far to the right": ("teasers:\n  - a\n    – b", [(4, ALIGN)], "teasers:\n  - a – b"),
    "no dash": ("teasers:\n  a\n  b", [(3, f"{DASH}: `- a`")], "teasers:\n  - a\n  - b"),
    "no second dash": ("teasers:\n  - a\n  b", [(4, f"{DASH}: `- b`")], "teasers:\n  - a\n  - b"),
    "no dash, and a colon": (
        "teasers:\n  a : b\n  c : d",
        [(3, f"{DASH}: `- a : b`")],
        "teasers:\n  - a : b\n  - c : d",
    ),
    "numbers for dashes": ("teasers:\n  1. a\n  2. b", [(3, f"{DASH}: `- a`")], "teasers:\n  - a\n  - b"),
    "one item behind its key": (
        "teasers: un : deux",
        [(2, 'for example: - "un : deux"')],
        'teasers:\n  - "un : deux"',
    ),
    "authors without a list": (
        "credits: Ada",
        [(2, 'write, for example: { authors: ["Hubert"] }')],
        'credits: { authors: ["Hubert"] }',
    ),
    "a comma forgotten": (
        "illustration: {image: media/a.png alt: b, credit: c}",
        [(2, "write a comma before it")],
        "illustration: {image: media/a.png, alt: b, credit: c}",
    ),
    "a semicolon": (
        "illustration: {image: media/a.png, alt: b; credit: c}",
        [(2, "write a comma before it")],
        "illustration: {image: media/a.png, alt: b, credit: c}",
    ),
    "a quotation mark never closed, and a line at the margin": (
        'title: "Un an\net demi\nsubject: "a"',
        [(2, CLOSE_IT.format('"')), (3, "put two spaces")],
        'title: "Un an\n  et demi"\nsubject: "a"',
    ),
    "a paragraph at the margin that looks like a key": (
        "introduction: a\n\nVoici la suite : b\nnumber: 3",
        [(4, "put two spaces")],
        "introduction: a\n\n  Voici la suite : b\nnumber: 3",
    ),
    "two authors in braces": (
        "credits: {authors: Ada, Bo}",
        [(2, 'for example: ["Ada", "Bo"]')],
        'credits: {authors: ["Ada", "Bo"]}',
    ),
    "one author in braces": ("credits: {authors: Ada}", [(2, 'for example: ["Ada"]')], 'credits: {authors: ["Ada"]}'),
    "one author below": (
        "credits:\n  authors: Ada",
        [(3, 'for example: - "Ada"')],
        'credits:\n  authors:\n  - "Ada"',
    ),
    "a key twice": ("title: a\nnumber: 3\ntitle: b", [(4, "keep one of them")], "title: b\nnumber: 3"),
    "a key twice, and a colon": ("title: a : b\ntitle: c", [(3, "keep one of them")], "title: a : b"),
    "a key indented": ("title: a\n  subject: b\nnumber: 3", [(3, INDENTED)], "title: a\nsubject: b\nnumber: 3"),
    "a key indented in a table": (
        "illustration:\n  image: media/a.png\n   alt: b : c",
        [(4, INDENTED)],
        "illustration:\n  image: media/a.png\n  alt: b : c",
    ),
    "a table that is not indented": (
        "illustration:\nimage: media/a.png\nalt: b",
        [(3, "write `image` below `illustration:`"), (4, "write `alt` below `illustration:`")],
        "illustration:\n  image: media/a.png\n  alt: b",
    ),
    "credits that are not indented": (
        "credits:\nauthors: [Ada]",
        [(3, "write `authors` below `credits:`")],
        "credits:\n  authors: [Ada]",
    ),
    "a key without its colon": ("title Un an\nnumber: 3", [(2, "write `title: Un an`")], "title: Un an\nnumber: 3"),
    "an equals sign": ("title = Un an\nnumber: 3", [(2, "write `title: Un an`")], "title: Un an\nnumber: 3"),
    "a list's key without its colon": (
        "title: a\nteasers\n  - b",
        [(3, "write `teasers:`")],
        "title: a\nteasers:\n  - b",
    ),
    "a line that goes on at the margin": (
        "title: a\nb c\nnumber: 3",
        [(3, "put two spaces")],
        "title: a\n  b c\nnumber: 3",
    ),
    "a block at the margin": ("introduction: >-\na\nb", [(3, "put two spaces")], "introduction: >-\n  a\n  b"),
    "a block whose second line is further left": (
        "introduction: >-\n  a\n b",
        [(4, "put two spaces")],
        "introduction: >-\n  a\n  b",
    ),
    "nothing but a comment": ("title: # Un an", [(2, 'put it in quotes: `"# Un an"`')], 'title: "# Un an"'),
    "an item that is a comment": ("teasers:\n  - #1", [(3, 'put it in quotes: `"#1"`')], 'teasers:\n  - "#1"'),
    "no title": ("title:\nnumber: 3", [(2, "or delete the line")], "number: 3"),
    "no text in a block": ("introduction: >-\ntitle: a", [(2, "or delete the line")], "title: a"),
    "an empty item": ("teasers:\n  - a\n  -", [(4, "or delete the line")], "teasers:\n  - a"),
    "bold": ("title: Un **an**", [(2, "without the marks")], "title: Un an"),
    "a link": (
        "teasers:\n  - a\n  - Un [an](https://a.fr)",
        [(4, "without the marks")],
        "teasers:\n  - a\n  - Un an",
    ),
    "a picture": ("title: ![a](b.png)", [(2, "without the marks")], "title: a"),
    "struck words": ("title: Un ~~an~~", [(2, "without the marks")], "title: Un an"),
    "a language": ("preheader: Le [deal]{lang=en}", [(2, "without the marks")], "preheader: Le deal"),
    "an anchor": ("title: a\nteasers: &x [b]\ncredits: {authors: *x}", [(4, "in full")], "title: a\nteasers: [b]"),
    "a key that is a text": ("Un an de Café IA\nnumber: 3", [(2, "write `key: value`")], "number: 3"),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_slip_is_told_at_its_line_and_the_remedy_removes_it(case: str) -> None:
    head, told, better = TOLD[case]
    nothing, findings = read(head)
    # What has a mark is a text all the same, and what stands beside it is judged too.
    assert nothing is None or {finding.rule for finding in findings} == {"front-matter-markup"}
    said = sorted((finding.place.line or 0, finding.remedy) for finding in findings)
    assert [line for line, _remedy in said] == [line for line, _part in told], said
    for (_line, remedy), (_same, part) in zip(said, told, strict=True):
        assert part in remedy
    good(better)


def test_every_mistake_is_told_at_once() -> None:
    head = (
        'title: "Un an\nsubject: Un an : la suite\nnumber: trois\ntitre: X\nteasers:\n  - a\n\t- b\n'
        "credits: {auteurs: [Ada]}\ndraft: peut-être\ntitle: Deux\nintroduction: >-\nBonjour\n"
    )
    _nothing, findings = read(head)
    assert sorted(finding.place.line or 0 for finding in findings) == [2, 4, 5, 8, 9, 10, 11, 13]


NAMES = {
    "titre: x": "write `title` instead of `titre`",
    "Title: x": "write `title` instead of `Title`",
    "TITRE: x": "write `title` instead of `TITRE`",
    "objet: x": "write `subject` instead of `objet`",
    "sujet: x": "write `subject` instead of `sujet`",
    "accroches: [x]": "write `teasers` instead of `accroches`",
    "chapô: x": "write `introduction` instead of `chapô`",
    "numéro: 3": "write `number` instead of `numéro`",
    "aperçu: x": "write `preheader` instead of `aperçu`",
    "brouillon: oui": "write `draft` instead of `brouillon`",
    "reply-to: a@example.org": "write `reply_to` instead of `reply-to`",
    "dérogations: [x]": "write `waivers` instead of `dérogations`",
    "auteurs: [x]": "write `authors` below `credits:`, two spaces to the right of it",
    "illustratrice: x": "write `illustrator` below `credits:`, two spaces to the right of it",
    "image: a.png": "write `image` below `illustration:`, two spaces to the right of it",
    "légende: x": "write `alt` below `illustration:`, two spaces to the right of it",
    "date: 2027-01-08": "delete the line: the file's name says the day",
    "illustration: {image: a.png, alternative: x}": "write `alt` instead of `alternative`",
    "illustration: {image: a.png, légende: x : y}": "write `alt` instead of `légende`",
    "illustration: {photo: a.png, alt: x}": "write `image` instead of `photo`",
    "illustration: {image: a.png, alt: x, titre: y}": "write `title` at the margin, not within `illustration`",
    "credits: {auteurs: [x]}": "write `authors` instead of `auteurs`",
    "credits: {authors: [x], illustratrice: y}": "write `illustrator` instead of `illustratrice`",
    "waivers: [{règle: link-gone, reason: x}]": "write `rule` instead of `règle`",
    "waivers: [{rule: link-gone, raison: x}]": "write `reason` instead of `raison`",
    "tilte: x": "did you mean “title”?",
}


@pytest.mark.parametrize("head", NAMES)
def test_a_key_in_other_words_is_corrected_by_name(head: str) -> None:
    _nothing, (finding,) = read(f"subject: x\n{head}" if not head.startswith(("objet", "sujet")) else head)
    assert (finding.rule, finding.remedy) == ("front-matter-unknown-key", NAMES[head])


KEYS, BODY = "title: a\nnumber: 3\n", "# Édito {#edito}\n\nBonjour.\n"
HYPHENS, ABOVE = "write three hyphens instead", "put a line with three hyphens, `---`, above this one"
# A file, and the line of each finding with a part of its remedy.
BORDERS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "as it must be": (f"---\n{KEYS}---\n{BODY}", []),
    "blank lines above": (f"\n \n---\n{KEYS}---\n\n{BODY}", []),
    "more hyphens": (f"----\n{KEYS}------\n{BODY}", []),
    "spaces behind": (f"--- \n{KEYS}---\t\n{BODY}", []),
    "comments that look like headings": (f"---\n{KEYS}# un\n\n## deux\n\n---\n{BODY}", []),
    "a comment above a key": (f"---\n# un\n{KEYS}# deux\nsubject:b\n\n# trois\npreheader: c : d\n---\n{BODY}", []),
    "a rule in the introduction": (f"---\n{KEYS}introduction: |\n  a\n\n  ***\n---\n{BODY}", []),
    "a rule in the text": (f"---\n{KEYS}---\n{BODY}\n***\n\nFin.\n", []),
    "a dash of Word": (f"—\n{KEYS}—\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "half a dash of Word": (f"---\n{KEYS}–-\n{BODY}", [(4, HYPHENS)]),
    "three dashes": (f"–––\n{KEYS}---\n{BODY}", [(1, HYPHENS)]),
    "asterisks, and a rule in the text": (f"---\n{KEYS}***\n{BODY}\n---\n\nFin.\n", [(4, HYPHENS)]),
    "two hyphens": (f"--\n{KEYS}--\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "underscores": (f"___\n{KEYS}___\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "equals signs": (f"===\n{KEYS}===\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "spaces between": (f"- - -\n{KEYS}- - -\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "a space before": (f" ---\n{KEYS} ---\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "a block of code in place of hyphens": (f"```yaml\n{KEYS}```\n{BODY}", [(1, HYPHENS), (4, HYPHENS)]),
    "no first line": (f"{KEYS}---\n{BODY}", [(1, ABOVE)]),
    "no first line, and a French key": (f"titre: b\n{KEYS}---\n{BODY}", [(1, ABOVE), (1, "write `title`")]),
    "no last line": (f"---\n{KEYS}\n{BODY}", [(5, ABOVE)]),
    "no last line, nor a blank one": (f"---\n{KEYS}{BODY}", [(4, ABOVE)]),
    "no last line, and a rule in the text": (f"---\n{KEYS}\n{BODY}\n---\n\nFin.\n", [(5, ABOVE)]),
    "no last line, and a heading that the settings know": (f"---\n{KEYS}\n# La veille\n\nX\n", [(5, ABOVE)]),
    "no last line, no id, and a rule in the text": (f"---\n{KEYS}\n# La veille\n\nX\n\n---\n\nY\n", [(5, ABOVE)]),
    "neither line": (f"{KEYS}\n{BODY}", [(1, ABOVE), (4, ABOVE)]),
    "keys alone": (f"---\n{KEYS}", [(1, "below the last key")]),
    "code around the file": (f"```markdown\n---\n{KEYS}---\n{BODY}```\n", [(1, "delete it, and line 9")]),
    "code around the head": (f"```yaml\n---\n{KEYS}---\n```\n{BODY}", [(1, "delete it, and line 6")]),
    "code that is never closed": (f"~~~\n---\n{KEYS}---\n{BODY}", [(1, "delete it")]),
    "text above": (f"Bonjour\n\n---\n{KEYS}---\n{BODY}", [(1, "move it below the second line")]),
    "no head at all": (BODY, [(1, "begin the file with a `---` line")]),
    "no last line, and a slip": (f"---\ntitle: a\nnumber: x\n\n{BODY}", [(3, "for example: 36"), (5, ABOVE)]),
}


@pytest.mark.parametrize("case", BORDERS)
def test_a_border_of_the_head_is_right_or_told_at_its_line(case: str, tmp_path: Path) -> None:
    text, told = BORDERS[case]
    result = reading(tmp_path, text)
    said = [(finding.place.line, finding.remedy) for finding in result.findings]
    assert [line for line, _remedy in said] == [line for line, _part in told], said
    for (_line, remedy), (_same, part) in zip(said, told, strict=True):
        assert part in remedy
    assert (result.issue is not None) is (told == [])


def test_what_is_found_in_the_text_keeps_its_line_whatever_the_borders_are(tmp_path: Path) -> None:
    wrong = "# Édito {#edito}\n\n[x]()\n"
    assert found(tmp_path, f"\n\n---\n{KEYS}---\n\n\n{wrong}") == [(11, "link-empty")]
    assert found(tmp_path, f"---\n{KEYS}\n{wrong}") == [(5, "front-matter-missing"), (7, "link-empty")]
    assert found(tmp_path, f"{KEYS}—\n{wrong}") == [
        *((1, "front-matter-missing"), (3, "front-matter-missing")),
        (6, "link-empty"),
    ]


def test_an_introduction_of_two_paragraphs_has_two(tmp_path: Path) -> None:
    one = issue(tmp_path, f"---\ntitle: X\nintroduction: >-\n  Un.\n\n  Deux,\n  et trois.\n---\n{SECTION}")
    (prose,) = one.introduction
    assert isinstance(prose, Prose)
    assert [token.content for token in prose.tokens if token.type == "inline"] == ["Un.", "Deux, et trois."]


# One line, as a person types it or pastes it: no line break, nor what no file may hold.
LINES = st.text(
    st.one_of(
        st.sampled_from(" #:-'\"[]{},&*!|>%@`~?=<./\\"),
        st.sampled_from("aéL0159\u00a0\u202f«»’–—•…œ🎉\t"),
        st.sampled_from(string.ascii_letters + string.digits),
    ),
    max_size=30,
)


@given(LINES)
@example("'")
@example("'a' b'")
@example("# a")
@example("&a *b")
@example("!<x> y")
def test_any_line_after_the_key_of_a_text_is_the_text_or_told_at_its_line(line: str) -> None:
    for key in ("title", "subject"):
        front_matter, findings = read(f"number: 3\n{key}: {line}\ndraft: yes")
        typed = line.strip()
        if front_matter is None:
            assert {finding.place.line for finding in findings} == {3}
        elif typed and typed[0] in "\"'":
            assert getattr(front_matter, key) in {typed, typed[1:-1].strip(), _in_yaml(typed)}
        else:
            assert getattr(front_matter, key).strip() == typed
            assert (front_matter.number, front_matter.draft) == (3, True)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_any_lines_with_dashes_are_items_or_told_at_their_line(lines: list[str]) -> None:
    front_matter, findings = read("teasers:\n" + "".join(f"  - {line}\n" for line in lines) + "number: 3")
    if front_matter is None:
        assert all(3 <= (finding.place.line or 0) < 3 + len(lines) for finding in findings)
        return
    assert front_matter.number == 3
    assert len(front_matter.teasers) == len(lines)
    for teaser, line in zip(front_matter.teasers, lines, strict=True):
        typed = line.strip()
        assert teaser.strip() == typed or (typed[0] in "\"'" and teaser in {typed[1:-1].strip(), _in_yaml(typed)})


def _in_yaml(written: str) -> object:
    try:
        return yaml.safe_load(written)
    except yaml.YAMLError:
        return None


WORDS = st.text(
    st.one_of(st.sampled_from(" #:-'\"[]{},&*!|>%@\\\n"), st.sampled_from("aéLœ«»’🎉\u00a0019")), max_size=25
).filter(lambda text: not text or bool(text.strip()))
SENTENCES = WORDS.filter(lambda text: bool(text.strip()))
ROWS = WORDS.map(lambda text: text.replace("\n", " "))
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "number": st.integers(1, 9999),
        "teasers": st.lists(SENTENCES, max_size=3),
        "subject": WORDS,
        "preheader": ROWS,
        "illustration": st.fixed_dictionaries({"image": st.just("media/a.png"), "alt": SENTENCES, "credit": WORDS}),
        "credits": st.fixed_dictionaries({"authors": st.lists(SENTENCES, max_size=2)}),
        "draft": st.booleans(),
        "waivers": st.lists(
            st.fixed_dictionaries(
                {"rule": st.just("link-gone"), "reason": SENTENCES, "until": st.just("2027-01-08")}
            ),
            max_size=2,
        ),
    },
)


@pytest.mark.long
@given(
    TABLES,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([20, 1000]),
    st.booleans(),
)
def test_what_is_yaml_means_what_yaml_says(
    table: dict[str, Any],
    flow: bool | None,  # noqa: FBT001  as the last
    style: str | None,
    width: int,
    accents: bool,  # noqa: FBT001  Hypothesis gives them in their order
) -> None:
    written = yaml.safe_dump(
        table, default_flow_style=flow, default_style=style, width=width, allow_unicode=accents, sort_keys=False
    )
    # With a style for all scalars, PyYAML writes numbers as !!int "3".
    assume("!!" not in written)
    # At the margin, a no-break space is a space that somebody typed.
    assume(not re.search(r"^\s*\u00a0", written, re.MULTILINE))
    front_matter, _lines, findings = parse(written, "f", 1)
    told = {finding.rule for finding in findings}
    assert told <= {"front-matter-markup", "front-matter-marks", "front-matter-syntax", MARK}
    if "front-matter-syntax" in told:
        # An item that YAML wraps before a dash looks like two.
        assert any(mark in text for text in table.get("teasers", []) for mark in "-–")
    elif front_matter is not None:
        assert front_matter == msgspec.convert(table, FrontMatter)


@given(
    st.lists(
        st.one_of(LINES, st.sampled_from(["draft: oui", "draft: true # x", "draft:yes", "title: a", "draft: 'x'"])),
        max_size=5,
    )
)
@example(["draft: oui", "title: a : b"])
@example(['"dra\\x66t": true'])
@example(["title: |", "  draft: true"])
def test_whether_it_says_draft_is_what_the_reader_reads(rows: list[str]) -> None:
    text = "---\n" + "\n".join(rows) + f"\n---\n{SECTION}"
    borders = split(text)
    assert borders is not None
    front_matter, _lines, _findings = parse(borders[0], "f", 1)
    if front_matter is not None:
        assert says_draft(text) is front_matter.draft


@pytest.mark.parametrize("head", ['draft: oui\ntitle: "a', "titre: x\ndraft: true", "draft: true\nteasers: [a"])
def test_a_draft_is_one_whatever_else_is_wrong(head: str) -> None:
    assert read(head)[0] is None
    assert says_draft(f"---\n{head}\n---\n{SECTION}")
    assert says_draft(f"\n—\n{head}\n—\n{SECTION}")


def test_a_long_head_comes_to_an_end() -> None:
    for row in ("- [", "  - 'a", "title: {", "\t- a : b", "x: y : z", "# a", "– a", "teasers: [" + "a, " * 20):
        front_matter, _lines, findings = parse("\n".join([row] * 60), "f", 1)
        assert front_matter is None or not findings


@pytest.mark.parametrize("typed", ["*Café* IA", "Un _grand_ jour", "La commande `make`", "__Café__ IA"])
def test_marks_that_may_be_meant_are_only_doubted(typed: str, tmp_path: Path) -> None:
    doubted = reading(tmp_path, f"---\ntitle: {typed}\n---\n{SECTION}")
    assert [(finding.place.line, finding.rule) for finding in doubted.findings] == [(2, "front-matter-marks")]
    assert doubted.issue is not None
    assert doubted.issue.title == typed


@pytest.mark.parametrize(
    "typed", ["2 * 3 * 4", "un_nom_de_fichier", "R&D ; Q&A", "a < b > c", "[un] (deux)", "1 == 2"]
)
def test_what_only_looks_like_a_mark_is_none(typed: str) -> None:
    assert good(f"title: {typed}").title == typed
