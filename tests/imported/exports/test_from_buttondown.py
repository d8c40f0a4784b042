"""Buttondown: a table in CSV or JSON, and a file for each e-mail, which may hold HTML."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cenum.imported.exports.exported_post import TextForm
from cenum.imported.refusal import ImportRefusal
from tests.imported.exports.packing import export, kinds, left_out_of, posts_in

HEAD = "id,secondary_id,subject,publish_date,source,email_type,slug\n"
ROW = "abc,1,Un mot,2024-05-02 22:30:00.123+00:00,app,public,un-mot\n"


def test_an_email_is_its_row_and_its_file() -> None:
    text = "<!-- buttondown-editor-mode: plaintext -->## Un\n\nBonjour."
    (post,) = posts_in(export({"emails.csv": HEAD + ROW, "emails/un-mot.md": text}), "Buttondown")
    assert (post.form, post.content) == (TextForm.MARKDOWN, b"## Un\n\nBonjour.")
    facts = post.facts
    assert (facts.title, facts.day, facts.published) == ("Un mot", date(2024, 5, 3), True)
    assert facts.address == "/archive/un-mot"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<!-- buttondown-editor-mode: fancy --><p>Un</p>", TextForm.HTML),
        ("<!-- buttondown-editor-mode: plaintext --><p>Un</p>", TextForm.MARKDOWN),
        ("\n<div><p>Un</p></div>", TextForm.HTML),
        ("<br>\nUn", TextForm.MARKDOWN),
        ("Un **mot**", TextForm.MARKDOWN),
    ],
)
def test_a_file_says_what_it_is_written_in(text: str, form: TextForm) -> None:
    (post,) = posts_in(export({"emails.csv": HEAD + ROW, "emails/un-mot.md": text}), "Buttondown")
    assert post.form is form


def test_the_table_may_be_json() -> None:
    rows = [
        {
            "id": "a",
            "subject": "Un",
            "publish_date": "2024-05-03T10:00:00Z",
            "slug": "un",
            "body": "Le texte",
        },
        {"id": "b", "subject": "Deux", "publish_date": None, "status": "draft", "slug": "deux", "body": "Plus tard"},
    ]
    first, second = posts_in(export({"emails.json": json.dumps(rows)}), "Buttondown")
    assert (first.content, first.facts.published) == (b"Le texte", True)
    assert (second.facts.day, second.facts.published, kinds(second)) == (None, False, ["not-published"])


@pytest.mark.parametrize("audience", ["premium", "private"])
def test_what_few_could_read_is_a_draft(audience: str) -> None:
    files = {"emails.csv": HEAD + ROW.replace("public", audience), "emails/un-mot.md": "Un"}
    (post,) = posts_in(export(files), "Buttondown")
    assert (post.facts.published, kinds(post)) == (False, ["not-for-everybody"])


def test_emails_without_a_text_and_texts_without_a_row_are_told() -> None:
    files = export({"emails.csv": HEAD + ROW, "emails/autre.md": "Un autre"})
    (post,) = posts_in(files, "Buttondown")
    assert (post.name, post.facts.published) == ("emails/autre.md", False)
    assert left_out_of(files) == {"Un mot": "the export has no text of it"}


@pytest.mark.parametrize(
    "content",
    [
        '{"subject": 1}',
        '[{"subject": ',
        '["subject"]',
        '[{"subject": "a"}, ' + "[" * 100_000,
        '[{"subject": ' + '"\\' * 10,
    ],
)
def test_a_damaged_table_is_a_sentence(content: str) -> None:
    with pytest.raises(ImportRefusal, match="can't be read as an export"):
        posts_in(export({"emails.json": content, "emails/a.md": "x" * 200_000}), "Buttondown")
