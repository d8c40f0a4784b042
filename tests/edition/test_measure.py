from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cenum.edition.length import reading_minutes, word_count
from cenum.edition.measure import heading_at, weigh
from cenum.formatting import weight_rows
from cenum.issue.reader import read
from tests.edition.samples import (
    BARE,
    EVERY_BLOCK,
    edition,
    html_links,
    made,
    needs_the_real_letter,
    own,
    real,
    settings,
)

if TYPE_CHECKING:
    from tests.edition.samples import Desk

PAGE = (
    '<h1 style="a">Un &amp; deux</h1>' + "é" * 100 + '<p><a class="x" href="https://example.org/">a</a></p>'
    '<h2><span aria-hidden="true">☕ </span>Trois</h2>'
    + "." * 100
    + '<a href="mailto:a@example.org">b</a><h3>Quatre</h3>'
)


def test_bytes_are_counted_and_not_characters() -> None:
    issue, rendered = made(own(EVERY_BLOCK)).issue, edition(own(EVERY_BLOCK))
    weight = weigh(issue, rendered, link_bytes=0)
    assert weight.html_bytes == weight.clip_bytes == len(rendered.html.encode())
    assert weight.text_bytes == len(rendered.text.encode()) > len(rendered.text)
    assert weight.pictures == len(rendered.pictures) == 3
    assert weight.picture_bytes == sum(len(picture.content) for picture in rendered.pictures)


def test_what_the_service_adds_to_links_counts_where_clicks_are_tracked() -> None:
    issue, rendered = made(own(EVERY_BLOCK)).issue, edition(own(EVERY_BLOCK))
    weight = weigh(issue, rendered, link_bytes=93)
    # A service rewrites what leads to the web: neither mailto: nor a place in the letter.
    rewritten = [link for link in html_links(rendered.html) if link.startswith("https:")]
    assert weight.links == len(rewritten) == len(html_links(rendered.html)) - 1
    assert weight.clip_bytes == weight.html_bytes + len(rewritten) * 93


@pytest.mark.parametrize(
    ("limit", "link_bytes", "heading"),
    [
        (0, 0, ""),
        (1, 0, "Un & deux"),
        (PAGE.encode().index(b"<h2"), 0, "Un & deux"),
        (PAGE.encode().index(b"<h2") + 1, 0, "☕ Trois"),
        (10_000, 0, "Quatre"),
        (PAGE.encode().index(b"<h2") + 1, 350, "Un & deux"),
        (PAGE.encode().index(b"<h2") + 1 + 350, 350, "☕ Trois"),
    ],
)
def test_the_cut_falls_under_the_last_heading_that_is_still_shown(limit: int, link_bytes: int, heading: str) -> None:
    assert heading_at(PAGE, limit, link_bytes=link_bytes) == heading


def test_words_are_counted_as_newsrooms_do() -> None:
    assert word_count(made(own(BARE)).issue) == 16


@pytest.mark.parametrize(
    ("text", "count", "characters"),
    [
        ("一二三四五六七八九十。一二三四五！", 15, True),
        ("カタカナと、ひらがな。", 9, True),
        ("Le mot « 人工智能 », ou intelligence artificielle, en un mot.", 12, False),
        ("한국어는 띄어 씁니다.", 3, False),
        ("Всё это слова, и это — тоже.", 6, False),
    ],
)
def test_what_is_written_without_spaces_is_counted_in_characters(
    desk: Desk,
    text: str,
    count: int,
    characters: bool,  # noqa: FBT001  as above
) -> None:
    rendered = desk.edition(f"# 一 {{#a}}\n\n{text}", "title: 一")
    issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
    assert issue is not None
    weight = weigh(issue, rendered, link_bytes=0)
    assert (weight.words, weight.characters) == (count + 2 - issue.sections[0].repeats_title, characters)
    assert weight_rows(weight)[0][0] == ("characters" if characters else "words")


def test_pictures_on_the_web_are_counted_and_not_weighed(desk: Desk) -> None:
    picture = "![Un mur]({})"
    (desk.folder / "mur.png").write_bytes(png())
    bodies = {
        "Rien.": "0",
        picture.format("mur.png"): "1 (0.1 kB)",
        picture.format("https://lettre.example.org/a.png"): "1 on the web",
        "\n\n".join(map(picture.format, ("https://lettre.example.org/a.png",) * 2)): "1 on the web",
        picture.format("mur.png") + picture.format("https://lettre.example.org/b.png"): "1 (0.1 kB), 1 on the web",
    }
    for body, said in bodies.items():
        rendered = desk.section(body)
        issue = read(desk.folder / "2026-01-02.md", settings(), root=desk.folder).issue
        assert issue is not None
        assert dict(weight_rows(weigh(issue, rendered, link_bytes=0)))["pictures"] == said


def png() -> bytes:
    stream = BytesIO()
    Image.new("RGBA", (8, 8)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (240, 1), (600, 2), (3579, 15)])
def test_minutes_are_whole_and_at_least_one(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


@needs_the_real_letter
def test_the_real_letter_takes_a_quarter_of_an_hour() -> None:
    weight = made(real()).weight
    assert 3_300 < weight.words < 3_600
    assert weight.minutes in {14, 15}
    assert weight.html_bytes < 60_000


@needs_the_real_letter
def test_the_parts_add_up_and_each_section_is_weighed() -> None:
    whole = made(real())
    parts = whole.weight.parts
    kinds = (parts.words, parts.inline_styles, parts.style_sheets, parts.outlook, parts.markup)
    assert sum(kinds) == whole.weight.html_bytes
    assert min(kinds) > 0
    assert list(parts.sections) == [section.id for section in whole.issue.sections]
    assert parts.words < sum(parts.sections.values()) < whole.weight.html_bytes
