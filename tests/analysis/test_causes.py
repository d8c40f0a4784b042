from __future__ import annotations

from dataclasses import replace

from cenum.analysis.causes import by_sentence
from cenum.finding import Finding, Place, Severity

FILE = "issues/2026-11-27.md"
SAID = Finding(
    "link-shortener", Severity.WARNING, Place(FILE, 12), "bit.ly hides", "write it out", "https://bit.ly/1"
)


def at(line: int, **parts: str) -> Finding:
    return replace(SAID, place=Place(FILE, line), **parts)  # type: ignore[arg-type]  # texts alone


def test_a_sentence_that_holds_for_several_lines_is_said_at_the_first_with_all_of_them() -> None:
    (found,) = by_sentence([at(30, url="https://bit.ly/3"), SAID, at(20, url="https://bit.ly/2"), SAID])
    assert found == replace(SAID, message="bit.ly hides (3 times, lines 12, 20, 30)")


def test_what_differs_in_its_words_its_remedy_or_its_file_stays_apart() -> None:
    others = [
        at(20, message="t.co hides"),
        at(21, remedy="leave it out"),
        at(22, better="https://a.fr/"),
        replace(SAID, place=Place("templates/footer.mjml.j2", 12)),
        at(23, rule="link-tracking"),
    ]
    assert set(by_sentence([SAID, *others])) == {SAID, *others}


def test_what_somebody_accepts_is_counted_one_by_one() -> None:
    accepted = [replace(at(line, waived="Ils le veulent."), severity=Severity.NOTE) for line in (12, 20)]
    assert by_sentence(accepted) == tuple(accepted)


def test_what_has_no_line_is_said_once() -> None:
    whole = replace(SAID, place=Place(FILE))
    assert by_sentence([whole, replace(whole, url="https://bit.ly/2")]) == (whole,)


def test_many_that_are_mended_in_one_way_are_one_finding() -> None:
    marks = [at(line, url="", message=f"readers would see “[^{line}]”") for line in (30, 12, 20, 40, 50, 60)]
    assert set(by_sentence(marks[:5])) == set(marks[:5])
    (found,) = by_sentence(marks)
    assert found == replace(marks[1], message="readers would see “[^12]” (6 times, lines 12, 20, 30, 40, 50, 60)")


def test_many_that_are_each_about_an_address_stay_apart() -> None:
    links = [at(line, message=f"bit.ly/{line} hides") for line in range(12, 20)]
    assert set(by_sentence(links)) == set(links)
