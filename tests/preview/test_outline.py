from __future__ import annotations

from cenum.preview.outline import OutlineEntry, OutlineKind, outline
from cenum.preview.source_lines import parse

HTML = """<html><body>
<div style="display:none">hidden <a href="x">no</a></div>
<h1 data-line="2">Un <em>titre</em></h1>
<div role="navigation" aria-label="Au sommaire"><a href="#a"><span aria-hidden="true">☕ </span>Café</a></div>
<p><a href="https://example.org"><img alt="Une image" src="x"></a> <img alt="" src="y"> <img alt="Seule" src="z"></p>
<a id="a"></a><h2>Café</h2>
</body></html>"""


def test_it_is_what_a_screen_reader_meets_in_that_order() -> None:
    assert outline(parse(HTML)) == (
        OutlineEntry(OutlineKind.HEADING, "Un titre", 1, 2),
        OutlineEntry(OutlineKind.CONTENTS, "Au sommaire"),
        OutlineEntry(OutlineKind.LINK, "Café"),
        OutlineEntry(OutlineKind.LINK, "Une image"),
        OutlineEntry(OutlineKind.PICTURE, "Une image"),
        OutlineEntry(OutlineKind.PICTURE, "Seule"),
        OutlineEntry(OutlineKind.HEADING, "Café", 2),
    )
