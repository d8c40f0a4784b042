"""Each way to have an address fetched, alone: which addresses are found in which HTML."""

from __future__ import annotations

from html import escape

import pytest

from cenum.analysis.fetched import fetched

THERE = "http://other.example/a"


def found(html: str) -> list[str]:
    return list(dict.fromkeys(address for _element, address in fetched(html)))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>http://other.example/a</p>",
        '<a href="{u}">a</a>',
        '<map><area href="{u}"></map>',
        '<v:roundrect href="{u}"></v:roundrect>',
        '<p title="{u}" lang="{u}" aria-label="{u}" data-from="{u}">a</p>',
        '<meta name="description" content="{u}">',
        '<img src=" ">',
        "<!-- {u} -->",
        '<!-- <a href="{u}">a</a> -->',
        "<style>p {{ color: red }} /* url({u}) */</style>",
        '<style>p {{ content: "{u}, a"; }}</style>'.replace("{u}", "see {u}"),
        "<textarea>&lt;img src={u}&gt;</textarea>",
    ],
)
def test_what_is_not_fetched_is_not_found(html: str) -> None:
    assert found(html.format(u=THERE)) == []


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<img src="a.png">', "a.png"),
        ('<img src=" /a\n.png ">', "/a.png"),
        ('<video poster="a.png"></video>', "a.png"),
        ('<table background="a.png"><tr><td>a</td></tr></table>', "a.png"),
        ('<object data="a.swf"></object>', "a.swf"),
        ('<img lowsrc="a.png">', "a.png"),
        ('<img dynsrc="a.avi">', "a.avi"),
        ('<svg><image xlink:href="a.png"/></svg>', "a.png"),
        ('<img src="cid:a">', "cid:a"),
    ],
)
def test_an_attribute_that_is_fetched_has_an_address_whatever_it_says(html: str, address: str) -> None:
    assert found(html) == [address]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<link rel="stylesheet" href="a.css">', "a.css"),
        ('<base href="/a/">', "/a/"),
        ('<svg><use href="a.svg#a"/></svg>', "a.svg#a"),
    ],
)
def test_href_is_followed_by_nobody_on_links_alone(html: str, address: str) -> None:
    assert found(html) == [address]


def test_an_attribute_that_nobody_knows_may_hold_an_address() -> None:
    assert found(f'<img tomorrow="{THERE}">') == [THERE]


def test_an_attribute_may_hold_an_address_in_pieces() -> None:
    assert found('<img tomorrow="/&Tab;/other.example/a">') == ["//other.example/a"]


def test_an_attribute_may_hold_many_addresses() -> None:
    assert found(f'<img srcset="a.png 1x, {THERE} 2x">') == [THERE]


def test_an_attribute_may_hold_css() -> None:
    assert found(r'<svg><rect fill="url(\68ttp://other.example/a)"/></svg>') == [THERE]


def test_an_attribute_may_hold_a_page() -> None:
    assert found("<iframe srcdoc=\"<img src='a.png'>\"></iframe>") == ["a.png"]


def test_a_page_may_be_within_a_page_within_a_page() -> None:
    html = '<img src="a.png">'
    for _level in range(5):
        html = f'<iframe srcdoc="{escape(html)}"></iframe>'
    assert found(html) == ["a.png"]


def test_who_hides_more_than_a_letter_holds_has_something_to_hide() -> None:
    html = f'<img src="a.png">{"a" * 10_000}'
    for _level in range(20):
        html = f'<iframe srcdoc="{escape(html)}"></iframe>'
    assert found(html) == ["too-deep:"]


@pytest.mark.parametrize(
    "html",
    [
        '<p style="background: url(a.png)">a</p>',
        '<p style="background: URL( a.png )">a</p>',
        "<style>p { background: url(a.png) }</style>",
        "<style>p { background: url(a.png",
        r'<p style="background: \75 rl(a.png)">a</p>',
        r'<p style="background: u\000072l(a.png)">a</p>',
        r'<p style="background: url(\61.png)">a</p>',
        r'<p style="background: url(\61 .\70 ng)">a</p>',
        "<p style=\"/* ' */ background: url(a.png) /* ' */\">a</p>",
        "<p style=\"quotes: 'a\n; background: url(a.png); quotes: 'b\">a</p>",
        "<p style='quotes: \"a\n; background: url(a.png); quotes: \"b'>a</p>",
        r"""<p style="quotes: '\' '; background: url(a.png); quotes: '\' '">a</p>""",
    ],
)
def test_a_style_has_what_its_urls_name(html: str) -> None:
    assert found(html) == ["a.png"]


