"""Substack: a table, a page for each post, and parts that only its own site knows."""

from __future__ import annotations

import json
from datetime import date

import pytest

from cenum.imported.exports.from_substack import CHANGES, original
from tests.imported.exports.packing import body, changed, export, kinds, left_out_of, posts_in

HEAD = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
MOMENT = "2024-05-02T22:30:00.000Z"


def substack(row: str, html: str = "<p>Bonjour.</p>", name: str = "12.un-mot") -> dict[str, str]:
    return {"posts.csv": HEAD + row, f"posts/{name}.html": html}


def test_a_post_is_its_row_and_its_page() -> None:
    row = f"12.un-mot,{MOMENT},true,{MOMENT},newsletter,everyone,Un mot,&#x201C;Et l&#x2019;autre&#x201D;,\n"
    (post,) = posts_in(export(substack(row)), "Substack")
    assert (post.name, post.content) == ("posts/12.un-mot.html", b"<p>Bonjour.</p>")
    facts = post.facts
    assert (facts.title, facts.teaser, facts.published) == ("Un mot", "“Et l’autre”", True)
    assert facts.day == date(2024, 5, 3)  # at half past midnight in Paris
    assert facts.address == "/p/un-mot"
    assert post.told == ()


def test_the_letters_own_host_is_that_of_most_of_its_buttons() -> None:
    html = '<a href="https://lettre.example.org/subscribe?">S</a><a href="https://autre.example.org/p/x">x</a>'
    row = f"12.un-mot,{MOMENT},true,,newsletter,everyone,Un mot,,\n"
    (post,) = posts_in(export(substack(row, html)), "Substack")
    assert post.facts.address == "https://lettre.example.org/p/un-mot"


@pytest.mark.parametrize(
    ("row", "published", "told"),
    [
        (f"12.un-mot,{MOMENT},FALSE,,newsletter,everyone,Un mot,,", False, ["not-published"]),
        (f"12.un-mot,{MOMENT},TRUE,,newsletter,only_paid,Un mot,,", False, ["not-for-everybody"]),
        (f"12.un-mot,{MOMENT},TRUE,,newsletter,founding,Un mot,,", False, ["not-for-everybody"]),
        (f"12.un-mot,{MOMENT},TRUE,,podcast,everyone,Un mot,,https://a.example/x.mp3", True, ["recording"]),
        (f"12.un-mot,{MOMENT},TRUE,,thread,everyone,Un mot,,", True, []),
    ],
)
def test_what_not_everybody_could_read_is_no_public_letter(row: str, published: bool, told: list[str]) -> None:  # noqa: FBT001
    (post,) = posts_in(export(substack(row)), "Substack")
    assert post.facts.published is published
    assert kinds(post) == told


def test_pages_and_posts_without_a_text_are_told() -> None:
    table = (
        HEAD
        + f"1.a-propos,{MOMENT},true,,page,everyone,À propos,,\n2.perdu,{MOMENT},true,,newsletter,everyone,Perdu,,\n"
    )
    files = export({"posts.csv": table, "posts/1.a-propos.html": "<p>Nous</p>"})
    assert posts_in(files, "Substack") == []
    assert left_out_of(files) == {
        "posts/1.a-propos.html": "it is a page, and no letter",
        "Perdu": "the export has no text of it",
    }


def test_a_page_that_has_no_row_is_not_lost() -> None:
    files = export({"posts.csv": HEAD, "posts/9.le-dernier.html": "<p>Fin</p>"})
    (post,) = posts_in(files, "Substack")
    assert (post.facts.title, post.facts.day, kinds(post)) == ("le dernier", None, ["not-in-table"])


def test_a_table_that_a_spreadsheet_saved_is_read_too() -> None:
    row = "12.un-mot;2024-05-03;VRAI;;newsletter;everyone;Un été;;\n".replace("VRAI", "TRUE")
    table = (HEAD.replace(",", ";") + row).encode("cp1252")
    (post,) = posts_in(export({"Export/Posts.csv": table, "Export/posts/12.un-mot.html": "<p>Oui"}), "Substack")
    assert (post.facts.title, post.facts.day) == ("Un été", date(2024, 5, 3))


