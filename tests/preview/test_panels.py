from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html as lxml_html

from cenum.preview.panels import panels, status
from tests.preview.site import BROKEN, ISSUE, KEY, folder, library

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview


def preview(at: Path, text: str) -> IssuePreview:
    folder(at)
    (at / "issues" / f"{KEY}.md").write_text(text, "utf-8")
    shown = library(at).preview(KEY)
    assert shown
    return shown


def words(piece: str) -> str:
    return " ".join(lxml_html.fragment_fromstring(piece, create_parent=True).text_content().split())


def test_the_bar_says_weight_words_time_and_links(tmp_path: Path) -> None:
    said = words(panels(preview(tmp_path, ISSUE))["bar"])
    for word in (
        "kB",
        "of what Gmail shows",
        "words",
        "reading time",
        "min",
        "links",
        "made of",
        "markup",
        "sections",
    ):
        assert word in said


def test_the_source_marks_the_lines_that_were_found(tmp_path: Path) -> None:
    tree = lxml_html.fragment_fromstring(panels(preview(tmp_path, BROKEN))["source"], create_parent=True)
    assert [one.get("id") for one in tree.xpath("//li[contains(@class, 'marked')]")] == ["line-3"]
    assert len(tree.xpath("//li[@id]")) == BROKEN.count("\n") + 1


def test_what_somebody_wrote_is_words_and_nothing_else(tmp_path: Path) -> None:
    mean = "</pre><script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
    shown = preview(tmp_path, ISSUE.replace("title: Une lettre pour essayer", f"title: {mean!r}") + f"\n`{mean}`\n")
    for piece in panels(shown).values():
        tree = lxml_html.fragment_fromstring(piece, create_parent=True)
        assert tree.xpath("//script | //img | //@*[starts-with(name(), 'on')]") == []


def test_the_status_says_how_the_letter_stands(tmp_path: Path) -> None:
    assert status(preview(tmp_path, BROKEN)) == "The letter can't be shown yet: 1 mistake to fix."
