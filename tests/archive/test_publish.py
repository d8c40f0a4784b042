"""“cenum publish” as a person runs it."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from cenum.archive.kept import KeptMessage, kept_message
from cenum.issue.calendar import sending_at
from cenum.letter_folder import LetterFolder
from cenum.settings import load
from tests.archive.letters import picture
from tests.test_cli import ISSUE, Letter

if TYPE_CHECKING:
    from pathlib import Path

KEY, FAR = "2026-11-27", "2126-11-29"
COPIES = """
[[copies]]
url = "https://example.org/lien"
copy = "https://web.archive.org/web/20250502101112/https://example.org/lien"
day = 2025-05-02
dead_since = 2026-06-01
"""


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    return Letter(tmp_path)


@pytest.fixture
def sent(letter: Letter) -> Letter:
    assert letter.run("test", KEY, "--offline").code == 0
    assert letter.run("send", KEY, "--yes", "--early", "--offline").code == 0
    return letter


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Each file below ``folder``: what is in it, and which one it is."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino) for path in files}


def kept(letter: Letter) -> KeptMessage:
    found = kept_message(LetterFolder(letter.folder), KEY)
    assert found
    return found


def edit(letter: Letter, old: str, new: str) -> None:
    text = letter.issue.read_text("utf-8")
    assert old in text
    letter.issue.write_text(text.replace(old, new, 1), "utf-8")


def rules(said: str) -> list[str]:
    return [finding["rule"] for finding in json.loads(said)["findings"]]


def test_what_left_is_listed_and_the_same_again_touches_nothing(sent: Letter) -> None:
    said = sent.run("publish")
    assert (said.code, said.err) == (0, "")
    assert "site/: 1 letter listed" in said.out
    before = tree(sent.folder)
    again = sent.run("publish")
    assert "nothing changed since the last time" in again.out
    assert {name: it for name, it in tree(sent.folder).items() if not name.startswith(".cenum")} == {
        name: it for name, it in before.items() if not name.startswith(".cenum")
    }
    data = json.loads(sent.run("publish", "--json").out)
    assert (data["listed"], data["unlisted"], data["written"], data["removed"]) == (1, 0, 0, 0)


def test_two_folders_get_the_same_bytes(sent: Letter, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert sent.run("publish").code == 0
    assert sent.run("publish", "--out", str(elsewhere)).code == 0
    contents = [{name: it[0] for name, it in tree(root).items()} for root in (sent.folder / "site", elsewhere)]
    assert contents[0] == contents[1]


def test_a_draft_and_what_git_does_not_have_are_not_there(letter: Letter) -> None:
    edit(letter, "---\n", "---\ndraft: true\n")
    said = letter.run("publish")
    assert (said.code, "1 draft is not there" in said.out) == (0, True)
    edit(letter, "draft: true\n", "")
    subprocess.run(["git", "init", "--quiet", str(letter.folder)], check=True)
    said = letter.run("publish")
    assert (said.code, "1 letter that git does not have is not there: commit it" in said.out) == (0, True)
    assert not (letter.folder / "site" / KEY).exists()


def test_what_is_public_is_as_git_has_it_once_something_is_committed(sent: Letter) -> None:
    def git(*words: str) -> None:
        asked = ["git", "-C", str(sent.folder), "-c", "user.name=x", "-c", "user.email=x@example.org", *words]
        subprocess.run(asked, check=True)

    git("init", "--quiet")
    git("add", "cenum.toml")
    git("commit", "--quiet", "--message", "settings")
    assert rules(sent.run("publish", "--json").out) == ["gone-after-sending"]
    git("add", "issues")
    git("commit", "--quiet", "--message", "letter")
    assert sent.run("publish").code == 0
    edit(sent, "---\n", "---\n# Rien que lise un lecteur.\n")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["not-committed"])
    git("commit", "--all", "--quiet", "--message", "comment")
    assert sent.run("publish").code == 0


def test_what_left_is_kept_and_never_written_over(sent: Letter) -> None:
    folder = sent.folder / "archive" / KEY
    assert sorted(path.name for path in folder.iterdir()) == ["email.html", "email.txt", "message.json"]
    message = kept(sent)
    assert (message.left, message.key, message.audience) == (True, KEY, 3)
    assert message.tested != message.digest
    text = "".join(path.read_text("utf-8") for path in folder.iterdir())
    contacts = (sent.folder / "contacts.csv").read_text("utf-8")
    assert not [line for line in contacts.splitlines()[1:] if line.split(",")[0] in text]
    before = tree(folder)
    assert sent.run("publish").code == 0
    assert tree(folder) == before


def test_the_hour_of_a_letter_is_the_one_at_which_it_left(sent: Letter) -> None:
    assert sent.run("publish").code == 0
    entry = json.loads((sent.folder / "site" / "archive.json").read_text("utf-8"))["letters"][KEY]
    usual = sending_at(load(sent.folder / "cenum.toml").newsletter, date.fromisoformat(KEY))
    assert datetime.fromisoformat(entry["sends_at"]) == kept(sent).at != usual


def test_publish_keeps_what_left_before_anything_was_kept(sent: Letter) -> None:
    folder = sent.folder / "archive"
    before = {name: it[0] for name, it in tree(folder).items() if not name.endswith(".json")}
    for path in (folder / KEY).iterdir():
        path.unlink()
    said = json.loads(sent.run("publish", "--json").out)
    assert said["kept"] == [f"archive/{KEY}/{name}" for name in ("email.html", "email.txt", "message.json")]
    assert {name: it[0] for name, it in tree(folder).items() if not name.endswith(".json")} == before


def test_what_is_only_scheduled_is_kept_until_something_else_leaves(letter: Letter) -> None:
    issue = letter.issue.rename(letter.issue.with_name(f"{FAR}.md"))
    assert letter.run("test", FAR, "--offline").code == 0
    assert letter.run("schedule", FAR, "--yes", "--offline").code == 0
    first = kept_message(LetterFolder(letter.folder), FAR)
    assert first
    assert not first.left
    said = json.loads(letter.run("publish", "--json").out)
    assert (said["listed"], said["unlisted"], said["kept"]) == (0, 1, [])
    assert "noindex" in (letter.folder / "site" / f"{FAR}.html").read_text("utf-8")
    assert FAR not in (letter.folder / "site" / "index.html").read_text("utf-8")
    assert letter.run("cancel", FAR).code == 0
    issue.write_text(issue.read_text("utf-8").replace("title: ", "title: Autre ", 1), "utf-8")
    assert letter.run("test", FAR, "--offline").code == 0
    assert letter.run("schedule", FAR, "--yes", "--offline").code == 0
    second = kept_message(LetterFolder(letter.folder), FAR)
    assert second
    assert second.digest != first.digest


def test_a_cancelled_letter_leaves_the_site(letter: Letter) -> None:
    letter.issue.rename(letter.issue.with_name(f"{FAR}.md"))
    assert letter.run("test", FAR, "--offline").code == 0
    assert letter.run("schedule", FAR, "--yes", "--offline").code == 0
    assert letter.run("publish").code == 0
    assert (letter.folder / "site" / FAR / "index.html").is_file()
    assert letter.run("cancel", FAR).code == 0
    said = json.loads(letter.run("publish", "--json").out)
    assert (said["announced"], said["unlisted"], said["listed"]) == (1, 0, 0)
    title = next(line for line in ISSUE.splitlines() if line.startswith("title: ")).removeprefix("title: ")
    assert title not in (letter.folder / "site" / FAR / "index.html").read_text("utf-8")


def test_a_letter_that_was_changed_after_it_left_is_published_once_it_says_so(sent: Letter) -> None:
    assert sent.run("publish").code == 0
    before = tree(sent.folder / "site")
    edit(sent, "title: ", "title: Un autre ")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["changed-after-sending"])
    assert tree(sent.folder / "site") == before
    edit(sent, "---\n", "---\ncorrected: {on: 2026-12-01, what: Le titre.}\n")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (0, [])
    assert "Le titre." in (sent.folder / "site" / f"{KEY}.html").read_text("utf-8")
    edit(sent, "title: Un autre ", "title: Encore un autre ")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["changed-after-sending"])
    edit(sent, "what: Le titre.", "what: Le titre, encore.")
    assert sent.run("publish").code == 0


def test_what_is_kept_is_enough_to_notice_a_change(sent: Letter) -> None:
    """A fresh clone has no earlier publication."""
    edit(sent, "title: ", "title: Un autre ")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["changed-after-sending"])


def checked(letter: Letter) -> tuple[int, list[str]]:
    said = letter.run("check", KEY, "--offline", "--json")
    return said.code, [rule for rule in rules(said.out) if rule == "changed-after-sending"]


def test_check_says_that_a_letter_was_changed_after_it_left(sent: Letter) -> None:
    assert checked(sent) == (0, [])
    edit(sent, "title: ", "title: Un autre ")
    assert checked(sent) == (1, ["changed-after-sending"])
    edit(sent, "---\n", "---\nwaivers: [{rule: changed-after-sending, reason: Une coquille.}]\n")
    assert checked(sent) == (0, ["changed-after-sending"])
    edit(sent, "waivers:", "corrected: {on: 2026-12-01, what: Le titre.}\nwaivers:")
    assert checked(sent) == (0, [])


def test_check_knows_a_letter_that_left_by_its_name_and_nothing_else(sent: Letter) -> None:
    edit(sent, "title: ", "title: Un autre ")
    other = sent.folder / "issues" / "brouillons"
    other.mkdir()
    path = other / f"{KEY}.md"
    path.write_text(sent.issue.read_text("utf-8"), "utf-8")
    said = sent.run("check", str(path), "--offline", "--json")
    assert "changed-after-sending" not in rules(said.out)


def test_of_a_letter_that_is_only_scheduled_check_says_nothing(letter: Letter) -> None:
    issue = letter.issue.rename(letter.issue.with_name(f"{FAR}.md"))
    assert letter.run("test", FAR, "--offline").code == 0
    assert letter.run("schedule", FAR, "--yes", "--offline").code == 0
    issue.write_text(issue.read_text("utf-8").replace("title: ", "title: Autre ", 1), "utf-8")
    assert letter.run("check", FAR, "--offline").code == 0


def test_check_does_not_go_on_where_what_left_cannot_be_read(sent: Letter) -> None:
    (sent.folder / "archive" / KEY / "message.json").write_text("{", "utf-8")
    said = sent.run("check", KEY, "--offline")
    assert (said.code, f"archive/{KEY}/message.json" in said.err) == (2, True)


def test_a_change_that_readers_need_not_know_of_is_waived(sent: Letter) -> None:
    edit(sent, "title: ", "title: Un autre ")
    edit(sent, "---\n", "---\nwaivers: [{rule: changed-after-sending, reason: Une coquille.}]\n")
    said = sent.run("publish", "--json")
    assert (said.code, [one["severity"] for one in json.loads(said.out)["findings"]]) == (0, ["note"])


@pytest.mark.parametrize("key", ["aliases: [/lettre/36]", "waivers: []", "draft: false"])
def test_what_no_reader_was_given_may_change(sent: Letter, key: str) -> None:
    edit(sent, "---\n", f"---\n{key}\n")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (0, [])


def test_templates_may_change_after_a_letter_left(sent: Letter) -> None:
    palette = sent.folder / "templates" / "palette.toml"
    palette.write_text(palette.read_text("utf-8").replace("#", "#", 1) + "\n", "utf-8")
    template = sent.folder / "templates" / "letter.txt.j2"
    template.write_text(template.read_text("utf-8") + "\nUne ligne de plus.\n", "utf-8")
    said = json.loads(sent.run("publish", "--json").out)
    assert (said["listed"], said["findings"]) == (1, [])
    assert kept(sent).digest in (sent.folder / "site" / f"{KEY}.html").read_text("utf-8")


@pytest.mark.parametrize("how", ["removed", "draft"])
def test_a_letter_that_left_does_not_just_disappear(sent: Letter, how: str) -> None:
    if how == "removed":
        sent.issue.unlink()
    else:
        edit(sent, "---\n", "---\ndraft: true\n")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["gone-after-sending"])


def test_a_letter_that_is_withdrawn_has_a_page_that_says_so(sent: Letter) -> None:
    assert sent.run("publish").code == 0
    edit(sent, "---\n", "---\nwithdrawn: Un chiffre était faux.\n")
    assert sent.run("publish").code == 0
    page = (sent.folder / "site" / f"{KEY}.html").read_text("utf-8")
    assert "Un chiffre était faux." in page
    assert "Bonjour" not in page


def test_a_service_that_cannot_be_asked_makes_nothing_more_public(sent: Letter) -> None:
    assert sent.run("publish").code == 0
    settings = sent.folder / "cenum.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('name = "local"', 'name = "brevo"\nbrevo = { audience = 12 }'), "utf-8")
    (sent.issue.with_name(f"{FAR}.md")).write_text(sent.issue.read_text("utf-8"), "utf-8")
    said = json.loads(sent.run("publish", "--json").out)
    assert (said["listed"], said["absent"]) == (1, {"waiting": 1})
    assert said["silence"]
    assert "no letter is more public than before" in sent.run("publish").out


def test_a_letter_of_long_ago_is_published_without_asking_any_service(letter: Letter) -> None:
    letter.issue.rename(letter.issue.with_name("2025-01-03.md"))
    settings = letter.folder / "cenum.toml"
    brevo = 'name = "brevo"\nbrevo = { audience = 12 }'
    settings.write_text(settings.read_text("utf-8").replace('name = "local"', brevo), "utf-8")
    said = letter.run("publish", "--json")
    assert (said.code, said.data["listed"], said.data["silence"]) == (0, 1, "")


def test_the_pictures_of_one_issue_go_before_it(letter: Letter) -> None:
    media = letter.issue.parent / "media"
    media.mkdir()
    (media / "carte.png").write_bytes(picture(date(2026, 11, 27)))
    edit(letter, "---\n", "---\ndraft: true\nillustration: {image: media/carte.png, alt: Une carte.}\n")
    said = json.loads(letter.run("publish", KEY, "--only", "media", "--json").out)
    assert len(said["files"]) == 1
    assert list(tree(letter.folder / "site")) == said["files"]
    assert letter.run("publish", KEY).code == 2
    assert letter.run("publish").code == 0
    assert not (letter.folder / "site" / "media").exists()


def test_a_persons_own_files_stay_and_are_not_written_over(sent: Letter) -> None:
    site = sent.folder / "site"
    (site / "media").mkdir(parents=True)
    own = {"CNAME": b"lettre.example.org\n", ".gitkeep": b"", "media/photo.png": b"mine", "media/.gitkeep": b""}
    for name, content in own.items():
        (site / name).write_bytes(content)
    assert sent.run("publish").code == 0
    assert sent.run("publish").code == 0
    assert {name: (site / name).read_bytes() for name in own} == own
    (site / "index.html").write_bytes(b"mine")
    said = sent.run("publish")
    assert (said.code, "site/index.html" in said.err) == (2, True)
    assert (site / "index.html").read_bytes() == b"mine"


@pytest.mark.parametrize("out", [".", "issues", "templates/web", "archive"])
def test_no_page_is_written_among_the_letters_other_files(letter: Letter, out: str) -> None:
    assert letter.run("publish", "--out", out).code == 2


def test_a_link_does_not_lead_the_site_out_of_the_folder(
    sent: Letter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (sent.folder / "site").symlink_to(elsewhere)
    assert sent.run("publish").code == 2
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("file", ["site/archive.json", f"archive/{KEY}/message.json"])
def test_what_cenum_wrote_and_somebody_broke_is_named(sent: Letter, file: str) -> None:
    assert sent.run("publish").code == 0
    (sent.folder / file).write_text("{", "utf-8")
    said = sent.run("publish")
    assert (said.code, file in said.err) == (2, True)


def test_a_page_shows_the_copies_that_care_keeps(sent: Letter) -> None:
    assert sent.run("publish").code == 0
    before = tree(sent.folder)
    rows = sent.folder / "archive" / "copies.toml"
    rows.write_text(COPIES, "utf-8")
    assert sent.run("publish").code == 0
    after = tree(sent.folder)
    assert b'(<a href="https://web.archive.org/web/20250502101112/' in after[f"site/{KEY}.html"][0]
    changed = {name for name in before if before[name][0] != after[name][0] and not name.startswith(".cenum")}
    assert changed == {f"site/{KEY}.html", f"site/{KEY}/index.html", "site/latest.html", "site/archive.json"}


def test_copies_that_cannot_be_read_are_named_with_their_line_and_nothing_is_published(sent: Letter) -> None:
    (sent.folder / "archive" / "copies.toml").write_text(COPIES.replace("2025-05-02", '"un jour"'), "utf-8")
    said = sent.run("publish")
    assert (said.code, "archive/copies.toml:5 " in said.err) == (2, True)
    assert not (sent.folder / "site").exists()


def test_an_old_site_has_files_that_lead_to_the_letters(sent: Letter) -> None:
    settings = sent.folder / "cenum.toml"
    archive = '[archive]\nold_sites = ["https://ancienne.example.com"]'
    settings.write_text(settings.read_text("utf-8").replace("[archive]", archive), "utf-8")
    edit(sent, "---\n", "---\naliases: [https://ancienne.example.com/36, /36]\n")
    assert sent.run("publish").code == 0
    site = sent.folder / "site"
    there = site / "old-sites" / "ancienne.example.com"
    target = f'url=https://lettre.example.org/{KEY}"'
    for page in (there / "36.html", there / f"{KEY}.html", site / "36.html"):
        assert target in page.read_text("utf-8")
    edit(sent, "https://ancienne.example.com/36", "https://autre.example.com/36")
    said = sent.run("publish", "--json")
    assert (said.code, rules(said.out)) == (1, ["alias-outside"])


def test_copies_that_lead_out_of_the_folder_are_not_read(
    sent: Letter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "copies.toml"
    outside.write_text(COPIES, "utf-8")
    (sent.folder / "archive" / "copies.toml").symlink_to(outside)
    said = sent.run("publish")
    assert (said.code, "archive/copies.toml can't be read" in said.err) == (2, True)
    assert not (sent.folder / "site").exists()
