"""What earlier runs found out: believed for a while, never in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cenum.finding import Place
from cenum.links.check import World, check_links
from cenum.links.inquiry import Answer, Fault, Outcome, Request, Validators
from cenum.links.link import Link, Reason, Verdict
from cenum.links.lists import known
from cenum.links.memory import Memory
from cenum.settings import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = 86_400.0
NOW = 1_795_000_000.0
ALIVE = Outcome(Verdict(Reason.ANSWERS, 200, "https://a.fr/"), Validators('"abc"', "Mon, 01 Jan 2026 00:00:00 GMT"))
PLACE = Place("issues/2026-11-27.md", 3)
PAGE = {"content-type": "text/html", "etag": '"v1"'}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "links.sqlite3"


@pytest.fixture
def memory(file: Path) -> Iterator[Memory]:
    opened = Memory(file)
    yield opened
    opened.close()


def test_what_is_alive_is_remembered_as_it_was(memory: Memory, file: Path) -> None:
    moved = Outcome(Verdict(Reason.MOVED_FOR_GOOD, 200, "https://b.fr/", missing_fragments=("x",)))
    memory.keep([("a", ALIVE), ("b", moved)], NOW)
    memory.close()
    again = Memory(file)
    found = again.recall(["a", "b", "c"])
    again.close()
    assert {key: one.outcome for key, one in found.items()} == {"a": ALIVE, "b": moved}
    assert found["a"].at == NOW


@pytest.mark.parametrize("reason", [Reason.GONE, Reason.NO_SUCH_HOST, Reason.PRIVATE])
def test_what_has_died_is_forgotten(memory: Memory, reason: Reason) -> None:
    memory.keep([("a", ALIVE)], NOW)
    memory.keep([("a", Outcome(Verdict(reason)))], NOW + 1)
    assert memory.recall(["a"]) == {}


@pytest.mark.parametrize("reason", [Reason.TIMEOUT, Reason.SERVER_ERROR, Reason.NO_TIME, Reason.INTERRUPTED])
def test_what_can_not_be_told_now_does_not_change_what_was_known(memory: Memory, reason: Reason) -> None:
    memory.keep([("a", ALIVE)], NOW)
    memory.keep([("a", Outcome(Verdict(reason)))], NOW + 1)
    assert memory.recall(["a"])["a"].at == NOW


@pytest.mark.parametrize(("age", "fresh"), [(0.0, True), (DAY - 1, True), (DAY, False), (-1.0, False)])
def test_a_day_is_believed_and_the_future_is_not(memory: Memory, age: float, fresh: bool) -> None:  # noqa: FBT001  a table
    memory.keep([("a", ALIVE)], NOW)
    assert memory.recall(["a"])["a"].is_fresh(NOW + age, 1) is fresh


def test_what_nobody_asked_for_in_three_months_goes(memory: Memory) -> None:
    memory.keep([("a", ALIVE)], NOW)
    memory.keep([("b", ALIVE)], NOW + 91 * DAY)
    assert set(memory.recall(["a", "b"])) == {"b"}


BROKEN = {
    "no database": b"Bonjour, ceci n'est pas une base." * 200,
    "cut short": b"SQLite format 3\x00" + bytes(50),
    "a letter": "# Édito\n".encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_can_not_be_read_is_set_aside_and_work_goes_on(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    memory = Memory(file)
    assert memory.set_aside is not None
    assert memory.set_aside.read_bytes() == content
    memory.keep([("a", ALIVE)], NOW)
    assert memory.recall(["a"])["a"].outcome == ALIVE
    memory.close()


def test_another_programs_database_is_set_aside_whole(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as theirs:
        theirs.execute("CREATE TABLE outcomes (key, at, outcome)")
        theirs.execute("INSERT INTO outcomes VALUES ('a', 1, 'precious')")
    theirs.close()
    memory = Memory(file)
    memory.close()
    assert memory.set_aside
    with sqlite3.connect(memory.set_aside) as kept:
        assert kept.execute("SELECT outcome FROM outcomes").fetchall() == [("precious",)]
    kept.close()


def test_a_database_with_broken_pages_is_set_aside(file: Path) -> None:
    memory = Memory(file)
    memory.keep([(f"key-{number}", ALIVE) for number in range(500)], NOW)
    memory.close()
    content = bytearray(file.read_bytes())
    content[8192:12288] = os.urandom(4096)
    file.write_bytes(content)
    memory = Memory(file)
    assert memory.set_aside or memory.recall(["key-1"]) is not None
    memory.keep([("a", ALIVE)], NOW)
    memory.close()


def test_an_entry_that_makes_no_sense_is_no_entry(memory: Memory, file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("INSERT INTO outcomes VALUES ('a', 1, x'7b7d'), ('b', 'x', x'00')")
    database.close()
    assert memory.recall(["a", "b"]) == {}


def test_a_folder_that_can_not_be_made_costs_the_memory_only(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    memory = Memory(tmp_path / "cache" / "links.sqlite3")
    assert memory.unusable
    memory.keep([("a", ALIVE)], NOW)
    assert memory.recall(["a"]) == {}
    memory.close()


_WRITER = """
import sys
from pathlib import Path
from cenum.links.inquiry import Outcome
from cenum.links.memory import Memory
from cenum.links.link import Reason, Verdict
memory = Memory(Path(sys.argv[1]))
for number in range(40):
    memory.keep([(f"{sys.argv[2]}-{number}", Outcome(Verdict(Reason.ANSWERS)))], 1.0)
