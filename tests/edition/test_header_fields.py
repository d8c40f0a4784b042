"""Subjects and names come back as they left, to whoever reads them, in the same bytes on every Python."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

import mailparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cenum.edition.message import _POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = (
    *(
        "une",
        "année",
        "d'IA",
        "générative",
        ":",
        "bilan",
        "colères",
        "et",
        "espérances",
        "à",
        "lire",
        "l’été",
        "œuvre",
    ),
    *("«\u00a0écrans\u00a0»", "numérique", "?", "!", "2027", "n°\u00a012", "50\u202f%", "✦", "—", "👩\u200d💻", "🇫🇷"),
    *("anticonstitutionnellement", "https://exemple.fr/une/adresse", "(suite)", "=?utf-8?q?x?=", "a=b", "_", "Ça"),
)
NAMES = (
    "Zoé",
    "Anaïs",
    "Jean-Loïc",
    "de",
    "Ça",
    "L’Œuvre",
    "👩\u200d💻",
    "O'Brien",
    "Dupont,",
    '"Jo"',
    "(Paris)",
    "a@b",
)


def subjects(count: int, longest: int = 150) -> Iterator[str]:
    chance = Random(7)  # noqa: S311  the same ones every time
    for _number in range(count):
        yield " ".join(chance.choice(WORDS) for _word in range(chance.randint(1, 18)))[:longest].strip()


def sent(subject: str, name: str = "") -> bytes:
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = subject
    mail["To"] = Address(name, addr_spec="zoe@example.org")
    return mail.as_bytes()


def by_hand(message: bytes, field: str) -> str:
    """The field as RFC 5322, section 2.2.3, and RFC 2047, section 6.2, have it read."""
    line = re.search(rf"^{field}: (.*?)\r\n(?![ \t])", message.decode("ascii"), re.MULTILINE | re.DOTALL)
    assert line
    return str(make_header(decode_header(line[1].replace("\r\n", ""))))


@pytest.mark.parametrize("count", [1_500, pytest.param(20_000, marks=pytest.mark.whole)])
def test_subjects_come_back_to_three_readers(count: int) -> None:
    for subject in subjects(count):
        message = sent(subject)
        assert message_from_bytes(message, policy=default)["Subject"] == subject
        assert by_hand(message, "Subject") == subject
        assert all(len(line) <= 76 for line in message.split(b"\r\n"))


def test_another_parser_reads_them_too() -> None:
    for subject in subjects(200):
        if "=?" not in subject:  # it decodes twice
            assert mailparser.parse_from_bytes(sent(subject)).subject == subject


def test_names_come_back() -> None:
    chance = Random(7)  # noqa: S311  the same ones every time
    for _number in range(1_500):
        name = " ".join(chance.choice(NAMES) for _word in range(chance.randint(0, 4)))
        message = sent("Un sujet", name)
        (reader,) = message_from_bytes(message, policy=default)["To"].addresses
        assert (reader.display_name, reader.addr_spec) == (name, "zoe@example.org")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
@example(" d'abord, et  deux ")
@example("a" * 500)
@example("e\u0301" * 80)
def test_any_text_comes_back(text: str) -> None:
    message = sent(text)
    assert message.isascii()
    assert by_hand(message, "Subject") == text
    assert all(len(line) <= 76 for line in message.split(b"\r\n"))
    words = re.findall(rb"=\?utf-8\?.*?\?=", message)
    assert all(len(word) <= 75 for word in words)


def test_the_bytes_are_the_same_on_every_python() -> None:
    everything = b"".join(sent(subject, subject[:30]) for subject in subjects(500))
    assert sha256(everything).hexdigest() == "ebae6d3f3b71f27ee540707b0313553d42ea6a7217c5c15910272b6fbb4e5336"
