from __future__ import annotations

import pytest
from msgspec.structs import replace

from cenum.checks.plain_text import plain_text
from cenum.finding import Place
from tests.checks.samples import GOOD, view
from tests.edition.samples import Desk, Letter, edition, every_letter

TEXT = GOOD.text + "\nUn titre\nqui court [1]\n\n[1] https://example.org/a?b=1&c=2\n"
HTML = GOOD.html + '<h2>Un titre qui <a href="https://example.org/a?b=1&amp;c=2">court</a></h2>'


def found(html: str, text: str) -> list[str]:
    findings = plain_text(view(replace(GOOD, html=html, text=text)))
    assert all(one.place == Place("templates/letter.txt.j2") for one in findings)
    return [one.rule for one in findings]


def test_parts_that_say_the_same_pass_however_their_lines_are_broken() -> None:
    assert found(HTML, TEXT) == []


@pytest.mark.parametrize(
    ("html", "text", "rule"),
    [
        (HTML, "", "part-empty"),
        (HTML, TEXT.replace("qui", ""), "part-heading"),
        (HTML, TEXT.replace("b=1", "b=2"), "part-link"),
        (HTML + '<a href="mailto:a@example.org">a</a>', TEXT, "part-link"),
    ],
)
def test_what_the_plain_text_lacks_is_an_error(html: str, text: str, rule: str) -> None:
    assert found(html, text) == [rule]


def test_places_within_the_letter_and_hidden_headings_need_not_stand_in_the_plain_text() -> None:
    assert found(HTML + '<a href="#a">a</a><div style="display:none"><h2>caché</h2></div>', TEXT) == []


@pytest.mark.parametrize("written", ["<{}>", "({})", "« {} ».", "{}\u00a0:", "de\u2009{}…"])
def test_an_address_stands_in_the_plain_text_whatever_signs_are_around_it(written: str) -> None:
    text = TEXT + written.format("a@example.org")
    assert found(HTML + '<a href="mailto:a@example.org">a@example.org</a>', text) == []


@pytest.mark.parametrize(
    "written", ["ma@example.org", "a@example.organic", "a@example.org.uk", "https://example.org/a@example.org"]
)
def test_a_longer_address_is_another_one(written: str) -> None:
    assert found(HTML + '<a href="mailto:a@example.org">a@example.org</a>', TEXT + written) == ["part-link"]


def test_the_quoted_head_of_an_email_stops_no_letter(desk: Desk) -> None:
    quoted = desk.section("> Odile \\<[o@mairie.fr](mailto:o@mairie.fr)> a écrit :")
    assert plain_text(view(quoted)) == []


def test_three_are_named_of_many() -> None:
    many = "".join(f"<h2>Titre {letter * 3}</h2>" for letter in "abcdef")
    (one,) = plain_text(view(replace(GOOD, html=HTML + many, text=TEXT)))
    assert one.message.endswith("Titre aaa, Titre bbb, Titre ccc, …")


@pytest.mark.parametrize("letter", every_letter())
def test_both_parts_of_our_letters_say_the_same(letter: Letter) -> None:
    assert plain_text(view(edition(letter))) == []


def test_a_plain_text_without_its_headings_is_told_so(desk: Desk) -> None:
    file = desk.templates / "letter.txt.j2"
    source = file.read_text("utf-8")
    heading = "{{ headed(say.farewell_emoji, say.farewell_heading) }}"
    assert heading in source
    file.write_text(source.replace(heading, ""), "utf-8")
    (one,) = plain_text(view(desk.section("Bonjour.")))
    assert one.rule == "part-heading"
    assert one.message.endswith("Avant de partir")
