from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image as Pillow

from cenum.edition.edition import PLACEHOLDER_HOST, UNSUBSCRIBE, VIEW_ONLINE
from cenum.issue.calendar import in_words
from tests.edition.samples import (
    BARE,
    EVERY_BLOCK,
    HOSTILE,
    Desk,
    Letter,
    conditional,
    edition,
    every_letter,
    html_links,
    made,
    needs_the_real_letter,
    numbered_links,
    own,
    public,
    real,
    settings,
    style_attributes,
    text_blocks,
    text_links,
    tree,
    words,
)

each_letter = pytest.mark.parametrize("letter", every_letter())
ZWJ = "👩\u200d💻"


@each_letter
def test_the_doctype_is_kept(letter: Letter) -> None:
    assert edition(letter).html.startswith("<!doctype html>\n<html ")


@each_letter
def test_page_and_wrapper_both_carry_language_and_direction(letter: Letter) -> None:
    html = tree(edition(letter).html)
    (wrapper,) = html.xpath("/html/body/*")
    assert [(e.get("lang"), e.get("dir")) for e in (html, wrapper)] == [("fr", "ltr")] * 2
    assert wrapper.get("role") == "article"
    assert wrapper.get("aria-label") == html.findtext("head/title")


@each_letter
def test_every_layout_table_says_that_it_is_one(letter: Letter) -> None:
    html = edition(letter).html
    tables = [table for table in re.findall(r"<table[^>]*>", html) if 'class="data ' not in table]
    assert tables
    assert all('role="presentation"' in table for table in tables)


@each_letter
def test_every_picture_has_a_description_and_a_width(letter: Letter) -> None:
    for picture in tree(edition(letter).html).iter("img"):
        assert picture.get("alt")
        assert int(picture.get("width")) <= 592
        if picture.get("class") == "face":
            assert picture.get("width") == picture.get("height")
            continue
        assert f"max-width:{picture.get('width')}px" in picture.get("style")
        assert "width:100%" in picture.get("style")
        assert "height:auto" in picture.get("style")


@each_letter
def test_nothing_is_left_of_mjml_jinja_or_premailer(letter: Letter) -> None:
    html = edition(letter).html
    assert not re.search(r"<mj-|data-at|data-premailer|/\*inline\*/|Undefined", html)


@each_letter
def test_what_outlook_reads_survives(letter: Letter) -> None:
    html = edition(letter).html
    assert html.count("<!--[if") == html.count("<![endif]-->")
    assert "<o:PixelsPerInch>96</o:PixelsPerInch>" in html
    assert "mso-line-height-rule: exactly" in conditional(html)
    assert "<v:" not in html


@each_letter
def test_outlook_does_not_read_the_dark_style_sheet(letter: Letter) -> None:
    html = edition(letter).html
    assert html.count('media="(prefers-color-scheme: dark)"') == 1
    read = re.sub(r"<!--\[if !mso\]> -->.*?<!-- <!\[endif\]-->", "", html, flags=re.DOTALL)
    assert 'media="(prefers' not in read


@pytest.mark.parametrize("letter", [own(EVERY_BLOCK), own(HOSTILE)], ids=lambda letter: letter.name)
def test_no_distance_is_lost_where_padding_counts_on_cells_alone(letter: Letter) -> None:
    """In Word, where the sides of quotations and lists alone are known to be lost; it reads `mso-padding-alt`."""
    lost = set()
    for element in tree(edition(letter).html).xpath(
        "//*[contains(@style, 'padding:') and not(self::td or self::th)]"
    ):
        (padding,) = re.findall(r"(?<!-)padding:([^;]+)", element.get("style"))
        above, *others = padding.split()
        below = others[1] if len(others) > 1 else above
        if {above, below} != {"0"}:
            lost.add((element.tag, element.get("class")))
    # The ground of code is as high as its lines there.
    assert lost == {("a", "button-link"), ("a", "leave-link"), ("pre", None)}


def test_a_star_ends_a_line_rather_than_beginning_one() -> None:
    stars = tree(edition(own(EVERY_BLOCK)).html).xpath("//span[@class='star']/preceding-sibling::node()[1]")
    assert [str(before)[-1] for before in stars] == ["\u00a0", "\u00a0"]


