"""Letters of three producers: Word as people use it, LibreOffice, python-docx; and what each feature becomes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.source_letter import Remark, SourceLetter, SourcePassage, WordKind
from tests.imported.docx.word_files import packed, paragraph, relationships, run, word_file

HERE = Path(__file__).parent
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _html(body: str, **parts: str) -> str:
    return letter_of_docx("a.docx", word_file(body, None, None, **parts)).html


def _left(letter: SourceLetter) -> set[tuple[WordKind, str, str]]:
    return {(one.kind, one.who, one.words) for one in letter.passages if not one.kind.taken}


def test_a_letter_from_word_comes_with_all_that_its_words_are() -> None:
    letter = letter_of_docx("word.docx", (HERE / "word.docx").read_bytes())
    assert letter.facts.title == "Lettre du 17 avril – v3 RELUE"
    assert '<h1 data-title="1">Lettre du 17 avril – v3 RELUE</h1>' in letter.html
    assert '<a href="https://simple.example.org/"> et un champ simple</a>' in letter.html
    assert "<li>Sous-point</li></ul></li></ul>" in letter.html
    assert '<img alt="Carte des ateliers de l’automne" src="picture-1.png">' in letter.html
    assert set(letter.pictures) == {"picture-1.png", "picture-2.png", "picture-3.png"}
    assert _left(letter) == {
        (WordKind.DELETED, "Jean", "refusé"),
        (WordKind.HIDDEN, "", "caché"),
        (WordKind.MOVED, "J", "phrase déplacée"),
        (WordKind.COMMENT, "Cécile", "Qui a dit cela ? Source ?"),
        (WordKind.PAGE_HEADER, "", "DOCUMENT DE TRAVAIL – NE PAS DIFFUSER"),
        (WordKind.PAGE_FOOTER, "", "page 1"),
    }
    assert letter.remarks == (
        Remark("[lien à ajouter]", "", ""),
        Remark("Cette phrase est à vérifier", "Cécile", "Qui a dit cela ? Source ?"),
    )


def test_a_letter_from_libreoffice_is_read_as_one_from_word() -> None:
    letter = letter_of_docx("libreoffice.docx", (HERE / "libreoffice.docx").read_bytes())
    assert letter.facts.title == "La lettre des jardins"
    for part in (
        "<h1>Le potager rouvre</h1>",
        'jeudi à <strong>dix heures</strong>, avec <em>une visite</em><a data-note="1"></a>.</p>',
        '<a href="https://jardins.example.org/plan?x=1&amp;y=2">le plan des allées</a>',
        "<ul><li>Tomates<ul><li>cerises</li></ul></li><li>Courges</li></ul>",
        '<ol start="4"><li>Semer</li><li>Arroser</li></ol>',
        "<blockquote><p>« On sème au printemps. »</p></blockquote>",
        "<p>Avant l’encadré.</p><p>À savoir : le jardin ferme à la nuit.</p>",
        "<td><p>Relâche au mois d’août</p></td><td></td>",
        '<div data-note="1"><p>Sur inscription, à l’accueil.</p></div>',
    ):
        assert part in letter.html
    assert SourcePassage(WordKind.INSERTED, "jeudi", "Jean") in letter.passages
    assert _left(letter) == {
        (WordKind.DELETED, "Jean", "mercredi"),
        (WordKind.HIDDEN, "", "Ne pas dire le prix."),
        (WordKind.COMMENT, "Cécile", "Quelle année ?"),
    }
    assert letter.remarks == (
        Remark("[photo à choisir]", "", ""),
        Remark("le bilan de l’année", "Cécile", "Quelle année ?"),
    )


def test_a_letter_of_python_docx_is_read_as_one_from_word() -> None:
    written = Document()
    written.add_heading("Une lettre", 0)
    written.add_heading("La une", 1)
    line = written.add_paragraph("Un mot ")
    line.add_run("gras").bold = True
    line.add_run(" et un ").italic = None
    line.add_run("penché").italic = True
    for text, style in (
        ("Un", "List Number"),
        ("Deux", "List Number"),
        ("mais", "List Bullet"),
        ("ici", "List Bullet 2"),
    ):
        written.add_paragraph(text, style=style)
    written.add_paragraph("Dit-on.", style="Quote")
    table = written.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    written.sections[0].header.paragraphs[0].text = "Brouillon"
    found = BytesIO()
    written.save(found)
    letter = letter_of_docx("a.docx", found.getvalue())
    assert letter.html == (
        '<h1 data-title="1">Une lettre</h1><h1>La une</h1>'
        "<p>Un mot <strong>gras</strong> et un <em>penché</em></p>"
        "<ol><li>Un</li><li>Deux</li></ol><ul><li>mais<ul><li>ici</li></ul></li></ul>"
        "<blockquote><p>Dit-on.</p></blockquote><table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>"
    )
    assert _left(letter) == {(WordKind.PAGE_HEADER, "", "Brouillon")}


def _style(name: str, called: str, more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>{more}</w:style>'


# A style's id and name as programs write them, and what a paragraph that has it becomes.
STYLES = {
    ("Titre", "Title"): '<h1 data-title="1">Bonjour</h1>',
    ("Titre1", "heading 1"): "<h1>Bonjour</h1>",
    ("Titre2", "Titre 2"): "<h2>Bonjour</h2>",
    ("Titre3", "heading 3"): "<h3>Bonjour</h3>",
    ("Titre8", "heading 8"): "<h6>Bonjour</h6>",
    ("Sous-titre", "Subtitle"): '<p class="subtitle">Bonjour</p>',
    ("Citation", "Quote"): "<blockquote><p>Bonjour</p></blockquote>",
    ("Citationintense", "Intense Quote"): "<blockquote><p>Bonjour</p></blockquote>",
    ("Lgende", "caption"): '<p class="caption">Bonjour</p>',
    ("Paragraphedeliste", "List Paragraph"): "<p>Bonjour</p>",
    ("NormalWeb", "Normal (Web)"): "<p>Bonjour</p>",
    ("Corpsdetexte", "Body Text"): "<p>Bonjour</p>",
}


@pytest.mark.parametrize(("style", "becomes"), STYLES.items())
def test_styles_mean_the_same_in_any_language(style: tuple[str, str], becomes: str) -> None:
    assert _html(paragraph(run("Bonjour"), style=style[0]), styles=_style(*style)) == becomes


@pytest.mark.parametrize(
    ("more", "becomes"),
    [
        ('<w:basedOn w:val="Titre2"/>', "<h2>Bonjour</h2>"),
        ('<w:pPr><w:outlineLvl w:val="2"/></w:pPr>', "<h3>Bonjour</h3>"),
        ('<w:basedOn w:val="Titre2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "<p>Bonjour</p>"),
    ],
)
def test_a_style_of_ones_own_is_a_heading_by_what_it_is_based_on_or_its_level(more: str, becomes: str) -> None:
    styles = _style("Titre2", "heading 2") + _style("Rubrique", "Ma rubrique", more)
    assert _html(paragraph(run("Bonjour"), style="Rubrique"), styles=styles) == becomes


def test_a_style_that_nobody_defined_is_known_by_its_id() -> None:
    assert _html(paragraph(run("Bonjour"), style="Titre1")) == "<h1>Bonjour</h1>"


NUMBERED = """
<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="2"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def _item(text: str, level: int = 0, name: int = 1) -> str:
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')


