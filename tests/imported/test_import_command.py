"""``cenum import``, as a person runs it: an issue and its report, or a sentence, and nothing left behind."""

from __future__ import annotations

import errno
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from cenum.imported import importing, markdown_writer
from cenum.letter_folder import LetterFolder
from tests import in_process
from tests.links.hosts import Town, have_commands_ask, moved, says
from tests.test_cli import ISSUE, Letter, Result

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-12-04"  # the next day of sending that has no issue, on the tests' machine
PAGE = """\
<html><head><title>Une semaine de débats</title></head><body>
<h1>L’édito</h1>
<p>Depuis 2021, <b>4 000 con</b>seillers sont là : « on nous a oubliés », dit l’un d’eux.</p>
<p>Ils sont <mark>42 %</mark> à le dire, et <a href="https://example.org/rapport">le rapport</a> le montre.</p>
<h1>La veille du Conseil</h1>
<ul><li>Un premier point</li><li>Un second point, plus long</li></ul>
<p style="display:none">À relire par Jeanne</p>
</body></html>
"""
ADDED = b"\nUn sujet de plus, avec *in fine* quatre mots.\n"
MORE = "<p>Un sujet de plus, avec <i>in fine</i> quatre mots.</p>"


def picture(shade: int = 90) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), (shade, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    (tmp_path / "letter").mkdir()
    return Letter(tmp_path / "letter")


def written(letter: Letter, content: str | bytes, name: str = "lettre.html") -> str:
    """A document beside the letter's folder, as the command names it."""
    file = letter.folder.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def held(letter: Letter) -> dict[str, bytes]:
    folder = letter.folder / "issues"
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def pasted(letter: Letter, content: str, *arguments: str) -> Result:
    ended = in_process.run(
        "import",
        "-",
        *arguments,
        folder=letter.folder,
        environment=dict(os.environ),
        given=content.encode(),
    )
    return Result(ended.code, ended.out.decode(), ended.err.decode())


def test_a_document_becomes_a_draft_for_the_next_free_day_and_the_report_says_where_words_went(
    letter: Letter,
) -> None:
    done = letter.run("import", written(letter, PAGE))
    assert done.code == 0, done.err
    text = held(letter)[f"{DAY}.md"].decode()
    assert "draft: true" in text
    assert "**4 000 con**seillers" in text
    assert f"✓ created issues/{DAY}.md" in done.out
    assert "4 left out" in done.out
    assert "hidden in the document, left out: “À relire par Jeanne”" in done.err
    assert f"cenum preview {DAY}" in done.out
    assert letter.run("check", DAY, "--offline").code in {0, 1}


def test_a_letter_that_its_team_made_with_words_of_its_own_is_known(letter: Letter) -> None:
    wording = letter.folder / "templates" / "wording.j2"
    words = wording.read_text("utf-8")
    assert 'greeting = "Bonjour,"' in words
    wording.write_text(words.replace('greeting = "Bonjour,"', 'greeting = "Chères toutes, chers tous,"'), "utf-8")
    page = (
        "<h1>Une semaine de débats</h1><p>par Ève Noël · 5 min de lecture</p><p>Chères toutes, chers tous,</p>"
        "<p>Un mot.</p><p>Bonne lecture !</p><p>Depuis 2021, on en parle.</p>"
        "<p>jeudi<br>3<br>décembre</p><p>À 13h30, en ligne</p><p>Un café.</p>"
    )
    done = letter.run("import", written(letter, page))
    assert done.code == 0, done.err
    text = held(letter)[f"{DAY}.md"].decode()
    assert "introduction: |\n  Un mot.\n" in text
    assert '{#edito by="Ève Noël"}' in text
    # The issue's own day says the year that the letter does not.
    assert "::: event 2026-12-03 13h30 en ligne\nUn café.\n:::" in text


def test_programs_get_all_of_the_report(letter: Letter) -> None:
    data = letter.run("import", written(letter, PAGE), "--json").data
    assert data["done"] is True
    assert data["file"] == f"issues/{DAY}.md"
    assert data["written"] == [f"issues/{DAY}.md"]
    words = data["words"]
    assert words["source"] - words["left"] + words["added"] == words["issue"]
    (hidden,) = [one for one in data["told"] if one["kind"] == "hidden-left"]
    assert hidden["left"] == "À relire par Jeanne"
    assert hidden["look"] is True
    assert hidden["line"]


def test_the_day_can_be_named(letter: Letter) -> None:
    assert letter.run("import", written(letter, PAGE), "--as", "2027-01-08").code == 0
    assert "2027-01-08.md" in held(letter)


def test_what_is_pasted_is_read(letter: Letter) -> None:
    done = pasted(letter, PAGE)
    assert done.code == 0, done.err
    assert f"{DAY}.md" in held(letter)


def test_a_second_import_of_the_same_writes_nothing_and_says_so(letter: Letter) -> None:
    file = written(letter, PAGE)
    assert letter.run("import", file).code == 0
    before = held(letter)
    again = letter.run("import", file)
    assert again.code == 0
    assert f"issues/{DAY}.md is already there, and nothing differs" in again.out
    assert letter.run("import", file, "--as", DAY).code == 0
    assert held(letter) == before


@pytest.mark.parametrize("named", [(), ("--as", DAY)], ids=["found", "named"])
def test_a_second_import_of_what_was_edited_since_shows_what_differs(letter: Letter, named: tuple[str, ...]) -> None:
    file = written(letter, PAGE)
    assert letter.run("import", file).code == 0
    issue = letter.folder / "issues" / f"{DAY}.md"
    issue.write_text(issue.read_text("utf-8").replace("plus long", "bien plus long"), "utf-8")
    before = held(letter)
    again = letter.run("import", file, *named)
    assert again.code == 1
    assert "- Un second point, bien plus long" in again.out
    assert "+- Un second point, plus long" in again.out
    assert "was not changed" in again.out
    assert held(letter) == before
    data = letter.run("import", file, *named, "--json").data
    assert data["done"] is False
    assert data["written"] == []
    assert any(line.startswith("+") for line in data["difference"])


def test_another_document_comes_into_another_issue(letter: Letter) -> None:
    assert letter.run("import", written(letter, PAGE)).code == 0
    assert letter.run("import", written(letter, "<h1>L’édito</h1><p>Tout autre chose, cette fois.</p>")).code == 0
    assert "2026-12-11.md" in held(letter)


def test_an_issue_that_was_written_by_hand_is_never_replaced(letter: Letter) -> None:
    refused = letter.run("import", written(letter, PAGE), "--as", "2026-11-27")
    assert refused.code == 1
    assert held(letter) == {"2026-11-27.md": ISSUE.encode()}


def test_several_files_become_one_issue_in_their_order(letter: Letter) -> None:
    other = written(letter, "<h1>Agenda</h1><p>Un rendez-vous à Blois.</p>", "agenda.html")
    done = letter.run("import", written(letter, PAGE), other)
    assert done.code == 0, done.err
    text = held(letter)[f"{DAY}.md"].decode()
    assert text.index("second point") < text.index("rendez-vous à Blois")


def test_text_comes_into_a_section_of_the_next_issue_and_all_else_stays(letter: Letter) -> None:
    before = held(letter)["2026-11-27.md"]
    done = letter.run("import", written(letter, MORE), "--into", "édito")
    assert done.code == 0, done.err
    assert "✓ added to issues/2026-11-27.md" in done.out
    assert held(letter) == {"2026-11-27.md": before + ADDED}
    assert letter.run("check", "--offline").code == 0
    again = letter.run("import", written(letter, MORE), "--into", "édito")
    assert again.code == 0
    assert "nothing differs" in again.out
    assert held(letter) == {"2026-11-27.md": before + ADDED}


def test_headings_within_a_section_begin_below_it(letter: Letter) -> None:
    page = "<h1>Un sujet</h1><p>Un.</p><h2>Un détail</h2><p>Deux.</p>"
    assert letter.run("import", written(letter, page), "--into", "edito").code == 0
    text = held(letter)["2026-11-27.md"].decode()
    assert text.endswith("\n## Un sujet\n\nUn.\n\n### Un détail\n\nDeux.\n")


def test_notes_of_an_issue_and_of_what_comes_into_it_stay_apart(letter: Letter) -> None:
    letter.issue.write_text(ISSUE + "\nUn mot.[^1]\n\n[^1]: Sa source.\n", "utf-8")
    page = '<p>Un autre.<a href="#n1" id="r1"><sup>1</sup></a></p>'
    page += '<div id="n1"><p><a href="#r1">1</a> Une note.</p></div>'
    done = letter.run("import", written(letter, page), "--into", "edito")
    assert done.code == 0, done.err
    added = held(letter)
    text = added["2026-11-27.md"].decode()
    assert text.startswith(ISSUE + "\nUn mot.[^1]\n\n[^1]: Sa source.\n")
    assert letter.run("check", "--offline").code == 0
    assert "nothing differs" in letter.run("import", written(letter, page), "--into", "edito").out
    assert held(letter) == added


def test_a_section_that_the_issue_has_not_yet_is_opened_and_told(letter: Letter) -> None:
    done = letter.run("import", written(letter, MORE), "--into", "la veille du conseil")
    assert done.code == 0, done.err
    assert "the issue had no section “La veille du Conseil”; it has one now" in done.out
    assert held(letter)["2026-11-27.md"].decode().endswith(f"\n# La veille du Conseil {{#veille}}\n{ADDED.decode()}")


SAYS_NO: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a section that nobody knows": (("--into", "veile"), 2, "did you mean “veille”"),
    "a day that is none": (("--as", "demain"), 2, "“demain” is not a date"),
    "a day without an issue": (("--into", "edito", "--as", "2026-12-25"), 2, "there is no issue of 2026-12-25"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), SAYS_NO.values(), ids=SAYS_NO)
