from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.printable import printable, printable_json


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("une ligne\net une autre\r\n", "une ligne et une autre  "),
        ("\x1b[31mrouge\x1b[0m", "\ufffd[31mrouge\ufffd[0m"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("un\u2028deux", "un deux"),
        ("un\u2029deux", "un deux"),
        ("46,9\u00a0%, 12\u202f000 « là »", "46,9\u00a0%, 12\u202f000 « là »"),
        ("👩\u200d💻 ☀️", "👩\u200d💻 ☀️"),
        ("\udc80", "\ufffd"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_away_and_nothing_else(written: str, shown: str) -> None:
    assert printable(written) == shown


@given(st.text(st.characters(codec=None)))
def test_whatever_is_written_is_one_harmless_line(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.text(st.characters(codec=None)))
def test_json_spells_out_what_is_taken_away_elsewhere(text: str) -> None:
    document = printable_json(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"text": text}
    assert printable(document.replace("\n", "")) == document.replace("\n", "")
