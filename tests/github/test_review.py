"""What a review leaves for the job that writes to GitHub, which believes none of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from cenum.errors import UsageMistake
from cenum.github import picture_branch, review
from cenum.github.review import Reviewed
from cenum.letter_folder import LetterFolder
from cenum.record import RecordedFinding
from tests.github.answers import HEAD, Answers
from tests.github.runner import FRIDAY

if TYPE_CHECKING:
    from pathlib import Path

PICTURE: Final = "phone.png"
LETTER = Reviewed(
    FRIDAY,
    ("Cénum", "Un objet", "Un avant-goût"),
    (("HTML", "25.6 kB"),),
    (RecordedFinding("issues/x.md", "error", "an error", "mend"),),
    (PICTURE,),
)


def test_a_review_travels_as_a_file(tmp_path: Path) -> None:
    (tmp_path / review.NAME).write_bytes(review.encode([LETTER]))
    assert review.read(tmp_path, LetterFolder(tmp_path)) == (LETTER,)


@pytest.mark.parametrize(
    "wrong",
    [
        "[{",
        [{"key": "../x"}],
        [{"key": f"{FRIDAY}/../../x"}],
        [{"key": f"../{FRIDAY}"}],
        [{"key": f"{FRIDAY}\n"}],
        [{"key": FRIDAY, "pictures": ["../../cenum.toml"]}],
        [{"key": FRIDAY, "pictures": ['phone.png" onerror="x']}],
        [{"key": FRIDAY, "inbox": ["x" * 4_200_000]}],
    ],
)
def test_one_that_is_none_is_a_sentence(tmp_path: Path, wrong: object) -> None:
    (tmp_path / review.NAME).write_text(wrong if isinstance(wrong, str) else json.dumps(wrong), "utf-8")
    with pytest.raises(UsageMistake, match="cenum github review"):
        review.read(tmp_path, LetterFolder(tmp_path))


def test_nor_is_one_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "other.json").write_bytes(review.encode([LETTER]))
    (tmp_path / "dist" / review.NAME).symlink_to(tmp_path / "other.json")
    with pytest.raises(UsageMistake, match="symbolic link"):
        review.read(tmp_path / "dist", LetterFolder(tmp_path))


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "kind", ["a picture", "a link", "a folder that is a link", "no picture", "too large", "nothing"]
)
def test_what_a_hostile_check_leaves_is_a_picture_or_nothing(tmp_path: Path, kind: str) -> None:
    outside, dist = tmp_path / "outside", tmp_path / "dist"
    outside.mkdir()
    (outside / "phone.png").write_bytes(PNG + b"somebody's own")
    dist.mkdir()
    if kind == "a folder that is a link":
        (dist / FRIDAY).symlink_to(outside)
    else:
        (dist / FRIDAY).mkdir()
    path = dist / FRIDAY / "phone.png"
    match kind:
        case "a picture":
            path.write_bytes(PNG)
        case "a link":
            path.symlink_to(outside / "phone.png")
        case "no picture":
            path.write_bytes(b"<script>alert(1)</script>")
        case "too large":
            path.write_bytes(PNG + b"x" * 6_000_000)
    one = Reviewed(FRIDAY, pictures=(PICTURE,))
    found = {(FRIDAY, "phone.png"): PNG} if kind == "a picture" else {}
    assert review.pictures_in(dist, [one], LetterFolder(tmp_path)) == found


def test_the_pictures_of_a_thousand_issues_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / FRIDAY).mkdir()
    (tmp_path / FRIDAY / PICTURE).write_bytes(PNG)
    days = [f"2026-01-{day:02}" for day in range(1, 21)]
    many = [Reviewed(day) for day in days] + [LETTER] * 1000
    assert review.pictures_in(tmp_path, many, LetterFolder(tmp_path)) == {}
    assert review.pictures_in(tmp_path, many[1:], LetterFolder(tmp_path)) == {(FRIDAY, PICTURE): PNG}


def test_no_word_of_a_review_is_markup() -> None:
    said = "<img src=x> @ada"
    finding = RecordedFinding(said, said, said, said)
    one = Reviewed(FRIDAY, (said, said, said), ((said, said),), (finding,))
    body = review.as_markdown([one], {("2026-11-28", PICTURE): "https://x"})
    assert body.count("<") == 1
    assert body.startswith(review.MARKER)
    assert "@ada" not in body


def test_a_review_of_a_thousand_issues_leaves_room_for_what_is_ours() -> None:
    body = review.as_markdown([LETTER] * 1000, {}, besides=["what else is changed"], run="https://run")
    assert len(body) < 65_536
    assert "what else is changed" in body
    assert "https://run#artifacts" in body


def test_a_file_of_any_name_on_the_branch_of_pictures_stops_no_comment() -> None:
    """Who can push can push there too: Python makes no number of more than 4300 digits."""
    names = ("9" * 5000, "٣", "x", "0", "11")
    tree = [{"path": f"{name}/a.png", "mode": "100644", "type": "blob", "sha": "a" * 40} for name in names]
    head = {"object": {"sha": HEAD}}
    answers = {f"git/ref/heads/{picture_branch.BRANCH}": head, f"git/trees/{HEAD}?recursive=1": {"tree": tree}}
    client: Any = Answers(answers)
    picture_branch.put(client, "https://github.com", 12, {(FRIDAY, PICTURE): PNG})
    (put,) = (value["tree"] for _method, path, value in client.written if path == "git/trees")
    assert [entry["path"].partition("/")[0] for entry in put] == ["11", "12"]
