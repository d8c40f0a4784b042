from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import mailparser
import pytest
from msgspec.structs import replace

from cenum.edition.edition import Address
from cenum.edition.message import PersonalLetter, altered, mime, octets, sample
from cenum.errors import CenumError
from tests.edition.samples import EVERY_BLOCK, HOSTILE, Letter, edition, every_letter, own, public

if TYPE_CHECKING:
    from email.message import EmailMessage

each_letter = pytest.mark.parametrize("letter", every_letter())
POST = PersonalLetter(
    sender=Address("Cénum, la lettre", "cenum@lettre.example.org"),
    reply_to="bonjour@lettre.example.org",
    to=Address("Zoé Ça", "zoe@example.org"),
    subject="Un sujet",
    html="<!doctype html>\n<p>é</p>\n",
    text="é\n",
    unsubscribe="https://lettre.example.org/u?l=1&r=2",
    date=datetime(2026, 1, 2, 6, tzinfo=UTC),
    message_id="2026-01-02.abc@lettre.example.org",
)


def reread(mail: EmailMessage) -> Any:
    return message_from_bytes(mail.as_bytes(), policy=default)


def defects(mail: Any) -> list[object]:
    """Of every part and every header."""
    parts = [defect for part in mail.walk() for defect in part.defects]
    headers = [defect for part in mail.walk() for value in part.values() for defect in value.defects]
    return parts + headers


@each_letter
def test_the_standard_library_reads_it_without_a_defect(letter: Letter) -> None:
    rendered = edition(letter)
    mail = reread(mime(sample(rendered)))
    assert defects(mail) == []
    assert mail["Subject"] == rendered.subject
    assert mail["From"].addresses[0].display_name == rendered.sender.name
    html, text = public(letter)
    plain, marked = mail.iter_parts()
    # Mail has CRLF at the end of lines (RFC 5322, section 2.3).
    assert plain.get_content().replace("\r\n", "\n") == text
    assert marked.get_content().replace("\r\n", "\n") == html


@each_letter
def test_mail_parser_reads_it_without_a_defect(letter: Letter) -> None:
    mail = mailparser.parse_from_bytes(octets(sample(edition(letter))))
    html, text = public(letter)
    assert not mail.has_defects
    assert mail.defects == []
    assert mail.subject == edition(letter).subject
    assert [part.replace("\r\n", "\n").strip() for part in mail.text_plain] == [text.strip()]
    assert [part.replace("\r\n", "\n").strip() for part in mail.text_html] == [html.strip()]
    assert mail.attachments == []


@each_letter
def test_text_comes_first_and_both_are_in_utf_8(letter: Letter) -> None:
    mail = reread(mime(sample(edition(letter))))
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [(part.get_content_type(), part.get_content_charset()) for part in mail.iter_parts()]
    assert kinds == [("text/plain", "utf-8"), ("text/html", "utf-8")]


@each_letter
def test_what_travels_is_ascii_in_short_lines(letter: Letter) -> None:
    raw = octets(sample(edition(letter)))
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 78 or line.startswith(b"List-Unsubscribe: ") for line in lines)
    encoded = re.findall(rb"=\?[^?]+\?[bqBQ]\?[^?]*\?=", raw)
    assert all(len(word) <= 75 for word in encoded)


def test_headers_say_who_when_and_how_to_leave() -> None:
    mail = reread(mime(POST))
    assert str(mail["From"]) == '"Cénum, la lettre" <cenum@lettre.example.org>'
    assert str(mail["To"]) == "Zoé Ça <zoe@example.org>"
    assert str(mail["Reply-To"]) == "bonjour@lettre.example.org"
    assert mail["Date"].datetime == POST.date
    assert mail["Message-ID"] == "<2026-01-02.abc@lettre.example.org>"
    assert mail["MIME-Version"] == "1.0"
    assert mail["List-Unsubscribe"] == "<https://lettre.example.org/u?l=1&r=2>"
    # RFC 8058, section 3.1, word for word.
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-ID"] == "<cenum.lettre.example.org>"


def test_a_long_way_to_unsubscribe_is_neither_encoded_nor_folded() -> None:
    address = "https://lettre.example.org/u?" + "reader=0123456789abcdef&" * 20
    raw = mime(replace(POST, unsubscribe=address)).as_bytes()
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw


