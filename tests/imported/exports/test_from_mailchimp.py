"""Mailchimp: a table of campaigns, and a folder of pages that are called as it pleases."""

from __future__ import annotations

from datetime import date

import pytest

from cenum.imported.exports.from_mailchimp import CHANGES
from tests.imported.exports.packing import body, changed, export, kinds, left_out_of, posts_in

PAGE = "<html><body><p>Bonjour *|FNAME|*</p></body></html>"


@pytest.mark.parametrize(
    ("head", "row", "page"),
    [
        (
            "Title,Subject,Send Date,Unique Id,Status",
            'Interne,Un mot,"May 03, 2024 07:00 am",abc123,Sent',
            "abc123.html",
        ),
        (
            "title,subject_line,send_time,id,status",
            "Interne,Un mot,2024-05-03T05:00:00+00:00,77,sent",
            "77_interne.html",
        ),
        ("Campaign Name,Subject,Send Date", "Lettre n° 36,Un mot,2024-05-03 05:00:00", "2024/lettre-n-36.html"),
    ],
)
def test_a_campaign_is_its_row_and_its_page(head: str, row: str, page: str) -> None:
    files = export(
        {"campaigns.csv": f"{head}\n{row}\n", f"campaigns_content/{page}": PAGE, "lists/subscribed.csv": "a\n"}
    )
    (post,) = posts_in(files, "Mailchimp")
    assert (post.facts.title, post.facts.day, post.facts.published) == ("Un mot", date(2024, 5, 3), True)
    assert post.content.decode() == PAGE


def test_pages_alone_are_dated_by_their_names() -> None:
    files = export(
        {"campaigns_content/20240503-lettre.html": PAGE, "campaigns_content/20240503-lettre.txt": "Bonjour"}
    )
    (post,) = posts_in(files, "Mailchimp")
    assert (post.facts.day, post.facts.published) == (date(2024, 5, 3), None)


def test_what_was_not_sent_is_a_draft_and_what_has_no_page_is_told() -> None:
    table = "Title,Subject,Unique Id,Status\nA,Un,abc,save\nB,Deux,def,sent\n"
    files = export({"campaigns.csv": table, "campaigns_content/abc.html": PAGE})
    (post,) = posts_in(files, "Mailchimp")
    assert (post.facts.published, kinds(post)) == (False, ["not-published"])
    assert left_out_of(files) == {"Deux": "the export has no text of it"}


def test_a_page_that_two_rows_could_mean_is_given_to_none() -> None:
    table = "Title,Subject,Unique Id\nLettre,Un,\n"
    files = export(
        {"campaigns.csv": table, "campaigns_content/1-lettre.html": PAGE, "campaigns_content/2-lettre.html": PAGE}
    )
    assert [post.facts.title for post in posts_in(files, "Mailchimp")] == ["", ""]
    assert set(left_out_of(files)) == {"Un"}


@pytest.mark.parametrize(
    ("html", "kept", "told"),
    [
        ("<p>Bonjour *|FNAME|*</p>", "<p>Bonjour *|FNAME|*</p>", ["merge-tag"]),
        (
            '<table><tr><td><p>Un</p></td></tr><tr><td>Deux. <a href="*|UNSUB|*">Partir</a></td></tr></table>',
            "<table><tr><td><p>Un</p></td></tr><tr></tr></table>",
            ["mail-frame"],
        ),
        ('<p><a href="*|ARCHIVE|*">Lire en ligne</a></p><p>Un</p>', "<p>Un</p>", ["mail-frame"]),
        (
            f'<p>{"mot " * 300}<a href="*|UNSUB|*">Partir</a></p>',
            f"<p>{'mot ' * 300}<a>Partir</a></p>",
            ["readers-link"],
        ),
    ],
)
def test_the_frame_of_the_email_goes_and_merge_tags_are_told(html: str, kept: str, told: list[str]) -> None:
    made = changed(html, CHANGES)
    assert body(made) == kept
    assert [one.kind for one in made.told] == told