@pytest.mark.parametrize(
    ("html", "kept", "told"),
    [
        (
            '<p>Un</p><p class="button-wrapper"><a class="button" href="https://a.example/subscribe?x=1">S’abonner</a></p>',
            "<p>Un</p>",
            ["service-button"],
        ),
        (
            '<p class="button-wrapper"><a href="https://a.example/p/x?utm_source=y&amp;action=share">Partager</a></p>fin',
            "fin",
            ["service-button"],
        ),
        (
            '<p class="button-wrapper"><a class="button" href="https://b.example/atelier">S’inscrire</a></p>',
            '<p class="button-wrapper"><a class="button" href="https://b.example/atelier">S’inscrire</a></p>',
            [],
        ),
        ('<div class="subscription-widget-wrap"><p>Lisez-nous</p><form></form></div>', "", ["service-form"]),
        ('<p>Un</p><div class="poll-embed" data-attrs="{}">Oui ou non</div>', "<p>Un</p>", ["poll"]),
        ('<div class="paywall-jump"></div><p>Secret</p>', "<p>Secret</p>", ["paywall"]),
        (
            '<div class="youtube-wrap" data-attrs=\'{"videoId":"abc"}\'><iframe></iframe></div>',
            '<p><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></p>',
            ["video"],
        ),
        ('<div class="native-video-embed"></div>', "", ["video"]),
        (
            '<img src="https://substackcdn.com/image/fetch/f/https%3A%2F%2Fb.example%2Fx.png" alt="Carte"> et',
            '<img src="https://b.example/x.png" alt="Carte"> et',
            [],
        ),
        (
            (
                '<a class="image-link" href="https://substackcdn.com/image/fetch/f/https%3A%2F%2Fb.example%2Fx.png">'
                '<picture><img src="https://substackcdn.com/image/fetch/w_2/https%3A%2F%2Fb.example%2Fx.png" '
                'alt="Carte">'
                "</picture></a>"
            ),
            '<img src="https://b.example/x.png" alt="Carte">',
            [],
        ),
        (
            '<a class="image-link" href="https://c.example/"><img src="https://b.example/x.png" alt="Carte"></a>',
            '<a href="https://c.example/"><img src="https://b.example/x.png" alt="Carte"></a>',
            [],
        ),
        (
            (
                '<div class="image-gallery-embed" data-attrs=\'{"gallery":{"images":[{"src":"https://b.example/1.png"}],'
                '"caption":"Deux"}}\'></div>'
            ),
            '<p><img src="https://b.example/1.png" alt=""></p><p>Deux</p>',
            ["gallery"],
        ),
        (
            '<div class="digest-post-embed" data-attrs=\'{"canonical_url":"https://a.example/p/y","title":"Y"}\'>Lire</div>',
            '<p><a href="https://a.example/p/y">Y</a></p>',
            ["post-preview"],
        ),
        (
            (
                '<div class="file-embed-wrapper"><div class="file-embed-details-h1">Plan</div><div>3 Mo</div>'
                '<a class="file-embed-button" href="https://a.example/x.pdf">Télécharger</a></div>'
            ),
            '<p><a href="https://a.example/x.pdf">Plan</a></p>',
            ["file"],
        ),
        ('<span class="mention-wrap" data-attrs=\'{"name":"Ada"}\'></span> dit', "<span>Ada</span> dit", ["mention"]),
        (
            '<span class="mention-wrap" data-attrs="{oups">',
            '<span class="mention-wrap" data-attrs="{oups"></span>',
            [],
        ),
        (
            '<div class="image-gallery-embed" data-attrs="[]">Un</div>',
            '<div class="image-gallery-embed" data-attrs="[]">Un</div>',
            [],
        ),
    ],
)
def test_a_part_of_substacks_becomes_what_every_page_has_or_is_told(html: str, kept: str, told: list[str]) -> None:
    made = changed(html, CHANGES)
    assert body(made) == kept
    assert [one.kind for one in made.told] == told


def test_a_merge_tag_stays_as_words_and_is_told() -> None:
    made = changed("<p>Bonjour {{first_name}}, %%name%%.</p>", CHANGES)
    assert body(made) == "<p>Bonjour {{first_name}}, %%name%%.</p>"
    assert [(one.kind, one.at, one.look) for one in made.told] == [
        ("merge-tag", "{{first_name}}", True),
        ("merge-tag", "%%name%%", True),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "[" * 5000,
        json.dumps({"videoId": ["a"]}),
        "null",
        '{"videoId": "a\\u0000b"}',
        '{"gallery": {"images": [1, null]}}',
    ],
)
def test_hostile_data_in_a_part_stops_nothing(data: str) -> None:
    quoted = data.replace('"', "&quot;")
    for name in CHANGES:
        changed(f'<p>Un</p><div class="{name}" data-attrs="{quoted}">Deux</div>', CHANGES)


def test_the_picture_itself_is_asked_for_and_not_a_copy() -> None:
    assert (
        original("https://substackcdn.com/image/fetch/w_1,c_limit/https%3A%2F%2Fb.example%2Fx.png")
        == "https://b.example/x.png"
    )
    assert (
        original("https://substackcdn.com/image/fetch/w_1/javascript%3Ax")
        == "https://substackcdn.com/image/fetch/w_1/javascript%3Ax"
    )
    assert original("https://[") == "https://["
