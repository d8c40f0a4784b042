"""Every word of a document is in its HTML or is left out for a reason, and none is twice, whatever holds it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.docx.word_xml import full
from cenum.imported.words import words_of
from tests.imported.docx.word_files import NAMES, word_file
from tests.tried import up_to

if TYPE_CHECKING:
    from cenum.imported.source_letter import SourceLetter

# Letters say what becomes of them: small ones are the letter's, capitals are left out, and Greek ones are in notes,
# which are the letter's if something in it calls them.
TAKEN, LEFT, NOTED = "abcdeé", "XYZ", "αβγ"
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "table", "tr", "td", "th", "div"}
LINKS = {"link-1": "https://example.org/?a=1&amp;b=2"}
LISTS = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="none"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Citation"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison"><w:name w:val="Ma rubrique"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Cach"><w:name w:val="Caché"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Cach2"><w:name w:val="Caché 2"/><w:basedOn w:val="Cach"/></w:style>
"""


def _deleted() -> st.SearchStrategy[str]:
    return deleted()


def _tables() -> st.SearchStrategy[str]:
    return tables()


@cache
def texts(letters: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from([*letters, *" \u00a0’-.\u0301"]), max_size=8)


@cache
def runs(letters: str) -> st.SearchStrategy[str]:
    """A run, or part of one: words are split anywhere."""
    leaf = st.one_of(
        texts(letters).map(lambda text: f'<w:t xml:space="preserve">{text}</w:t>'),
        st.sampled_from(
            [
                *("<w:br/>", '<w:br w:type="page"/>', "<w:tab/>", "<w:cr/>", "<w:noBreakHyphen/>", "<w:softHyphen/>"),
                *('<w:sym w:font="Wingdings" w:char="F04A"/>', '<w:sym w:font="Webdings" w:char="zz"/>'),
                "<w:lastRenderedPageBreak/>",
            ]
        ),
    )
    look = st.sampled_from(
        [
            "",
            "<w:b/>",
            "<w:i/><w:b/>",
            "<w:strike/>",
            '<w:vertAlign w:val="superscript"/>',
            '<w:highlight w:val="yellow"/>',
        ]
    )
    return st.builds(
        lambda properties, leaves: f"<w:r><w:rPr>{properties}</w:rPr>{''.join(leaves)}</w:r>",
        look,
        st.lists(leaf, min_size=1, max_size=3),
    )


@cache
def hidden() -> st.SearchStrategy[str]:
    how = st.sampled_from(["<w:vanish/>", "<w:webHidden/>", '<w:rStyle w:val="Cach"/>', '<w:rStyle w:val="Cach2"/>'])
    return st.builds(lambda one, text: f"<w:r><w:rPr>{one}</w:rPr><w:t>{text}</w:t></w:r>", how, texts(LEFT))


