"""The page for Friday quotes what the program says, word for word."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS
from tools.catalogue import french, texts

# Marks of quotation, and what the program says in that language.
QUOTED = {"friday.md": r"“([^”]+)”", "fr/vendredi.md": "«\u00a0([^»]+)\u00a0»"}


@pytest.mark.parametrize("page", QUOTED)
def test_every_sentence_that_is_quoted_is_one_of_the_programs(page: str) -> None:
    rows = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith("|")]
    quoted = [quotation for row in rows for quotation in re.findall(QUOTED[page], row)]
    sides = [message.string if "/" in page else message.id for message in french() if message.id]
    sentences = ["\n".join(texts(side)) for side in sides]
    assert len(quoted) > 10
    assert [one for one in quoted if not any(one in sentence for sentence in sentences)] == []