@pytest.mark.parametrize(
    ("items", "becomes"),
    [
        ([_item("a"), _item("b")], "<ol><li>a</li><li>b</li></ol>"),
        ([_item("a"), _item("b", 1), _item("c")], "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ([_item("b", 1), _item("c")], "<ul><li>b</li></ul><ol><li>c</li></ol>"),
        ([_item("a"), paragraph(run("–")), _item("b")], '<ol><li>a</li></ol><p>–</p><ol start="2"><li>b</li></ol>'),
        ([_item("a"), _item("b", name=2)], '<ol><li>a</li></ol><ol start="5"><li>b</li></ol>'),
        ([_item("a"), paragraph(), _item("b")], "<ol><li>a</li><li>b</li></ol>"),
        ([_item("a", 2)], "<p>a</p>"),
        ([_item("a", name=0)], "<p>a</p>"),
        ([_item("a", name=9)], "<p>a</p>"),
    ],
)
def test_lists_are_as_word_shows_and_numbers_them(items: list[str], becomes: str) -> None:
    assert _html("".join(items), numbering=NUMBERED) == becomes


def _deleted_end(text: str) -> str:
    return paragraph(run(text), properties='<w:rPr><w:del w:author="Jean"/></w:rPr>')


BOLD = "<w:rPr><w:b/></w:rPr>"
# What stands in the body of a document, and its HTML.
BECOMES = {
    "runs that differ in nothing": (paragraph(run("Bon"), run("jour")), "<p>Bonjour</p>"),
    "a deleted end": (_deleted_end("Bon") + paragraph(run("jour"), style="Titre1"), "<h1>Bonjour</h1>"),
    "a large first letter": (
        paragraph(run("B"), properties='<w:framePr w:dropCap="drop"/>') + paragraph(run("onjour")),
        "<p>Bonjour</p>",
    ),
    "a page that ends": (paragraph(run("Bon"), '<w:r><w:br w:type="page"/></w:r>', run("jour")), "<p>Bon jour</p>"),
    "two quotations": (
        paragraph(run("a"), style="Citation") + paragraph() + paragraph(run("b"), style="Citation"),
        "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
    ),
    "signs of Wingdings": (
        paragraph(
            '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', run("\uf0fc", '<w:rFonts w:ascii="Wingdings"/>')
        ),
        "<p>☺✓</p>",
    ),
    "a link whose address has a place": (
        paragraph('<w:hyperlink r:id="link-1" w:anchor="la_suite">' + run("ici") + "</w:hyperlink>"),
        '<p><a href="https://example.org/a#la_suite">ici</a></p>',
    ),
    "a fraction": (
        paragraph(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
        ),
        "<p> (1)/(2) </p>",
    ),
    "a box at the end of a link": (
        paragraph(
            '<w:hyperlink r:id="link-1">' + run("ici"),
            "<w:r><w:pict><v:textbox><w:txbxContent>"
            + paragraph(run("encadré"))
            + "</w:txbxContent></v:textbox></w:pict></w:r>",
            "</w:hyperlink>" + run(" et là"),
        ),
        '<p><a href="https://example.org/a">ici</a> et là</p><p><a href="https://example.org/a">encadré</a></p>',
    ),
    "drawn words": (
        paragraph('<w:r><w:pict><v:shape><v:textpath string="BROUILLON"/></v:shape></w:pict></w:r>'),
        "<p>BROUILLON</p>",
    ),
    "a style that is bold, and nothing else": (
        paragraph(run("Bon"), run("jour", '<w:b w:val="0"/>'), style="Gras"),
        "<p><strong>Bon</strong>jour</p>",
    ),
    "how it is spoken": (
        paragraph(
            "<w:r><w:ruby><w:rt>"
            + run("kanji")
            + "</w:rt><w:rubyBase>"
            + run("漢字")
            + "</w:rubyBase></w:ruby></w:r>"
        ),
        "<p> 漢字 (kanji) </p>",
    ),
}


@pytest.mark.parametrize("case", BECOMES)
def test_what_mammoth_would_lose_is_kept(case: str) -> None:
    body, becomes = BECOMES[case]
    styles = _style("Titre1", "heading 1") + _style("Citation", "Quote") + _style("Gras", "Gras", BOLD)
    letter = letter_of_docx("a.docx", word_file(body, {"link-1": "https://example.org/a"}, styles=styles))
    assert letter.html == becomes


@pytest.mark.parametrize(
    ("code", "address"),
    [
        (' HYPERLINK "https://example.org/" ', "https://example.org/"),
        ("HYPERLINK https://example.org/", "https://example.org/"),
        (
            ' hyperlink "https://example.org/" \\l "la_suite" \\o "Lire \\"tout\\"" \\t "_blank"',
            "https://example.org/#la_suite",
        ),
        ('HYPERLINK \\l "la_suite"', "#la_suite"),
        ('HYPERLINK "C:\\\\a"', "C:\\a"),
        ("PAGE", ""),
        ("HYPERLINK", ""),
        ('HYPERLINK "', ""),
        ("", ""),
    ],
)
def test_a_field_leads_where_its_code_says(code: str, address: str) -> None:
    escaped = code.replace('"', "&quot;")
    html = _html(f'<w:p><w:fldSimple w:instr="{escaped}">{run("ici")}</w:fldSimple></w:p>')
    assert html == (f'<p><a href="{address}">ici</a></p>' if address else "<p>ici</p>")


def test_what_a_field_reckons_with_is_not_the_letters() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    inner = mark("begin") + mark("separate") + run("brouillon") + mark("end")
    body = "<w:p>" + mark("begin") + inner + mark("separate") + run("Bonjour") + mark("end") + "</w:p>"
    letter = letter_of_docx("a.docx", word_file(body))
    assert letter.html == "<p>Bonjour</p>"
    assert _left(letter) == {(WordKind.HIDDEN, "", "brouillon")}


def test_what_is_hidden_by_a_style_is_hidden() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Cache"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = paragraph(run("un"), run(" deux", '<w:rStyle w:val="Cache"/>')) + paragraph(
        run("trois"), run(" quatre", '<w:vanish w:val="0"/>'), style="Note"
    )
    letter = letter_of_docx("a.docx", word_file(body, styles=styles))
    assert letter.html == "<p>un</p><p> quatre</p>"
    assert _left(letter) == {(WordKind.HIDDEN, "", "deux"), (WordKind.HIDDEN, "", "trois")}


