from __future__ import annotations

import json
import re
from datetime import date

import pytest
from lxml import etree

from cenum.archive.site import site_files
from cenum.archive.visibility import Visibility
from tests.archive.sites import OWN, SITE, html, own_site, published, site, with_id
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, own, templates

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
FOUND_BY = ("index.html", "2026.html", "latest.html", "feed.xml", "sitemap.xml", "search/letters.json")


def in_lists(files: dict[str, bytes], key: str) -> set[str]:
    return {name for name in FOUND_BY if key.encode() in files[name]}


def test_the_same_letters_give_the_same_bytes_whatever_their_order() -> None:
    letters = [published(own(name)) for name in OWN]
    assert site(*letters) == site(*reversed(letters))


def test_each_page_stands_at_two_addresses_and_says_which_edition_it_is() -> None:
    files = own_site()
    for name in OWN:
        assert files[f"{name}.html"] == files[f"{name}/index.html"]
        assert f'<meta name="cenum-edition" content="{published(own(name)).digest}">' in html(files, name)
        assert f'<link rel="canonical" href="{SITE}/{name}">' in html(files, name)


def test_the_latest_is_the_newest_letter_that_is_listed() -> None:
    files = site(published(own(BARE)), published(own(TABLES), Visibility.UNLISTED))
    assert files["latest.html"] == files[f"{BARE}.html"]
    taken_back = site(published(own(BARE)), published(own(TABLES), withdrawn="Une erreur."))
    assert taken_back["latest.html"] == taken_back[f"{BARE}.html"] == files["latest.html"]
    assert b"noindex" not in files["latest.html"]


def test_no_page_is_made_twice_for_of_two_the_first_would_be_written() -> None:
    letters = [published(own(TABLES), Visibility.UNLISTED), published(own(BARE))]
    paths = [path for path, _content in site_files(letters, with_id(), templates())]
    assert sorted(paths) == sorted(set(paths))


def test_what_is_not_listed_has_a_page_and_is_found_nowhere() -> None:
    files = site(published(own(BARE)), published(own(TABLES), Visibility.UNLISTED))
    assert "Des tables" in html(files, TABLES)
    assert '<meta name="robots" content="noindex">' in html(files, TABLES)
    assert in_lists(files, TABLES) == set()
    assert in_lists(files, BARE) == set(FOUND_BY)
    others = {name: content for name, content in files.items() if not name.startswith((TABLES, "media/"))}
    assert [name for name, content in others.items() if b"Des tables" in content or TABLES.encode() in content] == []


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.LISTED, Visibility.ANNOUNCED])
def test_of_an_announced_letter_only_its_day_and_hour_are_shown(visibility: Visibility) -> None:
    files = site(published(own(TABLES), visibility))
    shown = visibility is not Visibility.ANNOUNCED
    assert ("Des tables" in html(files, TABLES)) == shown
    assert ("Elle arrive vendredi 23 janvier 2026 à 7h." in html(files, TABLES)) != shown
    assert any(name.startswith(f"media/{TABLES}") for name in files) == shown
    assert (b"charleville" in b"".join(files.values()).lower()) == shown


@pytest.mark.parametrize(
    ("visibility", "withdrawn"), [(Visibility.ANNOUNCED, ""), (Visibility.LISTED, "Une erreur.")]
)
def test_of_a_letter_that_is_not_shown_no_picture_is_there(visibility: Visibility, withdrawn: str) -> None:
    files = site(published(own(EVERY_BLOCK), visibility, withdrawn=withdrawn))
    assert [name for name in files if name.startswith("media/")] == []


def test_a_letter_that_was_withdrawn_says_so_and_nothing_else() -> None:
    files = site(published(own(BARE)), published(own(TABLES), withdrawn="Une date était fausse."))
    assert "Une date était fausse." in html(files, TABLES)
    assert "noindex" in html(files, TABLES)
    everything = b"".join(content for name, content in files.items() if not name.startswith("media/"))
    assert b"Des tables" not in everything
    assert b"Charleville" not in everything
    assert in_lists(files, TABLES) == {"index.html", "2026.html", "feed.xml"}
    assert "Lettre retirée" in files["2026.html"].decode()


