"""The looks that letters begin with, and any other one within the bounds of the palette, on letters."""

from __future__ import annotations

import shutil
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cenum.edition.palette import Corners, Sizes, Spacing, read_palette
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.issue.reader import read
from cenum.schema import fields, unwrap
from cenum.starter.looks import LOOKS, USUAL
from tests import axe
from tests.chromium import empty_page, needs_chromium
from tests.edition import samples
from tests.edition.samples import EVERY_BLOCK, ROOT, TABLES, Letter, made, own
from tests.edition.test_in_chromium import CUT, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser

OTHERS = [look for look in LOOKS if look != USUAL]
LETTERS = [own(EVERY_BLOCK), own(TABLES), *samples.samples()]
SIDEWAYS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
TABLE_OF = {"sizes": Sizes, "spacing": Spacing, "corners": Corners}


def in_turn() -> list[Any]:
    """Each letter in each look, in one scheme and then in the other one."""
    schemes = cycle(("light", "dark"))
    return [
        pytest.param(Letter(letter.file, letter.folder, look), next(schemes), id=f"{letter.name}-{look}")
        for letter, look in product(LETTERS, OTHERS)
    ]


@pytest.mark.parametrize(("letter", "_scheme"), in_turn())
def test_a_look_changes_nothing_of_what_the_checks_say(letter: Letter, _scheme: str) -> None:
    usual = made(Letter(letter.file, letter.folder))
    it = made(letter)
    assert {one.rule for one in it.findings} == {one.rule for one in usual.findings}
    assert it.weight.clip_share <= 1.05 * usual.weight.clip_share


@needs_chromium
@pytest.mark.parametrize(("letter", "scheme"), in_turn())
def test_a_letter_can_be_read_in_every_look(browser: Browser, letter: Letter, scheme: str) -> None:
    with shown(browser, letter, 320, scheme) as (page, _asked):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            report = axe.ask(page)
            assert "color-contrast" in report.passed
            assert report.found == [], width
            assert page.evaluate(SIDEWAYS), width


# How many tables are wider than what they stand in.
TOO_WIDE = """[...document.querySelectorAll(".data")].filter(table =>
  table.getBoundingClientRect().width > table.parentElement.getBoundingClientRect().width + 0.5).length"""
# A schedule, of which phones break the names, and words as broad as there is room for in Helvetica.
SCHEDULE = """\
| Commune | Lieu | Date | Heure |
| --- | --- | --- | ---: |
| Charleville-Mézières | Médiathèque | 12\u00a0mars | 13h30 |
| Saint-Aubin | Conservatoire | 2\u00a0avril | 9h |
"""
BROAD = "\n".join(["| Télétravail " * 6 + "|", "| --- " * 6 + "|", "| Télétravail " * 6 + "|"])


@needs_chromium
@pytest.mark.parametrize("look", LOOKS)
def test_a_table_stays_in_its_place_and_keeps_its_days_and_hours_whole(
    browser: Browser, tmp_path: Path, look: str
) -> None:
    samples.write_look(tmp_path, look)
    palette = read_palette((tmp_path / "templates" / "palette.toml").read_text("utf-8"), lambda _key: True)
    html = samples.Desk(tmp_path).section(f"{SCHEDULE}\n{BROAD}").html
    with empty_page(browser, 320) as page:
        page.set_content(html, wait_until="load")
        for width in (320, 375, 480, palette["sizes"]["body"] - 1, palette["sizes"]["body"], 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(TOO_WIDE) == 0, width
            assert page.evaluate(SIDEWAYS), width
            schedule = ".data:first-of-type :is(th, td):nth-child(n + 3)"
            assert page.locator(schedule).count() == 6
            assert page.evaluate(CUT, schedule) == [], width
            wide = ":is(.wide th, .wide td, th.wide, td.wide)"
            assert page.evaluate(CUT, wide) == [] or width < palette["sizes"]["body"]


def test_the_last_column_ends_where_the_table_does(desk: samples.Desk) -> None:
    """As a column of figures does that stands on the right; from right to left, the last one is on the left."""
    html = desk.section(f"{SCHEDULE}\n::: lang ar\n{SCHEDULE}\n:::", 'title: "Un titre"').html
    for cell in samples.tree(html).xpath("//table[contains(@class, 'data')]//*[self::th or self::td]"):
        last = cell.getnext() is None
        assert ("padding:8px 0;" in cell.get("style")) == last


def bounds(*, at: str) -> dict[str, dict[str, int]]:
    """Every number of the palette at one of its bounds, ``ge`` or ``le``."""
    return {table: {name: getattr(meta, at) for name, meta in _numbers(table)} for table in TABLE_OF}


def _numbers(table: str) -> list[tuple[str, Any]]:
    """What may be written there, but for what is derived."""
    known = fields(TABLE_OF[table])
    return [(one.encode_name, unwrap(one.type)[1][-1]) for one in known if one.required or one.default is not None]


def numbers() -> st.SearchStrategy[Mapping[str, Mapping[str, int]]]:
    return st.fixed_dictionaries(
        {
            table: st.fixed_dictionaries({name: st.integers(meta.ge, meta.le) for name, meta in _numbers(table)})
            for table in TABLE_OF
        }
    )


@needs_chromium
@pytest.mark.long
@settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(bounds(at="ge"))
@example(bounds(at="le"))
@given(numbers())
def test_nothing_breaks_on_a_narrow_phone_with_any_numbers_within_the_bounds(
    browser: Browser, tmp_path: Path, drawn: Mapping[str, Mapping[str, int]]
) -> None:
    sizes, box = drawn["sizes"], drawn["spacing"]["box"]
    at_most = {"small": sizes["text"], "face": 320 - 2 * (sizes["margin"] + box) - 100}
    tables = {**drawn, "sizes": {name: min(size, at_most.get(name, size)) for name, size in sizes.items()}}
    source = (ROOT / "templates" / "palette.toml").read_text("utf-8").partition("[sizes]")[0]
    for table, values in tables.items():
        source += f"[{table}]\n" + "".join(f"{name} = {value}\n" for name, value in values.items())
    assert read_palette(source, lambda _key: False)
    shutil.copytree(ROOT / "templates", tmp_path / "templates", dirs_exist_ok=True)
    (tmp_path / "templates" / "palette.toml").write_text(source, "utf-8")
    letter = own(EVERY_BLOCK)
    reading = read(letter.file, samples.settings(), root=letter.folder)
    assert reading.issue
    edition = render(reading.issue, samples.settings(), Templates(tmp_path / "templates"))
    with empty_page(browser, 320) as page:
        page.route("**/*", lambda route: route.abort())
        page.set_content(edition.html, wait_until="load")
        assert page.evaluate(SIDEWAYS), source