def test_a_long_message_id_stays_on_its_line() -> None:
    identity = "2026-01-02." + "0123456789abcdef" * 4 + "@une-assez-longue-adresse.lettre.example.org"
    assert f"\r\nMessage-ID: <{identity}>\r\n".encode() in mime(replace(POST, message_id=identity)).as_bytes()


@pytest.mark.parametrize(
    "subject",
    [
        "ASCII",
        "Été",
        "👩\u200d💻 " * 30,
        "Les conseillers numériques, mainteneurs du monde moderne " * 4,
        'Un "sujet" <avec> tout : =?utf-8?q?pi=C3=A8ge?=, ; & (parenthèses)',
        "Qui veut des «\u00a0IA\u00a0»\u202f?",
    ],
)
def test_any_subject_comes_back_as_it_left(subject: str) -> None:
    mail = mime(replace(POST, subject=subject.strip()))
    assert mail.as_bytes().isascii()
    assert reread(mail)["Subject"] == subject.strip()
    assert defects(reread(mail)) == []


@pytest.mark.parametrize(
    "name", ["", "Zoé", "Dupont, Jean", 'Jean "Jo" Dupont', "a@b.fr", "<script>", "👩\u200d💻", "Z" * 200]
)
def test_any_name_comes_back_as_it_left(name: str) -> None:
    mail = reread(mime(replace(POST, to=Address(name, "zoe@example.org"))))
    (reader,) = mail["To"].addresses
    assert (reader.display_name, reader.addr_spec) == (name, "zoe@example.org")


@pytest.mark.parametrize("field", ["subject", "message_id", "unsubscribe"])
def test_no_header_can_be_slipped_in(field: str) -> None:
    smuggled: dict[str, Any] = {field: "a\r\nBcc: everybody@example.org"}
    with pytest.raises(ValueError, match="linefeed"):
        mime(replace(POST, **smuggled))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (b"Subject: Un sujet", b"Subject: Unsujet", "Subject"),
        (b"C=C3=A9num", b"C=C3=A9nums", "From"),
        (b"zoe@example.org", b"zoe@example.com", "To"),
        (b"bonjour@", b"bonsoir@", "Reply-To"),
        (b"\r\n=C3=A9\r\n", b"\r\n=C3=A8\r\n", "text/plain"),
        (b"<p>=C3=A9</p>", b"<p>=C3</p>", "text/html"),
        (b"text/html", b"text/htm", "text/html"),
    ],
)
def test_what_was_changed_on_the_way_is_named(old: bytes, new: bytes, part: str) -> None:
    message = octets(POST)
    assert altered(message, POST) == ()
    assert old in message
    assert altered(message.replace(old, new), POST) == (part,)


def test_no_message_leaves_that_does_not_contain_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    other = mime(replace(POST, html=POST.html.replace("é", "è")))
    monkeypatch.setattr("cenum.edition.message.mime", lambda *_: other)
    with pytest.raises(CenumError, match="text/html"):
        octets(POST)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert mime(POST).as_bytes() == mime(replace(POST)).as_bytes()
    rendered = edition(own(EVERY_BLOCK))
    assert octets(sample(rendered)) == octets(sample(rendered))


def test_letters_differ_in_message_id_and_boundary() -> None:
    one, other = (mime(sample(edition(own(name)))) for name in (EVERY_BLOCK, HOSTILE))
    assert one["Message-ID"] != other["Message-ID"]
    assert one.get_boundary() != other.get_boundary()
    boundary = one.get_boundary()
    assert boundary is not None
    assert boundary not in one.as_string().replace(f"--{boundary}", "").replace(f'boundary="{boundary}"', "")


@each_letter
def test_a_message_that_is_opened_from_a_disk_shows_its_pictures(letter: Letter) -> None:
    rendered = edition(letter)
    content = octets(sample(rendered, embedded=True), rendered.pictures)
    mail = message_from_bytes(content, policy=default)
    assert defects(mail) == []
    plain, shown = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == public(letter)[1]
    html, *pictures = shown.iter_parts() if rendered.pictures else [shown]
    assert [part.get_content() for part in pictures] == [picture.content for picture in rendered.pictures]
    asked_for = set(re.findall(r'src="([^"]+)"', html.get_content()))
    within = {f"cid:{part['Content-ID'].strip('<>')}" for part in pictures}
    public_ones = set(rendered.public_links.files.values())
    assert within <= asked_for
    assert not public_ones & asked_for
    assert octets(sample(rendered, embedded=True), rendered.pictures) == content
