from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.edition.mjml import reference, to_html
from cenum.errors import Exit, SettingsMistakes
from cenum.marks import AT, mark_tags, without_marks
from tests.edition.samples import ROOT, templates, tree

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

TEMPLATE = "templates/essai.mjml.j2"
AROUND = "<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n{}\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>"


def findings(inside: str) -> tuple[Finding, ...]:
    with pytest.raises(SettingsMistakes) as caught:
        to_html(mark_tags(AROUND.format(inside), TEMPLATE, 1))
    assert caught.value.exit_code is Exit.USAGE
    return caught.value.findings


@pytest.mark.parametrize(
    ("inside", "rule", "line", "says"),
    [
        ("<mj-txet>a</mj-txet>", "mjml-tag", 5, "mj-text"),
        ("\n<mj-foo />", "mjml-tag", 6, "<mj-foo>"),
        ('<mj-text colour="#000000">a</mj-text>', "mjml-attribute", 5, "color"),
        ('<mj-text\n  paddding="0">a</mj-text>', "mjml-attribute", 5, "padding"),
        ('<mj-text color="#fff">a</mj-text>', "mjml-value", 5, "#fff"),
        ('<mj-text color="rgb(0 0 0)">a</mj-text>', "mjml-value", 5, "rgb(0 0 0)"),
        ('<mj-text color="red">a</mj-text>', "mjml-value", 5, "red"),
        ('<mj-text padding="10">a</mj-text>', "mjml-value", 5, "10"),
        ('<mj-text padding="1px 2px 3px 4px 5px">a</mj-text>', "mjml-value", 5, "5px"),
        ('<mj-text font-size="1rem">a</mj-text>', "mjml-value", 5, "1rem"),
        ('<mj-text align="middle">a</mj-text>', "mjml-value", 5, "middle"),
        ("<mj-section />", "mjml-nesting", 5, "<mj-column>"),
        ("<p>a</p>", "mjml-nesting", 5, "<p>"),
        ("<mj-text><p><mj-button>a</mj-button></p></mj-text>", "mjml-nesting", 5, "<mj-button>"),
        ("<mj-text>\n<p>a\n</mj-text>", "mjml", 6, "<br />"),
        ("<mj-text>a & b</mj-text>", "mjml", 5, "&amp;"),
        ("<mj-text>a&nbsp;b</mj-text>", "mjml", 5, "&#160;"),
        ("<mj-text>a<br>b</mj-text>", "mjml", 5, "<br />"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(inside: str, rule: str, line: int, says: str) -> None:
    found = findings(inside)
    first = found[0]
    assert first.rule == rule
    assert str(first.place) == f"{TEMPLATE}:{line}"
    assert says in f"{first.message} {first.remedy}"
    assert first.remedy


def test_no_file_of_this_machine_is_read_for_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<mj-canary />", "utf-8")
    named = f'<!DOCTYPE mjml [<!ENTITY secret SYSTEM "{(tmp_path / "secret.xml").as_uri()}">]>'
    with pytest.raises(SettingsMistakes) as caught:
        to_html(named + mark_tags(AROUND.format("<mj-text>a</mj-text>&secret;"), TEMPLATE, 1))
    assert "canary" not in "".join(one.message for one in caught.value.findings)


def test_a_class_that_looks_like_a_mark_stays_where_it_was_written() -> None:
    marked = mark_tags(AROUND.format('<mj-text css-class="cenum-at-0">a</mj-text>'), TEMPLATE, 1)
    assert 'class="cenum-at-0"' in without_marks(to_html(marked))


def test_every_mistake_is_named_at_once() -> None:
    found = findings('<mj-foo />\n<mj-text colour="#000000" color="#fff">a</mj-text>\n<mj-section />')
    assert [(finding.rule, finding.place.line) for finding in found] == [
        ("mjml-tag", 5),
        ("mjml-attribute", 6),
        ("mjml-value", 6),
        ("mjml-nesting", 7),
    ]


@pytest.mark.parametrize(
    "fine",
    [
        '<mj-text padding="0">a</mj-text>',
        '<mj-text padding="1px 2px 3px 4px" line-height="1.5">a</mj-text>',
        '<mj-text css-class="a b" color="#1D2B53">a <b>b</b><br />c</mj-text>',
        '<mj-divider border-width="1px" border-color="#1d2b53" />',
        '<mj-image src="https://lettre.example.org/a.png" alt="a" width="100px" />',
        '<mj-button href="https://www.example.org">a</mj-button>',
        "<mj-raw><p>a</p></mj-raw>",
        "<!-- a comment --><mj-text>a</mj-text>",
        '<mj-table><tr><td colspan="2">a</td></tr></mj-table>',
    ],
)
def test_good_mjml_passes(fine: str) -> None:
    html = to_html(mark_tags(AROUND.format(fine), TEMPLATE, 1))
    assert html.startswith("<!doctype html>")
    assert AT not in without_marks(html)
    assert "<mj-" not in html


def test_default_attributes_are_judged_by_all_that_components_take() -> None:
    head = '<mj-head><mj-attributes><mj-all {} /><mj-text color="#000000" /></mj-attributes></mj-head>'
    page = "<mjml>{}<mj-body><mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section></mj-body></mjml>"
    to_html(mark_tags(page.format(head.format('font-family="Georgia"')), TEMPLATE, 1))
    with pytest.raises(SettingsMistakes):
        to_html(mark_tags(page.format(head.format('font-famly="Georgia"')), TEMPLATE, 1))


@pytest.mark.parametrize(
    "text", ["«\u00a0a\u00a0»\u202f?", "👩\u200d💻", "a\\u{a0}", "a\\nb \\\\ '", "\u2007\ufeff\u034f", "é"]
)
def test_attributes_come_out_as_they_went_in(text: str) -> None:
    html = to_html(AROUND.format(f'<mj-text><img alt="{text}" title="&#34;&lt;" />{text}</mj-text>'))
    picture = tree(html).find(".//img")
    assert picture.get("alt") == text
    assert picture.get("title") == '"<'
    assert picture.tail.strip("\n ") == text


def test_style_sheets_are_left_as_they_are() -> None:
    page = '<mjml><mj-head><mj-style>.a:before { content: "\\2014 é"; }</mj-style></mj-head><mj-body /></mjml>'
    assert 'content: "\\2014 é"' in to_html(page)


def test_no_font_is_fetched() -> None:
    html = to_html(AROUND.format('<mj-text font-family="Georgia, serif">a</mj-text>'))
    assert "fonts.googleapis" not in html


def test_a_mark_tells_where_a_tag_began() -> None:
    assert (
        mark_tags("a\n<mj-text>\n<mj-raw/><mjml >", "t", 1)
        == f'a\n<mj-text {AT}="t:2">\n<mj-raw {AT}="t:3"/><mjml {AT}="t:3" >'
    )


def test_the_reference_knows_every_tag_that_our_templates_use() -> None:
    used = {
        tag
        for template in (ROOT / "templates").glob("*.mjml.j2")
        for tag in reference()
        if f"<{tag}" in template.read_text("utf-8")
    }
    assert {"mjml", "mj-body", "mj-section", "mj-column", "mj-text", "mj-raw"} <= used
    assert templates().palette


def test_the_head_has_no_comment_that_mailchimp_ends_at_the_wrong_place() -> None:
    html = to_html(AROUND.format('<mj-text font-family="Georgia, serif">a</mj-text>'))
    assert '<meta http-equiv="X-UA-Compatible" content="IE=edge">' in html
    assert "<!-->" not in html
    assert html.count("[if") == html.count("[endif]") > 0
