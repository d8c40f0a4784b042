"""Every piece of `make bench` that needs nothing but cenum, once: what is measured works, and comes to its end."""

from __future__ import annotations

import importlib.util
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("bench_run", ROOT / "bench" / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_run", module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "RUNS", 1)
    monkeypatch.setattr(module, "YEARS", ((1, 2),))
    return module


def test_what_is_measured_can_be_measured(bench: Any, tmp_path: Path) -> None:
    workspace = tmp_path / "letter"
    letter = bench.prepare(workspace)
    said = [bench.checks(workspace, letter), bench.preview(workspace, letter), bench.opening(workspace, letter)]
    assert [bool(re.search(r"\d+ ms", one)) for one in said] == [True] * 3
    assert bench.mjml_of(workspace, letter).startswith("<mjml")
    assert re.match(r"\| 2 \| [\d.]+ \|", bench.years(workspace)[-1])
    cenum = [sys.executable, "-m", "cenum", "build", letter, "--folder", str(workspace)]
    (built,) = bench.side_by_side(cenum)
    assert built.median > 0
