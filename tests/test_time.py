"""However an issue is written, it is checked in time that grows as it does, up to the longest that is read."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cenum import limits
from cenum.checks.all import CHECKS
from cenum.checks.letter_view import LetterView
from cenum.dictionary import _own, vocabulary
from cenum.errors import Mistakes, SettingsMistakes
from cenum.issue.earlier_issues import earlier_issues_of
from cenum.process import Result, check, process, render
from cenum.services.contacts import read_contacts
from cenum.settings import load, parse
from cenum.workspace import Workspace
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BOUND = 2.6  # for twice as much; 2 is linear, and 4 quadratic
_SHORT = 0.1  # seconds: what takes less at the limit is bounded, and too short to be measured

HEAD = "---\ntitle: Un titre\n---\n\n# L'édito {#edito}\n\n"


class Shape(NamedTuple):
    """What stands ``before``, again and again, and ``after``; ``{n}`` is another number each time."""

    unit: str
    before: str = HEAD
    after: str = ""

    def text(self, size: int, start: int = 10_000) -> str:
        """About ``size`` bytes, whose numbers begin with ``start``: no cache has seen them."""
        count = size // len(self.unit.replace("{n}", "10000").encode())
        return self.before + "".join(self.unit.replace("{n}", str(start + n)) for n in range(count)) + self.after


SHAPES = {
    "initials that end no sentence": Shape("M. "),
    "brackets that are never closed": Shape("["),
    "brackets and quotation marks": Shape("« (a] {b} "),
    "signs that open a tag": Shape("<"),
    "dates of many years": Shape("vendredi 12 novembre {n}, 1{n}, 12 mai 2026, "),
    "words that nobody knows": Shape("zorg{n} the "),
    "headings that are nearly the same": Shape("## Le rapport {n} du ministère aux maires des villes\n\nUn mot.\n\n"),
    "events": Shape("::: event 2026-12-12 13h30 Paris {n}\nVenez nombreux et nombreuses.\n:::\n\n"),
    "links": Shape("- [un lien {n} vers une page](https://example.org/une-page/{n})\n"),
    "accents, emoji and spaces": Shape("e\u0301 👩\u200d👩 1\u00a0000\u202f! "),
    "a heading of spaces": Shape(" ", f"{HEAD}Un mot.\n\n# Une", "section {#une}\n\nUn mot.\n"),
    "variables in an address": Shape("{{%", f"{HEAD}Un [lien](https://www.example.org/", ") suit.\n"),
    "a title": Shape("« M. (a [b] ", "---\ntitle: '", "'\n---\n\n# L'édito {#edito}\n\nUn mot.\n"),
    "an address": Shape("a%20b/../", f"{HEAD}Un [lien](https://www.example.org/", ") suit.\n"),
}
# The front matter has a limit of its own.
_SMALLER = {"a title": 4}


def workspace(tmp_path: Path) -> tuple[Letter, Workspace]:
    letter = Letter(tmp_path)
    return letter, Workspace(letter.folder, load(letter.folder / "cenum.toml"))


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C too: as many on each machine."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_for_twice_as_long_an_issue_twice_as_many_functions_are_called(name: str, tmp_path: Path) -> None:
    letter, here = workspace(tmp_path)
    process(letter.issue, here)  # what is made once, is made
    counts = []
    for size in (4_000, 8_000):
        letter.issue.write_text(SHAPES[name].text(size, size), "utf-8")
        counts.append(calls(lambda: process(letter.issue, here)))
    assert counts[1] < _BOUND * counts[0], counts


@pytest.mark.whole
@pytest.mark.parametrize("name", SHAPES)
def test_each_check_takes_twice_as_long(name: str, tmp_path: Path) -> None:
    """What searches in C is not seen by who counts calls. The time is the processor's, the best of three."""
    letter, here = workspace(tmp_path)
    process(letter.issue, here)
    most = 60_000 // _SMALLER.get(name, 1)

    def seconds(size: int) -> dict[str, float]:
        best: dict[str, float] = {}
        for start in (10_000, 30_000, 50_000):
            letter.issue.write_text(SHAPES[name].text(size, start), "utf-8")
            begun = time.process_time()
            result = render(letter.issue, here)
            taken = {"render": time.process_time() - begun}
            it = result.rendered
            if it is not None:
                words = vocabulary(here.settings, here.root)
                earlier = earlier_issues_of(letter.issue)
                view = LetterView(it.issue, it.edition, it.weight, it.links, here.settings, earlier, words, it.marked)
                for one in CHECKS:
                    begun = time.process_time()
                    one(view)
                    taken[one.rules[0].id] = time.process_time() - begun
            best = {key: min(value, best.get(key, value)) for key, value in taken.items()}
        return best

    half, whole = seconds(most // 2), seconds(most)
    too_long = {
        key: (half[key], whole[key])
        for key in whole
        if whole[key] > _SHORT and key in half and whole[key] > _BOUND * half[key]
    }
    assert not too_long
    assert sum(whole.values()) < 3  # seconds of a whole processor


def test_more_parts_than_a_letter_has_are_refused_where_they_become_too_many(tmp_path: Path) -> None:
    letter, here = workspace(tmp_path)
    rows = "| a | b |\n| - | - |\n" + "| c | d |\n" * 4_000
    letter.issue.write_text(HEAD + rows, "utf-8")
    (found,) = process(letter.issue, here).findings
    assert (found.rule, found.place.line) == ("too-many-parts", 807)
    letter.issue.write_text(
        f"---\ntitle: a\nintroduction: {'*a* ' * 3_000}\n---\n\n# L'édito {{#edito}}\n\nUn mot.\n", "utf-8"
    )
    assert "too-many-parts" in {one.rule for one in process(letter.issue, here).findings}


@pytest.mark.parametrize(
    ("setting", "size", "refused"),
    [("", 64_000, False), ("", 64_001, True), ("12", 12_001, True), ("300", 200_000, False)],
)
def test_an_issue_is_as_long_as_the_settings_say(setting: str, size: int, refused: bool, tmp_path: Path) -> None:  # noqa: FBT001  a table
    letter, here = workspace(tmp_path)
    settings = letter.folder / "cenum.toml"
    if setting:
        settings.write_text(settings.read_text("utf-8") + f"\n[budget]\nissue = {setting}\n", "utf-8")
        here = Workspace(letter.folder, load(settings))
    text = HEAD + "Un mot et un autre. " * 20_000
    letter.issue.write_bytes(text.encode()[:size])
    found = [one for one in render(letter.issue, here).findings if one.rule == "file-size"]
    assert bool(found) is refused
    assert all("budget.issue" in one.remedy and "kB" in one.message for one in found)


def test_the_limit_has_one_itself(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    settings = letter.folder / "cenum.toml"
    with pytest.raises(SettingsMistakes, match="from 1 to 300"):
        parse((settings.read_text("utf-8") + "\n[budget]\nissue = 301\n").encode(), "cenum.toml")


def test_a_front_matter_is_no_letter(tmp_path: Path) -> None:
    """YAML is read a thousand times as slowly as Markdown, and by a call for each bracket within another."""
    letter, here = workspace(tmp_path)
    for head in ("'a\n" * 6_000, f"title: {'[' * 20_000}\n", "a: &a [x]\nb: [*a, *a]\n" * 1_000):
        letter.issue.write_text(f"---\n{head}---\n\n# L'édito {{#edito}}\n\nUn mot.\n", "utf-8")
        result: Result = check(render(letter.issue, here), letter.issue, here)
        assert [one.rule for one in result.findings] == ["front-matter-syntax"]


@pytest.mark.parametrize(
    ("name", "size", "rule"),
    [
        ("cenum.toml", limits.SETTINGS, "settings-syntax"),
        ("templates/palette.toml", limits.TEMPLATE, "template"),
        ("templates/footer.mjml.j2", limits.TEMPLATE, "template"),
    ],
)
def test_a_file_of_the_folder_that_is_too_large_is_not_read(name: str, size: int, rule: str, tmp_path: Path) -> None:
    letter, here = workspace(tmp_path)
    file = letter.folder / name
    file.write_text("# " + "x" * (size - 1), "utf-8")
    if name == "cenum.toml":
        with pytest.raises(SettingsMistakes) as refused:
            load(file)
        found = refused.value.findings
    else:
        found = render(letter.issue, here).findings
    assert [(one.rule, f"{size // 1000} kB" in one.message) for one in found if one.rule == rule] == [(rule, True)]


def test_a_list_of_words_or_of_readers_has_a_limit_too(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes(b"mot\n" * 250_001)
    with pytest.raises(Mistakes, match="the most is 1000 kB"):
        _own(tmp_path, "words.txt")
    with (tmp_path / "contacts.csv").open("wb") as file:
        file.truncate(limits.CONTACTS + 1)
    with pytest.raises(SettingsMistakes, match="the most is 10000 kB"):
        read_contacts(tmp_path / "contacts.csv")
