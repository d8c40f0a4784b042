"""Letters while they are written: each text is drawn once, and the newest one of a page comes first."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from cenum.links.link import Checked, Reason, Verdict
from cenum.preview.drafts import DraftDesk
from cenum.preview.issue_preview import check_issue, draw_issue
from tests.preview.site import BRIEF, KEY, folder, library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.library import PreviewLibrary


class Counted:
    """How often texts are drawn and checked; ``pause`` is done before a check, while which others may come."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn: list[bytes | None] = []
        self.checked: list[bytes | None] = []
        self.pause: Callable[[bytes | None], object] = lambda _text: None

        def drawing(path: Path, context: Any, last: Any = None, unsaved: bytes | None = None) -> IssuePreview:
            self.drawn.append(unsaved)
            return draw_issue(path, context, last, unsaved)

        def checking(drawn: Any, path: Path, context: Any, go_on: Any, unsaved: bytes | None = None) -> IssuePreview:
            self.checked.append(unsaved)
            self.pause(unsaved)
            return check_issue(drawn, path, context, go_on, unsaved)

        monkeypatch.setattr("cenum.preview.library.draw_issue", drawing)
        monkeypatch.setattr("cenum.preview.library.check_issue", checking)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def kept(tmp_path: Path) -> PreviewLibrary:
    return library(folder(tmp_path, BRIEF))


def text(words: str) -> bytes:
    return f"{BRIEF}\n{words}\n".encode()


def test_the_letter_and_what_is_said_of_it_are_drawn_once(kept: PreviewLibrary, counted: Counted) -> None:
    desk, one = DraftDesk(kept), text("Un mot.")
    drawn, checked = desk.drawn("a", KEY, one), desk.preview("a", KEY, one)
    assert drawn
    assert checked
    assert drawn.good
    assert checked.good
    assert drawn.good.views is checked.good.views
    assert desk.preview("a", KEY, one) is checked
    assert counted.drawn.count(one) == counted.checked.count(one) == 1


def test_two_requests_at_once_draw_it_once(kept: PreviewLibrary, counted: Counted) -> None:
    desk, one = DraftDesk(kept), text("Un mot.")
    threads = [Thread(target=ask, args=("a", KEY, one)) for ask in (desk.drawn, desk.preview) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted.drawn.count(one) == counted.checked.count(one) == 1


def test_a_newer_text_of_the_page_is_not_kept_waiting(kept: PreviewLibrary, counted: Counted) -> None:
    desk, older, newer = DraftDesk(kept), text("Un mo"), text("Un mot.")
    begun, found = Event(), []

    def pause(unsaved: bytes | None) -> None:
        if unsaved == older:
            begun.set()
            assert desk.drawn("a", KEY, newer)  # the letter of the newer one is there meanwhile

    counted.pause = pause
    thread = Thread(target=lambda: found.append(desk.preview("a", KEY, older)))
    thread.start()
    assert begun.wait(60)
    said = desk.preview("a", KEY, newer)
    thread.join()
    assert found == [None]
    assert said
    assert "Un mot." in said.source


def test_another_page_has_its_own_newest_text(kept: PreviewLibrary, counted: Counted) -> None:
    desk, one, other = DraftDesk(kept), text("De l'une."), text("De l'autre.")
    counted.pause = lambda unsaved: unsaved == one and desk.drawn("b", KEY, other)
    said = desk.preview("a", KEY, one)
    assert said
    assert "De l'une." in said.source


def test_nothing_of_a_draft_is_shown_to_who_reads(kept: PreviewLibrary) -> None:
    desk = DraftDesk(kept)
    assert desk.preview("a", KEY, text("Un secret."))
    for shown in (kept.drawn(KEY), kept.preview(KEY)):
        assert shown
        assert "secret" not in shown.source
    assert [issue.key for issue in kept.issues()] == [KEY]


def test_what_changed_around_it_is_seen(kept: PreviewLibrary, counted: Counted) -> None:
    desk, one = DraftDesk(kept), text("Un mot.")
    before = desk.preview("a", KEY, one)
    settings = kept.workspace.root / "cenum.toml"
    settings.write_text(settings.read_text("utf-8").replace("weekday", "weekdays", 1) + "\nnothing = 1\n", "utf-8")
    kept.changed([settings])
    after = desk.preview("a", KEY, one)
    assert before
    assert after
    assert after.findings[0].place.file == "cenum.toml"
    assert not after.fresh
    assert counted.drawn.count(one) == 2


def test_that_it_was_saved_draws_nothing_anew_and_is_checked_beside_what_is_there_by_then(
    kept: PreviewLibrary, counted: Counted
) -> None:
    desk, one = DraftDesk(kept), text("Un mot.")
    before = desk.preview("a", KEY, one)
    counted.drawn.clear()
    kept.path(KEY).write_bytes(one)
    kept.changed([kept.path(KEY)])
    after = desk.preview("a", KEY, one)
    assert before
    assert after
    assert after.good
    assert before.good
    assert after.good.views is before.good.views
    assert counted.drawn == []
    assert counted.checked == [one, one]


def test_what_became_of_a_link_meanwhile_is_said(tmp_path: Path) -> None:
    def check_links(_issue: Any, links: Any, _workspace: Any) -> Checked:
        return Checked(tuple((link, Verdict(Reason.GONE, 404)) for link in links))

    kept = library(folder(tmp_path, BRIEF), check_links)
    desk, one = DraftDesk(kept), text("[Un lien](https://lettre.example.org/x)")
    before = desk.preview("a", KEY, one)
    assert kept.check_links(KEY)
    after = desk.preview("a", KEY, one)
    assert before
    assert after
    assert len(after.findings) > len(before.findings)


def test_only_some_texts_are_kept(kept: PreviewLibrary, counted: Counted) -> None:
    desk = DraftDesk(kept)
    for number in range(20):
        assert desk.preview("a", KEY, text(f"Mot numéro {number}."))
    counted.drawn.clear()
    assert desk.drawn("a", KEY, text("Mot numéro 19."))
    assert counted.drawn == []
    assert desk.drawn("a", KEY, text("Mot numéro 1."))
    assert counted.drawn == [text("Mot numéro 1.")]


def test_of_a_text_that_cannot_be_rendered_the_last_good_letter_is_shown(kept: PreviewLibrary) -> None:
    desk = DraftDesk(kept)
    good = desk.drawn("a", KEY, text("Un mot de plus."))
    broken = desk.drawn("a", KEY, b"---\ntitle: [\n---\n")
    assert good
    assert broken
    assert broken.good is good.good
    assert not broken.fresh


def test_a_picture_of_a_draft_is_there_for_its_letter_alone(tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415  only here

    at = folder(tmp_path, BRIEF)
    (at / "issues" / "media").mkdir()
    Image.new("RGB", (40, 30)).save(at / "issues" / "media" / "photo.png")
    kept = library(at)
    desk = DraftDesk(kept)
    drawn = desk.drawn("a", KEY, text("![Une photo](media/photo.png)"))
    assert drawn
    assert drawn.good
    (name,) = [file.name for file in drawn.good.rendered.edition.files]
    assert desk.published(name)
    assert kept.published(name) is None
    assert desk.published("../cenum.toml") is None
