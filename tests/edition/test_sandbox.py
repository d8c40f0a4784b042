"""What a template costs, part by part, and what is refused before it is made."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError

from cenum.edition.sandbox import DocumentEnvironment, TooMuch, _left, budget
from cenum.edition.templates import Templates
from cenum.errors import SettingsMistakes
from tests.edition.samples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PLENTY = 10**9
MANY = 10_000
TEXT = "x" * 80_000  # 10_000 units
VALUES = {
    "listed": ["x"] * MANY,  # 20_000 units
    "numbers": [1] * MANY,
    "table": {f"k{number}": "x" for number in range(1000)},  # 4_000 units
    "text": TEXT,
    "short": "x" * 4_000,
    "make": lambda: ["x"] * MANY,
}


def rendered(source: str, units: int = PLENTY, **more: Any) -> int:
    """How many units ``source`` has spent."""
    environment = DocumentEnvironment(undefined=StrictUndefined, autoescape=False)
    with budget(units):
        environment.from_string(source).render({**VALUES, **more})
        return units - _left.get()[0]


@pytest.mark.parametrize(
    ("source", "least"),
    [
        ("{% for a in range(1000) %}{% endfor %}", 12_000),
        ("{% for a in range(1000) if false %}{% endfor %}", 12_000),
        ("{% macro m() %}{% endmacro %}" + "{% set x = m() %}" * 100, 3_000),
        ("{% for a in range(100) %}" + "x" * 3_200 + "{% endfor %}", 20_000),
        ("{% if listed == 1 %}{% endif %}", MANY),
        ("{% if 1 == listed %}{% endif %}", MANY),
        ("{% set x = {text: 1} %}", MANY),
        ("{% set x = listed[1:] %}", MANY),
        ("{% set x = {}[text] %}", MANY),
        ("{{ listed }}", 2 * MANY),
        ('{% set x = text ~ "" %}', MANY),
        ('{% set x = text.count("ab") %}', 4 * MANY),
        ("{% set x = make() %}", 2 * MANY),
        ("{% set x = listed|length %}", 8 * MANY),
        ("{% set x = text|upper %}", 4 * MANY + MANY // 2),
        ("{% set x = 'q' in (listed|select) %}", 15 * MANY),
        ("{% if listed is sequence %}{% endif %}", 8 * MANY),
        ("{% set x = listed + [] %}", 3 * MANY),
        ("{% set x = numbers|sum %}", 25 * MANY),
        ("{% set x = text|striptags %}", 8 * MANY),
        ("{% set x = text|urlize %}", 8 * MANY),
        ("{% set x = table|xmlattr %}", 2 * MANY),
    ],
)
def test_whatever_takes_time_costs_units(source: str, least: int) -> None:
    assert rendered(source) >= least
    with pytest.raises(TooMuch):
        rendered(source, least - 1)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10**15 }}",
        "{{ 9**(10**6) }}",
        "{{ 7**3000 * 7**3000 }}",
        "{{ '1'.zfill(200_000) }}",
        "{{ 'a'.center(10**15) }}",
        "{{ 'a'|center(10**15) }}",
        "{{ short.replace('', short) }}",
        "{{ short|replace('x', short) }}",
        "{{ '%1000000000000000d' % 1 }}",
        "{{ '%1000000000000000d'|format(1) }}",
        "{{ '{:1000000000000000}'.format(1) }}",
        "{{ ('{0}' * 4_000).format(short) }}",
        "{{ ('%s' * 4_000)|format(*([short] * 4_000)) }}",
        "x" * 200_001,
    ],
)
def test_nothing_is_made_that_is_too_large(source: str) -> None:
    with pytest.raises(TooMuch):
        rendered(source)


def test_lists_within_lists_are_looked_at_no_longer_than_the_budget_lasts() -> None:
    looked: list[None] = []

    class Watched(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            looked.append(None)
            return super().__iter__()

    inner = Watched(["a"])
    for _doubled in range(16):
        inner = Watched([inner, inner])
    with pytest.raises(TooMuch):
        rendered("{{ inner }}", 1000, inner=inner)
    assert len(looked) < 1000


@pytest.mark.parametrize(
    "source", ["{{ text.__class__ }}", "{{ text.encode() }}", "{{ text.translate({}) }}", "{{ text['__class__'] }}"]
)
def test_what_is_not_on_the_list_is_not_shown(source: str) -> None:
    with pytest.raises(SecurityError, match="can't use"):
        rendered(source)


@pytest.mark.parametrize(
    ("name", "shown"), [("a.mjml.j2", "&lt;b&gt;"), ("a.html.j2", "&lt;b&gt;"), ("a.txt.j2", "<b>")]
)
def test_a_value_is_text_in_html(tmp_path: Path, name: str, shown: str) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / name).write_text("{{ title }}", "utf-8")
    assert Templates(tmp_path / "templates").render(name, {"title": "<b>"}).strip() == shown


@pytest.mark.parametrize("colour", ["url(https://evil.example/)", "#12345", "red", "#123456; x: y", "#ABCDEF"])
def test_a_colour_of_the_palette_is_one(tmp_path: Path, colour: str) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    palette = tmp_path / "templates" / "palette.toml"
    source = palette.read_text("utf-8")
    begins = source.index('"#')
    palette.write_text(f'{source[:begins]}"{colour}"{source[begins + 9 :]}', "utf-8")
    with pytest.raises(SettingsMistakes) as caught:
        Templates(tmp_path / "templates")
    assert [one.rule for one in caught.value.findings] == ["template-palette"]
