"""Letters that lie in an archive as files."""

from __future__ import annotations

from datetime import date

from cenum.imported.exports.exported_post import TextForm
from tests.imported.exports.packing import export, left_out_of, posts_in


def test_each_file_that_can_be_a_letter_is_one() -> None:
    files = export(
        {
            "2024/b-2024-05-10.md": "Deux",
            "2024/a-2024-05-03.HTML": "<p>Un",
            "c.eml": "Subject: Trois\n\nTrois",
            "d.docx": b"PK",
            "images/x.png": b"\x89PNG",
            "2024/a-2024-05-03.txt": "Un",
        }
    )
    found = [(post.name, post.form, post.facts.day, post.folder) for post in posts_in(files, "")]
    assert found == [
        ("2024/a-2024-05-03.HTML", TextForm.HTML, date(2024, 5, 3), "2024"),
        ("2024/b-2024-05-10.md", TextForm.MARKDOWN, date(2024, 5, 10), "2024"),
        ("c.eml", TextForm.FILE, None, ""),
        ("d.docx", TextForm.FILE, None, ""),
    ]
    assert left_out_of(files) == {}


def test_what_nothing_here_reads_is_told() -> None:
    files = export({"a.pdf": b"%PDF", "b.doc": b"\xd0\xcf", "c.css": "p {}", "d.html": "<p>"})
    assert set(left_out_of(files)) == {"a.pdf", "b.doc"}
