from __future__ import annotations

import json
from datetime import UTC, date, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.cache import user_cache
from cenum.clip.clipping import Clip, clips
from cenum.clip.page_facts import PageFacts
from cenum.errors import UsageMistake
from cenum.preview.clip_desk import ClipDesk, ClipPlace, ClipRequest
from cenum.preview.clip_page import brought, brought_title
from cenum.settings import load
from cenum.workspace import Workspace
from tests.preview.site import ISSUE, KEY, folder, running_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LATE = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # in Paris, the 27th has begun
WANTED = ClipRequest("https://sur.fr/halle", ClipPlace.INBOX)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder(tmp_path)
    return Workspace(tmp_path, load(tmp_path / "cenum.toml"), user_cache())


def desk(asked: list[Sequence[str]], now: datetime = LATE) -> ClipDesk:
    def read(
        addresses: Sequence[str], workspace: Workspace, moment: datetime, titles: Mapping[str, str]
    ) -> tuple[Clip, ...]:
        asked.append(addresses)
        return clips(addresses, workspace, moment, titles=titles)

    return ClipDesk(read, lambda: now)


def test_the_next_letter_is_that_of_today_by_the_clocks_of_the_letter(workspace: Workspace) -> None:
    at = workspace.issues / "2026-12-04.md"
    at.write_text("---\ntitle: X\n---\n\n# La veille\n\nX\n\n# Édito {#edito}\n\nX\n", "utf-8")
    today, later = (desk([], now).next_letter(workspace) for now in (LATE, LATE.replace(month=12, day=3)))
    assert today is not None
    assert later is not None
    assert (today.day, later.day) == (date(2026, 11, 27), date(2026, 12, 4))
    assert [one.name for one in today.sections if one.is_there] == ["edito", "veille"]
    assert {"agenda", "lectures"} <= {one.name for one in today.sections if not one.is_there}
    assert [one[:2] for one in later.sections if one.is_there] == [("edito", "Édito")]
    assert desk([], LATE.replace(year=2027)).next_letter(workspace) is None


def test_one_address_stays_as_it_is_and_those_in_a_text_are_found(workspace: Workspace) -> None:
    asked: list[Sequence[str]] = []
    for text in ("https://sur.fr/a(b)\n", "Voir https://sur.fr/a, puis http://autres.fr."):
        desk(asked).take(ClipRequest(text, ClipPlace.NOWHERE), workspace)
    assert asked == [["https://sur.fr/a(b)"], ["https://sur.fr/a", "http://autres.fr"]]
    assert not (workspace.issues / "clips.md").exists()


def test_a_place_that_is_none_is_said_before_anybody_is_asked(workspace: Workspace) -> None:
    asked: list[Sequence[str]] = []
    for issue, section in (("2026-12-04", "veille"), ("../x", "veille"), (KEY, "ailleurs")):
        with pytest.raises(UsageMistake):
            desk(asked).take(ClipRequest("https://sur.fr/", ClipPlace.LETTER, issue, section), workspace)
    assert asked == []


def test_clips_go_where_somebody_said(workspace: Workspace) -> None:
    made = desk([]).take(ClipRequest("https://sur.fr/halle", ClipPlace.LETTER, KEY, "agenda"), workspace)
    text = (workspace.issues / f"{KEY}.md").read_text("utf-8")
    assert text == f"{ISSUE.rstrip()}\n\n# Agenda {{#agenda}}\n\n{made.clips[0].markdown}\n"
    assert made.placed
    assert made.placed.blocks == {"https://sur.fr/halle": made.clips[0].markdown}
    assert text.split("\n")[made.placed.lines["https://sur.fr/halle"] - 1].startswith("[")
    again = desk([]).take(WANTED, workspace)
    assert (workspace.issues / "clips.md").read_text("utf-8").endswith(f"\n\n- {again.clips[0].point}\n")


def test_what_was_just_pasted_is_not_told_to_be_there_already(workspace: Workspace) -> None:
    text = ClipRequest("https://example.org/lien", ClipPlace.NOWHERE)
    (told,) = desk([]).take(text, workspace).clips
    assert [one.day for one in told.cited] == [date(2026, 11, 27)]
    (pasted,) = desk([]).take(replace(text, issue=KEY), workspace).clips
    assert pasted.cited == ()


