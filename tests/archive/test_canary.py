"""Each letter has words of its own: whatever is published holds them exactly where the rule says so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.archive.entry import LetterEntry
from cenum.archive.visibility import Visibility
from tests.archive.letters import LEDGERS, Canary, Folder, holding
from tests.tried import up_to

if TYPE_CHECKING:
    from collections.abc import Iterator

# Around both changes of time of Europe/Paris, and on a day like others.
_DAYS = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 27))
_SECOND = timedelta(seconds=1)
_OLD_SITE = "ancienne.example.org"
_NOWHERE, _ANNOUNCED, _UNLISTED, _LISTED = range(4)
_RANK = {"": _NOWHERE, "announced": _ANNOUNCED, "unlisted": _UNLISTED, "listed": _LISTED}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("letter"))
    archive = replace(made.settings.archive, old_sites=(f"https://{_OLD_SITE}",))
    made.settings = replace(made.settings, archive=archive)
    return made


def wanted(canary: Canary, hour: datetime, now: datetime, *, silent: bool, embargo: bool) -> int:  # noqa: C901  a table
    """How public a letter may be, as the documentation says it (docs/archive.md), not as the code does."""
    early = _ANNOUNCED if embargo else _UNLISTED
    before = _RANK[canary.before]
    if canary.draft or not canary.committed:
        return _NOWHERE
    if now > hour + timedelta(days=30):
        return _LISTED
    if silent:
        if before == _LISTED:
            return _LISTED
        if not canary.before_is_this:
            return _NOWHERE
        return before if now >= hour else min(before, early)
    told = canary.withdrawn or before == _LISTED
    match canary.ledger:
        case "scheduled":
            return _LISTED if now >= hour else early
        case "sent" | "sending":
            return _LISTED
        case "sent otherwise":
            return _LISTED if told else _NOWHERE
        case "stopped":
            return max(before, _UNLISTED)
        case "tested" | "approved" if now < hour + timedelta(days=1):
            return _ANNOUNCED
    return _NOWHERE


def misplaced(files: dict[str, bytes], canary: Canary, rank: int) -> Iterator[str]:
    """Every word of a letter that stands where it may not, or does not stand where it must."""
    pages = {f"{canary.key}.html", f"{canary.key}/index.html"}
    shown = rank >= _UNLISTED and not canary.withdrawn
    media = {name for name in files if name.startswith("media/")} if shown else set()
    for word in canary.words:
        allowed = pages | media if shown else set()
        if not shown or rank < _LISTED:
            yield from (f"{word} in {name}" for name in holding(files, word) - allowed)
    if rank < _LISTED:
        allowed = pages | media | {"archive.json"} if rank else set()
        yield from (f"{canary.key} in {name}" for name in holding(files, canary.key) - allowed)
        yield from (f"the alias in {name}" for name in holding(files, canary.word("alias")))
    for word, needed in _needed(canary, rank, pages):
        yield from (f"no {word} in {name}" for name in needed - holding(files, word))


def _needed(canary: Canary, rank: int, pages: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Words of a letter, and the files that have to hold them."""
    alias = canary.word("alias")
    if rank > _NOWHERE:
        yield canary.key, pages
    if rank >= _UNLISTED and canary.withdrawn:
        yield canary.word("retrait"), pages
    elif rank >= _UNLISTED:
        yield from ((canary.word(place), pages) for place in ("titre", "texte", "alternative"))
    if rank == _LISTED:
        yield alias, {"_redirects", ".htaccess", "nginx-redirects.conf", f"ancienne/{alias}.html"}
    if rank == _LISTED and not canary.withdrawn:
        yield canary.word("titre"), {"index.html", f"{canary.day.year}.html", "feed.xml", "search/letters.json"}
        yield canary.key, {"sitemap.xml", f"old-sites/{_OLD_SITE}/{canary.key}.html"}


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Canary], date, timedelta, bool, bool, bool]:
    """Some letters around a day, and how far the clock is from its hour."""
    day = draw(st.sampled_from(_DAYS))
    offsets = draw(st.lists(st.sampled_from([-63, -31, -28, -7, 0, 7]), min_size=1, max_size=3, unique=True))
    rare = st.sampled_from([False, False, False, True])
    canaries = [
        Canary(
            day + timedelta(days=offset),
            draft=draw(rare),
            committed=not draw(rare),
            withdrawn=draw(rare),
            ledger=draw(st.sampled_from(list(LEDGERS))),
            before=draw(st.sampled_from(["", "announced", "unlisted", "listed"])),
            before_is_this=not draw(rare),
        )
        for offset in sorted(offsets)
    ]
    clock = draw(
        st.sampled_from(
            [-_SECOND, 0 * _SECOND, _SECOND, timedelta(hours=-7), timedelta(hours=-8), timedelta(hours=17)]
        )
    )
    return canaries, day, clock, draw(st.booleans()), draw(st.booleans()), draw(st.booleans())