def test_what_can_not_be_meant_is_a_sentence(
    letter: Letter, arguments: tuple[str, ...], code: int, message: str
) -> None:
    before = held(letter)
    refused = letter.run("import", written(letter, PAGE), *arguments)
    assert (refused.code, message in refused.err) == (code, True), refused.err
    assert held(letter) == before


UNREADABLE = {
    "nothing": (b"", "vide.html"),
    "a PDF": (b"%PDF-1.7\n", "lettre.pdf"),
    "an old Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
        "lettre.doc",
    ),
    "a picture": (picture(), "lettre.png"),
    "a zip that is cut short": (b"PK\x03\x04" + bytes(60), "lettre.docx"),
    "more text than an issue may hold": (b"<p>mot * [x] _y_ </p>" * 4_500, "livre.html"),
    "more points than an issue may have": (b"<ul>" + b"<li>a" * 8_500, "liste.html"),
    "a page without words": (b"<html><body><p></p></body></html>", "lettre.html"),
}


@pytest.mark.parametrize(("content", "name"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_letter_is_refused_with_what_to_do_and_leaves_nothing(
    letter: Letter, content: bytes, name: str
) -> None:
    before = held(letter)
    refused = letter.run("import", written(letter, content, name))
    assert refused.code == 1, refused.out
    assert "Failed:" in refused.err
    assert "→" in refused.err
    assert held(letter) == before


def test_a_file_that_is_not_there_and_a_folder_are_refused(letter: Letter) -> None:
    assert letter.run("import", "nulle-part.docx").code == 2
    refused = letter.run("import", str(letter.folder.parent))
    assert (refused.code, "is a folder" in refused.err) == (2, True)
    assert letter.run("import").code == 2


def with_picture(source: str) -> str:
    return PAGE.replace("<h1>La veille", f'<p><img src="{source}" alt="Une carte des ateliers"></p><h1>La veille')


def test_a_picture_of_the_web_stays_there_unless_it_is_asked_for(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town({"/carte.png": says(200, picture()), "/rien.png": says(404)}, tmp_path)
    have_commands_ask(town, monkeypatch)
    file = written(letter, with_picture("http://images.fr/carte.png"))
    done = letter.run("import", file)
    assert done.code == 0, done.err
    assert "a picture was left out, because it is on the web, at images.fr" in done.err
    assert "--fetch" in done.err
    assert town.asked == []
    assert set(held(letter)) == {"2026-11-27.md", f"{DAY}.md"}
    fetched = letter.run("import", file, "--fetch", "--as", "2026-12-11")
    assert fetched.code == 0, fetched.err
    assert len(town.asked) == 1
    assert "![Une carte des ateliers](media/2026-12-11-1.png)" in held(letter)["2026-12-11.md"].decode()
    missing = letter.run(
        "import", written(letter, with_picture("http://images.fr/rien.png")), "--fetch", "--as", "2026-12-18"
    )
    assert missing.code == 0
    assert "it can't be fetched from images.fr" in missing.err
    town.close()


def test_a_link_that_counts_clicks_is_asked_where_it_leads_if_somebody_says_so(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town({"/track/click": moved(302, "https://example.org/article?utm_source=lettre&a=1")}, tmp_path)
    have_commands_ask(town, monkeypatch)
    tracked = "http://lettre.us1.list-manage.com/track/click"
    page = PAGE.replace("https://example.org/rapport", f"{tracked}?u=1&amp;id=2&amp;e=3")
    asleep = letter.run("import", written(letter, page))
    assert asleep.code == 0, asleep.err
    assert "counts its readers' clicks" in asleep.err
    assert town.asked == []
    done = letter.run("import", written(letter, page), "--fetch", "--as", "2026-12-11")
    assert "list-manage.com, which was asked" in done.out, done.err
    assert len(town.asked) == 1
    assert "[le rapport](https://example.org/article?a=1)" in held(letter)["2026-12-11.md"].decode()
    town.close()


def test_a_write_that_fails_leaves_neither_pictures_nor_issue(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town({"/carte.png": says(200, picture())}, tmp_path)
    have_commands_ask(town, monkeypatch)
    before = held(letter)
    create = LetterFolder.create

    def full(files: LetterFolder, path: Path, content: bytes, **options: Any) -> None:
        if path.suffix == ".md":
            raise OSError(errno.ENOSPC, "No space left on device")
        create(files, path, content, **options)

    monkeypatch.setattr(LetterFolder, "create", full)
    refused = letter.run("import", written(letter, with_picture("http://images.fr/carte.png")), "--fetch")
    town.close()
    assert (refused.code, "the disk is full" in refused.err) == (2, True)
    assert held(letter) == before


def test_a_word_that_is_lost_on_the_way_stops_the_import(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = markdown_writer.to_markdown
    monkeypatch.setattr(importing, "to_markdown", lambda *body: (whole(*body)[0].replace("second ", ""), ()))
    before = held(letter)
    refused = letter.run("import", written(letter, PAGE))
    assert refused.code == 1
    assert "“second” would be missing in the issue: “Un second point plus long”" in refused.err
    assert held(letter) == before
    data = letter.run("import", written(letter, PAGE), "--json").data
    assert [one["rule"] for one in data["findings"]] == ["words-astray"]


def test_the_report_is_french_for_the_french(letter: Letter) -> None:
    done = letter.run("import", written(letter, PAGE), CENUM_LANG="fr")
    assert "caché dans le document, laissé de côté" in done.err
    assert "mots dans le document" in done.out


def test_the_help_names_the_formats(letter: Letter) -> None:
    said = letter.run("import", "--help").out
    assert all(word in said for word in (".docx", ".html", ".eml", "Markdown", "Google Docs", "--into", "--as"))


def test_json_is_one_object(letter: Letter) -> None:
    json.loads(letter.run("import", written(letter, PAGE), "--json").out)
