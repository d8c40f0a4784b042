"""What workflows leave on branches for each other: taken as data, and never written over where that matters."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from cenum.archive.kept import LeftLetter, keep, kept_message
from cenum.archive.site_folder import SiteFolder
from cenum.edition.edition import Address
from cenum.edition.file_names import hashed_name
from cenum.github.git_tree import blob_hash
from cenum.github.kept_branch import BRANCH as ARCHIVE
from cenum.github.kept_branch import bring_back, keep_there
from cenum.github.media_branch import BRANCH as MEDIA
from cenum.github.media_branch import put_media, take_media
from cenum.letter_folder import LetterFolder
from cenum.repository import github_client
from cenum.repository.github_client import GitHubClient, GitHubRefused
from cenum.services.service import Content
from tests.github import gh_here
from tests.github.runner import REPOSITORY, git

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.errors import Refusal
    from tests.github.runner import Runner

KEY, LATER = "2026-11-27", "2026-12-04"
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github_client, "run_program", gh_here.run_program)


PNG = b"\x89PNG\r\n\x1a\n and more"
NAME = hashed_name("dessin", PNG, ".png")
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def client(runner: Runner) -> GitHubClient:
    return GitHubClient(
        REPOSITORY,
        {
            "PATH": f"{runner.home / 'bin'}:{os.environ['PATH']}",
            "GH_TOKEN": "stub-token",
            "GITHUB_REPOSITORY": REPOSITORY,
            "STUB_HOME": str(runner.home),
            "STUB_ORIGIN": str(runner.origin),
            "STUB_PERMISSIONS": '{"contents": "write"}',
        },
    )


def lay(runner: Runner, branch: str, files: dict[str, bytes], modes: dict[str, str] | None = None) -> None:
    """Make ``branch`` hold ``files``, as anybody who may push can."""
    made: dict[str, Any] = {}
    entries = []
    for path, content in files.items():
        sha = blob_hash(content)
        made[sha] = {"content": base64.b64encode(content).decode(), "encoding": "base64"}
        entries.append({"path": path, "mode": (modes or {}).get(path, "100644"), "type": "blob", "sha": sha})
    made |= {"a" * 40: {"tree": "b" * 40, "parents": []}, "b" * 40: {"tree": entries}}
    runner.put(made=made, refs={branch: "a" * 40})


def names(runner: Runner, branch: str) -> list[str]:
    made = runner.repository["made"]
    tree = made[made[runner.repository["refs"][branch]]["tree"]]["tree"]
    return [one["path"] for one in tree if one["path"].startswith(("archive/", "20"))]


# Pictures under test.


def test_a_letters_pictures_take_the_place_of_its_earlier_ones_and_old_letters_go(github: Runner) -> None:
    other = hashed_name("ancien", PNG + b"x", ".png")
    lay(github, MEDIA, {f"{KEY}/{other}": PNG + b"x", f"{LATER}/{NAME}": PNG, f"2026-10-16/{NAME}": PNG, "x": b""})
    put_media(client(github), KEY, {NAME: PNG}, TODAY)
    assert sorted(names(github, MEDIA)) == [f"{KEY}/{NAME}", f"{LATER}/{NAME}"]
    before = len(github.calls)
    put_media(client(github), KEY, {NAME: PNG}, TODAY)
    assert not [words for words in github.calls[before:] if "--method" in words]
    put_media(client(github), KEY, {}, TODAY)
    assert names(github, MEDIA) == [f"{LATER}/{NAME}"]


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "another content": (f"{KEY}/{NAME}", PNG + b"!", "100644"),
    "a page": (f"{KEY}/{hashed_name('x', b'<script>', '.html')}", b"<script>", "100644"),
    "a page that is called a picture": (f"{KEY}/{hashed_name('x', b'<script>', '.png')}", b"<script>", "100644"),
    "a drawing with scripts": (f"{KEY}/{hashed_name('x', b'<svg/>', '.svg')}", b"<svg/>", "100644"),
    "no hash": (f"{KEY}/dessin.png", PNG, "100644"),
    "a link": (f"{KEY}/{NAME}", PNG, "120000"),
    "a way out": (f"{KEY}/../{NAME}", PNG, "100644"),
    "a folder": (f"{KEY}/x/{NAME}", PNG, "100644"),
    "no letter": (f"index/{NAME}", PNG, "100644"),
    "a name with a slash of another system": (f"{KEY}/..\\{NAME}", PNG, "100644"),
    "capitals": (f"{KEY}/{NAME.replace('dessin', 'DESSIN')}", PNG, "100644"),
    "hidden": (f"{KEY}/.{NAME}", PNG, "100644"),
    "long past": (f"2026-10-16/{NAME}", PNG, "100644"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_of_a_letter_stays_on_the_branch(github: Runner, kind: str) -> None:
    path, content, mode = HOSTILE[kind]
    good = hashed_name("rendez-vous", CALENDAR, ".ics")
    lay(github, MEDIA, {path: content, f"{LATER}/{good}": CALENDAR}, {path: mode})
    assert list(take_media(client(github), TODAY, lambda _name: False)) == [(good, CALENDAR)]


def test_what_is_there_is_not_written_over_nor_asked_for(github: Runner, tmp_path: Path) -> None:
    site = SiteFolder(LetterFolder(tmp_path / "letter"), tmp_path / "letter" / "site")
    site.put_media([(NAME, b"the page's own")])
    lay(github, MEDIA, {f"{KEY}/{NAME}": PNG})
    assert list(take_media(client(github), TODAY, site.has_media)) == []
    assert not any("blobs" in words[-1] for words in github.calls)


def test_without_the_branch_there_is_nothing_to_take(github: Runner) -> None:
    assert list(take_media(client(github), TODAY, lambda _name: False)) == []


# What left.


def left(key: str = KEY, html: str = "<p>Bonjour</p>", **changes: Any) -> LeftLetter:
    content = Content(
        subject="Objet",
        preheader="Avant",
        sender=Address("Nous", "nous@example.org"),
        reply_to="nous@example.org",
        html=html,
        text="Bonjour",
        audience="12",
    )
    letter = LeftLetter(
        key=key,
        content=content,
        digest="d" * 64,
        tested="e" * 64,
        words="f" * 64,
        left=True,
        at=datetime(2026, 11, 27, 6, tzinfo=UTC),
        audience=3,
    )
    return replace(letter, **changes)


def folder(place: Path, *letters: LeftLetter) -> LetterFolder:
    door = LetterFolder(place)
    for one in letters:
        keep(door, one)
    return door


def main_commit(runner: Runner) -> str:
    return git("-C", str(runner.origin), "rev-parse", "main")


def kept(runner: Runner, door: LetterFolder) -> tuple[tuple[str, ...], list[Refusal]]:
    return keep_there(client(runner), door, "archive", main_commit(runner))


def test_what_left_comes_onto_a_branch_that_follows_main_and_back_into_a_new_clone(
    github: Runner, tmp_path: Path
) -> None:
    door = folder(tmp_path / "first", left())
    paths, refused = kept(github, door)
    assert (sorted(paths), refused) == (
        [f"archive/{KEY}/{name}" for name in ("email.html", "email.txt", "message.json")],
        [],
    )
    made = github.repository["made"]
    assert made[github.repository["refs"][ARCHIVE]]["parents"] == [main_commit(github)]
    first = github.repository["refs"][ARCHIVE]
    assert kept(github, door) == ((), [])
    assert github.repository["refs"][ARCHIVE] == first
    kept(github, folder(tmp_path / "second", left(LATER)))
    assert made[first]["parents"] == [main_commit(github)]
    assert github.repository["made"][github.repository["refs"][ARCHIVE]]["parents"] == [first]
    clone = LetterFolder(tmp_path / "clone")
    assert len(bring_back(client(github), clone)) == 6
    assert kept_message(clone, KEY) == kept_message(door, KEY)
    assert bring_back(client(github), clone) == []


def test_what_was_only_scheduled_gives_way_and_what_left_does_not(github: Runner, tmp_path: Path) -> None:
    kept(github, folder(tmp_path / "scheduled", left(left=False)))
    assert len(kept(github, folder(tmp_path / "left", left()))[0]) == 3
    last = github.repository["refs"][ARCHIVE]
    assert kept(github, folder(tmp_path / "late", left(left=False))) == ((), [])
    paths, refused = kept(github, folder(tmp_path / "other", left(html="<p>Bonsoir</p>", tested="0" * 64)))
    assert (paths, "another letter" in refused[0].message) == ((), True)
    assert github.repository["refs"][ARCHIVE] == last


def test_where_another_run_was_quicker_both_letters_are_kept(
    github: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The branch is moved between the look at it and the write."""
    kept(github, folder(tmp_path / "first", left()))
    other = iter([folder(tmp_path / "other", left(LATER))])
    write = GitHubClient.write

    def overtaken(self: GitHubClient, method: str, path: str, value: Any = None) -> None:
        if door := next(other, None):
            kept(github, door)
        write(self, method, path, value)

    monkeypatch.setattr(GitHubClient, "write", overtaken)
    assert len(kept(github, folder(tmp_path / "late", left("2026-12-11")))[0]) == 3
    assert len(names(github, ARCHIVE)) == 9


