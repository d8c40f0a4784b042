"""Tables of strangers: any encoding, any separator, any length."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.exports.csv_rows import cell, rows
from cenum.imported.refusal import ImportRefusal

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@given(table=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), separator=st.sampled_from(",;\t"))
def test_what_was_written_is_read(table: list[list[str]], separator: str) -> None:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator)
    writer.writerows([["Titre", "Sous-titre", "Le jour"], *table])
    found = [[row["titre"], row["soustitre"], row["lejour"]] for row in rows(target.getvalue().encode(), "a.csv")]
    assert found == [row for row in table if any(row)]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        found = list(rows(b"a,b\n" + content, "a.csv"))
    except ImportRefusal:
        return
    assert all(set(row) <= {"a", "b"} for row in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_the_encoding_that_it_has(encoding: str) -> None:
    (row,) = rows("Titre,Sujet\nÉté,“Un”\n".encode(encoding), "a.csv")
    assert (cell(row, "Title", "TITRE"), cell(row, "sujet")) == ("Été", "“Un”")


@pytest.mark.parametrize("content", ["a,b\n" + "1,2\n" * 20_001, "a\n" + "," * 200_001, 'a,b\n"' + ",\n" * 20_000])
def test_a_table_beyond_all_bounds_is_refused_or_cut_quickly(content: str) -> None:
    began = time.process_time()
    try:
        assert len(list(rows(content.encode(), "a.csv"))) <= 20_000
    except ImportRefusal as refusal:
        assert "as a table" in refusal.message  # noqa: PT017  it may also be read
    assert time.process_time() - began < 3