@settings(
    max_examples=up_to(400) // 3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(situations())
def test_a_letters_words_are_exactly_where_the_rule_says(
    folder: Folder, situation: tuple[list[Canary], date, timedelta, bool, bool, bool]
) -> None:
    """Also where all of it was public, and lies drawn in the folder of the site."""
    canaries, day, clock, silent, embargo, drawn = situation
    now = folder.hour(day) + clock
    folder.embargoed(embargo=embargo)
    folder.write(canaries)
    if drawn:
        folder.publish_all(canaries, now)
    result = folder.publish(canaries, now, silent=silent)
    if any(canary.before == "listed" and (canary.draft or not canary.committed) for canary in canaries):
        assert {finding.rule for finding in result.findings} == {"gone-after-sending"}
        return
    assert not result.findings
    files = folder.files()
    wrong = {
        canary.key: found
        for canary in canaries
        if (
            found := list(
                misplaced(files, canary, wanted(canary, folder.hour(canary.day), now, silent=silent, embargo=embargo))
            )
        )
    }
    assert not wrong


def test_the_canary_sings_where_one_output_forgets_the_rule(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that would be another one if all were listed is put in the place of the right one, one by one."""
    day = date(2026, 11, 27)
    canaries = [
        Canary(day - timedelta(days=7), ledger="sent"),
        Canary(day, ledger="scheduled"),
        Canary(day + timedelta(days=7), ledger="tested"),
    ]
    ranks = (_LISTED, _UNLISTED, _ANNOUNCED)
    now = folder.hour(day) - _SECOND
    folder.embargoed(embargo=False)
    folder.write(canaries)
    folder.publish(canaries, now)
    lawful = folder.files()
    assert not [one for canary, rank in zip(canaries, ranks, strict=True) for one in misplaced(lawful, canary, rank)]
    monkeypatch.setattr("cenum.archive.survey.visibility", lambda *_all: Visibility.LISTED)
    folder.write(canaries)
    folder.publish(canaries, now)
    lawless = folder.files()
    forgotten = {name for name, content in lawless.items() if lawful.get(name) != content} - {"archive.json"}
    outputs = {"index.html", "2026.html", "feed.xml", "sitemap.xml", "latest.html", "search/letters.json"}
    assert outputs | {"_redirects", ".htaccess", "nginx-redirects.conf"} <= forgotten
    assert f"old-sites/{_OLD_SITE}/{day}.html" in forgotten
    own = {f"{day}.html", f"{day}/index.html"}  # of which only the word for robots is another one
    for output in sorted({name.split("/")[0] for name in forgotten - own}):
        mixed = {**lawful, **{name: lawless[name] for name in forgotten - own if name.split("/")[0] == output}}
        leaks = [one for canary, rank in zip(canaries, ranks, strict=True) for one in misplaced(mixed, canary, rank)]
        assert leaks, output
    for name in own:
        assert b"noindex" in lawful[name]
        assert b"noindex" not in lawless[name]


def test_a_letter_that_is_only_announced_shows_no_picture(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same of what is not a page: the rule forgotten for pictures is noticed."""
    day = date(2026, 11, 27)
    canaries = [Canary(day, ledger="scheduled")]
    now = folder.hour(day) - _SECOND
    folder.embargoed(embargo=True)
    folder.write(canaries)
    folder.publish(canaries, now)
    assert not list(misplaced(folder.files(), canaries[0], _ANNOUNCED))
    monkeypatch.setattr(LetterEntry, "is_shown", property(lambda _entry: True))
    folder.write(canaries)
    folder.publish(canaries, now)
    assert list(misplaced(folder.files(), canaries[0], _ANNOUNCED))
