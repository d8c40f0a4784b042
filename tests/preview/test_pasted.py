"""What editors paste: from Word, Google Docs, LibreOffice, mails and the web, as Markdown for where they write."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from cenum.imported.html_source import decoded
from cenum.imported.refusal import ImportRefusal
from cenum.imported.words import words_of
from cenum.preview.pasted import pasted
from tests.in_process import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.preview.pasted import PastedText
    from tests.preview.site import Answer, Site

PAGES = Path(__file__).parent.parent / "imported" / "pages"
MOST = 64_000
WORD_LINE = """<html xmlns:w="urn:schemas-microsoft-com:office:word">
<head><style>p.MsoNormal{margin:0cm}</style></head><body lang=FR><!--StartFragment-->
<p class=MsoNormal><span>un <b>mot</b> et <a href="https://example.org/x">un lien</a></span></p>
<!--EndFragment--></body></html>"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with spoken("en"):
        yield


def paste(html: str, **options: Any) -> PastedText:
    return pasted(html, ["lettre.example.org"], MOST, **options)


def page(name: str) -> PastedText:
    return paste(decoded((PAGES / f"{name}.html").read_bytes()))


def test_a_letter_of_google_docs_keeps_its_words_its_marks_and_its_lists() -> None:
    made = page("gdocs")
    assert made.markdown.startswith("## ☕ Le reste des actualités de Café IA !\n\n**Une présence")
    assert "- **Reims** : 12 places\n  - sous-point" in made.markdown
    assert "[le rapport](https://www.ccomptes.fr/fr/publications/conseillers)" in made.markdown
    assert made.line is None


GMAIL = """<div dir="ltr"><div>Bonjour Odile,</div><div><br></div>
<div>Le musée ouvre du <b>mercredi</b> au dimanche.</div>
<div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Marc Riou</div></div></div><br>
<div class="gmail_quote"><div class="gmail_attr">Le lun. 30 nov. 2026 à 09:12, Odile
&lt;<a href="mailto:o@x.fr">o@x.fr</a>&gt; a écrit :<br></div>
<blockquote class="gmail_quote"><div>Marc, tu m'envoies les horaires ?</div></blockquote></div>"""


def test_of_a_mail_its_text_is_pasted_and_what_it_answers_is_told() -> None:
    made = paste(GMAIL)
    assert made.markdown == "Bonjour Odile,\n\nLe musée ouvre du **mercredi** au dimanche."
    assert any("Marc, tu m'envoies" in one for one in made.lost)


def test_who_quotes_a_writer_keeps_the_quotation() -> None:
    made = paste("<p>Oui.</p><p>Victor Hugo, lui, a écrit :</p><blockquote><p>Ceci tuera cela.</p></blockquote>")
    assert made.markdown.endswith("Victor Hugo, lui, a écrit :\n\n> Ceci tuera cela.")


def test_a_letter_of_word_keeps_its_lists_and_what_was_deleted_is_said() -> None:
    made = page("word")
    assert "- Premier point\n  - Sous-point\n\n1. Numéroté" in made.markdown
    assert "deleted by Jean, left out: “refusé”" in made.lost
    assert "inserted by Jean, taken: “accepté”" in made.lost


def test_comments_highlights_and_pictures_are_said_and_are_not_in_the_text() -> None:
    made = page("gdocs")
    assert "Qui a dit cela" not in made.markdown
    assert made.lost == (
        "a comment on “[lien à ajouter]”: “Qui a dit cela ?”",
        "highlighted where you copied it, which the letter does not show: “[lien à ajouter]”",
        "1 picture did not come with the text: save it, then drop its file here",
        "1 link led through www.google.com; it now leads straight to its page",
    )


# A comment on “oui”, as Word's clipboard has it: what browsers show of it, and a space for Word's own sign.
WORD_COMMENT = (PAGES / "word_comment.html").read_text("utf-8")
WORD_SIGN = "<span style='mso-special-character:comment'>&nbsp;<span></span></span>"
WORD_ANCHOR = WORD_COMMENT[WORD_COMMENT.index("<![if") : WORD_COMMENT.index(WORD_SIGN)]


@pytest.mark.parametrize(
    "html",
    [
        WORD_COMMENT,
        WORD_COMMENT.replace(WORD_SIGN, "&nbsp;"),  # as a filtered page has it
        WORD_COMMENT.replace(WORD_ANCHOR, ""),
        WORD_COMMENT.replace("<span\nclass=MsoCommentReference>", "<span>"),
    ],
    ids=["clipboard", "filtered", "sign alone", "style alone"],
)
def test_the_space_of_a_comments_sign_is_no_space_of_the_letter(html: str) -> None:
    made = paste(html)
    assert made.markdown == made.line == "Elle dit oui, contre douze non."
    assert [one for one in made.lost if "Qui le dit ?" in one]


def test_words_within_the_sign_of_a_comment_stay() -> None:
    made = paste(WORD_COMMENT.replace(WORD_SIGN, f"{WORD_SIGN} sans doute"))
    assert made.markdown == "Elle dit oui sans doute, contre douze non."


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_no_word_of_any_program_gets_lost_without_being_told(name: str) -> None:
    made = page(name)
    assert made.markdown
    assert not [sentence for sentence in made.lost if "would be" in sentence]


def test_one_line_is_given_as_it_stands_within_a_sentence() -> None:
    made = paste(WORD_LINE)
    assert made.line == "un **mot** et [un lien](https://example.org/x)"
    assert made.markdown == made.line
    assert made.lost == ()


def test_a_heading_alone_is_words_within_a_sentence_and_a_heading_on_a_line_of_its_own() -> None:
    made = paste("<h1>Un titre</h1>")
    assert (made.markdown, made.line) == ("## Un titre", "Un titre")


