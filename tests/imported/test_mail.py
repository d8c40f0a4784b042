"""Whatever a message is made of, each of its words is in the letter or told."""

from __future__ import annotations

import base64
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenum.imported.clean import cleaned
from cenum.imported.conversation import without_conversation
from cenum.imported.mail import letter_of_mail
from cenum.imported.refusal import ImportRefusal
from cenum.imported.typed_text import formed
from tests.imported.closed_set import balance
from tests.imported.messages import mail, part, passed_on, several
from tests.tried import up_to

if TYPE_CHECKING:
    from email.message import Message

    from cenum.imported.source_letter import SourceLetter

PICTURE = b"\x89PNG\r\n\x1a\n"
LONG = "Le texte de la lettre, assez long pour en être un, et qui parle de la fibre au hameau. " * 3


def html(words: str) -> Message:
    return part("text/html", words)


def text(words: str) -> Message:
    return part("text/plain", words)


def inline(**headers: str) -> Message:
    return part("image/png", PICTURE, Content_Disposition="inline; filename=vue.png", **headers)


def unbalanced(letter: SourceLetter) -> dict[str, int]:
    clean = cleaned(letter.html)
    told = without_conversation(clean.body)
    return balance(letter.passages, (*letter.told, *clean.told, *told), clean.body)


def said(letter: SourceLetter) -> str:
    return " ".join(" ".join(cleaned(letter.html).body.itertext()).split())


MADE = {
    "text alone": (text("Un mot.\n"), "Un mot."),
    "a page alone": (html("<p>Un <b>mot</b>.</p>"), "Un mot ."),
    "a page rather than its text": (
        several("alternative", text("Un mot."), html("<p>Un <i>mot</i>.</p>")),
        "Un mot .",
    ),
    "text where the page says nothing": (
        several("alternative", text("Un mot."), html("<img src='cid:x'>")),
        "Un mot.",
    ),
    "text around a picture": (several("mixed", text("Avant.\n"), inline(), text("Après.\n")), "Avant. Après."),
    "pages around pictures": (
        several(
            "alternative",
            text("Avant. Milieu. Après."),
            several(
                "mixed",
                html("<html><head></head><body><div>Avant.</div></body></html>"),
                inline(Content_ID="<a@b>"),
                html("<html><body><p>Milieu.</p></body></html>"),
                inline(),
                html("<html><body><div>Après.</div></body></html>"),
            ),
        ),
        "Avant. Milieu. Après.",
    ),
    "a page and the text that a list adds": (
        several("mixed", html("<p>Un mot.</p>"), text("De la liste.")),
        "Un mot. De la liste.",
    ),
    "alternatives within related parts": (
        several("related", several("alternative", text("Un."), html("<p>Un.</p>")), inline(Content_ID="<a@b>")),
        "Un.",
    ),
    "a message that passes another on": (several("mixed", text("\n"), passed_on(mail(text("Un mot.")))), "Un mot."),
    "a message that passes another on with a word": (
        several("mixed", text("À reprendre telle quelle."), passed_on(mail(text(LONG)))),
        LONG.strip(),
    ),
    "a letter that carries another message": (
        several("mixed", text(LONG), passed_on(mail(text("Ce que disait la mairie.")))),
        LONG.strip(),
    ),
}


@pytest.mark.parametrize(("message", "words"), MADE.values(), ids=MADE)
def test_of_every_make_of_message_all_words_are_there_or_told(message: Message, words: str) -> None:
    letter = letter_of_mail("message.eml", mail(message))
    assert unbalanced(letter) == {}
    assert said(letter) == words


def with_file(kind: str, name: str) -> Message:
    file = part(kind, "x", Content_Disposition=f"attachment; filename={name}")
    return several("mixed", text("Un mot."), file)


TOLD = {
    "the word above a message that is passed on": (
        MADE["a message that passes another on with a word"][0],
        "À reprendre telle quelle",
    ),
    "a message beside a letter": (MADE["a letter that carries another message"][0], "Ce que disait la mairie"),
    "a file": (with_file("application/pdf", "carte.pdf"), "carte.pdf"),
    "a text that is a file": (with_file("text/plain", "notes.txt"), "notes.txt"),
    "a page that is a file": (with_file("text/html", "page.html"), "page.html"),
    "a text of a strange kind": (several("mixed", text("Un mot."), part("text/calendar", "x")), "text/calendar"),
    "a picture that stands nowhere": (
        several("mixed", html("<p>Un mot.</p>"), inline(Content_ID="<a@b>")),
        "vue.png",
    ),
    "what only the text says": (
        several(
            "alternative",
            text("Dimanche prochain, vente annuelle des plants potagers devant la chapelle, dès neuf heures."),
            html("<p>Ouvrez ce message ailleurs.</p>"),
        ),
        "Dimanche prochain vente annuelle",
    ),
    "signs of a text": (text("Titre\n=====\n\nUn mot."), "====="),
}