@cache
def deleted() -> st.SearchStrategy[str]:
    text = texts(LEFT).map(lambda text: f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>')
    return st.one_of(
        text.map(lambda inner: f'<w:del w:author="Jean">{inner}</w:del>'),
        text.map(lambda inner: f'<w:ins w:author="Léa"><w:del w:author="Jean">{inner}</w:del></w:ins>'),
        inlines(LEFT).map(lambda inner: f'<w:moveFrom w:author="Jean">{inner}</w:moveFrom>'),
    )


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapper = st.sampled_from(
        [
            *('<w:ins w:author="Jean">{}</w:ins>', '<w:moveTo w:author="Jean">{}</w:moveTo>'),
            *('<w:hyperlink r:id="link-1">{}</w:hyperlink>', '<w:hyperlink w:anchor="la_suite">{}</w:hyperlink>'),
            *('<w:hyperlink r:id="none">{}</w:hyperlink>', "<w:smartTag>{}</w:smartTag>", "<w:bdo>{}</w:bdo>"),
            '<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/&quot; ">{}</w:fldSimple>',
            '<w:fldSimple w:instr=" PAGE ">{}</w:fldSimple>',
            "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            '<w:customXml w:element="x">{}</w:customXml>',
            *('<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/>', "<w:unknown>{}</w:unknown>"),
            _field('HYPERLINK "https://example.org/" \\o "XX"', "{}"),
            _field('IF "XX" = "YY"', "{}"),
        ]
    )
    return st.builds(lambda around, inner: around.replace("{}", inner), wrapper, inner)


def _field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


@cache
def boxes(letters: str) -> st.SearchStrategy[str]:
    inner = st.lists(paragraphs(letters), min_size=1, max_size=2).map("".join)
    drawn = inner.map(
        lambda inner: (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="XX"/>'
            f"<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>"
            "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>XX</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    old = inner.map(
        lambda inner: (
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    other = inner.map(
        lambda inner: (
            '<w:r><mc:AlternateContent><mc:Choice Requires="none"><w:t>XX</w:t></mc:Choice>'
            f"<mc:Fallback><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    return st.one_of(drawn, old, other)


@cache
def formulas(letters: str) -> st.SearchStrategy[str]:
    piece = texts(letters).map(lambda text: f"<m:r><m:t>{text}</m:t></m:r>")
    return st.builds(
        lambda a, b, form: "<m:oMath>" + form.replace("{a}", a).replace("{b}", b) + "</m:oMath>",
        piece,
        piece,
        st.sampled_from(
            [
                "{a}{b}",
                "<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>",
                "<m:sSup><m:e>{a}</m:e><m:sup>{b}</m:sup></m:sSup>",
                "<m:d><m:e>{a}</m:e><m:e>{b}</m:e></m:d>",
                "<m:rad><m:deg>{a}</m:deg><m:e>{b}</m:e></m:rad>",
                "<m:m><m:mr><m:e>{a}</m:e><m:e>{b}</m:e></m:mr></m:m>",
            ]
        ),
    )


@cache
def calls() -> st.SearchStrategy[str]:
    return st.builds(
        lambda kind, name: f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>',
        st.sampled_from(["footnote", "endnote"]),
        st.integers(1, 5),
    )


@cache
def ruby(letters: str) -> st.SearchStrategy[str]:
    return st.builds(
        lambda a, b: f"<w:r><w:ruby><w:rubyPr/><w:rt>{a}</w:rt><w:rubyBase>{b}</w:rubyBase></w:ruby></w:r>",
        runs(letters),
        runs(letters),
    )


@cache
def inlines(letters: str) -> st.SearchStrategy[str]:
    inside = st.deferred(lambda: inlines(letters))
    more = [st.deferred(lambda: boxes(letters)), formulas(letters), ruby(letters), wrapped(inside)]
    if letters == TAKEN:
        more += [hidden(), st.deferred(_deleted), calls()]
    return st.lists(st.one_of(runs(letters), runs(letters), *more), max_size=3).map("".join)


@cache
def paragraphs(letters: str) -> st.SearchStrategy[str]:
    numbered = st.builds(
        lambda level, name: f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>',
        st.integers(0, 5),
        st.integers(0, 4),
    )
    properties = st.one_of(
        st.just(""),
        numbered,
        st.sampled_from(
            [
                *('<w:pStyle w:val="Titre1"/>', '<w:pStyle w:val="Citation"/>', '<w:pStyle w:val="Maison"/>'),
                *('<w:pStyle w:val="Title"/>', "<w:rPr><w:del/></w:rPr>", '<w:framePr w:dropCap="drop"/>'),
                *("<w:tabs><w:tab/></w:tabs>", '<w:pStyle w:val="Aucun"/>'),
            ]
        ),
    )
    return st.builds(lambda own, inner: f"<w:p><w:pPr>{own}</w:pPr>{inner}</w:p>", properties, inlines(letters))


@cache
def tables() -> st.SearchStrategy[str]:
    taken, left = paragraphs(TAKEN), paragraphs(LEFT)
    cell = st.builds(
        lambda own, inner: f"<w:tc><w:tcPr>{own}</w:tcPr>{''.join(inner)}</w:tc>",
        st.sampled_from(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"]),
        st.lists(st.one_of(taken, st.deferred(_tables)), max_size=2),
    )
    gone = left.map(lambda inner: f"<w:tr><w:trPr><w:del w:author='Jean'/></w:trPr><w:tc>{inner}</w:tc></w:tr>")
    row = st.lists(cell, min_size=1, max_size=2).map(lambda cells: f"<w:tr>{''.join(cells)}</w:tr>")
    return st.lists(st.one_of(row, gone), min_size=1, max_size=2).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")


@cache
def bodies() -> st.SearchStrategy[str]:
    block = st.one_of(paragraphs(TAKEN), paragraphs(TAKEN), paragraphs(TAKEN), tables())
    around = block.map(lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    return st.lists(st.one_of(block, block, around), max_size=5).map("".join)


@cache
def notes(kind: str) -> st.SearchStrategy[str]:
    note = st.lists(inlines(NOTED), min_size=1, max_size=2)
    return st.lists(note, max_size=4).map(
        lambda found: "".join(
            f'<w:{kind} w:id="{number}">' + "".join(f"<w:p>{inner}</w:p>" for inner in one) + f"</w:{kind}>"
            for number, one in enumerate(found, 1)
        )
    )


@pytest.mark.long
@settings(max_examples=up_to(2_000))
@given(bodies(), notes("footnote"), notes("endnote"), inlines(LEFT), inlines(LEFT))
def test_every_word_is_in_the_html_once_or_left_out(
    body: str, footnotes: str, endnotes: str, header: str, comment: str
) -> None:
    letter = letter_of_docx(
        "a.docx",
        word_file(
            body,
            LINKS,
            styles=STYLES,
            numbering=LISTS,
            footnotes=footnotes,
            endnotes=endnotes,
            header=f"<w:p>{header}</w:p>",
            comments=f'<w:comment w:id="0" w:author="Cécile"><w:p>{comment}</w:p></w:comment>',
        ),
    )
    shown = shown_text(letter)
    taken = [word for one in letter.passages if one.kind.taken for word in words_of(one.words)]
    assert Counter(words_of(shown)) == Counter(taken)
    # By the letters: what has to be there is there, however words are counted.
    assert letters_of(shown, LEFT) == Counter()
    assert letters_of(shown, TAKEN) == letters_of(written_text(body), TAKEN)
    left = " ".join(one.words for one in letter.passages if not one.kind.taken)
    assert letters_of(left, TAKEN) == Counter()


def shown_text(letter: SourceLetter) -> str:
    """The words of the HTML, blocks apart."""
    found: list[str] = []

    def show(element: Any) -> None:
        if element.tag in _BLOCKS or element.tag == "br":
            found.append(" ")
        found.append(element.text or "")
        for one in element:
            show(one)
            found.append(one.tail or "")
        if element.tag in _BLOCKS:
            found.append(" ")

    show(html.fragment_fromstring(letter.html, create_parent="body"))
    return "".join(found)


def written_text(body: str) -> str:
    root = etree.fromstring(f"<a {NAMES}>{body}</a>")
    return "".join(one.text or "" for one in root.iter(full("w:t"), full("m:t")))


def letters_of(text: str, letters: str) -> Counter[str]:
    return Counter(one for one in text if one in letters)