def test_a_letter_that_was_corrected_says_what_and_when() -> None:
    page = html(own_site(), TABLES)
    assert re.search(r"Corrigée le lundi 2 février 2026\u00a0:</strong> La date de l’atelier est juste\.", page)
    assert '"dateModified": "2026-02-02T12:00:00+01:00"' in page
    assert '"datePublished": "2026-01-23T07:00:00+01:00"' in page


def test_letters_lead_to_their_neighbours_and_never_to_one_that_is_not_listed() -> None:
    hidden = published(own(HOSTILE), Visibility.UNLISTED)
    files = site(published(own(EVERY_BLOCK)), hidden, published(own(BARE)))
    neighbours = {
        name: re.findall(r'<a rel="(\w+)" href="/([^"]+)"', html(files, name))
        for name in (EVERY_BLOCK, HOSTILE, BARE)
    }
    assert neighbours == {
        EVERY_BLOCK: [("next", BARE)],
        HOSTILE: [("prev", EVERY_BLOCK), ("next", BARE)],
        BARE: [("prev", EVERY_BLOCK)],
    }


def test_each_year_has_its_page() -> None:
    earlier = published(own(BARE), day=date(2025, 12, 26))
    files = site(earlier, published(own(TABLES)))
    assert "2025-12-26" in files["2025.html"].decode()
    assert TABLES not in files["2025.html"].decode()
    assert '<a href="/2025.html">2025</a> <span class="count">(1)</span>' in files["index.html"].decode()


@pytest.mark.parametrize("visibility", [Visibility.ANNOUNCED, Visibility.UNLISTED])
def test_a_year_whose_only_letter_is_not_listed_is_named_nowhere(visibility: Visibility) -> None:
    files = site(published(own(BARE), visibility, day=date(2025, 12, 26)), published(own(TABLES)))
    assert "2025.html" not in files
    assert not [name for name in ("index.html", "search.html", "2026.html") if b"2025.html" in files[name]]


def test_a_site_without_a_letter_has_its_pages_too() -> None:
    files = site()
    assert "pas encore parue" in files["index.html"].decode()
    assert json.loads(files["search/letters.json"]) == {"letters": []}


def test_the_map_has_each_listed_page_once() -> None:
    root = etree.fromstring(own_site()["sitemap.xml"])
    addresses = [loc.text for loc in root.iter(MAP)]
    newest_first = sorted(OWN, reverse=True)
    assert addresses == [f"{SITE}/", f"{SITE}/2026.html", *(f"{SITE}/{name}" for name in newest_first)]
    assert f"Sitemap: {SITE}/sitemap.xml" in own_site()["robots.txt"].decode()


def test_who_wants_no_search_engine_says_so_on_every_page() -> None:
    files = site(published(own(BARE)), chosen=with_id(archive={"indexing": False}))
    pages = [content for name, content in files.items() if name.endswith(".html")]
    assert all(b'<meta name="robots" content="noindex">' in page for page in pages)
    assert "sitemap.xml" not in files


def test_who_wants_no_search_has_no_script() -> None:
    files = site(published(own(BARE)), chosen=with_id(archive={"search": False}))
    assert not [name for name in files if name.startswith("search")]
    assert all(b"search" not in content for name, content in files.items() if name.endswith(".html"))


def test_a_site_below_a_path_names_it_in_every_address() -> None:
    chosen = with_id(newsletter={"site": "https://example.org/lettre"})
    files = site(published(own(EVERY_BLOCK), chosen=chosen), published(own(BARE), chosen=chosen), chosen=chosen)
    for name, content in files.items():
        if name.endswith(".html"):
            addresses = re.findall(r'(?:href|src|action|data-index)="(/[^"]*)"', content.decode())
            assert addresses
            assert [address for address in addresses if not address.startswith("/lettre/")] == [], name


def test_what_pages_show_is_there() -> None:
    files = own_site()
    for name, content in files.items():
        if name.endswith(".html"):
            text = content.decode()
            shown = re.findall(r'(?:href|src|action)="/([^"#?]*)', text)
            shown += [
                one.split()[0].lstrip("/")
                for found in re.findall(r'srcset="([^"]*)"', text)
                for one in found.split(",")
            ]
            missing = {one for one in shown if one and one not in files and f"{one}.html" not in files}
            assert missing == set(), name


def test_a_letter_without_an_id_for_its_feed_has_no_site() -> None:
    with pytest.raises(ValueError, match=r"archive\.id"):
        site(chosen=with_id(archive={"id": ""}))
