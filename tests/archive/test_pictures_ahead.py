"""Another process makes pictures before they are drawn; whether it does, and how far it comes, changes no byte."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING
from unittest import mock

from msgspec.structs import replace

from cenum.archive import pictures_ahead
from cenum.archive.pictures_ahead import PicturesAhead
from cenum.cache import NO_CACHE, Cache
from cenum.edition import pictures
from cenum.edition.pictures import PictureResizer
from cenum.finding import Place
from cenum.issue.model import Image
from tests.archive.letters import picture
from tests.edition.samples import BARE, made, own

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from cenum.issue.model import Issue

WIDTHS = (600, 300)


def issue_with(*files: Path) -> Issue:
    images = {file.name: Image(file.name, "", "", Place("issues/x.md"), file, file.parent) for file in files}
    return replace(made(own(BARE)).issue, images=images, illustration=None)


def letters(folder: Path) -> list[Issue]:
    for number in range(pictures_ahead._ENOUGH + 2):
        (folder / f"{number}.png").write_bytes(picture(date(2001 + number, 2, 3)))
    return [issue_with(folder / f"{number}.png") for number in range(pictures_ahead._ENOUGH + 2)]


def ended(ahead: PicturesAhead) -> int:
    """The process, once it has done all that it was told."""
    assert ahead._process
    ahead._process.communicate(timeout=60)
    return ahead._process.returncode


def sizes(issue: Issue, cache: Cache) -> list[bytes]:
    resizer = PictureResizer(cache)
    return [resizer.develop(image, width).content for image in issue.images.values() for width in WIDTHS]


def test_what_is_drawn_soon_is_made_by_then_and_the_same(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    *_before, last = letters(tmp_path)
    with PicturesAhead(cache, WIDTHS) as ahead:
        for issue in (*_before, last):
            ahead.begin(issue)
        assert ended(ahead) == 0
    made_here = sizes(last, NO_CACHE)
    with mock.patch.object(pictures, "_develop", side_effect=AssertionError):
        assert sizes(last, cache) == made_here


def test_a_few_letters_are_worth_no_process_and_without_a_cache_none_are(tmp_path: Path) -> None:
    issues = letters(tmp_path)
    with PicturesAhead(Cache(tmp_path / "cache"), WIDTHS) as few, PicturesAhead(NO_CACHE, WIDTHS) as lost:
        for issue in issues[: pictures_ahead._ENOUGH - 1]:
            few.begin(issue)
        for issue in issues:
            lost.begin(issue)
        assert (few._process, lost._process) == (None, None)


def test_a_picture_that_can_not_be_read_is_left_to_who_draws_the_page(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    issues = letters(tmp_path)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    (tmp_path / "away.png").symlink_to("/etc/passwd")
    odd = issue_with(
        tmp_path / "broken.png", tmp_path / "missing.png", tmp_path / "away.png", tmp_path / ("x" * 5000)
    )
    with PicturesAhead(cache, WIDTHS) as ahead:
        for issue in (*issues[:-1], odd, issues[-1]):
            ahead.begin(issue)
        assert ended(ahead) == 0
    with mock.patch.object(pictures, "_develop", side_effect=AssertionError):
        assert sizes(issues[-1], cache)


def test_it_ends_with_the_block_whatever_it_is_at(tmp_path: Path) -> None:
    issues = letters(tmp_path)
    ahead = PicturesAhead(Cache(tmp_path / "cache"), WIDTHS)
    with ahead:
        for issue in issues:
            ahead.begin(issue)
        process = ahead._process
    assert process
    assert process.poll() is not None
    ahead.begin(issues[0])  # who goes on all the same is not stopped


def test_nobody_waits_for_what_it_is_at(tmp_path: Path) -> None:
    with mock.patch.object(pictures_ahead, "_started") as started:
        started.return_value.stdin = None
        with PicturesAhead(Cache(tmp_path / "cache"), WIDTHS) as ahead:
            for issue in letters(tmp_path):
                ahead.begin(issue)
    assert started.return_value.mock_calls == [mock.call.kill(), mock.call.communicate()]


def test_the_folder_in_which_cenum_is_run_brings_it_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "cenum.py", "sitecustomize.py"):
        (tmp_path / name).write_text("open('ran', 'w')\nraise SystemExit(3)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    test_what_is_drawn_soon_is_made_by_then_and_the_same(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_no_key_is_given_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREVO_API_KEY", "geheim")
    monkeypatch.setitem(os.environ, "SYSTEMROOT", "C:\\Windows")
    with mock.patch("subprocess.Popen", side_effect=OSError) as started:
        ahead = PicturesAhead(Cache(tmp_path / "cache"), WIDTHS)
        for issue in letters(tmp_path):
            ahead.begin(issue)
    assert started.call_args.kwargs["env"] == {"SYSTEMROOT": "C:\\Windows"}
    assert started.call_count == 1
