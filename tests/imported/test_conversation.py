"""What mail programs write around a letter is no part of it, and told; what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from cenum.imported.clean import cleaned
from cenum.imported.conversation import without_conversation
from cenum.imported.html_words import passages_of_html
from cenum.imported.typed_text import formed
from tests.imported.closed_set import balance, faults
from tests.imported.html_trees import PAGES
from tests.tried import up_to


def without(html: str) -> tuple[str, str]:
    """The words that stay, and those that are told."""
    clean = cleaned(html)
    told = without_conversation(clean.body)
    assert balance(passages_of_html(html), (*clean.told, *told), clean.body) == {}
    assert faults(clean.body) == []
    said = (f"{element.tag}: {' '.join(''.join(element.itertext()).split())}" for element in clean.body)
    return " | ".join(said), " | ".join(one.left for one in told)


ANSWERS = {
    "of Apple Mail": (
        "<div>Voici mon texte.</div><div><br><blockquote type='cite'><div>Le 3 mai à 09:12, Odile a écrit :</div>"
        "<br><div>Où en est-il ?</div></blockquote></div>"
    ),
    "of Thunderbird": (
        "<p>Voici mon texte.</p><div class='moz-cite-prefix'>Le 03/05/2026 à 09:12, Odile a écrit :<br></div>"
        "<blockquote type='cite'><p>Où en est-il ?</p></blockquote>"
    ),
    "in English": (
        "<p>Voici mon texte.</p><p>On Sun, May 3, 2026 at 9:12 AM Odile &lt;o@example.org&gt; wrote:</p>"
        "<blockquote>Où en est-il ?</blockquote>"
    ),
    "of text": formed("Voici mon texte.\n\nLe 3 mai, Odile a écrit :\n> Où en est-il ?\n").html,
    "of text, in two lines": formed(
        "Voici mon texte.\n\nLe 3 mai, Odile\na écrit :\n\n> Où en est-il ?\n>> Quand ?"
    ).html,
    "below a telephone's name": (
        "<div>Voici mon texte.</div><div>Envoyé de mon iPad</div><blockquote><div>Le 3 mai, Odile a écrit :</div>"
        "<div>Où en est-il ?</div></blockquote>"
    ),
}


@pytest.mark.parametrize("html", ANSWERS.values(), ids=ANSWERS)
def test_the_message_that_is_answered_is_left_out_with_its_words(html: str) -> None:
    stays, told = without(html)
    assert stays == "p: Voici mon texte."
    assert "Où en est-il ?" in told


PASSED_ON = {
    "by Gmail": (
        "<div class='gmail_quote'><div>---------- Forwarded message ---------<br>De : <strong>Odile</strong><br>"
        "Date: dim. 3 mai 2026<br>Subject: La lettre<br>To: Nous<br></div><h1>Édito</h1><p>Voici.</p></div>"
    ),
    "by Apple Mail": (
        "<div><blockquote type='cite'><div>Début du message réexpédié :</div><br><div><b>De : </b>Odile</div>"
        "<div><b>Objet : </b><b>La lettre</b></div><div><b>Date : </b>3 mai</div><div><b>À : </b>Nous</div><br>"
        "<div><h1>Édito</h1><p>Voici.</p></div></blockquote></div>"
    ),
    "by Outlook": (
        "<div><p><b>De :</b> Odile<br><b>Envoyé :</b> dimanche 3 mai 2026 09:12<br><b>À :</b> Nous<br>"
        "<b>Objet :</b> La lettre</p></div><h1>Édito</h1><p>Voici.</p>"
    ),
    "by Thunderbird": (
        "<div class='moz-forward-container'><br>-------- Message transféré --------<table>"
        "<tr><th>Sujet : </th><td>La lettre</td></tr><tr><th>Date : </th><td>3 mai</td></tr>"
        "<tr><th>De : </th><td>Odile</td></tr></table><br><h1>Édito</h1><p>Voici.</p></div>"
    ),
    "as text": formed(
        "-------- Message transféré --------\nSujet : La lettre\nDate : 3 mai\nDe : Odile\nPour : Nous\n\n"
        "Édito\n=====\n\nVoici.\n"
    ).html,
}  # fmt: skip


@pytest.mark.parametrize("html", PASSED_ON.values(), ids=PASSED_ON)
def test_the_head_of_a_message_that_is_passed_on_is_left_out_and_the_message_stays(html: str) -> None:
    stays, told = without(html)
    assert stays == "h1: Édito | p: Voici."
    assert "Odile" in told
    assert "La lettre" in told


OUTLOOK = (
    "<p>Voici mon texte.</p><div><p><b>De :</b> Nous<br><b>Envoyé :</b> lundi 1 juin<br><b>À :</b> Odile<br>"
    "<b>Objet :</b> ton texte</p></div><p>Où en est-il ?</p><p>Merci</p>"
)


@pytest.mark.parametrize(("answers", "words"), [(True, "Où en est-il ? Merci | De : Nous"), (False, "De : Nous")])
def test_below_the_head_of_outlook_stands_what_is_answered_or_passed_on(answers: bool, words: str) -> None:  # noqa: FBT001
    clean = cleaned(OUTLOOK)
    told = without_conversation(clean.body, answers=answers)
    assert " | ".join(one.left for one in told).startswith(words)
    assert balance(passages_of_html(OUTLOOK), told, clean.body) == {}
    assert [one.text for one in clean.body][1:] == ([] if answers else ["Où en est-il ?", "Merci"])


STAYS = {
    "an answer between the lines": "<blockquote>Le 3 mai, X a écrit : où ?</blockquote><p>Ici.</p>",
    "nothing but a quotation": "<p>Le 3 mai 2026, Odile a écrit :</p><blockquote>Où en est-il ?</blockquote>",
    "a quotation at the end": "<p>Le maire résume :</p><blockquote>On ne jette rien.</blockquote>",
    "when and where": "<p>Date : samedi 6 juin<br>De : 10 h<br>À : 12 h</p>",
    "a list of points": "<p>Objet : un four</p><p>Texte.</p>",
    "a sentence about a telephone": "<p>Envoyé de mon village, ce texte raconte la fibre, le four et l’école.</p>",
    "a note in a quotation": (
        "<p>Un mot.</p><p>Le 3 mai 2026, X a écrit :</p><blockquote>Oui<a href='#n1' id='a1'>1</a></blockquote>"
        "<div id='n1'><a href='#a1'>1</a> Non.</div>"
    ),
}


@pytest.mark.parametrize("html", STAYS.values(), ids=STAYS)
def test_what_only_looks_like_a_mail_programs_stays(html: str) -> None:
    assert without(html)[1] == ""


NAMES = [
    "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile",
    "Envoyé à partir de Outlook pour Android",
    "Sent from my iPad",
    "Get Outlook for iOS",
    "Télécharger Outlook pour Android",
    "Envoyé avec la messagerie sécurisée Proton Mail.",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_program_below_a_letter_is_left_out(name: str) -> None:
    assert without(f"<p>Texte.</p><p>{name}</p>") == ("p: Texte.", name)


@given(PAGES)
@settings(derandomize=True, deadline=None, max_examples=up_to(1_000))
def test_every_word_stays_or_is_told(html: str) -> None:
    without(html)
