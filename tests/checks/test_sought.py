from __future__ import annotations

import pytest

from cenum.checks.sought import found, sought
from cenum.finding import Finding, Place, Severity

SOURCES = {
    "cenum.toml": "<form>",
    "templates/a.j2": "{# <form>\n#}\n<p>\n",
    "templates/b.j2": "<p>\n<form\n  action>",
}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (sought("<form"), Place("templates/b.j2", 2)),
        (sought("nowhere", "<P>"), Place("templates/a.j2", 3)),
        (sought("<p>", file="templates/b.j2"), Place("templates/b.j2", 1)),
        (sought("nowhere"), Place("templates")),
        (sought("nowhere", file="issues/a.md"), Place("issues/a.md")),
        (Place("issues/a.md", 4), Place("issues/a.md", 4)),
    ],
)
def test_a_finding_leads_to_the_line_of_the_template_that_writes_it(place: Place, expected: Place) -> None:
    (one,) = found([Finding("a", Severity.ERROR, place, "b", "c")], SOURCES)
    assert one.place == expected
