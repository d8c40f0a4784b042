from __future__ import annotations

from pathlib import Path

from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.source_letter import WordKind

HERE = Path(__file__).parent


def test_a_letter_from_word_comes_with_all_that_its_words_are() -> None:
    letter = letter_of_docx("word.docx", (HERE / "word.docx").read_bytes())
    assert letter.facts.title == "Lettre du 17 avril – v3 RELUE"
    assert '<a href="https://simple.example.org/"> et un champ simple</a>' in letter.html
    left = {(one.kind, one.who, one.words) for one in letter.passages if not one.kind.taken}
    assert left == {
        (WordKind.DELETED, "Jean", "refusé"),
        (WordKind.HIDDEN, "", "caché"),
        (WordKind.MOVED, "J", "phrase déplacée"),
        (WordKind.COMMENT, "Cécile", "Qui a dit cela ? Source ?"),
        (WordKind.PAGE_HEADER, "", "DOCUMENT DE TRAVAIL – NE PAS DIFFUSER"),
        (WordKind.PAGE_FOOTER, "", "page 1"),
    }