def test_there_is_one_at_a_time(workspace: Workspace) -> None:
    begun, go_on = Event(), Event()

    def slow(
        addresses: Sequence[str], _workspace: Workspace, _now: datetime, _titles: Mapping[str, str]
    ) -> tuple[Clip, ...]:
        begun.set()
        assert go_on.wait(60)
        return tuple(Clip(one, one, PageFacts(), "x", "x") for one in addresses)

    busy = ClipDesk(slow, lambda: LATE)
    first = Thread(target=busy.take, args=(WANTED, workspace))
    first.start()
    try:
        assert begun.wait(60)
        with pytest.raises(UsageMistake, match="other clips are being made"):
            busy.take(WANTED, workspace)
    finally:
        go_on.set()
        first.join(60)
    assert busy.take(WANTED, workspace).clips


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("La halle - Le Monde", "La halle"),
        ("(3) La halle", "La halle"),
        ("  La\n halle  ", "La halle"),
        ("Un robot au musée", "Un robot au musée"),
        ("<b>halle</b> [x](javascript:alert(1))", "\\<b\\>halle\\</b\\> \\[x\\](javascript:alert(1))"),
        ("::: note {#id} \u202eelmth", "\\::: note \\{\\#id\\} elmth"),
        ("&lt;script&gt;", "\\<script\\>"),
        ("</title><h1>x</h1>", "\\</title\\>\\<h1\\>x\\</h1\\>"),
        ("\ud800 halle", None),
        ("Connexion", "[titre à compléter]"),
        ("Page introuvable", "[titre à compléter]"),
        ("www.lemonde.fr", "[titre à compléter]"),
        (" ", "[titre à compléter]"),
    ],
)
def test_a_page_that_cannot_be_read_has_the_title_of_the_browser_to_be_checked(
    workspace: Workspace, said: str, written: str | None
) -> None:
    address = "https://www.lemonde.fr/a"
    made = desk([]).take(ClipRequest(address, ClipPlace.INBOX, title=said, of=address), workspace)
    [clip] = made.clips
    line = (workspace.issues / "clips.md").read_text("utf-8").rstrip().rpartition("\n")[2]
    if written is not None:
        assert line.startswith(f"- [{written}](https://www.lemonde.fr/a), *Le Monde*")
    told = " ".join(clip.told)
    if "à compléter" not in line.partition("]")[0]:
        assert clip.facts.title
        assert not clip.facts.title.sure
        assert "title (your browser)" in told
        assert "to be checked: title" in told


def test_the_title_of_the_browser_is_for_the_page_that_it_came_with(workspace: Workspace) -> None:
    wanted = ClipRequest("https://sur.fr/autre", ClipPlace.NOWHERE, title="La halle", of="https://sur.fr/halle")
    assert desk([]).take(wanted, workspace).clips[0].facts.title is None


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        ([], ""),
        (["La halle"], "La halle"),
        (["La\n\u202e halle\0"], "La halle"),
        (["a" * 10_000], "a" * 300),
        (["a", "b"], ""),
    ],
)
def test_the_bookmark_brings_one_title_of_one_line(titles: list[str], shown: str) -> None:
    assert brought_title(titles) == shown


def test_after_a_mistake_the_next_one_is_made(workspace: Workspace) -> None:
    found = desk([])
    with pytest.raises(UsageMistake, match="not a web address"):
        found.take(ClipRequest("javascript:alert(1)", ClipPlace.INBOX), workspace)
    assert found.take(WANTED, workspace).clips


@pytest.mark.parametrize(
    ("addresses", "shown"),
    [
        ([], ""),
        (["https://sur.fr/%C3%A9?a=b#c"], "https://sur.fr/%C3%A9?a=b#c"),
        (["http://sur.fr"], "http://sur.fr"),
        ([""], None),
        (["https://"], None),
        (["HTTPS://sur.fr/"], "HTTPS://sur.fr/"),
        (["javascript://sur.fr/%0aalert(1)"], None),
        (["https://sur.fr/é"], None),
        (["https://sur.fr/\t"], None),
        (["https://sur.fr/a b"], None),
        (["https://sur.fr/", "https://sur.fr/"], None),
        (["https://sur.fr/" + "a" * 2_000], None),
    ],
)
def test_the_bookmark_brings_one_address_as_browsers_write_it(addresses: list[str], shown: str | None) -> None:
    assert brought(addresses) == shown


def test_offline_nobody_is_asked_and_the_page_offers_no_check_of_links(tmp_path: Path) -> None:
    with running_apart(folder(tmp_path)) as site:  # where CENUM_OFFLINE is set, as in all tests
        assert b'id="check"' not in site.ask("/").body
        token = {"Origin": site.url, "X_Cenum_Token": site.token()}
        assert site.ask(f"/links/{KEY}", "POST", b"{}", **token).status == 409
        body = json.dumps({"addresses": "https://sur.fr/halle", "to": "inbox"}).encode()
        answer = site.ask("/clip", "POST", body, **token)
    assert "offline: nobody was asked" in answer.data["clips"]
    assert "(https://sur.fr/halle)" in (tmp_path / "issues" / "clips.md").read_text("utf-8")
