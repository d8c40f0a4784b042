"""Somebody who begins a section or a block sees the letter go on, and what she leaves empty does not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.finding import Severity
from cenum.preview.client_views import ClientView
from tests.preview.site import KEY, folder, library

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview

HEAD = """---
title: Un titre
preheader: Ce que la semaine a dit du numérique
---

"""
BEGUN = {
    "the only section": ("# Une section {#edito}\n", ("section-empty", 6)),
    "the last section": ("# L'édito {#edito}\n\nUn mot.\n\n# La veille {#veille}\n\n", ("section-empty", 10)),
    "one before others": (
        "# L'édito {#edito}\n\n# La veille {#veille}\n\nUn mot.\n",
        ("section-empty", 6),
    ),
}
BLOCKS = (
    "note",
    "testimony Zoé, du Jura",
    "event 2026-12-01 13h30 Lyon",
    "interview Zoé, du Jura",
    "resource https://cenum.fr/x",
    "lang en",
)
BEGUN |= {
    f"{block}, {inside!r}": (f"# L'édito {{#edito}}\n\nUn mot.\n\n::: {block}\n{inside}:::\n", ("block-empty", 10))
    for block in BLOCKS
    for inside in ("", "\n")
}
BEGUN["a block in a block"] = (
    "# L'édito {#edito}\n\n:::: note\n::: testimony Zoé\n:::\n::::\n",
    ("block-empty", 9),
)


def previewed(at: Path, text: str) -> IssuePreview:
    preview = library(folder(at, text)).preview(KEY)
    assert preview
    return preview


@pytest.mark.parametrize(("body", "told"), BEGUN.values(), ids=BEGUN)
def test_what_is_begun_is_drawn_and_does_not_leave_empty(body: str, told: tuple[str, int], tmp_path: Path) -> None:
    preview = previewed(tmp_path, HEAD + body)
    assert preview.fresh
    errors = [one for one in preview.findings if one.severity is Severity.ERROR]
    assert told in [(one.rule, one.place.line) for one in errors]
    assert preview.result.exit_code
    assert preview.good
    for view in ClientView:
        assert preview.good.views.html(view)


@pytest.mark.parametrize("body", [body for body, _told in BEGUN.values()], ids=BEGUN)
def test_a_draft_is_not_accused(body: str, tmp_path: Path) -> None:
    preview = previewed(tmp_path, HEAD.replace("title", "draft: true\ntitle") + body)
    assert preview.fresh
    assert {"section-empty", "block-empty"}.isdisjoint(one.rule for one in preview.findings)