@pytest.mark.parametrize(("message", "words"), TOLD.values(), ids=TOLD)
def test_what_is_no_part_of_the_letter_is_told(message: Message, words: str) -> None:
    letter = letter_of_mail("message.eml", mail(message))
    assert words in " ".join(one.message for one in letter.told)
    assert unbalanced(letter) == {}


CHARSETS = {
    "Windows' signs under the name of ISO 8859-1": ("L’été, 3 €".encode("cp1252"), "iso-8859-1"),
    "Windows' signs under the name of UTF-8": ("L’été, 3 €".encode("cp1252"), "utf-8"),
    "UTF-8 under the name of ISO 8859-1": ("L’été, 3 €".encode(), "iso-8859-1"),
    "UTF-8 under the name of ASCII": ("L’été, 3 €".encode(), "us-ascii"),
    "UTF-8 under no name": ("L’été, 3 €".encode(), ""),
    "UTF-8 with its mark": ("\ufeffL’été, 3 €".encode(), "utf-8"),
    "Windows' signs under a name of nobody": ("L’été, 3 €".encode("cp1252"), "x-inconnu"),
    "a codec for escapes": ("L’été, 3 €".encode(), "unicode_escape"),
    "a codec that is no charset": ("L’été, 3 €".encode(), "punycode"),
    "the euro of ISO 8859-15": ("L'été, 3 €".encode("iso8859-15"), "iso-8859-15"),
    "Mac OS": ("L’été, 3 €".encode("mac-roman"), "macintosh"),
    "UTF-16": ("L’été, 3 €".encode("utf-16"), "utf-16"),
}


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize(("content", "label"), CHARSETS.values(), ids=CHARSETS)
def test_a_wrong_name_of_a_charset_costs_no_letter(content: bytes, label: str, kind: str) -> None:
    if label == "utf-16":
        made = part(kind, base64.encodebytes(content), label, Content_Transfer_Encoding="base64")
    else:
        made = part(kind, content, label)
    letter = letter_of_mail("message.eml", mail(made))
    assert said(letter).replace("'", "’") == "L’été, 3 €"
    assert unbalanced(letter) == {}


def test_a_page_without_a_charset_has_the_one_that_it_names() -> None:
    page = '<meta charset="koi8-r"><p>Мир</p>'.encode("koi8-r")
    assert said(letter_of_mail("x", mail(part("text/html", page, "")))) == "Мир"


def test_soft_line_breaks_leave_words_whole() -> None:
    flowed = part(
        "text/plain", "Une ligne qui \nva plus loin.\nUne autre.\n", Content_Type='text/plain; format="Flowed"'
    )
    assert said(letter_of_mail("x", mail(flowed))) == "Une ligne qui va plus loin. Une autre."
    parted = part("text/plain", "Un mo \nt coupé.\n-- \nMoi\n", Content_Type="text/plain; format=flowed; delsp=yes")
    letter = letter_of_mail("x", mail(parted))
    assert said(letter) == "Un mot coupé."
    assert unbalanced(letter) == {}


TYPED = {
    "a line that a program broke": (
        "Cette phrase est coupée là où le mot qui la suit n’avait plus\nsa place.",
        "<p>Cette phrase est coupée là où le mot qui la suit n’avait plus sa place.</p>",
    ),
    "a line that a person ended": ("Odile Ferrand\nJoigny", "<p>Odile Ferrand<br>Joigny</p>"),
    "a line that no program broke": (f"{'mot ' * 25}fin\nAutre", f"<p>{'mot ' * 25}fin<br>Autre</p>"),
    "bold and italics": ("Du *vrai* gras, _vite_.", "<p>Du <strong>vrai</strong> gras, <em>vite</em>.</p>"),
    "asterisks and lines that are none": ("5 * 3 * 2, a_b_c, 2*3*4", "<p>5 * 3 * 2, a_b_c, 2*3*4</p>"),
    "what looks like HTML": ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
    "points within points": (
        "- a\n  suite\n  - b\n    - c\n- d",
        "<ul><li>a suite<ul><li>b<ul><li>c</ul></ul><li>d</ul>",
    ),
    "points of several kinds": ("- a\n* b\n• c", "<ul><li>a<li>b<li>c</ul>"),
    "numbers from three on": ("3) a\n4) b", '<ol start="3"><li>a<li>b</ol>'),
    "numbers that are none": ("1. a\n5. b", "<p>1. a</p><p>5. b</p>"),
    "one dash": ("- Entrez, dit-elle.", "<p>- Entrez, dit-elle.</p>"),
    "one bullet": ("• Entrée par la cour\n\nMerci", "<ul><li>Entrée par la cour</ul><p>Merci</p>"),
    "lines below and between": ("A\n===\nb\n---\n\n***\nc", "<h1>A</h1><h2>b</h2><hr><p>c</p>"),
    "addresses": (
        "<https://a.fr/b>, o@a.fr.",
        '<p><a href="https://a.fr/b">https://a.fr/b</a>, <a href="mailto:o@a.fr">o@a.fr</a>.</p>',
    ),
    "an address without its beginning": ("www.a.fr/b", '<p><a href="https://www.a.fr/b">www.a.fr/b</a></p>'),
    "an address that follows readers": (
        "https://example.org/a?utm_source=x",
        '<p><a href="https://example.org/a?utm_source=x">https://example.org/a</a></p>',
    ),
    "a signature above an answer": (
        "a\n-- \nO\n\nLe 3 mai, X a écrit :\n> b",
        '<p>a</p><div class="moz-signature">O<br></div><p>Le 3 mai, X a écrit :</p><blockquote><p>b</p></blockquote>',
    ),
    "a signature that is longer than any": ("a\n-- \n" + "b\n" * 30, "<p>a<br>--" + "<br>b" * 30 + "</p>"),
}


