"""What a build leaves in its folder: what one opens there is whole, and nothing is of an earlier one."""

from __future__ import annotations

import json
import re
import shutil
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from cenum.build import clear
from cenum.errors import UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.sending.mark import marked_digest
from tests.edition.samples import ROOT
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from pathlib import Path

KEY = "2026-11-27"
PICTURES = ROOT / "issues" / "media"


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    letter = Letter(tmp_path)
    shutil.copytree(PICTURES, letter.issue.parent / "media")
    return letter


def show(letter: Letter, *pictures: str) -> Path:
    """Build the letter with these pictures, and give its folder."""
    shown = "\n\n".join(f"![Une image]({name})" for name in pictures)
    letter.issue.write_text(f"{ISSUE}\n{shown}\n", "utf-8")
    assert letter.run("build", KEY).code == 0
    return letter.folder / "dist" / KEY


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_one_opens_from_the_folder_shows_its_pictures(letter: Letter) -> None:
    names = sorted(path.name for path in PICTURES.glob("*.png"))
    assert len(names) > 1
    folder = show(letter, *(f"media/{name}" for name in names))
    sources = re.findall(r'<img[^>]* src="([^"]+)"', (folder / "email.html").read_text("utf-8"))
    assert len(sources) == len(names)
    assert all((folder / source).is_file() for source in sources)
    mail = message_from_bytes((folder / "email.eml").read_bytes(), policy=default)
    html, *within = [part for part in mail.walk() if part.get_content_maintype() in {"text", "image"}][1:]
    known = {f"cid:{part['Content-ID'].strip('<>')}" for part in within}
    assert set(re.findall(r'<img[^>]* src="([^"]+)"', html.get_content())) == known
    assert len(known) == len(names)


def test_what_is_sent_and_its_digest_stay_as_they_were(letter: Letter) -> None:
    folder = show(letter, "media/2026-11-06-carte.png")
    digest = json.loads((folder / "edition.json").read_text("utf-8"))["digest"]
    digest = marked_digest(digest, "local contacts='contacts.csv'")
    letter.run("test", KEY)
    assert digest[:32] in letter.run("status", KEY).out
    assert all("cid:" not in mail for mail in letter.mails())


def test_nothing_of_an_earlier_build_stays_and_what_a_person_put_there_does(letter: Letter) -> None:
    first, second = sorted(f"media/{path.name}" for path in PICTURES.glob("*.png"))[:2]
    folder = show(letter, first, second)
    (kept,) = [name for name in files(show(letter, first)) if name.startswith("media/")]
    own = ["notes.txt", "media/photo-2026.jpg", "media/carte.png", "report.html"]
    for name in own:
        (folder / name).write_bytes(b"by hand")
    for name in ("preview.html", "phone.png", "desktop.png"):
        (folder / name).write_bytes(b"of an earlier build")
    left = files(show(letter, second))
    assert kept not in left
    (picture,) = [name for name in left if name.startswith("media/") and name not in own]
    assert left == {"email.html", "email.txt", "email.eml", "edition.json", picture, *own}
    assert letter.run("build", KEY, "--preview").code == 0
    assert "preview.html" in files(folder)


def test_a_folder_of_pictures_that_is_empty_goes_too(letter: Letter) -> None:
    folder = show(letter, "media/2026-11-06-carte.png")
    assert (folder / "media").is_dir()
    assert not (show(letter) / "media").exists()


def test_what_cannot_be_removed_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "email.html").mkdir()
    with pytest.raises(UsageMistake, match="can't write to"):
        clear(tmp_path, LetterFolder(tmp_path))


def test_a_review_of_a_letter_that_cannot_go_out_leaves_no_earlier_one(letter: Letter) -> None:
    folder = show(letter)
    letter.issue.write_text(ISSUE.replace("Bonjour", "TODO"), "utf-8")
    assert letter.run("github", "review", KEY, "--offline").code == 1
    assert "email.html" not in files(folder)
    assert "preview.html" in files(folder)


EVENT = "::: event 2026-12-03 18h {place}\n{words}\n:::"


def test_a_calendar_file_opens_from_beside_the_page_and_is_public_in_what_is_sent(letter: Letter) -> None:
    letter.issue.write_text(f"{ISSUE}\n{EVENT.format(place='en ligne', words='Un atelier.')}\n", "utf-8")
    assert letter.run("build", KEY).code == 0
    folder = letter.folder / "dist" / KEY
    (name,) = json.loads((folder / "edition.json").read_text("utf-8"))["calendars"]
    assert f'href="media/{name}"' in (folder / "email.html").read_text("utf-8")
    assert (folder / "media" / name).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    public = f"https://lettre.example.org/media/{name}"
    assert (folder / "email.txt").read_text("utf-8").count(public) == 1
    mail = message_from_bytes((folder / "email.eml").read_bytes(), policy=default)
    assert {part.get_content_type(): part for part in mail.walk()}["text/html"].get_content().count(public) == 1


def test_a_calendar_file_of_an_earlier_build_goes_and_one_that_a_person_put_there_stays(letter: Letter) -> None:
    for words in ("Un atelier.", "Un autre atelier."):
        letter.issue.write_text(f"{ISSUE}\n{EVENT.format(place='Brest', words=words)}\n", "utf-8")
        assert letter.run("build", KEY).code == 0
        media = letter.folder / "dist" / KEY / "media"
        (media / "a-moi.ics").write_bytes(b"BEGIN:VCALENDAR")
    assert len([path for path in media.iterdir() if path.name.startswith("2026-12-03-")]) == 1
    assert (media / "a-moi.ics").exists()
