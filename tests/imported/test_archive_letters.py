"""Every letter of an archive is a source like another, and no word of it goes untold."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.archive_files import of_zip
from cenum.imported.archive_letters import archive_letters
from cenum.imported.exports import from_beehiiv, from_ghost, from_mailchimp, from_substack
from cenum.imported.html_words import passages_of_html
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import WordKind
from cenum.imported.words import words_of
from tests.imported.exports.packing import PARIS, export

if TYPE_CHECKING:
    from cenum.imported.source_letter import SourceLetter

HEAD = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
PIXEL = b"\x89PNG\r\n"


def of_substack(*texts: str) -> dict[str, str]:
    files = {"posts.csv": HEAD}
    for number, text in enumerate(texts):
        day = f"2024-05-{number + 3:02}T05:00Z"
        files["posts.csv"] += f"{number}.l{number},{day},true,,newsletter,everyone,L{number},,\n"
        files[f"posts/{number}.l{number}.html"] = text
    return files


def counted(letter: SourceLetter) -> tuple[Counter[str], Counter[str]]:
    """The words that the steps to come must find, and those that they do."""
    wanted = Counter(word for one in letter.passages if one.kind.taken for word in words_of(one.words))
    wanted.subtract(word for told in letter.told for word in words_of(told.left))
    wanted.update(word for told in letter.told for word in words_of(told.added))
    found = Counter(word for one in passages_of_html(letter.html) if one.kind.taken for word in words_of(one.words))
    return +wanted, found


def test_a_post_is_a_letter_with_what_its_table_says_of_it() -> None:
    html = '<h2>Un</h2><p>Deux</p><p class="button-wrapper"><a href="https://x.example/subscribe">S’abonner</a></p>'
    found = archive_letters(export(of_substack(html)), PARIS)
    (letter,) = found.letters
    assert (found.service, found.left_out, letter.name) == ("Substack", (), "posts/0.l0.html")
    assert (letter.facts.title, letter.facts.address) == ("L0", "https://x.example/p/l0")
    # The words of the source are all there, the button's too; what became of them is told.
    assert [one.words for one in letter.passages] == ["Un", "Deux", "S’abonner"]
    assert "S’abonner" not in letter.html
    assert [(told.kind, told.left) for told in letter.told] == [("service-button", "S’abonner")]


def test_a_note_of_substacks_is_a_note() -> None:
    html = (
        '<p>Un<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p><div class="footnote">'
        '<a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div><p>La note</p></div></div>'
    )
    (letter,) = archive_letters(export(of_substack(html)), PARIS).letters
    assert [(one.kind, one.words) for one in letter.passages] == [(WordKind.TEXT, "Un"), (WordKind.NOTE, "La note")]
    assert passages_of_html(letter.html) == letter.passages


def test_a_note_in_markdown_is_a_note() -> None:
    table = "subject,slug,publish_date\nUn,un,2024-05-03\n"
    text = "<!-- buttondown-editor-mode: plaintext -->Un mot.[^1] {{ subscriber.email }}\n\n[^1]: La note."
    (letter,) = archive_letters(export({"emails.csv": table, "emails/un.md": text}), PARIS).letters
    assert [(one.kind, one.words) for one in letter.passages] == [
        (WordKind.TEXT, "Un mot. {{ subscriber.email }}"),
        (WordKind.NOTE, "La note."),
    ]
    assert passages_of_html(letter.html) == letter.passages
    assert [told.kind for told in letter.told] == ["merge-tag"]


def test_a_letter_that_cannot_be_read_does_not_stop_the_others() -> None:
    found = archive_letters(export(of_substack("<p>Un</p>", "<p> </p>", "<div>" * 500 + "x", "<p>Deux</p>")), PARIS)
    assert [letter.facts.title for letter in found.letters] == ["L0", "L3"]
    assert [one.name for one in found.left_out] == ["posts/1.l1.html", "posts/2.l2.html"]
    assert all(one.message and one.remedy for one in found.left_out)


@pytest.mark.parametrize(
    "others",
    [
        {"2024-05-03.html": "<p>Un</p>"},
        of_substack("<p>Un</p>"),
        {"campaigns_content/2024-05-03.html": "<p>Un</p>"},
        {"emails.csv": "subject,slug,publish_date\nUn,un,2024-05-03\n", "emails/un.html": "<p>Un</p>"},
    ],
)
def test_a_file_that_is_damaged_does_not_stop_the_others(others: dict[str, str]) -> None:
    name = f"{list(others)[-1].rpartition('/')[0]}/autre.html".lstrip("/")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for one, content in {**others, name: "<p>abîmé-ici</p>"}.items():
            archive.writestr(one, content)
    damaged = io.BytesIO(target.getvalue().replace("abîmé-ici".encode(), b"abime--ici!"))
    found = archive_letters(of_zip("a.zip", damaged), PARIS)
    assert len(found.letters) == 1
    assert [(one.name, "damaged" in one.message) for one in found.left_out] == [(name, True)]


def test_what_is_nothing_but_a_button_is_no_letter() -> None:
    found = archive_letters(export(of_substack('<div class="subscription-widget">Venez</div>')), PARIS)
    assert found.letters == ()
    assert "only Substack knows" in found.left_out[0].message


def test_pictures_of_the_archive_are_read_when_they_are_asked_for() -> None:
    html = (
        '<p>Un</p><img src="images/a%20b.png" alt="A"><img src="/haut.png"><img src="../haut.png"><img src="https://x/c.png">'
        '<img src="../../etc/passwd"><img src="absente.png"><img src="data:image/png;base64,x"><img src="https://[">'
    )
    files = export({"2024/a-2024-05-03.html": html, "2024/images/a b.png": PIXEL, "Haut.png": PIXEL})
    (letter,) = archive_letters(files, PARIS).letters
    assert dict(letter.pictures) == {"images/a%20b.png": PIXEL, "/haut.png": PIXEL, "../haut.png": PIXEL}
    assert len(letter.pictures) == 3


def test_pictures_of_any_form_are_those_beside_it() -> None:
    files = export({"2024/2024-05-03.md": "Un ![mot](x.png) et ![un autre](y.png).", "2024/x.png": PIXEL})
    (letter,) = archive_letters(files, PARIS).letters
    assert dict(letter.pictures) == {"x.png": PIXEL}


def test_what_was_filled_in_for_each_reader_is_told_of_any_page() -> None:
    (letter,) = archive_letters(export({"2024-05-03.html": "<p>Bonjour *|FNAME|*</p>"}), PARIS).letters
    assert [told.kind for told in letter.told] == ["merge-tag"]


def test_an_archive_without_a_letter_is_refused() -> None:
    with pytest.raises(ImportRefusal, match="no letter in"):
        archive_letters(export({"x.png": PIXEL}), PARIS)


@pytest.mark.parametrize(("bound", "most"), [("_MOST_LETTERS", 1), ("_MOST_BYTES", 10)])
def test_an_archive_has_bounds(bound: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"cenum.imported.archive_letters.{bound}", most)
    with pytest.raises(ImportRefusal, match="too many letters"):
        archive_letters(export(of_substack("<p>Un</p>", "<p>Deux</p>")), PARIS)


NAMES = sorted(
    {name for known in (from_substack, from_ghost, from_mailchimp, from_beehiiv) for name in known.CHANGES}
)
DATA = ['{"videoId":"v"}', '{"canonical_url":"https://a.example/","title":"Titre"}', '{"name":"Ada"}', "{"]
WORDS = st.sampled_from(["un", "deux ", " trois", "{{tag}}", "É", "1", " "])


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["p", "div", "span", "b", "td", "li", "h2", "figure"])
    named = [name for name in NAMES if "<" not in name]
    styles = st.sampled_from(["", "", "", "display:none", "visibility:hidden"])
    plain = st.tuples(tags, st.sampled_from(["", *named]), st.sampled_from(DATA), styles, st.lists(inner, max_size=3))
    links = st.tuples(
        st.sampled_from(
            ["https://a.example/", "https://a.example/subscribe", "*|UNSUB|*", "https://a.example/?action=share"]
        ),
        st.lists(inner, max_size=2),
    )
    return st.one_of(
        plain.map(lambda made: _tagged(*made)),
        links.map(lambda one: f'<a href="{one[0]}" class="image-link">{"".join(one[1])}</a>'),
        st.sampled_from(['<img src="a.png" alt="Carte">', '<img src="{{x}}" alt="Point">', "<br>", "<hr>"]),
    )


def _tagged(tag: str, name: str, data: str, style: str, inner: list[str]) -> str:
    quoted = data.replace('"', "&quot;")
    return f'<{tag} class="{name}" data-attrs="{quoted}" style="{style}">{"".join(inner)}</{tag}>'


HTML = st.lists(st.recursive(WORDS, element, max_leaves=20), min_size=1, max_size=4).map("".join)


@given(html=HTML, which=st.integers(0, 2))
def test_every_word_of_a_post_is_in_its_letter_or_told(html: str, which: int) -> None:
    cell = f"<b>haut</b><p id=content-blocks>{html}</p>bas".replace('"', '""')
    exports = [
        of_substack(html),
        {"campaigns_content/20240503.html": html},
        {"posts.csv": f'web_title,status,created_at,content_html\nUn,confirmed,2024-05-03,"{cell}"\n'},
    ]
    for letter in archive_letters(export(exports[which]), PARIS).letters:
        wanted, found = counted(letter)
        assert wanted == found


@given(
    st.dictionaries(
        st.sampled_from(
            ["posts.csv", "emails.json", "a.json", "campaigns.csv", "emails/a.md", "posts/1.a.html", "b.html"]
        ),
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [
                    HEAD.encode() + b"1.a,,,,,,,,\n",
                    b'[{"subject": "a", "slug": "a"}]',
                    b'{"data": {"posts": [{"html": "a"}]}}',
                    b"content_html\na\n",
                ]
            ),
        ),
        max_size=5,
    )
)
def test_any_files_are_letters_or_a_sentence(files: dict[str, bytes]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    try:
        found = archive_letters(of_zip("a.zip", target), PARIS)
    except ImportRefusal:
        return
    assert found.letters or found.left_out