def test_outlook_sets_a_credit_below_its_picture() -> None:
    html = edition(own(EVERY_BLOCK)).html
    # A portrait's is a paragraph.
    assert html.count('<p class="credit"') == 1
    assert html.count('</span><!--[if mso]><br /><![endif]--><span class="credit"') == 1
    assert html.count('class="credit"') == 2


@each_letter
def test_colours_are_six_digits_in_every_style(letter: Letter) -> None:
    html = edition(letter).html
    styles = style_attributes(html) + style_attributes(conditional(html))
    grounds = re.findall(r'bgcolor="([^"]*)"', html)
    assert styles
    assert grounds
    for value in [*styles, *grounds]:
        assert not re.search(r"rgb|hsl|var\(|calc\(|/\*|!important", value), value
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in re.findall(r"#\w+", value)), value


@each_letter
def test_no_host_is_named_but_the_newsletters_own_and_those_of_links(letter: Letter) -> None:
    html, text = public(letter)
    linked = {urlsplit(link).hostname for link in html_links(html)}
    # The names of XML are names: nobody fetches them. Links are taken out; their own text may be an address.
    rest = re.sub(r'xmlns(:\w)?="[^"]*"|<a [^>]*>', "", html)
    named = {urlsplit(address).hostname for address in re.findall(r"https?://[^\s\"'<>)]+", rest)}
    assert named <= {"lettre.example.org"} | linked
    fetched = {urlsplit(source).hostname for source in tree(html).xpath("//@src | //@background | //link/@href")}
    assert fetched <= {"lettre.example.org"}
    assert not re.search(r"@import|@font-face|url\(|<link|<script|<iframe|<object|<form", html)
    assert PLACEHOLDER_HOST not in html + text


