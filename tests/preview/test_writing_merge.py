"""Two versions of one text, line by line and passage by passage."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import needs_chromium
from tests.preview.module_page import module_page, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        yield page


def texts(count: int) -> list[tuple[str, str]]:
    """Pairs of texts that have something in common, as versions of one file have, blank lines and twins among it."""
    random = Random(5)  # noqa: S311  the same every time
    pairs = []
    for _ in range(count):
        before = [
            random.choice(["", "a", "b", f"ligne {random.randint(0, 30)}"]) for _ in range(random.randint(0, 40))
        ]
        after = list(before)
        for _ in range(random.randint(0, 6)):
            place = random.randint(0, len(after))
            after[place : place + random.randint(0, 3)] = [
                random.choice(["", "a", "neuf", "ligne 3"])
            ] * random.randint(0, 2)
        pairs.append(("\n".join(before), "\n".join(after)))
    return pairs


def test_lines_that_are_said_to_be_the_same_are_and_in_order(page: Page) -> None:
    body = """
        return pairs.every(([before, after]) => {
            const [left, right] = [before.split("\\n"), after.split("\\n")];
            const same = it.sameLines(left, right);
            const rises = ([i, j], n) => n === 0 || (same[n - 1][0] < i && same[n - 1][1] < j);
            return same.every(([i, j], n) => left[i] === right[j] && rises([i, j], n));
        });
    """
    assert run(page, "line_matches", body, pairs=texts(300))
    assert run(page, "line_matches", "return it.sameLines(['a', 'x', 'b', 'c'], ['a', 'b', 'y', 'c'])") == [
        [0, 0],
        [2, 1],
        [3, 3],
    ]


def test_the_changes_make_the_one_of_the_other_and_places_move_along(page: Page) -> None:
    body = """
        return pairs.every(([before, after]) => {
            const made = it.changesBetween(before, after).reduceRight(
                (text, {from, to, insert}) => text.slice(0, from) + insert + text.slice(to), before);
            return made === after;
        });
    """
    assert run(page, "text_changes", body, pairs=texts(300))
    changes = [{"from": 2, "to": 4, "insert": "xyz"}, {"from": 8, "to": 8, "insert": "!"}]
    moved = {0: 0, 2: 2, 3: 3, 4: 5, 8: 9, 9: 11}
    for place, then in moved.items():
        assert run(page, "text_changes", "return it.placeAfter(place, changes)", place=place, changes=changes) == then


def test_a_long_text_takes_no_time(page: Page) -> None:
    body = """
        const left = Array.from({length: 20000}, (_, n) => n % 3 ? `ligne ${n}` : "");
        const right = left.map((line, n) => n % 7 ? line : `${line}.`);
        return it.sameLines(left, right).length;
    """
    assert run(page, "line_matches", body) > 10_000


@pytest.mark.parametrize(
    ("text", "end"), [("", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\rc\n", "\r"), ("a\nb", "\n"), ("a\r\n\n", "\n")]
)
def test_the_usual_end_of_a_line_is_what_most_have(page: Page, text: str, end: str) -> None:
    assert run(page, "line_ends", "return it.usualEnd(text)", text=text) == end


def test_every_line_that_stays_keeps_its_end(page: Page) -> None:
    body = "return it.withEndsOf(original, plain)"
    original = "un\r\ndeux\ntrois\rquatre\r\n"
    ends = {
        "un\ndeux\ntrois\nquatre\n": original,
        "un\ntrois\nquatre\n": "un\r\ntrois\rquatre\r\n",
        "un\ndeux\nneuf\ntrois\nquatre": "un\r\ndeux\nneuf\r\ntrois\rquatre",
        "": "",
    }
    for plain, exact in ends.items():
        assert run(page, "line_ends", body, original=original, plain=plain) == exact


BASE = "un\ndeux\ntrois\nquatre\ncinq"
MINE = "un\nDEUX\ntrois\nquatre\ncinq à moi"
THEIRS = "un\ndeux\ntrois\nneuf\nquatre\ncinq à eux"


def passages(page: Page, base: str) -> Any:
    body = "return it.passagesOf(mine, theirs, base).filter((one) => !one.same)"
    return run(page, "writing_merge", body, mine=MINE, theirs=THEIRS, base=base)


def test_what_only_one_side_changed_is_chosen_and_of_both_nothing_is_dropped(page: Page) -> None:
    assert passages(page, BASE) == [
        {"mine": ["DEUX"], "theirs": ["deux"], "line": 2, "choice": "mine"},
        {"mine": [], "theirs": ["neuf"], "line": 4, "choice": "both"},
        {"mine": ["cinq à moi"], "theirs": ["cinq à eux"], "line": 5, "choice": "both"},
    ]
    assert {one["choice"] for one in passages(page, "")} == {"both"}


def test_a_text_is_put_together_of_what_was_chosen(page: Page) -> None:
    body = "return it.putTogether(it.passagesOf(mine, theirs, base), choices)"
    texts = {
        ("mine", "both", "both"): "un\nDEUX\ntrois\nneuf\nquatre\ncinq à moi\ncinq à eux",
        ("mine", "mine", "mine"): MINE,
        ("theirs", "theirs", "theirs"): THEIRS,
    }
    for choices, text in texts.items():
        assert run(page, "writing_merge", body, mine=MINE, theirs=THEIRS, base=BASE, choices=list(choices)) == text


def test_of_any_two_versions_each_side_can_be_had_whole(page: Page) -> None:
    body = """
        return pairs.every(([mine, theirs]) => {
            const passages = it.passagesOf(mine, theirs, mine);
            const all = (side) => it.putTogether(passages, passages.filter((one) => !one.same).map(() => side));
            return all("mine") === mine && all("theirs") === theirs;
        });
    """
    assert run(page, "writing_merge", body, pairs=texts(300))
