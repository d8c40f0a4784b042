from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from cenum.archive.visibility import Visibility
from cenum.edition.templates import Templates
from cenum.i18n import language, speak
from cenum.issue.model import Correction, Credits
from tests.archive.sites import ID, OWN, SITE, everything, html, own_site, published, site, with_id
from tests.edition.samples import BARE, EVERY_BLOCK, TABLES, Desk, own, tree

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(files: dict[str, bytes]) -> Any:
    found = feedparser.parse(files["feed.xml"], sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def known_by(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """What readers' programs tell letters by, and when they say that they came."""
    root = etree.fromstring(files["feed.xml"])
    names = ("id", "published", "updated")
    return [
        tuple(entry.findtext(f"{ATOM}{name}") for name in names)  # type: ignore[misc]  # all three are there
        for entry in root.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("files", [own_site(), site()], ids=["letters", "none"])
def test_the_feed_is_as_rfc_4287_has_it(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["feed.xml"])
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE}/feed.xml"  # type: ignore[union-attr]


def test_the_grammar_refuses_a_feed_that_lacks_something() -> None:
    for name in ("id", "updated", "title", "author"):
        root = etree.fromstring(own_site()["feed.xml"])
        root.remove(root.find(f"{ATOM}{name}"))  # type: ignore[arg-type]
        assert not GRAMMAR.validate(root), name


def test_a_readers_program_finds_the_letters_the_newest_first() -> None:
    found = parsed(own_site())
    newest_first = sorted(OWN, reverse=True)
    assert [entry.id for entry in found.entries] == [f"{ID}{name}" for name in newest_first]
    assert [entry.link for entry in found.entries] == [f"{SITE}/{name}" for name in newest_first]
    assert found.feed.language == "fr"
    assert [author.name for author in found.entries[-1].authors] == ["Ève Noël", "Zoé Ça", "Ali Baba"]
    (newest, *_others) = found.entries
    assert newest.published == "2026-01-23T07:00:00+01:00"
    assert newest.updated == "2026-02-02T12:00:00+01:00"


def test_its_content_is_the_letter_whole_with_whole_addresses_and_no_script() -> None:
    for entry in parsed(own_site()).entries:
        (content,) = entry.content
        assert content.type == "text/html"
        document = tree(content.value)
        addresses = document.xpath("//@href | //@src")
        addresses += [size.split()[0] for sizes in document.xpath("//@srcset") for size in sizes.split(", ")]
        assert [one for one in addresses if not re.match(r"https://|http://|mailto:|tel:", one)] == []
        assert document.xpath("//script | //style | //@style | //h1") == []
    page = tree(html(site(published(own(EVERY_BLOCK))), EVERY_BLOCK))
    in_feed = tree(parsed(own_site()).entries[-1].content[0].value)
    sections = "//section | //div[@class='section']"
    words = [["".join(one.itertext()).split() for one in document.xpath(sections)] for document in (page, in_feed)]
    assert words[0] == words[1] != []


def test_it_has_as_many_letters_as_the_settings_say() -> None:
    letters = [published(own(name)) for name in OWN]
    files = site(*letters, chosen=with_id(archive={"feed_items": 2}))
    assert [one.rpartition(":")[2] for one, *_days in known_by(files)] == sorted(OWN, reverse=True)[:2]


def test_what_feeds_know_letters_by_outlasts_site_name_titles_templates_and_language(tmp_path: Path) -> None:
    before = known_by(site(*(published(own(name)) for name in OWN)))
    assert len(before) == len(OWN)
    chosen = with_id(
        newsletter={
            "site": "https://autre.example.net/archive",
            "name": "Autre",
            "masthead": "Encore",
            "language": "en",
        }
    )
    letters = [published(own(name), title="Un autre titre", subject="Autre") for name in OWN]
    look = Desk(tmp_path).templates
    for template in (look / "web").iterdir():
        template.write_text(template.read_text("utf-8").replace("class=", "data-class="), "utf-8")
    spoken = language()
    try:
        speak("fr")
        after = everything(letters, chosen, Templates(look))
    finally:
        speak(spoken)
    assert known_by(after) == before


def test_a_correction_changes_one_date_and_a_quiet_change_none() -> None:
    plain = site(published(own(BARE)), published(own(TABLES)))
    repaired = published(own(TABLES), credits=Credits(("Ève Noël",), ""))
    assert known_by(site(published(own(BARE)), repaired)) == known_by(plain)
    days = known_by(own_site())[0]
    assert days[:2] == known_by(plain)[0][:2]
    assert days[2] > days[1]


def test_a_correction_never_comes_before_its_letter() -> None:
    same_day = Correction(date(2026, 1, 23), "Une faute.")
    (entry,) = known_by(site(published(own(TABLES), corrected=same_day)))
    assert datetime.fromisoformat(entry[2]) >= datetime.fromisoformat(entry[1])
    assert datetime.fromisoformat(entry[2]).astimezone(UTC).date() == same_day.on


def test_a_letter_that_was_withdrawn_keeps_its_id_and_loses_its_words() -> None:
    (entry,) = parsed(site(published(own(EVERY_BLOCK), withdrawn="Une erreur."))).entries
    assert entry.id == f"{ID}{EVERY_BLOCK}"
    assert entry.content[0].value == "Une erreur."
    assert "Noël" not in str(entry)
    assert "blocs" not in str(entry)


def test_a_letter_that_is_not_listed_is_in_no_feed() -> None:
    for hidden in (Visibility.UNLISTED, Visibility.ANNOUNCED):
        files = site(published(own(TABLES), hidden), published(own(BARE)))
        assert [one for one, *_days in known_by(files)] == [f"{ID}{BARE}"]
