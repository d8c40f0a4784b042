"""What the preview has an eye on: the folders of the letter, wherever a repository has its links lead."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from cenum.clock import utc_now
from cenum.letter_folder import LetterFolder
from cenum.preview import serve
from cenum.preview.clip_desk import ClipDesk
from cenum.preview.clip_reading import offline_clips
from cenum.preview.endpoints import Endpoints
from tests.preview.site import KEY, folder, library

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    import pytest


def watched(at: Path) -> list[str]:
    return sorted(one.relative_to(at).as_posix() for one in serve._folders(at, LetterFolder(at)))


def test_each_folder_of_the_letter_is_watched_once_and_none_outside(tmp_path: Path) -> None:
    (tmp_path / "outside" / "below").mkdir(parents=True)
    (tmp_path / "letter").mkdir()
    at = folder(tmp_path / "letter")
    (at / "issues" / "media" / "maps").mkdir(parents=True)
    (at / "pictures").mkdir()
    standing = watched(at)
    assert standing == [
        "issues",
        "issues/media",
        "issues/media/maps",
        "templates",
        "templates/blocks",
        "templates/web",
    ]
    (at / "issues" / "all").symlink_to("/")
    (at / "issues" / "out").symlink_to(tmp_path / "outside")
    (at / "templates" / "up").symlink_to("../../outside")
    (at / "issues" / "circle").symlink_to("../issues")
    os.mkfifo(at / "issues" / "pipe")
    assert watched(at) == standing
    (at / "issues" / "pictures").symlink_to("../pictures")
    assert watched(at) == sorted([*standing, "issues/pictures"])


def test_what_is_put_into_a_new_folder_before_it_is_watched_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = folder(tmp_path)
    media, issue = at / "issues" / "media", at / "issues" / f"{KEY}.md"
    kept = library(at)
    told: list[set[Path]] = []
    begun: list[set[Path]] = []

    def changed(paths: Iterable[Path]) -> list[str]:
        told.append({*paths})
        return [KEY]

    async def awatch(*paths: Path, recursive: bool, **_options: object) -> AsyncIterator[set[tuple[int, str]]]:
        assert not recursive  # or watchfiles follows links
        begun.append({*paths})
        if len(begun) == 1:
            yield {(2, str(issue))}
            media.mkdir()
            yield {(1, str(media))}
        elif len(begun) == 2:
            yield {(2, str(media / "carte.png"))}
        raise asyncio.CancelledError

    monkeypatch.setattr(kept, "changed", changed)
    monkeypatch.setattr(serve, "awatch", awatch)

    async def watch() -> None:
        with suppress(asyncio.CancelledError):
            await serve.watch(Endpoints(kept, KEY, {}, ClipDesk(offline_clips, utc_now), utc_now))

    # Playwright has a loop of its own running where its browser was opened.
    watching = Thread(target=lambda: asyncio.run(watch()))
    watching.start()
    watching.join(60)
    assert not watching.is_alive()
    looks = at / "templates"
    standing = {at, at / "issues", looks, looks / "blocks", looks / "web"}
    assert begun == [standing, standing | {media}]
    assert told == [{issue}, {media}, {media}, {media / "carte.png"}]