@pytest.mark.parametrize(
    ("properties", "is_marked"),
    [
        ('<w:highlight w:val="yellow"/>', True),
        ('<w:highlight w:val="none"/>', False),
        ('<w:shd w:val="clear" w:fill="fff2cc"/>', True),
        ('<w:shd w:val="clear" w:fill="auto"/>', False),
        ('<w:shd w:val="clear" w:fill="F8F9FA"/>', False),
        ('<w:shd w:val="clear" w:fill="+1+2+3"/>', False),
    ],
)
def test_words_under_a_marker_are_a_remark(properties: str, is_marked: bool) -> None:  # noqa: FBT001
    body = paragraph(run("Voir "), run("le li", properties), run("en", properties), run("."))
    remarks = letter_of_docx("a.docx", word_file(body)).remarks
    assert remarks == ((Remark("le lien", "", ""),) if is_marked else ())


def test_a_hidden_row_of_a_table_is_hidden() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>".format
    body = f"<w:tbl>{row('', paragraph(run('a')))}{row('<w:hidden/>', paragraph(run('b')))}</w:tbl>"
    letter = letter_of_docx("a.docx", word_file(body))
    assert letter.html == "<table><tr><td><p>a</p></td></tr></table>"
    assert _left(letter) == {(WordKind.HIDDEN, "", "b")}


