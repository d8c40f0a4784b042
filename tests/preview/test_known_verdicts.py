from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.finding import Place
from cenum.links.check import targets
from cenum.links.inquiry import Outcome
from cenum.links.link import Link, Reason, Verdict
from cenum.links.memory import Memory
from cenum.preview.known_verdicts import known_verdicts
from cenum.workspace import Workspace
from tests.sending.editions import settings

if TYPE_CHECKING:
    from pathlib import Path

FIRST = Link("https://example.org/a#part", "un", Place("issues/x.md", 1))
SECOND = Link("https://example.org/b", "deux", Place("issues/x.md", 2))
PHONE = Link("tel:+33123456789", "trois", Place("issues/x.md", 3))


def test_without_a_memory_nothing_is_known_and_none_is_made(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, settings())
    assert known_verdicts([FIRST, SECOND, PHONE], workspace, {}).links == ()
    assert not list(tmp_path.iterdir())


def test_what_earlier_checks_found_is_known(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, settings())
    alive = Verdict(Reason.ANSWERS, 200)
    memory = Memory(workspace.link_memory, workspace.files)
    memory.keep([(key, Outcome(alive)) for key in targets([FIRST, SECOND, PHONE])], 0.0)
    memory.close()
    assert known_verdicts([FIRST, SECOND, PHONE], workspace, {}).links == ((FIRST, alive), (SECOND, alive))


def test_what_was_just_asked_is_the_newer(tmp_path: Path) -> None:
    gone = Verdict(Reason.GONE, 404)
    checked = known_verdicts([FIRST, SECOND], Workspace(tmp_path, settings()), {(SECOND.url, False): gone})
    assert checked.links == ((SECOND, gone),)
