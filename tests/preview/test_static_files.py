"""The page's modules, joined for the page that reviewers open from a disk."""

from __future__ import annotations

import re
from collections import Counter

from cenum.preview.static_files import MAIN, joined_script, static_files

DECLARED = re.compile(r"^(?:export )?(?:async function|function|const|let) (\w+)", re.MULTILINE)
DECLARATION = re.compile(r"^(?:export )?(?:async function|function|class|const|let|var)\b", re.MULTILINE)


# What only a page with a server has, beside what all have: where each begins.
OF_SERVER = {
    "arrival.js",
    "clipping.js",
    "new_issue.js",
    "tools_main.js",
    "writing.js",
    "writing_letter.js",
    "writing_marks.js",
}


def modules() -> dict[str, str]:
    return {name: text for name, text in static_files().items() if name.endswith(".js")}


def reached(begin: str) -> set[str]:
    """The module, and all that it imports."""
    found, waiting = set[str](), {begin}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(re.findall(r'from "\./(.+?)"', modules()[name])) - found
    return found


def test_every_module_is_part_of_a_page() -> None:
    assert set[str]().union(*map(reached, [MAIN, *OF_SERVER])) == modules().keys()


def test_every_module_is_there_once_after_those_that_it_imports() -> None:
    joined = joined_script()
    of_page = {name: text for name, text in modules().items() if name in reached(MAIN)}
    heads = {name: joined.find(text.split("\n", 1)[0]) for name, text in of_page.items()}
    assert -1 not in heads.values()
    assert sum(text.count("\n") for text in of_page.values()) > joined.count("\n")
    for name, text in of_page.items():
        for imported in re.findall(r'from "\./(.+?)"', text):
            assert heads[imported] < heads[name], (imported, name)
    assert max(heads, key=heads.__getitem__) == MAIN


def test_a_page_without_a_server_has_nothing_of_clips_and_no_editor() -> None:
    assert not reached(MAIN) & OF_SERVER
    assert not re.search(r"clip(?!board)|codemirror|localStorage", joined_script(), re.IGNORECASE)


def test_nothing_is_left_that_only_a_module_of_a_server_could_do() -> None:
    assert not re.search(r"^(?:import|export)\b|\bimport\(|import\.meta|</", joined_script(), re.MULTILINE)


def test_no_two_modules_declare_the_same_name() -> None:
    names: Counter[str] = Counter()
    for name, text in modules().items():
        declared = DECLARED.findall(text)
        assert len(declared) == len(DECLARATION.findall(text)), f"{name} declares in a way that this test can't read"
        names.update(declared)
    assert [name for name, count in names.items() if count > 1] == []
