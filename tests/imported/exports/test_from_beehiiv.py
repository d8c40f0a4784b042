"""beehiiv: one table, with the whole e-mail in a cell."""

from __future__ import annotations

from datetime import date

import pytest

from cenum.imported.exports.from_beehiiv import CHANGES, HOLDER
from tests.imported.exports.packing import body, changed, export, kinds, left_out_of, posts_in

HEAD = (
    "id,web_title,status,audience,content_tags,url,web_subtitle,email_subject_line,email_preview_text,content_html,"
    "thumbnail_url,created_at\n"
)
HTML = "<table><tr><td>Haut</td></tr><tr><td id='content-blocks'><p>Bonjour, ça va&nbsp;?</p></td></tr></table>"


def row(status: str = "confirmed", audience: str = "free", html: str = HTML) -> str:
    address = "https://lettre.beehiiv.com/p/un-mot"
    return f'a,Un mot,{status},{audience},b; c,{address},Sous-titre,Un objet,Aperçu,"{html}",,2024-05-02 22:30:00\n'


def test_a_post_is_its_row() -> None:
    (post,) = posts_in(export({"posts.csv": HEAD + row()}), "beehiiv")
    facts = post.facts
    assert (facts.title, facts.subject, facts.teaser) == ("Un mot", "Un objet", "Sous-titre")
    assert (facts.day, facts.published) == (date(2024, 5, 3), True)
    assert facts.address == "https://lettre.beehiiv.com/p/un-mot"
    assert post.content.decode() == HTML


@pytest.mark.parametrize(
    ("status", "audience", "published", "told"),
    [
        ("draft", "free", False, ["not-published"]),
        ("confirmed", "premium", False, ["not-for-everybody"]),
        ("confirmed", "All premium subscribers", False, ["not-for-everybody"]),
        ("confirmed", "both", True, []),
    ],
)
def test_what_not_everybody_could_read_is_no_public_letter(
    status: str,
    audience: str,
    published: bool,  # noqa: FBT001
    told: list[str],
) -> None:
    (post,) = posts_in(export({"posts.csv": HEAD + row(status, audience)}), "beehiiv")
    assert (post.facts.published, kinds(post)) == (published, told)


def test_a_large_cell_over_many_lines_is_one_text() -> None:
    long = "<p>Un ''mot'', encore</p>\n" * 10_000
    (post,) = posts_in(export({"table des lettres.csv": HEAD + row(html=long)}), "beehiiv")
    assert post.content.decode() == long.strip()


def test_a_row_without_a_text_is_told() -> None:
    assert left_out_of(export({"posts.csv": HEAD + row(html="")})) == {"Un mot": "the export has no text of it"}


@pytest.mark.parametrize(
    ("html", "kept", "told"),
    [
        (
            f"x<table><tr><td>Haut</td></tr><tr><td id='{HOLDER}'><p>Un</p></td></tr><tr><td>Bas</td></tr></table>y",
            f'<table><tr><td id="{HOLDER}"><p>Un</p></td></tr></table>',
            ["mail-frame"],
        ),
        ("<p>Un</p>", "<p>Un</p>", []),
        ("<p>Parrainez {{rp_personalized_text}}</p><p>Un</p>", "<p>Un</p>", ["service-button"]),
        ('<table class="rec__content"><tr><td>Pub</td></tr></table>', "", ["sponsor"]),
        ('<img src="{{OPEN_TRACKING_PIXEL}}" alt=""><p>Un</p>', "<p>Un</p>", []),
        ('<a href="{{rp_refer_url}}">Partager</a>', "<a>Partager</a>", ["readers-link"]),
    ],
)
def test_the_frame_of_the_email_and_what_was_for_each_reader_go(html: str, kept: str, told: list[str]) -> None:
    made = changed(html, CHANGES, HOLDER)
    assert body(made) == kept
    assert [one.kind for one in made.told] == told
