"""The page of a letter, and that it says what the e-mail says."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from msgspec.structs import replace
from PIL import Image

from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.edition.templates import Templates
from cenum.marks import AT
from cenum.settings import SectionRule
from tests.archive.sites import OWN, SITE, copies_of_all, everything, html, own_site, published, site, with_id
from tests.edition.samples import (
    BARE,
    EVERY_BLOCK,
    HOSTILE,
    ROOT,
    Letter,
    html_links,
    made,
    needs_the_real_letter,
    numbered_links,
    own,
    public,
    real,
    text_links,
    tree,
)

if TYPE_CHECKING:
    from pathlib import Path

each_own_letter = pytest.mark.parametrize("name", OWN)
# Beside the band with the newsletter's name and the legal footer, what only the e-mail says, and what only the page.
MAIL_ONLY = (
    r"👋Avantdepartir",
    r"Cettelettrevousaplu\?.*?publiquedecettelettre",
    r"Onvousl’atransférée\?S’inscrireàCénum&<Cie>",
    r"Uneremarque,uneidée.*?bonjour@lettre\.example\.org\.",
)
PAGE_ONLY = (
    r"L’adressedecettelettre,àciteretàpartager:https://lettre\.example\.org/[0-9-]{10}",
    r"Uneremarque,uneidée.*?bonjour@lettre\.example\.org\.",
    r"RecevezlaprochainelettreparcourrielS’inscrire",
)
# Behind each link whose page is gone.
COPY = r"\(copiedu18avril2025\)"


def squeezed(element: Any) -> str:
    return "".join("".join(element.xpath(".//text()")).split())


def without(text: str, passages: tuple[str, ...]) -> str:
    for passage in passages:
        text, count = re.subn(passage, "", text)
        assert count == 1, passage
    return text


@each_own_letter
def test_page_and_e_mail_say_the_same_words_in_the_same_order(name: str) -> None:
    mail = tree(public(own(name))[0])
    for aside in mail.xpath("//style | //div[@aria-hidden='true'] | //div[contains(@class, 'head')]"):
        aside.getparent().remove(aside)
    (wrapper,) = mail.xpath("/html/body/div")
    said = without(squeezed(wrapper), MAIL_ONLY).partition("VousrecevezCénum&<Cie>")[0]
    copies = copies_of_all(name)
    (article,) = tree(html(site(published(own(name)), copies=copies), name)).xpath("//article")
    assert len(re.findall(COPY, squeezed(article))) >= len(copies)
    # Day and number are in the header of the e-mail, where the page has the site's own.
    for aside in article.xpath("header/*[@class='folio' or @class='correction']"):
        aside.getparent().remove(aside)
    page = re.sub(COPY, "", squeezed(article))
    assert without(page, PAGE_ONLY) == said


@each_own_letter
def test_page_e_mail_and_text_lead_to_the_same_places_in_the_same_order(name: str) -> None:
    files = site(published(own(name)), copies=copies_of_all(name))
    (article,) = tree(html(files, name)).xpath("//article")
    closing = ["mailto:bonjour@lettre.example.org", f"{SITE}/{name}", f"{SITE}/inscription?de=lettre&par=lien"]
    hrefs = article.xpath(".//a[not(parent::small[@class='copy'])]/@href")
    links = [urljoin(SITE, href) for href in hrefs if not href.startswith("#")]
    assert links[-3:] == closing
    mail, text = public(own(name))
    in_mail = html_links(mail)
    feedback = in_mail.index(closing[0])
    assert in_mail[feedback + 1] == closing[1]
    assert links[:-3] == in_mail[1:feedback]
    # The text says an address that is the link's own words once.
    assert numbered_links(mail) == text_links(text)


@each_own_letter
def test_pages_are_semantic_and_hold_nothing_of_the_e_mail(name: str) -> None:
    page = html(own_site(), name)
    document = tree(page)
    for tag in ("main", "article", "h1"):
        assert len(document.xpath(f"//{tag}")) == 1, tag
    assert document.xpath("//article//time/@datetime")[0].startswith(name)
    assert document.xpath("//@style | //table[@role] | //font | //center") == []
    assert "[if mso" not in page
    assert PLACEHOLDER_HOST not in page
    assert AT not in page
    assert "desinscription" not in page
    scripts = document.xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]


def test_the_contents_lead_to_the_anchors_of_the_e_mail() -> None:
    page = tree(html(own_site(), EVERY_BLOCK))
    anchors = page.xpath("//nav[contains(@class, 'contents')]//a/@href")
    mail = tree(public(own(EVERY_BLOCK))[0])
    assert anchors == mail.xpath("//ul[contains(@class, 'contents')]//a/@href")
    assert len(anchors) > 2
    assert [one for one in anchors if not page.xpath(f"//*[@id='{one[1:]}']")] == []


def opening_of(**changes: Any) -> list[tuple[str, str]]:
    """What stands on a page before its first section: the name of each element, and its words."""
    (article,) = tree(html(site(published(own(EVERY_BLOCK), **changes)), EVERY_BLOCK)).xpath("//article")
    parts = article.xpath(
        "header/* | *[@class='introduction']/* | figure | nav | section[1] | div[@class='section'][1]"
    )
    found = []
    for part in parts:
        if part.tag == "section" or part.get("class") == "section":
            break
        found.append((part.get("class") or part.tag, " ".join("".join(part.itertext()).split())))
    return found


def test_the_page_opens_with_each_thing_once_in_the_order_of_the_e_mail() -> None:
    opening = opening_of()
    assert [name for name, _words in opening] == ["folio", "h1", "by", "p", "p", "p", "illustration", "contents"]
    words = [words for _name, words in opening]
    assert words[0] == "Vendredi 2 janvier 2026 · n° 42"
    assert words[2] == "par Ève Noël · 1 min de lecture"
    assert (words[3], words[5]) == ("Bonjour,", "Bonne lecture !")
    assert " ".join(words).count("Tous les blocs,") == 1


def test_a_letter_that_has_little_opens_with_that() -> None:
    (first, *_others) = made(own(EVERY_BLOCK)).issue.sections
    little: dict[str, Any] = {"introduction": (), "teasers": (), "illustration": None, "sections": (first,)}
    assert [name for name, _words in opening_of(**little)] == ["folio", "h1", "by"]


def test_a_letter_called_as_always_has_its_day_for_a_title() -> None:
    chosen = with_id(newsletter={"masthead": "Cénum & <Cie>"})
    files = site(published(own(BARE), chosen=chosen, title="", number=44), chosen=chosen)
    (header,) = tree(html(files, BARE)).xpath("//article/header")
    words = [" ".join("".join(part.itertext()).split()) for part in header]
    assert words == ["n° 44", "Vendredi 16 janvier 2026", "1 min de lecture"]
    assert header.xpath("h1/time/@datetime")[0].startswith(BARE)


def test_a_section_has_the_label_that_the_settings_give_it() -> None:
    chosen = replace(
        with_id(), sections=(SectionRule("debut", "Pour commencer"), SectionRule("blocs", "Chaque semaine"))
    )
    first, second, *_others = made(own(EVERY_BLOCK)).issue.sections
    sections = (replace(first, id="debut"), replace(second, id="blocs"))
    page = tree(html(site(published(own(EVERY_BLOCK), chosen=chosen, sections=sections), chosen=chosen), EVERY_BLOCK))
    assert page.xpath("//section[@aria-labelledby='blocs']/p[@class='label']/text()") == ["Chaque semaine"]
    assert page.xpath("//header/p[@class='label']/following-sibling::h1/../p[@class='label']/text()") == [
        "Pour commencer"
    ]


def test_each_block_is_what_it_is() -> None:
    page = tree(html(own_site(), EVERY_BLOCK))
    for wanted in (
        "//figure[contains(@class, 'testimony')]/blockquote",
        "//figure[contains(@class, 'testimony')]/figcaption/img[@class='face' and @width='64' and @height='64']",
        "//div[@role='note']",
        "//div[contains(@class, 'event')]//time[@datetime='2026-01-15T13:30']",
        "//div[contains(@class, 'event')]//a[contains(@href, '.ics')]",
        "//div[contains(@class, 'event')]/p[@class='day']/time/strong",
        "//div[contains(@class, 'interview')]/div/figure/img[@width='240']",
        "//div[contains(@class, 'resource')]/p[@class='title']/a",
        "//p[@class='action']/a",
        "//div[@lang='ar' and @dir='rtl']//ul",
        "//span[@lang='en']",
        "//figure/figcaption",
        "//pre/code",
    ):
        assert page.xpath(wanted), wanted


def test_pictures_have_two_sizes_and_their_measures() -> None:
    pictures = tree(html(own_site(), EVERY_BLOCK)).xpath("//img")
    assert len(pictures) >= 3
    for picture in pictures:
        assert int(picture.get("width")) > 0
        assert int(picture.get("height")) > 0
        assert picture.get("alt") is not None
    first, *others = pictures
    assert first.get("loading") is None
    assert {picture.get("loading") for picture in others} == {"lazy"}
    large, small = 1184, 592
    assert re.findall(r"(\d+)w", first.get("srcset")) == [str(small), str(large)]


def test_the_larger_picture_is_the_e_mails_own_file() -> None:
    (mail, _text), files = public(own(EVERY_BLOCK)), own_site()
    (name,) = set(re.findall(r'media/(essai-[^"]*)" alt="Un «', mail))
    assert f"media/{name} 1184w" in html(files, EVERY_BLOCK)
    assert f"media/{name}" in files


def test_no_page_asks_another_host_and_one_runs_a_script() -> None:
    pages = {name: content for name, content in own_site().items() if name.endswith(".html")}
    assert len(pages) > 3
    for name, content in pages.items():
        (policy,) = tree(content.decode()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = {rule: sources for rule, *sources in (part.split() for part in policy.split("; "))}
        (ours, *hosts) = rules.pop("img-src")
        assert (ours, {host for host in hosts if not host.startswith("https://")}) == ("'self'", set())
        of_scripts = {"script-src": ["'self'"], "connect-src": ["'self'"]} if name == "search.html" else {}
        assert rules == {
            "default-src": ["'none'"],
            "style-src": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            **of_scripts,
        }


def test_what_search_engines_read_is_json_whatever_a_title_holds() -> None:
    page = tree(html(own_site(), HOSTILE))
    (script,) = page.xpath("//script")
    data = json.loads(script.text)
    assert data["@type"] == "NewsArticle"
    assert data["isPartOf"]["@type"] == "Periodical"
    assert "<script>" in data["headline"]
    assert data["image"]["url"] == page.xpath("//meta[@property='og:image']/@content")[0]
    assert data["image"]["url"].removeprefix(f"{SITE}/") in own_site()


def test_an_english_letter_has_english_pages() -> None:
    chosen = with_id(newsletter={"language": "en"})
    files = site(published(own(BARE), chosen=chosen), chosen=chosen)
    for page in ("index", "search", "404", "2026"):
        assert not re.search(r"lettres|Rechercher|S’inscrire", html(files, page).replace("La lettre", "")), page
    assert '<html lang="en" dir="ltr">' in html(files, "index")


def test_a_letter_begun_without_templates_for_the_web_has_cenums_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.rmtree(tmp_path / "templates" / "web")
    letters = [published(own(BARE))]
    files = everything(letters, with_id(), Templates(tmp_path / "templates"))
    assert files == site(*letters)
    (tmp_path / "templates" / "web").mkdir()
    (tmp_path / "templates" / "web" / "message.html.j2").write_text("Rien ici.", "utf-8")
    assert everything(letters, with_id(), Templates(tmp_path / "templates"))["404.html"] == b"Rien ici."


def test_templates_of_before_show_what_they_showed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    web = tmp_path / "templates" / "web"
    for name in ("introduction.html.j2", "sections.html.j2"):
        (web / name).unlink()
    (web / "letter.html.j2").write_text("<main>{{ title }} {{ article }}</main>", "utf-8")
    (web / "article.html.j2").write_text(
        '{% import "wording.j2" as say with context %}{% import "web/wording.j2" as words with context %}'
        '{% import "web/blocks.html.j2" as blocks with context %}'
        "{% for section in issue.sections %}<h2>{{ section.heading }}</h2>"
        "{{ blocks.render(section.blocks, 1) }}{% endfor %}",
        "utf-8",
    )
    (web / "style.css.j2").write_text("{{ fonts.serif }} {{ fonts.sans }}", "utf-8")
    files = everything([published(own(EVERY_BLOCK))], with_id(), Templates(tmp_path / "templates"))
    page = tree(html(files, EVERY_BLOCK))
    assert len(page.xpath("//h2")) >= len(made(own(EVERY_BLOCK)).issue.sections)
    assert "Bonjour" not in html(files, EVERY_BLOCK)
    assert files["style.css"].startswith(b"Georgia")


def with_a_logo(folder: Path, colour: str) -> dict[str, bytes]:
    media = folder / "issues" / "media"
    media.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (560, 140), colour).save(media / "logo.png")
    chosen = with_id(newsletter={"logo": "media/logo.png"})
    return everything([published(own(BARE), chosen=chosen)], chosen, Templates(folder / "templates"))


def test_every_page_has_the_logo_in_place_of_the_name(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    files = with_a_logo(tmp_path, "#1d2b53")
    pages = [name for name in files if name.endswith(".html")]
    for page in pages:
        (logo,) = tree(files[page].decode()).xpath("//header[@class='band']//p[@class='name']/a/img")
        assert (logo.get("alt"), logo.get("width"), logo.get("height")) == ("Cénum & <Cie>", "280", "70")
        assert logo.get("src").removeprefix("/") in files
    assert len(pages) > 4
    assert with_a_logo(tmp_path, "#b23419")["404.html"] != files["404.html"]


@needs_the_real_letter
def test_the_page_of_the_real_letter_is_light() -> None:
    letter = Letter(real().file, real().folder)
    files = site(published(letter))
    assert len(files["2025-04-18.html"]) + len(files["style.css"]) < 60_000