def test_a_word_that_was_inserted_in_part_is_one_word() -> None:
    body = paragraph(run("Il accep"), f'<w:ins w:author="Jean">{run("te enfin")}</w:ins>', run("."))
    letter = letter_of_docx("a.docx", word_file(body))
    assert [(one.kind, one.words) for one in letter.passages] == [
        (WordKind.TEXT, "Il"),
        (WordKind.INSERTED, "accepte enfin."),
    ]


def test_a_note_is_there_if_something_that_is_there_calls_it() -> None:
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    body = paragraph(run("a"), call(7), f'<w:del w:author="Jean">{call(3)}</w:del>', call(7))
    note = '<w:footnote w:id="{}">{}</w:footnote>'.format
    footnotes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        + note(3, paragraph(run("trois")))
        + note(5, paragraph(run("cinq")))
        + note(7, paragraph(run("sept")) + paragraph(run("fois")))
    )
    letter = letter_of_docx("a.docx", word_file(body, footnotes=footnotes))
    assert letter.html == '<p>a<a data-note="1"></a></p><div data-note="1"><p>sept</p><p>fois</p></div>'
    assert _left(letter) == {(WordKind.DELETED, "Jean", "trois"), (WordKind.HIDDEN, "", "cinq")}


def test_a_comment_that_was_settled_is_no_remark_but_said() -> None:
    comments = (
        '<w:comment w:id="0" w:author="Léa"><w:p w14:paraId="00A1"><w:r><w:t>Vrai ?</w:t></w:r></w:p></w:comment>'
        '<w:comment w:id="1" w:author="Léa"><w:p w14:paraId="00A2"><w:r><w:t>Sûr ?</w:t></w:r></w:p></w:comment>'
    )
    body = paragraph(run("Un mot"), '<w:r><w:commentReference w:id="0"/><w:commentReference w:id="1"/></w:r>')
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00A1" w15:done="1"/></w15:commentsEx>'
    )
    related = relationships(
        f'<Relationship Id="r1" Type="{KINDS}comments" Target="comments.xml"/>',
        '<Relationship Id="r2" Target="ex.xml" '
        'Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended"/>',
    )
    more: dict[str, str | bytes] = {"word/ex.xml": extended, "word/_rels/document.xml.rels": related}
    content = word_file(body, comments=comments, more=more)
    letter = letter_of_docx("a.docx", content)
    assert letter.remarks == (Remark("Un mot", "Léa", "Sûr ?"),)
    assert [(one.kind, one.left) for one in letter.told] == [("comment-settled", "Vrai ?")]
    assert {one.words for one in letter.passages if one.kind is WordKind.COMMENT} == {"Vrai ?", "Sûr ?"}


