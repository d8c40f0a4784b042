"""What templates are given of a value: its fields as plain values, and nothing that could be something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, field

from cenum.edition.template_values import TemplateTool, TemplateView, as_templates_see


class Inner(Struct, frozen=True):
    name: str = "inner"


class Outer(Struct, frozen=True):
    name: str = "outer"
    file: Path = Path("/etc/passwd")
    inner: Inner = Inner()
    files: tuple[Any, ...] = (Path("/etc/passwd"),)
    table: dict[str, Any] = field(default_factory=lambda: {"shown": 1, "hidden": Path("/etc/passwd")})

    @property
    def secret(self) -> str:
        return "canary"


def test_a_view_shows_fields_that_are_plain_and_no_more() -> None:
    view = as_templates_see({"outer": Outer()})["outer"]
    assert (view["name"], view["table"]) == ("outer", {"shown": 1})
    assert isinstance(view["inner"], TemplateView)
    for name in ("file", "files", "secret", "_of", "__class__", "nothing"):
        with pytest.raises(KeyError):
            view[name]


@pytest.mark.parametrize("value", [Path("/etc/passwd"), b"bytes", [Path("/etc/passwd")], ({1},)])
def test_nothing_else_is_handed_to_a_template(value: object) -> None:
    with pytest.raises(TypeError):
        as_templates_see({"value": value})


def test_a_function_of_ours_gets_what_is_behind_a_view_and_gives_a_view() -> None:
    given: list[object] = []

    def inner_of(outer: Outer, *others: object) -> Inner:
        given.extend((outer, *others))
        return outer.inner

    seen = as_templates_see({"outer": Outer(), "inner_of": inner_of})
    assert isinstance(seen["inner_of"], TemplateTool)
    assert isinstance(seen["inner_of"](seen["outer"], [seen["outer"]]), TemplateView)
    assert given == [Outer(), (Outer(),)]
