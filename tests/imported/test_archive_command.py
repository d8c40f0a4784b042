"""``cenum import --archive``: old letters become issues that keep their addresses, and that nobody sends."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
TODAY = "2026-11-26"  # on the tests' machine
SITE = "https://lettre.example.org"
# Five posts: two letters that link each other, one for who pays, a draft, and one that nobody can read.
TABLE = HEAD + (
    "1.le-premier,2024-05-03T05:00Z,true,,newsletter,everyone,Le premier,Une semaine de débats,\n"
    "2.le-second,2024-05-10T05:00Z,true,,newsletter,everyone,Le second,,\n"
    "3.pour-qui-paie,2024-05-17T05:00Z,true,,newsletter,only_paid,Pour qui paie,,\n"
    "4.en-cours,2024-05-24T05:00Z,false,,newsletter,everyone,En cours,,\n"
    "5.abime,2024-05-31T05:00Z,true,,newsletter,everyone,Abîmé,,\n"
)
FIRST = f"""
<h2>Des ateliers partout</h2>
<p>Depuis 2021, <b>4 000 con</b>seillers sont là<a id="footnote-anchor-1" href="#footnote-1">1</a>.</p>
<p>La suite est dans <a href="{SITE}/p/le-second?utm_source=substack">la lettre suivante</a>.</p>
<p class="button-wrapper"><a class="button" href="{SITE}/subscribe?">S’abonner</a></p>
<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>
<div class="footnote-content"><p>Selon le rapport de mai.</p></div></div>
"""
SECOND = """
<p>Une carte des ateliers : <img src="images/carte.png" alt="Des points sur une carte de France."></p>
<p>Retour sur <a href="http://www.lettre.example.org/p/le-premier/#debut">la première</a>, et rien de plus.</p>
"""


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    (tmp_path / "letter").mkdir()
    return Letter(tmp_path / "letter")


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), (90, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def archive(letter: Letter, **changed: str) -> str:
    """The export of a service beside the letter's folder, as the command names it."""
    texts = {"1.le-premier": FIRST, "2.le-second": SECOND, "3.pour-qui-paie": "<p>Un secret</p>"}
    texts |= {"4.en-cours": "<p>Bientôt, la suite</p>", "5.abime": "<div>" * 400}
    file = letter.folder.parent / "export.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("export/posts.csv", TABLE)
        target.writestr("export/posts/images/carte.png", picture())
        for name, text in (texts | changed).items():
            target.writestr(f"export/posts/{name}.html", text)
    return str(file)


def issues(letter: Letter) -> dict[str, str]:
    return {file.stem: file.read_text("utf-8") for file in (letter.folder / "issues").glob("2024-*.md")}


def test_an_export_becomes_issues_with_their_old_addresses_and_links_between_them(letter: Letter) -> None:
    done = letter.run("import", "--archive", archive(letter))
    assert done.code == 1, done.err
    made = issues(letter)
    assert sorted(made) == ["2024-05-03", "2024-05-10", "2024-05-17", "2024-05-24"]
    assert "aliases:\n  - /p/le-premier\n" in made["2024-05-03"]
    assert f"[la lettre suivante]({SITE}/2024-05-10)" in made["2024-05-03"]
    assert "[^1]: Selon le rapport de mai." in made["2024-05-03"]
    assert "S’abonner" not in made["2024-05-03"]
    assert f"[la première]({SITE}/2024-05-03)" in made["2024-05-10"]
    (shown,) = re.findall(r"!\[Des points sur une carte de France\.\]\((.*)\)", made["2024-05-10"])
    assert (letter.folder / "issues" / shown).is_file()
    drafts = {key for key, text in made.items() if "\ndraft: true\n" in text}
    assert drafts == {"2024-05-17", "2024-05-24"}
    assert "aliases" not in made["2024-05-17"] + made["2024-05-24"]

    # What became of each is said, and of the bad one at the end.
    assert "created 4 issues" in done.out
    assert "2 of them are drafts: 2024-05-17, 2024-05-24" in done.out
    assert "button of Substack's was left out: “S’abonner”" in done.out
    assert "not everybody could read it (“only_paid”)" in done.err
    said = done.out.strip().splitlines()
    assert said[-2] == "1 was not imported:"
    assert said[-1].startswith("  posts/5.abime.html: ")
    for key in made:
        checked = json.loads(letter.run("check", key, "--offline", "--json").out)
        assert [one for one in checked["findings"] if one["severity"] == "error"] == []


