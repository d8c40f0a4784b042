from __future__ import annotations

import pytest

from tests.reference import pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_reference_says_what_the_declarations_say(path: object) -> None:
    assert path.read_text("utf-8") == pages()[path]  # type: ignore[attr-defined, index]  # a path of the pages
