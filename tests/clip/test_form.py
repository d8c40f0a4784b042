"""What is known of a page becomes a line in the letter's own language; what is not known stays open."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cenum.clip.form import ClipForm
from cenum.clip.page_facts import FactSource, PageFact, PageFacts
from cenum.issue.markdown import tokens_of
from cenum.web_address import spell
from cenum.workspace import Workspace
from tests.edition.samples import ROOT, settings


def known(value: str) -> PageFact[str]:
    return PageFact(value, FactSource.DATA, sure=True)


def line(letter: str, facts: PageFacts, *, read: bool = True, headed: bool = False) -> str:
    """The clip in a letter of this language."""
    form = ClipForm(Workspace(ROOT, settings(newsletter={"language": letter})))
    return form.block("https://site.fr/a", facts, headed=headed, read=read)


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", "2025-04-10", "10 avril 2025"),
        ("fr", "2025-05-01", "1er mai 2025"),
        ("fr", "2022-10", "octobre 2022"),
        ("fr", "2022", "2022"),
        ("en-GB", "2025-04-10", "10 April 2025"),
        ("en", "2022-10", "October 2022"),
    ],
)
def test_a_day_is_said_as_the_letter_says_days(language: str, day: str, said: str) -> None:
    assert (
        line(language, PageFacts(title=known("Un titre"), date=known(day)))
        == f"[Un titre](https://site.fr/a), {said}"
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Anne Martin",), "Anne Martin"),
        (("Anne Martin", "Paul Durand"), "Anne Martin et Paul Durand"),
        (("Anne Martin", "Paul Durand", "AFP"), "Anne Martin, Paul Durand et AFP"),
    ],
)
def test_authors_are_said_as_people_say_them(names: tuple[str, ...], said: str) -> None:
    authors = PageFact(names, FactSource.DATA, sure=True)
    facts = PageFacts(title=known("T"), authors=authors, date=known("2025"))
    assert line("fr", facts) == f"[T](https://site.fr/a), {said}, 2025"


def test_what_nobody_knows_is_open_in_the_letters_language() -> None:
    unread = "[[titre à compléter]](https://site.fr/a), [auteur à compléter], [date à compléter]"
    assert line("fr", PageFacts(), read=False) == unread
    assert line("en", PageFacts()) == "[[title to be completed]](https://site.fr/a), [date to be completed]"


def test_another_language_is_marked_and_the_letters_own_is_not() -> None:
    english = PageFacts(title=known("The desk"), date=known("2025"), language=known("en"))
    marked = "## [The desk]{lang=en}\n\n[The desk](https://site.fr/a){lang=en}, 2025"
    assert line("fr", english, headed=True) == marked
    assert line("en-GB", english) == "[The desk](https://site.fr/a), 2025"
    assert line("fr", replace(english, language=known("xq"))) == "[The desk](https://site.fr/a), 2025"


@pytest.mark.parametrize(
    "address",
    ["https://site.fr/a_(b)", "https://site.fr/a?b=1&copy;=2", "https://site.fr/é è", "https://site.fr/<x>*y*[z]\\"],
)
def test_an_address_stays_one_link_to_the_same_page(address: str) -> None:
    form = ClipForm(Workspace(ROOT, settings()))
    text = form.block(address, PageFacts(title=known("T"), date=known("2025")), headed=False)
    links = [child for token in tokens_of(text) for child in token.children or () if child.type == "link_open"]
    (href,) = [str(link.attrGet("href")) for link in links]
    decoded = href.replace("%28", "(").replace("%29", ")").replace("%2A", "*").replace("%3B", ";")
    assert decoded == spell(address)