@each_letter
def test_the_headings_go_down_without_a_jump(letter: Letter) -> None:
    html = tree(edition(letter).html)
    levels = [int(heading.tag[1]) for heading in html.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@each_letter
def test_the_preheader_is_first_hidden_and_filled_up(letter: Letter) -> None:
    rendered = edition(letter)
    (preheader,) = tree(rendered.html).xpath("/html/body/div/*[1]")
    assert preheader.text.startswith(rendered.preheader)
    assert len(preheader.text) - len(rendered.preheader) >= 200 - len(rendered.preheader)
    assert set(preheader.text[len(rendered.preheader) :]) <= set("\u2007\ufeff\u034f")
    assert preheader.get("aria-hidden") == "true"
    for rule in ("display:none", "max-height:0", "overflow:hidden", "opacity:0", "mso-hide:all"):
        assert rule in preheader.get("style")
    assert "\ufeff" not in rendered.text


@each_letter
def test_html_and_text_hold_the_same_links_in_the_same_order(letter: Letter) -> None:
    html, text = public(letter)
    assert numbered_links(html) == text_links(text)
    assert len(html_links(html)) >= 8


@each_letter
def test_html_and_text_say_the_same_in_the_same_order(letter: Letter) -> None:
    html, text = public(letter)
    apart = re.compile(r"^\[\d+\] \S+$|^ *[=-]{3,}$|\s\[\d+\]|^[ >]*(?:•|→|—|\d+\.) |^ *> ", re.MULTILINE)
    # In the HTML a day begins its line otherwise.
    text = words(apart.sub("", text)).casefold()
    at = 0
    for block in text_blocks(html):
        for piece in block.casefold().split(" · "):
            found = text.find(piece, at)
            assert found >= 0, f"“{piece}” is missing from the text after “{text[max(0, at - 60) : at]}”"
            at = found


@each_letter
def test_the_table_of_contents_leads_to_every_section(letter: Letter) -> None:
    html = tree(edition(letter).html)
    sections = made(letter).issue.sections
    ways = html.xpath("//div[@role='navigation']//a/@href")
    others = [section for section in sections if not section.repeats_title]
    assert ways == ([f"#{section.id}" for section in others] if len(sections) > 1 else [])
    for section in sections:
        # Who repeats the title is found there. An empty anchor would be read out as a link without a name.
        (there,) = html.xpath(f"//*[@id='{section.id}']")
        (anchor,) = html.xpath(f"//a[@name='{section.id}']")
        assert (anchor.getparent().tag, there.tag) == (("h1", "div") if section.repeats_title else ("h2", "h2"))
        assert anchor.get("href") is None
        assert words(anchor.xpath("string()")) == words(section.heading)


@each_letter
def test_whoever_reads_it_can_leave_write_and_find_it_online(letter: Letter) -> None:
    html = edition(letter).html
    hrefs = html_links(html)
    assert hrefs.count(UNSUBSCRIBE) == 1
    assert hrefs.count(VIEW_ONLINE) == 2
    assert any(href.startswith("mailto:bonjour@lettre.example.org") for href in hrefs)


def test_placeholders_give_way_to_merge_tags_untouched() -> None:
    rendered = edition(own(EVERY_BLOCK))
    tags = replace(rendered.public_links, unsubscribe="{{ unsubscribe }}", view_online="*|ARCHIVE|*")
    html, text = rendered.fill(tags)
    assert 'href="{{ unsubscribe }}"' in html
    assert 'href="*|ARCHIVE|*"' in html
    assert "] {{ unsubscribe }}\n" in text
    assert PLACEHOLDER_HOST not in html + text


def test_nothing_hostile_becomes_an_element_or_an_attribute() -> None:
    html = tree(edition(own(HOSTILE)).html)
    allowed = {"html", "head", "title", "meta", "style", "body", "div", "table", "tbody", "tr", "td", "p", "a", "h1"}
    allowed |= {"h2", "h3", "ul", "li", "img", "span", "blockquote", "code", "pre", "br", "hr", "strong", "em"}
    elements = [element for element in html.iter() if isinstance(element.tag, str)]
    assert {element.tag for element in elements} <= allowed
    assert not [name for element in elements for name in element.attrib if name.startswith("on")]
    for comment in html.iter(etree.Comment):
        assert comment.text.strip().startswith(("[if", "<![endif]"))


def test_hostile_words_are_shown_as_they_were_written() -> None:
    html = tree(edition(own(HOSTILE)).html)
    assert words("".join(html.find(".//h1").itertext())) == (
        f"Titre <script>alert(« x »)</script> & « guillemets » {{{{ contact.EMAIL }}}} *|UNSUB|* {ZWJ}"
    )
    assert "&amp; &lt;br&gt; <!-- commentaire --> {% raw %}" in words("".join(html.itertext()))
    assert any(
        "<guillemets> & \\{{ accolades }}" in alt or "<guillemets> & {{ accolades }}" in alt
        for alt in html.xpath("//img/@alt")
    )
    assert "%7B%7B" not in edition(own(HOSTILE)).html


@pytest.mark.parametrize("letter", [own(EVERY_BLOCK), own(HOSTILE)], ids=lambda letter: letter.name)
def test_attributes_keep_spaces_that_hold_and_joined_emoji(letter: Letter) -> None:
    # mrml writes attributes as Rust's debug format does, which would show readers \u{a0} and \u{200d}.
    html = edition(letter).html
    assert "u{" not in html
    title = made(letter).issue.title
    assert tree(html).find(".//title").text == title


def test_a_no_break_space_and_a_backslash_reach_the_alt(desk: Desk) -> None:
    Pillow.new("RGB", (40, 20)).save(desk.folder / "p.png")
    rendered = desk.section(f"![C'est « ici » ? {ZWJ} a\\\\b ~ é](p.png)")
    (alt,) = tree(rendered.html).xpath("//img/@alt")
    assert alt == f"C’est «\u00a0ici\u00a0»\u202f? {ZWJ} a\\b ~ é"


def test_addresses_are_spelled_alike_in_both_parts(desk: Desk) -> None:
    rendered = desk.section(
        "[a](https://www.example.org/été?x=1&y=$%20[z]#à) [b](https://université.example.org/ "
        ") [c](mailto:a@example.org?subject=Été) [d](https://www.example.org/%C3%A9?a=100%)\n\n"
        "::: button https://www.example.org/café?a=1&b=$\nUn bouton\n:::"
    )
    wanted = [
        "https://www.example.org/%C3%A9t%C3%A9?x=1&y=%24%20%5Bz%5D#%C3%A0",
        "https://xn--universit-j4a.example.org/",
        "mailto:a@example.org?subject=%C3%89t%C3%A9",
        "https://www.example.org/%C3%A9?a=100%25",
        "https://www.example.org/caf%C3%A9?a=1&b=%24",
    ]
    assert html_links(rendered.html)[1:6] == wanted
    assert text_links(rendered.text)[1:6] == wanted


def test_a_letter_with_nothing_but_a_section_has_nothing_but_a_section() -> None:
    rendered = edition(own(BARE))
    html = tree(rendered.html)
    assert not html.xpath("//img | //div[@role='navigation'] | //*[contains(@class, 'teasers')]")
    assert words("".join(html.find(".//h1").itertext())) == "La lettre d’essai"
    assert rendered.subject == "La lettre d’essai ✦ 16 janvier 2026"
    assert rendered.preheader == "Une seule section"


def test_a_number_stands_beside_the_date_in_the_masthead() -> None:
    (day,) = tree(edition(own(EVERY_BLOCK)).html).xpath("//td[contains(@class, 'folio-day')]")
    assert words("".join(day.itertext())) == "Vendredi 2 janvier 2026, n° 42"


def test_who_wrote_it_and_how_long_it_takes_stand_at_the_title_once() -> None:
    html = tree(edition(own(EVERY_BLOCK)).html)
    assert words(html.xpath("string(//h1/following-sibling::*[1])")) == "par Ève Noël · 1 min de lecture"
    assert len(html.xpath("//*[@class='by']")) == 1


@each_letter
def test_the_day_is_told_once(letter: Letter) -> None:
    html, text = edition(letter).html, edition(letter).text
    day = in_words(made(letter).issue.day, "fr")
    assert [words(said).casefold().count(day) for said in (tree(html).xpath("string(//body)"), text)] == [1, 1]


def test_the_emoji_of_headings_are_not_read_aloud() -> None:
    html = tree(edition(own(EVERY_BLOCK)).html)
    assert [words(e.text) for e in html.xpath("//h2/span[@aria-hidden='true']")] == ["☕", "🗓️", ZWJ, "👋"]
    assert [words(e.text) for e in html.xpath("//li/span[@aria-hidden='true']")] == ["☕", "🗓️", ZWJ]


def test_a_heading_that_repeats_the_title_is_printed_once() -> None:
    html = tree(edition(own(EVERY_BLOCK)).html)
    title = made(own(EVERY_BLOCK)).issue.title
    assert [h.tag for h in html.iter("h1", "h2", "h3") if words("".join(h.itertext())) == title] == ["h1"]


def test_a_picture_is_never_shown_larger_than_its_place() -> None:
    widths = [int(width) for width in tree(edition(own(EVERY_BLOCK)).html).xpath("//img/@width")]
    assert widths == [592, 592, 64, 240]


@pytest.mark.parametrize(
    ("head", "body", "preheader"),
    [
        ("title: T\npreheader: Un aperçu\nteasers: [Un, Deux]", "Du texte.", "Un aperçu"),
        ("title: T\nteasers: [Un, Deux]\nintroduction: Bonjour à tous", "Du texte.", "Un ✦ Deux"),
        (
            "title: T\nintroduction: 'Voici [un lien](https://www.example.org), et *plus*'",
            "Du texte.",
            "Voici un lien, et plus",
        ),
        (f"title: T\nintroduction: {'mot ' * 40}", "Du texte.", f"{('mot ' * 25).strip()} …"),
        ("title: T", "Du texte.", "Une section"),
    ],
)
def test_the_preheader_is_the_first_of_what_there_is(desk: Desk, head: str, body: str, preheader: str) -> None:
    assert desk.section(body, head).preheader == preheader


def test_names_from_the_settings_are_escaped_once() -> None:
    html = tree(edition(own(EVERY_BLOCK)).html)
    assert html.xpath("string(//p[@class='name'])") == "Cénum & <Cie>"
    assert 'est publiée par Conseil des "essais".' in "".join(html.itertext())


def test_optional_links_are_left_out_where_the_settings_have_none(desk: Desk) -> None:
    chosen = settings(links={"subscribe": None, "accessibility": None}, newsletter={"tagline": ""})
    rendered = desk.edition("# Une section {#une}\n\nDu texte.", chosen=chosen)
    for part in (rendered.html, rendered.text):
        assert "inscrire à" not in part
        assert "Accessibilité" not in part
        assert "La lettre d’essai, «" not in part
    assert numbered_links(rendered.html) == text_links(rendered.text)


@needs_the_real_letter
def test_the_real_letter_weighs_less_than_60_kb() -> None:
    html, _text = public(real())
    assert len(html.encode()) < 60_000


def test_forty_items_cost_no_section_each(desk: Desk) -> None:
    item = (
        "## Une brève\n\nUne phrase ou deux, comme une brève en a, et [un lien](https://www.example.org/breve).\n\n"
    )
    rendered = desk.section(item * 40)
    assert len(rendered.html.encode()) < 45_000