memory.close()
assert not memory.unusable and not memory.set_aside
"""


def test_two_runs_at_once_lose_nothing(file: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(file), name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    memory = Memory(file)
    keys = [f"{name}-{number}" for name in "abc" for number in range(40)]
    assert set(memory.recall(keys)) == set(keys)
    memory.close()


class Web:
    """Counts, and answers as it is told."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[Request] = []

    def ask(self, ask: Request) -> Answer:
        self.asked.append(ask)
        return self.answers[ask.url]

    def end_the_late(self) -> None:
        pass

    def end_all(self, fault: Fault) -> None:
        pass


def checked(web: Web, memory: Memory, now: float, *links: Link, fresh: bool = False) -> list[Reason]:
    world = World(web, memory, lambda: now, lambda: 0, lambda _progress: None)
    found = check_links(links, known(), LinkCheck(pause=0), world, fresh=fresh)
    return [verdict.reason for _link, verdict in found.links]


def test_a_second_run_asks_only_what_is_old_or_was_not_alive(memory: Memory) -> None:
    web = Web(
        {
            "https://a.fr/bon": Answer(200, PAGE, b"<title>x</title>"),
            "https://a.fr/perdu": Answer(404),
            "https://b.fr/": Answer(403),
        }
    )
    links = [Link(url, "x", PLACE) for url in web.answers]
    wanted = [Reason.ANSWERS, Reason.GONE, Reason.FORBIDDEN]
    assert checked(web, memory, NOW, *links) == wanted
    web.asked.clear()
    assert checked(web, memory, NOW + 60, *links) == wanted
    assert {ask.url for ask in web.asked} == {"https://a.fr/perdu", "https://b.fr/"}
    web.asked.clear()
    assert checked(web, memory, NOW + 60, *links, fresh=True) == wanted
    assert len(web.asked) == 3


def test_an_old_page_is_asked_whether_it_changed(memory: Memory) -> None:
    web = Web({"https://a.fr/": Answer(200, PAGE, b"<title>x</title>")})
    link = Link("https://a.fr/", "x", PLACE)
    checked(web, memory, NOW, link)
    web.answers["https://a.fr/"] = Answer(304)
    assert checked(web, memory, NOW + 2 * DAY, link) == [Reason.ANSWERS]
    assert web.asked[-1].headers == {"If-None-Match": '"v1"'}
    web.asked.clear()
    assert checked(web, memory, NOW + 2 * DAY + 60, link) == [Reason.ANSWERS]
    assert web.asked == []


def test_a_page_is_asked_once_for_all_its_places_and_again_for_a_new_one(memory: Memory) -> None:
    web = Web({"https://a.fr/": Answer(200, PAGE, b'<p id="un">' + b"Un mot. " * 50)})
    links = [
        Link("https://a.fr/#un", "x", PLACE),
        Link("https://a.fr/#deux", "y", PLACE),
        Link("https://a.fr", "z", PLACE),
    ]
    world = World(web, memory, lambda: NOW, lambda: 0, lambda _progress: None)
    found = check_links(links, known(), LinkCheck(pause=0), world)
    assert [verdict.missing_fragments for _link, verdict in found.links] == [(), ("deux",), ()]
    assert len(web.asked) == 1
    check_links([*links, Link("https://a.fr/#trois", "w", PLACE)], known(), LinkCheck(pause=0), world)
    assert len(web.asked) == 2


def test_a_machine_without_a_connection_calls_nobody_dead(memory: Memory) -> None:
    class Nowhere(Web):
        def ask(self, ask: Request) -> Answer:
            return Answer(fault=Fault.NO_SUCH_HOST if ask.host != "b.fr" else Fault.LOOKUP)

    links = [Link(f"https://{name}.fr/", "x", PLACE) for name in "abc"]
    links += [Link("mailto:moi@d.fr", "x", PLACE), Link("https://x.com/a", "x", PLACE)]
    assert checked(Nowhere({}), memory, NOW, *links) == [Reason.NO_CONNECTION] * 4 + [Reason.WALL]
    assert checked(Nowhere({}), memory, NOW, *links[:2]) == [Reason.NO_SUCH_HOST, Reason.LOOKUP]
    web = Web({"https://z.fr/": Answer(200, PAGE)})
    alive = Link("https://z.fr/", "x", PLACE)
    checked(web, memory, NOW, alive)
    # What was alive is believed, and those that are asked again are the dead.
    assert checked(Nowhere({}), memory, NOW, alive, *links[:3])[1] is Reason.NO_SUCH_HOST
