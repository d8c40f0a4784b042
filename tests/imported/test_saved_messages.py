"""A message becomes a letter with its pictures; what is none is refused, whatever it is made of."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cenum.imported.clean import cleaned
from cenum.imported.mail import letter_of_mail
from cenum.imported.refusal import ImportRefusal
from tests.imported.closed_set import balance, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.imported.source_letter import SourceLetter

HTML = "<p>Voici <b>la lettre</b> <img src='cid:une@x'></p>"


def message(text: str = "", html: str = "", **fields: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Café IA <bonjour@example.org>"
    mail["Subject"] = fields.get("subject", "TR : La lettre de l’été")
    mail["Date"] = fields.get("date", "Fri, 20 Nov 2026 23:30:00 +0100")
    if text:
        mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def read(mail: EmailMessage) -> SourceLetter:
    return letter_of_mail("a.eml", mail.as_bytes())


def body(letter: SourceLetter) -> str:
    clean = cleaned(letter.html)
    assert faults(clean.body) == []
    assert balance(letter.passages, (*letter.told, *clean.told), clean.body) == {}
    return etree.tostring(clean.body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")


def test_the_html_of_a_message_is_the_letter_with_its_pictures() -> None:
    mail = message("Voici le texte", HTML)
    related = list(mail.iter_parts())[1]
    assert isinstance(related, EmailMessage)
    related.add_related(b"png", "image", "png", cid="<une@x>")
    mail.add_attachment(b"pdf", "application", "pdf", filename="programme.pdf")
    letter = read(mail)
    assert body(letter) == '<p>Voici <strong>la lettre</strong> <img src="cid:une@x" alt=""/></p>'
    assert letter.pictures == {"cid:une@x": b"png"}
    assert (letter.facts.subject, letter.facts.authors) == ("La lettre de l’été", ("Café IA",))
    assert letter.facts.day == date(2026, 11, 20)
    assert [(one.kind, "programme.pdf" in one.message, one.look) for one in letter.told] == [
        ("attachment-left-out", True, True)
    ]


def test_without_html_its_text_is_the_letter() -> None:
    text = (
        "Bonjour,\n\nUne phrase assez longue pour que le programme l’ait coupée en deux\nlignes, voir "
        "<https://example.org/a_b>.\n\n"
        "- un\n- deux\n\n> cité\n>> deux fois\n\n=====\nhttps://example.org/x.\n\n-- \nAnne\n06 12\n"
    )
    letter = read(message(text))
    assert body(letter) == (
        "<p>Bonjour,</p><p>Une phrase assez longue pour que le programme l’ait coupée en deux lignes, voir "
        '<a href="https://example.org/a_b">https://example.org/a_b</a>.</p><ul><li>un</li><li>deux</li></ul>'
        "<blockquote><p>cité</p><blockquote><p>deux fois</p></blockquote></blockquote><hr/>"
        '<p><a href="https://example.org/x">https://example.org/x</a>.</p>'
    )
    assert [one.left for one in cleaned(letter.html).told] == ["Anne 06 12"]


def test_a_picture_between_two_parts_of_the_text_stays_there() -> None:
    """As Apple Mail writes them."""
    mail = message()
    mail.make_mixed()
    for kind, content in (("html", "<p>avant</p>"), ("", ""), ("html", "<p>après</p>")):
        part = EmailMessage()
        if kind:
            part.set_content(content, subtype=kind)
        else:
            part.set_content(b"png", "image", "png", disposition="inline", filename="a.png")
        mail.attach(part)
    letter = read(mail)
    assert body(letter) == '<p>avant</p><p><img src="cid:part-1" alt=""/></p><p>après</p>'
    assert letter.pictures == {"cid:part-1": b"png"}


def test_of_a_message_without_words_the_one_that_it_passes_on_is_read() -> None:
    outer = message("\n", subject="Fwd: dossier")
    outer.add_attachment(message("", HTML, subject="L’autre"))
    letter = read(outer)
    assert letter.facts.subject == "L’autre"
    assert "lettre" in letter.html


def test_of_a_message_with_words_what_is_attached_is_told() -> None:
    outer = message("Voici ce que nous en disons")
    outer.add_attachment(message("", HTML, subject="L’autre"))
    letter = read(outer)
    assert body(letter) == "<p>Voici ce que nous en disons</p>"
    assert ["L’autre" in one.message for one in letter.told] == [True]


def test_a_page_that_a_browser_saved_is_read_with_its_pictures() -> None:
    content = (
        b"From: <Saved by Blink>\r\nSubject: Une page\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Location: https://example.org/\r\n\r\n"
        b'<p>a<img src="https://example.org/a.png"></p>\r\n'
        b"--b\r\nContent-Type: image/png\r\nContent-Location: https://example.org/a.png\r\n\r\npng\r\n--b--\r\n"
    )
    letter = letter_of_mail("a.mht", content)
    assert letter.pictures == {"https://example.org/a.png": b"png"}
    assert letter.facts.authors == ()


def _nested(levels: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=b0\n\n"]
    lines += [b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (nth - 1, nth) for nth in range(1, levels)]
    return b"From: a@example.org\n" + b"".join(lines)


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no text": lambda: message().as_bytes(),
    "no message": lambda: b"\x00\x01\x02" * 1_000,
    "parts within parts": lambda: _nested(1_000),
    "lines": lambda: b"From: a\n\n" + b"\n" * 500_000,
    "size": lambda: b"From: a\n\n" + b"a" * 26_000_000,
    "a charset that is none": lambda: b"Content-Type: text/html; charset=\xff\xfe\n\n<p></p>",
    "messages within messages": lambda: b"Content-Type: message/rfc822\n\n" * 900 + b"a",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_letter_is_refused(name: str) -> None:
    content = REFUSED[name]()
    with pytest.raises(ImportRefusal):
        letter_of_mail("a.eml", content)


@given(st.binary(max_size=300))
@settings(derandomize=True, deadline=None)
def test_any_bytes_are_a_letter_or_a_sentence(content: bytes) -> None:
    with suppress(ImportRefusal):
        assert letter_of_mail("a.eml", b"From: a\nContent-Type: " + content).passages