@pytest.mark.parametrize(
    "css",
    [
        f'@import "{THERE}";',
        f"@import'{THERE}'screen;",
        f'p {{ background: url("{THERE}") }}',
        f"p {{ background: image-set('{THERE}' 1x) }}",
        r'@import "\68ttp://other.example/a";',
        r"@import '\68 ttp:\/\/other.example\/a';",
        '@import "http://other.ex\\\nample/a";',
    ],
)
def test_a_string_of_a_style_sheet_may_be_an_address(css: str) -> None:
    assert found(f"<style>{css}</style>") == [THERE]


def test_an_escape_of_no_sign_stands_for_one_that_cant_be_read() -> None:
    assert found(r"<style>p { background: url(\0 \110000 a) }</style>") == ["\ufffd\ufffda"]


def test_a_script_may_hold_addresses() -> None:
    assert found(f'<script>fetch("{THERE}")</script>') == [THERE]


def test_a_style_sheet_within_svg_is_text_like_any_other() -> None:
    assert found(f"<svg><style>@import &quot;{THERE}&quot;;</style></svg>") == [THERE]


@pytest.mark.parametrize(
    "content",
    [
        "0;url=//other.example/a",
        "0, '//other.example/a'",
        "0 //other.example/a",
        "//other.example/a",
        "0;URL = //other.example/a",
    ],
)
def test_what_is_refreshed_leads_somewhere(content: str) -> None:
    assert found(f'<meta http-equiv="refresh" content="{content}">') == ["//other.example/a"]


def test_where_a_refresh_leads_may_be_in_pieces() -> None:
    assert found('<meta http-equiv="refresh" content="0;url=/&Tab;/other.example/a">') == ["//other.example/a"]


def test_whatever_else_a_page_tells_its_browser_may_lead_somewhere() -> None:
    html = f'<meta http-equiv="content-security-policy" content="img-src *; report-uri {THERE}">'
    assert found(html) == [THERE]


@pytest.mark.parametrize(
    "html",
    [
        '<p>a</p><body background="a.png">',
        '<body class="a"><BODY\nbackground="a.png">',
        '<p>a</p><html background="a.png">',
        '<p>a</p><head background="a.png">',
        "<html><p><body/style=--a:url(a.png)>",
    ],
)
def test_a_second_body_is_one(html: str) -> None:
    assert found(html) == ["a.png"]


@pytest.mark.parametrize(
    "html",
    [
        "<p><!-- <img src=a.png> --></p>",
        "<!--[if mso]><v:fill src='a.png'/><![endif]-->",
        "<!--[if mso]><!--[if true]><img src='a.png'><![endif]--><![endif]-->",
    ],
)
def test_what_a_comment_hides_is_read(html: str) -> None:
    assert found(html) == ["a.png"]


def test_what_nothing_but_comments_hide_is_read() -> None:
    assert found("<!--[if mso]><body background='a.png'></body><![endif]-->") == ["a.png"]


@pytest.mark.parametrize("end", ["--!>", "]>", "]]>"])
def test_a_comment_ends_earlier_for_some(end: str) -> None:
    """As a whole, it has the picture within words about a link."""
    assert found(f"<!-- <a title=' {end} <img src=a.png> '> -->") == ["a.png"]


@pytest.mark.parametrize("end", [">", "->"])
def test_a_comment_that_ends_at_once_does_so_for_some(end: str) -> None:
    assert found(f"<!--{end}<img src=a.png>-->") == ["a.png"]


@pytest.mark.parametrize(
    "html",
    ["<!-- <img src=a.png> --><html><p>a</p></html>", "<html><p>a</p></html><!-- <img src=a.png> -->"],
    ids=["before", "behind"],
)
def test_what_stands_beside_the_page_is_read(html: str) -> None:
    assert found(html) == ["a.png"]


@pytest.mark.parametrize("html", ["<?xml-stylesheet href='a.css'?>", "<p><?import src='a.css'></p>"])
def test_an_instruction_of_xml_is_read(html: str) -> None:
    assert found(html) == ["a.css"]


@pytest.mark.parametrize("name", ["iframe", "noembed", "noframes", "noscript", "style", "template", "xmp"])
def test_what_is_text_to_one_is_a_page_to_another(name: str) -> None:
    assert found(f"<svg><{name}><img src=a.png></{name}></svg>") == ["a.png"]


@pytest.mark.parametrize("name", ["textarea", "title"])
@pytest.mark.parametrize("around", ["math", "svg"])
def test_words_within_svg_or_mathml_may_be_a_page(around: str, name: str) -> None:
    assert found(f"<{around}><{name}><img src=a.png></{name}></{around}>") == ["a.png"]


@pytest.mark.parametrize("name", ["noscript", "template"])
def test_words_about_what_is_text_to_one_may_be_a_page_to_another(name: str) -> None:
    assert found(f"<{name}><p title='</{name}><img src=a.png>'></{name}>") == ["a.png"]
