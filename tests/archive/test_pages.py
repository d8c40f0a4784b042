"""The page of a letter, and that it says what the e-mail says."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

import pytest

from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.marks import AT
from tests.archive.sites import OWN, SITE, copies_of_all, everything, html, own_site, published, site, with_id
from tests.edition.samples import (
    BARE,
    EVERY_BLOCK,
    HOSTILE,
    Letter,
    html_links,
    needs_the_real_letter,
    numbered_links,
    own,
    public,
    real,
    text_links,
    tree,
)

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
    # What opens them says the same in an order of its own.
    opening, *_rest = mail.xpath("//div[contains(@class, 'card')]")
    opening.getparent().remove(opening)
    (wrapper,) = mail.xpath("/html/body/div")
    said = without(squeezed(wrapper), MAIL_ONLY).partition("VousrecevezCénum&<Cie>")[0]
    copies = copies_of_all(name)
    (article,) = tree(html(site(published(own(name)), copies=copies), name)).xpath("//article")
    assert len(re.findall(COPY, squeezed(article))) >= len(copies)
    for aside in article.xpath(
        "header | nav | figure | *[@class='introduction'] | *[@class='section']/p[@class='by']"
    ):
        aside.getparent().remove(aside)
    page = re.sub(COPY, "", squeezed(article))
    assert without(page, PAGE_ONLY) == said


@each_own_letter
def test_page_e_mail_and_text_lead_to_the_same_places_in_the_same_order(name: str) -> None:
    files = site(published(own(name)), copies=copies_of_all(name))
    (article,) = tree(html(files, name)).xpath("//article")
    closing = [f"{SITE}/{name}", "mailto:bonjour@lettre.example.org", f"{SITE}/inscription?de=lettre&par=lien"]
    hrefs = article.xpath(".//a[not(parent::small[@class='copy'])]/@href")
    links = [urljoin(SITE, href) for href in hrefs if not href.startswith("#")]
    assert links[-3:] == closing
    mail, text = public(own(name))
    in_mail = html_links(mail)
    share = in_mail.index(f"{SITE}/{name}", 1)
    assert in_mail[share - 1] == closing[1]
    assert links[:-3] == in_mail[1 : share - 1]
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
    assert "Bonjour" not in page
    scripts = document.xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]


def test_the_contents_lead_to_the_anchors_of_the_e_mail() -> None:
    page = tree(html(own_site(), EVERY_BLOCK))
    anchors = page.xpath("//nav[contains(@class, 'contents')]//a/@href")
    mail = tree(public(own(EVERY_BLOCK))[0])
    assert anchors == mail.xpath("//ul[contains(@class, 'contents')]//a/@href")
    assert len(anchors) > 2
    assert [one for one in anchors if not page.xpath(f"//*[@id='{one[1:]}']")] == []


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


def test_a_letter_begun_without_templates_for_the_web_has_cenums_own(tmp_path: Any) -> None:
    import shutil  # noqa: PLC0415

    from cenum.edition.templates import Templates  # noqa: PLC0415
    from tests.edition.samples import ROOT  # noqa: PLC0415

    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.rmtree(tmp_path / "templates" / "web")
    letters = [published(own(BARE))]
    files = everything(letters, with_id(), Templates(tmp_path / "templates"))
    assert files == site(*letters)
    (tmp_path / "templates" / "web").mkdir()
    (tmp_path / "templates" / "web" / "message.html.j2").write_text("Rien ici.", "utf-8")
    assert everything(letters, with_id(), Templates(tmp_path / "templates"))["404.html"] == b"Rien ici."


@needs_the_real_letter
def test_the_page_of_the_real_letter_is_light() -> None:
    letter = Letter(real().file, real().folder)
    files = site(published(letter))
    assert len(files["2025-04-18.html"]) + len(files["style.css"]) < 60_000
