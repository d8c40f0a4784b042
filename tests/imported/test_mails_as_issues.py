"""A mail becomes the issue that an editor would have made of it: headings, lists, and nothing of its envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imported.messages import mail, part, passed_on, several
from tests.test_cli import Letter

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

DAY = "2026-12-04"
TYPED = """\
Bonjour à tous,

L'édito
=======

La fibre arrive au *hameau des Granges* ; la mairie prête la
salle.

La veille du Conseil
--------------------

- Un four à pain qui sert aussi de salle de réunion aux habitants
  du bourg
- Un second point : <https://example.net/four>

-- \n\
Odile Ferrand
Les Amis du four

Le 3 mai 2026 à 09:12, la rédaction a écrit :
> Où en est-il ?
"""
MADE = """\
# L'édito {#edito}

La fibre arrive au **hameau des Granges** ; la mairie prête la salle.

# La veille du Conseil {#veille}

- Un four à pain qui sert aussi de salle de réunion aux habitants du bourg
- Un second point : https://example.net/four
"""
PAGE = """\
<div>À reprendre telle quelle.</div><div class="gmail_quote"><div>---------- Forwarded message ---------<br>De :
Odile<br>Subject: La lettre<br></div><div><a href="https://example.net/copie/abc">Voir en ligne</a></div>
<div><b>L'édito</b></div><div>La fibre arrive au <b>hameau des Granges</b> ; la mairie prête la salle.</div>
<div>La veille du Conseil</div><ul><li>Un four à pain qui sert aussi de salle de réunion aux habitants du bourg</li>
<li>Un second point : <a href="https://example.net/four">https://example.net/four</a></li></ul>
<p>Envoyé de mon iPhone</p></div>
"""
FLOWED = TYPED.replace("la\nsalle", "la \nsalle").replace("habitants\n", "habitants \n")
MAILS = {
    "text": part("text/plain", TYPED),
    "text that flows": part("text/plain", FLOWED, Content_Type="text/plain; charset=utf-8; format=flowed"),
    "a page that is passed on": part("text/html", PAGE),
    "a message that is passed on as a file": several(
        "mixed", part("text/plain", "Voici.\n"), passed_on(mail(part("text/plain", TYPED)))
    ),
}


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    (tmp_path / "letter").mkdir()
    return Letter(tmp_path / "letter")


@pytest.mark.parametrize("message", MAILS.values(), ids=MAILS)
def test_a_mail_becomes_the_issue_that_an_editor_would_have_made(letter: Letter, message: Message) -> None:
    file = letter.folder.parent / "message.eml"
    file.write_bytes(mail(message))
    result = letter.run("import", str(file), "--as", DAY)
    assert result.code == 0, result.err
    text = (letter.folder / "issues" / f"{DAY}.md").read_text(encoding="utf-8")
    assert text.partition("\n---\n\n")[2] == MADE