@pytest.mark.parametrize("html", ["<ul><li>un</li></ul>", "<p>un</p><p>deux</p>", "<p>un<br>deux</p>"])
def test_what_is_more_than_a_line_is_none(html: str) -> None:
    assert paste(html).line is None


def test_headings_stand_below_a_section_whatever_they_were() -> None:
    made = paste("<h1>Un</h1><p>a</p><h2>Deux</h2><p>b</p>")
    assert made.markdown == "## Un\n\na\n\n### Deux\n\nb"


def test_notes_are_called_by_numbers_that_nobody_has() -> None:
    html = '<p>Un mot<a data-note="a"></a>.</p><div data-note="a"><p>La note.</p></div>'
    assert paste(html, first_note=4).markdown == "Un mot[^4].\n\n[^4]: La note."


def test_colours_and_lines_are_said_where_they_mark_something() -> None:
    html = (
        '<p style="color:#333">Tout est gris, <span style="color:#c00">sauf ceci</span>, '
        'et <u>ceci</u>, et <a href="https://example.org" style="color:blue"><u>ce lien</u></a>.</p>'
    )
    assert paste(html).lost == (
        "colours were left out, since the letter has its own: “sauf ceci”",
        "nothing is underlined in a letter but links; this was: “ceci”",
    )


def test_the_colour_of_a_whole_page_marks_nothing() -> None:
    assert paste('<p style="color:rgb(51, 51, 51)">Un texte du web.</p>').lost == ()


def test_the_letters_own_pictures_stay_and_others_are_said() -> None:
    own = '<p>Voici <img src="https://lettre.example.org/a.png" alt="Une carte"> la carte.</p>'
    assert "![Une carte](https://lettre.example.org/a.png)" in paste(own).markdown
    for src in ("file:///C:/Users/x/image001.png", "https://ailleurs.fr/a.png", "data:image/png;base64,AAAA"):
        made = paste(f'<p>Voici <img src="{src}" alt="Une carte"> la carte.</p>')
        assert made.markdown == "Voici la carte."
        assert made.lost == ("1 picture did not come with the text: save it, then drop its file here",)


def test_nothing_that_a_page_says_becomes_a_mark_of_ours() -> None:
    made = paste("<p>::: button https://mal.fr</p><p>&lt;script&gt; [x](javascript:alert(1)) # titre</p>")
    assert made.markdown == "\\::: button https://mal.fr\n\n\\<script> \\[x\\](javascript:alert(1)) # titre"


def test_many_alike_are_said_in_few_sentences() -> None:
    html = "".join(f'<p>Texte <span style="display:none">caché {number}</span></p>' for number in range(9))
    made = paste(html)
    assert len(made.lost) == 4
    assert made.lost[-1] == "and 6 more like this" or made.lost[-1] == "and 6 more like these"


@pytest.mark.parametrize("html", ["", "   ", "<p></p>", "<script>x</script>"])
def test_nothing_stays_nothing(html: str) -> None:
    assert paste(html).markdown == ""


def test_more_than_an_issue_holds_is_refused() -> None:
    with pytest.raises(ImportRefusal):
        paste(f"<p>{'mot ' * 20_000}</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b>" * 29_000 + "x",
        "<p style='" + "color:red;" * 400_000 + "'>x</p>",
        "<p " + "a=b " * 1_000_000 + ">x</p>",
        "<ul><li>" * 10_000 + "x",
        "<table><tr><td>" * 9_000 + "x",
        '<img src="data:image/png;base64,' + "A" * 9_000_000 + '">',
        "&#x1F469;&#x200D;" * 50_000,
    ],
    ids=["deep", "bold", "style", "attributes", "lists", "tables", "picture", "joined"],
)
def test_a_hostile_clipboard_is_read_or_refused_within_seconds(html: str) -> None:
    begun = perf_counter()
    with suppress(ImportRefusal):
        paste(html)
    assert perf_counter() - begun < 20


def asked(site: Site, body: object, **headers: str) -> Answer:
    headers = {"x_cenum_token": site.token(), "origin": site.url, **headers}
    return site.ask("/pasted", "POST", json.dumps(body).encode(), **headers)


def test_the_preview_gives_it_to_its_own_page_alone(site: Site) -> None:
    before = site.issue.read_bytes()
    answer = asked(site, {"html": WORD_LINE})
    assert answer.status == 200
    assert answer.data == {
        "markdown": "un **mot** et [un lien](https://example.org/x)",
        "line": "un **mot** et [un lien](https://example.org/x)",
        "lost": [],
    }
    assert asked(site, {"html": "x"}, x_cenum_token="").status == 403
    assert asked(site, {"html": "x"}, origin="https://mal.fr").status == 403
    assert asked(site, {"html": "x"}, cookie="none=1").status == 403
    assert asked(site, {"htm": "x"}).status == 400
    assert asked(site, {"html": "x", "note": 0}).status == 400
    assert site.ask("/pasted").status == 405
    assert site.issue.read_bytes() == before


def test_what_is_too_long_is_refused_in_words(site: Site) -> None:
    longer = asked(site, {"html": "x" * 10_000_001})
    assert (longer.status, longer.data) == (413, {"said": "What you pasted is too long for a letter."})
    many = asked(site, {"html": f"<p>{'mot ' * 20_000}</p>"})
    assert many.status == 422
    assert many.data["said"].startswith("What was pasted is too large for a letter")


def test_words_that_only_a_clipboard_has_are_counted_as_the_ledger_does() -> None:
    assert words_of(paste("<p>H<sub>2</sub>O, 1<sup>er</sup></p>").markdown)
