"""Words of a page stand in the letter as words, whatever they look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.clip.literal_text import literal, plain_words
from cenum.issue.markdown import plain, tokens_of
from cenum.issue.stray_marks import in_block

HOSTILE = [
    "**Gras** [x](javascript:alert(1)) <script>alert(1)</script> ::: note",
    "::: note",
    ":::",
    "Titre {#id}",
    "Titre {lang=de}",
    "Titre #",
    "# Titre",
    "- point",
    "+ point",
    "1. point",
    "1) point",
    "a) point",
    "> cité",
    "| a | b |",
    "---",
    "===",
    "~~barré~~",
    "`code`",
    "```",
    ":tada: et :+1:",
    "heure : 10:30:00",
    "https://exemple.fr/a et www.exemple.fr",
    "moi@exemple.fr",
    "[^1] note",
    "[x]",
    "![image](https://exemple.fr/a.png)",
    "Quoi ![x]",
    "&lt;b&gt; &amp; &#42; &copy; R&D;",
    "snake_case et _souligné_ __fort__",
    "\\ et \\* et \\\\",
    "*",
    "* *",
    "<b>gras</b>",
    "<!-- caché -->",
    "<https://exemple.fr>",
    "ligne\nligne\r\nligne\u2028ligne\tligne",
    "\u202ede droite\u202c \u2066x\u2069 \u200b\ufeff",
    "{{ jinja }} {% raw %}",
    "$x^2$ =égal=",
    "C++ et C#",
    "Basta!",
    "l’« œuvre » d’une vie…",
    "☕ émoji 👩‍💻",
    "a" * 600,
    "",
]


def _said(markdown: str) -> list[str]:
    """The words of each inline part, and what kinds of tokens there are beside text."""
    tokens = tokens_of(markdown)
    return [plain(token) for token in tokens if token.type == "inline"]


def _kinds(markdown: str) -> set[str]:
    return {child.type for token in tokens_of(markdown) for child in token.children or ()}


def _holds(text: str) -> None:
    words, written = plain_words(text), literal(text)
    if not words:
        assert written == ""
        return
    assert _said(f"Avant {written} après") == [f"Avant {words} après"]
    assert _said(written) == [words]
    assert [token.type for token in tokens_of(written)] == ["paragraph_open", "inline", "paragraph_close"]
    assert _said(f"## {written}") == [words]
    assert _kinds(f"## {written}") <= {"text"}
    assert _said(f"- [{written}](https://site.fr/a){{lang=en}}, *{written}*") == [f"{words}, {words}"]
    assert _kinds(f"[{written}](https://site.fr/a){{lang=en}}") <= {"text", "link_open", "link_close"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_out_as_words(text: str) -> None:
    _holds(text)


_SIGNS = st.text(
    alphabet=st.sampled_from(list("ab1 .:;!?*_`~[](){}<>#+-=|\\/&@$^\"'\n\t\u00a0\u202e\u200bé«»:w")), max_size=30
)


@given(_SIGNS | st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join))
def test_any_words_come_out_as_words(text: str) -> None:
    _holds(text)


@given(_SIGNS)
def test_no_mark_is_seen_in_them(text: str) -> None:
    tokens = tokens_of(f"[{literal(text) or 'a'}](https://site.fr/a), fin")
    seen = "".join(token.meta.get("seen", "") for token in tokens)
    assert [mark.message for mark in in_block(seen)] == []


def test_nothing_is_escaped_that_need_not_be() -> None:
    usual = "L’IA : « qui décide ? » (enquête), 10 avril 2025 – 97 % & co. C’est-à-dire snake_case; lemonde.fr!"
    assert literal(usual) == usual
