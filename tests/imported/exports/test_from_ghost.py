"""Ghost: the tables of its database in one file."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from cenum.imported.exports.from_ghost import CHANGES
from cenum.imported.exports.ghost_documents import html_of_lexical, html_of_mobiledoc
from tests.imported.exports.packing import body, changed, export, kinds, left_out_of, posts_in

POST: dict[str, Any] = {
    "id": "p1",
    "title": "Un mot",
    "slug": "un-mot",
    "html": '<p>Voir <a href="__GHOST_URL__/deux/">l’autre</a>.</p>',
    "status": "published",
    "type": "post",
    "visibility": "public",
    "published_at": "2024-05-02T22:30:00.000Z",
    "custom_excerpt": "Et un autre",
}


def ghost(*posts: dict[str, Any], **tables: list[dict[str, Any]]) -> str:
    data = {
        "posts": [POST | post for post in posts],
        "settings": [{"key": "title", "value": 'a "posts" b'}],
        **tables,
    }
    return json.dumps({"db": [{"meta": {"version": "5.0"}, "data": data}]})


def test_a_post_is_what_its_tables_say() -> None:
    content = ghost(
        {},
        posts_meta=[{"post_id": "p1", "email_subject": "Un autre objet"}],
        users=[{"id": "u1", "name": "Ada"}, {"id": "u2", "name": "Blaise"}],
        posts_authors=[
            {"post_id": "p1", "author_id": "u2", "sort_order": 1},
            {"post_id": "p1", "author_id": "u1", "sort_order": 0},
        ],
    )
    (post,) = posts_in(export({"mon-site.ghost.2024.json": content}), "Ghost")
    assert post.content.decode() == '<p>Voir <a href="/deux/">l’autre</a>.</p>'
    facts = post.facts
    assert (facts.title, facts.subject, facts.teaser) == ("Un mot", "Un autre objet", "Et un autre")
    assert (facts.authors, facts.day, facts.published) == (("Ada", "Blaise"), date(2024, 5, 3), True)
    assert facts.address == "/un-mot/"


def test_an_older_file_is_read_too() -> None:
    post = {"id": 1, "title": "Un", "slug": "un", "html": "<p>Un</p>", "status": "published", "page": 0}
    old = post | {"published_at": 1714689000000, "author_id": 3}
    content = json.dumps({"data": {"posts": [old], "users": [{"id": 3, "name": "Ada"}]}})
    (found,) = posts_in(export({"export.json": content}), "Ghost")
    assert (found.facts.day, found.facts.authors) == (date(2024, 5, 3), ("Ada",))


@pytest.mark.parametrize(
    ("change", "published", "told"),
    [
        ({"status": "sent"}, True, []),
        ({"status": "draft"}, False, ["not-published"]),
        ({"status": "scheduled"}, False, ["not-published"]),
        ({"visibility": "paid"}, False, ["not-for-everybody"]),
        ({"visibility": "members"}, False, ["not-for-everybody"]),
    ],
)
def test_what_not_everybody_could_read_is_no_public_letter(
    change: dict[str, str],
    published: bool,  # noqa: FBT001
    told: list[str],
) -> None:
    (post,) = posts_in(export({"a.json": ghost(change)}), "Ghost")
    assert (post.facts.published, kinds(post)) == (published, told)


def test_pages_and_empty_posts_are_told() -> None:
    files = export({"a.json": ghost({"type": "page", "title": "Nous"}, {"html": None, "title": "Rien"})})
    assert posts_in(files, "Ghost") == []
    assert set(left_out_of(files)) == {"Nous", "Rien"}


def test_the_picture_above_a_post_stands_above_its_text() -> None:
    change = {"feature_image": "__GHOST_URL__/content/images/x.png", "html": "<p>Un</p>"}
    meta = [{"post_id": "p1", "feature_image_alt": "Une carte", "feature_image_caption": "La carte"}]
    (post,) = posts_in(export({"a.json": ghost(change, posts_meta=meta)}), "Ghost")
    assert post.content.decode() == (
        '<figure><img src="/content/images/x.png" alt="Une carte"><figcaption>La carte</figcaption></figure><p>Un</p>'
    )


def text(words: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": bits}


LEXICAL = {
    "root": {
        "children": [
            {"type": "extended-heading", "tag": "h2", "children": [text("Un")]},
            {
                "type": "paragraph",
                "children": [
                    text("gras & ", 1),
                    {"type": "linebreak"},
                    {"type": "link", "url": "https://a.example/?a&b", "children": [text("lien", 3)]},
                ],
            },
            {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [text("a")]}]},
            {"type": "horizontalrule"},
            {"type": "image", "src": "/x.png", "alt": "Carte", "caption": "<em>La</em> carte"},
            {"type": "button", "buttonText": "Venir", "buttonUrl": "https://a.example/"},
            {"type": "bookmark", "url": "https://b.example/", "metadata": {"title": "B", "description": "Le B"}},
            {"type": "embed", "url": "https://c.example/"},
            7,
        ]
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"], ["a", ["href", "https://a.example/"]], ["marquee"]],
    "atoms": [["soft-return", "", {}]],
    "cards": [["image", {"src": "/x.png", "alt": "Carte"}], ["hr", {}], ["html", {"html": "<p>Dedans</p>"}]],
    "sections": [
        [1, "h2", [[0, [], 0, "Un"]]],
        [1, "p", [[0, [0, 1], 1, "gras & lien"], [1, [], 0, 0], [0, [2, 9], 9, "fin"]]],
        [3, "ul", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]],
        [10, 0],
        [10, 1],
        [10, 2],
        [10, 9],
        ["?"],
        None,
    ],
}


def test_what_the_editor_keeps_stands_in_for_a_missing_text() -> None:
    assert html_of_lexical(LEXICAL) == (
        "<h2>Un</h2>"
        '<p><strong>gras &amp; </strong><br><a href="https://a.example/?a&amp;b"><em><strong>lien</strong></em></a></p>'
        "<ol><li>a</li></ol><hr>"
        '<p><img src="/x.png" alt="Carte"></p><div><em>La</em> carte</div>'
        '<p><a href="https://a.example/">Venir</a></p>'
        '<p><a href="https://b.example/">B</a></p><p>Le B</p>'
        '<p><a href="https://c.example/">https://c.example/</a></p>'
    )
    assert html_of_mobiledoc(MOBILEDOC) == (
        '<h2>Un</h2><p><strong><a href="https://a.example/">gras &amp; lien</a><br>fin</strong></p>'
        "<ul><li>a</li><li>b</li></ul>"
        '<p><img src="/x.png" alt="Carte"></p><hr><div><p>Dedans</p></div>'
    )
    for kept in (
        {"lexical": json.dumps(LEXICAL)},
        {"mobiledoc": json.dumps(MOBILEDOC)},
        {"plaintext": "Un\n\nDeux & trois"},
    ):
        (post,) = posts_in(export({"a.json": ghost({"html": None, **kept})}), "Ghost")
        assert b"Un" in post.content


@pytest.mark.parametrize(
    "written",
    ["[]", '{"root": []}', '{"root": {"children": {"a": 1}}}', '{"sections": [[1, "p", [[0, [1], 2, 3]]]]}'],
)
def test_a_damaged_document_has_no_text(written: str) -> None:
    for read in (html_of_lexical, html_of_mobiledoc):
        assert read(json.loads(written)) in {"", "<p>3</p>"}


@pytest.mark.parametrize(
    ("html", "kept", "told"),
    [
        (
            (
                '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://b.example/">'
                '<div class="kg-bookmark-title">Le B</div> <div class="kg-bookmark-description">Sa suite</div> '
                '<div class="kg-bookmark-metadata"><span class="kg-bookmark-author">B</span></div></a></figure>'
            ),
            '<p><a href="https://b.example/">Le B</a><br>Sa suite</p>',
            ["bookmark"],
        ),
        ('<div class="kg-card kg-signup-card"><form>Venez</form></div>', "", ["service-form"]),
        (
            '<div class="kg-card kg-audio-card"><audio src="/x"></audio><div class="kg-audio-title">Un</div></div>',
            "",
            ["recording"],
        ),
        (
            '<div class="kg-card kg-button-card"><a href="https://a.example/" class="kg-btn">Venir</a></div>',
            '<div class="kg-card kg-button-card"><a href="https://a.example/" class="kg-btn">Venir</a></div>',
            [],
        ),
        ('<p>Bonjour {first_name, "toi"}</p>', '<p>Bonjour {first_name, "toi"}</p>', ["merge-tag"]),
    ],
)
def test_a_card_becomes_what_every_page_has_or_is_told(html: str, kept: str, told: list[str]) -> None:
    made = changed(html, CHANGES)
    assert body(made) == kept
    assert [one.kind for one in made.told] == told