def test_imported_letters_are_published_and_none_is_sent(letter: Letter) -> None:
    letter.run("import", "--archive", archive(letter))
    done = letter.run("publish")
    assert done.code == 0, done.err
    site = letter.folder / "site"
    assert {page.parent.name for page in site.glob("2024-*/index.html")} == {"2024-05-03", "2024-05-10"}
    assert f"/p/le-premier {SITE}/2024-05-03 301" in (site / "_redirects").read_text("utf-8")
    for command in ("send", "schedule"):
        assert letter.run(command, "2024-05-03", "--yes", "--offline").code in {1, 2}
    assert "nothing is due" in letter.run("send", "--due", "--yes", "--offline").out


def test_a_second_time_nothing_is_written_and_what_differs_is_said(letter: Letter) -> None:
    file = archive(letter, **{"5.abime": "<p>Réparé</p>"})
    assert letter.run("import", "--archive", file).code == 0
    before = issues(letter)
    again = letter.run("import", "--archive", file)
    assert (again.code, issues(letter)) == (0, before)
    assert "5 issues are already there, and nothing differs" in again.out
    mine = letter.folder / "issues" / "2024-05-10.md"
    mine.write_text(before["2024-05-10"].replace("rien de plus", "rien de moins"), "utf-8")
    third = letter.run("import", "--archive", file, "--json")
    assert third.code == 1
    assert "rien de moins" in mine.read_text("utf-8")
    fates = {one["issue"]: one["fate"] for one in json.loads(third.out)["letters"]}
    assert fates["2024-05-10"] == "differs"
    assert set(fates.values()) == {"differs", "same"}


@pytest.mark.parametrize("kind", ["a remark", "a picture without a description"])
def test_a_letter_with_errors_is_a_draft_so_that_the_others_are_published(letter: Letter, kind: str) -> None:
    remarked = '<p>Un atelier a lieu jeudi à Lyon.<a href="#cmnt1" id="cmnt_ref1">[a]</a></p>'
    remarked += '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a> À revoir</p></div>'
    texts = {"a remark": remarked, "a picture without a description": f'{FIRST}<img src="images/carte.png">'}
    done = letter.run("import", "--archive", archive(letter, **{"1.le-premier": texts[kind]}))
    assert "\ndraft: true\n" in issues(letter)["2024-05-03"]
    assert "it has errors, so it is a draft: cenum check 2024-05-03" in done.err
    assert letter.run("publish").code == 0


def test_no_letter_of_today_or_later_is_anything_but_a_draft(letter: Letter) -> None:
    folder = letter.folder.parent / "lettres"
    folder.mkdir()
    days = ("2026-11-25", TODAY, "2026-11-28", "2030-01-04")
    for day in days:
        (folder / f"{day}.html").write_text(f"<p>Bonjour, un atelier a lieu le {day} à Lyon.</p>", "utf-8")
    done = letter.run("import", "--archive", str(folder))
    assert done.code == 0, done.err
    texts = {day: (letter.folder / "issues" / f"{day}.md").read_text("utf-8") for day in days}
    drafts = {day for day, text in texts.items() if "\ndraft: true\n" in text}
    assert drafts == {day for day in days if day >= TODAY}
    assert "became drafts, so that none is sent: 2026-11-26, 2026-11-28, 2030-01-04" in done.out


@pytest.mark.parametrize("more", [["--as", "2024-05-03"], ["--into", "edito"], ["autre.zip"]])
def test_an_archive_is_imported_alone(letter: Letter, more: list[str]) -> None:
    file = archive(letter)
    (letter.folder / "autre.zip").write_bytes(b"")
    done = letter.run("import", "--archive", file, *more)
    assert (done.code, issues(letter)) == (2, {})
    assert "--archive" in done.err


def test_what_is_no_archive_is_a_sentence(letter: Letter) -> None:
    file = letter.folder.parent / "vide.zip"
    file.write_bytes(b"")
    done = letter.run("import", "--archive", str(file))
    assert (done.code, issues(letter)) == (1, {})
    assert "can't be read as a letter" in done.out


def test_of_very_many_that_are_not_imported_some_are_named(letter: Letter) -> None:
    file = letter.folder.parent / "export.zip"
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(
            "posts.csv", HEAD + "".join(f"{n}.l{n},,true,,newsletter,everyone,L{n},,\n" for n in range(150))
        )
    done = letter.run("import", "--archive", str(file))
    said = done.out.strip().splitlines()
    assert (done.code, len(said)) == (1, 102)
    assert (said[0], said[-1]) == ("150 were not imported:", "  and 50 more: --json says which")