def _with_picture(described: str, target: str = "media/a.png", mode: str = "", cropped: str = "") -> SourceLetter:
    body = (
        "<w:p><w:r><w:t>Voir.</w:t><w:drawing><wp:inline>"
        f'<wp:docPr id="1" name="Image 1" title="Image 1" descr="{described}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a.png" descr="{described}"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="r1"/>{cropped}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    picture = f'<Relationship Id="r1" Type="{KINDS}image" Target="{target}"{mode}/>'
    more: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": relationships(picture),
        "word/media/a.png": "(picture)",
    }
    return letter_of_docx("a.docx", word_file(body, more=more))


@pytest.mark.parametrize(
    ("described", "shown", "told"),
    [
        ("Une carte", ' alt="Une carte"', []),
        ("", "", []),
        ("C:\\photos\\IMG_12.JPG", "", [("description-file-name", "C:\\photos\\IMG_12.JPG")]),
        (
            "Une image contenant texte&#10;&#10;Description générée automatiquement",
            ' alt="Une image contenant texte"',
            [("description-automatic", "Description générée automatiquement")],
        ),
    ],
)
def test_a_picture_is_described_by_what_a_person_wrote(
    described: str, shown: str, told: list[tuple[str, str]]
) -> None:
    letter = _with_picture(described)
    assert letter.html == f'<p>Voir.<img{shown} src="picture-1.png"></p>'
    assert letter.pictures == {"picture-1.png": b"(picture)"}
    assert [(one.kind, one.left) for one in letter.told] == told
    assert all(one.look for one in letter.told)


@pytest.mark.parametrize(
    ("target", "mode", "kind"),
    [
        ("http://example.org/a.png", ' TargetMode="External"', "picture-outside"),
        ("file:///etc/passwd", ' TargetMode="External"', "picture-outside"),
        ("media/none.png", "", "picture-missing"),
    ],
)
def test_a_picture_that_is_not_in_the_document_is_told_and_never_fetched(target: str, mode: str, kind: str) -> None:
    letter = _with_picture("Une carte", target, mode)
    assert letter.html == "<p>Voir.</p>"
    assert letter.pictures == {}
    assert [(one.kind, one.left, one.at) for one in letter.told] == [(kind, "Une carte", "Voir.")]


def test_what_was_cut_off_a_picture_is_told() -> None:
    letter = _with_picture("Une carte", cropped='<a:srcRect l="12000"/>')
    assert [(one.kind, one.look) for one in letter.told] == [("picture-cropped", True)]


def test_the_words_of_a_diagram_are_told() -> None:
    body = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Un schéma"/><a:graphic><a:graphicData>'
        '<dgm:relIds r:dm="r1"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
    data = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Avant</a:t><a:t>Après</a:t></dgm:dataModel>'
    )
    related = relationships(f'<Relationship Id="r1" Type="{KINDS}diagramData" Target="d.xml"/>')
    letter = letter_of_docx(
        "a.docx", word_file(body, more={"word/_rels/document.xml.rels": related, "word/d.xml": data})
    )
    assert [(one.kind, one.left) for one in letter.told] == [("drawing-left", "Un schéma Avant Après")]
    assert {(one.kind, one.words) for one in letter.passages} == {
        (WordKind.DESCRIPTION, "Un schéma"),
        (WordKind.BOX, "Avant Après"),
    }


def test_a_document_of_the_strict_dialect_is_read() -> None:
    content = word_file(paragraph(run("Bonjour"), style="Titre1"))
    xml = re.sub(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{paragraph(run('Bonjour'), style='Titre1')}</w:body></w:document>",
    )
    assert letter_of_docx("a.docx", packed({"word/document.xml": xml})).html == letter_of_docx("a.docx", content).html


def test_a_document_in_utf_16_is_read() -> None:
    xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph(run("Été"))}</w:body></w:document>'
    assert letter_of_docx("a.docx", packed({"word/document.xml": xml.encode("utf-16")})).html == "<p>Été</p>"
