"""Each picture of a letter gets a name beside the issue, or is taken out and told, and the words around it stay."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from lxml import html
from PIL import Image

from cenum.imported.kept_pictures import kept_picture
from cenum.imported.picture_shelf import PictureShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from lxml.html import HtmlElement

    Fetch: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]

KEY = "2026-12-04"


def drawn(shade: int, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), (shade, 0, 0)).save(stream, kind)
    return stream.getvalue()


ONE, TWO, PHOTO = drawn(1), drawn(2), drawn(3, "JPEG")


def tree(text: str) -> HtmlElement:
    return html.document_fromstring(f"<body>{text}</body>").find("body")


def written(body: HtmlElement) -> str:
    return str(html.tostring(body, encoding="unicode")).removeprefix("<body>").removesuffix("</body>")


def no_fetch(_urls: Sequence[str]) -> Mapping[str, bytes]:
    pytest.fail("somebody asked the web")


def test_pictures_are_named_after_the_issue_in_their_order_and_the_same_one_once() -> None:
    shelf = PictureShelf(KEY, ())
    body = tree('<p><img src="b"><img src="a%20b"></p><p>Et <img src="b"> <img src="c"> <img src="d"></p>')
    assert shelf.take(body, {"b": TWO, "a b": PHOTO, "c": ONE, "d": TWO}) == ()
    assert [one.get("src") for one in body.iter("img")] == [
        f"media/{KEY}-{name}" for name in ("1.png", "2.jpg", "1.png", "3.png", "1.png")
    ]
    assert list(shelf.kept) == [f"media/{KEY}-{name}" for name in ("1.png", "2.jpg", "3.png")]
    assert shelf.kept[f"media/{KEY}-2.jpg"] == kept_picture(PHOTO).content


def test_a_name_that_another_file_has_is_left_to_it_and_the_same_file_taken_again() -> None:
    there = {f"media/{KEY}-1.png": b"another", f"media/{KEY}-2.png": kept_picture(ONE).content}
    shelf = PictureShelf(KEY, (), there.get)
    body = tree('<img src="a"><img src="b">')
    shelf.take(body, {"a": ONE, "b": TWO})
    assert [one.get("src") for one in body.iter("img")] == [f"media/{KEY}-2.png", f"media/{KEY}-3.png"]


def test_a_picture_at_the_letters_own_host_stays_there() -> None:
    body = tree('<p><img src="https://lettre.fr/a.png"></p>')
    assert PictureShelf(KEY, {"lettre.fr"}, fetch=no_fetch).take(body, {}) == ()
    assert written(body) == '<p><img src="https://lettre.fr/a.png"></p>'


LEFT = [
    ('<p>Avant.</p><p><img src="x" alt="Une carte"></p><p>Après.</p>', "<p>Avant.</p><p>Après.</p>", "Avant."),
    ('<p>Avant <img src="x" alt="Une carte">, après.</p>', "<p>Avant , après.</p>", "Avant , après."),
    ('<p>Avant<img src="x" alt="Une carte">après</p>', "<p>Avant après</p>", "Avantaprès"),
    ('<p>A<b>vant</b><a href="/"><img src="x" alt="Une carte"></a>.</p>', "<p>A<b>vant</b>.</p>", "Avant."),
    (
        '<p>A<b>vant</b><img src="x" alt="Une carte"><b>après</b></p>',
        "<p>A<b>vant</b> <b>après</b></p>",
        "Avantaprès",
    ),
    ('<p>Avant.</p><p><a href="/"><img src="x" alt="Une carte"></a></p>', "<p>Avant.</p>", "Avant."),
    ('<p>Mot <a href="/"><strong><img src="x" alt="Une carte"></strong></a>.</p>', "<p>Mot .</p>", "Mot ."),
    ('<ul><li>Un</li><li><img src="x" alt="Une carte"></li></ul>', "<ul><li>Un</li></ul>", "Un"),
    ('<p><img src="x" alt="Une carte"></p>', "", ""),
]


@pytest.mark.parametrize(("text", "left", "at"), LEFT)
def test_what_is_no_picture_is_taken_out_with_what_only_it_stood_in(text: str, left: str, at: str) -> None:
    body = tree(text)
    (told,) = PictureShelf(KEY, ()).take(body, {})
    assert written(body) == left
    assert (told.kind, told.left, told.at, told.look) == ("picture-left", "Une carte", at, True)
    assert told.message == "a picture was left out, because “x” is not in the document: “Une carte”"


WHY: dict[str, tuple[str, Fetch | None, str]] = {
    "on the web": ("https://images.fr/a.png", None, "on the web, at images.fr, and was not fetched"),
    "over http at the own host": ("http://lettre.fr/a.png", None, "on the web, at lettre.fr"),
    "not to be had": ("https://images.fr/a.png", lambda _urls: {}, "can't be fetched from images.fr"),
    "no picture": ("https://images.fr/a.png", lambda urls: dict.fromkeys(urls, b"<html>"), "damaged, or of a format"),
    "not there": ("images/image1.png", no_fetch, "“images/image1.png” is not in the document"),
    "of a machine": ("file:///C:/Users/jeanne/carte.png", no_fetch, "is not in the document"),
    "a script": ("javascript:alert(1)", no_fetch, "is not in the document"),
    "nothing": ("", no_fetch, "“” is not in the document"),
    "a drawing": ("held", no_fetch, "EMF or WMF"),
}


@pytest.mark.parametrize(("source", "fetch", "reason"), WHY.values(), ids=WHY)
def test_it_is_told_why_a_picture_was_left_out_and_what_to_do(source: str, fetch: Fetch | None, reason: str) -> None:
    body = tree(f'<p>Un mot.</p><p><img src="{source}"></p>')
    (told,) = PictureShelf(KEY, {"lettre.fr"}, fetch=fetch).take(body, {"held": b"\x01\x00\x00\x00" + bytes(99)})
    assert reason in told.message
    assert told.remedy
    assert written(body) == "<p>Un mot.</p>"


def test_an_address_is_asked_once_whatever_comes() -> None:
    asked: list[str] = []

    def fetch(urls: Sequence[str]) -> Mapping[str, bytes]:
        asked.extend(urls)
        return {url: ONE for url in urls if url.endswith("a.png")}

    shelf = PictureShelf(KEY, (), fetch=fetch)
    body = tree('<img src="https://i.fr/a.png"><img src="https://i.fr/b.png">' * 2)
    assert len(shelf.take(body, {})) == 2
    assert shelf.take(tree('<img src="https://i.fr/a.png">'), {}) == ()
    assert asked == ["https://i.fr/a.png", "https://i.fr/b.png"]


def test_of_more_pictures_than_a_letter_has_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.imported.picture_shelf._MOST", 1)
    shelf = PictureShelf(KEY, ())
    (told,) = shelf.take(tree('<img src="a"><img src="a"><img src="b">'), {"a": ONE, "b": TWO})
    assert "more pictures than a letter can have" in told.message
    assert list(shelf.kept) == [f"media/{KEY}-1.png"]


def test_pictures_that_are_too_heavy_together_are_told_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.imported.picture_shelf._MOST_BYTES", 10)
    told = PictureShelf(KEY, ()).take(tree('<img src="a"><img src="b">'), {"a": ONE, "b": TWO})
    assert ["together are too heavy" in one.message for one in told] == [True, True]