def test_who_is_always_overtaken_says_so(github: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def refused(_self: GitHubClient, _method: str, path: str, _value: Any = None) -> None:
        tries.append(path)
        raise GitHubRefused("Update is not a fast forward", "again", 422)

    monkeypatch.setattr(GitHubClient, "write", refused)
    with pytest.raises(GitHubRefused):
        kept(github, folder(tmp_path, left()))
    assert len(tries) == 3


def _message(**changes: Any) -> dict[str, Any]:
    return {**json.loads(left().files()["message.json"]), **changes}


@pytest.mark.parametrize(
    ("key", "files"),
    [
        (KEY, {"email.html": b"<p>Bonsoir</p>"}),
        (KEY, {"message.json": json.dumps(_message(key=LATER)).encode()}),
        (KEY, {"message.json": b"{"}),
        ("2026-13-45", {"message.json": json.dumps(_message(key="2026-13-45")).encode()}),
        (KEY, {"email.txt": b"x" * 2_000_001}),
    ],
    ids=["another content", "of another letter", "cut off", "no day", "huge"],
)
def test_what_is_not_whole_is_not_brought_back(
    github: Runner, tmp_path: Path, key: str, files: dict[str, bytes]
) -> None:
    lay(github, ARCHIVE, {f"archive/{key}/{name}": content for name, content in (left().files() | files).items()})
    assert bring_back(client(github), LetterFolder(tmp_path)) == []
    assert list(tmp_path.glob("archive/**/*")) == []


def test_nothing_else_of_the_branch_comes_into_the_folder(github: Runner, tmp_path: Path) -> None:
    whole = {f"archive/{KEY}/{name}": content for name, content in left().files().items()}
    more = {f"archive/{KEY}/.htaccess": b"x", "archive/copies.toml": b"x", "issues/2026-11-27.md": b"x"}
    lay(github, ARCHIVE, whole | more)
    brought = bring_back(client(github), LetterFolder(tmp_path / "letter"))
    assert sorted(path.name for path in brought) == ["email.html", "email.txt", "message.json"]
    assert len([path for path in (tmp_path / "letter").rglob("*") if path.is_file()]) == 3


def test_what_lies_beside_the_letters_counts(github: Runner, tmp_path: Path) -> None:
    door = folder(tmp_path / "letter", left(tested="0" * 64))
    lay(github, ARCHIVE, {f"archive/{KEY}/{name}": content for name, content in left().files().items()})
    assert bring_back(client(github), door) == []
    message = kept_message(door, KEY)
    assert message
    assert message.tested == "0" * 64