@pytest.mark.parametrize(("typed", "form"), TYPED.values(), ids=TYPED)
def test_text_gets_the_form_that_was_typed(typed: str, form: str) -> None:
    assert formed(typed).html == form


def test_a_message_says_who_wrote_it_when_and_of_what() -> None:
    facts = letter_of_mail("x", mail(text("Un mot."), "Re: TR: =?utf-8?Q?L=27=C3=A9t=C3=A9?=")).facts
    assert (facts.subject, facts.authors, facts.day) == ("L'été", ("Odile Ferrand",), date(2026, 6, 2))


HEADS = {
    "in UTF-8": "From: Zoé Né <z@example.org>\nSubject: L’été\n".encode(),
    "in Windows' charset": "From: Zoé Né <z@example.org>\nSubject: L’été\n".encode("cp1252"),
    "encoded": b"From: =?utf-8?Q?Zo=C3=A9_N=C3=A9?= <z@example.org>\nSubject: =?utf-8?B?TOKAmcOpdMOp?=\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_is_read_in_whatever_charset_it_is(head: bytes) -> None:
    facts = letter_of_mail("x", head + b"\nUn mot.\n").facts
    assert (facts.subject, facts.authors) == ("L’été", ("Zoé Né",))


def test_a_name_with_a_comma_in_it_is_one_name() -> None:
    head = b"From: =?utf-8?Q?N=C3=A9=2C_Zo=C3=A9?= <z@example.org>\nSubject: a\n\nUn mot.\n"
    assert letter_of_mail("x", head).facts.authors == ("Né, Zoé",)


@pytest.mark.parametrize(
    "made", [several("mixed"), text("  \n"), html("<img src=x>"), part("application/pdf", b"%PDF")]
)
def test_a_message_without_words_is_refused(made: Message) -> None:
    with pytest.raises(ImportRefusal):
        letter_of_mail("message.eml", mail(made))


@pytest.mark.parametrize("more", [b" " * 25_000_000, b"\n" * 400_000], ids=["bytes", "lines"])
def test_a_message_that_is_larger_than_a_letter_is_refused_before_it_is_read(more: bytes) -> None:
    with pytest.raises(ImportRefusal, match=r"message\.eml is too large for a letter"):
        letter_of_mail("message.eml", mail(html("<p>Bonjour</p>")) + more)


LINES = [
    *("", "> ", ">> a", "> - b", "- c", "  - d", "    e", "* f", "• g", "1. h", "2) i", "12) n", "13) o"),
    *("====", "----", "* * *", "-- ", "--", "Titre", "*gras*", "_i_ *g", "<b>x</b>", "a@example.org", "x " * 40),
    *("<https://example.org/a?b=c&d>", "Le 3 mai, X a écrit :", "5 > 4 = <", "---- Forwarded message ----", "\u00a0"),
    *("\t- j", "— k", "l \x92 m \u2028", "&amp;"),
]


@given(st.lists(st.sampled_from(LINES), max_size=25), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=up_to(2_000))
def test_every_word_of_a_text_is_in_the_letter_or_told_exactly_once(lines: list[str], flowed: bool) -> None:  # noqa: FBT001
    kind = "text/plain; format=flowed; delsp=yes" if flowed else "text/plain; charset=utf-8"
    try:
        letter = letter_of_mail("x", mail(part("text/plain", "\n".join(lines), Content_Type=kind)))
    except ImportRefusal:
        return
    assert unbalanced(letter) == {}


def test_many_marks_of_signatures_are_read_at_once() -> None:
    began = time.process_time()
    formed("-- \n" * 50_000)
    assert time.process_time() - began < 5
