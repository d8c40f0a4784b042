"""`make bench`: its table and its page say the same, its figures are what they are called, and its pieces work.

What needs Chromium, or installs something, `make small` runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bench import __main__ as bench
from bench import commands, links, machine, one_process, page, publishing, screen, start
from bench.desk import NEVER_SEEN, desk
from bench.measures import (
    Command,
    Failed,
    Run,
    Samples,
    Unit,
    disk,
    in_turn,
    peak,
    peak_ratio,
    rate,
    wall,
    wall_ratio,
)
from bench.needs import Need, Tools, found
from bench.rows import GROUPS, ROWS, Row
from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

PAGE = (ROOT / machine.PAGE).read_text("utf-8")
NOTHING = Tools({}, {need: f"no {need.name}" for need in Need})
SAMPLES: Samples = {
    "one": [Run(1, 0.5, 40_000_000), Run(4, 0.5, 50_000_000), Run(3, 0.5, 45_000_000)],
    "other": [Run(2, 1, 100_000_000), Run(2, 1, 100_000_000), Run(2, 1, 100_000_000)],
}


def test_the_page_has_the_rows_of_the_benchmark_with_their_goals_and_no_others() -> None:
    assert page.lines(PAGE) == [page.Line(row.name, row.aim) for row in ROWS]


def test_people_write_no_figure_on_the_page() -> None:
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", page.prose(PAGE))
    assert (
        re.findall(r"[^\n]*(?:\d|\b(?:half|third|quarter|fifth|tenth|twentieth|percent|twice)\b)[^\n]*", prose) == []
    )


def test_every_row_has_a_name_of_its_own_and_every_series_a_row() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    measured = {name for group in GROUPS for name in group.SERIES}
    assert {name for row in ROWS for name in row.figure.series} == measured


def test_the_goals_are_those_that_were_agreed() -> None:
    goals = {row.name: row.aim for row in ROWS if row.aim}
    assert goals["`cenum build` of a changed letter, to Node's time"] == "≤ 0.85"
    assert goals["with a dictionary: a year's letters, built and checked"] == "≥ 15 a second"
    assert goals["`make demo` on a fresh machine"] == "≤ 45 s"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (wall("one"), "3000 ms"),
        (wall("one", Unit.SECONDS), "3.0 s"),
        (wall_ratio("one", "other"), "1.50"),  # the median of 0.5, 2 and 1.5
        (peak_ratio("one", "other"), "0.50"),
        (peak("one"), "50 MB"),
        (rate("other"), "0 a second"),
        (disk("other"), "0 MB"),
    ],
)
def test_a_figure_is_made_of_its_runs(figure: Any, said: str) -> None:
    assert figure.of(SAMPLES) == said


def test_a_row_says_what_it_is_of_or_why_there_is_nothing() -> None:
    row = Row("key", "a name", wall_ratio("one", "other"), 0.5)
    _head, _rule, measured = page.table([row], SAMPLES, {})
    assert measured == "| a name | ≤ 0.50 | 1.50 | 3000 ms (1000 to 4000) | 500 ms | 50 MB |"
    missing = page.table([row], {}, {"a name": "no Node"})
    assert missing[-1] == "| a name | ≤ 0.50 | not measured: no Node |  |  |  |"


def test_figures_are_written_between_their_marks_and_nowhere_else() -> None:
    written = page.filled(PAGE, {"figures": ["anew"], "links": ["found"]})
    assert "<!-- figures -->\nanew\n<!-- end of figures -->" in written
    assert "<!-- links -->\nfound\n<!-- end of links -->" in written
    assert page.prose(written) == page.prose(PAGE)


def test_nothing_is_written_of_a_busy_machine_or_of_other_files() -> None:
    assert machine.unfit(machine.MOST_BUSY, []) == ""
    assert re.search(r"other programs use 30% .* End them", machine.unfit(0.3, []))
    assert machine.named(" M README.md\n?? bench/new.py") == ["README.md", "bench/new.py"]
    assert re.search(r"a\.py.* would not be in it\. Commit", machine.unfit(0, ["a.py"]))


def test_how_busy_a_machine_is_is_read_in_its_ticks() -> None:
    before, after = "cpu 10 0 10 80 0 0 0 0 0 0\ncpu0 …", "cpu 20 0 20 140 20 0 0 0 0 0\ncpu0 …"
    assert machine.share(before, after) == pytest.approx(0.2)
    assert machine.share(before, before) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--write", "--rows", "build"], "Leave ROWS and RUNS away"),
        (["--write", "--runs", "1"], "Leave ROWS and RUNS away"),
        (["--rows", "speed"], "ROWS=speed: there are node, build"),
        (["--runs", "0"], "at least 1"),
    ],
)
def test_what_can_not_be_had_is_refused_with_a_sentence(arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        bench.main(arguments)


def test_a_row_that_this_machine_can_not_measure_is_left_out_and_said() -> None:
    tools = found(small=True)
    assert tools.missing[Need.DICTIONARY] == "left out of the small form"
    assert tools.here.keys() | tools.missing.keys() == set(Need)
    assert NOTHING.why_not(frozenset({Need.NODE, Need.LYCHEE})) == "no NODE; no LYCHEE"
    assert NOTHING.why_not(frozenset()) == ""


def test_a_command_that_fails_ends_the_measuring_with_its_words() -> None:
    with pytest.raises(Failed, match=r"(?s)ended with 3:.*words"):
        Command(["sh", "-c", "echo words; exit 3"]).run()


def test_commands_run_in_turn_and_the_first_time_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def note(words: object) -> None:
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{words}\n")

    def noted(name: str) -> Command:
        return Command(["sh", "-c", f"echo {name} >> {log}"], before=note)

    samples = in_turn({"a": noted("a"), "b": noted("b")}, 2)
    assert [len(runs) for runs in samples.values()] == [2, 2]
    assert log.read_text("utf-8").split() == ["0", "a", "0", "b", "1", "a", "1", "b", "2", "a", "2", "b"]


@pytest.mark.long
@pytest.mark.parametrize("group", [commands, one_process, publishing, links], ids=lambda group: group.__name__)
def test_what_needs_only_cenum_can_be_measured(group: ModuleType, tmp_path: Path) -> None:
    wanted = frozenset(name for name, needs in group.SERIES.items() if not needs)
    samples, _details = group.measure(wanted, 1, NOTHING, tmp_path)
    assert samples.keys() == wanted
    assert [name for name, runs in samples.items() if len(runs) != 1 or runs[0].wall <= 0] == []


@pytest.mark.long
def test_the_page_of_the_preview_can_be_measured(tmp_path: Path) -> None:
    samples, _details = screen.measure(frozenset({"page"}), 1, NOTHING, tmp_path)
    assert samples["page"][0].wall > 0


@pytest.mark.long
def test_other_programs_are_given_the_letter(tmp_path: Path) -> None:
    at = desk(tmp_path, programs={}, dictionary=False)
    assert '"<mjml' in commands.inside("mjml", at)
    blocks = commands.inside("blocks", at)
    assert [mark for mark in (":::", "{#") if mark in blocks] == []


def test_a_change_is_another_each_time_and_keeps_the_rest(tmp_path: Path) -> None:
    at = desk(tmp_path, programs={}, dictionary=False, issues=3)
    texts = set()
    for number in range(3):
        at.change(number, NEVER_SEEN[number])
        text = at.issue.read_text("utf-8")
        texts.add(text)
        assert text.replace(f" {at.words(number)} {NEVER_SEEN[number]}", "") == at.text
    assert len(texts) == 3
    assert len(list(at.issue.parent.glob("*.md"))) == 3


def test_a_letter_of_ones_own_begins_and_ends_as_the_readme_says() -> None:
    typed = start.commands((ROOT / "README.md").read_text("utf-8"))
    assert (typed[0], typed[-1]) == ("python3 -m venv .venv", "cenum mailbox")
